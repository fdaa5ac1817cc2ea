/*
 * Programs run and measured: time, and the peak of resident memory.
 *
 * The peak of a child counts what its parent held when it was started, so a program that measures memory
 * starts its children before it takes any.
 */
#ifndef BENCH_PROCESS_H
#define BENCH_PROCESS_H

#include <stdbool.h>

#include "clock.h"

typedef struct process {
    const char *words[8]; /* the program first; ends with NULL */
    const char *in;       /* paths; NULL: nothing to read, nowhere to write */
    const char *out;
    bool is_silent; /* messages are thrown away */
} process;

typedef struct measure {
    moment taken;
    long peak_kib;
    bool is_done; /* exit status 0 */
} measure;

measure process_run(const process *process);
/* The file `in` is written into its standard input so many times. */
measure process_feed(const process *process, unsigned times);
/* Does something in a process of its own. */
bool process_do(bool (*act)(void *context), void *context);

#endif
