/*
 * The state rules, each over every combination of its operands' states.
 *
 * In the tables v is a value, n and y are no and yes, u is unknown, N needs and F a fault. The last operand
 * changes fastest.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "builder.h"

static const char TRUTHS[] = "nyuNF";
static const char VALUES[] = "vuNF";

/* Columns of operands that can be in every state: a fact behind a guard. */
typedef struct stage {
    builder builder;
    uint16_t facts[3];
    uint16_t guards[3];
    uint16_t operands[3];
    uint16_t result;
} stage;

static void add_operand(stage *stage, unsigned at, uint16_t domain, am_value_type type) {
    builder *builder = &stage->builder;
    stage->facts[at] = build_fact(builder, domain, type, true);
    stage->guards[at] = build_fact(builder, domain, AM_VALUE_YESNO, false);
    stage->operands[at] = build_op(builder, AM_OP_GUARD, type, domain, stage->guards[at], stage->facts[at], 0,
                                   build_fault(AM_DIAG_BACKWARD_RANGE));
}

static void put_operand(const stage *stage, am_batch *batch, unsigned at, uint32_t row, char state) {
    bool is_truth = stage->builder.registers[stage->facts[at]].type == AM_VALUE_YESNO;
    put(batch, stage->guards[at], row, state == 'F' ? "no" : "yes");
    switch (state) {
    case 'n':
        put(batch, stage->facts[at], row, "no");
        break;
    case 'y':
        put(batch, stage->facts[at], row, "yes");
        break;
    case 'N':
        put(batch, stage->facts[at], row, "!");
        break;
    case 'u':
        put(batch, stage->facts[at], row, "?");
        break;
    default:
        put(batch, stage->facts[at], row, is_truth ? "yes" : at == 1 ? "1" : at == 2 ? "2" : "0");
        break;
    }
}

static char state_letter(am_batch *batch, uint16_t column, uint32_t row, bool is_truth) {
    am_state state = am_batch_state(batch, column, row);
    if (state == AM_STATE_VALUE && is_truth) {
        return am_batch_integer(batch, column, row) ? 'y' : 'n';
    }
    return "vuNF"[state];
}

/* A row that is no value has a reason, and only operands in that state are one. */
static void check_reason(const stage *stage, am_batch *batch, uint32_t row, char state) {
    char text[BUILDER_TEXT];
    if (state == 'N') {
        assert_string_not_equal(needs(batch, stage->result, row, text), "");
    } else if (state == 'F') {
        assert_string_not_equal(outcome(batch, stage->result, row, text), "");
    }
}

typedef struct rule {
    am_opcode opcode;
    bool is_truth;        /* of the result */
    const char *kinds;    /* t: yes or no, v: a value, by operand */
    const char *expected; /* in groups of one letter of a */
} rule;

static const rule RULES[] = {
    {AM_OP_ADD, false, "vv", "vuNF uuNF NNNF FFFF"},
    {AM_OP_EQUAL, true, "tt", "ynuNF nyuNF uuuNF NNNNF FFFFF"},
    {AM_OP_NOT, true, "t", "y n u N F"},
    {AM_OP_AND, true, "tt", "nnnnn nyuNF nuuNF nNNNN nFFNF"},
    {AM_OP_OR, true, "tt", "nyuNF yyyyy uyuNF NyNNN FyFNF"},
    {AM_OP_SELECT, false, "tvv",
     "vuNFvuNFvuNFvuNF vvvvuuuuNNNNFFFF uuuuuuuuuuuuuuuu NNNNNNNNNNNNNNNN FFFFFFFFFFFFFFFF"},
    {AM_OP_STEP, false, "tvv",
     "vuNFvuNFvuNFvuNF vvvvuuuuNNNNFFFF uuNFuuNFuuNFuuNF NNNFNNNFNNNFNNNF FFFFFFFFFFFFFFFF"},
    {AM_OP_INSTEAD, false, "tvv",
     "vuNFvuNFvuNFvuNF vvvvuuuuNNNNFFFF uuuuuuuuuuuuuuuu NNNNNNNNNNNNNNNN FFFFFFFFFFFFFFFF"},
    {AM_OP_KEEP, false, "tv", "uuuu vuNF uuuu NNNN FFFF"},
    {AM_OP_GUARD, false, "tv", "FFFF vuNF uuuu NNNN FFFF"},
    {AM_OP_OTHERWISE, false, "vv", "vvvv vuNF NNNN FFFF"},
    {AM_OP_KNOWN, true, "v", "y n N F"},
    {AM_OP_UNWRAP, false, "v", "v F N F"},
    {AM_OP_GREATEST_KNOWN, false, "vv", "vvNF vuNF NNNF FFFF"},
    {AM_OP_LEAST_KNOWN, false, "vv", "vvNF vuNF NNNF FFFF"},
    {AM_OP_ADD_KNOWN, false, "vv", "vvNF vuNF NNNF FFFF"},
    {AM_OP_ADD_KNOWN_EXACT, false, "vv", "vvNF vuNF NNNF FFFF"},
};

