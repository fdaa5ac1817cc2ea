/*
 * Instructions as calls: views of the operands, and the states that most rules share.
 */
#include <string.h>

#include "vm/kernel.h"
#include "vm/level.h"

static const am_decimal NOTHING; /* what an operand that is no register reads as */

/* Field by field: calls are prepared for each instruction of each batch, however few its rows are. */
static inline void open_view(am_view *view, const am_batch *batch, uint16_t column) {
    const am_register *reg = &batch->program->registers[column];
    const am_column *at = &batch->columns[column];
    if (at->is_behind) {
        am_level_widen(batch, column);
    }
    view->values = at->values;
    view->states = at->is_plain ? NULL : at->states;
    view->mask = reg->domain == AM_DOMAIN_CONSTANT ? 0 : UINT32_MAX;
    view->bytes = (uint32_t)am_value_type_bytes((am_value_type)reg->type);
    view->column = column;
    view->type = reg->type;
}

static inline void open_nothing(am_view *view) {
    view->values = &NOTHING;
    view->states = NULL;
    view->mask = 0;
    view->bytes = 0;
    view->column = AM_NO_INDEX;
    view->type = 0;
}

am_view am_view_of(const am_batch *batch, uint16_t column) {
    am_view view;
    open_view(&view, batch, column);
    return view;
}

void am_call_init(am_call *call, am_batch *batch, const am_instruction *instruction) {
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    bool has_result = row->result != AM_OPERAND_NONE;
    const am_register *reg = has_result ? &batch->program->registers[instruction->result] : NULL;
    const am_column *column = has_result ? &batch->columns[instruction->result] : NULL;
    call->batch = batch;
    call->instruction = instruction;
    for (unsigned i = 0; i < 4; i++) {
        if (am_operand_is_register((am_operand)row->operands[i])) {
            open_view(&call->operands[i], batch, instruction->operands[i]);
        } else {
            open_nothing(&call->operands[i]);
        }
    }
    call->rows = has_result ? am_batch_row_count(batch, reg->domain) : 0;
    call->domain = has_result ? reg->domain : 0;
    call->type = has_result ? (am_value_type)reg->type : AM_VALUE_DECIMAL;
    call->values = has_result ? column->values : NULL;
    call->states = has_result ? column->states : NULL;
    call->is_plain = true;
}

bool am_call_has_plain_operands(const am_call *call) {
    const am_view *of = call->operands;
    return of[0].states == NULL && of[1].states == NULL && of[2].states == NULL && of[3].states == NULL;
}

void am_call_open_states(am_call *call) {
    call->is_plain = false;
    if (call->states != NULL) {
        memset(call->states, AM_STATE_VALUE, call->rows);
    }
}

static void raise_states(am_call *call, const am_view *view) {
    uint8_t *states = call->states;
    uint8_t least = view->states[0];
    if (view->mask != 0) {
        for (uint32_t row = 0; row < call->rows; row++) {
            states[row] = view->states[row] > states[row] ? view->states[row] : states[row];
        }
        return;
    }
    for (uint32_t row = 0; row < call->rows; row++) {
        states[row] = least > states[row] ? least : states[row];
    }
}

void am_call_set_strict_states(am_call *call) {
    if (am_call_has_plain_operands(call)) {
        return;
    }
    am_call_open_states(call);
    for (unsigned i = 0; i < 4 && call->states != NULL; i++) {
        if (call->operands[i].states != NULL) {
            raise_states(call, &call->operands[i]);
        }
    }
}

bool am_states_are_plain(const uint8_t *states, uint32_t rows) {
    uint8_t any = 0;
    for (uint32_t row = 0; row < rows; row++) {
        any |= states[row];
    }
    return any == AM_STATE_VALUE;
}

int am_value_compare(am_value_type type, const void *a, const void *b) {
    switch (am_storage_of(type)) {
    case AM_STORAGE_DECIMAL:
        return am_decimal_compare(*(const am_decimal *)a, *(const am_decimal *)b);
    case AM_STORAGE_YESNO:
        return (int)*(const uint8_t *)a - (int)*(const uint8_t *)b;
    case AM_STORAGE_INTEGER:
        break;
    }
    int32_t left = *(const int32_t *)a;
    int32_t right = *(const int32_t *)b;
    return (left > right) - (left < right);
}

void am_call_set_state(am_call *call, uint32_t row, am_state state) {
    if (call->is_plain) {
        if (state == AM_STATE_VALUE) {
            return;
        }
        am_call_open_states(call);
    }
    if (call->states != NULL) {
        call->states[row] = (uint8_t)state;
    }
}
