/*
 * The grain of a narrow column: the amount that 1 in it stands for, a multiple of a power of ten.
 *
 * A decimal is narrow when it is a whole number of grains that fits 64 bits. Cents have the grain 0.01; the
 * factors 0.5, 1 and 2 have the grain 0.5 and are 1, 2 and 4. Grains are chosen once for a program, from its
 * constants and its facts; coarse ones keep products small.
 *
 * A count of grains is always between -AM_COUNT_MAX and AM_COUNT_MAX, and a grain has no more digits than
 * leave the amount within a decimal's 34: what is narrow is exact.
 */
#ifndef AM_NARROW_GRAIN_H
#define AM_NARROW_GRAIN_H

#include <stdbool.h>

#include "base/decimal.h"

#define AM_COUNT_MAX INT64_MAX

/* multiple x 10^-places; the multiple is 1 to AM_GRAIN_MULTIPLE_MAX and no multiple of ten where places is
 * above 0. */
#define AM_GRAIN_MULTIPLE_MAX UINT64_C(1000000000)
#define AM_GRAIN_PLACES_MAX   20u
typedef struct am_grain {
    uint64_t multiple;
    uint8_t places;
} am_grain;

/* 10^-places. */
am_grain am_grain_of_places(uint8_t places);
/* The coarsest grain that a and b are whole numbers of; false when there is none within the limits. */
bool am_grain_common(am_grain a, am_grain b, am_grain *out);
/* The grain of products; false when it is beyond the limits. */
bool am_grain_product(am_grain a, am_grain b, am_grain *out);
/* a / b when that is a whole number within AM_COUNT_MAX. */
bool am_grain_ratio(am_grain a, am_grain b, int64_t *out);
/* a / b in lowest terms, each within AM_COUNT_MAX; false when they are not. */
bool am_grain_fraction(am_grain a, am_grain b, uint64_t *over, uint64_t *under);
/* The grain that a is `parts` times as large as; false when it is beyond the limits, or parts is not above 0.
 */
bool am_grain_part(am_grain a, int64_t parts, am_grain *out);
bool am_grain_is_equal(am_grain a, am_grain b);

/* Of a decimal other than 0: the coarsest grain, whose count is then 1 or -1; false beyond the limits. */
bool am_grain_of_decimal(am_decimal value, am_grain *out);
/* The decimal as a count of grains; false when it is no whole number of them or too large. */
bool am_grain_count(am_grain grain, am_decimal value, int64_t *out);
/* The amount that a count stands for. */
am_decimal am_grain_amount(am_grain grain, int64_t count);

#endif
