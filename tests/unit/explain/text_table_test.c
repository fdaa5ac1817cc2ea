/*
 * Cells under each other: widths in characters, signs, headings, notes that are too long to widen a column.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "explain/text_table.h"
#include "groups.h"

typedef struct row {
    am_text_form form;
    unsigned level;
    char sign;
    const char *cells[AM_TEXT_CELL_COUNT]; /* NULL: not begun */
} row;

#define LONG_NOTE "a note that is so long that it would push every citation of the table to the far right"

static const struct {
    row rows[4];
    const char *want;
} cases[] = {
    {{{AM_TEXT_HEADING, 0, ' ', {"fine", "EUR 5.00", NULL, "A 1"}},
      {AM_TEXT_CELLS, 1, ' ', {"start", "EUR 3.00", "base", NULL}},
      {AM_TEXT_CELLS, 1, '+', {"größer", "EUR 12.00", "x 5", "A 2"}}},
     "fine  EUR 5.00                A 1\n"
     "  start     EUR 3.00   base\n"
     "  größer + EUR 12.00   x 5    A 2\n"},
    {{{AM_TEXT_CELLS, 0, '-', {"a", "1", LONG_NOTE, "A"}}, {AM_TEXT_CELLS, 0, ' ', {"b", "2", "c", "B"}}},
     "a - 1   " LONG_NOTE "   A\n"
     "b   2   c   B\n"},
    {{{AM_TEXT_RUNNING, 1, ' ', {"not applied: a", NULL, NULL, NULL}},
      {AM_TEXT_CELLS, 1, ' ', {"round", NULL, "up", NULL}}},
     "  not applied: a\n"
     "  round      up\n"},
    {{{AM_TEXT_HEADING, 1, ' ', {"rate", "5", "in force", NULL}},
      {AM_TEXT_HEADING, 1, ' ', {"size", NULL, "x", NULL}}},
     "  rate  5   in force\n"
     "  size   x\n"},
};

static void put_row(am_text_table *table, const row *one) {
    am_text_line_begin(table, one->form, one->level, one->sign);
    for (unsigned cell = 0; cell < AM_TEXT_CELL_COUNT; cell++) {
        if (one->cells[cell] != NULL) {
            am_text_cell_begin(table, (am_text_cell)cell);
            am_buffer_put_text(&table->text, one->cells[cell]);
        }
    }
}

/* One table prints them all: nothing of a print is left for the next. */
static void lines_are_aligned(void **state) {
    am_arena arena;
    am_buffer printed;
    am_text_table table;
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_buffer_init(&printed, am_allocator_standard());
    am_text_table_init(&table, &arena, am_allocator_standard());
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t line = 0; line < 4 && cases[i].rows[line].cells[0] != NULL; line++) {
            put_row(&table, &cases[i].rows[line]);
        }
        printed.length = 0;
        am_text_table_print(&table, AM_TEXT_PLAIN, &printed);
        am_buffer_put_char(&printed, '\0');
        assert_false(printed.is_failed);
        assert_string_equal(printed.data, cases[i].want);
    }
    am_text_table_clear(&table);
    am_buffer_clear(&printed);
    am_arena_clear(&arena);
}

/* A line that was taken back leaves no trace, not even where it was the last. */
static void a_dropped_line_is_not_printed(void **state) {
    am_arena arena;
    am_buffer printed;
    am_text_table table;
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_buffer_init(&printed, am_allocator_standard());
    am_text_table_init(&table, &arena, am_allocator_standard());
    put_row(&table, &cases[0].rows[1]);
    am_text_line_begin(&table, AM_TEXT_RUNNING, 1, ' ');
    assert_int_equal(am_text_line_length(&table), 0);
    am_text_line_drop(&table);
    am_text_table_print(&table, AM_TEXT_PLAIN, &printed);
    assert_int_equal(printed.length, sizeof "  start   EUR 3.00   base\n" - 1);
    am_text_table_clear(&table);
    am_buffer_clear(&printed);
    am_arena_clear(&arena);
}

int text_table_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_aligned),
        cmocka_unit_test(a_dropped_line_is_not_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
