/*
 * Decimal arithmetic: published ties, carries and ends of the range, each written as text in and text out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/decimal.h"

typedef am_arith (*binary)(am_decimal a, am_decimal b, am_decimal *out);

typedef struct arithmetic_case {
    binary operation;
    const char *a, *b;
    am_arith status;
    const char *result; /* NULL with an error */
} arithmetic_case;

#define NINES  "9999999999999999999999999999999999" /* 34 */
#define THREES "3333333333333333333333333333333333"

static am_decimal number(const char *text) {
    am_decimal value;

    assert_int_equal(am_decimal_parse(am_slice_of(text), &value), AM_ARITH_EXACT);
    return value;
}

static void check(const arithmetic_case *one) {
    am_decimal result = am_decimal_of(77);
    am_arith status = one->operation(number(one->a), number(one->b), &result);

    if (status != one->status) {
        fail_msg("%s and %s: status %d, not %d", one->a, one->b, (int)status, (int)one->status);
    }
    if (one->result != NULL && am_decimal_compare(result, number(one->result)) != 0) {
        fail_msg("%s and %s: not %s", one->a, one->b, one->result);
    }
    if (one->result == NULL && (result.digits != 0 || result.is_negative)) {
        fail_msg("%s and %s: an error left a value", one->a, one->b);
    }
    assert_false(result.digits == 0 && result.is_negative);
}

#define CHECK_ALL(cases)                                         \
    for (size_t i = 0; i < sizeof(cases) / sizeof *(cases); i++) \
    check(&(cases)[i])

static void adds(void **state) {
    static const arithmetic_case cases[] = {
        {am_decimal_add, "0.1", "0.2", AM_ARITH_EXACT, "0.3"},
        {am_decimal_add, "12.50", "-12.5", AM_ARITH_EXACT, "0"},
        {am_decimal_add, "-3", "5", AM_ARITH_EXACT, "2"},
        {am_decimal_add, "3", "-5", AM_ARITH_EXACT, "-2"},
        {am_decimal_add, "0", "-5E-30", AM_ARITH_EXACT, "-5E-30"},
        {am_decimal_add, "0E100", "0E-100", AM_ARITH_EXACT, "0"},
        {am_decimal_add, "1E33", "1", AM_ARITH_EXACT, "1000000000000000000000000000000001"},
        /* A tie at the 35th digit goes to the even 34th. */
        {am_decimal_add, "1E34", "5", AM_ARITH_ROUNDED, "1E34"},
        {am_decimal_add, "1E34", "5.000001", AM_ARITH_ROUNDED, "1.000000000000000000000000000000001E34"},
        {am_decimal_add, "1E34", "15", AM_ARITH_ROUNDED, "1.000000000000000000000000000000002E34"},
        {am_decimal_add, NINES, "1", AM_ARITH_EXACT, "1E34"},
        {am_decimal_add, NINES, "0.5", AM_ARITH_ROUNDED, "1E34"},
        {am_decimal_add, NINES, "0.4999", AM_ARITH_ROUNDED, NINES},
        {am_decimal_add, NINES, NINES, AM_ARITH_ROUNDED, "2E34"},
        /* Far below: only the direction counts. */
        {am_decimal_add, "1", "1E-6000", AM_ARITH_ROUNDED, "1"},
        {am_decimal_add, "1", "-1E-6000", AM_ARITH_ROUNDED, "1"},
        {am_decimal_add, "1E-6000", "-1", AM_ARITH_ROUNDED, "-1"},
        {am_decimal_add, "1E34", "-0.5", AM_ARITH_ROUNDED, "1E34"},
        {am_decimal_add, "1E34", "-0.5000001", AM_ARITH_ROUNDED, NINES},
        {am_decimal_add, "1E6111", "1E-6176", AM_ARITH_ROUNDED, "1E6111"},
        {am_decimal_add, "5E34", "-5E-40", AM_ARITH_ROUNDED, "5E34"},
        /* Cancelling. */
        {am_decimal_add, "1.000000000000000000000000000000001", "-1", AM_ARITH_EXACT, "1E-33"},
        {am_decimal_add, "1E-6176", "-2E-6176", AM_ARITH_EXACT, "-1E-6176"},
        /* The top. */
        {am_decimal_add, NINES "E6111", "1E6111", AM_ARITH_OVERFLOW, NULL},
        {am_decimal_add, NINES "E6111", "4E6110", AM_ARITH_ROUNDED, NINES "E6111"},
        {am_decimal_add, NINES "E6111", "5E6110", AM_ARITH_OVERFLOW, NULL},
    };

    (void)state;
    CHECK_ALL(cases);
}

