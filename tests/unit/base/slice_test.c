/*
 * Slices: comparing, cutting, and the distance that suggestions are made by.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/slice.h"

static void borrows_terminated_text(void **state) {
    (void)state;
    assert_int_equal(am_slice_of("fine").length, 4);
    assert_int_equal(am_slice_of("").length, 0);
    assert_int_equal(am_slice_of(NULL).length, 0);
    assert_int_equal(AM_SLICE("a\0b").length, 3);
}

static void compares_bytes(void **state) {
    am_slice empty = {NULL, 0};

    (void)state;
    assert_true(am_slice_is_equal(AM_SLICE("fine"), AM_SLICE("fine")));
    assert_false(am_slice_is_equal(AM_SLICE("fine"), AM_SLICE("find")));
    assert_false(am_slice_is_equal(AM_SLICE("fine"), AM_SLICE("fines")));
    assert_true(am_slice_is_equal(empty, AM_SLICE("")));
    assert_int_equal(am_slice_compare(empty, empty), 0);
    assert_true(am_slice_compare(empty, AM_SLICE("a")) < 0);
    assert_true(am_slice_compare(AM_SLICE("b"), AM_SLICE("a")) > 0);
    assert_true(am_slice_compare(AM_SLICE("fine"), AM_SLICE("fines")) < 0);
    assert_true(am_slice_compare(AM_SLICE("fines"), AM_SLICE("fine")) > 0);
    /* Bytes are unsigned: é comes after z. */
    assert_true(am_slice_compare(AM_SLICE("\xC3\xA9"), AM_SLICE("z")) > 0);
}

static void knows_beginnings(void **state) {
    am_slice empty = {NULL, 0};

    (void)state;
    assert_true(am_slice_starts_with(AM_SLICE("penalty"), AM_SLICE("pen")));
    assert_true(am_slice_starts_with(AM_SLICE("penalty"), AM_SLICE("penalty")));
    assert_true(am_slice_starts_with(empty, empty));
    assert_true(am_slice_starts_with(AM_SLICE("penalty"), empty));
    assert_false(am_slice_starts_with(AM_SLICE("pen"), AM_SLICE("penalty")));
    assert_false(am_slice_starts_with(AM_SLICE("penalty"), AM_SLICE("pet")));
}

static void cuts_parts_within_the_text(void **state) {
    am_slice text = AM_SLICE("schedule");

    (void)state;
    assert_true(am_slice_is_equal(am_slice_part(text, 0, 3), AM_SLICE("sch")));
    assert_true(am_slice_is_equal(am_slice_part(text, 3, 8), AM_SLICE("edule")));
    assert_true(am_slice_is_equal(am_slice_part(text, 5, 100), AM_SLICE("ule")));
    assert_int_equal(am_slice_part(text, 8, 9).length, 0);
    assert_int_equal(am_slice_part(text, 100, 200).length, 0);
    assert_int_equal(am_slice_part(text, 5, 2).length, 0);
    assert_int_equal(am_slice_part((am_slice){NULL, 0}, 1, 2).length, 0);
}

static void counts_edits(void **state) {
    static const struct {
        const char *a, *b;
        unsigned edits;
    } cases[] = {
        {"", "", 0},
        {"tier", "tier", 0},
        {"tier", "teir", 1},
        {"tier", "tie", 1},
        {"tier", "tiers", 1},
        {"tier", "pier", 1},
        {"turnover", "turnovr", 1},
        {"", "abc", 3},
        {"kitten", "sitting", 3},
        {"ab", "ba", 1},
        {"abcd", "badc", 2},
        {"ca", "abc", 3},
        {"penalty", "schedule", 6}, /* 8 without a limit */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        am_slice a = am_slice_of(cases[i].a), b = am_slice_of(cases[i].b);

        assert_int_equal(am_slice_distance(a, b, 5), cases[i].edits);
        assert_int_equal(am_slice_distance(b, a, 5), cases[i].edits);
        assert_int_equal(am_slice_distance(a, b, 0), cases[i].edits == 0 ? 0 : 1);
    }
}

static void gives_up_on_long_names(void **state) {
    static const char text[66] = {0};

    (void)state;
    assert_int_equal(am_slice_distance((am_slice){text, 64}, (am_slice){text, 63}, 2), 1);
    assert_int_equal(am_slice_distance((am_slice){text, 65}, (am_slice){text, 64}, 2), 3);
    assert_int_equal(am_slice_distance((am_slice){text, 64}, (am_slice){text, 65}, 2), 3);
}

int slice_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(borrows_terminated_text),
        cmocka_unit_test(compares_bytes),
        cmocka_unit_test(knows_beginnings),
        cmocka_unit_test(cuts_parts_within_the_text),
        cmocka_unit_test(counts_edits),
        cmocka_unit_test(gives_up_on_long_names),
    };

    return cmocka_run_group_tests_name("slice", tests, NULL, NULL);
}
