/*
 * Months as kernels count them: in years that begin in March, so that the odd day is a year's last.
 */
#ifndef AM_NARROW_MONTH_H
#define AM_NARROW_MONTH_H

#include <stdint.h>

/* Between March 1900 and the end of 2099 every fourth year is a leap year. Years are counted from 1900. */
enum { NEAR_FIRST = -25508, NEAR_LAST = 47481, NEAR_MONTHS = 200 * 12 - 2 };

/* Days of a year that begins in March, before its month number `month` from 0: (153 x month + 2) / 5. */
static inline uint32_t days_before(uint32_t month) {
    return (979 * month + 15) >> 5;
}

#endif
