/*
 * What the making of a narrow program keeps: lanes and steps so far, and values already brought to a grain.
 */
#ifndef AM_NARROW_PLANNER_H
#define AM_NARROW_PLANNER_H

#include "narrow/narrow.h"

/* A lane at another grain, or a register's decimals, for later steps of the same block or one within it. */
typedef struct am_alignment {
    uint32_t lane;
    uint32_t aligned; /* AM_NO_LANE: its decimals are there */
    am_grain grain;
} am_alignment;

typedef struct am_planner {
    am_narrow *narrow;
    const am_program *program;
    const am_constant *fitted; /* by calibration; NULL: the program's values */
    am_arena *arena;
    uint8_t *is_needed; /* by register */
    size_t lane_capacity;
    size_t step_capacity;
    size_t cells_capacity;
    size_t picker_capacity;
    am_alignment *alignments;
    size_t alignment_count;
    size_t alignment_capacity;
    uint32_t instruction; /* that is being planned */
} am_planner;

/* planner.c */
uint32_t am_plan_lane(am_planner *planner, am_lane lane);
am_step *am_plan_step(am_planner *planner, am_step_kind kind, uint32_t out);
/* A step with states of its own: those of the instruction that is being planned. */
am_step *am_plan_result(am_planner *planner, am_step_kind kind);
const am_instruction *am_plan_instruction(const am_planner *planner);
am_lane *am_plan_lane_of(const am_planner *planner, uint32_t lane);
/* Whether a register has counts, and whether it is a known 0, which has every grain. */
bool am_plan_is_narrow(const am_planner *planner, uint16_t column);
bool am_plan_is_zero(const am_planner *planner, uint32_t lane);
/* The result has counts of this grain, or is the values of another lane at this grain. */
void am_plan_set_grain(am_planner *planner, am_grain grain);
void am_plan_set_same(am_planner *planner, uint32_t lane, am_grain grain);
/* The common grain of two lanes of counts. */
bool am_plan_common(const am_planner *planner, uint32_t a, uint32_t b, am_grain *out);
/* The lane's counts at a grain that its own is a multiple of; AM_NO_LANE when that is impossible. */
uint32_t am_plan_align(am_planner *planner, uint32_t lane, am_grain grain);

/* plan_register.c: the lane kind of a register that needs no grain; and all registers' lanes. */
am_lane_kind am_plan_kind_of(const am_register *reg);
void am_plan_registers(am_planner *planner);

/* plan_arithmetic.c: each says whether the instruction could be narrow. */
bool am_plan_sum(am_planner *planner, am_step_kind kind);
bool am_plan_product(am_planner *planner);
bool am_plan_division(am_planner *planner);
bool am_plan_round(am_planner *planner);
bool am_plan_constant(am_planner *planner);
/* plan_table.c */
bool am_plan_pick(am_planner *planner);
bool am_plan_cell(am_planner *planner);
/* plan_keep.c: which registers are there after the run; those of explanations only as far as results need
 * them. */
void am_plan_keep_results(am_planner *planner);
void am_plan_keep_explained(am_planner *planner);
/* plan_fold.c: once all steps are there, fewer that say the same. */
void am_plan_fold(am_planner *planner);
/* plan_live.c: which registers those that are kept need; and the slots of lanes, once all steps are there. */
void am_plan_need(am_planner *planner);
void am_plan_place(am_planner *planner);

#endif
