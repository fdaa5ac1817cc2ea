/*
 * Many records at once, a column at a time.
 *
 * A block is opened with its rows, its columns are filled, lists after what holds them, and it is closed like
 * one record: it is in the batch whole or not at all.
 */
#ifndef AM_VM_BLOCK_H
#define AM_VM_BLOCK_H

#include "vm/batch.h"

/* A caller's column: integers of 8, 4 or 1 bytes. */
typedef struct am_source {
    const void *values;
    uint8_t bytes;
    const uint8_t *is_given; /* one byte a row; NULL: all are */
} am_source;

/* The least and greatest given value; low > high where none is given. */
typedef struct am_range64 {
    int64_t low;
    int64_t high;
} am_range64;

/* Room for so many records? Opens them: rows[0].count grows. */
am_batch_status am_block_open(am_batch *batch, uint32_t records);
/* Opens so many rows of a list: the parents' rows from `parent` on have lists that end at ends[i] - ends[-1]
 * counted from the rows that are there. */
am_batch_status am_block_open_list(am_batch *batch, uint16_t domain, uint32_t parent, uint32_t parents,
                                   const uint32_t *offsets);
/* Says that the caller will give this memory next. */
void am_block_expect(am_batch *batch, const void *from, size_t bytes);
am_range64 am_block_range(am_source source, uint32_t rows);
/* Fills a column's rows, x factor where it has counts, x 10^-places where it has decimals. `range` is the
 * source's. */
void am_block_set(am_batch *batch, uint16_t column, uint32_t row, uint32_t rows, am_source source,
                  am_range64 range, int64_t factor, uint8_t places);
/* A list's presence: yes where it is given. */
void am_block_set_given(am_batch *batch, uint16_t column, uint32_t row, uint32_t rows,
                        const uint8_t *is_given);
/* No row has the fact. */
void am_block_set_absent(am_batch *batch, uint16_t column, uint32_t row, uint32_t rows);
/* Pairs up and closes; not OK: the block is no longer there. An open block is taken back by
 * am_batch_drop_record. */
am_batch_status am_block_close(am_batch *batch);

/* Rows of a result of a narrow batch that was run. */
typedef struct am_block_result {
    uint16_t column;
    uint32_t first;
    uint32_t count;
    void *values;
    uint8_t bytes;  /* 8, 4 or 1 */
    uint8_t places; /* of decimals: values x 10^-places */
    uint8_t *states;
} am_block_result;
/* Whether they could be copied: false where the column has other values, or one does not fit, or a record of
 * the batch was assessed apart. */
bool am_block_get(const am_batch *batch, const am_block_result *to);

#endif
