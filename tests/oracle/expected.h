/*
 * The evaluator's side: the outcomes of a model's outputs for a record, as lines.
 */
#ifndef ORACLE_EXPECTED_H
#define ORACLE_EXPECTED_H

#include "evaluate.h"
#include "lines.h"

/* Appends them and counts them by state. */
void expect_outcomes(oracle *oracle, const oracle_record *root, lines *out,
                     uint64_t counts[ORACLE_STATE_COUNT]);

#endif
