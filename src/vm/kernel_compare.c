/*
 * Comparison kernels: yes or no from two registers of one type.
 */
#include "base/decimal_short.h"
#include "vm/kernel.h"

/* yes[row] = a OP b for values that C compares. */
#define COMPARE(T, OP)                              \
    for (uint32_t row = 0; row < call->rows; row++) \
    yes[row] = ((const T *)a->values)[row & a->mask] OP((const T *)b->values)[row & b->mask]

static inline int order_of(const am_decimal *a, const am_decimal *b) {
    int order;
    return am_decimal_compare_short(a, b, &order) ? order : am_decimal_compare(*a, *b);
}

/* The same for decimals, which compare by value. */
/* NOLINTBEGIN(bugprone-macro-parentheses): the argument is an operator */
#define COMPARE_DECIMALS(OP)                                             \
    for (uint32_t row = 0; row < call->rows; row++)                      \
    yes[row] = order_of(&((const am_decimal *)a->values)[row & a->mask], \
                        &((const am_decimal *)b->values)[row & b->mask]) OP 0
/* NOLINTEND(bugprone-macro-parentheses) */

#define COMPARE_BY_STORAGE(OP)                       \
    switch (am_storage_of((am_value_type)a->type)) { \
    case AM_STORAGE_DECIMAL:                         \
        COMPARE_DECIMALS(OP);                        \
        break;                                       \
    case AM_STORAGE_YESNO:                           \
        COMPARE(uint8_t, OP);                        \
        break;                                       \
    case AM_STORAGE_INTEGER:                         \
        COMPARE(int32_t, OP);                        \
        break;                                       \
    }

void am_kernel_equal(am_call *call) {
    const am_view *a = &call->operands[0];
    const am_view *b = &call->operands[1];
    uint8_t *yes = call->values;
    COMPARE_BY_STORAGE(==)
    am_call_set_strict_states(call);
}

void am_kernel_less(am_call *call, bool is_equal_less) {
    const am_view *a = &call->operands[0];
    const am_view *b = &call->operands[1];
    uint8_t *yes = call->values;
    if (is_equal_less) {
        COMPARE_BY_STORAGE(<=)
    } else {
        COMPARE_BY_STORAGE(<)
    }
    am_call_set_strict_states(call);
}
