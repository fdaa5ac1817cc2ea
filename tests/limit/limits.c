/*
 * Each limit at its value, where everything works, and one beyond, where a diagnostic names the limit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiled.h"

static void expect_compiled(writing *text) {
    compiled made = compile_writing(text);
    if (made.status != AMERCE_OK) {
        amerce_diagnostic first;
        amerce_diagnostics_get(made.diagnostics, 0, &first);
        fail_msg("%s: %.*s", first.code, (int)first.message.length, first.message.data);
    }
    compiled_clear(&made);
    writing_clear(text);
}

static void expect_refused(writing *text, const char *code, const char *message) {
    compiled made = compile_writing(text);
    amerce_diagnostic first;
    assert_int_equal(made.status, AMERCE_REFUSED);
    assert_int_equal(amerce_diagnostics_error_count(made.diagnostics), 1);
    assert_true(amerce_diagnostics_get(made.diagnostics, 0, &first));
    assert_string_equal(first.code, code);
    assert_int_equal(first.message.length, strlen(message));
    assert_memory_equal(first.message.data, message, first.message.length);
    compiled_clear(&made);
    writing_clear(text);
}

/* -- Rulebooks */

static writing source_of_bytes(size_t bytes) {
    writing text = {0};
    write_text(&text, "rulebook a\nrecord A\n  x: number\nrule r = x\noutput r\n-- ");
    while (text.length < bytes) {
        write_text(&text, "x");
    }
    return text;
}

static void source_of_1_mib(void **state) {
    (void)state;
    writing text = source_of_bytes((size_t)1 << 20);
    expect_compiled(&text);
    text = source_of_bytes(((size_t)1 << 20) + 1);
    expect_refused(&text, "E0801", "the rulebook's text is longer than 1 MiB");
}

static writing nested(unsigned depth) {
    writing text = {0};
    write_text(&text, "rulebook a\nrecord A\n  x: number\nrule r = ");
    for (unsigned i = 0; i < depth; i++) {
        write_text(&text, "(");
    }
    write_text(&text, "x");
    for (unsigned i = 0; i < depth; i++) {
        write_text(&text, ")");
    }
    write_text(&text, "\noutput r\n");
    return text;
}

static void nesting_of_250(void **state) {
    (void)state;
    writing text = nested(250);
    expect_compiled(&text);
    text = nested(251);
    expect_refused(&text, "E0802", "this is nested more than 250 deep");
}

static compiled with_errors(unsigned count) {
    writing text = {0};
    write_text(&text, "rulebook a\nrecord A\n  x: number\n");
    for (unsigned i = 0; i < count; i++) {
        write_format(&text, "rule r%u = missing\n", i);
    }
    compiled made = compile_writing(&text);
    writing_clear(&text);
    assert_int_equal(made.status, AMERCE_REFUSED);
    assert_int_equal(amerce_diagnostics_error_count(made.diagnostics), count);
    return made;
}

static void a_hundred_errors_kept(void **state) {
    (void)state;
    amerce_diagnostic last;
    compiled made = with_errors(100);
    assert_int_equal(amerce_diagnostics_count(made.diagnostics), 100);
    assert_true(amerce_diagnostics_get(made.diagnostics, 99, &last));
    assert_string_equal(last.code, "E0301");
    compiled_clear(&made);
    made = with_errors(101);
    assert_int_equal(amerce_diagnostics_count(made.diagnostics), 101);
    assert_true(amerce_diagnostics_get(made.diagnostics, 100, &last));
    assert_string_equal(last.code, "E0812");
    compiled_clear(&made);
}

/* A header, a record and rules. */
static writing declarations(unsigned count) {
    writing text = {0};
    write_text(&text, "rulebook a\nrecord A\n  x: number\n");
    for (unsigned i = 2; i < count; i++) {
        write_format(&text, "rule r%u = x\n", i);
    }
    return text;
}

static void declarations_4000(void **state) {
    (void)state;
    writing text = declarations(4000);
    expect_compiled(&text);
    text = declarations(4001);
    expect_refused(&text, "E0811", "there are more than 4,000 declarations");
}

