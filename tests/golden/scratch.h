/*
 * What the runners of tests as data share: files and commands in a fresh folder, and the first difference.
 *
 * A scratch folder is made in the working folder and removed with everything in it. Whatever cannot be read
 * or written ends the runner with status 2: a test that did not run has not passed.
 */
#ifndef AM_TESTS_GOLDEN_SCRATCH_H
#define AM_TESTS_GOLDEN_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

/* A text that may hold any byte, also zero; `data` of a text that was read is the caller's to free. */
typedef struct scratch_text {
    char *data;
    size_t length;
} scratch_text;

/* Puts the program's folder first in PATH, refuses colours and tells whether AMERCE_ACCEPT=1 asks for the
 * expected outcomes to be rewritten. */
bool scratch_init(const char *program_folder);

scratch_text scratch_read(const char *path);
/* Replaces a file. */
void scratch_write(const char *path, const char *data, size_t length);
/* Appends to a text that scratch_read gave or that is all zero. */
void scratch_append(scratch_text *text, const char *data, size_t length);

/* Turns the last six characters of the name, XXXXXX, into those of a new folder. */
void scratch_folder_make(char *name);
void scratch_folder_remove(const char *name);
/* Writes a file in the folder, making the folders that its name goes through; `mode` as for fopen. */
void scratch_folder_write(const char *folder, const char *name, size_t name_length, const char *mode,
                          const char *data, size_t length);

/* Runs the folder's file `script` with sh in the folder, with nothing to read. What it printed is *out, and
 * *err, or both in *out when err is NULL. The exit status, or 128 and the signal. */
int scratch_folder_run(const char *folder, const char *script, scratch_text *out, scratch_text *err);

/* The line end at or after `at`, or `end`. */
const char *scratch_line_end(const char *at, const char *end);

/* Whether both are the same; else prints the first line that differs, counted from first_line. */
bool scratch_is_same(const char *path, const char *what, size_t first_line, const char *want,
                     size_t want_length, const char *got, size_t got_length);

#endif
