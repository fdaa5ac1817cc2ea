/*
 * Whether what the VM says that open choices could lead to is so: every choice that is tried here must come
 * out within it, and where all can be tried its ends must be those that were met.
 */
#ifndef ORACLE_LEEWAY_H
#define ORACLE_LEEWAY_H

#include "assessed.h"
#include "evaluate.h"

typedef struct leeway_counts {
    uint64_t reaches;   /* outputs that an open choice changes */
    uint64_t searched;  /* of these, those that were not decided */
    uint64_t exhausted; /* records whose choices were all tried */
} leeway_counts;

/* For the record of the batch that the tree of facts is of, in which nothing is left changed. */
bool leeway_holds(oracle *oracle, oracle_record *root, assessor *assessor, uint32_t row, uint64_t seed,
                  leeway_counts *counts, am_buffer *report);

#endif
