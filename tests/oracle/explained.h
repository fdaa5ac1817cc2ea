/*
 * Explanations held against the results that they explain.
 */
#ifndef ORACLE_EXPLAINED_H
#define ORACLE_EXPLAINED_H

#include "explain/explain.h"

/* Whether for each penalty of the record with a value the starting amount and the differences of the applied
 * steps add up to it, and every other step left the amount alone. The explanation is written as HTML too.
 * *sums counts the penalties; *why says which one does not. */
bool explained_adds_up(am_explainer *explainer, uint32_t row, am_buffer *why, uint64_t *sums);
/* Whether a record is explained by the narrow program as by the program itself, to the letter. *why says
 * which line is not. */
bool explained_alike(am_explainer *explainer, am_explainer *narrow, uint32_t row, am_buffer *why);

#endif
