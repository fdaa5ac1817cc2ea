/*
 * Days of years that begin in March, so that the leap day is a year's last.
 *
 * By C. Neri and L. Schneider, "Euclidean affine functions and their application to calendar algorithms":
 * each division is a product, exact for all days of the calendar.
 */
#ifndef AM_BASE_DATE_MARCH_H
#define AM_BASE_DATE_MARCH_H

#include "base/date.h"

/* From 0000-03-01 to 1970-01-01. */
#define AM_DATE_FROM_MARCH 719468

/* A year from 0 that begins on 1 March, and a day of it from 0. */
typedef struct am_date_march {
    uint32_t year;
    uint32_t day;
} am_date_march;

static inline am_date_march am_date_march_of(am_date date) {
    uint32_t of_cycle = 4 * (uint32_t)(date + AM_DATE_FROM_MARCH) + 3;
    uint32_t century = of_cycle / 146097;
    uint32_t of_century = of_cycle % 146097 / 4;
    uint64_t years = (uint64_t)2939745 * (4 * of_century + 3);
    return (am_date_march){100 * century + (uint32_t)(years >> 32), (uint32_t)years / 2939745 / 4};
}

static inline am_date am_date_of_march(am_date_march at) {
    uint32_t century = at.year / 100;
    return (am_date)(1461 * at.year / 4 - century + century / 4 + at.day) - AM_DATE_FROM_MARCH;
}

#endif
