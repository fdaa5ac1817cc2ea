/*
 * Scalars over decimals: the arithmetic of base/decimal.h with its outcomes as diagnostics.
 *
 * "Exact" instructions turn a lost digit into a fault; all others round.
 */
#include <string.h>

#include "vm/kernel.h"

static am_diag diag_of(am_arith outcome, bool is_exact) {
    switch (outcome) {
    case AM_ARITH_EXACT:
        return AM_DIAG_NONE;
    case AM_ARITH_ROUNDED:
        return is_exact ? AM_DIAG_LOST_DIGITS : AM_DIAG_NONE;
    case AM_ARITH_OVERFLOW:
        return AM_DIAG_NUMBER_OVERFLOW;
    case AM_ARITH_UNDERFLOW:
        return AM_DIAG_NUMBER_UNDERFLOW;
    case AM_ARITH_ZERO_DIVISOR:
        return AM_DIAG_DIVISION_BY_ZERO;
    case AM_ARITH_DOMAIN:
        break;
    }
    return AM_DIAG_NOT_DEFINED;
}

typedef am_arith operation(am_decimal a, am_decimal b, am_decimal *out);

static inline am_diag apply(operation *run, bool is_exact, const void *a, const void *b, void *out) {
    am_decimal result;
    am_diag diag = diag_of(run(*(const am_decimal *)a, *(const am_decimal *)b, &result), is_exact);
    *(am_decimal *)out = diag == AM_DIAG_NONE ? result : am_decimal_of(0);
    return diag;
}

#define SCALAR(name, run, is_exact)                                                     \
    static am_diag name(const am_call *call, const void *a, const void *b, void *out) { \
        (void)call;                                                                     \
        return apply(run, is_exact, a, b, out);                                         \
    }

SCALAR(add, am_decimal_add, false)
SCALAR(subtract, am_decimal_subtract, false)
SCALAR(multiply, am_decimal_multiply, false)
SCALAR(add_exact, am_decimal_add, true)
SCALAR(subtract_exact, am_decimal_subtract, true)
SCALAR(multiply_exact, am_decimal_multiply, true)
SCALAR(divide, am_decimal_divide, false)
SCALAR(quotient, am_decimal_quotient, false)
SCALAR(remainder_of, am_decimal_remainder, false)
SCALAR(power, am_decimal_power, false)

static am_diag negate(const am_call *call, const void *a, const void *b, void *out) {
    (void)call;
    (void)b;
    *(am_decimal *)out = am_decimal_negate(*(const am_decimal *)a);
    return AM_DIAG_NONE;
}

static am_diag absolute(const am_call *call, const void *a, const void *b, void *out) {
    (void)call;
    (void)b;
    *(am_decimal *)out = am_decimal_absolute(*(const am_decimal *)a);
    return AM_DIAG_NONE;
}

static am_diag round_to(const am_call *call, const void *a, const void *b, void *out) {
    am_rounding mode = (am_rounding)call->instruction->operands[2];
    am_decimal result;
    am_arith outcome = am_decimal_round(*(const am_decimal *)a, mode, *(const am_decimal *)b, &result);
    am_diag diag = diag_of(outcome, false);
    *(am_decimal *)out = diag == AM_DIAG_NONE ? result : am_decimal_of(0);
    return diag;
}

static am_diag is_whole(const am_call *call, const void *a, const void *b, void *out) {
    (void)call;
    (void)b;
    *(uint8_t *)out = am_decimal_is_whole(*(const am_decimal *)a);
    return AM_DIAG_NONE;
}

static am_diag choose(const am_call *call, const void *chosen, void *out) {
    memmove(out, chosen, am_value_type_bytes(call->type));
    return AM_DIAG_NONE;
}

static am_diag greatest(const am_call *call, const void *a, const void *b, void *out) {
    return choose(call, am_value_compare(call->type, a, b) >= 0 ? a : b, out);
}

static am_diag least(const am_call *call, const void *a, const void *b, void *out) {
    return choose(call, am_value_compare(call->type, a, b) <= 0 ? a : b, out);
}

am_scalar *const am_decimal_scalars[AM_OP_COUNT_OF_ALL] = {
    [AM_OP_ADD] = add,
    [AM_OP_SUBTRACT] = subtract,
    [AM_OP_MULTIPLY] = multiply,
    [AM_OP_ADD_EXACT] = add_exact,
    [AM_OP_SUBTRACT_EXACT] = subtract_exact,
    [AM_OP_MULTIPLY_EXACT] = multiply_exact,
    [AM_OP_DIVIDE] = divide,
    [AM_OP_QUOTIENT] = quotient,
    [AM_OP_REMAINDER] = remainder_of,
    [AM_OP_POWER] = power,
    [AM_OP_NEGATE] = negate,
    [AM_OP_ABSOLUTE] = absolute,
    [AM_OP_ROUND] = round_to,
    [AM_OP_IS_WHOLE] = is_whole,
    [AM_OP_GREATEST] = greatest,
    [AM_OP_LEAST] = least,
    [AM_OP_GREATEST_KNOWN] = greatest,
    [AM_OP_LEAST_KNOWN] = least,
    [AM_OP_ADD_KNOWN] = add,
    [AM_OP_ADD_KNOWN_EXACT] = add_exact,
    [AM_OP_SUM] = add,
    [AM_OP_SUM_EXACT] = add_exact,
    [AM_OP_ADD_ROWS] = add,
    [AM_OP_ADD_ROWS_EXACT] = add_exact,
    [AM_OP_FOLD_GREATEST] = greatest,
    [AM_OP_FOLD_LEAST] = least,
    [AM_OP_GROUP_SUM] = add,
    [AM_OP_GROUP_SUM_EXACT] = add_exact,
    [AM_OP_GROUP_GREATEST] = greatest,
    [AM_OP_GROUP_LEAST] = least,
};
