/*
 * Single rows between memory and slots: facts from columns, results into columns, a row at a time. The
 * columns are a caller's or a batch's.
 *
 * What a value may be is one interval, found when the columns are bound; a value beyond it leaves the record,
 * so that whoever copies records into batches says what is wrong with it.
 */
#ifndef AM_VM_SINGLE_DOCKET_H
#define AM_VM_SINGLE_DOCKET_H

#include "vm/single_step.h"

/* A fact's values, or the offsets of a list's elements. */
typedef struct am_single_source {
    const void *values;
    const uint8_t *is_given; /* or NULL */
    int64_t low;
    uint64_t span; /* the greatest less `low` */
    int64_t factor;
    uint8_t bytes; /* of a value: 8, 4 or 1; of offsets 4 */
    bool is_state; /* what says whether a value is given are states: what is neither a value nor unknown
                      leaves the record */
} am_single_source;

/* Where results go: (x over / under) of a count. */
typedef struct am_single_outcome {
    void *values;
    uint8_t *states;
    int64_t over;
    int64_t under;
    int64_t low;
    int64_t high;
    uint8_t bytes;
} am_single_outcome;

/* single_docket.c */
am_single_do am_single_take, am_single_take_short, am_single_take_codes, am_single_take_given,
    am_single_take_stated, am_single_require_given, am_single_require_values, am_single_take_each,
    am_single_take_mask, am_single_take_absent, am_single_take_list, am_single_take_given_list,
    am_single_take_no_list, am_single_give_any, am_single_give_each, am_single_take_any_8,
    am_single_take_any_4, am_single_give_8, am_single_give_4, am_single_give_1;

/* What is being bound: facts of few bytes are taken together, when no more follow. */
enum { AM_SINGLE_CODES_MAX = 32 };
typedef struct am_single_code {
    const uint8_t *values;
    uint32_t most;
    uint32_t slot;
} am_single_code;
typedef struct am_single_binding {
    const am_single *single;
    am_single_sequence sequence;
    am_single_code codes[AM_SINGLE_CODES_MAX + 1];
    uint32_t code_count;
    const uint8_t *states[AM_SINGLE_CODES_MAX + 1]; /* that must be values */
    uint32_t state_count;
} am_single_binding;

/* False when memory runs out. */
bool am_single_binding_init(am_single_binding *out, const am_single *single, am_arena *arena);
/* A column's values; of elements where its lane is of a list, which stands before it. */
void am_single_bind_fact(am_single_binding *binding, uint16_t column, const am_single_source *source);
/* A fact that no record gives. False: some step needs it. */
bool am_single_bind_absent(am_single_binding *binding, uint16_t column);
void am_single_bind_list(am_single_binding *binding, uint16_t domain, const am_single_source *offsets);
/* A list that no record gives: likewise. */
bool am_single_bind_no_list(am_single_binding *binding, uint16_t domain);
/* What stands between facts and results. */
void am_single_bind_core(am_single_binding *binding);
/* `domain`: of the result's place. False: the lane's values stand nowhere. */
bool am_single_bind_result(am_single_binding *binding, uint16_t column, uint16_t domain,
                           const am_single_outcome *outcome);
/* The steps; NULL when memory ran out. */
const am_single_step *am_single_bind_end(am_single_binding *binding);

static inline bool am_single_assess_row(const am_single *single, const am_single_step *steps, size_t index) {
    single->slots[AM_SINGLE_INDEX] = (int64_t)index;
    return steps->run(steps, single->slots);
}

#endif
