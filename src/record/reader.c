/*
 * The reader: a record's objects and lists into the rows of a batch.
 *
 * It descends as the places nest. A member's name is first compared with the one that followed in the object
 * before, since records are written by machines; only then is it looked up. What a value must be is fact.c's
 * affair.
 */
#include "record/reader.h"

#include <string.h>

#include "base/unicode.h"

/* Bringing a text into NFC takes two arrays of 8 bytes a byte, the result and what the arena adds. */
#define SCRATCH_BYTES ((size_t)20 * AM_RECORD_TEXT_MAX + 16384) /* a multiple of every alignment */

static am_record_status read_members(am_reader *reader, am_frame *frame);

static size_t setters_bytes(const am_layout *layout) {
    return layout->field_count * sizeof(uint64_t);
}

static size_t followers_bytes(const am_layout *layout) {
    return (layout->field_count + (size_t)layout->program->place_count) * sizeof(uint32_t);
}

static size_t reader_bytes(const am_layout *layout) {
    return sizeof(am_reader) + setters_bytes(layout) + followers_bytes(layout) + AM_RECORD_TEXT_MAX +
           SCRATCH_BYTES + _Alignof(max_align_t);
}

am_reader *am_reader_new(const am_layout *layout, am_batch *batch, am_ids *ids, am_allocator allocator) {
    size_t bytes = reader_bytes(layout);
    am_reader *reader = allocator.resize(allocator.context, NULL, 0, bytes);
    char *piece;

    if (reader == NULL) {
        return NULL;
    }
    piece = (char *)(reader + 1);
    *reader = (am_reader){.allocator = allocator, .layout = layout, .batch = batch, .ids = ids};
    reader->setters = (uint64_t *)(void *)piece;
    memset(reader->setters, 0, setters_bytes(layout));
    piece += setters_bytes(layout);
    reader->followers = (uint32_t *)(void *)piece;
    for (uint32_t i = 0; i < layout->field_count; i++) {
        reader->followers[i] = i + 1 < layout->field_count ? i + 1 : 0;
    }
    for (uint32_t i = 0; i < layout->program->place_count; i++) {
        reader->followers[layout->field_count + i] =
            layout->places[i].field_count == 0 ? 0 : layout->places[i].first_field;
    }
    piece += followers_bytes(layout);
    reader->decoded = piece;
    piece += AM_RECORD_TEXT_MAX;
    reader->scratch = piece + (-(uintptr_t)piece & (_Alignof(max_align_t) - 1));
    return reader;
}

void am_reader_free(am_reader *reader) {
    if (reader != NULL) {
        am_reader_forget_given(reader);
        reader->allocator.resize(reader->allocator.context, reader, reader_bytes(reader->layout), 0);
    }
}

static bool take_text_too_long(am_reader *reader) {
    am_reader_refuse(reader, am_json_start(&reader->json), AM_DIAG_RECORD_TEXT_TOO_LONG, NULL, 0);
    return false;
}

/* The arena's chunks are cut from the reader's scratch memory, which is taken back as a whole. */
static void *take_scratch(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    am_reader *reader = context;
    char *piece = reader->scratch + reader->scratch_used;

    (void)old, (void)old_bytes;
    if (new_bytes == 0 || new_bytes > SCRATCH_BYTES - reader->scratch_used) {
        return NULL;
    }
    reader->scratch_used += new_bytes + (-new_bytes & (_Alignof(max_align_t) - 1));
    return piece;
}

static am_slice normalise(am_reader *reader, am_slice text) {
    am_arena arena;

    reader->scratch_used = 0;
    am_arena_init(&arena, (am_allocator){take_scratch, reader}, SCRATCH_BYTES);
    return am_unicode_nfc(&arena, text);
}

bool am_reader_text(am_reader *reader, am_slice *out) {
    am_slice text = reader->json.text;

    /* An escape is at most six times as long as what it says. */
    if (text.length > (reader->json.has_escape ? 6 : 1) * (size_t)AM_RECORD_TEXT_MAX) {
        return take_text_too_long(reader);
    }
    if (reader->json.has_escape) {
        text = (am_slice){reader->decoded, am_json_decode(text, reader->decoded)};
        if (text.length > AM_RECORD_TEXT_MAX) {
            return take_text_too_long(reader);
        }
    }
    if ((reader->json.has_escape || !reader->json.is_ascii) && !am_unicode_is_nfc(text)) {
        text = normalise(reader, text);
    }
    *out = text;
    return true;
}

