/*
 * What was lowered before: a table from two 64-bit keys to registers or a pointer.
 *
 * Nothing is taken out. An entry says in which block it was made; whether that block's registers can still be
 * read is for the caller to ask. Entries are found, never listed, so the order of addresses does not show in
 * a program.
 */
#ifndef AM_LOWER_MEMO_H
#define AM_LOWER_MEMO_H

#include "base/arena.h"
#include "code/program.h"

/* The registers of a value: a range has two, another value only the first. */
typedef struct am_lowered {
    uint16_t low;
    uint16_t high; /* AM_NO_INDEX when it is no range */
} am_lowered;

typedef struct am_memo_entry {
    uint64_t keys[2];
    const void *pointer;
    am_lowered value;
    uint32_t block;
} am_memo_entry;

typedef struct am_memo {
    am_memo_entry *entries; /* in the order they were put */
    size_t count;
    size_t capacity;
    uint32_t *slots;   /* one more than an entry's place, 0: free */
    size_t slot_count; /* a power of two, or 0 */
} am_memo;

/* NULL when there is none. Valid until the next put. */
const am_memo_entry *am_memo_find(const am_memo *memo, uint64_t first, uint64_t second);
/* The entry of the keys, new or old, to be filled in; NULL when the arena is exhausted. */
am_memo_entry *am_memo_put(am_memo *memo, am_arena *arena, uint64_t first, uint64_t second);

/* A pointer as a key. */
static inline uint64_t am_memo_key(const void *pointer) {
    return (uint64_t)(uintptr_t)pointer;
}

#endif
