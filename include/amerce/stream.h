/*
 * JSON in, result lines out, for any number of records in the memory of one assessor.
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
    uint64_t refused; /* that could not be read */
    uint64_t faults;  /* in which some output ends in a fault */
    uint64_t needs;   /* in which some output needs facts, and none ends in a fault */
} amerce_summary;

/* Assesses a whole input of records (NDJSON, an array of objects, or objects one after another) and writes
 * one line each, in order: the results, or an object with the id or line and the error. A record that cannot
 * be read does not stop the others. The batch is cleared before and after. *summary (may be NULL) counts,
 * also when the stream is stopped. */
AMERCE_API amerce_status amerce_assess_json(amerce_assessor *assessor, amerce_input input, amerce_sink output,
                                            amerce_summary *summary);

#ifdef __cplusplus
}
#endif

#endif
