/*
 * Rows from classes, by masks of one word and of several.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"

static void masks_meet(void **state) {
    am_arena arena;
    const am_table *table;
    static const struct {
        uint32_t classes[2];
        uint16_t row;
    } cases[] = {
        {{0, 0}, 0}, {{0, 1}, 0},
        {{0, 2}, 0}, /* the intent is unknown, the cell is `-` */
        {{1, 0}, 1}, {{1, 1}, AM_TABLE_NO_ROW},
        {{2, 1}, 2}, {{3, 1}, AM_TABLE_NO_ROW}, /* the turnover is unknown */
    };
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    table = &sample_program(&arena)->tables[0];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(am_table_meet(table, cases[i].classes), cases[i].row);
    }
    am_arena_clear(&arena);
}

/* One axis with one class over 130 rows in three words. */
static void policies_differ_over_words(void **state) {
    uint64_t masks[6] = {0}, any[3] = {0};
    am_axis axis = {
        .kind = AM_AXIS_CODE, .type = AM_VALUE_YESNO, .class_count = 1, .masks = masks, .any = any};
    am_table table = {.row_count = 130, .words = 3, .axis_count = 1, .axes = &axis};
    const uint32_t classes[1] = {0};
    (void)state;
    assert_int_equal(am_table_meet(&table, classes), AM_TABLE_NO_ROW);
    masks[2] = 2;
    assert_int_equal(am_table_meet(&table, classes), 129);
    masks[1] = (uint64_t)1 << 63;
    assert_int_equal(am_table_meet(&table, classes), AM_TABLE_SEVERAL);
    table.policy = AM_POLICY_FIRST;
    assert_int_equal(am_table_meet(&table, classes), 127);
    masks[1] = 0;
    masks[2] = 3;
    assert_int_equal(am_table_meet(&table, classes), 128);
    table.policy = AM_POLICY_ONLY;
    assert_int_equal(am_table_meet(&table, classes), AM_TABLE_SEVERAL);
}

static void registers_are_counted(void **state) {
    am_arena arena;
    const am_program *program;
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    program = sample_program(&arena);
    assert_int_equal(am_table_register_count(&program->tables[0]), 2);
    /* A date, a text, and a condition for each row but the otherwise row. */
    assert_int_equal(am_table_register_count(&program->tables[1]), 5);
    am_arena_clear(&arena);
}

int table_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(masks_meet),
        cmocka_unit_test(policies_differ_over_words),
        cmocka_unit_test(registers_are_counted),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
