/*
 * CSV cut into rows: the same however it arrives, and with little lost where quotes are broken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "record/csv.h"
#include "split.h"

/* What comes out, a line each: `LINE TEXT` for a row, `! CODE LINE:COLUMN CELL` for what is none. */
static const split_row rows[] = {
    {"", ""},
    {"\n\r\n\n", ""},
    {"a", "1 a\n"},
    {"a,b\nc,d\n", "1 a,b\n2 c,d\n"},
    {"a,b\r\nc,d\r\n", "1 a,b\n2 c,d\n"},
    {"a,b\r\n\r\n\nc,d", "1 a,b\n4 c,d\n"},
    {"\xEF\xBB\xBF"
     "a\n\xEF\xBB\xBF\n",
     "1 a\n2 \xEF\xBB\xBF\n"},
    {"\xEF\xBB", "1 \xEF\xBB\n"},
    {",,\n", "1 ,,\n"},
    {"\"a\",\"b, c\"\n", "1 \"a\",\"b, c\"\n"},
    {"\"\"\n\"\",\"\"\n", "1 \"\"\n2 \"\",\"\"\n"},
    {"\"a \"\"b\"\" c\"\nd", "1 \"a \"\"b\"\" c\"\n2 d\n"},
    {"\"\"\"\"\n", "1 \"\"\"\"\n"},
    {"\"a\nb\",c\nd\n", "1 \"a~b\",c\n3 d\n"},
    {"\"a\r\n\r\nb\"\r\nd\n", "1 \"a\r~\r~b\"\n4 d\n"},
    {"\"a\"", "1 \"a\"\n"},
    {"\"a\"\r", "1 \"a\"\n"},
    {"a\rb\n", "1 a\rb\n"},
    {" \"a\"\n", "! R0041 1:1 0\n"},
    /* broken quotes: the line on which the cell begins is lost */
    {"a\"b,c\nd\n", "! R0041 1:1 0\n2 d\n"},
    {"x,a\"b\"\nd\n", "! R0041 1:3 1\n2 d\n"},
    {"\xC3\xA9,\"a\"b\nd\n", "! R0042 1:3 1\n2 d\n"},
    {"\"a\" ,b\nd\n", "! R0042 1:1 0\n2 d\n"},
    {"\"a\"\rb\nd\n", "! R0042 1:1 0\n2 d\n"},
    {"\"a\nb\nc", "! R0043 1:1 0\n2 b\n3 c\n"},
    {"a\n\"", "1 a\n! R0043 2:1 0\n"},
    {"\"a\nb\"c\nd\n", "! R0042 1:1 0\n! R0041 2:1 0\n3 d\n"},
    {"\"x\ny\",\"a\nb\nc", "! R0043 2:4 1\n3 b\n4 c\n"},
    {"1,\"a\n2,\"b\"\n3,c\n", "! R0042 1:3 1\n2 2,\"b\"\n3 3,c\n"},
};

static void put_event(am_buffer *out, am_split what, const am_csv_row *row, const am_record_error *error,
                      bool is_long) {
    bool is_bad = what == AM_SPLIT_BAD;

    if (is_bad) {
        am_buffer_put_text(out, "! ");
        am_buffer_put_text(out, am_diag_code_of(error->diag));
        am_buffer_put_char(out, ' ');
    }
    am_buffer_put_unsigned(out, is_bad ? error->line : row->line);
    if (is_bad) {
        am_buffer_put_char(out, ':');
        am_buffer_put_unsigned(out, error->column);
    }
    am_buffer_put_char(out, ' ');
    if (!is_long && !is_bad) {
        split_put_text(out, row->text);
        return;
    }
    am_buffer_put_unsigned(out, is_long ? row->text.length : row->cell);
    am_buffer_put_char(out, '\n');
}

static void split(am_slice input, size_t piece, uint32_t random, bool is_long, am_buffer *out) {
    am_csv_splitter splitter;
    am_record_error error;
    am_csv_row row;
    am_split what;

    am_csv_splitter_init(&splitter, am_allocator_standard());
    while ((what = am_csv_splitter_next(&splitter, &row, &error)) != AM_SPLIT_END) {
        if (what == AM_SPLIT_MORE) {
            size_t bytes;
            char *room = am_window_room(&splitter.input, &bytes);

            am_window_fed(&splitter.input, split_piece(room, bytes, &input, piece, &random));
        } else {
            put_event(out, what, &row, &error, is_long);
        }
    }
    am_csv_splitter_clear(&splitter);
}

static void splits(void **state) {
    (void)state;
    split_check_whole(rows, sizeof rows / sizeof rows[0], split);
}

static void splits_alike_in_pieces(void **state) {
    (void)state;
    split_check_pieces(rows, sizeof rows / sizeof rows[0], split);
}

static void splits_a_whole_text(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        am_csv_splitter splitter;
        am_record_error error;
        am_csv_row row;
        am_buffer out;
        am_split what;
        size_t length = strlen(rows[i].input);
        char *text = malloc(length + 1);

        assert_non_null(text);
        memcpy(text, rows[i].input, length);
        am_buffer_init(&out, am_allocator_standard());
        am_csv_splitter_over(&splitter, text, length);
        while ((what = am_csv_splitter_next(&splitter, &row, &error)) != AM_SPLIT_END) {
            put_event(&out, what, &row, &error, false);
        }
        am_buffer_put_char(&out, '\0');
        assert_string_equal(out.data, rows[i].events);
        am_buffer_clear(&out);
        free(text);
    }
}

static void random_inputs_split_alike(void **state) {
    (void)state;
    split_check_soups(AM_SLICE("\"\"\"\",,\n\n\ra\xC3\xA9"), 5000, split);
}

#define MOST (AM_RECORD_BYTES_MAX - 1)
static const split_long_row long_rows[] = {
    {"", "a", MOST, "\nb\n", "1 16777215\n2 1\n"},
    {"", "a", MOST + 1, "\nb\n", "! R0011 1:1 16777216\n2 1\n"},
    {"", "a", 3 * (size_t)MOST, "\nb\n", "! R0011 1:1 16777216\n2 1\n"},
    {"x,\"y\n", "a", 2 * (size_t)MOST, "\nb\n", "! R0011 1:3 4\n! R0011 2:1 16777216\n3 1\n"},
    {"\"", "a\n", MOST / 2 - 1, "\"\nb\n", "1 16777214\n8388608 1\n"},
    {"\"", "a", 2 * (size_t)MOST, "", "! R0011 1:1 16777216\n"},
};

static void limits_rows(void **state) {
    (void)state;
    split_check_long(long_rows, sizeof long_rows / sizeof long_rows[0], split);
}

int csv_splitter_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits),
        cmocka_unit_test(splits_alike_in_pieces),
        cmocka_unit_test(splits_a_whole_text),
        cmocka_unit_test(random_inputs_split_alike),
        cmocka_unit_test(limits_rows),
    };

    return cmocka_run_group_tests_name("csv_splitter", tests, NULL, NULL);
}
