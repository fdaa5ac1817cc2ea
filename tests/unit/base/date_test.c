/*
 * Dates: the calendar's rules, month sums at the ends of months, and texts that are no dates.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/date.h"
#include "counting_allocator.h"

static am_date at(const char *text) {
    am_date date = 0;

    assert_true(am_date_parse(am_slice_of(text), &date));
    return date;
}

static void counts_from_1970(void **state) {
    (void)state;
    assert_int_equal(at("1970-01-01"), 0);
    assert_int_equal(at("1969-12-31"), -1);
    assert_int_equal(at("2000-03-01"), 11017);
    assert_int_equal(at("0001-01-01"), AM_DATE_MIN);
    assert_int_equal(at("9999-12-31"), AM_DATE_MAX);
}

/* Walks through every day that there is, one after the other, with the calendar's rules written out again. */
static void every_day_follows_its_eve(void **state) {
    int year = 1, month = 1, day = 1;

    (void)state;
    for (am_date date = AM_DATE_MIN; date <= AM_DATE_MAX; date++) {
        int y, m, d;
        am_date back = 0;
        bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        int last = month == 2                                              ? 28 + is_leap
                   : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                           : 31;

        am_date_to_civil(date, &y, &m, &d);
        if (y != year || m != month || d != day || !am_date_of_civil(year, month, day, &back) ||
            back != date) {
            fail_msg("day %d is not %04d-%02d-%02d", (int)date, year, month, day);
        }
        if (am_date_end_of_month(date) != date + last - day) {
            fail_msg("the month of %04d-%02d-%02d ends elsewhere", year, month, day);
        }
        if (++day > last) {
            day = 1;
            year += month == 12;
            month = month % 12 + 1;
        }
    }
    assert_int_equal(year, 10000);
}

static void refuses_days_that_are_not(void **state) {
    static const int cases[][3] = {
        {0, 1, 1},     {10000, 1, 1}, {2024, 0, 1},  {2024, 13, 1}, {2024, 1, 0},  {2024, 1, 32},
        {2024, 4, 31}, {2023, 2, 29}, {1900, 2, 29}, {2100, 2, 29}, {2024, 2, 30}, {-1, 1, 1},
    };
    am_date date;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(am_date_of_civil(cases[i][0], cases[i][1], cases[i][2], &date));
    }
    assert_true(am_date_of_civil(2000, 2, 29, &date));
    assert_true(am_date_of_civil(2024, 2, 29, &date));
    assert_true(am_date_of_civil(1600, 2, 29, &date));
}

static void knows_lengths_of_months(void **state) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    (void)state;
    for (int month = 1; month <= 12; month++) {
        assert_int_equal(am_date_days_in_month(2023, month), lengths[month - 1]);
    }
    assert_int_equal(am_date_days_in_month(2024, 2), 29);
    assert_int_equal(am_date_days_in_month(2000, 2), 29);
    assert_int_equal(am_date_days_in_month(1900, 2), 28);
    assert_int_equal(am_date_days_in_month(2024, 3), 31);
}

static void adds_days(void **state) {
    am_date date = 77;

    (void)state;
    assert_int_equal(am_date_add_days(at("2024-02-28"), 1, &date), AM_DATE_OK);
    assert_int_equal(date, at("2024-02-29"));
    assert_int_equal(am_date_add_days(at("2024-01-01"), -1, &date), AM_DATE_OK);
    assert_int_equal(date, at("2023-12-31"));
    assert_int_equal(am_date_add_days(AM_DATE_MIN, (int64_t)AM_DATE_MAX - AM_DATE_MIN, &date), AM_DATE_OK);
    assert_int_equal(date, AM_DATE_MAX);
    date = 77;
    assert_int_equal(am_date_add_days(AM_DATE_MAX, 1, &date), AM_DATE_OUT_OF_RANGE);
    assert_int_equal(am_date_add_days(AM_DATE_MIN, -1, &date), AM_DATE_OUT_OF_RANGE);
    assert_int_equal(am_date_add_days(0, INT64_MAX, &date), AM_DATE_OUT_OF_RANGE);
    assert_int_equal(am_date_add_days(AM_DATE_MAX, INT64_MIN, &date), AM_DATE_OUT_OF_RANGE);
    assert_int_equal(date, 77);
}

