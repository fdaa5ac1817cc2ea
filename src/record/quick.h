/*
 * The quick reader: records as machines write them, straight into a narrow batch.
 *
 * One pass by the layout, without a token: names in the order in which they came before, plain ASCII texts,
 * numbers of few digits, no line end within a record. Whatever is not so, wrong or merely unusual, is left to
 * the reader (record.h), which has an answer for everything; the quick reader never refuses.
 */
#ifndef AM_RECORD_QUICK_H
#define AM_RECORD_QUICK_H

#include "record/record.h"
#include "record/window.h"

typedef struct am_quick am_quick;

/* For a narrow batch. NULL when memory runs out. Layout, batch, ids and the reader, which has what is given
 * once for the records, must outlive it. */
am_quick *am_quick_new(am_reader *reader, const am_layout *layout, am_batch *batch, am_ids *ids,
                       am_allocator allocator);
void am_quick_free(am_quick *quick);

/* So many bytes behind the text may be read, though they do not matter, and the first of them is a line end.
 */
#define AM_QUICK_SLACK AM_WINDOW_SLACK

/* What was read of a text: so many records, each with its line end, and their bytes. */
typedef struct am_quick_progress {
    uint32_t records;
    size_t length;
} am_quick_progress;

/* Reads the records that the text begins with, from line `line` of the input on, up to the first that is left
 * to the reader. FULL as in am_record_read: it was this one that the batch has no room for. */
am_record_status am_quick_read(am_quick *quick, am_slice text, uint32_t line, am_quick_progress *out);

#endif
