/*
 * Choices prepared for single rows. Most of what rulebooks do with a fact that may be unknown is to ask first
 * whether it is known: then nothing has to be carried, and no state is looked at twice.
 */
#include "vm/single_lane.h"

/* Whether b is only read where it has its value: a says so. */
static bool is_told_by(const am_single_place *a, const am_single_place *b) {
    return a->known_of != 0 && b->lack != AM_SINGLE_PLAIN && b->lack != AM_SINGLE_CARRIED &&
           a->known_of == b->state_slot;
}

static const am_instruction *instruction_of(const am_single_maker *of) {
    return &of->planner->single->narrow->program->instructions[of->step->instruction];
}

/* Whether the result's register may be unknown where all its facts are there. */
static bool may_be_unknown(const am_single_maker *of) {
    const am_narrow *narrow = of->planner->single->narrow;
    return (narrow->program->registers[narrow->lanes[of->step->out].column].may & AM_MAY_UNKNOWN) != 0;
}

/* A multiple that nobody else reads is made by the choice. */
static int32_t take_scale(am_single_maker *of, unsigned i) {
    am_single_planner *planner = of->planner;
    am_single_step *made = am_single_maker_of(planner, of->in[i].slot);
    if (made == NULL || made->run != am_single_scale || !am_single_is_read_once(planner, of->step->in[i]) ||
        made->by.factor != (int32_t)made->by.factor) {
        return 1;
    }
    am_single_step scale = am_single_take_out(planner, made);
    of->in[i].slot = scale.a;
    return (int32_t)scale.by.factor;
}

/* The comparison that the first operand comes of, taken out, where nobody else reads it. */
static bool take_comparison(am_single_maker *of, bool may_be_equal, am_single_step *out) {
    am_single_step *made = am_single_maker_of(of->planner, of->in[0].slot);
    bool is_comparison = made != NULL && (made->run == am_single_less || made->run == am_single_less_equal ||
                                          (may_be_equal && made->run == am_single_equal));
    if (!is_comparison || !am_single_is_read_once(of->planner, of->step->in[0])) {
        return false;
    }
    *out = am_single_take_out(of->planner, made);
    return true;
}

static bool make_choose_when(am_single_maker *of) {
    am_single_step by;
    if (!take_comparison(of, true, &by)) {
        return false;
    }
    am_single_step *made = am_single_make(of,
                                          by.run == am_single_equal  ? am_single_choose_equal
                                          : by.run == am_single_less ? am_single_choose_less
                                                                     : am_single_choose_less_equal,
                                          AM_SINGLE_PLAIN);
    made->a = by.a;
    made->b = by.b;
    made->c = of->in[1].slot;
    made->rows = of->in[2].slot;
    return true;
}

static void make_plain_choose(am_single_maker *of) {
    bool is_same = of->step->in[1] == of->step->in[2];
    int32_t factor_b = is_same ? 1 : take_scale(of, 1);
    int32_t factor_c = is_same ? 1 : take_scale(of, 2);
    if (factor_b == 1 && factor_c == 1) {
        if (!make_choose_when(of)) {
            am_single_make(of, am_single_choose, AM_SINGLE_PLAIN);
        }
        return;
    }
    am_single_step *made = am_single_make(of, am_single_choose_scaled, AM_SINGLE_PLAIN);
    made->by.factors[0] = factor_b;
    made->by.factors[1] = factor_c;
}

void am_single_make_choose(am_single_maker *of) {
    am_single_require_value(of->planner, &of->in[0]);
    bool is_plain_b = of->in[1].lack == AM_SINGLE_PLAIN || is_told_by(&of->in[0], &of->in[1]);
    if (is_plain_b && of->in[2].lack == AM_SINGLE_PLAIN) {
        make_plain_choose(of);
        return;
    }
    am_single_settle_place(of->planner, &of->in[1]);
    am_single_settle_place(of->planner, &of->in[2]);
    am_single_make(of, am_single_choose_lacking, AM_SINGLE_CARRIED);
    if (!may_be_unknown(of)) {
        am_single_require_result(of->planner, of->step->out);
    }
}

