/*
 * Interned names: each distinct text gets one number, so that names compare as integers.
 */
#ifndef AM_BASE_NAME_H
#define AM_BASE_NAME_H

#include <stdint.h>

#include "base/arena.h"

/* 0 is the empty name. */
typedef uint32_t am_name;

typedef struct am_names {
    am_arena *arena;
    am_slice *texts; /* by number */
    size_t count;
    size_t capacity;
    uint32_t *slots; /* open addressing; 0 is free */
    size_t slot_count;
} am_names;

/* An empty table whose memory is the arena's. */
void am_names_init(am_names *names, am_arena *arena);

/* The number of the text, which is copied when it is new. 0 for the empty text and when the arena is
 * exhausted. */
am_name am_names_intern(am_names *names, am_slice text);
/* The number of the text, or 0 when it was never interned. */
am_name am_names_find(const am_names *names, am_slice text);
am_slice am_names_text(const am_names *names, am_name name);

#endif
