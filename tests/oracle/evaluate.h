/*
 * The tree-walking evaluator: what a declaration comes to for one record, by the language's semantics and
 * nothing else.
 *
 * It is simple, scalar and recursive on purpose, and shares nothing with the VM but src/base and the model:
 * it is what the VM is held against. `if` looks at its condition and then at one branch; a table looks at its
 * rows one by one; a penalty goes through its steps.
 */
#ifndef ORACLE_EVALUATE_H
#define ORACLE_EVALUATE_H

#include "outcome.h"

/* The date of the mildest law for a record, or why there is none. */
typedef struct oracle_law_found {
    const oracle_record *record;
    oracle_outcome outcome;
    struct oracle_law_found *next;
} oracle_law_found;

/* The value that a parameter, or one version of it, is set to. */
typedef struct oracle_fitted {
    am_slice name;
    bool is_dated;
    int64_t from;
    oracle_value value;
} oracle_fitted;

typedef struct oracle {
    am_arena *arena;
    const am_model *model;
    bool has_as_of; /* every clock shows `as_of` */
    am_date as_of;
    bool has_known_at; /* law that was published after `known_at` is none */
    am_date known_at;
    const oracle_fitted *fitted; /* of values that may be set, those that are */
    uint32_t fitted_count;
    const oracle_record *tried; /* the record that is evaluated under the law of `tried_day`, or NULL */
    int64_t tried_day;
    oracle_law_found *laws; /* found so far */
} oracle;

static inline bool oracle_knows(const oracle *oracle, am_date published) {
    return !oracle->has_known_at || published <= oracle->known_at;
}

/* The outcome of a declaration for a record of its type; `part` is the result column of a schedule that has
 * several, else 0. */
oracle_outcome oracle_evaluate(oracle *oracle, const oracle_record *record, const am_declaration *declaration,
                               uint16_t part);

/* Between the evaluator's files. */
oracle_outcome oracle_expression(oracle *oracle, oracle_scene scene, const am_expr *expr);
const oracle_record *oracle_resolve(oracle_scene scene, const am_scope *scope);
/* The working days of WORKING_DAYS, of two operands that are values. */
oracle_outcome oracle_working_days(oracle *oracle, oracle_scene scene, const am_expr *expr,
                                   const oracle_outcome *operands);
/* The day on which a month begins that a scope means. */
oracle_outcome oracle_month(oracle *oracle, oracle_scene scene, const am_expr *expr);
oracle_outcome oracle_over(oracle *oracle, oracle_scene scene, const am_expr *expr);
oracle_outcome oracle_except(oracle *oracle, oracle_scene scene, const am_expr *expr);
/* `clock` stands in for that of an `in force` column when not NULL; faults are those of the text at `span`.
 */
oracle_outcome oracle_schedule(oracle *oracle, oracle_scene scene, const am_declaration *declaration,
                               uint16_t part, const oracle_outcome *clock, am_span span);
/* A parameter's outcome, read from the scene. */
oracle_outcome oracle_parameter(oracle *oracle, oracle_scene scene, const am_declaration *declaration,
                                uint16_t part);
oracle_outcome oracle_law(oracle *oracle, oracle_scene scene, const am_expr *expr);
oracle_outcome oracle_offence(oracle *oracle, oracle_scene scene, const am_expr *expr);
/* Takes from the masks of a list's elements, one scene each, those that a clean time parts from the date. */
void oracle_reset(oracle *oracle, const am_reset *reset, const oracle_scene *scenes, oracle_outcome *masks,
                  uint32_t count);
oracle_outcome oracle_penalty(oracle *oracle, oracle_scene scene, const am_declaration *declaration);

/* The outcome of an arithmetic operation whose result is `value`. */
oracle_outcome oracle_arithmetic(am_arith status, am_decimal value, bool is_exact, am_span span,
                                 oracle_scene scene);
/* Whether sums of the type lose no digits. */
bool oracle_is_exact(am_type type);
/* A period as an outcome, when it is whole and not too long. */
oracle_outcome oracle_period(am_decimal value, am_span span, oracle_scene scene);
/* The order of two values of a type. */
int oracle_compare(am_type type, const oracle_value *a, const oracle_value *b);
/* Whether the value of the type lies between the ends of a constant interval. */
bool oracle_is_in(am_type type, const oracle_value *value, const oracle_value *lowest, bool is_lowest_out,
                  const oracle_value *highest, bool is_highest_out);

#endif
