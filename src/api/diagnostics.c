/*
 * Lists of diagnostics in public terms. Belongs to both libraries: a compiled rulebook that is refused has
 * diagnostics too.
 */
#include "api/diagnostics.h"

amerce_diagnostics *am_api_diagnostics_new(am_allocator allocator) {
    amerce_diagnostics *list = allocator.resize(allocator.context, NULL, 0, sizeof *list);
    if (list == NULL) {
        return NULL;
    }
    list->allocator = allocator;
    am_arena_init(&list->arena, allocator, 0);
    am_sources_init(&list->sources, &list->arena);
    am_diagnostics_init(&list->items, &list->arena);
    return list;
}

amerce_diagnostics *am_api_rejection_diagnostics(am_allocator allocator, am_slice path,
                                                 const am_rejection *rejection) {
    amerce_diagnostics *list = am_api_diagnostics_new(allocator);
    if (list == NULL) {
        return NULL;
    }
    am_buffer index;
    am_slice bytes = {NULL, 0};
    if (path.length > 0) {
        am_sources_add(&list->sources, path, bytes);
    }
    am_buffer_init(&index, allocator);
    am_buffer_put_unsigned(&index, rejection->index);
    am_diagnose(&list->items, rejection->diag, (am_span){0},
                AM_ARGUMENTS(am_slice_of(rejection->part), am_buffer_text(&index)));
    am_buffer_clear(&index);
    if (list->arena.is_exhausted) {
        amerce_diagnostics_free(list);
        return NULL;
    }
    return list;
}

void amerce_diagnostics_free(amerce_diagnostics *list) {
    if (list == NULL) {
        return;
    }
    am_arena_clear(&list->arena);
    list->allocator.resize(list->allocator.context, list, sizeof *list, 0);
}

size_t amerce_diagnostics_count(const amerce_diagnostics *list) {
    size_t count = 0;
    for (const am_diagnostic *item = list->items.first; item != NULL; item = item->next) {
        count++;
    }
    return count;
}

size_t amerce_diagnostics_error_count(const amerce_diagnostics *list) {
    return list->items.error_count;
}

static amerce_place place_of(const amerce_diagnostics *list, am_span span) {
    amerce_place place = {0};
    if (span.source >= list->sources.count) {
        return place;
    }
    const am_source *source = &list->sources.items[span.source];
    am_position start = am_source_position(source, span.start);
    am_position end = am_source_position(source, span.start + span.length);
    place.path = am_api_text(source->path);
    place.line = start.line;
    place.column = start.column;
    place.end_line = end.line;
    place.end_column = end.column;
    return place;
}

static const am_diagnostic *item_at(const amerce_diagnostics *list, size_t index) {
    const am_diagnostic *item = list->items.first;
    while (item != NULL && index > 0) {
        item = item->next;
        index--;
    }
    return item;
}

bool amerce_diagnostics_get(const amerce_diagnostics *list, size_t index, amerce_diagnostic *out) {
    const am_diagnostic *item = item_at(list, index);
    *out = (amerce_diagnostic){0};
    if (item == NULL) {
        return false;
    }
    out->code = am_diag_code_of(item->diag);
    out->slug = am_diag_slug_of(item->diag);
    out->is_error = am_diag_code_of(item->diag)[0] != 'W';
    out->place = place_of(list, item->span);
    out->message = am_api_text(item->message);
    out->expected = am_api_text(item->expected);
    out->suggestion = am_api_text(item->suggestion);
    for (const am_note *note = item->notes; note != NULL; note = note->next) {
        out->note_count++;
    }
    return true;
}

bool amerce_diagnostics_note(const amerce_diagnostics *list, size_t index, size_t note, amerce_note *out) {
    const am_diagnostic *item = item_at(list, index);
    const am_note *at = item != NULL ? item->notes : NULL;
    *out = (amerce_note){0};
    while (at != NULL && note > 0) {
        at = at->next;
        note--;
    }
    if (at == NULL) {
        return false;
    }
    out->place = place_of(list, at->span);
    out->text = am_api_text(at->text);
    return true;
}
