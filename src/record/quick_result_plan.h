/*
 * The quick writer's plan: what stands around each value of a result, rendered once, and the columns that the
 * values are in.
 *
 * Texts here have AM_WRITE_COPIED bytes behind them that may be read, so that they are copied in pieces of
 * that many.
 */
#ifndef AM_RECORD_QUICK_RESULT_PLAN_H
#define AM_RECORD_QUICK_RESULT_PLAN_H

#include "record/quick_result.h"

/* How a member's value is written. */
typedef enum am_quick_write_how {
    AM_WRITE_GENERALLY, /* by am_result_write_outcome */
    AM_WRITE_COUNT,
    AM_WRITE_DATE,
    AM_WRITE_CODE,
    AM_WRITE_YESNO,
    AM_WRITE_TEXT,
    AM_WRITE_LIST,
    AM_WRITE_INSIDE,
} am_quick_write_how;

enum {
    AM_WRITE_COPIED = 16, /* bytes at a time */
    AM_WRITE_NUMBER_BYTES =
        48, /* of any count: 20 digits and as many zeros, sign, point; a multiple of AM_WRITE_COPIED */
    AM_WRITE_MEMBER_BYTES = AM_WRITE_NUMBER_BYTES + AM_WRITE_COPIED,
    AM_WRITE_TEXT_MAX = AM_WRITE_NUMBER_BYTES, /* of a text that is written with its member */
};

typedef struct am_quick_member {
    am_slice key;        /* `,"fine":"`, with what stands before a number's digits */
    size_t whole_length; /* of the key, with that */
    size_t bare_length;  /* and without */
    uint8_t how;
    bool is_quoted;
    bool is_bare;         /* COUNT: it is shown as it is, without quotes or point */
    bool is_amount;       /* COUNT or GENERALLY, as the batch's narrow program has it */
    uint8_t places;       /* COUNT: behind the point, */
    uint8_t least_places; /* as many or more are shown */
    uint64_t multiple;    /* COUNT: of the grain */
    const am_column *column;
    uint32_t row_mask;     /* 0 for a constant's column, which has one row */
    const am_slice *texts; /* CODE */
    uint16_t place;        /* LIST, INSIDE */
    uint16_t domain;       /* LIST */
    am_shown what;
} am_quick_member;

typedef struct am_quick_place {
    am_quick_member *members;
    uint32_t count;
    size_t bytes; /* that its own values take at most, but for texts and what is written generally */
    am_quick_member
        id; /* the fact called `id`, with `"id":` as its key; no key: there is none to be written here */
} am_quick_place;

struct am_quick_results {
    am_allocator allocator;
    am_arena arena;
    const am_layout *layout;
    am_batch *batch;
    uint32_t plan; /* of the batch's narrow program that amounts are written for */
    const am_ids *ids;
    am_quick_place *places;
    am_slice currency; /* `,"currency":"EUR"`, or empty */
};

/* Makes the places and the currency. False when memory runs out. */
bool am_quick_results_plan(am_quick_results *results);

#endif
