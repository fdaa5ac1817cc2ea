/*
 * A change to a file, shown as people read it: lines that begin with a blank stay, those with `-` go, and
 * those with
 * `+` come. What stays and goes must stand in the file together, in this order, in exactly one place, so that
 * a document cannot show a change of something that is not there.
 */
#ifndef AM_TESTS_DOCS_EDIT_H
#define AM_TESTS_DOCS_EDIT_H

#include "golden/scratch.h"

/* Makes the change in the folder's file; NULL, or what is wrong with the change, and the file is as it was.
 */
const char *edit_file(const char *folder, const char *name, size_t name_length, const char *change,
                      size_t length);

#endif