/* Both multiples are of one value, and lack it where that does. */
void am_single_make_scale_chosen(am_single_maker *of) {
    am_single_planner *planner = of->planner;
    int64_t factor = of->step->factor;
    int64_t other = planner->single->narrow->lanes[of->step->in[2]].constant;
    am_single_require_value(planner, &of->in[0]);
    if (of->in[1].lack == AM_SINGLE_CARRIED) {
        am_single_require_value(planner, &of->in[1]);
    }
    am_single_place value = of->in[1];
    if (am_single_make_factor_by_code(of, factor, other)) {
        return;
    }
    if (factor == (int32_t)factor && other == (int32_t)other) {
        of->in[2] = value;
        am_single_step *made = am_single_make(of, am_single_choose_scaled, AM_SINGLE_PLAIN);
        made->by.factors[0] = (int32_t)factor;
        made->by.factors[1] = (int32_t)other;
    } else {
        am_single_place chosen = am_single_constant(planner, 0, AM_STATE_VALUE);
        am_single_step *choose = am_single_add(&planner->sequence, am_single_choose);
        choose->out = chosen.slot;
        choose->a = of->in[0].slot;
        choose->b = am_single_constant(planner, factor, AM_STATE_VALUE).slot;
        choose->c = am_single_constant(planner, other, AM_STATE_VALUE).slot;
        of->in[0] = value;
        of->in[1] = chosen;
        am_single_make(of, am_single_product, AM_SINGLE_PLAIN);
    }
    am_single_set_lack(planner, of->step->out, value);
}

void am_single_make_otherwise(am_single_maker *of) {
    am_single_place first = of->in[0];
    if (first.lack == AM_SINGLE_PLAIN || first.lack == AM_SINGLE_FAULT) {
        am_single_alias(of->planner, of->step->out, first);
        return;
    }
    if (first.lack == AM_SINGLE_UNKNOWN && of->in[1].lack == AM_SINGLE_PLAIN) {
        of->in[0] = (am_single_place){.slot = first.state_slot, .shape = AM_SINGLE_ONE};
        of->in[2] = first;
        am_single_make(of, am_single_choose, AM_SINGLE_PLAIN);
        return;
    }
    bool is_answer = of->in[1].lack == AM_SINGLE_PLAIN;
    am_single_settle_place(of->planner, &of->in[0]);
    am_single_settle_place(of->planner, &of->in[1]);
    am_single_make(of, am_single_otherwise, AM_SINGLE_CARRIED);
    if (is_answer) {
        am_single_require_result(of->planner, of->step->out);
    }
}

void am_single_make_known(am_single_maker *of) {
    am_single_place place = of->in[0];
    if (place.lack == AM_SINGLE_FAULT) {
        am_single_require_value(of->planner, &place);
    }
    if (place.lack == AM_SINGLE_PLAIN) {
        am_single_alias(of->planner, of->step->out, am_single_constant(of->planner, 1, AM_STATE_VALUE));
        return;
    }
    of->in[0].slot = place.state_slot - 1; /* before the state */
    am_single_make(of, am_single_known, AM_SINGLE_PLAIN);
    if (place.lack == AM_SINGLE_UNKNOWN && !of->planner->is_each) {
        of->planner->single->places[of->step->out].known_of = place.state_slot;
    }
}

void am_single_make_known_only(am_single_maker *of, am_single_do *both, am_single_do *known,
                               am_single_do *with) {
    for (unsigned i = 0; i < 2; i++) {
        if (of->in[i].lack == AM_SINGLE_FAULT) {
            am_single_require_value(of->planner, &of->in[i]);
        }
    }
    if (of->in[0].lack != AM_SINGLE_PLAIN && of->in[1].lack == AM_SINGLE_PLAIN) {
        am_single_place other = of->in[0];
        of->in[0] = of->in[1];
        of->in[1] = other;
    }
    if (of->in[1].lack == AM_SINGLE_PLAIN) {
        am_single_make(of, both, AM_SINGLE_PLAIN);
    } else if (of->in[0].lack == AM_SINGLE_PLAIN && of->in[1].lack == AM_SINGLE_UNKNOWN) {
        of->in[2] = (am_single_place){.slot = of->in[1].state_slot, .shape = AM_SINGLE_ONE};
        am_single_make(of, with, AM_SINGLE_PLAIN);
    } else {
        am_single_lack lack = of->in[0].lack == AM_SINGLE_PLAIN ? AM_SINGLE_PLAIN : AM_SINGLE_UNKNOWN;
        am_single_settle_place(of->planner, &of->in[0]);
        am_single_settle_place(of->planner, &of->in[1]);
        am_single_make(of, known, lack);
    }
}

