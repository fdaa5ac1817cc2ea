/*
 * Passes requests on to the C library and fills new memory with a pattern, so that code that relies on
 * cleared memory is seen.
 */
#include "counting_allocator.h"

#include <stdlib.h>
#include <string.h>

static void *resize(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    counting_allocator *counting = context;
    char *block;

    if (new_bytes == 0) {
        counting->held_blocks -= old != NULL;
        counting->held_bytes -= old_bytes;
        free(old);
        return NULL;
    }
    counting->requests++;
    if (counting->requests == counting->refused ||
        (counting->refuses_later && counting->requests > counting->refused)) {
        return NULL;
    }
    block = realloc(old, new_bytes);
    if (block == NULL) {
        return NULL;
    }
    if (new_bytes > old_bytes) {
        memset(block + old_bytes, 0xA5, new_bytes - old_bytes);
    }
    counting->held_blocks += old == NULL;
    counting->held_bytes += new_bytes - old_bytes;
    return block;
}

am_allocator counting_allocator_of(counting_allocator *counting) {
    return (am_allocator){resize, counting};
}