static am_record_status refuse_too_large(am_reader *reader) {
    const am_limits *limits = &reader->batch->limits;
    const uint32_t most[3] = {limits->elements, limits->pairs, limits->text_bytes};
    char memory[3][16];
    am_slice arguments[3];
    for (unsigned i = 0; i < 3; i++) {
        am_buffer number = am_refusal_buffer(memory[i], sizeof memory[i]);
        am_buffer_put_unsigned(&number, most[i]);
        arguments[i] = am_buffer_text(&number);
    }
    return am_reader_refuse(reader, reader->record.text.data, AM_DIAG_RECORD_TOO_LARGE, arguments, 3);
}

am_record_status am_reader_settle(am_reader *reader, am_batch_status status) {
    switch (status) {
    case AM_BATCH_OK:
        return AM_RECORD_OK;
    case AM_BATCH_FULL:
        return AM_RECORD_FULL;
    case AM_BATCH_TOO_LARGE:
        break;
    }
    return refuse_too_large(reader);
}

static am_record_status read_elements(am_reader *reader, const am_frame *outer, uint16_t place) {
    uint16_t domain = reader->layout->program->places[place].domain;
    am_frame frame = {.outer = outer, .place = place, .depth = outer->depth + 2};
    am_json *json = &reader->json;
    am_record_status status;

    if (am_json_next(json) == AM_JSON_CLOSE_ARRAY) {
        return AM_RECORD_OK;
    }
    for (;;) {
        frame.number++;
        if (json->kind != AM_JSON_OPEN_OBJECT) {
            return am_reader_refuse_element(reader, &frame);
        }
        status =
            am_reader_settle(reader, am_batch_open_element(reader->batch, domain, outer->row, &frame.row));
        if (status == AM_RECORD_OK) {
            status = read_members(reader, &frame);
        }
        if (status != AM_RECORD_OK) {
            return status;
        }
        am_batch_close_element(reader->batch, domain, frame.row);
        if (am_json_next(json) == AM_JSON_CLOSE_ARRAY) {
            return AM_RECORD_OK;
        }
        if (json->kind != AM_JSON_COMMA) {
            return am_reader_refuse_token(reader, "`,` or `]`");
        }
        am_json_next(json);
    }
}

static am_record_status read_list(am_reader *reader, const am_frame *outer, uint16_t place) {
    const am_place *list = &reader->layout->program->places[place];

    if (reader->json.kind == AM_JSON_NULL) {
        if (list->is_optional) {
            am_batch_open_list(reader->batch, list->domain, outer->row, AM_STATE_UNKNOWN);
        }
        return AM_RECORD_OK;
    }
    if (reader->json.kind != AM_JSON_OPEN_ARRAY) {
        return am_reader_refuse_type(reader, AM_SLICE("an array of objects"));
    }
    am_batch_open_list(reader->batch, list->domain, outer->row, AM_STATE_VALUE);
    return read_elements(reader, outer, place);
}

static am_record_status read_inside(am_reader *reader, const am_frame *outer, uint16_t place) {
    am_frame frame = {.outer = outer, .place = place, .row = outer->row, .depth = outer->depth + 1};

    if (reader->json.kind == AM_JSON_NULL) {
        return AM_RECORD_OK;
    }
    if (reader->json.kind != AM_JSON_OPEN_OBJECT) {
        return am_reader_refuse_type(reader, AM_SLICE("an object"));
    }
    return read_members(reader, &frame);
}

static bool is_whole_number(am_slice text) {
    for (size_t i = 0; i < text.length; i++) {
        if ((text.data[i] < '0' || text.data[i] > '9') && text.data[i] != '-') {
            return false;
        }
    }
    return true;
}

/* The id of a record whose rulebook declares none. */
static am_record_status read_id(am_reader *reader, const am_frame *frame) {
    am_id *id = am_ids_name(reader->ids, frame->row);
    const am_json *json = &reader->json;
    am_slice text = json->text;

    if (json->kind == AM_JSON_NULL) {
        return AM_RECORD_OK;
    }
    if (json->kind == AM_JSON_STRING && !am_reader_text(reader, &text)) {
        return AM_RECORD_BAD;
    }
    if ((json->kind != AM_JSON_STRING && (json->kind != AM_JSON_NUMBER || !is_whole_number(text))) ||
        text.length > AM_ID_BYTES_MAX) {
        return am_reader_refuse(reader, am_json_start(json), AM_DIAG_RECORD_BAD_ID, NULL, 0);
    }
    memcpy(id->text, text.data, text.length);
    id->length = (uint8_t)text.length;
    id->is_number = json->kind == AM_JSON_NUMBER;
    return AM_RECORD_OK;
}

