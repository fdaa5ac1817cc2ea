/*
 * The laws compared for a record or an element, as lines of text.
 */
#ifndef AM_EXPLAIN_TEXT_LAW_H
#define AM_EXPLAIN_TEXT_LAW_H

#include "explain/text_table.h"
#include "record/tried.h"

/* Tries the laws of a record, with outcomes in words. */
bool am_text_try_laws(am_tried *tried, am_explainer *explainer, uint32_t record, am_allocator allocator);
/* Puts a heading and a line for each law into an empty table; false, and nothing, where none were tried. */
bool am_text_tell_laws(const am_tried *tried, am_explainer *explainer, uint16_t place, uint32_t row,
                       am_text_table *table);

#endif
