/*
 * Facts that are given once for a run: read like a record, kept, and set in every record that is opened.
 *
 * They are read into the first row of an empty batch, which is taken back again. What they leave absent stays
 * absent, and is asked for where it is needed.
 */
#include <string.h>

#include "record/reader.h"

typedef struct given_value {
    uint16_t column;
    bool is_text;
    am_state state;
    am_decimal decimal;
    int32_t integer;
    uint32_t text_start;
    uint32_t text_length;
} given_value;

typedef struct am_given {
    size_t bytes;
    uint32_t count;
    given_value *values;
    char *texts;
} am_given;

bool am_place_is_given_once(const am_program *program, uint16_t place) {
    while (place != 0 && !program->places[place].is_given_once) {
        place = program->places[place].parent;
    }
    return place != 0;
}

/* Calls for each column of what is given once; counts when there is no room yet. */
static void keep_column(am_reader *reader, am_given *given, uint16_t column, uint32_t *count,
                        uint32_t *bytes) {
    const am_batch *batch = reader->batch;
    bool is_text = column != AM_NO_INDEX && batch->program->registers[column].type == AM_VALUE_TEXT;
    given_value value = {.column = column, .is_text = is_text, .text_start = *bytes};

    if (column == AM_NO_INDEX) {
        return;
    }
    value.state = am_batch_fact_state(batch, column, 0);
    if (value.state == AM_STATE_VALUE && is_text) {
        am_slice text = am_batch_text(batch, column, 0);
        value.text_length = (uint32_t)text.length;
        if (given != NULL) {
            memcpy(given->texts + *bytes, text.data, text.length);
        }
        *bytes += value.text_length;
    } else if (value.state == AM_STATE_VALUE && batch->program->registers[column].type == AM_VALUE_DECIMAL) {
        value.decimal = am_batch_fact_decimal(batch, column, 0);
    } else if (value.state == AM_STATE_VALUE) {
        value.integer = am_batch_integer(batch, column, 0);
    }
    if (given != NULL) {
        given->values[*count] = value;
    }
    ++*count;
}

static void keep_columns(am_reader *reader, am_given *given, uint32_t *count, uint32_t *bytes) {
    const am_program *program = reader->layout->program;

    *count = *bytes = 0;
    for (uint32_t i = 0; i < program->fact_count; i++) {
        const am_fact *fact = &program->facts[i];
        if (am_place_is_given_once(program, fact->place)) {
            keep_column(reader, given, fact->column, count, bytes);
            keep_column(reader, given, fact->column_high, count, bytes);
        }
    }
}

void am_reader_forget_given(am_reader *reader) {
    if (reader->given != NULL) {
        reader->allocator.resize(reader->allocator.context, reader->given, reader->given->bytes, 0);
        reader->given = NULL;
    }
}

static am_record_status keep(am_reader *reader) {
    uint32_t count, text_bytes;
    am_given *given;
    size_t bytes;

    keep_columns(reader, NULL, &count, &text_bytes);
    bytes = sizeof *given + count * sizeof(given_value) + text_bytes;
    given = reader->allocator.resize(reader->allocator.context, NULL, 0, bytes);
    if (given == NULL) {
        return AM_RECORD_FULL;
    }
    given->bytes = bytes;
    given->values = (given_value *)(void *)(given + 1);
    given->texts = (char *)(given->values + count);
    keep_columns(reader, given, &given->count, &text_bytes);
    am_reader_forget_given(reader);
    reader->given = given;
    return AM_RECORD_OK;
}

am_record_status am_record_give(am_reader *reader, am_slice text, am_record_error *error) {
    am_record_status status =
        am_record_read(reader, text, 1, 1, (am_record_options){.is_given_only = true}, error);

    if (status == AM_RECORD_OK) {
        status = keep(reader);
        am_batch_drop_record(reader->batch);
    }
    return status;
}

am_batch_status am_record_set_given(am_reader *reader, uint32_t row) {
    const am_given *given = reader->given;
    am_batch *batch = reader->batch;

    if (given == NULL) {
        return AM_BATCH_OK;
    }
    for (uint32_t i = 0; i < given->count; i++) {
        const given_value *value = &given->values[i];
        am_batch_status status = AM_BATCH_OK;
        if (value->state != AM_STATE_VALUE) {
            am_batch_set_state(batch, value->column, row, value->state);
        } else if (value->is_text) {
            status = am_batch_set_text(batch, value->column, row,
                                       (am_slice){given->texts + value->text_start, value->text_length});
        } else if (batch->program->registers[value->column].type == AM_VALUE_DECIMAL) {
            am_batch_set_decimal(batch, value->column, row, value->decimal);
        } else {
            am_batch_set_integer(batch, value->column, row, value->integer);
        }
        if (status != AM_BATCH_OK) {
            return status;
        }
    }
    return AM_BATCH_OK;
}
