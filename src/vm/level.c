/*
 * Decimals to counts of one power of ten and back.
 *
 * A column is tried when an instruction first has a use for its counts: the most digits behind the point that
 * some row has say of what the counts are. The first row that does not fit ends the trial.
 */
#include "vm/level.h"

const int64_t am_level_powers[AM_LEVEL_PLACES_MAX + 1] = {1,
                                                          10,
                                                          100,
                                                          1000,
                                                          10000,
                                                          100000,
                                                          1000000,
                                                          10000000,
                                                          100000000,
                                                          1000000000,
                                                          10000000000,
                                                          100000000000,
                                                          1000000000000,
                                                          10000000000000,
                                                          100000000000000,
                                                          1000000000000000,
                                                          10000000000000000,
                                                          100000000000000000,
                                                          1000000000000000000};

am_decimal am_level_amount(const am_column *column, uint32_t row) {
    int64_t count = column->levels[row];
    uint64_t digits = count < 0 ? 0 - (uint64_t)count : (uint64_t)count;
    return am_decimal_make(count < 0, digits, -(int32_t)column->places);
}

/* The decimal as a count; false where it is none or does not fit. */
static bool to_count(am_decimal value, uint8_t places, int64_t *out) {
    int32_t shift = value.exponent + places;
    uint64_t digits = (uint64_t)value.digits;
    *out = 0;
    if (value.digits == 0) {
        return true;
    }
    if (value.digits > INT64_MAX || shift < -AM_LEVEL_PLACES_MAX || shift > AM_LEVEL_PLACES_MAX) {
        return false;
    }
    if (shift < 0) {
        if (digits % (uint64_t)am_level_powers[-shift] != 0) {
            return false;
        }
        digits /= (uint64_t)am_level_powers[-shift];
    } else if (__builtin_mul_overflow(digits, (uint64_t)am_level_powers[shift], &digits) ||
               digits > INT64_MAX) {
        return false;
    }
    *out = value.is_negative ? -(int64_t)digits : (int64_t)digits;
    return true;
}

/* The rows of a column that are to be counted. */
typedef struct trial {
    const am_decimal *values;
    const uint8_t *states; /* NULL: all are values */
    uint32_t rows;
    int32_t places;
} trial;

static bool is_value(const trial *trial, uint32_t row) {
    return trial->states == NULL || trial->states[row] == AM_STATE_VALUE;
}

static bool find_places(trial *trial) {
    int32_t least = 0;
    for (uint32_t row = 0; row < trial->rows; row++) {
        const am_decimal *value = &trial->values[row];
        if (!is_value(trial, row) || value->digits == 0) {
            continue;
        }
        if (value->digits > INT64_MAX || value->exponent < -AM_LEVEL_PLACES_MAX) {
            return false;
        }
        least = value->exponent < least ? value->exponent : least;
    }
    trial->places = -least;
    return true;
}

static bool count_rows(const trial *trial, am_column *at) {
    bool is_first = true;
    at->places = (uint8_t)trial->places;
    at->low = at->high = 0;
    for (uint32_t row = 0; row < trial->rows; row++) {
        int64_t count = 0;
        if (!is_value(trial, row)) {
            at->levels[row] = 0;
            continue;
        }
        if (!to_count(trial->values[row], at->places, &count)) {
            return false;
        }
        at->levels[row] = count;
        at->low = is_first || count < at->low ? count : at->low;
        at->high = is_first || count > at->high ? count : at->high;
        is_first = false;
    }
    return true;
}

/* A constant of few digits leaves room for those of others. */
static void strip_constant(am_column *at) {
    while (at->places > 0 && at->levels[0] % 10 == 0) {
        at->levels[0] /= 10;
        at->places--;
    }
    at->low = at->high = at->levels[0];
}

