/*
 * Blocks of records: the same rows, states and pairs that opening them one by one would give.
 */
#include "vm/block.h"

#include <string.h>

#include "narrow/kernel.h"
#include "narrow/narrow.h"
#include "vm/level.h"
#include "vm/work.h"

am_batch_status am_block_open(am_batch *batch, uint32_t records) {
    am_rows *rows = &batch->rows[0];
    if (records > rows->capacity - rows->count) {
        return AM_BATCH_FULL;
    }
    am_work_mark(batch);
    rows->count += records;
    am_work_ready(batch, 0, rows->count - 1);
    return AM_BATCH_OK;
}

am_batch_status am_block_open_list(am_batch *batch, uint16_t domain, uint32_t parent, uint32_t parents,
                                   const uint32_t *offsets) {
    am_rows *rows = &batch->rows[domain];
    uint32_t count = offsets[parents] - offsets[0];
    if (count > rows->capacity - rows->count) {
        return AM_BATCH_FULL;
    }
    am_kernels_here()->add_lists(rows->ends + parent, rows->parents, offsets, rows->count, parent, parents);
    rows->count += count;
    if (count != 0) {
        am_work_ready(batch, domain, rows->count - 1);
    }
    return AM_BATCH_OK;
}

void am_block_expect(am_batch *batch, const void *from, size_t bytes) {
    am_ahead_add(&batch->work->ahead, from, bytes);
}

static am_width width_of(uint8_t bytes) {
    return bytes == 8 ? AM_WIDTH_8 : bytes == 4 ? AM_WIDTH_4 : AM_WIDTH_1;
}

am_range64 am_block_range(am_source source, uint32_t rows) {
    am_extremes found = am_values_extremes_given(am_kernels_here(), width_of(source.bytes), source.values,
                                                 source.is_given, rows, (am_extremes){1, 0});
    return (am_range64){found.low, found.high};
}

static uint8_t absent_state(const am_batch *batch, uint16_t column) {
    const am_work *work = batch->work;
    uint16_t domain = batch->program->registers[column].domain;
    for (uint32_t i = work->input_starts[domain]; i < work->input_starts[domain + 1]; i++) {
        if (work->inputs[i].column == column) {
            return work->inputs[i].absent;
        }
    }
    return AM_STATE_NEEDS;
}

static void set_states(am_batch *batch, uint16_t column, uint32_t row, uint32_t rows,
                       const uint8_t *is_given) {
    am_column *at = &batch->columns[column];
    if (at->states == NULL) {
        return;
    }
    if (is_given == NULL) {
        at->given = at->given == row ? row + rows : at->given;
        memset(at->states + row, AM_STATE_VALUE, rows);
    } else {
        am_state_given(at->states + row, is_given, absent_state(batch, column), rows);
    }
}

static int64_t value_at(am_source source, uint32_t row) {
    switch (source.bytes) {
    case 8:
        return ((const int64_t *)source.values)[row];
    case 4:
        return ((const int32_t *)source.values)[row];
    default:
        return ((const uint8_t *)source.values)[row];
    }
}

static void set_decimals(am_decimal *out, am_source source, uint32_t rows, uint8_t places) {
    for (uint32_t row = 0; row < rows; row++) {
        int64_t value = source.is_given == NULL || source.is_given[row] != 0 ? value_at(source, row) : 0;
        uint64_t digits = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
        out[row] = am_decimal_make(value < 0, digits, -(int32_t)places);
    }
}

/* Rows behind those whose bounds are known; one that is not given is 0. */
static void note_bounds(am_column *at, uint32_t row, uint32_t rows, am_source source, am_range64 range,
                        int64_t factor) {
    if (source.is_given != NULL) {
        range.low = range.low < 0 ? range.low : 0;
        range.high = range.high > 0 ? range.high : 0;
    }
    int64_t low = range.low * factor;
    int64_t high = range.high * factor;
    if (at->bounded == row) {
        at->low = row != 0 && at->low < low ? at->low : low;
        at->high = row != 0 && at->high > high ? at->high : high;
        at->bounded = row + rows;
    }
}

/* Decimals of the program itself as the counts that they come as; false where other rows of the column are
 * not counts of the same exponent, and in a batch of a narrow program, which has no room for them. */
static bool set_levels(am_batch *batch, uint16_t column, uint32_t row, uint32_t rows, am_source source,
                       am_range64 range, uint8_t places) {
    am_column *at = &batch->columns[column];
    bool is_first = row == 0;
    bool is_more = at->level == AM_LEVEL_YES && at->is_behind && at->places == places;
    if (at->levels == NULL || places > AM_LEVEL_PLACES_MAX || !(is_first || is_more) ||
        range.low == INT64_MIN) {
        return false;
    }
    range = range.low > range.high ? (am_range64){0, 0} : range;
    am_values_take(am_kernels_here(), at->levels + row, AM_WIDTH_8, source.values, width_of(source.bytes),
                   source.is_given, 1, rows);
    at->low = is_first || range.low < at->low ? range.low : at->low;
    at->high = is_first || range.high > at->high ? range.high : at->high;
    at->places = places;
    at->level = AM_LEVEL_YES;
    at->is_behind = true;
    return true;
}

