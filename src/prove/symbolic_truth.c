/*
 * Comparisons, and conditions of conditions: a no decides `and` whatever the others are, a yes decides `or`.
 */
#include "prove/symbolic.h"

am_symbolic am_symbolic_compare(am_way *way, am_type type, am_expr_kind kind, const am_symbolic *a,
                                const am_symbolic *b) {
    if (type.kind == AM_TYPE_YESNO) {
        return am_symbolic_yes(a->truth == b->truth);
    }
    if (kind == AM_EXPR_EQUAL) {
        return am_symbolic_yes(am_way_order(way, a->value, b->value) == 0 &&
                               (!type.is_range || am_way_order(way, a->highest, b->highest) == 0));
    }
    return am_symbolic_yes(
        am_way_is_above(way, am_way_subtract(way, b->value, a->value), kind == AM_EXPR_LESS));
}

/* How many of the operands are yes, no and faults, up to where that decides. */
am_symbolic am_symbolic_junction(am_way *way, am_scene scene, const am_expr *expr) {
    uint32_t count = expr->operand_count, yes = 0, no = 0;
    uint32_t least = expr->kind == AM_EXPR_AND ? count : expr->kind == AM_EXPR_OR ? 1 : expr->number;

    for (uint32_t i = 0; i < count && !way->is_over; i++) {
        am_symbolic one = am_symbolic_of(way, scene, expr->operands[i]);

        yes += one.state == AM_SYMBOL_VALUE && one.truth ? 1 : 0;
        no += one.state == AM_SYMBOL_VALUE && !one.truth ? 1 : 0;
        if (yes >= least) {
            return am_symbolic_yes(true);
        }
        if (count - no < least) {
            return am_symbolic_yes(false);
        }
    }
    return am_symbolic_fault();
}

/* Whether an exception prevails: it holds, and no later one that is `notwithstanding the above`. */
static am_symbolic prevails(const am_expr *expr, const am_symbolic *holds, uint32_t count, uint32_t which) {
    am_symbolic result = holds[which];

    for (uint32_t later = which + 1; later < count; later++) {
        if (!expr->exceptions[later].is_notwithstanding) {
            continue;
        }
        if (holds[later].state == AM_SYMBOL_VALUE && holds[later].truth) {
            return am_symbolic_yes(false);
        }
        if (holds[later].state != AM_SYMBOL_VALUE && (result.state != AM_SYMBOL_VALUE || result.truth)) {
            result = am_symbolic_fault();
        }
    }
    return result;
}

am_symbolic am_symbolic_except(am_way *way, am_scene scene, const am_expr *expr) {
    uint32_t count = (expr->operand_count - 1) / 2, one = count;
    am_symbolic *holds = AM_NEW_ARRAY(way->arena, am_symbolic, (size_t)count + 1);

    for (uint32_t i = 0; holds != NULL && i < count; i++) {
        holds[i] = am_symbolic_of(way, scene, expr->operands[1 + 2 * i]);
    }
    for (uint32_t i = 0; holds != NULL && i < count; i++) {
        am_symbolic prevailing = prevails(expr, holds, count, i);

        if (prevailing.state != AM_SYMBOL_VALUE || (prevailing.truth && one != count)) {
            return am_symbolic_fault();
        }
        one = prevailing.truth ? i : one;
    }
    return holds != NULL ? am_symbolic_of(way, scene, expr->operands[one == count ? 0 : 2 + 2 * one])
                         : am_symbolic_fault();
}
