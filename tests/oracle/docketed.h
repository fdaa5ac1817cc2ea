/*
 * Records as a caller's columns, assessed through a docket, one at a time and all at once: the results must
 * be those of the batch that they are taken from.
 */
#ifndef ORACLE_DOCKETED_H
#define ORACLE_DOCKETED_H

#include "assessed.h"
#include "vm/batch.h"

/* `batch` was assessed by the program itself. False: *why says what differs. True too where its facts are no
 * columns: ranges, what is given once, more digits than 64 bits hold. */
bool docketed_agrees(const am_batch *batch, am_allocator allocator, docketed_counts *counts, am_buffer *why);

#endif