static void set_wide(am_batch *batch, uint16_t column, uint32_t row, uint32_t rows, am_source source,
                     am_range64 range, uint8_t places) {
    if (!set_levels(batch, column, row, rows, source, range, places)) {
        am_level_widen(batch, column);
        am_level_forget(&batch->columns[column]);
        set_decimals((am_decimal *)batch->columns[column].values + row, source, rows, places);
    }
}

void am_block_set(am_batch *batch, uint16_t column, uint32_t row, uint32_t rows, am_source source,
                  am_range64 range, int64_t factor, uint8_t places) {
    am_column *at = &batch->columns[column];
    am_value_type type = (am_value_type)batch->program->registers[column].type;
    am_width from = width_of(source.bytes);
    am_width to = AM_WIDTH_4;
    void *out = (int32_t *)at->values + row;
    if (at->counts != NULL) {
        to = AM_WIDTH_8;
        out = at->counts + row;
        note_bounds(at, row, rows, source, range, factor);
    } else if (type == AM_VALUE_YESNO) {
        to = AM_WIDTH_1;
        out = (uint8_t *)at->values + row;
    }
    if (at->counts == NULL && type == AM_VALUE_DECIMAL) {
        set_wide(batch, column, row, rows, source, range, places);
    } else {
        am_values_take(am_kernels_here(), out, to, source.values, from, source.is_given, factor, rows);
    }
    set_states(batch, column, row, rows, source.is_given);
}

void am_block_set_given(am_batch *batch, uint16_t column, uint32_t row, uint32_t rows,
                        const uint8_t *is_given) {
    memset((uint8_t *)batch->columns[column].values + row, 1, rows);
    set_states(batch, column, row, rows, is_given);
}

void am_block_set_absent(am_batch *batch, uint16_t column, uint32_t row, uint32_t rows) {
    if (batch->columns[column].states != NULL) {
        memset(batch->columns[column].states + row, absent_state(batch, column), rows);
    }
}

am_batch_status am_block_close(am_batch *batch) {
    am_batch_status status = am_batch_close_record(batch);
    if (status != AM_BATCH_OK) {
        am_batch_drop_record(batch);
    }
    return status;
}

/* The factor from a column of counts to the places that are wanted; 0 where it is none. */
static int64_t factor_to(const am_batch *batch, const am_block_result *to) {
    const am_column *column = &batch->columns[to->column];
    am_grain grain =
        batch->narrow != NULL ? batch->narrow->lanes[to->column].grain : am_grain_of_places(column->places);
    int64_t factor;
    int64_t product;
    bool fits =
        am_grain_ratio(grain, am_grain_of_places(to->places), &factor) &&
        !__builtin_mul_overflow(column->low, factor, &product) &&
        (to->bytes == 8 || (product >= 0 && to->bytes == 1) || (product >= INT32_MIN && to->bytes == 4)) &&
        !__builtin_mul_overflow(column->high, factor, &product) &&
        (to->bytes == 8 || (product <= UINT8_MAX && to->bytes == 1) ||
         (product <= INT32_MAX && to->bytes == 4));
    return fits ? factor : 0;
}

static void get_counts(const int64_t *counts, const am_block_result *to, int64_t factor) {
    if (to->bytes == 8 || factor == 1) {
        am_values_take(am_kernels_here(), to->values, width_of(to->bytes), counts, AM_WIDTH_8, NULL, factor,
                       to->count);
        return;
    }
    for (uint32_t i = 0; i < to->count; i++) {
        if (to->bytes == 4) {
            ((int32_t *)to->values)[i] = (int32_t)(counts[i] * factor);
        } else {
            ((uint8_t *)to->values)[i] = (uint8_t)(counts[i] * factor);
        }
    }
}

static bool get_integers(const am_batch *batch, const am_block_result *to) {
    const am_column *column = &batch->columns[to->column];
    if (batch->program->registers[to->column].type == AM_VALUE_YESNO && to->bytes == 1) {
        memcpy(to->values, (const uint8_t *)column->values + to->first, to->count);
        return true;
    }
    if (batch->program->registers[to->column].type == AM_VALUE_YESNO || to->bytes != 4) {
        return false;
    }
    memcpy(to->values, (const int32_t *)column->values + to->first, to->count * sizeof(int32_t));
    return true;
}

bool am_block_get(const am_batch *batch, const am_block_result *to) {
    if (batch->narrow != NULL && batch->work->is_all_open) {
        batch = batch->wide;
    }
    bool is_apart =
        batch->work->open_count != 0 || batch->program->registers[to->column].domain == AM_DOMAIN_CONSTANT;
    const am_column *column = &batch->columns[to->column];
    if (is_apart || (column->states != NULL && !column->is_plain)) {
        return false;
    }
    bool is_decimal = batch->program->registers[to->column].type == AM_VALUE_DECIMAL;
    bool is_level = is_decimal && batch->narrow == NULL && am_level_is(batch, to->column);
    if (column->counts != NULL || is_level) {
        int64_t factor = factor_to(batch, to);
        if (factor == 0) {
            return false;
        }
        get_counts((is_level ? column->levels : column->counts) + to->first, to, factor);
    } else if (is_decimal || !get_integers(batch, to)) {
        return false;
    }
    memset(to->states, AM_STATE_VALUE, to->count);
    return true;
}
