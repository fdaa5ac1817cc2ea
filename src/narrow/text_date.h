/*
 * Kernels over dates. Part of the kernels' text (see kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_DATE_H
#define AM_NARROW_TEXT_DATE_H

#include "narrow/kernel.h"

/* Days of a year that begins in March, before its month number `month` from 0: (153 x month + 2) / 5. */
static inline uint32_t days_before(uint32_t month) {
    return (979 * month + 15) >> 5;
}

/* Civil arithmetic on days since 1 March of the year 0, all of it above 0: day numbers of an era of 400 years
 * are 0 to 146,096. A month of March to February has 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31 and 28 or 29
 * days. */
static inline int32_t move_month(int32_t date, int32_t months) {
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

/* Between March 1900 and the end of 2099 every fourth year is a leap year, and numbers are so small that
 * divisions are products of 32 bits. Years are counted from 1900 and begin in March. */
enum { NEAR_FIRST = -25508, NEAR_LAST = 47481, NEAR_MONTHS = 200 * 12 - 2 };

static inline int32_t move_month_near(int32_t date, int32_t months) {
    const uint32_t z = (uint32_t)(date - NEAR_FIRST);
    const uint32_t estimate = z * 5741 >> 21; /* 1 / 365.25, or one too few */
    const uint32_t start = 1461 * estimate >> 2;
    const uint32_t end = 1461 * (estimate + 1) >> 2;
    const uint32_t year = estimate + (z >= end ? 1 : 0);
    const uint32_t day_of_year = z - (z >= end ? end : start);
    const uint32_t month = (5 * day_of_year + 2) * 857 >> 17; /* 1 / 153 */
    const uint32_t day = day_of_year - days_before(month);
    const uint32_t moved = (uint32_t)((int32_t)(year * 12 + month) + months);
    const uint32_t to_year = moved * 2731 >> 15; /* 1 / 12 */
    const uint32_t to_month = moved - to_year * 12;
    const uint32_t february = 28 + ((to_year & 3) == 3 ? 1 : 0);
    const uint32_t full = days_before(to_month + 1) - days_before(to_month);
    const uint32_t length = to_month == 11 ? february : full;
    const uint32_t to_day = day < length ? day : length - 1;
    return (int32_t)((1461 * to_year >> 2) + days_before(to_month) + to_day) + NEAR_FIRST;
}

/* Whether all dates, moved or not, are near. */
static bool are_near(const int32_t *restrict dates, uint32_t rows, int32_t months) {
    int32_t low = rows == 0 ? 0 : dates[0];
    int32_t high = low;
    for (uint32_t row = 0; row < rows; row++) {
        low = dates[row] < low ? dates[row] : low;
        high = dates[row] > high ? dates[row] : high;
    }
    /* A month is 28 to 31 days. */
    return low >= NEAR_FIRST && high <= NEAR_LAST && months > -NEAR_MONTHS && months < NEAR_MONTHS &&
           low + 31 * (months < 0 ? months : 0) >= NEAR_FIRST &&
           high + 31 * (months > 0 ? months : 0) <= NEAR_LAST;
}

static void move_months(const am_strip *strip) {
    const int32_t *restrict a = strip->in[0];
    int32_t *restrict out = strip->out;
    const int32_t months = (int32_t)strip->factor;
    if (are_near(a, strip->rows, months)) {
        AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
            out[row] = move_month_near(a[row], months);
        }
        return;
    }
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = strip->rows; row < rows; row++) {
        out[row] = move_month(a[row], months);
    }
}

#endif
