/*
 * What reads the fact that a property varies.
 */
#ifndef AM_PROVE_READS_H
#define AM_PROVE_READS_H

#include "prove/visit.h"

typedef struct am_reads {
    const am_field *fact; /* or NULL: nothing is varied */
    uint8_t *flags;       /* by declaration */
    const am_model *model;
} am_reads;

#define AM_READS_FACT 1u /* its value may depend on the fact */
#define AM_READS_LIST 2u /* it gathers a list in which, or in whose elements, the fact is */

/* NULL when the arena is exhausted or it is too much to follow. */
const am_reads *am_reads_of(am_arena *arena, const am_model *model, const am_closure *closure,
                            const am_property *property);
/* Of an expression with all that it reads. */
uint8_t am_reads_flags(const am_reads *reads, const am_expr *expr);

#endif
