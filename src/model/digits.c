/*
 * Digits: how many places after the point a value can have, and whether a penalty can end with more than its
 * currency has.
 *
 * Facts of money have at most their currency's digits and wholes have none; a number may have any. The answer
 * is an upper bound, known without a record. Declarations are taken in their order, so that what is read is
 * known already.
 */
#include "model/build.h"

static int32_t add_places(int32_t a, int32_t b) {
    return a == AM_PLACES_ANY || b == AM_PLACES_ANY || a > 10000 - b ? AM_PLACES_ANY : a + b;
}

static int32_t most(int32_t a, int32_t b) {
    return a > b ? a : b;
}

static int32_t places_of(const am_maker *maker, const am_expr *expr);

static int32_t places_of_constant(const am_expr *expr) {
    int32_t places = am_decimal_places(expr->value.decimal);

    return places < 0 ? 0 : places;
}

static int32_t places_of_operands(const am_maker *maker, const am_expr *expr, uint32_t first) {
    int32_t places = 0;

    for (uint32_t i = first; i < expr->operand_count; i++) {
        places = most(places, places_of(maker, expr->operands[i]));
    }
    return places;
}

/* x / c has the places of x and of 1 / c, where that ends. */
static int32_t places_of_quotient(const am_maker *maker, const am_expr *expr) {
    const am_expr *divisor = expr->operands[1];
    am_decimal inverse;

    if (divisor->kind != AM_EXPR_CONSTANT || divisor->type.kind == AM_TYPE_MONEY ||
        am_decimal_divide(am_decimal_of(1), divisor->value.decimal, &inverse) != AM_ARITH_EXACT) {
        return AM_PLACES_ANY;
    }
    return add_places(places_of(maker, expr->operands[0]), most(am_decimal_places(inverse), 0));
}

static int32_t places_of_attribute(const am_expr *expr) {
    const am_attribute *attribute = &expr->set->attributes[expr->part];
    int32_t places = 0;

    for (uint16_t i = 0; i < expr->set->value_count; i++) {
        if (!am_expr_is_error(attribute->values[i])) {
            places = most(places, places_of_constant(attribute->values[i]));
        }
    }
    return places;
}

static int32_t places_of_declaration(const am_maker *maker, const am_expr *expr) {
    const am_pending *pending = maker->pendings[expr->declaration->number];

    return pending->places == NULL ? AM_PLACES_ANY : pending->places[expr->part];
}

static int32_t places_of_operator(const am_maker *maker, const am_expr *expr) {
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_MULTIPLY:
        return add_places(places_of(maker, expr->operands[0]), places_of(maker, expr->operands[1]));
    case AM_EXPR_DIVIDE:
        return places_of_quotient(maker, expr);
    case AM_EXPR_POWER:
        return places_of(maker, expr->operands[0]) == 0 ? 0 : AM_PLACES_ANY;
    case AM_EXPR_ROUND:
        return places_of(maker, expr->operands[1]);
    case AM_EXPR_MIDDLE:
        return add_places(places_of(maker, expr->operands[0]), 1);
    case AM_EXPR_IF:
    case AM_EXPR_KEEP:
        return places_of_operands(maker, expr, 1);
    default:
        return places_of_operands(maker, expr, 0);
    }
}

static int32_t places_of(const am_maker *maker, const am_expr *expr) {
    if (am_expr_is_error(expr) || expr->type.kind == AM_TYPE_WHOLE) {
        return 0;
    }
    if (expr->type.kind == AM_TYPE_RATE) {
        return expr->kind == AM_EXPR_CONSTANT ? places_of_constant(expr) : AM_PLACES_ANY;
    }
    if (expr->type.kind != AM_TYPE_NUMBER && expr->type.kind != AM_TYPE_MONEY) {
        return 0;
    }
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_CONSTANT:
        return places_of_constant(expr);
    case AM_EXPR_CALIBRATED:
        return expr->type.kind == AM_TYPE_MONEY ? maker->model->units[expr->type.index].digits
                                                : AM_PLACES_ANY;
    case AM_EXPR_FIELD:
        return expr->type.kind == AM_TYPE_MONEY ? maker->model->units[expr->type.index].digits
                                                : AM_PLACES_ANY;
    case AM_EXPR_REPEALED:
        return 0;
    case AM_EXPR_VALUE:
        return places_of_declaration(maker, expr);
    case AM_EXPR_ATTRIBUTE:
        return places_of_attribute(expr);
    case AM_EXPR_OVER:
        return places_of(maker, expr->over->element);
    default:
        return places_of_operator(maker, expr);
    }
}

