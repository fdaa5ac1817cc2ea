/*
 * Penalties: a running amount, one register a step, each chosen between the step applied and the amount
 * before.
 *
 * All steps are arithmetic on numbers: an amount of days or months is a number until the end. A range runs as
 * two amounts, and each step applies to both. What a conditional step computes stands in a block: within that
 * of its `when` that of its `for each of`. An optional operand that is unknown leaves the step out.
 */
#include "lower/lowerer.h"

typedef struct am_running {
    am_lowerer *lowerer;
    const am_view *view;
    am_lowered start;
    am_lowered amount;
    bool is_exact; /* sums lose no digits */
} am_running;

/* The operands of a step: `count` is the N of `for each of`, or AM_NO_INDEX. */
typedef struct am_operands {
    am_lowered value;
    uint16_t count;
} am_operands;

static am_lowered single(uint16_t number) {
    return (am_lowered){number, AM_NO_INDEX};
}

static am_lowered one(am_lowerer *lowerer) {
    return single(am_lower_decimal(lowerer, am_decimal_of(1)));
}

static am_lowered in_numbers(am_lowerer *lowerer, am_lowered value) {
    value.low = am_lower_as_decimal(lowerer, value.low);
    if (value.high != AM_NO_INDEX) {
        value.high = am_lower_as_decimal(lowerer, value.high);
    }
    return value;
}

static am_lowered step_value(const am_running *running, const am_penalty_step *step) {
    return in_numbers(running->lowerer, am_lower_expr(running->lowerer, step->value, running->view));
}

/* N, which may not be below 0. */
static uint16_t step_count(const am_running *running, const am_penalty_step *step) {
    am_lowerer *lowerer = running->lowerer;
    if (step->for_each == NULL) {
        return AM_NO_INDEX;
    }
    uint16_t count = am_lower_single(lowerer, step->for_each, running->view);
    const am_constant *constant = am_lower_held_constant(lowerer, count);
    if (constant != NULL && !constant->decimal.is_negative) {
        return count;
    }
    uint16_t zero = am_lower_decimal(lowerer, am_decimal_of(0));
    return am_lower_guard(lowerer, am_lower_op2(lowerer, AM_OP_LESS_EQUAL, zero, count), count,
                          AM_DIAG_NEGATIVE_REPEAT);
}

/* N times the value. */
static am_lowered repeated_sum(const am_running *running, am_operands operands) {
    am_opcode multiply = running->is_exact ? AM_OP_MULTIPLY_EXACT : AM_OP_MULTIPLY;
    if (operands.count == AM_NO_INDEX) {
        return operands.value;
    }
    return am_lower_both(running->lowerer, multiply, single(operands.count), operands.value);
}

/* The amount times the factor, N times over. */
static am_lowered repeated_product(const am_running *running, am_lowered factor, uint16_t count) {
    if (count != AM_NO_INDEX) {
        factor = am_lower_both(running->lowerer, AM_OP_POWER, factor, single(count));
    }
    return am_lower_both(running->lowerer, AM_OP_MULTIPLY, running->amount, factor);
}

/* The amount and N x (c - 1) x the starting amount. */
static am_lowered with_coefficient(const am_running *running, am_operands operands) {
    am_lowerer *lowerer = running->lowerer;
    am_opcode add = running->is_exact ? AM_OP_ADD_EXACT : AM_OP_ADD;
    am_lowered more = am_lower_both(lowerer, AM_OP_SUBTRACT, operands.value, one(lowerer));
    if (operands.count != AM_NO_INDEX) {
        more = am_lower_both(lowerer, AM_OP_MULTIPLY, single(operands.count), more);
    }
    more = am_lower_both(lowerer, AM_OP_MULTIPLY, more, running->start);
    return am_lower_both(lowerer, add, running->amount, more);
}

static uint16_t limit_end(am_lowerer *lowerer, bool is_most, uint16_t amount, uint16_t limit) {
    if (am_lower_may_be_unknown(lowerer, limit)) {
        return am_lower_op2(lowerer, is_most ? AM_OP_LEAST_KNOWN : AM_OP_GREATEST_KNOWN, amount, limit);
    }
    return am_lower_op2(lowerer, is_most ? AM_OP_LEAST : AM_OP_GREATEST, amount, limit);
}

static am_lowered at_limit(const am_running *running, bool is_most, am_lowered limit) {
    am_lowered amount = running->amount;
    amount.low = limit_end(running->lowerer, is_most, amount.low, limit.low);
    if (amount.high != AM_NO_INDEX) {
        amount.high = limit_end(running->lowerer, is_most, amount.high, limit.low);
    }
    return amount;
}