static void subtracts(void **state) {
    static const arithmetic_case cases[] = {
        {am_decimal_subtract, "0.3", "0.1", AM_ARITH_EXACT, "0.2"},
        {am_decimal_subtract, "1", "1", AM_ARITH_EXACT, "0"},
        {am_decimal_subtract, "0", "0", AM_ARITH_EXACT, "0"},
        {am_decimal_subtract, "0E5", "0E-5", AM_ARITH_EXACT, "0"},
        {am_decimal_subtract, "0", "7", AM_ARITH_EXACT, "-7"},
        {am_decimal_subtract, "-" NINES "E6111", NINES "E6111", AM_ARITH_OVERFLOW, NULL},
        {am_decimal_subtract, "1E34", "1", AM_ARITH_EXACT, NINES},
    };

    (void)state;
    CHECK_ALL(cases);
}

static void multiplies(void **state) {
    static const arithmetic_case cases[] = {
        {am_decimal_multiply, "1.15", "-20", AM_ARITH_EXACT, "-23"},
        {am_decimal_multiply, "-0.5", "0", AM_ARITH_EXACT, "0"},
        {am_decimal_multiply, "0E6111", "1E6111", AM_ARITH_EXACT, "0"},
        {am_decimal_multiply, "18446744073709551615", "18446744073709551615", AM_ARITH_ROUNDED,
         "340282366920938463426481119284349100000"},
        {am_decimal_multiply, NINES, "2", AM_ARITH_ROUNDED, "2E34"},
        {am_decimal_multiply, NINES, NINES, AM_ARITH_ROUNDED, "9.999999999999999999999999999999998E67"},
        {am_decimal_multiply, "1000000000000000000000000000000001", "1000000000000000000000000000000001",
         AM_ARITH_ROUNDED, "1.000000000000000000000000000000002E66"},
        {am_decimal_multiply, "100000000000000000", "100000000000000000E3", AM_ARITH_EXACT, "1E37"},
        {am_decimal_multiply, "1E3000", "1E3111", AM_ARITH_EXACT, "1E6111"},
        /* Room for zeros makes an exponent above the greatest a value still. */
        {am_decimal_multiply, "1E3033", "1E3111", AM_ARITH_EXACT, "1E6144"},
        {am_decimal_multiply, "1E3034", "1E3111", AM_ARITH_OVERFLOW, NULL},
        {am_decimal_multiply, "-1E6111", "1E6111", AM_ARITH_OVERFLOW, NULL},
        {am_decimal_multiply, "1E-3000", "1E-3176", AM_ARITH_EXACT, "1E-6176"},
        {am_decimal_multiply, "1.0E-3000", "1.0E-3176", AM_ARITH_EXACT, "1E-6176"},
        {am_decimal_multiply, "1E-3000", "1E-3177", AM_ARITH_UNDERFLOW, NULL},
        {am_decimal_multiply, "9.9E-3000", "9.9E-3176", AM_ARITH_UNDERFLOW, NULL},
        {am_decimal_multiply, "1E-6176", "1E-6176", AM_ARITH_UNDERFLOW, NULL},
        {am_decimal_multiply, NINES "E-6160", "1E-20", AM_ARITH_UNDERFLOW, NULL},
        {am_decimal_multiply, NINES "E-6143", "1.1", AM_ARITH_ROUNDED, "11E-6110"},
    };

    (void)state;
    CHECK_ALL(cases);
}

