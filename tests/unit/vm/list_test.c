/*
 * Instructions between a list and what holds it, in list order and over several records.
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

/* A record with a limit; a list of amounts with a mask. */
typedef struct stage {
    builder builder;
    uint16_t list;
    uint16_t limit;
    uint16_t amount;
    uint16_t mask;
    uint16_t present;
} stage;

static void start(stage *stage) {
    build_start(&stage->builder);
    stage->list = build_list(&stage->builder, 0, false);
    stage->limit = build_fact(&stage->builder, 0, D, false);
    stage->amount = build_fact(&stage->builder, stage->list, D, true);
    stage->mask = build_fact(&stage->builder, stage->list, Y, false);
    stage->present = stage->builder.domains[stage->list].present;
}

static uint16_t add_fold(stage *stage, am_opcode opcode, am_value_type type, uint16_t a, uint16_t mask) {
    return build_op(&stage->builder, opcode, type, 0, a, mask, stage->list, stage->present);
}

/* `lines`: a column's name is its place. */
static void check(am_batch *batch, uint16_t column, const char *expected) {
    char text[BUILDER_TEXT];
    assert_string_equal(outcomes(batch, column, text), expected);
}

static void test_folds(void **state) {
    (void)state;
    stage stage;
    start(&stage);
    builder *builder = &stage.builder;
    uint16_t limit = build_op(builder, AM_OP_SPREAD, D, stage.list, stage.limit, 0, 0, 0);
    uint16_t is_over = build_op(builder, AM_OP_LESS, Y, stage.list, limit, stage.amount, 0, 0);
    uint16_t yes = build_value(builder, Y, "yes");
    uint16_t five = build_value(builder, D, "5");
    uint16_t count = add_fold(&stage, AM_OP_COUNT, D, 0, stage.mask);
    uint16_t sum = add_fold(&stage, AM_OP_SUM, D, stage.amount, stage.mask);
    uint16_t exact = add_fold(&stage, AM_OP_SUM_EXACT, D, stage.amount, stage.mask);
    uint16_t fives = add_fold(&stage, AM_OP_SUM, D, five, yes);
    uint16_t greatest = add_fold(&stage, AM_OP_FOLD_GREATEST, D, stage.amount, stage.mask);
    uint16_t least = add_fold(&stage, AM_OP_FOLD_LEAST, D, stage.amount, stage.mask);
    uint16_t some = add_fold(&stage, AM_OP_SOME, Y, is_over, stage.mask);
    uint16_t all = add_fold(&stage, AM_OP_ALL, Y, is_over, stage.mask);
    uint16_t position = build_op(builder, AM_OP_POSITION, D, stage.list, 0, 0, 0, 0);
    am_batch *batch = batch_of(build_program(builder), 8, 32);
    for (unsigned round = 0; round < 2; round++) {
        am_batch_clear(batch);
        /* The second time one record has no list, and nothing is plain any more. */
        fill_all(batch, "3[1,yes|4,yes|9,no]/0[]/5[6,yes|7,yes]/"
                        "1[9999999999999999999999999999999999,yes|0.4,yes|0.4,yes|9,no]/1[2,no]");
        fill_all(batch, round == 0 ? "" : "1~");
        am_vm_run(batch);
        check(batch, limit, "3 3 3 5 5 1 1 1 1 1");
        check(batch, count, round == 0 ? "2 0 2 3 0" : "2 0 2 3 0 needs");
        check(batch, sum,
              round == 0 ? "5 0 13 9999999999999999999999999999999999 0"
                         : "5 0 13 9999999999999999999999999999999999 0 needs");
        check(batch, exact, round == 0 ? "5 0 13 F0004 0" : "5 0 13 F0004 0 needs");
        check(batch, fives, round == 0 ? "15 0 10 20 5" : "15 0 10 20 5 needs");
        check(batch, greatest,
              round == 0 ? "4 F0008 7 9999999999999999999999999999999999 F0008"
                         : "4 F0008 7 9999999999999999999999999999999999 F0008 needs");
        check(batch, least, round == 0 ? "1 F0008 6 0.4 F0008" : "1 F0008 6 0.4 F0008 needs");
        check(batch, some, round == 0 ? "yes no yes yes no" : "yes no yes yes no needs");
        check(batch, all, round == 0 ? "no yes yes no yes" : "no yes yes no yes needs");
        check(batch, position, "1 2 3 1 2 1 2 3 4 1");
    }
    am_batch_free(batch);
    build_end(builder);
}

