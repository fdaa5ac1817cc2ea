/*
 * Discretions and values that may be fitted: what they are, and what is set and found of them.
 */
#include <amerce/calibrate.h>
#include <amerce/discretion.h>

#include "api/assessor.h"
#include "record/scalar.h"
#include "vm/work.h"

static amerce_decimal public_decimal(am_decimal value) {
    return (amerce_decimal){(uint64_t)(value.digits >> 64), (uint64_t)value.digits, value.exponent,
                            value.is_negative};
}

static amerce_value public_value(bool is_decimal, am_decimal decimal, int32_t integer) {
    amerce_value out = {.state = AMERCE_VALUE};
    if (is_decimal) {
        out.decimal = public_decimal(decimal);
    } else {
        out.integer = integer;
    }
    return out;
}

static amerce_value value_of_constant(const am_program *program, uint16_t number) {
    const am_constant *constant = &program->constants[number];
    return public_value(constant->type == AM_VALUE_DECIMAL, constant->decimal, constant->integer);
}

static amerce_value value_of_extreme(uint8_t kind, const am_extreme *value) {
    return public_value(am_kind_type((am_kind)kind) == AM_VALUE_DECIMAL, value->decimal, value->integer);
}

/* Discretions */

size_t amerce_rulebook_discretion_count(const amerce_rulebook *rulebook) {
    return rulebook->program->discretion_count;
}

bool amerce_rulebook_discretion(const amerce_rulebook *rulebook, size_t index, amerce_discretion *out) {
    const am_program *program = rulebook->program;
    *out = (amerce_discretion){0};
    if (index >= program->discretion_count) {
        return false;
    }
    const am_discretion *discretion = &program->discretions[index];
    const am_fact *fact = &program->facts[discretion->fact];
    am_extreme lowest, highest;
    am_leeway_ends(program, fact, &lowest, &highest);
    out->fact = discretion->fact;
    out->clause = discretion->clause;
    out->authority = am_api_text(discretion->authority);
    out->citation = am_api_text(program->clauses[discretion->clause].citation);
    out->fallback = value_of_constant(program, discretion->fallback);
    out->lowest = value_of_extreme(fact->kind, &lowest);
    out->highest = value_of_extreme(fact->kind, &highest);
    out->is_lowest_open = discretion->is_lowest_open;
    out->is_highest_open = discretion->is_highest_open;
    return true;
}

amerce_status amerce_assessor_reach(amerce_assessor *assessor, uint32_t output, uint32_t row,
                                    amerce_reach *out) {
    const am_program *program = assessor->rulebook->program;
    *out = (amerce_reach){0};
    if (output >= program->output_count) {
        return AMERCE_MISUSE;
    }
    const am_output *asked = &program->outputs[output];
    uint16_t domain = program->places[asked->place].domain;
    if (row >= assessor->batch->rows[domain].count) {
        return AMERCE_MISUSE;
    }
    uint32_t record = am_batch_row_above(assessor->batch, domain, row, 0);
    if (assessor->leeway == NULL || am_vm_is_failed(assessor->batch, record)) {
        return AMERCE_OK;
    }
    if (!am_leeway_find(assessor->leeway, assessor->batch, record)) {
        return AMERCE_OUT_OF_MEMORY;
    }
    const am_reach *reach = am_leeway_reach_of(assessor->leeway, (uint16_t)output, row);
    if (reach == NULL) {
        return AMERCE_OK;
    }
    *out = (amerce_reach){
        .is_open = true,
        .has_values = reach->has_values && am_leeway_is_ordered(program, asked),
        .is_searched = reach->is_searched,
        .may_be_unknown = reach->may_be_unknown,
        .may_need = reach->may_need,
        .may_fault = reach->may_fault,
    };
    if (out->has_values) {
        out->is_lowest_endless = reach->is_lowest_endless;
        out->is_highest_endless = reach->is_highest_endless;
        out->lowest = value_of_extreme(asked->kind, &reach->lowest);
        out->highest = value_of_extreme(asked->kind, &reach->highest);
    }
    return AMERCE_OK;
}

/* Calibrations */

size_t amerce_rulebook_calibration_count(const amerce_rulebook *rulebook) {
    return rulebook->program->calibration_count;
}

bool amerce_rulebook_calibration(const amerce_rulebook *rulebook, size_t index, amerce_calibration *out) {
    const am_program *program = rulebook->program;
    *out = (amerce_calibration){0};
    if (index >= program->calibration_count) {
        return false;
    }
    const am_calibration *calibration = &program->calibrations[index];
    const am_clause *clause = &program->clauses[calibration->clause];
    out->name = am_api_text(clause->name);
    out->label = am_api_text(clause->label);
    out->citation = am_api_text(clause->citation);
    out->clause = calibration->clause;
    out->type = am_api_type(program, clause->value_kind, false, clause->unit, clause->scale);
    out->is_dated = calibration->from != AM_CALIBRATION_ALWAYS;
    out->in_force_from = out->is_dated ? calibration->from : 0;
    out->value = value_of_constant(program, program->registers[calibration->column].constant);
    out->lowest = value_of_constant(program, calibration->lowest);
    out->highest = value_of_constant(program, calibration->highest);
    return true;
}

static bool is_held_by(const am_program *program, const am_calibration *calibration, const am_scalar *value) {
    const am_clause *clause = &program->clauses[calibration->clause];
    am_bounds bounds = {calibration->lowest, calibration->highest, false, false};
    am_value_type type = (am_value_type)program->registers[calibration->column].type;
    if (clause->value_kind == AM_KIND_WHOLE && !am_decimal_is_whole(value->decimal)) {
        return false;
    }
    if (clause->value_kind == AM_KIND_MONEY &&
        am_decimal_places(value->decimal) > program->units[clause->unit].digits) {
        return false;
    }
    return am_scalar_is_within(program, &bounds, type, value);
}

amerce_status amerce_assessor_calibrate(amerce_assessor *assessor, size_t index, const amerce_value *value) {
    const am_program *program = assessor->rulebook->program;
    am_scalar scalar = {.integer = value->integer};
    if (index >= program->calibration_count || assessor->is_decision_wanted || value->state != AMERCE_VALUE ||
        !am_api_decimal(value->decimal, &scalar.decimal)) {
        return AMERCE_MISUSE;
    }
    const am_calibration *calibration = &program->calibrations[index];
    if (!is_held_by(program, calibration, &scalar)) {
        return AMERCE_MISUSE;
    }
    am_batch_calibrate(assessor->batch, (uint32_t)index, scalar.decimal, scalar.integer);
    if (assessor->leeway != NULL) {
        am_leeway_calibrate(assessor->leeway, (uint32_t)index, (am_extreme){scalar.decimal, scalar.integer});
    }
    return AMERCE_OK;
}

amerce_status amerce_assessor_calibrated(const amerce_assessor *assessor, size_t index, amerce_value *out) {
    const am_program *program = assessor->rulebook->program;
    *out = (amerce_value){0};
    if (index >= program->calibration_count) {
        return AMERCE_MISUSE;
    }
    uint16_t column = program->calibrations[index].column;
    bool is_decimal = program->registers[column].type == AM_VALUE_DECIMAL;
    *out = is_decimal ? public_value(true, am_batch_decimal(assessor->batch, column, 0), 0)
                      : public_value(false, am_decimal_of(0), am_batch_integer(assessor->batch, column, 0));
    return AMERCE_OK;
}
