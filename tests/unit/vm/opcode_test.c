/*
 * Each instruction without lists and tables: values in, value or fault out, in a column with others and
 * alone, from facts and from constants.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "builder.h"

#define D AM_VALUE_DECIMAL
#define Y AM_VALUE_YESNO
#define T AM_VALUE_DATE
#define M AM_VALUE_MONTHS
#define P AM_VALUE_DAYS
#define C AM_VALUE_CODE
#define X AM_VALUE_TEXT

#define NINES  "9999999999999999999999999999999999" /* 34 */
#define NINES1 "1999999999999999999999999999999999"

/* A case's operands are texts; "" is none. `number` is the operand c where that is no register. */
typedef struct line {
    am_opcode opcode;
    am_value_type result;
    am_value_type type_a;
    const char *a;
    am_value_type type_b;
    const char *b;
    uint16_t number;
    const char *expected;
} line;

static const line LINES[] = {
    {AM_OP_ADD, D, D, "1.5", D, "2.25", 0, "3.75"},
    {AM_OP_ADD, D, D, NINES, D, "0.4", 0, NINES},
    {AM_OP_ADD, D, D, "9E6144", D, "9E6144", 0, "F0002"},
    {AM_OP_SUBTRACT, D, D, "1.5", D, "2.25", 0, "-0.75"},
    {AM_OP_SUBTRACT, D, D, "-9E6144", D, "9E6144", 0, "F0002"},
    {AM_OP_MULTIPLY, D, D, "-1.5", D, "4", 0, "-6"},
    {AM_OP_MULTIPLY, D, D, "1E6000", D, "1E6000", 0, "F0002"},
    {AM_OP_MULTIPLY, D, D, "1E-6000", D, "1E-6000", 0, "F0003"},
    {AM_OP_ADD_EXACT, D, D, "0.1", D, "0.2", 0, "0.3"},
    {AM_OP_ADD_EXACT, D, D, NINES, D, "0.4", 0, "F0004"},
    {AM_OP_ADD_EXACT, D, D, "9E6144", D, "9E6144", 0, "F0002"},
    {AM_OP_SUBTRACT_EXACT, D, D, "0.3", D, "0.1", 0, "0.2"},
    {AM_OP_SUBTRACT_EXACT, D, D, NINES, D, "0.4", 0, "F0004"},
    {AM_OP_MULTIPLY_EXACT, D, D, "12", D, "12", 0, "144"},
    {AM_OP_MULTIPLY_EXACT, D, D, NINES, D, "11", 0, "F0004"},
    {AM_OP_DIVIDE, D, D, "1", D, "8", 0, "0.125"},
    {AM_OP_DIVIDE, D, D, "1", D, "0", 0, "F0001"},
    {AM_OP_DIVIDE, D, D, "0", D, "0", 0, "F0001"},
    {AM_OP_DIVIDE, D, D, "1E6000", D, "1E-6000", 0, "F0002"},
    {AM_OP_DIVIDE, D, D, "1E-6000", D, "1E6000", 0, "F0003"},
    {AM_OP_QUOTIENT, D, D, "-7", D, "2", 0, "-3"},
    {AM_OP_QUOTIENT, D, D, "7", D, "0", 0, "F0001"},
    {AM_OP_QUOTIENT, D, D, NINES "E10", D, "7", 0, "F0007"},
    {AM_OP_REMAINDER, D, D, "-7", D, "2", 0, "-1"},
    {AM_OP_REMAINDER, D, D, "7", D, "0", 0, "F0001"},
    {AM_OP_POWER, D, D, "1.1", D, "2", 0, "1.21"},
    {AM_OP_POWER, D, D, "0", D, "0", 0, "1"},
    {AM_OP_POWER, D, D, "2", D, "0.5", 0, "F0007"},
    {AM_OP_POWER, D, D, "2", D, "-1", 0, "F0007"},
    {AM_OP_POWER, D, D, "1E1000", D, "7", 0, "F0002"},
    {AM_OP_NEGATE, D, D, "2", D, "", 0, "-2"},
    {AM_OP_NEGATE, D, D, "0", D, "", 0, "0"},
    {AM_OP_ABSOLUTE, D, D, "-2", D, "", 0, "2"},
    {AM_OP_ROUND, D, D, "12.5", D, "1", AM_ROUND_HALF_EVEN, "12"},
    {AM_OP_ROUND, D, D, "12.5", D, "1", AM_ROUND_HALF_UP, "13"},
    {AM_OP_ROUND, D, D, "12.5", D, "5", AM_ROUND_UP, "15"},
    {AM_OP_ROUND, D, D, "12.5", D, "0", AM_ROUND_UP, "F0007"},
    {AM_OP_ADD_MONTHS, T, T, "2024-01-31", M, "1", AM_MONTH_END_DOWN, "2024-02-29"},
    {AM_OP_ADD_MONTHS, T, T, "2024-01-31", M, "1", AM_MONTH_END_UP, "2024-03-01"},
    {AM_OP_ADD_MONTHS, T, T, "2024-01-31", M, "1", AM_MONTH_END_ERROR, "F0005"},
    {AM_OP_ADD_MONTHS, T, T, "9999-12-31", M, "1", AM_MONTH_END_DOWN, "F0006"},
    {AM_OP_SUBTRACT_MONTHS, T, T, "2024-03-31", M, "1", AM_MONTH_END_DOWN, "2024-02-29"},
    {AM_OP_SUBTRACT_MONTHS, T, T, "2024-03-31", M, "1", AM_MONTH_END_ERROR, "F0005"},
    {AM_OP_SUBTRACT_MONTHS, T, T, "0001-01-01", M, "4000000", AM_MONTH_END_DOWN, "F0006"},
    {AM_OP_ADD_DAYS, T, T, "2024-02-28", P, "2", 0, "2024-03-01"},
    {AM_OP_ADD_DAYS, T, T, "9999-12-31", P, "1", 0, "F0006"},
    {AM_OP_SUBTRACT_DAYS, T, T, "2024-03-01", P, "1", 0, "2024-02-29"},
    {AM_OP_SUBTRACT_DAYS, T, T, "0001-01-01", P, "1", 0, "F0006"},
    {AM_OP_DATE_DIFFERENCE, P, T, "2024-03-01", T, "2024-02-28", 0, "2"},
    {AM_OP_DATE_DIFFERENCE, P, T, "0001-01-01", T, "9999-12-31", 0, "-3652058"},
    {AM_OP_DAYS_BETWEEN, D, T, "2024-02-28", T, "2024-03-01", 0, "2"},
    {AM_OP_MONTHS_BETWEEN, D, T, "2024-01-31", T, "2024-02-29", 0, "1"},
    {AM_OP_MONTHS_BETWEEN, D, T, "2024-03-30", T, "2024-01-31", 0, "-1"},
    {AM_OP_MONTHS_BEGUN, D, T, "2024-01-15", T, "2024-02-16", 0, "2"},
    {AM_OP_YEARS_BETWEEN, D, T, "2000-02-29", T, "2024-02-28", 0, "23"},
    {AM_OP_YEARS_BETWEEN, D, T, "2024-02-28", T, "2000-02-29", 0, "-23"},
    {AM_OP_END_OF_MONTH, T, T, "2024-02-03", T, "", 0, "2024-02-29"},
    {AM_OP_WORKING_DAYS, D, T, "2024-01-05", T, "2024-01-09", 0, "1"},
    {AM_OP_WORKING_DAYS, D, T, "2024-01-09", T, "2024-01-05", 0, "-1"},
    {AM_OP_WORKING_DAYS, D, T, "2023-12-31", T, "2024-01-05", 0, "F0128"},
    {AM_OP_ADD_WORKING_DAYS, T, T, "2024-01-05", D, "1", 0, "2024-01-09"},
    {AM_OP_ADD_WORKING_DAYS, T, T, "2024-01-09", D, "-1", 0, "2024-01-05"},
    {AM_OP_ADD_WORKING_DAYS, T, T, "2024-01-06", D, "0", 0, "2024-01-06"},
    {AM_OP_ADD_WORKING_DAYS, T, T, "2024-01-31", D, "1", 0, "F0128"},
    {AM_OP_ADD_WORKING_DAYS, T, T, "2024-01-31", D, "1E30", 0, "F0128"},
    {AM_OP_ADD_PERIODS, M, M, "3", M, "4", 0, "7"},
    {AM_OP_ADD_PERIODS, P, P, "4000000", P, "1", 0, "F0009"},
    {AM_OP_SUBTRACT_PERIODS, P, P, "3", P, "4", 0, "-1"},
    {AM_OP_SUBTRACT_PERIODS, P, P, "-4000000", P, "1", 0, "F0009"},
    {AM_OP_SCALE_PERIOD, M, M, "6", D, "1.5", 0, "9"},
    {AM_OP_SCALE_PERIOD, M, M, "6", D, "0.25", 0, "F0009"},
    {AM_OP_SCALE_PERIOD, M, M, "6", D, "1E30", 0, "F0009"},
    {AM_OP_SCALE_PERIOD, M, M, "3", D, "0.3333333333333333333333333333333333", 0, "F0009"},
    {AM_OP_PERIOD_NUMBER, D, P, "-6", P, "", 0, "-6"},
    {AM_OP_NUMBER_PERIOD, P, D, "6.0", D, "", 0, "6"},
    {AM_OP_NUMBER_PERIOD, P, D, "6.5", D, "", 0, "F0009"},
    {AM_OP_NUMBER_PERIOD, M, D, "4000001", D, "", 0, "F0009"},
    {AM_OP_EQUAL, Y, D, "1.0", D, "1", 0, "yes"},
    {AM_OP_EQUAL, Y, D, "1.0", D, "2", 0, "no"},
    {AM_OP_EQUAL, Y, X, "beta", X, "beta", 0, "yes"},
    {AM_OP_EQUAL, Y, X, "beta", X, "bet", 0, "no"},
    {AM_OP_EQUAL, Y, Y, "no", Y, "no", 0, "yes"},
    {AM_OP_EQUAL, Y, T, "2024-01-01", T, "2024-01-02", 0, "no"},
    {AM_OP_LESS, Y, D, "1", D, "1.5", 0, "yes"},
    {AM_OP_LESS, Y, D, "1.50", D, "1.5", 0, "no"},
    {AM_OP_LESS, Y, C, "1", C, "2", 0, "yes"},
    {AM_OP_LESS, Y, T, "2024-01-01", T, "2023-12-31", 0, "no"},
    {AM_OP_LESS_EQUAL, Y, D, "1.50", D, "1.5", 0, "yes"},
    {AM_OP_LESS_EQUAL, Y, M, "3", M, "2", 0, "no"},
    {AM_OP_GREATEST, D, D, "1", D, "-2", 0, "1"},
    {AM_OP_GREATEST, T, T, "2024-01-01", T, "2024-01-02", 0, "2024-01-02"},
    {AM_OP_LEAST, D, D, "1", D, "-2", 0, "-2"},
    {AM_OP_LEAST, C, C, "1", C, "4", 0, "1"},
    {AM_OP_IS_WHOLE, Y, D, "12.0", D, "", 0, "yes"},
    {AM_OP_IS_WHOLE, Y, D, "12.1", D, "", 0, "no"},
    {AM_OP_AND, Y, Y, "yes", Y, "yes", 0, "yes"},
    {AM_OP_AND, Y, Y, "yes", Y, "no", 0, "no"},
    {AM_OP_OR, Y, Y, "no", Y, "yes", 0, "yes"},
    {AM_OP_OR, Y, Y, "no", Y, "no", 0, "no"},
    {AM_OP_NOT, Y, Y, "yes", Y, "", 0, "no"},
    {AM_OP_NOT, Y, Y, "no", Y, "", 0, "yes"},
    {AM_OP_KEEP, D, Y, "yes", D, "3", 0, "3"},
    {AM_OP_KEEP, X, Y, "no", X, "beta", 0, "unknown"},
    {AM_OP_OTHERWISE, X, X, "alpha", X, "beta", 0, "alpha"},
    {AM_OP_KNOWN, Y, C, "3", C, "", 0, "yes"},
    {AM_OP_UNWRAP, C, C, "3", C, "", 0, "3"},
    {AM_OP_GREATEST_KNOWN, D, D, "3", D, "4", 0, "4"},
    {AM_OP_LEAST_KNOWN, T, T, "2024-01-01", T, "2023-01-01", 0, "2023-01-01"},
    {AM_OP_ADD_KNOWN, D, D, NINES, D, "0.4", 0, NINES},
    {AM_OP_ADD_KNOWN, D, D, "9E6144", D, "9E6144", 0, "F0002"},
    {AM_OP_ADD_KNOWN_EXACT, D, D, "3", D, "4", 0, "7"},
    {AM_OP_ADD_KNOWN_EXACT, D, D, NINES, D, "0.4", 0, "F0004"},
};

