/*
 * Discretions: each belongs to a fact that can be chosen within its bounds, and to a clause. Values that may
 * be fitted: each is held by a constant register, within its ends.
 *
 * Whoever looks for what a choice could lead to tries the bounds, so they are there, and in order.
 */
#include "code/verify.h"

static bool has_bounds(const am_fact *fact) {
    bool has_both = fact->bounds.lowest != AM_NO_INDEX && fact->bounds.highest != AM_NO_INDEX;
    bool has_none = fact->bounds.lowest == AM_NO_INDEX && fact->bounds.highest == AM_NO_INDEX;
    bool is_named = fact->kind == AM_KIND_CODE || fact->kind == AM_KIND_YESNO;
    return has_both || (has_none && is_named);
}

static bool is_choice(const am_fact *fact) {
    return fact->is_optional && !fact->is_range && fact->kind != AM_KIND_TEXT && has_bounds(fact);
}

/* An end that is open is where choices that have none end. Periods begin at 0. */
static bool is_open_end(const am_program *program, const am_fact *fact, bool is_highest) {
    uint16_t bound = is_highest ? fact->bounds.highest : fact->bounds.lowest;
    bool is_out = is_highest ? fact->bounds.is_highest_out : fact->bounds.is_lowest_out;
    am_constant end;
    return !is_out && bound != AM_NO_INDEX && am_program_open_end(program, fact, is_highest, &end) &&
           am_constant_order(&program->constants[bound], &end) == 0;
}

static bool has_ends(const am_program *program, const am_discretion *discretion) {
    const am_fact *fact = &program->facts[discretion->fact];
    bool may_fall = am_kind_type((am_kind)fact->kind) == AM_VALUE_DECIMAL;
    return (!discretion->is_lowest_open || (may_fall && is_open_end(program, fact, false))) &&
           (!discretion->is_highest_open || is_open_end(program, fact, true));
}

/* Codes are those of the fact's scale. */
static bool is_fallback(const am_program *program, const am_discretion *discretion) {
    const am_fact *fact = &program->facts[discretion->fact];
    const am_constant *constant;
    if (discretion->fallback >= program->constant_count) {
        return false;
    }
    constant = &program->constants[discretion->fallback];
    return constant->type == am_kind_type((am_kind)fact->kind) &&
           (fact->kind != AM_KIND_CODE ||
            (constant->integer >= 0 && constant->integer < program->scales[fact->scale].value_count));
}

static bool verify_discretion(am_verifier *verifier, const am_discretion *discretion) {
    const am_program *program = verifier->program;
    return am_verify_that(verifier,
                          discretion->fact < program->fact_count &&
                              is_choice(&program->facts[discretion->fact]),
                          AM_DIAG_LOAD_DISCRETION_FACT) &&
           am_verify_that(verifier, has_ends(program, discretion), AM_DIAG_LOAD_DISCRETION_END) &&
           am_verify_that(verifier, is_fallback(program, discretion), AM_DIAG_LOAD_DISCRETION_DEFAULT) &&
           am_verify_that(verifier,
                          discretion->clause < program->clause_count &&
                              program->clauses[discretion->clause].kind == AM_CLAUSE_DISCRETION &&
                              program->clauses[discretion->clause].place ==
                                  program->facts[discretion->fact].place,
                          AM_DIAG_LOAD_DISCRETION_CLAUSE);
}

bool am_verify_discretions(am_verifier *verifier) {
    const am_program *program = verifier->program;
    bool *has_one = AM_NEW_ARRAY(verifier->scratch, bool, (size_t)program->fact_count + 1);
    if (has_one == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < program->discretion_count; i++) {
        const am_discretion *discretion = &program->discretions[i];
        am_verify_at(verifier, "discretion", i);
        if (!verify_discretion(verifier, discretion) ||
            !am_verify_that(verifier, !has_one[discretion->fact], AM_DIAG_LOAD_DISCRETION_TWICE)) {
            return false;
        }
        has_one[discretion->fact] = true;
    }
    return true;
}

static bool is_number_or_period(am_value_type type) {
    return type == AM_VALUE_DECIMAL || type == AM_VALUE_MONTHS || type == AM_VALUE_DAYS;
}

static bool has_own_constant(const am_program *program, uint16_t column) {
    return column < program->register_count && program->registers[column].domain == AM_DOMAIN_CONSTANT &&
           program->registers[column].constant < program->constant_count &&
           is_number_or_period((am_value_type)program->registers[column].type);
}

static bool is_between(const am_program *program, const am_calibration *calibration) {
    const am_register *held = &program->registers[calibration->column];
    const am_constant *value = &program->constants[held->constant];
    if (calibration->lowest >= program->constant_count || calibration->highest >= program->constant_count ||
        program->constants[calibration->lowest].type != held->type ||
        program->constants[calibration->highest].type != held->type) {
        return false;
    }
    return am_constant_order(&program->constants[calibration->lowest], value) <= 0 &&
           am_constant_order(value, &program->constants[calibration->highest]) <= 0;
}

static bool is_parameter(const am_program *program, const am_calibration *calibration) {
    const am_clause *clause;
    if (calibration->clause >= program->clause_count) {
        return false;
    }
    clause = &program->clauses[calibration->clause];
    return (clause->kind == AM_CLAUSE_PARAMETER || clause->kind == AM_CLAUSE_SERIES) &&
           am_kind_type((am_kind)clause->value_kind) == program->registers[calibration->column].type &&
           (clause->value_kind != AM_KIND_MONEY || clause->unit < program->unit_count) &&
           (calibration->from == AM_CALIBRATION_ALWAYS ||
            (calibration->from >= AM_DATE_MIN && calibration->from <= AM_DATE_MAX));
}

bool am_verify_calibrations(am_verifier *verifier) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < program->calibration_count; i++) {
        const am_calibration *calibration = &program->calibrations[i];
        am_verify_at(verifier, "calibration", i);
        if (!am_verify_that(verifier, has_own_constant(program, calibration->column),
                            AM_DIAG_LOAD_CALIBRATION_COLUMN) ||
            !am_verify_that(verifier, is_between(program, calibration), AM_DIAG_LOAD_CALIBRATION_ENDS) ||
            !am_verify_that(verifier, is_parameter(program, calibration), AM_DIAG_LOAD_CALIBRATION_CLAUSE)) {
            return false;
        }
    }
    return true;
}
