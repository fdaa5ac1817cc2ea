/*
 * Steps around lists, for single rows: what is the record's stands for each of its elements without a copy;
 * what has no step of its own is done for each element by the steps of one row.
 */
#include "vm/single_lane.h"

static uint32_t rows_slot(const am_single_planner *planner, uint16_t domain) {
    return planner->single->lists[domain].rows_slot;
}

/* A yes/no of each element in one word. */
static uint32_t mask_of(am_single_planner *planner, uint32_t lane) {
    am_single_place place = am_single_place_of(planner, lane);
    if (place.shape == AM_SINGLE_MASK) {
        return place.slot;
    }
    am_single_require_value(planner, &place);
    uint32_t slot = am_single_take_slots(planner, 1);
    am_single_step *spread = am_single_add(&planner->sequence, am_single_spread_yes);
    spread->a = place.slot;
    spread->out = slot;
    return slot;
}

static am_single_step *make(am_single_planner *planner, am_single_do *run, const am_step *step) {
    am_single_step *made = am_single_add(&planner->sequence, run);
    uint16_t domain = planner->single->narrow->lanes[step->out].domain;
    made->out = am_single_open_result(planner, step->out, AM_SINGLE_PLAIN).slot;
    made->rows = rows_slot(planner, domain);
    return made;
}

/* The steps of one row, for each. */
static void make_each(am_single_planner *planner, const am_step *step) {
    am_single_sequence outer = planner->sequence;
    am_single_each *each = AM_NEW(outer.arena, am_single_each);
    const am_lane *lane = &planner->single->narrow->lanes[step->out];
    planner->sequence = (am_single_sequence){.arena = outer.arena};
    planner->sequence.steps = AM_NEW_ARRAY(outer.arena, am_single_step, 1);
    planner->sequence.capacity = 1;
    size_t barrier = planner->barrier;
    planner->barrier = 0;
    planner->is_each = true;
    planner->copy_count = 0;
    if (planner->sequence.steps != NULL && each != NULL) {
        am_single_make_one(planner, step);
        am_single_require_value(planner, &planner->result);
        am_single_add(&planner->sequence, am_single_end);
    }
    am_single_copy *copies = AM_NEW_ARRAY(outer.arena, am_single_copy, planner->copy_count);
    if (each != NULL && copies != NULL) {
        for (uint32_t i = 0; i < planner->copy_count; i++) {
            copies[i] = planner->copies[i];
        }
        *each = (am_single_each){planner->sequence.steps, copies, planner->copy_count,
                                 lane->kind == AM_LANE_YESNO};
    }
    planner->sequence = outer;
    planner->barrier = barrier;
    planner->is_each = false;
    if (!planner->is_unknown && !outer.arena->is_exhausted) {
        am_single_step *made = make(planner, am_single_each_row, step);
        made->a = planner->result.slot;
        made->by.table = each;
    }
}

static am_single_do *compare_many(am_step_kind kind) {
    return kind == AM_STEP_EQUAL  ? am_single_each_equal
           : kind == AM_STEP_LESS ? am_single_each_less
                                  : am_single_each_less_equal;
}

static am_single_do *compare_to_one(am_step_kind kind, bool is_swapped) {
    if (kind == AM_STEP_EQUAL) {
        return am_single_each_equal_to;
    }
    if (kind == AM_STEP_LESS) {
        return is_swapped ? am_single_each_above : am_single_each_below;
    }
    return is_swapped ? am_single_each_at_least : am_single_each_at_most;
}

static void make_compare(am_single_planner *planner, const am_step *step) {
    am_single_place a = am_single_place_of(planner, step->in[0]);
    am_single_place b = am_single_place_of(planner, step->in[1]);
    bool is_many_a = a.shape == AM_SINGLE_MANY;
    bool is_many_b = b.shape == AM_SINGLE_MANY;
    if (!is_many_a && !is_many_b) {
        make_each(planner, step);
        return;
    }
    am_single_require_value(planner, &a);
    am_single_require_value(planner, &b);
    am_step_kind kind = (am_step_kind)step->kind;
    am_single_do *run = is_many_a && is_many_b ? compare_many(kind) : compare_to_one(kind, is_many_b);
    am_single_step *made = make(planner, run, step);
    made->a = is_many_a ? a.slot : b.slot;
    made->b = is_many_a ? b.slot : a.slot;
    made->c = planner->all_slot;
}

