/*
 * What an expression comes to for one record: a value, unknown, facts that are needed, or a fault.
 *
 * The rules for joining outcomes are those of the language's semantics, not of any instruction: strict
 * operators put a fault before needs, `and` and `or` put needs before a fault; needs are united; of several
 * faults the first in source order is named, then the first in list order.
 */
#ifndef ORACLE_OUTCOME_H
#define ORACLE_OUTCOME_H

#include "base/diag.h"
#include "facts.h"

typedef enum oracle_state { ORACLE_VALUE, ORACLE_UNKNOWN, ORACLE_NEEDS, ORACLE_FAULT } oracle_state;
#define ORACLE_STATE_COUNT 4

/* Facts that are needed: each once, in no order. */
typedef struct oracle_need {
    const oracle_record *record;
    const am_field *field;
    const struct oracle_need *next;
} oracle_need;

/* The elements that the aggregates around an expression stand at, the innermost first. */
typedef struct oracle_frame {
    const oracle_record *element; /* of months one that has only its number */
    const am_months *months;      /* what a month is one of, else NULL */
    const struct oracle_frame *outer;
} oracle_frame;

/* Where an expression is evaluated: the declaration's record and the elements of the aggregates around it. */
typedef struct oracle_scene {
    const oracle_record *record;
    const oracle_frame *frame;
    const am_declaration *reader; /* under whose clock parameters are read */
} oracle_scene;

typedef struct oracle_fault {
    am_diag diag;
    am_span span; /* of the operation that failed */
    oracle_scene scene;
    am_span clauses[2]; /* of the two exceptions that both prevail, of the row that is not covered; else
                           nothing */
} oracle_fault;

/* The ends of a range may come to different things (one may lose digits that the other has not): then `ends`
 * has an outcome for each, and the range's own is what the two come to together. */
typedef struct oracle_outcome {
    oracle_state state;
    oracle_value value;   /* a range's lowest */
    oracle_value highest; /* of a range */
    const oracle_need *needs;
    oracle_fault fault;
    const struct oracle_outcome *ends; /* two, or NULL */
} oracle_outcome;

oracle_outcome oracle_outcome_of(oracle_value value);
oracle_outcome oracle_outcome_yes(bool is_yes);
oracle_outcome oracle_outcome_integer(int64_t integer);
oracle_outcome oracle_outcome_decimal(am_decimal decimal);
oracle_outcome oracle_outcome_unknown(void);
oracle_outcome oracle_outcome_fault(am_diag diag, am_span span, oracle_scene scene);
oracle_outcome oracle_outcome_need(am_arena *arena, const oracle_record *record, const am_field *field);

/* Whether it is a value, and yes (or no). */
bool oracle_is_yes(const oracle_outcome *outcome);
bool oracle_is_no(const oracle_outcome *outcome);

/* Joins the reasons of the outcomes that are in the given state, NEEDS or FAULT. */
oracle_outcome oracle_reasons(am_arena *arena, oracle_state state, const oracle_outcome *outcomes,
                              size_t count);

/* The strict rule: true when all are values; else *out is what becomes of an operator over them. */
bool oracle_are_values(am_arena *arena, const oracle_outcome *outcomes, size_t count, oracle_outcome *out);

/* The lowest (0) or highest (1) end of a range's outcome; and a range of two ends. */
oracle_outcome oracle_end_of(const oracle_outcome *range, int end);
oracle_outcome oracle_range_of(am_arena *arena, oracle_outcome lowest, oracle_outcome highest);

/* `and` (deciding: no) and `or` (deciding: yes) over any number of outcomes. */
oracle_outcome oracle_decide(am_arena *arena, bool deciding, const oracle_outcome *outcomes, size_t count);

/* Whether the first fault is named before the second: by where the operation begins in the text, of two that
 * begin there the shorter (which is part of the other), then in list order. */
bool oracle_fault_is_before(const oracle_fault *a, const oracle_fault *b);

#endif
