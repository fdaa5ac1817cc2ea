/*
 * Columns of counts: a record has the same results alone, where its kernels are over decimals, as among
 * others, where columns whose values are counts of one power of ten are carried out as such.
 *
 * Programs, facts and states are random; amounts lie around the ends of 64 bits, of 34 digits and of the
 * places that counts have.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "builder.h"
#include "vm/copy.h"

#define D AM_VALUE_DECIMAL
#define Y AM_VALUE_YESNO
#define T AM_VALUE_DATE

enum { PROGRAMS = 160, BATCHES = 6, RECORDS = 24, ELEMENTS = 96, INSTRUCTIONS = 70 };

typedef struct stage {
    builder builder;
    uint32_t random;
    uint16_t list;
    uint16_t code;
    uint16_t of[3][2][BUILDER_MOST]; /* registers: decimals, yes or no, dates; of records, of elements */
    unsigned count[3][2];
} stage;

static uint32_t next(stage *stage, uint32_t below) {
    stage->random = stage->random * 1664525u + 1013904223u;
    return (stage->random >> 8) % below;
}

static unsigned sort_of(am_value_type type) {
    return type == D ? 0 : type == Y ? 1 : 2;
}

static void note(stage *stage, am_value_type type, unsigned level, uint16_t column) {
    unsigned sort = sort_of(type);
    stage->of[sort][level][stage->count[sort][level]++] = column;
}

/* Mostly one of the last. */
static uint16_t any(stage *stage, am_value_type type, unsigned level) {
    unsigned sort = sort_of(type);
    unsigned count = stage->count[sort][level];
    unsigned back = count > 8 && next(stage, 3) != 0 ? 8 : count;
    return stage->of[sort][level][count - 1 - next(stage, back)];
}

static void add_facts(stage *stage) {
    static const char *const numbers[] = {"0",
                                          "1",
                                          "0.5",
                                          "2.50",
                                          "100",
                                          "-7.25",
                                          "2000000",
                                          "9223372036854775807",
                                          "1234567890123456789012345678901234",
                                          "0.0000000000000000001"};
    for (unsigned i = 0; i < 4; i++) {
        note(stage, D, 0, build_fact(&stage->builder, 0, D, i % 2 == 0));
    }
    note(stage, Y, 0, build_fact(&stage->builder, 0, Y, true));
    note(stage, Y, 0, build_fact(&stage->builder, 0, Y, false));
    note(stage, T, 0, build_fact(&stage->builder, 0, T, false));
    note(stage, T, 0, build_fact(&stage->builder, 0, T, true));
    stage->code = build_fact(&stage->builder, 0, AM_VALUE_CODE, false);
    note(stage, D, 1, build_fact(&stage->builder, stage->list, D, false));
    note(stage, D, 1, build_fact(&stage->builder, stage->list, D, true));
    note(stage, Y, 1, build_fact(&stage->builder, stage->list, Y, false));
    for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        uint16_t constant = build_value(&stage->builder, D, numbers[i]);
        note(stage, D, 0, constant);
        note(stage, D, 1, constant);
    }
}

/* A constant that is a fault. */
static void add_odd(stage *stage) {
    uint16_t zero = build_value(&stage->builder, D, "0");
    uint16_t one = build_value(&stage->builder, D, "1");
    uint16_t amount = build_op(&stage->builder, AM_OP_DIVIDE, D, AM_DOMAIN_CONSTANT, one, zero, 0, 0);
    uint16_t truth = build_op(&stage->builder, AM_OP_LESS, Y, AM_DOMAIN_CONSTANT, amount, one, 0, 0);
    for (unsigned level = 0; level < 2; level++) {
        note(stage, D, level, amount);
        note(stage, Y, level, truth);
    }
}

static uint16_t add(stage *stage, am_opcode opcode, am_value_type type, unsigned level, uint16_t a,
                    uint16_t b, uint16_t c, uint16_t d) {
    uint16_t domain = level == 0 ? 0 : stage->list;
    uint16_t column = build_op(&stage->builder, opcode, type, domain, a, b, c, d);
    note(stage, type, level, column);
    return column;
}

