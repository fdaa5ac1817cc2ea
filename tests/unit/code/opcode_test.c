/*
 * The opcode table: every row is well-formed, used by the sample, and in docs/opcodes.md as it is here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "golden.h"
#include "sample.h"

static const char *const operand_words[] = {
    [AM_OPERAND_NONE] = "",
    [AM_OPERAND_DECIMAL] = "decimal",
    [AM_OPERAND_YESNO] = "yesno",
    [AM_OPERAND_DATE] = "date",
    [AM_OPERAND_MONTHS] = "months",
    [AM_OPERAND_DAYS] = "days",
    [AM_OPERAND_CODE] = "code",
    [AM_OPERAND_TEXT] = "text",
    [AM_OPERAND_ROW] = "row",
    [AM_OPERAND_ANY] = "any",
    [AM_OPERAND_ORDERED] = "ordered",
    [AM_OPERAND_PERIOD] = "months or days",
    [AM_OPERAND_SAME] = "same",
    [AM_OPERAND_LIKE_A] = "like a",
    [AM_OPERAND_TABLE] = "*table*",
    [AM_OPERAND_COLUMN] = "*column*",
    [AM_OPERAND_LIST] = "*list*",
    [AM_OPERAND_DOMAIN] = "*domain*",
    [AM_OPERAND_FAULT] = "*fault*",
    [AM_OPERAND_ROUNDING] = "*rounding*",
    [AM_OPERAND_MONTH_END] = "*month end*",
    [AM_OPERAND_COUNT] = "*count*",
};

static const char *const domain_words[] = {
    [AM_DOMAINS_NONE] = "none",       [AM_DOMAINS_SAME] = "same", [AM_DOMAINS_SPREAD] = "spread",
    [AM_DOMAINS_ELEMENT] = "element", [AM_DOMAINS_FOLD] = "fold",
};

static const char *const state_words[] = {
    [AM_STATES_NONE] = "none",         [AM_STATES_STRICT] = "strict",
    [AM_STATES_AND] = "and",           [AM_STATES_OR] = "or",
    [AM_STATES_SELECT] = "select",     [AM_STATES_STEP] = "step",
    [AM_STATES_INSTEAD] = "instead",   [AM_STATES_KEEP] = "keep",
    [AM_STATES_GUARD] = "guard",       [AM_STATES_OTHERWISE] = "otherwise",
    [AM_STATES_KNOWN] = "known",       [AM_STATES_UNWRAP] = "unwrap",
    [AM_STATES_OPTIONAL] = "optional", [AM_STATES_ATLEAST] = "at least",
    [AM_STATES_FOLD] = "fold",         [AM_STATES_SOME] = "some",
    [AM_STATES_ALL] = "all",           [AM_STATES_GROUP] = "group",
    [AM_STATES_GROUPED] = "grouped",   [AM_STATES_PICK] = "pick",
    [AM_STATES_MET] = "met",           [AM_STATES_CELL] = "cell",
    [AM_STATES_DATED] = "dated",       [AM_STATES_UNBROKEN] = "unbroken",
};

static const char page_head[] =
    "# Instructions\n"
    "\n"
    "This page is made from `src/code/opcode.def` by the tests; change it there.\n"
    "\n"
    "A program is a straight line of instructions. Each has a result and up to four operands, a to d. A word "
    "in plain\n"
    "letters is a register of that type: *any* type, an *ordered* one (all but yesno, text and row), the "
    "*same* as the\n"
    "result's, or *like a*. A word in italics is a number: of a table, a column, a list of registers, a "
    "domain, a fault,\n"
    "a rounding mode, a way to end a month, or a plain count. Which *domains* the registers may be in and "
    "how *states*\n"
    "(unknown, needs, fault) pass is told by the rules below the table. The cost is in additions a row.\n"
    "\n"
    "| instruction | result | a | b | c | d | effect | domains | states | may fault | cost |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|\n";

static const char page_tail[] =
    "\n"
    "## Domains\n"
    "\n"
    "- *same*: operands are in the result's domain or constant; a constant is made from constants only.\n"
    "- *spread*: a is in the parent of the result's domain.\n"
    "- *element*: the result's domain is a product, and a is in the domain of its elements.\n"
    "- *fold*: a and b are in the domain that c names, or constant; d and the result are in that domain's "
    "parent.\n"
    "- *none*: there is no result.\n"
    "\n"
    "## States\n"
    "\n"
    "- *strict*: the greatest of the operands' states: a value, unknown, needs, fault.\n"
    "- *and*: no before needs before fault before yes. *or*: yes before needs before fault before no.\n"
    "- *select*: a's state when it is no value, else the chosen operand's. *step* joins c's needs and faults "
    "while a has\n"
    "  no value; *instead* joins c's needs only.\n"
    "- *keep*: unknown where a is no. *guard*: the fault d where a is no.\n"
    "- *otherwise*: b's where a is unknown. *known*: a value where a is unknown. *unwrap*: a fault where a "
    "is unknown.\n"
    "- *optional*: an unknown operand is left out; unknown when both are.\n"
    "- *at least*: yes when d are yes; no when fewer than d are not no; else needs if any needs, else a "
    "fault.\n"
    "- *fold*: d's when it is no value; else strict over the elements that count. *some* and *all* are "
    "decided early.\n"
    "- *group*: strict over the masks of the elements of the list and the keys where the mask is yes. "
    "*grouped*: strict over the\n"
    "  elements of the row's group.\n"
    "- *pick*: by the rows of the table (see `src/code/table.h`). *cell*: a's; a fault where the cell is not "
    "covered.\n";

static void put_cell(am_buffer *buffer, const char *text) {
    am_buffer_put_text(buffer, text);
    am_buffer_put_text(buffer, " | ");
}

static const char *const effects[] = {
#define OP(name, text, result, a, b, c, d, domains, states, faults, cost, effect) effect,
#include "code/opcode.def"
#undef OP
};

static void put_row(am_buffer *buffer, unsigned opcode) {
    const am_opcode_row *row = am_opcode_row_of(opcode);
    am_buffer_put_text(buffer, "| `");
    am_buffer_put_text(buffer, am_opcode_name(opcode));
    am_buffer_put_text(buffer, "` | ");
    put_cell(buffer, operand_words[row->result]);
    for (unsigned i = 0; i < 4; i++) {
        put_cell(buffer, operand_words[row->operands[i]]);
    }
    put_cell(buffer, effects[opcode]);
    put_cell(buffer, domain_words[row->domains]);
    put_cell(buffer, state_words[row->states]);
    put_cell(buffer, row->may_fault ? "yes" : "");
    am_buffer_put_unsigned(buffer, row->cost);
    am_buffer_put_text(buffer, " |\n");
}

static void page_is_the_table(void **state) {
    am_buffer page;
    (void)state;
    am_buffer_init(&page, am_allocator_standard());
    am_buffer_put_text(&page, page_head);
    for (unsigned i = 0; i < AM_OP_COUNT_OF_ALL; i++) {
        put_row(&page, i);
    }
    am_buffer_put_text(&page, page_tail);
    golden_compare("docs/opcodes.md", am_buffer_text(&page));
    am_buffer_clear(&page);
}

static void rows_are_well_formed(void **state) {
    (void)state;
    for (unsigned i = 0; i < AM_OP_COUNT_OF_ALL; i++) {
        const am_opcode_row *row = am_opcode_row_of(i);
        assert_true(row->result == AM_OPERAND_NONE || am_operand_is_register(row->result));
        assert_true(row->result != AM_OPERAND_SAME && row->result != AM_OPERAND_LIKE_A);
        assert_true((row->result == AM_OPERAND_NONE) == (row->domains == AM_DOMAINS_NONE));
        assert_true((row->result == AM_OPERAND_NONE) == (row->states == AM_STATES_NONE));
        assert_true(row->domains != AM_DOMAINS_FOLD || row->operands[2] == AM_OPERAND_DOMAIN);
        assert_true(row->cost > 0);
        for (unsigned other = 0; other < i; other++) {
            assert_string_not_equal(am_opcode_name(i), am_opcode_name(other));
        }
    }
    assert_null(am_opcode_row_of(AM_OP_COUNT_OF_ALL));
}

static void operands_admit_types(void **state) {
    (void)state;
    for (unsigned type = 0; type < AM_VALUE_TYPE_COUNT; type++) {
        bool is_ordered = type != AM_VALUE_YESNO && type != AM_VALUE_TEXT && type != AM_VALUE_ROW;
        bool is_period = type == AM_VALUE_MONTHS || type == AM_VALUE_DAYS;
        for (unsigned one = 0; one < AM_VALUE_TYPE_COUNT; one++) {
            assert_int_equal(am_operand_admits((am_operand)(AM_OPERAND_DECIMAL + one), type), one == type);
        }
        assert_int_equal(am_operand_admits(AM_OPERAND_ORDERED, type), is_ordered);
        assert_int_equal(am_operand_admits(AM_OPERAND_PERIOD, type), is_period);
        assert_true(am_operand_admits(AM_OPERAND_ANY, type));
        assert_false(am_operand_admits(AM_OPERAND_TABLE, type));
        assert_false(am_operand_admits(AM_OPERAND_NONE, type));
    }
}

static void faults_are_numbered(void **state) {
    (void)state;
    assert_int_equal(am_operand_of_fault(AM_DIAG_DIVISION_BY_ZERO), 1);
    assert_int_equal(am_operand_fault(101), AM_DIAG_NO_ROW);
    assert_int_equal(am_operand_fault(0), AM_DIAG_NONE);
    assert_int_equal(am_operand_fault(10001), AM_DIAG_NONE);
    assert_int_equal(am_operand_fault(UINT16_MAX), AM_DIAG_NONE);
}

static void sample_has_every_instruction(void **state) {
    am_arena arena;
    am_program *program;
    bool is_used[AM_OP_COUNT_OF_ALL] = {false};
    (void)state;
    am_arena_init(&arena, am_allocator_standard(), 0);
    program = sample_program(&arena);
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        is_used[program->instructions[i].opcode] = true;
    }
    for (unsigned i = 0; i < AM_OP_COUNT_OF_ALL; i++) {
        if (!is_used[i]) {
            fail_msg("the sample has no %s", am_opcode_name(i));
        }
    }
    am_arena_clear(&arena);
}

static void values_have_names_and_widths(void **state) {
    (void)state;
    assert_string_equal(am_value_type_name(AM_VALUE_ROW), "row");
    assert_string_equal(am_kind_name(AM_KIND_TEXT), "text");
    assert_int_equal(am_kind_type(AM_KIND_WHOLE), AM_VALUE_DECIMAL);
    assert_int_equal(am_kind_type(AM_KIND_CODE), AM_VALUE_CODE);
    assert_int_equal(am_value_type_bytes(AM_VALUE_DECIMAL), sizeof(am_decimal));
    assert_int_equal(am_value_type_bytes(AM_VALUE_YESNO), 1);
    assert_int_equal(am_value_type_bytes(AM_VALUE_TEXT), 4);
}

int opcode_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_is_the_table),
        cmocka_unit_test(rows_are_well_formed),
        cmocka_unit_test(operands_admit_types),
        cmocka_unit_test(faults_are_numbered),
        cmocka_unit_test(sample_has_every_instruction),
        cmocka_unit_test(values_have_names_and_widths),
    };
    return cmocka_run_group_tests_name("opcode", tests, NULL, NULL);
}
