/*
 * The sentences of an explanation: why a row was picked, what an expression reads, why a step was left out.
 *
 * What a sentence names is handed on to be explained further down.
 */
#ifndef AM_EXPLAIN_TEXT_NOTE_H
#define AM_EXPLAIN_TEXT_NOTE_H

#include "explain/text_value.h"

/* `turnover is EUR 5.00, intent is not known`: what stands behind the phrase. Puts `before` first when there
 * is any, and returns whether there was. */
bool am_text_put_reads(am_buffer *buffer, am_explainer *explainer, am_subject subject,
                       const am_clause *clause, const am_phrase *phrase, const char *before);
/* `turnover is EUR 40 000 000.00, over EUR 5_000_000: limits.highest`, of the row that a schedule picked. */
void am_text_put_row(am_buffer *buffer, am_explainer *explainer, am_subject schedule);
/* The cells of one row, and what its result reads. */
void am_text_put_row_of(am_buffer *buffer, am_explainer *explainer, am_subject schedule,
                        const am_clause *row);
/* `x 1.5 for each of repetitions (2)`, of a step that was applied. */
void am_text_put_step(am_buffer *buffer, am_explainer *explainer, const am_explained_step *step);
/* `repeated (repetitions is 0)`, of one that was not. */
void am_text_put_left_out(am_buffer *buffer, am_explainer *explainer, const am_explained_step *step);
/* `undecided: turnover is missing`. */
void am_text_put_undecided(am_buffer *buffer, am_explainer *explainer, const am_explained_step *step);
/* The schedule whose row is all that a starting amount says and that is new in the record; else NULL. */
const am_phrase *am_text_inlined(am_explainer *explainer, const am_explained_step *step,
                                 am_subject *schedule);

#endif
