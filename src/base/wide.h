/*
 * Whole numbers of 256 bits, as far as exact products and quotients of 34-digit numbers need them.
 *
 * A product of two 128-bit numbers, and its division by a 128-bit number where the quotient is known to fit
 * in 128 bits. Nothing here knows of decimals or of rounding.
 */
#ifndef AM_BASE_WIDE_H
#define AM_BASE_WIDE_H

#include "base/decimal.h"

typedef struct am_u256 {
    am_u128 high;
    am_u128 low;
} am_u256;

am_u256 am_wide_multiply(am_u128 a, am_u128 b);

/* The quotient, truncated, and the rest. The caller sees to it that dividend.high < divisor. */
am_u128 am_wide_divide(am_u256 dividend, am_u128 divisor, am_u128 *rest);

#endif
