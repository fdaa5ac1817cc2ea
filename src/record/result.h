/*
 * Parts of a result line that both of its writers need.
 */
#ifndef AM_RECORD_RESULT_H
#define AM_RECORD_RESULT_H

#include "record/record.h"

/* Appends the member that names a record: its fact called `id`, the id that was given, or its line; false,
 * and nothing, when it has none. */
bool am_result_put_name(am_buffer *buffer, const am_layout *layout, am_batch *batch, const am_ids *ids,
                        uint32_t row);
/* Appends the dates that the batch is assessed by, and returns whether the line's first member is still to
 * come. */
bool am_result_put_dates(am_buffer *buffer, const am_batch *batch, bool is_first);

#endif
