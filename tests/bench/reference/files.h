/*
 * The part of the benchmark that runs programs on files: sizes, start, file to file, memory.
 */
#ifndef BENCH_FILES_H
#define BENCH_FILES_H

#include "process.h"
#include "records.h"

enum { FILES_PATH_MAX = 512 };

typedef struct files {
    char folder[FILES_PATH_MAX];
    char records[FILES_PATH_MAX]; /* NDJSON */
    char rows[FILES_PATH_MAX];    /* the same as CSV */
    char one[FILES_PATH_MAX];     /* its first record alone */
    char results[FILES_PATH_MAX];
    char row_results[FILES_PATH_MAX]; /* of the CSV */
    char native_results[FILES_PATH_MAX];
    char image[FILES_PATH_MAX];
    char library[FILES_PATH_MAX]; /* stripped */
    uint32_t count;
    uint64_t seed;
    bool has_jobs; /* `amerce run --jobs` is there */
} files;

/* Makes the folder and, in a process of its own, the records. */
bool files_make(files *files, uint32_t count, uint64_t seed);
void files_remove(const files *files);
void files_report_sizes(const files *files);
void files_report_start(const files *files, unsigned rounds);
/* The results are left in files. */
bool files_report_through(const files *files, unsigned rounds);
void files_report_memory(const files *files, uint32_t records);
/* Result lines that differ from what they must be; more or fewer lines are differences too. */
uint32_t files_mismatches(const char *results, const assessment *expected, uint32_t count);

#endif
