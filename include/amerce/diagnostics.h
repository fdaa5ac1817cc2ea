/*
 * Diagnostics as data: why a rulebook is refused, and what to look at all the same. What writes them, and the
 * pages of their codes, are in libamerce, not in libamerce_vm.
 */
#ifndef AMERCE_DIAGNOSTICS_H
#define AMERCE_DIAGNOSTICS_H

#include <amerce/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct amerce_diagnostics amerce_diagnostics;

/* A place in a rulebook's text; lines and columns (in characters) from 1. line 0: no place in a text. */
typedef struct amerce_place {
    amerce_text path;
    uint32_t line;
    uint32_t column;
    uint32_t end_line;
    uint32_t end_column; /* of the first character behind it */
} amerce_place;

typedef struct amerce_diagnostic {
    const char *code; /* "E0301": stable */
    const char *slug; /* "unknown-name" */
    bool is_error;    /* else a warning */
    amerce_place place;
    amerce_text message;
    amerce_text expected;   /* what could have stood there; may be empty */
    amerce_text suggestion; /* what to write instead; may be empty */
    size_t note_count;
} amerce_diagnostic;

typedef struct amerce_note {
    amerce_place place;
    amerce_text text;
} amerce_note;

AMERCE_API size_t amerce_diagnostics_count(const amerce_diagnostics *diagnostics);
/* How many errors were found; more than are listed when there are over 100. */
AMERCE_API size_t amerce_diagnostics_error_count(const amerce_diagnostics *diagnostics);
/* The diagnostic number `index`, from 0; false when there is none. */
AMERCE_API bool amerce_diagnostics_get(const amerce_diagnostics *diagnostics, size_t index,
                                       amerce_diagnostic *out);
AMERCE_API bool amerce_diagnostics_note(const amerce_diagnostics *diagnostics, size_t index, size_t note,
                                        amerce_note *out);

typedef enum amerce_diagnostics_format {
    AMERCE_DIAGNOSTICS_TEXT,     /* with the source line and carets */
    AMERCE_DIAGNOSTICS_COLOURED, /* the same for a terminal */
    AMERCE_DIAGNOSTICS_JSON,     /* one object a line */
} amerce_diagnostics_format;
/* Writes all of them; NULL has none. */
AMERCE_API amerce_status amerce_diagnostics_write(const amerce_diagnostics *diagnostics,
                                                  amerce_diagnostics_format format, amerce_sink sink);
/* Writes the diagnostics of several rulebooks as one SARIF 2.1.0 log; lists that are NULL have none. */
AMERCE_API amerce_status amerce_diagnostics_write_sarif(const amerce_diagnostics *const *lists, size_t count,
                                                        const amerce_allocator *allocator, amerce_sink sink);
AMERCE_API void amerce_diagnostics_free(amerce_diagnostics *diagnostics);

/* The page of a code ("E0301", "F0103", ...): its name, the message, and what to do. False when there is no
 * such code. */
typedef struct amerce_code_page {
    const char *code;
    const char *slug;
    const char *message; /* {0} to {3} stand for its words */
    const char *page;
} amerce_code_page;
AMERCE_API bool amerce_code_explain(amerce_text code, amerce_code_page *out);

#ifdef __cplusplus
}
#endif

#endif
