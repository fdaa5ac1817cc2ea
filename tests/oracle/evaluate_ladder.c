/*
 * Ladders: the number of the offence, and the count that begins anew after a clean time.
 *
 * The rows of a ladder are a schedule's and are looked at as one.
 */
#include "evaluate.h"

static oracle_outcome climb_of(oracle *oracle, oracle_scene scene, const am_expr *condition,
                               const am_expr *number) {
    oracle_outcome outcome = oracle_expression(oracle, scene, condition);

    if (outcome.state != ORACLE_VALUE) {
        return outcome;
    }
    if (oracle_is_no(&outcome)) {
        return oracle_outcome_decimal(am_decimal_of(0));
    }
    outcome = oracle_expression(oracle, scene, number);
    if (outcome.state == ORACLE_VALUE && am_decimal_compare(outcome.value.decimal, am_decimal_of(0)) < 0) {
        return oracle_outcome_fault(AM_DIAG_NEGATIVE_CLIMB, number->span, scene);
    }
    return outcome;
}

static oracle_outcome add(oracle *oracle, oracle_scene scene, const am_expr *expr, oracle_outcome a,
                          oracle_outcome b) {
    oracle_outcome both[2] = {a, b}, out;
    am_decimal sum;
    am_arith status;

    if (!oracle_are_values(oracle->arena, both, 2, &out)) {
        return out;
    }
    status = am_decimal_add(a.value.decimal, b.value.decimal, &sum);
    return oracle_arithmetic(status, sum, true, expr->span, scene);
}

oracle_outcome oracle_offence(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    oracle_outcome offence = oracle_outcome_decimal(am_decimal_of(1));

    offence = add(oracle, scene, expr, offence, oracle_expression(oracle, scene, expr->operands[0]));
    for (uint32_t i = 1; i + 1 < expr->operand_count; i += 2) {
        offence = add(oracle, scene, expr, offence,
                      climb_of(oracle, scene, expr->operands[i], expr->operands[i + 1]));
    }
    return offence;
}

/* The dates of the elements that count. */
typedef struct prior {
    int64_t date;
    int64_t clean;
    bool is_left; /* not gone through yet */
} prior;

/* Takes the newest first, until one after which there was a clean time. */
static void keep_run(prior *priors, oracle_outcome *masks, uint32_t count, int64_t from) {
    for (;;) {
        uint32_t newest = count;

        for (uint32_t i = 0; i < count; i++) {
            if (priors[i].is_left && (newest == count || priors[i].date > priors[newest].date)) {
                newest = i;
            }
        }
        if (newest == count || priors[newest].clean <= from) {
            return;
        }
        priors[newest].is_left = false;
        masks[newest] = oracle_outcome_yes(true);
        if (priors[newest].date < from) {
            from = priors[newest].date;
        }
    }
}

/* What the elements that may count come to together; false when that is no value. */
static bool read_priors(oracle *oracle, const am_reset *reset, const oracle_scene *scenes,
                        const oracle_outcome *masks, uint32_t count, prior *priors, int64_t *from,
                        oracle_outcome *needs, oracle_outcome *out) {
    oracle_outcome *all = AM_NEW_ARRAY(oracle->arena, oracle_outcome, 4 * (size_t)count + 1);
    size_t n = 0;

    for (uint32_t i = 0; i < count; i++) {
        oracle_outcome *own = &all[n];

        if (oracle_is_no(&masks[i])) {
            continue;
        }
        all[n++] = masks[i];
        if (!oracle_is_yes(&masks[i])) {
            continue;
        }
        all[n++] = oracle_expression(oracle, scenes[i], reset->date);
        all[n++] = oracle_expression(oracle, scenes[i], reset->clean);
        all[n++] = oracle_expression(oracle, scenes[i], reset->from);
        priors[i] = (prior){own[1].value.integer, own[2].value.integer, true};
        *from = own[3].value.integer;
    }
    *needs = oracle_reasons(oracle->arena, ORACLE_NEEDS, all, n);
    return oracle_are_values(oracle->arena, all, n, out);
}

void oracle_reset(oracle *oracle, const am_reset *reset, const oracle_scene *scenes, oracle_outcome *masks,
                  uint32_t count) {
    prior *priors = AM_NEW_ARRAY(oracle->arena, prior, (size_t)count + 1);
    oracle_outcome reason, needs; /* what the list comes to; and what it needs, even when that is a fault */
    int64_t from = 0;
    bool is_known = read_priors(oracle, reset, scenes, masks, count, priors, &from, &needs, &reason);

    for (uint32_t i = 0; i < count; i++) {
        if (oracle_is_no(&masks[i])) {
            continue;
        }
        /* Whether the element counts is not known: it may still be no, whatever the others come to. */
        masks[i] = is_known ? oracle_outcome_yes(false)
                   : masks[i].state == ORACLE_NEEDS && reason.state == ORACLE_FAULT ? needs
                                                                                    : reason;
    }
    if (is_known) {
        keep_run(priors, masks, count, from);
    }
    for (uint32_t i = 0; i < count && reset->window != NULL; i++) {
        oracle_outcome both[2] = {masks[i], oracle_expression(oracle, scenes[i], reset->window)};

        masks[i] = oracle_decide(oracle->arena, false, both, 2);
    }
}
