/*
 * Instructions as calls: views of the operands, and the states that most rules share.
 */
#include "vm/kernel.h"

static const am_decimal NOTHING; /* what an operand that is no register reads as */

am_view am_view_of(const am_batch *batch, uint16_t column) {
    const am_register *reg = &batch->program->registers[column];
    const am_column *at = &batch->columns[column];
    return (am_view){
        .values = at->values,
        .states = at->is_plain ? NULL : at->states,
        .mask = reg->domain == AM_DOMAIN_CONSTANT ? 0 : UINT32_MAX,
        .bytes = (uint32_t)am_value_type_bytes((am_value_type)reg->type),
        .column = column,
        .type = reg->type,
    };
}

am_call am_call_of(am_batch *batch, const am_instruction *instruction) {
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    am_call call = {.batch = batch, .instruction = instruction, .is_plain = true};
    for (unsigned i = 0; i < 4; i++) {
        if (am_operand_is_register((am_operand)row->operands[i])) {
            call.operands[i] = am_view_of(batch, instruction->operands[i]);
        } else {
            call.operands[i] = (am_view){.values = &NOTHING, .column = AM_NO_INDEX};
        }
    }
    if (row->result != AM_OPERAND_NONE) {
        const am_register *reg = &batch->program->registers[instruction->result];
        const am_column *column = &batch->columns[instruction->result];
        call.domain = reg->domain;
        call.rows = am_batch_row_count(batch, reg->domain);
        call.type = (am_value_type)reg->type;
        call.values = column->values;
        call.states = column->states;
    }
    return call;
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
