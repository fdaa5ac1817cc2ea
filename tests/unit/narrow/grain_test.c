/*
 * Grains: common measures, products, ratios and fractions at and beyond their limits, and decimals that go
 * there and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lanes.h"
#include "narrow/grain.h"

#define MOST AM_GRAIN_MULTIPLE_MAX

static void expect_grain(am_grain found, am_grain expected) {
    assert_int_equal(found.multiple, expected.multiple);
    assert_int_equal(found.places, expected.places);
}

typedef struct pair {
    am_grain a;
    am_grain b;
    bool is_there;
    am_grain result;
} pair;

static const pair commons[] = {
    {{1, 2}, {1, 2}, true, {1, 2}},           {{1, 2}, {1, 0}, true, {1, 2}},
    {{5, 1}, {1, 0}, true, {5, 1}}, /* 0.5 and 1 */
    {{5, 1}, {2, 1}, true, {1, 1}}, /* 0.5 and 0.2 */
    {{15, 0}, {10, 0}, true, {5, 0}},         {{25, 2}, {1, 1}, true, {5, 2}},
    {{MOST, 0}, {MOST - 1, 0}, true, {1, 0}}, {{MOST, 0}, {1, 19}, true, {1, 19}},
    {{1, 19}, {1, 19}, true, {1, 19}},        {{3, 19}, {2, 19}, true, {1, 19}},
};

static const pair products[] = {
    {{1, 2}, {1, 2}, true, {1, 4}},     {{5, 1}, {2, 1}, true, {1, 1}}, /* 0.10 is 0.1 */
    {{5, 1}, {5, 1}, true, {25, 2}},    {{MOST, 0}, {1, 0}, true, {MOST, 0}},
    {{MOST, 0}, {2, 0}, false, {0, 0}}, {{MOST, 0}, {1, 5}, true, {10000, 0}},
    {{1, 10}, {1, 9}, true, {1, 19}},   {{1, 10}, {1, 10}, false, {0, 0}},
    {{5, 10}, {2, 10}, true, {1, 19}},
};

static void test_common(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof commons / sizeof *commons; i++) {
        am_grain found;
        assert_int_equal(am_grain_common(commons[i].a, commons[i].b, &found), commons[i].is_there);
        expect_grain(found, commons[i].result);
        assert_true(am_grain_common(commons[i].b, commons[i].a, &found));
        expect_grain(found, commons[i].result);
    }
}

static void test_product(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof products / sizeof *products; i++) {
        am_grain found;
        assert_int_equal(am_grain_product(products[i].a, products[i].b, &found), products[i].is_there);
        if (products[i].is_there) {
            expect_grain(found, products[i].result);
        }
    }
}

