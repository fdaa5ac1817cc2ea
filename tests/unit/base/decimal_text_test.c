/*
 * Decimals as text: what is a number, what it is worth, and how it is written.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/decimal.h"
#include "counting_allocator.h"

static void reads_numbers(void **state) {
    static const struct {
        const char *text;
        uint64_t digits;
        int exponent;
        bool is_negative;
    } cases[] = {
        {"0", 0, 0, false},         {"-0", 0, 0, false},
        {"+7", 7, 0, false},        {"-12.50", 1250, -2, true},
        {"1E3", 1, 3, false},       {"1e+3", 1, 3, false},
        {"1.5E-3", 15, -4, false},  {".5", 5, -1, false},
        {"5.", 5, 0, false},        {"007", 7, 0, false},
        {"0.000", 0, -3, false},    {"-.5e1", 5, 0, true},
        {"00.100", 100, -3, false}, {"1E0000000000000000000000000003", 1, 3, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        am_decimal value;

        assert_int_equal(am_decimal_parse(am_slice_of(cases[i].text), &value), AM_ARITH_EXACT);
        assert_true(value.digits == cases[i].digits);
        assert_int_equal(value.exponent, cases[i].exponent);
        assert_int_equal(value.is_negative, cases[i].is_negative);
    }
}

static void refuses_what_is_no_number(void **state) {
    static const char *const texts[] = {
        "",    "-",     "+",   ".",  "-.", "e5",   ".e5",  "1e",  "1e+", "1e-",  "1E5.0", "1.2.3",    "--1",
        "+-1", "1_000", "1,5", " 1", "1 ", "0x10", "1e5x", "inf", "NaN", "1E 5", "1-",    "\xD9\xA1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        am_decimal value = am_decimal_of(77);

        if (am_decimal_parse(am_slice_of(texts[i]), &value) != AM_ARITH_DOMAIN) {
            fail_msg("%s was read as a number", texts[i]);
        }
        assert_true(am_decimal_is_zero(value));
    }
    assert_int_equal(am_decimal_parse((am_slice){NULL, 0}, &(am_decimal){0}), AM_ARITH_DOMAIN);
    assert_int_equal(am_decimal_parse(AM_SLICE("1\0"), &(am_decimal){0}), AM_ARITH_DOMAIN);
}

static void counts_significant_digits(void **state) {
#define DIGITS_34 "1234567890123456789012345678901234"
    static const struct {
        const char *text;
        am_arith status;
        const char *same;
    } cases[] = {
        {DIGITS_34, AM_ARITH_EXACT, DIGITS_34},
        {DIGITS_34 "5", AM_ARITH_ROUNDED, DIGITS_34 "E1"}, /* a tie, and 4 is even */
        {DIGITS_34 "50000000001", AM_ARITH_ROUNDED, "1234567890123456789012345678901235E11"},
        {DIGITS_34 "500000000000000000000000000001", AM_ARITH_ROUNDED,
         "1234567890123456789012345678901235E30"},
        {DIGITS_34 "000000000000000000000000000000", AM_ARITH_EXACT, DIGITS_34 "E30"},
        {"000000000000000000000000000000" DIGITS_34, AM_ARITH_EXACT, DIGITS_34},
        {"0.0000000000000000000000000000000000000001", AM_ARITH_EXACT, "1E-40"},
        {"1.000000000000000000000000000000000000000000", AM_ARITH_EXACT, "1"},
        {"1.00000000000000000000000000000000000000000001", AM_ARITH_ROUNDED, "1"},
        {"99999999999999999999999999999999999", AM_ARITH_ROUNDED, "1E35"},
        {"1E6144", AM_ARITH_EXACT, "10E6143"},
        {"1E6145", AM_ARITH_OVERFLOW, "0"},
        {"1E99999999999999999999999999", AM_ARITH_OVERFLOW, "0"},
        {"0E99999999999999999999999999", AM_ARITH_EXACT, "0"},
        {"0E-99999999999999999999999999", AM_ARITH_EXACT, "0"},
        {"1E-6176", AM_ARITH_EXACT, "1E-6176"},
        {"10E-6177", AM_ARITH_EXACT, "1E-6176"},
        {DIGITS_34 "5E-6177", AM_ARITH_ROUNDED, DIGITS_34 "E-6176"}, /* still 34 digits */
        {DIGITS_34 "E-6177", AM_ARITH_UNDERFLOW, "0"},
        {"1E-6177", AM_ARITH_UNDERFLOW, "0"},
        {"15E-6177", AM_ARITH_UNDERFLOW, "0"},
        {"1E-99999999999999999999999999", AM_ARITH_UNDERFLOW, "0"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        am_decimal value, same;
        am_arith status = am_decimal_parse(am_slice_of(cases[i].text), &value);

        if (status != cases[i].status) {
            fail_msg("%s: status %d", cases[i].text, (int)status);
        }
        assert_int_equal(am_decimal_parse(am_slice_of(cases[i].same), &same), AM_ARITH_EXACT);
        if (am_decimal_compare(value, same) != 0) {
            fail_msg("%s: not %s", cases[i].text, cases[i].same);
        }
    }
}

