/*
 * Interning: slots of chains, the newest text at the head of each.
 *
 * Since numbers are taken back newest first, a text that goes is always the head of its chain, and the bytes
 * that go are always the last of the buffer. The hash is seeded per table; no result depends on it.
 */
#include "vm/intern.h"

#include <string.h>

static uint32_t hash_of(const am_intern *intern, am_slice text) {
    uint64_t hash = intern->seed ^ 0xCBF29CE484222325u;
    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char)text.data[i]) * 0x100000001B3u;
        hash ^= hash >> 29;
    }
    return (uint32_t)(hash ^ (hash >> 32));
}

enum { FIRST_SLOTS = 256 };

static void clear_slots(am_intern *intern) {
    for (uint32_t i = 0; i <= intern->slot_mask; i++) {
        intern->slots[i] = AM_INTERN_NONE;
    }
}

void am_intern_init(am_intern *intern, uint64_t seed) {
    intern->count = 0;
    intern->used_bytes = 0;
    intern->seed = seed;
    intern->slot_mask = intern->slot_mask_most < FIRST_SLOTS - 1 ? intern->slot_mask_most : FIRST_SLOTS - 1;
    clear_slots(intern);
}

/* Twice as many slots, with the newest text at the head of each chain as before. */
static void grow(am_intern *intern) {
    intern->slot_mask = 2 * intern->slot_mask + 1;
    clear_slots(intern);
    for (uint32_t i = 0; i < intern->count; i++) {
        am_intern_entry *entry = &intern->entries[i];
        if (entry->next != AM_INTERN_ALONE) {
            entry->next = intern->slots[entry->hash & intern->slot_mask];
            intern->slots[entry->hash & intern->slot_mask] = i;
        }
    }
}

static uint32_t append(am_intern *intern, const char *data, uint32_t length, uint32_t hash) {
    if (intern->count > intern->slot_mask && intern->slot_mask < intern->slot_mask_most) {
        grow(intern);
    }
    uint32_t *slot = &intern->slots[hash & intern->slot_mask];
    uint32_t number = intern->count++;
    intern->entries[number] = (am_intern_entry){data, length, hash, *slot};
    *slot = number;
    return number;
}

void am_intern_borrow(am_intern *intern, am_slice text) {
    append(intern, text.data, (uint32_t)text.length, hash_of(intern, text));
}

static bool is_text(const am_intern_entry *entry, am_slice text, uint32_t hash) {
    return entry->hash == hash && entry->length == text.length &&
           (text.length == 0 || memcmp(entry->data, text.data, text.length) == 0);
}

/* The table's own copy of a text that is about to be numbered; NULL when there is no room. */
static const char *copy_in(am_intern *intern, am_slice text) {
    if (intern->count == intern->capacity || text.length > intern->capacity_bytes - intern->used_bytes) {
        return NULL;
    }
    char *copy = intern->bytes + intern->used_bytes;
    if (text.length != 0) {
        memcpy(copy, text.data, text.length);
    }
    intern->used_bytes += (uint32_t)text.length;
    return copy;
}

uint32_t am_intern_add(am_intern *intern, am_slice text) {
    uint32_t hash = hash_of(intern, text);
    uint32_t at = intern->slots[hash & intern->slot_mask];
    while (at != AM_INTERN_NONE) {
        if (is_text(&intern->entries[at], text, hash)) {
            return at;
        }
        at = intern->entries[at].next;
    }
    const char *copy = copy_in(intern, text);
    if (copy == NULL) {
        return AM_INTERN_NONE;
    }
    return append(intern, copy, (uint32_t)text.length, hash);
}

uint32_t am_intern_keep(am_intern *intern, am_slice text) {
    const char *copy = copy_in(intern, text);
    if (copy == NULL) {
        return AM_INTERN_NONE;
    }
    intern->entries[intern->count] = (am_intern_entry){copy, (uint32_t)text.length, 0, AM_INTERN_ALONE};
    return intern->count++;
}

void am_intern_cut(am_intern *intern, uint32_t count) {
    while (intern->count > count) {
        const am_intern_entry *last = &intern->entries[--intern->count];
        if (last->next != AM_INTERN_ALONE) {
            intern->slots[last->hash & intern->slot_mask] = last->next;
        }
        intern->used_bytes -= last->length;
    }
}

am_slice am_intern_text(const am_intern *intern, uint32_t number) {
    if (number >= intern->count) {
        return (am_slice){NULL, 0};
    }
    return (am_slice){intern->entries[number].data, intern->entries[number].length};
}
