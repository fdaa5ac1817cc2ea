/*
 * What the files of the checker of tables share: a table as boxes over axes.
 *
 * Each axis is what one condition header, or several equal ones, can be; its values are cut into classes that
 * no cell tells apart, each with one value to show. A row is a product of sets of classes, kept as runs. All
 * kinds of values are decimals here: dates and periods are whole numbers, tiers, choices and texts the
 * numbers of their values. Private to src/model.
 */
#ifndef AM_MODEL_CHECK_H
#define AM_MODEL_CHECK_H

#include "model/model.h"

/* Columns beyond these cannot be compiled, and are not checked. */
#define AM_CHECK_AXES_MAX 64

typedef struct am_check_run { /* classes from `first` up to but not including `end` */
    uint32_t first;
    uint32_t end;
} am_check_run;

typedef struct am_check_axis {
    const am_expr *value; /* the header; of an `in force` column the clock, NULL in a parameter */
    bool is_clock;
    am_type type;
    am_span span;        /* of the header */
    am_slice *texts;     /* those that cells name, in order; beyond them, any other text */
    uint32_t text_count; /* of them */
    am_decimal *points;  /* one value of each class that is known */
    uint32_t known;      /* classes of known values; when the header is optional, one more for unknown */
    uint32_t count;
    uint32_t *starts; /* row r meets the runs from starts[r] to starts[r + 1] */
    am_check_run *runs;
    size_t run_count;
    size_t run_capacity;
} am_check_axis;

typedef struct am_check_table {
    am_arena *arena; /* for this table only */
    const am_model *model;
    const am_declaration *declaration;
    const am_schedule *schedule;
    am_check_axis *axes;
    uint32_t axis_count;
    uint32_t row_count; /* without `otherwise` */
    bool has_otherwise;
    bool *is_conditional; /* by row: a `when` cell decides, too */
    bool *is_empty;       /* by row: no value that can occur meets some cell */
    uint64_t work;        /* runs that may still be looked at */
    bool is_too_large;    /* there were more */

    bool has_gap;
    bool may_have_gap; /* where only rows with `when` cells are met */
    uint32_t *gap;     /* a class of each axis that no row meets */
    bool is_otherwise_reached;
    bool *is_reached; /* by row, where the first or last row that is met prevails */

    uint32_t *partners; /* by row: the number + 1 of the first row before it that meets a case of it, too */
    bool may_overlap;
} am_check_table;

/* check_axis.c: the axes and runs. False when the arena is exhausted. */
bool am_check_axes(am_check_table *table);

/* check_merge.c: makes one class of those that every row meets alike. False when the arena is exhausted. */
bool am_check_merge(am_check_table *table, am_check_axis *axis);

/* check_between.c: a value of a class. The edge before or behind a value; open: none. */
typedef struct am_check_edge {
    bool is_open;
    bool is_after;
    am_decimal value;
} am_check_edge;
typedef struct am_check_grid {
    bool is_dense;
    int32_t places; /* after the point: of all values, or where dense, of the values to try first */
} am_check_grid;
/* A short value between two edges; false when there is none. */
bool am_check_between(am_check_grid grid, const am_check_edge *low, const am_check_edge *high,
                      am_decimal *out);

/* check_cover.c: finds a gap, and the rows that are reached. */
void am_check_gaps(am_check_table *table);

/* check_overlap.c: finds rows that meet one case. */
void am_check_overlaps(am_check_table *table);
/* The first class of each axis that both rows meet; false when there is none on some axis. */
bool am_check_common(am_check_table *table, uint32_t a, uint32_t b, uint32_t *classes);
/* Whether the one row meets all that the other does. */
bool am_check_contains(am_check_table *table, uint32_t outer, uint32_t inner);

/* check_facts.c: whether no two axes depend on one fact. */
bool am_check_is_independent(am_check_table *table);

/* check_sample.c: the case of a class on each axis: `group is a, turnover is EUR 5_000_000.01, on 2019-06-17`
 */
am_slice am_check_sample(am_check_table *table, const uint32_t *classes);

/* False, and the table is too large, when the work is used up. */
bool am_check_spend(am_check_table *table, uint64_t work);

#endif
