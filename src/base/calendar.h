/*
 * A calendar of working days: days of the week that are never worked, and holidays, for a stretch of days.
 *
 * Nothing is said of days outside the stretch: whoever asks for one is refused, never given a guess.
 */
#ifndef AM_BASE_CALENDAR_H
#define AM_BASE_CALENDAR_H

#include "base/date.h"

typedef struct am_calendar {
    am_slice name;
    am_slice citation;
    am_date first; /* the days that are covered, both of them too */
    am_date last;
    uint8_t weekend;   /* a bit for each day of the week, Monday the lowest */
    am_date *holidays; /* rising, covered, none of them at a weekend */
    uint32_t holiday_count;
} am_calendar;

/* 0 for Monday to 6 for Sunday. */
unsigned am_date_weekday(am_date date);
/* Whether the holidays, the stretch and the weekend are as the fields say. */
bool am_calendar_is_sound(const am_calendar *calendar);
bool am_calendar_covers(const am_calendar *calendar, am_date date);
bool am_calendar_is_weekend(const am_calendar *calendar, am_date date);
/* The working days after a up to and with b; negated when b is before a. False when a or b is not covered. */
bool am_calendar_between(const am_calendar *calendar, am_date a, am_date b, int64_t *out);
/* The count-th working day after the date, before it when count is negative; the date itself for 0. False
 * when the date or that day is not covered. */
bool am_calendar_add(const am_calendar *calendar, am_date date, int64_t count, am_date *out);

#endif
