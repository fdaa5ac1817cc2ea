/*
 * What a batch keeps beside its columns: where facts go, what it takes to take a record back, and the VM's
 * scratch.
 *
 * All of it lies in the batch's one block. A row's columns are made ready (zeroed) the first time that the
 * row is used, so that a large batch costs memory only as far as records fill it; from then on every row
 * below `ready` holds something valid for its type, whatever was left there.
 */
#ifndef AM_VM_WORK_H
#define AM_VM_WORK_H

#include "vm/ahead.h"
#include "vm/batch.h"
#include "vm/intern.h"

/* A register that records fill: a fact's, or the presence of a list. */
typedef struct am_input {
    uint16_t column;
    uint8_t absent; /* am_state of a row that is not set */
} am_input;

/* The rows of a list: [first, end). */
typedef struct am_extent {
    uint32_t first;
    uint32_t end;
} am_extent;

typedef struct am_level_cells am_level_cells;
#define AM_LEVEL_FILLS 3

struct am_work {
    am_allocator allocator;
    size_t block_bytes;
    /* By domain from starts[domain] to starts[domain + 1]. */
    am_input *inputs;
    uint32_t *input_starts;
    uint16_t *children; /* list domains */
    uint32_t *child_starts;
    uint16_t *registers;
    uint32_t *register_starts;
    uint8_t *is_read; /* by register: some instruction reads it */
    /* By domain. */
    uint32_t *ready;
    uint32_t *counts; /* rows before the last record */
    uint32_t *firsts; /* rows of the record being traced: [first, end) */
    uint32_t *ends;
    uint32_t text_count; /* texts before the last record */
    bool has_last;       /* there is a record to take back */
    /* Scratch, each as long as the longest domain, where the program has a use for it; else NULL. */
    uint32_t *indexes;     /* pick: into the dense table */
    uint32_t *classes;     /* pick: of one row, by axis */
    uint32_t *order;       /* group and unbroken, twice as long */
    am_decimal *amounts;   /* grouped: a value of any type each */
    uint8_t *marks;        /* grouped */
    uint8_t *group_states; /* grouped */
    /* For the kernels over counts, each as long as the longest domain. */
    uint8_t *plain;        /* states: all values */
    int64_t *fills[5];     /* constants as columns; a batch of the program itself has AM_LEVEL_FILLS */
    int64_t *blocks[3];    /* a block each, for constants of a narrow batch's steps */
    am_level_cells *cells; /* by column of a schedule, in a batch of the program itself */
    /* Of a narrow batch, likewise. */
    uint8_t *dropped;    /* states that nobody reads */
    uint8_t *is_open;    /* by record */
    uint32_t *open_rows; /* by open record: its row in the batch beside */
    uint32_t open_count;
    bool is_all_open; /* every record is open, each in its own row */
    char *room;       /* of all lanes but facts */
    size_t room_bytes;
    uint32_t lane_capacity;
    am_ahead ahead; /* of the records in it */
    bool is_beyond; /* some count did not fit where no state can tell: all records are open */
    /* Traces. */
    uint64_t **bits;   /* by register: one bit a row of the record; NULL for registers without states */
    am_extent *marked; /* by register: the words of its bits that are cleared or set; [0, 0) for none */
};

/* The most rows of a domain; 1 for constants. */
uint32_t am_work_capacity(const am_program *program, am_limits limits, uint16_t domain);

/* Notes how much there is, which am_batch_drop_record goes back to. */
void am_work_mark(am_batch *batch);

/* Zeroes the columns of a domain up to and with this row, which is beyond those that are. */
void am_work_make_ready(am_batch *batch, uint16_t domain, uint32_t row);
static inline void am_work_ready(am_batch *batch, uint16_t domain, uint32_t row) {
    if (row >= batch->work->ready[domain]) {
        am_work_make_ready(batch, domain, row);
    }
}

/* One past the last row of a register's domain; 1 for constants. */
static inline uint32_t am_batch_row_count(const am_batch *batch, uint16_t domain) {
    return domain == AM_DOMAIN_CONSTANT ? 1 : batch->rows[domain].count;
}

/* The first row under a row of the parent. */
static inline uint32_t am_rows_first(const am_rows *rows, uint32_t parent_row) {
    return parent_row == 0 ? 0 : rows->ends[parent_row - 1];
}

/* Gives constants their values; `values`, by calibration: of those that were set, or NULL. */
void am_work_fill_constants(am_batch *batch, const am_constant *values);

/* The rows of a record in each domain, from first to end. */
void am_work_extents(const am_batch *batch, uint32_t record, uint32_t *firsts, uint32_t *ends);

/* The row of `above`, which is the domain or one around it, that holds this row. */
uint32_t am_batch_row_above(const am_batch *batch, uint16_t domain, uint32_t row, uint16_t above);

#endif
