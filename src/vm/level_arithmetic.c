/*
 * Arithmetic over counts, where bounds show that no result can leave 64 bits; and comparison.
 */
#include "vm/level.h"

/* Both operands, and whether their states have a kernel. */
static bool take_two(const am_level_run *run, am_level_operand operands[2]) {
    return !am_level_has_odd_constant(run, 2) &&
           am_level_take(run, run->instruction->operands[0], &operands[0]) &&
           am_level_take(run, run->instruction->operands[1], &operands[1]);
}

static void load_two(am_level_run *run, const am_level_operand operands[2]) {
    am_level_load(run, 0, &operands[0]);
    am_level_load(run, 1, &operands[1]);
}

bool am_level_sum(am_level_run *run, bool is_subtract) {
    am_level_operand of[2];
    if (!take_two(run, of) || !am_level_align(of, 2)) {
        return false;
    }
    am_i128 low = is_subtract ? (am_i128)of[0].low - of[1].high : (am_i128)of[0].low + of[1].low;
    am_i128 high = is_subtract ? (am_i128)of[0].high - of[1].low : (am_i128)of[0].high + of[1].high;
    if (!am_level_fits(low, high)) {
        return false;
    }
    load_two(run, of);
    (is_subtract ? run->kernels->subtract : run->kernels->add)(&run->strip);
    am_level_settle(run, of[0].places, low, high);
    am_level_set_strict(run, 2);
    return true;
}

static bool is_short(const am_level_operand *operand) {
    return operand->low >= INT32_MIN && operand->high <= INT32_MAX;
}

bool am_level_product(am_level_run *run) {
    am_level_operand of[2];
    if (!take_two(run, of) || of[0].places + of[1].places > AM_LEVEL_PLACES_MAX) {
        return false;
    }
    const am_i128 ends[4] = {(am_i128)of[0].low * of[1].low, (am_i128)of[0].low * of[1].high,
                             (am_i128)of[0].high * of[1].low, (am_i128)of[0].high * of[1].high};
    am_i128 low = ends[0];
    am_i128 high = ends[0];
    for (unsigned i = 1; i < 4; i++) {
        low = ends[i] < low ? ends[i] : low;
        high = ends[i] > high ? ends[i] : high;
    }
    if (!am_level_fits(low, high)) {
        return false;
    }
    load_two(run, of);
    (is_short(&of[0]) && is_short(&of[1]) ? run->kernels->multiply_short
                                          : run->kernels->multiply)(&run->strip);
    am_level_settle(run, (uint8_t)(of[0].places + of[1].places), low, high);
    am_level_set_strict(run, 2);
    return true;
}

bool am_level_turn(am_level_run *run) {
    am_level_operand of;
    if (!am_level_take(run, run->instruction->operands[0], &of) || of.counts == NULL) {
        return false;
    }
    am_level_load(run, 0, &of);
    if (run->instruction->opcode == AM_OP_NEGATE) {
        am_strip_negate(&run->strip);
        am_level_settle(run, of.places, -(am_i128)of.high, -(am_i128)of.low);
    } else {
        am_i128 most = -(am_i128)of.low > of.high ? -(am_i128)of.low : of.high;
        am_strip_absolute(&run->strip);
        am_level_settle(run, of.places, 0, most);
    }
    am_level_set_strict(run, 1);
    return true;
}

/* To multiples of a constant: a division by the count of it at the places of what is rounded. */
bool am_level_round(am_level_run *run) {
    am_level_operand of[2];
    if (!take_two(run, of) || of[0].counts == NULL || of[1].counts != NULL || of[1].constant <= 0) {
        return false;
    }
    int64_t unit = of[1].constant;
    uint8_t places = of[1].places;
    if (unit == 1 && places >= of[0].places) {
        am_level_load(run, 0, &of[0]);
        am_strip_copy(run->kernels, &run->strip, 0, AM_WIDTH_8);
        am_level_settle(run, of[0].places, of[0].low, of[0].high);
        am_level_set_strict(run, 2);
        return true;
    }
    if (!am_level_align(of, 2)) {
        return false;
    }
    int64_t divisor = unit * of[1].factor; /* within the bounds of what was aligned */
    am_i128 low = ((am_i128)of[0].low / divisor - 1) * unit;
    am_i128 high = ((am_i128)of[0].high / divisor + 1) * unit;
    if (divisor < 2 || !am_level_fits(low, high)) {
        return false;
    }
    am_level_load(run, 0, &of[0]);
    run->strip.factor = divisor;
    run->strip.mode = (uint8_t)run->instruction->operands[2];
    run->kernels->round(&run->strip);
    if (unit != 1) {
        uint64_t *counts = run->strip.out;
        for (uint32_t row = 0; row < run->strip.rows; row++) {
            counts[row] *= (uint64_t)unit;
        }
    }
    am_level_settle(run, places, low, high);
    am_level_set_strict(run, 2);
    return true;
}

