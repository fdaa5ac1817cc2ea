/*
 * Records copied as they were given, between batches of one program with the same limits.
 */
#ifndef AM_VM_COPY_H
#define AM_VM_COPY_H

#include "vm/batch.h"

/* Adds a record's facts, as they were given, as the newest record. FULL or TOO_LARGE cannot be where the
 * batch has no other records. */
am_batch_status am_batch_copy_record(am_batch *to, const am_batch *from, uint32_t record);
/* Adds all records of a narrow batch to one of the program itself that has none. */
void am_batch_copy_all(am_batch *to, const am_batch *from);

#endif
