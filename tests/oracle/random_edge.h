/*
 * Amounts around the bounds of 64-bit counts: where a narrow program has to leave a record to the program
 * itself, or only just has not.
 */
#ifndef ORACLE_RANDOM_EDGE_H
#define ORACLE_RANDOM_EDGE_H

#include "base/decimal.h"
#include "random.h"

/* The greatest count, what is a factor below it, or a power of two; with what lies beside them. */
uint64_t random_edge_count(random_source *random);
/* An amount with at most `places` digits behind the point. A count times `factor`, where that is not 0, often
 * just fits 64 bits or not. */
am_decimal random_edge(random_source *random, int32_t places, am_decimal factor);

#endif
