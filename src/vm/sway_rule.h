/*
 * The rules by kind of instruction. Each is given a result that may move in any way with what its operands
 * move with, no operand of which is wild, and gives it back with what is known better.
 */
#ifndef AM_VM_SWAY_RULE_H
#define AM_VM_SWAY_RULE_H

#include "vm/sway.h"
#include "vm/work.h"

const am_sway *am_sway_of(am_sways *sways, uint16_t number);
/* Notes that something turns at a value of a choice, when `about` is one. */
void am_sways_turn(am_sways *sways, const am_sway *about, am_decimal at, bool is_after);

am_sway am_sway_of_arithmetic(am_sways *sways, const am_instruction *instruction, am_sway out);
am_sway am_sway_of_choice(am_sways *sways, const am_instruction *instruction, am_sway out);
am_sway am_sway_of_table(am_sways *sways, const am_instruction *instruction, am_sway out);
am_sway am_sway_of_list(am_sways *sways, const am_instruction *instruction, am_sway out);

/* sway_root.c: what is known of a result that is a multiple of another register. */
void am_sway_take_root(am_sways *sways, const am_instruction *instruction, am_sway *out);

/* The sway itself, or turned over: what rises falls. */
static inline am_sway am_sway_turned(const am_sway *sway, bool is_over) {
    am_sway out = *sway;
    out.has_root = false;
    if (is_over) {
        out.up = sway->down;
        out.down = sway->up;
        out.choice = 0;
    }
    return out;
}

static inline bool am_sway_is_from_zero(const am_sway *sway) {
    return sway->has_low && (!sway->low.is_negative || am_decimal_is_zero(sway->low));
}

static inline bool am_sway_is_up_to_zero(const am_sway *sway) {
    return sway->has_high && (sway->high.is_negative || am_decimal_is_zero(sway->high));
}

/* Whether it is one value, and which. */
static inline bool am_sway_is_single(const am_sway *sway) {
    return sway->has_low && sway->has_high && am_decimal_compare(sway->low, sway->high) == 0;
}

static inline bool am_sway_is_yes(const am_sway *sway) {
    return sway->has_low && !am_decimal_is_zero(sway->low);
}

static inline bool am_sway_is_no(const am_sway *sway) {
    return sway->has_high && am_decimal_is_zero(sway->high);
}

/* It moves as both do, within the bounds of both. */
am_sway am_sway_either(const am_sway *a, const am_sway *b);

#endif