static void add_arithmetic(stage *stage, unsigned level) {
    static const am_opcode two[] = {AM_OP_ADD,
                                    AM_OP_SUBTRACT,
                                    AM_OP_MULTIPLY,
                                    AM_OP_ADD_EXACT,
                                    AM_OP_SUBTRACT_EXACT,
                                    AM_OP_MULTIPLY_EXACT,
                                    AM_OP_DIVIDE,
                                    AM_OP_GREATEST,
                                    AM_OP_LEAST,
                                    AM_OP_GREATEST_KNOWN,
                                    AM_OP_LEAST_KNOWN,
                                    AM_OP_ADD_KNOWN,
                                    AM_OP_OTHERWISE,
                                    AM_OP_ADD_KNOWN_EXACT,
                                    AM_OP_MULTIPLY};
    am_opcode opcode = two[next(stage, sizeof two / sizeof two[0])];
    add(stage, opcode, D, level, any(stage, D, level), any(stage, D, level), 0, 0);
}

static void add_unary(stage *stage, unsigned level) {
    static const char *const units[] = {"0.01", "1", "0.05", "50", "0.3", "0.0000000001", "0", "-0.01"};
    static const am_opcode one[] = {AM_OP_NEGATE, AM_OP_ABSOLUTE, AM_OP_UNWRAP};
    if (next(stage, 2) == 0) {
        uint16_t unit = build_value(&stage->builder, D, units[next(stage, 8)]);
        add(stage, AM_OP_ROUND, D, level, any(stage, D, level), unit,
            (uint16_t)next(stage, AM_ROUNDING_COUNT), 0);
    } else {
        add(stage, one[next(stage, 3)], D, level, any(stage, D, level), 0, 0, 0);
    }
}

static void add_truth(stage *stage, unsigned level) {
    static const am_opcode compare[] = {AM_OP_EQUAL, AM_OP_LESS, AM_OP_LESS_EQUAL};
    switch (next(stage, 4)) {
    case 0:
        add(stage, AM_OP_KNOWN, Y, level, any(stage, D, level), 0, 0, 0);
        break;
    case 1:
        add(stage, next(stage, 2) == 0 ? AM_OP_AND : AM_OP_OR, Y, level, any(stage, Y, level),
            any(stage, Y, level), 0, 0);
        break;
    case 2:
        add(stage, AM_OP_NOT, Y, level, any(stage, Y, level), 0, 0, 0);
        break;
    default:
        add(stage, compare[next(stage, 3)], Y, level, any(stage, D, level), any(stage, D, level), 0, 0);
    }
}

static void add_choice(stage *stage, unsigned level) {
    static const am_opcode choices[] = {AM_OP_SELECT, AM_OP_STEP, AM_OP_INSTEAD};
    am_value_type type = next(stage, 3) == 0 ? Y : D;
    uint16_t condition = any(stage, Y, level);
    if (next(stage, 2) == 0) {
        add(stage, choices[next(stage, 3)], type, level, condition, any(stage, type, level),
            any(stage, type, level), 0);
    } else if (next(stage, 2) == 0) {
        add(stage, AM_OP_KEEP, type, level, condition, any(stage, type, level), 0, 0);
    } else {
        add(stage, AM_OP_GUARD, type, level, condition, any(stage, type, level), 0,
            build_fault(AM_DIAG_NEGATIVE_PENALTY));
    }
}

/* One of the records that is no constant. */
static uint16_t any_of_records(stage *stage, am_value_type type) {
    uint16_t column = any(stage, type, 0);
    while (stage->builder.registers[column].domain != 0) {
        column = any(stage, type, 0);
    }
    return column;
}

