/*
 * Reasons: exactly the facts that are wanted, and the first fault by source and then by list.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "builder.h"

#define D AM_VALUE_DECIMAL
#define Y AM_VALUE_YESNO

/* p and q are yes or no, x, y and z amounts, z optional. f0 to f4. */
typedef struct stage {
    builder builder;
    uint16_t p, q, x, y, z;
} stage;

static void start(stage *stage) {
    build_start(&stage->builder);
    stage->p = build_fact(&stage->builder, 0, Y, false);
    stage->q = build_fact(&stage->builder, 0, Y, false);
    stage->x = build_fact(&stage->builder, 0, D, false);
    stage->y = build_fact(&stage->builder, 0, D, false);
    stage->z = build_fact(&stage->builder, 0, D, true);
}

/* One instruction over these facts, a record, and what it needs. */
static const struct {
    am_opcode opcode;
    const char *operands;
    const char *record;
    const char *needs;
} NEEDS[] = {
    {AM_OP_ADD, "xy", "_,_,_,_,_", "f2 f3"},
    {AM_OP_ADD, "xx", "_,_,_,_,_", "f2"},
    {AM_OP_ADD, "xy", "_,_,1,_,_", "f3"},
    {AM_OP_AND, "pq", "_,yes,_,_,_", "f0"},
    {AM_OP_AND, "pq", "_,_,_,_,_", "f0 f1"},
    {AM_OP_OR, "pq", "no,_,_,_,_", "f1"},
    {AM_OP_SELECT, "pxy", "_,_,_,_,_", "f0"},
    {AM_OP_SELECT, "pxy", "yes,_,_,_,_", "f2"},
    {AM_OP_SELECT, "pxy", "no,_,_,_,_", "f3"},
    {AM_OP_STEP, "pxy", "_,_,_,_,_", "f0 f3"},
    {AM_OP_STEP, "pxy", "_,_,_,1,_", "f0"},
    {AM_OP_STEP, "pxy", "yes,_,_,_,_", "f2"},
    {AM_OP_INSTEAD, "pxy", "_,_,_,_,_", "f0 f3"},
    {AM_OP_INSTEAD, "pxy", "yes,_,_,_,_", "f2"},
    {AM_OP_INSTEAD, "pxy", "no,_,_,_,_", "f3"},
    {AM_OP_KEEP, "px", "_,_,_,_,_", "f0"},
    {AM_OP_KEEP, "px", "yes,_,_,_,_", "f2"},
    {AM_OP_GUARD, "px", "yes,_,_,_,_", "f2"},
    {AM_OP_OTHERWISE, "zx", "_,_,_,_,_", "f2"},
    {AM_OP_OTHERWISE, "zx", "_,_,_,_,!", "f4"},
    {AM_OP_KNOWN, "z", "_,_,_,_,!", "f4"},
    {AM_OP_UNWRAP, "z", "_,_,_,_,!", "f4"},
    {AM_OP_GREATEST_KNOWN, "zx", "_,_,_,_,?", "f2"},
};

static uint16_t fact_of(const stage *stage, char name) {
    return name == 'p'   ? stage->p
           : name == 'q' ? stage->q
           : name == 'x' ? stage->x
           : name == 'y' ? stage->y
                         : stage->z;
}

static void test_needs(void **state) {
    (void)state;
    char text[BUILDER_TEXT];
    for (unsigned i = 0; i < sizeof NEEDS / sizeof NEEDS[0]; i++) {
        stage stage;
        uint16_t operands[4] = {0};
        start(&stage);
        for (unsigned at = 0; NEEDS[i].operands[at] != '\0'; at++) {
            operands[at] = fact_of(&stage, NEEDS[i].operands[at]);
        }
        operands[3] = NEEDS[i].opcode == AM_OP_GUARD ? 1 : 0;
        bool is_truth =
            NEEDS[i].opcode == AM_OP_AND || NEEDS[i].opcode == AM_OP_OR || NEEDS[i].opcode == AM_OP_KNOWN;
        uint16_t result = build_op(&stage.builder, NEEDS[i].opcode, is_truth ? Y : D, 0, operands[0],
                                   operands[1], operands[2], operands[3]);
        am_batch *batch = batch_of(build_program(&stage.builder), 4, 1);
        fill_all(batch, "yes,yes,1,1,1/");
        fill_all(batch, NEEDS[i].record);
        am_vm_run(batch);
        assert_string_equal(outcome(batch, result, 1, text), "needs");
        assert_string_equal(needs(batch, result, 1, text), NEEDS[i].needs);
        am_batch_free(batch);
        build_end(&stage.builder);
    }
}

