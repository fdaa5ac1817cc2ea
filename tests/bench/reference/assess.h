/*
 * The reference workload through the C API: records as columns in batches, or one at a time.
 */
#ifndef BENCH_ASSESS_H
#define BENCH_ASSESS_H

#include <amerce/amerce.h>

#include "records.h"

enum { BENCH_COLUMNS = 14, BENCH_OUTPUTS = 3 };

typedef struct bench_assessor {
    amerce_assessor *assessor;
    const records *records;
    amerce_column columns[BENCH_COLUMNS];
    uint32_t outputs[BENCH_OUTPUTS]; /* fine, step, capped */
    uint32_t priors;                 /* the place */
    int64_t *fines;                  /* by record */
    uint8_t *steps;
    uint8_t *capped;
    uint8_t *states; /* of a batch, one output after another; of a docket, of all records */
    amerce_docket *docket;
} bench_assessor;

typedef struct bench_options {
    uint32_t batch; /* records */
    bool is_wide;
    bool is_explained;
} bench_options;

/* Reads a rulebook's text from a file and compiles it. NULL: it says why on standard error. */
amerce_rulebook *bench_compile(const char *path);
/* False when that cannot be. */
bool bench_open(bench_assessor *out, const amerce_rulebook *rulebook, const records *records,
                bench_options options);
void bench_close(bench_assessor *bench);
/* Assesses the records [first, end), results into fines, steps and capped. False when the API refused. */
bool bench_assess_columns(bench_assessor *bench, uint32_t first, uint32_t end);
/* The same with each record alone, by a docket; or set fact by fact and read value by value. */
bool bench_assess_single(bench_assessor *bench, uint32_t first, uint32_t end);
bool bench_assess_facts(bench_assessor *bench, uint32_t first, uint32_t end);
/* How many records of [first, end) are not as expected. */
uint32_t bench_mismatches(const bench_assessor *bench, const assessment *expected, uint32_t first,
                          uint32_t end);

#endif
