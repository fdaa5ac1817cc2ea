/*
 * Grouping the elements of each list by a key, and folding each group onto its rows.
 *
 * A group is named by the row of its first element, so that numbers need no renumbering and group sums are
 * passes in list order. Keys are sorted, not compared in pairs: a list of n elements costs n log n. A ROW
 * register may hold anything as a group; a number that is no row of the list makes a group of the element
 * alone.
 */
#include <string.h>

#include "vm/kernel.h"

enum { RUN = 8 }; /* elements sorted by insertion before runs are merged */

am_extent am_group_extent(const am_call *call, uint32_t row) {
    if (call->domain == AM_DOMAIN_CONSTANT ||
        call->batch->program->domains[call->domain].kind == AM_DOMAIN_RECORDS) {
        return (am_extent){row, row + 1};
    }
    const am_rows *rows = &call->batch->rows[call->domain];
    return (am_extent){am_rows_first(rows, rows->parents[row]), rows->ends[rows->parents[row]]};
}

uint32_t am_group_of(const am_view *group, am_extent list, uint32_t row) {
    uint32_t first = (uint32_t)am_view_integer(group, row);
    return first >= list.first && first < list.end ? first : row;
}

static int compare_keys(const am_view *key, uint32_t row_a, uint32_t row_b) {
    return am_value_compare((am_value_type)key->type, am_view_value(key, row_a), am_view_value(key, row_b));
}

static void sort_run(const am_view *key, uint32_t *rows, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        uint32_t row = rows[i];
        uint32_t at = i;
        while (at > 0 && compare_keys(key, rows[at - 1], row) > 0) {
            rows[at] = rows[at - 1];
            at--;
        }
        rows[at] = row;
    }
}

