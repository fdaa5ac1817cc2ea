/*
 * Two keys to an entry, by open addressing; at most half of the slots are taken.
 */
#include "lower/memo.h"

enum { FIRST_SLOTS = 64 };

static uint64_t mix(uint64_t value) {
    value = (value ^ value >> 31) * UINT64_C(0x9E3779B97F4A7C15);
    return value ^ value >> 29;
}

static bool has_keys(const am_memo_entry *entry, uint64_t first, uint64_t second) {
    return entry->keys[0] == first && entry->keys[1] == second;
}

/* The slot of the keys' entry, or the free one where it belongs. */
static size_t slot_of(const am_memo *memo, uint64_t first, uint64_t second) {
    size_t mask = memo->slot_count - 1;
    size_t slot = (size_t)mix(mix(first) + second) & mask;
    while (memo->slots[slot] != 0 && !has_keys(&memo->entries[memo->slots[slot] - 1], first, second)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static bool spread_slots(am_memo *memo, am_arena *arena) {
    size_t slot_count = memo->slot_count == 0 ? FIRST_SLOTS : memo->slot_count * 2;
    uint32_t *slots = AM_NEW_ARRAY(arena, uint32_t, slot_count);
    if (slots == NULL) {
        return false;
    }
    memo->slots = slots;
    memo->slot_count = slot_count;
    for (size_t i = 0; i < memo->count; i++) {
        const am_memo_entry *entry = &memo->entries[i];
        slots[slot_of(memo, entry->keys[0], entry->keys[1])] = (uint32_t)i + 1;
    }
    return true;
}

static bool make_room(am_memo *memo, am_arena *arena) {
    am_memo_entry *entries = AM_GROW(arena, am_memo_entry, memo->entries, memo->count, &memo->capacity);
    if (entries == NULL) {
        return false;
    }
    memo->entries = entries;
    return memo->count * 2 < memo->slot_count || spread_slots(memo, arena);
}

const am_memo_entry *am_memo_find(const am_memo *memo, uint64_t first, uint64_t second) {
    if (memo->slot_count == 0) {
        return NULL;
    }
    uint32_t found = memo->slots[slot_of(memo, first, second)];
    return found == 0 ? NULL : &memo->entries[found - 1];
}

am_memo_entry *am_memo_put(am_memo *memo, am_arena *arena, uint64_t first, uint64_t second) {
    if (!make_room(memo, arena)) {
        return NULL;
    }
    uint32_t *slot = &memo->slots[slot_of(memo, first, second)];
    if (*slot == 0) {
        memo->entries[memo->count++] = (am_memo_entry){.keys = {first, second}};
        *slot = (uint32_t)memo->count;
    }
    return &memo->entries[*slot - 1];
}
