/*
 * Schedules: each kind of axis, both policies over all states, dense and by masks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "builder.h"
#include "code/table.h"
#include "narrow/narrow.h"

#define D AM_VALUE_DECIMAL
#define Y AM_VALUE_YESNO

/* A condition column as a test writes it: cuts as `10` (the value is above the cut) or `10+` (still below
 * it); cells as the classes they meet, `u` for unknown, or `-`. */
typedef struct axis {
    am_axis_kind kind;
    am_value_type type;
    bool is_clock;
    uint32_t class_count;
    const char *points[6]; /* cuts, or texts; of codes the class of each */
    const char *cells[6];
} axis;

enum { MOST_ROWS = 70 };

static uint32_t point_count(const axis *axis) {
    uint32_t count = 0;
    while (axis->points[count] != NULL) {
        count++;
    }
    return count;
}

static void add_points(builder *builder, const axis *from, am_axis *to) {
    to->cut_count = point_count(from);
    to->cuts = AM_NEW_ARRAY(&builder->arena, am_cut, to->cut_count);
    to->classes = AM_NEW_ARRAY(&builder->arena, uint16_t, to->cut_count);
    to->texts = AM_NEW_ARRAY(&builder->arena, uint16_t, to->cut_count);
    for (uint32_t i = 0; i < to->cut_count; i++) {
        const char *point = from->points[i];
        if (from->kind == AM_AXIS_CODE) {
            to->classes[i] = (uint16_t)(point[0] - '0');
        } else if (from->kind == AM_AXIS_TEXT) {
            to->texts[i] = build_constant(builder, AM_VALUE_TEXT, point);
            to->classes[i] = (uint16_t)(i + 1);
        } else {
            char text[32] = "";
            size_t length = strlen(point);
            bool is_after = point[length - 1] == '+';
            memcpy(text, point, length - (is_after ? 1 : 0));
            to->cuts[i] = (am_cut){build_constant(builder, from->type, text), is_after};
        }
    }
}

static bool is_met(const char *cell, uint32_t class, uint32_t class_count) {
    char letter = class == class_count ? 'u' : (char)('0' + class);
    return cell[0] == '-' || strchr(cell, letter) != NULL;
}

static void add_axis(builder *builder, am_table *table, const axis *from, uint32_t repeat) {
    am_axis *to = &table->axes[table->axis_count++];
    *to = (am_axis){.kind = (uint8_t)from->kind,
                    .type = (uint8_t)from->type,
                    .is_clock = from->is_clock,
                    .class_count = from->class_count};
    add_points(builder, from, to);
    to->masks = AM_NEW_ARRAY(&builder->arena, uint64_t, (from->class_count + 1) * table->words);
    to->any = AM_NEW_ARRAY(&builder->arena, uint64_t, table->words);
    for (uint32_t row = 0;
         row < table->row_count - (uint32_t)table->has_otherwise && from->kind != AM_AXIS_WHEN; row++) {
        const char *cell = from->cells[row % repeat];
        for (uint32_t class = 0; class <= from->class_count; class ++) {
            if (is_met(cell, class, from->class_count)) {
                to->masks[class * table->words + row / 64] |= UINT64_C(1) << row % 64;
            }
        }
        if (cell[0] == '-') {
            to->any[row / 64] |= UINT64_C(1) << row % 64;
        }
    }
}

static void add_dense(builder *builder, am_table *table) {
    uint32_t classes[6] = {0};
    table->dense_count = 1;
    for (uint32_t i = 0; i < table->axis_count; i++) {
        table->dense_count *= table->axes[i].class_count + 1;
    }
    table->dense = AM_NEW_ARRAY(&builder->arena, uint16_t, table->dense_count);
    for (uint32_t entry = 0; entry < table->dense_count; entry++) {
        uint32_t rest = entry;
        for (uint32_t i = table->axis_count; i-- > 0;) {
            classes[i] = rest % (table->axes[i].class_count + 1);
            rest /= table->axes[i].class_count + 1;
        }
        table->dense[entry] = am_table_meet(table, classes);
    }
}

