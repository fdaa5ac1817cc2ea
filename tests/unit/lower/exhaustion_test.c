/*
 * The lowering with an allocator that refuses: it gives up without a program, and without a crash.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "counting_allocator.h"
#include "lower/lower.h"
#include "syntax/parse.h"

/* Requests come one a chunk, so a small arena limit ends at every size instead. */
static void test_limited_arena(void **state) {
    static const char text[] =
        "rulebook a\n  currency EUR\n"
        "tiers Level: low < high\n"
        "record Case\n  amount: money\n  level: Level\n  items: list of Item\n"
        "record Item\n  weight: whole\n  name: text optional\n"
        "schedule rate: number\n  | level | amount || rate |\n"
        "  | low | under EUR 5 || 1 |\n  | high | - || amount / EUR 2 |\n  | otherwise || 0 |\n"
        "rule most = greatest of its weight over items where its name is known and its name is \"a\"\n"
        "penalty fine\n  start from amount\n  multiply by rate when most > 3\n  round up to EUR 1\n";
    am_arena front;
    am_sources sources;
    am_diagnostics diagnostics;
    (void)state;
    am_arena_init(&front, am_allocator_standard(), 0);
    am_sources_init(&sources, &front);
    am_diagnostics_init(&diagnostics, &front);
    am_sources_add(&sources, AM_SLICE("a.amerce"), am_slice_of(text));
    am_model_file file = {am_parse(&front, &sources, 0, &diagnostics), 0};
    const am_model *model = am_model_of(&front, &sources, &file, 1, &diagnostics);
    assert_non_null(model);
    const am_program *program = NULL;
    size_t limit = 64;
    while (program == NULL) {
        am_arena arena;
        assert_true(limit < 1 << 20);
        am_arena_init(&arena, am_allocator_standard(), limit);
        program = am_lower(&arena, model, &diagnostics);
        assert_true(program != NULL || arena.is_exhausted);
        limit += program == NULL ? 256 : 0;
        am_arena_clear(&arena);
    }
    assert_true(limit > 4096);
    assert_int_equal(diagnostics.error_count, 0);
    am_arena_clear(&front);
}

int exhaustion_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_limited_arena)};
    return cmocka_run_group_tests_name("exhaustion", tests, NULL, NULL);
}
