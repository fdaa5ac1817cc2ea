/*
 * The VM: runs a verified program over a batch, and says afterwards why a row has no value.
 *
 * am_vm_run executes the straight line once for the whole batch; it allocates nothing and cannot fail. States
 * travel with values, so its results do not depend on the batch's size or on what other records hold. For a
 * row that ends in needs or a fault the reasons are read off the registers backwards, from the result to the
 * facts or the clause.
 */
#ifndef AM_VM_VM_H
#define AM_VM_VM_H

#include "base/diag.h"
#include "vm/batch.h"
#include "vm/lapse.h"

void am_vm_run(am_batch *batch);

/* An element's way from the record: for each list around it, outermost first, its domain and its number
 * from 1. */
#define AM_VM_DEPTH_MAX 16
typedef struct am_vm_where {
    uint32_t depth;
    uint16_t domains[AM_VM_DEPTH_MAX];
    uint32_t numbers[AM_VM_DEPTH_MAX];
} am_vm_where;

am_vm_where am_vm_where_of(const am_batch *batch, uint16_t domain, uint32_t row);

typedef struct am_vm_fault {
    am_diag diag;
    am_lapse lapse; /* of BEFORE_LAW and ROW_BEFORE_LAW; of REPEALED the nearest day is that of the repeal */
    uint32_t instruction;
    uint16_t clause;   /* or AM_NO_INDEX */
    uint16_t also;     /* of two exceptions that both hold, the later one's clause; else AM_NO_INDEX */
    am_vm_where where; /* the row of the instruction's result */
} am_vm_fault;

/* The fault of a row whose state is AM_STATE_FAULT: the first in source order, then in list order. */
am_vm_fault am_vm_fault_of(am_batch *batch, uint16_t column, uint32_t row);
/* That of a range, whose ends may both fault: the first of the two. `column_high` may be AM_NO_INDEX. */
am_vm_fault am_vm_fault_of_ends(am_batch *batch, uint16_t column, uint16_t column_high, uint32_t row);
/* Whether it is that the declaration of this clause, or a version of it, is repealed: `nearest` says from
 * when.
 */
bool am_vm_is_repeal_of(const am_program *program, const am_vm_fault *fault, uint16_t clause);
/* Appends its message. */
void am_vm_fault_print(am_buffer *buffer, const am_vm_fault *fault);

/* The way to a row of a domain. */
am_vm_where am_vm_where_of(const am_batch *batch, uint16_t domain, uint32_t row);

/* A check that a record does not meet: the first in source order, then in list order. */
typedef struct am_vm_failure {
    uint16_t check;    /* index into checks */
    bool is_fault;     /* it could not be made, for this fault */
    am_vm_fault fault; /* of a check that is one */
    am_vm_where where; /* the row that fails it */
} am_vm_failure;

/* Whether the record, assessed, does not meet some check. Facts that are absent fail none. */
bool am_vm_fails_check(am_batch *batch, uint32_t record, am_vm_failure *out);
/* The same without saying which. */
bool am_vm_is_failed(const am_batch *batch, uint32_t record);

/* Whether a row of the table counts in the sum that an ADD_ROWS instruction makes in a row of the batch. */
bool am_vm_row_counts(am_batch *batch, uint32_t instruction, uint32_t row, uint16_t number);

/* A fact that is still needed. `fact` is an index into facts, or AM_NO_INDEX: then it is the list of
 * `domain`. */
typedef struct am_vm_need {
    uint16_t fact;
    uint16_t domain;   /* of a list */
    am_vm_where where; /* of the record that lacks it */
} am_vm_need;

/* Calls `found` for each fact that a row whose state is AM_STATE_NEEDS needs, each once, in the order of the
 * facts and then of the lists' elements. */
void am_vm_needs_of(am_batch *batch, uint16_t column, uint32_t row,
                    void (*found)(void *context, const am_vm_need *need), void *context);

#endif
