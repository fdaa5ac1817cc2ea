/*
 * Schedules as data: condition columns that class a value, and masks of the rows that each class meets.
 *
 * An axis is one condition column. It maps a value to a class: by binary search over sorted cuts (decimals,
 * dates, periods), by a direct index (tiers, choices, yes/no), by search among texts, or, for `when` cells,
 * by one yes/no register a row. For each class a mask has the rows whose cell it meets. Masks are arrays of
 * 64-bit words, row 0 the lowest bit of the first.
 *
 * The rows of a record, when each axis has a state: a row is no when some value's class leaves it out (or its
 * `when` is no); else it needs facts when an axis needs them and the row's cell there is not `-`; else it
 * faults likewise; else it is yes. Then
 *
 *     ONLY        a faulting row: fault; two yes: fault SEVERAL_ROWS; a needing row: needs; one yes: that row
 *     EXCEPTIONS  as ONLY, but two yes are the fault TWO_EXCEPTIONS, which names both
 *     VERSIONS    as ONLY, but the fault below is BEFORE_LAW
 *     FIRST LAST  the first (last) row that is not no decides: yes, needs or fault
 *     GREATEST LEAST SUM  a faulting row, or a yes row whose value faults: fault; a needing row, or a yes row
 *                 whose value needs: needs; else the first yes row with the greatest (least) value, or the
 * sum
 *
 * and when all are no: without an otherwise row, or where some axis is unknown, fault ROW_BEFORE_LAW when the
 * clock axis alone leaves out every row, else of a SUM zero, else fault NO_ROW; otherwise, where an axis
 * whose register may be unknown needs facts, needs, since they could yet make it unknown; else the otherwise
 * row, which is in no mask.
 */
#ifndef AM_CODE_TABLE_H
#define AM_CODE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum am_axis_kind {
    AM_AXIS_DECIMAL,
    AM_AXIS_INTEGER, /* DATE, MONTHS or DAYS registers */
    AM_AXIS_CODE,    /* CODE or YESNO registers (no is 0) */
    AM_AXIS_TEXT,
    AM_AXIS_WHEN,
} am_axis_kind;

/* A point between two classes: the class of a value is the number of cuts at or below it. */
typedef struct am_cut {
    uint16_t constant; /* DECIMAL or an integer type */
    bool is_after;     /* the value itself is still below the cut */
} am_cut;

typedef struct am_axis {
    uint8_t kind;
    uint8_t type;         /* am_value_type of its register; YESNO for WHEN */
    bool is_clock;        /* the `in force` column */
    uint32_t class_count; /* the class of an unknown value is class_count itself; WHEN has none (0) */
    uint32_t cut_count;   /* DECIMAL, INTEGER: class_count - 1, rising. CODE: the number of codes. TEXT: of
                             texts, rising */
    am_cut *cuts;         /* DECIMAL, INTEGER */
    uint16_t *classes;    /* CODE: by code; a code at or beyond cut_count meets only `-`. TEXT: by place in
                             `texts`; a text    not there is class 0 */
    uint16_t *texts;      /* TEXT: indexes of text constants, rising by their number */
    uint64_t *masks; /* (class_count + 1) x words: the rows met by each class, the last by an unknown value.
                        Not used, and not kept in an image, for WHEN */
    uint64_t *any;   /* words: the rows whose cell is `-` */
} am_axis;

typedef enum am_policy {
    AM_POLICY_ONLY,
    AM_POLICY_FIRST,
    AM_POLICY_LAST,
    AM_POLICY_EXCEPTIONS, /* the rows are the exceptions of a rule, the otherwise row its general value */
    AM_POLICY_VERSIONS,   /* the rows are the versions of a declaration by the clock */
    AM_POLICY_GREATEST,   /* this and those below: of the instructions over rows with values */
    AM_POLICY_LEAST,
    AM_POLICY_SUM,
    AM_POLICY_COUNT,
} am_policy;

#define AM_TABLE_NO_ROW  0xFFFFu
#define AM_TABLE_SEVERAL 0xFFFEu
/* Most entries of a dense table. */
#define AM_TABLE_DENSE_MAX 4096u
#define AM_TABLE_AXES_MAX  64u /* and at least one */

/* From when to when a row of a dated table is law, and from when that was known. */
typedef struct am_row_law {
    int32_t from;      /* dates */
    int32_t until;     /* stated in the row: the first day on which it is no longer; else AM_DATE_MAX + 1 */
    int32_t published; /* from this day on the row is known */
    uint16_t next;     /* the same row with a later `from`, which ends this one, or AM_TABLE_NO_ROW */
} am_row_law;

typedef struct am_table {
    uint8_t policy;
    uint16_t row_count; /* with the otherwise row, which is the last */
    bool has_otherwise;
    uint32_t words; /* of a mask */
    uint16_t axis_count;
    am_axis *axes;   /* their registers in a list: one an axis, row_count (less the otherwise row) for WHEN */
    uint16_t *dense; /* by class, the last axis fastest, unknown's class included: a row, NO_ROW or SEVERAL;
                        or NULL. Only without WHEN axes and within DENSE_MAX */
    uint32_t dense_count;
    am_row_law *law; /* of a table with a clock axis: a row each, without the otherwise row. Its masks say the
                        same, as long as every row is known */
    uint32_t law_count; /* 0 or the rows without the otherwise row */
} am_table;

/* Whether the row is law on a day, by what was published up to and on the day `known`. */
bool am_table_is_law(const am_table *table, uint16_t row, int32_t day, int32_t known);

/* How many registers the list of a pick over this table has. */
uint32_t am_table_register_count(const am_table *table);

/* What the masks say where each axis has a value of this class (or an unknown one): a row, NO_ROW or SEVERAL,
 * which is never the answer of a FIRST or LAST table. No axis is WHEN. A dense table has the same, or the
 * otherwise row for NO_ROW where no class is unknown's. */
uint16_t am_table_meet(const am_table *table, const uint32_t *classes);

#endif
