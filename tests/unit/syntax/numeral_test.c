/*
 * Suggestions for numbers, dates and ordinals.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "syntax/numeral.h"

static void assert_text(const am_numeral *numeral, const char *expected) {
    assert_int_equal(numeral->length, strlen(expected));
    assert_memory_equal(numeral->text, expected, strlen(expected));
}

static void numbers(void **state) {
    (void)state;
    static const struct {
        const char *written, *meant;
    } rows[] = {
        {"5.000.000", "5_000_000"},
        {"1,000,000", "1_000_000"},
        {"1,000", "1_000"},
        {"12,5", "12.5"},
        {"1,000.50", "1_000.50"},
        {"1.000,50", "1_000.50"},
        {"1.000.000,5", "1_000_000.5"},
        {"1__0", "1_0"},
        {"1_000,5", "1_000.5"},
        {"1,2,3", ""},
        {"1.2.3", ""},
        {"1,2.3,4", ""},
        {"1..5", ""},
        {"1000,000", "1000.000"},
        {"10,00,000", ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        am_numeral numeral = am_numeral_suggest((am_slice){rows[i].written, strlen(rows[i].written)});
        assert_text(&numeral, rows[i].meant);
    }
}

static void long_numbers_have_none(void **state) {
    (void)state;
    char text[200];
    memset(text, '1', sizeof(text));
    text[100] = ',';
    assert_int_equal(am_numeral_suggest((am_slice){text, sizeof(text)}).length, 0);
    assert_int_equal(am_numeral_ordinal((am_slice){text, 100}).length, 0);
}

static void dates(void **state) {
    (void)state;
    static const struct {
        const char *written;
        char separator;
        const char *meant; /* NULL: no date */
    } rows[] = {
        {"30.12.2024", '.', "2024-12-30"},
        {"1.2.2024", '.', "2024-02-01"},
        {"2024-1-5", '-', "2024-01-05"},
        {"30-12-2024", '-', "2024-12-30"},
        {"12/30/2024", '/', "2024-12-30"},
        {"01/02/2024", '/', ""},
        {"5-3", '-', NULL},
        {"1.2.3", '.', NULL},
        {"1.2.3.2024", '.', NULL},
        {"12345-1-1", '-', NULL},
        {"40.40.2024", '.', ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        am_numeral numeral;
        am_slice written = {rows[i].written, strlen(rows[i].written)};
        assert_int_equal(am_numeral_is_date(written, rows[i].separator, &numeral), rows[i].meant != NULL);
        assert_text(&numeral, rows[i].meant == NULL ? "" : rows[i].meant);
    }
}

static void ordinals(void **state) {
    (void)state;
    static const char *const rows[] = {"1st",  "2nd",  "3rd",  "4th",   "10th",  "11th",  "12th", "13th",
                                       "21st", "22nd", "23rd", "100th", "101st", "111th", "0th"};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        am_numeral numeral = am_numeral_ordinal((am_slice){rows[i], strlen(rows[i]) - 2});
        assert_text(&numeral, rows[i]);
    }
}

int numeral_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),
        cmocka_unit_test(long_numbers_have_none),
        cmocka_unit_test(dates),
        cmocka_unit_test(ordinals),
    };
    return cmocka_run_group_tests_name("numeral", tests, NULL, NULL);
}
