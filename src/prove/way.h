/*
 * One way in which values can come about: the turns taken, the unknowns met, and what the turns ask of them.
 *
 * An evaluation asks am_way_choose wherever it could go several ways. To go through all ways it is run again
 * and again: turns taken before are taken again, the last that has another way takes it. A turn is only taken
 * where the conditions leave room for it.
 */
#ifndef AM_PROVE_WAY_H
#define AM_PROVE_WAY_H

#include "prove/form.h"
#include "prove/reads.h"
#include "prove/room.h"

/* A record as an unknown: the property's own, one around it, or an element that a list has more. */
typedef struct am_instance {
    const am_record *record;
    const struct am_instance *outer; /* NULL: it is the outermost, or held in more than one way */
    uint32_t number;
} am_instance;

/* What an expression comes to on a path. Needs there are none: all facts are supplied. */
typedef enum am_symbol_state { AM_SYMBOL_FAULT, AM_SYMBOL_UNKNOWN, AM_SYMBOL_VALUE } am_symbol_state;
typedef struct am_symbolic {
    am_symbol_state state;
    bool truth;           /* of a yes/no */
    const am_form *value; /* of a range its lowest; NULL: nothing is known of it */
    const am_form *highest;
} am_symbolic;

typedef enum am_memory_kind {
    AM_MEMORY_FIELD,
    AM_MEMORY_KNOWN,
    AM_MEMORY_INSIDE,
    AM_MEMORY_ELEMENT,
    AM_MEMORY_POSITION,
    AM_MEMORY_VALUE,
    AM_MEMORY_GATHERED,
    AM_MEMORY_ROUNDED,
    AM_MEMORY_PRODUCT,
    AM_MEMORY_OPAQUE,
    AM_MEMORY_FLAG,
    AM_MEMORY_EITHER,
} am_memory_kind;

/* What was found before on the path, by what it is of. */
typedef struct am_memory {
    am_memory_kind kind;
    const void *what;
    const void *of;
    uint32_t number;
    const am_form *forms[2];
    am_symbolic found;
    bool is_decided; /* whether it is yes or no */
    const am_instance *instance;
    struct am_memory *next;
} am_memory;

typedef struct am_turn {
    uint8_t choice;
    uint8_t count;
    bool is_fresh; /* not looked at whether there is room for the choice */
} am_turn;

/* An operation that keeps the order of what it is applied to: where it was done, and to what. */
typedef struct am_link {
    const void *site;
    const am_form *other; /* its other operand, which must be the same */
    const am_form *form;
    const am_form *result;
} am_link;

#define AM_MEMORY_BUCKETS 64
typedef struct am_way {
    am_arena *arena; /* of the path; emptied between paths, now and then */
    am_arena *kept;  /* of all paths */
    am_arena *scratch;
    const am_model *model;
    const am_property *property;
    const am_reads *reads;
    unsigned copy;             /* of two records that differ in one fact, from 0 */
    const am_instance *own;    /* the record that the property is of */
    const am_instance *varied; /* the one that has the fact */
    am_turn *turns;
    size_t turn_count, turn_capacity, at;
    bool *is_whole; /* by unknown */
    size_t unknown_count, unknown_capacity;
    am_inequality *bounds;
    size_t bound_count, bound_capacity;
    am_memory *memory[AM_MEMORY_BUCKETS];
    am_link *links;
    size_t link_count, link_capacity;
    am_slice *texts; /* literals, by their numbers; of all paths */
    size_t text_count, text_capacity;
    uint32_t instance_count;
    unsigned depth;         /* of the evaluation */
    am_inequality *rows[2]; /* for am_room */
    uint64_t spent, budget;
    bool is_out_of_memory; /* for good */
    bool is_loose;         /* conditions that do not read the fact are not followed: either may hold */
    bool is_coarse;        /* of a penalty only its limits, and what comes behind the first of them */
    bool is_over;          /* nothing more comes of this path */
    bool is_given_up;      /* and of all others: the budget is used up, or something cannot be decided */
} am_way;

/* Begins the path again: its turns stay. */
void am_way_begin(am_way *way);
/* Goes on to the next way; false when there is none. */
bool am_way_next(am_way *way);
void am_way_spend(am_way *way, uint64_t cost);

/* One way to go: each form is at least 0, or above 0. A form that is NULL asks nothing. */
#define AM_OPTION_FORMS 3
typedef struct am_option {
    const am_form *forms[AM_OPTION_FORMS];
    bool is_strict[AM_OPTION_FORMS];
} am_option;
#define AM_OPTIONS_MAX 16
/* The option taken; together they leave nothing out. */
unsigned am_way_choose(am_way *way, const am_option *options, unsigned count);
/* Whether the form is above 0, or where not strict at least 0. */
bool am_way_is_above(am_way *way, const am_form *form, bool is_strict);
/* -1, 0 or 1 */
int am_way_sign(am_way *way, const am_form *form);
/* The order of two forms. */
int am_way_order(am_way *way, const am_form *a, const am_form *b);
/* Demands that the form is at least, or above, 0: what is known of unknowns when they are made. */
void am_way_demand(am_way *way, const am_form *form, bool is_strict);
/* Whether the conditions from this one on leave room together with the others. */
bool am_way_is_open_since(am_way *way, size_t first);
/* Whether the conditions leave room for this one besides. */
bool am_way_has_room(am_way *way, const am_form *form, bool is_strict);

/* A new unknown over 10^places; NULL when memory runs out. */
const am_form *am_way_unknown(am_way *way, bool is_whole, int32_t places);
/* How far a whole unknown goes, as conditions on it alone say; false when it is not bounded. */
bool am_way_ends(const am_way *way, uint32_t unknown, am_i128 *lowest, am_i128 *highest);

/* The memory of what this is, new (with a state of FAULT and *is_new) when there was none; NULL when memory
 * runs out. */
am_memory *am_way_memory(am_way *way, am_memory key, bool *is_new);

const am_form *am_way_whole(am_way *way, int64_t value);
const am_form *am_way_subtract(am_way *way, const am_form *a, const am_form *b);

#endif
