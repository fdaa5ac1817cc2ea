/*
 * The table that the benchmark prints: what was measured, what it must reach, what it reached.
 */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include <stdbool.h>

typedef struct goal {
    const char *what;
    double most; /* must reach; below 0: the row only informs */
    double towards;
    const char *unit;
    int digits;
    bool is_least; /* more is better */
} goal;

void report_begin(void);
/* A row; `note` stands behind it. */
void report(goal goal, double reached, const char *note);
void report_absent(goal goal, const char *note);

#endif
