/*
 * A rulebook for a command: from its text or its compiled form, whichever the file holds.
 */
#ifndef AM_TOOLS_RULEBOOK_H
#define AM_TOOLS_RULEBOOK_H

#include <amerce/amerce.h>

#include "tools/arguments.h"

/* What to open and where its diagnostics go; and what came of it. */
typedef struct am_opening {
    const char *path;
    amerce_diagnostics_format format;
    amerce_sink messages;
    bool is_strict;                 /* missing citations are warned of too */
    amerce_diagnostics **kept;      /* where its diagnostics go instead; NULL: they are written */
    amerce_cases **cases;           /* where the cases of a rulebook's text go; NULL: not wanted */
    amerce_properties **properties; /* where its properties go, examined; NULL: not wanted */
    bool is_found;                  /* out: the file could be read */
    size_t warning_count;           /* out: of a rulebook that was opened */
} am_opening;

/* The form of messages on standard error: with colours where the command line and the terminal want them. */
amerce_diagnostics_format am_message_format(const am_arguments *arguments);

/* Compiles a text (its `use`d rulebooks are looked for from the file's folder upwards, dots being folders) or
 * loads a compiled rulebook. NULL when there are errors, which it has told. */
amerce_rulebook *am_rulebook_open(am_opening *opening);

#endif
