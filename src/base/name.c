/*
 * The table of names: numbers in the order of first appearance, found by open addressing.
 *
 * At most half of the slots are taken, so a search ends soon. A failed allocation leaves the table as it was.
 * Texts are compared as bytes: whoever interns brings them into NFC first.
 */
#include "base/name.h"

enum { FIRST_SLOTS = 64 };

void am_names_init(am_names *names, am_arena *arena) {
    *names = (am_names){.arena = arena};
}

/* FNV-1a, with the high half folded in since slots are chosen by the low bits. */
static uint64_t hash_of(am_slice text) {
    uint64_t hash = 14695981039346656037u;

    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char)text.data[i]) * 1099511628211u;
    }
    return hash ^ hash >> 32;
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
    am_name name = am_names_find(names, text);
    am_slice copy;

    if (name != 0 || text.length == 0) {
        return name;
    }
    if (names->count >= UINT32_MAX || !make_room(names)) {
        return 0;
    }
    copy = am_arena_copy(names->arena, text);
    if (copy.length == 0) {
        return 0;
    }
    name = (am_name)names->count++;
    names->texts[name] = copy;
    names->slots[slot_of(names, text)] = name;
    return name;
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
