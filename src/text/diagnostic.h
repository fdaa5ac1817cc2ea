/*
 * Diagnostics: collected in order of discovery, rendered as text with carets or as JSON.
 *
 * A stage reports with am_diagnose and goes on. The first 100 errors are kept, later ones only counted;
 * AM_DIAG_NONE spans (length 0 at 0) mean "the whole file". Nothing here knows what a message means.
 */
#ifndef AM_TEXT_DIAGNOSTIC_H
#define AM_TEXT_DIAGNOSTIC_H

#include "base/buffer.h"
#include "base/diag.h"
#include "text/source.h"

/* A second place that belongs to a diagnostic: "first declared here". */
typedef struct am_note {
    am_span span;
    am_slice text;
    struct am_note *next;
} am_note;

typedef struct am_diagnostic {
    am_diag diag;
    am_span span;
    am_slice message;
    am_slice expected;   /* what could have stood there: "a name or `per`"; empty when not known */
    am_slice suggestion; /* what to write instead: `infringements`; empty when there is none */
    am_note *notes;
    struct am_diagnostic *next;
} am_diagnostic;

typedef struct am_diagnostics {
    am_arena *arena;
    am_diagnostic *first;
    am_diagnostic *last;
    uint32_t error_count; /* also those beyond the limit */
    uint32_t warning_count;
    am_diagnostic *more_warnings; /* tells that there are more than are kept; or NULL */
} am_diagnostics;

#define AM_DIAGNOSTIC_ERRORS_MAX 100

void am_diagnostics_init(am_diagnostics *diagnostics, am_arena *arena);

/* Up to four message arguments; AM_NO_ARGUMENTS for a message that has none. */
#define AM_ARGUMENTS(...) \
    (const am_slice[]){__VA_ARGS__}, sizeof((const am_slice[]){__VA_ARGS__}) / sizeof(am_slice)
#define AM_NO_ARGUMENTS NULL, 0

/* Reports; the severity is the first letter of the code (W is a warning). Returns the diagnostic so that
 * notes and a suggestion can be added, or NULL when it is not kept (too many, or the arena is exhausted),
 * which the adders accept. */
am_diagnostic *am_diagnose(am_diagnostics *diagnostics, am_diag diag, am_span span, const am_slice *arguments,
                           size_t count);
/* Says how many warnings were not kept. Once, when no more are to come. */
void am_diagnostics_finish(am_diagnostics *diagnostics);
void am_diagnostic_note(am_diagnostics *diagnostics, am_diagnostic *diagnostic, am_span span, am_slice text);
void am_diagnostic_suggest(am_diagnostics *diagnostics, am_diagnostic *diagnostic, am_slice suggestion);
void am_diagnostic_expect(am_diagnostics *diagnostics, am_diagnostic *diagnostic, am_slice expected);

/* Appends a diagnostic: path:line:column: severity[CODE]: message, the line, carets, expected, suggestion,
 * notes. */
void am_diagnostic_print(am_buffer *buffer, const am_sources *sources, const am_diagnostic *diagnostic,
                         bool is_coloured);
/* Appends a diagnostic as one JSON object: code, slug, severity, message, path, start and end (line, column),
 * expected, suggestion, notes. */
void am_diagnostic_print_json(am_buffer *buffer, const am_sources *sources, const am_diagnostic *diagnostic);

/* The diagnostics of one rulebook and the texts they point into. */
typedef struct am_sarif_part {
    const am_sources *sources;
    const am_diagnostic *first;
} am_sarif_part;
/* Appends the diagnostics of several rulebooks as one SARIF 2.1.0 log, by this version of the tool. */
void am_sarif_print(am_buffer *buffer, const am_sarif_part *parts, size_t count, am_slice version);

#endif
