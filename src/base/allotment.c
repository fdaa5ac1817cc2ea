/*
 * Pieces of an allotment: each begins where the one before it ends.
 */
#include "base/allotment.h"

#include <string.h>

enum { ALIGNMENT = 64, CHUNK_BYTES = 4096 };

static void *resize(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    am_allotment *allotment = context;
    size_t left = allotment->size - allotment->used;
    if (new_bytes == 0 || new_bytes > left) {
        return NULL;
    }
    char *piece = allotment->bytes + allotment->used;
    size_t padded = (new_bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    allotment->used += padded < left ? padded : left;
    if (old != NULL) {
        memcpy(piece, old, old_bytes < new_bytes ? old_bytes : new_bytes);
    }
    return piece;
}

am_allocator am_allotment_allocator(am_allotment *allotment) {
    return (am_allocator){resize, allotment};
}

void am_allotment_empty(am_allotment *allotment) {
    allotment->used = 0;
}

/* An arena's next chunk is as large as all before it and a first one. */
size_t am_allotment_bytes_for(size_t one, size_t other) {
    return 2 * (one + other + CHUNK_BYTES + ALIGNMENT);
}
