/*
 * Civil dates as day numbers: 0001-01-01 to 9999-12-31 in the proleptic Gregorian calendar.
 *
 * Day 0 is 1970-01-01. Month arithmetic can meet a day that its month has not: what then happens is the
 * caller's choice, as the rulebook's header states it.
 */
#ifndef AM_BASE_DATE_H
#define AM_BASE_DATE_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

typedef int32_t am_date;

#define AM_DATE_MIN (-719162) /* 0001-01-01 */
#define AM_DATE_MAX 2932896   /* 9999-12-31 */
/* The least length that a date's or a period's text may have, with no terminator: 2024-12-30. */
#define AM_DATE_TEXT 10

/* What a month sum does where the month is too short. */
typedef enum am_month_end {
    AM_MONTH_END_ERROR,
    AM_MONTH_END_DOWN, /* the month's last day */
    AM_MONTH_END_UP,   /* the first of the next month */
} am_month_end;

typedef enum am_date_status {
    AM_DATE_OK,
    AM_DATE_NO_SUCH_DAY, /* the month is too short, and the mode is AM_MONTH_END_ERROR */
    AM_DATE_OUT_OF_RANGE,
} am_date_status;

/* False when there is no such day. month 1 to 12, day 1 to 31. */
bool am_date_of_civil(int year, int month, int day, am_date *out);
void am_date_to_civil(am_date date, int *year, int *month, int *day);
int am_date_days_in_month(int year, int month);

am_date_status am_date_add_days(am_date date, int64_t days, am_date *out);
am_date_status am_date_add_months(am_date date, int64_t months, am_month_end mode, am_date *out);
am_date am_date_end_of_month(am_date date);

/* The greatest n with a + n months <= b, where a lost day counts as the month's last; negated when b < a. */
int32_t am_date_months_between(am_date a, am_date b);
/* As months_between, a fraction of a month counted as one. */
int32_t am_date_months_begun(am_date a, am_date b);

/* Exactly YYYY-MM-DD; false when it is not, or there is no such day. */
bool am_date_parse(am_slice text, am_date *out);
void am_date_print(am_buffer *buffer, am_date date);

#endif