static void divides(void **state) {
    static const arithmetic_case cases[] = {
        {am_decimal_divide, "10", "4", AM_ARITH_EXACT, "2.5"},
        {am_decimal_divide, "-1", "8", AM_ARITH_EXACT, "-0.125"},
        {am_decimal_divide, "0", "-3", AM_ARITH_EXACT, "0"},
        {am_decimal_divide, "1", "3", AM_ARITH_ROUNDED, THREES "E-34"},
        {am_decimal_divide, "2", "3", AM_ARITH_ROUNDED, "6666666666666666666666666666666667E-34"},
        {am_decimal_divide, "1", "1E-6111", AM_ARITH_EXACT, "1E6111"},
        {am_decimal_divide, "7", "100", AM_ARITH_EXACT, "0.07"},
        {am_decimal_divide, "1", "18446744073709551616", AM_ARITH_ROUNDED,
         "5.421010862427522170037264004349709E-20"},
        {am_decimal_divide, NINES, "3", AM_ARITH_EXACT, THREES},
        {am_decimal_divide, NINES, NINES, AM_ARITH_EXACT, "1"},
        {am_decimal_divide, "1", NINES, AM_ARITH_ROUNDED, "1.000000000000000000000000000000000E-34"},
        {am_decimal_divide, "1E33", NINES, AM_ARITH_ROUNDED, "0.1"},
        /* An exact tie in the 35th digit: 34 digits and a half. */
        {am_decimal_divide, "1000000000000000000000000000000001", "2", AM_ARITH_EXACT,
         "500000000000000000000000000000000.5"},
        {am_decimal_divide, "2000000000000000000000000000000001", "2", AM_ARITH_ROUNDED,
         "1000000000000000000000000000000000"},
        {am_decimal_divide, "2000000000000000000000000000000003", "2", AM_ARITH_ROUNDED,
         "1000000000000000000000000000000002"},
        {am_decimal_divide, "1", "0", AM_ARITH_ZERO_DIVISOR, NULL},
        {am_decimal_divide, "0", "0E-5", AM_ARITH_ZERO_DIVISOR, NULL},
        {am_decimal_divide, "1E6111", "1E-34", AM_ARITH_OVERFLOW, NULL},
        {am_decimal_divide, "1E6111", "1E-33", AM_ARITH_EXACT, "1E6144"},
        {am_decimal_divide, "1E-6176", "2", AM_ARITH_UNDERFLOW, NULL},
        {am_decimal_divide, "2E-6176", "2", AM_ARITH_EXACT, "1E-6176"},
        {am_decimal_divide, "1E-6176", "1E6111", AM_ARITH_UNDERFLOW, NULL},
    };

    (void)state;
    CHECK_ALL(cases);
}

static void takes_whole_quotients(void **state) {
    static const arithmetic_case cases[] = {
        {am_decimal_quotient, "17", "5", AM_ARITH_EXACT, "3"},
        {am_decimal_quotient, "-17", "5", AM_ARITH_EXACT, "-3"},
        {am_decimal_quotient, "17", "-0.5", AM_ARITH_EXACT, "-34"},
        {am_decimal_quotient, "17.59", "5", AM_ARITH_EXACT, "3"},
        {am_decimal_quotient, "0.999", "1", AM_ARITH_EXACT, "0"},
        {am_decimal_quotient, "-1", "3", AM_ARITH_EXACT, "0"},
        {am_decimal_quotient, "0", "3", AM_ARITH_EXACT, "0"},
        {am_decimal_quotient, "1E-6176", "1E6111", AM_ARITH_EXACT, "0"},
        {am_decimal_quotient, "1E34", "3", AM_ARITH_EXACT, THREES},
        {am_decimal_quotient, NINES, "1", AM_ARITH_EXACT, NINES},
        {am_decimal_quotient, "9.99E33", "1", AM_ARITH_EXACT, "9.99E33"},
        {am_decimal_quotient, "1E34", "1", AM_ARITH_DOMAIN, NULL},
        {am_decimal_quotient, "1E40", "3", AM_ARITH_DOMAIN, NULL},
        {am_decimal_quotient, NINES, "0.5", AM_ARITH_DOMAIN, NULL},
        {am_decimal_quotient, NINES "E30", NINES, AM_ARITH_EXACT, "1E30"},
        {am_decimal_quotient, "1E6111", "1E-6176", AM_ARITH_DOMAIN, NULL},
        {am_decimal_quotient, "5", "0", AM_ARITH_ZERO_DIVISOR, NULL},
        {am_decimal_quotient, "0", "0", AM_ARITH_ZERO_DIVISOR, NULL},
    };

    (void)state;
    CHECK_ALL(cases);
}

