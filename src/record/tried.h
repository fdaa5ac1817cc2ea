/*
 * The laws compared for a record, what each of them came to, and which was taken.
 *
 * All laws of a record are tried together, once; what each element comes to under each is written down as it
 * comes, and read back element by element.
 */
#ifndef AM_RECORD_TRIED_H
#define AM_RECORD_TRIED_H

#include "record/record.h"
#include "vm/law.h"

/* Writes what an output comes to in a row of the batch. */
typedef void am_tried_writer(void *context, am_buffer *buffer, am_batch *batch, const am_shown *what,
                             uint32_t row);

typedef struct am_tried {
    am_batch *batch;
    const am_program *program;
    am_buffer text;
    am_buffer ends;  /* size_t: by law's number, comparison, row and output */
    size_t outcomes; /* of one law's number */
} am_tried;

/* Tries the laws of an assessed record; false, and nothing, in programs that compare none. */
bool am_tried_open(am_tried *tried, am_batch *batch, uint32_t record, am_allocator allocator,
                   am_tried_writer *write, void *context);
void am_tried_close(am_tried *tried);

/* The comparison of a place, with a row of the batch. */
typedef struct am_tried_row {
    uint16_t law; /* AM_NO_INDEX: the place has none */
    uint32_t row;
    uint32_t count; /* laws; 0: the dates are not there */
    bool has_taken;
    am_date taken;
} am_tried_row;
am_tried_row am_tried_row_of(const am_tried *tried, uint16_t place, uint32_t row);
/* What an output, by its number among those compared, came to under a law. */
am_slice am_tried_outcome(const am_tried *tried, const am_tried_row *row, uint32_t number, uint16_t output);
am_date am_tried_date(const am_tried *tried, const am_tried_row *row, uint32_t number);
bool am_tried_is_taken(const am_tried *tried, const am_tried_row *row, uint32_t number);
/* Appends the provisions that what is compared rested on, each once, with what stands between them. */
void am_tried_put_sources(const am_tried *tried, const am_tried_row *row, uint32_t number, am_buffer *buffer,
                          void (*put)(am_buffer *buffer, am_slice citation), const char *between);

/* As JSON, with outcomes as results have them. */
bool am_tried_open_json(am_tried *tried, am_batch *batch, uint32_t record, am_allocator allocator);
/* Appends the member `mildest_law` of a row; false, and nothing, where no laws were tried. */
bool am_tried_write_json(const am_tried *tried, uint16_t place, uint32_t row, bool is_first,
                         am_buffer *buffer);

#endif