static void add_list(stage *stage) {
    uint16_t present = stage->builder.domains[stage->list].present;
    uint16_t mask = any(stage, Y, 1);
    switch (next(stage, 6)) {
    case 0:
        add(stage, AM_OP_SPREAD, D, 1, any_of_records(stage, D), 0, 0, 0);
        break;
    case 1:
        add(stage, AM_OP_SPREAD, Y, 1, any_of_records(stage, Y), 0, 0, 0);
        break;
    case 2:
        add(stage, AM_OP_POSITION, D, 1, 0, 0, 0, 0);
        break;
    case 3:
        add(stage, AM_OP_COUNT, D, 0, 0, mask, stage->list, present);
        break;
    default:
        add(stage, next(stage, 2) == 0 ? AM_OP_SUM : AM_OP_SUM_EXACT, D, 0, any(stage, D, 1), mask,
            stage->list, present);
    }
}

static void add_date(stage *stage) {
    static const char *const months[] = {"36", "1", "-18"};
    static const am_opcode moves[] = {AM_OP_ADD_MONTHS, AM_OP_SUBTRACT_MONTHS};
    if (next(stage, 2) == 0) {
        add(stage, AM_OP_DAYS_BETWEEN, D, 0, any(stage, T, 0), any(stage, T, 0), 0, 0);
    } else {
        uint16_t by = build_value(&stage->builder, AM_VALUE_MONTHS, months[next(stage, 3)]);
        add(stage, moves[next(stage, 2)], T, 0, any(stage, T, 0), by, (uint16_t)next(stage, 3), 0);
    }
}

enum { CUTS = 6, CODES = 5, ROWS = 2 * 2 * (CUTS + 1) - 1 };

static void add_axis(stage *stage, am_table *table, am_axis axis, unsigned divisor) {
    builder *builder = &stage->builder;
    am_axis *to = &table->axes[table->axis_count++];
    axis.masks = AM_NEW_ARRAY(&builder->arena, uint64_t, axis.class_count + 1);
    axis.any = AM_NEW_ARRAY(&builder->arena, uint64_t, 1);
    *to = axis;
    for (unsigned row = 0; row < ROWS; row++) {
        to->masks[row / divisor % axis.class_count] |= UINT64_C(1) << row;
    }
}

/* Its rows are all combinations of classes but the last. */
static uint16_t add_table(stage *stage, const uint16_t *codes) {
    static const char *const points[CUTS] = {"-0.5", "0", "9.995", "10.00", "10.00", "100000"};
    builder *builder = &stage->builder;
    am_table *table = &builder->tables[builder->program.table_count];
    bool has_otherwise = next(stage, 2) == 0;
    am_axis amounts = {.kind = AM_AXIS_DECIMAL, .type = D, .class_count = CUTS + 1, .cut_count = CUTS};
    am_axis truths = {.kind = AM_AXIS_CODE, .type = Y, .class_count = 2, .cut_count = 2};
    am_axis scale = {
        .kind = AM_AXIS_CODE, .type = AM_VALUE_CODE, .class_count = 2, .cut_count = CODES - next(stage, 2)};
    *table =
        (am_table){.row_count = (uint16_t)(ROWS + has_otherwise), .has_otherwise = has_otherwise, .words = 1};
    table->axes = AM_NEW_ARRAY(&builder->arena, am_axis, 3);
    amounts.cuts = AM_NEW_ARRAY(&builder->arena, am_cut, CUTS);
    for (unsigned i = 0; i < CUTS; i++) {
        amounts.cuts[i] = (am_cut){build_constant(builder, D, points[i]), i == 1 || i == 4};
    }
    truths.classes = AM_NEW_ARRAY(&builder->arena, uint16_t, 2);
    truths.classes[1] = 1;
    scale.classes = AM_NEW_ARRAY(&builder->arena, uint16_t, CODES);
    memcpy(scale.classes, codes, CODES * sizeof *codes);
    add_axis(stage, table, amounts, 1);
    add_axis(stage, table, truths, CUTS + 1);
    add_axis(stage, table, scale, 2 * (CUTS + 1));
    table->dense_count = (CUTS + 2) * 3 * 3;
    table->dense = AM_NEW_ARRAY(&builder->arena, uint16_t, table->dense_count);
    for (uint32_t i = 0; i < table->dense_count; i++) {
        table->dense[i] = am_table_meet(table, (uint32_t[]){i / 9, i / 3 % 3, i % 3});
    }
    return (uint16_t)builder->program.table_count++;
}

