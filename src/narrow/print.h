/*
 * The listing of a narrow program: which values are counts of which grain, which stay decimals, and where
 * each is kept.
 */
#ifndef AM_NARROW_PRINT_H
#define AM_NARROW_PRINT_H

#include "narrow/narrow.h"

/* Appends its steps, its schedules' classes and cells, and what a row of each domain takes. */
void am_narrow_print(am_buffer *buffer, const am_narrow *narrow);

#endif
