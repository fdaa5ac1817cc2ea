/*
 * A stream of records on its way through one batch, for the readers of its forms.
 */
#ifndef AM_API_STREAM_H
#define AM_API_STREAM_H

#include "api/assessor.h"
#include "record/csv.h"

typedef struct am_stream {
    amerce_assessor *assessor;
    amerce_sink sink;
    am_splitter *splitter;
    am_csv_results *results; /* NULL: lines of JSON */
    am_buffer output;
    am_buffer line;
    am_buffer refusals;
    am_buffer lines; /* where each of them stands */
    amerce_summary summary;
} am_stream;

/* Adds a record from its JSON, or refuses it; a full batch is assessed and written first. */
amerce_status am_stream_add(am_stream *stream, am_slice text, uint32_t line, uint32_t column);
/* The line of what the assessor's error says, in its place among the records. */
amerce_status am_stream_refuse(am_stream *stream);

/* All records of a CSV input, and of the lists in files of their own. */
amerce_status am_stream_assess_csv(am_stream *stream, const amerce_stream_options *options,
                                   amerce_input input);

#endif
