/*
 * A fact's value as it stands in a record, and the names of what it can be.
 */
#ifndef AM_RECORD_SCALAR_H
#define AM_RECORD_SCALAR_H

#include "code/program.h"

typedef struct am_scalar {
    am_decimal decimal;
    int32_t integer; /* all but decimals */
} am_scalar;

/* "P24M", "P2Y", "P1Y6M" for months, "P10D" for days. */
bool am_scalar_parse_period(am_slice text, am_kind kind, int32_t *out);
/* -1, 0 or 1 as `a` is below, equal to or above `b`. */
int am_scalar_compare(am_value_type type, const am_scalar *a, const am_scalar *b);
bool am_scalar_is_within(const am_program *program, const am_bounds *bounds, am_value_type type,
                         const am_scalar *value);
/* "from 0 to 100", "above 0 and at most 1", without ends that only Amerce sets. */
void am_scalar_print_bounds(am_buffer *buffer, const am_program *program, const am_fact *fact);
/* One bound of the fact: a constant. */
void am_scalar_print_bound(am_buffer *buffer, const am_program *program, const am_fact *fact,
                           uint16_t constant);

/* Appends a value as results and messages show it, without quotes; not of texts and codes. Money in
 * `least_places` digits or more. */
void am_scalar_print(am_buffer *buffer, am_kind kind, const am_scalar *value, int32_t least_places);

#endif