/* Lists in lists: rows of the inner list belong to elements of the outer. */
static void test_nested(void **state) {
    (void)state;
    builder builder;
    build_start(&builder);
    uint16_t outer = build_list(&builder, 0, false);
    uint16_t inner = build_list(&builder, outer, false);
    uint16_t other = build_list(&builder, 0, true);
    uint16_t amount = build_fact(&builder, inner, D, false);
    uint16_t weight = build_fact(&builder, other, D, false);
    uint16_t yes = build_value(&builder, Y, "yes");
    uint16_t sums =
        build_op(&builder, AM_OP_SUM, D, outer, amount, yes, inner, builder.domains[inner].present);
    uint16_t total = build_op(&builder, AM_OP_SUM, D, 0, sums, yes, outer, builder.domains[outer].present);
    uint16_t weights =
        build_op(&builder, AM_OP_SUM, D, 0, weight, yes, other, builder.domains[other].present);
    uint16_t position = build_op(&builder, AM_OP_POSITION, D, inner, 0, 0, 0, 0);
    am_batch *batch = batch_of(build_program(&builder), 8, 16);
    fill_all(batch, "[[1|2]|[]|[3]][7|8]/[][]/[[4]]^/~[1]/[[5|6]|~][]");
    am_vm_run(batch);
    check(batch, sums, "3 0 3 4 11 needs");
    check(batch, total, "6 0 4 needs needs");
    check(batch, weights, "15 0 unknown 1 0");
    check(batch, position, "1 2 1 1 1 2");
    char text[BUILDER_TEXT];
    assert_string_equal(needs(batch, total, 4, text), "d2[2]");
    uint32_t first;
    uint32_t end;
    am_batch_elements(batch, inner, 4, &first, &end);
    assert_int_equal(first, 4);
    assert_int_equal(end, 6);
    am_batch_free(batch);
    build_end(&builder);
}

/* Each element with those of its own list: how many are less. */
static void test_products(void **state) {
    (void)state;
    builder builder;
    build_start(&builder);
    uint16_t list = build_list(&builder, 0, false);
    uint16_t pairs = build_product(&builder, list, list);
    uint16_t triples = build_product(&builder, pairs, list);
    uint16_t amount = build_fact(&builder, list, D, false);
    uint16_t own = build_op(&builder, AM_OP_SPREAD, D, pairs, amount, 0, 0, 0);
    uint16_t other = build_op(&builder, AM_OP_ELEMENT, D, pairs, amount, 0, 0, 0);
    uint16_t is_less = build_op(&builder, AM_OP_LESS, Y, pairs, other, own, 0, 0);
    uint16_t yes = build_value(&builder, Y, "yes");
    uint16_t less = build_op(&builder, AM_OP_COUNT, D, list, 0, is_less, pairs, yes);
    uint16_t third = build_op(&builder, AM_OP_ELEMENT, D, triples, amount, 0, 0, 0);
    uint16_t thirds = build_op(&builder, AM_OP_SUM, D, pairs, third, yes, triples, yes);
    uint16_t inverse = build_op(&builder, AM_OP_DIVIDE, D, pairs, own, other, 0, 0);
    uint16_t ratios = build_op(&builder, AM_OP_SUM, D, list, inverse, yes, pairs, yes);
    am_batch *batch = batch_of(build_program(&builder), 8, 64);
    fill_all(batch, "[3|1|2]/[]/[5|0]/[1|_]");
    am_vm_run(batch);
    check(batch, less, "2 0 1 1 0 needs needs");
    check(batch, thirds, "6 6 6 6 6 6 6 6 6 5 5 5 5 needs needs needs needs");
    char text[BUILDER_TEXT];
    assert_string_equal(fault(batch, ratios, 4, text), "F0001@6[2.2]");
    assert_string_equal(needs(batch, less, 5, text), "f0[2]");
    am_batch_free(batch);
    build_end(&builder);
}

