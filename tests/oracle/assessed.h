/*
 * The VM's side: records as JSON through the reader and the batch, outcomes as lines. What is assessed are
 * the facts of a record as they are written again, so that they must say what the record said.
 *
 * It knows the program and nothing of the model. (The batch's header and the model's are not read by one
 * file.)
 */
#ifndef ORACLE_ASSESSED_H
#define ORACLE_ASSESSED_H

#include "code/program.h"
#include "lines.h"

typedef struct assessor assessor;

/* An assessor whose batches hold so many records. `is_explained`: the narrow batch keeps what explanations
 * read; else most of them make it assess its records again. NULL when memory runs out. */
assessor *assessor_new(const am_program *program, uint32_t records, bool is_explained,
                       am_allocator allocator);
void assessor_free(assessor *assessor);

typedef enum assess_status { ASSESS_TAKEN, ASSESS_FULL, ASSESS_REFUSED } assess_status;
/* Reads a record into the batch. FULL: run first, then give it again. REFUSED: *why says for what reason. */
assess_status assess_read(assessor *assessor, am_slice json, am_buffer *why);
/* Runs the batch; its records are numbered from 0 in the order given. Returns how many there are. */
/* Every clock of it shows the date. */
void assess_as_of(assessor *assessor, am_date date);
void assess_known_at(assessor *assessor, am_date date);
/* A calibration has another value from the next run on. */
void assess_calibrate(assessor *assessor, uint32_t calibration, am_decimal decimal, int32_t integer);
/* The narrow batches have narrow programs of their own for the values that were set. */
void assess_plan(assessor *assessor);
uint32_t assess_run(assessor *assessor);
/* Appends the outcomes of a record of the batch that was run. */
void assess_outcomes(assessor *assessor, uint32_t row, lines *out);
/* Whether the explanation of such a record agrees with its results, and is the same by both batches: see
 * explained.h. */
bool assess_explains(assessor *assessor, uint32_t row, am_buffer *why, uint64_t *sums);
/* Looks for what the record's open choices could lead to; false when memory runs out. */
bool assess_finds_leeway(assessor *assessor, uint32_t row);
/* What was found for the output with that path; dates, codes and so on as whole numbers. */
typedef struct assessed_reach {
    bool is_there;
    bool has_values;
    bool is_searched;
    am_decimal lowest;
    am_decimal highest;
    bool is_lowest_endless;
    bool is_highest_endless;
} assessed_reach;
assessed_reach assess_reach(assessor *assessor, uint32_t row, am_slice path);
/* Records of a batch that was run, assessed again by a docket. */
typedef struct docketed_counts {
    uint64_t records; /* one at a time */
    uint64_t plain;   /* of these in place, without a batch */
} docketed_counts;
/* Whether that comes to the same: see docketed.h. */
bool assess_agrees_with_dockets(assessor *assessor, docketed_counts *counts, am_buffer *why);
/* Empties the batch. */
void assess_clear(assessor *assessor);

#endif
