/*
 * Verdicts in public terms. They outlive the model and the texts that they were made of.
 */
#include "api/properties.h"

#include "prove/prove.h"

struct amerce_properties {
    am_allocator allocator;
    am_arena arena;
    const am_verdict *verdicts;
    amerce_property *items;
    size_t count;
};

static amerce_text copied(amerce_properties *properties, am_slice text) {
    return am_api_text(am_arena_copy(&properties->arena, text));
}

static amerce_property property_of(amerce_properties *properties, const amerce_diagnostics *list,
                                   const am_property *from, const am_verdict *verdict) {
    static const amerce_property_result results[] = {
        [AM_VERDICT_PROVED] = AMERCE_PROPERTY_PROVED,
        [AM_VERDICT_SEARCHED] = AMERCE_PROPERTY_SEARCHED,
        [AM_VERDICT_REFUTED] = AMERCE_PROPERTY_REFUTED,
    };
    const am_source *source = &list->sources.items[from->span.source];
    am_position start = am_source_position(source, from->span.start);
    am_position end = am_source_position(source, from->span.start + from->span.length);

    return (amerce_property){
        .name = copied(properties, from->name),
        .citation = copied(properties, from->citation),
        .place = {copied(properties, source->path), start.line, start.column, end.line, end.column},
        .result = results[verdict->kind],
        .records = verdict->records,
        .is_search_enough = from->is_searched,
        .counterexample_count = verdict->counterexample_count,
    };
}

amerce_properties *am_properties_examined(amerce_diagnostics *list, const am_model *model, bool is_strict) {
    amerce_properties *properties =
        list->allocator.resize(list->allocator.context, NULL, 0, sizeof *properties);

    if (properties == NULL) {
        return NULL;
    }
    *properties = (amerce_properties){.allocator = list->allocator, .count = model->property_count};
    am_arena_init(&properties->arena, list->allocator, 0);
    properties->verdicts = am_prove(&properties->arena, model, is_strict, &list->items);
    properties->items = AM_NEW_ARRAY(&properties->arena, amerce_property, properties->count + 1);
    for (size_t i = 0; properties->verdicts != NULL && properties->items != NULL && i < properties->count;
         i++) {
        properties->items[i] = property_of(properties, list, model->properties[i], &properties->verdicts[i]);
    }
    if (properties->arena.is_exhausted) {
        amerce_properties_free(properties);
        return NULL;
    }
    return properties;
}

size_t amerce_properties_count(const amerce_properties *properties) {
    return properties != NULL ? properties->count : 0;
}

bool amerce_properties_get(const amerce_properties *properties, size_t index, amerce_property *out) {
    *out = (amerce_property){0};
    if (index >= amerce_properties_count(properties)) {
        return false;
    }
    *out = properties->items[index];
    return true;
}

amerce_text amerce_properties_counterexample(const amerce_properties *properties, size_t index,
                                             size_t record) {
    if (index >= amerce_properties_count(properties) ||
        record >= properties->verdicts[index].counterexample_count) {
        return (amerce_text){0};
    }
    return am_api_text(properties->verdicts[index].counterexample[record]);
}

void amerce_properties_free(amerce_properties *properties) {
    if (properties == NULL) {
        return;
    }
    am_arena_clear(&properties->arena);
    properties->allocator.resize(properties->allocator.context, properties, sizeof *properties, 0);
}
