/*
 * Records tried against a claim: those at the rulebook's bounds first, then random ones, always the same.
 */
#ifndef AM_PROVE_SEARCH_H
#define AM_PROVE_SEARCH_H

#include "prove/pool.h"
#include "prove/trial.h"

/* A record that breaks the claim, or the record of which the one fact is given two values, the lower first.
 */
typedef struct am_counterexample {
    am_sample *record; /* NULL: none was found */
    am_trial_where where;
    bool is_of_elements;        /* the fact is a list: its elements are `counts[0]` and `counts[1]` */
    am_constant_value facts[2]; /* what the fact is */
    uint32_t counts[2];
    am_trial_outcome outcomes[2]; /* of always the first alone */
} am_counterexample;

typedef struct am_search {
    am_trial *trial;
    am_arena *arena;
    const am_pool *pool;
    uint64_t random;
    uint64_t budget; /* of the machine's instructions */
    uint32_t most;   /* records */
} am_search;

/* Tries records until one breaks the claim or enough were tried. */
am_counterexample am_search_run(am_search *search);

/* shrink.c: makes the record small and plain, as long as it breaks the claim. */
void am_counterexample_shrink(am_search *search, am_counterexample *found);

/* Whether it breaks the claim; sets its outcomes. */
bool am_counterexample_holds(am_search *search, am_counterexample *found);
/* The records of a counterexample, one of `always`; false when memory runs out. */
bool am_counterexample_records(am_arena *arena, const am_property *property, const am_counterexample *found,
                               am_sample *out[2]);

/* The fact that the property varies, in the record; NULL where the record has no such place. */
am_sample_fact *am_varied_fact(const am_property *property, const am_sample *record,
                               const am_trial_where *where);

#endif
