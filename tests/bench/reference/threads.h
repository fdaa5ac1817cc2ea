/*
 * What two threads gain over one in the assessment itself: columns in memory, an assessor a thread.
 */
#ifndef BENCH_THREADS_H
#define BENCH_THREADS_H

#include "assess.h"

/* Reports the gain by the clock, and adds the results that are not as expected to the mismatches. False when
 * it could not be measured. */
bool threads_report(const amerce_rulebook *rulebook, const records *records, bench_options options,
                    const assessment *expected, uint32_t *mismatches);

#endif
