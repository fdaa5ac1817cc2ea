/*
 * What a narrow batch keeps in its block instead of a column a register.
 */
#ifndef AM_VM_NARROW_WORK_H
#define AM_VM_NARROW_WORK_H

#include "vm/cutter.h"
#include "vm/work.h"

/* Cuts the columns of all lanes. */
void am_narrow_work_cut_columns(am_batch *batch, am_cutter *cutter);
/* Cuts what the steps write on the way; `longest`: the rows of the longest domain. */
void am_narrow_work_cut_scratch(am_work *work, const am_batch *batch, uint32_t longest, am_cutter *cutter);

#endif
