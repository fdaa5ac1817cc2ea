/*
 * Claims decided: every way in which the value can come about, with the facts as unknowns.
 *
 * Each way is a path: the rows, steps and branches taken, what they ask of the facts as linear conditions,
 * and the value as a linear form of them. A claim is proved when on no path, or pair of paths for two records
 * that differ in one fact, the conditions leave room for the claim to be broken. What is not followed
 * (products of facts, months, lists) is an unknown of its own, so that more is looked at than can happen,
 * never less.
 */
#ifndef AM_PROVE_DECIDE_H
#define AM_PROVE_DECIDE_H

#include "prove/visit.h"

typedef struct am_decision {
    bool is_proved;
    bool is_met; /* on some path the claim has a value */
    uint64_t spent;
} am_decision;

/* `budget` in instructions of the machine, roughly. */
am_decision am_decide(am_arena *arena, const am_model *model, const am_closure *closure,
                      const am_property *property, uint64_t budget);

#endif