/* A table of the axes; the number of cells that an axis writes repeats to make up the rows. */
static uint16_t build_table(builder *builder, am_policy policy, const axis *axes, uint32_t axis_count,
                            uint32_t rows, uint32_t repeat, bool has_otherwise, bool is_dense) {
    am_table *table = &builder->tables[builder->program.table_count];
    *table = (am_table){.policy = (uint8_t)policy,
                        .row_count = (uint16_t)(rows + has_otherwise),
                        .has_otherwise = has_otherwise,
                        .words = (rows + has_otherwise + 63) / 64};
    table->axes = AM_NEW_ARRAY(&builder->arena, am_axis, axis_count);
    for (uint32_t i = 0; i < axis_count; i++) {
        add_axis(builder, table, &axes[i], repeat);
    }
    if (is_dense) {
        add_dense(builder, table);
    }
    return (uint16_t)builder->program.table_count++;
}

static void check(am_batch *batch, uint16_t column, const char *expected) {
    char text[BUILDER_TEXT];
    assert_string_equal(outcomes(batch, column, text), expected);
}

/* One axis of each kind, alone in its table. */
static void test_axes(void **state) {
    (void)state;
    static const struct {
        axis axis;
        const char *records;
        const char *expected;
    } LINES[] = {
        {{AM_AXIS_DECIMAL, D, false, 4, {"10", "20", "20+"}, {"0", "1", "2", "3"}},
         "9.99/10.0/19.9/20.00/20.01/?/-5",
         "0 1 1 2 3 F0101 0"},
        {{AM_AXIS_INTEGER, AM_VALUE_DATE, true, 3, {"2020-01-01", "2021-01-01"}, {"1", "2", "2", ""}},
         "2019-12-31/2020-01-01/2020-12-31/2021-01-01",
         "F0105 0 0 F0102"},
        {{AM_AXIS_INTEGER, AM_VALUE_MONTHS, false, 2, {"6+"}, {"0", "1", "", "u"}}, "6/7/?", "0 1 3"},
        {{AM_AXIS_CODE, AM_VALUE_CODE, false, 3, {"2", "0", "1"}, {"0", "1", "2", ""}},
         "0/1/2/3/?",
         "2 0 1 F0101 F0101"},
        {{AM_AXIS_CODE, AM_VALUE_CODE, false, 1, {"0"}, {"", "", "", "-"}}, "0/1/4/?", "3 3 3 3"},
        {{AM_AXIS_CODE, Y, false, 2, {"0", "1"}, {"0", "1", "", ""}}, "no/yes", "0 1"},
        {{AM_AXIS_TEXT, AM_VALUE_TEXT, false, 3, {"alpha", "beta"}, {"1", "2", "0", "u"}},
         "alpha/beta/gamma/alph/?",
         "0 1 2 2 3"},
    };
    for (unsigned i = 0; i < 2 * (sizeof LINES / sizeof LINES[0]); i++) {
        const axis *axis = &LINES[i / 2].axis;
        builder builder;
        build_start(&builder);
        uint16_t fact = build_fact(&builder, 0, axis->type, true);
        uint16_t table = build_table(&builder, AM_POLICY_ONLY, axis, 1, 4, 4, false, i % 2 == 1);
        uint16_t list = build_items(&builder, &fact, 1);
        uint16_t row = build_op(&builder, AM_OP_PICK, AM_VALUE_ROW, 0, table, list, 0, 0);
        am_batch *batch = batch_of(build_program(&builder), 16, 1);
        fill_all(batch, LINES[i / 2].records);
        am_vm_run(batch);
        check(batch, row, LINES[i / 2].expected);
        am_batch_free(batch);
        build_end(&builder);
    }
}

/* Two axes that can be in every state. a: two classes, row 2 takes any. b: likewise, row 1 takes any. */
static const axis STATES[2] = {
    {AM_AXIS_CODE, AM_VALUE_CODE, false, 2, {"0", "1"}, {"0", "0", "-", "1"}},
    {AM_AXIS_CODE, AM_VALUE_CODE, false, 3, {"0", "1", "2"}, {"0", "-", "1", "1u"}},
};

/* Records by a, then b: 0 1 2 ? ! x, where x is a fault and a has only 0 and 1. Outcomes: a row, or as
 * elsewhere; * is several rows, 0101 none.
 *
 * Row:  0: a 0, b 0     1: a 0, b any     2: a any, b 1     3: a 1, b 1 or unknown */
