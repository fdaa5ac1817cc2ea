/*
 * Where lanes stand in the slots, and the steps around lists, while single rows are prepared.
 */
#ifndef AM_VM_SINGLE_LANE_H
#define AM_VM_SINGLE_LANE_H

#include "vm/single_step.h"

/* single_lane.c */
/* A constant's place. */
am_single_place am_single_constant(am_single_planner *planner, int64_t value, am_state state);
/* An operand of a step over one row: where elements are being gone through, a copy of the row's. */
am_single_place am_single_operand(am_single_planner *planner, uint32_t lane);
/* The values of elements, to be read where they stand; NULL: the lane has none. */
am_single_stream *am_single_stream_of(am_single_planner *planner, uint32_t lane);
/* The result's place; where elements are being gone through, that of one row. */
am_single_place am_single_open_result(am_single_planner *planner, uint32_t lane, am_single_lack lack);
/* The result lacks a value where another place does. */
void am_single_set_lack(am_single_planner *planner, uint32_t lane, am_single_place like);
/* The result is what stands elsewhere. */
void am_single_alias(am_single_planner *planner, uint32_t lane, am_single_place place);
/* Leaves records where the place has no value. */
void am_single_require_value(am_single_planner *planner, am_single_place *place);
void am_single_require_result(am_single_planner *planner, uint32_t lane);
/* Gives a place that may lack a value a state of its own, behind it. */
void am_single_settle_place(am_single_planner *planner, am_single_place *place);
/* Whether one step alone reads a lane. */
bool am_single_is_read_once(const am_single_planner *planner, uint32_t lane);
/* The step, of those that are done whenever the next one is, that makes what stands in a slot; NULL: none. */
am_single_step *am_single_maker_of(am_single_planner *planner, uint32_t slot);
/* Takes a step out again, and gives it. */
am_single_step am_single_take_out(am_single_planner *planner, am_single_step *step);

/* single_prepare.c: a step over one row. */
void am_single_make_one(am_single_planner *planner, const am_step *step);
/* single_prepare_list.c: a step whose result is of the record, or of elements. */
void am_single_make_record_step(am_single_planner *planner, const am_step *step);
void am_single_make_list_step(am_single_planner *planner, const am_step *step);

/* One step of a single row being made, from its operands to its result. */
typedef struct am_single_maker {
    am_single_planner *planner;
    const am_step *step;
    am_single_place in[3];
    bool is_lacking; /* some operand may lack a value */
} am_single_maker;
am_single_step *am_single_make(am_single_maker *of, am_single_do *run, am_single_lack lack);
void am_single_require_all(am_single_maker *of);
/* single_prepare_choice.c */
void am_single_make_choose(am_single_maker *of);
void am_single_make_scale_chosen(am_single_maker *of);
void am_single_make_otherwise(am_single_maker *of);
void am_single_make_known(am_single_maker *of);
void am_single_make_copy(am_single_maker *of);
/* Of those that are known: with both, with states, and of one that is always there with one that may not be.
 */
void am_single_make_known_only(am_single_maker *of, am_single_do *both, am_single_do *known,
                               am_single_do *with);
void am_single_make_and(am_single_maker *of);
void am_single_make_or(am_single_maker *of);
/* single_prepare_factor.c */
void am_single_make_product(am_single_maker *of);
void am_single_make_scale(am_single_maker *of);
/* b by one of two factors, where a follows from a code; false: it does not. */
bool am_single_make_factor_by_code(am_single_maker *of, int64_t factor, int64_t other);
am_single_step *am_single_make_strict(am_single_maker *of, am_single_do *plain, am_single_do *lacking);
/* Whether all operands that may lack a value lack it together, and what the result then is. */
bool am_single_lack_together(const am_single_maker *of, am_single_place *out);
/* single_prepare_code.c: what follows from one code, written out for each. */
void am_single_write_out(am_single_maker *of);
/* single_prepare_table.c */
/* The cells of a row that was picked, read together. */
void am_single_make_cells(am_single_maker *of);
void am_single_make_pick(am_single_maker *of);
void am_single_make_cell(am_single_maker *of);

#endif