static int32_t places_of_column(const am_maker *maker, const am_schedule *schedule, uint16_t column) {
    int32_t places = 0;

    for (uint16_t i = 0; i < schedule->row_count; i++) {
        places = most(places, places_of(maker, schedule->rows[i].results[column]));
    }
    return places;
}

typedef struct am_progression { /* of the places, from step to step */
    int32_t start;
    int32_t now;
} am_progression;

static int32_t places_after(const am_maker *maker, const am_penalty_step *step,
                            const am_progression *before) {
    int32_t value = places_of(maker, step->value);

    switch (step->step) {
    case AM_STEP_START:
    case AM_STEP_ROUND:
    case AM_STEP_INSTEAD:
        return value;
    case AM_STEP_MULTIPLY:
    case AM_STEP_INCREASE:
    case AM_STEP_REDUCE:
        return value != 0 && step->for_each != NULL ? AM_PLACES_ANY : add_places(before->now, value);
    case AM_STEP_COEFFICIENT:
        return most(before->now, add_places(before->start, value));
    default:
        return most(before->now, value);
    }
}

static int32_t places_of_penalty(const am_maker *maker, const am_penalty *penalty) {
    am_progression places = {0};

    for (uint16_t i = 0; i < penalty->step_count; i++) {
        const am_penalty_step *step = &penalty->steps[i];
        int32_t after = places_after(maker, step, &places);
        bool is_always = step->when == NULL && step->for_each == NULL &&
                         (step->value == NULL || !step->value->type.is_optional);

        if (step->step == AM_STEP_START) {
            places.start = after;
        }
        places.now = is_always ? after : most(places.now, after);
    }
    return places.now;
}

/* The digits that a reader has to reckon with: those of the currency where more were reported. */
static int32_t check_penalty(am_maker *maker, const am_declaration *declaration, int32_t places) {
    am_type type = declaration->type;
    int32_t limit = type.kind == AM_TYPE_MONEY ? maker->model->units[type.index].digits : 0;
    am_slice unit = type.kind == AM_TYPE_MONEY   ? maker->model->units[type.index].code
                    : type.kind == AM_TYPE_WHOLE ? AM_SLICE("a whole number")
                                                 : AM_SLICE("a period");

    if (declaration->kind != AM_DECLARATION_PENALTY || type.kind == AM_TYPE_ERROR ||
        type.kind == AM_TYPE_NUMBER || places <= limit) {
        return places;
    }
    am_report(maker, AM_DIAG_PENALTY_DIGITS, declaration->name_span,
              AM_ARGUMENTS(declaration->name,
                           places == AM_PLACES_ANY ? AM_SLICE("any number of")
                                                   : am_count_text(maker, (uint64_t)places),
                           unit, am_count_text(maker, (uint64_t)limit)));
    return limit;
}

static void measure(am_maker *maker, am_pending *pending) {
    const am_declaration *declaration = pending->declaration;
    const am_schedule *schedule = declaration->schedule;

    pending->places =
        AM_NEW_ARRAY(maker->arena, int32_t, schedule == NULL ? 1 : (size_t)schedule->result_count + 1);
    if (pending->places == NULL) {
        return;
    }
    if (schedule != NULL) {
        for (uint16_t i = 0; i < schedule->result_count; i++) {
            pending->places[i] = places_of_column(maker, schedule, i);
        }
    } else if (declaration->penalty != NULL) {
        pending->places[0] =
            check_penalty(maker, declaration, places_of_penalty(maker, declaration->penalty));
    } else {
        pending->places[0] = places_of(maker, declaration->value);
    }
}

void am_digits_check(am_maker *maker) {
    for (size_t i = 0; i < maker->model->declaration_count; i++) {
        measure(maker, maker->pendings[maker->model->declarations[i]->number]);
    }
}