/* A range is held in two registers; the rule needs none of its own. */
static writing registers(unsigned count) {
    writing text = {0};
    write_text(&text, "rulebook a\nrecord A\n");
    for (unsigned i = 0; i < count / 2; i++) {
        write_format(&text, "  f%u: range of date\n", i);
    }
    if (count % 2 != 0) {
        write_text(&text, "  last: yes/no\n");
    }
    return text;
}

static void registers_65535(void **state) {
    (void)state;
    writing text = registers(65535);
    expect_compiled(&text);
    text = registers(65536);
    expect_refused(&text, "E0821", "the rulebook has more than 65,535 registers when it is compiled");
}

enum { RESULT_COLUMNS = 16 };

/* Result cells are constants; those of the condition column are among them. */
static writing constants(unsigned count) {
    writing text = {0};
    write_text(&text, "rulebook a\nrecord A\n  x: number\nschedule s\n  | x |");
    for (unsigned i = 0; i < RESULT_COLUMNS; i++) {
        write_format(&text, "| c%u ", i);
    }
    write_text(&text, "|\n");
    for (unsigned row = 0; row * RESULT_COLUMNS < count; row++) {
        write_format(&text, "  | %u |", row);
        for (unsigned i = 0; i < RESULT_COLUMNS; i++) {
            unsigned number = row * RESULT_COLUMNS + i;
            write_format(&text, "| %u ", number < count ? number : 0);
        }
        write_text(&text, "|\n");
    }
    write_text(&text, "  | otherwise |");
    for (unsigned i = 0; i < RESULT_COLUMNS; i++) {
        write_text(&text, "| 0 ");
    }
    write_text(&text, "|\nrule r = s.c0\noutput r\n");
    return text;
}

static void constants_65535(void **state) {
    (void)state;
    writing text = constants(65535);
    expect_compiled(&text);
    text = constants(65536);
    expect_refused(&text, "E0821", "the rulebook has more than 65,535 constants when it is compiled");
}

/* Each row meets a case that no other meets. */
static writing rows(unsigned count) {
    writing text = {0};
    write_text(&text, "rulebook a\nrecord A\n  x: number\n  y: number\nschedule s: number\n|x|y||z|\n");
    for (unsigned i = 1; i < count; i++) {
        write_format(&text, "|%u|%u||1|\n", i / 256, i % 256);
    }
    write_text(&text, "|otherwise||2|\noutput s\n");
    return text;
}

static void schedule_rows_65000(void **state) {
    (void)state;
    writing text = rows(65000);
    expect_compiled(&text);
    text = rows(65001);
    expect_refused(&text, "E0328", "there are more than 65,000 rows");
}

static writing condition_columns(unsigned count) {
    writing text = {0};
    write_text(&text, "rulebook a\nrecord A\n  x: number\nschedule s: number\n");
    for (unsigned i = 0; i < count; i++) {
        write_text(&text, "| x + 1 ");
    }
    write_text(&text, "|| y |\n");
    for (unsigned i = 0; i < count; i++) {
        write_text(&text, "| 1 ");
    }
    write_text(&text, "|| 1 |\n  | otherwise || 2 |\noutput s\n");
    return text;
}

static void condition_columns_64(void **state) {
    (void)state;
    writing text = condition_columns(64);
    expect_compiled(&text);
    text = condition_columns(65);
    expect_refused(&text, "E0823",
                   "the schedule has too many rows and values, or more than 64 condition columns");
}

static writing lists(unsigned depth) {
    writing text = {0};
    write_text(&text, "rulebook a\n");
    for (unsigned i = 0; i < depth; i++) {
        write_format(&text, "record R%u\n  list%u: list of R%u\n", i, i, i + 1);
    }
    write_format(&text, "record R%u\n  x: number\nrule r for R%u = x\n", depth, depth);
    return text;
}

static void lists_nested_16_deep(void **state) {
    (void)state;
    writing text = lists(16);
    expect_compiled(&text);
    text = lists(17);
    expect_refused(&text, "E0327", "records lie more than 16 deep in one another");
}

/* A look-back pairs a list with itself: one domain more than the lists. */
static void pairs_of_lists_16_deep(void **state) {
    (void)state;
    writing text = lists(15);
    write_text(&text, "rule n for R15 = count of list14 where its x > x\n");
    expect_compiled(&text);
    text = lists(16);
    write_text(&text, "rule n for R16 = count of list15 where its x > x\n");
    expect_refused(&text, "E0824", "lists and aggregates are nested more than 16 deep");
}

