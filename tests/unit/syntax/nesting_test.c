/*
 * Nesting: as deep as AM_PARSE_DEPTH_MAX, and one deeper.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "syntax/parse.h"

typedef struct {
    const char *head;     /* once */
    const char *open;     /* as often as it is nested */
    const char *inner;    /* once */
    const char *close;    /* as often as `open` */
    unsigned inner_depth; /* what `inner` adds */
} nest;

static const nest nests[] = {
    {"rule a = ", "(", "b", ")", 0},
    {"rule a = ", "not ", "b", "", 1},
    {"rule a = ", "- ", "b", "", 1},
    {"rule a = b", "", "", " + b", 1},
    {"rule a = b", "", "", " or b", 1},
    {"rule a = ", "b otherwise ", "b", "", 1},
    {"rule a = ", "if b then c else ", "b", "", 1},
    {"rule a = ", "f(", "b", ")", 1},
    {"rule a = ", "b or c and d + e * -f ^ (", "b", ")", 1},
    {"rule a: ", "range of ", "b", "", 1},
    {"test \"a\"\n  given ", "a: [ ", "a: 5", " ]", 1},
};

static void put_nested(am_buffer *buffer, const nest *n, unsigned depth) {
    am_buffer_put_text(buffer, n->head);
    for (unsigned i = 0; i < depth; i++) {
        am_buffer_put_text(buffer, n->open);
    }
    am_buffer_put_text(buffer, n->inner);
    for (unsigned i = 0; i < depth; i++) {
        am_buffer_put_text(buffer, n->close);
    }
    if (n->head[0] == 't') {
        am_buffer_put_text(buffer, "\n  expect");
    } else if (n->head[6] == ':') {
        am_buffer_put_text(buffer, " = 5");
    }
}

/* Where the first diagnostic is E0802, and the only one: 1; none at all: 0. */
static int is_refused(const nest *n, unsigned depth) {
    am_arena arena;
    am_sources sources;
    am_diagnostics diagnostics;
    am_buffer buffer;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_sources_init(&sources, &arena);
    am_diagnostics_init(&diagnostics, &arena);
    am_buffer_init(&buffer, am_allocator_standard());
    put_nested(&buffer, n, depth);
    am_buffer_put_text(&buffer, "\nrule next = 5 5\n");
    assert_non_null(am_sources_add(&sources, AM_SLICE("text"), am_buffer_text(&buffer)));
    const am_node *file = am_parse(&arena, &sources, 0, &diagnostics);
    assert_non_null(file);
    assert_int_equal(file->last->kind, AM_NODE_RULE);

    /* The mistake in the declaration behind it is still found. */
    int nesting = 0;
    int others = 0;
    for (const am_diagnostic *at = diagnostics.first; at != NULL; at = at->next) {
        nesting += at->diag == AM_DIAG_NESTING;
        others += at->diag != AM_DIAG_NESTING;
    }
    assert_int_equal(others, 1);
    assert_in_range(nesting, 0, 1);

    buffer.length = 0;
    am_tree_print(&buffer, file);
    assert_false(buffer.is_failed);
    am_buffer_clear(&buffer);
    am_arena_clear(&arena);
    return nesting;
}

static void the_limit_is_exact(void **state) {
    (void)state;
    for (size_t i = 0; i < 8; i++) {
        unsigned limit = AM_PARSE_DEPTH_MAX - nests[i].inner_depth;
        assert_int_equal(is_refused(&nests[i], limit), 0);
        assert_int_equal(is_refused(&nests[i], limit + 1), 1);
    }
}

static void everything_has_a_limit(void **state) {
    (void)state;
    static const unsigned depths[] = {30, 251, 1000, 20000};
    for (size_t i = 0; i < sizeof(nests) / sizeof(nests[0]); i++) {
        assert_int_equal(is_refused(&nests[i], depths[0]), 0);
        for (size_t j = 1; j < sizeof(depths) / sizeof(depths[0]); j++) {
            assert_int_equal(is_refused(&nests[i], depths[j]), 1);
        }
    }
}

int nesting_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_limit_is_exact),
        cmocka_unit_test(everything_has_a_limit),
    };
    return cmocka_run_group_tests_name("nesting", tests, NULL, NULL);
}
