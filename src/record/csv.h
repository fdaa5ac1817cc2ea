/*
 * Records as CSV (RFC 4180): rows, cells, what the columns of a header mean, and lists in files of their own.
 *
 * A row is written as the JSON text of its record, with a map back to its cells, and read as any other
 * record: so each value is read by the same reader, refused by the same messages, and points to its cell. A
 * cell that is empty is absent. Rows are cut from the input by the splitter, which knows quotes; nothing
 * behind it meets a row that is not well-formed.
 */
#ifndef AM_RECORD_CSV_H
#define AM_RECORD_CSV_H

#include "record/record.h"
#include "record/window.h"

/* Rows */

typedef struct am_csv_row {
    am_slice text; /* without its line end */
    uint32_t line; /* of its beginning, from 1 */
    uint32_t cell; /* of a bad row: which of its cells, from 0 */
} am_csv_row;

typedef struct am_csv_splitter {
    am_window input;
    int state;
    size_t cell_start; /* from the row's beginning; of the cell that `scan` is in */
    uint32_t cell;     /* its number, from 0 */
    am_diag diag;      /* of a row that is given up */
} am_csv_splitter;

void am_csv_splitter_init(am_csv_splitter *splitter, am_allocator allocator);
void am_csv_splitter_clear(am_csv_splitter *splitter);
/* One for a whole text, which is the caller's and is not changed; not to be cleared. */
void am_csv_splitter_over(am_csv_splitter *splitter, char *text, size_t bytes);
/* The next row that is not empty, as am_splitter_next gives a record: valid until more input is fed. BAD:
 * what is lost ends with the line on which the cell begins that is wrong. */
am_split am_csv_splitter_next(am_csv_splitter *splitter, am_csv_row *row, am_record_error *error);

/* What stands where the next row begins, for whoever can tell by itself where it ends, as am_splitter_peek
 * and am_splitter_took have it. */
bool am_csv_splitter_peek(am_csv_splitter *splitter, am_slice *text, uint32_t *line);
void am_csv_splitter_took(am_csv_splitter *splitter, size_t bytes, uint32_t lines);

/* The cells of a row, as written. */
typedef struct am_csv_cells {
    am_csv_row row;
    am_slice *items;
    size_t count; /* of the row; more than `room` are only counted */
    size_t room;
} am_csv_cells;
void am_csv_cells_cut(am_csv_cells *cells, am_csv_row row);
size_t am_csv_count_cells(am_slice row);
bool am_csv_is_empty(am_slice cell);
/* What a cell says: the part between its quotes; where quotes are doubled in it, a copy at the end of the
 * buffer. Valid until the next write. */
am_slice am_csv_say(am_slice cell, am_buffer *scratch);
/* Appends a text as a cell, in quotes where it must be. */
void am_csv_put(am_buffer *buffer, am_slice text);

/* The map from JSON back to cells */

struct am_csv_map {
    am_buffer entries; /* am_csv_origin items, by offset */
};

void am_csv_map_add(am_csv_map *map, size_t offset, const am_csv_row *row, am_slice cell, bool is_verbatim);

/* Columns */

typedef enum am_csv_sort {
    AM_CSV_TEXT,   /* a value, written as a text */
    AM_CSV_YESNO,  /* true, false, yes, no */
    AM_CSV_RANGE,  /* a range as JSON */
    AM_CSV_LIST,   /* an array as JSON */
    AM_CSV_LOWEST, /* an end of a range: R.lowest */
    AM_CSV_HIGHEST,
    AM_CSV_ID,     /* of a list's rows: the record's */
    AM_CSV_NUMBER, /* of a list's rows: which element of the list `place` around it, from 1 */
    AM_CSV_EXPECT, /* of a case file */
    AM_CSV_EXTRA,  /* passed over */
} am_csv_sort;

typedef struct am_csv_column {
    am_slice name; /* NFC; of EXPECT what stands behind `expect` */
    am_csv_sort sort;
    uint16_t place; /* that it is a member of; of NUMBER the list */
    uint32_t field; /* of the layout, or AM_LAYOUT_NONE */
} am_csv_column;

/* What the rows of a file are: records, or elements of a list. */
typedef struct am_csv_table {
    am_arena arena;
    const am_layout *layout;
    uint16_t place;
    am_csv_column *columns;
    uint32_t column_count;
    uint32_t *order;    /* columns by place */
    uint32_t *starts;   /* in order, by place, and one more */
    bool *has_members;  /* by place: a column is of it or of one inside it */
    uint32_t id;        /* the column, or AM_LAYOUT_NONE */
    am_csv_cells cells; /* of the row read last */
    am_buffer scratch;
} am_csv_table;

typedef struct am_csv_options {
    bool is_extra_ignored;
    bool has_expectations; /* columns whose names begin with `expect ` */
} am_csv_options;

