/*
 * What a batch keeps for comparisons of laws: the dates chosen, and the batch in which laws are tried.
 */
#ifndef AM_VM_LAW_WORK_H
#define AM_VM_LAW_WORK_H

#include "vm/cutter.h"
#include "vm/work.h"

#define AM_LAW_NONE UINT32_MAX

/* The least so far of something compared. */
typedef struct am_least {
    am_decimal amount; /* its first bytes hold a value of another type */
    bool is_nothing;   /* repealed, or a penalty that does not apply: less than any value */
} am_least;

/* By comparison. */
typedef struct am_choices {
    am_date *dates;  /* by row: what LAW gives */
    uint8_t *states; /* by row: of a date that is none */
    /* While laws are compared that are tried in the same batch. */
    uint32_t *counts;    /* by row: how many laws, where all records are tried together */
    uint32_t *best;      /* by row: the number of the law that is no worse than any, or AM_LAW_NONE */
    uint8_t *worst;      /* by row: the greatest state */
    am_least *least;     /* by row and, within it, by what is compared */
    uint32_t part_count; /* a range counts twice */
} am_choices;

struct am_law_work {
    am_choices *choices;
    bool is_chosen;   /* else LAW gives its first date */
    am_batch *probe;  /* NULL in the probe itself */
    uint32_t *firsts; /* by domain: the first row of the open record */
    uint32_t *ends;   /* and one past its last */
    uint32_t record;  /* the one that is open */
    bool is_open;
    uint32_t held_first; /* the laws of it that the probe holds */
    uint32_t held_count;
};

/* Cuts them out of the block of a batch, whose rows are laid out by its limits. */
void am_law_work_cut(am_batch *batch, am_cutter *cutter);

/* The batch in which laws are tried holds one record, some times, and reads the texts of the other. */
am_limits am_law_probe_limits(am_limits limits);

/* Runs the program once over the batch as it is. */
void am_vm_pass(am_batch *batch);

#endif
