/*
 * The box of choices: its corners, and how it is cut.
 */
#include "vm/leeway_box.h"

#include "vm/vm.h"
#include "vm/work.h"

am_decimal am_grid_unit(const am_program *program, const am_fact *fact) {
    switch ((am_kind)fact->kind) {
    case AM_KIND_NUMBER:
        return am_decimal_make(false, 1, -AM_DISCRETION_PLACES);
    case AM_KIND_MONEY:
        return am_decimal_make(false, 1, -(int32_t)program->units[fact->unit].digits);
    default:
        return am_decimal_of(1);
    }
}

const am_fact *am_choice_fact(const am_leeway *leeway, const am_choice *choice) {
    return &leeway->program->facts[leeway->program->discretions[choice->discretion].fact];
}

static void set(am_leeway *leeway, const am_choice *choice, am_decimal value) {
    const am_fact *fact = am_choice_fact(leeway, choice);
    int64_t whole = 0;
    if (am_kind_type((am_kind)fact->kind) == AM_VALUE_DECIMAL) {
        am_batch_set_decimal(leeway->trial, fact->column, choice->row, value);
        return;
    }
    am_decimal_to_int64(value, &whole);
    am_batch_set_integer(leeway->trial, fact->column, choice->row, (int32_t)whole);
}

static bool is_at_high(const am_choice *choice, uint64_t at_high) {
    return (at_high >> choice->bit & 1) != 0;
}

static am_decimal at_corner(const am_choice *choice, uint64_t at_high) {
    return is_at_high(choice, at_high) ? choice->high : choice->low;
}

void am_leeway_run_corner(am_leeway *leeway, uint64_t at_high) {
    for (uint32_t i = 0; i < leeway->choice_count; i++) {
        set(leeway, &leeway->choices[i], at_corner(&leeway->choices[i], at_high));
    }
    leeway->runs++;
    am_vm_run(leeway->trial);
}

/* Of a choice without an end: whether the corner has the last one that can be stated. */
static bool is_at_end(const am_leeway *leeway, const am_choice *choice, uint64_t at_high) {
    const am_discretion *discretion = &leeway->program->discretions[choice->discretion];
    bool is_high = is_at_high(choice, at_high);
    am_extreme lowest, highest;
    if (!(is_high ? discretion->is_highest_open : discretion->is_lowest_open)) {
        return false;
    }
    am_leeway_ends(leeway->program, am_choice_fact(leeway, choice), &lowest, &highest);
    return am_decimal_compare(at_corner(choice, at_high), is_high ? highest.decimal : lowest.decimal) == 0;
}

bool am_leeway_is_far(const am_leeway *leeway, uint64_t at_high) {
    for (uint32_t i = 0; i < leeway->choice_count; i++) {
        if (is_at_end(leeway, &leeway->choices[i], at_high)) {
            return true;
        }
    }
    return false;
}

void am_leeway_run_share(am_leeway *leeway, uint64_t at_high, am_decimal share) {
    for (uint32_t i = 0; i < leeway->choice_count; i++) {
        const am_choice *choice = &leeway->choices[i];
        am_decimal value = at_corner(choice, at_high), part = value;
        if (is_at_end(leeway, choice, at_high)) {
            am_decimal_multiply(value, share, &part);
        }
        set(leeway, choice, part);
    }
    leeway->runs++;
    am_vm_run(leeway->trial);
}

void am_leeway_run_defaults(am_leeway *leeway) {
    const am_program *program = leeway->program;
    for (uint32_t i = 0; i < leeway->choice_count; i++) {
        const am_choice *choice = &leeway->choices[i];
        const am_constant *fallback = &program->constants[program->discretions[choice->discretion].fallback];
        set(leeway, choice,
            fallback->type == AM_VALUE_DECIMAL ? fallback->decimal : am_decimal_of(fallback->integer));
    }
    leeway->runs++;
    am_vm_run(leeway->trial);
}

/* The column of a choice, with what other rows of it have. */
static void begin_sway(am_leeway *leeway, const am_choice *choice, bool is_endless) {
    const am_discretion *discretion = &leeway->program->discretions[choice->discretion];
    am_sways *sways = &leeway->sways;
    am_sway *sway = &sways->items[am_choice_fact(leeway, choice)->column];
    uint64_t bit = (uint64_t)1 << choice->bit;
    if (sway->choice == 0) {
        *sway = (am_sway){.choice = (uint8_t)(choice->bit + 1),
                          .is_measured = true,
                          .has_low = !is_endless || !discretion->is_lowest_open,
                          .has_high = !is_endless || !discretion->is_highest_open,
                          .low = choice->low,
                          .high = choice->high};
    }
    if (!am_choice_is_single(choice)) {
        sway->up |= bit;
        sway->down |= choice->bit == AM_CHOICE_BITS - 1 ? bit : 0;
    }
    sway->low = am_decimal_compare(choice->low, sway->low) < 0 ? choice->low : sway->low;
    sway->high = am_decimal_compare(choice->high, sway->high) > 0 ? choice->high : sway->high;
    sways->lowest[choice->bit] = sway->low;
    sways->highest[choice->bit] = sway->high;
}

