/*
 * A narrow program's steps become steps over single rows: lanes get places, constants their values, copies
 * that change nothing another name.
 *
 * States are followed as they can be in plain records: only what comes of an optional fact may lack a value,
 * until a step that has an answer without one.
 */
#include "vm/single_step.h"

#include <string.h>

#include "vm/single_lane.h"
#include "vm/work.h"

/* Skips whose block is being put together. */
typedef struct skip {
    uint32_t end;  /* of the narrow steps */
    uint32_t step; /* of the core */
} skip;
enum { SKIPS_MAX = 64 };

am_single_step *am_single_make(am_single_maker *of, am_single_do *run, am_single_lack lack) {
    am_single_step *made = am_single_add(&of->planner->sequence, run);
    am_single_place out = am_single_open_result(of->planner, of->step->out, lack);
    made->out = out.slot;
    made->a = of->in[0].slot;
    made->b = of->in[1].slot;
    made->c = of->in[2].slot;
    return made;
}

bool am_single_lack_together(const am_single_maker *of, am_single_place *out) {
    *out = (am_single_place){.lack = AM_SINGLE_PLAIN};
    for (unsigned i = 0; i < 2; i++) {
        const am_single_place *in = &of->in[i];
        if (in->lack == AM_SINGLE_PLAIN) {
            continue;
        }
        if (in->lack == AM_SINGLE_CARRIED ||
            (out->lack != AM_SINGLE_PLAIN && out->state_slot != in->state_slot)) {
            return false;
        }
        out->state_slot = in->state_slot;
        out->lack = in->lack > out->lack ? in->lack : out->lack;
    }
    return true;
}

/* By a strict rule. What operands that lack a value together come to is never looked at. */
am_single_step *am_single_make_strict(am_single_maker *of, am_single_do *plain, am_single_do *lacking) {
    am_single_place together;
    if (of->in[1].shape == AM_SINGLE_NOWHERE) {
        of->in[1] = of->in[0];
    }
    if (am_single_lack_together(of, &together)) {
        am_single_step *made = am_single_make(of, plain, AM_SINGLE_PLAIN);
        am_single_set_lack(of->planner, of->step->out, together);
        return made;
    }
    am_single_settle_place(of->planner, &of->in[0]);
    am_single_settle_place(of->planner, &of->in[1]);
    return am_single_make(of, lacking, AM_SINGLE_CARRIED);
}

void am_single_require_all(am_single_maker *of) {
    for (unsigned i = 0; i < 3; i++) {
        am_single_require_value(of->planner, &of->in[i]);
    }
    of->is_lacking = false;
}

static void make_round(am_single_maker *of) {
    am_single_divisor *by = AM_NEW(of->planner->sequence.arena, am_single_divisor);
    if (by != NULL) {
        *by = am_single_divisor_of((uint64_t)of->step->factor, of->step->mode);
        am_single_make_strict(of, am_single_round, am_single_round_lacking)->by.table = by;
    }
}

static const am_instruction *instruction_of(const am_single_maker *of) {
    return &of->planner->single->narrow->program->instructions[of->step->instruction];
}

static void make_months(am_single_maker *of) {
    am_single_require_all(of);
    switch ((am_opcode)instruction_of(of)->opcode) {
    case AM_OP_MONTHS_BEGUN:
        am_single_make(of, am_single_months_begun, AM_SINGLE_PLAIN);
        break;
    case AM_OP_YEARS_BETWEEN:
        am_single_make(of, am_single_years, AM_SINGLE_PLAIN);
        break;
    default:
        am_single_make(of, am_single_months, AM_SINGLE_PLAIN);
        break;
    }
}

static void make_move(am_single_maker *of) {
    am_single_require_all(of);
    bool is_of_years = of->step->factor % 12 == 0 && of->step->factor > -120000 && of->step->factor < 120000;
    of->planner->is_unknown = of->planner->is_unknown || of->step->factor != (int32_t)of->step->factor;
    am_single_step *made =
        am_single_make(of, is_of_years ? am_single_move_years : am_single_move, AM_SINGLE_PLAIN);
    am_single_leap leap = am_single_leap_of(of->step->factor / 12);
    made->b = of->step->mode;
    made->c = leap.from;
    made->by.factors[0] = (int32_t)of->step->factor;
    made->by.factors[1] = leap.days;
}

