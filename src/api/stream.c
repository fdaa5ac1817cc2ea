/*
 * A whole input of records through one batch: split, read, assessed when the batch is full, written in the
 * order of the input.
 *
 * Lines of refused records wait in `lines` for the batch they stand in, each with the number of records
 * before it.
 */
#include "api/stream.h"

#include <string.h>

#include "api/jobs.h"

/* The output is handed on in pieces of about this size. */
#define PIECE_BYTES 65536u

/* A refused record's place among those of the batch. */
typedef struct refused_line {
    uint32_t before; /* records of the batch that come first */
    size_t end;      /* of its text in `refusals` */
} refused_line;

static amerce_status write_out(am_stream *stream) {
    am_slice text = am_buffer_text(&stream->output);
    if (stream->output.is_failed || stream->refusals.is_failed || stream->lines.is_failed) {
        return AMERCE_OUT_OF_MEMORY;
    }
    if (stream->keeps_output) {
        return AMERCE_OK;
    }
    if (text.length > 0 && !stream->sink.write(stream->sink.context, text.data, text.length)) {
        return AMERCE_IO_FAILED;
    }
    stream->output.length = 0;
    return AMERCE_OK;
}

static void count_outcome(am_stream *stream, uint32_t row, am_state worst) {
    if (worst == AM_STATE_FAULT && am_api_is_refused(stream->assessor, row)) {
        stream->summary.refused++;
        return;
    }
    stream->summary.faults += worst == AM_STATE_FAULT ? 1 : 0;
    stream->summary.needs += worst == AM_STATE_NEEDS ? 1 : 0;
}

static bool is_text(const am_stream *stream) {
    return stream->assessor->explanation > AMERCE_EXPLANATION_JSON;
}

/* Appends a result line, or the row that it becomes. */
static void put_line(am_stream *stream, am_slice line) {
    if (stream->results != NULL) {
        am_csv_results_put(stream->results, line, &stream->output);
        return;
    }
    am_buffer_put(&stream->output, line);
    am_buffer_put_char(&stream->output, '\n');
}

/* Appends the refusals that come before record `row` of the batch. */
static void put_refusals(am_stream *stream, size_t *next, size_t *start, uint32_t row) {
    const refused_line *lines = (const void *)stream->lines.data;
    size_t count = stream->lines.length / sizeof *lines;
    for (; *next < count && lines[*next].before <= row; ++*next) {
        am_slice text = {stream->refusals.data + *start, lines[*next].end - *start};
        if (is_text(stream)) {
            am_buffer_put(&stream->output, text);
        } else {
            put_line(stream, text);
        }
        *start = lines[*next].end;
    }
}

static void put_record(am_stream *stream, uint32_t row) {
    if (is_text(stream)) {
        count_outcome(stream, row, am_api_put_text(stream->assessor, row, &stream->output));
        return;
    }
    if (stream->results == NULL) {
        count_outcome(stream, row, am_api_put_result(stream->assessor, row, &stream->output));
        am_buffer_put_char(&stream->output, '\n');
        return;
    }
    stream->line.length = 0;
    count_outcome(stream, row, am_api_put_result(stream->assessor, row, &stream->line));
    stream->output.is_failed = stream->output.is_failed || stream->line.is_failed;
    put_line(stream, am_buffer_text(&stream->line));
}

/* Appends the lines of records from `row` on, as far as there is nothing to them but results, and until there
 * is enough to be handed on; returns the record that comes next. */
static uint32_t put_lines(am_stream *stream, uint32_t row, uint32_t count) {
    const amerce_assessor *assessor = stream->assessor;
    size_t enough = stream->keeps_output ? SIZE_MAX : PIECE_BYTES;
    bool is_all = assessor->results != NULL && assessor->rulebook->program->check_count == 0 &&
                  stream->results == NULL && stream->lines.length == 0;
    return is_all ? am_quick_write_lines(assessor->results, row, count, enough, &stream->output) : row;
}

/* Assesses and writes what is in the batch, and empties it. */
static amerce_status finish_batch(am_stream *stream) {
    amerce_assessor *assessor = stream->assessor;
    amerce_status status = AMERCE_OK;
    size_t next = 0;
    size_t start = 0;
    uint32_t count = amerce_assessor_record_count(assessor);
    amerce_assessor_run(assessor);
    for (uint32_t row = 0; status == AMERCE_OK && row <= count; row++) {
        row = put_lines(stream, row, count);
        put_refusals(stream, &next, &start, row);
        if (row < count) {
            put_record(stream, row);
        }
        if (stream->output.length >= PIECE_BYTES) {
            status = write_out(stream);
        }
    }
    stream->refusals.length = 0;
    stream->lines.length = 0;
    amerce_assessor_clear(assessor);
    return status;
}

