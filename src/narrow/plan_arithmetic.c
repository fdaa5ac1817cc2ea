/*
 * Arithmetic over counts: sums at a common grain, products at a product's, divisions by constants as other
 * grains, rounding as division of counts.
 */
#include "narrow/planner.h"

static uint32_t operand(const am_planner *planner, unsigned i) {
    return am_plan_instruction(planner)->operands[i];
}

static bool has_counts(const am_planner *planner) {
    return am_plan_is_narrow(planner, (uint16_t)operand(planner, 0)) &&
           am_plan_is_narrow(planner, (uint16_t)operand(planner, 1));
}

bool am_plan_sum(am_planner *planner, am_step_kind kind) {
    am_grain grain;
    if (!has_counts(planner) || !am_plan_common(planner, operand(planner, 0), operand(planner, 1), &grain)) {
        return false;
    }
    uint32_t a = am_plan_align(planner, operand(planner, 0), grain);
    uint32_t b = am_plan_align(planner, operand(planner, 1), grain);
    if (a == AM_NO_LANE || b == AM_NO_LANE) {
        return false;
    }
    am_plan_set_grain(planner, grain);
    am_step *step = am_plan_result(planner, kind);
    step->in[0] = a;
    step->in[1] = b;
    return true;
}

/* A lane by a known constant: the same counts at another grain. */
static bool plan_by_constant(am_planner *planner, uint32_t lane, const am_lane *constant) {
    am_grain grain;
    if (constant->constant == 0 ||
        !am_grain_product(am_plan_lane_of(planner, lane)->grain, constant->grain, &grain)) {
        return false;
    }
    if (constant->constant == 1) {
        am_plan_set_same(planner, lane, grain);
        return true;
    }
    am_plan_set_grain(planner, grain);
    am_step *step = am_plan_result(planner, AM_STEP_SCALE);
    step->in[0] = lane;
    step->factor = constant->constant;
    return true;
}

bool am_plan_product(am_planner *planner) {
    uint32_t a = operand(planner, 0);
    uint32_t b = operand(planner, 1);
    am_grain grain;
    if (!has_counts(planner)) {
        return false;
    }
    if (am_plan_lane_of(planner, b)->is_known && !am_plan_is_zero(planner, b)) {
        return plan_by_constant(planner, a, am_plan_lane_of(planner, b));
    }
    if (am_plan_lane_of(planner, a)->is_known && !am_plan_is_zero(planner, a)) {
        return plan_by_constant(planner, b, am_plan_lane_of(planner, a));
    }
    if (!am_grain_product(am_plan_lane_of(planner, a)->grain, am_plan_lane_of(planner, b)->grain, &grain)) {
        return false;
    }
    am_plan_set_grain(planner, grain);
    am_step *step = am_plan_result(planner, AM_STEP_MULTIPLY);
    step->in[0] = a;
    step->in[1] = b;
    return true;
}

/* 1 / grain x count, when that is a decimal of few digits. */
static bool invert(const am_lane *divisor, am_lane *out) {
    am_decimal quotient;
    am_grain grain;
    if (!divisor->is_known || divisor->constant == 0) {
        return false;
    }
    am_decimal value = am_grain_amount(divisor->grain, divisor->constant);
    if (am_decimal_divide(am_decimal_of(1), value, &quotient) != AM_ARITH_EXACT ||
        !am_grain_of_decimal(quotient, &grain)) {
        return false;
    }
    *out = (am_lane){.is_known = true, .grain = grain, .constant = quotient.is_negative ? -1 : 1};
    return divisor->constant == 1 || divisor->constant == -1;
}

bool am_plan_division(am_planner *planner) {
    am_lane inverse;
    return has_counts(planner) && invert(am_plan_lane_of(planner, operand(planner, 1)), &inverse) &&
           plan_by_constant(planner, operand(planner, 0), &inverse);
}

