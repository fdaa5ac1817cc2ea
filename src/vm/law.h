/*
 * Comparisons of laws: a record assessed under one law after the other, and the mildest chosen.
 *
 * Before the last run the batch itself is run under one law after the other of all its records, where that is
 * worth it. Else, and afterwards, laws are tried in a batch of their own, the probe, which holds one record,
 * once for each law as far as there is room: what has been assessed stays as it is. Whoever wants to know why
 * a law was chosen, or why none was, opens the record again and tries each of its laws anew; nothing is kept
 * but the date chosen.
 *
 * The dates between which laws are compared depend on none of them, as the verifier has seen to.
 *
 * All elements are tried together, each under its own law of that number, and each is compared by itself: the
 * compiler sees to it that what one is compared by reads nothing of the others.
 */
#ifndef AM_VM_LAW_H
#define AM_VM_LAW_H

#include "vm/vm.h"

/* The comparison of a place; AM_NO_INDEX when it has none. */
uint16_t am_law_of_place(const am_program *program, uint16_t place);

/* Chooses for each record of the batch, before it is run. */
void am_law_choose(am_batch *batch);

/* How many laws are compared for a row of a batch that was run: 0 where the dates are not there, or run
 * backward. */
uint32_t am_law_count(const am_batch *batch, uint16_t law, uint32_t row);
/* The date on the clock for the law of that number, and the first day after it on which law changes. */
am_date am_law_date(const am_batch *batch, uint16_t law, uint32_t row, uint32_t number);
bool am_law_end(const am_batch *batch, am_date date, am_date *out);
/* Whether what is stated in one of the program's `law_sources` was law on the date. */
bool am_law_cites(const am_batch *batch, uint32_t source, am_date date);

/* Turns to a record of the batch. */
void am_law_open(am_batch *batch, uint32_t record);
/* Its rows at a comparison's place, [first, end), and the most laws of any row. */
typedef struct am_law_range {
    uint32_t first;
    uint32_t end;
} am_law_range;
am_law_range am_law_rows(const am_batch *batch, uint16_t law);
uint32_t am_law_most(const am_batch *batch);
/* Sees to it that the probe holds the open record as assessed under its laws of that number, which some row
 * has; rows that have fewer are under their last. */
void am_law_hold(am_batch *batch, uint32_t number);
am_batch *am_law_probe(const am_batch *batch);
/* The probe's row for a row of the open record under the law of that number, which it holds. */
uint32_t am_law_row(const am_batch *batch, uint16_t domain, uint32_t row, uint32_t number);

/* Why none was chosen for a row: its fault. AM_DIAG_NO_LAW_THEN, AM_DIAG_NO_MILDEST and
 * AM_DIAG_MILDEST_BACKWARD are the comparison's own; another is that of a law tried, which the probe holds
 * then. */
am_vm_fault am_law_fault(am_batch *batch, uint16_t law, uint32_t row);

#endif