static void make_at_least(am_single_maker *of, const am_instruction *instruction) {
    const am_program *program = of->planner->single->narrow->program;
    const am_list *list = &program->lists[instruction->operands[0]];
    am_single_votes *votes =
        am_arena_take(of->planner->sequence.arena, sizeof *votes + list->count * sizeof votes->slots[0],
                      _Alignof(am_single_votes));
    if (votes == NULL) {
        return;
    }
    *votes = (am_single_votes){.wanted = instruction->operands[3], .count = list->count};
    for (uint32_t i = 0; i < list->count; i++) {
        am_single_place place = am_single_operand(of->planner, program->list_items[list->start + i]);
        am_single_require_value(of->planner, &place);
        votes->slots[i] = place.slot;
    }
    am_single_make(of, am_single_at_least, AM_SINGLE_PLAIN)->by.table = votes;
}

/* An instruction over integers that is as simple as a step; NULL: none. */
static am_single_do *simple_step_of(unsigned opcode) {
    switch ((am_opcode)opcode) {
    case AM_OP_CLOCK:
        return am_single_clock;
    case AM_OP_ADD_DAYS:
        return am_single_add_days;
    case AM_OP_SUBTRACT_DAYS:
        return am_single_subtract_days;
    case AM_OP_ADD_PERIODS:
        return am_single_add_periods;
    case AM_OP_SUBTRACT_PERIODS:
    case AM_OP_DATE_DIFFERENCE:
        return am_single_subtract_periods;
    case AM_OP_END_OF_MONTH:
        return am_single_month_end;
    case AM_OP_IS_ROW:
        return am_single_equal;
    default:
        return NULL;
    }
}

/* What the program itself would do. */
static void make_instruction(am_single_maker *of) {
    const am_instruction *instruction = instruction_of(of);
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    am_single_do *run = simple_step_of(instruction->opcode);
    if (instruction->opcode == AM_OP_AT_LEAST) {
        make_at_least(of, instruction);
        return;
    }
    if (run == NULL) {
        of->planner->is_unknown = true;
        return;
    }
    for (unsigned i = 0; i < 2; i++) {
        if (am_operand_is_register((am_operand)row->operands[i])) {
            of->in[i] = am_single_operand(of->planner, instruction->operands[i]);
        }
    }
    if (instruction->opcode == AM_OP_IS_ROW) {
        of->in[1] = am_single_constant(of->planner, instruction->operands[1], AM_STATE_VALUE);
    }
    am_single_require_all(of);
    if (!of->planner->is_unknown) {
        am_single_make(of, run, AM_SINGLE_PLAIN)->by.table = of->planner->batch;
    }
}

static void make_step(am_single_maker *of) {
    switch ((am_step_kind)of->step->kind) {
    case AM_STEP_SCALE:
        am_single_make_scale(of);
        break;
    case AM_STEP_ADD:
        am_single_make_strict(of, am_single_sum, am_single_sum_lacking);
        break;
    case AM_STEP_SUBTRACT:
        am_single_make_strict(of, am_single_difference, am_single_difference_lacking);
        break;
    case AM_STEP_MULTIPLY:
        am_single_make_product(of);
        break;
    case AM_STEP_NEGATE:
        am_single_make_strict(of, am_single_negate, am_single_negate_lacking);
        break;
    case AM_STEP_ABSOLUTE:
        am_single_make_strict(of, am_single_absolute, am_single_absolute_lacking);
        break;
    case AM_STEP_ROUND:
        make_round(of);
        break;
    case AM_STEP_EQUAL:
        am_single_make_strict(of, am_single_equal, am_single_equal_lacking);
        break;
    case AM_STEP_LESS:
        am_single_make_strict(of, am_single_less, am_single_less_lacking);
        break;
    case AM_STEP_LESS_EQUAL:
        am_single_make_strict(of, am_single_less_equal, am_single_less_equal_lacking);
        break;
    case AM_STEP_GREATEST:
        am_single_make_strict(of, am_single_greatest, am_single_greatest_lacking);
        break;
    case AM_STEP_LEAST:
        am_single_make_strict(of, am_single_least, am_single_least_lacking);
        break;
    case AM_STEP_NOT:
        am_single_make_strict(of, am_single_not, am_single_not_lacking);
        break;
    case AM_STEP_AND:
        am_single_make_and(of);
        break;
    case AM_STEP_OR:
        am_single_make_or(of);
        break;
    case AM_STEP_ADD_KNOWN:
        am_single_make_known_only(of, am_single_sum, am_single_sum_known, am_single_sum_with);
        break;
    case AM_STEP_GREATEST_KNOWN:
        am_single_make_known_only(of, am_single_greatest, am_single_greatest_known, am_single_greatest_with);
        break;
    case AM_STEP_LEAST_KNOWN:
        am_single_make_known_only(of, am_single_least, am_single_least_known, am_single_least_with);
        break;
    case AM_STEP_CHOOSE:
        am_single_make_choose(of);
        break;
    case AM_STEP_SCALE_CHOSEN:
        am_single_make_scale_chosen(of);
        break;
    case AM_STEP_COPY:
        am_single_make_copy(of);
        break;
    case AM_STEP_OTHERWISE:
        am_single_make_otherwise(of);
        break;
    case AM_STEP_KNOWN:
        am_single_make_known(of);
        break;
    case AM_STEP_FAIL:
        am_single_alias(of->planner, of->step->out, am_single_constant(of->planner, 0, AM_STATE_FAULT));
        break;
    case AM_STEP_PICK:
        am_single_make_pick(of);
        break;
    case AM_STEP_CELL:
        am_single_make_cell(of);
        break;
    case AM_STEP_DAYS_BETWEEN:
        am_single_require_all(of);
        am_single_make(of, am_single_days, AM_SINGLE_PLAIN);
        break;
    case AM_STEP_MONTHS_BETWEEN:
        make_months(of);
        break;
    case AM_STEP_PERIOD_NUMBER:
        am_single_alias(of->planner, of->step->out, of->in[0]);
        break;
    case AM_STEP_MOVE_MONTHS:
        make_move(of);
        break;
    case AM_STEP_INSTRUCTION:
        make_instruction(of);
        break;
    default:
        of->planner->is_unknown = true;
        break;
    }
}