enum { LINE_COUNT = sizeof LINES / sizeof LINES[0], ROWS = 5 };

static uint16_t build_line(builder *builder, const line *line, uint16_t domain, uint16_t a, uint16_t b) {
    uint16_t result = build_op(builder, line->opcode, line->result, domain, a, b, line->number, 0);
    build_program(builder);
    return result;
}

static void check(am_batch *batch, const line *line, uint16_t column, uint32_t row) {
    char text[BUILDER_TEXT];
    outcome(batch, column, row, text);
    if (strcmp(text, line->expected) != 0) {
        fail_msg("%s %s %s: %s, not %s", am_opcode_name(line->opcode), line->a, line->b, text,
                 line->expected);
    }
}

/* The operands are facts; with `gap` a row between needs one of them. */
static void check_facts(const line *line, bool has_gap) {
    builder builder;
    build_start(&builder);
    bool has_b = line->b[0] != '\0';
    uint16_t a = build_fact(&builder, 0, line->type_a, false);
    uint16_t b = has_b ? build_fact(&builder, 0, line->type_b, false) : 0;
    uint16_t result = build_line(&builder, line, 0, a, b);
    am_batch *batch = batch_of(&builder.program, ROWS, 1);
    for (uint32_t row = 0; row < ROWS; row++) {
        assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
        if (has_b) {
            put(batch, b, row, line->b);
        }
        if (!has_gap || row != 2) {
            put(batch, a, row, line->a);
        }
        assert_int_equal(am_batch_close_record(batch), AM_BATCH_OK);
    }
    am_vm_run(batch);
    for (uint32_t row = 0; row < ROWS; row++) {
        if (has_gap && row == 2) {
            /* What the other operand decides alone has a value all the same. */
            bool is_decided = line->opcode == AM_OP_AND || line->opcode == AM_OP_OR;
            assert_true(is_decided || am_batch_state(batch, result, row) == AM_STATE_NEEDS);
        } else {
            check(batch, line, result, row);
        }
    }
    am_batch_free(batch);
    build_end(&builder);
}