static const struct {
    am_policy policy;
    bool has_otherwise;
    const char *expected;
} POLICIES[] = {
    /* b:                    0     1     2     ?     !     x */
    {AM_POLICY_ONLY, false,
     "F0102 F0102 1 1 needs F0104 "          /* a 0 */
     "F0101 F0102 F0101 3 needs F0104 "      /* a 1 */
     "F0101 2 F0101 F0101 needs F0104 "      /* a unknown */
     "needs needs needs needs needs F0104 "  /* a needs */
     "F0104 F0104 F0104 F0104 F0104 F0104"}, /* a faults */
    {AM_POLICY_FIRST, false,
     "0 1 1 1 needs F0104 "
     "F0101 2 F0101 3 needs F0104 "
     "F0101 2 F0101 F0101 needs F0104 "
     "needs needs needs needs needs needs "
     "F0104 F0104 F0104 F0104 needs F0104"},
    {AM_POLICY_ONLY, true,
     "F0102 F0102 1 1 needs F0104 "
     "4 F0102 4 3 needs F0104 "
     "F0101 2 F0101 F0101 needs F0104 "
     "needs needs needs needs needs F0104 "
     "F0104 F0104 F0104 F0104 F0104 F0104"},
    {AM_POLICY_LAST, false,
     "1 2 1 1 needs F0104 "
     "F0101 3 F0101 3 needs F0104 "
     "F0101 2 F0101 F0101 needs F0104 "
     "needs needs needs needs needs needs "
     "F0104 F0104 F0104 F0104 needs F0104"},
    {AM_POLICY_FIRST, true,
     "0 1 1 1 needs F0104 "
     "4 2 4 3 needs F0104 "
     "F0101 2 F0101 F0101 needs F0104 "
     "needs needs needs needs needs needs "
     "F0104 F0104 F0104 F0104 needs F0104"},
};

/* The same records, of which each row has a value: 5, 7, 7 and one that faults, and the otherwise row 1. */
static const struct {
    am_policy policy;
    const char *expected;
} BESTS[] = {
    {AM_POLICY_GREATEST, "1 1 1 1 needs F0104 "
                         "4 F0103 4 F0103 needs F0104 "
                         "F0101 2 F0101 F0101 needs F0104 "
                         "needs needs needs needs needs F0104 "
                         "F0104 F0104 F0104 F0104 F0104 F0104"},
    {AM_POLICY_LEAST, "0 1 1 1 needs F0104 "
                      "4 F0103 4 F0103 needs F0104 "
                      "F0101 2 F0101 F0101 needs F0104 "
                      "needs needs needs needs needs F0104 "
                      "F0104 F0104 F0104 F0104 F0104 F0104"},
    {AM_POLICY_SUM, "12 14 7 7 needs F0104 "
                    "1 F0103 1 F0103 needs F0104 "
                    "0 7 0 0 needs F0104 "
                    "needs needs needs needs needs F0104 "
                    "F0104 F0104 F0104 F0104 F0104 F0104"},
};

typedef struct stage {
    builder builder;
    uint16_t facts[2];
    uint16_t guards[2];
    uint16_t axes[2];
    uint16_t row;
} stage;

static void start(stage *stage, am_policy policy, bool has_otherwise, bool is_dense) {
    builder *builder = &stage->builder;
    build_start(builder);
    for (unsigned i = 0; i < 2; i++) {
        stage->facts[i] = build_fact(builder, 0, AM_VALUE_CODE, true);
        stage->guards[i] = build_fact(builder, 0, Y, false);
        stage->axes[i] = build_op(builder, AM_OP_GUARD, AM_VALUE_CODE, 0, stage->guards[i], stage->facts[i],
                                  0, build_fault(AM_DIAG_BEFORE_LAW));
    }
    uint16_t table = build_table(builder, policy, STATES, 2, 4, 4, has_otherwise, is_dense);
    uint16_t axes = build_items(builder, stage->axes, 2);
    if (policy < AM_POLICY_GREATEST) {
        stage->row = build_op(builder, AM_OP_PICK, AM_VALUE_ROW, 0, table, axes, 0, 0);
    } else {
        bool is_sum = policy == AM_POLICY_SUM;
        uint16_t values[5] = {
            build_value(builder, D, "5"), build_value(builder, D, "7"), build_value(builder, D, "7"),
            build_op(builder, AM_OP_FAIL, D, AM_DOMAIN_CONSTANT, 0, 0, 0, build_fault(AM_DIAG_NOT_COVERED)),
            build_value(builder, D, "1")};
        uint16_t list = build_items(builder, values, 5);
        stage->row = build_op(builder, is_sum ? AM_OP_ADD_ROWS : AM_OP_PICK_BEST, is_sum ? D : AM_VALUE_ROW,
                              0, table, axes, list, 0);
        if (is_sum) {
            build_op(builder, AM_OP_ADD_ROWS_EXACT, D, 0, table, axes, list, 0);
        }
    }
    build_program(builder);
}

