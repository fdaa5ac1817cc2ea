/*
 * Kernels over dates. Part of the kernels' text (see kernel_text.h).
 */
#ifndef AM_NARROW_TEXT_DATE_H
#define AM_NARROW_TEXT_DATE_H

#include "narrow/kernel.h"
#include "narrow/month.h"

/* Between March 1900 and the end of 2099 numbers are so small that divisions are products of 32 bits. What
 * stands behind the last row may be any number, and what comes of it does not matter, but it must not
 * overflow. */
static inline int32_t move_month_near(int32_t date, int32_t months) {
    const uint32_t z = (uint32_t)date - (uint32_t)NEAR_FIRST;
    const uint32_t estimate = z * 5741 >> 21; /* 1 / 365.25, or one too few */
    const uint32_t start = 1461 * estimate >> 2;
    const uint32_t end = 1461 * (estimate + 1) >> 2;
    const uint32_t year = estimate + (z >= end ? 1 : 0);
    const uint32_t day_of_year = z - (z >= end ? end : start);
    const uint32_t month = (5 * day_of_year + 2) * 857 >> 17; /* 1 / 153 */
    const uint32_t day = day_of_year - days_before(month);
    const uint32_t moved = year * 12 + month + (uint32_t)months;
    const uint32_t to_year = moved * 2731 >> 15; /* 1 / 12 */
    const uint32_t to_month = moved - to_year * 12;
    const uint32_t february = 28 + ((to_year & 3) == 3 ? 1 : 0);
    const uint32_t full = days_before(to_month + 1) - days_before(to_month);
    const uint32_t length = to_month == 11 ? february : full;
    const uint32_t to_day = day < length ? day : length - 1;
    return (int32_t)((1461 * to_year >> 2) + days_before(to_month) + to_day + (uint32_t)NEAR_FIRST);
}

static void move_months_near(const am_strip *strip) {
    const int32_t *a = strip->in[0];
    int32_t *out = strip->out;
    const int32_t months = (int32_t)strip->factor;
    AM_ROW_BY_ROW for (uint32_t row = 0, rows = WHOLE(strip->rows); row < rows; row++) {
        out[row] = move_month_near(a[row], months);
    }
}

#endif
