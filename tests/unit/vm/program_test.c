/*
 * A program of many parts over random records: in batches of any size, with skips or without, the outcomes
 * are the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "builder.h"

#define D AM_VALUE_DECIMAL
#define Y AM_VALUE_YESNO

enum { RECORDS = 600, MOST_OUTPUTS = 16, LONGEST = 512 };

typedef struct stage {
    builder builder;
    uint16_t outputs[MOST_OUTPUTS];
    unsigned output_count;
    bool has_skips;
} stage;

static uint16_t op(stage *stage, am_opcode opcode, am_value_type type, uint16_t domain, uint16_t a,
                   uint16_t b, uint16_t c, uint16_t d) {
    return build_op(&stage->builder, opcode, type, domain, a, b, c, d);
}

static void add_output(stage *stage, uint16_t column) {
    stage->outputs[stage->output_count++] = column;
}

static void add_skip(stage *stage, am_opcode opcode, uint16_t condition, uint16_t count) {
    if (stage->has_skips) {
        build_skip(&stage->builder, opcode, condition, count);
    }
}

/* Amounts of elements by group and by position, with states of every sort. */
static uint16_t add_list(stage *stage, uint16_t limit) {
    builder *builder = &stage->builder;
    uint16_t list = build_list(builder, 0, true);
    uint16_t key = build_fact(builder, list, AM_VALUE_TEXT, true);
    uint16_t amount = build_fact(builder, list, D, false);
    uint16_t divisor = build_fact(builder, list, D, false);
    uint16_t mask = build_fact(builder, list, Y, false);
    uint16_t pairs = build_product(builder, list, list);
    uint16_t present = builder->domains[list].present;
    uint16_t spread = op(stage, AM_OP_SPREAD, D, list, limit, 0, 0, 0);
    uint16_t ratio = op(stage, AM_OP_DIVIDE, D, list, amount, divisor, 0, 0);
    uint16_t is_over = op(stage, AM_OP_LESS, Y, list, spread, ratio, 0, 0);
    uint16_t group = op(stage, AM_OP_GROUP, AM_VALUE_ROW, list, key, mask, 0, 0);
    uint16_t leads = op(stage, AM_OP_LEADS, Y, list, group, mask, 0, 0);
    uint16_t group_sum = op(stage, AM_OP_GROUP_SUM, D, list, amount, group, mask, 0);
    uint16_t own = op(stage, AM_OP_SPREAD, D, pairs, amount, 0, 0, 0);
    uint16_t other = op(stage, AM_OP_ELEMENT, D, pairs, amount, 0, 0, 0);
    uint16_t is_less = op(stage, AM_OP_LESS, Y, pairs, other, own, 0, 0);
    uint16_t less = op(stage, AM_OP_COUNT, D, list, 0, is_less, pairs, build_value(builder, Y, "yes"));
    add_output(stage, less);
    add_output(stage, group_sum);
    add_output(stage, leads);
    add_output(stage, op(stage, AM_OP_SUM, D, 0, ratio, mask, list, present));
    add_output(stage, op(stage, AM_OP_FOLD_GREATEST, D, 0, group_sum, leads, list, present));
    add_output(stage, op(stage, AM_OP_SOME, Y, 0, is_over, mask, list, present));
    add_output(stage, op(stage, AM_OP_ALL, Y, 0, is_over, mask, list, present));
    return op(stage, AM_OP_SUM, D, 0, group_sum, leads, list, present);
}

