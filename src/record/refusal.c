/*
 * Errors written in place, without taking memory.
 *
 * The column is counted only now, in characters; reading itself knows bytes.
 */
#include "record/refusal.h"

#include <string.h>

enum { ARGUMENT_BYTES_MAX = 160 };

static void *refuse_growth(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    (void)context, (void)old, (void)old_bytes, (void)new_bytes;
    return NULL;
}

am_buffer am_refusal_buffer(char *memory, size_t bytes) {
    return (am_buffer){.allocator = {refuse_growth, NULL}, .data = memory, .capacity = bytes};
}

static bool is_inside_character(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

am_slice am_refusal_cut(am_slice text, size_t limit) {
    if (text.length > limit) {
        while (limit > 0 && is_inside_character(text.data[limit])) {
            limit--;
        }
        text.length = limit;
    }
    return text;
}

static void locate(am_record_error *error, am_refusal_text record, const char *at) {
    if (record.map != NULL) {
        am_csv_map_find(record.map, (size_t)(at - record.text.data), &record, &at);
    }
    error->line = record.line;
    error->column = record.column;
    for (const char *c = record.text.data; c < at; c++) {
        if (*c == '\n') {
            error->line++;
            error->column = 1;
        } else {
            error->column += !is_inside_character(*c);
        }
    }
}

static void write_message(am_record_error *error, am_diag diag, const am_slice *arguments, size_t count) {
    char memory[2048];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);
    am_slice cut[4];
    am_slice message;

    for (size_t i = 0; i < count; i++) {
        cut[i] = am_refusal_cut(arguments[i], ARGUMENT_BYTES_MAX);
    }
    am_diag_print(&buffer, diag, cut, count);
    message = am_refusal_cut(am_buffer_text(&buffer), sizeof error->message - 1);
    memcpy(error->message, message.data, message.length);
    error->message[message.length] = '\0';
}

void am_refusal_write(am_record_error *error, am_refusal_text record, const char *at, am_diag diag,
                      const am_slice *arguments, size_t count) {
    error->diag = diag;
    error->path[0] = '\0';
    locate(error, record, at);
    write_message(error, diag, arguments, count);
    error->id.line = record.line;
    am_record_find_id(record.text, &error->id);
}

void am_refusal_write_fault(am_record_error *error, am_refusal_text record, const am_json_fault *fault) {
    am_refusal_write(error, record, fault->at, fault->diag, fault->arguments, 2);
}
