/*
 * Exact decimals: IEEE 754-2008 decimal128 results (34 digits, half-even) over a 128-bit integer.
 *
 * A value is (-1)^is_negative x digits x 10^exponent, 0 <= digits < 10^34, AM_DECIMAL_MIN_EXPONENT <=
 * exponent <= AM_DECIMAL_MAX_EXPONENT. Several pairs name one value; compare with am_decimal_compare, never
 * by bytes. There is no negative zero, no infinity and no NaN: what IEEE would answer with one of these is an
 * error here. No binary floating point is used anywhere.
 */
#ifndef AM_BASE_DECIMAL_H
#define AM_BASE_DECIMAL_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

__extension__ typedef unsigned __int128 am_u128;
__extension__ typedef __int128 am_i128;

#define AM_DECIMAL_DIGITS       34
#define AM_DECIMAL_MIN_EXPONENT (-6176)
#define AM_DECIMAL_MAX_EXPONENT 6111

typedef struct am_decimal {
    am_u128 digits;
    int32_t exponent;
    bool is_negative;
} am_decimal;

/* What became of an operation. The two first leave a value in *out; the others leave it 0. */
typedef enum am_arith {
    AM_ARITH_EXACT,     /* the value is the mathematical result */
    AM_ARITH_ROUNDED,   /* digits beyond the 34th were lost, half-even */
    AM_ARITH_OVERFLOW,  /* the result has an exponent above the greatest */
    AM_ARITH_UNDERFLOW, /* a result other than 0 lost digits below the least exponent */
    AM_ARITH_ZERO_DIVISOR,
    AM_ARITH_DOMAIN, /* the operation is not defined there: a power with an exponent not from 0 to 9,999 or
                        not whole, a unit that is not above 0, a quotient of more than 34 digits */
} am_arith;

typedef enum am_rounding {
    AM_ROUND_UP,        /* away from zero */
    AM_ROUND_DOWN,      /* towards zero */
    AM_ROUND_HALF_UP,   /* to nearest, ties away from zero */
    AM_ROUND_HALF_DOWN, /* to nearest, ties towards zero */
    AM_ROUND_HALF_EVEN,
    AM_ROUND_CEILING,
    AM_ROUND_FLOOR,
} am_rounding;
#define AM_ROUNDING_COUNT 7

am_decimal am_decimal_of(int64_t value);
/* digits x 10^exponent; digits at most 34 decimal digits, exponent within the range. */
am_decimal am_decimal_make(bool is_negative, am_u128 digits, int32_t exponent);

am_arith am_decimal_add(am_decimal a, am_decimal b, am_decimal *out);
am_arith am_decimal_subtract(am_decimal a, am_decimal b, am_decimal *out);
am_arith am_decimal_multiply(am_decimal a, am_decimal b, am_decimal *out);
am_arith am_decimal_divide(am_decimal a, am_decimal b, am_decimal *out);
am_decimal am_decimal_negate(am_decimal a); /* 0 stays 0 */
am_decimal am_decimal_absolute(am_decimal a);

/* a / b truncated to a whole, exactly: AM_ARITH_DOMAIN where that needs more than 34 digits. */
am_arith am_decimal_quotient(am_decimal a, am_decimal b, am_decimal *out);
/* a - b x quotient(a, b), exactly, with a's sign; defined for every b other than 0, however large the
 * quotient is. */
am_arith am_decimal_remainder(am_decimal a, am_decimal b, am_decimal *out);
/* base ^ exponent by left-to-right squaring, each product rounded; 0 ^ 0 is 1. */
am_arith am_decimal_power(am_decimal base, am_decimal exponent, am_decimal *out);
/* The multiple of `unit` (above 0) nearest to a in the mode's sense; the decision is made on the exact
 * quotient. */
am_arith am_decimal_round(am_decimal a, am_rounding mode, am_decimal unit, am_decimal *out);

/* Negative, 0 or positive as a is below, equal to or above b, by value. */
int am_decimal_compare(am_decimal a, am_decimal b);
bool am_decimal_is_zero(am_decimal a);
bool am_decimal_is_whole(am_decimal a);
/* The digits after the point that the value needs: 12.50 needs 1, 100 needs 0. */
int32_t am_decimal_places(am_decimal a);
/* The value as an integer when it is whole and fits. */
bool am_decimal_to_int64(am_decimal a, int64_t *out);

/* Whether text is digits with an optional sign, point and exponent (`-12.50`, `1E3`; a leading zero, `.5` and
 * `5.` are accepted; underscores are not), and its value. Zeros at either end never count as digits. More
 * than 34 significant digits give AM_ARITH_ROUNDED, which a caller that must not lose digits refuses.
 * AM_ARITH_DOMAIN: the text is no number. */
am_arith am_decimal_parse(am_slice text, am_decimal *out);

/* Longest plain text of a decimal, with sign and point. */
#define AM_DECIMAL_TEXT_MAX 6220

/* Appends plain digits: no exponent, no trailing zeros after the point beyond `least_places`. */
void am_decimal_print(am_buffer *buffer, am_decimal a, int32_t least_places);

#endif
