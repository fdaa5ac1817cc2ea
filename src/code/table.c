/*
 * A schedule's rows from the classes of its axes, by the masks: what a dense table repeats, entry by entry.
 * And which dated rows are law by what was known on a day.
 */
#include "code/table.h"

#include <stddef.h>

bool am_table_is_law(const am_table *table, uint16_t row, int32_t day, int32_t known) {
    const am_row_law *law = &table->law[row];
    if (law->published > known || day < law->from || day >= law->until) {
        return false;
    }
    for (uint16_t next = law->next; next != AM_TABLE_NO_ROW; next = table->law[next].next) {
        if (table->law[next].from > day) {
            return true;
        }
        if (table->law[next].published <= known) {
            return false;
        }
    }
    return true;
}

static uint16_t covered_rows(const am_table *table) {
    return (uint16_t)(table->row_count - (table->has_otherwise ? 1 : 0));
}

uint32_t am_table_register_count(const am_table *table) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < table->axis_count; i++) {
        count += table->axes[i].kind == AM_AXIS_WHEN ? covered_rows(table) : 1;
    }
    return count;
}

/* The rows of one word of the masks that every class meets. */
static uint64_t meet_word(const am_table *table, const uint32_t *classes, uint32_t word) {
    uint64_t rows = UINT64_MAX;
    for (uint32_t i = 0; i < table->axis_count; i++) {
        rows &= table->axes[i].masks[(size_t)classes[i] * table->words + word];
    }
    return rows;
}

static uint16_t lowest_bit(uint64_t word) {
    uint16_t bit = 0;
    while (!(word & 1)) {
        word >>= 1;
        bit++;
    }
    return bit;
}

static uint16_t highest_bit(uint64_t word) {
    uint16_t bit = 0;
    while (word >>= 1) {
        bit++;
    }
    return bit;
}

uint16_t am_table_meet(const am_table *table, const uint32_t *classes) {
    bool is_first = table->policy == AM_POLICY_FIRST;
    bool is_last = table->policy == AM_POLICY_LAST;
    uint32_t found = AM_TABLE_NO_ROW;
    for (uint32_t word = 0; word < table->words && !(is_first && found != AM_TABLE_NO_ROW); word++) {
        uint64_t rows = meet_word(table, classes, word);
        if (rows == 0) {
            continue;
        }
        if (!is_first && !is_last && (found != AM_TABLE_NO_ROW || (rows & (rows - 1)) != 0)) {
            return AM_TABLE_SEVERAL;
        }
        found = word * 64 + (is_last ? highest_bit(rows) : lowest_bit(rows));
    }
    return (uint16_t)found;
}
