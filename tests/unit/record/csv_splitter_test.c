/*
 * CSV cut into rows: the same however it arrives, and with little lost where quotes are broken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "record/csv.h"

/* What comes out, a line each: `LINE TEXT` for a row, `! CODE LINE:COLUMN CELL` for what is none, with `~`
 * for line ends. */
typedef struct split_row {
    const char *input;
    const char *events;
} split_row;

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

/* Gives the splitter the next piece: of changing lengths when `piece` is 0. */
static void feed(am_csv_splitter *splitter, am_slice *input, size_t piece, uint32_t *random) {
    size_t bytes;
    char *room = am_window_room(&splitter->input, &bytes);

    assert_non_null(room);
    if (piece == 0) {
        *random = *random * 1664525u + 1013904223u;
        piece = 1 + (*random >> 16) % 7;
    }
    bytes = bytes < piece ? bytes : piece;
    bytes = bytes < input->length ? bytes : input->length;
    if (bytes > 0) {
        memcpy(room, input->data, bytes);
    }
    am_window_fed(&splitter->input, bytes);
    *input = am_slice_part(*input, bytes, input->length);
}

static void put_event(am_buffer *out, am_split what, const am_csv_row *row, const am_record_error *error) {
    char line[80];

    if (what == AM_SPLIT_BAD) {
        snprintf(line, sizeof line, "! %s %u:%u %u\n", am_diag_row_of(error->diag)->code, error->line,
                 error->column, row->cell);
        am_buffer_put_text(out, line);
        return;
    }
    am_buffer_put_unsigned(out, row->line);
    am_buffer_put_char(out, ' ');
    for (size_t i = 0; i < row->text.length; i++) {
        am_buffer_put_char(out, row->text.data[i] == '\n' ? '~' : row->text.data[i]);
    }
    am_buffer_put_char(out, '\n');
}

static void split(am_slice input, size_t piece, uint32_t random, am_buffer *out) {
    am_csv_splitter splitter;
    am_record_error error;
    am_csv_row row;
    am_split what;

    am_csv_splitter_init(&splitter, am_allocator_standard());
    while ((what = am_csv_splitter_next(&splitter, &row, &error)) != AM_SPLIT_END) {
        if (what == AM_SPLIT_MORE) {
            feed(&splitter, &input, piece, &random);
        } else {
            put_event(out, what, &row, &error);
        }
    }
    am_csv_splitter_clear(&splitter);
}

static void check_split(const split_row *row, size_t piece, uint32_t random) {
    am_buffer out;

    am_buffer_init(&out, am_allocator_standard());
    split(am_slice_of(row->input), piece, random, &out);
    am_buffer_put_char(&out, '\0');
    assert_string_equal(out.data, row->events);
    am_buffer_clear(&out);
}

static void splits(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_split(&rows[i], SIZE_MAX, 1);
    }
}

static void splits_alike_byte_by_byte(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_split(&rows[i], 1, 1);
        check_split(&rows[i], 2, 1);
        for (uint32_t random = 1; random < 20; random++) {
            check_split(&rows[i], 0, random);
        }
    }
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
            put_event(&out, what, &row, &error);
        }
        am_buffer_put_char(&out, '\0');
        assert_string_equal(out.data, rows[i].events);
        am_buffer_clear(&out);
        free(text);
    }
}

static uint32_t next_random(uint32_t *random) {
    *random = *random * 1664525u + 1013904223u;
    return *random >> 16;
}

/* Soups of the characters that matter: whatever they mean, it does not depend on the pieces. */
static void random_inputs_split_alike(void **state) {
    static const char alphabet[] = "\"\"\"\",,\n\n\ra\xC3\xA9";
    uint32_t random = 20240630;
    char text[80];

    (void)state;
    for (unsigned round = 0; round < 5000; round++) {
        size_t length = next_random(&random) % sizeof text;
        am_buffer whole, pieces;

        for (size_t i = 0; i < length; i++) {
            text[i] = alphabet[next_random(&random) % (sizeof alphabet - 1)];
        }
        am_buffer_init(&whole, am_allocator_standard());
        am_buffer_init(&pieces, am_allocator_standard());
        split((am_slice){text, length}, SIZE_MAX, 1, &whole);
        split((am_slice){text, length}, round % 4, round, &pieces);
        assert_true(am_slice_is_equal(am_buffer_text(&whole), am_buffer_text(&pieces)));
        am_buffer_clear(&whole);
        am_buffer_clear(&pieces);
    }
}

/* One long input: `before`, `count` times `part`, `after`; and what comes out, with the texts' lengths. */
typedef struct long_row {
    const char *before;
    const char *part;
    size_t count;
    const char *after;
    const char *events;
} long_row;

#define MOST (AM_RECORD_BYTES_MAX - 1)
static const long_row long_rows[] = {
    {"", "a", MOST, "\nb\n", "1 16777215\n2 1\n"},
    {"", "a", MOST + 1, "\nb\n", "! R0011 1:1 16777216\n2 1\n"},
    {"", "a", 3 * (size_t)MOST, "\nb\n", "! R0011 1:1 16777216\n2 1\n"},
    {"x,\"y\n", "a", 2 * (size_t)MOST, "\nb\n", "! R0011 1:3 4\n! R0011 2:1 16777216\n3 1\n"},
    {"\"", "a\n", MOST / 2 - 1, "\"\nb\n", "1 16777214\n8388608 1\n"},
    {"\"", "a", 2 * (size_t)MOST, "", "! R0011 1:1 16777216\n"},
};

static void check_long(const long_row *row, size_t piece) {
    am_csv_splitter splitter;
    size_t part = strlen(row->part);
    size_t length = strlen(row->before) + part * row->count + strlen(row->after);
    char *text = malloc(length + 1);
    am_slice input = {text, length};
    char events[200] = "";
    am_record_error error;
    uint32_t random = 7;
    am_csv_row found;
    am_split what;

    assert_non_null(text);
    strcpy(text, row->before);
    for (size_t i = 0, at = strlen(row->before); i < row->count; i++, at += part) {
        memcpy(text + at, row->part, part);
    }
    strcpy(text + length - strlen(row->after), row->after);
    am_csv_splitter_init(&splitter, am_allocator_standard());
    while ((what = am_csv_splitter_next(&splitter, &found, &error)) != AM_SPLIT_END) {
        size_t used = strlen(events);

        if (what == AM_SPLIT_MORE) {
            feed(&splitter, &input, piece, &random);
        } else if (what == AM_SPLIT_RECORD) {
            snprintf(events + used, sizeof events - used, "%u %zu\n", found.line, found.text.length);
        } else {
            snprintf(events + used, sizeof events - used, "! %s %u:%u %zu\n",
                     am_diag_row_of(error.diag)->code, error.line, error.column, found.text.length);
        }
    }
    assert_string_equal(events, row->events);
    am_csv_splitter_clear(&splitter);
    free(text);
}

static void limits_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof long_rows / sizeof long_rows[0]; i++) {
        check_long(&long_rows[i], SIZE_MAX);
        check_long(&long_rows[i], 4093);
    }
}

int csv_splitter_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits),
        cmocka_unit_test(splits_alike_byte_by_byte),
        cmocka_unit_test(splits_a_whole_text),
        cmocka_unit_test(random_inputs_split_alike),
        cmocka_unit_test(limits_rows),
    };

    return cmocka_run_group_tests_name("csv_splitter", tests, NULL, NULL);
}
