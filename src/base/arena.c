/*
 * Arenas: chunks from an allocator, cut into zeroed pieces from front to back.
 *
 * Each chunk is twice the one before it, up to a bound, so that a small rulebook costs a few chunks and a
 * large one not many more. A chunk is cleared some way ahead of what is taken, so that most pieces are found
 * zero, and what nobody takes is never touched: memory that is written for the first time costs more than
 * what is done with it. The limit counts whole chunks; near it a chunk is cut down to what is left. Nothing
 * is ever moved: a piece stays where it is until the arena is cleared.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_CHUNK_BYTES = 4096,
    LARGEST_CHUNK_BYTES = 1024 * 1024, /* but for a single piece that needs more */
    CLEARED_AHEAD_BYTES = 1024,
    FIRST_ARRAY_ITEMS = 8,
};

struct am_chunk {
    am_chunk *next;
    size_t bytes; /* with this head */
};

static void *resize_standard(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    (void)context;
    (void)old_bytes;
    if (new_bytes == 0) {
        free(old);
        return NULL;
    }
    return realloc(old, new_bytes);
}

am_allocator am_allocator_standard(void) {
    return (am_allocator){resize_standard, NULL};
}

void am_arena_init(am_arena *arena, am_allocator allocator, size_t limit_bytes) {
    *arena = (am_arena){.allocator = allocator, .limit_bytes = limit_bytes};
}

void am_arena_clear(am_arena *arena) {
    for (am_chunk *chunk = arena->chunks, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        arena->allocator.resize(arena->allocator.context, chunk, chunk->bytes, 0);
    }
    am_arena_init(arena, arena->allocator, arena->limit_bytes);
}

static void *exhaust(am_arena *arena) {
    arena->is_exhausted = true;
    return NULL;
}

/* How large the next chunk is, given what it must hold: 0 where the limit leaves no room for that. */
static size_t next_chunk_bytes(const am_arena *arena, size_t needed) {
    size_t wanted = arena->chunks == NULL ? FIRST_CHUNK_BYTES : arena->chunks->bytes * 2;

    if (wanted > LARGEST_CHUNK_BYTES) {
        wanted = LARGEST_CHUNK_BYTES;
    }
    if (wanted < needed) {
        wanted = needed;
    }
    if (arena->limit_bytes != 0) {
        size_t left = arena->limit_bytes - arena->used_bytes;

        if (needed > left) {
            return 0;
        }
        if (wanted > left) {
            wanted = left;
        }
    }
    return wanted;
}

static bool add_chunk(am_arena *arena, size_t needed) {
    size_t bytes = next_chunk_bytes(arena, needed);
    am_chunk *chunk;

    if (bytes == 0) {
        return false;
    }
    chunk = arena->allocator.resize(arena->allocator.context, NULL, 0, bytes);
    if (chunk == NULL) {
        return false;
    }
    *chunk = (am_chunk){arena->chunks, bytes};
    arena->chunks = chunk;
    arena->used_bytes += bytes;
    arena->free = (char *)(chunk + 1);
    arena->zero_end = arena->free;
    arena->end = (char *)chunk + bytes;
    return true;
}

/* What lies between the free end and the next address that is so aligned. */
static size_t padding_for(const am_arena *arena, size_t alignment) {
    return (size_t)(-(uintptr_t)arena->free & (alignment - 1));
}

/* Whether so many bytes fit between the free end and `end`. An arena without a chunk has room for none. */
static bool fits(const am_arena *arena, const char *end, size_t padding, size_t bytes) {
    size_t room = (size_t)(end - arena->free);
    return arena->free != NULL && padding <= room && bytes <= room - padding;
}

static void *cut_off(am_arena *arena, size_t padding, size_t bytes) {
    char *piece = arena->free + padding;
    arena->free = piece + bytes;
    return piece;
}

/* Makes room in the newest chunk or a new one. */
static bool make_room(am_arena *arena, size_t bytes, size_t alignment) {
    if (arena->is_exhausted) {
        return false;
    }
    if (fits(arena, arena->end, padding_for(arena, alignment), bytes)) {
        return true;
    }
    if (bytes > SIZE_MAX / 2 || !add_chunk(arena, sizeof(am_chunk) + alignment + bytes)) {
        exhaust(arena);
        return false;
    }
    return true;
}

/* Clears as much as the piece takes, and some more of the chunk. */
static void *take_cleared(am_arena *arena, size_t bytes, size_t alignment) {
    char *piece = cut_off(arena, padding_for(arena, alignment), bytes);
    size_t left = (size_t)(arena->end - arena->free);
    char *zero_end = arena->free + (left < CLEARED_AHEAD_BYTES ? left : CLEARED_AHEAD_BYTES);
    memset(arena->zero_end, 0, (size_t)(zero_end - arena->zero_end));
    arena->zero_end = zero_end;
    return piece;
}

void *am_arena_take(am_arena *arena, size_t bytes, size_t alignment) {
    size_t padding = padding_for(arena, alignment);
    if (fits(arena, arena->zero_end, padding, bytes) && !arena->is_exhausted) {
        return cut_off(arena, padding, bytes);
    }
    return make_room(arena, bytes, alignment) ? take_cleared(arena, bytes, alignment) : NULL;
}

void *am_arena_take_unset(am_arena *arena, size_t bytes, size_t alignment) {
    char *piece;
    if (!make_room(arena, bytes, alignment)) {
        return NULL;
    }
    piece = cut_off(arena, padding_for(arena, alignment), bytes);
    if (arena->zero_end < arena->free) {
        arena->zero_end = arena->free;
    }
    return piece;
}

void *am_arena_take_array(am_arena *arena, size_t count, size_t item_bytes, size_t alignment) {
    if (item_bytes != 0 && count > SIZE_MAX / item_bytes) {
        return exhaust(arena);
    }
    return am_arena_take(arena, count * item_bytes, alignment);
}

am_slice am_arena_copy(am_arena *arena, am_slice text) {
    char *copy;

    if (text.length == 0) {
        return (am_slice){NULL, 0};
    }
    copy = am_arena_take_unset(arena, text.length, 1);
    if (copy == NULL) {
        return (am_slice){NULL, 0};
    }
    memcpy(copy, text.data, text.length);
    return (am_slice){copy, text.length};
}

/* Whether the array ends at the free end and has been lengthened there. */
static bool lengthen(am_arena *arena, const char *end, size_t more_bytes) {
    size_t room = (size_t)(arena->end - arena->free);
    if (end != arena->free || more_bytes > room || arena->is_exhausted) {
        return false;
    }
    if (more_bytes > (size_t)(arena->zero_end - arena->free)) {
        take_cleared(arena, more_bytes, 1);
    } else {
        cut_off(arena, 0, more_bytes);
    }
    return true;
}

void *am_arena_grow_full(am_arena *arena, void *items, size_t count, size_t *capacity, size_t item_bytes,
                         size_t alignment) {
    size_t larger = *capacity == 0 ? FIRST_ARRAY_ITEMS : *capacity * 2;
    void *copy;

    if (larger < *capacity) {
        return exhaust(arena);
    }
    if (count > 0 && lengthen(arena, (const char *)items + count * item_bytes, count * item_bytes)) {
        *capacity = larger;
        return items;
    }
    copy = am_arena_take_array(arena, larger, item_bytes, alignment);
    if (copy == NULL) {
        return NULL;
    }
    if (count > 0) {
        memcpy(copy, items, count * item_bytes);
    }
    *capacity = larger;
    return copy;
}
