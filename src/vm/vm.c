/*
 * The dispatch: each instruction once over the whole batch, in order, with no way back.
 *
 * Every opcode has its case here and nowhere else; the compiler refuses a row of opcode.def without one. A
 * skip leaves the results of the instructions that it passes over as they were: valid for their types, and
 * wanted by no row.
 */
#include <string.h>

#include "vm/law.h"
#include "vm/law_work.h"

#include "vm/fitting.h"
#include "vm/kernel.h"
#include "vm/level.h"
#include "vm/narrow_run.h"
#include "vm/open.h"
#include "vm/single.h"

static bool is_plain_yes(const am_view *view, uint32_t row) {
    return am_view_state(view, row) == AM_STATE_VALUE && am_view_is_yes(view, row);
}

/* How many instructions a skip passes over. `passes` when no row (every row) of its condition is a plain yes.
 */
static uint32_t skip_length(am_batch *batch, const am_instruction *instruction, bool is_when) {
    am_view condition = am_view_of(batch, instruction->operands[0]);
    uint16_t domain = batch->program->registers[instruction->operands[0]].domain;
    uint32_t rows = am_batch_row_count(batch, domain);
    for (uint32_t row = 0; row < rows; row++) {
        if (is_plain_yes(&condition, row) != is_when) {
            return 0;
        }
    }
    return instruction->operands[1];
}

void am_vm_dispatch(am_call *call) {
    const am_instruction *instruction = call->instruction;
    switch ((am_opcode)instruction->opcode) {
    case AM_OP_ADD:
    case AM_OP_SUBTRACT:
    case AM_OP_MULTIPLY:
    case AM_OP_ADD_EXACT:
    case AM_OP_SUBTRACT_EXACT:
    case AM_OP_MULTIPLY_EXACT:
    case AM_OP_DIVIDE:
    case AM_OP_QUOTIENT:
    case AM_OP_REMAINDER:
    case AM_OP_POWER:
    case AM_OP_NEGATE:
    case AM_OP_ABSOLUTE:
    case AM_OP_ROUND:
    case AM_OP_ADD_MONTHS:
    case AM_OP_SUBTRACT_MONTHS:
    case AM_OP_ADD_DAYS:
    case AM_OP_SUBTRACT_DAYS:
    case AM_OP_DATE_DIFFERENCE:
    case AM_OP_DAYS_BETWEEN:
    case AM_OP_MONTHS_BETWEEN:
    case AM_OP_MONTHS_BEGUN:
    case AM_OP_YEARS_BETWEEN:
    case AM_OP_END_OF_MONTH:
    case AM_OP_WORKING_DAYS:
    case AM_OP_ADD_WORKING_DAYS:
    case AM_OP_ADD_PERIODS:
    case AM_OP_SUBTRACT_PERIODS:
    case AM_OP_SCALE_PERIOD:
    case AM_OP_PERIOD_NUMBER:
    case AM_OP_NUMBER_PERIOD:
    case AM_OP_GREATEST:
    case AM_OP_LEAST:
    case AM_OP_IS_WHOLE:
        am_kernel_scalar(call);
        break;
    case AM_OP_EQUAL:
        am_kernel_equal(call);
        break;
    case AM_OP_LESS:
        am_kernel_less(call, false);
        break;
    case AM_OP_LESS_EQUAL:
        am_kernel_less(call, true);
        break;
    case AM_OP_AND:
        am_kernel_and_or(call, false);
        break;
    case AM_OP_OR:
        am_kernel_and_or(call, true);
        break;
    case AM_OP_NOT:
        am_kernel_not(call);
        break;
    case AM_OP_AT_LEAST:
        am_kernel_at_least(call);
        break;
    case AM_OP_SELECT:
    case AM_OP_INSTEAD:
        am_kernel_choose(call, false);
        break;
    case AM_OP_STEP:
        am_kernel_choose(call, true);
        break;
    case AM_OP_KEEP:
        am_kernel_keep(call, AM_STATE_UNKNOWN);
        break;
    case AM_OP_GUARD:
        am_kernel_keep(call, AM_STATE_FAULT);
        break;
    case AM_OP_CLOCK:
        am_kernel_clock(call);
        break;
    case AM_OP_LAW:
        am_kernel_law(call);
        break;
    case AM_OP_IN_FORCE:
    case AM_OP_REPEALED:
        am_kernel_dated(call);
        break;
    case AM_OP_PUBLISHED:
        am_kernel_published(call);
        break;
    case AM_OP_OTHERWISE:
        am_kernel_otherwise(call);
        break;
    case AM_OP_KNOWN:
        am_kernel_known(call);
        break;
    case AM_OP_UNWRAP:
        am_kernel_unwrap(call);
        break;
    case AM_OP_GREATEST_KNOWN:
    case AM_OP_LEAST_KNOWN:
    case AM_OP_ADD_KNOWN:
    case AM_OP_ADD_KNOWN_EXACT:
        am_kernel_known_only(call);
        break;
    case AM_OP_FAIL:
        am_kernel_fail(call);
        break;
    case AM_OP_PICK:
        am_kernel_pick(call);
        break;
    case AM_OP_PICK_BEST:
    case AM_OP_ADD_ROWS:
    case AM_OP_ADD_ROWS_EXACT:
        am_kernel_met(call);
        break;
    case AM_OP_CELL:
        am_kernel_cell(call);
        break;
    case AM_OP_IS_ROW:
        am_kernel_is_row(call);
        break;
    case AM_OP_SPREAD:
        am_kernel_spread(call, call->batch->rows[call->domain].parents);
        break;
    case AM_OP_ELEMENT:
        am_kernel_spread(call, call->batch->rows[call->domain].elements);
        break;
    case AM_OP_POSITION:
        am_kernel_position(call);
        break;
    case AM_OP_COUNT:
        am_kernel_count(call);
        break;
    case AM_OP_SUM:
    case AM_OP_SUM_EXACT:
    case AM_OP_FOLD_GREATEST:
    case AM_OP_FOLD_LEAST:
        am_kernel_fold(call);
        break;
    case AM_OP_SOME:
        am_kernel_some_all(call, false);
        break;
    case AM_OP_ALL:
        am_kernel_some_all(call, true);
        break;
    case AM_OP_GROUP:
        am_kernel_group(call);
        break;
    case AM_OP_UNBROKEN:
        am_kernel_unbroken(call);
        break;
    case AM_OP_LEADS:
        am_kernel_leads(call);
        break;
    case AM_OP_GROUP_COUNT:
    case AM_OP_GROUP_SUM:
    case AM_OP_GROUP_SUM_EXACT:
    case AM_OP_GROUP_GREATEST:
    case AM_OP_GROUP_LEAST:
        am_kernel_grouped(call);
        break;
    case AM_OP_SKIP_UNLESS: /* control, not kernels */
    case AM_OP_SKIP_WHEN:
    case AM_OP_COUNT_OF_ALL:
        break;
    }
}

