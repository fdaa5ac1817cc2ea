/*
 * Penalties: steps in order on a running amount.
 *
 * The amount is one decimal, or the two ends of a range; a penalty in days or months runs on decimals too and
 * is made a period at its end. The starting amount is what `start from` came to.
 */
#include "evaluate.h"

typedef struct running {
    oracle *oracle;
    oracle_scene scene;
    const am_declaration *declaration;
    const am_penalty_step *step;
    bool is_range;
    bool is_period;
    oracle_outcome start;
    oracle_outcome amount;
} running;

/* The outcome of an operand as a decimal, where it is a period. */
static oracle_outcome operand_of(const running *r, const am_expr *expr) {
    oracle_outcome outcome = oracle_expression(r->oracle, r->scene, expr);

    if (expr->type.kind == AM_TYPE_DAYS || expr->type.kind == AM_TYPE_MONTHS) {
        outcome.value.decimal = am_decimal_of(outcome.value.integer);
        outcome.highest.decimal = am_decimal_of(outcome.highest.integer);
    }
    return outcome;
}

static am_decimal limit(am_step step, am_decimal amount, am_decimal value) {
    int order = am_decimal_compare(amount, value);

    return (step == AM_STEP_AT_MOST ? order > 0 : order < 0) ? value : amount;
}

static bool is_lost(am_arith status) {
    return status > AM_ARITH_ROUNDED;
}

static oracle_outcome outcome_of(const running *r, am_arith status, am_decimal value, bool is_exact) {
    return oracle_arithmetic(status, value, is_exact, r->step->span, r->scene);
}

static bool is_exact(const running *r) {
    return r->declaration->type.kind != AM_TYPE_NUMBER;
}

/* factor^times, times 1 when it is NULL. */
static oracle_outcome repeat_factor(const running *r, am_arith status, am_decimal factor,
                                    const am_decimal *times) {
    if (!is_lost(status) && times != NULL) {
        status = am_decimal_power(factor, *times, &factor);
    }
    return outcome_of(r, status, factor, false);
}

/* times x (coefficient - 1) x start */
static oracle_outcome times_start(const running *r, am_decimal coefficient, am_decimal start,
                                  const am_decimal *times) {
    am_decimal more;
    am_arith status = am_decimal_subtract(coefficient, am_decimal_of(1), &more);

    if (!is_lost(status) && times != NULL) {
        status = am_decimal_multiply(*times, more, &more);
    }
    if (!is_lost(status)) {
        status = am_decimal_multiply(more, start, &more);
    }
    return outcome_of(r, status, more, false);
}

/* What the step adds, takes away or multiplies by: its operand, as often as it is applied. `start` is that
 * end of the starting amount. */
static oracle_outcome effect_of(const running *r, am_decimal value, am_decimal start,
                                const am_decimal *times) {
    am_decimal one = am_decimal_of(1), factor = value;
    am_arith status = AM_ARITH_EXACT;

    switch (r->step->step) {
    case AM_STEP_ADD:
    case AM_STEP_SUBTRACT: /* like each of the sums it stands for, it may lose no digit of money */
        if (times != NULL) {
            status = am_decimal_multiply(*times, value, &value);
        }
        return outcome_of(r, status, value, is_exact(r));
    case AM_STEP_COEFFICIENT:
        return times_start(r, value, start, times);
    case AM_STEP_MULTIPLY:
        return repeat_factor(r, status, factor, times);
    case AM_STEP_INCREASE:
        status = am_decimal_add(one, value, &factor);
        return repeat_factor(r, status, factor, times);
    case AM_STEP_REDUCE:
        status = am_decimal_subtract(one, value, &factor);
        return repeat_factor(r, status, factor, times);
    default:
        return oracle_outcome_decimal(value);
    }
}

/* One end of the amount after the step. */
static oracle_outcome step_end(const running *r, am_decimal amount, am_decimal effect) {
    am_decimal out = amount;
    am_arith status = AM_ARITH_EXACT;

    switch (r->step->step) {
    case AM_STEP_ADD:
    case AM_STEP_COEFFICIENT:
        status = am_decimal_add(amount, effect, &out);
        return outcome_of(r, status, out, is_exact(r));
    case AM_STEP_SUBTRACT:
        status = am_decimal_subtract(amount, effect, &out);
        return outcome_of(r, status, out, is_exact(r));
    case AM_STEP_MULTIPLY:
    case AM_STEP_INCREASE:
    case AM_STEP_REDUCE:
        status = am_decimal_multiply(amount, effect, &out);
        return outcome_of(r, status, out, false);
    case AM_STEP_ROUND:
        status = am_decimal_round(amount, r->step->rounding, effect, &out);
        return outcome_of(r, status, out, false);
    default:
        return oracle_outcome_decimal(limit(r->step->step, amount, effect));
    }
}

static oracle_outcome limit_to(const running *r, oracle_outcome range) {
    oracle_outcome amount = r->amount;
    oracle_value *ends[2] = {&amount.value, &amount.highest};

    for (int i = 0; i < 2; i++) {
        ends[i]->decimal = limit(AM_STEP_AT_LEAST, ends[i]->decimal, range.value.decimal);
        ends[i]->decimal = limit(AM_STEP_AT_MOST, ends[i]->decimal, range.highest.decimal);
    }
    return amount;
}

static oracle_outcome join(const running *r, oracle_outcome a, oracle_outcome b) {
    oracle_outcome both[2] = {a, b}, out = a;

    oracle_are_values(r->oracle->arena, both, 2, &out);
    return out;
}

static oracle_outcome join_ends(const running *r, oracle_outcome low, oracle_outcome high) {
    if (low.state != ORACLE_VALUE || high.state != ORACLE_VALUE) {
        return join(r, low, high);
    }
    low.highest = high.value;
    return low;
}