static void test_ratio(void **state) {
    static const struct {
        am_grain a;
        am_grain b;
        bool is_ratio;
        int64_t ratio;
    } cases[] = {
        {{1, 0}, {1, 2}, true, 100},
        {{1, 2}, {1, 0}, false, 0},
        {{5, 1}, {1, 2}, true, 50},
        {{1, 0}, {5, 1}, true, 2},
        {{1, 0}, {3, 1}, false, 0},
        {{1, 0}, {1, 18}, true, INT64_C(1000000000000000000)},
        {{9, 0}, {1, 18}, true, INT64_C(9000000000000000000)},
        {{1, 0}, {1, 19}, false, 0}, /* 10^19 is above 64 bits */
        {{MOST, 0}, {MOST, 0}, true, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t found;
        assert_int_equal(am_grain_ratio(cases[i].a, cases[i].b, &found), cases[i].is_ratio);
        assert_true(found == cases[i].ratio);
    }
}

static void test_fraction(void **state) {
    uint64_t over, under;
    (void)state;
    assert_true(am_grain_fraction((am_grain){3, 1}, (am_grain){2, 0}, &over, &under)); /* 0.3 / 2 */
    assert_true(over == 3 && under == 20);
    assert_true(am_grain_fraction((am_grain){1, 18}, (am_grain){1, 0}, &over, &under));
    assert_true(over == 1 && under == UINT64_C(1000000000000000000));
    assert_false(am_grain_fraction((am_grain){1, 19}, (am_grain){1, 0}, &over, &under));
    assert_false(am_grain_fraction((am_grain){MOST - 1, 0}, (am_grain){1, 15}, &over, &under));
}

static void test_of_decimal(void **state) {
    static const struct {
        const char *text;
        bool is_there;
        am_grain grain;
    } cases[] = {
        {"0.01", true, {1, 2}},
        {"0.10", true, {1, 1}},
        {"12.50", true, {125, 1}},
        {"-0.5", true, {5, 1}},
        {"35000", true, {35000, 0}},
        {"1000000000", true, {MOST, 0}},
        {"1000000001", false, {0, 0}},
        {"1E+9", true, {MOST, 0}},
        {"1E+10", false, {0, 0}},
        {"0.0000000000000000001", true, {1, 19}},
        {"0.00000000000000000001", false, {0, 0}},
        {"0.0000000000000000000010", false, {0, 0}},
        {"0", false, {0, 0}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        am_decimal value;
        am_grain found;
        assert_int_equal(am_decimal_parse(am_slice_of(cases[i].text), &value), AM_ARITH_EXACT);
        assert_int_equal(am_grain_of_decimal(value, &found), cases[i].is_there);
        if (cases[i].is_there) {
            expect_grain(found, cases[i].grain);
        }
    }
}

static void test_count(void **state) {
    static const struct {
        am_grain grain;
        const char *text;
        bool is_count;
        int64_t count;
    } cases[] = {
        {{1, 2}, "12.5", true, 1250},
        {{1, 2}, "12.5000000", true, 1250},
        {{1, 2}, "12.501", false, 0},
        {{5, 2}, "0.1", true, 2},
        {{5, 2}, "0.12", false, 0},
        {{1, 2}, "-0.01", true, -1},
        {{1, 2}, "0", true, 0},
        {{1, 0}, "1E+18", true, INT64_C(1000000000000000000)},
        {{1, 0}, "1E+19", false, 0},
        {{1, 0}, "0E+6000", true, 0},
        {{1, 0}, "0E-6000", true, 0},
        {{1, 2}, "92233720368547758.07", true, INT64_MAX},
        {{1, 2}, "-92233720368547758.07", true, -INT64_MAX},
        {{1, 2}, "92233720368547758.08", false, 0},
        {{1, 2}, "-92233720368547758.08", false, 0},
        {{1, 0}, "18446744073709551615", false, 0},
        {{1, 0}, "18446744073709551616", false, 0},
        {{2, 0}, "18446744073709551614", true, INT64_MAX},
        {{1, 19}, "0.9223372036854775807", true, INT64_MAX},
        {{1, 19}, "0.9223372036854775808", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        am_decimal value;
        int64_t found = 0;
        assert_int_equal(am_decimal_parse(am_slice_of(cases[i].text), &value), AM_ARITH_EXACT);
        if (am_grain_count(cases[i].grain, value, &found) != cases[i].is_count ||
            (cases[i].is_count && found != cases[i].count)) {
            fail_msg("%s: %lld", cases[i].text, (long long)found);
        }
    }
}

/* Every count of every grain is an amount of at most 34 digits, and that amount is the count again. */
static void test_there_and_back(void **state) {
    random_values random = {1};
    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        am_grain grain = {1 + random_below(&random, i % 3 == 0 ? (uint32_t)MOST : 30),
                          (uint8_t)random_below(&random, AM_GRAIN_PLACES_MAX)};
        int64_t count = random_count(&random);
        int64_t found;
        am_decimal amount = am_grain_amount(grain, count);
        assert_true(amount.digits < (am_u128)UINT64_C(100000000000000000) * UINT64_C(100000000000000000));
        if (!am_grain_count(grain, amount, &found) || found != count) {
            /* A count whose amount is beyond 64 bits at the grain's places is none from outside. */
            assert_true((am_u128)(count < 0 ? -count : count) * grain.multiple > UINT64_MAX);
        }
    }
}

int grain_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_common),         cmocka_unit_test(test_product),
        cmocka_unit_test(test_ratio),          cmocka_unit_test(test_fraction),
        cmocka_unit_test(test_of_decimal),     cmocka_unit_test(test_count),
        cmocka_unit_test(test_there_and_back),
    };
    return cmocka_run_group_tests_name("grains", tests, NULL, NULL);
}
