/*
 * Input bytes to result lines: splitter, reader, VM and writer joined as an assessor joins them.
 */
#ifndef AM_TESTS_PIPELINE_H
#define AM_TESTS_PIPELINE_H

#include "record/record.h"

typedef struct pipeline {
    am_arena arena;
    const am_program *program;
    am_layout *layout;
    am_batch *batch;
    am_ids *ids;
    am_reader *reader;
} pipeline;

/* Over the program of schema.h. */
void pipeline_init(pipeline *line, am_limits limits);
void pipeline_clear(pipeline *line);

/* Gives the splitter pieces of `piece` bytes, or of changing lengths when that is 0, and appends a line for
 * each record. */
void pipeline_run(pipeline *line, am_slice input, size_t piece, am_record_options options, am_buffer *out);

/* Reads one record into an empty batch. */
am_record_status pipeline_read(pipeline *line, am_slice text, am_record_options options,
                               am_record_error *error);

#endif
