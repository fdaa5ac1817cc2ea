/*
 * One record under one rulebook, as a comparison tells it: each output with what decided it.
 *
 * It is read off the result line with its explanation, so that it says what `run --explain` says, in the same
 * words. Everything lives in the arena of the record, or points into the line.
 */
#ifndef AM_COMPARE_ACCOUNT_H
#define AM_COMPARE_ACCOUNT_H

#include "base/name.h"
#include "code/program.h"
#include "compare/rates.h"
#include "compare/tree.h"
#include "record/layout.h"

/* An amount in another currency. */
typedef struct am_converted {
    am_slice text;      /* with its currency's digits; empty: not converted */
    am_slice text_high; /* of a range */
    bool is_open;       /* of what choices could lead to: an end is none, and its text empty */
} am_converted;

/* An output of the record. */
typedef struct am_finding {
    am_slice path;        /* violations[1].ceiling */
    am_slice row;         /* what it is lined up by */
    const am_tree *value; /* as in a result line */
    const am_output *output;
    am_slice currency;    /* of money, else empty */
    am_slice per;         /* of its declaration */
    bool is_not_applied;  /* a penalty whose condition is not met */
    const am_tree *bound; /* the step that set its limit, or NULL */
    const am_tree *reach; /* what open choices could lead to, or NULL */
    const am_rate *rate;  /* by which it was converted, or NULL */
    am_converted converted;
    am_converted converted_reach;
    am_slice unconverted; /* why it was not, as a message; or empty */
    am_diag unconverted_by;
} am_finding;

/* A fact whose amount was converted. */
typedef struct am_exchanged {
    am_slice path;
    am_slice stated; /* EUR 5000000 */
    am_slice read;   /* USD 5400000.00 */
    const am_rate *rate;
} am_exchanged;

typedef struct am_account {
    const am_tree *line;  /* the whole, or NULL: nothing came */
    const am_tree *error; /* of a record that is refused, or NULL */
    am_finding *findings;
    size_t count;
    size_t capacity;
    am_names provisions; /* that decided, each once; from 1, as all names */
    am_names needs;      /* facts that are missing, likewise */
    am_names rows;       /* of the findings, in their order */
    const am_tree *left; /* the choices that are open, or NULL */
    am_exchanged *exchanged;
    size_t exchanged_count;
    size_t exchanged_capacity;
    bool has_fault;
} am_account;

/* Reads a result line. False: out of memory. */
bool am_account_read(am_account *account, am_arena *arena, const am_layout *layout, am_slice line);

/* How many texts were noted; they are number 1 to that. */
static inline size_t am_names_count(const am_names *names) {
    return names->count > 0 ? names->count - 1 : 0;
}

typedef enum am_outcome_kind {
    AM_OUTCOME_VALUE,
    AM_OUTCOME_RANGE,
    AM_OUTCOME_NONE, /* unknown, or it does not apply */
    AM_OUTCOME_NEEDS,
    AM_OUTCOME_ERROR, /* or no law is the mildest: what its one member holds has a message */
    AM_OUTCOME_REPEALED,
} am_outcome_kind;
am_outcome_kind am_finding_kind(const am_finding *finding);

/* Notes the rows, once all findings have theirs, which differ. */
void am_account_note_rows(am_account *account, am_arena *arena);
/* The finding of that row, or NULL. */
const am_finding *am_account_find_row(const am_account *account, am_slice row);

#endif