void am_single_make_one(am_single_planner *planner, const am_step *step) {
    am_single_maker of = {.planner = planner, .step = step};
    for (unsigned i = 0; i < 3 && step->kind != AM_STEP_INSTRUCTION; i++) {
        if (step->in[i] != AM_NO_LANE) {
            of.in[i] = am_single_operand(planner, step->in[i]);
            of.is_lacking = of.is_lacking || of.in[i].lack != AM_SINGLE_PLAIN;
        }
    }
    if (!planner->is_unknown) {
        make_step(&of);
    }
    if (!planner->is_unknown && !planner->is_each && !planner->sequence.arena->is_exhausted) {
        am_single_write_out(&of);
        am_single_make_cells(&of);
    }
}

static void begin_skip(am_single_planner *planner, const am_step *step, uint32_t number, skip *skips,
                       uint32_t *depth) {
    am_single_place condition = am_single_place_of(planner, step->in[0]);
    bool is_mask = condition.shape == AM_SINGLE_MASK;
    if (*depth == SKIPS_MAX || condition.shape == AM_SINGLE_NOWHERE) {
        planner->is_unknown = true;
        return;
    }
    am_single_require_value(planner, &condition);
    skips[(*depth)++] = (skip){number + 1 + step->detail, (uint32_t)planner->sequence.count};
    am_single_step *made = am_single_add(
        &planner->sequence, step->kind == AM_STEP_SKIP_WHEN ? am_single_skip_when : am_single_skip_unless);
    uint16_t domain = planner->single->narrow->lanes[step->in[0]].domain;
    made->a = condition.slot;
    made->rows = is_mask ? planner->single->lists[domain].rows_slot : AM_NO_SLOT;
    planner->barrier = planner->sequence.count;
    planner->depth = *depth;
}

/* Where the block of the innermost skips ends. */
static void end_skips(am_single_planner *planner, uint32_t number, const skip *skips, uint32_t *depth) {
    while (*depth > 0 && skips[*depth - 1].end <= number) {
        (*depth)--;
        uint32_t at = skips[*depth].step;
        if (!planner->sequence.arena->is_exhausted) {
            planner->sequence.steps[at].by.factor = (int64_t)(planner->sequence.count - at - 1);
        }
        planner->barrier = planner->sequence.count;
    }
    planner->depth = *depth;
}

void am_single_prepare(am_single_planner *planner) {
    const am_narrow *narrow = planner->single->narrow;
    skip skips[SKIPS_MAX];
    uint32_t depth = 0;
    for (uint32_t i = 0; i < narrow->step_count && !planner->is_unknown; i++) {
        const am_step *step = &narrow->steps[i];
        end_skips(planner, i, skips, &depth);
        if (!am_single_needs_step(planner, i)) {
            continue;
        }
        if (step->kind == AM_STEP_SKIP_UNLESS || step->kind == AM_STEP_SKIP_WHEN) {
            begin_skip(planner, step, i, skips, &depth);
        } else if (narrow->lanes[step->out].domain == AM_DOMAIN_CONSTANT) {
            continue; /* computed when the batch was made */
        } else if (narrow->lanes[step->out].domain == 0) {
            am_single_make_record_step(planner, step);
        } else {
            am_single_make_list_step(planner, step);
        }
        planner->is_unknown = planner->is_unknown || planner->sequence.count > AM_SINGLE_STEPS_MAX ||
                              planner->slot_count > AM_SINGLE_SLOTS_MAX;
    }
    end_skips(planner, narrow->step_count, skips, &depth);
}
