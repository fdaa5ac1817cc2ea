/*
 * Interned texts: numbers in order, taken back in order, and no room.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "vm/intern.h"

enum { MOST = 64, BYTES = 256 };

typedef struct table {
    am_intern intern;
    am_intern_entry entries[MOST];
    uint32_t slots[4];
    char bytes[BYTES];
} table;

static void start(table *table) {
    table->intern = (am_intern){.entries = table->entries,
                                .capacity = MOST,
                                .slots = table->slots,
                                .slot_mask_most = 3,
                                .bytes = table->bytes,
                                .capacity_bytes = BYTES};
    am_intern_init(&table->intern, 1);
}

static uint32_t add(table *table, const char *text) {
    return am_intern_add(&table->intern, am_slice_of(text));
}

static void test_numbers(void **state) {
    (void)state;
    table table;
    start(&table);
    am_intern_borrow(&table.intern, AM_SLICE("constant"));
    assert_int_equal(add(&table, "one"), 1);
    assert_int_equal(add(&table, "two"), 2);
    assert_int_equal(add(&table, ""), 3);
    assert_int_equal(add(&table, "constant"), 0);
    assert_int_equal(add(&table, "two"), 2);
    assert_int_equal(add(&table, ""), 3);
    assert_true(am_slice_is_equal(am_intern_text(&table.intern, 2), AM_SLICE("two")));
    assert_int_equal(am_intern_text(&table.intern, 4).length, 0);
    assert_int_equal(am_intern_text(&table.intern, UINT32_MAX).length, 0);
}

static void test_cut(void **state) {
    (void)state;
    table table;
    start(&table);
    char text[8];
    for (uint32_t round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < 40; i++) {
            snprintf(text, sizeof text, "%u", i);
            assert_int_equal(add(&table, text), i);
        }
        am_intern_cut(&table.intern, 10);
        assert_int_equal(add(&table, "9"), 9);
        assert_int_equal(add(&table, "39"), 10);
        am_intern_cut(&table.intern, 0);
        assert_int_equal(table.intern.used_bytes, 0);
    }
}

static void test_room(void **state) {
    (void)state;
    table table;
    char text[8];
    start(&table);
    for (uint32_t i = 0; i < MOST; i++) {
        snprintf(text, sizeof text, "%u", i);
        assert_int_equal(add(&table, text), i);
    }
    assert_int_equal(add(&table, "more"), AM_INTERN_NONE);
    assert_int_equal(add(&table, "63"), 63);
    start(&table);
    table.intern.capacity_bytes = 4;
    assert_int_equal(add(&table, "12345"), AM_INTERN_NONE);
    assert_int_equal(add(&table, "1234"), 0);
    assert_int_equal(add(&table, "1"), AM_INTERN_NONE);
    assert_int_equal(add(&table, ""), 1);
}

int intern_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_room),
    };
    return cmocka_run_group_tests_name("interned texts", tests, NULL, NULL);
}