/* Facts: f0 f1 conditions, f2 an optional amount, f3 an amount, f4 another; then a list. */
static void start(stage *stage, bool has_skips) {
    builder *builder = &stage->builder;
    memset(stage, 0, sizeof *stage);
    build_start(builder);
    stage->has_skips = has_skips;
    uint16_t p = build_fact(builder, 0, Y, false);
    uint16_t q = build_fact(builder, 0, Y, false);
    uint16_t optional = build_fact(builder, 0, D, true);
    uint16_t amount = build_fact(builder, 0, D, false);
    uint16_t divisor = build_fact(builder, 0, D, false);
    uint16_t total = add_list(stage, amount);
    /* Parts that may be skipped, one within another, beside the choices that read them. */
    add_skip(stage, AM_OP_SKIP_UNLESS, p, has_skips ? 5 : 0);
    uint16_t ratio = op(stage, AM_OP_DIVIDE, D, 0, amount, divisor, 0, 0);
    uint16_t product = op(stage, AM_OP_MULTIPLY, D, 0, ratio, amount, 0, 0);
    add_skip(stage, AM_OP_SKIP_UNLESS, q, 1);
    uint16_t inverse = op(stage, AM_OP_DIVIDE, D, 0, product, amount, 0, 0);
    uint16_t inner = op(stage, AM_OP_STEP, D, 0, q, inverse, product, 0);
    uint16_t step = op(stage, AM_OP_STEP, D, 0, p, inner, amount, 0);
    add_skip(stage, AM_OP_SKIP_WHEN, q, 1);
    uint16_t known = op(stage, AM_OP_UNWRAP, D, 0, optional, 0, 0, 0);
    uint16_t chosen = op(stage, AM_OP_SELECT, D, 0, q, step, known, 0);
    uint16_t instead = op(stage, AM_OP_INSTEAD, D, 0, p, total, chosen, 0);
    add_output(stage, step);
    add_output(stage, chosen);
    add_output(stage, instead);
    add_output(stage, op(stage, AM_OP_KEEP, D, 0, p, total, 0, 0));
    add_output(stage, op(stage, AM_OP_ADD_KNOWN, D, 0, optional, total, 0, 0));
    build_program(builder);
}

static uint32_t roll(uint64_t *random, uint32_t sides) {
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*random >> 33) % sides;
}

/* One of the texts between blanks. */
static void append_one(uint64_t *random, char *record, const char *choices) {
    char copy[64];
    uint32_t count = 1;
    snprintf(copy, sizeof copy, "%s", choices);
    for (const char *c = choices; *c != '\0'; c++) {
        count += *c == ' ';
    }
    uint32_t which = roll(random, count);
    char *token = strtok(copy, " ");
    while (which-- > 0) {
        token = strtok(NULL, " ");
    }
    strncat(record, token, LONGEST - 1 - strlen(record));
}

/* With `is_dull` all records have all facts and no fault. */
static void make_record(uint64_t *random, char record[LONGEST], const char *conditions, bool is_dull) {
    record[0] = '\0';
    append_one(random, record, conditions);
    strcat(record, ",");
    append_one(random, record, is_dull ? "yes no" : conditions);
    strcat(record, ",");
    append_one(random, record, is_dull ? "5 6" : "_ ? 5 6.5");
    strcat(record, ",");
    append_one(random, record, is_dull ? "5 6" : "_ 5 6.5 0");
    strcat(record, ",");
    append_one(random, record, is_dull ? "5 6" : "0 _ 2 3");
    uint32_t length = roll(random, is_dull ? 4 : 6);
    if (length == 5) {
        append_one(random, record, "~ ^");
        return;
    }
    strcat(record, "[");
    for (uint32_t i = 0; i < length; i++) {
        strcat(record, i == 0 ? "" : "|");
        append_one(random, record, is_dull ? "a b" : "a b c a b c a b c _");
        strcat(record, ",");
        append_one(random, record, is_dull ? "5 6" : "1 2 3 5 6.5 0 1 2 _");
        strcat(record, ",");
        append_one(random, record, is_dull ? "5 6" : "1 2 3 4 4 4 4 0 _");
        strcat(record, ",");
        append_one(random, record, is_dull ? "yes no" : "yes yes yes no no no _");
    }
    strcat(record, "]");
}

/* A number that stands for a text. */
static uint64_t add_text(uint64_t hash, const char *text) {
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * 0x100000001B3u;
    }
    return hash * 31 + 7;
}

/* The outcomes of a record's outputs, with their reasons. */
static uint64_t outcomes_of(const stage *stage, am_batch *batch, uint32_t record) {
    char text[BUILDER_TEXT];
    uint64_t hash = 1;
    for (unsigned i = 0; i < stage->output_count; i++) {
        uint16_t column = stage->outputs[i];
        uint32_t first = record;
        uint32_t end = record + 1;
        if (stage->builder.registers[column].domain != 0) {
            am_batch_elements(batch, 1, record, &first, &end);
        }
        for (uint32_t row = first; row < end; row++) {
            hash = add_text(hash, outcome(batch, column, row, text));
            hash = add_text(hash, am_batch_state(batch, column, row) == AM_STATE_NEEDS
                                      ? needs(batch, column, row, text)
                                      : "");
            if (am_batch_state(batch, column, row) == AM_STATE_FAULT) {
                am_vm_fault found = am_vm_fault_of(batch, column, row);
                assert_int_not_equal(found.diag, AM_DIAG_NONE);
                hash = hash * 31 + found.where.depth * 1000 + found.where.numbers[0];
            }
        }
    }
    return hash;
}

