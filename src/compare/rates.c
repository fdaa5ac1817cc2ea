/*
 * Rates looked up, and amounts converted at them.
 */
#include "compare/rates.h"

#include "record/json.h"

static int compare_key(const am_rate *rate, am_slice from, am_slice to, am_date date) {
    int order = am_slice_compare(rate->from, from);
    order = order != 0 ? order : am_slice_compare(rate->to, to);
    return order != 0 ? order : (rate->date > date) - (rate->date < date);
}

/* How many rates do not come behind the key. */
static size_t rank_of(const amerce_rates *rates, am_slice from, am_slice to, am_date date) {
    size_t low = 0;
    size_t high = rates->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_key(&rates->items[middle], from, to, date) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The latest rate of the pair up to the date, or NULL. */
static const am_rate *latest(const amerce_rates *rates, am_slice from, am_slice to, am_date date) {
    size_t rank = rank_of(rates, from, to, date);
    const am_rate *rate = rank > 0 ? &rates->items[rank - 1] : NULL;
    bool is_of_pair = rate != NULL && am_slice_is_equal(rate->from, from) && am_slice_is_equal(rate->to, to);
    return is_of_pair ? rate : NULL;
}

static const am_rate *earliest(const amerce_rates *rates, am_slice from, am_slice to) {
    size_t rank = rank_of(rates, from, to, AM_DATE_MIN - 1);
    const am_rate *last = latest(rates, from, to, AM_DATE_MAX);
    return last != NULL ? &rates->items[rank] : NULL;
}

/* Of the two ways to write a pair the later, or that which multiplies. */
static const am_rate *later(const am_rate *direct, const am_rate *inverse) {
    bool is_inverse = inverse != NULL && (direct == NULL || inverse->date > direct->date);
    return is_inverse ? inverse : direct;
}

static bool is_of_one_day(const amerce_rates *rates, const am_rate *last, am_slice from, am_slice to) {
    const am_rate *direct = earliest(rates, from, to);
    const am_rate *inverse = earliest(rates, to, from);
    return (direct == NULL || direct->date == last->date) && (inverse == NULL || inverse->date == last->date);
}

am_diag am_rates_find(const amerce_rates *rates, am_slice from, am_slice to, am_rate_day day,
                      const am_rate **out) {
    am_date date = day.is_given ? day.date : AM_DATE_MAX;
    const am_rate *found = later(latest(rates, from, to, date), latest(rates, to, from, date));
    *out = NULL;
    if (found == NULL || (day.is_given && (int64_t)day.date - found->date > day.age_days)) {
        return AM_DIAG_NO_RATE;
    }
    if (!day.is_given && !is_of_one_day(rates, found, from, to)) {
        return AM_DIAG_RATE_DAY;
    }
    *out = found;
    return AM_DIAG_NONE;
}

bool am_rate_convert(const am_rate *rate, am_slice from, am_decimal amount, uint8_t digits, am_decimal *out) {
    am_decimal minor = am_decimal_make(false, 1, -(int32_t)digits);
    am_decimal unit;
    if (am_slice_is_equal(rate->from, from)) {
        return am_decimal_multiply(amount, rate->value, &amount) == AM_ARITH_EXACT &&
               am_decimal_round(amount, AM_ROUND_HALF_UP, minor, out) == AM_ARITH_EXACT;
    }
    /* The multiple of rate x minor unit that is nearest to the amount, through the rate, is what the exact
     * quotient rounds to. */
    return am_decimal_multiply(rate->value, minor, &unit) == AM_ARITH_EXACT &&
           am_decimal_round(amount, AM_ROUND_HALF_UP, unit, &amount) == AM_ARITH_EXACT &&
           am_decimal_divide(amount, rate->value, out) == AM_ARITH_EXACT;
}

void am_rate_day_print(am_buffer *buffer, am_rate_day day) {
    if (!day.is_given) {
        return;
    }
    am_buffer_put_text(buffer, day.age_days > 0 ? " within " : " on ");
    if (day.age_days > 0) {
        am_buffer_put_unsigned(buffer, day.age_days);
        am_buffer_put_text(buffer, day.age_days == 1 ? " day up to " : " days up to ");
    }
    am_date_print(buffer, day.date);
}

static void put_member(am_buffer *buffer, const char *key, am_slice text) {
    am_buffer_put_text(buffer, key);
    am_json_put(buffer, text);
}

void am_rate_put_json(am_buffer *buffer, const am_rate *rate) {
    char memory[AM_DATE_TEXT];
    am_buffer date = am_buffer_over(memory, sizeof memory);
    am_date_print(&date, rate->date);
    put_member(buffer, "{\"from\":", rate->from);
    put_member(buffer, ",\"to\":", rate->to);
    put_member(buffer, ",\"rate\":", rate->text);
    put_member(buffer, ",\"date\":", am_buffer_text(&date));
    put_member(buffer, ",\"source\":", rate->source);
    am_buffer_put_char(buffer, '}');
}