/* Rows of the column that were stated. */
static void widen(am_leeway *leeway, uint16_t column) {
    const am_batch *trial = leeway->trial;
    const am_register *one = &leeway->program->registers[column];
    am_sway *sway = &leeway->sways.items[column];
    for (uint32_t row = 0; row < am_batch_row_count(trial, one->domain); row++) {
        if (am_batch_state(trial, column, row) != AM_STATE_VALUE) {
            continue;
        }
        am_decimal value = one->type == AM_VALUE_DECIMAL
                               ? am_batch_decimal(trial, column, row)
                               : am_decimal_of(am_batch_integer(trial, column, row));
        sway->low = am_decimal_compare(value, sway->low) < 0 ? value : sway->low;
        sway->high = am_decimal_compare(value, sway->high) > 0 ? value : sway->high;
    }
}

void am_leeway_sway(am_leeway *leeway, bool is_endless) {
    am_sways *sways = &leeway->sways;
    sways->batch = leeway->trial;
    for (uint32_t i = 0; i < leeway->program->register_count; i++) {
        sways->items[i] = (am_sway){0};
    }
    for (unsigned i = 0; i < AM_CHOICE_BITS; i++) {
        sways->turns[i].is_there = false;
    }
    for (uint32_t i = 0; i < leeway->choice_count; i++) {
        begin_sway(leeway, &leeway->choices[i], is_endless);
    }
    for (uint32_t i = 0; i < leeway->choice_count; i++) {
        if (i == 0 || leeway->choices[i].discretion != leeway->choices[i - 1].discretion) {
            widen(leeway, am_choice_fact(leeway, &leeway->choices[i])->column);
        }
    }
    am_sways_find(sways);
}

/* Cutting */

static am_decimal sum(am_decimal a, am_decimal b) {
    am_decimal out;
    am_decimal_add(a, b, &out);
    return out;
}

/* The greatest value of the grid that is not above `at`, or below it. */
static am_decimal floor_of(am_decimal at, am_decimal unit, bool is_below) {
    am_decimal out = at;
    am_decimal_round(at, AM_ROUND_FLOOR, unit, &out);
    return is_below && am_decimal_compare(out, at) == 0 ? sum(out, am_decimal_negate(unit)) : out;
}

static bool is_inside(const am_choice *choice, am_decimal last) {
    return am_decimal_compare(last, choice->low) >= 0 && am_decimal_compare(last, choice->high) < 0;
}

/* The last value of the lower half: where a condition turns, else the middle. */
static bool point_of(const am_leeway *leeway, const am_choice *choice, am_decimal unit, am_decimal *last) {
    const am_turn *turn = &leeway->sways.turns[choice->bit];
    am_decimal half;
    if (turn->is_there) {
        *last = floor_of(turn->at, unit, !turn->is_after);
        if (is_inside(choice, *last)) {
            return true;
        }
    }
    am_decimal_multiply(sum(choice->low, choice->high), am_decimal_make(false, 5, -1), &half);
    *last = floor_of(half, unit, false);
    return is_inside(choice, *last);
}

/* How many values there are beside the first. */
static am_decimal width_of(const am_leeway *leeway, const am_choice *choice) {
    am_decimal out = am_decimal_of(0);
    am_decimal unit = am_grid_unit(leeway->program, am_choice_fact(leeway, choice));
    am_decimal_divide(sum(choice->high, am_decimal_negate(choice->low)), unit, &out);
    return out;
}

bool am_choice_has_few(const am_leeway *leeway, const am_choice *choice) {
    return am_decimal_compare(width_of(leeway, choice), am_decimal_of(64)) < 0;
}

/* Where something turns before others; then one of few values, and of many the one of the most. */
static bool is_better(const am_leeway *leeway, const am_choice *a, const am_choice *b) {
    bool turns_a = leeway->sways.turns[a->bit].is_there, turns_b = leeway->sways.turns[b->bit].is_there;
    bool is_few_a = am_choice_has_few(leeway, a), is_few_b = am_choice_has_few(leeway, b);
    if (turns_a != turns_b) {
        return turns_a;
    }
    return is_few_a != is_few_b ? is_few_a : am_decimal_compare(width_of(leeway, a), width_of(leeway, b)) > 0;
}

bool am_leeway_cut(am_leeway *leeway, uint64_t bits) {
    am_choice *best = NULL;
    am_decimal unit, last, next;
    for (uint32_t i = 0; i < leeway->choice_count; i++) {
        am_choice *choice = &leeway->choices[i];
        if ((bits >> choice->bit & 1) != 0 && !am_choice_is_single(choice) &&
            (best == NULL || is_better(leeway, choice, best))) {
            best = choice;
        }
    }
    if (best == NULL || leeway->cut_count == AM_CUTS_MAX) {
        return false;
    }
    unit = am_grid_unit(leeway->program, am_choice_fact(leeway, best));
    if (!point_of(leeway, best, unit, &last)) {
        return false;
    }
    next = sum(last, unit);
    if (am_decimal_compare(next, last) <= 0 || am_decimal_compare(next, best->high) > 0) {
        return false;
    }
    leeway->cuts[leeway->cut_count++] =
        (am_cut_made){(uint32_t)(best - leeway->choices), false, next, best->low, best->high};
    best->high = last;
    return true;
}

bool am_leeway_next(am_leeway *leeway) {
    while (leeway->cut_count != 0) {
        am_cut_made *cut = &leeway->cuts[leeway->cut_count - 1];
        am_choice *choice = &leeway->choices[cut->choice];
        if (!cut->is_upper) {
            cut->is_upper = true;
            choice->low = cut->next;
            choice->high = cut->high;
            return true;
        }
        choice->low = cut->low;
        choice->high = cut->high;
        leeway->cut_count--;
    }
    return false;
}