static void takes_remainders(void **state) {
    static const arithmetic_case cases[] = {
        {am_decimal_remainder, "17", "5", AM_ARITH_EXACT, "2"},
        {am_decimal_remainder, "-17", "5", AM_ARITH_EXACT, "-2"},
        {am_decimal_remainder, "17", "-5", AM_ARITH_EXACT, "2"},
        {am_decimal_remainder, "15", "5", AM_ARITH_EXACT, "0"},
        {am_decimal_remainder, "-15", "5", AM_ARITH_EXACT, "0"},
        {am_decimal_remainder, "10.05", "0.1", AM_ARITH_EXACT, "0.05"},
        {am_decimal_remainder, "1", "0.3", AM_ARITH_EXACT, "0.1"},
        {am_decimal_remainder, "3", "7", AM_ARITH_EXACT, "3"},
        {am_decimal_remainder, "0.5", "1E6000", AM_ARITH_EXACT, "0.5"},
        {am_decimal_remainder, "1E40", "3", AM_ARITH_EXACT, "1"},
        {am_decimal_remainder, "1E6111", "7", AM_ARITH_EXACT,
         "6"}, /* 10^6 is 1 modulo 7; 6111 is 3 modulo 6 */
        {am_decimal_remainder, "-1E6111", "7", AM_ARITH_EXACT, "-6"},
        {am_decimal_remainder, "1E6111", "7E-6176", AM_ARITH_EXACT, "5E-6176"}, /* 12287 is 5: 10^5 is 5 */
        {am_decimal_remainder, "1E6111", "1E-6176", AM_ARITH_EXACT, "0"},
        {am_decimal_remainder, "5", "0", AM_ARITH_ZERO_DIVISOR, NULL},
        {am_decimal_remainder, "0", "5", AM_ARITH_EXACT, "0"},
    };

    (void)state;
    CHECK_ALL(cases);
}

static void raises_to_powers(void **state) {
    static const arithmetic_case cases[] = {
        {am_decimal_power, "2", "10", AM_ARITH_EXACT, "1024"},
        {am_decimal_power, "-2", "3", AM_ARITH_EXACT, "-8"},
        {am_decimal_power, "1.05", "2", AM_ARITH_EXACT, "1.1025"},
        {am_decimal_power, "0", "0", AM_ARITH_EXACT, "1"},
        {am_decimal_power, "0", "5", AM_ARITH_EXACT, "0"},
        {am_decimal_power, "7.5", "0", AM_ARITH_EXACT, "1"},
        {am_decimal_power, "7.5", "1.00", AM_ARITH_EXACT, "7.5"},
        {am_decimal_power, "1", "9999", AM_ARITH_EXACT, "1"},
        {am_decimal_power, "-1", "9999", AM_ARITH_EXACT, "-1"},
        {am_decimal_power, "2", "113", AM_ARITH_ROUNDED, "1038459371706965525706099265844019E1"},
        {am_decimal_power, "10", "6144", AM_ARITH_EXACT, "1E6144"},
        {am_decimal_power, "10", "6145", AM_ARITH_OVERFLOW, NULL},
        {am_decimal_power, "0.1", "6176", AM_ARITH_EXACT, "1E-6176"},
        {am_decimal_power, "0.1", "6177", AM_ARITH_UNDERFLOW, NULL},
        {am_decimal_power, "9.9", "9999", AM_ARITH_OVERFLOW, NULL},
        {am_decimal_power, "2", "10000", AM_ARITH_DOMAIN, NULL},
        {am_decimal_power, "2", "-1", AM_ARITH_DOMAIN, NULL},
        {am_decimal_power, "2", "0.5", AM_ARITH_DOMAIN, NULL},
        {am_decimal_power, "2", "1E6000", AM_ARITH_DOMAIN, NULL},
    };

    (void)state;
    CHECK_ALL(cases);
}

