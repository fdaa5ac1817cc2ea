/*
 * Records into rows: opening, filling, closing and taking back; and the reading of what a run left.
 *
 * The ends of a row's lists are right from the moment the row is opened and are moved with each element, so
 * closing a row has nothing to do but, for a record, to pair up its product domains. No function here
 * allocates.
 */
#include "vm/batch.h"

#include <string.h>

#include "narrow/narrow.h"
#include "vm/fitting.h"
#include "vm/law_work.h"
#include "vm/level.h"
#include "vm/narrow_run.h"
#include "vm/open.h"
#include "vm/work.h"

/* What an overflow means: the newest record is row count - 1. */
static am_batch_status overflow(const am_batch *batch) {
    return batch->rows[0].count <= 1 ? AM_BATCH_TOO_LARGE : AM_BATCH_FULL;
}

/* A row with its lists empty; its facts are absent. */
static inline void open_row(am_batch *batch, uint16_t domain, uint32_t row) {
    const am_work *work = batch->work;
    am_work_ready(batch, domain, row);
    for (uint32_t i = work->child_starts[domain]; i < work->child_starts[domain + 1]; i++) {
        am_rows *list = &batch->rows[work->children[i]];
        list->ends[row] = list->count;
    }
}

/* Makes the facts of rows that are no longer there absent, for those that take their place. */
static void forget_rows(am_batch *batch, uint16_t domain, uint32_t first, uint32_t end) {
    const am_input *inputs_end = batch->work->inputs + batch->work->input_starts[domain + 1];
    const am_input *inputs = batch->work->inputs + batch->work->input_starts[domain];
    am_column *columns = batch->columns;
    bool is_one = end - first == 1; /* a record alone is not worth a call */
    for (const am_input *input = inputs; input < inputs_end; input++) {
        am_column *column = &columns[input->column];
        column->bounded = 0;
        column->given = 0;
        column->is_plain = false;
        if (is_one && column->states != NULL) {
            column->states[first] = input->absent;
        }
    }
    for (const am_input *input = inputs; end - first > 1 && input < inputs_end; input++) {
        if (columns[input->column].states != NULL) {
            memset(columns[input->column].states + first, input->absent, end - first);
        }
    }
}

void am_batch_clear(am_batch *batch) {
    am_work *work = batch->work;
    const am_program *program = batch->program;
    for (uint32_t i = 0; i < program->domain_count; i++) {
        forget_rows(batch, (uint16_t)i, 0, batch->rows[i].count);
        batch->rows[i].count = 0;
        work->counts[i] = 0;
    }
    am_intern_cut(batch->texts, program->text_count);
    work->text_count = program->text_count;
    work->has_last = false;
    if (batch->laws != NULL) {
        batch->laws->is_open = false;
    }
    work->open_count = 0;
    work->is_all_open = false;
    am_ahead_clear(&work->ahead);
}

void am_work_mark(am_batch *batch) {
    am_work *work = batch->work;
    for (uint32_t i = 0; i < batch->program->domain_count; i++) {
        work->counts[i] = batch->rows[i].count;
    }
    work->text_count = batch->texts->count;
    work->has_last = true;
}

am_batch_status am_batch_open_record(am_batch *batch) {
    am_rows *records = &batch->rows[0];
    if (records->count == records->capacity) {
        return AM_BATCH_FULL;
    }
    am_work_mark(batch);
    open_row(batch, 0, records->count++);
    return AM_BATCH_OK;
}

uint32_t am_batch_row_above(const am_batch *batch, uint16_t domain, uint32_t row, uint16_t above) {
    while (domain != above && domain != 0) {
        row = batch->rows[domain].parents[row];
        domain = batch->program->domains[domain].parent;
    }
    return row;
}

/* The row that holds the list which a product pairs a row of its parent with. */
static uint32_t holder_of(const am_batch *batch, const am_domain *product, uint32_t row) {
    const am_domain *domains = batch->program->domains;
    uint16_t from = product->parent;
    if (product->across != AM_NO_INDEX) {
        row = am_batch_row_above(batch, from, row, product->across);
        row = batch->rows[product->across].elements[row];
        from = domains[product->across].element;
    }
    return am_batch_row_above(batch, from, row, domains[product->element].parent);
}

/* Pairs one row of the product's parent with the elements of its list. */
static bool pair_up(am_batch *batch, uint16_t product, uint32_t parent_row) {
    const am_domain *domain = &batch->program->domains[product];
    const am_rows *list = &batch->rows[domain->element];
    am_rows *pairs = &batch->rows[product];
    uint32_t holder = holder_of(batch, domain, parent_row);
    uint32_t first = am_rows_first(list, holder);
    uint32_t count = list->ends[holder] - first;
    if (count > pairs->capacity - pairs->count) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        pairs->parents[pairs->count] = parent_row;
        pairs->elements[pairs->count] = first + i;
        pairs->count++;
    }
    pairs->ends[parent_row] = pairs->count;
    if (count != 0) {
        am_work_ready(batch, product, pairs->count - 1);
    }
    return true;
}

