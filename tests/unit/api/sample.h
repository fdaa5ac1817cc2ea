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

/* An allocator that counts its calls and refuses from call number `refuse_from` on (0: never). */
typedef struct counting {
    size_t calls;
    size_t refuse_from;
    size_t live_bytes;
} counting;
amerce_allocator counting_allocator(counting *count);

#endif
