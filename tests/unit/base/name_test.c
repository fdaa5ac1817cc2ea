/*
 * Interned names: one number a text, through growth and through every failed allocation.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/name.h"
#include "counting_allocator.h"

static am_slice spell(char text[16], int number) {
    return (am_slice){text, (size_t)snprintf(text, 16, "name_%d", number)};
}

static void gives_one_number_a_text(void **state) {
    am_arena arena;
    am_names names;
    am_name tier;

    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_names_init(&names, &arena);
    assert_int_equal(am_names_find(&names, AM_SLICE("tier")), 0);
    tier = am_names_intern(&names, AM_SLICE("tier"));
    assert_int_not_equal(tier, 0);
    assert_int_not_equal(am_names_intern(&names, AM_SLICE("tiers")), tier);
    assert_int_equal(am_names_intern(&names, AM_SLICE("tier")), tier);
    assert_int_equal(am_names_find(&names, AM_SLICE("tier")), tier);
    assert_int_equal(am_names_find(&names, AM_SLICE("tie")), 0);
    assert_true(am_slice_is_equal(am_names_text(&names, tier), AM_SLICE("tier")));
    am_arena_clear(&arena);
}

static void empty_name_is_0(void **state) {
    am_arena arena;
    am_names names;

    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_names_init(&names, &arena);
    assert_int_equal(am_names_intern(&names, (am_slice){NULL, 0}), 0);
    assert_int_equal(am_names_text(&names, 0).length, 0);
    assert_int_equal(am_names_text(&names, 77).length, 0);
    am_names_intern(&names, AM_SLICE("a"));
    assert_int_equal(am_names_find(&names, AM_SLICE("")), 0);
    assert_int_equal(am_names_text(&names, 0).length, 0);
    am_arena_clear(&arena);
}

static void keeps_numbers_while_it_grows(void **state) {
    am_arena arena;
    am_names names;
    char text[16];

    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_names_init(&names, &arena);
    for (int i = 0; i < 5000; i++) {
        assert_int_equal(am_names_intern(&names, spell(text, i)), i + 1);
    }
    for (int i = 0; i < 5000; i++) {
        assert_int_equal(am_names_find(&names, spell(text, i)), i + 1);
        assert_true(am_slice_is_equal(am_names_text(&names, (am_name)i + 1), spell(text, i)));
    }
    am_arena_clear(&arena);
}

static void survives_each_failed_allocation(void **state) {
    (void)state;
    for (size_t refused = 1; refused < 12; refused++) {
        counting_allocator counting = {.refused = refused};
        am_arena arena;
        am_names names;
        char text[16];
        int interned = 0;

        am_arena_init(&arena, counting_allocator_of(&counting), 0);
        am_names_init(&names, &arena);
        while (interned < 100000 && am_names_intern(&names, spell(text, interned)) != 0) {
            interned++;
        }
        assert_true(arena.is_exhausted);
        for (int i = 0; i < interned; i++) {
            assert_int_equal(am_names_find(&names, spell(text, i)), i + 1);
        }
        assert_int_equal(am_names_find(&names, spell(text, interned)), 0);
        am_arena_clear(&arena);
        assert_int_equal(counting.held_blocks, 0);
    }
}

int name_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_one_number_a_text),
        cmocka_unit_test(empty_name_is_0),
        cmocka_unit_test(keeps_numbers_while_it_grows),
        cmocka_unit_test(survives_each_failed_allocation),
    };

    return cmocka_run_group_tests_name("name", tests, NULL, NULL);
}
