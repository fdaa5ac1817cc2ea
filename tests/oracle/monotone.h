/*
 * The law "Monotone": what was a value or a fault stays so when a missing fact is supplied.
 */
#ifndef ORACLE_MONOTONE_H
#define ORACLE_MONOTONE_H

#include "lines.h"

/* Whether each value (or that it is unknown) stayed the same and each fault a fault, though perhaps another;
 * the lines that did not are appended to *report. */
bool monotone_holds(const lines *before, const lines *after, am_buffer *report);

#endif