/* A penalty of steps asks for all its conditions at once; an amount that a step discards is not asked for. */
static void test_steps(void **state) {
    (void)state;
    char text[BUILDER_TEXT];
    stage stage;
    start(&stage);
    uint16_t sum = build_op(&stage.builder, AM_OP_ADD, D, 0, stage.x, stage.y, 0, 0);
    uint16_t first = build_op(&stage.builder, AM_OP_STEP, D, 0, stage.p, sum, stage.x, 0);
    uint16_t doubled = build_op(&stage.builder, AM_OP_ADD, D, 0, first, first, 0, 0);
    uint16_t second = build_op(&stage.builder, AM_OP_STEP, D, 0, stage.q, doubled, first, 0);
    uint16_t fixed = build_value(&stage.builder, D, "7");
    uint16_t last = build_op(&stage.builder, AM_OP_INSTEAD, D, 0, stage.p, fixed, second, 0);
    am_batch *batch = batch_of(build_program(&stage.builder), 8, 1);
    fill_all(batch, "_,_,1,_,_/yes,_,_,_,_/no,_,_,_,_/no,yes,_,_,_/_,no,_,_,_");
    am_vm_run(batch);
    assert_string_equal(needs(batch, second, 0, text), "f0 f1");
    assert_string_equal(needs(batch, second, 1, text), "f1 f2 f3");
    assert_string_equal(needs(batch, second, 2, text), "f1 f2");
    assert_string_equal(needs(batch, second, 3, text), "f2");
    assert_string_equal(needs(batch, second, 4, text), "f0 f2");
    assert_string_equal(needs(batch, last, 4, text), "f0 f2");
    assert_string_equal(outcome(batch, last, 1, text), "7");
    am_batch_free(batch);
    build_end(&stage.builder);
}

/* The lowest order wins over the instruction's place; a fault in a part that is not used is not seen. */
static void test_fault_order(void **state) {
    (void)state;
    char text[BUILDER_TEXT];
    stage stage;
    start(&stage);
    builder *builder = &stage.builder;
    uint16_t ratio = build_op(builder, AM_OP_DIVIDE, D, 0, stage.x, stage.y, 0, 0);
    uint16_t power = build_op(builder, AM_OP_POWER, D, 0, stage.x, stage.y, 0, 0);
    uint16_t known = build_op(builder, AM_OP_UNWRAP, D, 0, stage.z, 0, 0, 0);
    uint16_t sum = build_op(builder, AM_OP_ADD, D, 0, ratio, power, 0, 0);
    uint16_t all = build_op(builder, AM_OP_ADD, D, 0, known, sum, 0, 0);
    uint16_t chosen = build_op(builder, AM_OP_SELECT, D, 0, stage.p, ratio, all, 0);
    builder->sites[0].order = 9;
    builder->sites[1].order = 8;
    builder->sites[2].order = 8;
    builder->sites[2].clause = 0;
    builder->clauses[0] = (am_clause){.kind = AM_CLAUSE_RULE,
                                      .parent = AM_NO_INDEX,
                                      .column = AM_NO_INDEX,
                                      .column_high = AM_NO_INDEX,
                                      .condition = AM_NO_INDEX,
                                      .unit = AM_NO_INDEX,
                                      .scale = AM_NO_INDEX};
    builder->program.clauses = builder->clauses;
    builder->program.clause_count = 1;
    builder->program.sources = builder->sources;
    builder->program.source_count = 1;
    am_batch *batch = batch_of(build_program(builder), 8, 1);
    fill_all(batch, "no,_,1,0,5/no,_,1,-1,5/no,_,1,-1,?/yes,_,1,1,?/yes,_,1,0,?/_,_,1,0,?");
    am_vm_run(batch);
    assert_string_equal(fault(batch, all, 0, text), "F0001@0");
    assert_string_equal(fault(batch, all, 1, text), "F0007@1");
    assert_string_equal(fault(batch, all, 2, text), "F0007@1");
    assert_string_equal(fault(batch, all, 4, text), "F0106@2");
    assert_int_equal(am_vm_fault_of(batch, all, 4).clause, 0);
    assert_int_equal(am_vm_fault_of(batch, all, 2).clause, AM_NO_INDEX);
    assert_string_equal(outcome(batch, chosen, 3, text), "1");
    assert_string_equal(fault(batch, chosen, 4, text), "F0001@0");
    assert_string_equal(needs(batch, chosen, 5, text), "f0");
    am_batch_free(batch);
    build_end(builder);
}