void am_csv_table_init(am_csv_table *table, const am_layout *layout, uint16_t place, am_allocator allocator);
void am_csv_table_clear(am_csv_table *table);
bool am_csv_table_is_read(const am_csv_table *table);
/* Reads the header, which lives on in the table. AM_RECORD_BAD: the error is set; FULL: out of memory. */
am_record_status am_csv_table_read(am_csv_table *table, am_csv_row header, am_csv_options options,
                                   am_record_error *error);
/* Cuts a row into the table's cells. False: there are too many or too few, and the error is set. */
bool am_csv_table_cut(am_csv_table *table, am_csv_row row, am_record_error *error);
/* Refuses the row cut last, for a column of it or AM_LAYOUT_NONE. */
void am_csv_table_refuse(const am_csv_table *table, uint32_t column, am_diag diag, const am_slice *arguments,
                         size_t count, am_record_error *error);

/* Lists in files of their own */

typedef struct am_csv_item {
    size_t start; /* of the row, in the join's text */
    size_t length;
    uint32_t line;
    uint32_t id_length; /* of a first item: its id stands behind its row */
    uint32_t next;      /* of the same id, or AM_LAYOUT_NONE */
    uint32_t last;      /* of a first item */
    uint32_t sibling;   /* of the same element of the list around it, or AM_LAYOUT_NONE */
    uint32_t number;    /* of that element, from 1; 0: none */
    uint32_t ordinal;   /* among the rows of its record, from 0 */
    bool is_taken;      /* of a first item: some record has its id */
} am_csv_item;

typedef bool (*am_csv_read)(void *context, char *data, size_t room, size_t *length);

typedef struct am_csv_join {
    am_allocator allocator;
    am_csv_table table;
    am_csv_splitter splitter;
    am_csv_read read;
    void *context;
    bool is_sorted; /* in the order of the records: only one record's rows are held */
    bool is_ended;
    am_buffer text;  /* the rows */
    am_buffer items; /* am_csv_item */
    am_buffer heads; /* uint32_t, by element of the list around it: its first and last item */
    am_buffer id;    /* SORTED: whose rows are held */
    uint32_t *slots; /* open addressing: the first item of an id plus 1 */
    size_t slot_count;
    uint32_t id_count;
    bool has_pending; /* SORTED: a row of another id than those held */
    am_csv_row pending;
} am_csv_join;

typedef enum am_csv_joined {
    AM_CSV_JOINED,
    AM_CSV_JOIN_BAD,    /* the file cannot be used, and the error says why */
    AM_CSV_JOIN_FAILED, /* it cannot be read */
    AM_CSV_JOIN_MEMORY,
} am_csv_joined;

void am_csv_join_init(am_csv_join *join, const am_layout *layout, uint16_t place, am_allocator allocator);
void am_csv_join_clear(am_csv_join *join);
/* Reads the file: its header, and all its rows unless they are sorted. */
am_csv_joined am_csv_join_open(am_csv_join *join, am_csv_options options, am_record_error *error);
/* Finds the rows of a record, which are valid until the next call: *first is an item, or AM_LAYOUT_NONE. */
am_csv_joined am_csv_join_find(am_csv_join *join, am_slice id, uint32_t *first, am_record_error *error);
am_csv_item *am_csv_join_item(const am_csv_join *join, uint32_t item);
/* Cuts an item's row into the table's cells. */
void am_csv_join_cut(am_csv_join *join, uint32_t item);
/* At the end of the records: whether each row was some record's. */
am_csv_joined am_csv_join_close(am_csv_join *join, am_record_error *error);

/* A record */

typedef struct am_csv_form {
    am_buffer json;
    am_csv_map map;
    am_csv_join **joins; /* by place, NULL for what has no file; or NULL: there are none */
    uint32_t *firsts;    /* by place: the record's rows, set before it is written, */
    uint32_t *counts;    /* and how many they are */
    am_record_error *error;
} am_csv_form;

void am_csv_form_init(am_csv_form *form, am_allocator allocator);
void am_csv_form_clear(am_csv_form *form);
/* Writes the row that the table cut last as JSON. False: the error is set. json.is_failed: out of memory. */
bool am_csv_form_write(am_csv_form *form, am_csv_table *table, am_record_error *error);

/* Results */

typedef struct am_csv_results am_csv_results;

/* How the lines of results become rows. The batch says which dates stand in them. NULL when memory runs out.
 */
am_csv_results *am_csv_results_new(const am_layout *layout, const am_batch *batch, bool is_table,
                                   am_allocator allocator);
void am_csv_results_free(am_csv_results *results);
/* Appends the row of a result line, behind that of the columns' names when it is the first. A table keeps its
 * first rows until it knows how wide the columns are. */
void am_csv_results_put(am_csv_results *results, am_slice line, am_buffer *out);
/* Appends what is kept. */
void am_csv_results_finish(am_csv_results *results, am_buffer *out);

#endif
