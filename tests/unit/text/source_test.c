/*
 * Sources: lines, positions and the text under a span.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/source.h"

typedef struct {
    am_arena arena;
    am_sources sources;
} fixture;

static int set_up(void **state) {
    static fixture f;
    am_arena_init(&f.arena, am_allocator_standard(), 0);
    am_sources_init(&f.sources, &f.arena);
    *state = &f;
    return 0;
}

static int tear_down(void **state) {
    am_arena_clear(&((fixture *)*state)->arena);
    return 0;
}

static void assert_line(const am_source *source, uint32_t line, const char *expected) {
    am_slice text = am_source_line(source, line);
    assert_int_equal(text.length, am_slice_of(expected).length);
    assert_true(am_slice_is_equal(text, am_slice_of(expected)));
}

static void lines_end_with_either_mark(void **state) {
    fixture *f = *state;
    const am_source *source = am_sources_add(&f->sources, AM_SLICE("a"), AM_SLICE("one\r\ntwo\n\nfour\r"));
    assert_non_null(source);
    assert_int_equal(source->line_count, 4);
    assert_line(source, 1, "one");
    assert_line(source, 2, "two");
    assert_line(source, 3, "");
    assert_line(source, 4, "four");
    assert_line(source, 0, "");
    assert_line(source, 5, "");
}

static void an_empty_text_has_one_line(void **state) {
    fixture *f = *state;
    const am_source *source = am_sources_add(&f->sources, AM_SLICE("a"), (am_slice){NULL, 0});
    assert_non_null(source);
    assert_int_equal(source->line_count, 1);
    assert_line(source, 1, "");
    am_position position = am_source_position(source, 0);
    assert_int_equal(position.line, 1);
    assert_int_equal(position.column, 1);
}

static void columns_count_code_points(void **state) {
    static const struct {
        uint32_t byte, line, column;
    } cases[] = {
        {0, 1, 1}, {1, 1, 2}, {3, 1, 3}, {4, 1, 4}, {5, 2, 1}, {8, 2, 2}, {9, 2, 3}, {99, 2, 3},
    };
    fixture *f = *state;
    /* a, e with acute, b, line end, a sign of three bytes, c */
    const am_source *source = am_sources_add(&f->sources, AM_SLICE("a"),
                                             AM_SLICE("a\xC3\xA9"
                                                      "b\n\xE2\x89\xA4"
                                                      "c"));
    assert_non_null(source);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        am_position position = am_source_position(source, cases[i].byte);
        assert_int_equal(position.line, cases[i].line);
        assert_int_equal(position.column, cases[i].column);
    }
}

static void spans_are_cut_to_the_text(void **state) {
    fixture *f = *state;
    assert_non_null(am_sources_add(&f->sources, AM_SLICE("a"), AM_SLICE("rulebook")));
    assert_true(am_slice_is_equal(am_source_text(&f->sources, (am_span){0, 4, 4}), AM_SLICE("book")));
    assert_true(am_slice_is_equal(am_source_text(&f->sources, (am_span){0, 4, 400}), AM_SLICE("book")));
    assert_int_equal(am_source_text(&f->sources, (am_span){1, 0, 4}).length, 0);
}

static void texts_are_copies(void **state) {
    fixture *f = *state;
    char text[] = "use a";
    const am_source *source = am_sources_add(&f->sources, AM_SLICE("a"), (am_slice){text, 5});
    assert_non_null(source);
    text[0] = 'x';
    assert_line(source, 1, "use a");
    assert_int_equal(source->text.data[5], '\0');
}

int source_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_end_with_either_mark, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_text_has_one_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(columns_count_code_points, set_up, tear_down),
        cmocka_unit_test_setup_teardown(spans_are_cut_to_the_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(texts_are_copies, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
