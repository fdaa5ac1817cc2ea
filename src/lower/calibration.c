/*
 * Values that fitting may change: each has a constant and a register of its own, that nothing else reads as
 * its own.
 */
#include "lower/lowerer.h"

/* A constant register that is shared with nobody. */
static uint16_t own_register(am_lowerer *lowerer, const am_expr *value) {
    am_constant constant;
    if (!am_lower_constant_of(value, &constant)) {
        return AM_NO_INDEX;
    }
    uint16_t number = am_lower_constant(lowerer, &constant);
    return am_lower_new_register(lowerer, (am_register){constant.type, 0, AM_DOMAIN_CONSTANT, number});
}

static uint16_t end_of(am_lowerer *lowerer, const am_expr *end) {
    am_constant constant;
    return am_lower_constant_of(end, &constant) ? am_lower_constant(lowerer, &constant) : AM_NO_INDEX;
}

static am_memo_entry *clause_entry(am_lowerer *lowerer, const am_declaration *parameter, uint16_t clause) {
    am_memo_entry *entry = am_memo_put(&lowerer->functions, lowerer->arena, am_memo_key(parameter), 0);
    if (entry != NULL) {
        entry->value.low = clause;
    }
    return entry;
}

void am_lower_parameter_clause(am_lowerer *lowerer, const am_declaration *parameter, uint16_t clause) {
    if (!lowerer->is_failed && am_memo_find(&lowerer->functions, am_memo_key(parameter), 0) == NULL &&
        clause_entry(lowerer, parameter, clause) == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
    }
}

/* The parameter's clause; one that says nothing but its name where the parameter is read on other dates than
 * the clock's only. */
static uint16_t clause_of(am_lowerer *lowerer, const am_declaration *version) {
    const am_declaration *parameter = version->head != NULL ? version->head : version;
    const am_memo_entry *known = am_memo_find(&lowerer->functions, am_memo_key(parameter), 0);
    if (known != NULL) {
        return known->value.low;
    }
    uint16_t clause = am_lower_declaration_clause(lowerer, parameter, 0);
    am_lower_parameter_clause(lowerer, parameter, clause);
    return clause;
}

static void add(am_lowerer *lowerer, const am_expr *expr, uint16_t column) {
    am_program *program = &lowerer->program;
    uint16_t clause = clause_of(lowerer, expr->declaration);
    if (lowerer->is_failed || !am_lower_has_room(lowerer, program->calibration_count, "calibrated values")) {
        return;
    }
    am_calibration *items = AM_GROW(lowerer->arena, am_calibration, program->calibrations,
                                    program->calibration_count, &lowerer->room.calibrations);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    program->calibrations = items;
    items[program->calibration_count++] = (am_calibration){
        .clause = clause,
        .column = column,
        .lowest = end_of(lowerer, expr->operands[1]),
        .highest = end_of(lowerer, expr->operands[2]),
        .from = expr->number != 0 ? (int32_t)expr->value.integer : AM_CALIBRATION_ALWAYS,
    };
}

uint16_t am_lower_calibrated(am_lowerer *lowerer, const am_expr *expr) {
    const am_memo_entry *known = am_memo_find(&lowerer->holders, am_memo_key(expr), 1);
    if (known != NULL || lowerer->is_failed) {
        return known != NULL ? known->value.low : AM_NO_INDEX;
    }
    uint16_t column = own_register(lowerer, expr->operands[0]);
    am_memo_entry *entry = am_memo_put(&lowerer->holders, lowerer->arena, am_memo_key(expr), 1);
    if (entry == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    entry->value.low = column;
    add(lowerer, expr, column);
    return column;
}

bool am_lower_is_calibrated(const am_lowerer *lowerer, uint16_t column) {
    for (uint32_t i = 0; i < lowerer->program.calibration_count; i++) {
        if (lowerer->program.calibrations[i].column == column) {
            return true;
        }
    }
    return false;
}
