/*
 * Records in, results out, for any number of records in the memory of one assessor.
 */
#ifndef AMERCE_STREAM_H
#define AMERCE_STREAM_H

#include <amerce/assessor.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Input: fills `data` with up to `room` bytes and sets *length; 0 is the end. False stops the stream with
 * AMERCE_IO_FAILED. */
typedef struct amerce_input {
    bool (*read)(void *context, char *data, size_t room, size_t *length);
    void *context;
} amerce_input;

typedef struct amerce_summary {
    uint64_t records; /* all, the refused ones too */
    uint64_t refused; /* that could not be read, or do not meet a check of the rulebook */
    uint64_t faults;  /* in which some output ends in a fault */
    uint64_t needs;   /* in which some output needs facts, and none ends in a fault */
} amerce_summary;

typedef enum amerce_records_format {
    AMERCE_RECORDS_JSON, /* NDJSON, an array of objects, or objects one after another */
    AMERCE_RECORDS_CSV,  /* RFC 4180, the first line naming the columns; see docs/command.md */
} amerce_records_format;

typedef enum amerce_results_format {
    AMERCE_RESULTS_JSON,  /* one line each */
    AMERCE_RESULTS_CSV,   /* a row each, behind the names of the columns */
    AMERCE_RESULTS_TABLE, /* the same aligned, for people */
} amerce_results_format;

/* The elements of a list in a file of their own (CSV), each row with the `id` of its record. */
typedef struct amerce_list_input {
    amerce_text list; /* its path: `priors`, `infringements.priors` */
    amerce_input input;
} amerce_list_input;

typedef struct amerce_stream_options {
    size_t size; /* sizeof(amerce_stream_options) */
    amerce_records_format records;
    amerce_results_format results;
    const amerce_list_input *lists; /* of CSV records */
    size_t list_count;
    bool are_lists_sorted; /* they are in the order of the records, and only one record's rows are held;
                              otherwise all rows are: the size of the files and about 64 bytes a row */
    /* Further assessors, made like the first, of the same rulebook, with the same fitted values and given the
     * same (amerce_assessor_give): each of all assesses in a thread of its own (up to 64), where records and
     * results are JSON. Their allocators are called from those threads; input and output from the caller's
     * only. What comes is the same, in the same order, whatever their number. */
    amerce_assessor *const *helpers;
    size_t helper_count;
} amerce_stream_options;

/* Assesses a whole input of records and writes what came, in order: the results, or the id or line and the
 * error. A record that cannot be read does not stop the others; a CSV header or a list's file that cannot be
 * read is told like a record and does. The batch is cleared before and after. *summary (may be NULL) counts,
 * also when the stream is stopped. Options may be NULL: JSON to JSON. AMERCE_MISUSE: `lists` names what is no
 * list, or a list within another that it does not name; lists with JSON records; results other than JSON of
 * an assessor that explains. */
AMERCE_API amerce_status amerce_assess(amerce_assessor *assessor, const amerce_stream_options *options,
                                       amerce_input input, amerce_sink output, amerce_summary *summary);
/* JSON to JSON. */
AMERCE_API amerce_status amerce_assess_json(amerce_assessor *assessor, amerce_input input, amerce_sink output,
                                            amerce_summary *summary);

#ifdef __cplusplus
}
#endif

#endif