/* Opens the months of one row of their parent. */
static bool open_months(am_batch *batch, uint16_t domain, uint32_t parent_row) {
    am_rows *months = &batch->rows[domain];
    uint32_t count = batch->program->domains[domain].element;
    if (count > months->capacity - months->count) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        months->parents[months->count++] = parent_row;
    }
    months->ends[parent_row] = months->count;
    am_work_ready(batch, domain, months->count - 1);
    return true;
}

am_batch_status am_batch_close_record(am_batch *batch) {
    const am_program *program = batch->program;
    for (uint32_t i = 1; i < program->domain_count; i++) {
        const am_domain *domain = &program->domains[i];
        bool is_months = domain->kind == AM_DOMAIN_MONTHS;
        if (!is_months && domain->kind != AM_DOMAIN_PRODUCT) {
            continue;
        }
        for (uint32_t row = batch->work->counts[domain->parent]; row < batch->rows[domain->parent].count;
             row++) {
            if (!(is_months ? open_months : pair_up)(batch, (uint16_t)i, row)) {
                return overflow(batch);
            }
        }
    }
    return AM_BATCH_OK;
}

void am_batch_drop_record(am_batch *batch) {
    am_work *work = batch->work;
    if (!work->has_last) {
        return;
    }
    for (uint32_t i = 0; i < batch->program->domain_count; i++) {
        forget_rows(batch, (uint16_t)i, work->counts[i], batch->rows[i].count);
        batch->rows[i].count = work->counts[i];
    }
    am_intern_cut(batch->texts, work->text_count);
    work->has_last = false;
}

void am_batch_open_list(am_batch *batch, uint16_t domain, uint32_t parent_row, am_state state) {
    uint16_t present = batch->program->domains[domain].present;
    if (state == AM_STATE_VALUE) {
        am_batch_set_integer(batch, present, parent_row, 1);
    } else {
        am_batch_set_state(batch, present, parent_row, state);
    }
}

am_batch_status am_batch_open_element(am_batch *batch, uint16_t domain, uint32_t parent_row, uint32_t *row) {
    am_rows *list = &batch->rows[domain];
    if (list->count == list->capacity) {
        return overflow(batch);
    }
    *row = list->count++;
    list->parents[*row] = parent_row;
    list->ends[parent_row] = list->count;
    open_row(batch, domain, *row);
    return AM_BATCH_OK;
}

void am_batch_close_element(am_batch *batch, uint16_t domain, uint32_t row) {
    (void)batch;
    (void)domain;
    (void)row;
}

void am_batch_set_state(am_batch *batch, uint16_t column, uint32_t row, am_state state) {
    if (batch->columns[column].states != NULL) {
        batch->columns[column].states[row] = (uint8_t)state;
    }
}

void am_batch_set_decimal(am_batch *batch, uint16_t column, uint32_t row, am_decimal value) {
    am_column *at = &batch->columns[column];
    am_state state = AM_STATE_VALUE;
    if (at->counts == NULL) {
        am_level_widen(batch, column);
        am_level_forget(at);
        ((am_decimal *)at->values)[row] = value;
    } else if (!am_grain_count(batch->narrow->lanes[column].grain, value, &at->counts[row])) {
        /* Kept for the program itself; open for the narrow one. */
        ((am_decimal *)at->values)[row] = value;
        at->counts[row] = 0;
        state = AM_STATE_FAULT;
    }
    am_batch_set_state(batch, column, row, state);
}

void am_batch_set_integer(am_batch *batch, uint16_t column, uint32_t row, int32_t value) {
    if (batch->program->registers[column].type == AM_VALUE_YESNO) {
        ((uint8_t *)batch->columns[column].values)[row] = value != 0;
    } else {
        ((int32_t *)batch->columns[column].values)[row] = value;
    }
    am_batch_set_state(batch, column, row, AM_STATE_VALUE);
}

void am_batch_calibrate(am_batch *batch, uint32_t calibration, am_decimal decimal, int32_t integer) {
    uint16_t column = batch->program->calibrations[calibration].column;
    if (batch->program->registers[column].type == AM_VALUE_DECIMAL) {
        am_batch_set_decimal(batch, column, 0, decimal);
    } else {
        am_batch_set_integer(batch, column, 0, integer);
    }
    if (batch->laws != NULL && batch->laws->probe != NULL) {
        am_batch_calibrate(batch->laws->probe, calibration, decimal, integer);
    }
    if (batch->narrow != NULL) {
        am_fitting_set(batch, calibration, decimal, integer);
        am_batch_calibrate(batch->wide, calibration, decimal, integer);
    }
}

