/*
 * Columns copied a block at a time.
 */
#ifndef AM_API_COLUMNS_BLOCK_H
#define AM_API_COLUMNS_BLOCK_H

#include "api/assessor.h"

typedef struct am_column_set {
    const amerce_column *columns;
    size_t count;
} am_column_set;

/* Whether records [first, first + count) are in the batch now; false: nothing was added, and one by one will
 * tell why. So many are `left` in the columns behind them. */
bool am_api_add_block(amerce_assessor *assessor, const am_column_set *set, size_t first, uint32_t count,
                      size_t left);

#endif
