/*
 * Currencies: minor units, codes that have none, and suggestions.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/currency.h"

static void knows_minor_units(void **state) {
    static const struct {
        const char *code;
        int digits; /* -1: not a currency with a minor unit */
    } cases[] = {
        {"EUR", 2},  {"USD", 2}, {"JPY", 0},   {"KWD", 3},  {"CLF", 4},  {"UYW", 4},  {"AED", 2},
        {"ZWG", 2},  {"ISK", 0}, {"XAU", -1},  {"XDR", -1}, {"XTS", -1}, {"XXX", -1}, {"DEM", -1},
        {"eur", -1}, {"EU", -1}, {"EURO", -1}, {"", -1},    {"AAA", -1}, {"ZZZ", -1}, {"HRK", -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t digits = 99;
        bool is_known = am_currency_minor_digits(am_slice_of(cases[i].code), &digits);

        assert_int_equal(is_known, cases[i].digits >= 0);
        assert_int_equal(digits, is_known ? cases[i].digits : 99);
    }
}

static void table_is_sorted(void **state) {
    static const char *const codes[] = {
#define AM_CURRENCY(code, minor)        #code,
#define AM_CURRENCY_WITHOUT_MINOR(code) #code,
#include "base/currency.def"
#undef AM_CURRENCY
#undef AM_CURRENCY_WITHOUT_MINOR
    };

    (void)state;
    for (size_t i = 1; i < sizeof codes / sizeof *codes; i++) {
        assert_true(am_slice_compare(am_slice_of(codes[i - 1]), am_slice_of(codes[i])) < 0);
    }
}

static void finds_every_code(void **state) {
    uint8_t digits;

    (void)state;
#define AM_CURRENCY(code, minor)                                     \
    assert_true(am_currency_minor_digits(AM_SLICE(#code), &digits)); \
    assert_int_equal(digits, minor);
#define AM_CURRENCY_WITHOUT_MINOR(code) assert_false(am_currency_minor_digits(AM_SLICE(#code), &digits));
#include "base/currency.def"
#undef AM_CURRENCY
#undef AM_CURRENCY_WITHOUT_MINOR
}

static void suggests_a_code(void **state) {
    static const struct {
        const char *wrong, *right;
    } cases[] = {
        {"eur", "EUR"}, {"Usd", "USD"}, {"UDS", "USD"}, {"EURO", "EUR"}, {"JPX", "JPY"},
        {"GPB", "GBP"}, {"XAV", "XAD"}, {"QQQ", ""},    {"", ""},        {"DOLLAR", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        am_slice right = am_currency_suggest(am_slice_of(cases[i].wrong));

        assert_true(am_slice_is_equal(right, am_slice_of(cases[i].right)));
    }
}

int currency_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_minor_units),
        cmocka_unit_test(table_is_sorted),
        cmocka_unit_test(finds_every_code),
        cmocka_unit_test(suggests_a_code),
    };

    return cmocka_run_group_tests_name("currency", tests, NULL, NULL);
}
