/*
 * Schedules over counts: the classes of decimals by where they begin, and cells as a table of counts.
 */
#include "vm/level.h"

/* A condition column with more cuts is searched cut by cut. */
enum { MOST_CUTS = 64 };

/* The least count that is not below a cut; false where it is too far out. */
static bool start_of_decimal(am_decimal cut, bool is_after, uint8_t places, int64_t *out) {
    int32_t shift = cut.exponent + places;
    if (cut.digits == 0) {
        *out = is_after ? 1 : 0;
        return true;
    }
    if (cut.digits > INT64_MAX || shift < -AM_LEVEL_PLACES_MAX || shift > AM_LEVEL_PLACES_MAX) {
        return false;
    }
    am_i128 count = cut.is_negative ? -(am_i128)cut.digits : (am_i128)cut.digits;
    if (shift >= 0) {
        count = count * am_level_powers[shift] + (is_after ? 1 : 0);
    } else {
        am_i128 power = am_level_powers[-shift];
        am_i128 below = count / power - (count % power < 0 ? 1 : 0);
        bool is_above = below * power != count || is_after;
        count = below + (is_above ? 1 : 0);
    }
    *out = (int64_t)count;
    return am_level_fits(count, count);
}

static bool find_starts(const am_program *program, const am_axis *axis, uint8_t places, int64_t *starts) {
    for (uint32_t i = 0; i < axis->cut_count; i++) {
        const am_constant *constant = &program->constants[axis->cuts[i].constant];
        bool is_after = axis->cuts[i].is_after;
        if (axis->kind == AM_AXIS_INTEGER) {
            starts[i] = (int64_t)constant->integer + (is_after ? 1 : 0);
        } else if (!start_of_decimal(constant->decimal, is_after, places, &starts[i])) {
            return false;
        }
    }
    return true;
}

/* Codes may lie outside their scale: only those within have a class. */
static bool class_codes(const am_axis *axis, const int32_t *codes, uint32_t *indexes, uint32_t rows) {
    const uint16_t *classes = axis->classes;
    uint32_t class_count = axis->class_count + 1;
    uint32_t count = axis->cut_count;
    bool is_outside = false;
    for (uint32_t row = 0; row < rows; row++) {
        is_outside |= (uint32_t)codes[row] >= count;
    }
    if (is_outside) {
        return false;
    }
    for (uint32_t row = 0; row < rows; row++) {
        indexes[row] = indexes[row] * class_count + classes[codes[row]];
    }
    return true;
}

static bool is_open(const uint8_t *states, uint32_t rows) {
    uint8_t worst = AM_STATE_VALUE;
    for (uint32_t row = 0; row < rows; row++) {
        worst = states[row] > worst ? states[row] : worst;
    }
    return worst > AM_STATE_UNKNOWN;
}

static bool class_values(am_batch *batch, const am_axis *axis, uint16_t column, uint32_t *indexes,
                         uint32_t rows) {
    int64_t starts[MOST_CUTS];
    const am_column *at = &batch->columns[column];
    am_value_type type = (am_value_type)batch->program->registers[column].type;
    am_strip strip = {.rows = rows,
                      .out = indexes,
                      .in = {at->values},
                      .table_count = axis->cut_count,
                      .class_count = axis->class_count + 1,
                      .factor = axis->class_count + 1};
    if (axis->kind == AM_AXIS_CODE && am_storage_of(type) == AM_STORAGE_INTEGER) {
        return class_codes(axis, at->values, indexes, rows);
    }
    if (axis->kind == AM_AXIS_CODE && axis->cut_count >= 2) {
        strip.table = axis->classes;
        am_kernels_here()->class_yesno(&strip);
        return true;
    }
    if ((axis->kind != AM_AXIS_DECIMAL && axis->kind != AM_AXIS_INTEGER) || axis->cut_count > MOST_CUTS ||
        (axis->kind == AM_AXIS_DECIMAL && !am_level_is(batch, column)) ||
        !find_starts(batch->program, axis, at->places, starts)) {
        return false;
    }
    strip.table = starts;
    if (axis->kind == AM_AXIS_DECIMAL) {
        strip.in[0] = at->levels;
        am_strip_class_count(am_kernels_here(), &strip);
    } else {
        am_strip_class_integer(am_kernels_here(), &strip);
    }
    return true;
}

bool am_level_class(am_batch *batch, const am_axis *axis, uint16_t column, uint32_t *indexes, uint32_t rows) {
    const am_column *at = &batch->columns[column];
    bool is_constant = batch->program->registers[column].domain == AM_DOMAIN_CONSTANT;
    bool is_plain = at->is_plain || at->states == NULL;
    if (batch->narrow != NULL || rows < AM_LEVEL_LEAST_ROWS || is_constant ||
        (!is_plain && is_open(at->states, rows)) || !class_values(batch, axis, column, indexes, rows)) {
        return false;
    }
    if (!is_plain) {
        am_strip strip = {.rows = rows, .out = indexes, .class_count = axis->class_count + 1};
        strip.states[0] = at->states;
        am_strip_class_state(&strip);
    }
    return true;
}

/* Rows come from a pick over a schedule of as many rows, whatever their state. */
bool am_level_cell(am_level_run *run) {
    const am_level_cells *cells = &run->batch->work->cells[run->instruction->operands[1]];
    uint16_t a = run->instruction->operands[0];
    am_width width = am_level_width(run, run->instruction->result);
    if (cells->values == NULL || am_level_is_constant(run, a)) {
        return false;
    }
    run->strip.in[0] = run->batch->columns[a].values;
    run->strip.table = cells->values;
    run->strip.table_count = run->batch->program->columns[run->instruction->operands[1]].row_count;
    run->kernels->cell[width](&run->strip);
    if (width == AM_WIDTH_8) {
        am_level_settle(run, cells->places, cells->low, cells->high);
    }
    am_level_set_strict(run, 1);
    return true;
}
