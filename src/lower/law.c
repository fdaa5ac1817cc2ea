/*
 * Dated law: a declaration's value while it is law, and the days of the rows of a dated table.
 *
 * What has versions is a table of them, which knows each one's days, so that of it only the rulebook's own
 * days and its first are asked here.
 */
#include "lower/lowerer.h"

static uint16_t day(am_lowerer *lowerer, am_date date) {
    return am_lower_integer(lowerer, AM_VALUE_DATE, date);
}

static uint16_t while_law(am_lowerer *lowerer, const am_declaration *declaration, uint16_t value,
                          uint16_t clock) {
    bool is_of_versions = declaration->schedule != NULL && declaration->schedule->is_of_versions;
    if (value != AM_NO_INDEX && declaration->is_repealed) {
        value = am_lower_op(lowerer, AM_OP_REPEALED, value, clock, day(lowerer, declaration->repealed_from),
                            day(lowerer, declaration->repeal_published));
    }
    if (value != AM_NO_INDEX && declaration->has_in_force) {
        uint16_t from = day(lowerer, declaration->in_force_from);
        if (!is_of_versions) {
            from = am_lower_op2(lowerer, AM_OP_PUBLISHED, from, day(lowerer, declaration->published));
        }
        value = am_lower_op(lowerer, AM_OP_IN_FORCE, value, clock, from,
                            day(lowerer, declaration->in_force_last));
    }
    return value;
}

am_lowered am_lower_in_time(am_lowerer *lowerer, const am_declaration *declaration, am_lowered value,
                            const am_expr *clock, const am_view *view) {
    bool is_version =
        declaration->head != NULL; /* its days are its head's, but its explanation says the date */
    if (declaration->kind == AM_DECLARATION_PARAMETER || clock == NULL ||
        (!declaration->has_in_force && !declaration->is_repealed && !is_version)) {
        return value;
    }
    uint16_t date = am_lower_single(lowerer, clock, view);
    value.low = while_law(lowerer, declaration, value.low, date);
    value.high = while_law(lowerer, declaration, value.high, date);
    return value;
}

/* A value of the type, whichever: nobody reads it. */
static uint16_t blank(am_lowerer *lowerer, am_value_type type) {
    am_constant constant = {.type = type, .decimal = am_decimal_of(0)};
    return am_lower_constant_register(lowerer, &constant);
}

am_lowered am_lower_repealed(am_lowerer *lowerer, const am_expr *expr, uint16_t instead_of) {
    am_lowered made = {AM_NO_INDEX, AM_NO_INDEX};
    uint16_t value = instead_of != AM_NO_INDEX ? instead_of : blank(lowerer, am_lower_value_type(expr->type));
    uint16_t from = day(lowerer, (am_date)expr->value.integer);
    if (!lowerer->is_failed) {
        made.low = am_lower_op(lowerer, AM_OP_REPEALED, value, from, from, day(lowerer, AM_DATE_MIN));
        made.high = expr->type.is_range ? made.low : AM_NO_INDEX;
    }
    return made;
}

static int clock_column(const am_schedule *schedule) {
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        if (schedule->conditions[i].kind == AM_CONDITION_IN_FORCE) {
            return i;
        }
    }
    return -1;
}

void am_lower_law(am_lowerer *lowerer, am_table *table, const am_schedule *schedule) {
    int clock = clock_column(schedule);
    uint32_t count = (uint32_t)table->row_count - (table->has_otherwise ? 1 : 0);
    if (clock < 0 || count == 0 || lowerer->is_failed) {
        return;
    }
    table->law = AM_NEW_ARRAY(lowerer->arena, am_row_law, count);
    if (table->law == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    table->law_count = count;
    for (uint32_t i = 0; i < count; i++) {
        const am_cell_test *test = &schedule->rows[i].tests[clock];
        table->law[i] = (am_row_law){
            .from = test->from,
            .until = test->is_ended_by_row ? AM_DATE_MAX + 1 : test->until,
            .published = test->published,
            .next = test->next_same == AM_NO_SAME_ROW ? AM_TABLE_NO_ROW : test->next_same,
        };
    }
}
