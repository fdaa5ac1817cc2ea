/*
 * A rulebook with something of everything, its records, and small helpers that the tests of the interface
 * share.
 */
#ifndef AM_TESTS_API_SAMPLE_H
#define AM_TESTS_API_SAMPLE_H

#include <amerce/amerce.h>

/* The rulebook's text, and three records for it: all facts, one missing, a bad date. */
extern const char sample_rulebook[];
extern const char *const sample_records[3];

/* Text that a sink gathers; `data` is terminated. */
typedef struct gathered {
    char data[65536];
    size_t length;
} gathered;
amerce_sink gather_into(gathered *text);

/* Compiles the sample with the C library's allocator; fails the test when it is refused. */
amerce_rulebook *sample_new(void);

#endif
