/*
 * A rulebook for a command: from its text or its compiled form, whichever the file holds.
 */
#ifndef AM_TOOLS_RULEBOOK_H
#define AM_TOOLS_RULEBOOK_H

#include <amerce/amerce.h>

/* Compiles a text (its `use`d rulebooks are looked for from the file's folder upwards, dots being folders) or
 * loads a compiled rulebook. Diagnostics go to `messages`. NULL when there are errors; then *is_found tells
 * whether the file could be read at all. */
amerce_rulebook *am_rulebook_open(const char *path, amerce_diagnostics_format format, amerce_sink messages,
                                  bool *is_found, size_t *warning_count);

#endif