static am_lowered within_limits(const am_running *running, am_lowered range) {
    am_lowered amount = running->amount;
    amount.low = am_lower_limited(running->lowerer, amount.low, range);
    if (amount.high != AM_NO_INDEX) {
        amount.high = am_lower_limited(running->lowerer, amount.high, range);
    }
    return amount;
}

static am_lowered rounded(const am_running *running, uint16_t mode, am_lowered unit) {
    am_lowerer *lowerer = running->lowerer;
    am_lowered amount = running->amount;
    amount.low = am_lower_op3(lowerer, AM_OP_ROUND, amount.low, unit.low, mode);
    if (amount.high != AM_NO_INDEX) {
        amount.high = am_lower_op3(lowerer, AM_OP_ROUND, amount.high, unit.low, mode);
    }
    return amount;
}

/* The amount after the step, were it applied. */
static am_lowered applied(const am_running *running, const am_penalty_step *step, am_operands operands) {
    am_lowerer *lowerer = running->lowerer;
    bool is_exact = running->is_exact;
    switch (step->step) {
    case AM_STEP_ADD:
        return am_lower_both(lowerer, is_exact ? AM_OP_ADD_EXACT : AM_OP_ADD, running->amount,
                             repeated_sum(running, operands));
    case AM_STEP_SUBTRACT:
        return am_lower_both(lowerer, is_exact ? AM_OP_SUBTRACT_EXACT : AM_OP_SUBTRACT, running->amount,
                             repeated_sum(running, operands));
    case AM_STEP_MULTIPLY:
        return repeated_product(running, operands.value, operands.count);
    case AM_STEP_INCREASE:
        return repeated_product(running, am_lower_both(lowerer, AM_OP_ADD, one(lowerer), operands.value),
                                operands.count);
    case AM_STEP_REDUCE:
        return repeated_product(running, am_lower_both(lowerer, AM_OP_SUBTRACT, one(lowerer), operands.value),
                                operands.count);
    case AM_STEP_COEFFICIENT:
        return with_coefficient(running, operands);
    case AM_STEP_AT_MOST:
        return at_limit(running, true, operands.value);
    case AM_STEP_AT_LEAST:
        return at_limit(running, false, operands.value);
    case AM_STEP_LIMIT:
        return within_limits(running, operands.value);
    case AM_STEP_ROUND:
        return rounded(running, (uint16_t)step->rounding, operands.value);
    case AM_STEP_START:
    case AM_STEP_INSTEAD:
        break;
    }
    return operands.value;
}

/* The value of the step, whichever way it takes its operand, and leaves the amount alone where that is
 * unknown. */
static am_lowered with_value(const am_running *running, const am_penalty_step *step, uint16_t count,
                             uint16_t *is_known) {
    am_lowerer *lowerer = running->lowerer;
    am_operands operands = {step_value(running, step), count};
    bool is_optional = am_lower_may_be_unknown(lowerer, operands.value.low);
    if (is_optional) {
        *is_known = am_lower_op1(lowerer, AM_OP_KNOWN, operands.value.low);
    }
    if (is_optional && step->step == AM_STEP_INSTEAD) {
        am_lowered known = operands.value;
        known.low = am_lower_op1(lowerer, AM_OP_UNWRAP, known.low);
        if (known.high != AM_NO_INDEX) {
            known.high = am_lower_op1(lowerer, AM_OP_UNWRAP, known.high);
        }
        return am_lower_chosen(lowerer, AM_OP_INSTEAD, *is_known, known, running->amount);
    }
    am_lowered after = applied(running, step, operands);
    if (am_lower_may_be_unknown(lowerer, after.low)) {
        after = am_lower_both(lowerer, AM_OP_OTHERWISE, after, running->amount);
    }
    return after;
}

/* Repeated 0 times the step is not applied, whatever its value is. */
static am_lowered with_count(const am_running *running, const am_penalty_step *step, uint16_t *condition) {
    am_lowerer *lowerer = running->lowerer;
    uint16_t count = step_count(running, step);
    const am_constant *constant = am_lower_held_constant(lowerer, count);
    bool is_applied = constant != NULL && !am_decimal_is_zero(constant->decimal);
    if (count == AM_NO_INDEX || is_applied) {
        return with_value(running, step, count, condition);
    }
    uint16_t is_known = AM_NO_INDEX;
    *condition = am_lower_op2(lowerer, AM_OP_LESS, am_lower_decimal(lowerer, am_decimal_of(0)), count);
    am_lower_open_block(lowerer, AM_OP_SKIP_UNLESS, *condition);
    am_lowered after = with_value(running, step, count, &is_known);
    am_lower_close_block(lowerer);
    return am_lower_chosen(lowerer, AM_OP_STEP, *condition, after, running->amount);
}

