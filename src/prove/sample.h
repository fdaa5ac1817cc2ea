/*
 * A record to try: a tree of facts, some of them left out, and its text as JSON.
 *
 * Samples belong to an arena and are changed in place; a copy is deep.
 */
#ifndef AM_PROVE_SAMPLE_H
#define AM_PROVE_SAMPLE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "model/model.h"

typedef struct am_sample am_sample;

typedef enum am_sample_state { AM_SAMPLE_ABSENT, AM_SAMPLE_UNKNOWN, AM_SAMPLE_GIVEN } am_sample_state;

#define AM_SAMPLE_ELEMENTS_MAX 4
typedef struct am_sample_fact {
    am_sample_state state;
    am_constant_value value; /* of a range its lowest */
    am_constant_value highest;
    am_sample *elements[AM_SAMPLE_ELEMENTS_MAX]; /* of a list; the first alone of a record inside */
    uint32_t count;
} am_sample_fact;

struct am_sample {
    const am_record *record;
    am_sample_fact *facts; /* by field */
};

/* All facts absent. NULL when the arena is exhausted, as for the copy. */
am_sample *am_sample_new(am_arena *arena, const am_record *record);
am_sample *am_sample_copy(am_arena *arena, const am_sample *sample);

am_sample_fact *am_sample_fact_of(const am_sample *sample, const am_field *field);

/* Whether values of the type are decimals. */
bool am_sample_is_decimal(am_type type);
/* The order of two values of a type. */
int am_sample_compare(am_type type, const am_constant_value *a, const am_constant_value *b);

/* Appends the record as `amerce run` reads it. */
void am_sample_print(am_buffer *out, const am_model *model, const am_sample *sample);
/* Appends a value as a person writes it: EUR 500, 2020-01-31, negligent. */
void am_sample_print_value(am_buffer *out, const am_model *model, am_type type,
                           const am_constant_value *value);

#endif
