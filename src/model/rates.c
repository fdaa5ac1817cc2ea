/*
 * Rates of exchange as types: `SEK per EUR` is what one euro is in kronor.
 *
 * An amount in euro times such a rate is an amount in kronor, and back by division. Nothing else is done with
 * a rate but to compare it with another of its kind; the language knows no rates by itself.
 */
#include "model/build.h"

am_type am_rate_type(am_maker *maker, const am_node *node) {
    am_model *model = maker->model;
    am_slice text = node->text;
    size_t first = 0, last = text.length;
    am_rate rate, *rates;

    while (first < text.length && text.data[first] > ' ') {
        first++;
    }
    while (last > first && text.data[last - 1] > ' ') {
        last--;
    }
    rate.unit = am_unit_of(maker, am_slice_part(text, 0, first), node->span);
    rate.per = am_unit_of(maker, am_slice_part(text, last, text.length), node->span);
    if (rate.unit == AM_TYPE_NO_UNIT || rate.per == AM_TYPE_NO_UNIT) {
        return am_type_of(AM_TYPE_ERROR);
    }
    if (rate.unit == rate.per) {
        am_report(maker, AM_DIAG_TYPE_NOT_HERE, node->span, AM_ARGUMENTS(text));
        return am_type_of(AM_TYPE_ERROR);
    }
    for (size_t i = 0; i < model->rate_count; i++) {
        if (model->rates[i].unit == rate.unit && model->rates[i].per == rate.per) {
            return (am_type){.kind = AM_TYPE_RATE, .index = (uint16_t)i};
        }
    }
    rates = AM_GROW(maker->arena, am_rate, model->rates, model->rate_count, &maker->rate_capacity);
    if (rates == NULL) {
        return am_type_of(AM_TYPE_ERROR);
    }
    model->rates = rates;
    rates[model->rate_count] = rate;
    return (am_type){.kind = AM_TYPE_RATE, .index = (uint16_t)model->rate_count++};
}

static bool is_rate(const am_expr *expr) {
    return expr->type.kind == AM_TYPE_RATE && !expr->type.is_range;
}

/* What can be done with the rate, in the words of the two currencies. */
static am_expr *refuse(am_context *context, am_expr_kind kind, am_span span, const am_expr *a,
                       const am_expr *b) {
    am_maker *maker = context->maker;
    const am_rate *rate = &maker->model->rates[(is_rate(a) ? a : b)->type.index];
    am_slice unit = maker->model->units[rate->unit].code, per = maker->model->units[rate->per].code;

    am_report(
        maker, AM_DIAG_RATE_MISFIT, span,
        AM_ARGUMENTS(am_type_words(maker, a->type),
                     kind == AM_EXPR_MULTIPLY ? AM_SLICE("multiplied by") : AM_SLICE("divided by"),
                     am_type_words(maker, b->type),
                     AM_JOIN(maker, AM_SLICE("multiply amounts in "), per,
                             AM_SLICE(" by the rate, and divide amounts in "), unit, AM_SLICE(" by it"))));
    return am_expr_error(context, span);
}

am_expr *am_rate_apply(am_context *context, am_expr_kind kind, am_span span, am_expr *a, am_expr *b) {
    am_expr *money = is_rate(a) ? b : a;
    const am_rate *rate;
    uint16_t from, to;

    if (!is_rate(a) && !is_rate(b)) {
        return NULL;
    }
    rate = &context->maker->model->rates[(is_rate(a) ? a : b)->type.index];
    from = kind == AM_EXPR_MULTIPLY ? rate->per : rate->unit;
    to = kind == AM_EXPR_MULTIPLY ? rate->unit : rate->per;
    if (money->type.kind != AM_TYPE_MONEY || money->type.is_range || money->type.index != from ||
        (kind == AM_EXPR_DIVIDE && !is_rate(b))) {
        return refuse(context, kind, span, a, b);
    }
    return am_expr_make(context, kind, span, am_type_money(to), 2, a, b, NULL);
}
