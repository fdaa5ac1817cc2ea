/*
 * A stream of records on its way through one batch, for the readers of its forms.
 */
#ifndef AM_API_STREAM_H
#define AM_API_STREAM_H

#include "api/assessor.h"
#include "record/csv.h"

/* Threads beside the first that one stream can have. */
#define AM_JOBS_MAX 63

typedef struct am_stream {
    amerce_assessor *assessor;
    amerce_sink sink;
    am_splitter *splitter;
    am_csv_results *results; /* NULL: lines of JSON */
    am_buffer output;
    bool keeps_output; /* it is left in the buffer, not handed to the sink */
    am_buffer line;
    am_buffer refusals;
    am_buffer lines; /* where each of them stands */
    amerce_summary summary;
} am_stream;

/* A stream from records of JSON to lines of JSON. */
void am_stream_init(am_stream *stream, amerce_assessor *assessor, amerce_sink sink);
void am_stream_clear(am_stream *stream);
/* Assesses a piece of an input, as am_splitter_new_over takes it; *is_whole says whether it ends between
 * records, so that what follows it could begin an input of its own. What comes of it is left in `output`. */
amerce_status am_stream_assess_piece(am_stream *stream, char *data, size_t bytes, uint32_t line,
                                     bool *is_whole);
/* Assesses an input whose beginning was assessed before; what follows is on this line. */
amerce_status am_stream_assess_from(am_stream *stream, amerce_input input, uint32_t line);

/* Adds a record from its JSON, or refuses it; a full batch is assessed and written first. */
amerce_status am_stream_add(am_stream *stream, am_slice text, uint32_t line, uint32_t column);
/* Reads records as am_quick_read and am_quick_read_rows do; `context` is theirs. */
typedef am_record_status am_stream_quick(void *context, am_slice text, uint32_t line, am_quick_progress *out);
/* Adds what such a function reads, a full batch being assessed and written first. Where *out says that it was
 * nothing, the first record is to be added as above. */
amerce_status am_stream_add_quickly(am_stream *stream, am_stream_quick *read, void *context, am_slice text,
                                    uint32_t line, am_quick_progress *out);
/* The line of what the assessor's error says, in its place among the records. */
amerce_status am_stream_refuse(am_stream *stream);

/* All records of a CSV input, and of the lists in files of their own. */
amerce_status am_stream_assess_csv(am_stream *stream, const amerce_stream_options *options,
                                   amerce_input input);

#endif
