/*
 * The facts of a record as they were understood: a batch's row back to JSON, in one form.
 *
 * Members stand in the order of the rulebook, values as in results, and what is absent or unknown is left
 * out. Records that say the same give the same text, and the text read as a record gives the same row.
 */
#include "record/json.h"
#include "record/record.h"

typedef struct writer {
    am_buffer *buffer;
    const am_layout *layout;
    am_batch *batch;
    const am_ids *ids; /* or NULL */
} writer;

static void write_object(const writer *out, uint16_t place, uint32_t row);

static void put_key(const writer *out, am_slice name, bool *is_first) {
    am_buffer_put_text(out->buffer, *is_first ? "" : ",");
    am_json_put(out->buffer, name);
    am_buffer_put_char(out->buffer, ':');
    *is_first = false;
}

static void write_fact(const writer *out, const am_fact *fact, uint32_t row, bool *is_first) {
    am_shown what = {fact->column, fact->is_range ? fact->column_high : AM_NO_INDEX,
                     fact->kind,   fact->unit,
                     fact->scale,  AM_NO_INDEX};

    if (am_shown_state(out->batch, &what, row) == AM_STATE_VALUE) {
        put_key(out, fact->name, is_first);
        am_result_write_outcome(out->buffer, out->layout->program, out->batch, &what, row);
    }
}

static void write_list(const writer *out, uint16_t place, am_slice name, uint32_t row, bool *is_first) {
    const am_program *program = out->layout->program;
    uint16_t domain = program->places[place].domain;
    uint32_t first, end;

    if (am_batch_state(out->batch, program->domains[domain].present, row) != AM_STATE_VALUE) {
        return;
    }
    put_key(out, name, is_first);
    am_batch_elements(out->batch, domain, row, &first, &end);
    am_buffer_put_char(out->buffer, '[');
    for (uint32_t element = first; element < end; element++) {
        am_buffer_put_text(out->buffer, element > first ? "," : "");
        write_object(out, place, element);
    }
    am_buffer_put_char(out->buffer, ']');
}

/* A record inside another is left out where nothing in it is given. */
static void write_inside(const writer *out, uint16_t place, am_slice name, uint32_t row, bool *is_first) {
    size_t start = out->buffer->length, inside;
    bool was_first = *is_first;

    put_key(out, name, is_first);
    inside = out->buffer->length;
    write_object(out, place, row);
    if (!out->buffer->is_failed && out->buffer->length == inside + 2) {
        out->buffer->length = start;
        *is_first = was_first;
    }
}

/* What the input called a record whose rulebook declares no id. */
static void write_id(const writer *out, uint32_t row, bool *is_first) {
    const am_id *id = out->ids == NULL ? NULL : am_ids_at(out->ids, row);

    if (id != NULL && id->length > 0 && out->layout->places[0].id == AM_NO_INDEX) {
        put_key(out, AM_SLICE("id"), is_first);
        am_result_write_id(out->buffer, id);
    }
}

static void write_object(const writer *out, uint16_t place, uint32_t row) {
    const am_program *program = out->layout->program;
    const am_layout_place *at = &out->layout->places[place];
    bool is_first = true;

    am_buffer_put_char(out->buffer, '{');
    if (place == 0) {
        write_id(out, row, &is_first);
    }
    for (uint32_t i = 0; i < at->field_count; i++) {
        const am_layout_field *field = &out->layout->fields[at->first_field + i];

        if (field->fact != AM_NO_INDEX) {
            write_fact(out, &program->facts[field->fact], row, &is_first);
        } else if (field->place != AM_NO_INDEX && program->places[field->place].kind == AM_PLACE_LIST) {
            write_list(out, field->place, field->name, row, &is_first);
        } else if (field->place != AM_NO_INDEX) {
            write_inside(out, field->place, field->name, row, &is_first);
        }
    }
    am_buffer_put_char(out->buffer, '}');
}

void am_record_write(am_buffer *buffer, const am_layout *layout, am_batch *batch, const am_ids *ids,
                     uint32_t row) {
    writer out = {buffer, layout, batch, ids};

    write_object(&out, 0, row);
}