/* Every type of key groups; masked elements only. */
static void test_groups(void **state) {
    (void)state;
    static const struct {
        am_value_type type;
        const char *records;
    } KEYS[] = {
        {AM_VALUE_DECIMAL,
         "[1,yes,10|2.0,yes,20|1.0,yes,30|2,no,40|2,yes,50]/[7,yes,1]/[]/[7,no,1|7,yes,2|7.00,yes,3]"},
        {AM_VALUE_TEXT,
         "[x,yes,10|b,yes,20|x,yes,30|b,no,40|b,yes,50]/[q,yes,1]/[]/[z,no,1|z,yes,2|z,yes,3]"},
        {AM_VALUE_DATE,
         "[2024-01-01,yes,10|2023-01-01,yes,20|2024-01-01,yes,30|2023-01-01,no,40|2023-01-01,yes,50]/"
         "[2023-01-01,yes,1]/[]/[2020-01-01,no,1|2020-01-01,yes,2|2020-01-01,yes,3]"},
        {AM_VALUE_CODE,
         "[1,yes,10|0,yes,20|1,yes,30|0,no,40|0,yes,50]/[0,yes,1]/[]/[2,no,1|2,yes,2|2,yes,3]"},
        {AM_VALUE_YESNO,
         "[yes,yes,10|no,yes,20|yes,yes,30|no,no,40|no,yes,50]/[no,yes,1]/[]/[no,no,1|no,yes,2|no,yes,3]"},
    };
    for (unsigned i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        builder builder;
        build_start(&builder);
        uint16_t list = build_list(&builder, 0, false);
        uint16_t key = build_fact(&builder, list, KEYS[i].type, false);
        uint16_t mask = build_fact(&builder, list, Y, false);
        uint16_t amount = build_fact(&builder, list, D, false);
        uint16_t group = build_op(&builder, AM_OP_GROUP, AM_VALUE_ROW, list, key, mask, 0, 0);
        uint16_t leads = build_op(&builder, AM_OP_LEADS, Y, list, group, mask, 0, 0);
        uint16_t count = build_op(&builder, AM_OP_GROUP_COUNT, D, list, 0, group, mask, 0);
        uint16_t sum = build_op(&builder, AM_OP_GROUP_SUM, D, list, amount, group, mask, 0);
        uint16_t exact = build_op(&builder, AM_OP_GROUP_SUM_EXACT, D, list, amount, group, mask, 0);
        uint16_t greatest = build_op(&builder, AM_OP_GROUP_GREATEST, D, list, amount, group, mask, 0);
        uint16_t least = build_op(&builder, AM_OP_GROUP_LEAST, D, list, amount, group, mask, 0);
        am_batch *batch = batch_of(build_program(&builder), 8, 16);
        fill_all(batch, KEYS[i].records);
        am_vm_run(batch);
        check(batch, group, "0 1 0 3 1 5 6 7 7");
        check(batch, leads, "yes yes no no no yes no yes no");
        check(batch, count, "2 2 2 0 2 1 0 2 2");
        check(batch, sum, "40 70 40 0 70 1 0 5 5");
        check(batch, exact, "40 70 40 0 70 1 0 5 5");
        check(batch, greatest, "30 50 30 F0008 50 1 F0008 3 3");
        check(batch, least, "10 20 10 F0008 20 1 F0008 2 2");
        am_batch_free(batch);
        build_end(&builder);
    }
}

/* States of groups: of a key or its mask, for the whole list; of an amount, for its group. Faults are guards
 * (ok is no). */
