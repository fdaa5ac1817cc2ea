/*
 * Ranges are two registers, the lowest and the highest end.
 *
 * A range that is put together from values is guarded: both ends fault when they stand the wrong way round.
 */
#include "lower/lowerer.h"

static am_lowered single(uint16_t number) {
    return (am_lowered){number, AM_NO_INDEX};
}

static am_lowered lower_ends(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    am_lowered range = {am_lower_single(lowerer, expr->operands[0], view),
                        am_lower_single(lowerer, expr->operands[1], view)};
    am_constant constant;
    if (am_lower_constant_of(expr->operands[0], &constant) &&
        am_lower_constant_of(expr->operands[1], &constant)) {
        return range;
    }
    uint16_t is_forward = am_lower_op2(lowerer, AM_OP_LESS_EQUAL, range.low, range.high);
    return (am_lowered){am_lower_guard(lowerer, is_forward, range.low, AM_DIAG_BACKWARD_RANGE),
                        am_lower_guard(lowerer, is_forward, range.high, AM_DIAG_BACKWARD_RANGE)};
}

static uint16_t lower_middle(am_lowerer *lowerer, am_lowered range) {
    uint16_t sum = am_lower_op2(lowerer, AM_OP_ADD, range.low, range.high);
    return am_lower_op2(lowerer, AM_OP_DIVIDE, sum, am_lower_decimal(lowerer, am_decimal_of(2)));
}

uint16_t am_lower_limited(am_lowerer *lowerer, uint16_t value, am_lowered range) {
    uint16_t raised = am_lower_op2(lowerer, AM_OP_GREATEST, value, range.low);
    return am_lower_op2(lowerer, AM_OP_LEAST, raised, range.high);
}

am_lowered am_lower_range(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    if (expr->kind == AM_EXPR_RANGE) {
        return lower_ends(lowerer, expr, view);
    }
    am_lowered first = am_lower_expr(lowerer, expr->operands[0], view);
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_LOWEST:
        return single(first.low);
    case AM_EXPR_HIGHEST:
        return single(first.high);
    case AM_EXPR_MIDDLE:
        return single(lower_middle(lowerer, first));
    default:
        return single(am_lower_limited(lowerer, first.low, am_lower_expr(lowerer, expr->operands[1], view)));
    }
}

/* Times a negative number the ends change places: which is which takes both of them, whatever the factor. */
am_lowered am_lower_scaled(am_lowerer *lowerer, am_opcode opcode, am_lowered range, uint16_t factor) {
    uint16_t low = am_lower_op2(lowerer, opcode, range.low, factor);
    uint16_t high = am_lower_op2(lowerer, opcode, range.high, factor);
    return (am_lowered){am_lower_op2(lowerer, AM_OP_LEAST, low, high),
                        am_lower_op2(lowerer, AM_OP_GREATEST, low, high)};
}
