/*
 * Lines of four cells under each other: what it is, an amount, why, and the citation.
 *
 * Cells are written one after the other into one buffer, and the widths of the columns are known when the
 * lines are printed. A heading's cells stand side by side, a running line is printed as it is.
 */
#ifndef AM_EXPLAIN_TEXT_TABLE_H
#define AM_EXPLAIN_TEXT_TABLE_H

#include "explain/explain.h"

typedef enum am_text_form { AM_TEXT_HEADING, AM_TEXT_CELLS, AM_TEXT_RUNNING } am_text_form;
typedef enum am_text_cell { AM_TEXT_LABEL, AM_TEXT_AMOUNT, AM_TEXT_NOTE, AM_TEXT_CITATION } am_text_cell;
#define AM_TEXT_CELL_COUNT 4

typedef struct am_text_line {
    uint8_t form;
    uint8_t level;                         /* of indentation */
    char sign;                             /* before the amount, or a blank */
    size_t starts[AM_TEXT_CELL_COUNT + 1]; /* in the table's text */
} am_text_line;

typedef struct am_text_table {
    am_buffer text;
    am_arena *arena;
    am_text_line *lines;
    size_t count;
    size_t capacity;
    unsigned open; /* the cell that is being written */
} am_text_table;

void am_text_table_init(am_text_table *table, am_arena *arena, am_allocator allocator);
void am_text_table_clear(am_text_table *table);
/* Begins a line; what is put into `text` next is its label. */
void am_text_line_begin(am_text_table *table, am_text_form form, unsigned level, char sign);
/* What is put next belongs to this cell, which is further right. */
void am_text_cell_begin(am_text_table *table, am_text_cell cell);
/* Takes the last line back. */
void am_text_line_drop(am_text_table *table);
/* The bytes of the line so far. */
size_t am_text_line_length(const am_text_table *table);
/* A cell of a line, when the next line has begun or all are printed. */
am_slice am_text_cell_text(const am_text_table *table, const am_text_line *line, unsigned cell);
/* Prints the lines that there are and forgets them. */
void am_text_table_print(am_text_table *table, am_text_style style, am_buffer *buffer);
/* text_markup.c: as Markdown or HTML. */
void am_text_table_mark_up(const am_text_table *table, am_text_style style, am_buffer *buffer);

#endif
