/*
 * Two keys to an entry, by open addressing; at most half of the slots are taken.
 */
#include "lower/memo.h"

enum { FIRST_ENTRIES = 64 };

static uint64_t mix(uint64_t value) {
    value = (value ^ value >> 31) * UINT64_C(0x9E3779B97F4A7C15);
    return value ^ value >> 29;
}

static size_t slot_of(const am_memo *memo, uint64_t first, uint64_t second) {
    size_t mask = memo->capacity - 1;
    size_t slot = (size_t)mix(mix(first) + second) & mask;
    while (memo->entries[slot].is_used &&
           (memo->entries[slot].keys[0] != first || memo->entries[slot].keys[1] != second)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static bool make_room(am_memo *memo, am_arena *arena) {
    am_memo old = *memo;
    if (memo->count * 2 < memo->capacity) {
        return true;
    }
    memo->capacity = old.capacity == 0 ? FIRST_ENTRIES : old.capacity * 2;
    memo->entries = AM_NEW_ARRAY(arena, am_memo_entry, memo->capacity);
    if (memo->entries == NULL) {
        *memo = old;
        return false;
    }
    for (size_t i = 0; i < old.capacity; i++) {
        const am_memo_entry *entry = &old.entries[i];
        if (entry->is_used) {
            memo->entries[slot_of(memo, entry->keys[0], entry->keys[1])] = *entry;
        }
    }
    return true;
}

const am_memo_entry *am_memo_find(const am_memo *memo, uint64_t first, uint64_t second) {
    if (memo->capacity == 0) {
        return NULL;
    }
    const am_memo_entry *entry = &memo->entries[slot_of(memo, first, second)];
    return entry->is_used ? entry : NULL;
}

am_memo_entry *am_memo_put(am_memo *memo, am_arena *arena, uint64_t first, uint64_t second) {
    if (!make_room(memo, arena)) {
        return NULL;
    }
    am_memo_entry *entry = &memo->entries[slot_of(memo, first, second)];
    if (!entry->is_used) {
        *entry = (am_memo_entry){.keys = {first, second}, .is_used = true};
        memo->count++;
    }
    return entry;
}
