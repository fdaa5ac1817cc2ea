/*
 * The tokens and values of JSON: what is accepted, what is refused and where, and what strings say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "record/json.h"

#define TEXT(literal) \
    { literal, sizeof(literal) - 1 }

static const am_slice accepted[] = {
    TEXT("null"),
    TEXT("true"),
    TEXT("false"),
    TEXT("0"),
    TEXT("-0"),
    TEXT("-1"),
    TEXT("10"),
    TEXT("1.5"),
    TEXT("0.0"),
    TEXT("1e5"),
    TEXT("1E+5"),
    TEXT("1e-05"),
    TEXT("0e0"),
    TEXT("-0.1e1"),
    TEXT("1e999999999999"),
    TEXT("123456789012345678901234567890123456789012345678901234567890"),
    TEXT("\"\""),
    TEXT("\"a\""),
    TEXT("[]"),
    TEXT("{}"),
    TEXT("[[]]"),
    TEXT("[{}]"),
    TEXT("[1,2,3]"),
    TEXT("{\"a\":1}"),
    TEXT("{\"a\":1,\"b\":[]}"),
    TEXT("{\"\":0}"),
    TEXT("{\"a\":1,\"a\":2}"),
    TEXT(" \t\r\n[ 1 , 2 ]\n"),
    TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""),
    TEXT("\"\\u0000\""),
    TEXT("\"\\u00e9\\u00E9\""),
    TEXT("\"\\uD834\\uDD1E\""),
    TEXT("\"\\ud83d\\ude00\""),
    TEXT("\"\x7F\""),
    TEXT("\"\xC2\x80\""),
    TEXT("\"\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\""),
    TEXT("\"\\uFFFF\""),
    TEXT("\"\\uD7FF\\uE000\""),
    TEXT("\"'\""),
};

typedef struct refusal {
    am_slice text;
    am_diag diag;
    size_t at;
} refusal;

static const refusal refused[] = {
    {TEXT(""), AM_DIAG_JSON_UNEXPECTED, 0},
    {TEXT(" "), AM_DIAG_JSON_UNEXPECTED, 1},
    {TEXT("["), AM_DIAG_JSON_UNEXPECTED, 1},
    {TEXT("{"), AM_DIAG_JSON_UNEXPECTED, 1},
    {TEXT("]"), AM_DIAG_JSON_UNEXPECTED, 0},
    {TEXT("}"), AM_DIAG_JSON_UNEXPECTED, 0},
    {TEXT("[1"), AM_DIAG_JSON_UNEXPECTED, 2},
    {TEXT("[1,"), AM_DIAG_JSON_UNEXPECTED, 3},
    {TEXT("[1,]"), AM_DIAG_JSON_UNEXPECTED, 3},
    {TEXT("[,1]"), AM_DIAG_JSON_UNEXPECTED, 1},
    {TEXT("[1,,2]"), AM_DIAG_JSON_UNEXPECTED, 3},
    {TEXT("[1 2]"), AM_DIAG_JSON_UNEXPECTED, 3},
    {TEXT("[1}"), AM_DIAG_JSON_UNEXPECTED, 2},
    {TEXT("{\"a\":1]"), AM_DIAG_JSON_UNEXPECTED, 6},
    {TEXT("{\"a\"}"), AM_DIAG_JSON_UNEXPECTED, 4},
    {TEXT("{\"a\":}"), AM_DIAG_JSON_UNEXPECTED, 5},
    {TEXT("{\"a\" 1}"), AM_DIAG_JSON_UNEXPECTED, 5},
    {TEXT("{\"a\":1,}"), AM_DIAG_JSON_UNEXPECTED, 7},
    {TEXT("{\"a\":1 \"b\":2}"), AM_DIAG_JSON_UNEXPECTED, 7},
    {TEXT("{1:2}"), AM_DIAG_JSON_UNEXPECTED, 1},
    {TEXT("{null:2}"), AM_DIAG_JSON_UNEXPECTED, 1},
    {TEXT("{'a':1}"), AM_DIAG_JSON_UNEXPECTED, 1},
    {TEXT("1 2"), AM_DIAG_JSON_UNEXPECTED, 2},
    {TEXT("{}{}"), AM_DIAG_JSON_UNEXPECTED, 2},
    {TEXT("[] x"), AM_DIAG_JSON_WORD, 3},
    {TEXT("[1]\0"), AM_DIAG_JSON_UNEXPECTED, 3},
    {TEXT("\0"), AM_DIAG_JSON_UNEXPECTED, 0},
    {TEXT("\f[]"), AM_DIAG_JSON_UNEXPECTED, 0},
    {TEXT("\xC2\xA0[]"), AM_DIAG_JSON_UNEXPECTED, 0},
    {TEXT("\xEF\xBB\xBF{}"), AM_DIAG_JSON_UNEXPECTED, 0},
    {TEXT("[1]//x"), AM_DIAG_JSON_UNEXPECTED, 3},
    {TEXT("nul"), AM_DIAG_JSON_WORD, 0},
    {TEXT("True"), AM_DIAG_JSON_WORD, 0},
    {TEXT("nulll"), AM_DIAG_JSON_WORD, 0},
    {TEXT("NaN"), AM_DIAG_JSON_WORD, 0},
    {TEXT("[Infinity]"), AM_DIAG_JSON_WORD, 1},
    {TEXT("01"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("-01"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("-"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("+1"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT(".5"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("1."), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("1.e5"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("1e"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("1e+"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("1.5.2"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("0x10"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("1_000"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("-Infinity"), AM_DIAG_JSON_NUMBER, 0},
    {TEXT("1\0"), AM_DIAG_JSON_UNEXPECTED, 1},
    {TEXT("\""), AM_DIAG_JSON_STRING_OPEN, 0},
    {TEXT("[\"a"), AM_DIAG_JSON_STRING_OPEN, 1},
    {TEXT("\"a\n\""), AM_DIAG_JSON_STRING_OPEN, 0},
    {TEXT("\"a\\\""), AM_DIAG_JSON_STRING_OPEN, 0},
    {TEXT("\"a\tb\""), AM_DIAG_JSON_CONTROL, 2},
    {TEXT("\"a\0b\""), AM_DIAG_JSON_CONTROL, 2},
    {TEXT("\"\x1F\""), AM_DIAG_JSON_CONTROL, 1},
    {TEXT("\"\\x41\""), AM_DIAG_JSON_ESCAPE, 1},
    {TEXT("\"\\'\""), AM_DIAG_JSON_ESCAPE, 1},
    {TEXT("\"\\u12\""), AM_DIAG_JSON_ESCAPE, 1},
    {TEXT("\"\\u12G4\""), AM_DIAG_JSON_ESCAPE, 1},
    {TEXT("\"\\U0041\""), AM_DIAG_JSON_ESCAPE, 1},
    {TEXT("\"\\\xC3\xA9\""), AM_DIAG_JSON_ESCAPE, 1},
    {TEXT("\"\\\0\""), AM_DIAG_JSON_ESCAPE, 1},
    {TEXT("\"\\uD800\""), AM_DIAG_JSON_SURROGATE, 1},
    {TEXT("\"\\uD800\\n\""), AM_DIAG_JSON_SURROGATE, 1},
    {TEXT("\"\\uD800\\uD800\""), AM_DIAG_JSON_SURROGATE, 1},
    {TEXT("\"\\uDC00\\uD800\""), AM_DIAG_JSON_SURROGATE, 1},
    {TEXT("\"a\\udfff\""), AM_DIAG_JSON_SURROGATE, 2},
    {TEXT("\"\x80\""), AM_DIAG_JSON_UTF8, 1},
    {TEXT("\"\xC0\xAF\""), AM_DIAG_JSON_UTF8, 1},
    {TEXT("\"\xC3\""), AM_DIAG_JSON_UTF8, 1},
    {TEXT("\"\xE0\x80\x80\""), AM_DIAG_JSON_UTF8, 1},
    {TEXT("\"\xED\xA0\x80\""), AM_DIAG_JSON_UTF8, 1},
    {TEXT("\"\xF4\x90\x80\x80\""), AM_DIAG_JSON_UTF8, 1},
    {TEXT("\"\xF5\x80\x80\x80\""), AM_DIAG_JSON_UTF8, 1},
    {TEXT("\"ab\xFF\""), AM_DIAG_JSON_UTF8, 3},
    {TEXT("\xFF"), AM_DIAG_JSON_UTF8, 0},
    {TEXT("[\xE9]"), AM_DIAG_JSON_UTF8, 1},
    {TEXT("\xFE\xFF\0[\0]"), AM_DIAG_JSON_UTF8, 0},
};

/* A copy with nothing behind it, so that a read beyond the end is seen by the sanitizers. */
static am_slice copy_of(am_slice text) {
    char *copy = malloc(text.length + (text.length == 0));

    assert_non_null(copy);
    memcpy(copy, text.data, text.length);
    return (am_slice){copy, text.length};
}