/* Within one instruction the first element in list order; in an instruction over constants no element. */
static void test_fault_places(void **state) {
    (void)state;
    char text[BUILDER_TEXT];
    builder builder;
    build_start(&builder);
    uint16_t outer = build_list(&builder, 0, false);
    uint16_t inner = build_list(&builder, outer, false);
    uint16_t amount = build_fact(&builder, inner, D, false);
    uint16_t one = build_value(&builder, D, "1");
    uint16_t zero = build_value(&builder, D, "0");
    uint16_t yes = build_value(&builder, Y, "yes");
    uint16_t ratio = build_op(&builder, AM_OP_DIVIDE, D, inner, one, amount, 0, 0);
    uint16_t sums =
        build_op(&builder, AM_OP_SUM, D, outer, ratio, yes, inner, builder.domains[inner].present);
    uint16_t total = build_op(&builder, AM_OP_SUM, D, 0, sums, yes, outer, builder.domains[outer].present);
    uint16_t never = build_op(&builder, AM_OP_DIVIDE, D, AM_DOMAIN_CONSTANT, one, zero, 0, 0);
    uint16_t both = build_op(&builder, AM_OP_ADD, D, 0, total, never, 0, 0);
    uint16_t greatest = build_op(&builder, AM_OP_FOLD_GREATEST, D, outer, amount, yes, inner, yes);
    am_batch *batch = batch_of(build_program(&builder), 8, 64);
    fill_all(batch, "[[1]]/[[1|2]|[1|0|0]|[0]]/[[1]|[]]/[[_|0|_]|~]");
    am_vm_run(batch);
    assert_string_equal(fault(batch, total, 1, text), "F0001@0[2.2]");
    assert_string_equal(fault(batch, sums, 3, text), "F0001@0[3.1]");
    assert_string_equal(fault(batch, both, 0, text), "F0001@3");
    assert_string_equal(fault(batch, both, 1, text), "F0001@0[2.2]");
    assert_string_equal(fault(batch, never, 0, text), "F0001@3");
    assert_string_equal(fault(batch, greatest, 5, text), "F0008@5[2]");
    assert_string_equal(fault(batch, total, 3, text), "F0001@0[1.2]");
    assert_string_equal(needs(batch, greatest, 6, text), "f0[1.1] f0[1.3]");
    am_batch_free(batch);
    build_end(&builder);
}

/* A range is one fact, in the order of facts; lists come after facts. */
static void test_needs_order(void **state) {
    (void)state;
    char text[BUILDER_TEXT];
    builder builder;
    build_start(&builder);
    uint16_t list = build_list(&builder, 0, false);
    uint16_t low = build_fact(&builder, 0, D, false);
    uint16_t high = build_fact(&builder, 0, D, false);
    uint16_t amount = build_fact(&builder, list, D, false);
    /* The second fact becomes the end of the first. */
    builder.facts[0].is_range = true;
    builder.facts[0].column_high = high;
    builder.facts[1] = builder.facts[2];
    builder.program.fact_count = 2;
    uint16_t yes = build_value(&builder, Y, "yes");
    uint16_t sum = build_op(&builder, AM_OP_SUM, D, 0, amount, yes, list, builder.domains[list].present);
    uint16_t lower = build_op(&builder, AM_OP_ADD, D, 0, sum, low, 0, 0);
    uint16_t upper = build_op(&builder, AM_OP_ADD, D, 0, lower, high, 0, 0);
    am_batch *batch = batch_of(build_program(&builder), 8, 8);
    fill_all(batch, "_[_|1|_]/_~/1[]");
    am_vm_run(batch);
    assert_string_equal(needs(batch, upper, 0, text), "f0 f1[1] f1[3]");
    assert_string_equal(needs(batch, lower, 0, text), "f0 f1[1] f1[3]");
    assert_string_equal(needs(batch, upper, 1, text), "f0 d1");
    assert_string_equal(needs(batch, upper, 2, text), "f0");
    assert_string_equal(outcome(batch, lower, 2, text), "1");
    am_batch_free(batch);
    build_end(&builder);
}

/* Elements ask only for what decides: SOME and ALL of a mask and a condition. */
static void test_quantifiers(void **state) {
    (void)state;
    char text[BUILDER_TEXT];
    builder builder;
    build_start(&builder);
    uint16_t list = build_list(&builder, 0, false);
    uint16_t is = build_fact(&builder, list, Y, false);
    uint16_t mask = build_fact(&builder, list, Y, false);
    uint16_t present = builder.domains[list].present;
    uint16_t some = build_op(&builder, AM_OP_SOME, Y, 0, is, mask, list, present);
    uint16_t all = build_op(&builder, AM_OP_ALL, Y, 0, is, mask, list, present);
    uint16_t count = build_op(&builder, AM_OP_COUNT, D, 0, 0, mask, list, present);
    am_batch *batch = batch_of(build_program(&builder), 8, 32);
    fill_all(batch, "[_,yes|_,no|no,_|yes,_]/[_,_]/[yes,yes|_,_]/[no,yes|_,_]");
    am_vm_run(batch);
    assert_string_equal(needs(batch, some, 0, text), "f0[1] f1[4]");
    assert_string_equal(needs(batch, all, 0, text), "f0[1] f1[3]");
    assert_string_equal(needs(batch, count, 0, text), "f1[3] f1[4]");
    assert_string_equal(needs(batch, some, 1, text), "f0[1] f1[1]");
    assert_string_equal(outcome(batch, some, 2, text), "yes");
    assert_string_equal(needs(batch, all, 2, text), "f0[2] f1[2]");
    assert_string_equal(outcome(batch, all, 3, text), "no");
    am_batch_free(batch);
    build_end(&builder);
}

int reason_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_needs),       cmocka_unit_test(test_steps),
        cmocka_unit_test(test_fault_order), cmocka_unit_test(test_fault_places),
        cmocka_unit_test(test_needs_order), cmocka_unit_test(test_quantifiers),
    };
    return cmocka_run_group_tests_name("reasons", tests, NULL, NULL);
}