bool am_level_is(const am_batch *batch, uint16_t column) {
    am_column *at = &batch->columns[column];
    if (at->level == AM_LEVEL_UNTRIED) {
        uint16_t domain = batch->program->registers[column].domain;
        trial trial = {.values = at->values,
                       .states = at->is_plain ? NULL : at->states,
                       .rows = am_batch_row_count(batch, domain)};
        bool is_level = find_places(&trial) && count_rows(&trial, at);
        if (is_level && domain == AM_DOMAIN_CONSTANT) {
            strip_constant(at);
        }
        at->level = is_level ? AM_LEVEL_YES : AM_LEVEL_NO;
    }
    return at->level == AM_LEVEL_YES;
}

void am_level_widen(const am_batch *batch, uint16_t column) {
    am_column *at = &batch->columns[column];
    if (!at->is_behind) {
        return;
    }
    uint32_t rows = am_batch_row_count(batch, batch->program->registers[column].domain);
    am_decimal *values = at->values;
    for (uint32_t row = 0; row < rows; row++) {
        values[row] = am_level_amount(at, row);
    }
    at->is_behind = false;
}

static bool has_gaps(const am_column_table *table) {
    for (uint32_t row = 0; row < table->row_count; row++) {
        if (table->cells[row] == AM_CELL_NOT_COVERED) {
            return true;
        }
    }
    return false;
}

void am_level_cut(am_work *work, const am_program *program, uint64_t longest, am_cutter *cutter) {
    work->plain = am_cutter_take_rows(cutter, longest, 1);
    for (unsigned i = 0; i < AM_LEVEL_FILLS; i++) {
        work->fills[i] = am_cutter_take_rows(cutter, longest, sizeof *work->fills[i]);
    }
    work->cells = am_cutter_take(cutter, program->column_count, sizeof *work->cells);
    for (uint32_t i = 0; i < program->column_count; i++) {
        const am_column_table *table = &program->columns[i];
        void *values = has_gaps(table) ? NULL : am_cutter_take(cutter, table->row_count, sizeof(int64_t));
        if (work->cells != NULL) {
            work->cells[i] = (am_level_cells){.values = values};
        }
    }
}

static bool fill_counts(const am_program *program, const am_column_table *table, am_level_cells *cells) {
    int64_t *counts = cells->values;
    int32_t places = 0;
    for (uint32_t row = 0; row < table->row_count; row++) {
        int32_t own = am_decimal_places(program->constants[table->cells[row]].decimal);
        places = own > places ? own : places;
    }
    if (places > AM_LEVEL_PLACES_MAX) {
        return false;
    }
    cells->places = (uint8_t)places;
    for (uint32_t row = 0; row < table->row_count; row++) {
        if (!to_count(program->constants[table->cells[row]].decimal, cells->places, &counts[row])) {
            return false;
        }
        cells->low = row == 0 || counts[row] < cells->low ? counts[row] : cells->low;
        cells->high = row == 0 || counts[row] > cells->high ? counts[row] : cells->high;
    }
    return true;
}

static void fill_cells(const am_program *program, const am_column_table *table, am_level_cells *cells) {
    if (am_storage_of((am_value_type)table->type) == AM_STORAGE_DECIMAL) {
        if (!fill_counts(program, table, cells)) {
            cells->values = NULL;
        }
        return;
    }
    bool is_yesno = am_storage_of((am_value_type)table->type) == AM_STORAGE_YESNO;
    for (uint32_t row = 0; row < table->row_count; row++) {
        int32_t value = program->constants[table->cells[row]].integer;
        if (is_yesno) {
            ((uint8_t *)cells->values)[row] = value != 0;
        } else {
            ((int32_t *)cells->values)[row] = value;
        }
    }
}

void am_level_fill(am_batch *batch) {
    for (uint32_t i = 0; i < batch->program->column_count; i++) {
        if (batch->work->cells[i].values != NULL) {
            fill_cells(batch->program, &batch->program->columns[i], &batch->work->cells[i]);
        }
    }
}
