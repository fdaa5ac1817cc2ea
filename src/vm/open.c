/*
 * Open records: found after the narrow run, copied as they were given, assessed again, and looked up.
 *
 * Both batches have the same limits and hold the same records in the same order, so that nothing can be
 * lacking there and an element is found by its distance from its record's first.
 */
#include "vm/open.h"

#include <string.h>

#include "vm/narrow_run.h"
#include "vm/vm.h"
#include "vm/work.h"

void am_open_assess(am_batch *batch) {
    am_work *work = batch->work;
    am_batch *wide = batch->wide;
    work->open_count = 0;
    if (batch->has_known_at) { /* dense tables know all law */
        memset(work->is_open, 1, batch->rows[0].count);
    } else if (am_narrow_mark_open(batch, work->is_open) == 0) {
        return;
    }
    am_batch_clear(wide);
    wide->has_as_of = batch->has_as_of;
    wide->as_of = batch->as_of;
    wide->has_known_at = batch->has_known_at;
    wide->known_at = batch->known_at;
    for (uint32_t record = 0; record < batch->rows[0].count; record++) {
        if (work->is_open[record] != 0) {
            am_batch_copy_record(wide, batch, record);
            work->open_rows[record] = work->open_count++;
        }
    }
    am_vm_run(wide);
}

/* The first row of a record's elements in a domain. */
static uint32_t first_row(const am_batch *batch, uint16_t domain, uint32_t record) {
    if (domain == 0) {
        return record;
    }
    return am_rows_first(&batch->rows[domain],
                         first_row(batch, batch->program->domains[domain].parent, record));
}

am_spot am_open_spot_of(const am_batch *batch, uint16_t column, uint32_t row) {
    const am_work *work = batch->work;
    uint16_t domain = batch->program->registers[column].domain;
    if (domain == AM_DOMAIN_CONSTANT) {
        return (am_spot){batch->wide, row};
    }
    uint32_t record = am_batch_row_above(batch, domain, row, 0);
    if (work->is_open[record] == 0) {
        return (am_spot){batch, row};
    }
    if (domain == 0) {
        return (am_spot){batch->wide, work->open_rows[record]};
    }
    uint32_t distance = row - first_row(batch, domain, record);
    return (am_spot){batch->wide, first_row(batch->wide, domain, work->open_rows[record]) + distance};
}

void am_batch_open_all(am_batch *batch) {
    if (batch->narrow != NULL && batch->work->open_count < batch->rows[0].count) {
        batch->work->is_beyond = true;
        am_open_assess(batch);
    }
}
