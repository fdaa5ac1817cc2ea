/*
 * The elements of each list that no clean time parts from a date: sorted by their own dates and gone through
 * from the newest.
 *
 * The date that is looked back from only ever moves back, so elements dated after it are in and move nothing.
 * It is the list's: the one given with the first of the elements that count.
 */
#include <string.h>

#include "vm/kernel.h"

bool am_unbroken_may_count(const am_call *call, uint32_t row) {
    const am_view *mask = &call->operands[1];
    return am_view_state(mask, row) != AM_STATE_VALUE || am_view_is_yes(mask, row);
}

/* What an element that may count brings to the state of its list. */
static am_state state_of(const am_call *call, uint32_t row) {
    am_state state = am_view_state(&call->operands[1], row);
    if (state != AM_STATE_VALUE) {
        return state;
    }
    state = am_state_greatest(am_view_state(&call->operands[0], row), am_view_state(&call->operands[2], row));
    return am_state_greatest(state, am_view_state(&call->operands[3], row));
}

/* The state of the list's elements that may count; gathers them. */
static am_state gather(const am_call *call, am_extent list, uint32_t *rows, uint32_t *count) {
    am_state state = AM_STATE_VALUE;
    *count = 0;
    for (uint32_t row = list.first; row < list.end; row++) {
        if (am_unbroken_may_count(call, row)) {
            state = am_state_greatest(state, state_of(call, row));
            rows[(*count)++] = row;
        }
    }
    return state;
}

/* An element of which it is not known whether it counts may still be no, whatever the others come to. */
static am_state state_in(const am_call *call, uint32_t row, am_state list) {
    const am_view *mask = &call->operands[1];
    am_state state = am_view_state(mask, row);
    if (state == AM_STATE_VALUE) {
        return am_view_is_yes(mask, row) ? list : AM_STATE_VALUE;
    }
    return state == AM_STATE_FAULT ? list : state;
}

/* Marks the run, from the newest of the rows, which are sorted by date. */
static void mark_run(const am_call *call, const uint32_t *rows, uint32_t count, am_date from) {
    uint8_t *yes = call->values;
    while (count-- > 0) {
        uint32_t row = rows[count];
        am_date date = am_view_integer(&call->operands[0], row);
        if (am_view_integer(&call->operands[2], row) <= from) {
            return;
        }
        yes[row] = 1;
        from = date < from ? date : from;
    }
}

static void run_list(am_call *call, am_extent list) {
    uint32_t *rows = call->batch->work->order;
    uint32_t count;
    am_state state = gather(call, list, rows, &count);
    memset((uint8_t *)call->values + list.first, 0, list.end - list.first);
    for (uint32_t row = list.first; row < list.end; row++) {
        am_call_set_state(call, row, state_in(call, row, state));
    }
    if (state == AM_STATE_VALUE && count != 0) {
        am_date from = am_view_integer(&call->operands[3], rows[0]);
        mark_run(call, am_rows_sort(&call->operands[0], rows, rows + count, count), count, from);
    }
}

void am_kernel_unbroken(am_call *call) {
    for (uint32_t row = 0; row < call->rows;) {
        am_extent list = am_group_extent(call, row);
        run_list(call, list);
        row = list.end;
    }
}
