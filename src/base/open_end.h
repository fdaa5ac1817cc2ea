/*
 * How far a choice may go that has no end of its own.
 *
 * A discretion may be without a lowest or a highest value. What an open choice could lead to is found by
 * trying choices, so that there is a last one that is tried, and no record states one beyond it: then what is
 * said of all choices is said of all that there can be. It lies far beyond what any law comes to, and yet
 * sums and products of such choices keep all their digits. It can be halved twice: whether a result still
 * grows there is seen from its halves.
 */
#ifndef AM_BASE_OPEN_END_H
#define AM_BASE_OPEN_END_H

#include "base/decimal.h"

/* The greatest number of days or months that there is. */
#define AM_OPEN_END_PERIOD 4000000
#define AM_OPEN_END_NUMBER 9  /* 10^9 */
#define AM_OPEN_END_WHOLE  12 /* 10^12 */
/* Of currencies with very many digits the digits count with those before the point. */
#define AM_OPEN_END_MONEY        18
#define AM_OPEN_END_MONEY_DIGITS 33

static inline am_decimal am_open_end_money(int32_t digits) {
    int32_t most = AM_OPEN_END_MONEY_DIGITS - digits;
    return am_decimal_make(false, 1, most < AM_OPEN_END_MONEY ? most : AM_OPEN_END_MONEY);
}

static inline am_decimal am_open_end_number(void) {
    return am_decimal_make(false, 1, AM_OPEN_END_NUMBER);
}

static inline am_decimal am_open_end_whole(void) {
    return am_decimal_make(false, 1, AM_OPEN_END_WHOLE);
}

/* What a half of the end, and a quarter of it, are of the end. */
static inline am_decimal am_open_end_half(void) {
    return am_decimal_make(false, 5, -1);
}

static inline am_decimal am_open_end_quarter(void) {
    return am_decimal_make(false, 25, -2);
}

#endif