static am_record_status read_value(am_reader *reader, const am_frame *frame, const am_layout_field *field) {
    const am_program *program = reader->layout->program;

    if (field->fact != AM_NO_INDEX) {
        return am_reader_read_fact(reader, &program->facts[field->fact], frame->row);
    }
    if (field->place == AM_NO_INDEX) {
        return read_id(reader, frame);
    }
    return program->places[field->place].kind == AM_PLACE_LIST ? read_list(reader, frame, field->place)
                                                               : read_inside(reader, frame, field->place);
}

/* Finds the field of a name; `follower` is where to note what came. NULL when there is none or the record was
 * refused. */
static const am_layout_field *find_field(am_reader *reader, const am_frame *frame, uint32_t *follower) {
    const am_layout *layout = reader->layout;
    const am_layout_field *guess = &layout->fields[*follower];
    bool is_plain = !reader->json.has_escape && reader->json.is_ascii;
    am_slice name = reader->json.text;
    uint32_t found;

    if (guess->owner == frame->place && am_slice_is_equal(guess->name, name)) {
        return guess;
    }
    if (!is_plain && !am_reader_text(reader, &name)) {
        return NULL;
    }
    found = am_layout_find_field(layout, frame->place, name);
    if (found == AM_LAYOUT_NONE) {
        return NULL;
    }
    *follower = found;
    return &layout->fields[found];
}

static am_record_status refuse_unknown(am_reader *reader, const am_frame *frame) {
    const am_layout_place *place = &reader->layout->places[frame->place];
    am_slice written = reader->json.text;
    am_suggestion suggestion = {.distance = 0};
    char memory[256];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);
    am_slice arguments[2] = {written};

    for (uint32_t i = 0; i < place->field_count; i++) {
        am_suggestion_try(&suggestion, written, reader->layout->fields[place->first_field + i].name);
    }
    arguments[1] = am_suggestion_print(&suggestion, &buffer);
    reader->field = written;
    return am_reader_refuse(reader, am_json_start(&reader->json), AM_DIAG_RECORD_UNKNOWN_FIELD, arguments, 2);
}

/* From the name to the first token of the value. */
static am_record_status take_colon(am_reader *reader) {
    if (am_json_next(&reader->json) != AM_JSON_COLON) {
        return am_reader_refuse_token(reader, "`:`");
    }
    am_json_next(&reader->json);
    return AM_RECORD_OK;
}

/* A member that the rulebook does not declare: refused, or passed over. */
static am_record_status read_extra(am_reader *reader, const am_frame *frame) {
    am_json_fault fault;

    if (reader->error->diag != AM_DIAG_NONE) {
        return AM_RECORD_BAD;
    }
    if (!reader->options.is_extra_ignored) {
        return refuse_unknown(reader, frame);
    }
    if (take_colon(reader) != AM_RECORD_OK) {
        return AM_RECORD_BAD;
    }
    return am_json_skip(&reader->json, frame->depth, &fault) ? AM_RECORD_OK
                                                             : am_reader_refuse_fault(reader, &fault);
}

/* Whether the member may not stand here: what is given once stands in no record, and nothing else stands
 * among what is given. */
static bool is_out_of_place(const am_reader *reader, const am_frame *frame, const am_layout_field *field) {
    const am_place *places = reader->layout->program->places;
    bool is_given = field->place != AM_NO_INDEX && places[field->place].is_given_once;

    if (frame->outer != NULL || is_given == reader->options.is_given_only) {
        return false;
    }
    return !is_given || !reader->options.states_given || reader->given != NULL;
}

static am_record_status refuse_place(am_reader *reader, const am_layout_field *field) {
    bool is_given_only = reader->options.is_given_only;
    am_slice name = field->name;

    reader->field = field->name;
    return am_reader_refuse(reader, am_json_start(&reader->json),
                            is_given_only ? AM_DIAG_NOT_GIVEN_ONCE : AM_DIAG_GIVEN_IN_RECORD, &name, 1);
}

