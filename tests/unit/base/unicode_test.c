/*
 * UTF-8 at its edges, names, and characters that no rulebook may hold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/unicode.h"

static void decodes_and_encodes_every_scalar(void **state) {
    (void)state;
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        char bytes[4];
        uint32_t back = 0;
        size_t length;

        if (point >= 0xD800 && point <= 0xDFFF) {
            continue;
        }
        length = am_utf8_encode(point, bytes);
        if (am_utf8_decode((am_slice){bytes, length}, &back) != length || back != point) {
            fail_msg("U+%04X does not come back", (unsigned)point);
        }
        if (am_utf8_decode((am_slice){bytes, length - 1}, &back) != 0) {
            fail_msg("U+%04X is read from part of its bytes", (unsigned)point);
        }
    }
}

static void knows_lengths(void **state) {
    static const struct {
        uint32_t point;
        size_t length;
    } cases[] = {{0, 1},     {0x7F, 1},   {0x80, 2},    {0x7FF, 2},
                 {0x800, 3}, {0xFFFF, 3}, {0x10000, 4}, {0x10FFFF, 4}};
    char bytes[4];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(am_utf8_encode(cases[i].point, bytes), cases[i].length);
    }
}

static void refuses_what_is_not_utf8(void **state) {
    static const char *const texts[] = {
        "\x80", /* a continuation alone */
        "\xBF",
        "\xC0\x80", /* overlong NUL */
        "\xC1\xBF",
        "\xE0\x80\x80", /* overlong in three */
        "\xE0\x9F\xBF",
        "\xF0\x80\x80\x80", /* overlong in four */
        "\xF0\x8F\xBF\xBF",
        "\xED\xA0\x80", /* surrogates */
        "\xED\xBF\xBF",
        "\xF4\x90\x80\x80", /* 110000 */
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xC3", /* cut off */
        "\xE2\x82",
        "\xF0\x9F\x98",
        "\xC3\x28", /* no continuation */
        "\xE2\x28\xA1",
        "\xE2\x82\x28",
        "\xF0\x9F\x98\x28",
        "\xC3\xC3\xA9",
    };
    uint32_t point;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(am_utf8_decode(am_slice_of(texts[i]), &point), 0);
        assert_int_equal(am_utf8_valid_length(am_slice_of(texts[i])), 0);
    }
    assert_int_equal(am_utf8_decode((am_slice){NULL, 0}, &point), 0);
}

static void finds_the_first_bad_byte(void **state) {
    (void)state;
    assert_int_equal(am_utf8_valid_length((am_slice){NULL, 0}), 0);
    assert_int_equal(am_utf8_valid_length(AM_SLICE("Bu\xC3\x9Fgeld")), 8);
    assert_int_equal(am_utf8_valid_length(AM_SLICE("Bu\xC3\x9Fgeld\xC3")), 8);
    assert_int_equal(am_utf8_valid_length(AM_SLICE("\xE7\xBD\xB0\x80\xE9\x87\x91")), 3);
    assert_int_equal(am_utf8_valid_length(AM_SLICE("a\0b")), 3);
}

