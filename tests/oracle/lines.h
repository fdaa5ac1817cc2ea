/*
 * Outcomes as lines of text, one an output and place, sorted: what the two sides are compared by.
 *
 *     items[2].fine_7: value 12.5        (a range: value 1 to 2)
 *     fine_9: needs gain_3, items[1].day_4
 *     table_5: fault F0101 line 20 at 2 1    (the line of the step or declaration; the numbers of the
 * elements)
 *
 * Numbers are printed by value, dates, periods, codes and yes/no as integers, texts in quotes.
 */
#ifndef ORACLE_LINES_H
#define ORACLE_LINES_H

#include "base/buffer.h"
#include "base/decimal.h"

#define LINES_MAX 1024

typedef struct lines {
    am_buffer text; /* their bytes, one after another */
    size_t starts[LINES_MAX];
    size_t lengths[LINES_MAX];
    size_t count;
    size_t open; /* where the line being written starts */
    bool is_cut; /* there were more than LINES_MAX */
} lines;

void lines_init(lines *lines, am_allocator allocator);
void lines_clear(lines *lines);
/* Forgets all lines and keeps the memory. */
void lines_reset(lines *lines);
/* Ends the line that was written to `text`. */
void lines_end(lines *lines);
void lines_sort(lines *lines);
am_slice lines_at(const lines *lines, size_t i);

/* Whether they say the same. A fault's elements may be fewer in the second: what does not depend on an
 * element is computed without it. */
bool lines_agree(am_slice expected, am_slice assessed);

/* A value, by kind. */
void lines_put_decimal(lines *lines, am_decimal decimal);
void lines_put_text(lines *lines, am_slice text);

/* Where a line has the mark; its length when it has not. */
size_t lines_place_of(am_slice line, const char *mark);

#endif