void am_single_make_and(am_single_maker *of) {
    bool is_told = (is_told_by(&of->in[0], &of->in[1]) && of->in[0].lack == AM_SINGLE_PLAIN) ||
                   (is_told_by(&of->in[1], &of->in[0]) && of->in[1].lack == AM_SINGLE_PLAIN);
    if (!of->is_lacking || is_told) { /* a no beside whatever stands there */
        am_single_make(of, am_single_and, AM_SINGLE_PLAIN);
        return;
    }
    am_single_settle_place(of->planner, &of->in[0]);
    am_single_settle_place(of->planner, &of->in[1]);
    am_single_make(of, am_single_and_lacking, AM_SINGLE_PLAIN);
}

void am_single_make_or(am_single_maker *of) {
    am_single_settle_place(of->planner, &of->in[0]);
    am_single_settle_place(of->planner, &of->in[1]);
    am_single_make(of, of->is_lacking ? am_single_or_lacking : am_single_or, AM_SINGLE_PLAIN);
}

/* Whether something is known is not asked where nobody reads the answer. */
static void drop_known(am_single_maker *of) {
    am_single_step *made = am_single_maker_of(of->planner, of->in[0].slot);
    if (made != NULL && made->run == am_single_known &&
        am_single_is_read_once(of->planner, of->step->in[0])) {
        am_single_take_out(of->planner, made);
    }
}

/* b where a, else unknown: b itself where a asks whether what b was made from is known. */
static void make_keep(am_single_maker *of) {
    am_single_require_value(of->planner, &of->in[0]);
    am_single_place kept = of->in[1];
    bool is_told = is_told_by(&of->in[0], &kept);
    if (is_told || (kept.lack == AM_SINGLE_PLAIN && of->in[0].known_of != 0)) {
        drop_known(of);
        kept.state_slot = of->in[0].known_of;
        kept.lack = AM_SINGLE_UNKNOWN;
        am_single_alias(of->planner, of->step->out, kept);
        return;
    }
    am_single_lack lack = kept.lack == AM_SINGLE_PLAIN ? AM_SINGLE_UNKNOWN : AM_SINGLE_CARRIED;
    am_single_settle_place(of->planner, &of->in[1]);
    am_single_make(of, am_single_keep, lack);
}

/* b; a record where a is no is left. */
static void make_guard(am_single_maker *of) {
    am_single_step by = {.run = NULL, .a = of->in[0].slot};
    am_single_require_value(of->planner, &of->in[0]);
    take_comparison(of, false, &by);
    am_single_step *made =
        am_single_add(&of->planner->sequence, by.run == NULL             ? am_single_require_yes
                                              : by.run == am_single_less ? am_single_require_less
                                                                         : am_single_require_less_equal);
    made->a = by.a;
    made->b = by.b;
    am_single_alias(of->planner, of->step->out, of->in[1]);
}

static void make_unwrap(am_single_maker *of) {
    am_single_place place = of->in[0];
    if (place.lack == AM_SINGLE_CARRIED) {
        am_single_make(of, am_single_unwrap, AM_SINGLE_CARRIED);
        return;
    }
    place.lack = place.lack == AM_SINGLE_UNKNOWN ? AM_SINGLE_FAULT : place.lack;
    am_single_alias(of->planner, of->step->out, place);
}

/* The registers of the instruction's dates, which a dated value is in force by. */
static void make_dated(am_single_maker *of) {
    const am_instruction *instruction = instruction_of(of);
    am_single_place dates[3];
    for (unsigned i = 0; i < 3; i++) {
        dates[i] = am_single_operand(of->planner, instruction->operands[i + 1]);
        am_single_require_value(of->planner, &dates[i]);
    }
    bool is_repeal = instruction->opcode == AM_OP_REPEALED;
    am_single_step *check =
        am_single_add(&of->planner->sequence, is_repeal ? am_single_require_less : am_single_dated);
    check->a = dates[0].slot;
    check->b = dates[1].slot;
    check->c = dates[2].slot;
    am_single_alias(of->planner, of->step->out, of->in[0]);
}

void am_single_make_copy(am_single_maker *of) {
    switch ((am_opcode)instruction_of(of)->opcode) {
    case AM_OP_KEEP:
        make_keep(of);
        break;
    case AM_OP_GUARD:
        make_guard(of);
        break;
    case AM_OP_UNWRAP:
        make_unwrap(of);
        break;
    case AM_OP_IN_FORCE:
    case AM_OP_REPEALED:
        make_dated(of);
        break;
    default:
        of->planner->is_unknown = true;
        break;
    }
}
