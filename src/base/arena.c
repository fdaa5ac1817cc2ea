/*
 * Arenas: chunks from an allocator, cut into zeroed pieces from front to back.
 *
 * Each chunk is twice the one before it, up to a bound, so that a small rulebook costs one chunk and a large
 * one few. The limit counts whole chunks; near it a chunk is cut down to what is left. Nothing is
 * ever moved: a piece stays where it is until the arena is cleared.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_CHUNK_BYTES = 4096,
    LARGEST_CHUNK_BYTES = 1024 * 1024, /* but for a single piece that needs more */
    FIRST_ARRAY_ITEMS = 8,
};

struct am_chunk {
    am_chunk *next;
    size_t bytes; /* with this head */
    size_t taken_bytes;
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

/* The piece at the chunk's free end, or NULL where it does not fit. */
static void *take_from(am_chunk *chunk, size_t bytes, size_t alignment) {
    uintptr_t end = (uintptr_t)chunk + chunk->taken_bytes;
    size_t padding = (size_t)(-end & (alignment - 1));
    size_t left = chunk->bytes - chunk->taken_bytes;
    char *piece;

    if (padding > left || bytes > left - padding) {
        return NULL;
    }
    piece = (char *)chunk + chunk->taken_bytes + padding;
    chunk->taken_bytes += padding + bytes;
    return memset(piece, 0, bytes);
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

static am_chunk *add_chunk(am_arena *arena, size_t needed) {
    size_t bytes = next_chunk_bytes(arena, needed);
    am_chunk *chunk;

    if (bytes == 0) {
        return NULL;
    }
    chunk = arena->allocator.resize(arena->allocator.context, NULL, 0, bytes);
    if (chunk == NULL) {
        return NULL;
    }
    *chunk = (am_chunk){arena->chunks, bytes, sizeof(am_chunk)};
    arena->chunks = chunk;
    arena->used_bytes += bytes;
    return chunk;
}

void *am_arena_take(am_arena *arena, size_t bytes, size_t alignment) {
    void *piece = NULL;
    am_chunk *chunk;

    if (arena->is_exhausted) {
        return NULL;
    }
    if (arena->chunks != NULL) {
        piece = take_from(arena->chunks, bytes, alignment);
    }
    if (piece != NULL) {
        return piece;
    }
    if (bytes > SIZE_MAX / 2) {
        return exhaust(arena);
    }
    chunk = add_chunk(arena, sizeof(am_chunk) + alignment + bytes);
    if (chunk == NULL) {
        return exhaust(arena);
    }
    return take_from(chunk, bytes, alignment);
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
    copy = am_arena_take(arena, text.length, 1);
    if (copy == NULL) {
        return (am_slice){NULL, 0};
    }
    memcpy(copy, text.data, text.length);
    return (am_slice){copy, text.length};
}

void *am_arena_grow(am_arena *arena, void *items, size_t count, size_t *capacity, size_t item_bytes,
                    size_t alignment) {
    size_t larger = *capacity == 0 ? FIRST_ARRAY_ITEMS : *capacity * 2;
    void *copy;

    if (count < *capacity) {
        return items;
    }
    if (larger < *capacity) {
        return exhaust(arena);
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