static const char *letters_of(char kind) {
    return kind == 't' ? TRUTHS : VALUES;
}

/* The letter of each operand in a row; false beyond the last combination. */
static bool combine(const char *kinds, uint32_t row, char letters[3]) {
    for (size_t at = strlen(kinds); at-- > 0;) {
        uint32_t count = (uint32_t)strlen(letters_of(kinds[at]));
        letters[at] = letters_of(kinds[at])[row % count];
        row /= count;
    }
    return row == 0;
}

static void build_rule(stage *stage, const rule *rule) {
    build_start(&stage->builder);
    for (unsigned at = 0; at < strlen(rule->kinds); at++) {
        add_operand(stage, at, 0, rule->kinds[at] == 't' ? AM_VALUE_YESNO : AM_VALUE_DECIMAL);
    }
    uint16_t d = rule->opcode == AM_OP_GUARD ? build_fault(AM_DIAG_BEFORE_LAW) : 0;
    stage->result =
        build_op(&stage->builder, rule->opcode, rule->is_truth ? AM_VALUE_YESNO : AM_VALUE_DECIMAL, 0,
                 stage->operands[0], stage->operands[1], stage->operands[2], d);
    build_program(&stage->builder);
}

static void check_rule(const rule *rule, uint32_t records) {
    stage stage = {.result = 0};
    build_rule(&stage, rule);
    am_batch *batch = batch_of(&stage.builder.program, records, 1);
    const char *expected = rule->expected;
    char letters[3] = "";
    for (uint32_t first = 0; combine(rule->kinds, first, letters); first += records) {
        am_batch_clear(batch);
        for (uint32_t row = 0; row < records && combine(rule->kinds, first + row, letters); row++) {
            assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
            for (unsigned at = 0; at < strlen(rule->kinds); at++) {
                put_operand(&stage, batch, at, row, letters[at]);
            }
            assert_int_equal(am_batch_close_record(batch), AM_BATCH_OK);
        }
        am_vm_run(batch);
        for (uint32_t row = 0; row < batch->rows[0].count; row++) {
            expected += *expected == ' ';
            char found = state_letter(batch, stage.result, row, rule->is_truth);
            combine(rule->kinds, first + row, letters);
            if (found != *expected) {
                fail_msg("%s of %.3s: %c, not %c", am_opcode_name(rule->opcode), letters, found, *expected);
            }
            check_reason(&stage, batch, row, found);
            expected++;
        }
    }
    assert_int_equal(*expected, '\0');
    am_batch_free(batch);
    build_end(&stage.builder);
}

static void test_rules(void **state) {
    (void)state;
    for (unsigned i = 0; i < sizeof RULES / sizeof RULES[0]; i++) {
        check_rule(&RULES[i], 256);
        check_rule(&RULES[i], 1);
        check_rule(&RULES[i], 3);
    }
}

