/*
 * A rule's exceptions: which of them prevails, and its value.
 *
 * An exception prevails when it holds and no later one that is `notwithstanding the above` holds: all of
 * these together, as `and` has it. One may prevail; where none does the general value holds.
 */
#include "evaluate.h"

static oracle_outcome negated(oracle_outcome condition) {
    return condition.state == ORACLE_VALUE ? oracle_outcome_yes(oracle_is_no(&condition)) : condition;
}

/* Of each exception, in order. */
static oracle_outcome *who_prevails(oracle *oracle, const am_expr *expr, oracle_outcome *holds,
                                    uint32_t count) {
    oracle_outcome *prevails = AM_NEW_ARRAY(oracle->arena, oracle_outcome, (size_t)count + 1);
    oracle_outcome *terms = AM_NEW_ARRAY(oracle->arena, oracle_outcome, (size_t)count + 1);

    for (uint32_t i = 0; i < count; i++) {
        size_t term_count = 1;

        terms[0] = holds[i];
        for (uint32_t later = i + 1; later < count; later++) {
            if (expr->exceptions[later].is_notwithstanding) {
                terms[term_count++] = negated(holds[later]);
            }
        }
        prevails[i] = oracle_decide(oracle->arena, false, terms, term_count);
    }
    return prevails;
}

static oracle_outcome two_prevail(const am_expr *expr, oracle_scene scene, uint32_t first, uint32_t second) {
    oracle_outcome fault = oracle_outcome_fault(AM_DIAG_TWO_EXCEPTIONS, expr->span, scene);

    fault.fault.clauses[0] = expr->exceptions[first].span;
    fault.fault.clauses[1] = expr->exceptions[second].span;
    return fault;
}

oracle_outcome oracle_except(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    uint32_t count = (expr->operand_count - 1) / 2, one = count;
    oracle_outcome *holds = AM_NEW_ARRAY(oracle->arena, oracle_outcome, (size_t)count + 1), *prevails,
                   reasons;

    for (uint32_t i = 0; i < count; i++) {
        holds[i] = oracle_expression(oracle, scene, expr->operands[1 + 2 * i]);
    }
    prevails = who_prevails(oracle, expr, holds, count);
    reasons = oracle_reasons(oracle->arena, ORACLE_FAULT, prevails, count);
    if (reasons.fault.diag != AM_DIAG_NONE) {
        return reasons;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (oracle_is_yes(&prevails[i]) && one != count) {
            return two_prevail(expr, scene, one, i);
        }
        one = oracle_is_yes(&prevails[i]) ? i : one;
    }
    reasons = oracle_reasons(oracle->arena, ORACLE_NEEDS, prevails, count);
    if (reasons.needs != NULL) {
        return reasons;
    }
    return oracle_expression(oracle, scene, expr->operands[one == count ? 0 : 2 + 2 * one]);
}
