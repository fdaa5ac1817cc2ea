/*
 * A comparison as text: one writer a form, each record as soon as it was assessed.
 */
#ifndef AM_COMPARE_REPORT_H
#define AM_COMPARE_REPORT_H

#include "compare/comparison.h"

/* What comes before the first record, a record, and what comes behind the last; all into `output`. */
void am_report_begin(am_comparison *all);
void am_report_record(am_comparison *all);
void am_report_end(am_comparison *all);

/* The record's id as JSON, or nothing where it has none; its line then counts. */
am_slice am_report_id(const am_comparison *all);
/* What a finding holds instead of a value: its first member's code and message, or the message alone. */
am_slice am_report_error_code(const am_finding *finding);
am_slice am_report_error_message(const am_finding *finding);

void am_report_json_record(am_comparison *all);
void am_report_json_begin(am_comparison *all);
void am_report_json_end(am_comparison *all);

void am_report_csv_begin(am_comparison *all);
void am_report_csv_record(am_comparison *all);

/* Tables */

/* In cells: a blank that no line is broken at, and where a line ends. */
#define AM_SHEET_BLANK '\x1f'
#define AM_SHEET_BREAK '\x1e'

typedef struct am_sheet_row {
    am_slice label;
    unsigned level;  /* 1: belongs to the row above it */
    am_slice *cells; /* one a rulebook; NULL: the label is a heading of its own */
} am_sheet_row;

typedef struct am_sheet {
    am_comparison *all;
    am_slice title;
    am_slice refusal; /* of the whole record: then there are no rows */
    am_sheet_row *rows;
    size_t count;
    size_t capacity;
} am_sheet;

/* The rows of the record's table. */
am_sheet am_sheet_of(am_comparison *all);
/* What stands behind the tables, or nothing. */
am_slice am_sheet_note(am_comparison *all);

void am_sheet_put_text(const am_sheet *sheet, am_buffer *buffer);
void am_sheet_put_markdown(const am_sheet *sheet, am_buffer *buffer);
void am_sheet_put_html(const am_sheet *sheet, am_buffer *buffer);

#endif
