/*
 * The texts of a batch, each with one number, so that texts compare as integers.
 *
 * The program's text constants come first: their numbers are those they have in the program. They are
 * borrowed from the program; all others are copied into a buffer of fixed size. Numbers are given in order
 * and taken back in the opposite order only, which keeps the table exact after every cut.
 */
#ifndef AM_VM_INTERN_H
#define AM_VM_INTERN_H

#include <stdint.h>
#include <string.h>

#include "base/slice.h"

#define AM_INTERN_NONE UINT32_MAX
/* The next of a text that is in no chain. */
#define AM_INTERN_ALONE (AM_INTERN_NONE - 1)

typedef struct am_intern_entry {
    const char *data;
    uint32_t length;
    uint32_t hash;
    uint32_t next; /* the text of the same slot that was interned before, or AM_INTERN_NONE */
} am_intern_entry;

typedef struct am_intern {
    am_intern_entry *entries; /* by number */
    uint32_t count;
    uint32_t capacity;
    uint32_t *slots;         /* the newest text of each, or AM_INTERN_NONE */
    uint32_t slot_mask;      /* of those in use, which double with the texts */
    uint32_t slot_mask_most; /* of all */
    char *bytes;
    uint32_t used_bytes;
    uint32_t capacity_bytes; /* AM_INTERN_SLACK more may be written */
    uint64_t seed;
} am_intern;

/* Empties a table whose arrays and capacities are set. */
void am_intern_init(am_intern *intern, uint64_t seed);
/* Gives the next number to a text that outlives the table, even when it has one already. There is room. */
void am_intern_borrow(am_intern *intern, am_slice text);
/* The number of the text, which is copied when it is new; AM_INTERN_NONE when there is no room. */
uint32_t am_intern_add(am_intern *intern, am_slice text);
/* The same for a text that is compared with none: it always gets a number of its own. */
uint32_t am_intern_keep(am_intern *intern, am_slice text);
/* The same, but bytes behind the text are read and written: up to AM_INTERN_SLACK. */
#define AM_INTERN_SLACK 16u
static inline uint32_t am_intern_keep_loosely(am_intern *intern, am_slice text) {
    if (intern->count == intern->capacity || text.length > intern->capacity_bytes - intern->used_bytes) {
        return AM_INTERN_NONE;
    }
    char *copy = intern->bytes + intern->used_bytes;
    for (size_t i = 0; i < text.length; i += AM_INTERN_SLACK) {
        memcpy(copy + i, text.data + i, AM_INTERN_SLACK);
    }
    intern->used_bytes += (uint32_t)text.length;
    intern->entries[intern->count] = (am_intern_entry){copy, (uint32_t)text.length, 0, AM_INTERN_ALONE};
    return intern->count++;
}
/* Takes back all numbers from `count` on, none of them borrowed. */
void am_intern_cut(am_intern *intern, uint32_t count);
/* Empty for a number that is not given. */
am_slice am_intern_text(const am_intern *intern, uint32_t number);

#endif
