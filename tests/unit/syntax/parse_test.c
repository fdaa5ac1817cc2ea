/*
 * The parser as a whole: the limits of a text, memory that runs out, unfinished texts, and the questions
 * about nodes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "syntax/parse.h"

static const char sample[] = "-- before\n"
                             "rulebook a.b -- behind\n"
                             "  title \"T\\\"\"\n"
                             "> law\n"
                             "schedule s for R: money per X \"1\"\n"
                             "  | a, b || c |\n"
                             "  | not 1_0, 2 || EUR 1_000 |  -- row\n"
                             "rule r = sum of greatest of its x over l where its y by its z\n"
                             "  except 5 when cafe\xCC\x81 @\n"
                             "penalty p\n"
                             "  start form 5\n"
                             "  add 24months\n"
                             "test \"t\" given a: [ b: 1 ] expect f = 5\n"
                             "-- after\n";

typedef struct {
    am_arena arena;
    am_sources sources;
    am_diagnostics diagnostics;
} fixture;

static void begin(fixture *f, am_allocator allocator) {
    am_arena_init(&f->arena, allocator, 0);
    am_sources_init(&f->sources, &f->arena);
    am_diagnostics_init(&f->diagnostics, &f->arena);
}

static const am_node *parse(fixture *f, am_slice text) {
    begin(f, am_allocator_standard());
    assert_non_null(am_sources_add(&f->sources, AM_SLICE("text"), text));
    const am_node *file = am_parse(&f->arena, &f->sources, 0, &f->diagnostics);
    assert_non_null(file);
    assert_int_equal(file->kind, AM_NODE_FILE);
    return file;
}

static void a_long_text_is_refused(void **state) {
    (void)state;
    fixture f;
    size_t length = AM_SOURCE_BYTES_MAX + 1;
    char *text = malloc(length);
    assert_non_null(text);
    memset(text, ' ', length);
    parse(&f, (am_slice){text, length - 1});
    assert_int_equal(f.diagnostics.error_count, 0);
    am_arena_clear(&f.arena);
    const am_node *file = parse(&f, (am_slice){text, length});
    assert_null(file->children);
    assert_int_equal(f.diagnostics.error_count, 1);
    assert_int_equal(f.diagnostics.first->diag, AM_DIAG_SOURCE_TOO_LONG);
    am_arena_clear(&f.arena);
    free(text);
}

typedef struct {
    am_allocator inner;
    size_t left; /* requests that are still granted */
} ration;

static void *rationed(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    ration *r = context;
    if (new_bytes > 0 && r->left == 0) {
        return NULL;
    }
    r->left -= new_bytes > 0;
    return r->inner.resize(r->inner.context, old, old_bytes, new_bytes);
}

/* Every request fails once; a tree comes out only when none did. */
static void exhausted_memory_gives_no_tree(void **state) {
    (void)state;
    const am_node *file = NULL;
    size_t granted = 0;
    for (; file == NULL && granted < 2000; granted++) {
        ration r = {am_allocator_standard(), granted};
        fixture f;
        begin(&f, (am_allocator){rationed, &r});
        if (am_sources_add(&f.sources, AM_SLICE("text"), am_slice_of(sample)) != NULL) {
            file = am_parse(&f.arena, &f.sources, 0, &f.diagnostics);
            assert_true(file == NULL || !f.arena.is_exhausted);
        }
        am_arena_clear(&f.arena);
    }
    assert_non_null(file);
    assert_true(granted > 3);
}

/* A byte limit fails everywhere that a request could. */
static void a_small_limit_gives_no_tree(void **state) {
    (void)state;
    size_t needed = 0;
    for (size_t limit = 1; needed == 0; limit += 997) {
        fixture f;
        begin(&f, am_allocator_standard());
        f.arena.limit_bytes = limit;
        const am_source *source = am_sources_add(&f.sources, AM_SLICE("text"), am_slice_of(sample));
        if (source != NULL && am_parse(&f.arena, &f.sources, 0, &f.diagnostics) != NULL) {
            needed = limit;
        }
        am_arena_clear(&f.arena);
        assert_true(limit < 4u << 20);
    }
    assert_true(needed > 1000);
}

static void every_beginning_gives_a_tree(void **state) {
    (void)state;
    for (size_t length = 0; length < sizeof(sample); length++) {
        fixture f;
        parse(&f, (am_slice){sample, length});
        am_arena_clear(&f.arena);
    }
}

static void comments_and_quotes_hang_on_nodes(void **state) {
    (void)state;
    fixture f;
    const am_node *file = parse(&f, am_slice_of(sample));
    const am_node *rulebook = file->children;
    assert_true(am_slice_is_equal(rulebook->comments, AM_SLICE("-- before")));
    assert_true(am_slice_is_equal(rulebook->remark, AM_SLICE("-- behind")));
    const am_node *schedule = am_node_child(file, AM_NODE_SCHEDULE);
    assert_true(am_slice_is_equal(schedule->quotes, AM_SLICE("> law")));
    const am_node *table = am_node_child(schedule, AM_NODE_TABLE);
    assert_true(am_slice_is_equal(table->last->remark, AM_SLICE("-- row")));
    assert_true(am_slice_is_equal(file->comments, AM_SLICE("-- after")));
    am_arena_clear(&f.arena);
}

static void nodes_answer(void **state) {
    (void)state;
    fixture f;
    const am_node *file = parse(&f, am_slice_of(sample));
    assert_int_equal(am_node_count(file), 5);
    assert_true(am_node_is_declaration(file->children));
    assert_false(am_node_is_declaration(file));
    const am_node *rule = am_node_child(file, AM_NODE_RULE);
    assert_null(am_node_child(rule, AM_NODE_TEST));
    const am_node *over = am_node_expression(rule);
    assert_int_equal(over->kind, AM_NODE_OVER);
    assert_null(am_node_next_expression(over));
    assert_int_equal(am_node_expression(over)->kind, AM_NODE_PATH);
    assert_null(am_node_next_expression(am_node_expression(over)));
    assert_false(am_node_is_expression(am_node_child(over, AM_NODE_OVER_LIST)));
    const am_node *exception = am_node_child(rule, AM_NODE_EXCEPTION);
    const am_node *value = am_node_expression(exception);
    const am_node *condition = am_node_next_expression(value);
    assert_true(am_slice_is_equal(condition->children->text, AM_SLICE("caf\xC3\xA9")));
    assert_true(am_slice_is_equal(am_node_word(AM_NODE_OR_HIGHER), AM_SLICE("or higher")));
    assert_int_equal(am_node_word(AM_NODE_COUNT).length, 0);
    am_arena_clear(&f.arena);
}

int parse_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_text_is_refused),
        cmocka_unit_test(exhausted_memory_gives_no_tree),
        cmocka_unit_test(a_small_limit_gives_no_tree),
        cmocka_unit_test(every_beginning_gives_a_tree),
        cmocka_unit_test(comments_and_quotes_hang_on_nodes),
        cmocka_unit_test(nodes_answer),
    };
    return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
