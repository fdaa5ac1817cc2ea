/*
 * Collects diagnostics in order of discovery.
 *
 * Every error is counted, the first hundred are kept: a text with more is not being read by anybody. In the
 * place of the next stands that there are more. Warnings likewise, with how many more there are.
 */
#include "text/diagnostic.h"

void am_diagnostics_init(am_diagnostics *diagnostics, am_arena *arena) {
    *diagnostics = (am_diagnostics){.arena = arena};
}

static am_slice message_of(am_arena *arena, am_diag diag, const am_slice *arguments, size_t count) {
    am_buffer buffer;
    am_buffer_init(&buffer, arena->allocator);
    am_diag_print(&buffer, diag, arguments, count);
    am_slice message = {NULL, 0};
    if (!buffer.is_failed) {
        message = am_arena_copy(arena, am_buffer_text(&buffer));
    }
    am_buffer_clear(&buffer);
    return message;
}

static bool is_warning(am_diag diag) {
    return am_diag_code_of(diag)[0] == 'W';
}

static am_diagnostic *keep(am_diagnostics *diagnostics, am_diag diag, am_span span, const am_slice *arguments,
                           size_t count) {
    am_diagnostic *diagnostic = AM_NEW(diagnostics->arena, am_diagnostic);
    if (diagnostic == NULL) {
        return NULL;
    }
    diagnostic->diag = diag;
    diagnostic->span = span;
    diagnostic->message = message_of(diagnostics->arena, diag, arguments, count);
    if (diagnostics->last == NULL) {
        diagnostics->first = diagnostic;
    } else {
        diagnostics->last->next = diagnostic;
    }
    diagnostics->last = diagnostic;
    return diagnostic;
}

am_diagnostic *am_diagnose(am_diagnostics *diagnostics, am_diag diag, am_span span, const am_slice *arguments,
                           size_t count) {
    uint32_t *counter = is_warning(diag) ? &diagnostics->warning_count : &diagnostics->error_count;
    (*counter)++;
    if (*counter <= AM_DIAGNOSTIC_ERRORS_MAX) {
        return keep(diagnostics, diag, span, arguments, count);
    }
    if (*counter == AM_DIAGNOSTIC_ERRORS_MAX + 1 && counter == &diagnostics->error_count) {
        keep(diagnostics, AM_DIAG_TOO_MANY_ERRORS, span, AM_NO_ARGUMENTS);
    } else if (*counter == AM_DIAGNOSTIC_ERRORS_MAX + 1) {
        diagnostics->more_warnings =
            keep(diagnostics, AM_DIAG_TOO_MANY_WARNINGS, span, AM_ARGUMENTS(AM_SLICE("1")));
    }
    return NULL;
}

void am_diagnostics_finish(am_diagnostics *diagnostics) {
    char memory[24];
    am_buffer number = am_buffer_over(memory, sizeof memory);
    if (diagnostics->more_warnings != NULL) {
        am_buffer_put_unsigned(&number, diagnostics->warning_count - AM_DIAGNOSTIC_ERRORS_MAX);
        diagnostics->more_warnings->message =
            message_of(diagnostics->arena, AM_DIAG_TOO_MANY_WARNINGS, AM_ARGUMENTS(am_buffer_text(&number)));
    }
}

void am_diagnostic_note(am_diagnostics *diagnostics, am_diagnostic *diagnostic, am_span span, am_slice text) {
    am_note *note = diagnostic == NULL ? NULL : AM_NEW(diagnostics->arena, am_note);
    if (note == NULL) {
        return;
    }
    note->span = span;
    note->text = am_arena_copy(diagnostics->arena, text);
    am_note **end = &diagnostic->notes;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = note;
}

void am_diagnostic_suggest(am_diagnostics *diagnostics, am_diagnostic *diagnostic, am_slice suggestion) {
    if (diagnostic != NULL) {
        diagnostic->suggestion = am_arena_copy(diagnostics->arena, suggestion);
    }
}

void am_diagnostic_expect(am_diagnostics *diagnostics, am_diagnostic *diagnostic, am_slice expected) {
    if (diagnostic != NULL) {
        diagnostic->expected = am_arena_copy(diagnostics->arena, expected);
    }
}
