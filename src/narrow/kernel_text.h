/*
 * The kernels' text, compiled once for each instruction set (AM_KERNELS names the table that it makes).
 *
 * Loops have no branches within them, so that all of them become vector instructions. Constants are hoisted
 * by having a loop for each shape of operands.
 */
#include "narrow/kernel.h"

#include "base/date.h"
#include "base/decimal.h"
#include "code/value.h"

#include "narrow/text_arithmetic.h"
#include "narrow/text_choice.h"
#include "narrow/text_date.h"
#include "narrow/text_fact.h"
#include "narrow/text_list.h"
#include "narrow/text_state.h"
#include "narrow/text_table.h"

#define OF_WIDTHS(name) \
    { name##_8, name##_4, name##_1 }

const am_kernels AM_KERNELS = {
    .add = add,
    .subtract = subtract,
    .multiply = multiply,
    .multiply_short = multiply_short,
    .negate = negate,
    .absolute = absolute,
    .round = round_counts,
    .add_known = add_known,
    .equal = OF_WIDTHS(equal),
    .less = OF_WIDTHS(less),
    .less_equal = OF_WIDTHS(less_equal),
    .greatest = OF_WIDTHS(greatest),
    .least = OF_WIDTHS(least),
    .greatest_known = OF_WIDTHS(greatest_known),
    .least_known = OF_WIDTHS(least_known),
    .choose = OF_WIDTHS(choose),
    .scale_chosen = scale_chosen,
    .otherwise = OF_WIDTHS(otherwise),
    .copy = OF_WIDTHS(copy),
    .gather = OF_WIDTHS(gather),
    .cell = OF_WIDTHS(cell),
    .both = both,
    .either = either,
    .not_that = not_that,
    .class_code = class_code,
    .class_yesno = class_yesno,
    .class_count = class_count,
    .class_integer = class_integer,
    .class_state = class_state,
    .pick = pick,
    .fault_none = fault_none,
    .days_between = days_between,
    .widen_integer = widen_integer,
    .move_months = move_months,
    .count = count,
    .extremes = extremes,
    .extremes_given = OF_WIDTHS(extremes_given),
    .take = {OF_WIDTHS(take_8), OF_WIDTHS(take_4), OF_WIDTHS(take_1)},
    .add_lists = add_lists,
    .given_state = given_state,
    .are_plain = are_plain,
    .strict = strict,
    .choose_state = choose_state,
    .step_state = step_state,
    .keep_state = keep_state,
    .unwrap_state = unwrap_state,
    .known_state = known_state,
    .optional_state = optional_state,
    .otherwise_state = otherwise_state,
    .gather_state = gather_state,
};