static void measures_columns(void **state) {
    static const struct {
        const char *text;
        size_t columns;
    } cases[] = {
        {"", 0},
        {"fine", 4},
        {"Bu\xC3\x9Fgeld", 7},
        {"e\xCC\x81", 1},                /* e and a combining acute */
        {"\xE7\xBD\xB0\xE9\x87\x91", 4}, /* two ideographs */
        {"\xF0\x9F\x98\x80", 2},
        {"a\tb", 3},
        {"a\xFF", 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(am_unicode_width(am_slice_of(cases[i].text)), cases[i].columns);
    }
}

static void knows_names(void **state) {
    static const struct {
        uint32_t point;
        bool may_start, may_continue;
    } cases[] = {
        {'a', true, true},        {'z', true, true},       {'A', true, true},      {'Z', true, true},
        {'_', true, true},        {'0', false, true},      {'9', false, true},     {'-', false, false},
        {' ', false, false},      {'@', false, false},     {'[', false, false},    {'`', false, false},
        {'{', false, false},      {'/', false, false},     {':', false, false},    {'$', false, false},
        {0xAA, true, true},       {0xB5, true, true},      {0xB7, false, true},    {0xD7, false, false},
        {0xDF, true, true},       {0xE9, true, true},      {0x300, false, true},   {0x37A, false, false},
        {0x387, false, true},     {0x3B1, true, true},     {0x416, true, true},    {0x5D0, true, true},
        {0x660, false, true},     {0xE33, false, true},    {0xEB3, false, true},   {0x1369, false, true},
        {0x1885, true, true},     {0x19DA, false, true},   {0x203F, false, true},  {0x2118, true, true},
        {0x212E, true, true},     {0x2160, true, true},    {0x2E2F, false, false}, {0x3042, true, true},
        {0x309B, false, false},   {0x309C, false, false},  {0x4E00, true, true},   {0xAC00, true, true},
        {0xFC5E, false, false},   {0xFE70, false, false},  {0xFE71, true, true},   {0xFF9E, false, true},
        {0x1D7CE, false, true},   {0x1F600, false, false}, {0x20000, true, true},  {0x378, false, false},
        {0x10FFFF, false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (am_unicode_is_name_start(cases[i].point) != cases[i].may_start ||
            am_unicode_is_name_continue(cases[i].point) != cases[i].may_continue) {
            fail_msg("U+%04X", (unsigned)cases[i].point);
        }
    }
}

static void starts_may_continue(void **state) {
    (void)state;
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        if (am_unicode_is_name_start(point) && !am_unicode_is_name_continue(point)) {
            fail_msg("U+%04X", (unsigned)point);
        }
    }
}

static void forbids_what_cannot_be_seen(void **state) {
    static const uint32_t bad[] = {
        0,       1,       0x08,    0x0B,    0x0C,    0x0E,     0x1F,     0x7F,   0x80,    0x85,
        0x9F,    0xAD,    0x34F,   0x61C,   0x115F,  0x17B4,   0x180E,   0x200B, 0x200C,  0x200D,
        0x200E,  0x200F,  0x202A,  0x202E,  0x2060,  0x2066,   0x2069,   0x206F, 0x3164,  0xFDD0,
        0xFDEF,  0xFE00,  0xFE0F,  0xFEFF,  0xFFA0,  0xFFF0,   0xFFFE,   0xFFFF, 0x1BCA0, 0x1D173,
        0x1FFFE, 0x1FFFF, 0xE0001, 0xE0100, 0xE0FFF, 0x10FFFE, 0x10FFFF,
    };
    static const uint32_t good[] = {
        '\t',   '\n',   '\r',   ' ',    '~',    0xA0,   0xAE,   0xE9,   0x34E,  0x61B,   0x61D,
        0x200A, 0x2010, 0x2029, 0x202F, 0x205F, 0x2070, 0xFDCF, 0xFDF0, 0xFFFD, 0x1F600, 0x10FFFD,
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (!am_unicode_is_forbidden(bad[i])) {
            fail_msg("U+%04X is let through", (unsigned)bad[i]);
        }
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (am_unicode_is_forbidden(good[i])) {
            fail_msg("U+%04X is refused", (unsigned)good[i]);
        }
    }
}

int unicode_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_and_encodes_every_scalar),
        cmocka_unit_test(knows_lengths),
        cmocka_unit_test(refuses_what_is_not_utf8),
        cmocka_unit_test(finds_the_first_bad_byte),
        cmocka_unit_test(measures_columns),
        cmocka_unit_test(knows_names),
        cmocka_unit_test(starts_may_continue),
        cmocka_unit_test(forbids_what_cannot_be_seen),
    };

    return cmocka_run_group_tests_name("unicode", tests, NULL, NULL);
}
