/*
 * Kernels between a list and what holds it: values spread to elements, elements counted, summed and judged.
 *
 * A fold looks at a value only where its mask is yes, so a fault in an element that does not count stays
 * unseen. Sums run in list order.
 */
#include <string.h>

#include "vm/kernel.h"

void am_kernel_spread(am_call *call, const uint32_t *rows) {
    const am_view *a = &call->operands[0];
#define SPREAD(T)                                   \
    for (uint32_t row = 0; row < call->rows; row++) \
    ((T *)call->values)[row] = ((const T *)a->values)[rows[row] & a->mask]
    AM_BY_STORAGE(call->type, SPREAD)
#undef SPREAD
    if (a->states == NULL) {
        return;
    }
    for (uint32_t row = 0; row < call->rows; row++) {
        am_call_set_state(call, row, am_view_state(a, rows[row]));
    }
}

/* Rows outside lists are alone in theirs. */
void am_kernel_position(am_call *call) {
    am_decimal *out = call->values;
    for (uint32_t row = 0; row < call->rows; row++) {
        out[row] = am_decimal_of((int64_t)row - am_group_extent(call, row).first + 1);
    }
}

am_extent am_fold_extent(const am_call *call, uint32_t row) {
    const am_rows *rows = &call->batch->rows[call->instruction->operands[2]];
    return (am_extent){am_rows_first(rows, row), rows->ends[row]};
}

void am_kernel_count(am_call *call) {
    const am_view *mask = &call->operands[1];
    const am_view *present = &call->operands[3];
    am_decimal *out = call->values;
    for (uint32_t row = 0; row < call->rows; row++) {
        am_extent list = am_fold_extent(call, row);
        am_state state = am_view_state(present, row);
        bool is_given = state == AM_STATE_VALUE;
        int64_t count = 0;
        for (uint32_t at = list.first; at < list.end; at++) {
            count += am_view_is_yes(mask, at);
        }
        for (uint32_t at = list.first; mask->states != NULL && is_given && at < list.end; at++) {
            state = am_state_greatest(state, am_view_state(mask, at));
        }
        out[row] = am_decimal_of(count);
        am_call_set_state(call, row, state);
    }
}

static bool is_sum(uint16_t opcode) {
    return opcode == AM_OP_SUM || opcode == AM_OP_SUM_EXACT;
}

am_found am_fold_row(const am_call *call, uint32_t row, am_cell *out) {
    am_scalar *step = am_scalar_of(call->instruction->opcode);
    const am_view *a = &call->operands[0];
    const am_view *mask = &call->operands[1];
    am_extent list = am_fold_extent(call, row);
    am_found found = {am_view_state(&call->operands[3], row), AM_DIAG_NONE};
    bool is_started = is_sum(call->instruction->opcode);
    memset(out, 0, sizeof *out);
    if (found.state != AM_STATE_VALUE) {
        return found;
    }
    for (uint32_t at = list.first; at < list.end && found.state < AM_STATE_FAULT; at++) {
        am_state state = am_view_state(mask, at);
        if (state == AM_STATE_VALUE && !am_view_is_yes(mask, at)) {
            continue;
        }
        if (state == AM_STATE_VALUE) {
            state = am_view_state(a, at);
        }
        found.state = am_state_greatest(found.state, state);
        if (found.state != AM_STATE_VALUE || found.diag != AM_DIAG_NONE) {
            continue;
        }
        if (is_started) {
            found.diag = step(call, out, am_view_value(a, at), out);
        } else {
            memcpy(out, am_view_value(a, at), a->bytes);
            is_started = true;
        }
    }
    if (found.state != AM_STATE_VALUE) {
        found.diag = AM_DIAG_NONE;
    } else if (!is_started) {
        found.diag = AM_DIAG_NOTHING_TO_COMPARE;
    }
    if (found.diag != AM_DIAG_NONE) {
        found.state = AM_STATE_FAULT;
    }
    return found;
}

void am_kernel_fold(am_call *call) {
    for (uint32_t row = 0; row < call->rows; row++) {
        am_cell cell;
        am_found found = am_fold_row(call, row, &cell);
        am_call_set_value(call, row, &cell);
        am_call_set_state(call, row, found.state);
    }
}

am_rank am_some_all_rank(const am_call *call, uint32_t element, bool is_all) {
    const am_view *a = &call->operands[0];
    const am_view *mask = &call->operands[1];
    bool is_masked = am_view_is_yes(mask, element);
    /* SOME: mask and a, where a no prevails. ALL: not mask or a, where a yes prevails. */
    am_rank rank_a = am_rank_of(am_view_state(a, element), am_view_is_yes(a, element), is_all);
    am_rank rank_mask = am_rank_of(am_view_state(mask, element), is_masked != is_all, is_all);
    am_rank rank = rank_a > rank_mask ? rank_a : rank_mask;
    /* In the outer instruction the other answer prevails. */
    return am_rank_of(am_rank_state(rank), am_rank_is_yes(rank, is_all), !is_all);
}

static am_rank fold_ranks(const am_call *call, uint32_t row, bool is_all) {
    am_extent list = am_fold_extent(call, row);
    am_rank rank = AM_RANK_WEAK;
    for (uint32_t at = list.first; at < list.end && rank != AM_RANK_STRONG; at++) {
        am_rank element = am_some_all_rank(call, at, is_all);
        rank = element > rank ? element : rank;
    }
    return rank;
}

static bool fold_plain(const am_call *call, uint32_t row, bool is_all) {
    const am_view *a = &call->operands[0];
    const am_view *mask = &call->operands[1];
    const uint8_t *yes = a->values;
    const uint8_t *masked = mask->values;
    am_extent list = am_fold_extent(call, row);
    uint8_t other = is_all ? 1 : 0;
    uint8_t any = 0;
    for (uint32_t at = list.first; at < list.end; at++) {
        any |= masked[at & mask->mask] & (yes[at & a->mask] ^ other);
    }
    return (any != 0) != is_all;
}

void am_kernel_some_all(am_call *call, bool is_all) {
    const am_view *present = &call->operands[3];
    bool is_plain = call->operands[0].states == NULL && call->operands[1].states == NULL;
    uint8_t *yes = call->values;
    for (uint32_t row = 0; row < call->rows; row++) {
        am_state state = am_view_state(present, row);
        if (state == AM_STATE_VALUE && is_plain) {
            yes[row] = fold_plain(call, row, is_all);
        } else if (state == AM_STATE_VALUE) {
            am_rank rank = fold_ranks(call, row, is_all);
            yes[row] = am_rank_is_yes(rank, !is_all);
            state = am_rank_state(rank);
        } else {
            yes[row] = 0;
        }
        am_call_set_state(call, row, state);
    }
}