static void merge(const am_view *key, const uint32_t *from, uint32_t middle, uint32_t count, uint32_t *to) {
    uint32_t left = 0;
    uint32_t right = middle;
    for (uint32_t i = 0; i < count; i++) {
        bool is_left = right == count || (left < middle && compare_keys(key, from[left], from[right]) <= 0);
        to[i] = is_left ? from[left++] : from[right++];
    }
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

uint32_t *am_rows_sort(const am_view *key, uint32_t *rows, uint32_t *spare, uint32_t count) {
    for (uint32_t start = 0; start < count; start += RUN) {
        sort_run(key, rows + start, least(RUN, count - start));
    }
    for (uint32_t width = RUN; width < count; width *= 2) {
        for (uint32_t start = 0; start < count;) {
            uint32_t length = least(2 * width, count - start);
            merge(key, rows + start, least(width, length), length, spare + start);
            start += length;
        }
        uint32_t *sorted = spare;
        spare = rows;
        rows = sorted;
    }
    return rows;
}

/* The state of a whole list; gathers the rows whose mask is yes. A key that faults matters there only: a mask
 * that needs facts may yet leave its element out. */
static am_state gather(const am_call *call, am_extent list, uint32_t *rows, uint32_t *count) {
    const am_view *key = &call->operands[0];
    const am_view *mask = &call->operands[1];
    am_state state = AM_STATE_VALUE;
    *count = 0;
    for (uint32_t row = list.first; row < list.end; row++) {
        am_state mask_state = am_view_state(mask, row);
        state = am_state_greatest(state, mask_state);
        if (mask_state != AM_STATE_VALUE || !am_view_is_yes(mask, row)) {
            continue;
        }
        state = am_state_greatest(state, am_view_state(key, row));
        rows[(*count)++] = row;
    }
    return state;
}

static void group_list(am_call *call, am_extent list) {
    const am_view *key = &call->operands[0];
    uint32_t *rows = call->batch->work->order;
    int32_t *out = call->values;
    uint32_t count;
    am_state state = gather(call, list, rows, &count);
    for (uint32_t row = list.first; row < list.end; row++) {
        out[row] = (int32_t)row;
        am_call_set_state(call, row, state);
    }
    if (state != AM_STATE_VALUE || count == 0) {
        return;
    }
    rows = am_rows_sort(key, rows, rows + count, count);
    uint32_t first = rows[0];
    for (uint32_t i = 1; i < count; i++) {
        if (compare_keys(key, first, rows[i]) != 0) {
            first = rows[i];
        }
        out[rows[i]] = (int32_t)first;
    }
}

void am_kernel_group(am_call *call) {
    for (uint32_t row = 0; row < call->rows;) {
        am_extent list = am_group_extent(call, row);
        group_list(call, list);
        row = list.end;
    }
}

void am_kernel_leads(am_call *call) {
    const am_view *group = &call->operands[0];
    const am_view *mask = &call->operands[1];
    uint8_t *yes = call->values;
    for (uint32_t row = 0; row < call->rows; row++) {
        yes[row] = am_view_is_yes(mask, row) && (uint32_t)am_view_integer(group, row) == row;
    }
    am_call_set_strict_states(call);
}

/* What becomes of a group as its elements pass. */
typedef enum mark { MARK_NONE, MARK_STARTED, MARK_BROKEN } mark;

static bool is_greatest_or_least(uint16_t opcode) {
    return opcode == AM_OP_GROUP_GREATEST || opcode == AM_OP_GROUP_LEAST;
}

/* Adds an element to what its group has. */
static am_diag take_element(const am_call *call, uint32_t row, am_decimal *amount, uint8_t *mark) {
    const am_view *a = &call->operands[0];
    am_diag diag = AM_DIAG_NONE;
    if (*mark == MARK_BROKEN) {
        return diag;
    }
    if (call->instruction->opcode == AM_OP_GROUP_COUNT) {
        am_decimal_add(*amount, am_decimal_of(1), amount);
    } else if (*mark == MARK_NONE && is_greatest_or_least(call->instruction->opcode)) {
        memcpy(amount, am_view_value(a, row), a->bytes);
    } else {
        diag = am_scalar_of(call->instruction->opcode)(call, amount, am_view_value(a, row), amount);
    }
    *mark = diag == AM_DIAG_NONE ? MARK_STARTED : MARK_BROKEN;
    return diag;
}

/* What an element brings to its group's state; *counts says whether it brings a value too. */
static am_state element_state(const am_call *call, uint32_t row, bool *counts) {
    const am_view *mask = &call->operands[2];
    am_state state = am_view_state(mask, row);
    *counts = false;
    if (state != AM_STATE_VALUE || !am_view_is_yes(mask, row)) {
        return state;
    }
    state = am_view_state(&call->operands[0], row);
    *counts = state == AM_STATE_VALUE;
    return state;
}

static void gather_groups(const am_call *call, am_extent list) {
    const am_view *group = &call->operands[1];
    am_work *work = call->batch->work;
    size_t length = list.end - list.first;
    memset(work->amounts + list.first, 0, length * sizeof *work->amounts);
    memset(work->marks + list.first, MARK_NONE, length);
    memset(work->group_states + list.first, AM_STATE_VALUE, length);
    for (uint32_t row = list.first; row < list.end; row++) {
        if (am_view_state(group, row) != AM_STATE_VALUE) {
            continue;
        }
        uint32_t first = am_group_of(group, list, row);
        bool counts;
        am_state state = element_state(call, row, &counts);
        work->group_states[first] = (uint8_t)am_state_greatest((am_state)work->group_states[first], state);
        if (counts) {
            take_element(call, row, &work->amounts[first], &work->marks[first]);
        }
    }
}

static void spread_groups(am_call *call, am_extent list) {
    const am_view *group = &call->operands[1];
    const am_work *work = call->batch->work;
    bool needs_one = is_greatest_or_least(call->instruction->opcode);
    for (uint32_t row = list.first; row < list.end; row++) {
        uint32_t first = am_group_of(group, list, row);
        am_state state = am_view_state(group, row);
        bool is_own_fault =
            work->marks[first] == MARK_BROKEN || (needs_one && work->marks[first] == MARK_NONE);
        if (state == AM_STATE_VALUE) {
            state = (am_state)work->group_states[first];
        }
        if (state == AM_STATE_VALUE && is_own_fault) {
            state = AM_STATE_FAULT;
        }
        am_call_set_value(call, row, &work->amounts[first]);
        am_call_set_state(call, row, state);
    }
}

void am_kernel_grouped(am_call *call) {
    for (uint32_t row = 0; row < call->rows;) {
        am_extent list = am_group_extent(call, row);
        gather_groups(call, list);
        spread_groups(call, list);
        row = list.end;
    }
}

am_diag am_grouped_diag(const am_call *call, uint32_t row) {
    const am_view *group = &call->operands[1];
    am_extent list = am_group_extent(call, row);
    uint32_t first = am_group_of(group, list, row);
    am_decimal amount = am_decimal_of(0);
    uint8_t mark = MARK_NONE;
    for (uint32_t at = list.first; at < list.end; at++) {
        bool counts;
        if (am_view_state(group, at) != AM_STATE_VALUE || am_group_of(group, list, at) != first) {
            continue;
        }
        element_state(call, at, &counts);
        am_diag diag = counts ? take_element(call, at, &amount, &mark) : AM_DIAG_NONE;
        if (diag != AM_DIAG_NONE) {
            return diag;
        }
    }
    bool is_empty = is_greatest_or_least(call->instruction->opcode) && mark == MARK_NONE;
    return is_empty ? AM_DIAG_NOTHING_TO_COMPARE : AM_DIAG_NONE;
}