static void test_group_states(void **state) {
    (void)state;
    builder builder;
    build_start(&builder);
    uint16_t list = build_list(&builder, 0, false);
    uint16_t key = build_fact(&builder, list, D, false);
    uint16_t mask = build_fact(&builder, list, Y, false);
    uint16_t amount = build_fact(&builder, list, D, true);
    uint16_t ok_key = build_fact(&builder, list, Y, false);
    uint16_t ok_amount = build_fact(&builder, list, Y, false);
    uint16_t diag = build_fault(AM_DIAG_BEFORE_LAW);
    uint16_t guarded_key = build_op(&builder, AM_OP_GUARD, D, list, ok_key, key, 0, diag);
    uint16_t guarded = build_op(&builder, AM_OP_GUARD, D, list, ok_amount, amount, 0, diag);
    uint16_t group = build_op(&builder, AM_OP_GROUP, AM_VALUE_ROW, list, guarded_key, mask, 0, 0);
    uint16_t sum = build_op(&builder, AM_OP_GROUP_SUM, D, list, guarded, group, mask, 0);
    uint16_t exact = build_op(&builder, AM_OP_GROUP_SUM_EXACT, D, list, guarded, group, mask, 0);
    uint16_t least = build_op(&builder, AM_OP_GROUP_LEAST, D, list, guarded, group, mask, 0);
    uint16_t count = build_op(&builder, AM_OP_GROUP_COUNT, D, list, 0, group, mask, 0);
    am_batch *batch = batch_of(build_program(&builder), 16, 64);
    fill_all(batch, "[1,yes,10,yes,yes|1,yes,5,yes,yes]/" /* values */
                    "[_,yes,10,yes,yes|1,no,5,yes,yes]/"  /* a key that needs: the list */
                    "[_,no,10,yes,yes|1,yes,5,yes,yes]/"  /* but not where its mask is no */
                    "[1,_,10,yes,yes|1,yes,5,no,yes]/"    /* a fault before needs */
                    "[1,_,10,no,yes|1,no,5,no,yes]/"      /* but not the key's while its mask needs */
                    "[1,yes,_,yes,yes|1,yes,5,yes,yes|2,yes,6,yes,yes]/" /* an amount: its group */
                    "[1,no,_,yes,no|1,yes,5,yes,yes]/" /* which is not looked at where the mask is no */
                    "[1,yes,!,yes,yes|1,yes,?,yes,yes|1,yes,4,yes,no]/" /* the greatest of all */
                    "[1,yes,?,yes,yes|1,yes,5,yes,yes]/"
                    "[1,yes,9999999999999999999999999999999999,yes,yes|1,yes,0.1,yes,yes|1,yes,0.1,yes,yes]");
    am_vm_run(batch);
    check(batch, group, "0 0 needs needs 4 5 F0104 F0104 needs needs 10 10 12 13 14 15 15 15 18 18 20 20 20");
    check(batch, sum,
          "15 15 needs needs 0 5 F0104 F0104 needs needs unknown unknown 6 0 5 F0104 F0104 F0104 unknown "
          "unknown "
          "9999999999999999999999999999999999 9999999999999999999999999999999999 "
          "9999999999999999999999999999999999");
    check(batch, exact,
          "15 15 needs needs 0 5 F0104 F0104 needs needs unknown unknown 6 0 5 F0104 F0104 F0104 unknown "
          "unknown "
          "F0004 F0004 F0004");
    check(batch, least,
          "5 5 needs needs F0008 5 F0104 F0104 needs needs unknown unknown 6 F0008 5 F0104 F0104 F0104 "
          "unknown unknown "
          "0.1 0.1 0.1");
    check(batch, count, "2 2 needs needs 0 1 F0104 F0104 needs needs 2 2 1 0 1 3 3 3 2 2 3 3 3");
    char text[BUILDER_TEXT];
    assert_string_equal(needs(batch, sum, 3, text), "f0[1]");
    assert_string_equal(fault(batch, sum, 7, text), "F0104@0[2]");
    assert_string_equal(needs(batch, sum, 8, text), "f1[1]");
    assert_string_equal(fault(batch, sum, 15, text), "F0104@1[3]");
    assert_string_equal(fault(batch, exact, 22, text), "F0004@4[3]");
    am_batch_free(batch);
    build_end(&builder);
}

