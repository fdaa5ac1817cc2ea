/*
 * Marks: one bit for each register and row of the record whose reasons are asked for.
 *
 * The words of a register's bits are cleared as marks come to lie in them, and only those from the first to
 * the last mark are ever looked at: the reasons of one element among thousands cost what that element costs.
 */
#include "vm/mark.h"

#include <string.h>

static void set_extents(am_batch *batch, uint32_t record, bool is_constant) {
    am_work *work = batch->work;
    if (is_constant) {
        memset(work->firsts, 0, batch->program->domain_count * sizeof *work->firsts);
        memset(work->ends, 0, batch->program->domain_count * sizeof *work->ends);
    } else {
        am_work_extents(batch, record, work->firsts, work->ends);
    }
}

am_extent am_marks_extent(const am_batch *batch, uint16_t column) {
    uint16_t domain = batch->program->registers[column].domain;
    if (domain == AM_DOMAIN_CONSTANT) {
        return (am_extent){0, 1};
    }
    return (am_extent){batch->work->firsts[domain], batch->work->ends[domain]};
}

void am_marks_begin(am_batch *batch, uint32_t record, bool is_constant) {
    memset(batch->work->marked, 0, batch->program->register_count * sizeof *batch->work->marked);
    set_extents(batch, record, is_constant);
}

/* Widens the words of a register's bits that are in use to one more. */
static void take_in(am_work *work, uint16_t column, uint32_t word) {
    uint64_t *bits = work->bits[column];
    am_extent *words = &work->marked[column];
    if (words->end == 0) {
        *words = (am_extent){word, word};
    }
    while (words->end <= word) {
        bits[words->end++] = 0;
    }
    while (words->first > word) {
        bits[--words->first] = 0;
    }
}

void am_marks_set(am_batch *batch, uint16_t column, uint32_t row) {
    uint32_t place = row - am_marks_extent(batch, column).first;
    take_in(batch->work, column, place / 64);
    batch->work->bits[column][place / 64] |= UINT64_C(1) << (place % 64);
}

bool am_marks_some(const am_batch *batch, uint16_t column) {
    return column != AM_NO_INDEX && batch->work->marked[column].end > 0;
}

bool am_marks_has(const am_batch *batch, uint16_t column, uint32_t row) {
    if (!am_marks_some(batch, column)) {
        return false;
    }
    uint32_t place = row - am_marks_extent(batch, column).first;
    am_extent words = batch->work->marked[column];
    return place / 64 >= words.first && place / 64 < words.end &&
           (batch->work->bits[column][place / 64] >> (place % 64) & 1) != 0;
}

am_extent am_marked_extent(const am_batch *batch, uint16_t column) {
    if (!am_marks_some(batch, column)) {
        return (am_extent){0, 0};
    }
    am_extent rows = am_marks_extent(batch, column), words = batch->work->marked[column];
    uint32_t beyond = words.end * 64 < rows.end - rows.first ? rows.first + words.end * 64 : rows.end;
    return (am_extent){rows.first + words.first * 64, beyond};
}

am_extent am_extent_join(am_extent a, am_extent b) {
    if (a.first == a.end || b.first == b.end) {
        return a.first == a.end ? b : a;
    }
    return (am_extent){a.first < b.first ? a.first : b.first, a.end > b.end ? a.end : b.end};
}
