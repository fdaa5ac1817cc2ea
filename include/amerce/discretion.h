/*
 * Discretions: facts that a decision-maker may choose within a range, and what open choices could lead to.
 *
 * A discretion is a fact like others: it is set with amerce_set_value, as a column, or by its name in JSON.
 * Left out, its default holds, and a result depends on the choice that is still open.
 */
#ifndef AMERCE_DISCRETION_H
#define AMERCE_DISCRETION_H

#include <amerce/assessor.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct amerce_discretion {
    uint32_t fact;
    uint32_t clause;
    amerce_text authority; /* whose choice it is */
    amerce_text citation;
    amerce_value fallback; /* what holds without a choice */
    amerce_value lowest;   /* what may be chosen */
    amerce_value highest;
    bool is_lowest_open; /* the law sets no end: it is the farthest choice that can be stated */
    bool is_highest_open;
} amerce_discretion;

AMERCE_API size_t amerce_rulebook_discretion_count(const amerce_rulebook *rulebook);
/* The discretion number `index`, from 0; false when there is none. */
AMERCE_API bool amerce_rulebook_discretion(const amerce_rulebook *rulebook, size_t index,
                                           amerce_discretion *out);

/* What the open choices of a record could make of an output. */
typedef struct amerce_reach {
    bool is_open;        /* some open choice changes it; else nothing else is set */
    bool has_values;     /* lowest and highest are there; not of texts, nor of choices, which have no order */
    bool is_searched;    /* tried, not decided: there may be lower and higher values */
    bool may_be_unknown; /* some choice that was tried leaves it unknown, in need of facts, or faulty */
    bool may_need;
    bool may_fault;
    amerce_value lowest;
    amerce_value highest;   /* of a range the highest end, in the same member as the lowest */
    bool is_lowest_endless; /* it goes as far down as choices without an end do: `lowest` bounds nothing */
    bool is_highest_endless;
} amerce_reach;
/* Of an output in a row of the batch that was run. The record is assessed again with other choices, the first
 * time that something is asked about it. */
AMERCE_API amerce_status amerce_assessor_reach(amerce_assessor *assessor, uint32_t output, uint32_t row,
                                               amerce_reach *out);

#ifdef __cplusplus
}
#endif

#endif
