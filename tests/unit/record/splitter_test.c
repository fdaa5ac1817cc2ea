/*
 * Inputs cut into records: the same however they arrive, and with little lost where they are broken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/record.h"
#include "split.h"

/* What came out, a line each: `LINE:COLUMN TEXT` for a record, `! CODE LINE:COLUMN TEXT` for what is none. */
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

static void put_event(am_buffer *out, am_split what, const am_record_error *error, am_slice text,
                      uint32_t line, uint32_t column, bool is_long) {
    if (what == AM_SPLIT_BAD) {
        am_buffer_put_text(out, "! ");
        am_buffer_put_text(out, am_diag_code_of(error->diag));
        am_buffer_put_char(out, ' ');
    }
    am_buffer_put_unsigned(out, line);
    am_buffer_put_char(out, ':');
    am_buffer_put_unsigned(out, column);
    am_buffer_put_char(out, ' ');
    if (is_long) {
        am_buffer_put_unsigned(out, text.length);
        am_buffer_put_char(out, '\n');
    } else {
        split_put_text(out, text);
    }
}

static void split(am_slice input, size_t piece, uint32_t random, bool is_long, am_buffer *out) {
    am_splitter *splitter = am_splitter_new(am_allocator_standard());
    am_record_error error;
    uint32_t line, column;
    am_slice text;
    am_split what;

    assert_non_null(splitter);
    while ((what = am_splitter_next(splitter, &text, &line, &column, &error)) != AM_SPLIT_END) {
        if (what == AM_SPLIT_MORE) {
            size_t bytes;
            char *room = am_splitter_room(splitter, &bytes);

            am_splitter_fed(splitter, split_piece(room, bytes, &input, piece, &random));
        } else {
            put_event(out, what, &error, text, line, column, is_long);
        }
    }
    am_splitter_free(splitter);
}

static void splits(void **state) {
    (void)state;
    split_check_whole(rows, sizeof rows / sizeof rows[0], split);
}

static void splits_alike_in_pieces(void **state) {
    (void)state;
    split_check_pieces(rows, sizeof rows / sizeof rows[0], split);
}

static void random_inputs_split_alike(void **state) {
    (void)state;
    split_check_soups(AM_SLICE("{{}}[]\",:\\\n\n \t1a\r\xC3\xA9"), 3000, split);
}

#define MOST (AM_RECORD_BYTES_MAX - 6) /* letters of a record's only key, whose value is one digit */
static const split_long_row long_rows[] = {
    {"{\"", "a", MOST, "\":1}\n{}", "1:1 16777216\n2:1 2\n"},
    {"{\"", "a", MOST + 1, "\":1}\n{}", "! R0011 1:1 16777216\n2:1 2\n"},
    {"{\"", "a", 3 * (size_t)MOST, "\":1}\n{}\n{}", "! R0011 1:1 16777216\n2:1 2\n3:1 2\n"},
    {"", "x", 2 * (size_t)MOST, "\n {}\n{}", "! R0002 1:1 16777216\n3:1 2\n"},
    {"[\n  {\"", "a", 2 * (size_t)MOST, "\":1},\n  {}\n]\n{}", "! R0011 2:3 16777216\n3:3 2\n5:1 2\n"},
    {"{\"a\":[1", ",\n1", 6000000, "]}", "! R0011 1:1 16777216\n"},
    {"{\"a\":[1", ",\n 1", 3000000, "]}\n{}", "1:1 12000009\n3000002:1 2\n"},
    {"", "{\"a\":\"0123456789\"}\n", 3, "", "1:1 18\n2:1 18\n3:1 18\n"},
};

static void limits_records(void **state) {
    (void)state;
    split_check_long(long_rows, sizeof long_rows / sizeof long_rows[0], split);
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
