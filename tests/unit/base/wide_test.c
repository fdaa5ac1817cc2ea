/*
 * 256-bit arithmetic and what is done with digits, against each other and against powers of ten and of two.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/decimal_digits.h"
#include "base/wide.h"

/* Where the words carry and the guesses of a quotient go wrong. */
static const uint64_t words[] = {0,         1, 2, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFFFFFFFFFFFFFE,
                                 UINT64_MAX};

#define WORD_COUNT (sizeof words / sizeof *words)

static am_u128 pick(size_t i) {
    return (am_u128)words[i / WORD_COUNT] << 64 | words[i % WORD_COUNT];
}

/* (quotient x divisor + rest) / divisor gives quotient and rest again. */
static void division_undoes_multiplication(void **state) {
    size_t count = WORD_COUNT * WORD_COUNT;

    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count * 3; j++) {
            am_u128 quotient = pick(i), divisor = pick(j / 3), rest = 0, rest_back = 0;
            am_u256 product = am_wide_multiply(quotient, divisor);

            if (divisor == 0) {
                continue;
            }
            if (j % 3 != 0) {
                rest = j % 3 == 1 ? divisor - 1 : divisor / 2;
            }
            product.low += rest;
            product.high += product.low < rest;
            assert_true(am_wide_divide(product, divisor, &rest_back) == quotient);
            assert_true(rest_back == rest);
        }
    }
}

static void multiplies_without_loss(void **state) {
    am_u128 most = ~(am_u128)0;
    am_u256 square = am_wide_multiply(most, most);

    (void)state;
    assert_true(square.high == most - 1 && square.low == 1);
    square = am_wide_multiply((am_u128)1 << 100, (am_u128)1 << 100);
    assert_true(square.high == (am_u128)1 << 72 && square.low == 0);
    square = am_wide_multiply(12345, 6789);
    assert_true(square.high == 0 && square.low == 12345 * 6789);
}

static void counts_digits(void **state) {
    am_u128 power = 1;

    (void)state;
    assert_int_equal(am_digits_count(0), 0);
    for (int i = 0; i < AM_POWERS_OF_TEN; i++, power *= 10) {
        assert_true(am_power_of_ten[i] == power);
        assert_int_equal(am_digits_count(power), i + 1);
        assert_int_equal(am_digits_count(power - 1), i);
    }
    for (int bit = 0; bit < 128; bit++) {
        am_u128 value = (am_u128)1 << bit;
        int digits = 0;

        for (am_u128 left = value; left != 0; left /= 10) {
            digits++;
        }
        assert_int_equal(am_digits_count(value), digits);
    }
    assert_int_equal(am_digits_count(~(am_u128)0), 39);
}

static void strips_zeros(void **state) {
    (void)state;
    for (int zeros = 0; zeros < AM_WORK_DIGITS; zeros++) {
        for (int limit = 0; limit < 45; limit++) {
            am_u128 digits = 7 * am_power_of_ten[zeros];
            int stripped = zeros < limit ? zeros : limit;

            assert_int_equal(am_digits_strip_zeros(&digits, limit), stripped);
            assert_true(digits == 7 * am_power_of_ten[zeros - stripped]);
        }
    }
}

static void reduces_large_powers(void **state) {
    static const uint64_t moduli[] = {1, 2, 3, 7, 10, 997, 1000000007, UINT64_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof moduli / sizeof *moduli; i++) {
        am_u128 expected = 123456789 % moduli[i];

        for (int power = 0; power <= 12287; power++) {
            if (power < 200 || power > 12200) {
                assert_true(am_digits_modulo(123456789, power, moduli[i]) == expected);
            }
            expected = expected * 10 % moduli[i];
        }
    }
    /* 10^34 is 1 modulo 10^34 - 1. */
    assert_true(am_digits_modulo(5, 34 * 300 + 2, AM_DECIMAL_LIMIT - 1) == 500);
    assert_true(am_digits_modulo(AM_DECIMAL_LIMIT - 2, 34 * 300 + 1, AM_DECIMAL_LIMIT - 1) ==
                AM_DECIMAL_LIMIT - 11);
}

int wide_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(division_undoes_multiplication),
        cmocka_unit_test(multiplies_without_loss),
        cmocka_unit_test(counts_digits),
        cmocka_unit_test(strips_zeros),
        cmocka_unit_test(reduces_large_powers),
    };

    return cmocka_run_group_tests_name("wide", tests, NULL, NULL);
}
