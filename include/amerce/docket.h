/*
 * Dockets: facts that stand in the caller's memory, assessed into the caller's memory.
 *
 * Where each fact stands and where each result goes is said once; then records are assessed as often as is
 * wanted, one or many at a time. It is the fastest way to assess single records: a program that has one
 * record at a time binds columns of one row, sets them, and assesses record 0.
 *
 *     amerce_column facts[] = {{turnover, AMERCE_NONE, AMERCE_COLUMN_INT64, 2, &row.turnover, NULL}, ...};
 *     amerce_result_column results[] = {{fine, AMERCE_COLUMN_INT64, 2, &row.fine, &row.fine_state}};
 *     amerce_docket_new(assessor, facts, FACTS, results, 1, &docket);
 *     while (next(&row)) {
 *         status = amerce_docket_assess(docket, 0, 1);
 *     }
 *
 * Records that are plain (every fact given but optional ones, no fault on the way, every amount within 64
 * bits) are assessed in place; all others through the assessor's batch. Results are the same either way.
 */
#ifndef AMERCE_DOCKET_H
#define AMERCE_DOCKET_H

#include <amerce/assessor.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct amerce_docket amerce_docket;

/* Where an output's results go: a value for each record, or for each element of the list of its place, at the
 * place where the facts of that record or element stand. */
typedef struct amerce_result_column {
    uint32_t output;
    amerce_column_type type; /* as for amerce_assessor_result_column; no TEXTS */
    uint8_t places;
    void *values;    /* 0 where the state is not AMERCE_VALUE */
    uint8_t *states; /* an amerce_state each */
} amerce_result_column;

/* Makes a docket on an assessor, which must outlive it; its records go through the assessor's batch. The two
 * arrays are copied; what they point at must stay where it is, and may change between assessments. A fact
 * without a column is absent from every record. AMERCE_MISUSE: a column of no fact, list or output there is,
 * two of the same, a type that does not hold it, or an output of a list within a list. */
AMERCE_API amerce_status amerce_docket_new(amerce_assessor *assessor, const amerce_column *facts,
                                           size_t fact_count, const amerce_result_column *results,
                                           size_t result_count, amerce_docket **out);
AMERCE_API void amerce_docket_free(amerce_docket *docket);

/* Assesses `count` records of the columns from number `first` on. The batch of the assessor is emptied
 * before; afterwards it holds nothing that counts, but where one record was assessed alone and a result of it
 * is neither a value nor unknown: then it holds that record, as record 0, so that amerce_assessor_needs,
 * _fault and _is_refused say why. AMERCE_MISUSE as amerce_assessor_add_columns and
 * amerce_assessor_result_column have it, AMERCE_TOO_LARGE: a record alone is more than the assessor holds;
 * then no result of this call counts. */
AMERCE_API amerce_status amerce_docket_assess(amerce_docket *docket, size_t first, size_t count);

#ifdef __cplusplus
}
#endif

#endif
