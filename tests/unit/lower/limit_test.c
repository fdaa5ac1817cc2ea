/*
 * Rulebooks that are too large: each limit has its diagnostic.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "assess.h"

static void expect(am_buffer *text, am_diag diag) {
    compiled made;
    compile(&made, am_buffer_text(text));
    assert_null(made.program);
    assert_int_equal(made.diagnostics.error_count, 1);
    assert_string_equal(am_diag_code_of(made.diagnostics.first->diag), am_diag_code_of(diag));
    compiled_clear(&made);
    am_buffer_clear(text);
}

static void start(am_buffer *text, const char *head) {
    am_buffer_init(text, am_allocator_standard());
    am_buffer_put_text(text, head);
}

static void put(am_buffer *text, const char *before, unsigned number, const char *after) {
    am_buffer_put_text(text, before);
    am_buffer_put_unsigned(text, number);
    am_buffer_put_text(text, after);
}

static void test_grows(void **state) {
    am_buffer text;
    (void)state;
    start(&text, "rulebook a\nrecord A\n  b: B\n  n: number\n");
    for (char one = 'B'; one < 'K'; one++) {
        am_buffer_put_text(&text, "record ");
        am_buffer_put_char(&text, one);
        am_buffer_put_text(&text, "\n  n: number\n");
        for (unsigned i = 0; i < 4; i++) {
            put(&text, "  inner", i, ": ");
            am_buffer_put_char(&text, (char)(one + 1));
            am_buffer_put_char(&text, '\n');
        }
    }
    am_buffer_put_text(&text, "record K\n  n: number\n");
    expect(&text, AM_DIAG_PROGRAM_GROWS);
}

static void test_too_wide(void **state) {
    am_buffer text;
    (void)state;
    start(&text, "rulebook a\nrecord A\n");
    for (unsigned i = 0; i < 40000; i++) {
        put(&text, "  f", i, ": number\n");
    }
    expect(&text, AM_DIAG_PROGRAM_TOO_WIDE);
}

static void test_too_many_columns(void **state) {
    am_buffer text;
    (void)state;
    start(&text, "rulebook a\nrecord A\n  x: number\nschedule s: number\n  ");
    for (unsigned i = 0; i < 65; i++) {
        am_buffer_put_text(&text, "| x ");
    }
    am_buffer_put_text(&text, "|| y |\n  ");
    for (unsigned i = 0; i < 65; i++) {
        am_buffer_put_text(&text, "| 1 ");
    }
    am_buffer_put_text(&text, "|| 1 |\n  | otherwise || 2 |\noutput s\n");
    expect(&text, AM_DIAG_SCHEDULE_TOO_LARGE);
}

/* The deepest list, and a look back over it. */
static void test_too_deep(void **state) {
    am_buffer text;
    (void)state;
    start(&text, "rulebook a\n");
    for (unsigned i = 0; i < 16; i++) {
        put(&text, "record R", i, "\n");
        put(&text, "  list", i, ": ");
        put(&text, "list of R", i + 1, "\n");
    }
    am_buffer_put_text(&text, "record R16\n  x: number\nrule n for R16 = count of list15 where its x > x\n");
    expect(&text, AM_DIAG_LISTS_TOO_DEEP);
}

int limit_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grows),
        cmocka_unit_test(test_too_wide),
        cmocka_unit_test(test_too_many_columns),
        cmocka_unit_test(test_too_deep),
    };
    return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
