/*
 * A batch: up to a fixed number of records as columns, and the registers that an assessment fills from them.
 *
 * All memory is taken when it is made. Records are written row by row, depth first: a row is opened, its
 * facts set, its lists opened and filled, and closed before the next row of the same domain is opened. A fact
 * that is not set is absent: it needs, or is unknown when it is optional. A record that turns out bad is
 * taken back whole.
 */
#ifndef AM_VM_BATCH_H
#define AM_VM_BATCH_H

#include "code/program.h"

/* What an assessor is made for; 0 takes the default. */
typedef struct am_limits {
    uint32_t records;    /* a batch: default 256, at most 65,535 */
    uint32_t elements;   /* rows of each list domain, a batch: default 65,535 */
    uint32_t text_bytes; /* of the texts of a batch: default 4 MiB */
    uint32_t pairs;      /* rows of each product domain, a batch: default 1,048,576 */
} am_limits;

/* Whether a column's values are counts of one power of ten. */
typedef enum am_level { AM_LEVEL_UNTRIED, AM_LEVEL_YES, AM_LEVEL_NO } am_level;

typedef struct am_column {
    void *values; /* by the register's type; one row for constants. NULL where a narrow batch has counts only
                   */
    int64_t *counts; /* of grains, in a narrow batch; else NULL */
    int64_t low;     /* bounds of the counts */
    int64_t high;
    uint32_t bounded; /* of a fact's counts: the bounds are those of so many first rows */
    uint32_t given;   /* of a fact: so many first rows are known to be values */
    int64_t *levels;  /* of decimals in a batch of the program itself: room for counts of 10^-places, see
                         vm/level.h */
    uint8_t places;
    uint8_t level;   /* am_level */
    bool is_behind;  /* the counts are newer than the values */
    uint8_t *states; /* am_state, or NULL when the register has none */
    bool is_plain;   /* every row of this batch is a value (states need not be looked at) */
} am_column;

typedef struct am_rows {
    uint32_t count;
    uint32_t capacity;
    uint32_t *ends;    /* LIST, PRODUCT: by parent row, one past its last element; its first is the end of the
                          row before it */
    uint32_t *parents; /* LIST, PRODUCT: by row */
    uint32_t *elements; /* PRODUCT: by row, the row of the element's domain */
} am_rows;

typedef struct am_intern am_intern;
typedef struct am_work am_work;
typedef struct am_law_work am_law_work;

typedef struct am_narrow am_narrow;
typedef struct am_single am_single;
typedef struct am_fitting am_fitting;

typedef struct am_batch {
    const am_program *program;
    const am_narrow *narrow; /* NULL: the batch is assessed by the program itself */
    struct am_batch *wide;   /* of a narrow batch: where open records are assessed by the program itself */
    am_single *single;       /* of a narrow batch: for few records; or NULL */
    am_fitting *fitting;     /* of a narrow batch whose constants may be set; or NULL */
    am_column *columns;      /* by register; in a narrow batch by lane */
    am_rows *rows;           /* by domain */
    am_intern *texts;
    am_work *work;    /* the VM's own */
    am_limits limits; /* as taken: without zeros */
    bool has_as_of;   /* every clock shows `as_of` */
    am_date as_of;
    bool is_in_full;   /* skips pass over nothing */
    bool is_unfit;     /* of a narrow batch: constants are not those that its narrow program was made with */
    uint32_t plan;     /* another number for each narrow program that it has had */
    bool has_known_at; /* law published after `known_at` does not exist */
    am_date known_at;
    am_law_work *laws; /* NULL in programs that compare no laws */
} am_batch;

typedef enum am_batch_status {
    AM_BATCH_OK,
    AM_BATCH_FULL,      /* take the record back, assess what is there, and give it again */
    AM_BATCH_TOO_LARGE, /* the record alone is more than a batch holds: it can never be assessed */
} am_batch_status;

/* NULL when memory runs out. The program must outlive it. */
am_batch *am_batch_new(const am_program *program, am_limits limits, am_allocator allocator);
/* A batch that is assessed by a narrow program, which must outlive it (see narrow/narrow.h), and, for the
 * records that this leaves open, by the program itself; by this alone where the program compares laws. */
am_batch *am_batch_new_narrow(const am_narrow *narrow, am_limits limits, am_allocator allocator);
void am_batch_free(am_batch *batch);
/* The bytes that such a batch takes. */
size_t am_batch_bytes(const am_program *program, am_limits limits);

/* Empties it: no records. */
void am_batch_clear(am_batch *batch);

/* Opens a record: its row is the greatest of domain 0. */
am_batch_status am_batch_open_record(am_batch *batch);
/* Ends the record: every list of its domains is closed. Computes the rows of product domains. */
am_batch_status am_batch_close_record(am_batch *batch);
/* Takes back the record that is open, or the last one that was closed. */
void am_batch_drop_record(am_batch *batch);

/* Says that the list was given (or, known absent, is unknown: AM_STATE_UNKNOWN) for the row of its parent
 * that is open. */
void am_batch_open_list(am_batch *batch, uint16_t domain, uint32_t parent_row, am_state state);
/* Opens an element of the list; its facts are absent so far. */
am_batch_status am_batch_open_element(am_batch *batch, uint16_t domain, uint32_t parent_row, uint32_t *row);
/* Closes an element: the lists within it. */
void am_batch_close_element(am_batch *batch, uint16_t domain, uint32_t row);

/* Sets a column's row to a value, or to another state. */
void am_batch_set_decimal(am_batch *batch, uint16_t column, uint32_t row, am_decimal value);
void am_batch_set_integer(am_batch *batch, uint16_t column, uint32_t row, int32_t value); /* also YESNO */
void am_batch_set_state(am_batch *batch, uint16_t column, uint32_t row, am_state state);
/* Interns a text (NFC, well-formed) and sets it. FULL when there is no room. */
am_batch_status am_batch_set_text(am_batch *batch, uint16_t column, uint32_t row, am_slice text);

/* Sets the value of a calibration, for all batches to come; 0 where the value is of the other kind. */
void am_batch_calibrate(am_batch *batch, uint32_t calibration, am_decimal decimal, int32_t integer);

/* Reading, after am_vm_run; facts and constants also before. Whether a narrow batch holds a register or the
 * batch beside it (see vm/open.h) makes no difference but of time. */
am_state am_batch_state(const am_batch *batch, uint16_t column, uint32_t row);
am_decimal am_batch_decimal(const am_batch *batch, uint16_t column, uint32_t row);
int32_t am_batch_integer(const am_batch *batch, uint16_t column, uint32_t row); /* also YESNO */
am_slice am_batch_text(const am_batch *batch, uint16_t column,
                       uint32_t row); /* valid until the batch is cleared */
/* A fact as it was given, before the run too. */
am_state am_batch_fact_state(const am_batch *batch, uint16_t column, uint32_t row);
am_decimal am_batch_fact_decimal(const am_batch *batch, uint16_t column, uint32_t row);
int32_t am_batch_fact_integer(const am_batch *batch, uint16_t column, uint32_t row); /* also YESNO */
/* The rows of a list under a row of its parent: [*first, *end). */
void am_batch_elements(const am_batch *batch, uint16_t domain, uint32_t parent_row, uint32_t *first,
                       uint32_t *end);
/* The rows of `to`, which is `from` or a list somewhere within it, that belong to a row of `from`. */
typedef struct am_row_range {
    uint32_t first;
    uint32_t end;
} am_row_range;
am_row_range am_batch_rows_within(const am_batch *batch, uint16_t from, uint32_t row, uint16_t to);

#endif
