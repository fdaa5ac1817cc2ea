/*
 * Diagnostics written out: as text, JSON and SARIF, and the pages of their codes. In libamerce alone, where
 * rulebooks are written.
 */
#include "api/diagnostics.h"

amerce_status amerce_diagnostics_write(const amerce_diagnostics *list, amerce_diagnostics_format format,
                                       amerce_sink sink) {
    am_buffer buffer;
    if (list == NULL) {
        return AMERCE_OK;
    }
    am_buffer_init(&buffer, list->allocator);
    for (const am_diagnostic *item = list->items.first; item != NULL; item = item->next) {
        if (format == AMERCE_DIAGNOSTICS_JSON) {
            am_diagnostic_print_json(&buffer, &list->sources, item);
            am_buffer_put_char(&buffer, '\n');
        } else {
            am_diagnostic_print(&buffer, &list->sources, item, format == AMERCE_DIAGNOSTICS_COLOURED);
        }
    }
    return am_api_flush(&buffer, sink);
}

amerce_status amerce_diagnostics_write_sarif(const amerce_diagnostics *const *lists, size_t count,
                                             const amerce_allocator *allocator, amerce_sink sink) {
    am_allocator memory = am_api_allocator(allocator);
    am_sarif_part *parts;
    am_buffer buffer;
    am_arena arena;
    amerce_status status = AMERCE_OUT_OF_MEMORY;
    am_arena_init(&arena, memory, 0);
    parts = AM_NEW_ARRAY(&arena, am_sarif_part, count + 1);
    if (parts != NULL) {
        for (size_t i = 0; i < count; i++) {
            parts[i].sources = lists[i] == NULL ? NULL : &lists[i]->sources;
            parts[i].first = lists[i] == NULL ? NULL : lists[i]->items.first;
        }
        am_buffer_init(&buffer, memory);
        am_sarif_print(&buffer, parts, count, am_slice_of(amerce_version()));
        status = am_api_flush(&buffer, sink);
    }
    am_arena_clear(&arena);
    return status;
}

bool amerce_code_explain(amerce_text code, amerce_code_page *out) {
    am_diag diag = am_diag_find(am_api_slice(code));
    *out = (amerce_code_page){am_diag_code_of(diag), am_diag_slug_of(diag), am_diag_message_of(diag),
                              am_diag_page_of(diag)};
    return diag != AM_DIAG_NONE;
}