static void put_axis(const stage *stage, am_batch *batch, unsigned axis, uint32_t row, char value) {
    char text[2] = {value == 'x' ? '0' : value, '\0'};
    put(batch, stage->guards[axis], row, value == 'x' ? "no" : "yes");
    put(batch, stage->facts[axis], row, text);
}

/* All records of the picture above, in order. */
static void check_records(stage *stage, const char *expected) {
    am_batch *batch = batch_of(&stage->builder.program, 64, 1);
    for (uint32_t row = 0; row < 30; row++) {
        assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
        put_axis(stage, batch, 0, row, "01?!x"[row / 6]);
        put_axis(stage, batch, 1, row, "012?!x"[row % 6]);
    }
    am_vm_run(batch);
    check(batch, stage->row, expected);
    am_batch_free(batch);
    build_end(&stage->builder);
}

static void test_values(void **state) {
    (void)state;
    for (unsigned i = 0; i < sizeof BESTS / sizeof BESTS[0]; i++) {
        stage stage;
        start(&stage, BESTS[i].policy, true, false);
        check_records(&stage, BESTS[i].expected);
    }
}

static void test_policies(void **state) {
    (void)state;
    for (unsigned i = 0; i < sizeof POLICIES / sizeof POLICIES[0] * 2; i++) {
        stage stage;
        start(&stage, POLICIES[i / 2].policy, POLICIES[i / 2].has_otherwise, i % 2 == 1);
        check_records(&stage, POLICIES[i / 2].expected);
    }
}

/* Only what decides is asked for: an axis where its cell is `-` is not, nor in rows that are no. */
static void test_reasons(void **state) {
    (void)state;
    static const struct {
        am_policy policy;
        const char *values;
        const char *needs;
    } LINES[] = {
        {AM_POLICY_ONLY, "0!", "f2"},  {AM_POLICY_ONLY, "!0", "f0"},     {AM_POLICY_ONLY, "!!", "f0 f2"},
        {AM_POLICY_ONLY, "?!", "f2"},  {AM_POLICY_FIRST, "!!", "f0 f2"}, {AM_POLICY_FIRST, "!2", "f0"},
        {AM_POLICY_FIRST, "1!", "f2"}, {AM_POLICY_FIRST, "!x", "f0"},
    };
    char text[BUILDER_TEXT];
    for (unsigned i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        stage stage;
        start(&stage, LINES[i].policy, false, false);
        am_batch *batch = batch_of(&stage.builder.program, 1, 1);
        assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
        put_axis(&stage, batch, 0, 0, LINES[i].values[0]);
        put_axis(&stage, batch, 1, 0, LINES[i].values[1]);
        am_vm_run(batch);
        assert_string_equal(needs(batch, stage.row, 0, text), LINES[i].needs);
        am_batch_free(batch);
        build_end(&stage.builder);
    }
}

