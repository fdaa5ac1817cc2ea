/*
 * Rows of a schedule with their values, for `picks greatest`, `picks least` and `adds up`: a register a row,
 * since which rows count is known only when they are compared or added.
 *
 * All values are computed, whichever rows are met. A row that is not covered has the fault for its value.
 * Of several result columns the first is compared, and the row that is picked has them all; each is added up
 * by itself.
 */
#include "lower/lowerer.h"

static uint16_t not_covered(am_lowerer *lowerer, am_value_type type) {
    uint16_t number = (uint16_t)(am_diag_number(AM_DIAG_NOT_COVERED) - (uint32_t)'F' * 10000);
    return am_lower_emit(lowerer, AM_OP_FAIL, type, AM_DOMAIN_CONSTANT, (const uint16_t[4]){0, 0, 0, number});
}

static uint16_t value_of(am_lowerer *lowerer, const am_schedule *schedule, uint16_t result, uint16_t row,
                         unsigned end, const am_view *view) {
    const am_expr *cell = schedule->rows[row].results[result];
    if (cell == NULL) {
        return not_covered(lowerer, am_lower_value_type(schedule->results[result].type));
    }
    am_lowered value = am_lower_expr(lowerer, cell, view);
    return end == 1 && value.high != AM_NO_INDEX ? value.high : value.low;
}

static bool is_period(am_type type) {
    return type.kind == AM_TYPE_MONTHS || type.kind == AM_TYPE_DAYS;
}

/* Periods are added as the numbers that they are. */
uint16_t am_lower_row_values(am_lowerer *lowerer, const am_schedule *schedule, uint16_t result, unsigned end,
                             const am_view *view) {
    bool is_number = schedule->picks == AM_PICKS_SUM && is_period(schedule->results[result].type);
    uint16_t *values = AM_NEW_ARRAY(lowerer->arena, uint16_t, schedule->row_count);
    if (values == NULL || lowerer->is_failed) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    for (uint16_t row = 0; row < schedule->row_count; row++) {
        values[row] = value_of(lowerer, schedule, result, row, end, view);
        if (is_number) {
            values[row] = am_lower_as_decimal(lowerer, values[row]);
        }
    }
    return am_lower_list(lowerer, values, schedule->row_count);
}

static uint16_t added(am_lowerer *lowerer, const am_schedule *schedule, uint16_t table, uint16_t axes,
                      uint16_t result, unsigned end, const am_view *view) {
    am_type type = schedule->results[result].type;
    am_opcode opcode = am_lower_is_exact(type) || is_period(type) ? AM_OP_ADD_ROWS_EXACT : AM_OP_ADD_ROWS;
    uint16_t values = am_lower_row_values(lowerer, schedule, result, end, view);
    uint16_t sum = am_lower_op3(lowerer, opcode, table, axes, values);
    return am_lower_as_type(lowerer, sum, am_lower_value_type(type));
}

void am_lower_added(am_lowerer *lowerer, const am_schedule *schedule, const am_view *view,
                    const am_expr *clock, am_lowered *results) {
    uint16_t table = am_lower_table(lowerer, schedule);
    uint16_t axes = am_lower_axes(lowerer, schedule, view, clock);
    for (uint16_t i = 0; i < schedule->result_count && !lowerer->is_failed; i++) {
        bool is_range = schedule->results[i].type.is_range;
        results[i] = (am_lowered){added(lowerer, schedule, table, axes, i, 0, view), AM_NO_INDEX};
        if (is_range) {
            results[i].high = added(lowerer, schedule, table, axes, i, 1, view);
        }
    }
}