static void adds_months(void **state) {
    /* What comes of each where the month is too short: the last day, the first of the next, an error (""). */
    static const struct {
        const char *from;
        int months;
        const char *down, *up, *error;
    } cases[] = {
        {"2024-01-15", 1, "2024-02-15", "2024-02-15", "2024-02-15"},
        {"2024-01-31", 0, "2024-01-31", "2024-01-31", "2024-01-31"},
        {"2024-01-31", 1, "2024-02-29", "2024-03-01", ""},
        {"2024-01-30", 1, "2024-02-29", "2024-03-01", ""},
        {"2024-01-29", 1, "2024-02-29", "2024-02-29", "2024-02-29"},
        {"2023-01-29", 1, "2023-02-28", "2023-03-01", ""},
        {"2024-02-29", 12, "2025-02-28", "2025-03-01", ""},
        {"2024-02-29", 48, "2028-02-29", "2028-02-29", "2028-02-29"},
        {"2096-02-29", 48, "2100-02-28", "2100-03-01", ""},
        {"1996-02-29", 48, "2000-02-29", "2000-02-29", "2000-02-29"},
        {"2024-02-29", -12, "2023-02-28", "2023-03-01", ""},
        {"2024-03-31", -1, "2024-02-29", "2024-03-01", ""},
        {"2024-05-31", 1, "2024-06-30", "2024-07-01", ""},
        {"2024-08-31", 1, "2024-09-30", "2024-10-01", ""},
        {"2024-10-31", 1, "2024-11-30", "2024-12-01", ""},
        {"2024-07-31", 1, "2024-08-31", "2024-08-31", "2024-08-31"},
        {"2024-12-31", 1, "2025-01-31", "2025-01-31", "2025-01-31"},
        {"2024-12-31", 2, "2025-02-28", "2025-03-01", ""},
        {"2024-01-31", -1, "2023-12-31", "2023-12-31", "2023-12-31"},
        {"0001-01-01", 119987, "9999-12-01", "9999-12-01", "9999-12-01"},
        {"9999-12-31", -119987, "0001-01-31", "0001-01-31", "0001-01-31"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        am_date from = at(cases[i].from), date = 77;

        assert_int_equal(am_date_add_months(from, cases[i].months, AM_MONTH_END_DOWN, &date), AM_DATE_OK);
        assert_int_equal(date, at(cases[i].down));
        assert_int_equal(am_date_add_months(from, cases[i].months, AM_MONTH_END_UP, &date), AM_DATE_OK);
        assert_int_equal(date, at(cases[i].up));
        if (cases[i].error[0] == '\0') {
            date = 77;
            assert_int_equal(am_date_add_months(from, cases[i].months, AM_MONTH_END_ERROR, &date),
                             AM_DATE_NO_SUCH_DAY);
            assert_int_equal(date, 77);
        } else {
            assert_int_equal(am_date_add_months(from, cases[i].months, AM_MONTH_END_ERROR, &date),
                             AM_DATE_OK);
            assert_int_equal(date, at(cases[i].error));
        }
    }
}

static void months_stay_in_range(void **state) {
    static const int64_t sums[] = {1, 12, 119988, INT32_MAX, INT64_MAX};
    am_date date = 77;

    (void)state;
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        assert_int_equal(am_date_add_months(AM_DATE_MAX, sums[i], AM_MONTH_END_UP, &date),
                         AM_DATE_OUT_OF_RANGE);
        assert_int_equal(am_date_add_months(AM_DATE_MIN, -sums[i], AM_MONTH_END_UP, &date),
                         AM_DATE_OUT_OF_RANGE);
    }
    assert_int_equal(am_date_add_months(0, INT64_MIN, AM_MONTH_END_UP, &date), AM_DATE_OUT_OF_RANGE);
    assert_int_equal(date, 77);
}