/* The otherwise row waits for an axis that may yet turn out to be unknown, and for no other. */
static void test_otherwise(void **state) {
    (void)state;
    static const axis AXES[3] = {
        {AM_AXIS_CODE, AM_VALUE_CODE, false, 2, {"0", "1"}, {"0", "0"}},
        {AM_AXIS_CODE, AM_VALUE_CODE, false, 2, {"0", "1"}, {"0", "1"}},
        {AM_AXIS_CODE, AM_VALUE_CODE, false, 2, {"0", "1"}, {"0u", "-"}},
    };
    static const struct {
        const char *values; /* of a required fact and two optional ones */
        const char *outcome;
        const char *needs;
    } LINES[] = {
        {"100", "2", NULL},     {"1!0", "needs", "f1"}, {"1!!", "needs", "f1 f2"},
        {"1!?", "F0101", NULL}, {"!20", "2", NULL},     {"00?", "0", NULL},
        {"01!", "1", NULL},     {"00!", "needs", "f2"}, {"!2!", "needs", "f2"},
    };
    char text[BUILDER_TEXT];
    for (unsigned i = 0; i < 4; i++) {
        builder builder;
        build_start(&builder);
        uint16_t facts[3];
        for (unsigned axis = 0; axis < 3; axis++) {
            facts[axis] = build_fact(&builder, 0, AM_VALUE_CODE, axis != 0);
        }
        uint16_t table = build_table(&builder, i % 2 == 0 ? AM_POLICY_ONLY : AM_POLICY_FIRST, AXES, 3, 2, 2,
                                     true, i / 2 == 0);
        uint16_t row =
            build_op(&builder, AM_OP_PICK, AM_VALUE_ROW, 0, table, build_items(&builder, facts, 3), 0, 0);
        am_batch *batch = batch_of(build_program(&builder), 16, 1);
        for (uint32_t line = 0; line < sizeof LINES / sizeof LINES[0]; line++) {
            assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
            for (unsigned axis = 0; axis < 3; axis++) {
                put(batch, facts[axis], line, (const char[2]){LINES[line].values[axis], '\0'});
            }
        }
        am_vm_run(batch);
        for (uint32_t line = 0; line < sizeof LINES / sizeof LINES[0]; line++) {
            assert_string_equal(outcome(batch, row, line, text), LINES[line].outcome);
            if (LINES[line].needs != NULL) {
                assert_string_equal(needs(batch, row, line, text), LINES[line].needs);
            }
        }
        am_batch_free(batch);
        build_end(&builder);
    }
}

/* `when` cells beside another axis, a table of more rows than a word has, and the cells of its rows. */
static void test_when(void **state) {
    (void)state;
    static const axis AXES[2] = {
        {AM_AXIS_DECIMAL, D, false, 2, {"100"}, {"0", "1", "-"}},
        {AM_AXIS_WHEN, Y, false, 0, {NULL}, {NULL}},
    };
    builder builder;
    build_start(&builder);
    uint16_t amount = build_fact(&builder, 0, D, false);
    uint16_t first = build_fact(&builder, 0, Y, false);
    uint16_t last = build_fact(&builder, 0, Y, false);
    uint16_t no = build_value(&builder, Y, "no");
    uint16_t registers[MOST_ROWS];
    registers[0] = amount;
    for (unsigned i = 0; i < 66; i++) {
        registers[1 + i] = i == 0 ? first : i == 65 ? last : no;
    }
    uint16_t list = build_items(&builder, registers, 67);
    uint16_t only = build_op(&builder, AM_OP_PICK, AM_VALUE_ROW, 0,
                             build_table(&builder, AM_POLICY_ONLY, AXES, 2, 66, 3, false, false), list, 0, 0);
    uint16_t one = build_op(&builder, AM_OP_PICK, AM_VALUE_ROW, 0,
                            build_table(&builder, AM_POLICY_FIRST, AXES, 2, 66, 3, true, false), list, 0, 0);
    uint16_t is_last = build_op(&builder, AM_OP_IS_ROW, Y, 0, one, 66, 0, 0);
    am_batch *batch = batch_of(build_program(&builder), 16, 1);
    fill_all(
        batch,
        "50,yes,no/50,no,yes/50,yes,yes/50,no,no/150,yes,yes/150,_,no/50,_,yes/50,_,no/50,yes,_/_,yes,yes");
    am_vm_run(batch);
    check(batch, only, "0 65 F0102 F0101 65 F0101 needs needs needs needs");
    check(batch, one, "0 65 0 66 65 66 needs needs 0 needs");
    check(batch, is_last, "no no no yes no yes needs needs no needs");
    char text[BUILDER_TEXT];
    assert_string_equal(needs(batch, only, 6, text), "f1");
    assert_string_equal(needs(batch, only, 8, text), "f2");
    assert_string_equal(needs(batch, only, 9, text), "f0");
    am_batch_free(batch);
    build_end(&builder);
}

