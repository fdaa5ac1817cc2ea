/*
 * Kernels of yes and no: states and values decide together, and the order of operands never matters.
 */
#include "vm/kernel.h"

am_state am_rank_state(am_rank rank) {
    switch (rank) {
    case AM_RANK_UNKNOWN:
        return AM_STATE_UNKNOWN;
    case AM_RANK_FAULT:
        return AM_STATE_FAULT;
    case AM_RANK_NEEDS:
        return AM_STATE_NEEDS;
    case AM_RANK_WEAK:
    case AM_RANK_STRONG:
        break;
    }
    return AM_STATE_VALUE;
}

static void combine(am_call *call, bool strong) {
    const am_view *a = &call->operands[0];
    const am_view *b = &call->operands[1];
    uint8_t *yes = call->values;
    for (uint32_t row = 0; row < call->rows; row++) {
        am_rank rank_a = am_rank_of(am_view_state(a, row), am_view_is_yes(a, row), strong);
        am_rank rank_b = am_rank_of(am_view_state(b, row), am_view_is_yes(b, row), strong);
        am_rank rank = rank_a > rank_b ? rank_a : rank_b;
        yes[row] = am_rank_is_yes(rank, strong);
        am_call_set_state(call, row, am_rank_state(rank));
    }
}

void am_kernel_and_or(am_call *call, bool is_or) {
    const am_view *a = &call->operands[0];
    const am_view *b = &call->operands[1];
    const uint8_t *yes_a = a->values;
    const uint8_t *yes_b = b->values;
    uint8_t *yes = call->values;
    if (!am_call_has_plain_operands(call)) {
        combine(call, is_or);
    } else if (is_or) {
        for (uint32_t row = 0; row < call->rows; row++) {
            yes[row] = yes_a[row & a->mask] | yes_b[row & b->mask];
        }
    } else {
        for (uint32_t row = 0; row < call->rows; row++) {
            yes[row] = yes_a[row & a->mask] & yes_b[row & b->mask];
        }
    }
}

void am_kernel_not(am_call *call) {
    const am_view *a = &call->operands[0];
    const uint8_t *yes_a = a->values;
    uint8_t *yes = call->values;
    for (uint32_t row = 0; row < call->rows; row++) {
        yes[row] = yes_a[row & a->mask] ^ 1;
    }
    am_call_set_strict_states(call);
}

/* Rows of the list by what they are. */
typedef struct tally {
    uint32_t yes;
    uint32_t no;
    uint32_t others[AM_STATE_COUNT];
} tally;

static tally tally_of(const am_call *call, am_list list, uint32_t row) {
    tally tally = {.yes = 0};
    for (uint32_t i = 0; i < list.count; i++) {
        am_view view = am_view_of(call->batch, call->batch->program->list_items[list.start + i]);
        am_state state = am_view_state(&view, row);
        if (state != AM_STATE_VALUE) {
            tally.others[state]++;
        } else if (am_view_is_yes(&view, row)) {
            tally.yes++;
        } else {
            tally.no++;
        }
    }
    return tally;
}

void am_kernel_at_least(am_call *call) {
    am_list list = call->batch->program->lists[call->instruction->operands[0]];
    uint32_t wanted = call->instruction->operands[3];
    uint8_t *yes = call->values;
    for (uint32_t row = 0; row < call->rows; row++) {
        tally tally = tally_of(call, list, row);
        am_state state = AM_STATE_UNKNOWN;
        yes[row] = tally.yes >= wanted;
        if (yes[row] || list.count - tally.no < wanted) {
            state = AM_STATE_VALUE;
        } else if (tally.others[AM_STATE_NEEDS] != 0) {
            state = AM_STATE_NEEDS;
        } else if (tally.others[AM_STATE_FAULT] != 0) {
            state = AM_STATE_FAULT;
        }
        am_call_set_state(call, row, state);
    }
}