static void add_cells(stage *stage, uint16_t row, am_value_type type, const char *const *some, bool has_gap) {
    const char *cells[ROWS + 1];
    unsigned rows = stage->builder.tables[stage->builder.program.table_count - 1].row_count;
    for (unsigned i = 0; i < rows; i++) {
        cells[i] = has_gap && i == 3 ? NULL : some[i % 3];
    }
    add(stage, AM_OP_CELL, type, 0, row, build_column(&stage->builder, type, cells, rows), 0, 0);
}

static void add_pick(stage *stage) {
    static const char *const level[3] = {"0.5", "1000.00", "-3"};
    static const char *const others[3] = {"1234567890123456789012345678901234", "0.1", "1"};
    static const char *const truths[3] = {"yes", "no", "no"};
    static const char *const dates[3] = {"2020-02-29", "1999-12-31", "2024-01-01"};
    static const uint16_t codes[CODES] = {0, 1, 0, 0, 1};
    uint16_t registers[3] = {any(stage, D, 0), any(stage, Y, 0), stage->code};
    uint16_t table = add_table(stage, codes);
    uint16_t list = build_items(&stage->builder, registers, 3);
    uint16_t row = build_op(&stage->builder, AM_OP_PICK, AM_VALUE_ROW, 0, table, list, 0, 0);
    add_cells(stage, row, D, level, next(stage, 2) == 0);
    add_cells(stage, row, D, others, false);
    add_cells(stage, row, Y, truths, false);
    add_cells(stage, row, T, dates, false);
}

static void add_instruction(stage *stage) {
    unsigned level = next(stage, 4) == 0 ? 1 : 0;
    switch (next(stage, 8)) {
    case 0:
    case 1:
    case 2:
        add_arithmetic(stage, level);
        break;
    case 3:
        add_unary(stage, level);
        break;
    case 4:
        add_truth(stage, level);
        break;
    case 5:
        add_choice(stage, level);
        break;
    case 6:
        add_list(stage);
        break;
    default:
        add_date(stage);
    }
}

/* How the amounts of a column look in one batch. */
typedef enum look { LOOK_CENTS, LOOK_WHOLE, LOOK_SMALL, LOOK_LARGE, LOOK_LONG, LOOK_MIXED, LOOK_COUNT } look;

static am_decimal amount(stage *stage, look look) {
    bool is_negative = next(stage, 3) == 0;
    uint64_t some = (uint64_t)next(stage, 1 << 20) << 20 | next(stage, 1 << 20);
    switch (look) {
    case LOOK_CENTS:
        return am_decimal_make(is_negative, some % 1000000, -2);
    case LOOK_WHOLE:
        return am_decimal_make(is_negative, some % 25, 0);
    case LOOK_SMALL:
        return am_decimal_make(is_negative, some % 2010, next(stage, 2) == 0 ? -2 : -1);
    case LOOK_LARGE:
        return am_decimal_make(is_negative, (uint64_t)INT64_MAX - next(stage, 2), 0);
    case LOOK_LONG:
        return am_decimal_make(is_negative, (am_u128)some * 1000000007 * 1000000007, -30);
    default:
        return am_decimal_make(is_negative, some % 1000, (int32_t)next(stage, 44) - 22);
    }
}

