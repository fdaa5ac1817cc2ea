/*
 * Kernels that rulebooks seldom need, row by row: arithmetic whose results may not fit, where bounds could
 * not rule it out; amounts with another sign; dates beyond the years that vectors compute with; and long
 * lists.
 */
#include "narrow/kernel.h"

#include <stddef.h>

#include "code/value.h"
#include "narrow/month.h"

static int64_t operand(const am_strip *strip, unsigned i, uint32_t row) {
    const int64_t *in = strip->in[i];
    return in[strip->is_constant[i] ? 0 : row];
}

/* Rows that are no values hold whatever they hold: only their result must stay in bounds. */
#define CHECKED(name, BUILTIN)                                                                             \
    bool name(const am_strip *strip) {                                                                     \
        int64_t *out = strip->out;                                                                         \
        bool has_faults = false;                                                                           \
        for (uint32_t row = 0; row < strip->rows; row++) {                                                 \
            int64_t result;                                                                                \
            if (BUILTIN(operand(strip, 0, row), operand(strip, 1, row), &result) || result == INT64_MIN) { \
                has_faults = true;                                                                         \
                strip->faults[row] =                                                                       \
                    AM_STATE_FAULT > strip->faults[row] ? AM_STATE_FAULT : strip->faults[row];             \
                result = 0;                                                                                \
            }                                                                                              \
            out[row] = result;                                                                             \
        }                                                                                                  \
        return has_faults;                                                                                 \
    }

CHECKED(am_checked_add, __builtin_add_overflow)
CHECKED(am_checked_subtract, __builtin_sub_overflow)
CHECKED(am_checked_multiply, __builtin_mul_overflow)

void am_strip_negate(const am_strip *strip) {
    const uint64_t *a = strip->in[0];
    uint64_t *out = strip->out;
    for (uint32_t row = 0; row < strip->rows; row++) {
        out[row] = 0 - a[row];
    }
}

void am_strip_absolute(const am_strip *strip) {
    const int64_t *a = strip->in[0];
    uint64_t *out = strip->out;
    for (uint32_t row = 0; row < strip->rows; row++) {
        out[row] = a[row] < 0 ? 0 - (uint64_t)a[row] : (uint64_t)a[row];
    }
}

/* Civil arithmetic on days since 1 March of the year 0, all of it above 0: day numbers of an era of 400 years
 * are 0 to 146,096. A month of March to February has 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31 and 28 or 29
 * days. */
static int32_t move_month(int32_t date, int32_t months) {
    const uint32_t z = (uint32_t)(date + 719468);
    const uint32_t era = z / 146097;
    const uint32_t day_of_era = z - era * 146097;
    const uint32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const uint32_t month = (5 * day_of_year + 2) / 153;
    const uint32_t day = day_of_year - days_before(month);
    /* Months since March of the year 0. */
    const uint32_t moved = (uint32_t)((int32_t)((era * 400 + year_of_era) * 12 + month) + months);
    const uint32_t year = moved / 12;
    const uint32_t to_month = moved - year * 12;
    const uint32_t next = year + 1;
    const uint32_t by_4 = (next & 3) == 0 ? 1 : 0;
    const uint32_t by_100 = next - next / 100 * 100 == 0 ? 1 : 0;
    const uint32_t by_400 = next - next / 400 * 400 == 0 ? 1 : 0;
    const uint32_t february = 28 + by_4 - by_100 + by_400;
    const uint32_t full = days_before(to_month + 1) - days_before(to_month);
    const uint32_t length = to_month == 11 ? february : full;
    const uint32_t to_day = day < length ? day : length - 1;
    return (int32_t)(365 * year + year / 4 - year / 100 + year / 400 + days_before(to_month) + to_day) -
           719468;
}

/* Whether all dates, moved or not, are near. */
static bool are_near(am_extremes of, int64_t months) {
    /* A month is 28 to 31 days. */
    return of.low >= NEAR_FIRST && of.high <= NEAR_LAST && months > -NEAR_MONTHS && months < NEAR_MONTHS &&
           of.low + 31 * (months < 0 ? months : 0) >= NEAR_FIRST &&
           of.high + 31 * (months > 0 ? months : 0) <= NEAR_LAST;
}

void am_strip_move_months(const am_kernels *kernels, const am_strip *strip, am_extremes dates) {
    const int32_t *a = strip->in[0];
    int32_t *out = strip->out;
    if (are_near(dates, strip->factor)) {
        kernels->move_months_near(strip);
        return;
    }
    for (uint32_t row = 0; row < strip->rows; row++) {
        out[row] = move_month(a[row], (int32_t)strip->factor);
    }
}

uint32_t am_mask_count(const uint8_t *mask, uint32_t from, uint32_t end) {
    uint32_t sum = 0;
    for (uint32_t at = from; at < end; at++) {
        sum += mask[at];
    }
    return sum;
}

void am_parents_add(uint32_t *parents, uint32_t from, uint32_t end, uint32_t parent) {
    for (uint32_t at = from; at < end; at++) {
        parents[at] = parent;
    }
}
