/*
 * Files and streams of the command: read whole, written whole or not at all.
 */
#ifndef AM_TOOLS_FILE_H
#define AM_TOOLS_FILE_H

#include <amerce/status.h>
#include <stdio.h>

typedef struct am_file {
    char *data;
    size_t length;
} am_file;

/* Reads a file, or standard input for "-". False: it has told why on standard error unless `is_quiet`. The
 * caller frees `data`. */
bool am_file_read(const char *path, bool is_quiet, am_file *out);

/* A sink that writes to a stream. */
amerce_sink am_file_sink(FILE *stream);

/* Writes through `writer` into a new file beside `path` and renames it over it when all went well. False: it
 * has told why, and `path` is as it was. */
typedef amerce_status (*am_file_writer)(const void *object, amerce_sink sink);
bool am_file_write_whole(const char *path, am_file_writer writer, const void *object);

#endif
