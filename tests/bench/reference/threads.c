/*
 * One thread and two by turns over the same columns. Rulebooks are shared and never change; nothing else is.
 */
#include "threads.h"

#include <pthread.h>

#include "clock.h"
#include "native.h"
#include "report.h"

enum { THREADS = 2, ROUNDS = 9 };

typedef struct part { /* of the records, for one thread */
    bench_assessor bench;
    const records *records;
    uint32_t first;
    uint32_t end;
    assessment *native; /* by record; not NULL: by hand-written C */
    bool is_done;
} part;

static void *assess_part(void *context) {
    part *part = context;
    if (part->native != NULL) {
        native_assess(part->records->violations + part->first, part->records->priors, part->end - part->first,
                      part->native + part->first);
        part->is_done = true;
    } else {
        part->is_done = bench_assess_columns(&part->bench, part->first, part->end);
    }
    return NULL;
}

/* Seconds by the clock; below 0: it failed. */
static double assess_at_once(part *parts) {
    pthread_t other;
    moment start = moment_now();
    if (pthread_create(&other, NULL, assess_part, &parts[1]) != 0) {
        return -1;
    }
    assess_part(&parts[0]);
    pthread_join(other, NULL);
    return parts[0].is_done && parts[1].is_done ? moment_since(start).wall : -1;
}

static double assess_in_turn(part *parts) {
    moment start = moment_now();
    for (unsigned i = 0; i < THREADS; i++) {
        assess_part(&parts[i]);
    }
    return parts[0].is_done && parts[1].is_done ? moment_since(start).wall : -1;
}

/* What two threads gain over one; below 0: it failed. */
static double gain_of(part *parts, assessment *native) {
    for (unsigned i = 0; i < THREADS; i++) {
        parts[i].native = native;
    }
    double one = assess_in_turn(parts);
    double two = assess_at_once(parts);
    return one < 0 || two < 0 ? -1 : one / two;
}

static bool measure(part *parts, assessment *native, double *gains, double *native_gains) {
    bool is_done = native != NULL;
    for (unsigned round = 0; is_done && round < ROUNDS; round++) {
        native_gains[round] = gain_of(parts, native);
        gains[round] = gain_of(parts, NULL);
        is_done = gains[round] > 0 && native_gains[round] > 0;
    }
    return is_done;
}

bool threads_report(const amerce_rulebook *rulebook, const records *records, bench_options options,
                    const assessment *expected, uint32_t *mismatches) {
    goal goal = {"two threads over one, columns (C's gain)", -1, 1.9, "x", 2, true};
    uint32_t half = records->count / THREADS;
    part parts[THREADS] = {{.records = records, .end = half},
                           {.records = records, .first = half, .end = records->count}};
    double gains[ROUNDS];
    double native_gains[ROUNDS];
    assessment *native = calloc(records->count, sizeof *native);
    bool is_done = bench_open(&parts[0].bench, rulebook, records, options) &&
                   bench_open(&parts[1].bench, rulebook, records, options) &&
                   measure(parts, native, gains, native_gains);
    if (is_done) {
        goal.most = median(native_gains, ROUNDS);
        report(goal, median(gains, ROUNDS), "by the clock");
    } else {
        report_absent(goal, "it failed");
    }
    for (unsigned i = 0; i < THREADS; i++) {
        *mismatches +=
            is_done ? bench_mismatches(&parts[i].bench, expected, parts[i].first, parts[i].end) : 0;
        bench_close(&parts[i].bench);
    }
    free(native);
    return is_done;
}
