/*
 * Inputs cut into records: the same however they arrive, and with little lost where they are broken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "record/record.h"

/* What came out, a line each: `LINE:COLUMN TEXT` for a record, `! CODE LINE:COLUMN TEXT` for what is none,
 * with `~` for line ends. */
typedef struct split_row {
    const char *input;
    const char *events;
} split_row;

static const split_row rows[] = {
    {"", ""},
    {" \r\n\t\n", ""},
    {"{}", "1:1 {}\n"},
    {"{\"a\":1}\n{\"b\":2}\n", "1:1 {\"a\":1}\n2:1 {\"b\":2}\n"},
    {"{\"a\":1}\r\n\r\n{\"b\":2}\r\n", "1:1 {\"a\":1}\n3:1 {\"b\":2}\n"},
    {"\xEF\xBB\xBF{\"a\":1}\n", "1:1 {\"a\":1}\n"},
    {"{\"a\":1} {\"b\":2}", "1:1 {\"a\":1}\n1:9 {\"b\":2}\n"},
    {"{\"\xC3\xA9\":1} {\"b\":2}", "1:1 {\"\xC3\xA9\":1}\n1:9 {\"b\":2}\n"},
    {"{\n  \"a\": [\n    {\"b\": 1}\n  ]\n}\n{\n}\n", "1:1 {~  \"a\": [~    {\"b\": 1}~  ]~}\n6:1 {~}\n"},
    {"{\n\"a\":\n{\n\"b\":[\n{\n},\n{\n}\n]\n}\n}\n", "1:1 {~\"a\":~{~\"b\":[~{~},~{~}~]~}~}\n"},
    {"{\"a\":\"}{][\\\"\\\\\"}\n{}", "1:1 {\"a\":\"}{][\\\"\\\\\"}\n2:1 {}\n"},
    {"{\"long enough for words\":\"0123456789 \\\\ \\\" 0123456789\"}",
     "1:1 {\"long enough for words\":\"0123456789 \\\\ \\\" 0123456789\"}\n"},
    {"  {\"a\":1}\n", "1:3 {\"a\":1}\n"},
    /* arrays */
    {"[]", ""},
    {" [ ] \n", ""},
    {"[{\"a\":1},{\"b\":2}]", "1:2 {\"a\":1}\n1:10 {\"b\":2}\n"},
    {"[\n  {\"a\":1},\n  {\"b\":2}\n]\n", "2:3 {\"a\":1}\n3:3 {\"b\":2}\n"},
    {"[\n  {\n    \"a\": [1]\n  }\n]\n", "2:3 {~    \"a\": [1]~  }\n"},
    {"[{}][{}]", "1:2 {}\n1:6 {}\n"},
    {"[{},]", "1:2 {}\n! R0001 1:5 ]\n"},
    {"[,{}]", "! R0001 1:2 ,\n1:3 {}\n"},
    {"[{},,{}]", "1:2 {}\n! R0001 1:5 ,\n1:6 {}\n"},
    {"[{} {}]", "1:2 {}\n! R0014 1:5 \n1:5 {}\n"},
    {"[{},{}", "1:2 {}\n1:5 {}\n! R0013 1:7 \n"},
    {"[1, {}]", "! R0012 1:2 1\n1:5 {}\n"},
    {"[{}, null ,{}]", "1:2 {}\n! R0012 1:6 null\n1:12 {}\n"},
    {"[{},x]\n{}", "1:2 {}\n! R0002 1:5 x\n2:1 {}\n"},
    {"[\n  \"a, b\",\n  {}\n]", "! R0001 2:3 \"a, b\",\n3:3 {}\n"},
    {"[\n  {\"a:1},\n  {\"b\":2}\n]\n", "! R0004 2:3 {\"a:1},\n3:3 {\"b\":2}\n"},
    {"[\n  {\"a\":1},\n  {\"b:2}\n]\n{}", "2:3 {\"a\":1}\n! R0004 3:3 {\"b:2}\n5:1 {}\n"},
    {"[\n  {\n    \"a\": {\n      \"b: 1\n    }\n  },\n  {\"c\":1}\n]",
     "! R0004 2:3 {~    \"a\": {~      \"b: 1~    }~  },\n7:3 {\"c\":1}\n"},
    {"[12", "! R0012 1:2 12\n"},
    {"[[1],{}]\n", "! R0001 1:2 [1],{}]\n"},
    /* broken records: the lines to the next record are lost, not more */
    {"garbage\n{\"a\":1}\n", "! R0002 1:1 garbage\n2:1 {\"a\":1}\n"},
    {"17\n{}\n", "! R0012 1:1 17\n2:1 {}\n"},
    {"\"text\" \n\n  \n{}\n", "! R0012 1:1 \"text\"\n4:1 {}\n"},
    {"{\"a\":1}}\n{\"b\":2}\n", "1:1 {\"a\":1}\n! R0001 1:8 }\n2:1 {\"b\":2}\n"},
    {"{\"a\":1},\n{\"b\":2}\n", "1:1 {\"a\":1}\n! R0001 1:8 ,\n2:1 {\"b\":2}\n"},
    {"{\"a\":1\n{\"b\":2}\n{\"c\":3}\n", "! R0001 1:1 {\"a\":1\n2:1 {\"b\":2}\n3:1 {\"c\":3}\n"},
    {"{\"a\":\n{\"b\":2}\n{\"c\":3}\n", "! R0001 1:1 {\"a\":\n2:1 {\"b\":2}\n3:1 {\"c\":3}\n"},
    {"{\"a\":[1,\n{\"b\":2}\n{\"c\":3}\n", "! R0001 1:1 {\"a\":[1,\n2:1 {\"b\":2}\n3:1 {\"c\":3}\n"},
    {"{\"a\":{\"b\":1}\n{\"c\":3}\n", "! R0001 1:1 {\"a\":{\"b\":1}\n2:1 {\"c\":3}\n"},
    {"{\"a\":\"x\n{\"b\":2}\n", "! R0004 1:1 {\"a\":\"x\n2:1 {\"b\":2}\n"},
    {"{\"a\":\"x\\\n{\"b\":2}\n", "! R0006 1:1 {\"a\":\"x\\\n2:1 {\"b\":2}\n"},
    {"{\"a\":[1}\n{\"b\":2}\n", "! R0001 1:1 {\"a\":[1}\n2:1 {\"b\":2}\n"},
    {"{\"a\":1]\n{\"b\":2}\n", "! R0001 1:1 {\"a\":1]\n2:1 {\"b\":2}\n"},
    {"{\n  \"a\": 1\n{\n  \"b\": 2\n}\n", "! R0001 1:1 {~  \"a\": 1\n3:1 {~  \"b\": 2~}\n"},
    {"{\"a\":1", "! R0001 1:1 {\"a\":1\n"},
    {"{}\n{\"a\":\n{\"b\":2}", "1:1 {}\n! R0001 2:1 {\"a\":\n3:1 {\"b\":2}\n"},
    {"x\n {}\n{}\n", "! R0002 1:1 x~ {}\n3:1 {}\n"},
    {"\xFF\xFE{\n", "! R0009 1:1 \xFF\xFE{\n"},
    {"\xEF\xBB", "! R0009 1:1 \xEF\xBB\n"},
    {"\xEF\xBBx\n{}", "! R0009 1:1 \xEF\xBBx\n2:1 {}\n"},
};

