/*
 * Batches: rows in, rows taken back, no room, no memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "builder.h"

#define D AM_VALUE_DECIMAL
#define Y AM_VALUE_YESNO

/* A name and a list of amounts with names, paired with themselves when asked. */
typedef struct stage {
    builder builder;
    uint16_t list;
    uint16_t name;
    uint16_t amount;
    uint16_t label;
    uint16_t sum;
} stage;

static void start(stage *stage, bool has_pairs) {
    builder *builder = &stage->builder;
    build_start(builder);
    stage->list = build_list(builder, 0, false);
    stage->name = build_fact(builder, 0, AM_VALUE_TEXT, false);
    stage->amount = build_fact(builder, stage->list, D, false);
    stage->label = build_fact(builder, stage->list, AM_VALUE_TEXT, true);
    if (has_pairs) {
        build_product(builder, stage->list, stage->list);
    }
    uint16_t wanted = build_value(builder, AM_VALUE_TEXT, "fine");
    uint16_t mask = build_op(builder, AM_OP_EQUAL, Y, stage->list, stage->label, wanted, 0, 0);
    stage->sum = build_op(builder, AM_OP_SUM, D, 0, stage->amount, mask, stage->list,
                          builder->domains[stage->list].present);
    build_program(builder);
}

static am_batch *batch_with(const stage *stage, am_limits limits) {
    am_batch *batch = am_batch_new(&stage->builder.program, limits, am_allocator_standard());
    assert_non_null(batch);
    return batch;
}

static void check(am_batch *batch, uint16_t column, const char *expected) {
    char text[BUILDER_TEXT];
    assert_string_equal(outcomes(batch, column, text), expected);
}

/* What is not set is absent, also in rows that were used before. */
static void test_absent(void **state) {
    (void)state;
    stage stage;
    start(&stage, false);
    am_batch *batch = batch_with(&stage, (am_limits){.records = 4, .elements = 8, .text_bytes = 64});
    fill_all(batch, "a[1,fine|2,fine]/b[3,fine]");
    am_vm_run(batch);
    check(batch, stage.sum, "3 3");
    check(batch, stage.name, "a b");
    check(batch, stage.label, "fine fine fine");
    am_batch_clear(batch);
    fill_all(batch, "_[_,_|_,other]/_~/_[]");
    am_vm_run(batch);
    check(batch, stage.name, "needs needs needs");
    check(batch, stage.amount, "needs needs");
    check(batch, stage.label, "unknown other");
    check(batch, stage.sum, "unknown needs 0");
    am_batch_clear(batch);
    am_vm_run(batch);
    assert_int_equal(batch->rows[0].count, 0);
    assert_int_equal(batch->rows[1].count, 0);
    am_batch_free(batch);
    build_end(&stage.builder);
}

/* A record inside a record shares its rows: its facts are absent at first like the others. */
static void test_inside(void **state) {
    (void)state;
    builder builder;
    build_start(&builder);
    uint16_t outside = build_fact(&builder, 0, D, false);
    uint16_t inside = build_fact(&builder, 0, D, true);
    builder.places[1] = (am_place){
        .kind = AM_PLACE_INSIDE, .record = AM_SLICE("I"), .field = AM_SLICE("i"), .parent = 0, .domain = 0};
    builder.program.place_count = 2;
    builder.facts[1].place = 1;
    uint16_t sum = build_op(&builder, AM_OP_ADD_KNOWN, D, 0, outside, inside, 0, 0);
    am_batch *batch = batch_of(build_program(&builder), 8, 1);
    fill_all(batch, "1,2/_,2/1,_");
    am_vm_run(batch);
    check(batch, sum, "3 needs 1");
    am_batch_clear(batch);
    fill_all(batch, "_,_/1,_/1,1");
    am_vm_run(batch);
    check(batch, sum, "needs 1 2");
    am_batch_free(batch);
    build_end(&builder);
}