/* Cells of each type; one is not covered. */
static void test_cells(void **state) {
    (void)state;
    static const axis AXIS = {AM_AXIS_CODE, AM_VALUE_CODE, false, 3, {"0", "1", "2"}, {"0", "1", "2"}};
    static const struct {
        am_value_type type;
        const char *cells[3];
        const char *expected;
    } LINES[] = {
        {D, {"10.5", "-3", NULL}, "10.5 -3 F0103 F0101 needs"},
        {D, {"10.5", "-3", "7"}, "10.5 -3 7 F0101 needs"},
        {Y, {"yes", "no", NULL}, "yes no F0103 F0101 needs"},
        {AM_VALUE_DATE, {"2024-01-01", NULL, "2023-01-01"}, "2024-01-01 F0103 2023-01-01 F0101 needs"},
        {AM_VALUE_TEXT, {"x", "a", NULL}, "x a F0103 F0101 needs"},
    };
    for (unsigned i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        builder builder;
        build_start(&builder);
        uint16_t fact = build_fact(&builder, 0, AM_VALUE_CODE, false);
        uint16_t table = build_table(&builder, AM_POLICY_ONLY, &AXIS, 1, 3, 3, false, true);
        uint16_t row =
            build_op(&builder, AM_OP_PICK, AM_VALUE_ROW, 0, table, build_items(&builder, &fact, 1), 0, 0);
        uint16_t column = build_column(&builder, LINES[i].type, LINES[i].cells, 3);
        uint16_t cell = build_op(&builder, AM_OP_CELL, LINES[i].type, 0, row, column, 0, 0);
        am_batch *batch = batch_of(build_program(&builder), 8, 1);
        fill_all(batch, "0/1/2/3/_");
        am_vm_run(batch);
        check(batch, cell, LINES[i].expected);
        am_batch_free(batch);
        build_end(&builder);
    }
}

/* A narrow batch looks its tables up by codes, of which a row with an open condition may carry on those of a
 * block that was skipped: whatever stood there before. */
static void test_codes_of_a_skipped_block(void **state) {
    (void)state;
    static const axis AXIS = {AM_AXIS_CODE, AM_VALUE_CODE, false, 2, {"0", "1", "1", "1", "1"}, {"0", "1"}};
    am_limits limits = {.records = 8, .elements = 1, .text_bytes = 64};
    builder builder;
    build_start(&builder);
    uint16_t condition = build_fact(&builder, 0, Y, false);
    uint16_t code = build_fact(&builder, 0, AM_VALUE_CODE, false);
    build_skip(&builder, AM_OP_SKIP_UNLESS, condition, 1);
    uint16_t skipped = build_op(&builder, AM_OP_GREATEST, AM_VALUE_CODE, 0, code, code, 0, 0);
    uint16_t chosen = build_op(&builder, AM_OP_SELECT, AM_VALUE_CODE, 0, condition, skipped, code, 0);
    uint16_t table = build_table(&builder, AM_POLICY_ONLY, &AXIS, 1, 2, 2, false, true);
    uint16_t row =
        build_op(&builder, AM_OP_PICK, AM_VALUE_ROW, 0, table, build_items(&builder, &chosen, 1), 0, 0);
    am_output output = {.column = row, .column_high = AM_NO_INDEX};
    const am_program *program = build_program(&builder);
    builder.program.outputs = &output;
    builder.program.output_count = 1;
    am_narrow *narrow = am_narrow_new(program, false, am_allocator_standard());
    am_batch *batch = am_batch_new_narrow(narrow, limits, am_allocator_standard());
    assert_non_null(batch);
    fill_all(batch, "yes,1/yes,0/yes,0");
    am_vm_run(batch);
    am_batch_clear(batch);
    fill_all(batch, "no,1/_,0/no,0");
    memset(batch->columns[skipped].values, 0x7F, 3 * sizeof(int32_t));
    am_vm_run(batch);
    check(batch, row, "1 needs 0");
    am_batch_free(batch);
    am_narrow_free(narrow);
    build_end(&builder);
}

int pick_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_axes),      cmocka_unit_test(test_policies),
        cmocka_unit_test(test_values),    cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_otherwise), cmocka_unit_test(test_when),
        cmocka_unit_test(test_cells),     cmocka_unit_test(test_codes_of_a_skipped_block),
    };
    return cmocka_run_group_tests_name("schedules", tests, NULL, NULL);
}