static void put_text(am_buffer *out, am_slice text) {
    for (size_t i = 0; i < text.length; i++) {
        am_buffer_put_char(out, (char)(text.data[i] == '\n' ? '~' : text.data[i]));
    }
    am_buffer_put_char(out, '\n');
}

static void put_place(am_buffer *out, uint32_t line, uint32_t column) {
    am_buffer_put_unsigned(out, line);
    am_buffer_put_char(out, ':');
    am_buffer_put_unsigned(out, column);
    am_buffer_put_char(out, ' ');
}

/* Copies the next piece; pieces of 0 bytes stand for changing lengths. */
static void feed(am_splitter *splitter, am_slice *input, size_t piece, uint32_t *random) {
    size_t bytes;
    char *room = am_splitter_room(splitter, &bytes);

    assert_non_null(room);
    *random = *random * 1664525u + 1013904223u;
    piece = piece == 0 ? 1 + (*random >> 16) % 9 : piece;
    bytes = bytes < piece ? bytes : piece;
    bytes = bytes < input->length ? bytes : input->length;
    memcpy(room, input->data, bytes);
    am_splitter_fed(splitter, bytes);
    *input = am_slice_part(*input, bytes, input->length);
}

static void split(am_slice input, size_t piece, uint32_t random, am_buffer *out) {
    am_splitter *splitter = am_splitter_new(am_allocator_standard());
    am_record_error error;
    uint32_t line, column;
    am_slice text;

    assert_non_null(splitter);
    for (;;) {
        am_split what = am_splitter_next(splitter, &text, &line, &column, &error);

        if (what == AM_SPLIT_END) {
            break;
        }
        if (what == AM_SPLIT_MORE) {
            feed(splitter, &input, piece, &random);
            continue;
        }
        if (what == AM_SPLIT_BAD) {
            am_buffer_put_text(out, "! ");
            am_buffer_put_text(out, am_diag_row_of(error.diag)->code);
            am_buffer_put_char(out, ' ');
        }
        put_place(out, line, column);
        put_text(out, text);
    }
    am_splitter_free(splitter);
}

