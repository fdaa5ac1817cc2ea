/*
 * Rulebooks beside what they give: good/X.amerce what a stage makes of it and no diagnostic, bad/X.amerce the
 * diagnostics in bad/X.expected and, where a file for it stands beside it, what is made all the same.
 *
 * With AMERCE_ACCEPT=1 the files are rewritten with what comes out. Every diagnostic of the stage has a bad/
 * file that is named after it. The folder's name is told once, before anything else.
 */
#ifndef AM_TEST_RULEBOOKS_H
#define AM_TEST_RULEBOOKS_H

#include "base/diag.h"

enum { RULEBOOK_NAME_ROOM = 64 };

typedef struct rulebooks {
    const char *folder; /* with good/ and bad/ */
    const char *ending; /* of what is made: ".tree" */
    /* Runs the stage over a rulebook; both buffers are empty. */
    void (*run)(const struct rulebooks *rulebooks, const char *kind, const char *name, am_buffer *said,
                am_buffer *made);
    bool (*is_asked)(am_diag diag); /* whether the diagnostic must have a rulebook */
} rulebooks;

/* Appends a file of the folder `kind`; false when there is none. */
bool rulebooks_read(const rulebooks *rulebooks, const char *kind, const char *name, const char *ending,
                    am_buffer *buffer);
/* Runs the tests; returns how many fail. */
int rulebooks_tests(const rulebooks *rulebooks);

#endif