/* The operands are constants and so is the result, or it is a record's. */
static void check_constants(const line *line, uint16_t domain) {
    builder builder;
    build_start(&builder);
    bool has_b = line->b[0] != '\0';
    uint16_t a = build_value(&builder, line->type_a, line->a);
    bool is_same_text = line->type_b == X && strcmp(line->a, line->b) == 0;
    uint16_t b = !has_b ? 0 : is_same_text ? a : build_value(&builder, line->type_b, line->b);
    uint16_t result = build_line(&builder, line, domain, a, b);
    am_batch *batch = batch_of(&builder.program, ROWS, 1);
    for (uint32_t row = 0; row < 2; row++) {
        assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
        assert_int_equal(am_batch_close_record(batch), AM_BATCH_OK);
    }
    am_vm_run(batch);
    check(batch, line, result, 0);
    check(batch, line, result, 1);
    am_batch_free(batch);
    build_end(&builder);
}

static void test_lines(void **state) {
    (void)state;
    for (unsigned i = 0; i < LINE_COUNT; i++) {
        check_facts(&LINES[i], false);
        check_facts(&LINES[i], true);
        check_constants(&LINES[i], AM_DOMAIN_CONSTANT);
        check_constants(&LINES[i], 0);
    }
}

/* Instructions of three operands, and those that fail as written. */
static void test_choices(void **state) {
    (void)state;
    static const am_opcode CHOICES[] = {AM_OP_SELECT, AM_OP_STEP, AM_OP_INSTEAD};
    static const am_value_type TYPES[] = {D, Y, T, X};
    static const char *const BOTH[][2] = {
        {"1", "2"}, {"yes", "no"}, {"2024-01-01", "2023-01-01"}, {"a", "b"}};
    char text[BUILDER_TEXT];
    for (unsigned i = 0; i < 12; i++) {
        const char *const *values = BOTH[i % 4];
        builder builder;
        build_start(&builder);
        uint16_t a = build_fact(&builder, 0, Y, false);
        uint16_t b = build_fact(&builder, 0, TYPES[i % 4], false);
        uint16_t c = build_value(&builder, TYPES[i % 4], values[1]);
        uint16_t chosen = build_op(&builder, CHOICES[i / 4], TYPES[i % 4], 0, a, b, c, 0);
        uint16_t guarded =
            build_op(&builder, AM_OP_GUARD, TYPES[i % 4], 0, a, b, 0, build_fault(AM_DIAG_BEFORE_LAW));
        uint16_t failed =
            build_op(&builder, AM_OP_FAIL, TYPES[i % 4], 0, 0, 0, 0, build_fault(AM_DIAG_NEGATIVE_PENALTY));
        am_batch *batch = batch_of(build_program(&builder), 2, 1);
        for (uint32_t row = 0; row < 2; row++) {
            assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
            put(batch, a, row, row == 0 ? "yes" : "no");
            put(batch, b, row, values[0]);
        }
        am_vm_run(batch);
        assert_string_equal(outcome(batch, chosen, 0, text), values[0]);
        assert_string_equal(outcome(batch, chosen, 1, text), values[1]);
        assert_string_equal(outcome(batch, guarded, 0, text), values[0]);
        assert_string_equal(outcome(batch, guarded, 1, text), "F0104");
        assert_string_equal(outcome(batch, failed, 0, text), "F0107");
        am_batch_free(batch);
        build_end(&builder);
    }
}

int opcode_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_choices),
    };
    return cmocka_run_group_tests_name("opcodes", tests, NULL, NULL);
}

static void test_all_seen(void **state) {
    (void)state;
    for (unsigned i = 0; i < AM_OP_COUNT_OF_ALL; i++) {
        if (!build_has_seen(i)) {
            fail_msg("no test runs %s", am_opcode_name(i));
        }
    }
}

int coverage_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_seen)};
    return cmocka_run_group_tests_name("every opcode is run", tests, NULL, NULL);
}