static void check_split(const split_row *row, size_t piece, uint32_t random) {
    am_buffer out;

    am_buffer_init(&out, am_allocator_standard());
    split(am_slice_of(row->input), piece, random, &out);
    am_buffer_put_char(&out, '\0');
    if (strcmp(out.data, row->events) != 0) {
        fail_msg("%s\nin pieces of %zu gave\n%s", row->input, piece, out.data);
    }
    am_buffer_clear(&out);
}

static void splits(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_split(&rows[i], SIZE_MAX, 1);
    }
}

static void splits_alike_in_pieces(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_split(&rows[i], 1, 1);
        check_split(&rows[i], 3, 1);
        for (uint32_t random = 1; random < 20; random++) {
            check_split(&rows[i], 0, random);
        }
    }
}

static uint32_t next_random(uint32_t *random) {
    *random = *random * 1664525u + 1013904223u;
    return *random >> 16;
}

/* Soups of the characters that matter: whatever they mean, it does not depend on the pieces. */
static void random_inputs_split_alike(void **state) {
    static const char alphabet[] = "{{}}[]\",:\\\n\n \t1a\r\xC3\xA9";
    uint32_t random = 20240630;
    char text[120];

    (void)state;
    for (unsigned round = 0; round < 3000; round++) {
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

#define MOST (AM_RECORD_BYTES_MAX - 6) /* letters of a record's only key, whose value is one digit */
static const long_row long_rows[] = {
    {"{\"", "a", MOST, "\":1}\n{}", "1:1 16777216\n2:1 2\n"},
    {"{\"", "a", MOST + 1, "\":1}\n{}", "! R0011 1:1 16777216\n2:1 2\n"},
    {"{\"", "a", 3 * (size_t)MOST, "\":1}\n{}\n{}", "! R0011 1:1 16777216\n2:1 2\n3:1 2\n"},
    {"", "x", 2 * (size_t)MOST, "\n {}\n{}", "! R0002 1:1 16777216\n3:1 2\n"},
    {"[\n  {\"", "a", 2 * (size_t)MOST, "\":1},\n  {}\n]\n{}", "! R0011 2:3 16777216\n3:3 2\n5:1 2\n"},
    {"{\"a\":[1", ",\n1", 6000000, "]}", "! R0011 1:1 16777216\n"},
    {"{\"a\":[1", ",\n 1", 3000000, "]}\n{}", "1:1 12000009\n3000002:1 2\n"},
    {"", "{\"a\":\"0123456789\"}\n", 3, "", "1:1 18\n2:1 18\n3:1 18\n"},
};

static void check_long(const long_row *row, size_t piece) {
    am_splitter *splitter = am_splitter_new(am_allocator_standard());
    size_t part = strlen(row->part);
    size_t length = strlen(row->before) + part * row->count + strlen(row->after);
    char *text = malloc(length + 1);
    am_slice input = {text, length};
    char events[200] = "";
    am_record_error error;
    uint32_t line, column, random = 7;
    am_slice record;
    am_split what;

    assert_non_null(text);
    assert_non_null(splitter);
    strcpy(text, row->before);
    for (size_t i = 0, at = strlen(row->before); i < row->count; i++, at += part) {
        memcpy(text + at, row->part, part);
    }
    strcpy(text + length - strlen(row->after), row->after);
    while ((what = am_splitter_next(splitter, &record, &line, &column, &error)) != AM_SPLIT_END) {
        size_t used = strlen(events);

        if (what == AM_SPLIT_MORE) {
            feed(splitter, &input, piece, &random);
        } else if (what == AM_SPLIT_RECORD) {
            snprintf(events + used, sizeof events - used, "%u:%u %zu\n", line, column, record.length);
        } else {
            snprintf(events + used, sizeof events - used, "! %s %u:%u %zu\n",
                     am_diag_row_of(error.diag)->code, line, column, record.length);
        }
    }
    assert_string_equal(events, row->events);
    am_splitter_free(splitter);
    free(text);
}

static void limits_records(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof long_rows / sizeof long_rows[0]; i++) {
        check_long(&long_rows[i], SIZE_MAX);
        check_long(&long_rows[i], 4093);
    }
}

int splitter_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits),
        cmocka_unit_test(splits_alike_in_pieces),
        cmocka_unit_test(random_inputs_split_alike),
        cmocka_unit_test(limits_records),
    };

    return cmocka_run_group_tests_name("splitter", tests, NULL, NULL);
}