/* The values of rows that have one, whatever their neighbours are. */
static void test_known_values(void **state) {
    (void)state;
    static const struct {
        am_opcode opcode;
        const char *kinds;
        const char *letters;
        const char *expected;
    } LINES[] = {
        {AM_OP_GREATEST_KNOWN, "vv", "vv", "1"}, {AM_OP_LEAST_KNOWN, "vv", "vv", "0"},
        {AM_OP_GREATEST_KNOWN, "vv", "uv", "1"}, {AM_OP_LEAST_KNOWN, "vv", "uv", "1"},
        {AM_OP_ADD_KNOWN, "vv", "uv", "1"},      {AM_OP_ADD_KNOWN, "vv", "vu", "0"},
        {AM_OP_OTHERWISE, "vv", "uv", "1"},      {AM_OP_OTHERWISE, "vv", "vv", "0"},
        {AM_OP_SELECT, "tvv", "yvN", "1"},       {AM_OP_SELECT, "tvv", "nFv", "2"},
        {AM_OP_STEP, "tvv", "yvF", "1"},         {AM_OP_INSTEAD, "tvv", "yvF", "1"},
    };
    char text[BUILDER_TEXT];
    for (unsigned i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        rule rule = {LINES[i].opcode, false, LINES[i].kinds, ""};
        stage stage = {.result = 0};
        build_rule(&stage, &rule);
        am_batch *batch = batch_of(&stage.builder.program, 4, 1);
        for (uint32_t row = 0; row < 2; row++) {
            assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
            for (unsigned at = 0; at < strlen(rule.kinds); at++) {
                put_operand(&stage, batch, at, row, row == 0 ? 'N' : LINES[i].letters[at]);
            }
        }
        am_vm_run(batch);
        assert_string_equal(outcome(batch, stage.result, 1, text), LINES[i].expected);
        am_batch_free(batch);
        build_end(&stage.builder);
    }
}

/* Three conditions; the answers where 1, 2 and 3 are wanted. */
static const struct {
    const char *conditions;
    const char *expected;
} AT_LEAST[] = {
    {"nnn", "nnn"}, {"nny", "ynn"}, {"nnu", "unn"}, {"nnN", "Nnn"}, {"nnF", "Fnn"}, {"nyy", "yyn"},
    {"nyu", "yun"}, {"nyN", "yNn"}, {"nyF", "yFn"}, {"nuu", "uun"}, {"nuN", "NNn"}, {"nuF", "FFn"},
    {"nNN", "NNn"}, {"nNF", "NNn"}, {"nFF", "FFn"}, {"yyy", "yyy"}, {"yyu", "yyu"}, {"yyN", "yyN"},
    {"yyF", "yyF"}, {"yuu", "yuu"}, {"yuN", "yNN"}, {"yuF", "yFF"}, {"yNN", "yNN"}, {"yNF", "yNN"},
    {"yFF", "yFF"}, {"uuu", "uuu"}, {"uuN", "NNN"}, {"uuF", "FFF"}, {"uNN", "NNN"}, {"uNF", "NNN"},
    {"uFF", "FFF"}, {"NNN", "NNN"}, {"NNF", "NNN"}, {"NFF", "NNN"}, {"FFF", "FFF"},
};

