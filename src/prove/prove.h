/*
 * Properties examined: proved for all records, refuted by a record that breaks them, or searched.
 *
 * A claim is proved by going through the ways that its value can come about, with facts as unknowns
 * (decide.h); where that does not settle it, records are tried with the VM. What is called proved was never
 * only searched, and what is called refuted was assessed.
 */
#ifndef AM_PROVE_PROVE_H
#define AM_PROVE_PROVE_H

#include "base/arena.h"
#include "model/property.h"

typedef enum am_verdict_kind {
    AM_VERDICT_PROVED,
    AM_VERDICT_SEARCHED, /* `records` were tried, and none breaks it */
    AM_VERDICT_REFUTED,
} am_verdict_kind;

typedef struct am_verdict {
    am_verdict_kind kind;
    uint64_t records;           /* that were tried */
    am_slice counterexample[2]; /* JSON records: one, or two that differ in one fact */
    uint32_t counterexample_count;
} am_verdict;

/* Examines the model's properties, one verdict each in the arena, and reports those that are refuted, those
 * that say nothing, and, where `is_strict`, those that are neither proved nor marked `searched`. NULL when
 * memory runs out. */
const am_verdict *am_prove(am_arena *arena, const am_model *model, bool is_strict,
                           am_diagnostics *diagnostics);

#endif
