/*
 * How sums, products, roundings, dates and periods move.
 */
#include "vm/sway_rule.h"

typedef am_arith arithmetic(am_decimal a, am_decimal b, am_decimal *out);

static bool is_held(am_arith outcome) {
    return outcome == AM_ARITH_EXACT || outcome == AM_ARITH_ROUNDED;
}

static am_sway add(const am_sway *a, const am_sway *b, arithmetic *operation, bool is_over) {
    am_sway turned = am_sway_turned(b, is_over);
    am_sway out = {.up = a->up | turned.up, .down = a->down | turned.down};
    out.has_low = a->has_low && (is_over ? b->has_high : b->has_low) &&
                  is_held(operation(a->low, is_over ? b->high : b->low, &out.low));
    out.has_high = a->has_high && (is_over ? b->has_low : b->has_high) &&
                   is_held(operation(a->high, is_over ? b->low : b->high, &out.high));
    return out;
}

/* How a product moves with one factor, by the sign of the other. */
static void move_by(am_sway *out, const am_sway *factor, const am_sway *other, bool is_over) {
    am_sway moved = *factor;
    if (am_sway_is_from_zero(other)) {
        moved = am_sway_turned(factor, is_over);
    } else if (am_sway_is_up_to_zero(other)) {
        moved = am_sway_turned(factor, !is_over);
    } else {
        moved.up = moved.down = factor->up | factor->down;
    }
    out->up |= moved.up;
    out->down |= moved.down;
}

/* The bounds of an operation that rises or falls with each operand are at their ends. */
static void bound(am_sway *out, const am_sway *a, const am_sway *b, arithmetic *operation) {
    const am_decimal as[2] = {a->low, a->high};
    const am_decimal bs[2] = {b->low, b->high};
    bool has_all = a->has_low && a->has_high && b->has_low && b->has_high;
    for (unsigned i = 0; i < 4 && has_all; i++) {
        am_decimal value;
        has_all = is_held(operation(as[i & 1], bs[i >> 1], &value));
        out->low = i == 0 || am_decimal_compare(value, out->low) < 0 ? value : out->low;
        out->high = i == 0 || am_decimal_compare(value, out->high) > 0 ? value : out->high;
    }
    out->has_low = out->has_high = has_all;
}

static am_sway multiply(const am_sway *a, const am_sway *b) {
    am_sway out = {0};
    move_by(&out, a, b, false);
    move_by(&out, b, a, false);
    bound(&out, a, b, am_decimal_multiply);
    return out;
}

static bool is_apart_from_zero(const am_sway *a) {
    return (am_sway_is_from_zero(a) && !am_decimal_is_zero(a->low)) ||
           (am_sway_is_up_to_zero(a) && !am_decimal_is_zero(a->high));
}

/* A divisor on one side of 0: the quotient rises with a, and falls with b, where the other is not negative.
 */
static am_sway divide(const am_sway *a, const am_sway *b, arithmetic *operation, am_sway out) {
    if (!is_apart_from_zero(b)) {
        return out;
    }
    out.up = out.down = 0;
    move_by(&out, a, b, false);
    move_by(&out, b, a, true);
    bound(&out, a, b, operation);
    return out;
}

/* Of what is not negative, to an exponent that does not move. */
static am_sway power(const am_sway *a, const am_sway *b, am_sway out) {
    if ((b->up | b->down) != 0 || !am_sway_is_from_zero(a)) {
        return out;
    }
    out.up = a->up;
    out.down = a->down;
    out.has_low = true;
    out.low = am_decimal_of(0);
    return out;
}

static am_sway absolute(const am_sway *a, am_sway out) {
    if (am_sway_is_from_zero(a)) {
        return am_sway_turned(a, false);
    }
    if (am_sway_is_up_to_zero(a)) {
        out = am_sway_turned(a, true);
        out.has_low = a->has_high;
        out.has_high = a->has_low;
        out.low = am_decimal_absolute(a->high);
        out.high = am_decimal_absolute(a->low);
        return out;
    }
    out.has_low = true;
    out.low = am_decimal_of(0);
    return out;
}

static am_sway negate(const am_sway *a) {
    am_sway out = am_sway_turned(a, true);
    out.has_low = a->has_high;
    out.has_high = a->has_low;
    out.low = am_decimal_negate(a->high);
    out.high = am_decimal_negate(a->low);
    return out;
}

static am_sway round_to(const am_sway *a, const am_sway *unit, am_rounding mode, am_sway out) {
    if ((unit->up | unit->down) != 0) {
        return out;
    }
    out = (am_sway){.up = a->up, .down = a->down};
    if (am_sway_is_single(unit)) {
        out.has_low = a->has_low && is_held(am_decimal_round(a->low, mode, unit->low, &out.low));
        out.has_high = a->has_high && is_held(am_decimal_round(a->high, mode, unit->low, &out.high));
    } else if (am_sway_is_from_zero(a)) {
        out.has_low = true;
        out.low = am_decimal_of(0);
    }
    return out;
}