static void test_at_least(void **state) {
    (void)state;
    static const unsigned ORDERS[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    stage stage = {.result = 0};
    uint16_t results[3];
    build_start(&stage.builder);
    for (unsigned at = 0; at < 3; at++) {
        add_operand(&stage, at, 0, AM_VALUE_YESNO);
    }
    uint16_t list = build_items(&stage.builder, stage.operands, 3);
    for (uint16_t wanted = 1; wanted <= 3; wanted++) {
        results[wanted - 1] = build_op(&stage.builder, AM_OP_AT_LEAST, AM_VALUE_YESNO, 0, list, 0, 0, wanted);
    }
    am_batch *batch = batch_of(build_program(&stage.builder), 256, 1);
    for (uint32_t row = 0; row < 35 * 6; row++) {
        assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
        for (unsigned at = 0; at < 3; at++) {
            put_operand(&stage, batch, ORDERS[row % 6][at], row, AT_LEAST[row / 6].conditions[at]);
        }
    }
    am_vm_run(batch);
    for (uint32_t row = 0; row < 35 * 6; row++) {
        for (unsigned i = 0; i < 3; i++) {
            char found = state_letter(batch, results[i], row, true);
            assert_int_equal(found, AT_LEAST[row / 6].expected[i]);
            stage.result = results[i];
            check_reason(&stage, batch, row, found);
        }
    }
    am_batch_free(batch);
    build_end(&stage.builder);
}

/* A list of two elements, each a mask and a value; the list itself given, unknown or missing. */
typedef struct fold_rule {
    am_opcode opcode;
    bool is_truth_value;  /* the elements' values are yes or no */
    bool is_truth;        /* the result is */
    const char *expected; /* of one element: by mask, then by value */
    const char *empty;    /* of none */
} fold_rule;

static const fold_rule FOLDS[] = {
    {AM_OP_SUM, false, false, "vvvv vuNF uuuu NNNN FFFF", "v"},
    {AM_OP_SUM_EXACT, false, false, "vvvv vuNF uuuu NNNN FFFF", "v"},
    {AM_OP_FOLD_GREATEST, false, false, "FFFF vuNF uuuu NNNN FFFF", "F"},
    {AM_OP_FOLD_LEAST, false, false, "FFFF vuNF uuuu NNNN FFFF", "F"},
    {AM_OP_COUNT, false, false, "vvvv vvvv uuuu NNNN FFFF", "v"},
    {AM_OP_SOME, true, true, "nnnnn nyuNF nuuNF nNNNN nFFNF", "n"},
    {AM_OP_ALL, true, true, "yyyyy nyuNF uyuNF NyNNN FyFNF", "y"},
};

static char expected_of(const fold_rule *rule, unsigned mask, unsigned value) {
    unsigned values = rule->is_truth_value ? 5 : 4;
    return rule->expected[mask * (values + 1) + value];
}

static unsigned rank_in(const char *order, char letter) {
    return (unsigned)(strchr(order, letter) - order);
}

/* Two elements together: the one that comes later in the order. Of masks that are no nothing comes. */
static char together(const fold_rule *rule, const char *letters) {
    char one = letters[0];
    char other = letters[1];
    const char *order = rule->opcode == AM_OP_SOME ? "nuFNy" : rule->opcode == AM_OP_ALL ? "yuFNn" : "vuNF";
    return rank_in(order, one) > rank_in(order, other) ? one : other;
}

static uint16_t build_fold(stage *stage, const fold_rule *rule, uint16_t *list) {
    build_start(&stage->builder);
    *list = build_list(&stage->builder, 0, true);
    add_operand(stage, 0, *list, rule->is_truth_value ? AM_VALUE_YESNO : AM_VALUE_DECIMAL);
    add_operand(stage, 1, *list, AM_VALUE_YESNO);
    uint16_t a = rule->opcode == AM_OP_COUNT ? 0 : stage->operands[0];
    stage->result =
        build_op(&stage->builder, rule->opcode, rule->is_truth ? AM_VALUE_YESNO : AM_VALUE_DECIMAL, 0, a,
                 stage->operands[1], *list, stage->builder.domains[*list].present);
    build_program(&stage->builder);
    return stage->result;
}

static void put_element(const stage *stage, am_batch *batch, uint16_t list, uint32_t record, char mask,
                        char value) {
    uint32_t row;
    assert_int_equal(am_batch_open_element(batch, list, record, &row), AM_BATCH_OK);
    put_operand(stage, batch, 1, row, mask);
    put_operand(stage, batch, 0, row, value);
    am_batch_close_element(batch, list, row);
}

static void check_fold_row(const stage *stage, am_batch *batch, const fold_rule *rule, uint32_t row,
                           char expected) {
    char found = state_letter(batch, stage->result, row, rule->is_truth);
    if (found != expected) {
        fail_msg("%s, row %u: %c, not %c", am_opcode_name(rule->opcode), row, found, expected);
    }
    check_reason(stage, batch, row, found);
}

/* Record r holds elements r / 25 and r % 25 of all combinations of mask and value, or one, or none. */
static void check_fold(const fold_rule *rule) {
    stage stage = {.result = 0};
    uint16_t list;
    unsigned values = rule->is_truth_value ? 5 : 4;
    unsigned elements = 5 * values;
    const char *letters = rule->is_truth_value ? TRUTHS : VALUES;
    build_fold(&stage, rule, &list);
    am_batch *batch = batch_of(&stage.builder.program, elements * (elements + 1) + 1, 4096);
    for (uint32_t row = 0; row < elements * (elements + 1) + 1; row++) {
        assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
        am_batch_open_list(batch, list, row, AM_STATE_VALUE);
        unsigned first = row % elements;
        unsigned second = row / elements;
        if (row < elements * (elements + 1)) {
            put_element(&stage, batch, list, row, TRUTHS[first / values], letters[first % values]);
        }
        if (second < elements) {
            put_element(&stage, batch, list, row, TRUTHS[second / values], letters[second % values]);
        }
        assert_int_equal(am_batch_close_record(batch), AM_BATCH_OK);
    }
    am_vm_run(batch);
    for (uint32_t row = 0; row < elements * (elements + 1); row++) {
        unsigned first = row % elements;
        unsigned second = row / elements;
        char pair[2] = {expected_of(rule, first / values, first % values), rule->empty[0]};
        bool is_left_out = first / values == 0;
        if (second < elements && second / values != 0) {
            pair[1] = expected_of(rule, second / values, second % values);
            pair[0] = is_left_out && !rule->is_truth ? pair[1] : pair[0];
        } else if (!is_left_out && !rule->is_truth) {
            pair[1] = pair[0];
        }
        check_fold_row(&stage, batch, rule, row, together(rule, pair));
    }
    check_fold_row(&stage, batch, rule, elements * (elements + 1), rule->empty[0]);
    am_batch_free(batch);
    build_end(&stage.builder);
}

static void test_folds(void **state) {
    (void)state;
    for (unsigned i = 0; i < sizeof FOLDS / sizeof FOLDS[0]; i++) {
        check_fold(&FOLDS[i]);
    }
}

/* A list that is not there gives its own state, whatever the instruction. */
static void test_absent_lists(void **state) {
    (void)state;
    for (unsigned i = 0; i < sizeof FOLDS / sizeof FOLDS[0]; i++) {
        stage stage = {.result = 0};
        uint16_t list;
        build_fold(&stage, &FOLDS[i], &list);
        am_batch *batch = batch_of(&stage.builder.program, 4, 4);
        for (uint32_t row = 0; row < 3; row++) {
            assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
            if (row > 0) {
                am_batch_open_list(batch, list, row, row == 1 ? AM_STATE_NEEDS : AM_STATE_VALUE);
            }
            assert_int_equal(am_batch_close_record(batch), AM_BATCH_OK);
        }
        am_vm_run(batch);
        check_fold_row(&stage, batch, &FOLDS[i], 0, 'u');
        check_fold_row(&stage, batch, &FOLDS[i], 1, 'N');
        check_fold_row(&stage, batch, &FOLDS[i], 2, FOLDS[i].empty[0]);
        char text[BUILDER_TEXT];
        assert_string_equal(needs(batch, stage.result, 1, text), "d1");
        am_batch_free(batch);
        build_end(&stage.builder);
    }
}

int state_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules), cmocka_unit_test(test_known_values), cmocka_unit_test(test_at_least),
        cmocka_unit_test(test_folds), cmocka_unit_test(test_absent_lists),
    };
    return cmocka_run_group_tests_name("state rules", tests, NULL, NULL);
}
