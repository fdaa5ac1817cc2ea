/*
 * Explanations held against the results that they explain.
 */
#ifndef ORACLE_EXPLAINED_H
#define ORACLE_EXPLAINED_H

#include "explain/explain.h"

/* Whether for each penalty of the record with a value the starting amount and the differences of the applied
 * steps add up to it, and every other step left the amount alone. Both forms of the explanation are written.
 * *sums counts the penalties; *why says which one does not. */
bool explained_adds_up(am_explainer *explainer, uint32_t row, am_buffer *why, uint64_t *sums);

#endif
