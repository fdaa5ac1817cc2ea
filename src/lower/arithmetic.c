/*
 * Sums, products, rounding, dates and periods, and the greatest, least and sum of several items.
 *
 * The operands' types choose the instruction. Ranges are added end by end; scaling them is for range.c.
 */
#include "lower/lowerer.h"

uint16_t am_lower_as_decimal(am_lowerer *lowerer, uint16_t number) {
    am_value_type type = am_lower_type_of(lowerer, number);
    bool is_period = type == AM_VALUE_MONTHS || type == AM_VALUE_DAYS;
    return is_period ? am_lower_op1(lowerer, AM_OP_PERIOD_NUMBER, number) : number;
}

uint16_t am_lower_as_type(am_lowerer *lowerer, uint16_t number, am_value_type type) {
    if (type == am_lower_type_of(lowerer, number)) {
        return number;
    }
    return am_lower_emit(lowerer, AM_OP_NUMBER_PERIOD, type, am_lower_register_of(lowerer, number)->domain,
                         (const uint16_t[4]){number, 0, 0, 0});
}

static am_lowered single(uint16_t number) {
    return (am_lowered){number, AM_NO_INDEX};
}

static bool is_period(am_value_type type) {
    return type == AM_VALUE_MONTHS || type == AM_VALUE_DAYS;
}

/* A date and a period, in this order. */
static uint16_t moved_date(am_lowerer *lowerer, const am_expr *expr, uint16_t date, uint16_t period) {
    bool is_sum = expr->kind == AM_EXPR_ADD;
    if (am_lower_type_of(lowerer, period) == AM_VALUE_DAYS) {
        return am_lower_op2(lowerer, is_sum ? AM_OP_ADD_DAYS : AM_OP_SUBTRACT_DAYS, date, period);
    }
    return am_lower_op3(lowerer, is_sum ? AM_OP_ADD_MONTHS : AM_OP_SUBTRACT_MONTHS, date, period,
                        (uint16_t)expr->month_end);
}

static uint16_t sum_of_two(am_lowerer *lowerer, const am_expr *expr, uint16_t a, uint16_t b) {
    bool is_sum = expr->kind == AM_EXPR_ADD;
    am_value_type type = am_lower_type_of(lowerer, a);
    am_value_type other = am_lower_type_of(lowerer, b);
    if (type == AM_VALUE_DATE && other == AM_VALUE_DATE) {
        return am_lower_op2(lowerer, AM_OP_DATE_DIFFERENCE, a, b);
    }
    if (type == AM_VALUE_DATE || other == AM_VALUE_DATE) {
        bool is_first = type == AM_VALUE_DATE;
        return moved_date(lowerer, expr, is_first ? a : b, is_first ? b : a);
    }
    if (is_period(type)) {
        return am_lower_op2(lowerer, is_sum ? AM_OP_ADD_PERIODS : AM_OP_SUBTRACT_PERIODS, a, b);
    }
    if (expr->is_exact) {
        return am_lower_op2(lowerer, is_sum ? AM_OP_ADD_EXACT : AM_OP_SUBTRACT_EXACT, a, b);
    }
    return am_lower_op2(lowerer, is_sum ? AM_OP_ADD : AM_OP_SUBTRACT, a, b);
}

static am_lowered lower_sum(am_lowerer *lowerer, const am_expr *expr, am_lowered a, am_lowered b) {
    am_lowered sum = single(sum_of_two(lowerer, expr, a.low, b.low));
    if (a.high != AM_NO_INDEX) {
        sum.high = sum_of_two(lowerer, expr, a.high, b.high);
    }
    return sum;
}

/* A range or a period comes first. */
static am_lowered lower_product(am_lowerer *lowerer, const am_expr *expr, am_lowered a, am_lowered b) {
    am_opcode opcode = expr->is_exact ? AM_OP_MULTIPLY_EXACT : AM_OP_MULTIPLY;
    if (is_period(am_lower_type_of(lowerer, a.low))) {
        opcode = AM_OP_SCALE_PERIOD;
    }
    if (a.high != AM_NO_INDEX) {
        return am_lower_scaled(lowerer, opcode, a, b.low);
    }
    return single(am_lower_op2(lowerer, opcode, a.low, b.low));
}

