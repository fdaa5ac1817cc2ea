/*
 * Open records of a narrow batch: what the narrow program could not decide is assessed by the program itself,
 * in a batch beside it, and read from there.
 *
 * A record with an open result is assessed again after the run. Where anything else that the narrow batch
 * does not know is read, all its records are, the first time: the batch beside it and what is noted of open
 * records change by reading.
 */
#ifndef AM_VM_OPEN_H
#define AM_VM_OPEN_H

#include "narrow/narrow.h"
#include "vm/work.h"

/* Whether the narrow program cannot say anything of the batch: all its records are open. */
static inline bool am_open_is_whole(const am_batch *batch) {
    /* Dense tables know all law, and grains are chosen for the constants that the program has. */
    return batch->has_known_at || batch->is_unfit;
}
/* Assesses every open record of a batch that was run. */
void am_open_assess(const am_batch *batch);

/* Where a row is read: the batch, or the one beside it with the row's number there. */
typedef struct am_spot {
    const am_batch *batch;
    uint32_t row;
} am_spot;
am_spot am_open_spot_of(const am_batch *batch, uint16_t column, uint32_t row);
/* Where the program itself has assessed a row of a domain: all registers are there. */
am_spot am_open_wide_spot(const am_batch *batch, uint16_t domain, uint32_t row);
static inline am_spot am_open_spot(const am_batch *batch, uint16_t column, uint32_t row) {
    bool is_settled = batch->narrow == NULL ||
                      (batch->work->open_count == 0 && batch->narrow->lanes[column].kept == AM_KEPT_RESULT);
    return is_settled ? (am_spot){batch, row} : am_open_spot_of(batch, column, row);
}

#endif
