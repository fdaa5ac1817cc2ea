/*
 * Columns of random and extreme values for kernels, and the tables that this processor has.
 */
#ifndef UNIT_NARROW_LANES_H
#define UNIT_NARROW_LANES_H

#include <stdint.h>

#include "narrow/kernel.h"

/* Above the rows that any vector holds, and no multiple of one; the blocks that these rows are in. */
enum { LANE_ROWS = 203, LANE_ROOM = 256, LANE_GUARD = 64 };

typedef struct random_values {
    uint64_t state;
} random_values;

/* The tables, and their names in messages; ends with NULL. */
extern const char *const kernel_names[];
const am_kernels *const *kernel_tables(void);

uint64_t random_bits(random_values *random);
uint32_t random_below(random_values *random, uint32_t end);
/* Mostly of few bits, often an extreme or next to one; within AM_COUNT_MAX. */
int64_t random_count(random_values *random);

unsigned width_bytes(am_width width);
/* Row `row` of a column. */
int64_t lane_get(const void *column, am_width width, uint32_t row);
void lane_set(void *column, am_width width, uint32_t row, int64_t value);
/* Random counts, integers, or yes and no. */
void lane_fill(random_values *random, void *column, am_width width, uint32_t rows);
void states_fill(random_values *random, uint8_t *states, uint32_t rows);
/* Bytes behind a result that a kernel must leave alone, which for most begin behind its last block. */
void guard_set(void *column, am_width width, uint32_t rows);
void guard_check(const char *what, const void *column, am_width width, uint32_t rows);
/* Fails the test, and says where, when the values differ. */
void must_be(const char *table, const char *kernel, uint32_t row, int64_t found, int64_t expected);

#endif
