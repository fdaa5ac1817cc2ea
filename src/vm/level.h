/*
 * Level columns: decimals of a batch of the program itself that are all whole counts of one power of ten, as
 * nearly all are.
 *
 * Whether a column is level is found out batch by batch. Counts are 64 bits with bounds, so that kernels over
 * counts do what decimals of 34 digits would, to the last digit: where the bounds do not show that, the
 * instruction has its kernel over decimals, for which the values are written out first. Bounds hold for rows
 * that are values; a row that is none has whatever count.
 */
#ifndef AM_VM_LEVEL_H
#define AM_VM_LEVEL_H

#include "narrow/kernel.h"
#include "vm/cutter.h"
#include "vm/kernel.h"

/* Fewer rows are not worth the preparing. */
#define AM_LEVEL_LEAST_ROWS 2u
/* Most digits behind the point of a level column. */
#define AM_LEVEL_PLACES_MAX 18
extern const int64_t am_level_powers[AM_LEVEL_PLACES_MAX + 1];

/* Whether a column of decimals is level: tries it where that is not known. */
bool am_level_is(const am_batch *batch, uint16_t column);
/* Writes the values of a column that has only counts. */
void am_level_widen(const am_batch *batch, uint16_t column);
/* The column's values were written: nothing is known of counts. */
static inline void am_level_forget(am_column *column) {
    column->level = AM_LEVEL_UNTRIED;
    column->is_behind = false;
}
am_decimal am_level_amount(const am_column *column, uint32_t row);

/* A schedule's column of constants, as the kernels look it up. */
struct am_level_cells {
    void *values; /* int64_t, int32_t or uint8_t; NULL: not level, or some cell is not covered */
    int64_t low;  /* of counts */
    int64_t high;
    uint8_t places;
};
/* Cuts and fills what a batch keeps for level columns beside them. */
void am_level_cut(am_work *work, const am_program *program, uint64_t longest, am_cutter *cutter);
void am_level_fill(am_batch *batch);

/* An instruction on its way through the kernels over counts. */
typedef struct am_level_run {
    am_batch *batch;
    const am_instruction *instruction;
    const am_kernels *kernels;
    am_column *result;
    am_strip strip;
} am_level_run;

/* A level operand: a column, or a constant where `counts` is NULL. */
typedef struct am_level_operand {
    const int64_t *counts;
    int64_t constant;
    int64_t low;
    int64_t high;
    int64_t factor; /* that brings it to the places of the others */
    uint8_t places;
} am_level_operand;

/* Carries out an instruction over all rows; false where it must have its kernel over decimals. */
bool am_level_execute(am_batch *batch, const am_instruction *instruction);
/* Adds one axis of a schedule to dense indexes of all rows; false where some need facts or are faults, or its
 * values are not level, or it has too many cuts. */
bool am_level_class(am_batch *batch, const am_axis *axis, uint16_t column, uint32_t *indexes, uint32_t rows);

/* level_run.c: what the instructions share. The operand of a register of decimals; false where it is not
 * level. */
bool am_level_take(const am_level_run *run, uint16_t column, am_level_operand *out);
/* Finds the factors that bring them to one exponent, and bounds there; false where some count would not fit.
 */
bool am_level_align(am_level_operand *operands, unsigned count);
/* Sets strip.in[i]: from a level operand, times its factor; or from a register of another type. */
void am_level_load(am_level_run *run, unsigned i, const am_level_operand *operand);
void am_level_load_plain(am_level_run *run, unsigned i, uint16_t column);
/* What the result is, within bounds; false where it does not fit. */
bool am_level_fits(am_i128 low, am_i128 high);
void am_level_settle(am_level_run *run, uint8_t places, am_i128 low, am_i128 high);
am_width am_level_width(const am_level_run *run, uint16_t column);
bool am_level_is_constant(const am_level_run *run, uint16_t column);
/* One byte a row. A constant that is no value has no kernel here: see am_level_has_odd_constant. */
const uint8_t *am_level_states(const am_level_run *run, uint16_t column);
bool am_level_is_plain(const am_level_run *run, uint16_t column);
/* Whether one of the first operands is a constant that is no value. */
bool am_level_has_odd_constant(const am_level_run *run, unsigned operands);
/* Where the result's states go, and that they are written. */
uint8_t *am_level_open_states(am_level_run *run);
void am_level_close_states(am_level_run *run, const uint8_t *states);
/* The greatest of the first operands' states. */
void am_level_set_strict(am_level_run *run, unsigned operands);

/* level_arithmetic.c */
bool am_level_sum(am_level_run *run, bool is_subtract);
bool am_level_product(am_level_run *run);
bool am_level_turn(am_level_run *run); /* NEGATE, ABSOLUTE */
bool am_level_round(am_level_run *run);
bool am_level_compare(am_level_run *run);
bool am_level_extreme(am_level_run *run, bool is_greatest);
bool am_level_known_only(am_level_run *run);

/* level_choose.c */
bool am_level_choose(am_level_run *run);
bool am_level_keep(am_level_run *run, uint8_t otherwise);
bool am_level_otherwise(am_level_run *run);
bool am_level_known(am_level_run *run);
bool am_level_unwrap(am_level_run *run);
bool am_level_truth(am_level_run *run);

/* level_list.c */
bool am_level_gather(am_level_run *run); /* SPREAD, ELEMENT */
bool am_level_position(am_level_run *run);
bool am_level_count_elements(am_level_run *run);
bool am_level_total(am_level_run *run); /* SUM */

/* level_table.c */
bool am_level_cell(am_level_run *run);

/* level_date.c */
bool am_level_move_months(am_level_run *run, bool is_back);
bool am_level_days_between(am_level_run *run);
bool am_level_period_number(am_level_run *run);

#endif
