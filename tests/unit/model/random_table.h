/*
 * Random tables, with the values that their facts can have: spelt as samples spell them, each at a place on a
 * line, so that a cell is a list of intervals.
 */
#ifndef AM_TEST_RANDOM_TABLE_H
#define AM_TEST_RANDOM_TABLE_H

#include "base/buffer.h"
#include "syntax/tree.h"

enum {
    POINTS_MAX = 16,
    COLUMNS_MAX = 5,
    ROWS_MAX = 7,
    ITEMS_MAX = 3,
    LOW = -1000,
    HIGH = 1000,
    TEXT_ROOM = 80
};

typedef struct value { /* places on a line: what lies between two cuts has a place of its own */
    int place;
    const char *text;
} value;

typedef struct fact {
    const char *header;
    bool is_ordered;
    bool is_optional;
    bool is_text;
    value points[POINTS_MAX];
    value cuts[POINTS_MAX]; /* what cells name */
} fact;

enum { DAY, WHOLE, RANK, RATE, CENTS, TWICE, TIER, KIND, TRUTH, NAME, PERIOD, FACTS };

extern const fact table_facts[FACTS];

typedef struct item {
    bool is_unknown;
    int low, high; /* both in, a place between two others away where an end is out */
} item;

typedef struct cell {
    bool is_any;
    bool is_negated;
    bool is_when;
    item items[ITEMS_MAX];
    unsigned count;
    char text[TEXT_ROOM];
} cell;

typedef enum column_kind { VALUE, WHEN, IN_FORCE } column_kind;

typedef struct column {
    column_kind kind;
    unsigned fact;
} column;

typedef struct point {
    bool is_unknown;
    int place;
    const char *text;
} point;

typedef struct table {
    column columns[COLUMNS_MAX];
    unsigned column_count;
    cell cells[ROWS_MAX][COLUMNS_MAX];
    unsigned row_count; /* without `otherwise` */
    bool has_otherwise;
    am_picks picks;
    unsigned axes[COLUMNS_MAX]; /* facts, each once */
    unsigned axis_count;
    point points[COLUMNS_MAX][POINTS_MAX + 1];
    unsigned point_counts[COLUMNS_MAX];
    unsigned case_count;
    unsigned first_line;
    am_buffer text;
} table;

/* A table with its rulebook's text, which is to be cleared, and the points of its axes. */
void table_make(uint64_t *seed, table *t);
bool table_has_kind(const table *t, column_kind kind);

#endif
