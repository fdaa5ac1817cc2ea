/*
 * What a narrow batch keeps in its block instead of a column a register.
 */
#ifndef AM_VM_NARROW_WORK_H
#define AM_VM_NARROW_WORK_H

#include "vm/cutter.h"
#include "vm/work.h"

/* Cuts the columns of all lanes. */
void am_narrow_work_cut_columns(am_work *work, am_batch *batch, am_cutter *cutter);
/* Gives the batch another narrow program, made from its program with other constants, and the values, by
 * calibration, that constants have from then on: facts stay where they are, whatever was assessed is gone.
 * False, and nothing is changed: the batch has not the room, as it has for the narrow program that it was
 * made with. */
bool am_narrow_work_change(am_batch *batch, const am_narrow *narrow, const am_constant *values);
/* Cuts what the steps write on the way; `longest`: the rows of the longest domain. */
void am_narrow_work_cut_scratch(am_work *work, const am_batch *batch, uint32_t longest, am_cutter *cutter);

#endif
