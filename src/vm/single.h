/*
 * One record at a time: a narrow program prepared for single rows.
 *
 * The kernels of a narrow program are made for many rows; for one, most of what they cost is their own
 * preparing. Here the preparing is done once, when a batch is made: operands are places in one array, tables
 * are resolved, and what is constant is computed. Running it is plain: every value present, every count in 64
 * bits. What is not plain (a fact that is missing, a fault, a sum that overflows, a case that a table does
 * not have) leaves it at once, with nothing decided; the record is then assessed as any other. Of optional
 * facts that are unknown the states are carried, where the program itself carries them.
 *
 * A program with a step that is not known here has no such form.
 */
#ifndef AM_VM_SINGLE_H
#define AM_VM_SINGLE_H

#include "vm/batch.h"

/* Most records of a batch that are assessed one after another instead of at once. */
#define AM_SINGLE_RECORDS_MAX 7u
/* Most elements of a list. */
#define AM_SINGLE_ROWS_MAX 32u

/* The program of a narrow batch for single rows; *out is NULL where there is none. False when memory runs
 * out. The batch and its narrow program must outlive it. */
bool am_single_new(am_batch *batch, am_allocator allocator, am_single **out);
/* The same for some outputs alone (`is_wanted`, by output) and for checks, with no way from and to the
 * batch's columns. */
bool am_single_new_for(am_batch *batch, const bool *is_wanted, am_allocator allocator, am_single **out);
void am_single_free(am_single *single);

/* Assesses every record of the batch from which it was made, results into its columns; false: some record is
 * not plain, and nothing that stands in the columns counts. */
bool am_single_assess(am_single *single, am_batch *batch);

#endif
