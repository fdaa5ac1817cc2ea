/*
 * Open records of a narrow batch: what the narrow program could not decide is assessed by the program itself,
 * in a batch beside it, and read from there.
 */
#ifndef AM_VM_OPEN_H
#define AM_VM_OPEN_H

#include "vm/work.h"

/* Assesses every open record of a batch that was run. */
void am_open_assess(am_batch *batch);

/* Where a row is read: the batch, or the one beside it with the row's number there. */
typedef struct am_spot {
    const am_batch *batch;
    uint32_t row;
} am_spot;
am_spot am_open_spot_of(const am_batch *batch, uint16_t column, uint32_t row);
static inline am_spot am_open_spot(const am_batch *batch, uint16_t column, uint32_t row) {
    bool is_settled = batch->narrow == NULL || batch->work->open_count == 0;
    return is_settled ? (am_spot){batch, row} : am_open_spot_of(batch, column, row);
}

#endif