/* Facts are plain where every row was given. */
static void see_inputs(am_batch *batch) {
    const am_work *work = batch->work;
    for (uint32_t i = 0; i < work->input_starts[batch->program->domain_count]; i++) {
        uint16_t number = work->inputs[i].column;
        am_column *column = &batch->columns[number];
        uint32_t rows = am_batch_row_count(batch, batch->program->registers[number].domain);
        column->is_plain = column->states == NULL || am_states_are_plain(column->states, rows);
    }
}

void am_vm_execute(am_batch *batch, const am_instruction *instruction) {
    am_column *result = &batch->columns[instruction->result];
    if (am_level_execute(batch, instruction)) {
        return;
    }
    am_call call;
    am_call_init(&call, batch, instruction);
    am_level_forget(result);
    if (call.rows != 0) {
        am_vm_dispatch(&call);
    }
    result->is_plain = call.is_plain || call.states == NULL || am_states_are_plain(call.states, call.rows);
}

void am_vm_run(am_batch *batch) {
    if (batch->laws != NULL) {
        am_law_choose(batch);
    }
    am_vm_pass(batch);
}

/* Few records are assessed one after another, if each is plain. Only their results are then known. */
static bool is_done_singly(am_batch *batch) {
    am_work *work = batch->work;
    if (batch->single == NULL || batch->narrow->is_explained ||
        batch->rows[0].count > AM_SINGLE_RECORDS_MAX || !am_single_assess(batch->single, batch)) {
        return false;
    }
    work->open_count = 0;
    work->is_all_open = false;
    work->is_beyond = false;
    memset(work->is_open, 0, batch->rows[0].count);
    return true;
}

void am_vm_pass(am_batch *batch) {
    const am_program *program = batch->program;
    if (batch->narrow != NULL) {
        if (batch->fitting != NULL) {
            am_fitting_follow(batch);
        }
        if (is_done_singly(batch)) {
            return;
        }
        if (!am_open_is_whole(batch)) {
            am_narrow_run(batch);
        }
        am_open_assess(batch);
        return;
    }
    see_inputs(batch);
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        const am_instruction *instruction = &program->instructions[i];
        if (instruction->opcode == AM_OP_SKIP_UNLESS || instruction->opcode == AM_OP_SKIP_WHEN) {
            bool is_when = instruction->opcode == AM_OP_SKIP_WHEN;
            i += batch->is_in_full ? 0 : skip_length(batch, instruction, is_when);
        } else {
            am_vm_execute(batch, instruction);
        }
    }
}
