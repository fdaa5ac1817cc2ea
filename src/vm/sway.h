/*
 * How registers move with choices, for all choices of a box at once.
 *
 * Each choice that is open has a bit. A register may rise with some choices and fall with others; where a bit
 * is in neither it does not depend on that choice, where it is in both nothing is known. The rules are those
 * of the instructions: a product rises with a factor where the other is not negative, a sum with its
 * summands. Rounding keeps order, so what is said holds for the results as they are computed. Lowest and
 * highest are bounds, not values that are reached.
 *
 * What is said of values holds between any two choices for which the register has one. A register that may
 * have none for some choice is shaky; one that is unknown for some and not for others is wild, and so is
 * whatever is computed from it. One that has no value whatever is chosen is bare: of it nothing is searched.
 */
#ifndef AM_VM_SWAY_H
#define AM_VM_SWAY_H

#include "vm/batch.h"

typedef struct am_sway {
    uint64_t up;
    uint64_t down;
    bool is_shaky;
    bool is_wild;
    bool is_bare;     /* it has no value for any choice, in any row */
    bool is_measured; /* of one that does not move: the bounds were read */
    bool has_low;
    bool has_high;
    bool has_root; /* it is a factor that does not move times what the root is in the same row */
    uint16_t root;
    uint8_t choice; /* its value is that of this choice, from 1; 0: of none */
    am_decimal low; /* of dates, periods, codes and yes/no too, as whole numbers */
    am_decimal high;
    am_decimal factor_low;
    am_decimal factor_high;
} am_sway;

/* A value at which a condition changes that is about a choice itself. */
typedef struct am_turn {
    bool is_there;
    bool is_after; /* it changes behind the value */
    am_decimal at;
} am_turn;

typedef struct am_sways {
    const am_batch *batch; /* one record, run in full with choices of the box */
    am_sway *items;        /* by register: those of the choices are set, all others 0 */
    am_turn turns[64];     /* by choice: one within its ends, where one was met */
    am_decimal lowest[64]; /* the ends of the choices */
    am_decimal highest[64];
} am_sways;

/* Fills in the results of all instructions. */
void am_sways_find(am_sways *sways);

/* Whether a register is the same, value and state, for all choices. */
static inline bool am_sway_is_fixed(const am_sway *sway) {
    return (sway->up | sway->down) == 0 && !sway->is_shaky && !sway->is_wild;
}

#endif