/* a's count x over, as a lane of its own. */
static uint32_t scale(am_planner *planner, uint32_t lane, uint64_t over) {
    const am_lane *from = am_plan_lane_of(planner, lane);
    if (over == 1) {
        return lane;
    }
    uint32_t scaled = am_plan_lane(planner, (am_lane){.kind = AM_LANE_COUNT,
                                                      .domain = from->domain,
                                                      .column = from->column,
                                                      .grain = from->grain,
                                                      .same_as = AM_NO_LANE});
    am_step *step = am_plan_step(planner, AM_STEP_SCALE, scaled);
    step->in[0] = lane;
    step->factor = (int64_t)over;
    return scaled;
}

bool am_plan_round(am_planner *planner) {
    uint32_t a = operand(planner, 0);
    const am_lane *unit = am_plan_lane_of(planner, operand(planner, 1));
    uint64_t over;
    uint64_t under;
    if (!has_counts(planner) || !unit->is_known || unit->constant != 1 ||
        !am_grain_fraction(am_plan_lane_of(planner, a)->grain, unit->grain, &over, &under)) {
        return false;
    }
    am_grain grain = unit->grain;
    if (under == 1) {
        /* Nothing to round: a's own grain stays, which the unit measures. */
        am_plan_set_same(planner, a, am_plan_lane_of(planner, a)->grain);
        return true;
    }
    uint32_t scaled = scale(planner, a, over);
    am_plan_set_grain(planner, grain);
    am_step *step = am_plan_result(planner, AM_STEP_ROUND);
    step->in[0] = scaled;
    step->mode = (uint8_t)operand(planner, 2);
    step->factor = (int64_t)under;
    return true;
}

static am_decimal known_value(const am_lane *lane) {
    return am_grain_amount(lane->grain, lane->constant);
}

static am_arith compute(const am_instruction *instruction, am_decimal a, am_decimal b, am_decimal *out) {
    switch ((am_opcode)instruction->opcode) {
    case AM_OP_ADD:
    case AM_OP_ADD_EXACT:
        return am_decimal_add(a, b, out);
    case AM_OP_SUBTRACT:
    case AM_OP_SUBTRACT_EXACT:
        return am_decimal_subtract(a, b, out);
    case AM_OP_MULTIPLY:
    case AM_OP_MULTIPLY_EXACT:
        return am_decimal_multiply(a, b, out);
    case AM_OP_DIVIDE:
        return am_decimal_divide(a, b, out);
    default:
        return AM_ARITH_DOMAIN;
    }
}

/* What an instruction over constants comes to; false where that is not known. */
static bool constant_value(const am_planner *planner, am_decimal *out) {
    const am_instruction *instruction = am_plan_instruction(planner);
    const am_lane *a = am_plan_lane_of(planner, operand(planner, 0));
    if (instruction->opcode == AM_OP_PERIOD_NUMBER) {
        *out = am_decimal_of(a->constant);
        return a->is_known;
    }
    const am_lane *b = am_plan_lane_of(planner, operand(planner, 1));
    return has_counts(planner) && a->is_known && b->is_known &&
           compute(instruction, known_value(a), known_value(b), out) == AM_ARITH_EXACT;
}

bool am_plan_constant(am_planner *planner) {
    const am_instruction *instruction = am_plan_instruction(planner);
    am_decimal value;
    am_grain grain = {1, 0};
    if (!constant_value(planner, &value)) {
        return false;
    }
    bool is_zero = am_decimal_is_zero(value);
    if (!is_zero && !am_grain_of_decimal(value, &grain)) {
        return false;
    }
    am_lane *lane = am_plan_lane_of(planner, instruction->result);
    lane->kind = AM_LANE_COUNT;
    lane->is_known = true;
    lane->grain = grain;
    lane->constant = is_zero ? 0 : value.is_negative ? -1 : 1;
    /* Its decimals are computed too, for instructions that know only these. */
    am_plan_result(planner, AM_STEP_INSTRUCTION);
    return true;
}
