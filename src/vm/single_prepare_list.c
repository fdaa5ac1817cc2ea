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

static bool is_without_end(const am_single_planner *planner, const am_single_test *test) {
    return test->low == planner->least_slot || test->high == planner->greatest_slot;
}

/* Two tests of one element's value, from one number and to another, are one. */
static bool join_test(const am_single_planner *planner, am_single_test *into, const am_single_test *test) {
    const am_single_test *from = into->low != planner->least_slot ? into : test;
    const am_single_test *to = into->low != planner->least_slot ? test : into;
    if (into->of != test->of || !is_without_end(planner, into) || !is_without_end(planner, test) ||
        from->low == planner->least_slot || to->low != planner->least_slot) {
        return false;
    }
    *into = (am_single_test){
        .of = into->of, .low = from->low, .above = from->above, .high = to->high, .below = to->below};
    return true;
}

static void add_test(const am_single_planner *planner, am_single_sieve *sieve, const am_single_test *test) {
    for (uint32_t i = 0; i < sieve->count; i++) {
        if (join_test(planner, &sieve->tests[i], test)) {
            return;
        }
    }
    sieve->tests[sieve->count++] = *test;
}

static am_single_sieve *sieve_new(am_single_planner *planner, uint32_t room) {
    am_single_sieve *sieve = am_arena_take(
        planner->sequence.arena, sizeof *sieve + room * sizeof sieve->tests[0], _Alignof(am_single_sieve));
    if (sieve != NULL) {
        sieve->count = 0;
    }
    return sieve;
}

static am_single_step *make_sieve(am_single_planner *planner, const am_step *step,
                                  const am_single_sieve *sieve, uint32_t mask_slot) {
    uint16_t domain = planner->single->narrow->lanes[step->out].domain;
    am_single_step *made = make(planner, am_single_sieve_each, step);
    made->a = planner->single->lists[domain].first_slot;
    made->b = planner->single->spare_slot;
    made->c = mask_slot;
    made->by.table = sieve;
    return made;
}

/* Whether each element has a value of its own: a fact of theirs is not fetched for that. */
static bool is_of_elements(am_single_planner *planner, uint32_t lane) {
    const am_narrow *narrow = planner->single->narrow;
    const am_lane *at = &narrow->lanes[am_narrow_root(narrow, lane)];
    return at->is_input ? at->domain != 0 : am_single_place_of(planner, lane).shape == AM_SINGLE_MANY;
}

/* Elements' values against one of the record: a is below, or at most, or is b. */
static void make_compare(am_single_planner *planner, const am_step *step) {
    unsigned element = is_of_elements(planner, step->in[0]) ? 0 : 1;
    am_single_place other = am_single_place_of(planner, step->in[1 - element]);
    am_single_stream *of =
        other.shape == AM_SINGLE_ONE ? am_single_stream_of(planner, step->in[element]) : NULL;
    am_single_sieve *sieve = sieve_new(planner, 1);
    if (of == NULL || sieve == NULL) {
        make_each(planner, step);
        return;
    }
    am_single_require_value(planner, &other);
    bool is_equal = step->kind == AM_STEP_EQUAL;
    bool is_low = is_equal || element == 1;
    bool is_high = is_equal || element == 0;
    int64_t apart = step->kind == AM_STEP_LESS ? 1 : 0;
    sieve->count = 1;
    sieve->tests[0] = (am_single_test){.of = of,
                                       .low = is_low ? other.slot : planner->least_slot,
                                       .above = is_low ? apart : 0,
                                       .high = is_high ? other.slot : planner->greatest_slot,
                                       .below = is_high ? apart : 0};
    make_sieve(planner, step, sieve, planner->all_slot);
}

static void make_truth(am_single_planner *planner, const am_step *step, am_single_do *run) {
    uint32_t a = mask_of(planner, step->in[0]);
    uint32_t b = step->in[1] == AM_NO_LANE ? a : mask_of(planner, step->in[1]);
    am_single_step *made = make(planner, run, step);
    made->a = a;
    made->b = b;
}

/* The tests that a lane comes of, where nobody else reads it. */
static am_single_step *tests_in(am_single_planner *planner, uint32_t lane) {
    am_single_place place = am_single_place_of(planner, lane);
    am_single_step *made = am_single_maker_of(planner, place.slot);
    bool is_alone = made != NULL && place.shape == AM_SINGLE_MASK && am_single_is_read_once(planner, lane);
    return is_alone && made->run == am_single_sieve_each ? made : NULL;
}

/* Both operands' tests in one, of the elements that what one of them was of. */
static bool make_both_tests(am_single_planner *planner, const am_step *step) {
    am_single_step *made[2] = {tests_in(planner, step->in[0]), tests_in(planner, step->in[1])};
    if (made[0] == NULL || made[1] == NULL ||
        (made[0]->c != planner->all_slot && made[1]->c != planner->all_slot)) {
        return false;
    }
    uint32_t of = made[0]->c != planner->all_slot ? made[0]->c : made[1]->c;
    const am_single_sieve *tests[2] = {made[0]->by.table, made[1]->by.table};
    am_single_sieve *sieve = sieve_new(planner, tests[0]->count + tests[1]->count);
    for (unsigned i = 0; sieve != NULL && i < 2; i++) {
        for (uint32_t k = 0; k < tests[i]->count; k++) {
            add_test(planner, sieve, &tests[i]->tests[k]);
        }
        am_single_take_out(planner, tests_in(planner, step->in[i]));
    }
    if (sieve != NULL) {
        make_sieve(planner, step, sieve, of);
    }
    return true;
}

/* Tests of those elements that the other operand is yes for. */
static void make_both(am_single_planner *planner, const am_step *step) {
    if (step->in[0] != step->in[1] && make_both_tests(planner, step)) {
        return;
    }
    bool is_second = tests_in(planner, step->in[1]) != NULL;
    uint32_t lane = step->in[is_second ? 1 : 0];
    const am_single_step *made = tests_in(planner, lane);
    if (step->in[0] == step->in[1] || made == NULL || made->c != planner->all_slot) {
        make_truth(planner, step, am_single_mask_and);
        return;
    }
    uint32_t other = mask_of(planner, step->in[is_second ? 0 : 1]);
    am_single_step tests = am_single_take_out(planner, tests_in(planner, lane));
    make_sieve(planner, step, tests.by.table, other);
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

/* How many they are is known where they were tested. */
static bool is_counted(am_single_planner *planner, const am_step *step, uint32_t mask,
                       am_single_place present) {
    am_single_step *made = am_single_maker_of(planner, mask);
    if (made == NULL || made->run != am_single_sieve_each) {
        return false;
    }
    if (made->b == planner->single->spare_slot) {
        made->b = am_single_take_slots(planner, 2);
    }
    am_single_place count = {.slot = made->b, .state_slot = made->b + 1, .shape = AM_SINGLE_ONE};
    if (present.lack == AM_SINGLE_PLAIN) {
        count.code_slot = count.slot;
        count.code_count = AM_SINGLE_ROWS_MAX + 1;
    }
    am_single_alias(planner, step->out, count);
    am_single_set_lack(planner, step->out, present);
    return true;
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
    if (run == am_single_count && is_counted(planner, step, mask, present)) {
        return;
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
