/*
 * Steps over single rows: schedules. A case without an answer, or with several, is left to the program
 * itself.
 */
#include <string.h>

#include "vm/single_do.h"

static uint32_t class_by_starts(const am_classer *classer, int64_t value) {
    const int64_t *starts = classer->starts;
    uint32_t low = 0;
    uint32_t end = classer->count;
    while (end - low > 8) {
        uint32_t middle = low + (end - low) / 2;
        if (starts[middle] <= value) {
            low = middle + 1;
        } else {
            end = middle;
        }
    }
    uint32_t found = low;
    for (; low < end; low++) {
        found += value >= starts[low] ? 1 : 0;
    }
    return found;
}

bool am_single_pick_any(const am_single_step *step, int64_t *slots) {
    const am_single_pick *pick = step->by.table;
    uint32_t index = 0;
    for (uint32_t i = 0; i < pick->axis_count; i++) {
        const am_classer *classer = pick->axes[i].classer;
        int64_t value = slots[pick->axes[i].slot];
        int64_t state = pick->axes[i].may_lack ? slots[pick->axes[i].slot + 1] : AM_STATE_VALUE;
        uint32_t class = classer->class_count - 1;
        if (state > AM_STATE_UNKNOWN) {
            return false;
        }
        if (state == AM_STATE_VALUE) {
            class =
                classer->kind == AM_CLASS_BY_CODE ? classer->codes[value] : class_by_starts(classer, value);
        }
        index = index * classer->class_count + class;
    }
    int32_t found = pick->dense[index];
    if (found >= (int32_t)AM_TABLE_SEVERAL) {
        return false;
    }
    OUT = found;
    NEXT;
}

bool am_single_answer_code(const am_single_step *step, int64_t *slots) {
    int64_t found = ((const int64_t *)step->by.table)[A];
    if (found == AM_SINGLE_NO_ANSWER) {
        return false;
    }
    OUT = found;
    NEXT;
}

bool am_single_answer_codes(const am_single_step *step, int64_t *slots) {
    int64_t found = ((const int64_t *)step->by.table)[A * (int64_t)step->c + B];
    if (found == AM_SINGLE_NO_ANSWER) {
        return false;
    }
    OUT = found;
    NEXT;
}

bool am_single_answer_count(const am_single_step *step, int64_t *slots) {
    const am_single_answers *answers = step->by.table;
    int64_t value = A;
    value = value < answers->least ? answers->least : value;
    value = value > answers->most ? answers->most : value;
    int64_t found = answers->values[value - answers->least];
    if (found == AM_SINGLE_NO_ANSWER) {
        return false;
    }
    OUT = found;
    NEXT;
}

bool am_single_answer_starts(const am_single_step *step, int64_t *slots) {
    const am_single_answers *answers = step->by.table;
    const uint64_t *starts = answers->starts;
    const uint64_t *end = starts + answers->count;
    const uint64_t value = am_single_from_least(A);
    uint64_t class = 0;
    do {
        class += value >= starts[0] ? 1 : 0;
        class += value >= starts[1] ? 1 : 0;
        class += value >= starts[2] ? 1 : 0;
        class += value >= starts[3] ? 1 : 0;
        starts += 4;
    } while (starts != end);
    int64_t found = answers->values[class];
    if (found == AM_SINGLE_NO_ANSWER) {
        return false;
    }
    OUT = found;
    NEXT;
}

bool am_single_cells(const am_single_step *step, int64_t *slots) {
    const am_single_row *row = (const am_single_row *)step->by.table + A;
    memcpy(&OUT, row, sizeof *row);
    NEXT;
}

bool am_single_cell_8(const am_single_step *step, int64_t *slots) {
    OUT = ((const int64_t *)step->by.table)[A];
    NEXT;
}

bool am_single_cell_4(const am_single_step *step, int64_t *slots) {
    OUT = ((const int32_t *)step->by.table)[A];
    NEXT;
}

bool am_single_cell_1(const am_single_step *step, int64_t *slots) {
    OUT = ((const uint8_t *)step->by.table)[A];
    NEXT;
}

bool am_single_no_gap(const am_single_step *step, int64_t *slots) {
    if (((const uint8_t *)step->by.table)[A] != 0) {
        return false;
    }
    NEXT;
}
