/*
 * The states that results can have, by the rule of each instruction, and the cost of a program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"

enum { U = AM_MAY_UNKNOWN, N = AM_MAY_NEED, F = AM_MAY_FAULT };

/* Registers 0 to 2 are a, b and c. */
static uint8_t may_of(am_opcode opcode, am_program *program, uint8_t a, uint8_t b, uint8_t c) {
    am_instruction instruction = {(uint16_t)opcode, 0, {0, 1, 2, 0}};
    program->registers[0].may = a;
    program->registers[1].may = b;
    program->registers[2].may = c;
    return am_instruction_may(program, &instruction);
}

static void states_follow_the_rules(void **state) {
    am_arena arena;
    am_program *program;
    static const struct {
        am_opcode opcode;
        uint8_t a, b, c, result;
    } cases[] = {
        {AM_OP_NEGATE, N, F, F, N},
        {AM_OP_ADD, 0, 0, U, F},
        {AM_OP_LESS, U, N, F, U | N},
        {AM_OP_AND, N, F, U, N | F},
        {AM_OP_OR, 0, 0, U, 0},
        {AM_OP_SELECT, N, 0, U, N | U},
        {AM_OP_STEP, 0, N, F, N | F},
        {AM_OP_INSTEAD, N, 0, F, N | F},
        {AM_OP_KEEP, N, 0, F, N | U},
        {AM_OP_GUARD, 0, N, U, N | F},
        {AM_OP_REPEALED, U, N, 0, U | N | F},
        {AM_OP_PUBLISHED, 0, N, 0, N | F},
        {AM_OP_OTHERWISE, U | F, N, 0, F | N},
        {AM_OP_OTHERWISE, U, 0, N, 0},
        {AM_OP_KNOWN, U | N, F, F, N},
        {AM_OP_UNWRAP, U | N, 0, 0, N | F},
        {AM_OP_GREATEST_KNOWN, U, N, 0, N},
        {AM_OP_LEAST_KNOWN, U, U, F, U},
        {AM_OP_ADD_KNOWN, U, U, 0, U | F},
        {AM_OP_SPREAD, U, F, F, U},
        {AM_OP_GROUP, N, F, U, N | F},
        {AM_OP_LEADS, N, 0, F, N},
        {AM_OP_UNBROKEN, N, F, 0, N | F},
        {AM_OP_SKIP_UNLESS, N, N, N, 0},
    };
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    program = sample_new(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t may = may_of(cases[i].opcode, program, cases[i].a, cases[i].b, cases[i].c);
        if (may != cases[i].result) {
            fail_msg("%s may %u, not %u", am_opcode_name(cases[i].opcode), may, cases[i].result);
        }
    }
    am_arena_clear(&arena);
}

static void folds_take_the_list_into_account(void **state) {
    am_arena arena;
    am_program *program;
    am_instruction sum = {AM_OP_SUM, 0, {0, 1, 0, 3}};
    am_instruction some = {AM_OP_SOME, 0, {0, 1, 0, 3}};
    am_instruction fail = {AM_OP_FAIL, 0, {0, 0, 0, 101}};
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    program = sample_new(&arena);
    program->registers[3].may = U;
    assert_int_equal(am_instruction_may(program, &sum), U | F);
    assert_int_equal(am_instruction_may(program, &some), U);
    assert_int_equal(am_instruction_may(program, &fail), F);
    am_arena_clear(&arena);
}

static void schedules_find_a_row_for_sure_or_not(void **state) {
    am_arena arena;
    am_program *program;
    am_instruction pick, cell;
    am_register *city;
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    program = sample_program(&arena);
    pick = *sample_find(program, AM_OP_PICK);
    city = &program->registers[program->list_items[program->lists[pick.operands[1]].start + 1]];
    assert_int_equal(am_instruction_may(program, &pick), N);
    city->may = U;
    assert_int_equal(am_instruction_may(program, &pick), N | F);
    city->may = N;
    program->tables[1].policy = AM_POLICY_ONLY;
    assert_int_equal(am_instruction_may(program, &pick), N | F);
    cell = *sample_find(program, AM_OP_CELL);
    assert_int_equal(am_instruction_may(program, &cell), N);
    program->columns[cell.operands[1]].cells[2] = AM_CELL_NOT_COVERED;
    assert_int_equal(am_instruction_may(program, &cell), N | F);
    cell = *sample_find(program, AM_OP_AT_LEAST);
    assert_int_equal(am_instruction_may(program, &cell), N);
    am_arena_clear(&arena);
}

static void cost_is_counted_by_domain(void **state) {
    am_arena arena;
    am_program *program;
    uint64_t costs[2];
    uint16_t yes, one, fact, list;
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    program = sample_new(&arena);
    yes = sample_constant(program, AM_VALUE_YESNO, 1);
    one = sample_decimal(program, "1");
    fact = sample_fact(program, 0, "amount", AM_KIND_NUMBER, false);
    sample_list_place(program, 0, "Part", "parts", false);
    list = sample_list(program, (const uint16_t[]){yes, yes, yes}, 3);
    sample_emit(program, AM_OP_DIVIDE, AM_VALUE_DECIMAL, AM_DOMAIN_CONSTANT, one, one, 0, 0);
    sample_emit(program, AM_OP_ADD, AM_VALUE_DECIMAL, 0, fact, one, 0, 0);
    sample_skip(program, AM_OP_SKIP_UNLESS, yes, 1);
    sample_emit(program, AM_OP_MULTIPLY, AM_VALUE_DECIMAL, 0, fact, one, 0, 0);
    sample_emit(program, AM_OP_SPREAD, AM_VALUE_DECIMAL, 1, fact, 0, 0, 0);
    sample_emit(program, AM_OP_SUM, AM_VALUE_DECIMAL, 0, one, yes, 1, program->domains[1].present);
    sample_emit(program, AM_OP_AT_LEAST, AM_VALUE_YESNO, 0, list, 0, 0, 2);
    assert_int_equal(am_program_cost(program, costs), 8 + 1);
    assert_int_equal(costs[0], 1 + 2 + 2 * (1 + 3));
    assert_int_equal(costs[1], 1 + 1);
    am_arena_clear(&arena);
}

int program_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_follow_the_rules),
        cmocka_unit_test(folds_take_the_list_into_account),
        cmocka_unit_test(schedules_find_a_row_for_sure_or_not),
        cmocka_unit_test(cost_is_counted_by_domain),
    };
    return cmocka_run_group_tests_name("program", tests, NULL, NULL);
}
