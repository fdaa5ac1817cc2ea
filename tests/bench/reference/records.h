/*
 * Invented violations: the same for the same seed, as columns, as structures, and as NDJSON.
 *
 * Amounts are spread evenly over orders of magnitude; every fiftieth lies on a bound of a band, some priors
 * on the first or the last day of the window, some violations on 29 February.
 */
#ifndef BENCH_RECORDS_H
#define BENCH_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "law.h"

typedef struct records {
    uint32_t count;
    uint32_t prior_count;
    violation *violations;
    prior *priors;
    /* The same as columns; dates are days since 1970-01-01. */
    int64_t *turnover;
    int64_t *profit;
    uint8_t *has_profit;
    int32_t *impact;
    int32_t *duration;
    int32_t *committed_on;
    uint8_t *kind;
    uint8_t *article;
    uint8_t *intent;
    uint8_t *stage;
    uint8_t *self_reported;
    uint8_t *cooperation;
    uint32_t *offsets; /* of the priors: one more than the records */
    int32_t *prior_date;
    uint8_t *prior_article;
} records;

/* False when memory runs out. */
bool records_make(records *out, uint32_t count, uint64_t seed);
void records_free(records *records);
void records_write(const records *records, FILE *out);
/* Likewise as CSV, with a header; the priors are JSON in their cell. */
void records_write_rows(const records *records, FILE *out);
/* The result line of a record. */
size_t records_write_result(char *out, uint32_t number, const assessment *assessment);
#define RESULT_BYTES_MAX 96

#endif
