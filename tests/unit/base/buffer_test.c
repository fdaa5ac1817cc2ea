/*
 * Buffers: what is written is read back, and a failed growth leaves a whole beginning.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buffer.h"
#include "counting_allocator.h"

static void assert_text(const am_buffer *buffer, const char *expected) {
    am_slice text = am_buffer_text(buffer);

    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.data, expected, text.length);
}

static void starts_empty(void **state) {
    counting_allocator counting = {0};
    am_buffer buffer;

    (void)state;
    am_buffer_init(&buffer, counting_allocator_of(&counting));
    assert_int_equal(am_buffer_text(&buffer).length, 0);
    am_buffer_clear(&buffer);
    assert_int_equal(counting.requests, 0);
    am_buffer_put(&buffer, (am_slice){NULL, 0});
    assert_false(buffer.is_failed);
    am_buffer_clear(&buffer);
    assert_int_equal(counting.held_blocks, 0);
}

static void writes_in_order(void **state) {
    am_buffer buffer;

    (void)state;
    am_buffer_init(&buffer, am_allocator_standard());
    am_buffer_put(&buffer, AM_SLICE("fine"));
    am_buffer_put_char(&buffer, ':');
    am_buffer_put_text(&buffer, " EUR ");
    am_buffer_put_text(&buffer, NULL);
    am_buffer_put_unsigned(&buffer, 2500);
    assert_text(&buffer, "fine: EUR 2500");
    am_buffer_clear(&buffer);
    assert_int_equal(buffer.length, 0);
}

static void writes_numbers(void **state) {
    am_buffer buffer;

    (void)state;
    am_buffer_init(&buffer, am_allocator_standard());
    am_buffer_put_unsigned(&buffer, 0);
    am_buffer_put_char(&buffer, ' ');
    am_buffer_put_unsigned(&buffer, UINT64_MAX);
    am_buffer_put_char(&buffer, ' ');
    am_buffer_put_signed(&buffer, INT64_MIN);
    am_buffer_put_char(&buffer, ' ');
    am_buffer_put_signed(&buffer, INT64_MAX);
    am_buffer_put_char(&buffer, ' ');
    am_buffer_put_signed(&buffer, -1);
    assert_text(&buffer, "0 18446744073709551615 -9223372036854775808 9223372036854775807 -1");
    am_buffer_clear(&buffer);
    am_buffer_put_hex(&buffer, 0, 0);
    am_buffer_put_char(&buffer, ' ');
    am_buffer_put_hex(&buffer, 0xBEEF, 2);
    am_buffer_put_char(&buffer, ' ');
    am_buffer_put_hex(&buffer, 0xBEEF, 8);
    am_buffer_put_char(&buffer, ' ');
    am_buffer_put_hex(&buffer, UINT64_MAX, 1);
    assert_text(&buffer, "0 beef 0000beef ffffffffffffffff");
    am_buffer_clear(&buffer);
    am_buffer_put_hex(&buffer, 7, 1000);
    assert_int_equal(buffer.length, 64);
    am_buffer_clear(&buffer);
}

static void reserves_room_without_writing(void **state) {
    am_buffer buffer;
    char *place;

    (void)state;
    am_buffer_init(&buffer, am_allocator_standard());
    place = am_buffer_reserve(&buffer, 1000);
    assert_non_null(place);
    assert_int_equal(buffer.length, 0);
    memset(place, 'x', 1000);
    buffer.length += 3;
    assert_text(&buffer, "xxx");
    assert_non_null(am_buffer_reserve(&buffer, 0));
    am_buffer_clear(&buffer);
}

static void grows(void **state) {
    am_buffer buffer;

    (void)state;
    am_buffer_init(&buffer, am_allocator_standard());
    for (int i = 0; i < 100000; i++) {
        am_buffer_put_char(&buffer, (char)('a' + i % 26));
    }
    assert_int_equal(buffer.length, 100000);
    for (size_t i = 0; i < 100000; i++) {
        assert_int_equal(buffer.data[i], 'a' + (int)(i % 26));
    }
    am_buffer_clear(&buffer);
}

static void remembers_a_failure(void **state) {
    for (size_t refused = 1; refused <= 4; refused++) {
        counting_allocator counting = {.refused = refused};
        am_buffer buffer;
        size_t length;

        am_buffer_init(&buffer, counting_allocator_of(&counting));
        for (int i = 0; i < 200; i++) {
            am_buffer_put(&buffer, AM_SLICE("0123456789"));
        }
        assert_true(buffer.is_failed);
        length = buffer.length;
        assert_int_equal(length % 10, 0);
        am_buffer_put_char(&buffer, 'x');
        assert_null(am_buffer_reserve(&buffer, 1));
        assert_int_equal(buffer.length, length);
        am_buffer_clear(&buffer);
        assert_false(buffer.is_failed);
        assert_int_equal(counting.held_blocks, 0);
    }
    (void)state;
}

static void refuses_sizes_that_wrap(void **state) {
    am_buffer buffer;

    (void)state;
    am_buffer_init(&buffer, am_allocator_standard());
    am_buffer_put_char(&buffer, 'x');
    assert_null(am_buffer_reserve(&buffer, SIZE_MAX));
    assert_true(buffer.is_failed);
    assert_text(&buffer, "x");
    am_buffer_clear(&buffer);
}

int buffer_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starts_empty),
        cmocka_unit_test(writes_in_order),
        cmocka_unit_test(writes_numbers),
        cmocka_unit_test(reserves_room_without_writing),
        cmocka_unit_test(grows),
        cmocka_unit_test(remembers_a_failure),
        cmocka_unit_test(refuses_sizes_that_wrap),
    };

    return cmocka_run_group_tests_name("buffer", tests, NULL, NULL);
}
