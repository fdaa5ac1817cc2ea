/*
 * The rows of one record that a trace has come to, by register.
 *
 * A register that has no states is never marked. All marks of a batch belong to one trace, from its
 * am_marks_begin to the next.
 */
#ifndef AM_VM_MARK_H
#define AM_VM_MARK_H

#include "vm/work.h"

/* Forgets all marks, and takes the rows of this record; or of none, where only constants are traced. */
void am_marks_begin(am_batch *batch, uint32_t record, bool is_constant);

/* The rows of the record in the register's domain. */
am_extent am_marks_extent(const am_batch *batch, uint16_t column);

/* Marks a row of the record. */
void am_marks_set(am_batch *batch, uint16_t column, uint32_t row);

/* Whether any row of the register is marked; of AM_NO_INDEX none is. */
bool am_marks_some(const am_batch *batch, uint16_t column);
bool am_marks_has(const am_batch *batch, uint16_t column, uint32_t row);

/* Rows among which all marked ones are. */
am_extent am_marked_extent(const am_batch *batch, uint16_t column);

/* From the first row of both to the last of both, either of which may have none. */
am_extent am_extent_join(am_extent a, am_extent b);

#endif