/* Applies a step; gives the condition on which it is: its `when`, else that it is repeated, else that its
 * value is known. */
static uint16_t run_step(am_running *running, const am_penalty_step *step) {
    am_lowerer *lowerer = running->lowerer;
    uint16_t condition = AM_NO_INDEX;
    if (step->when == NULL) {
        running->amount = with_count(running, step, &condition);
    } else {
        uint16_t inner = AM_NO_INDEX;
        condition = am_lower_single(lowerer, step->when, running->view);
        am_lower_open_block(lowerer, AM_OP_SKIP_UNLESS, condition);
        am_lowered after = with_count(running, step, &inner);
        am_lower_close_block(lowerer);
        am_opcode choice = step->step == AM_STEP_INSTEAD ? AM_OP_INSTEAD : AM_OP_STEP;
        running->amount = am_lower_chosen(lowerer, choice, condition, after, running->amount);
    }
    if (step->step == AM_STEP_START) {
        running->start = running->amount;
    }
    return condition;
}

/* The ends of a range that was scaled by a negative number have changed places. */
static am_lowered ordered(am_lowerer *lowerer, am_lowered amount) {
    if (amount.high == AM_NO_INDEX) {
        return amount;
    }
    return (am_lowered){am_lower_op2(lowerer, AM_OP_LEAST, amount.low, amount.high),
                        am_lower_op2(lowerer, AM_OP_GREATEST, amount.low, amount.high)};
}

static am_lowered guarded(am_lowerer *lowerer, am_lowered amount) {
    uint16_t zero = am_lower_decimal(lowerer, am_decimal_of(0));
    uint16_t condition = am_lower_op2(lowerer, AM_OP_LESS_EQUAL, zero, amount.low);
    amount.low = am_lower_guard(lowerer, condition, amount.low, AM_DIAG_NEGATIVE_PENALTY);
    if (amount.high != AM_NO_INDEX) {
        amount.high = am_lower_guard(lowerer, condition, amount.high, AM_DIAG_NEGATIVE_PENALTY);
    }
    return amount;
}

static am_lowered finished(am_running *running, const am_declaration *declaration) {
    am_lowerer *lowerer = running->lowerer;
    am_value_type type = am_lower_value_type(declaration->type);
    am_lowered amount = ordered(lowerer, running->amount);
    if (declaration->kind == AM_DECLARATION_PENALTY) {
        amount = guarded(lowerer, amount);
    }
    amount.low = am_lower_as_type(lowerer, amount.low, type);
    if (amount.high != AM_NO_INDEX) {
        amount.high = am_lower_as_type(lowerer, amount.high, type);
    }
    if (declaration->penalty->only_when != NULL) {
        uint16_t applies = am_lower_single(lowerer, declaration->penalty->only_when, running->view);
        amount = am_lower_both(lowerer, AM_OP_KEEP, single(applies), amount);
    }
    return amount;
}

am_lowered am_lower_penalty(am_lowerer *lowerer, const am_declaration *declaration, const am_view *view,
                            uint16_t clause) {
    const am_penalty *penalty = declaration->penalty;
    am_running running = {.lowerer = lowerer, .view = view};
    running.is_exact = declaration->type.kind != AM_TYPE_NUMBER;
    running.start = running.amount = single(AM_NO_INDEX);
    am_lower_reach_penalty(lowerer, penalty, view->frames);
    for (uint16_t i = 0; i < penalty->step_count && !lowerer->is_failed; i++) {
        const am_penalty_step *step = &penalty->steps[i];
        lowerer->span = step->span;
        lowerer->clause = am_lower_step_clause(lowerer, step, clause);
        uint16_t condition = run_step(&running, step);
        am_lower_clause_columns(lowerer, lowerer->clause, running.amount, condition);
        am_lower_phrases_begin(lowerer, lowerer->clause);
        am_lower_step_phrases(lowerer, step, view);
    }
    lowerer->clause = clause;
    lowerer->span = declaration->span;
    return finished(&running, declaration);
}
