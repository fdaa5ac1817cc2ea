/*
 * Names that look like others, and names that mix letters of two scripts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/look_alike.h"

static void alike(void **state) {
    static const struct {
        const char *a;
        const char *b;
        bool is_alike;
    } rows[] = {
        {"fine", "fine", true},
        {"fine", "find", false},
        {"fine", "f\xD1\x96ne", true},                       /* Cyrillic i */
        {"corn", "com", true},                               /* rn and m */
        {"level_1", "level_l", true},                        /* the figure and the letter */
        {"I0", "lO", true},                                  /* and the capitals */
        {"\xD0\xB0", "a", true},                             /* Cyrillic a */
        {"\xCE\xBF", "o", true},                             /* Greek omicron */
        {"\xF0\x9D\x90\x9A", "a", true},                     /* mathematical bold a */
        {"\xEF\xBC\xA1", "A", true},                         /* full-width A */
        {"\xC3\xA9", "e\xCC\x81", true},                     /* composed or not */
        {"\xC3\xA9", "e", false},                            /* an accent can be seen */
        {"\xD0\xB4\xD0\xBE\xD0\xBB\xD0\xB3", "dolg", false}, /* another alphabet that looks like itself */
        {"a", "A", false},
        {"", "", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        am_arena arena;
        am_slice a, b;

        am_arena_init(&arena, am_allocator_standard(), 0);
        a = am_look_skeleton(&arena, am_slice_of(rows[i].a));
        b = am_look_skeleton(&arena, am_slice_of(rows[i].b));
        assert_false(arena.is_exhausted);
        if (am_slice_is_equal(a, b) != rows[i].is_alike) {
            fail_msg("%s and %s: %.*s and %.*s", rows[i].a, rows[i].b, (int)a.length, a.data, (int)b.length,
                     b.data);
        }
        am_arena_clear(&arena);
    }
}

static void mixed(void **state) {
    static const struct {
        const char *name;
        const char *script; /* NULL: not mixed */
        const char *latin;
    } rows[] = {
        {"fine", NULL, "fine"},
        {"f\xD1\x96ne", "Cyrillic", "fine"},
        {"\xD0\xB0\xD0\xB5", NULL, "ae"},           /* Cyrillic alone */
        {"\xCE\x94_price", NULL, "\xCE\x94_price"}, /* Delta looks like no Latin letter */
        {"c\xCE\xBF", "Greek", "co"},
        {"gr\xC3\xB6\xC3\x9F"
         "e",
         NULL,
         "gr\xC3\xB6\xC3\x9F"
         "e"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        am_look_mixture mixture = am_look_mixture_of(am_slice_of(rows[i].name));
        am_arena arena;

        am_arena_init(&arena, am_allocator_standard(), 0);
        assert_int_equal(mixture.script == NULL, rows[i].script == NULL);
        if (mixture.script != NULL) {
            assert_string_equal(mixture.script, rows[i].script);
        }
        assert_true(
            am_slice_is_equal(am_look_latin(&arena, am_slice_of(rows[i].name)), am_slice_of(rows[i].latin)));
        am_arena_clear(&arena);
    }
}

/* The rows are looked up by halves. */
static void the_table_is_in_order(void **state) {
    static const uint32_t points[] = {
#define CONFUSABLE(point, text) point,
#include "base/confusable.def"
#undef CONFUSABLE
    };

    (void)state;
    for (size_t i = 1; i < sizeof points / sizeof points[0]; i++) {
        assert_true(points[i - 1] < points[i]);
    }
}

int look_alike_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alike),
        cmocka_unit_test(mixed),
        cmocka_unit_test(the_table_is_in_order),
    };

    return cmocka_run_group_tests_name("look_alike", tests, NULL, NULL);
}
