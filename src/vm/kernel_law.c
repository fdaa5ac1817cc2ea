/*
 * Dated law: the clock of a record, and values that hold only while they are law.
 *
 * A batch assessed as of a date has that date on every clock, whatever its records say; nothing else in it
 * changes. One assessed as known at a date has no law that was published after it: what went before goes on.
 */
#include "vm/kernel.h"
#include "vm/law_work.h"

void am_kernel_clock(am_call *call) {
    const am_view *a = &call->operands[0];
    int32_t *out = call->values;
    bool is_fixed = call->batch->has_as_of;
    for (uint32_t row = 0; row < call->rows; row++) {
        out[row] = is_fixed ? call->batch->as_of : am_view_integer(a, row);
        am_call_set_state(call, row, is_fixed ? AM_STATE_VALUE : am_view_state(a, row));
    }
}

/* Before anything was chosen it is the first date, with which comparisons begin. */
void am_kernel_law(am_call *call) {
    const am_law_work *laws = call->batch->laws;
    const am_choices *choices = &laws->choices[call->instruction->operands[2]];
    int32_t *out = call->values;
    for (uint32_t row = 0; row < call->rows; row++) {
        am_state state =
            am_state_greatest(am_view_state(&call->operands[0], row), am_view_state(&call->operands[1], row));
        out[row] = am_view_integer(&call->operands[0], row);
        if (laws->is_chosen && state == AM_STATE_VALUE) {
            out[row] = choices->dates[row];
            state = (am_state)choices->states[row];
        }
        am_call_set_state(call, row, state);
    }
}

am_state am_dated_state(const am_call *call, uint32_t row) {
    am_state state =
        am_state_greatest(am_view_state(&call->operands[1], row), am_view_state(&call->operands[2], row));
    return am_state_greatest(state, am_view_state(&call->operands[3], row));
}

bool am_dated_is_law(const am_call *call, uint32_t row) {
    am_date date = am_view_integer(&call->operands[1], row);
    am_date first = am_view_integer(&call->operands[2], row);
    if (call->instruction->opcode == AM_OP_REPEALED) {
        return date < first || !am_batch_knows(call->batch, am_view_integer(&call->operands[3], row));
    }
    return first <= date && date <= am_view_integer(&call->operands[3], row);
}

bool am_batch_knows(const am_batch *batch, am_date published) {
    return !batch->has_known_at || published <= batch->known_at;
}

void am_kernel_published(am_call *call) {
    const am_view *a = &call->operands[0];
    const am_view *b = &call->operands[1];
    am_call_copy_values(call, a);
    for (uint32_t row = 0; row < call->rows; row++) {
        am_state state = am_state_greatest(am_view_state(a, row), am_view_state(b, row));
        bool is_known = am_batch_knows(call->batch, am_view_integer(b, row));
        am_call_set_state(call, row, state == AM_STATE_VALUE && !is_known ? AM_STATE_FAULT : state);
    }
}

void am_kernel_dated(am_call *call) {
    const am_view *a = &call->operands[0];
    am_call_copy_values(call, a);
    for (uint32_t row = 0; row < call->rows; row++) {
        am_state state = am_dated_state(call, row);
        if (state == AM_STATE_VALUE) {
            state = am_dated_is_law(call, row) ? am_view_state(a, row) : AM_STATE_FAULT;
        }
        am_call_set_state(call, row, state);
    }
}
