/*
 * Images: what is written is read again, and refused when it is cut, changed or too large for memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "counting_allocator.h"
#include "sample.h"

typedef struct fixture {
    am_arena arena;
    am_buffer image;
} fixture;

static void set_up(fixture *fixture) {
    am_arena_init(&fixture->arena, am_allocator_standard(), 0);
    am_buffer_init(&fixture->image, am_allocator_standard());
    am_image_write(&fixture->image, sample_program(&fixture->arena));
}

static void tear_down(fixture *fixture) {
    am_buffer_clear(&fixture->image);
    am_arena_clear(&fixture->arena);
}

static void reads_what_it_wrote(void **state) {
    fixture fixture;
    am_buffer again;
    am_rejection rejection;
    const am_program *program;
    (void)state;
    set_up(&fixture);
    am_buffer_init(&again, am_allocator_standard());
    program = am_image_read(&fixture.arena, am_buffer_text(&fixture.image), &rejection);
    if (program == NULL) {
        am_rejection_print(&again, &rejection);
        fail_msg("refused: %.*s", (int)again.length, again.data);
    }
    assert_int_equal(rejection.diag, AM_DIAG_NONE);
    am_image_write(&again, program);
    assert_true(am_slice_is_equal(am_buffer_text(&fixture.image), am_buffer_text(&again)));
    assert_int_equal(program->text_count, 2);
    am_buffer_clear(&again);
    tear_down(&fixture);
}

static void empty_program_is_good(void **state) {
    am_arena arena;
    am_buffer image;
    am_rejection rejection;
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_buffer_init(&image, am_allocator_standard());
    am_program *program = sample_new(&arena);
    program->edition = AM_LANGUAGE_EDITION;
    am_image_write(&image, program);
    assert_non_null(am_image_read(&arena, am_buffer_text(&image), &rejection));
    am_buffer_clear(&image);
    am_arena_clear(&arena);
}

/* The published test values of FNV-1a. */
static void checksum_is_fnv(void **state) {
    (void)state;
    assert_true(am_image_checksum(AM_SLICE("")) == 0xCBF29CE484222325u);
    assert_true(am_image_checksum(AM_SLICE("a")) == 0xAF63DC4C8601EC8Cu);
    assert_true(am_image_checksum(AM_SLICE("foobar")) == 0x85944171F73967E8u);
}

static void lack_of_memory_is_no_rejection(void **state) {
    fixture fixture;
    const am_program *program = NULL;
    (void)state;
    set_up(&fixture);
    for (size_t refused = 1; program == NULL; refused++) {
        counting_allocator counting = {.refused = refused, .refuses_later = true};
        am_rejection rejection;
        am_arena arena;
        am_arena_init(&arena, counting_allocator_of(&counting), 0);
        program = am_image_read(&arena, am_buffer_text(&fixture.image), &rejection);
        assert_int_equal(rejection.diag, AM_DIAG_NONE);
        assert_true(refused < 100);
        am_arena_clear(&arena);
        assert_int_equal(counting.held_blocks, 0);
    }
    tear_down(&fixture);
}

static void writing_survives_lack_of_memory(void **state) {
    fixture fixture;
    am_program *program;
    bool is_failed = true;
    (void)state;
    set_up(&fixture);
    program = sample_program(&fixture.arena);
    for (size_t refused = 1; is_failed; refused++) {
        counting_allocator counting = {.refused = refused, .refuses_later = true};
        am_buffer image;
        am_buffer_init(&image, counting_allocator_of(&counting));
        am_image_write(&image, program);
        is_failed = image.is_failed;
        am_buffer_clear(&image);
        assert_int_equal(counting.held_blocks, 0);
    }
    tear_down(&fixture);
}

static void memory_is_bounded_by_the_image(void **state) {
    fixture fixture;
    am_arena arena;
    am_rejection rejection;
    (void)state;
    set_up(&fixture);
    am_arena_init(&arena, am_allocator_standard(), 16 * fixture.image.length);
    assert_non_null(am_image_read(&arena, am_buffer_text(&fixture.image), &rejection));
    am_arena_clear(&arena);
    tear_down(&fixture);
}

static void rejection_has_words(void **state) {
    am_buffer text;
    am_rejection rejection = {AM_DIAG_LOAD_OPERAND_REGISTER, "instruction", 12};
    (void)state;
    am_buffer_init(&text, am_allocator_standard());
    am_rejection_print(&text, &rejection);
    am_rejection_print(&text, &(am_rejection){AM_DIAG_NONE, "", 0});
    assert_true(
        am_slice_is_equal(am_buffer_text(&text), AM_SLICE("an operand is no register (instruction 12)")));
    am_buffer_clear(&text);
}

int image_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_it_wrote),
        cmocka_unit_test(empty_program_is_good),
        cmocka_unit_test(checksum_is_fnv),
        cmocka_unit_test(lack_of_memory_is_no_rejection),
        cmocka_unit_test(writing_survives_lack_of_memory),
        cmocka_unit_test(memory_is_bounded_by_the_image),
        cmocka_unit_test(rejection_has_words),
    };
    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
