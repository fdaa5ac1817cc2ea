/*
 * The listing of the sample, kept in sample.listing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "counting_allocator.h"
#include "golden.h"
#include "sample.h"

static void listing_is_as_kept(void **state) {
    am_arena arena;
    am_buffer listing;
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_buffer_init(&listing, am_allocator_standard());
    am_program_print(&listing, sample_program(&arena));
    golden_compare("tests/unit/code/sample.listing", am_buffer_text(&listing));
    am_buffer_clear(&listing);
    am_arena_clear(&arena);
}

/* No records, no facts, nothing to do. */
static void empty_program_has_a_listing(void **state) {
    am_arena arena;
    am_buffer listing;
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_buffer_init(&listing, am_allocator_standard());
    am_program_print(&listing, sample_new(&arena));
    am_buffer_put_char(&listing, '\0');
    assert_string_equal(listing.data, "rulebook test.sample\n"
                                      "r1:type@domain: ? may be unknown, * may need facts, ! may fault\n"
                                      "cost: 0\n");
    am_buffer_clear(&listing);
    am_arena_clear(&arena);
}

static void listing_survives_lack_of_memory(void **state) {
    am_arena arena;
    am_program *program;
    bool is_failed = true;
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    program = sample_program(&arena);
    for (size_t refused = 1; is_failed; refused++) {
        counting_allocator counting = {.refused = refused, .refuses_later = true};
        am_buffer listing;
        am_buffer_init(&listing, counting_allocator_of(&counting));
        am_program_print(&listing, program);
        is_failed = listing.is_failed;
        am_buffer_clear(&listing);
        assert_int_equal(counting.held_blocks, 0);
    }
    am_arena_clear(&arena);
}

int print_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(listing_is_as_kept),
        cmocka_unit_test(empty_program_has_a_listing),
        cmocka_unit_test(listing_survives_lack_of_memory),
    };
    return cmocka_run_group_tests_name("print", tests, NULL, NULL);
}
