/*
 * Rounding in seven modes: the published table of ties, units that are no power of ten, and values far above
 * and below the unit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/decimal.h"

static am_decimal number(const char *text) {
    am_decimal value;

    assert_int_equal(am_decimal_parse(am_slice_of(text), &value), AM_ARITH_EXACT);
    return value;
}

static void assert_rounds(const char *a, am_rounding mode, const char *unit, const char *expected,
                          am_arith expected_status) {
    am_decimal result = am_decimal_of(77);
    am_arith status = am_decimal_round(number(a), mode, number(unit), &result);

    if (status != expected_status) {
        fail_msg("%s in mode %d to %s: status %d", a, (int)mode, unit, (int)status);
    }
    if (am_decimal_compare(result, number(expected)) != 0) {
        fail_msg("%s in mode %d to %s: not %s", a, (int)mode, unit, expected);
    }
    assert_false(result.digits == 0 && result.is_negative);
}

typedef struct round_case {
    const char *a, *unit;
    const char *in_mode[AM_ROUNDING_COUNT]; /* up, down, half up, half down, half even, ceiling, floor */
} round_case;

static void rounds_in_each_mode(void **state) {
    static const round_case cases[] = {
        {"5.5", "1", {"6", "5", "6", "5", "6", "6", "5"}},
        {"2.5", "1", {"3", "2", "3", "2", "2", "3", "2"}},
        {"1.6", "1", {"2", "1", "2", "2", "2", "2", "1"}},
        {"1.1", "1", {"2", "1", "1", "1", "1", "2", "1"}},
        {"1.0", "1", {"1", "1", "1", "1", "1", "1", "1"}},
        {"-1.1", "1", {"-2", "-1", "-1", "-1", "-1", "-1", "-2"}},
        {"-1.6", "1", {"-2", "-1", "-2", "-2", "-2", "-1", "-2"}},
        {"-2.5", "1", {"-3", "-2", "-3", "-2", "-2", "-2", "-3"}},
        {"-5.5", "1", {"-6", "-5", "-6", "-5", "-6", "-5", "-6"}},
        {"0", "1", {"0", "0", "0", "0", "0", "0", "0"}},
        {"0.5", "1", {"1", "0", "1", "0", "0", "1", "0"}},
        {"-0.5", "1", {"-1", "0", "-1", "0", "0", "0", "-1"}},
        {"-0.3", "1", {"-1", "0", "0", "0", "0", "0", "-1"}},
        {"10.005", "0.01", {"10.01", "10.00", "10.01", "10.00", "10.00", "10.01", "10.00"}},
        {"10.015", "0.01", {"10.02", "10.01", "10.02", "10.01", "10.02", "10.02", "10.01"}},
        {"10.0050000000000000000000000000001",
         "0.01",
         {"10.01", "10", "10.01", "10.01", "10.01", "10.01", "10"}},
        /* The Swiss five centimes. */
        {"7.025", "0.05", {"7.05", "7.00", "7.05", "7.00", "7.00", "7.05", "7.00"}},
        {"7.075", "0.05", {"7.10", "7.05", "7.10", "7.05", "7.10", "7.10", "7.05"}},
        {"7.03", "0.05", {"7.05", "7.00", "7.05", "7.05", "7.05", "7.05", "7.00"}},
        {"150", "100", {"200", "100", "200", "100", "200", "200", "100"}},
        {"250", "1E2", {"300", "200", "300", "200", "200", "300", "200"}},
        {"49.99", "100", {"100", "0", "0", "0", "0", "100", "0"}},
        {"-50", "100", {"-100", "0", "-100", "0", "0", "0", "-100"}},
        {"4", "3", {"6", "3", "3", "3", "3", "6", "3"}},
        {"4.5", "3", {"6", "3", "6", "3", "6", "6", "3"}},
        {"7.5", "3", {"9", "6", "9", "6", "6", "9", "6"}},
        {"9", "3", {"9", "9", "9", "9", "9", "9", "9"}},
        {"1", "0.3", {"1.2", "0.9", "0.9", "0.9", "0.9", "1.2", "0.9"}},
        {"1E-6176", "1E6111", {"1E6111", "0", "0", "0", "0", "1E6111", "0"}},
        {"-1E-6176", "25", {"-25", "0", "0", "0", "0", "0", "-25"}},
        {"9999999999999999999999999999999999",
         "1E33",
         {"1E34", "9E33", "1E34", "1E34", "1E34", "1E34", "9E33"}},
        {"99.995", "0.01", {"100", "99.99", "100", "99.99", "100", "100", "99.99"}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int mode = 0; mode < AM_ROUNDING_COUNT; mode++) {
            assert_rounds(cases[i].a, (am_rounding)mode, cases[i].unit, cases[i].in_mode[mode],
                          AM_ARITH_EXACT);
        }
    }
}

