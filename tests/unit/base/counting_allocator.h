/*
 * An allocator for tests: counts what is still held and can refuse the n-th request.
 */
#ifndef AM_TEST_COUNTING_ALLOCATOR_H
#define AM_TEST_COUNTING_ALLOCATOR_H

#include "base/arena.h"

typedef struct counting_allocator {
    size_t requests;    /* so far, those refused included; giving back is none */
    size_t refused;     /* the number of the request that is refused, from 1; 0: none */
    bool refuses_later; /* every request after that one too */
    size_t held_blocks;
    size_t held_bytes;
} counting_allocator;

am_allocator counting_allocator_of(counting_allocator *counting);

#endif