static void make_truth(am_single_planner *planner, const am_step *step, am_single_do *run) {
    uint32_t a = mask_of(planner, step->in[0]);
    uint32_t b = step->in[1] == AM_NO_LANE ? a : mask_of(planner, step->in[1]);
    am_single_step *made = make(planner, run, step);
    made->a = a;
    made->b = b;
}

/* A comparison that nobody else reads, of all elements. */
static am_single_step *comparison_in(am_single_planner *planner, uint32_t lane) {
    am_single_place place = am_single_place_of(planner, lane);
    am_single_step *made = am_single_maker_of(planner, place.slot);
    bool is_alone = made != NULL && place.shape == AM_SINGLE_MASK && am_single_is_read_once(planner, lane);
    return is_alone && made->c == planner->all_slot && made->rows != AM_NO_SLOT ? made : NULL;
}

/* Whether what stands from a slot on are integers of 32 bits, whose neighbours are numbers too. */
static bool is_of_integers(const am_single_planner *planner, uint32_t slot) {
    const am_narrow *narrow = planner->single->narrow;
    for (uint32_t i = 0; i < narrow->lane_count; i++) {
        if (planner->single->places[i].shape == AM_SINGLE_MANY && planner->single->places[i].slot == slot) {
            return narrow->lanes[i].kind == AM_LANE_INTEGER;
        }
    }
    return false;
}

static bool is_from(const am_single_step *step) {
    return step->run == am_single_each_at_least || step->run == am_single_each_above;
}

static bool is_to(const am_single_step *step) {
    return step->run == am_single_each_at_most || step->run == am_single_each_below;
}

/* Two comparisons of the same integers, from one number and to another. */
static bool make_within(am_single_planner *planner, const am_step *step) {
    am_single_step *first = comparison_in(planner, step->in[0]);
    am_single_step *second = comparison_in(planner, step->in[1]);
    if (first == NULL || second == NULL || first == second || first->a != second->a ||
        !(is_from(first) ? is_to(second) : is_to(first) && is_from(second)) ||
        !is_of_integers(planner, first->a)) {
        return false;
    }
    am_single_step from = is_from(first) ? *first : *second;
    am_single_step to = is_from(first) ? *second : *first;
    am_single_take_out(planner, comparison_in(planner, step->in[0]));
    am_single_take_out(planner, comparison_in(planner, step->in[1]));
    am_single_step *made = make(planner, am_single_each_within, step);
    made->a = from.a;
    made->b = from.b;
    made->c = planner->all_slot;
    made->strides[1] = from.run == am_single_each_above ? 1 : 0;
    made->by.factor = to.b;
    made->strides[0] = to.run == am_single_each_at_most ? 1 : 0;
    return true;
}

/* A comparison of those elements that the other operand is yes for. */
static void make_both(am_single_planner *planner, const am_step *step) {
    if (step->in[0] != step->in[1] && make_within(planner, step)) {
        return;
    }
    bool is_second = comparison_in(planner, step->in[1]) != NULL;
    uint32_t lane = step->in[is_second ? 1 : 0];
    if (step->in[0] == step->in[1] || comparison_in(planner, lane) == NULL) {
        make_truth(planner, step, am_single_mask_and);
        return;
    }
    uint32_t other = mask_of(planner, step->in[is_second ? 0 : 1]);
    am_single_step compare = am_single_take_out(planner, comparison_in(planner, lane));
    am_single_step *made = make(planner, compare.run, step);
    made->a = compare.a;
    made->b = compare.b;
    made->c = other;
    made->by = compare.by;
    made->strides[0] = compare.strides[0];
    made->strides[1] = compare.strides[1];
}

/* The result is what the operand is, of which every element has a value. */
static void make_same(am_single_planner *planner, const am_step *step) {
    am_single_place place = am_single_place_of(planner, step->in[0]);
    am_single_require_value(planner, &place);
    am_single_alias(planner, step->out, place);
}

