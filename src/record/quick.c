/*
 * The quick reader: records one after another, up to the first that it does not expect.
 *
 * What a member is, it knows from quick_field.c; in which order they come, from quick_order.c; how their
 * values are read, quick_value.c says.
 */
#include <string.h>

#include "record/quick_field.h"
#include "record/reader.h"

am_quick *am_quick_new(am_reader *reader, const am_layout *layout, am_batch *batch, am_ids *ids,
                       am_allocator allocator) {
    am_quick *quick = allocator.resize(allocator.context, NULL, 0, sizeof *quick);
    if (quick == NULL) {
        return NULL;
    }
    *quick =
        (am_quick){.allocator = allocator, .layout = layout, .batch = batch, .ids = ids, .reader = reader};
    am_arena_init(&quick->arena, allocator, 0);
    if (!am_quick_plan(quick)) {
        am_quick_free(quick);
        return NULL;
    }
    return quick;
}

void am_quick_free(am_quick *quick) {
    if (quick != NULL) {
        am_arena_clear(&quick->arena);
        quick->allocator.resize(quick->allocator.context, quick, sizeof *quick, 0);
    }
}

static am_record_status open_record(am_quick *quick, uint32_t line, uint32_t *row) {
    am_batch *batch = quick->batch;
    quick->is_full = false;
    quick->serial++;
    if (am_batch_open_record(batch) != AM_BATCH_OK) {
        return AM_RECORD_FULL;
    }
    *row = batch->rows[0].count - 1;
    am_id *id = am_ids_name(quick->ids, *row);
    id->line = line;
    id->length = 0;
    if (quick->reader->given != NULL && am_record_set_given(quick->reader, *row) != AM_BATCH_OK) {
        am_batch_drop_record(batch);
        return AM_RECORD_FULL;
    }
    return AM_RECORD_OK;
}

/* Closes a record that was read; else, or where it does not fit, it is taken back. */
static am_record_status close_record(am_quick *quick, bool *is_read) {
    am_batch_status status = AM_BATCH_OK;
    if (*is_read && quick->has_derived) {
        status = am_batch_close_record(quick->batch);
        *is_read = status == AM_BATCH_OK;
    }
    if (!*is_read) {
        am_batch_drop_record(quick->batch);
        return quick->is_full || status == AM_BATCH_FULL ? AM_RECORD_FULL : AM_RECORD_OK;
    }
    return AM_RECORD_OK;
}

am_record_status am_quick_read_lines(am_quick *quick, am_quick_read_line *read, void *context, am_slice text,
                                     uint32_t line, am_quick_progress *out) {
    *out = (am_quick_progress){0};
    while (out->length < text.length) {
        am_slice rest = {text.data + out->length, text.length - out->length};
        uint32_t row;
        am_record_status status = open_record(quick, line + out->records, &row);
        if (status != AM_RECORD_OK) {
            return status;
        }
        const char *end = read(context, rest, row);
        bool is_read = end != NULL;
        status = close_record(quick, &is_read);
        if (!is_read) {
            return status;
        }
        out->length = (size_t)(end - text.data);
        out->records++;
    }
    return AM_RECORD_OK;
}

static const char *read_line(void *context, am_slice text, uint32_t row) {
    const char *at = text.data;
    if (*at != '{') {
        return NULL;
    }
    at = am_quick_read_object(context, 0, row, at + 1);
    return at == NULL ? NULL : am_quick_end_line(text, at);
}

am_record_status am_quick_read(am_quick *quick, am_slice text, uint32_t line, am_quick_progress *out) {
    return am_quick_read_lines(quick, read_line, quick, text, line, out);
}
