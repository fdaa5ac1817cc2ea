/*
 * Outputs that go as far as the choices do which have no end.
 *
 * Such a choice is tried up to where choices end (base/open_end.h). Where an output is highest there, the
 * choices are halved, and halved again: one that a cap or a table holds is the same at all three, one that
 * grows with them grows the more the farther they go, and one that comes ever nearer to an end the less.
 */
#include "vm/leeway_box.h"

#include "vm/vm.h"
#include "vm/work.h"

/* The choices at the last that can be stated; then at a half of it, and at a quarter. */
enum { AT_END, AT_HALF, AT_QUARTER };

static bool read(const am_leeway *leeway, uint16_t column, uint32_t row, am_decimal *out) {
    if (am_batch_state(leeway->trial, column, row) != AM_STATE_VALUE) {
        return false;
    }
    *out = leeway->program->registers[column].type == AM_VALUE_DECIMAL
               ? am_batch_decimal(leeway->trial, column, row)
               : am_decimal_of(am_batch_integer(leeway->trial, column, row));
    return true;
}

static void note(am_leeway *leeway, unsigned where) {
    for (size_t i = 0; i < leeway->reach_count; i++) {
        am_search *search = &leeway->searches[i];
        const am_output *output = &leeway->program->outputs[leeway->reaches[i].output];
        am_far *far = &search->far[where];
        uint16_t high = output->is_range ? output->column_high : output->column;
        far->has_values = output->kind != AM_KIND_TEXT &&
                          read(leeway, output->column, search->row, &far->low) &&
                          read(leeway, high, search->row, &far->high);
    }
}

/* From c over b to a: whether it goes on, and the farther the more. Steps that only rounding makes are alike,
 * so that those of one that stops are not taken for it. */
static bool goes_on(am_decimal a, am_decimal b, am_decimal c, bool is_up) {
    am_decimal last, before, twice, thrice;
    if (am_decimal_subtract(is_up ? a : b, is_up ? b : a, &last) > AM_ARITH_ROUNDED ||
        am_decimal_subtract(is_up ? b : c, is_up ? c : b, &before) > AM_ARITH_ROUNDED ||
        am_decimal_multiply(last, am_decimal_of(2), &twice) > AM_ARITH_ROUNDED ||
        am_decimal_multiply(before, am_decimal_of(3), &thrice) > AM_ARITH_ROUNDED) {
        return false;
    }
    return am_decimal_compare(before, am_decimal_of(0)) > 0 && am_decimal_compare(twice, thrice) >= 0;
}

static void judge(am_reach *reach, const am_search *search) {
    const am_far *end = &search->far[AT_END], *half = &search->far[AT_HALF],
                 *quarter = &search->far[AT_QUARTER];
    if (!reach->has_values || !end->has_values) {
        return;
    }
    bool is_lowest = am_decimal_compare(end->low, reach->lowest.decimal) == 0;
    bool is_highest = am_decimal_compare(end->high, reach->highest.decimal) == 0;
    if (!half->has_values || !quarter->has_values) {
        reach->is_searched |= is_lowest || is_highest;
        return;
    }
    reach->is_lowest_endless |= is_lowest && goes_on(end->low, half->low, quarter->low, false);
    reach->is_highest_endless |= is_highest && goes_on(end->high, half->high, quarter->high, true);
}

void am_leeway_grow(am_leeway *leeway, uint64_t at_high) {
    if (!am_leeway_is_far(leeway, at_high)) {
        return;
    }
    note(leeway, AT_END);
    am_leeway_run_share(leeway, at_high, am_open_end_half());
    note(leeway, AT_HALF);
    am_leeway_run_share(leeway, at_high, am_open_end_quarter());
    note(leeway, AT_QUARTER);
    for (size_t i = 0; i < leeway->reach_count; i++) {
        judge(&leeway->reaches[i], &leeway->searches[i]);
    }
}

static bool has_endless(const am_leeway *leeway) {
    for (size_t i = 0; i < leeway->reach_count; i++) {
        if (leeway->reaches[i].is_lowest_endless || leeway->reaches[i].is_highest_endless) {
            return true;
        }
    }
    return false;
}

/* The box of all choices again. */
static void open_box(am_leeway *leeway) {
    for (uint32_t i = 0; i < leeway->choice_count; i++) {
        am_choice *choice = &leeway->choices[i];
        am_extreme lowest, highest;
        am_leeway_ends(leeway->program, am_choice_fact(leeway, choice), &lowest, &highest);
        choice->low = lowest.decimal;
        choice->high = highest.decimal;
    }
}

/* Where there is a bound that no choice that can be stated comes to, what was found is not the last. */
void am_leeway_bound(am_leeway *leeway) {
    if (!has_endless(leeway)) {
        return;
    }
    open_box(leeway);
    am_leeway_run_corner(leeway, 0);
    am_leeway_sway(leeway, true);
    for (size_t i = 0; i < leeway->reach_count; i++) {
        am_reach *reach = &leeway->reaches[i];
        am_sway sway = am_leeway_sway_of(leeway, &leeway->program->outputs[reach->output]);
        reach->is_searched |=
            (reach->is_lowest_endless && sway.has_low) || (reach->is_highest_endless && sway.has_high);
        reach->is_lowest_endless &= !sway.has_low;
        reach->is_highest_endless &= !sway.has_high;
    }
}
