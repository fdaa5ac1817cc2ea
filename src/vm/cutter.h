/*
 * Cutting a batch's one block into pieces: the same walk first counts bytes and then sets pointers.
 */
#ifndef AM_VM_CUTTER_H
#define AM_VM_CUTTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "narrow/kernel.h"

#define AM_CUTTER_ALIGNMENT ((size_t)64)

/* Cuts a block into pieces, or with no block counts their bytes. */
typedef struct am_cutter {
    char *block;
    size_t used_bytes;
    bool is_too_large;
} am_cutter;

static inline void *am_cutter_take(am_cutter *cutter, uint64_t count, size_t item_bytes) {
    uint64_t most = (SIZE_MAX - AM_CUTTER_ALIGNMENT - cutter->used_bytes) / item_bytes;
    size_t start = cutter->used_bytes;
    if (cutter->is_too_large || most < 2 * AM_CUTTER_ALIGNMENT || count > most - 2 * AM_CUTTER_ALIGNMENT) {
        cutter->is_too_large = true;
        return NULL;
    }
    cutter->used_bytes +=
        ((size_t)count * item_bytes + AM_CUTTER_ALIGNMENT - 1) & ~(size_t)(AM_CUTTER_ALIGNMENT - 1);
    return cutter->block == NULL ? NULL : cutter->block + start;
}

/* A column, with room for whole blocks of rows, as kernels go by them. */
static inline void *am_cutter_take_rows(am_cutter *cutter, uint64_t rows, size_t item_bytes) {
    uint64_t whole = (rows + AM_BLOCK_ROWS - 1) / AM_BLOCK_ROWS * AM_BLOCK_ROWS;
    return am_cutter_take(cutter, whole, item_bytes);
}

#endif