/* Groups of integers and of rows that a product has. */
static void test_group_of_pairs(void **state) {
    (void)state;
    builder builder;
    build_start(&builder);
    uint16_t list = build_list(&builder, 0, false);
    uint16_t pairs = build_product(&builder, list, list);
    uint16_t date = build_fact(&builder, list, AM_VALUE_DATE, false);
    uint16_t other = build_op(&builder, AM_OP_ELEMENT, AM_VALUE_DATE, pairs, date, 0, 0, 0);
    uint16_t yes = build_value(&builder, Y, "yes");
    uint16_t group = build_op(&builder, AM_OP_GROUP, AM_VALUE_ROW, pairs, other, yes, 0, 0);
    uint16_t latest = build_op(&builder, AM_OP_GROUP_GREATEST, AM_VALUE_DATE, pairs, other, group, yes, 0);
    uint16_t count = build_op(&builder, AM_OP_GROUP_COUNT, D, pairs, 0, group, yes, 0);
    am_batch *batch = batch_of(build_program(&builder), 8, 16);
    fill_all(batch, "[2024-01-01|2024-01-01]/[2023-01-01]");
    am_vm_run(batch);
    check(batch, group, "0 0 2 2 4");
    check(batch, latest, "2024-01-01 2024-01-01 2024-01-01 2024-01-01 2023-01-01");
    check(batch, count, "2 2 2 2 1");
    am_batch_free(batch);
    build_end(&builder);
}

/* A long list against groups found one by one. */
static void test_long_groups(void **state) {
    (void)state;
    enum { LENGTH = 60000, KEYS = 700 };
    builder builder;
    build_start(&builder);
    uint16_t list = build_list(&builder, 0, false);
    uint16_t key = build_fact(&builder, list, AM_VALUE_DAYS, false);
    uint16_t yes = build_value(&builder, Y, "yes");
    uint16_t group = build_op(&builder, AM_OP_GROUP, AM_VALUE_ROW, list, key, yes, 0, 0);
    uint16_t count = build_op(&builder, AM_OP_GROUP_COUNT, D, list, 0, group, yes, 0);
    am_batch *batch = batch_of(build_program(&builder), 1, LENGTH);
    int32_t firsts[KEYS];
    int64_t counts[KEYS] = {0};
    uint64_t random = 7;
    uint32_t row;
    assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
    am_batch_open_list(batch, list, 0, AM_STATE_VALUE);
    for (uint32_t i = 0; i < LENGTH; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        int32_t value = (int32_t)((random >> 33) % KEYS);
        firsts[value] = counts[value]++ == 0 ? (int32_t)i : firsts[value];
        assert_int_equal(am_batch_open_element(batch, list, 0, &row), AM_BATCH_OK);
        am_batch_set_integer(batch, key, row, value);
    }
    am_vm_run(batch);
    for (uint32_t i = 0; i < LENGTH; i++) {
        int32_t value = am_batch_integer(batch, key, i);
        assert_int_equal(am_batch_integer(batch, group, i), firsts[value]);
        assert_int_equal(am_decimal_compare(am_batch_decimal(batch, count, i), am_decimal_of(counts[value])),
                         0);
    }
    am_batch_free(batch);
    build_end(&builder);
}