/* A record taken back leaves nothing: the same batch as if it had never come. */
static void test_dropped(void **state) {
    (void)state;
    stage stage;
    start(&stage, true);
    am_batch *batch = batch_with(&stage, (am_limits){.records = 3, .elements = 16, .text_bytes = 64});
    fill_all(batch, "a[1,fine]");
    fill_all(batch, "new[1,fine|2,newer]");
    uint32_t texts = batch->rows[2].count;
    assert_int_equal(texts, 5);
    am_batch_drop_record(batch);
    assert_int_equal(batch->rows[0].count, 1);
    assert_int_equal(batch->rows[1].count, 1);
    assert_int_equal(batch->rows[2].count, 1);
    /* One that is open, in the middle of its list. */
    uint32_t row;
    assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
    am_batch_open_list(batch, stage.list, 1, AM_STATE_VALUE);
    assert_int_equal(am_batch_open_element(batch, stage.list, 1, &row), AM_BATCH_OK);
    put(batch, stage.label, row, "newest");
    am_batch_drop_record(batch);
    am_batch_drop_record(batch);
    fill_all(batch, "b[4,fine|5,fine]/c[]");
    am_vm_run(batch);
    check(batch, stage.sum, "1 9 0");
    check(batch, stage.label, "fine fine fine");
    check(batch, stage.name, "a b c");
    am_batch_free(batch);
    build_end(&stage.builder);
}

/* Limits: what does not fit beside others, and what never fits. */
static void test_full(void **state) {
    (void)state;
    static const struct {
        bool has_pairs;
        am_limits limits;
        const char *records;
        am_batch_status status;
        unsigned taken; /* records before that one */
    } LINES[] = {
        {false, {2, 8, 64, 8}, "a[]/b[]/c[]", AM_BATCH_FULL, 2},
        {false, {4, 2, 64, 2}, "a[1,x]/b[1,x|2,y]", AM_BATCH_FULL, 1},
        {false, {4, 2, 64, 2}, "a[1,x|2,x|3,x]", AM_BATCH_TOO_LARGE, 0},
        {false, {4, 1, 64, 1}, "a[]/b[1,x|2,x]", AM_BATCH_FULL, 1},
        {false, {4, 8, 8, 8}, "abcdef[]/ghijk[]", AM_BATCH_FULL, 1},
        {false, {4, 8, 8, 8}, "abcdefghi[]", AM_BATCH_TOO_LARGE, 0},
        {false, {4, 8, 8, 8}, "abcd[1,efgh|2,i]", AM_BATCH_TOO_LARGE, 0},
        {false, {4, 8, 8, 8}, "abcd[1,abcd|2,fine]/abcd[]", AM_BATCH_FULL, 1},
        {true, {4, 8, 64, 8}, "a[1,x|2,x]/a[1,x|2,x]/b[1,x]", AM_BATCH_FULL, 2},
        {true, {4, 8, 64, 8}, "b[1,x|2,x|3,x]", AM_BATCH_TOO_LARGE, 0},
    };
    for (unsigned i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        stage stage;
        start(&stage, LINES[i].has_pairs);
        am_batch *batch = batch_with(&stage, LINES[i].limits);
        const char *at = LINES[i].records;
        assert_int_equal(fill(batch, &at), LINES[i].status);
        assert_int_equal(batch->rows[0].count, LINES[i].taken);
        am_vm_run(batch);
        /* What was full is empty again: the same record fits, or again it does not. */
        am_batch_clear(batch);
        assert_int_equal(fill(batch, &at),
                         LINES[i].status == AM_BATCH_FULL && i != 3 ? AM_BATCH_OK : AM_BATCH_TOO_LARGE);
        /* One that never fits leaves room for those after it. */
        fill_all(batch, "q[]");
        am_batch_free(batch);
        build_end(&stage.builder);
    }
}

static void test_defaults(void **state) {
    (void)state;
    stage stage;
    start(&stage, false);
    am_batch *batch = batch_with(&stage, (am_limits){0});
    assert_int_equal(batch->limits.records, 256);
    assert_int_equal(batch->rows[0].capacity, 256);
    assert_int_equal(batch->rows[1].capacity, 65535);
    for (uint32_t i = 0; i < batch->program->register_count; i++) {
        assert_int_equal((uintptr_t)batch->columns[i].values % 64, 0);
    }
    am_batch_free(batch);
    batch = batch_with(&stage, (am_limits){.records = 1000000, .elements = 1});
    assert_int_equal(batch->rows[0].capacity, 65535);
    am_batch_free(batch);
    build_end(&stage.builder);
}

