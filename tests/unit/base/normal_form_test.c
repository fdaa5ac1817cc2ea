/*
 * NFC: published examples of composition, order and blocking, texts that already are in NFC, and runs of
 * marks longer than any buffer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/unicode.h"

enum { MOST_POINTS = 8 };

/* Code points up to the first 0. */
typedef struct nfc_case {
    uint32_t text[MOST_POINTS];
    uint32_t normal[MOST_POINTS];
} nfc_case;

static const nfc_case cases[] = {
    {{'f', 'i', 'n', 'e'}, {'f', 'i', 'n', 'e'}},
    {{0xE9}, {0xE9}},
    {{'e', 0x301}, {0xE9}},
    {{'a', 0x30A, 'b'}, {0xE5, 'b'}},
    {{0x212B}, {0xC5}},                     /* the angstrom sign */
    {{0x2126}, {0x3A9}},                    /* the ohm sign */
    {{0x1E9B, 0x323}, {0x1E9B, 0x323}},     /* long s with dot above, dot below */
    {{'d', 0x307, 0x323}, {0x1E0D, 0x307}}, /* put in order, then composed */
    {{'d', 0x323, 0x307}, {0x1E0D, 0x307}},
    {{0x1E0B, 0x323}, {0x1E0D, 0x307}}, /* taken apart first */
    {{0x1E0D, 0x307}, {0x1E0D, 0x307}},
    {{0xE9, 0x327}, {0x229, 0x301}},      /* e acute and cedilla */
    {{'a', 0x301, 0x301}, {0xE1, 0x301}}, /* the second is blocked by nothing, but has no composite */
    {{'a', 0x315, 0x300}, {0xE0, 0x315}},
    {{'a', 0x315, 0x300, 0x5AE, 'b'}, {0xE0, 0x5AE, 0x315, 'b'}},
    {{0x301, 'a'}, {0x301, 'a'}}, /* begins with a mark */
    {{0x301, 0x327}, {0x327, 0x301}},
    {{0x344}, {0x308, 0x301}},                  /* a mark that is always taken apart */
    {{'a', 0x30D, 0x343}, {'a', 0x30D, 0x313}}, /* as is one after a mark of its class */
    {{0x958}, {0x915, 0x93C}},                  /* excluded from composition */
    {{0xFB1D}, {0x5D9, 0x5B4}},
    {{0x2ADC}, {0x2ADD, 0x338}},
    {{0x1100, 0x1161}, {0xAC00}}, /* Hangul */
    {{0x1100, 0x1161, 0x11A8}, {0xAC01}},
    {{0xAC00, 0x11A8}, {0xAC01}},
    {{0xAC00, 0x11A7}, {0xAC00, 0x11A7}},
    {{0xAC01, 0x11A8}, {0xAC01, 0x11A8}},
    {{0xAC00, 0x1161}, {0xAC00, 0x1161}},
    {{0x9C7, 0x9BE}, {0x9CB}}, /* two starters */
    {{0x9C7, 0x301, 0x9BE}, {0x9C7, 0x301, 0x9BE}},
    {{0x9CB, 0x9BE}, {0x9CB, 0x9BE}},
    {{0xDD9, 0xDCF, 0xDCA}, {0xDDD}},
    {{0xDDC, 0xDCA}, {0xDDD}},
    {{0x1D15E}, {0x1D157, 0x1D165}},
    {{0x4E00, 0x4E8C}, {0x4E00, 0x4E8C}},
    {{0xF900}, {0x8C48}},
    {{'x', 0x323, 0x324, 0x301, 0x302}, {'x', 0x323, 0x324, 0x301, 0x302}},
    {{0x1F82}, {0x1F82}},
    {{0x3B1, 0x313, 0x300, 0x345}, {0x1F82}}, /* the longest decomposition */
    {{0x3B1, 0x345, 0x300, 0x313}, {0x1FB2, 0x313}},
    {{0x378, 0x301}, {0x378, 0x301}}, /* not assigned */
};

