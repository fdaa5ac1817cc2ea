/*
 * Working days, held against a walk from day to day.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"

enum { FIRST = 19723, LAST = 19853 }; /* 2024-01-01, a Monday, to 2024-05-10 */

static am_date holidays[] = {FIRST, FIRST + 1, FIRST + 88, FIRST + 91, LAST - 9, LAST};

static am_calendar calendar_of(uint8_t weekend) {
    return (am_calendar){
        .first = FIRST, .last = LAST, .weekend = weekend, .holidays = holidays, .holiday_count = 6};
}

static bool is_worked(const am_calendar *calendar, am_date day) {
    for (uint32_t i = 0; i < calendar->holiday_count; i++) {
        if (calendar->holidays[i] == day) {
            return false;
        }
    }
    return (calendar->weekend >> ((day - FIRST) % 7) & 1) == 0;
}

static void knows_the_days_of_the_week(void **state) {
    (void)state;
    assert_int_equal(am_date_weekday(0), 3);
    assert_int_equal(am_date_weekday(-1), 2);
    assert_int_equal(am_date_weekday(FIRST), 0);
    assert_int_equal(am_date_weekday(AM_DATE_MIN), 0);
    assert_int_equal(am_date_weekday(AM_DATE_MAX), 4);
}

static void check_from(const am_calendar *calendar, am_date a) {
    int64_t count = 0, found;
    am_date reached;
    for (am_date b = a; b <= LAST; b++) {
        count += b > a && is_worked(calendar, b);
        assert_true(am_calendar_between(calendar, a, b, &found));
        assert_int_equal(found, count);
        assert_true(am_calendar_between(calendar, b, a, &found));
        assert_int_equal(found, -count);
        if (b > a && is_worked(calendar, b)) {
            assert_true(am_calendar_add(calendar, a, count, &reached));
            assert_int_equal(reached, b);
        }
        if (b > a && is_worked(calendar, a)) {
            /* From b back to a: the days worked from a up to the day before b. */
            int64_t back = count + 1 - (is_worked(calendar, b) ? 1 : 0);
            assert_true(am_calendar_add(calendar, b, -back, &reached));
            assert_int_equal(reached, a);
        }
    }
    assert_false(am_calendar_add(calendar, a, count + 1, &reached));
    assert_true(am_calendar_add(calendar, a, 0, &reached));
    assert_int_equal(reached, a);
}

static void counts_as_a_walk_does(void **state) {
    static const uint8_t weekends[] = {0x60, 0x00, 0x40, 0x48};
    (void)state;
    for (size_t i = 0; i < sizeof weekends; i++) {
        am_calendar calendar = calendar_of(weekends[i]);
        assert_true(am_calendar_is_sound(&calendar));
        for (am_date a = FIRST; a <= LAST; a += 3) {
            check_from(&calendar, a);
        }
    }
}

static void says_nothing_beyond_its_days(void **state) {
    am_calendar calendar = calendar_of(0x60);
    am_date reached;
    int64_t count;
    (void)state;
    assert_false(am_calendar_between(&calendar, FIRST - 1, FIRST, &count));
    assert_false(am_calendar_between(&calendar, FIRST, LAST + 1, &count));
    assert_false(am_calendar_add(&calendar, LAST + 1, 0, &reached));
    assert_false(am_calendar_add(&calendar, FIRST, -1, &reached));
    assert_false(am_calendar_add(&calendar, FIRST, INT64_MAX, &reached));
    assert_false(am_calendar_add(&calendar, FIRST, INT64_MIN, &reached));
}

static void is_sound_or_not(void **state) {
    am_calendar calendar = calendar_of(0x00);
    am_date backward[] = {FIRST + 1, FIRST};
    (void)state;
    assert_true(am_calendar_is_sound(&calendar));
    calendar.weekend = 0x01; /* the first holiday is a Monday */
    assert_false(am_calendar_is_sound(&calendar));
    calendar = (am_calendar){.first = FIRST, .last = LAST, .holidays = backward, .holiday_count = 2};
    assert_false(am_calendar_is_sound(&calendar));
    calendar = (am_calendar){.first = AM_DATE_MIN, .last = AM_DATE_MAX, .weekend = 0x7F};
    assert_false(am_calendar_is_sound(&calendar));
    calendar.weekend = 0x7E;
    assert_true(am_calendar_is_sound(&calendar));
}

int calendar_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_days_of_the_week),
        cmocka_unit_test(counts_as_a_walk_does),
        cmocka_unit_test(says_nothing_beyond_its_days),
        cmocka_unit_test(is_sound_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
