/*
 * What the quick reader makes of pieces of text, against what the reader makes of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "record/quick_text.h"

static void days_are_those_of_the_calendar(void **state) {
    char text[64];
    (void)state;
    for (int year = 0; year <= 9999; year += year % 100 < 5 ? 1 : 19) {
        for (int month = 0; month <= 20; month++) {
            for (int day = 0; day <= 40; day++) {
                am_date expected;
                int32_t date;
                snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
                bool is_date = am_date_parse((am_slice){text, 10}, &expected);
                if ((am_quick_date(text, &date) && date >= AM_DATE_MIN) != is_date ||
                    (is_date && date != expected)) {
                    fail_msg("%s", text);
                }
            }
        }
    }
}

static void what_is_no_date_is_none(void **state) {
    static const char date[] = "2024-11-28";
    (void)state;
    for (size_t i = 0; i < sizeof date - 1; i++) {
        for (unsigned c = 1; c < 256; c++) {
            char text[64] = {0};
            am_date expected;
            int32_t read;
            memcpy(text, date, sizeof date);
            text[i] = (char)c;
            bool is_date = am_date_parse((am_slice){text, 10}, &expected);
            if ((am_quick_date(text, &read) && read >= AM_DATE_MIN) != is_date ||
                (is_date && read != expected)) {
                fail_msg("%s", text);
            }
        }
    }
}

static void digits_come_to_their_number(void **state) {
    uint64_t number = 7;
    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        char text[64];
        uint64_t digits = 0;
        number = number * UINT64_C(6364136223846793005) + 1442695040888963407u;
        int length = snprintf(text, sizeof text, "%llu,9", (unsigned long long)(number >> (i % 64))) - 2;
        const char *few = am_quick_few_digits(text, &digits);
        assert_ptr_equal(few, length < 8 ? text + length : NULL);
        const char *many = few != NULL ? NULL : am_quick_many_digits(text, 12, &digits);
        assert_ptr_equal(many, length >= 8 && length <= 12 ? text + length : NULL);
        if (few != NULL || many != NULL) {
            assert_int_equal(digits, strtoull(text, NULL, 10));
        }
    }
}

enum { NAMES = 60 };

/* Names that differ in one byte, near their ends, of all lengths. */
static void names_have_their_codes(void **state) {
    static am_quick_code places[1024];
    char names[NAMES][40];
    am_slice slices[NAMES];
    am_quick_codes codes;
    (void)state;
    for (unsigned i = 0; i < NAMES; i++) {
        unsigned length = 1 + i / 2;
        memset(names[i], 'n', length);
        names[i][length - 1] = (char)('a' + i % 2);
        slices[i] = (am_slice){names[i], length};
    }
    assert_true(am_quick_code_places(NAMES) <= 1024);
    am_quick_set_codes(&codes, places, slices, NAMES);
    for (unsigned i = 0; i < NAMES; i++) {
        char text[128] = {0};
        size_t length = slices[i].length;
        int32_t code = length <= AM_QUICK_NAME_MAX ? (int32_t)i : -1;
        memcpy(text, names[i], length);
        assert_int_equal(am_quick_find_name(&codes, text, length), code);
        text[length] = '"';
        am_quick_found found =
            length < 8 ? am_quick_find_short(&codes, text) : am_quick_find_longer(&codes, text);
        if (found.length != 0) { /* else it met another */
            assert_int_equal(found.code, code);
            assert_int_equal(found.length, length);
        }
        text[length] = '\0'; /* which stands in no text */
        text[length + 1] = '"';
        found = length < 7 ? am_quick_find_short(&codes, text) : am_quick_find_longer(&codes, text);
        assert_int_equal(found.length, 0);
    }
}

int quick_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_those_of_the_calendar),
        cmocka_unit_test(what_is_no_date_is_none),
        cmocka_unit_test(digits_come_to_their_number),
        cmocka_unit_test(names_have_their_codes),
    };
    return cmocka_run_group_tests_name("quick", tests, NULL, NULL);
}
