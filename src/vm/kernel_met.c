/*
 * Rows of a schedule with their values: the greatest or least that is met, and the sum of those that are met.
 *
 * Every row is looked at, so that the outcome never depends on their order: a row that faults, or is met and
 * has a value that faults, makes a fault; then one that needs facts makes it need them. Only values are
 * compared and added.
 */
#include <string.h>

#include "vm/kernel.h"
#include "vm/open.h"
#include "vm/vm.h"

static const am_table *table_of(const am_call *call) {
    return &call->batch->program->tables[call->instruction->operands[0]];
}

static uint16_t register_of(const am_call *call, uint32_t number) {
    const am_program *program = call->batch->program;
    return program->list_items[program->lists[call->instruction->operands[2]].start + number];
}

/* What the rows come to, so far. */
typedef struct met {
    bool has_row; /* one is yes, or its cells are not known */
    bool has_needs;
    bool has_fault;
    bool has_best;
    uint16_t best;
    am_view best_view;
    am_cell sum;
    am_diag diag; /* of adding */
} met;

static bool is_better(const am_table *table, const am_view *value, const am_view *best, uint32_t row) {
    int order =
        am_value_compare((am_value_type)value->type, am_view_value(value, row), am_view_value(best, row));
    return table->policy == AM_POLICY_GREATEST ? order > 0 : order < 0;
}

static void take_value(const am_call *call, met *met, uint32_t row, uint16_t number) {
    const am_table *table = table_of(call);
    am_view value = am_view_of(call->batch, register_of(call, number));
    am_state state = am_view_state(&value, row);
    met->has_row = true;
    met->has_needs = met->has_needs || state == AM_STATE_NEEDS;
    met->has_fault = met->has_fault || state == AM_STATE_FAULT;
    if (state != AM_STATE_VALUE) {
        return;
    }
    if (table->policy == AM_POLICY_SUM) {
        am_scalar *add = am_scalar_of(call->instruction->opcode);
        met->diag = met->diag != AM_DIAG_NONE ? met->diag
                                              : add(call, &met->sum, am_view_value(&value, row), &met->sum);
    } else if (!met->has_best || is_better(table, &value, &met->best_view, row)) {
        met->has_best = true;
        met->best = number;
        met->best_view = value;
    }
}

static void take_word(const am_call *call, met *met, uint32_t row, uint32_t word) {
    am_verdict verdict = am_pick_judge(call, row, word);
    met->has_fault = met->has_fault || verdict.faults != 0;
    met->has_needs = met->has_needs || verdict.needs != 0;
    met->has_row = met->has_row || (verdict.faults | verdict.needs) != 0;
    for (uint64_t yes = verdict.yes; yes != 0; yes &= yes - 1) {
        take_value(call, met, row, (uint16_t)(word * 64 + (uint32_t)__builtin_ctzll(yes)));
    }
}

/* No row is met: the otherwise row, or a sum of nothing, or why there is none. */
static am_diag take_none(const am_call *call, met *met, uint32_t row) {
    uint16_t otherwise;
    am_found found = am_pick_none(call, &otherwise);
    if (found.state == AM_STATE_VALUE) {
        take_value(call, met, row, otherwise);
    }
    met->has_needs = met->has_needs || found.state == AM_STATE_NEEDS;
    return table_of(call)->policy == AM_POLICY_SUM && found.diag == AM_DIAG_NO_ROW ? AM_DIAG_NONE
                                                                                   : found.diag;
}

am_found am_met_row(const am_call *call, uint32_t row, am_cell *out) {
    const am_table *table = table_of(call);
    met met = {.diag = AM_DIAG_NONE};
    am_diag none = AM_DIAG_NONE;
    memset(out, 0, sizeof *out);
    am_pick_class(call, row);
    for (uint32_t word = 0; word < table->words; word++) {
        take_word(call, &met, row, word);
    }
    if (!met.has_row) {
        none = take_none(call, &met, row);
    }
    if (met.has_fault || met.has_needs) {
        return (am_found){met.has_fault ? AM_STATE_FAULT : AM_STATE_NEEDS, AM_DIAG_NONE};
    }
    none = none != AM_DIAG_NONE ? none : met.diag;
    if (none != AM_DIAG_NONE) {
        return (am_found){AM_STATE_FAULT, none};
    }
    if (table->policy == AM_POLICY_SUM) {
        out->decimal = met.sum.decimal;
    } else {
        out->integer = met.best;
    }
    return (am_found){AM_STATE_VALUE, AM_DIAG_NONE};
}

void am_kernel_met(am_call *call) {
    for (uint32_t row = 0; row < call->rows; row++) {
        am_cell cell;
        am_found found = am_met_row(call, row, &cell);
        am_call_set_value(call, row, &cell);
        am_call_set_state(call, row, found.state);
    }
}

void am_met_reasons(const am_call *call, uint32_t row, am_state state,
                    void (*want)(void *context, uint16_t column, uint32_t row), void *context) {
    const am_table *table = table_of(call);
    bool has_row = false;
    uint16_t otherwise;
    am_pick_reasons(call, row, state, want, context);
    am_pick_class(call, row);
    for (uint32_t word = 0; word < table->words; word++) {
        am_verdict verdict = am_pick_judge(call, row, word);
        has_row = has_row || (verdict.yes | verdict.needs | verdict.faults) != 0;
        for (uint64_t yes = verdict.yes; yes != 0; yes &= yes - 1) {
            want(context, register_of(call, word * 64 + (uint32_t)__builtin_ctzll(yes)), row);
        }
    }
    if (!has_row && am_pick_none(call, &otherwise).state == AM_STATE_VALUE) {
        want(context, register_of(call, otherwise), row);
    }
}

bool am_vm_row_counts(am_batch *batch, uint32_t instruction, uint32_t row, uint16_t number) {
    uint16_t domain = batch->program->registers[batch->program->instructions[instruction].result].domain;
    am_spot spot = am_open_wide_spot(batch, domain, row);
    batch = spot.batch == batch ? batch : batch->wide;
    row = spot.row;
    am_call call;
    am_call_init(&call, batch, &batch->program->instructions[instruction]);
    const am_table *table = table_of(&call);
    bool has_row = false;
    uint16_t otherwise;
    am_pick_class(&call, row);
    for (uint32_t word = 0; word < table->words; word++) {
        am_verdict verdict = am_pick_judge(&call, row, word);
        if (number / 64u == word && (verdict.yes >> number % 64 & 1) != 0) {
            return true;
        }
        has_row = has_row || (verdict.yes | verdict.needs | verdict.faults) != 0;
    }
    return !has_row && am_pick_none(&call, &otherwise).state == AM_STATE_VALUE && otherwise == number;
}