/* Assesses all records, `size` at a time. */
static void assess(const stage *stage, uint32_t size, char records[RECORDS][LONGEST], uint64_t out[RECORDS]) {
    am_batch *batch = batch_of(&stage->builder.program, size, size < 100 ? 64 * size : 8192);
    for (uint32_t done = 0; done < RECORDS;) {
        am_batch_clear(batch);
        uint32_t first = done;
        am_batch_status status = AM_BATCH_OK;
        while (done < RECORDS && status == AM_BATCH_OK) {
            const char *at = records[done];
            status = fill(batch, &at);
            done += status == AM_BATCH_OK;
        }
        assert_int_not_equal(status, AM_BATCH_TOO_LARGE);
        am_vm_run(batch);
        for (uint32_t row = 0; row < done - first; row++) {
            out[first + row] = outcomes_of(stage, batch, row);
        }
    }
    am_batch_free(batch);
}

static char records[RECORDS][LONGEST];
static uint64_t expected[RECORDS];
static uint64_t found[RECORDS];

static void check_same(uint32_t size, bool has_skips) {
    stage stage;
    start(&stage, has_skips);
    assess(&stage, size, records, found);
    build_end(&stage.builder);
    for (uint32_t i = 0; i < RECORDS; i++) {
        if (found[i] != expected[i]) {
            fail_msg("batches of %u, %s skips: %s", size, has_skips ? "with" : "without", records[i]);
        }
    }
}

static void check_all(uint64_t seed, const char *conditions, bool is_dull) {
    uint64_t random = seed;
    for (uint32_t i = 0; i < RECORDS; i++) {
        make_record(&random, records[i], conditions, is_dull);
    }
    stage stage;
    start(&stage, false);
    assess(&stage, 1, records, expected);
    build_end(&stage.builder);
    static const uint32_t SIZES[] = {1, 2, 7, 256};
    for (unsigned i = 0; i < 4; i++) {
        check_same(SIZES[i], false);
        check_same(SIZES[i], true);
    }
}

static void test_mixed(void **state) {
    (void)state;
    check_all(1, "yes no _", false);
}

/* Conditions that let whole batches skip. */
static void test_skipped(void **state) {
    (void)state;
    check_all(2, "no _ no no", false);
    check_all(3, "yes", false);
    check_all(4, "no", false);
}

static void test_plain(void **state) {
    (void)state;
    check_all(5, "yes no", true);
}

/* A skip is taken, or it would not be tested: what is in it keeps what it held. */
static void test_skip_is_taken(void **state) {
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        builder builder;
        build_start(&builder);
        uint16_t p = build_fact(&builder, 0, Y, false);
        uint16_t x = build_fact(&builder, 0, D, false);
        build_skip(&builder, i == 0 ? AM_OP_SKIP_UNLESS : AM_OP_SKIP_WHEN, p, 1);
        uint16_t negated = build_op(&builder, AM_OP_NEGATE, D, 0, x, 0, 0, 0);
        uint16_t chosen =
            build_op(&builder, AM_OP_SELECT, D, 0, p, i == 0 ? negated : x, i == 0 ? x : negated, 0);
        am_batch *batch = batch_of(build_program(&builder), 4, 1);
        char text[BUILDER_TEXT];
        /* The condition that skips; one that does not because of its second row. */
        fill_all(batch, i == 0 ? "no,5/_,6" : "yes,5/yes,6");
        am_vm_run(batch);
        assert_string_equal(outcomes(batch, negated, text), "0 0");
        assert_string_equal(outcomes(batch, chosen, text), i == 0 ? "5 needs" : "5 6");
        am_batch_clear(batch);
        fill_all(batch, i == 0 ? "no,5/yes,6" : "yes,5/_,6/no,7");
        am_vm_run(batch);
        assert_string_equal(outcomes(batch, negated, text), i == 0 ? "-5 -6" : "-5 -6 -7");
        assert_string_equal(outcomes(batch, chosen, text), i == 0 ? "5 -6" : "5 needs -7");
        am_batch_free(batch);
        build_end(&builder);
    }
}

int program_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_skip_is_taken),
        cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_skipped),
        cmocka_unit_test(test_plain),
    };
    return cmocka_run_group_tests_name("programs", tests, NULL, NULL);
}
