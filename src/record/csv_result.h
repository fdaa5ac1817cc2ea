/*
 * A result line as the cells of columns, for what writes them.
 */
#ifndef AM_RECORD_CSV_RESULT_H
#define AM_RECORD_CSV_RESULT_H

#include "record/csv.h"

typedef struct am_result_column {
    am_slice name;
    uint32_t start; /* of its cell, in the text */
    uint32_t end;
    uint32_t width; /* in a table */
    bool is_number;
} am_result_column;

/* What a row lacks or what is wrong with it, each once. */
typedef struct am_result_list {
    am_buffer text;
    bool is_cut; /* there is more than a cell should hold */
} am_result_list;

struct am_csv_results {
    am_arena arena;
    am_result_column *columns;
    uint32_t count;
    uint32_t guess; /* the column that is looked for next, as lines are alike */
    bool is_table;
    bool has_head;  /* it was written */
    am_buffer text; /* the cells of a row */
    am_result_list needs;
    am_result_list errors;
    am_buffer kept; /* the lines of a table's first rows */
    uint32_t kept_count;
};

/* Reads a result line into the cells. */
void am_csv_result_read(am_csv_results *results, am_slice line);

#endif
