/*
 * What every part of the interface shares: statuses, texts, memory, output.
 */
#ifndef AMERCE_STATUS_H
#define AMERCE_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
    #define AMERCE_API __attribute__((visibility("default")))
#else
    #define AMERCE_API
#endif

/* What a call came to. Anything but AMERCE_OK leaves out-parameters NULL or zeroed, and objects as they were.
 */
typedef enum amerce_status {
    AMERCE_OK,
    AMERCE_REFUSED,    /* the rulebook, image or expression has errors: the diagnostics say which */
    AMERCE_BAD_RECORD, /* this record cannot be read; others are unaffected */
    AMERCE_FULL, /* the batch has no room for this record: run, read the results, clear, and add it again */
    AMERCE_TOO_LARGE, /* the record alone is more than the assessor was made for */
    AMERCE_OUT_OF_MEMORY,
    AMERCE_MISUSE,    /* the call is not allowed here, or a number is out of range: a mistake in the caller */
    AMERCE_IO_FAILED, /* a callback of the caller's said so */
    AMERCE_TWO_CLOCKS, /* a date was given for every clock, and the rulebook compares laws by their dates */
} amerce_status;

/* "out of memory", ...; a constant. */
AMERCE_API const char *amerce_status_text(amerce_status status);

/* The version of the library: "0.1.0". */
AMERCE_API const char *amerce_version(void);

/* UTF-8 that is not terminated. */
typedef struct amerce_text {
    const char *data;
    size_t length;
} amerce_text;

/* Borrows a terminated string; NULL gives the empty text. */
AMERCE_API amerce_text amerce_text_of(const char *terminated);

/* Memory: as realloc, with the old size told; old is NULL to allocate, new_bytes is 0 to free (returns NULL).
 * What it returns is aligned as malloc's. NULL where an amerce_allocator is asked for means the C library's.
 * It is copied. */
typedef struct amerce_allocator {
    void *(*resize)(void *context, void *old, size_t old_bytes, size_t new_bytes);
    void *context;
} amerce_allocator;

/* Output: called with pieces of text in order; false stops the writer, which then returns AMERCE_IO_FAILED.
 */
typedef struct amerce_sink {
    bool (*write)(void *context, const char *data, size_t length);
    void *context;
} amerce_sink;

#ifdef __cplusplus
}
#endif

#endif