/* The effect at both ends of the amount, when the operand is a value and so is the start, where it matters.
 */
static oracle_outcome effects_of(const running *r, const oracle_outcome *value, const am_decimal *times) {
    oracle_outcome low = effect_of(r, value->value.decimal, r->start.value.decimal, times);

    if (!r->is_range) {
        return low;
    }
    return join_ends(r, low, effect_of(r, value->value.decimal, r->start.highest.decimal, times));
}

static oracle_outcome step_values(const running *r, const oracle_outcome *effect) {
    oracle_outcome low = step_end(r, r->amount.value.decimal, effect->value.decimal);

    if (!r->is_range) {
        return low;
    }
    return join_ends(r, low, step_end(r, r->amount.highest.decimal, effect->highest.decimal));
}

/* The step is applied (as often as it says). */
static oracle_outcome apply_step(const running *r, const am_decimal *times) {
    oracle_outcome value = operand_of(r, r->step->value), effect = value;

    if (value.state == ORACLE_UNKNOWN) {
        return r->amount;
    }
    if (value.state == ORACLE_VALUE && r->step->step == AM_STEP_COEFFICIENT &&
        r->start.state != ORACLE_VALUE) {
        effect = r->start;
    } else if (value.state == ORACLE_VALUE && r->step->step != AM_STEP_LIMIT) {
        effect = effects_of(r, &value, times);
    }
    if (r->amount.state != ORACLE_VALUE || effect.state != ORACLE_VALUE) {
        return join(r, r->amount, effect);
    }
    return r->step->step == AM_STEP_LIMIT ? limit_to(r, value) : step_values(r, &effect);
}

static oracle_outcome repeat_step(const running *r) {
    oracle_outcome times;

    if (r->step->for_each == NULL) {
        return apply_step(r, NULL);
    }
    times = operand_of(r, r->step->for_each);
    if (times.state == ORACLE_VALUE && am_decimal_compare(times.value.decimal, am_decimal_of(0)) < 0) {
        times = oracle_outcome_fault(AM_DIAG_NEGATIVE_REPEAT, r->step->span, r->scene);
    }
    if (times.state != ORACLE_VALUE) {
        return join(r, r->amount, times);
    }
    return am_decimal_is_zero(times.value.decimal) ? r->amount : apply_step(r, &times.value.decimal);
}

/* `instead` discards the amount so far with its state. An `if known` is part of its condition. */
static oracle_outcome replace(const running *r, oracle_outcome when) {
    oracle_outcome value;

    if (when.state == ORACLE_NEEDS && r->amount.state == ORACLE_NEEDS) {
        return join(r, when, r->amount);
    }
    if (when.state != ORACLE_VALUE) {
        return when;
    }
    if (oracle_is_no(&when)) {
        return r->amount;
    }
    value = operand_of(r, r->step->value);
    if (value.state == ORACLE_UNKNOWN) {
        return r->amount;
    }
    if (value.state == ORACLE_NEEDS && r->amount.state == ORACLE_NEEDS && r->step->value->type.is_optional) {
        return join(r, value, r->amount);
    }
    if (r->is_range && !r->step->value->type.is_range) {
        value.highest = value.value;
    }
    return value;
}

static oracle_outcome take_step(const running *r) {
    oracle_outcome when = oracle_outcome_yes(true);

    if (r->step->when != NULL) {
        when = oracle_expression(r->oracle, r->scene, r->step->when);
    }
    if (r->step->step == AM_STEP_INSTEAD) {
        return replace(r, when);
    }
    if (when.state != ORACLE_VALUE) {
        return join(r, when, r->amount);
    }
    return oracle_is_yes(&when) ? repeat_step(r) : r->amount;
}

/* The ends of a range that was scaled by a negative number have changed places. */
static void order_ends(oracle_outcome *amount) {
    oracle_value lowest = amount->value;

    if (am_decimal_compare(lowest.decimal, amount->highest.decimal) <= 0) {
        return;
    }
    amount->value = amount->highest;
    amount->highest = lowest;
}

static oracle_outcome finish(const running *r) {
    oracle_outcome amount = r->amount;
    am_decimal zero = am_decimal_of(0);

    if (amount.state != ORACLE_VALUE) {
        return amount;
    }
    if (r->is_range) {
        order_ends(&amount);
    }
    if (r->declaration->kind == AM_DECLARATION_PENALTY &&
        am_decimal_compare(amount.value.decimal, zero) < 0) {
        return oracle_outcome_fault(AM_DIAG_NEGATIVE_PENALTY, r->declaration->span, r->scene);
    }
    return r->is_period ? oracle_period(amount.value.decimal, r->declaration->span, r->scene) : amount;
}

oracle_outcome oracle_penalty(oracle *oracle, oracle_scene scene, const am_declaration *declaration) {
    const am_penalty *penalty = declaration->penalty;
    running r = {.oracle = oracle, .scene = scene, .declaration = declaration, .step = &penalty->steps[0]};

    if (penalty->only_when != NULL) {
        oracle_outcome applies = oracle_expression(oracle, scene, penalty->only_when);

        if (applies.state != ORACLE_VALUE) {
            return applies;
        }
        if (oracle_is_no(&applies)) {
            return oracle_outcome_unknown();
        }
    }
    r.is_range = declaration->type.is_range;
    r.is_period = declaration->type.kind == AM_TYPE_DAYS || declaration->type.kind == AM_TYPE_MONTHS;
    r.start = operand_of(&r, penalty->steps[0].value);
    r.amount = r.start;
    for (uint16_t i = 1; i < penalty->step_count; i++) {
        r.step = &penalty->steps[i];
        r.amount = take_step(&r);
    }
    return finish(&r);
}
