/*
 * Aggregates over months: a domain with as many rows as there can be months, of which those count that have
 * begun.
 *
 * How many have begun is `months begun between` the two dates; the day on which the n-th begins is n - 1
 * months after the first. A month that has not begun gives neither needs nor faults.
 */
#include "lower/lowerer.h"

const am_frames *am_lower_month_frames(am_lowerer *lowerer, const am_frames *outer, const am_over *over) {
    const am_memo_entry *known = am_memo_find(&lowerer->month_frames, am_memo_key(outer), am_memo_key(over));
    if (known != NULL) {
        return known->pointer;
    }
    if (outer->depth + 1 >= AM_LOWER_FRAMES_MAX) {
        am_lower_fail(lowerer, AM_DIAG_LISTS_TOO_DEEP, AM_NO_ARGUMENTS);
        return NULL;
    }
    am_frames *frames = AM_NEW(lowerer->arena, am_frames);
    am_month_frame *months = AM_NEW(lowerer->arena, am_month_frame);
    am_memo_entry *entry =
        am_memo_put(&lowerer->month_frames, lowerer->arena, am_memo_key(outer), am_memo_key(over));
    if (frames == NULL || months == NULL || entry == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return NULL;
    }
    *months = (am_month_frame){over->months, AM_NO_INDEX};
    *frames = (am_frames){outer, AM_NO_INDEX, (uint16_t)(outer->depth + 1), months, 0};
    entry->pointer = frames;
    return frames;
}

const am_frames *am_lower_months_of(const am_scope *scope, const am_frames *frames) {
    unsigned out = scope->aggregate;
    if (!scope->is_element || frames == NULL) {
        return NULL;
    }
    while (out > frames->dropped && frames->outer != NULL) {
        out -= frames->dropped + 1u;
        frames = frames->outer;
    }
    return frames->months == NULL ? NULL : frames;
}

/* The months of each row of the domain; AM_NO_INDEX after a failure. */
static uint16_t domain_of(am_lowerer *lowerer, const am_months *months, uint16_t parent) {
    const am_memo_entry *known = am_memo_find(&lowerer->month_domains, parent, months->most);
    if (known != NULL) {
        return known->value.low;
    }
    uint16_t domain = am_lower_new_domain(
        lowerer, (am_domain){AM_DOMAIN_MONTHS, parent, months->most, AM_NO_INDEX, AM_NO_INDEX, AM_NO_INDEX});
    am_memo_entry *entry = am_memo_put(&lowerer->month_domains, lowerer->arena, parent, months->most);
    if (entry != NULL) {
        entry->value.low = domain;
    }
    return domain;
}

static uint16_t position_in(am_lowerer *lowerer, uint16_t domain) {
    return am_lower_emit(lowerer, AM_OP_POSITION, AM_VALUE_DECIMAL, domain, (const uint16_t[4]){0, 0, 0, 0});
}

uint16_t am_lower_month(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    const am_frames *frames = am_lower_months_of(&expr->scope, view->frames);
    const am_view *elements = view;
    if (frames == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    uint16_t number = position_in(lowerer, frames->months->domain);
    while (elements->frames->depth > frames->depth && elements->outer != NULL) {
        elements = elements->outer;
    }
    if (expr->kind == AM_EXPR_MONTH) {
        const am_months *months = frames->months->months;
        uint16_t from = am_lower_single(lowerer, months->from, elements->outer);
        uint16_t before =
            am_lower_op2(lowerer, AM_OP_SUBTRACT_EXACT, number, am_lower_decimal(lowerer, am_decimal_of(1)));
        before = am_lower_emit(lowerer, AM_OP_NUMBER_PERIOD, AM_VALUE_MONTHS, frames->months->domain,
                               (const uint16_t[4]){before, 0, 0, 0});
        from = am_lower_bring(lowerer, from, elements->outer->frames->depth, elements);
        number = am_lower_op3(lowerer, AM_OP_ADD_MONTHS, from, before, (uint16_t)months->month_end);
    }
    return am_lower_bring(lowerer, number, frames->depth, view);
}

/* The elements' view, and which of them count. */
static am_folding folding_of(am_lowerer *lowerer, const am_expr *expr, const am_view *view, uint16_t begun) {
    const am_frames *frames = am_lower_month_frames(lowerer, view->frames, expr->over);
    am_folding folding = {.is_exact = expr->is_exact || am_lower_is_exact(expr->type)};
    if (frames == NULL || lowerer->is_failed) {
        return folding;
    }
    uint16_t domain = domain_of(lowerer, expr->over->months, view->domain);
    frames->months->domain = domain;
    folding.elements = am_lower_frames_view(lowerer, view, frames, domain);
    folding.present = am_lower_integer(lowerer, AM_VALUE_YESNO, 1);
    if (folding.elements != NULL && !lowerer->is_failed) {
        begun = am_lower_bring(lowerer, begun, view->frames->depth, folding.elements);
        folding.mask = am_lower_op2(lowerer, AM_OP_LESS_EQUAL, position_in(lowerer, domain), begun);
    }
    return folding;
}

uint16_t am_lower_months(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    const am_months *months = expr->over->months;
    if (view->kind == AM_VIEW_CONSTANT) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    uint16_t from = am_lower_single(lowerer, months->from, view);
    uint16_t begun =
        am_lower_op2(lowerer, AM_OP_MONTHS_BEGUN, from, am_lower_single(lowerer, months->to, view));
    am_folding folding = folding_of(lowerer, expr, view, begun);
    if (lowerer->is_failed) {
        return AM_NO_INDEX;
    }
    uint16_t value = am_lower_single(lowerer, expr->over->element, folding.elements);
    value = am_lower_gathered(lowerer, &folding, expr->over->gather, value);
    uint16_t most = am_lower_decimal(lowerer, am_decimal_of(months->most));
    return am_lower_guard(lowerer, am_lower_op2(lowerer, AM_OP_LESS_EQUAL, begun, most), value,
                          AM_DIAG_MONTHS_BEYOND);
}
