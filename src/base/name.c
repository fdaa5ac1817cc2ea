/*
 * The table of names: numbers in the order of first appearance, found by open addressing.
 *
 * At most half of the slots are taken, so a search ends soon. A failed allocation leaves the table as it was.
 * Texts are compared as bytes: whoever interns brings them into NFC first.
 */
#include "base/name.h"

#include <string.h>

enum { FIRST_SLOTS = 64 };

void am_names_init(am_names *names, am_arena *arena) {
    *names = (am_names){.arena = arena};
}

static uint64_t mix(uint64_t hash, uint64_t bytes) {
    hash = (hash ^ bytes) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* Eight bytes at a time, then those that are left. */
static uint64_t hash_of(am_slice text) {
    uint64_t hash = text.length, bytes;
    size_t at = 0;

    for (; text.length - at >= sizeof bytes; at += sizeof bytes) {
        memcpy(&bytes, text.data + at, sizeof bytes);
        hash = mix(hash, bytes);
    }
    for (bytes = 0; at < text.length; at++) {
        bytes = bytes << 8 | (unsigned char)text.data[at];
    }
    return mix(hash, bytes);
}

/* The slot that holds the text's number, or the free one where it belongs. */
static size_t slot_of(const am_names *names, am_slice text) {
    size_t mask = names->slot_count - 1;
    size_t slot = (size_t)hash_of(text) & mask;

    while (names->slots[slot] != 0 && !am_slice_is_equal(names->texts[names->slots[slot]], text)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static bool spread_slots(am_names *names) {
    size_t slot_count = names->slot_count == 0 ? FIRST_SLOTS : names->slot_count * 2;
    uint32_t *slots = AM_NEW_ARRAY(names->arena, uint32_t, slot_count);

    if (slots == NULL) {
        return false;
    }
    names->slots = slots;
    names->slot_count = slot_count;
    for (size_t name = 1; name < names->count; name++) {
        slots[slot_of(names, names->texts[name])] = (uint32_t)name;
    }
    return true;
}

static bool make_room(am_names *names) {
    am_slice *texts = AM_GROW(names->arena, am_slice, names->texts, names->count, &names->capacity);

    if (texts == NULL) {
        return false;
    }
    names->texts = texts;
    if (names->count == 0) {
        names->count = 1; /* number 0 is the empty name */
    }
    return names->count < names->slot_count / 2 || spread_slots(names);
}

am_name am_names_intern(am_names *names, am_slice text) {
    am_slice copy;
    size_t slot;

    if (text.length == 0 || names->count >= UINT32_MAX || !make_room(names)) {
        return 0;
    }
    slot = slot_of(names, text);
    if (names->slots[slot] != 0) {
        return names->slots[slot];
    }
    copy = am_arena_copy(names->arena, text);
    if (copy.length == 0) {
        return 0;
    }
    names->texts[names->count] = copy;
    names->slots[slot] = (uint32_t)names->count;
    return (am_name)names->count++;
}

am_name am_names_find(const am_names *names, am_slice text) {
    if (text.length == 0 || names->slot_count == 0) {
        return 0;
    }
    return names->slots[slot_of(names, text)];
}

am_slice am_names_text(const am_names *names, am_name name) {
    if (name == 0 || name >= names->count) {
        return (am_slice){NULL, 0};
    }
    return names->texts[name];
}