/* The last batch, and all that was not handed on yet. */
static amerce_status finish(am_stream *stream) {
    amerce_status status = finish_batch(stream);
    return status == AMERCE_OK ? write_out(stream) : status;
}

amerce_status am_stream_refuse(am_stream *stream) {
    refused_line line = {amerce_assessor_record_count(stream->assessor), 0};
    stream->summary.refused++;
    if (is_text(stream)) {
        am_api_put_refusal(stream->assessor, &stream->refusals);
    } else {
        am_result_write_error(&stream->refusals, &stream->assessor->error);
    }
    line.end = stream->refusals.length;
    am_buffer_put(&stream->lines, (am_slice){(const char *)&line, sizeof line});
    return stream->refusals.length >= PIECE_BYTES ? finish_batch(stream) : AMERCE_OK;
}

amerce_status am_stream_add(am_stream *stream, am_slice text, uint32_t line, uint32_t column) {
    amerce_text json = am_api_text(text);
    amerce_status status = amerce_assessor_add_json(stream->assessor, json, line, column, NULL);
    if (status == AMERCE_FULL) {
        status = finish_batch(stream);
        if (status == AMERCE_OK) {
            status = amerce_assessor_add_json(stream->assessor, json, line, column, NULL);
        }
    }
    return status == AMERCE_BAD_RECORD ? am_stream_refuse(stream) : status;
}

