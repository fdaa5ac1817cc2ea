/*
 * The quick writer: result lines of a narrow batch, from its columns straight to text.
 *
 * What stands around each value is rendered once; no decimal lies between a count and its digits. A record
 * with anything but values and unknowns, or one that the narrow program left open, is left to
 * am_result_write, whose lines it writes byte for byte.
 */
#ifndef AM_RECORD_QUICK_RESULT_H
#define AM_RECORD_QUICK_RESULT_H

#include "record/record.h"

typedef struct am_quick_results am_quick_results;

/* For a narrow batch of a program without laws that are compared. NULL when memory runs out. Layout, batch
 * and ids must outlive it. */
am_quick_results *am_quick_results_new(const am_layout *layout, am_batch *batch, const am_ids *ids,
                                       am_allocator allocator);
void am_quick_results_free(am_quick_results *results);

/* After a run: the batch may have another narrow program. */
void am_quick_results_follow(am_quick_results *results);

/* Appends the result line of a row as am_result_write does, without a line end, and sets *worst to what that
 * returns. False, and nothing is appended: it is left to am_result_write. */
bool am_quick_write(am_quick_results *results, uint32_t row, am_buffer *buffer, am_state *worst);

/* Appends the lines of rows from `row` to `end`, up to the first that is left to am_result_write or until the
 * buffer holds `enough`; returns the row that comes next. None of them is at fault or in need. */
uint32_t am_quick_write_lines(am_quick_results *results, uint32_t row, uint32_t end, size_t enough,
                              am_buffer *buffer);

#endif
