/*
 * Dated law: clocks that show their facts or one day for all, values that hold only while they are law, and
 * what their faults say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "builder.h"

#define D AM_VALUE_DECIMAL
#define T AM_VALUE_DATE

typedef struct stage {
    builder builder;
    uint16_t clock, in_force, repealed, published;
    am_batch *batch;
} stage;

/* A date and an amount a record, which is law from 2010 through 2019 and repealed from 2015-07-01, as was
 * published on 2015-03-01. */
static void start(stage *stage) {
    builder *builder = &stage->builder;
    build_start(builder);
    uint16_t date = build_fact(builder, 0, T, false);
    uint16_t amount = build_fact(builder, 0, D, false);
    uint16_t from = build_value(builder, T, "2010-01-01");
    uint16_t last = build_value(builder, T, "2019-12-31");
    uint16_t gone = build_value(builder, T, "2015-07-01");
    uint16_t told = build_value(builder, T, "2015-03-01");
    stage->clock = build_op(builder, AM_OP_CLOCK, T, 0, date, 0, 0, 0);
    stage->in_force = build_op(builder, AM_OP_IN_FORCE, D, 0, amount, stage->clock, from, last);
    stage->repealed = build_op(builder, AM_OP_REPEALED, D, 0, amount, stage->clock, gone, told);
    stage->published = build_op(builder, AM_OP_PUBLISHED, T, AM_DOMAIN_CONSTANT, from, told, 0, 0);
    stage->batch = batch_of(build_program(builder), 8, 1);
    fill_all(stage->batch,
             "2009-12-31,1/2010-01-01,1/2015-07-01,_/2019-12-31,1/2020-01-01,1/_,1/2015-06-30,_");
}

static void end(stage *stage) {
    am_batch_free(stage->batch);
    build_end(&stage->builder);
}

static void test_outcomes(void **state) {
    (void)state;
    char text[BUILDER_TEXT];
    stage stage;
    start(&stage);
    am_vm_run(stage.batch);
    assert_string_equal(outcomes(stage.batch, stage.clock, text),
                        "2009-12-31 2010-01-01 2015-07-01 2019-12-31 2020-01-01 needs 2015-06-30");
    assert_string_equal(outcomes(stage.batch, stage.in_force, text), "F0104 1 needs 1 F0104 needs needs");
    assert_string_equal(outcomes(stage.batch, stage.repealed, text), "1 1 F0111 F0111 F0111 needs needs");
    end(&stage);
}

static void test_as_of(void **state) {
    (void)state;
    char text[BUILDER_TEXT];
    stage stage;
    start(&stage);
    stage.batch->has_as_of = true;
    am_date_parse(AM_SLICE("2015-06-30"), &stage.batch->as_of);
    am_vm_run(stage.batch);
    assert_string_equal(outcomes(stage.batch, stage.in_force, text), "1 1 needs 1 1 1 needs");
    assert_string_equal(outcomes(stage.batch, stage.repealed, text), "1 1 needs 1 1 1 needs");
    end(&stage);
}

