/*
 * Registers that are a multiple of another: what is added to an amount as a share of it.
 *
 *     start + (0.6 - 1) x start
 *
 * rises with `start`, though the second summand falls. A register is kept as a factor times its root, where
 * the factor does not move with any choice; sums of the same root add their factors, and the sign of the sum
 * tells how they move. Choices lie on a grid, so that values of a root which differ do so by far more than
 * what rounding to 34 digits leaves out.
 */
#include "vm/sway_rule.h"

typedef struct multiple {
    uint16_t root;
    am_decimal low; /* of the factor */
    am_decimal high;
} multiple;

static multiple multiple_of(am_sways *sways, uint16_t number) {
    const am_sway *sway = &sways->items[number];
    am_decimal one = am_decimal_of(1);
    return sway->has_root ? (multiple){sway->root, sway->factor_low, sway->factor_high}
                          : (multiple){number, one, one};
}

static bool is_held(am_arith outcome) {
    return outcome == AM_ARITH_EXACT || outcome == AM_ARITH_ROUNDED;
}

static bool is_moving(const am_sways *sways, uint16_t number) {
    return (sways->items[number].up | sways->items[number].down) != 0;
}

/* The least and the greatest product of two intervals. */
static bool multiply(am_decimal a_low, am_decimal a_high, am_decimal b_low, am_decimal b_high,
                     am_decimal *low, am_decimal *high) {
    const am_decimal as[2] = {a_low, a_high}, bs[2] = {b_low, b_high};
    for (unsigned i = 0; i < 4; i++) {
        am_decimal product;
        if (!is_held(am_decimal_multiply(as[i & 1], bs[i >> 1], &product))) {
            return false;
        }
        *low = i == 0 || am_decimal_compare(product, *low) < 0 ? product : *low;
        *high = i == 0 || am_decimal_compare(product, *high) > 0 ? product : *high;
    }
    return true;
}

/* A moving factor, times one that does not move. */
static bool product(am_sways *sways, const uint16_t *operands, multiple *out) {
    bool is_first = is_moving(sways, operands[0]);
    const am_sway *fixed = am_sway_of(sways, operands[is_first ? 1 : 0]);
    if (is_moving(sways, operands[is_first ? 1 : 0]) || !fixed->has_low || !fixed->has_high) {
        return false;
    }
    *out = multiple_of(sways, operands[is_first ? 0 : 1]);
    return multiply(out->low, out->high, fixed->low, fixed->high, &out->low, &out->high);
}

static bool sum(am_sways *sways, const uint16_t *operands, bool is_over, multiple *out) {
    multiple b = multiple_of(sways, operands[1]);
    *out = multiple_of(sways, operands[0]);
    if (!is_moving(sways, operands[0]) || !is_moving(sways, operands[1]) || out->root != b.root) {
        return false;
    }
    return is_over ? is_held(am_decimal_subtract(out->low, b.high, &out->low)) &&
                         is_held(am_decimal_subtract(out->high, b.low, &out->high))
                   : is_held(am_decimal_add(out->low, b.low, &out->low)) &&
                         is_held(am_decimal_add(out->high, b.high, &out->high));
}

/* One of two multiples of one root, by a condition that does not move. */
static bool choice(am_sways *sways, const uint16_t *operands, multiple *out) {
    multiple b = multiple_of(sways, operands[2]);
    *out = multiple_of(sways, operands[1]);
    if (is_moving(sways, operands[0]) || !is_moving(sways, operands[1]) || !is_moving(sways, operands[2]) ||
        out->root != b.root) {
        return false;
    }
    out->low = am_decimal_compare(b.low, out->low) < 0 ? b.low : out->low;
    out->high = am_decimal_compare(b.high, out->high) > 0 ? b.high : out->high;
    return true;
}

static bool copy(am_sways *sways, uint16_t operand, multiple *out) {
    *out = multiple_of(sways, operand);
    return is_moving(sways, operand);
}

static bool find(am_sways *sways, const am_instruction *instruction, multiple *out) {
    const uint16_t *operands = instruction->operands;
    switch ((am_opcode)instruction->opcode) {
    case AM_OP_MULTIPLY:
    case AM_OP_MULTIPLY_EXACT:
        return product(sways, operands, out);
    case AM_OP_ADD:
    case AM_OP_ADD_EXACT:
        return sum(sways, operands, false, out);
    case AM_OP_SUBTRACT:
    case AM_OP_SUBTRACT_EXACT:
        return sum(sways, operands, true, out);
    case AM_OP_SELECT:
    case AM_OP_STEP:
    case AM_OP_INSTEAD:
        return choice(sways, operands, out);
    case AM_OP_GUARD:
        return copy(sways, operands[1], out);
    case AM_OP_UNWRAP:
    case AM_OP_IN_FORCE:
    case AM_OP_REPEALED:
        return copy(sways, operands[0], out);
    default:
        return false;
    }
}

/* What follows from the root's own bounds, where that is narrower. */
static void narrow(am_sway *out, const am_sway *root, const multiple *found) {
    am_decimal low, high;
    if (!root->has_low || !root->has_high ||
        !multiply(root->low, root->high, found->low, found->high, &low, &high)) {
        return;
    }
    out->low = !out->has_low || am_decimal_compare(low, out->low) > 0 ? low : out->low;
    out->high = !out->has_high || am_decimal_compare(high, out->high) < 0 ? high : out->high;
    out->has_low = out->has_high = true;
}

void am_sway_take_root(am_sways *sways, const am_instruction *instruction, am_sway *out) {
    multiple found;
    if (sways->batch->program->registers[instruction->result].type != AM_VALUE_DECIMAL || out->is_wild ||
        !find(sways, instruction, &found)) {
        return;
    }
    const am_sway *root = &sways->items[found.root];
    bool is_from_zero = !found.low.is_negative || am_decimal_is_zero(found.low);
    bool is_up_to_zero = found.high.is_negative || am_decimal_is_zero(found.high);
    out->has_root = true;
    out->root = found.root;
    out->factor_low = found.low;
    out->factor_high = found.high;
    if (is_from_zero || is_up_to_zero) {
        am_sway turned = am_sway_turned(root, !is_from_zero);
        out->up &= turned.up;
        out->down &= turned.down;
    }
    narrow(out, root, &found);
}
