/*
 * Diagnostics: what is kept, and how one looks as text and as JSON.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "text/diagnostic.h"

typedef struct {
    am_arena arena;
    am_sources sources;
    am_diagnostics diagnostics;
    am_buffer buffer;
} fixture;

static int set_up(void **state) {
    static fixture f;
    am_arena_init(&f.arena, am_allocator_standard(), 0);
    am_sources_init(&f.sources, &f.arena);
    am_diagnostics_init(&f.diagnostics, &f.arena);
    am_buffer_init(&f.buffer, am_allocator_standard());
    *state = &f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    am_buffer_clear(&f->buffer);
    am_arena_clear(&f->arena);
    return 0;
}

static void assert_buffer(fixture *f, const char *expected) {
    am_buffer_put_char(&f->buffer, '\0');
    assert_false(f->buffer.is_failed);
    assert_string_equal(f->buffer.data, expected);
    f->buffer.length = 0;
}

static am_diagnostic *report(fixture *f, const char *text, uint32_t start, uint32_t length) {
    am_span span = {(uint16_t)f->sources.count, start, length};
    assert_non_null(am_sources_add(&f->sources, AM_SLICE("a.amerce"), am_slice_of(text)));
    return am_diagnose(&f->diagnostics, AM_DIAG_UNEXPECTED, span, AM_ARGUMENTS(AM_SLICE("wehn")));
}

static void print(fixture *f, const am_diagnostic *diagnostic, bool is_coloured) {
    am_diagnostic_print(&f->buffer, &f->sources, diagnostic, is_coloured);
}

static void carets_stand_under_the_place(void **state) {
    fixture *f = *state;
    am_diagnostic *diagnostic = report(f, "penalty p\n  add 5 wehn x\n", 18, 4);
    am_diagnostic_expect(&f->diagnostics, diagnostic, AM_SLICE("`when`"));
    am_diagnostic_suggest(&f->diagnostics, diagnostic, AM_SLICE("when"));
    am_diagnostic_note(&f->diagnostics, diagnostic, (am_span){0, 8, 1}, AM_SLICE("in this penalty"));
    print(f, diagnostic, false);
    assert_buffer(f, "a.amerce:2:9: error[E0201]: `wehn` cannot stand here\n"
                     "  2 |   add 5 wehn x\n"
                     "    |         ^^^^\n"
                     "    = expected: `when`\n"
                     "    = write instead: `when`\n"
                     "a.amerce:1:9: note: in this penalty\n"
                     "  1 | penalty p\n"
                     "    |         -\n");
}

static void carets_keep_tabs_and_count_wide_characters(void **state) {
    fixture *f = *state;
    print(f, report(f, "\t\xE6\x95\xB0\xE9\x87\x8F \xE6\x95\xB0 x", 8, 3), false);
    assert_buffer(f, "a.amerce:1:5: error[E0201]: `wehn` cannot stand here\n"
                     "  1 | \t\xE6\x95\xB0\xE9\x87\x8F \xE6\x95\xB0 x\n"
                     "    | \t     ^^\n");
}

static void carets_stop_at_the_line_end(void **state) {
    fixture *f = *state;
    print(f, report(f, "ab\r\ncd", 1, 5), false);
    assert_buffer(f, "a.amerce:1:2: error[E0201]: `wehn` cannot stand here\n"
                     "  1 | ab\n"
                     "    |  ^\n");
    print(f, report(f, "ab\n", 2, 0), false);
    assert_buffer(f, "a.amerce:1:3: error[E0201]: `wehn` cannot stand here\n"
                     "  1 | ab\n"
                     "    |   ^\n");
}

static void what_cannot_be_shown_is_replaced(void **state) {
    fixture *f = *state;
    print(f, report(f, "a\xE2\x80\xAE\x1B\xFF z", 6, 1), false);
    assert_buffer(f, "a.amerce:1:5: error[E0201]: `wehn` cannot stand here\n"
                     "  1 | a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD z\n"
                     "    |     ^\n");
}

static void long_lines_are_cut(void **state) {
    fixture *f = *state;
    char text[1001];
    for (size_t i = 0; i < 1000; i++) {
        text[i] = (char)('a' + i % 26);
    }
    text[1000] = '\0';
    print(f, report(f, text, 500, 3), false);
    assert_true(f->buffer.length < 600);
    am_buffer_put_char(&f->buffer, '\0');
    assert_non_null(strstr(f->buffer.data, "  1 | ..."));
    assert_non_null(strstr(f->buffer.data, "^^^\n"));
    assert_null(strstr(f->buffer.data, "^^^^"));
}

static void the_whole_file_has_no_line(void **state) {
    fixture *f = *state;
    print(f, report(f, "x", 0, 0), false);
    assert_buffer(f, "a.amerce: error[E0201]: `wehn` cannot stand here\n");
}

static void colours_are_closed(void **state) {
    fixture *f = *state;
    print(f, report(f, "x", 0, 1), true);
    assert_buffer(f, "\033[1ma.amerce:1:1: \033[1;31merror[E0201]\033[0m: `wehn` cannot stand here\n"
                     "\033[1;34m  1 |\033[0m x\n"
                     "\033[1;34m    |\033[0m \033[1;31m^\033[0m\n");
}

static void as_json(void **state) {
    fixture *f = *state;
    am_diagnostic *diagnostic = report(f, "a\n\"\\ b", 2, 2);
    am_diagnostic_expect(&f->diagnostics, diagnostic, AM_SLICE("a \"text\"\n\x01"));
    am_diagnostic_note(&f->diagnostics, diagnostic, (am_span){0, 0, 1}, AM_SLICE("first"));
    am_diagnostic_print_json(&f->buffer, &f->sources, diagnostic);
    assert_buffer(f, "{\"code\":\"E0201\",\"slug\":\"unexpected\",\"severity\":\"error\","
                     "\"message\":\"`wehn` cannot stand here\",\"path\":\"a.amerce\","
                     "\"start\":{\"line\":2,\"column\":1},\"end\":{\"line\":2,\"column\":3},"
                     "\"expected\":\"a \\\"text\\\"\\u000a\\u0001\",\"notes\":[{\"message\":\"first\","
                     "\"path\":\"a.amerce\",\"start\":{\"line\":1,\"column\":1},"
                     "\"end\":{\"line\":1,\"column\":2}}]}");
}

static void the_first_hundred_errors_are_kept(void **state) {
    fixture *f = *state;
    for (unsigned i = 0; i < 150; i++) {
        am_diagnostic *diagnostic =
            am_diagnose(&f->diagnostics, AM_DIAG_UNEXPECTED, (am_span){0, i, 1}, AM_NO_ARGUMENTS);
        assert_int_equal(diagnostic != NULL, i < 100);
        am_diagnostic_suggest(&f->diagnostics, diagnostic, AM_SLICE("x"));
    }
    unsigned kept = 0;
    for (const am_diagnostic *at = f->diagnostics.first; at != NULL; at = at->next) {
        assert_int_equal(at->span.start, kept);
        assert_int_equal(at->diag, kept < 100 ? AM_DIAG_UNEXPECTED : AM_DIAG_TOO_MANY_ERRORS);
        kept++;
    }
    assert_int_equal(kept, 101);
    assert_int_equal(f->diagnostics.error_count, 150);
    assert_int_equal(f->diagnostics.warning_count, 0);
}

int diagnostic_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(carets_stand_under_the_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(carets_keep_tabs_and_count_wide_characters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(carets_stop_at_the_line_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_shown_is_replaced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_lines_are_cut, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_whole_file_has_no_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(colours_are_closed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(as_json, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_first_hundred_errors_are_kept, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("diagnostic", tests, NULL, NULL);
}
