/*
 * A program's facts and outputs by place and by name: what reading a record and writing its result look
 * things up in.
 *
 * Made once for a program and immutable afterwards; any number of readers may use it at once. The program
 * must outlive it.
 */
#ifndef AM_RECORD_LAYOUT_H
#define AM_RECORD_LAYOUT_H

#include "code/program.h"

/* A record's members: a fact, or the list or record of another place. Neither: the id of a record whose
 * rulebook declares none. */
typedef struct am_layout_field {
    am_slice name;
    uint16_t owner; /* the place that it is a member of */
    uint16_t fact;  /* or AM_NO_INDEX */
    uint16_t place; /* or AM_NO_INDEX */
} am_layout_field;

/* A member of results: an output, or a place that holds some. */
typedef struct am_member {
    am_slice key; /* `,"fine":` */
    uint16_t index;
} am_member;

typedef struct am_layout_place {
    uint32_t first_field;
    uint32_t field_count;
    uint32_t first_output; /* in outputs */
    uint32_t output_count;
    uint32_t first_inner; /* in inner: the places within it that hold outputs somewhere */
    uint32_t inner_count;
    uint16_t id; /* the fact called `id`, or AM_NO_INDEX */
    uint16_t depth;
    bool has_outputs; /* in it or somewhere within */
} am_layout_place;

/* A name, and whose it is: a place's field, or a scale's value. */
typedef struct am_layout_name {
    am_slice name;
    uint32_t owner;
    uint32_t index;
} am_layout_name;

typedef struct am_layout {
    am_arena arena;
    const am_program *program;
    am_layout_place *places; /* by place */
    am_layout_field *fields; /* by place: its facts, then the places within it */
    uint32_t field_count;
    am_member *outputs;
    am_member *inner;
    am_layout_name *names;
    uint32_t name_count;
    uint32_t *slots; /* open addressing: a name's number plus 1; 0 is free */
    uint32_t slot_mask;
    bool shows_currency;
} am_layout;

/* Places may be nested so deep: each list is two brackets of the 256 that JSON may have open. */
#define AM_LAYOUT_DEPTH_MAX 120

/* NULL when memory runs out, or places are nested deeper than AM_LAYOUT_DEPTH_MAX. */
am_layout *am_layout_new(const am_program *program, am_allocator allocator);
void am_layout_free(am_layout *layout);

#define AM_LAYOUT_NONE 0xFFFFFFFFu
/* The place's field of that name, by its index in fields; or AM_LAYOUT_NONE. */
uint32_t am_layout_find_field(const am_layout *layout, uint16_t place, am_slice name);
/* The code of a scale's value; or AM_LAYOUT_NONE. */
uint32_t am_layout_find_code(const am_layout *layout, uint16_t scale, am_slice name);

#endif
