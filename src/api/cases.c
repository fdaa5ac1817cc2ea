/*
 * Lists of golden cases: made, handed out, freed.
 */
#include "api/cases.h"

amerce_cases *am_cases_new(am_allocator allocator) {
    amerce_cases *cases = allocator.resize(allocator.context, NULL, 0, sizeof *cases);
    if (cases == NULL) {
        return NULL;
    }
    *cases = (amerce_cases){.allocator = allocator};
    am_arena_init(&cases->arena, allocator, 0);
    return cases;
}

void amerce_cases_free(amerce_cases *cases) {
    if (cases == NULL) {
        return;
    }
    am_arena_clear(&cases->arena);
    cases->allocator.resize(cases->allocator.context, cases, sizeof *cases, 0);
}

am_case *am_cases_add(amerce_cases *cases) {
    am_case *items = AM_GROW(&cases->arena, am_case, cases->items, cases->count, &cases->room);
    if (items == NULL) {
        return NULL;
    }
    cases->items = items;
    items[cases->count] = (am_case){.line = 0};
    return &items[cases->count++];
}

am_claim *am_case_claim(amerce_cases *cases, am_case *one) {
    am_claim *claims = AM_GROW(&cases->arena, am_claim, one->claims, one->claim_count, &one->claim_room);
    if (claims == NULL) {
        return NULL;
    }
    one->claims = claims;
    claims[one->claim_count] = (am_claim){.line = one->line};
    return &claims[one->claim_count++];
}

am_slice am_cases_take(amerce_cases *cases, am_buffer *buffer) {
    am_slice text = am_arena_copy(&cases->arena, am_buffer_text(buffer));
    cases->arena.is_exhausted = cases->arena.is_exhausted || buffer->is_failed;
    buffer->length = 0;
    return text;
}

size_t amerce_cases_count(const amerce_cases *cases) {
    return cases->count;
}

bool amerce_cases_get(const amerce_cases *cases, size_t index, amerce_case *out) {
    *out = (amerce_case){.line = 0};
    if (index >= cases->count) {
        return false;
    }
    const am_case *one = &cases->items[index];
    out->name = am_api_text(one->name);
    out->citation = am_api_text(one->citation);
    out->path = am_api_text(one->path);
    out->line = one->line;
    out->record = am_api_text(one->record);
    out->problem = am_api_text(one->problem);
    out->expectation_count = one->claim_count;
    return true;
}

bool amerce_cases_expectation(const amerce_cases *cases, size_t index, size_t expectation,
                              amerce_expectation *out) {
    *out = (amerce_expectation){.line = 0};
    if (index >= cases->count || expectation >= cases->items[index].claim_count) {
        return false;
    }
    const am_claim *claim = &cases->items[index].claims[expectation];
    out->kind = claim->kind;
    out->line = claim->line;
    out->words = am_api_text(claim->words);
    out->path = am_api_text(claim->path);
    out->step = am_api_text(claim->step);
    out->expected = am_api_text(claim->expected);
    return true;
}