static void make_spread(am_single_planner *planner, const am_step *step) {
    am_single_place place = am_single_place_of(planner, step->in[0]);
    planner->is_unknown = planner->is_unknown || place.shape != AM_SINGLE_ONE;
    make_same(planner, step);
}

static bool is_unwrap(const am_single_planner *planner, const am_step *step) {
    return planner->single->narrow->program->instructions[step->instruction].opcode == AM_OP_UNWRAP;
}

void am_single_make_list_step(am_single_planner *planner, const am_step *step) {
    const am_lane *lane = &planner->single->narrow->lanes[step->out];
    if (rows_slot(planner, lane->domain) == AM_NO_SLOT) {
        planner->is_unknown = true;
        return;
    }
    switch ((am_step_kind)step->kind) {
    case AM_STEP_SPREAD:
        make_spread(planner, step);
        break;
    case AM_STEP_SAME:
        break;
    case AM_STEP_POSITION:
        make(planner, am_single_position, step);
        break;
    case AM_STEP_EQUAL:
    case AM_STEP_LESS:
    case AM_STEP_LESS_EQUAL:
        make_compare(planner, step);
        break;
    case AM_STEP_AND:
        make_both(planner, step);
        break;
    case AM_STEP_OR:
        make_truth(planner, step, am_single_mask_or);
        break;
    case AM_STEP_NOT:
        make_truth(planner, step, am_single_mask_not);
        break;
    case AM_STEP_PERIOD_NUMBER:
        make_same(planner, step);
        break;
    case AM_STEP_COPY:
        if (is_unwrap(planner, step)) {
            make_same(planner, step);
            break;
        }
        make_each(planner, step);
        break;
    default:
        make_each(planner, step);
        break;
    }
}

static void make_fold(am_single_planner *planner, const am_step *step, am_single_do *run) {
    const am_instruction *instruction = &planner->single->narrow->program->instructions[step->instruction];
    uint32_t rows = rows_slot(planner, instruction->operands[2]);
    am_single_place present = am_single_place_of(planner, instruction->operands[3]);
    am_single_place values = {0};
    if (rows == AM_NO_SLOT || present.shape != AM_SINGLE_ONE) {
        planner->is_unknown = true;
        return;
    }
    uint32_t mask = mask_of(planner, instruction->operands[1]);
    if (run == am_single_some || run == am_single_all) {
        values.slot = mask_of(planner, instruction->operands[0]);
    } else if (run != am_single_count) {
        values = am_single_place_of(planner, step->in[0]);
        am_single_require_value(planner, &values);
        planner->is_unknown = planner->is_unknown || values.shape == AM_SINGLE_MASK;
    }
    am_single_step *made = am_single_add(&planner->sequence, run);
    made->out = am_single_open_result(planner, step->out, (am_single_lack)present.lack).slot;
    made->rows = rows;
    made->a = values.slot;
    made->b = mask;
    made->c = present.slot;
    made->strides[0] = values.shape == AM_SINGLE_MANY ? 1 : 0;
}

static void make_fold_instruction(am_single_planner *planner, const am_step *step) {
    switch ((am_opcode)planner->single->narrow->program->instructions[step->instruction].opcode) {
    case AM_OP_SOME:
        make_fold(planner, step, am_single_some);
        break;
    case AM_OP_ALL:
        make_fold(planner, step, am_single_all);
        break;
    default:
        am_single_make_one(planner, step);
        break;
    }
}

void am_single_make_record_step(am_single_planner *planner, const am_step *step) {
    switch ((am_step_kind)step->kind) {
    case AM_STEP_SAME:
        break;
    case AM_STEP_COUNT:
        make_fold(planner, step, am_single_count);
        break;
    case AM_STEP_SUM:
        make_fold(planner, step, am_single_fold_sum);
        break;
    case AM_STEP_FOLD_GREATEST:
        make_fold(planner, step, am_single_fold_greatest);
        break;
    case AM_STEP_FOLD_LEAST:
        make_fold(planner, step, am_single_fold_least);
        break;
    case AM_STEP_INSTRUCTION:
        make_fold_instruction(planner, step);
        break;
    default:
        am_single_make_one(planner, step);
        break;
    }
}