/* Most columns alike, some not; most rows given, some not. */
static void put_row(stage *stage, am_batch *batch, uint16_t domain, uint32_t row, uint32_t sparseness,
                    const look *looks) {
    for (uint32_t i = 0; i < batch->program->fact_count; i++) {
        uint16_t column = batch->program->facts[i].column;
        const am_register *reg = &batch->program->registers[column];
        if (reg->domain != domain || next(stage, 16) < sparseness) {
            continue;
        }
        if (reg->type == D) {
            am_batch_set_decimal(batch, column, row, amount(stage, looks[i]));
        } else if (reg->type != T) {
            am_batch_set_integer(batch, column, row, (int32_t)next(stage, reg->type == Y ? 2 : CODES));
        } else {
            am_batch_set_integer(batch, column, row, (int32_t)next(stage, 30000));
        }
    }
}

static void fill_batch(stage *stage, am_batch *batch) {
    look looks[16];
    uint32_t sparseness = next(stage, 3);
    uint32_t records = 2 + next(stage, RECORDS - 2);
    uint32_t most = next(stage, 2) == 0 ? 1 : 4;
    for (unsigned i = 0; i < 16; i++) {
        uint32_t chance = next(stage, 14);
        looks[i] = chance < LOOK_COUNT ? (look)chance : chance < 10 ? LOOK_CENTS : LOOK_WHOLE;
    }
    am_batch_clear(batch);
    for (uint32_t record = 0; record < records; record++) {
        assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
        put_row(stage, batch, 0, record, sparseness, looks);
        if (next(stage, 8) != 0 || sparseness == 0) {
            am_batch_open_list(batch, stage->list, record, AM_STATE_VALUE);
            for (uint32_t left = next(stage, most + 1); left > 0; left--) {
                uint32_t row;
                assert_int_equal(am_batch_open_element(batch, stage->list, record, &row), AM_BATCH_OK);
                put_row(stage, batch, stage->list, row, sparseness, looks);
                am_batch_close_element(batch, stage->list, row);
            }
        }
        assert_int_equal(am_batch_close_record(batch), AM_BATCH_OK);
    }
}

/* Each record again by itself. */
static void compare(am_batch *batch, am_batch *alone, uint16_t list) {
    for (uint32_t record = 0; record < batch->rows[0].count; record++) {
        uint32_t first;
        uint32_t end;
        am_batch_clear(alone);
        assert_int_equal(am_batch_copy_record(alone, batch, record), AM_BATCH_OK);
        am_vm_run(alone);
        am_batch_elements(batch, list, record, &first, &end);
        for (uint32_t column = 0; column < batch->program->register_count; column++) {
            uint16_t domain = batch->program->registers[column].domain;
            uint32_t from = domain == 0 ? record : first;
            uint32_t to = domain == AM_DOMAIN_CONSTANT ? from : domain == 0 ? record + 1 : end;
            for (uint32_t row = from; row < to; row++) {
                char one[BUILDER_TEXT];
                char other[BUILDER_TEXT];
                outcome(batch, (uint16_t)column, row, one);
                outcome(alone, (uint16_t)column, row - from, other);
                assert_string_equal(one, other);
            }
        }
    }
}

static void test_alone_and_among_others(void **state) {
    (void)state;
    for (uint32_t seed = 1; seed <= PROGRAMS; seed++) {
        stage stage = {.random = seed};
        build_start(&stage.builder);
        stage.list = build_list(&stage.builder, 0, true);
        add_facts(&stage);
        if (seed % 4 == 0) {
            add_odd(&stage);
        }
        for (unsigned i = 0; i < INSTRUCTIONS; i++) {
            if (i % 30 == 20) {
                add_pick(&stage);
            }
            add_instruction(&stage);
        }
        const am_program *program = build_program(&stage.builder);
        am_batch *batch = batch_of(program, RECORDS, ELEMENTS);
        am_batch *alone = batch_of(program, 1, ELEMENTS);
        for (unsigned i = 0; i < BATCHES; i++) {
            fill_batch(&stage, batch);
            am_vm_run(batch);
            compare(batch, alone, stage.list);
        }
        am_batch_free(batch);
        am_batch_free(alone);
        build_end(&stage.builder);
    }
}

int level_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_alone_and_among_others)};
    return cmocka_run_group_tests_name("level", tests, NULL, NULL);
}
