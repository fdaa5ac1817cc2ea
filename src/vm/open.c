/*
 * Open records: found after the narrow run, copied as they were given, assessed again, and looked up.
 *
 * Both batches have the same limits and hold the same records in the same order, so that nothing can be
 * lacking there and an element is found by its distance from its record's first.
 */
#include "vm/open.h"

#include <string.h>

#include "vm/copy.h"
#include "vm/narrow_run.h"
#include "vm/narrow_step.h"
#include "vm/vm.h"
#include "vm/work.h"

static void clear_wide(const am_batch *batch) {
    am_batch *wide = batch->wide;
    am_batch_clear(wide);
    wide->has_as_of = batch->has_as_of;
    wide->as_of = batch->as_of;
    wide->has_known_at = batch->has_known_at;
    wide->known_at = batch->known_at;
}

/* All records at once, where none is there yet. */
static void copy_all(const am_batch *batch) {
    am_work *work = batch->work;
    am_batch_copy_all(batch->wide, batch);
    for (uint32_t record = 0; record < batch->rows[0].count; record++) {
        work->open_rows[record] = record;
    }
    work->open_count = batch->rows[0].count;
    work->is_all_open = true;
}

/* Copies the records that are marked with `mark` behind those that are there. */
static void copy_marked(const am_batch *batch, uint8_t mark) {
    am_work *work = batch->work;
    uint32_t count = batch->rows[0].count;
    if (count > 1 && work->open_count == 0 && memchr(work->is_open, 1 - mark, count) == NULL) {
        copy_all(batch);
        return;
    }
    for (uint32_t record = 0; record < count; record++) {
        if (work->is_open[record] == mark) {
            am_batch_copy_record(batch->wide, batch, record);
            work->open_rows[record] = work->open_count++;
        }
    }
}

void am_open_assess(const am_batch *batch) {
    am_work *work = batch->work;
    work->open_count = 0;
    work->is_all_open = false;
    if (am_open_is_whole(batch)) {
        memset(work->is_open, 1, batch->rows[0].count);
    } else if (am_narrow_mark_open(batch, work->is_open) == 0) {
        return;
    }
    clear_wide(batch);
    copy_marked(batch, 1);
    am_vm_run(batch->wide);
}

/* Assesses those that are not open too. */
static void assess_rest(const am_batch *batch) {
    am_work *work = batch->work;
    uint32_t count = batch->rows[0].count;
    if (work->open_count == count) {
        return;
    }
    if (work->open_count == 0) {
        clear_wide(batch);
    }
    copy_marked(batch, 0);
    memset(work->is_open, 1, count);
    am_vm_run(batch->wide);
}

/* The first row of a record's elements in a domain. */
static uint32_t first_row(const am_batch *batch, uint16_t domain, uint32_t record) {
    if (domain == 0) {
        return record;
    }
    return am_rows_first(&batch->rows[domain],
                         first_row(batch, batch->program->domains[domain].parent, record));
}

/* Facts and constants, as they were given: their states say only how. */
static bool is_given(const am_batch *batch, uint16_t column) {
    return batch->narrow->lanes[column].is_input || batch->program->registers[column].constant != AM_NO_INDEX;
}

/* Whether the narrow batch has the row's value. */
static bool is_known(const am_batch *batch, uint16_t column, uint32_t row) {
    const am_column *at = am_strip_state_column(batch, column);
    if (batch->narrow->lanes[column].kept == AM_KEPT_NOT) {
        return false;
    }
    if (batch->program->registers[column].domain == AM_DOMAIN_CONSTANT) {
        row = 0;
    }
    return at->is_plain || at->states == NULL || at->states[row] <= AM_STATE_UNKNOWN;
}

/* A constant is to be found in the batch beside it only where that went through every block that some record
 * does. */
static bool is_open(const am_batch *batch, uint16_t domain, uint32_t row) {
    const am_work *work = batch->work;
    if (domain == AM_DOMAIN_CONSTANT) {
        return work->open_count != 0 && work->open_count == batch->rows[0].count;
    }
    return work->open_count != 0 && work->is_open[am_batch_row_above(batch, domain, row, 0)] != 0;
}

am_spot am_open_spot_of(const am_batch *batch, uint16_t column, uint32_t row) {
    uint16_t domain = batch->program->registers[column].domain;
    if (is_given(batch, column) || (!is_open(batch, domain, row) && is_known(batch, column, row))) {
        return (am_spot){batch, row};
    }
    return am_open_wide_spot(batch, domain, row);
}

am_spot am_open_wide_spot(const am_batch *batch, uint16_t domain, uint32_t row) {
    const am_work *work = batch->work;
    if (batch->narrow == NULL) {
        return (am_spot){batch, row};
    }
    if (!is_open(batch, domain, row)) {
        assess_rest(batch);
    }
    if (domain == AM_DOMAIN_CONSTANT) {
        return (am_spot){batch->wide, row};
    }
    uint32_t record = am_batch_row_above(batch, domain, row, 0);
    if (domain == 0) {
        return (am_spot){batch->wide, work->open_rows[record]};
    }
    uint32_t distance = row - first_row(batch, domain, record);
    return (am_spot){batch->wide, first_row(batch->wide, domain, work->open_rows[record]) + distance};
}
