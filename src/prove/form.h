/*
 * Linear forms: a sum of unknowns with rational coefficients and a rational constant, exact.
 *
 * A form is integers over one divisor above 0. Forms belong to an arena and are immutable. NULL stands for a
 * form that is too large for its integers, and everything made of it is NULL: the caller then knows nothing
 * of the value.
 */
#ifndef AM_PROVE_FORM_H
#define AM_PROVE_FORM_H

#include "base/arena.h"
#include "base/decimal.h"

typedef struct am_term {
    uint32_t unknown;
    am_i128 factor; /* not 0 */
} am_term;

typedef struct am_form {
    am_term *terms; /* by unknown */
    uint32_t count;
    am_i128 constant;
    am_i128 divisor;
} am_form;

/* Checked arithmetic: false when the result is too large. */
bool am_whole_add(am_i128 a, am_i128 b, am_i128 *out);
bool am_whole_multiply(am_i128 a, am_i128 b, am_i128 *out);
am_i128 am_whole_divide_floor(am_i128 a, am_i128 b); /* b above 0 */
am_i128 am_whole_common(am_i128 a, am_i128 b);       /* the greatest common divisor, not negative */

const am_form *am_form_of_decimal(am_arena *arena, am_decimal value);
const am_form *am_form_of_whole(am_arena *arena, am_i128 value);
/* factor x unknown, the factor a power of ten */
const am_form *am_form_of_unknown(am_arena *arena, uint32_t unknown, int32_t places);
/* a + b x factor / divisor; factor and divisor are small wholes, the divisor above 0 */
const am_form *am_form_add(am_arena *arena, const am_form *a, const am_form *b, am_i128 factor,
                           am_i128 divisor);
/* a x the constant form b, and a / b where b is not 0 */
const am_form *am_form_scale(am_arena *arena, const am_form *a, const am_form *b);
const am_form *am_form_share(am_arena *arena, const am_form *a, const am_form *b);

bool am_form_is_constant(const am_form *form); /* not of NULL */
bool am_form_is_same(const am_form *a, const am_form *b);
/* A constant form as a decimal; false when it is none of at most 34 digits. */
bool am_form_to_decimal(const am_form *form, am_decimal *out);
/* -1, 0 or 1 of a constant form. */
int am_form_sign(const am_form *form);

#endif
