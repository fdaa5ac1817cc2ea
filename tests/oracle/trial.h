/*
 * One rulebook held against itself: compiled and run by the VM, and walked by the evaluator, over random
 * records.
 */
#ifndef ORACLE_TRIAL_H
#define ORACLE_TRIAL_H

#include "assessed.h"
#include "leeway.h"

typedef enum trial_verdict { TRIAL_AGREES, TRIAL_REFUSED, TRIAL_DIFFERS } trial_verdict;

typedef struct trial_counts {
    uint64_t programs;
    uint64_t records;
    uint64_t outcomes[ORACLE_STATE_COUNT];
    uint64_t instructions;
    uint64_t sums;     /* penalties whose explained steps were added up */
    uint64_t supplied; /* facts, one at a time */
    uint64_t fitted;   /* how often values were set */
    leeway_counts leeway;
    docketed_counts docketed;
} trial_counts;

/* What records a text is tried on. */
typedef struct trial_records {
    uint64_t seed;
    unsigned count;
    bool is_at_bounds; /* see random_record.h */
} trial_records;

/* Tries the text. Unless it agrees, *report says why: the refusal, or the record and the lines that differ.
 */
trial_verdict trial_run(am_slice text, trial_records records, trial_counts *counts, am_buffer *report);

#endif
