/*
 * What follows from one code alone is written out for each code, once: by running its own step for each. Such
 * a code is a fact's (kinds, tiers, yes and no) or a count of elements.
 *
 * The steps that it came by are left out where nothing else reads them.
 */
#include "vm/single_lane.h"

/* Most codes. */
enum { CODES_MAX = 64 };

/* Steps that are nothing but their operands' values. */
static bool is_pure(const am_single_maker *of) {
    const am_narrow *narrow = of->planner->single->narrow;
    switch ((am_step_kind)of->step->kind) {
    case AM_STEP_SCALE:
    case AM_STEP_ADD:
    case AM_STEP_SUBTRACT:
    case AM_STEP_MULTIPLY:
    case AM_STEP_NEGATE:
    case AM_STEP_ABSOLUTE:
    case AM_STEP_ROUND:
    case AM_STEP_EQUAL:
    case AM_STEP_LESS:
    case AM_STEP_LESS_EQUAL:
    case AM_STEP_GREATEST:
    case AM_STEP_LEAST:
    case AM_STEP_AND:
    case AM_STEP_OR:
    case AM_STEP_NOT:
    case AM_STEP_CHOOSE:
    case AM_STEP_SCALE_CHOSEN:
        return true;
    case AM_STEP_PICK:
        return narrow->pickers[of->step->detail].classer_count == 1;
    case AM_STEP_CELL:
        return !narrow->cells[of->step->detail].has_gaps;
    default:
        return false;
    }
}

static uint32_t operand_lane(const am_single_maker *of, unsigned i) {
    bool is_pick = of->step->kind == AM_STEP_PICK;
    if (is_pick && i == 0) {
        return of->planner->single->narrow->pickers[of->step->detail].classers[0].lane;
    }
    return is_pick ? AM_NO_LANE : of->step->in[i];
}

static bool is_constant(const am_narrow *narrow, uint32_t lane) {
    const am_lane *at = &narrow->lanes[am_narrow_root(narrow, lane)];
    return at->is_known || at->domain == AM_DOMAIN_CONSTANT;
}

/* The code that all operands follow from; false where they do not. */
static bool find_code(const am_single_maker *of, am_single_place *out) {
    *out = (am_single_place){.shape = AM_SINGLE_NOWHERE};
    for (unsigned i = 0; i < 3; i++) {
        uint32_t lane = operand_lane(of, i);
        if (lane == AM_NO_LANE || is_constant(of->planner->single->narrow, lane)) {
            continue;
        }
        am_single_place place = am_single_place_of(of->planner, lane);
        if (place.lack != AM_SINGLE_PLAIN || place.code_count == 0 || place.code_count > CODES_MAX ||
            (out->code_count != 0 && out->code_slot != place.code_slot)) {
            return false;
        }
        *out = place;
    }
    return out->code_count != 0;
}

/* Puts what the operands are for a code where the step finds them. */
static void set_operands(const am_single_maker *of, uint32_t code_slot, uint32_t code, bool is_clearing) {
    int64_t *slots = of->planner->single->slots;
    slots[code_slot] = is_clearing ? 0 : code;
    for (unsigned i = 0; i < 3; i++) {
        uint32_t lane = operand_lane(of, i);
        if (lane != AM_NO_LANE && !is_constant(of->planner->single->narrow, lane)) {
            am_single_place place = am_single_place_of(of->planner, lane);
            if (place.answers != NULL) {
                slots[place.slot] = is_clearing ? 0 : place.answers[code];
            }
        }
    }
}

/* Runs the last step for each code; false where it has no answer for one. */
static bool find_answers(const am_single_maker *of, const am_single_place *code, uint32_t out_slot,
                         int64_t *answers) {
    am_single_planner *planner = of->planner;
    am_single_add(&planner->sequence, am_single_end);
    bool is_done = !planner->sequence.arena->is_exhausted;
    for (uint32_t i = 0; is_done && i < code->code_count; i++) {
        const am_single_step *step = &planner->sequence.steps[planner->sequence.count - 2];
        set_operands(of, code->code_slot, i, false);
        is_done = step->run(step, planner->single->slots);
        answers[i] = planner->single->slots[out_slot];
    }
    set_operands(of, code->code_slot, 0, true);
    planner->single->slots[out_slot] = 0;
    planner->sequence.count--;
    return is_done;
}

/* Operands that nothing reads any more. */
static void drop_operands(const am_single_maker *of) {
    for (unsigned i = 0; i < 3; i++) {
        uint32_t lane = operand_lane(of, i);
        if (lane != AM_NO_LANE && !is_constant(of->planner->single->narrow, lane) &&
            am_single_is_read_once(of->planner, lane)) {
            am_single_place place = am_single_place_of(of->planner, lane);
            am_single_step *made = am_single_maker_of(of->planner, place.slot);
            if (made != NULL && made->run == am_single_cell_8 && place.answers != NULL) {
                am_single_take_out(of->planner, made);
            }
        }
    }
}

void am_single_write_out(am_single_maker *of) {
    am_single_planner *planner = of->planner;
    am_single_place *place = &planner->single->places[of->step->out];
    am_single_sequence *sequence = &planner->sequence;
    am_single_place code;
    bool is_made = is_pure(of) && place->shape == AM_SINGLE_ONE && place->lack == AM_SINGLE_PLAIN &&
                   sequence->count > 0 && sequence->steps[sequence->count - 1].out == place->slot &&
                   find_code(of, &code);
    int64_t *answers = is_made ? AM_NEW_ARRAY(sequence->arena, int64_t, code.code_count) : NULL;
    if (answers == NULL || !find_answers(of, &code, place->slot, answers) || sequence->arena->is_exhausted) {
        return;
    }
    sequence->steps[sequence->count - 1] = (am_single_step){.run = am_single_cell_8,
                                                            .out = place->slot,
                                                            .a = code.code_slot,
                                                            .rows = AM_NO_SLOT,
                                                            .by.table = answers};
    place->code_slot = code.code_slot;
    place->code_count = code.code_count;
    place->answers = answers;
    drop_operands(of);
}
