/*
 * Leeway: what the discretions that a record leaves open could lead to.
 *
 * The record is copied into a batch of its own and assessed again with other choices. How each register moves
 * with the choices is found from the instructions (vm/sway.h), for all choices of a box at once: where an
 * output only rises or only falls with each of them, its extremes are at the corners of the box; where that
 * is not so the box is cut in two. Every value that is reported was assessed, so an extreme is exact where
 * the boxes were decided, and where they were not within AM_LEEWAY_RUNS_MAX assessments the reach says so.
 *
 * Programs without discretions have no leeway, and a record whose discretions are all stated costs nothing.
 */
#ifndef AM_VM_LEEWAY_H
#define AM_VM_LEEWAY_H

#include "vm/batch.h"

/* Most assessments of one record; fewer where it has many elements. */
#define AM_LEEWAY_RUNS_MAX 4096u

/* A discretion that a row of its fact's domain leaves open. */
typedef struct am_left {
    uint16_t discretion;
    uint32_t row;
} am_left;

typedef struct am_extreme {
    am_decimal decimal;
    int32_t integer; /* all but decimals */
} am_extreme;

/* An output in one row, which a choice that is open could change. */
typedef struct am_reach {
    uint16_t output;
    uint32_t row;
    bool has_values; /* some choice gives a value: */
    am_extreme lowest;
    am_extreme highest; /* of a range the highest end */
    /* It goes down, or up, as far as the choices do that have no end: the value is only the last one that was
     * tried. */
    bool is_lowest_endless;
    bool is_highest_endless;
    uint64_t codes;   /* of an output without an order: a bit for each of its first 64 values that was met */
    bool is_searched; /* tried, and not decided: there may be lower and higher ones */
    bool may_be_unknown; /* some choice leaves it without a value */
    bool may_need;
    bool may_fault;
} am_reach;

typedef struct am_leeway am_leeway;

/* NULL when memory runs out. The program must outlive it. */
am_leeway *am_leeway_new(const am_program *program, am_limits limits, am_allocator allocator);
void am_leeway_free(am_leeway *leeway);

/* Looks at a record of a batch that was run, once until am_leeway_forget. False when memory runs out. */
bool am_leeway_find(am_leeway *leeway, const am_batch *batch, uint32_t record);
/* The batch holds other records from now on. */
void am_leeway_forget(am_leeway *leeway);

/* Another value of a calibration, from now on. */
void am_leeway_calibrate(am_leeway *leeway, uint32_t calibration, am_extreme value);

/* What was found: in the order of the discretions and of the outputs, then of the rows. A discretion is left
 * where an output could change with it. */
const am_left *am_leeway_left(const am_leeway *leeway, size_t *count);
const am_reach *am_leeway_reaches(const am_leeway *leeway, size_t *count);
/* The reach of an output in a row; NULL where no open choice changes it. */
const am_reach *am_leeway_reach_of(const am_leeway *leeway, uint16_t output, uint32_t row);
/* Whether a row leaves the discretion open, whatever that could change. */
bool am_leeway_is_open(const am_program *program, const am_batch *batch, uint16_t discretion, uint32_t row);

/* What may be chosen: the least and the greatest value that a record can state. */
void am_leeway_ends(const am_program *program, const am_fact *fact, am_extreme *lowest, am_extreme *highest);

/* Whether the output's values can be told by their lowest and highest. */
bool am_leeway_is_ordered(const am_program *program, const am_output *output);

#endif