static void counts_months(void **state) {
    static const struct {
        const char *a, *b;
        int between, begun;
    } cases[] = {
        {"2024-01-15", "2024-01-15", 0, 0},   {"2024-01-15", "2024-01-16", 0, 1},
        {"2024-01-15", "2024-02-14", 0, 1},   {"2024-01-15", "2024-02-15", 1, 1},
        {"2024-01-15", "2024-02-16", 1, 2},   {"2024-01-31", "2024-02-28", 0, 1},
        {"2024-01-31", "2024-02-29", 1, 1},   {"2024-01-31", "2024-03-01", 1, 2},
        {"2024-01-31", "2024-03-30", 1, 2},   {"2024-01-31", "2024-03-31", 2, 2},
        {"2023-01-31", "2023-02-28", 1, 1},   {"2024-02-29", "2025-02-28", 12, 12},
        {"2024-02-29", "2025-02-27", 11, 12}, {"2024-02-29", "2028-02-28", 47, 48},
        {"2024-02-29", "2028-02-29", 48, 48}, {"2020-06-30", "2024-06-29", 47, 48},
        {"2020-06-30", "2024-06-30", 48, 48}, {"0001-01-01", "9999-12-31", 119987, 119988},
        {"2024-02-29", "2024-03-29", 1, 1},   {"2024-02-29", "2024-03-31", 1, 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        am_date a = at(cases[i].a), b = at(cases[i].b);

        assert_int_equal(am_date_months_between(a, b), cases[i].between);
        assert_int_equal(am_date_months_between(b, a), -cases[i].between);
        assert_int_equal(am_date_months_begun(a, b), cases[i].begun);
        assert_int_equal(am_date_months_begun(b, a), -cases[i].begun);
    }
}

/* The definition, for every day of four years from some days: a + n months <= b < a + (n + 1) months. */
static void months_between_is_the_greatest(void **state) {
    static const char *const starts[] = {"2023-01-28", "2023-01-29", "2023-01-30", "2023-01-31",
                                         "2024-02-28", "2024-02-29", "2023-12-31", "2024-04-30"};

    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        am_date a = at(starts[i]);

        for (am_date b = a; b < a + 1461; b++) {
            int32_t months = am_date_months_between(a, b);
            am_date low = 0, high = 0;

            am_date_add_months(a, months, AM_MONTH_END_DOWN, &low);
            am_date_add_months(a, months + 1, AM_MONTH_END_DOWN, &high);
            assert_true(low <= b && b < high);
            assert_int_equal(am_date_months_begun(a, b), months + (low < b));
        }
    }
}

static void refuses_bad_texts(void **state) {
    static const char *const texts[] = {
        "",           "2024-1-01",    "2024-01-1",  "24-01-01",    "2024/01/01", "2024-01-01 ", " 2024-01-01",
        "2024-02-30", "2023-02-29",   "0000-01-01", "2024-13-01",  "2024-00-10", "2024-01-00",  "2024-01-32",
        "2024-01-0a", "-024-01-01",   "+024-01-01", "12024-01-01", "20240101",   "2024-01:01",  "2024- 1-01",
        "2o24-01-01", "2024-0\xC3-1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        am_date date = 77;

        assert_false(am_date_parse(am_slice_of(texts[i]), &date));
        assert_int_equal(date, 77);
    }
}

static void prints_ten_characters(void **state) {
    static const char *const texts[] = {"0001-01-01", "0999-10-09", "1970-01-01", "2024-02-29", "9999-12-31"};
    am_buffer buffer;

    (void)state;
    am_buffer_init(&buffer, am_allocator_standard());
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buffer.length = 0;
        am_date_print(&buffer, at(texts[i]));
        assert_true(am_slice_is_equal(am_buffer_text(&buffer), am_slice_of(texts[i])));
    }
    am_buffer_clear(&buffer);
}

static void printing_may_fail(void **state) {
    counting_allocator counting = {.refused = 1};
    am_buffer buffer;

    (void)state;
    am_buffer_init(&buffer, counting_allocator_of(&counting));
    am_date_print(&buffer, 0);
    assert_true(buffer.is_failed);
    assert_int_equal(buffer.length, 0);
    am_buffer_clear(&buffer);
}

int date_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_from_1970),
        cmocka_unit_test(every_day_follows_its_eve),
        cmocka_unit_test(refuses_days_that_are_not),
        cmocka_unit_test(knows_lengths_of_months),
        cmocka_unit_test(adds_days),
        cmocka_unit_test(adds_months),
        cmocka_unit_test(months_stay_in_range),
        cmocka_unit_test(counts_months),
        cmocka_unit_test(months_between_is_the_greatest),
        cmocka_unit_test(refuses_bad_texts),
        cmocka_unit_test(prints_ten_characters),
        cmocka_unit_test(printing_may_fail),
    };

    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
