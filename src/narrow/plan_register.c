/*
 * The lanes that registers have before any instruction is looked at: those of facts from what records may
 * state, those of constants from their values.
 */
#include "narrow/planner.h"

/* The places that a fact's grain has: money of a fine currency and numbers of many digits are better wide. */
enum { MONEY_PLACES_MAX = 6, NUMBER_PLACES = 4 };

am_lane_kind am_plan_kind_of(const am_register *reg) {
    switch ((am_value_type)reg->type) {
    case AM_VALUE_DECIMAL:
        return AM_LANE_DECIMAL;
    case AM_VALUE_YESNO:
        return AM_LANE_YESNO;
    case AM_VALUE_DATE:
    case AM_VALUE_MONTHS:
    case AM_VALUE_DAYS:
    case AM_VALUE_CODE:
    case AM_VALUE_TEXT:
    case AM_VALUE_ROW:
        break;
    }
    return AM_LANE_INTEGER;
}

/* A constant register's lane. */
static void set_constant(am_planner *planner, uint16_t column, const am_constant *constant) {
    am_lane *lane = am_plan_lane_of(planner, column);
    lane->is_known = lane->kind != AM_LANE_DECIMAL;
    lane->constant = constant->integer;
    lane->limit =
        constant->type == AM_VALUE_CODE && constant->integer >= 0 ? (uint32_t)constant->integer + 1 : 0;
    am_grain grain = {1, 0};
    bool is_zero = am_decimal_is_zero(constant->decimal);
    if (lane->kind == AM_LANE_DECIMAL && (is_zero || am_grain_of_decimal(constant->decimal, &grain))) {
        *lane = (am_lane){.kind = AM_LANE_COUNT,
                          .is_known = true,
                          .domain = lane->domain,
                          .column = column,
                          .grain = grain,
                          .constant = is_zero                         ? 0
                                      : constant->decimal.is_negative ? -1
                                                                      : 1,
                          .same_as = AM_NO_LANE};
    }
}

static am_lane lane_of_register(const am_program *program, uint16_t column) {
    const am_register *reg = &program->registers[column];
    return (am_lane){.kind = (uint8_t)am_plan_kind_of(reg),
                     .domain = reg->domain,
                     .column = column,
                     .same_as = AM_NO_LANE};
}

static void add_registers(am_planner *planner) {
    const am_program *program = planner->program;
    for (uint32_t i = 0; i < program->register_count; i++) {
        const am_register *reg = &program->registers[i];
        am_plan_lane(planner, lane_of_register(program, (uint16_t)i));
        if (reg->domain == AM_DOMAIN_CONSTANT && reg->constant != AM_NO_INDEX &&
            !planner->arena->is_exhausted) {
            set_constant(planner, (uint16_t)i, &program->constants[reg->constant]);
        }
    }
}

static void set_fitted(am_planner *planner) {
    const am_program *program = planner->program;
    for (uint32_t i = 0; planner->fitted != NULL && i < program->calibration_count; i++) {
        uint16_t column = program->calibrations[i].column;
        *am_plan_lane_of(planner, column) = lane_of_register(program, column);
        set_constant(planner, column, &planner->fitted[i]);
    }
}

static void set_fact(am_planner *planner, const am_fact *fact, uint16_t column) {
    if (column == AM_NO_INDEX) {
        return;
    }
    am_lane *lane = am_plan_lane_of(planner, column);
    uint8_t places = NUMBER_PLACES;
    lane->is_input = true;
    lane->limit = fact->kind == AM_KIND_CODE ? planner->program->scales[fact->scale].value_count : 0;
    if (lane->kind != AM_LANE_DECIMAL) {
        return;
    }
    if (fact->kind == AM_KIND_MONEY) {
        places = planner->program->units[fact->unit].digits;
    } else if (fact->kind == AM_KIND_WHOLE) {
        places = 0;
    }
    if (places <= MONEY_PLACES_MAX) {
        lane->kind = AM_LANE_COUNT;
        lane->grain = am_grain_of_places(places);
        lane->has_decimals = true; /* where a value with more digits is kept */
    }
}

static void set_inputs(am_planner *planner) {
    const am_program *program = planner->program;
    for (uint32_t i = 0; i < program->fact_count; i++) {
        set_fact(planner, &program->facts[i], program->facts[i].column);
        set_fact(planner, &program->facts[i], program->facts[i].column_high);
    }
    for (uint32_t i = 0; i < program->domain_count; i++) {
        if (program->domains[i].kind == AM_DOMAIN_LIST) {
            am_plan_lane_of(planner, program->domains[i].present)->is_input = true;
        }
    }
}

void am_plan_registers(am_planner *planner) {
    add_registers(planner);
    if (!planner->arena->is_exhausted) {
        set_fitted(planner);
        set_inputs(planner);
    }
}
