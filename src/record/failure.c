/*
 * Records that do not meet a check of their rulebook, as the errors of refused ones.
 *
 * The place is the element that fails the check; the line is the record's own, since its text is no longer
 * there.
 */
#include <string.h>

#include "record/path.h"
#include "record/refusal.h"

static void copy_id(am_id *id, am_slice text, bool is_number) {
    if (text.length <= sizeof id->text) {
        memcpy(id->text, text.data, text.length);
        id->length = (uint8_t)text.length;
        id->is_number = is_number;
    }
}

/* The record's id: a fact, which a line of results shows as JSON, or what was given beside the facts. */
static void find_id(const am_layout *layout, am_batch *batch, const am_ids *ids, uint32_t row, am_id *id) {
    uint16_t index = layout->places[0].id;
    const am_fact *fact = index == AM_NO_INDEX ? NULL : &layout->program->facts[index];
    char memory[4 * AM_ID_BYTES_MAX];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);
    am_slice text;

    *id = (am_id){0};
    if (ids != NULL) {
        *id = *am_ids_at(ids, row);
    }
    if (fact == NULL || fact->is_range || am_batch_state(batch, fact->column, row) != AM_STATE_VALUE) {
        return;
    }
    if (fact->kind == AM_KIND_TEXT) {
        copy_id(id, am_batch_text(batch, fact->column, row), false);
        return;
    }
    am_result_write_name(&buffer, layout, batch, ids, row);
    text = am_buffer_text(&buffer);
    if (text.length >= 2 && text.data[0] == '"') {
        copy_id(id, am_slice_part(text, 1, text.length - 1), false);
    } else if (!buffer.is_failed) {
        copy_id(id, text, true);
    }
}

static void write_message(am_record_error *error, am_diag diag, const am_slice *arguments, size_t count) {
    char memory[2048];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);
    am_slice message;

    am_diag_print(&buffer, diag, arguments, count);
    message = am_refusal_cut(am_buffer_text(&buffer), sizeof error->message - 1);
    memcpy(error->message, message.data, message.length);
    error->message[message.length] = '\0';
    error->diag = diag;
}

static void write_path(am_record_error *error, const am_program *program, const am_vm_failure *failure) {
    char memory[2048];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);
    am_slice path;

    am_path_print_place(&buffer, program, program->checks[failure->check].place, &failure->where);
    path = am_refusal_cut(am_buffer_text(&buffer), sizeof error->path - 1);
    memcpy(error->path, path.data, path.length);
    error->path[path.length] = '\0';
}

bool am_record_fails(const am_layout *layout, am_batch *batch, const am_ids *ids, uint32_t row,
                     am_record_error *error) {
    const am_program *program = layout->program;
    char memory[512];
    am_buffer reason = am_refusal_buffer(memory, sizeof memory);
    am_slice arguments[2];
    am_vm_failure failure;

    error->diag = AM_DIAG_NONE;
    if (!am_vm_fails_check(batch, row, &failure)) {
        return false;
    }
    find_id(layout, batch, ids, row, &error->id);
    error->line = error->id.line;
    error->column = 1;
    arguments[0] = am_refusal_cut(program->checks[failure.check].message, sizeof error->message / 2);
    if (failure.is_fault) {
        am_vm_fault_print(&reason, &failure.fault);
    }
    arguments[1] = am_buffer_text(&reason);
    write_message(error, failure.is_fault ? AM_DIAG_CHECK_FAULT : AM_DIAG_CHECK_FAILED, arguments, 2);
    write_path(error, program, &failure);
    return true;
}