am_batch_status am_batch_set_text(am_batch *batch, uint16_t column, uint32_t row, am_slice text) {
    bool is_read = batch->work->is_read[column] != 0;
    uint32_t number = is_read ? am_intern_add(batch->texts, text) : am_intern_keep(batch->texts, text);
    if (number == AM_INTERN_NONE) {
        return overflow(batch);
    }
    am_batch_set_integer(batch, column, row, (int32_t)number);
    return AM_BATCH_OK;
}

/* Constants have one row for all. */
static uint32_t row_in(const am_batch *batch, uint16_t column, uint32_t row) {
    return batch->program->registers[column].domain == AM_DOMAIN_CONSTANT ? 0 : row;
}

/* A fact of too many digits for its counts stands beside them, as a fault. */
static bool is_beyond_counts(const am_batch *batch, uint16_t column, uint32_t row) {
    const am_column *at = &batch->columns[column];
    return at->counts != NULL && batch->narrow->lanes[column].is_input && at->states != NULL &&
           at->states[row] == AM_STATE_FAULT;
}

am_state am_batch_state(const am_batch *batch, uint16_t column, uint32_t row) {
    am_spot spot = am_open_spot(batch, column, row);
    const am_column *at = &spot.batch->columns[column];
    if (at->is_plain || at->states == NULL || is_beyond_counts(spot.batch, column, spot.row)) {
        return AM_STATE_VALUE;
    }
    return (am_state)at->states[row_in(batch, column, spot.row)];
}

/* Of the batch itself. */
static am_decimal decimal_at(const am_batch *batch, uint16_t column, uint32_t row) {
    const am_column *at = &batch->columns[column];
    row = row_in(batch, column, row);
    if (at->counts != NULL && !is_beyond_counts(batch, column, row)) {
        return am_grain_amount(batch->narrow->lanes[column].grain, at->counts[row]);
    }
    return at->is_behind ? am_level_amount(at, row) : ((const am_decimal *)at->values)[row];
}

static int32_t integer_at(const am_batch *batch, uint16_t column, uint32_t row) {
    const void *values = batch->columns[column].values;
    row = row_in(batch, column, row);
    if (batch->program->registers[column].type == AM_VALUE_YESNO) {
        return ((const uint8_t *)values)[row];
    }
    return ((const int32_t *)values)[row];
}

am_decimal am_batch_decimal(const am_batch *batch, uint16_t column, uint32_t row) {
    am_spot spot = am_open_spot(batch, column, row);
    return decimal_at(spot.batch, column, spot.row);
}

int32_t am_batch_integer(const am_batch *batch, uint16_t column, uint32_t row) {
    am_spot spot = am_open_spot(batch, column, row);
    return integer_at(spot.batch, column, spot.row);
}

am_slice am_batch_text(const am_batch *batch, uint16_t column, uint32_t row) {
    am_spot spot = am_open_spot(batch, column, row);
    return am_intern_text(spot.batch->texts, (uint32_t)integer_at(spot.batch, column, spot.row));
}

void am_batch_elements(const am_batch *batch, uint16_t domain, uint32_t parent_row, uint32_t *first,
                       uint32_t *end) {
    const am_rows *rows = &batch->rows[domain];
    *first = am_rows_first(rows, parent_row);
    *end = rows->ends[parent_row];
}

/* The elements of neighbours are neighbours. */
am_row_range am_batch_rows_within(const am_batch *batch, uint16_t from, uint32_t row, uint16_t to) {
    am_row_range above = {row, row + 1};
    if (from == to) {
        return above;
    }
    above = am_batch_rows_within(batch, from, row, batch->program->domains[to].parent);
    if (above.first == above.end) {
        return (am_row_range){0, 0};
    }
    const am_rows *rows = &batch->rows[to];
    return (am_row_range){am_rows_first(rows, above.first), rows->ends[above.end - 1]};
}

am_state am_batch_fact_state(const am_batch *batch, uint16_t column, uint32_t row) {
    const am_column *at = &batch->columns[column];
    bool is_value = at->states == NULL || is_beyond_counts(batch, column, row);
    return is_value ? AM_STATE_VALUE : (am_state)at->states[row];
}

am_decimal am_batch_fact_decimal(const am_batch *batch, uint16_t column, uint32_t row) {
    return decimal_at(batch, column, row);
}

int32_t am_batch_fact_integer(const am_batch *batch, uint16_t column, uint32_t row) {
    return integer_at(batch, column, row);
}
