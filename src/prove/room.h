/*
 * Linear conditions, and whether they leave room: whether some values of the unknowns meet all of them.
 *
 * Unknowns are eliminated one by one (Fourier and Motzkin), with the conditions of unknowns that are whole
 * tightened to wholes. The answer "no room" is certain; "room" may be wrong where unknowns are whole, where
 * integers become too large, or where there is too much to look at.
 */
#ifndef AM_PROVE_ROOM_H
#define AM_PROVE_ROOM_H

#include "prove/form.h"

/* sum of factor x unknown + constant >= 0, or > 0 */
typedef struct am_inequality {
    am_term *terms; /* by unknown */
    uint32_t count;
    am_i128 constant;
    bool is_strict;
} am_inequality;

#define AM_ROOM_ROWS_MAX 192u

typedef struct am_room {
    am_arena *arena;        /* for what is made on the way; the caller clears it */
    am_inequality *rows[2]; /* room for AM_ROOM_ROWS_MAX each */
    const bool *is_whole;   /* by unknown */
    uint32_t unknown_count;
    const am_inequality *bounds;
    uint32_t bound_count;
    uint64_t spent; /* instructions of the machine, roughly */
    uint64_t budget;
} am_room;

/* Whether there is room among the conditions that hang together with the unknowns of those from `first` on;
 * the others are taken to have room. */
bool am_room_is_left(am_room *room, uint32_t first);

#endif
