/*
 * Memory in arenas: many allocations, one release.
 *
 * An arena takes chunks from an allocator and gives out zeroed pieces of them. There is no free for
 * one piece. When the allocator refuses, or the arena's limit is reached, am_arena_take returns NULL and
 * the arena is exhausted for good: the stage that owns it returns early wherever a NULL meets it and its
 * driver reports AM_STATUS_OUT_OF_MEMORY once, from `is_exhausted`.
 */
#ifndef AM_BASE_ARENA_H
#define AM_BASE_ARENA_H

#include "base/slice.h"

/* Grows, shrinks or frees a block as realloc does: old NULL with old_bytes 0 allocates; new_bytes 0 frees and
 * returns NULL. Returned memory is aligned for any type and not cleared. */
typedef struct am_allocator {
    void *(*resize)(void *context, void *old, size_t old_bytes, size_t new_bytes);
    void *context;
} am_allocator;

/* The C library's allocator. */
am_allocator am_allocator_standard(void);

typedef struct am_chunk am_chunk;

typedef struct am_arena {
    am_allocator allocator;
    am_chunk *chunks;   /* newest first */
    char *free;         /* the newest chunk's free end */
    char *zero_end;     /* from there up to here all is zero */
    char *end;          /* of the newest chunk */
    size_t used_bytes;  /* in all chunks, with what their ends leave unused */
    size_t limit_bytes; /* 0: none */
    bool is_exhausted;
} am_arena;

/* An empty arena; takes no memory yet. */
void am_arena_init(am_arena *arena, am_allocator allocator, size_t limit_bytes);

/* Gives every chunk back. The arena is as after am_arena_init. */
void am_arena_clear(am_arena *arena);

/* `bytes` zeroed bytes aligned to `alignment` (a power of two up to 64); NULL when exhausted. */
void *am_arena_take(am_arena *arena, size_t bytes, size_t alignment);

/* As am_arena_take, but what the memory holds is not said: for what is large and filled only as far as it is
 * used, so that the rest is never touched. */
void *am_arena_take_unset(am_arena *arena, size_t bytes, size_t alignment);

/* As am_arena_take for `count` items, with the multiplication checked. */
void *am_arena_take_array(am_arena *arena, size_t count, size_t item_bytes, size_t alignment);

/* A copy of the text that lives as long as the arena; empty when exhausted. */
am_slice am_arena_copy(am_arena *arena, am_slice text);

/* As am_arena_grow, where there is no room. */
void *am_arena_grow_full(am_arena *arena, void *items, size_t count, size_t *capacity, size_t item_bytes,
                         size_t alignment);

/* Room for one more item in an array of the arena: returns `items` unless count == *capacity, or where the
 * arena can lengthen it in place, else a larger copy (the old one stays until the arena is cleared). NULL
 * when exhausted, and *capacity is then unchanged. */
static inline void *am_arena_grow(am_arena *arena, void *items, size_t count, size_t *capacity,
                                  size_t item_bytes, size_t alignment) {
    return count < *capacity ? items
                             : am_arena_grow_full(arena, items, count, capacity, item_bytes, alignment);
}

#define AM_NEW(arena, type) ((type *)am_arena_take((arena), sizeof(type), _Alignof(type)))
#define AM_NEW_ARRAY(arena, type, count) \
    ((type *)am_arena_take_array((arena), (count), sizeof(type), _Alignof(type)))
#define AM_GROW(arena, type, items, count, capacity) \
    ((type *)am_arena_grow((arena), (items), (count), (capacity), sizeof(type), _Alignof(type)))

#endif