bool am_level_compare(am_level_run *run) {
    am_opcode opcode = (am_opcode)run->instruction->opcode;
    const uint16_t *columns = run->instruction->operands;
    am_width width = am_level_width(run, columns[0]);
    if (am_level_is_constant(run, columns[0]) && am_level_is_constant(run, columns[1])) {
        return false;
    }
    if (width != AM_WIDTH_8) {
        if (am_level_has_odd_constant(run, 2)) {
            return false;
        }
        am_level_load_plain(run, 0, columns[0]);
        am_level_load_plain(run, 1, columns[1]);
    } else {
        am_level_operand of[2];
        if (!take_two(run, of) || !am_level_align(of, 2)) {
            return false;
        }
        load_two(run, of);
    }
    if (opcode == AM_OP_LESS_EQUAL) {
        am_strip_less_equal(run->kernels, &run->strip, width);
    } else {
        (opcode == AM_OP_EQUAL ? run->kernels->equal : run->kernels->less)[width](&run->strip);
    }
    am_level_set_strict(run, 2);
    return true;
}

bool am_level_extreme(am_level_run *run, bool is_greatest) {
    const uint16_t *columns = run->instruction->operands;
    am_width width = am_level_width(run, run->instruction->result);
    am_level_operand of[2];
    am_kernel *kernel = (is_greatest ? run->kernels->greatest : run->kernels->least)[width];
    if (width != AM_WIDTH_8) {
        if (am_level_has_odd_constant(run, 2)) {
            return false;
        }
        am_level_load_plain(run, 0, columns[0]);
        am_level_load_plain(run, 1, columns[1]);
        kernel(&run->strip);
        am_level_set_strict(run, 2);
        return true;
    }
    if (!take_two(run, of) || !am_level_align(of, 2)) {
        return false;
    }
    load_two(run, of);
    kernel(&run->strip);
    bool is_low_of_a = is_greatest == (of[0].low > of[1].low);
    bool is_high_of_a = is_greatest == (of[0].high > of[1].high);
    am_level_settle(run, of[0].places, of[is_low_of_a ? 0 : 1].low, of[is_high_of_a ? 0 : 1].high);
    am_level_set_strict(run, 2);
    return true;
}

static bool is_sum(const am_level_run *run) {
    return run->instruction->opcode == AM_OP_ADD_KNOWN || run->instruction->opcode == AM_OP_ADD_KNOWN_EXACT;
}

/* Bounds of what is made of one operand or both. */
static void bound_known(const am_level_run *run, const am_level_operand of[2], am_i128 *low, am_i128 *high) {
    *low = of[0].low < of[1].low ? of[0].low : of[1].low;
    *high = of[0].high > of[1].high ? of[0].high : of[1].high;
    if (is_sum(run)) {
        am_i128 both_low = (am_i128)of[0].low + of[1].low;
        am_i128 both_high = (am_i128)of[0].high + of[1].high;
        *low = both_low < *low ? both_low : *low;
        *high = both_high > *high ? both_high : *high;
    }
}

bool am_level_known_only(am_level_run *run) {
    const uint16_t *columns = run->instruction->operands;
    am_level_operand of[2];
    am_i128 low;
    am_i128 high;
    bool is_greatest = run->instruction->opcode == AM_OP_GREATEST_KNOWN;
    if (run->result->levels == NULL || run->result->states == NULL || !take_two(run, of) ||
        !am_level_align(of, 2)) {
        return false;
    }
    bound_known(run, of, &low, &high);
    if (!am_level_fits(low, high)) {
        return false;
    }
    load_two(run, of);
    for (unsigned i = 0; i < 2; i++) {
        run->strip.states[i] = am_level_is_plain(run, columns[i]) ? NULL : am_level_states(run, columns[i]);
    }
    am_strip_known_only(is_sum(run)   ? run->kernels->add
                        : is_greatest ? run->kernels->greatest[AM_WIDTH_8]
                                      : run->kernels->least[AM_WIDTH_8],
                        run->kernels->choose[AM_WIDTH_8], &run->strip);
    uint8_t *states = am_level_open_states(run);
    am_state_optional(states, am_level_states(run, columns[0]), am_level_states(run, columns[1]),
                      run->strip.rows);
    am_level_close_states(run, states);
    am_level_settle(run, of[0].places, low, high);
    return true;
}