/* The lists that the elements of pairs hold, and that the rows themselves hold, from one more product. */
static void test_across(void **state) {
    (void)state;
    char text[BUILDER_TEXT];
    builder builder;
    build_start(&builder);
    uint16_t outer = build_list(&builder, 0, false);
    uint16_t inner = build_list(&builder, outer, false);
    uint16_t size = build_fact(&builder, outer, D, false);
    uint16_t weight = build_fact(&builder, inner, D, false);
    uint16_t pairs = build_product(&builder, outer, outer);
    uint16_t theirs = build_product_across(&builder, pairs, inner, pairs);
    uint16_t own = build_product(&builder, theirs, inner);
    uint16_t again = build_product_across(&builder, own, inner, pairs);
    uint16_t yes = build_value(&builder, Y, "yes");
    uint16_t one = build_value(&builder, D, "1");
    uint16_t size_of_pair = build_op(&builder, AM_OP_SPREAD, D, pairs, size, 0, 0, 0);
    uint16_t size_there = build_op(&builder, AM_OP_SPREAD, D, theirs, size_of_pair, 0, 0, 0);
    uint16_t weight_there = build_op(&builder, AM_OP_ELEMENT, D, theirs, weight, 0, 0, 0);
    uint16_t ratio = build_op(&builder, AM_OP_DIVIDE, D, theirs, size_there, weight_there, 0, 0);
    uint16_t ratios = build_op(&builder, AM_OP_SUM, D, pairs, ratio, yes, theirs, yes);
    uint16_t all = build_op(&builder, AM_OP_SUM, D, outer, ratios, yes, pairs, yes);
    uint16_t owns = build_op(&builder, AM_OP_SUM, D, theirs, one, yes, own, yes);
    uint16_t others = build_op(&builder, AM_OP_SUM, D, own, one, yes, again, yes);
    am_batch *batch = batch_of(build_program(&builder), 8, 64);
    fill_all(batch, "[3[1|2]|6[]|12[4]]/[1[0]|2[_]]/[]");
    am_vm_run(batch);
    check(batch, ratios, "4.5 0 0.75 9 0 1.5 18 0 3 F0001 needs F0001 needs");
    check(batch, all, "5.25 10.5 21 F0001 F0001");
    check(batch, owns, "2 2 2 0 0 0 1 1 1 1 1 1 1");
    check(batch, others, "2 2 2 2 1 1 2 2 1 1 1 1 1");
    assert_string_equal(fault(batch, all, 4, text), "F0001@3[2.1.1]");
    assert_string_equal(needs(batch, ratios, 10, text), "f1[2.1]");
    am_batch_free(batch);
    build_end(&builder);
}

/* Three rows for each row, whatever it holds; below lists too, and paired with one. */
static void test_months(void **state) {
    (void)state;
    builder builder;
    build_start(&builder);
    uint16_t list = build_list(&builder, 0, false);
    uint16_t amount = build_fact(&builder, list, D, false);
    uint16_t months = build_months(&builder, 0, 3);
    uint16_t each = build_months(&builder, list, 2);
    uint16_t pairs = build_product(&builder, months, list);
    uint16_t yes = build_value(&builder, Y, "yes");
    uint16_t position = build_op(&builder, AM_OP_POSITION, D, months, 0, 0, 0, 0);
    uint16_t inner = build_op(&builder, AM_OP_SPREAD, D, each, amount, 0, 0, 0);
    uint16_t twice = build_op(&builder, AM_OP_SUM, D, list, inner, yes, each, yes);
    uint16_t paired = build_op(&builder, AM_OP_ELEMENT, D, pairs, amount, 0, 0, 0);
    uint16_t sums = build_op(&builder, AM_OP_SUM, D, months, paired, yes, pairs, yes);
    uint16_t all = build_op(&builder, AM_OP_SUM, D, 0, sums, yes, months, yes);
    am_batch *batch = batch_of(build_program(&builder), 4, 8);
    fill_all(batch, "[1|2]/[]/[5]");
    am_vm_run(batch);
    check(batch, position, "1 2 3 1 2 3 1 2 3");
    check(batch, twice, "2 4 10");
    check(batch, sums, "3 3 3 0 0 0 5 5 5");
    check(batch, all, "9 0 15");
    am_batch_free(batch);
    build_end(&builder);
}

int list_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folds),        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_products),     cmocka_unit_test(test_groups),
        cmocka_unit_test(test_group_states), cmocka_unit_test(test_group_of_pairs),
        cmocka_unit_test(test_long_groups),  cmocka_unit_test(test_across),
        cmocka_unit_test(test_months),
    };
    return cmocka_run_group_tests_name("lists", tests, NULL, NULL);
}
