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

#include "base/slice.h"

#define AM_INTERN_NONE UINT32_MAX

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
    uint32_t capacity_bytes;
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
/* Takes back all numbers from `count` on, none of them borrowed. */
void am_intern_cut(am_intern *intern, uint32_t count);
/* Empty for a number that is not given. */
am_slice am_intern_text(const am_intern *intern, uint32_t number);

#endif
