/*
 * What came of a golden case: what was not met, and where a penalty went another way.
 */
#ifndef AM_TOOLS_OUTCOME_H
#define AM_TOOLS_OUTCOME_H

#include <amerce/amerce.h>

/* A text that grows. */
typedef struct am_text {
    char *data;
    size_t length;
    size_t room;
    bool is_failed;
} am_text;
void am_text_put(am_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void am_text_put_json(am_text *text, amerce_text value);
amerce_sink am_text_sink(am_text *text);
void am_text_clear(am_text *text);

typedef struct am_failure {
    amerce_expectation expected;
    am_text came; /* JSON; empty: there is no such output */
} am_failure;

typedef struct am_outcome {
    amerce_case one;
    am_text problem;      /* why it could not be checked; empty when it could */
    am_failure *failures; /* in the order of the case */
    size_t failure_count;
    am_text steps;           /* of the penalties that came out otherwise, a line each */
    bool is_divergent;       /* `because` tells where: */
    amerce_clause divergent; /* the first step that adds something else */
    bool is_accepted;        /* the case file was told to expect what came */
} am_outcome;

/* Compares a case of an assessed batch, in which its record is the only one. */
void am_outcome_check(am_outcome *outcome, const amerce_rulebook *rulebook, const amerce_cases *cases,
                      size_t index, amerce_assessor *assessor);
/* The same of a record that was refused; false where the case does not expect that. */
bool am_outcome_check_refusal(am_outcome *outcome, const amerce_cases *cases, size_t index,
                              const amerce_record_error *error);
bool am_outcome_is_good(const am_outcome *outcome);
/* The failure as lines of text, each behind `margin`. */
void am_outcome_describe(const am_outcome *outcome, const char *margin, am_text *out);
void am_outcome_clear(am_outcome *outcome);

#endif
