/*
 * Sites: where in the text an instruction comes from, as a number by which faults are put in order.
 *
 * While a program is made, a site's order is the number of a span. At the end the spans are ranked by where
 * they begin and, from one beginning, the shorter first: in `a / b - c` the quotient comes before the
 * difference that begins with it.
 */
#include <stdlib.h>

#include "lower/lowerer.h"

static bool is_same(am_span a, am_span b) {
    return a.source == b.source && a.start == b.start && a.length == b.length;
}

uint32_t am_lower_site(am_lowerer *lowerer) {
    size_t count = lowerer->span_count;
    if (count > 0 && is_same(lowerer->spans[count - 1], lowerer->span)) {
        return (uint32_t)(count - 1);
    }
    am_span *spans = AM_GROW(lowerer->arena, am_span, lowerer->spans, count, &lowerer->room.spans);
    if (spans == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return 0;
    }
    lowerer->spans = spans;
    spans[lowerer->span_count++] = lowerer->span;
    return (uint32_t)count;
}

typedef struct am_ranked {
    am_span span;
    uint32_t number;
} am_ranked;

static int compare_numbers(uint32_t a, uint32_t b) {
    return (a > b) - (a < b);
}

static int compare_spans(const void *first, const void *second) {
    const am_span *a = &((const am_ranked *)first)->span;
    const am_span *b = &((const am_ranked *)second)->span;
    if (a->source != b->source) {
        return compare_numbers(a->source, b->source);
    }
    return a->start != b->start ? compare_numbers(a->start, b->start) : compare_numbers(a->length, b->length);
}

void am_lower_rank_sites(am_lowerer *lowerer) {
    size_t count = lowerer->span_count;
    am_ranked *ranked = AM_NEW_ARRAY(lowerer->arena, am_ranked, count + 1);
    uint32_t *ranks = AM_NEW_ARRAY(lowerer->arena, uint32_t, count + 1);
    uint32_t rank = 0;
    if (ranked == NULL || ranks == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        ranked[i] = (am_ranked){lowerer->spans[i], (uint32_t)i};
    }
    qsort(ranked, count, sizeof *ranked, compare_spans);
    for (size_t i = 0; i < count; i++) {
        rank += i > 0 && !is_same(ranked[i - 1].span, ranked[i].span);
        ranks[ranked[i].number] = rank;
    }
    for (uint32_t i = 0; i < lowerer->program.instruction_count; i++) {
        lowerer->program.sites[i].order = ranks[lowerer->program.sites[i].order];
    }
}
