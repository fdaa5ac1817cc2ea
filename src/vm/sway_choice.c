/*
 * How conditions move, and what they choose.
 *
 * Yes is more than no. A condition that is the same for all choices, though not in every row, chooses between
 * two values without moving them; one that is plainly yes or no leaves one of them.
 */
#include "vm/sway_rule.h"

static am_sway told(bool is_yes) {
    am_decimal value = am_decimal_of(is_yes);
    return (am_sway){.has_low = true, .has_high = true, .low = value, .high = value};
}

static am_sway without_bounds(uint64_t up, uint64_t down) {
    return (am_sway){.up = up, .down = down};
}

/* a < b, or a <= b: falls with a, rises with b. */
static am_sway less(am_sways *sways, const am_sway *a, const am_sway *b, bool is_equal_less) {
    int limit = is_equal_less ? 1 : 0;
    if (a->has_high && b->has_low && am_decimal_compare(a->high, b->low) < limit) {
        return told(true);
    }
    if (a->has_low && b->has_high && am_decimal_compare(a->low, b->high) >= limit) {
        return told(false);
    }
    if (am_sway_is_single(b)) {
        am_sways_turn(sways, a, b->low, is_equal_less);
    }
    if (am_sway_is_single(a)) {
        am_sways_turn(sways, b, a->low, !is_equal_less);
    }
    return without_bounds(a->down | b->up, a->up | b->down);
}

static am_sway equal(am_sways *sways, const am_sway *a, const am_sway *b, am_sway out) {
    bool is_below = a->has_high && b->has_low && am_decimal_compare(a->high, b->low) < 0;
    bool is_above = a->has_low && b->has_high && am_decimal_compare(a->low, b->high) > 0;
    if (is_below || is_above) {
        return told(false);
    }
    if (am_sway_is_single(b)) {
        am_sways_turn(sways, a, b->low, true);
        am_sways_turn(sways, a, b->low, false);
    }
    if (am_sway_is_single(a)) {
        am_sways_turn(sways, b, a->low, true);
        am_sways_turn(sways, b, a->low, false);
    }
    return out;
}

/* The prevailing value, no in an and and yes in an or, prevails over every state. */
static am_sway and_or(const am_sway *a, const am_sway *b, bool is_or) {
    bool is_told = is_or ? am_sway_is_yes(a) || am_sway_is_yes(b) : am_sway_is_no(a) || am_sway_is_no(b);
    return is_told ? told(is_or) : without_bounds(a->up | b->up, a->down | b->down);
}

static am_sway at_least(am_sways *sways, const am_instruction *instruction) {
    const am_program *program = sways->batch->program;
    const am_list *list = &program->lists[instruction->operands[0]];
    am_sway out = {0};
    for (uint32_t i = 0; i < list->count; i++) {
        const am_sway *item = am_sway_of(sways, program->list_items[list->start + i]);
        out.up |= item->up;
        out.down |= item->down;
    }
    return out;
}

static am_sway choose(const am_sway *condition, const am_sway *then, const am_sway *otherwise) {
    am_sway out = am_sway_either(then, otherwise);
    uint64_t bits = condition->up | condition->down;
    if (am_sway_is_yes(condition)) {
        return am_sway_turned(then, false);
    }
    if (am_sway_is_no(condition)) {
        return am_sway_turned(otherwise, false);
    }
    if (then->has_low && otherwise->has_high && am_decimal_compare(then->low, otherwise->high) >= 0) {
        out.up |= condition->up;
        out.down |= condition->down;
    } else if (then->has_high && otherwise->has_low && am_decimal_compare(then->high, otherwise->low) <= 0) {
        out.up |= condition->down;
        out.down |= condition->up;
    } else {
        out.up |= bits;
        out.down |= bits;
    }
    return out;
}

/* Unknown where the condition is no: wild, when that moves. */
static am_sway keep(const am_sway *condition, const am_sway *value, am_sway out) {
    if (am_sway_is_yes(condition) || (condition->up | condition->down) == 0) {
        return am_sway_turned(value, false);
    }
    if (am_sway_is_no(condition)) {
        return (am_sway){0};
    }
    out.is_wild = true;
    return out;
}

/* A choice is always made, when it is tried. */
static am_sway otherwise(am_sways *sways, const am_instruction *instruction) {
    const am_sway *a = am_sway_of(sways, instruction->operands[0]);
    const am_sway *b = am_sway_of(sways, instruction->operands[1]);
    bool is_known = (sways->batch->program->registers[instruction->operands[0]].may & AM_MAY_UNKNOWN) == 0;
    return a->choice != 0 || is_known ? am_sway_turned(a, false) : am_sway_either(a, b);
}

am_sway am_sway_of_choice(am_sways *sways, const am_instruction *instruction, am_sway out) {
    const uint16_t *operands = instruction->operands;
    const am_sway *a, *b;
    if (instruction->opcode == AM_OP_AT_LEAST) {
        return at_least(sways, instruction);
    }
    a = am_sway_of(sways, operands[0]);
    b = am_opcode_row_of(instruction->opcode)->operands[1] == AM_OPERAND_NONE
            ? a
            : am_sway_of(sways, operands[1]);
    switch ((am_opcode)instruction->opcode) {
    case AM_OP_LESS:
        return less(sways, a, b, false);
    case AM_OP_LESS_EQUAL:
        return less(sways, a, b, true);
    case AM_OP_EQUAL:
        return equal(sways, a, b, out);
    case AM_OP_AND:
        return and_or(a, b, false);
    case AM_OP_OR:
        return and_or(a, b, true);
    case AM_OP_NOT:
        return am_sway_is_yes(a)  ? told(false)
               : am_sway_is_no(a) ? told(true)
                                  : without_bounds(a->down, a->up);
    case AM_OP_KEEP:
        return keep(a, b, out);
    case AM_OP_GUARD: /* a fault whatever is chosen, where it is plainly no */
        return am_sway_is_no(a) ? without_bounds(0, 0) : am_sway_turned(b, false);
    case AM_OP_UNWRAP:
    case AM_OP_IN_FORCE:
    case AM_OP_REPEALED:
        return am_sway_turned(a, false);
    case AM_OP_KNOWN:
        return without_bounds(0, 0);
    case AM_OP_OTHERWISE:
        return otherwise(sways, instruction);
    default:
        return choose(a, b, am_sway_of(sways, operands[2]));
    }
}

am_sway am_sway_either(const am_sway *a, const am_sway *b) {
    am_sway out = {.up = a->up | b->up, .down = a->down | b->down};
    out.has_low = a->has_low && b->has_low;
    out.has_high = a->has_high && b->has_high;
    if (out.has_low) {
        out.low = am_decimal_compare(a->low, b->low) < 0 ? a->low : b->low;
    }
    if (out.has_high) {
        out.high = am_decimal_compare(a->high, b->high) > 0 ? a->high : b->high;
    }
    return out;
}
