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
    uint64_t endless;   /* of these, those that are said to have no lowest or no highest value */
    uint64_t exhausted; /* records whose choices were all tried */
} leeway_counts;

/* How far a choice of the type goes that has no end, on either side of 0 (of periods above it only); false
 * where choices always have both. */
bool leeway_open_end(const am_model *model, am_type type, am_decimal *end);

/* For the record of the batch that the tree of facts is of, in which nothing is left changed. */
bool leeway_holds(oracle *oracle, oracle_record *root, assessor *assessor, uint32_t row, uint64_t seed,
                  leeway_counts *counts, am_buffer *report);

#endif
