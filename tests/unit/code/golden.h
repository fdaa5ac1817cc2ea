/*
 * Texts that are kept in files: compared, or written anew when AMERCE_ACCEPT is set.
 */
#ifndef AM_TESTS_GOLDEN_H
#define AM_TESTS_GOLDEN_H

#include "base/buffer.h"

/* Fails the test when the file (its path from the repository's top) differs from the text. */
void golden_compare(const char *path, am_slice text);

#endif
