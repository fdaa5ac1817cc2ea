/*
 * An allotment: memory that was taken beforehand, as an allocator.
 *
 * What it gives out lies front to back in it, and comes back only when all of it does. Where it has not so
 * much left it refuses, as any allocator may.
 */
#ifndef AM_BASE_ALLOTMENT_H
#define AM_BASE_ALLOTMENT_H

#include "base/arena.h"

typedef struct am_allotment {
    char *bytes; /* aligned for any type */
    size_t size;
    size_t used;
} am_allotment;

/* The allotment must outlive all that is taken from it. */
am_allocator am_allotment_allocator(am_allotment *allotment);
/* Takes everything back. */
void am_allotment_empty(am_allotment *allotment);
/* The bytes in which two arenas find room, if each takes up to twice what it took when it had so many. */
size_t am_allotment_bytes_for(size_t one, size_t other);

#endif
