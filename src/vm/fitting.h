/*
 * Values that are set in a narrow batch in the place of its program's constants.
 *
 * The grains and tables of a narrow program are those of certain constants. Once others are set, records are
 * assessed by the program itself, until so many have been that a narrow program of their own would have paid;
 * it is then made, in memory that was taken with the batch, and serves as long as the values stay. So values
 * that are set for each record anew cost no planning, and those that are set for many cost it once.
 */
#ifndef AM_VM_FITTING_H
#define AM_VM_FITTING_H

#include "vm/batch.h"

/* For a narrow batch that has its single rows. NULL when memory runs out. */
am_fitting *am_fitting_new(const am_batch *batch, am_allocator allocator);
void am_fitting_free(am_fitting *fitting);

/* Notes the value that a calibration's constant has from the next run on. */
void am_fitting_set(am_batch *batch, uint32_t calibration, am_decimal decimal, int32_t integer);
/* Before a run: gives the batch a narrow program for the values that it has, if that pays. */
void am_fitting_follow(am_batch *batch);
/* The same whether or not it pays. */
void am_fitting_plan(am_batch *batch);

#endif
