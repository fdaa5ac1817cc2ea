/*
 * Civil dates and day numbers, in whole-number arithmetic over the 400-year cycle of the Gregorian calendar.
 *
 * Years are counted from March inside this file, so that the leap day is the last of its year: a month's
 * first day is then a linear function of its number. Every am_date that is read here lies within
 * AM_DATE_MIN..AM_DATE_MAX, and every one written does.
 */
#include "base/date_march.h"

enum {
    DAYS_A_CYCLE = 146097, /* 400 years */
    DAYS_TO_EPOCH = AM_DATE_FROM_MARCH,
    FIRST_MONTH = 1 * 12,       /* 0001-01, in months since 0000-01 */
    LAST_MONTH = 9999 * 12 + 11 /* 9999-12 */
};

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int am_date_days_in_month(int year, int month) {
    static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

/* The day number of a day that exists. */
static am_date day_of(int year, int month, int day) {
    int from_march = (month + 9) % 12;
    int shifted = year - (month <= 2);
    int cycle = shifted / 400;
    int year_of_cycle = shifted % 400;
    int day_of_year = (153 * from_march + 2) / 5 + day - 1;

    return cycle * DAYS_A_CYCLE + year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 +
           day_of_year - DAYS_TO_EPOCH;
}

bool am_date_of_civil(int year, int month, int day, am_date *out) {
    if (year < 1 || year > 9999 || month < 1 || month > 12) {
        return false;
    }
    if (day < 1 || day > am_date_days_in_month(year, month)) {
        return false;
    }
    *out = day_of(year, month, day);
    return true;
}

/* A day of a year from March: months are 3 to 14, days from 0. */
typedef struct march_day {
    uint32_t year;
    uint32_t month;
    uint32_t day;
} march_day;

static inline march_day march_day_of(am_date date) {
    am_date_march at = am_date_march_of(date);
    uint32_t months = 2141 * at.day + 197913;
    return (march_day){at.year, months >> 16, (months & 0xFFFF) / 2141};
}

/* The days before a month of such a year. */
static inline uint32_t days_before(uint32_t month) {
    return (979 * month - 2919) >> 5;
}

static inline am_date date_of_march(march_day at) {
    return am_date_of_march((am_date_march){at.year, days_before(at.month) + at.day});
}

void am_date_to_civil(am_date date, int *year, int *month, int *day) {
    march_day at = march_day_of(date);
    bool is_next = at.month > 12;

    *year = (int)at.year + is_next;
    *month = (int)at.month - (is_next ? 12 : 0);
    *day = (int)at.day + 1;
}

am_date_status am_date_add_days(am_date date, int64_t days, am_date *out) {
    if (days < (int64_t)AM_DATE_MIN - date || days > (int64_t)AM_DATE_MAX - date) {
        return AM_DATE_OUT_OF_RANGE;
    }
    *out = (am_date)(date + days);
    return AM_DATE_OK;
}

am_date_status am_date_add_months(am_date date, int64_t months, am_month_end mode, am_date *out) {
    march_day at = march_day_of(date);
    int64_t sum;
    uint32_t length;

    if (months < -LAST_MONTH || months > LAST_MONTH) {
        return AM_DATE_OUT_OF_RANGE;
    }
    sum = (int64_t)at.year * 12 + at.month - 1 + months;
    if (sum < FIRST_MONTH || sum > LAST_MONTH) {
        return AM_DATE_OUT_OF_RANGE;
    }
    at.year = (uint32_t)(sum - 2) / 12;
    at.month = (uint32_t)(sum - 2) % 12 + 3;
    if (at.day >= 28) { /* else every month has it */
        length = at.month == 14 ? 28 + (uint32_t)is_leap((int)at.year + 1)
                                : days_before(at.month + 1) - days_before(at.month);
        if (at.day >= length) {
            if (mode == AM_MONTH_END_ERROR) {
                return AM_DATE_NO_SUCH_DAY;
            }
            at.day = length - 1 + (mode == AM_MONTH_END_UP);
        }
    }
    *out = date_of_march(at);
    return AM_DATE_OK;
}

am_date am_date_end_of_month(am_date date) {
    int year, month, day;

    am_date_to_civil(date, &year, &month, &day);
    return date + (am_date_days_in_month(year, month) - day);
}

/* The whole months from a to b, a <= b, and whether days are left over after them. */
static int32_t months_from(am_date a, am_date b, bool *has_rest) {
    int year_a, month_a, day_a, year_b, month_b, day_b, last_day;
    int32_t months;

    am_date_to_civil(a, &year_a, &month_a, &day_a);
    am_date_to_civil(b, &year_b, &month_b, &day_b);
    months = (year_b - year_a) * 12 + month_b - month_a;
    last_day = am_date_days_in_month(year_b, month_b);
    if (day_a > last_day) {
        day_a = last_day;
    }
    *has_rest = day_b != day_a;
    return months - (day_b < day_a);
}

int32_t am_date_months_between(am_date a, am_date b) {
    bool has_rest;

    return b < a ? -months_from(b, a, &has_rest) : months_from(a, b, &has_rest);
}

int32_t am_date_months_begun(am_date a, am_date b) {
    bool has_rest;
    int32_t months = b < a ? months_from(b, a, &has_rest) : months_from(a, b, &has_rest);

    months += has_rest;
    return b < a ? -months : months;
}

/* The number that `count` digits spell, or -1. */
static int digits_at(const char *text, int count) {
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool am_date_parse(am_slice text, am_date *out) {
    if (text.length != AM_DATE_TEXT || text.data[4] != '-' || text.data[7] != '-') {
        return false;
    }
    return am_date_of_civil(digits_at(text.data, 4), digits_at(text.data + 5, 2), digits_at(text.data + 8, 2),
                            out);
}

static void put_digits(char *place, int value, int count) {
    while (count-- > 0) {
        place[count] = (char)('0' + value % 10);
        value /= 10;
    }
}

void am_date_print(am_buffer *buffer, am_date date) {
    char *place = am_buffer_reserve(buffer, AM_DATE_TEXT);
    int year, month, day;

    if (place == NULL) {
        return;
    }
    am_date_to_civil(date, &year, &month, &day);
    put_digits(place, year, 4);
    place[4] = '-';
    put_digits(place + 5, month, 2);
    place[7] = '-';
    put_digits(place + 8, day, 2);
    buffer->length += AM_DATE_TEXT;
}