static void writes_plain_digits(void **state) {
    static const struct {
        const char *value;
        int least_places;
        const char *text;
    } cases[] = {
        {"0", 0, "0"},
        {"0E-5", 2, "0.00"},
        {"0E5", 0, "0"},
        {"12.50", 0, "12.5"},
        {"12.5", 2, "12.50"},
        {"12", 2, "12.00"},
        {"12.345", 2, "12.345"},
        {"12.00", 0, "12"},
        {"-0.05", 0, "-0.05"},
        {"0.5", 0, "0.5"},
        {"1E5", 0, "100000"},
        {"1E5", 1, "100000.0"},
        {"-12E2", 2, "-1200.00"},
        {"1E-10", 0, "0.0000000001"},
        {"100", 0, "100"},
        {"100E-2", 0, "1"},
        {"120E-5", 0, "0.0012"},
        {"18446744073709551616", 0, "18446744073709551616"},
        {"9999999999999999999999999999999999", 0, "9999999999999999999999999999999999"},
        {"1000000000000000000000000000000000E-33", 0, "1"},
        {"1000000000000000000000000000000001E-33", 0, "1.000000000000000000000000000000001"},
        {"12.5", -3, "12.5"},
    };
    am_buffer buffer;

    (void)state;
    am_buffer_init(&buffer, am_allocator_standard());
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        am_decimal value;

        am_decimal_parse(am_slice_of(cases[i].value), &value);
        buffer.length = 0;
        am_buffer_put_text(&buffer, "EUR ");
        am_decimal_print(&buffer, value, cases[i].least_places);
        if (!am_slice_is_equal(am_slice_part(am_buffer_text(&buffer), 4, buffer.length),
                               am_slice_of(cases[i].text))) {
            fail_msg("%s was written %.*s", cases[i].text, (int)buffer.length, buffer.data);
        }
    }
    am_buffer_clear(&buffer);
}

static void longest_texts_fit(void **state) {
    static const char *const texts[] = {"-9999999999999999999999999999999999E6111",
                                        "-9999999999999999999999999999999999E-6176", "-1E-6176"};
    am_buffer buffer;

    (void)state;
    am_buffer_init(&buffer, am_allocator_standard());
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        am_decimal value, back;

        am_decimal_parse(am_slice_of(texts[i]), &value);
        buffer.length = 0;
        am_decimal_print(&buffer, value, 4);
        assert_true(buffer.length <= AM_DECIMAL_TEXT_MAX);
        assert_int_equal(am_decimal_parse(am_buffer_text(&buffer), &back), AM_ARITH_EXACT);
        assert_int_equal(am_decimal_compare(value, back), 0);
    }
    am_buffer_clear(&buffer);
}

static void writing_may_fail(void **state) {
    counting_allocator counting = {.refused = 1};
    am_buffer buffer;

    (void)state;
    am_buffer_init(&buffer, counting_allocator_of(&counting));
    am_decimal_print(&buffer, am_decimal_of(5), 2);
    assert_true(buffer.is_failed);
    assert_int_equal(buffer.length, 0);
    am_buffer_clear(&buffer);
}

int decimal_text_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(refuses_what_is_no_number),
        cmocka_unit_test(counts_significant_digits),
        cmocka_unit_test(writes_plain_digits),
        cmocka_unit_test(longest_texts_fit),
        cmocka_unit_test(writing_may_fail),
    };

    return cmocka_run_group_tests_name("decimal_text", tests, NULL, NULL);
}
