/*
 * A narrow batch: run by the steps of a narrow program, with what it cannot decide told record by record.
 */
#ifndef AM_VM_NARROW_RUN_H
#define AM_VM_NARROW_RUN_H

#include "vm/batch.h"

/* Runs the steps over the batch. */
void am_narrow_run(am_batch *batch);

/* Marks (with 1) the records, one byte each, of which some result is at fault or needs facts, beside those
 * that the run has marked: the program itself has to say why, or whether. Returns how many there are. */
uint32_t am_narrow_mark_open(const am_batch *batch, uint8_t *is_open);

#endif