/* A member, from its name to its value's end. `slot` is the place in followers of what came before it. */
static am_record_status read_member(am_reader *reader, const am_frame *frame, uint32_t *slot) {
    const am_layout_field *field = find_field(reader, frame, &reader->followers[*slot]);
    am_record_status status;
    uint32_t index;

    if (field == NULL) {
        return read_extra(reader, frame);
    }
    if (is_out_of_place(reader, frame, field)) {
        return refuse_place(reader, field);
    }
    index = (uint32_t)(field - reader->layout->fields);
    if (reader->setters[index] == frame->serial) {
        return am_reader_refuse_duplicate(reader, am_json_start(&reader->json), field->name);
    }
    reader->setters[index] = frame->serial;
    *slot = index;
    reader->field = field->name;
    status = take_colon(reader);
    if (status == AM_RECORD_OK) {
        status = read_value(reader, frame, field);
        reader->frame = frame;
    }
    if (status == AM_RECORD_OK) {
        reader->field = AM_SLICE("");
    }
    return status;
}

/* The members of an object, from behind its opening bracket to behind its closing one. */
static am_record_status read_members(am_reader *reader, am_frame *frame) {
    uint32_t slot = reader->layout->field_count + frame->place;
    am_json *json = &reader->json;
    am_record_status status;

    frame->serial = ++reader->serial;
    reader->frame = frame;
    reader->field = AM_SLICE("");
    if (am_json_next(json) == AM_JSON_CLOSE_OBJECT) {
        return AM_RECORD_OK;
    }
    for (;;) {
        if (json->kind != AM_JSON_STRING) {
            return am_reader_refuse_token(reader, "a name in double quotes");
        }
        status = read_member(reader, frame, &slot);
        if (status != AM_RECORD_OK) {
            return status;
        }
        if (am_json_next(json) == AM_JSON_CLOSE_OBJECT) {
            return AM_RECORD_OK;
        }
        if (json->kind != AM_JSON_COMMA) {
            return am_reader_refuse_token(reader, "`,` or `}`");
        }
        am_json_next(json);
    }
}

static am_record_status refuse_record(am_reader *reader) {
    am_slice found = am_json_describe(&reader->json);

    if (reader->json.kind == AM_JSON_BAD) {
        return am_reader_refuse_token(reader, "an object");
    }
    return am_reader_refuse(reader, am_json_start(&reader->json), AM_DIAG_RECORD_NOT_OBJECT, &found, 1);
}

/* The whole text, into the row that was opened for it. */
static am_record_status read_record(am_reader *reader, uint32_t row) {
    am_frame frame = {.row = row, .depth = 1};
    am_id *id = am_ids_name(reader->ids, row);
    am_record_status status;

    id->line = reader->record.line;
    id->length = 0;
    if (am_json_next(&reader->json) != AM_JSON_OPEN_OBJECT) {
        return refuse_record(reader);
    }
    status = read_members(reader, &frame);
    if (status != AM_RECORD_OK) {
        return status;
    }
    if (am_json_next(&reader->json) != AM_JSON_END) {
        return am_reader_refuse_token(reader, "the end of the record");
    }
    return am_reader_settle(reader, am_batch_close_record(reader->batch));
}

static am_record_status try_record(am_reader *reader) {
    am_record_status status = am_reader_settle(reader, am_batch_open_record(reader->batch));

    reader->json = am_json_of(reader->record.text);
    if (status == AM_RECORD_OK) {
        uint32_t row = reader->batch->rows[0].count - 1;

        if (!reader->options.is_given_only) {
            status = am_reader_settle(reader, am_record_set_given(reader, row));
        }
        if (status == AM_RECORD_OK) {
            status = read_record(reader, row);
        }
        if (status != AM_RECORD_OK) {
            am_batch_drop_record(reader->batch);
        }
    }
    return status;
}

am_record_status am_record_read(am_reader *reader, am_slice text, uint32_t line, uint32_t column,
                                am_record_options options, am_record_error *error) {
    error->diag = AM_DIAG_NONE;
    reader->record = (am_refusal_text){text, line, column, options.map};
    reader->options = options;
    reader->error = error;
    reader->frame = NULL;
    reader->field = reader->part = AM_SLICE("");
    return try_record(reader);
}
