/*
 * Strict instructions, one scalar a row; and those that differ from them only in what they do with an unknown
 * operand.
 */
#include <string.h>

#include "base/decimal_short.h"
#include "vm/kernel.h"

am_scalar *am_scalar_of(unsigned opcode) {
    return am_decimal_scalars[opcode] != NULL ? am_decimal_scalars[opcode] : am_date_scalars[opcode];
}

/* An instruction over decimals of few digits, in line; false where it does not apply. */
typedef bool short_scalar(const am_decimal *a, const am_decimal *b, am_decimal *out);

static inline bool add_short(const am_decimal *a, const am_decimal *b, am_decimal *out) {
    return am_decimal_add_short(a, b, false, out);
}

static inline bool subtract_short(const am_decimal *a, const am_decimal *b, am_decimal *out) {
    return am_decimal_add_short(a, b, true, out);
}

static inline bool greatest_short(const am_decimal *a, const am_decimal *b, am_decimal *out) {
    int order;
    if (!am_decimal_compare_short(a, b, &order)) {
        return false;
    }
    *out = order >= 0 ? *a : *b;
    return true;
}

static inline bool least_short(const am_decimal *a, const am_decimal *b, am_decimal *out) {
    int order;
    if (!am_decimal_compare_short(a, b, &order)) {
        return false;
    }
    *out = order <= 0 ? *a : *b;
    return true;
}

static inline void run_short(am_call *call, am_scalar *scalar, short_scalar *run) {
    const am_view *a = &call->operands[0];
    const am_view *b = &call->operands[1];
    const am_decimal *of_a = a->values;
    const am_decimal *of_b = b->values;
    am_decimal *out = call->values;
    const uint8_t *states = call->is_plain ? NULL : call->states;
    for (uint32_t row = 0; row < call->rows; row++) {
        if (states != NULL && states[row] != AM_STATE_VALUE) {
            out[row] = (am_decimal){0};
        } else if (!run(&of_a[row & a->mask], &of_b[row & b->mask], &out[row]) &&
                   scalar(call, &of_a[row & a->mask], &of_b[row & b->mask], &out[row]) != AM_DIAG_NONE) {
            am_call_set_state(call, row, AM_STATE_FAULT);
        }
    }
}

static bool run_decimals(am_call *call, am_scalar *scalar) {
    switch ((am_opcode)call->instruction->opcode) {
    case AM_OP_ADD:
    case AM_OP_ADD_EXACT:
        run_short(call, scalar, add_short);
        return true;
    case AM_OP_SUBTRACT:
    case AM_OP_SUBTRACT_EXACT:
        run_short(call, scalar, subtract_short);
        return true;
    case AM_OP_MULTIPLY:
    case AM_OP_MULTIPLY_EXACT:
        run_short(call, scalar, am_decimal_multiply_short);
        return true;
    case AM_OP_GREATEST:
        run_short(call, scalar, greatest_short);
        return true;
    case AM_OP_LEAST:
        run_short(call, scalar, least_short);
        return true;
    default:
        return false;
    }
}

void am_kernel_scalar(am_call *call) {
    am_scalar *scalar = am_scalar_of(call->instruction->opcode);
    const am_view *a = &call->operands[0];
    const am_view *b = &call->operands[1];
    size_t bytes = am_value_type_bytes(call->type);
    char *out = call->values;
    am_call_set_strict_states(call);
    if (call->type == AM_VALUE_DECIMAL && run_decimals(call, scalar)) {
        return;
    }
    const uint8_t *states = call->is_plain ? NULL : call->states;
    for (uint32_t row = 0; row < call->rows; row++, out += bytes) {
        if (states != NULL && states[row] != AM_STATE_VALUE) {
            memset(out, 0, bytes);
        } else if (scalar(call, am_view_value(a, row), am_view_value(b, row), out) != AM_DIAG_NONE) {
            am_call_set_state(call, row, AM_STATE_FAULT);
        }
    }
}

static void combine_known(am_call *call, am_scalar *scalar, uint32_t row) {
    const am_view *a = &call->operands[0];
    const am_view *b = &call->operands[1];
    am_state state_a = am_view_state(a, row);
    am_state state_b = am_view_state(b, row);
    am_state greatest = am_state_greatest(state_a, state_b);
    bool is_none = state_a == AM_STATE_UNKNOWN && state_b == AM_STATE_UNKNOWN;
    if (greatest >= AM_STATE_NEEDS || is_none) {
        am_call_set_blank(call, row);
        am_call_set_state(call, row, greatest);
        return;
    }
    am_state state = AM_STATE_VALUE;
    if (greatest == AM_STATE_UNKNOWN) {
        am_call_set_value(call, row, am_view_value(state_a == AM_STATE_UNKNOWN ? b : a, row));
    } else if (scalar(call, am_view_value(a, row), am_view_value(b, row), am_call_value(call, row)) !=
               AM_DIAG_NONE) {
        state = AM_STATE_FAULT;
    }
    am_call_set_state(call, row, state);
}

void am_kernel_known_only(am_call *call) {
    am_scalar *scalar = am_scalar_of(call->instruction->opcode);
    for (uint32_t row = 0; row < call->rows; row++) {
        combine_known(call, scalar, row);
    }
}

void am_kernel_is_row(am_call *call) {
    uint8_t *out = call->values;
    for (uint32_t row = 0; row < call->rows; row++) {
        out[row] = am_view_integer(&call->operands[0], row) == call->instruction->operands[1];
    }
    am_call_set_strict_states(call);
}

void am_kernel_fail(am_call *call) {
    memset(call->values, 0, call->rows * am_value_type_bytes(call->type));
    for (uint32_t row = 0; row < call->rows; row++) {
        am_call_set_state(call, row, AM_STATE_FAULT);
    }
}