static amerce_status feed(am_stream *stream, amerce_input input) {
    size_t room;
    size_t length = 0;
    char *at = am_splitter_room(stream->splitter, &room);
    if (at == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    if (!input.read(input.context, at, room, &length) || length > room) {
        return AMERCE_IO_FAILED;
    }
    am_splitter_fed(stream->splitter, length);
    return AMERCE_OK;
}

amerce_status am_stream_add_quickly(am_stream *stream, am_stream_quick *read, void *context, am_slice text,
                                    uint32_t line, am_quick_progress *out) {
    am_record_status status = read(context, text, line, out);
    if (status == AM_RECORD_FULL && out->records == 0) {
        amerce_status finished = finish_batch(stream);
        if (finished != AMERCE_OK) {
            return finished;
        }
        read(context, text, line, out);
    }
    stream->assessor->record_count += out->records;
    stream->summary.records += out->records;
    return AMERCE_OK;
}

static am_record_status read_quickly(void *context, am_slice text, uint32_t line, am_quick_progress *out) {
    return am_quick_read(context, text, line, out);
}

/* Records as machines write them, as far as they go on so; *is_more when the next is not all there yet. */
static amerce_status assess_quickly(am_stream *stream, bool *is_more) {
    am_quick *quick = stream->assessor->quick;
    am_peek peek = AM_PEEK_NONE;
    am_slice text;
    uint32_t line;
    while (quick != NULL && (peek = am_splitter_peek(stream->splitter, &text, &line)) == AM_PEEK_LINES) {
        am_quick_progress read;
        amerce_status status = am_stream_add_quickly(stream, read_quickly, quick, text, line, &read);
        if (status != AMERCE_OK || read.records == 0) {
            return status;
        }
        am_splitter_took(stream->splitter, read.length, read.records);
    }
    *is_more = peek == AM_PEEK_MORE;
    return AMERCE_OK;
}

/* Takes the next record of the splitter, or what is none. */
static amerce_status take_record(am_stream *stream, am_split *split) {
    am_slice text = {0};
    uint32_t line = 0;
    uint32_t column = 0;
    *split = am_splitter_next(stream->splitter, &text, &line, &column, &stream->assessor->error);
    switch (*split) {
    case AM_SPLIT_RECORD:
        stream->summary.records++;
        return am_stream_add(stream, text, line, column);
    case AM_SPLIT_BAD:
        stream->summary.records++;
        return am_stream_refuse(stream);
    default:
        return AMERCE_OK;
    }
}

/* Takes all records that are whole in the splitter; *is_ended when there will be no more. */
static amerce_status take_records(am_stream *stream, bool *is_ended) {
    am_split split = AM_SPLIT_RECORD;
    amerce_status status = AMERCE_OK;
    bool is_more = false;
    while (status == AMERCE_OK && (split == AM_SPLIT_RECORD || split == AM_SPLIT_BAD)) {
        status = assess_quickly(stream, &is_more);
        if (is_more) {
            break;
        }
        if (status == AMERCE_OK) {
            status = take_record(stream, &split);
        }
    }
    *is_ended = split == AM_SPLIT_END;
    return status;
}

static amerce_status assess_json(am_stream *stream, amerce_input input) {
    bool is_ended = false;
    amerce_status status = take_records(stream, &is_ended);
    while (status == AMERCE_OK && !is_ended) {
        status = feed(stream, input);
        if (status == AMERCE_OK) {
            status = take_records(stream, &is_ended);
        }
    }
    return status;
}

void am_stream_init(am_stream *stream, amerce_assessor *assessor, amerce_sink sink) {
    *stream = (am_stream){.assessor = assessor, .sink = sink};
    am_buffer_init(&stream->output, assessor->allocator);
    am_buffer_init(&stream->line, assessor->allocator);
    am_buffer_init(&stream->refusals, assessor->allocator);
    am_buffer_init(&stream->lines, assessor->allocator);
}

void am_stream_clear(am_stream *stream) {
    am_splitter_free(stream->splitter);
    am_buffer_clear(&stream->output);
    am_buffer_clear(&stream->line);
    am_buffer_clear(&stream->refusals);
    am_buffer_clear(&stream->lines);
}

amerce_status am_stream_assess_piece(am_stream *stream, char *data, size_t bytes, uint32_t line,
                                     bool *is_whole) {
    bool is_ended;
    stream->keeps_output = true;
    stream->splitter = am_splitter_new_over(data, bytes, line, stream->assessor->allocator);
    *is_whole = false;
    if (stream->splitter == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    amerce_assessor_clear(stream->assessor);
    amerce_status status = take_records(stream, &is_ended);
    *is_whole = am_splitter_is_between(stream->splitter);
    return status == AMERCE_OK ? finish(stream) : status;
}

amerce_status am_stream_assess_from(am_stream *stream, amerce_input input, uint32_t line) {
    stream->splitter = am_splitter_new_at(line, stream->assessor->allocator);
    if (stream->splitter == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    amerce_assessor_clear(stream->assessor);
    amerce_status status = assess_json(stream, input);
    return status == AMERCE_OK ? finish(stream) : status;
}

static amerce_status assess_all(am_stream *stream, const amerce_stream_options *options, amerce_input input) {
    amerce_status status;
    if (options->records == AMERCE_RECORDS_CSV) {
        status = am_stream_assess_csv(stream, options, input);
        if (status == AMERCE_OK) {
            status = finish(stream);
        }
    } else if (options->helper_count != 0 && stream->results == NULL) {
        status = am_jobs_assess(stream, options->helpers, options->helper_count, input);
    } else {
        status = am_stream_assess_from(stream, input, 1);
    }
    if (status == AMERCE_OK && stream->results != NULL) {
        am_csv_results_finish(stream->results, &stream->output);
        status = write_out(stream);
    }
    return status;
}

/* Options of an older caller are shorter; what is not there is zero. */
static amerce_stream_options whole_options(const amerce_stream_options *options) {
    amerce_stream_options whole = {0};
    if (options != NULL) {
        memcpy(&whole, options, options->size < sizeof whole ? options->size : sizeof whole);
    }
    return whole;
}

amerce_status amerce_assess(amerce_assessor *assessor, const amerce_stream_options *options,
                            amerce_input input, amerce_sink output, amerce_summary *summary) {
    amerce_stream_options whole = whole_options(options);
    am_stream stream;
    bool is_json = whole.results == AMERCE_RESULTS_JSON;
    amerce_status status = AMERCE_OUT_OF_MEMORY;
    am_stream_init(&stream, assessor, output);
    if (summary != NULL) {
        *summary = stream.summary;
    }
    if ((!is_json && assessor->explanation != AMERCE_EXPLANATION_NONE) ||
        (whole.list_count > 0 && whole.records != AMERCE_RECORDS_CSV)) {
        return AMERCE_MISUSE;
    }
    if (!is_json) {
        stream.results = am_csv_results_new(assessor->layout, assessor->batch,
                                            whole.results == AMERCE_RESULTS_TABLE, assessor->allocator);
    }
    amerce_assessor_clear(assessor);
    if (is_json || stream.results != NULL) {
        status = assess_all(&stream, &whole, input);
    }
    amerce_assessor_clear(assessor);
    am_csv_results_free(stream.results);
    am_stream_clear(&stream);
    if (summary != NULL) {
        *summary = stream.summary;
    }
    return status;
}

amerce_status amerce_assess_json(amerce_assessor *assessor, amerce_input input, amerce_sink output,
                                 amerce_summary *summary) {
    return amerce_assess(assessor, NULL, input, output, summary);
}