static void accepts(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++) {
        am_slice text = copy_of(accepted[i]);
        am_json_fault fault;

        if (am_json_check(text, &fault) != AM_DIAG_NONE) {
            fail_msg("refused: %s", accepted[i].data);
        }
        free((void *)text.data);
    }
}

static void refuses(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        am_slice text = copy_of(refused[i].text);
        am_json_fault fault;
        am_diag diag = am_json_check(text, &fault);

        if (diag != refused[i].diag || (size_t)(fault.at - text.data) != refused[i].at) {
            fail_msg("row %zu: %s: %s at %zu", i, refused[i].text.data, am_diag_code_of(diag),
                     (size_t)(fault.at - text.data));
        }
        free((void *)text.data);
    }
}

/* Nested arrays and objects in turns, `depth` of them. */
static am_diag check_depth(size_t depth) {
    char *text = malloc(depth * 6 + 1);
    size_t length = 0;
    am_json_fault fault;
    am_diag diag;

    assert_non_null(text);
    for (size_t i = 0; i < depth; i++) {
        const char *open = i % 2 == 0 ? "[" : "{\"a\":";

        memcpy(text + length, open, strlen(open));
        length += strlen(open);
    }
    text[length++] = '0';
    for (size_t i = depth; i-- > 0;) {
        text[length++] = i % 2 == 0 ? ']' : '}';
    }
    diag = am_json_check((am_slice){text, length}, &fault);
    free(text);
    return diag;
}

