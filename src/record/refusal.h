/*
 * A refused record's error: message, place in the input, and the id.
 */
#ifndef AM_RECORD_REFUSAL_H
#define AM_RECORD_REFUSAL_H

#include "record/json.h"
#include "record/record.h"

/* An input position: a text within it, and where that begins. */
typedef struct am_refusal_text {
    am_slice text;
    uint32_t line;
    uint32_t column;
    const am_csv_map *map; /* or NULL: places are those of the text */
} am_refusal_text;

/* The place of a row that a place in the JSON written from it came from; false when there is none. */
bool am_csv_map_find(const am_csv_map *map, size_t offset, am_refusal_text *row, const char **at);

/* Sets the whole error but its path, which becomes empty. `at` is within the text or at its end. */
void am_refusal_write(am_record_error *error, am_refusal_text record, const char *at, am_diag diag,
                      const am_slice *arguments, size_t count);
void am_refusal_write_fault(am_record_error *error, am_refusal_text record, const am_json_fault *fault);

/* The text's beginning as far as it has `limit` bytes, whole characters. */
am_slice am_refusal_cut(am_slice text, size_t limit);

/* A buffer that writes to fixed memory and drops what does not fit. */
am_buffer am_refusal_buffer(char *memory, size_t bytes);

#endif