static uint16_t lower_between(am_lowerer *lowerer, const am_expr *expr, uint16_t first, uint16_t second) {
    static const uint8_t opcodes[] = {[AM_BETWEEN_DAYS] = AM_OP_DAYS_BETWEEN,
                                      [AM_BETWEEN_MONTHS] = AM_OP_MONTHS_BETWEEN,
                                      [AM_BETWEEN_YEARS] = AM_OP_YEARS_BETWEEN,
                                      [AM_BETWEEN_MONTHS_BEGUN] = AM_OP_MONTHS_BEGUN};
    if (expr->mode == AM_BETWEEN_END_OF_MONTH) {
        return am_lower_op1(lowerer, AM_OP_END_OF_MONTH, first);
    }
    return am_lower_op2(lowerer, opcodes[expr->mode], first, second);
}

static uint16_t lower_working_days(am_lowerer *lowerer, const am_expr *expr, uint16_t first,
                                   uint16_t second) {
    if (expr->mode == AM_WORKING_BETWEEN) {
        return am_lower_op3(lowerer, AM_OP_WORKING_DAYS, first, second, (uint16_t)expr->number);
    }
    if (expr->mode == AM_WORKING_SUBTRACT) {
        second = am_lower_op1(lowerer, AM_OP_NEGATE, second);
    }
    return am_lower_op3(lowerer, AM_OP_ADD_WORKING_DAYS, first, second, (uint16_t)expr->number);
}

am_lowered am_lower_arithmetic(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    am_lowered a = am_lower_expr(lowerer, expr->operands[0], view);
    am_lowered b = single(AM_NO_INDEX);
    if (expr->operand_count > 1) {
        b = am_lower_expr(lowerer, expr->operands[1], view);
    }
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_NEGATE:
        return single(am_lower_op1(lowerer, AM_OP_NEGATE, a.low));
    case AM_EXPR_ABSOLUTE:
        return single(am_lower_op1(lowerer, AM_OP_ABSOLUTE, a.low));
    case AM_EXPR_ADD:
    case AM_EXPR_SUBTRACT:
        return lower_sum(lowerer, expr, a, b);
    case AM_EXPR_MULTIPLY:
        return lower_product(lowerer, expr, a, b);
    case AM_EXPR_DIVIDE:
        return single(am_lower_op2(lowerer, AM_OP_DIVIDE, a.low, b.low));
    case AM_EXPR_POWER:
        return single(am_lower_op2(lowerer, AM_OP_POWER, a.low, b.low));
    case AM_EXPR_QUOTIENT:
        return single(am_lower_op2(lowerer, AM_OP_QUOTIENT, a.low, b.low));
    case AM_EXPR_REMAINDER:
        return single(am_lower_op2(lowerer, AM_OP_REMAINDER, a.low, b.low));
    case AM_EXPR_ROUND:
        return single(am_lower_op3(lowerer, AM_OP_ROUND, a.low, b.low, expr->mode));
    case AM_EXPR_WORKING_DAYS:
        return single(lower_working_days(lowerer, expr, a.low, b.low));
    default:
        return single(lower_between(lowerer, expr, a.low, b.low));
    }
}

/* Only an item that can be unknown needs to be left out. */
static am_opcode opcode_of_items(const am_expr *expr, bool is_optional) {
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_GREATEST:
        return is_optional ? AM_OP_GREATEST_KNOWN : AM_OP_GREATEST;
    case AM_EXPR_LEAST:
        return is_optional ? AM_OP_LEAST_KNOWN : AM_OP_LEAST;
    default:
        if (is_optional) {
            return expr->is_exact ? AM_OP_ADD_KNOWN_EXACT : AM_OP_ADD_KNOWN;
        }
        return expr->is_exact ? AM_OP_ADD_EXACT : AM_OP_ADD;
    }
}

uint16_t am_lower_items(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    uint16_t made = am_lower_single(lowerer, expr->operands[0], view);
    for (uint32_t i = 1; i < expr->operand_count; i++) {
        uint16_t item = am_lower_single(lowerer, expr->operands[i], view);
        bool is_optional = am_lower_may_be_unknown(lowerer, made) || am_lower_may_be_unknown(lowerer, item);
        made = am_lower_op2(lowerer, opcode_of_items(expr, is_optional), made, item);
    }
    return made;
}
