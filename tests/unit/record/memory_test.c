/*
 * Memory that runs out while a layout, ids, a reader or a splitter is made or grows: NULL, and nothing is
 * leaked.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "record/record.h"
#include "schema.h"

typedef struct failing {
    unsigned left; /* requests that succeed */
    int held;
} failing;

static void *resize(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    failing *memory = context;

    (void)old_bytes;
    if (new_bytes == 0) {
        memory->held -= old != NULL;
        free(old);
        return NULL;
    }
    if (memory->left == 0) {
        return NULL;
    }
    memory->left--;
    memory->held += old == NULL;
    return realloc(old, new_bytes);
}

/* Makes all there is; true when nothing failed. */
static bool make(const am_program *program, am_batch *batch, am_allocator allocator) {
    am_layout *layout = am_layout_new(program, allocator);
    am_ids *ids = am_ids_new(8, allocator);
    am_reader *reader = layout == NULL || ids == NULL ? NULL : am_reader_new(layout, batch, ids, allocator);
    bool is_made = reader != NULL;

    am_reader_free(reader);
    am_ids_free(ids);
    am_layout_free(layout);
    return is_made;
}

static void gives_back_what_it_took(void **state) {
    am_arena arena;
    am_program *program;
    am_batch *batch;
    bool is_made = false;

    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    program = schema_new(&arena);
    batch = am_batch_new(program, (am_limits){.records = 8, .elements = 8, .text_bytes = 64},
                         am_allocator_standard());
    assert_non_null(batch);
    for (unsigned n = 0; !is_made; n++) {
        failing memory = {n, 0};

        assert_true(n < 1000);
        is_made = make(program, batch, (am_allocator){resize, &memory});
        assert_int_equal(memory.held, 0);
    }
    am_batch_free(batch);
    am_arena_clear(&arena);
}

static void splitter_asks_again(void **state) {
    failing memory = {1, 0};
    am_allocator allocator = {resize, &memory};
    am_splitter *splitter = am_splitter_new(allocator);
    size_t bytes;

    (void)state;
    assert_non_null(splitter);
    assert_null(am_splitter_room(splitter, &bytes));
    memory.left = 1;
    assert_non_null(am_splitter_room(splitter, &bytes));
    am_splitter_free(splitter);
    assert_int_equal(memory.held, 0);
    memory.left = 0;
    assert_null(am_splitter_new(allocator));
}

static void refuses_places_too_deep(void **state) {
    static am_place places[AM_LAYOUT_DEPTH_MAX + 2];
    am_program program = {.places = places, .place_count = AM_LAYOUT_DEPTH_MAX + 1};
    am_layout *layout;

    (void)state;
    for (uint16_t i = 0; i < AM_LAYOUT_DEPTH_MAX + 2; i++) {
        places[i] = (am_place){.kind = i == 0 ? AM_PLACE_ROOT : AM_PLACE_INSIDE,
                               .field = AM_SLICE("within"),
                               .parent = i == 0 ? AM_NO_INDEX : (uint16_t)(i - 1)};
    }
    layout = am_layout_new(&program, am_allocator_standard());
    assert_non_null(layout);
    am_layout_free(layout);
    program.place_count++;
    assert_null(am_layout_new(&program, am_allocator_standard()));
}

int memory_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_back_what_it_took),
        cmocka_unit_test(splitter_asks_again),
        cmocka_unit_test(refuses_places_too_deep),
    };

    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