/* A program without lists takes no room for elements. */
static void test_no_lists(void **state) {
    (void)state;
    builder builder;
    build_start(&builder);
    uint16_t fact = build_fact(&builder, 0, D, false);
    uint16_t result = build_op(&builder, AM_OP_NEGATE, D, 0, fact, 0, 0, 0);
    const am_program *program = build_program(&builder);
    am_limits many = {.records = 2, .elements = 0x7FFFFFFF};
    am_limits few = {.records = 2, .elements = 1};
    assert_int_equal(am_batch_bytes(program, many), am_batch_bytes(program, few));
    am_batch *batch = batch_of(program, 2, 0);
    fill_all(batch, "1/2");
    am_vm_run(batch);
    check(batch, result, "-1 -2");
    am_batch_free(batch);
    build_end(&builder);
}

/* Counts requests; refuses from the n-th on. */
typedef struct counter {
    uint32_t requests;
    uint32_t refused_from;
    size_t bytes;
} counter;

static void *resize(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    counter *counter = context;
    counter->bytes += new_bytes - old_bytes;
    if (new_bytes == 0) {
        free(old);
        return NULL;
    }
    if (++counter->requests > counter->refused_from) {
        counter->bytes -= new_bytes - old_bytes;
        return NULL;
    }
    return realloc(old, new_bytes);
}

/* All memory is taken at once, given back at once, and none is asked for between. */
static void test_allocation(void **state) {
    (void)state;
    stage stage;
    start(&stage, true);
    const am_program *program = &stage.builder.program;
    am_limits limits = {.records = 4, .elements = 100, .text_bytes = 100};
    counter counter = {0, 0, 0};
    am_allocator allocator = {resize, &counter};
    am_batch *batch = NULL;
    while (batch == NULL) {
        counter.requests = 0;
        batch = am_batch_new(program, limits, allocator);
        if (batch == NULL) {
            assert_int_equal(counter.bytes, 0);
            counter.refused_from++;
        }
        assert_true(counter.refused_from < 10);
    }
    uint32_t requests = counter.requests;
    char text[BUILDER_TEXT];
    assert_int_equal(counter.bytes, am_batch_bytes(program, limits));
    for (unsigned i = 0; i < 20; i++) {
        am_batch_clear(batch);
        fill_all(batch, "a[1,fine|2,x|_,_]/b~/c[4,fine]");
        am_batch_drop_record(batch);
        am_vm_run(batch);
        needs(batch, stage.sum, 1, text);
        assert_int_equal(am_vm_fault_of(batch, stage.sum, 1).diag, AM_DIAG_NONE);
    }
    assert_int_equal(counter.requests, requests);
    am_batch_free(batch);
    assert_int_equal(counter.bytes, 0);
    am_batch_free(NULL);
    build_end(&stage.builder);
}

/* A batch that no machine holds is refused, not made smaller. */
static void test_too_many_bytes(void **state) {
    (void)state;
    stage stage;
    start(&stage, false);
    for (unsigned i = 0; i < 100; i++) {
        build_op(&stage.builder, AM_OP_NEGATE, D, stage.list, stage.amount, 0, 0, 0);
    }
    counter counter = {0, 0, 0};
    am_limits limits = {.elements = UINT32_MAX, .records = UINT32_MAX, .text_bytes = UINT32_MAX};
    assert_null(am_batch_new(build_program(&stage.builder), limits, (am_allocator){resize, &counter}));
    build_end(&stage.builder);
}

int batch_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absent),     cmocka_unit_test(test_inside),
        cmocka_unit_test(test_dropped),    cmocka_unit_test(test_full),
        cmocka_unit_test(test_defaults),   cmocka_unit_test(test_no_lists),
        cmocka_unit_test(test_allocation), cmocka_unit_test(test_too_many_bytes),
    };
    return cmocka_run_group_tests_name("batches", tests, NULL, NULL);
}
