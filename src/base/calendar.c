/*
 * Working days by counting: how many there are from the first covered day on is a sum of whole weeks, the
 * rest of a week and the holidays so far; the n-th one is found by halving.
 *
 * The weekend never fills the week, so that the count rises.
 */
#include "base/calendar.h"

enum { WEEK = 7, EVERY_DAY = 0x7F };

/* 1970-01-01 was a Thursday. */
unsigned am_date_weekday(am_date date) {
    int64_t day = ((int64_t)date + 3) % WEEK;
    return (unsigned)(day < 0 ? day + WEEK : day);
}

bool am_calendar_covers(const am_calendar *calendar, am_date date) {
    return date >= calendar->first && date <= calendar->last;
}

bool am_calendar_is_weekend(const am_calendar *calendar, am_date date) {
    return (calendar->weekend >> am_date_weekday(date) & 1) != 0;
}

bool am_calendar_is_sound(const am_calendar *calendar) {
    if (calendar->first < AM_DATE_MIN || calendar->last > AM_DATE_MAX || calendar->first > calendar->last ||
        calendar->weekend >= EVERY_DAY) {
        return false;
    }
    for (uint32_t i = 0; i < calendar->holiday_count; i++) {
        am_date holiday = calendar->holidays[i];
        if (!am_calendar_covers(calendar, holiday) || am_calendar_is_weekend(calendar, holiday) ||
            (i > 0 && calendar->holidays[i - 1] >= holiday)) {
            return false;
        }
    }
    return true;
}

static uint32_t holidays_up_to(const am_calendar *calendar, am_date date) {
    uint32_t low = 0;
    uint32_t high = calendar->holiday_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (calendar->holidays[middle] <= date) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The working days from the first covered day up to and with the date, which may be the day before it. */
static int64_t count_up_to(const am_calendar *calendar, am_date date) {
    int64_t days = (int64_t)date - calendar->first + 1;
    int64_t count = 0;
    for (unsigned i = 0; i < WEEK; i++) {
        /* The i-th day of the stretch and all that lie whole weeks behind it. */
        int64_t such = days > i ? (days - i + WEEK - 1) / WEEK : 0;
        count += am_calendar_is_weekend(calendar, calendar->first + (am_date)i) ? 0 : such;
    }
    return count - holidays_up_to(calendar, date);
}

bool am_calendar_between(const am_calendar *calendar, am_date a, am_date b, int64_t *out) {
    if (!am_calendar_covers(calendar, a) || !am_calendar_covers(calendar, b)) {
        return false;
    }
    *out = count_up_to(calendar, b) - count_up_to(calendar, a);
    return true;
}

/* The first covered day up to and with which there are so many working days, `wanted` at least 1. */
static bool find_day(const am_calendar *calendar, int64_t wanted, am_date *out) {
    am_date low = calendar->first;
    am_date high = calendar->last;
    if (wanted < 1 || count_up_to(calendar, high) < wanted) {
        return false;
    }
    while (low < high) {
        am_date middle = low + (high - low) / 2;
        if (count_up_to(calendar, middle) >= wanted) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    *out = low;
    return true;
}

bool am_calendar_add(const am_calendar *calendar, am_date date, int64_t count, am_date *out) {
    if (!am_calendar_covers(calendar, date) || count > AM_DATE_MAX - (int64_t)AM_DATE_MIN ||
        count < (int64_t)AM_DATE_MIN - AM_DATE_MAX) {
        return false;
    }
    *out = date;
    if (count == 0) {
        return true;
    }
    if (count > 0) {
        return find_day(calendar, count_up_to(calendar, date) + count, out);
    }
    return find_day(calendar, count_up_to(calendar, date - 1) + count + 1, out);
}
