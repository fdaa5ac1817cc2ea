/*
 * Dates moved by months: every day of the calendar, against am_date_add_months.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/date.h"
#include "lanes.h"

enum { DAYS_AT_ONCE = 4096 };

/* The last day of a run of days [from, from + count) may be moved whenever the first and it can. */
static void try_days(const char *table, const am_kernels *kernels, am_date from, uint32_t count,
                     int32_t months) {
    static int32_t days[DAYS_AT_ONCE], out[DAYS_AT_ONCE];
    uint32_t rows = 0;
    for (uint32_t i = 0; i < count; i++) {
        am_date moved;
        if (am_date_add_months(from + (am_date)i, months, AM_MONTH_END_DOWN, &moved) == AM_DATE_OK) {
            days[rows++] = from + (am_date)i;
        }
    }
    am_strip strip = {.rows = rows, .out = out, .in = {days}, .factor = months};
    am_strip_move_months(kernels, &strip, am_values_extremes(kernels, AM_WIDTH_4, days, rows));
    for (uint32_t i = 0; i < rows; i++) {
        am_date moved;
        am_date_add_months(days[i], months, AM_MONTH_END_DOWN, &moved);
        must_be(table, "move_months", i, out[i], moved);
    }
}

static void try_calendar(const char *table, const am_kernels *kernels, int32_t months) {
    for (am_date day = AM_DATE_MIN; day <= AM_DATE_MAX; day += DAYS_AT_ONCE) {
        int32_t left = AM_DATE_MAX - day + 1;
        try_days(table, kernels, day, left < DAYS_AT_ONCE ? (uint32_t)left : DAYS_AT_ONCE, months);
    }
}

static void test_calendar(void **state) {
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    for (unsigned t = 0; tables[t] != NULL; t++) {
        try_calendar(kernel_names[t], tables[t], -36);
        try_calendar(kernel_names[t], tables[t], 1);
    }
}

/* Four hundred years are all there is; so many months from any day of them. */
static void test_months(void **state) {
    static const int32_t months[] = {0,    -1,    2,    -2,   3,     -5,   6,     11,     -11,    12,
                                     -12,  13,    24,   -24,  36,    48,   -48,   60,     120,    -120,
                                     1199, -1200, 1201, 4799, -4800, 4801, 50000, -50000, 119987, -119987};
    am_date first, last;
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    assert_true(am_date_of_civil(1899, 12, 1, &first));
    assert_true(am_date_of_civil(2101, 3, 31, &last));
    for (unsigned t = 0; tables[t] != NULL; t++) {
        for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
            for (am_date day = first; day <= last; day += DAYS_AT_ONCE) {
                try_days(kernel_names[t], tables[t], day, DAYS_AT_ONCE, months[i]);
            }
            try_days(kernel_names[t], tables[t], AM_DATE_MIN, DAYS_AT_ONCE, months[i]);
            try_days(kernel_names[t], tables[t], AM_DATE_MAX - DAYS_AT_ONCE + 1, DAYS_AT_ONCE, months[i]);
        }
    }
}

/* From March 1900 to 2099 there is a shorter way: every day of it, and those at its ends with no others. */
static void test_near(void **state) {
    static const int32_t months[] = {0, 1, -1, 12, -36, 100, -1300, 2300};
    am_date first, last;
    (void)state;
    const am_kernels *const *tables = kernel_tables();
    assert_true(am_date_of_civil(1900, 3, 1, &first));
    assert_true(am_date_of_civil(2099, 12, 31, &last));
    for (unsigned t = 0; tables[t] != NULL; t++) {
        for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
            for (am_date day = first; day <= last; day += 100) {
                int32_t left = last - day + 1;
                try_days(kernel_names[t], tables[t], day, left < 100 ? (uint32_t)left : 100, months[i]);
            }
        }
    }
}

int kernel_date_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendar),
        cmocka_unit_test(test_months),
        cmocka_unit_test(test_near),
    };
    return cmocka_run_group_tests_name("kernels of dates", tests, NULL, NULL);
}
