/*
 * Choosing kernels: values are chosen by the condition's value alone, whatever its state, and states by the
 * rule.
 */
#include "vm/kernel.h"

static void choose_values(am_call *call) {
    const am_view *a = &call->operands[0];
    const am_view *b = &call->operands[1];
    const am_view *c = &call->operands[2];
    const uint8_t *yes = a->values;
#define CHOOSE(T)                                   \
    for (uint32_t row = 0; row < call->rows; row++) \
    ((T *)call->values)[row] =                      \
        yes[row & a->mask] ? ((const T *)b->values)[row & b->mask] : ((const T *)c->values)[row & c->mask]
    AM_BY_STORAGE(call->type, CHOOSE)
#undef CHOOSE
}

void am_kernel_choose(am_call *call, bool is_step) {
    const am_view *a = &call->operands[0];
    choose_values(call);
    if (am_call_has_plain_operands(call)) {
        return;
    }
    for (uint32_t row = 0; row < call->rows; row++) {
        am_state state = am_view_state(a, row);
        if (state == AM_STATE_VALUE) {
            state = am_view_state(&call->operands[am_view_is_yes(a, row) ? 1 : 2], row);
        } else if (is_step) {
            state = am_state_greatest(state, am_view_state(&call->operands[2], row));
        }
        am_call_set_state(call, row, state);
    }
}

void am_call_copy_values(am_call *call, const am_view *from) {
#define COPY(T)                                     \
    for (uint32_t row = 0; row < call->rows; row++) \
    ((T *)call->values)[row] = ((const T *)from->values)[row & from->mask]
    AM_BY_STORAGE(call->type, COPY)
#undef COPY
}

void am_kernel_keep(am_call *call, am_state otherwise) {
    const am_view *a = &call->operands[0];
    const am_view *b = &call->operands[1];
    am_call_copy_values(call, b);
    for (uint32_t row = 0; row < call->rows; row++) {
        am_state state = am_view_state(a, row);
        if (state == AM_STATE_VALUE) {
            state = am_view_is_yes(a, row) ? am_view_state(b, row) : otherwise;
        }
        am_call_set_state(call, row, state);
    }
}

void am_kernel_otherwise(am_call *call) {
    const am_view *a = &call->operands[0];
    const am_view *b = &call->operands[1];
    if (a->states == NULL) {
        am_call_copy_values(call, a);
        return;
    }
    for (uint32_t row = 0; row < call->rows; row++) {
        const am_view *from = am_view_state(a, row) == AM_STATE_UNKNOWN ? b : a;
        am_call_set_value(call, row, am_view_value(from, row));
        am_call_set_state(call, row, am_view_state(from, row));
    }
}

void am_kernel_known(am_call *call) {
    const am_view *a = &call->operands[0];
    uint8_t *yes = call->values;
    for (uint32_t row = 0; row < call->rows; row++) {
        am_state state = am_view_state(a, row);
        yes[row] = state == AM_STATE_VALUE;
        am_call_set_state(call, row, state == AM_STATE_UNKNOWN ? AM_STATE_VALUE : state);
    }
}

void am_kernel_unwrap(am_call *call) {
    const am_view *a = &call->operands[0];
    am_call_copy_values(call, a);
    for (uint32_t row = 0; row < call->rows; row++) {
        am_state state = am_view_state(a, row);
        am_call_set_state(call, row, state == AM_STATE_UNKNOWN ? AM_STATE_FAULT : state);
    }
}