static void keeps_multiples(void **state) {
    (void)state;
    for (int mode = 0; mode < AM_ROUNDING_COUNT; mode++) {
        assert_rounds("1E6000", (am_rounding)mode, "0.01", "1E6000", AM_ARITH_EXACT);
        assert_rounds("3E40", (am_rounding)mode, "3", "3E40", AM_ARITH_EXACT);
        assert_rounds("-12.50", (am_rounding)mode, "0.0005", "-12.5", AM_ARITH_EXACT);
        assert_rounds("1E6144", (am_rounding)mode, "1E-6176", "1E6144", AM_ARITH_EXACT);
    }
}

/* 10^40 is 1 modulo 3: its neighbours among the multiples are 10^40 - 1 and 10^40 + 2, and 34 digits hold
 * neither. */
static void decides_exactly_far_above_the_unit(void **state) {
    (void)state;
    assert_rounds("1E40", AM_ROUND_DOWN, "3", "1E40", AM_ARITH_ROUNDED);
    assert_rounds("1E40", AM_ROUND_UP, "3", "1E40", AM_ARITH_ROUNDED);
    /* 10^38 = 10^4 x 10^34 with a unit of 10^34 - 1: the rest is 10^4, so the multiple below is
     * 10^4 x (10^34 - 1), which 34 digits hold. */
    assert_rounds("1E38", AM_ROUND_DOWN, "9999999999999999999999999999999999",
                  "9999999999999999999999999999999999E4", AM_ARITH_EXACT);
    assert_rounds("-1E38", AM_ROUND_HALF_EVEN, "9999999999999999999999999999999999",
                  "-9999999999999999999999999999999999E4", AM_ARITH_EXACT);
    assert_rounds("1E38", AM_ROUND_UP, "9999999999999999999999999999999999", "1.0001E38", AM_ARITH_ROUNDED);
    assert_rounds("1E40", AM_ROUND_HALF_UP, "8E32", "1E40", AM_ARITH_EXACT);
    assert_rounds("1E40", AM_ROUND_HALF_UP, "32E39", "0", AM_ARITH_EXACT);
}

/* 10^38 is 39,062.5 units of 256 x 10^31, and 3 x 10^38 is 117,187.5 of them. */
static void finds_ties_far_above_the_unit(void **state) {
    static const char *const unit = "2560000000000000000000000000000000";
    static const round_case cases[] = {
        {"1E38",
         NULL,
         {"10000128E31", "9999872E31", "10000128E31", "9999872E31", "9999872E31", "10000128E31",
          "9999872E31"}},
        {"3E38",
         NULL,
         {"30000128E31", "29999872E31", "30000128E31", "29999872E31", "30000128E31", "30000128E31",
          "29999872E31"}},
        {"-3E38",
         NULL,
         {"-30000128E31", "-29999872E31", "-30000128E31", "-29999872E31", "-30000128E31", "-29999872E31",
          "-30000128E31"}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int mode = 0; mode < AM_ROUNDING_COUNT; mode++) {
            assert_rounds(cases[i].a, (am_rounding)mode, unit, cases[i].in_mode[mode], AM_ARITH_EXACT);
        }
    }
}

static void can_overflow(void **state) {
    am_decimal result = am_decimal_of(77);

    (void)state;
    assert_int_equal(am_decimal_round(number("9999999999999999999999999999999999E6111"), AM_ROUND_UP,
                                      number("1E6112"), &result),
                     AM_ARITH_OVERFLOW);
    assert_true(am_decimal_is_zero(result));
}

static void unit_is_above_0(void **state) {
    static const char *const units[] = {"0", "0.00", "-1", "-0.01"};

    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        am_decimal result = am_decimal_of(77);

        assert_int_equal(am_decimal_round(number("5"), AM_ROUND_UP, number(units[i]), &result),
                         AM_ARITH_DOMAIN);
        assert_true(am_decimal_is_zero(result));
    }
}

int decimal_round_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_in_each_mode),
        cmocka_unit_test(keeps_multiples),
        cmocka_unit_test(decides_exactly_far_above_the_unit),
        cmocka_unit_test(finds_ties_far_above_the_unit),
        cmocka_unit_test(can_overflow),
        cmocka_unit_test(unit_is_above_0),
    };

    return cmocka_run_group_tests_name("decimal_round", tests, NULL, NULL);
}
