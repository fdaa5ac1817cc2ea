/*
 * Arenas: alignment, zeroed memory, limits, and every way of running out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "counting_allocator.h"

static void gives_zeroed_aligned_pieces(void **state) {
    counting_allocator counting = {0};
    am_arena arena;

    (void)state;
    am_arena_init(&arena, counting_allocator_of(&counting), 0);
    assert_int_equal(counting.requests, 0);
    for (size_t alignment = 1; alignment <= 64; alignment *= 2) {
        for (size_t bytes = 1; bytes < 300; bytes += 37) {
            unsigned char *piece = am_arena_take(&arena, bytes, alignment);

            assert_non_null(piece);
            assert_int_equal((uintptr_t)piece % alignment, 0);
            for (size_t i = 0; i < bytes; i++) {
                assert_int_equal(piece[i], 0);
            }
            memset(piece, 0xFF, bytes);
        }
    }
    assert_int_equal(arena.used_bytes, counting.held_bytes);
    am_arena_clear(&arena);
    assert_int_equal(counting.held_blocks, 0);
    assert_int_equal(counting.held_bytes, 0);
}

static void pieces_do_not_overlap(void **state) {
    am_arena arena;
    unsigned char *pieces[200];

    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    for (size_t i = 0; i < 200; i++) {
        pieces[i] = am_arena_take(&arena, i * 7 + 1, 1);
        memset(pieces[i], (int)i, i * 7 + 1);
    }
    for (size_t i = 0; i < 200; i++) {
        for (size_t j = 0; j <= i * 7; j++) {
            assert_int_equal(pieces[i][j], i);
        }
    }
    am_arena_clear(&arena);
}

static void takes_nothing_and_much(void **state) {
    am_arena arena;

    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    assert_non_null(am_arena_take(&arena, 0, 8));
    assert_non_null(am_arena_take(&arena, 10 * 1024 * 1024, 64));
    assert_non_null(am_arena_take(&arena, 10, 1));
    assert_false(arena.is_exhausted);
    am_arena_clear(&arena);
}

static void can_be_used_again_after_clearing(void **state) {
    counting_allocator counting = {.refused = 1};
    am_arena arena;

    (void)state;
    am_arena_init(&arena, counting_allocator_of(&counting), 100000);
    assert_null(am_arena_take(&arena, 1, 1));
    assert_true(arena.is_exhausted);
    am_arena_clear(&arena);
    assert_false(arena.is_exhausted);
    assert_int_equal(arena.used_bytes, 0);
    assert_int_equal(arena.limit_bytes, 100000);
    assert_non_null(am_arena_take(&arena, 1, 1));
    am_arena_clear(&arena);
    assert_int_equal(counting.held_blocks, 0);
}

static void stays_exhausted(void **state) {
    counting_allocator counting = {.refused = 2};
    am_arena arena;

    (void)state;
    am_arena_init(&arena, counting_allocator_of(&counting), 0);
    assert_non_null(am_arena_take(&arena, 1, 1));
    assert_null(am_arena_take(&arena, 1000000, 1));
    assert_true(arena.is_exhausted);
    /* The first chunk has room, and the allocator would give again. */
    assert_null(am_arena_take(&arena, 1, 1));
    assert_int_equal(am_arena_copy(&arena, AM_SLICE("text")).length, 0);
    am_arena_clear(&arena);
    assert_int_equal(counting.held_blocks, 0);
}

static void keeps_its_limit(void **state) {
    counting_allocator counting = {0};
    am_arena arena;
    size_t taken = 0;

    (void)state;
    am_arena_init(&arena, counting_allocator_of(&counting), 100000);
    while (am_arena_take(&arena, 100, 8) != NULL) {
        taken += 100;
    }
    assert_true(arena.is_exhausted);
    assert_true(taken > 90000 && taken < 100000);
    assert_true(counting.held_bytes <= 100000);
    am_arena_clear(&arena);

    assert_null(am_arena_take(&arena, 100001, 1));
    am_arena_clear(&arena);
}

static void refuses_sizes_that_wrap(void **state) {
    am_arena arena;

    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    assert_null(am_arena_take_array(&arena, SIZE_MAX / 4, 8, 8));
    assert_true(arena.is_exhausted);
    am_arena_clear(&arena);
    assert_null(am_arena_take(&arena, SIZE_MAX, 1));
    assert_true(arena.is_exhausted);
    am_arena_clear(&arena);
    assert_null(am_arena_take(&arena, SIZE_MAX - 8, 64));
    am_arena_clear(&arena);
    assert_non_null(am_arena_take_array(&arena, SIZE_MAX, 0, 1));
    am_arena_clear(&arena);
}

static void copies_text(void **state) {
    am_arena arena;
    char text[] = "EMIR 65(2)";
    am_slice copy;

    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    copy = am_arena_copy(&arena, am_slice_of(text));
    text[0] = 'x';
    assert_true(am_slice_is_equal(copy, AM_SLICE("EMIR 65(2)")));
    assert_int_equal(am_arena_copy(&arena, (am_slice){NULL, 0}).length, 0);
    am_arena_clear(&arena);
}

static void grows_arrays(void **state) {
    am_arena arena;
    uint64_t *items = NULL;
    size_t capacity = 0;

    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    for (size_t count = 0; count < 1000; count++) {
        uint64_t *before = items;
        bool has_room = count < capacity;

        items = AM_GROW(&arena, uint64_t, items, count, &capacity);
        assert_non_null(items);
        assert_true(capacity > count);
        assert_true(!has_room || items == before);
        items[count] = count * count;
    }
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(items[i], i * i);
    }
    am_arena_clear(&arena);
}

static void keeps_an_array_that_cannot_grow(void **state) {
    counting_allocator counting = {.refused = 2, .refuses_later = true};
    am_arena arena;
    char *items;
    size_t capacity = 4096 - 200;
    size_t before = capacity;

    (void)state;
    am_arena_init(&arena, counting_allocator_of(&counting), 0);
    items = AM_NEW_ARRAY(&arena, char, capacity);
    assert_non_null(items);
    assert_null(AM_GROW(&arena, char, items, capacity, &capacity));
    assert_int_equal(capacity, before);
    items[0] = 'x';
    am_arena_clear(&arena);

    capacity = SIZE_MAX / 2 + 1;
    am_arena_init(&arena, am_allocator_standard(), 0);
    assert_null(AM_GROW(&arena, char, NULL, capacity, &capacity));
    assert_int_equal(capacity, SIZE_MAX / 2 + 1);
    am_arena_clear(&arena);
}

int arena_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_pieces),
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(takes_nothing_and_much),
        cmocka_unit_test(can_be_used_again_after_clearing),
        cmocka_unit_test(stays_exhausted),
        cmocka_unit_test(keeps_its_limit),
        cmocka_unit_test(refuses_sizes_that_wrap),
        cmocka_unit_test(copies_text),
        cmocka_unit_test(grows_arrays),
        cmocka_unit_test(keeps_an_array_that_cannot_grow),
    };

    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