static am_slice encode(const uint32_t *points, char text[4 * MOST_POINTS]) {
    size_t length = 0;

    for (size_t i = 0; i < MOST_POINTS && points[i] != 0; i++) {
        length += am_utf8_encode(points[i], text + length);
    }
    return (am_slice){text, length};
}

static void follows_the_examples(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[4 * MOST_POINTS], normal[4 * MOST_POINTS];
        am_slice from = encode(cases[i].text, text), to = encode(cases[i].normal, normal);
        bool is_normal = am_slice_is_equal(from, to);
        am_arena arena;
        am_slice result;

        am_arena_init(&arena, am_allocator_standard(), 0);
        result = am_unicode_nfc(&arena, from);
        if (!am_slice_is_equal(result, to)) {
            fail_msg("example %u is not brought into NFC", (unsigned)i);
        }
        if (am_unicode_is_nfc(from) != is_normal) {
            fail_msg("example %u is taken for %s", (unsigned)i, is_normal ? "another form" : "NFC");
        }
        assert_true(am_unicode_is_nfc(to));
        /* What is in NFC comes back itself. */
        assert_int_equal(result.data == from.data, is_normal);
        assert_int_equal(arena.used_bytes == 0, is_normal);
        am_arena_clear(&arena);
    }
}

static void empty_text_is_normal(void **state) {
    am_arena arena;

    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    assert_true(am_unicode_is_nfc((am_slice){NULL, 0}));
    assert_int_equal(am_unicode_nfc(&arena, (am_slice){NULL, 0}).length, 0);
    am_arena_clear(&arena);
}

enum { MARKS = 5000, RUN_BYTES = 1 + 2 * MARKS };

/* q and 5,000 marks: acutes above and dots below, alternating or the dots first as NFC has them. */
static am_slice long_run(char text[RUN_BYTES], size_t dots, bool alternates) {
    text[0] = 'q';
    for (size_t i = 0; i < MARKS; i++) {
        bool is_dot = alternates ? i % 2 != 0 : i < dots;

        memcpy(text + 1 + 2 * i, is_dot ? "\xCC\xA3" : "\xCC\x81", 2);
    }
    return (am_slice){text, RUN_BYTES};
}

static void takes_long_runs(void **state) {
    static char text[RUN_BYTES], ordered[RUN_BYTES];
    am_slice in_order = long_run(ordered, MARKS / 2, false);
    am_slice alternating = long_run(text, 0, true);
    am_arena arena;

    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    assert_true(am_unicode_is_nfc(in_order));
    assert_false(am_unicode_is_nfc(alternating));
    assert_true(am_slice_is_equal(am_unicode_nfc(&arena, alternating), in_order));
    am_arena_clear(&arena);
}

static void is_empty_when_exhausted(void **state) {
    static char text[6000];
    unsigned failures = 0;
    bool is_done = false;

    (void)state;
    memset(text, 'e', sizeof text);
    memcpy(text + sizeof text - 2, "\xCC\x81", 2);
    for (size_t limit = 1000; !is_done; limit += 1000) {
        am_arena arena;
        am_slice result;

        am_arena_init(&arena, am_allocator_standard(), limit);
        result = am_unicode_nfc(&arena, (am_slice){text, sizeof text});
        is_done = !arena.is_exhausted;
        failures += !is_done;
        assert_int_equal(result.length, is_done ? sizeof text - 1 : 0);
        am_arena_clear(&arena);
    }
    assert_true(failures > 90);
}

static void takes_only_utf8(void **state) {
    am_arena arena;

    (void)state;
    assert_false(am_unicode_is_nfc(AM_SLICE("fine\xFF")));
    am_arena_init(&arena, am_allocator_standard(), 0);
    assert_true(am_slice_is_equal(am_unicode_nfc(&arena, AM_SLICE("fine\xFF more")), AM_SLICE("fine")));
    am_arena_clear(&arena);
}

int normal_form_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_examples), cmocka_unit_test(empty_text_is_normal),
        cmocka_unit_test(takes_long_runs),      cmocka_unit_test(is_empty_when_exhausted),
        cmocka_unit_test(takes_only_utf8),
    };

    return cmocka_run_group_tests_name("normal_form", tests, NULL, NULL);
}
