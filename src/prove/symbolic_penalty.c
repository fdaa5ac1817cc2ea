/*
 * Penalties: steps in order on a running amount, or on both ends of a range.
 */
#include "prove/symbolic.h"

typedef struct am_running {
    am_way *way;
    am_scene scene;
    const am_declaration *declaration;
    const am_penalty_step *step;
    am_symbolic start;
    am_symbolic amount;
} am_running;

static const am_type number = {.kind = AM_TYPE_NUMBER};
static const am_type exact = {.kind = AM_TYPE_WHOLE};

/* The type by which its sums are exact or round. */
static am_type sum_type(const am_running *r) {
    return r->declaration->type.kind == AM_TYPE_NUMBER ? number : exact;
}

static const am_form *one_and(const am_running *r, const am_form *value, int sign) {
    return am_symbolic_sum(r->way, number, am_way_whole(r->way, 1), value, sign, &r->step->value);
}

static const am_form *repeated(const am_running *r, const am_form *factor, const am_form *times) {
    const am_form *small;

    if (times == NULL) {
        return NULL;
    }
    small = am_form_is_constant(times) ? times : am_symbolic_small(r->way, times);
    return small != NULL ? am_symbolic_power(r->way, factor, small) : NULL;
}

/* times x (coefficient - 1) x start */
static const am_form *of_start(const am_running *r, const am_form *coefficient, const am_form *start,
                               const am_form *times) {
    am_way *way = r->way;
    const am_form *more =
        am_symbolic_sum(way, number, coefficient, am_way_whole(way, 1), -1, &r->step->value);

    if (r->step->for_each != NULL) {
        more = am_symbolic_product(way, number, times, more, &r->step->for_each);
    }
    return am_symbolic_product(way, number, more, start, &r->step->when);
}

/* One end of the amount after the step. */
static const am_form *step_end(const am_running *r, const am_form *amount, const am_form *value,
                               const am_form *start, const am_form *times) {
    am_way *way = r->way;
    am_step step = r->step->step;
    bool is_repeated = r->step->for_each != NULL;
    const am_form *factor = value;

    switch (step) {
    case AM_STEP_ADD:
    case AM_STEP_SUBTRACT:
        if (is_repeated) {
            value = am_symbolic_product(way, sum_type(r), times, value, &r->step->for_each);
        }
        return am_symbolic_sum(way, sum_type(r), amount, value, step == AM_STEP_ADD ? 1 : -1, r->step);
    case AM_STEP_COEFFICIENT:
        return am_symbolic_sum(way, sum_type(r), amount, of_start(r, value, start, times), 1, r->step);
    case AM_STEP_INCREASE:
    case AM_STEP_REDUCE:
        factor = one_and(r, value, step == AM_STEP_INCREASE ? 1 : -1);
        break;
    case AM_STEP_MULTIPLY:
        break;
    case AM_STEP_ROUND:
        return am_symbolic_rounded(way, amount, r->step->rounding, value, r->step);
    case AM_STEP_AT_MOST:
        return am_way_order(way, amount, value) > 0 ? value : amount;
    default:
        return am_way_order(way, amount, value) < 0 ? value : amount;
    }
    factor = is_repeated ? repeated(r, factor, times) : factor;
    return am_symbolic_product(way, number, amount, factor, r->step);
}

static const am_form *limited(const am_running *r, const am_form *amount, const am_symbolic *range) {
    amount = am_way_order(r->way, amount, range->value) < 0 ? range->value : amount;
    return am_way_order(r->way, amount, range->highest) > 0 ? range->highest : amount;
}

static am_symbolic apply(const am_running *r, const am_form *times) {
    am_symbolic value = am_symbolic_of(r->way, r->scene, r->step->value), out = r->amount;
    bool is_range = r->declaration->type.is_range;

    if (value.state == AM_SYMBOL_UNKNOWN) {
        return r->amount;
    }
    if (value.state == AM_SYMBOL_FAULT || r->amount.state != AM_SYMBOL_VALUE ||
        (r->step->step == AM_STEP_COEFFICIENT && r->start.state != AM_SYMBOL_VALUE)) {
        return am_symbolic_fault();
    }
    if (r->step->step == AM_STEP_LIMIT) {
        out.value = limited(r, out.value, &value);
        out.highest = is_range ? limited(r, out.highest, &value) : out.value;
        return out;
    }
    out.value = step_end(r, out.value, value.value, r->start.value, times);
    out.highest = is_range ? step_end(r, out.highest, value.value, r->start.highest, times) : out.value;
    return out;
}

static am_symbolic repeat(const am_running *r) {
    am_symbolic times;
    int sign;

    if (r->step->for_each == NULL) {
        return apply(r, NULL);
    }
    times = am_symbolic_of(r->way, r->scene, r->step->for_each);
    if (!am_symbolic_is_value(&times)) {
        return am_symbolic_fault();
    }
    sign = am_way_sign(r->way, times.value);
    return sign < 0 ? am_symbolic_fault() : sign == 0 ? r->amount : apply(r, times.value);
}

