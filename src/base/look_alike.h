/*
 * Names that look like others (UTS #39).
 */
#ifndef AM_BASE_LOOK_ALIKE_H
#define AM_BASE_LOOK_ALIKE_H

#include "base/arena.h"

/* What the text looks like: two texts of one skeleton can be taken for each other. The text is well-formed.
 * Empty when the arena is exhausted. */
am_slice am_look_skeleton(am_arena *arena, am_slice text);

/* A text in which letters of one script pass for Latin ones beside them. */
typedef struct am_look_mixture {
    const char *script; /* "Cyrillic"; NULL: it is none */
    am_slice letter;    /* the first of them, within the text */
} am_look_mixture;
am_look_mixture am_look_mixture_of(am_slice text);
/* The text with the Latin letters that those look like. Empty when the arena is exhausted. */
am_slice am_look_latin(am_arena *arena, am_slice text);

#endif