static void orders_by_value(void **state) {
    static const struct {
        const char *a, *b;
        int order;
    } cases[] = {
        {"0", "0E10", 0},
        {"1", "1.000", 0},
        {"12.5", "12.50", 0},
        {"1E3", "1000", 0},
        {"-1", "1", -1},
        {"0", "1E-6176", -1},
        {"0", "-1E-6176", 1},
        {"2", "10", -1},
        {"-2", "-10", 1},
        {"9.99", "10", -1},
        {"-9.99", "-10", 1},
        {"1E6111", "9E-6176", 1},
        {"-1E6111", "9E-6176", -1},
        {"1.01", "1.001", 1},
        {NINES, "1E34", -1},
        {NINES "E1", "1E35", -1},
        {"1000000000000000000000000000000000", "1E33", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        am_decimal a = number(cases[i].a), b = number(cases[i].b);
        int order = am_decimal_compare(a, b), back = am_decimal_compare(b, a);

        assert_int_equal((order > 0) - (order < 0), cases[i].order);
        assert_int_equal((back > 0) - (back < 0), -cases[i].order);
    }
}

static void knows_wholes_and_places(void **state) {
    static const struct {
        const char *text;
        bool is_whole;
        int places;
    } cases[] = {
        {"0", true, 0},
        {"0.00", true, 0},
        {"12.50", false, 1},
        {"100", true, 0},
        {"100.00", true, 0},
        {"1E-6176", false, 6176},
        {"1E6111", true, 0},
        {"0.001000", false, 3},
        {"-7.25", false, 2},
        {"1000000000000000000000000000000000E-33", true, 0},
        {"1000000000000000000000000000000000E-34", false, 1},
        {NINES "E-34", false, 34},
        {"1230E-1", true, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(am_decimal_is_whole(number(cases[i].text)), cases[i].is_whole);
        assert_int_equal(am_decimal_places(number(cases[i].text)), cases[i].places);
    }
}

static void becomes_an_integer_where_it_fits(void **state) {
    static const struct {
        const char *text;
        bool fits;
        int64_t value;
    } cases[] = {
        {"0", true, 0},
        {"0E6000", true, 0},
        {"12.00", true, 12},
        {"-12E3", true, -12000},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"-92233720368547758.08E2", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"1E18", true, 1000000000000000000},
        {"1E19", false, 0},
        {"9E18", true, 9000000000000000000},
        {"92E17", true, 9200000000000000000},
        {"93E17", false, 0},
        {"18446744073709551617", false, 0}, /* 1 modulo 2^64 */
        {"1E6111", false, 0},
        {"0.5", false, 0},
        {"1E-6176", false, 0},
        {NINES, false, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 77;

        assert_int_equal(am_decimal_to_int64(number(cases[i].text), &value), cases[i].fits);
        assert_true(value == (cases[i].fits ? cases[i].value : 77));
    }
}

static void is_made_of_integers(void **state) {
    (void)state;
    assert_int_equal(am_decimal_compare(am_decimal_of(INT64_MIN), number("-9223372036854775808")), 0);
    assert_int_equal(am_decimal_compare(am_decimal_of(-1), number("-1")), 0);
    assert_true(am_decimal_is_zero(am_decimal_of(0)));
    assert_false(am_decimal_is_zero(am_decimal_of(1)));
    assert_false(am_decimal_make(true, 0, -2).is_negative);
    assert_int_equal(am_decimal_compare(am_decimal_make(true, 125, -1), number("-12.5")), 0);
}

static void changes_signs(void **state) {
    (void)state;
    assert_int_equal(am_decimal_compare(am_decimal_negate(number("5")), number("-5")), 0);
    assert_int_equal(am_decimal_compare(am_decimal_negate(number("-5")), number("5")), 0);
    assert_false(am_decimal_negate(number("0.00")).is_negative);
    assert_int_equal(am_decimal_compare(am_decimal_absolute(number("-5")), number("5")), 0);
    assert_int_equal(am_decimal_compare(am_decimal_absolute(number("5")), number("5")), 0);
}

int decimal_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds),
        cmocka_unit_test(subtracts),
        cmocka_unit_test(multiplies),
        cmocka_unit_test(divides),
        cmocka_unit_test(takes_whole_quotients),
        cmocka_unit_test(takes_remainders),
        cmocka_unit_test(raises_to_powers),
        cmocka_unit_test(orders_by_value),
        cmocka_unit_test(knows_wholes_and_places),
        cmocka_unit_test(becomes_an_integer_where_it_fits),
        cmocka_unit_test(is_made_of_integers),
        cmocka_unit_test(changes_signs),
    };

    return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}
