/*
 * The values that are worth trying for each fact: those at which the rulebook changes its mind.
 *
 * They are the literals that the claim meets on its way, one step to either side of them, and the ends of the
 * declared ranges, as far as a record may have them.
 */
#ifndef AM_PROVE_POOL_H
#define AM_PROVE_POOL_H

#include "prove/visit.h"

#define AM_POOL_VALUES_MAX 40
typedef struct am_pool_field {
    const am_field *field;
    bool is_read;
    am_constant_value values[AM_POOL_VALUES_MAX]; /* ordered; of a LIST or RECORD none */
    uint32_t count;
} am_pool_field;

typedef struct am_pool {
    am_pool_field **fields; /* by record and field */
} am_pool;

/* NULL when the arena is exhausted or it is too much to follow. */
const am_pool *am_pool_of(am_arena *arena, const am_model *model, const am_closure *closure,
                          const am_property *property);
const am_pool_field *am_pool_field_of(const am_pool *pool, const am_field *field);

/* Whether the value lies in the field's declared range. */
bool am_pool_is_in(const am_field *field, const am_constant_value *value);

#endif
