/*
 * Single rows straight between a caller's columns and slots, with no batch between them.
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

/* A column's values; of elements where its lane is of a list, which stands before it. */
void am_single_bind_fact(am_single_sequence *sequence, const am_single *single, uint16_t column,
                         const am_single_source *source);
/* A fact that no record gives. False: some step needs it. */
bool am_single_bind_absent(am_single_sequence *sequence, const am_single *single, uint16_t column);
void am_single_bind_list(am_single_sequence *sequence, const am_single *single, uint16_t domain,
                         const am_single_source *offsets);
/* A list that no record gives: likewise. */
bool am_single_bind_no_list(am_single_sequence *sequence, const am_single *single, uint16_t domain);
/* `domain`: of the result's place. False: the lane's values stand nowhere. */
bool am_single_bind_result(am_single_sequence *sequence, const am_single *single, uint16_t column,
                           uint16_t domain, const am_single_outcome *outcome);
void am_single_bind_end(am_single_sequence *sequence);

static inline bool am_single_assess_row(const am_single *single, const am_single_step *steps, size_t index) {
    single->slots[AM_SINGLE_INDEX] = (int64_t)index;
    return steps->run(steps, single->slots);
}

#endif
