/*
 * What golden cases reach of a rulebook: rows of schedules, steps of penalties, both answers of conditions.
 */
#ifndef AM_TOOLS_COVERAGE_H
#define AM_TOOLS_COVERAGE_H

#include "tools/outcome.h"

typedef struct am_coverage am_coverage;

/* NULL when memory runs out. */
am_coverage *am_coverage_new(const amerce_rulebook *rulebook);
void am_coverage_free(am_coverage *coverage);
/* Adds what the assessed batch reached. */
void am_coverage_add(am_coverage *coverage, amerce_assessor *assessor);

/* Something that can be reached, and whether it was; told in order. */
typedef struct am_point {
    amerce_clause clause;
    amerce_clause owner; /* the schedule or penalty; the clause itself when it has none */
    uint32_t row;        /* of a ROW, from 1 */
    const char *what;    /* it was not reached: "is never picked" */
    bool is_reached;
} am_point;
void am_coverage_tell(am_coverage *coverage, void (*tell)(void *context, const am_point *point),
                      void *context);

#endif
