/*
 * Ladders: the number of an offence, and which of the priors no clean time parts from the violation.
 *
 * The rows of a ladder are a schedule's and are lowered as one. A number to climb by is looked at only where
 * its condition holds.
 */
#include "lower/lowerer.h"

static uint16_t zero(am_lowerer *lowerer) {
    return am_lower_decimal(lowerer, am_decimal_of(0));
}

/* A number that may be below 0 faults there. */
static uint16_t steps_of(am_lowerer *lowerer, const am_expr *number, const am_view *view) {
    uint16_t steps = am_lower_single(lowerer, number, view);
    const am_constant *constant = am_lower_held_constant(lowerer, steps);
    am_span span = lowerer->span;
    if (constant != NULL && !constant->decimal.is_negative) {
        return steps;
    }
    lowerer->span = number->span;
    uint16_t is_rising = am_lower_op2(lowerer, AM_OP_LESS_EQUAL, zero(lowerer), steps);
    steps = am_lower_guard(lowerer, is_rising, steps, AM_DIAG_NEGATIVE_CLIMB);
    lowerer->span = span;
    return steps;
}

uint16_t am_lower_offence(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    uint16_t first = am_lower_decimal(lowerer, am_decimal_of(1));
    uint16_t made =
        am_lower_op2(lowerer, AM_OP_ADD_EXACT, first, am_lower_single(lowerer, expr->operands[0], view));
    for (uint32_t i = 1; i + 1 < expr->operand_count && !lowerer->is_failed; i += 2) {
        uint16_t condition = am_lower_single(lowerer, expr->operands[i], view);
        am_lower_open_block(lowerer, AM_OP_SKIP_UNLESS, condition);
        uint16_t steps = steps_of(lowerer, expr->operands[i + 1], view);
        am_lower_close_block(lowerer);
        uint16_t climbed = am_lower_op3(lowerer, AM_OP_SELECT, condition, steps, zero(lowerer));
        made = am_lower_op2(lowerer, AM_OP_ADD_EXACT, made, climbed);
    }
    return made;
}

uint16_t am_lower_unbroken(am_lowerer *lowerer, const am_reset *reset, uint16_t mask,
                           const am_view *elements) {
    uint16_t date = am_lower_single(lowerer, reset->date, elements);
    uint16_t clean = am_lower_single(lowerer, reset->clean, elements);
    uint16_t from = am_lower_single(lowerer, reset->from, elements);
    if (lowerer->is_failed) {
        return AM_NO_INDEX;
    }
    uint16_t made = am_lower_emit(lowerer, AM_OP_UNBROKEN, AM_VALUE_YESNO, elements->domain,
                                  (const uint16_t[4]){date, mask, clean, from});
    return reset->window == NULL
               ? made
               : am_lower_op2(lowerer, AM_OP_AND, made, am_lower_single(lowerer, reset->window, elements));
}
