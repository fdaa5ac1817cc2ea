/*
 * Rates of exchange by pair and day, and amounts converted at them.
 *
 * A rate converts both ways: from its `from` by multiplying, to it by dividing. Either is exact up to the one
 * rounding at its end, half up to the minor unit of the currency that comes out. No rate is derived: not
 * through a third currency, and not of other days than the question allows.
 */
#ifndef AM_COMPARE_RATES_H
#define AM_COMPARE_RATES_H

#include <amerce/rates.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/diag.h"

typedef struct am_rate {
    am_slice from; /* one of it */
    am_slice to;   /* is `value` of it */
    am_decimal value;
    am_slice text; /* the value as it was given */
    am_date date;
    am_slice source;
    uint32_t line;
} am_rate;

struct amerce_rates {
    am_allocator allocator;
    am_arena arena;
    am_rate *items; /* by `from`, `to` and date, once read */
    size_t count;
    size_t capacity;
};

/* By which days an amount is converted. */
typedef struct am_rate_day {
    bool is_given; /* else the only day of the pair */
    am_date date;
    uint32_t age_days; /* how much older the rate may be */
} am_rate_day;

/* The rate between two currencies: the latest of those that the day allows; of two of one day that which
 * multiplies. AM_DIAG_NONE: *out is it; AM_DIAG_NO_RATE, AM_DIAG_RATE_DAY: there is none, or it is not said
 * which. */
am_diag am_rates_find(const amerce_rates *rates, am_slice from, am_slice to, am_rate_day day,
                      const am_rate **out);
/* Converts an amount of `from` at a rate between it and another currency, which has so many digits after the
 * point. False: it has too many digits to be converted exactly. */
bool am_rate_convert(const am_rate *rate, am_slice from, am_decimal amount, uint8_t digits, am_decimal *out);
/* Appends the words for a day that has no rate: ` on 2024-12-30`. */
void am_rate_day_print(am_buffer *buffer, am_rate_day day);
/* Appends the rate as an object: from, to, rate, date and source. */
void am_rate_put_json(am_buffer *buffer, const am_rate *rate);

#endif
