/*
 * What the writers of explanations share: the declarations to be explained, the steps of a penalty as they
 * turned out, and rows found from other rows.
 */
#ifndef AM_EXPLAIN_EXPLAINER_H
#define AM_EXPLAIN_EXPLAINER_H

#include "explain/explain.h"

/* A declaration in a row of its place. */
typedef struct am_subject {
    uint16_t clause;
    uint32_t row;
} am_subject;

struct am_explainer {
    am_allocator allocator;
    am_arena arena; /* of what lasts as long as the explainer */
    const am_layout *layout;
    const am_program *program;
    am_batch *batch;
    const am_leeway *leeway; /* or NULL */
    uint16_t *first_child;   /* by clause: of its steps or rows, in order */
    uint16_t *next_child;
    uint16_t *first_version; /* by clause: of its versions */
    uint16_t *next_version;
    bool *is_output; /* by clause */
    uint32_t
        *sums; /* by clause, of a schedule that adds up: the instruction that adds its first result, and 1 */

    am_arena scratch;     /* of one record */
    am_subject *subjects; /* of one output */
    size_t subject_count;
    size_t subject_capacity;
    uint64_t *seen; /* open addressing; a subject as a number plus 1 */
    size_t seen_count;
    size_t seen_capacity;
    am_date *laws; /* by which versions were chosen */
    size_t law_count;
    size_t law_capacity;
};

/* subject.c: which declarations, each once */

void am_explain_begin(am_explainer *explainer);
/* The subjects of an output, to be gone through by index while am_explain_use adds to them. */
void am_explain_open(am_explainer *explainer, am_subject subject);
/* Whether the subject was not yet explained in the record; from now on it is. */
bool am_explain_mark(am_explainer *explainer, am_subject subject);
/* The version that applies, where the declaration has versions and one does; else itself. */
am_subject am_explain_version(const am_explainer *explainer, am_subject subject);
/* Adds the declaration that the phrase reads, in each row that it reads, unless it is explained elsewhere. */
void am_explain_use(am_explainer *explainer, am_subject reader, const am_phrase *read);

/* laws.c: notes the date by which the law of the subject was chosen. */
void am_explain_note_law(am_explainer *explainer, am_subject subject, const am_phrase *clock);

/* Whether the output is a further result of the schedule that the output before it is one of: both have one
 * explanation. */
bool am_explain_is_further(const am_explainer *explainer, uint32_t output);

/* rows.c */

uint16_t am_explain_domain_of_clause(const am_program *program, const am_clause *clause);
/* The rows of `to` that a row of `from` sees: its own, those around it, or the elements of lists. */
am_row_range am_explain_rows(const am_batch *batch, uint16_t from, uint32_t row, uint16_t to);
/* The one row of the phrase's column for a row of the clause; false when there is no column, or not just
 * one row. */
bool am_explain_row_of(const am_explainer *explainer, am_subject subject, const am_phrase *phrase,
                       uint32_t *row);
am_vm_where am_explain_where(const am_batch *batch, uint16_t domain, uint32_t row);
am_shown am_explain_shown(const am_phrase *phrase);
am_shown am_explain_shown_clause(const am_clause *clause);

/* The value of a declaration: its own columns, or a schedule's first result. */
typedef struct am_explained_value {
    am_shown shown;
    uint32_t row;
    bool is_there;
    bool has_name; /* one of several results */
} am_explained_value;
am_explained_value am_explain_value(const am_explainer *explainer, am_subject subject);

/* The clause's phrases; a phrase and behind it what it reads. */
const am_phrase *am_explain_phrases(const am_program *program, const am_clause *clause, uint32_t *count);
/* The first phrase of that kind, or NULL. */
const am_phrase *am_explain_find(const am_program *program, const am_clause *clause, am_phrase_kind kind);
/* How many READ phrases stand behind the phrase. */
uint32_t am_explain_read_count(const am_program *program, const am_clause *clause, const am_phrase *phrase);
/* The clause of the row that a schedule picked; NULL when it picked none. */
/* Whose citation a declaration shows: that of the row that it picked, where the row has its own. */
const am_clause *am_explain_cited(const am_explainer *explainer, am_subject subject);
const am_clause *am_explain_picked(const am_explainer *explainer, am_subject subject);

/* Of a schedule that adds up: whether a row counts (`row` is one of its clause's parts), and its amount, the
 * first of several. False where the clause is none of such a schedule. */
void am_explain_link_sums(am_explainer *explainer);
bool am_explain_is_added(const am_explainer *explainer, uint16_t schedule);
bool am_explain_counts(const am_explainer *explainer, am_subject schedule, uint16_t row);
bool am_explain_counted(const am_explainer *explainer, am_subject schedule, uint16_t row, am_shown *out,
                        uint32_t *out_row);

/* Whether it is the row for all that no other matches. */
bool am_explain_is_otherwise(const am_program *program, const am_clause *row);

/* exception.c: the steps of a declaration, or the exceptions within one, in order: those that say something
 * in the row. AM_NO_INDEX where there are no more. */
uint16_t am_explain_first_step(const am_explainer *explainer, am_subject subject);
uint16_t am_explain_next_step(const am_explainer *explainer, uint16_t step, uint32_t row);

/* The number of the discretion that a DISCRETION clause is of; AM_NO_INDEX when it is of none. */
uint16_t am_explain_discretion(const am_program *program, uint16_t clause);
/* What open choices could make of an output's row; NULL where they change nothing. */
const am_reach *am_explain_reach(const am_explainer *explainer, const am_output *output, uint32_t row);

/* step.c */

/* False when the penalty has a condition and that is no: then its steps say nothing. */
bool am_explain_applies(const am_explainer *explainer, am_subject penalty);

typedef enum am_step_outcome {
    AM_STEP_APPLIED,
    AM_STEP_LEFT_OUT,  /* `because` is not met */
    AM_STEP_UNDECIDED, /* `because` has no value */
} am_step_outcome;

typedef struct am_explained_step {
    const am_clause *clause;
    uint32_t row;
    am_step_outcome outcome;
    const am_phrase *because;
    const am_phrase *value;
    const am_phrase *each; /* or NULL */
    const am_phrase *when; /* or NULL */
    am_kind period;        /* what numbers the amounts are of; else the kind of the amounts */
    am_shown before;       /* when has_before */
    am_shown after;
    bool has_before;
    bool has_difference;   /* applied, and a value before and after */
    bool is_different;     /* the difference is not zero */
    am_decimal difference; /* for a range of its lowest ends */
    am_decimal difference_high;
} am_explained_step;

/* The step that the amount before the next one comes from, behind `child`: an exception is none, of a rule
 * that the penalty calls. */
uint16_t am_explain_before_next(const am_program *program, uint16_t child, uint16_t before);
/* The step `clause` of a penalty in a row, behind the step `before` (or AM_NO_INDEX). */
am_explained_step am_explain_step(const am_explainer *explainer, uint16_t clause, uint16_t before,
                                  uint32_t row);

#endif
