/*
 * Numbers and dates that are written as elsewhere: recognised, so that a message can say what to write.
 */
#ifndef AM_SYNTAX_NUMERAL_H
#define AM_SYNTAX_NUMERAL_H

#include "base/slice.h"

#define AM_NUMERAL_MAX 64

typedef struct am_numeral {
    char text[AM_NUMERAL_MAX];
    size_t length; /* 0: no suggestion */
} am_numeral;

/* `5.000.000` -> 5_000_000, `1,000.50` -> 1_000.50, `12,5` -> 12.5, `1__0` -> 1_0. */
am_numeral am_numeral_suggest(am_slice text);
/* Whether three groups of digits between `separator`s look like a date, and what it is where day and month
 * are clear. */
bool am_numeral_is_date(am_slice text, char separator, am_numeral *suggestion);
/* The ordinal of the digits: `2` -> 2nd. */
am_numeral am_numeral_ordinal(am_slice digits);

#endif
