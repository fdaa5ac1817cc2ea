/*
 * Walks the model for its constants: every expression, cell, step and bound.
 */
#include "constants.h"

constant_list constant_list_of(am_type type) {
    switch (type.kind) {
    case AM_TYPE_NUMBER:
    case AM_TYPE_WHOLE:
    case AM_TYPE_MONEY:
    case AM_TYPE_RATE:
        return CONSTANT_DECIMALS;
    case AM_TYPE_DATE:
        return CONSTANT_DATES;
    case AM_TYPE_MONTHS:
        return CONSTANT_MONTHS;
    case AM_TYPE_DAYS:
        return CONSTANT_DAYS;
    case AM_TYPE_TEXT:
        return CONSTANT_TEXTS;
    default:
        return CONSTANT_LIST_COUNT;
    }
}

static void add(constants *out, constant_list list, am_constant_value value) {
    if (list < CONSTANT_LIST_COUNT && out->counts[list] < CONSTANTS_MAX) {
        out->items[list][out->counts[list]++] = value;
    }
}

static void collect(constants *out, const am_expr *expr) {
    if (expr == NULL) {
        return;
    }
    if (expr->kind == AM_EXPR_CONSTANT) {
        add(out, constant_list_of(expr->type), expr->value);
    }
    for (uint32_t i = 0; i < expr->operand_count; i++) {
        collect(out, expr->operands[i]);
    }
    if (expr->kind == AM_EXPR_OVER) {
        if (expr->over->months != NULL) {
            collect(out, expr->over->months->from);
            collect(out, expr->over->months->to);
        }
        collect(out, expr->over->element);
        collect(out, expr->over->where);
        collect(out, expr->over->key);
    }
}

static void collect_day(constants *out, am_date day, bool is_there) {
    if (is_there && day < AM_DATE_MAX) {
        add(out, CONSTANT_DATES, (am_constant_value){.integer = day});
    }
}

static void collect_cell(constants *out, const am_condition *condition, const am_cell_test *cell) {
    collect(out, cell->when);
    for (uint16_t i = 0; i < cell->item_count; i++) {
        collect(out, cell->items[i].interval.lowest);
        collect(out, cell->items[i].interval.highest);
    }
    if (condition->kind == AM_CONDITION_IN_FORCE && !cell->is_any) {
        add(out, CONSTANT_DATES, (am_constant_value){.integer = cell->from});
        if (cell->until <= AM_DATE_MAX) {
            add(out, CONSTANT_DATES, (am_constant_value){.integer = cell->until});
        }
    }
}

static void collect_schedule(constants *out, const am_schedule *schedule) {
    for (uint16_t c = 0; c < schedule->condition_count; c++) {
        collect(out, schedule->conditions[c].value);
    }
    for (uint16_t i = 0; i < schedule->row_count; i++) {
        for (uint16_t c = 0; c < schedule->condition_count && !schedule->rows[i].is_otherwise; c++) {
            collect_cell(out, &schedule->conditions[c], &schedule->rows[i].tests[c]);
        }
        for (uint16_t c = 0; c < schedule->result_count; c++) {
            collect(out, schedule->rows[i].results[c]);
        }
    }
}

static void collect_penalty(constants *out, const am_penalty *penalty) {
    collect(out, penalty->only_when);
    for (uint16_t i = 0; i < penalty->step_count; i++) {
        collect(out, penalty->steps[i].value);
        collect(out, penalty->steps[i].for_each);
        collect(out, penalty->steps[i].when);
    }
}

void constants_collect(constants *out, const am_model *model) {
    for (size_t i = 0; i < model->declaration_count; i++) {
        const am_declaration *declaration = model->declarations[i];

        collect(out, declaration->value);
        collect(out, declaration->clock);
        collect_day(out, declaration->in_force_from, declaration->has_in_force || declaration->head != NULL);
        collect_day(out, declaration->in_force_last, declaration->has_in_force);
        collect_day(out, declaration->repealed_from, declaration->is_repealed);
        if (declaration->schedule != NULL) {
            collect_schedule(out, declaration->schedule);
        }
        if (declaration->penalty != NULL) {
            collect_penalty(out, declaration->penalty);
        }
    }
    for (size_t i = 0; i < model->record_count; i++) {
        for (uint16_t f = 0; f < model->records[i]->field_count; f++) {
            collect(out, model->records[i]->fields[f].bounds.lowest);
            collect(out, model->records[i]->fields[f].bounds.highest);
        }
        for (uint16_t c = 0; c < model->records[i]->check_count; c++) {
            collect(out, model->records[i]->checks[c].condition);
        }
    }
}