/* Whether a condition holds, as 0 or 1; NULL: it is better decided. */
static const am_form *flag_of(const am_running *r, const am_expr *when) {
    am_way *way = r->way;

    if (when->kind == AM_EXPR_FIELD && when->field->type.kind == AM_TYPE_YESNO) {
        const am_instance *record = am_symbolic_instance(way, r->scene, &when->scope);

        return record != NULL ? am_symbolic_undecided(way, record, when->field) : NULL;
    }
    return way->is_loose ? am_symbolic_flag(way, r->scene, when) : NULL;
}

/* A constant added or taken away where the condition holds: no way is parted by it. False when it is another
 * kind of step. */
static bool add_flagged(const am_running *r, am_symbolic *out) {
    am_step step = r->step->step;
    am_way *way = r->way;
    const am_form *flag;
    am_symbolic after;

    if ((step != AM_STEP_ADD && step != AM_STEP_SUBTRACT && step != AM_STEP_COEFFICIENT) ||
        r->step->when == NULL || r->step->for_each != NULL || r->step->value->kind != AM_EXPR_CONSTANT ||
        r->declaration->type.is_range || r->declaration->type.kind == AM_TYPE_NUMBER ||
        r->amount.state != AM_SYMBOL_VALUE || r->amount.value == NULL || r->start.state != AM_SYMBOL_VALUE ||
        r->start.value == NULL || !am_form_is_constant(r->start.value)) {
        return false;
    }
    flag = flag_of(r, r->step->when);
    after = flag != NULL ? apply(r, NULL) : am_symbolic_fault();
    if (after.state != AM_SYMBOL_VALUE || after.value == NULL) {
        return false;
    }
    const am_form *change = am_way_subtract(way, after.value, r->amount.value);

    if (change == NULL || !am_form_is_constant(change)) {
        return false;
    }
    *out = am_symbolic_form(
        am_form_add(way->arena, r->amount.value, am_form_scale(way->arena, flag, change), 1, 1));
    return true;
}

static am_symbolic take_step(const am_running *r) {
    am_symbolic when = am_symbolic_yes(true), value;

    if (add_flagged(r, &value)) {
        return value;
    }
    if (r->step->when != NULL) {
        when = am_symbolic_of(r->way, r->scene, r->step->when);
    }
    if (!am_symbolic_is_value(&when)) {
        return am_symbolic_fault();
    }
    if (!when.truth) {
        return r->amount;
    }
    if (r->step->step != AM_STEP_INSTEAD) {
        return repeat(r);
    }
    value = am_symbolic_of(r->way, r->scene, r->step->value);
    if (value.state == AM_SYMBOL_VALUE && !r->step->value->type.is_range) {
        value.highest = value.value;
    }
    return value.state == AM_SYMBOL_UNKNOWN ? r->amount : value;
}

static am_symbolic finish(const am_running *r) {
    am_symbolic amount = r->amount;

    if (amount.state != AM_SYMBOL_VALUE) {
        return am_symbolic_fault();
    }
    if (r->declaration->type.is_range && am_way_order(r->way, amount.value, amount.highest) > 0) {
        amount.value = r->amount.highest;
        amount.highest = r->amount.value;
    }
    if (r->declaration->kind == AM_DECLARATION_PENALTY && !am_way_is_above(r->way, amount.value, false)) {
        return am_symbolic_fault();
    }
    return amount;
}

/* The first limit; 0: there is none, or it is not asked for. What a penalty is limited to holds whatever came
 * before, so that a claim about the limit needs none of it. */
static uint16_t first_limit(const am_way *way, const am_declaration *declaration) {
    const am_penalty *penalty = declaration->penalty;

    for (uint16_t i = 1; way->is_coarse && !declaration->type.is_range && i < penalty->step_count; i++) {
        am_step step = penalty->steps[i].step;

        if (penalty->steps[i].when == NULL &&
            (step == AM_STEP_AT_MOST || step == AM_STEP_AT_LEAST || step == AM_STEP_LIMIT)) {
            return i;
        }
    }
    return 0;
}

static am_symbolic begin(const am_running *r, uint16_t limit) {
    am_symbolic start;

    if (limit > 0) {
        return am_symbolic_form(am_way_unknown(r->way, false, 0));
    }
    start = am_symbolic_of(r->way, r->scene, r->step->value);
    if (start.state == AM_SYMBOL_VALUE && !r->step->value->type.is_range) {
        start.highest = start.value;
    }
    return start;
}

am_symbolic am_symbolic_penalty(am_way *way, am_scene scene, const am_declaration *declaration) {
    const am_penalty *penalty = declaration->penalty;
    uint16_t limit = first_limit(way, declaration);
    am_running r = {.way = way, .scene = scene, .declaration = declaration, .step = &penalty->steps[0]};

    if (penalty->only_when != NULL) {
        am_symbolic applies = am_symbolic_of(way, scene, penalty->only_when);

        if (!am_symbolic_is_value(&applies)) {
            return applies;
        }
        if (!applies.truth) {
            return (am_symbolic){.state = AM_SYMBOL_UNKNOWN};
        }
    }
    r.amount = r.start = begin(&r, limit);
    for (uint16_t i = limit > 0 ? limit : 1; i < penalty->step_count && !way->is_over; i++) {
        r.step = &penalty->steps[i];
        r.amount = take_step(&r);
    }
    return finish(&r);
}