/* The day of publication itself counts. */
static void test_known_at(void **state) {
    (void)state;
    static const struct {
        const char *date, *repealed, *published;
    } cases[] = {
        {"2015-02-28", "1 1 needs 1 1 needs needs", "F0126"},
        {"2015-03-01", "1 1 F0111 F0111 F0111 needs needs", "2010-01-01"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[BUILDER_TEXT];
        stage stage;
        start(&stage);
        stage.batch->has_known_at = true;
        am_date_parse(am_slice_of(cases[i].date), &stage.batch->known_at);
        am_vm_run(stage.batch);
        assert_string_equal(outcomes(stage.batch, stage.repealed, text), cases[i].repealed);
        assert_string_equal(outcome(stage.batch, stage.published, 0, text), cases[i].published);
        end(&stage);
    }
}

static void expect_message(const stage *stage, uint16_t column, uint32_t row, const char *expected) {
    char memory[BUILDER_TEXT];
    am_buffer buffer = am_buffer_over(memory, sizeof memory - 1);
    am_vm_fault fault = am_vm_fault_of(stage->batch, column, row);
    am_vm_fault_print(&buffer, &fault);
    memory[buffer.length] = '\0';
    assert_string_equal(memory, expected);
}

static void test_messages(void **state) {
    (void)state;
    stage stage;
    start(&stage);
    am_vm_run(stage.batch);
    expect_message(&stage, stage.in_force, 0,
                   "not in force on 2009-12-31; the nearest version is from 2010-01-01");
    expect_message(&stage, stage.in_force, 4,
                   "not in force on 2020-01-01; the nearest version was in force through 2019-12-31");
    expect_message(&stage, stage.repealed, 4, "the provision that is read was repealed from 2015-07-01");
    end(&stage);
}

/* The facts behind a needing row: the clock alone decides while it is not known. */
static void test_needs(void **state) {
    (void)state;
    char text[BUILDER_TEXT];
    stage stage;
    start(&stage);
    am_vm_run(stage.batch);
    assert_string_equal(needs(stage.batch, stage.in_force, 5, text), "f0");
    assert_string_equal(needs(stage.batch, stage.in_force, 2, text), "f1");
    end(&stage);
}

/* Laws compared: two amounts a record, of which the first is law before 2015 and the second from then on. */
typedef struct comparison {
    builder builder;
    am_output outputs[1];
    am_law laws[1];
    uint16_t compared[1];
    am_change changes[1];
    uint16_t law, amount;
    am_batch *batch;
} comparison;

static void start_comparison(comparison *all) {
    builder *builder = &all->builder;
    build_start(builder);
    uint16_t first = build_fact(builder, 0, T, false), last = build_fact(builder, 0, T, false);
    uint16_t early = build_fact(builder, 0, D, false), late = build_fact(builder, 0, D, false);
    uint16_t change = build_value(builder, T, "2015-01-01");
    all->law = build_op(builder, AM_OP_LAW, T, 0, first, last, 0, 0);
    uint16_t is_early = build_op(builder, AM_OP_LESS, AM_VALUE_YESNO, 0, all->law, change, 0, 0);
    all->amount = build_op(builder, AM_OP_SELECT, D, 0, is_early, early, late, 0);
    all->outputs[0] = (am_output){.name = AM_SLICE("amount"),
                                  .kind = AM_KIND_NUMBER,
                                  .scale = AM_NO_INDEX,
                                  .unit = AM_NO_INDEX,
                                  .column = all->amount,
                                  .column_high = AM_NO_INDEX,
                                  .clause = AM_NO_INDEX};
    all->laws[0] = (am_law){.outputs = all->compared, .output_count = 1};
    am_date_parse(AM_SLICE("2015-01-01"), &all->changes[0].day);
    all->changes[0].published = all->changes[0].day;
    builder->program.outputs = all->outputs;
    builder->program.laws = all->laws;
    builder->program.changes = all->changes;
    builder->program.output_count = builder->program.law_count = builder->program.change_count = 1;
    all->batch = batch_of(build_program(builder), 8, 1);
    fill_all(all->batch, "2014-01-01,2016-01-01,2,1/2014-01-01,2016-01-01,1,2/2014-01-01,2014-12-31,2,1/"
                         "2014-01-01,2015-01-01,1,1/2016-01-01,2014-01-01,1,1/2014-01-01,_,1,1/"
                         "2014-01-01,2016-01-01,2,_");
}

static void test_mildest(void **state) {
    (void)state;
    static comparison all;
    char text[BUILDER_TEXT];
    start_comparison(&all);
    am_vm_run(all.batch);
    assert_string_equal(outcomes(all.batch, all.law, text),
                        "2015-01-01 2014-01-01 2014-01-01 2014-01-01 F0124 needs needs");
    assert_string_equal(outcomes(all.batch, all.amount, text), "1 1 2 1 F0124 needs needs");
    assert_string_equal(needs(all.batch, all.amount, 5, text), "f1");
    assert_string_equal(needs(all.batch, all.amount, 6, text), "f3");
    am_batch_free(all.batch);
    build_end(&all.builder);
}

int law_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outcomes), cmocka_unit_test(test_as_of), cmocka_unit_test(test_known_at),
        cmocka_unit_test(test_messages), cmocka_unit_test(test_needs), cmocka_unit_test(test_mildest),
    };
    return cmocka_run_group_tests_name("dated law", tests, NULL, NULL);
}
