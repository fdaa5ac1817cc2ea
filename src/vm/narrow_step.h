/*
 * One step of a narrow program over a batch, and what all steps share.
 */
#ifndef AM_VM_NARROW_STEP_H
#define AM_VM_NARROW_STEP_H

#include "narrow/kernel.h"
#include "narrow/narrow.h"
#include "vm/kernel.h"

typedef struct am_strip_run {
    am_batch *batch;
    const am_narrow *narrow;
    const am_kernels *kernels;
    const am_step *step;
    const am_lane *lane; /* of the result */
    am_column *column;   /* of the result's values */
    am_strip strip;
} am_strip_run;

/* The register operands of the step's instruction. */
typedef struct am_operands {
    const uint16_t *columns;
    unsigned count;
    bool are_plain;
} am_operands;

/* narrow_lane.c */
am_width am_strip_width(const am_lane *lane);
am_column *am_strip_root(const am_strip_run *run, uint32_t lane);
void *am_strip_values(const am_strip_run *run, uint32_t lane);
bool am_strip_is_constant(const am_strip_run *run, uint32_t lane);
void am_strip_set_in(am_strip_run *run, unsigned i, uint32_t lane);
/* The same for a value that is none of a lane. */
void am_strip_set_fixed(am_strip_run *run, unsigned i, am_width width, int64_t value);
/* Where a kernel wants a column: a constant fills one. */
void am_strip_set_array(am_strip_run *run, unsigned i, uint32_t lane, uint32_t rows);
am_column *am_strip_state_column(const am_batch *batch, uint16_t column);
bool am_strip_is_plain(const am_batch *batch, uint16_t column);
/* One byte a row; `i` says which scratch column a constant may fill. */
const uint8_t *am_strip_states(const am_strip_run *run, unsigned i, uint16_t column);
const am_instruction *am_strip_instruction(const am_strip_run *run);
am_operands am_strip_operands(const am_strip_run *run);
/* Where the result's states go; a scratch column where it has none. */
uint8_t *am_strip_open_states(am_strip_run *run);
void am_strip_close_states(am_strip_run *run, const uint8_t *states);
/* The result's states are the operands' by a strict rule; all plain where these are. */
void am_strip_follow_strict(am_strip_run *run);
/* One row is at fault, whatever else it is. */
void am_strip_open_faults(am_strip_run *run);
void am_strip_close_faults(am_strip_run *run, bool has_faults);
am_extremes am_strip_bounds(const am_strip_run *run, uint32_t lane);
void am_strip_set_bounds(am_strip_run *run, am_i128 low, am_i128 high);
bool am_strip_fits(am_i128 low, am_i128 high);
void am_strip_measure(am_strip_run *run);
void am_strip_hull(am_strip_run *run, uint32_t a, uint32_t b);

/* narrow_arithmetic.c */
void am_step_sum(am_strip_run *run);
void am_step_product(am_strip_run *run);
/* As a result of its own, or at another grain: then the register that it was made from bears the faults. */
void am_step_scale(am_strip_run *run);
void am_step_scale_chosen(am_strip_run *run);
void am_step_unary(am_strip_run *run);
void am_step_widen(am_strip_run *run);
void am_step_narrow(am_strip_run *run);
void am_step_same(am_strip_run *run);

/* narrow_choose.c */
void am_step_compare(am_strip_run *run);
void am_step_extreme(am_strip_run *run);
void am_step_known_only(am_strip_run *run);
void am_step_truth(am_strip_run *run);
/* Who chooses is in[0], ready for kernels; the states are those of the choice. */
void am_strip_choose(am_strip_run *run);
void am_step_choose(am_strip_run *run);
void am_step_copy(am_strip_run *run);
void am_step_otherwise(am_strip_run *run);
void am_step_known(am_strip_run *run);
void am_step_fail(am_strip_run *run);

/* narrow_table.c */
void am_step_pick(am_strip_run *run);
void am_step_cell(am_strip_run *run);

/* narrow_list.c */
void am_step_gather(am_strip_run *run);
void am_step_position(am_strip_run *run);
void am_step_count(am_strip_run *run);
void am_step_fold(am_strip_run *run);

/* narrow_date.c */
void am_step_days_between(am_strip_run *run);
void am_step_months_between(am_strip_run *run);
void am_step_period_number(am_strip_run *run);
void am_step_move_months(am_strip_run *run);

#endif