/* -- Records */

typedef struct output {
    char data[4096];
    size_t length;
} output;

static bool write_output(void *context, const char *data, size_t length) {
    output *out = context;
    if (length >= sizeof out->data - out->length) {
        return false;
    }
    memcpy(out->data + out->length, data, length);
    out->length += length;
    out->data[out->length] = '\0';
    return true;
}

typedef struct reading {
    const writing *text;
    size_t at;
} reading;

static bool read_input(void *context, char *data, size_t room, size_t *length) {
    reading *from = context;
    size_t left = from->text->length - from->at;
    *length = left < room ? left : room;
    memcpy(data, from->text->data + from->at, *length);
    from->at += *length;
    return true;
}

static void expect_assessed(writing *records, const char *expected) {
    writing text = {0};
    write_text(&text, "rulebook a\nrecord A\n  items: list of B\nrecord B\n  x: whole\n"
                      "rule n = count of items where its x is 1\noutput n\n");
    compiled made = compile_writing(&text);
    amerce_assessor *assessor = NULL;
    output out = {.length = 0};
    reading from = {records, 0};
    assert_int_equal(made.status, AMERCE_OK);
    assert_int_equal(amerce_assessor_new(made.rulebook, NULL, &assessor), AMERCE_OK);
    assert_int_equal(amerce_assess_json(assessor, (amerce_input){read_input, &from},
                                        (amerce_sink){write_output, &out}, NULL),
                     AMERCE_OK);
    assert_string_equal(out.data, expected);
    amerce_assessor_free(assessor);
    compiled_clear(&made);
    writing_clear(&text);
    writing_clear(records);
}

static writing record_of_bytes(size_t bytes) {
    writing text = {0};
    write_text(&text, "{\"id\":1,\"items\":[]");
    while (text.length + 1 < bytes) {
        write_text(&text, " ");
    }
    write_text(&text, "}");
    write_text(&text, "\n{\"id\":2,\"items\":[]}\n");
    return text;
}

static void record_of_16_mib(void **state) {
    (void)state;
    writing records = record_of_bytes((size_t)16 << 20);
    expect_assessed(&records, "{\"id\":1,\"n\":0}\n{\"id\":2,\"n\":0}\n");
    records = record_of_bytes(((size_t)16 << 20) + 1);
    expect_assessed(&records, "{\"id\":1,\"error\":{\"code\":\"R0011\",\"message\":\"the record is longer "
                              "than 16 MiB\",\"line\":1}}\n"
                              "{\"id\":2,\"n\":0}\n");
}

static writing record_of_elements(unsigned count) {
    writing text = {0};
    write_text(&text, "{\"id\":1,\"items\":[");
    for (unsigned i = 0; i < count; i++) {
        write_text(&text, i == 0 ? "{\"x\":1}" : ",{\"x\":1}");
    }
    write_text(&text, "]}\n{\"id\":2,\"items\":[]}\n");
    return text;
}

static void list_of_65535_elements(void **state) {
    (void)state;
    writing records = record_of_elements(65535);
    expect_assessed(&records, "{\"id\":1,\"n\":65535}\n{\"id\":2,\"n\":0}\n");
    records = record_of_elements(65536);
    expect_assessed(&records,
                    "{\"id\":1,\"error\":{\"code\":\"R0015\",\"message\":\"the record holds more than an "
                    "assessment has room for: 65535 elements of each list, 1048576 pairs of them, "
                    "4194304 bytes of text\",\"path\":\"items[65536]\",\"line\":1}}\n{\"id\":2,\"n\":0}\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(source_of_1_mib),       cmocka_unit_test(nesting_of_250),
        cmocka_unit_test(a_hundred_errors_kept), cmocka_unit_test(declarations_4000),
        cmocka_unit_test(registers_65535),       cmocka_unit_test(constants_65535),
        cmocka_unit_test(schedule_rows_65000),   cmocka_unit_test(condition_columns_64),
        cmocka_unit_test(lists_nested_16_deep),  cmocka_unit_test(pairs_of_lists_16_deep),
        cmocka_unit_test(record_of_16_mib),      cmocka_unit_test(list_of_65535_elements),
    };
    return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
