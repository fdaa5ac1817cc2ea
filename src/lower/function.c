/*
 * Rules with arguments: which clause a fault in one names.
 *
 * Such a rule is written out where it is called, so that its instructions stand among the caller's. What
 * stands in the rule's own text is the rule's, with its citation; what it was given is the caller's. Which of
 * its exceptions holds is told by their own clauses.
 */
#include "lower/lowerer.h"

static bool is_before(am_span a, am_span b) {
    return a.source != b.source ? a.source < b.source : a.start <= b.start;
}

/* The rule in whose text the span lies; the count where it lies in none. */
static size_t function_of(const am_model *model, am_span span) {
    size_t low = 0, high = model->function_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(model->functions[middle]->span, span)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0) {
        return model->function_count;
    }
    am_span around = model->functions[low - 1]->span;
    bool is_within = around.source == span.source && span.start + span.length <= around.start + around.length;
    return is_within ? low - 1 : model->function_count;
}

uint16_t am_lower_site_clause(am_lowerer *lowerer) {
    const am_model *model = lowerer->model;
    if (model->function_count == 0 || lowerer->clause == AM_NO_INDEX || lowerer->is_clause_settled) {
        return lowerer->clause;
    }
    size_t number = function_of(model, lowerer->span);
    if (number == model->function_count) {
        return lowerer->clause;
    }
    const am_memo_entry *known = am_memo_find(&lowerer->functions, am_memo_key(model->functions[number]), 0);
    if (known != NULL) {
        return known->value.low;
    }
    uint16_t clause = am_lower_function_clause(lowerer, model->functions[number]);
    am_memo_entry *entry =
        am_memo_put(&lowerer->functions, lowerer->arena, am_memo_key(model->functions[number]), 0);
    if (entry != NULL) {
        entry->value.low = clause;
    }
    return clause;
}