static am_sway extreme(const am_sway *a, const am_sway *b, bool is_greatest) {
    const am_sway *over = is_greatest ? a : b, *under = is_greatest ? b : a;
    am_sway out;
    if (over->has_low && under->has_high && am_decimal_compare(over->low, under->high) >= 0) {
        return am_sway_turned(a, false);
    }
    if (under->has_low && over->has_high && am_decimal_compare(under->low, over->high) >= 0) {
        return am_sway_turned(b, false);
    }
    out = am_sway_either(a, b);
    if (is_greatest && (a->has_low || b->has_low)) {
        out.has_low = true;
        out.low = !b->has_low || (a->has_low && am_decimal_compare(a->low, b->low) > 0) ? a->low : b->low;
    } else if (!is_greatest && (a->has_high || b->has_high)) {
        out.has_high = true;
        out.high =
            !b->has_high || (a->has_high && am_decimal_compare(a->high, b->high) < 0) ? a->high : b->high;
    }
    return out;
}

/* Which of them are known does not move. */
static am_sway known_only(const am_sway *a, const am_sway *b) {
    am_sway out = am_sway_either(a, b);
    if (!am_sway_is_from_zero(a) || !am_sway_is_from_zero(b)) {
        out.has_low = false;
    }
    out.has_high = false;
    return out;
}

/* It moves as b does, and against a; no bounds. */
static am_sway between(const am_sway *a, const am_sway *b) {
    return (am_sway){.up = a->down | b->up, .down = a->up | b->down};
}

static am_sway unbounded(am_sway sway) {
    sway.has_low = sway.has_high = false;
    sway.choice = 0;
    return sway;
}

am_sway am_sway_of_arithmetic(am_sways *sways, const am_instruction *instruction, am_sway out) {
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    const am_sway none = {.is_measured = true};
    const am_sway *a = am_operand_is_register((am_operand)row->operands[0])
                           ? am_sway_of(sways, instruction->operands[0])
                           : &none;
    const am_sway *b = am_operand_is_register((am_operand)row->operands[1])
                           ? am_sway_of(sways, instruction->operands[1])
                           : &none;
    switch ((am_opcode)instruction->opcode) {
    case AM_OP_ADD:
    case AM_OP_ADD_EXACT:
    case AM_OP_ADD_DAYS:
    case AM_OP_ADD_PERIODS:
        return add(a, b, am_decimal_add, false);
    case AM_OP_SUBTRACT:
    case AM_OP_SUBTRACT_EXACT:
    case AM_OP_SUBTRACT_DAYS:
    case AM_OP_SUBTRACT_PERIODS:
    case AM_OP_DATE_DIFFERENCE:
        return add(a, b, am_decimal_subtract, true);
    case AM_OP_ADD_MONTHS:
    case AM_OP_ADD_WORKING_DAYS:
        return unbounded(add(a, b, am_decimal_add, false));
    case AM_OP_SUBTRACT_MONTHS:
        return unbounded(add(a, b, am_decimal_subtract, true));
    case AM_OP_DAYS_BETWEEN:
    case AM_OP_MONTHS_BETWEEN:
    case AM_OP_MONTHS_BEGUN:
    case AM_OP_YEARS_BETWEEN:
    case AM_OP_WORKING_DAYS:
        return between(a, b);
    case AM_OP_MULTIPLY:
    case AM_OP_MULTIPLY_EXACT:
    case AM_OP_SCALE_PERIOD:
        return multiply(a, b);
    case AM_OP_DIVIDE:
        return divide(a, b, am_decimal_divide, out);
    case AM_OP_QUOTIENT:
        return divide(a, b, am_decimal_quotient, out);
    case AM_OP_POWER:
        return power(a, b, out);
    case AM_OP_NEGATE:
        return negate(a);
    case AM_OP_ABSOLUTE:
        return absolute(a, out);
    case AM_OP_ROUND:
        return round_to(a, b, (am_rounding)instruction->operands[2], out);
    case AM_OP_PERIOD_NUMBER:
    case AM_OP_NUMBER_PERIOD:
        return am_sway_turned(a, false);
    case AM_OP_END_OF_MONTH:
        return unbounded(am_sway_turned(a, false));
    case AM_OP_GREATEST:
        return extreme(a, b, true);
    case AM_OP_LEAST:
        return extreme(a, b, false);
    case AM_OP_GREATEST_KNOWN:
    case AM_OP_LEAST_KNOWN:
    case AM_OP_ADD_KNOWN:
    case AM_OP_ADD_KNOWN_EXACT:
        return known_only(a, b);
    default:
        out.is_wild = (sways->batch->program->registers[instruction->result].may & AM_MAY_UNKNOWN) != 0;
        return out;
    }
}
