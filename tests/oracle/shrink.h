/*
 * Makes a rulebook that fails a trial smaller, as long as it fails in the same way.
 */
#ifndef ORACLE_SHRINK_H
#define ORACLE_SHRINK_H

#include "trial.h"

/* Replaces *text by a smaller one with the same verdict (and, when refused, the same first message). */
void shrink(am_buffer *text, trial_records records, trial_verdict verdict);

#endif
