/*
 * The reader's refusals: which field of which element it was, and what was probably meant.
 */
#include <string.h>

#include "record/reader.h"

enum {
    FARTHEST_SUGGESTION = 3, /* edits from what was written */
    LONGEST_SUGGESTION = 64,
};

static void print_frame(const am_layout *layout, const am_frame *frame, am_buffer *path) {
    if (frame == NULL || frame->outer == NULL) {
        return;
    }
    print_frame(layout, frame->outer, path);
    if (path->length > 0) {
        am_buffer_put_char(path, '.');
    }
    am_buffer_put(path, layout->program->places[frame->place].field);
    if (frame->number > 0) {
        am_buffer_put_char(path, '[');
        am_buffer_put_unsigned(path, frame->number);
        am_buffer_put_char(path, ']');
    }
}

static void print_member(am_buffer *path, am_slice name) {
    if (name.length == 0) {
        return;
    }
    if (path->length > 0) {
        am_buffer_put_char(path, '.');
    }
    am_buffer_put(path, am_refusal_cut(name, sizeof((am_record_error *)0)->path));
}

void am_reader_write_path(const am_reader *reader, char *out, size_t bytes) {
    char memory[16384];
    am_buffer path = am_refusal_buffer(memory, sizeof memory);
    am_slice cut;
    bool is_cut;

    print_frame(reader->layout, reader->frame, &path);
    print_member(&path, reader->field);
    print_member(&path, reader->part);
    is_cut = path.is_failed || path.length >= bytes;
    cut = am_refusal_cut(am_buffer_text(&path), is_cut ? bytes - sizeof "..." : bytes - 1);
    memcpy(out, cut.data, cut.length);
    memcpy(out + cut.length, is_cut ? "..." : "", is_cut ? sizeof "..." : 1);
}

am_record_status am_reader_refuse(am_reader *reader, const char *at, am_diag diag, const am_slice *arguments,
                                  size_t count) {
    am_refusal_write(reader->error, reader->record, at, diag, arguments, count);
    am_reader_write_path(reader, reader->error->path, sizeof reader->error->path);
    return AM_RECORD_BAD;
}

am_record_status am_reader_refuse_fault(am_reader *reader, const am_json_fault *fault) {
    return am_reader_refuse(reader, fault->at, fault->diag, fault->arguments, 2);
}

am_record_status am_reader_refuse_token(am_reader *reader, const char *expected) {
    am_json_fault fault = {.diag = AM_DIAG_NONE};

    am_json_refuse(&reader->json, expected, &fault);
    return am_reader_refuse_fault(reader, &fault);
}

static bool is_value(am_json_kind kind) {
    return kind == AM_JSON_OPEN_OBJECT || kind == AM_JSON_OPEN_ARRAY ||
           (kind >= AM_JSON_STRING && kind <= AM_JSON_NULL);
}

static am_record_status refuse_type(am_reader *reader, am_slice name, am_slice expected) {
    bool is_cell = reader->options.map != NULL && reader->json.kind == AM_JSON_STRING;
    am_slice arguments[] = {name, expected, is_cell ? reader->json.text : am_json_describe(&reader->json)};

    if (!is_value(reader->json.kind)) {
        return am_reader_refuse_token(reader, "a value");
    }
    return am_reader_refuse(reader, am_json_start(&reader->json), AM_DIAG_RECORD_WRONG_TYPE, arguments, 3);
}

am_record_status am_reader_refuse_type(am_reader *reader, am_slice expected) {
    return refuse_type(reader, reader->part.length > 0 ? reader->part : reader->field, expected);
}

am_record_status am_reader_refuse_element(am_reader *reader, const am_frame *element) {
    char path[sizeof reader->error->path];

    reader->frame = element;
    reader->field = AM_SLICE("");
    am_reader_write_path(reader, path, sizeof path);
    return refuse_type(reader, am_slice_of(path), AM_SLICE("an object"));
}

am_record_status am_reader_refuse_duplicate(am_reader *reader, const char *at, am_slice field) {
    *(reader->field.length > 0 ? &reader->part : &reader->field) = field;
    return am_reader_refuse(reader, at, AM_DIAG_RECORD_DUPLICATE_FIELD, &field, 1);
}

void am_suggestion_try(am_suggestion *suggestion, am_slice written, am_slice name) {
    unsigned limit =
        written.length / 3 < FARTHEST_SUGGESTION ? (unsigned)written.length / 3 : FARTHEST_SUGGESTION;
    unsigned distance;

    if (written.length > LONGEST_SUGGESTION || name.length > LONGEST_SUGGESTION) {
        return;
    }
    limit = limit == 0 ? 1 : limit;
    distance = am_slice_distance(written, name, limit);
    if (distance <= limit && (suggestion->best.length == 0 || distance < suggestion->distance)) {
        *suggestion = (am_suggestion){name, distance};
    }
}

am_slice am_suggestion_print(const am_suggestion *suggestion, am_buffer *buffer) {
    size_t start = buffer->length;

    if (suggestion->best.length > 0) {
        am_buffer_put_text(buffer, "; did you mean \"");
        am_buffer_put(buffer, suggestion->best);
        am_buffer_put_text(buffer, "\"?");
    }
    return am_slice_part(am_buffer_text(buffer), start, buffer->length);
}