static void limits_depth(void **state) {
    (void)state;
    assert_int_equal(check_depth(AM_JSON_DEPTH_MAX), AM_DIAG_NONE);
    assert_int_equal(check_depth(AM_JSON_DEPTH_MAX + 1), AM_DIAG_JSON_DEPTH);
    assert_int_equal(check_depth(100000), AM_DIAG_JSON_DEPTH);
}

typedef struct spelling {
    am_slice written;
    am_slice meant;
} spelling;

static const spelling spellings[] = {
    {TEXT(""), TEXT("")},
    {TEXT("a"), TEXT("a")},
    {TEXT("a\\nb\\t\\r\\b\\f\\/\\\\\\\""), TEXT("a\nb\t\r\b\f/\\\"")},
    {TEXT("\\u0041\\u00e9\\u20AC"), TEXT("A\xC3\xA9\xE2\x82\xAC")},
    {TEXT("\\ud83d\\ude00\\uDBFF\\uDFFF"), TEXT("\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF")},
    {TEXT("\\u0000x"), TEXT("\0x")},
    {TEXT("\xC3\xA9\\\\u0041"), TEXT("\xC3\xA9\\u0041")},
};

static void decodes(void **state) {
    char out[64];

    (void)state;
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        size_t length = am_json_decode(spellings[i].written, out);

        assert_int_equal(length, spellings[i].meant.length);
        assert_memory_equal(out, spellings[i].meant.data, length);
    }
}

static const spelling writings[] = {
    {TEXT("\"\""), TEXT("")},
    {TEXT("\"plain / text\""), TEXT("plain / text")},
    {TEXT("\"\\\"\\\\\""), TEXT("\"\\")},
    {TEXT("\"\\b\\t\\n\\f\\r\""), TEXT("\b\t\n\f\r")},
    {TEXT("\"\\u0000\\u0001\\u000b\\u001f\x7F\""), TEXT("\0\1\v\x1F\x7F")},
    {TEXT("\"\xC3\xA9\xF0\x9F\x98\x80\""), TEXT("\xC3\xA9\xF0\x9F\x98\x80")},
};

static void writes(void **state) {
    am_buffer buffer;

    (void)state;
    for (size_t i = 0; i < sizeof writings / sizeof writings[0]; i++) {
        am_buffer_init(&buffer, am_allocator_standard());
        am_json_put(&buffer, writings[i].meant);
        assert_int_equal(buffer.length, writings[i].written.length);
        assert_memory_equal(buffer.data, writings[i].written.data, buffer.length);
        am_buffer_clear(&buffer);
    }
}

static void knows_numbers(void **state) {
    static const char *const numbers[] = {"0", "-1.5e3", "12.50"};
    static const char *const others[] = {"", " 1", "1 ", "+1", "01", "1.", ".5", "1e", "abc", "1a", "--1"};

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_true(am_json_is_number(am_slice_of(numbers[i])));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_false(am_json_is_number(am_slice_of(others[i])));
    }
    assert_false(am_json_is_number((am_slice){"1\0", 2}));
    assert_true(am_json_is_number((am_slice){"123", 2}));
}

int json_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts), cmocka_unit_test(refuses), cmocka_unit_test(limits_depth),
        cmocka_unit_test(decodes), cmocka_unit_test(writes),  cmocka_unit_test(knows_numbers),
    };

    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
