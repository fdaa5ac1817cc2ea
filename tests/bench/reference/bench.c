/*
 * Every ratio of the reference workload, from one run.
 *
 *     bench_reference [RECORDS [STREAMED]]
 *
 * One million violations are invented and assessed by hand-written C and through Amerce by turns, as columns
 * in memory, one at a time, and from file to file; ten million go through a pipe. Ratios are medians over the
 * rounds, of processor time unless it says otherwise. Exit status 1: a result was wrong.
 */
#include <string.h>

#include "assess.h"
#include "clock.h"
#include "files.h"
#include "native.h"
#include "report.h"
#include "threads.h"

enum {
    SEED = 20240611,
    ROUNDS = 15,
    FILE_ROUNDS = 5,
    START_ROUNDS = 101,
    BATCH = 1536,
    SLOW_PART = 8, /* of slow ways one record in so many is assessed */
};

typedef bool assess_function(bench_assessor *bench, uint32_t first, uint32_t end);

typedef struct way { /* one way to assess through the API */
    goal goal;
    assess_function *assess;
    bench_options options;
    bool is_slow;
    const char *note;
    bench_assessor bench;
    double ratios[ROUNDS];
    double nanoseconds[ROUNDS];
} way;

enum { NARROW, WIDE, SINGLE, FACTS, EXPLAINED, WAYS };
static way ways[WAYS] = {
    [NARROW] = {{"columns, one thread, to native int64", 1.5, 1, "x", 2, false},
                bench_assess_columns,
                {BATCH, false, false},
                false,
                "",
                {0},
                {0},
                {0}},
    [WIDE] = {{"the same, all decimals of 34 digits", 6, 3, "x", 2, false},
              bench_assess_columns,
              {BATCH, true, false},
              true,
              "",
              {0},
              {0},
              {0}},
    [SINGLE] = {{"one record at a time from columns, to native int64", 8, 5, "x", 2, false},
                bench_assess_single,
                {1, false, false},
                true,
                "",
                {0},
                {0},
                {0}},
    [FACTS] = {{"one record at a time, set fact by fact", -1, -1, "x", 2, false},
               bench_assess_facts,
               {1, false, false},
               true,
               "",
               {0},
               {0},
               {0}},
    [EXPLAINED] = {{"columns by an assessor that explains", -1, -1, "x", 2, false},
                   bench_assess_columns,
                   {BATCH, false, true},
                   false,
                   "",
                   {0},
                   {0},
                   {0}},
};

static uint32_t end_of(const way *way, const records *records) {
    uint32_t part = records->count / SLOW_PART;
    return way->is_slow && part > 0 ? part : records->count;
}

static bool run_round(const records *records, assessment *results, unsigned round) {
    moment start = moment_now();
    native_assess(records->violations, records->priors, records->count, results);
    double native = moment_since(start).cpu / records->count;
    for (unsigned i = 0; i < WAYS; i++) {
        way *way = &ways[i];
        uint32_t end = end_of(way, records);
        start = moment_now();
        if (!way->assess(&way->bench, 0, end)) {
            fprintf(stderr, "%s: refused\n", way->goal.what);
            return false;
        }
        double taken = moment_since(start).cpu / end;
        way->ratios[round] = taken / native;
        way->nanoseconds[round] = taken * 1e9;
    }
    return true;
}

static void report_ways(double *native) {
    char note[96];
    for (unsigned i = 0; i < WAYS; i++) {
        way *way = &ways[i];
        snprintf(note, sizeof note, "%.1f ns a record%s", median(way->nanoseconds, ROUNDS),
                 i == NARROW ? "" : way->note);
        report(way->goal, median(way->ratios, ROUNDS), note);
    }
    *native = ways[NARROW].nanoseconds[ROUNDS / 2] / ways[NARROW].ratios[ROUNDS / 2];
}

/* What explaining adds to the assessment, in percent. */
static void report_explained(void) {
    goal goal = {"--explain on, the assessment itself", 10, 0, "%", 0, false};
    double ratios[ROUNDS];
    for (unsigned i = 0; i < ROUNDS; i++) {
        ratios[i] = (ways[EXPLAINED].nanoseconds[i] / ways[NARROW].nanoseconds[i] - 1) * 100;
    }
    report(goal, median(ratios, ROUNDS), "");
}

static bool open_ways(const amerce_rulebook *rulebook, const records *records) {
    for (unsigned i = 0; i < WAYS; i++) {
        if (!bench_open(&ways[i].bench, rulebook, records, ways[i].options)) {
            return false;
        }
    }
    return true;
}

/* `mismatches` are those of ways not listed here. */
static uint32_t report_mismatches(const files *files, const records *records, const assessment *native,
                                  const assessment *expected, uint32_t mismatches) {
    goal goal = {"results that differ from int128", 0, 0, "", 0, false};
    mismatches += files_mismatches(files->results, expected, records->count) +
                  files_mismatches(files->row_results, expected, records->count) +
                  files_mismatches(files->native_results, expected, records->count);
    for (unsigned i = 0; i < WAYS; i++) {
        mismatches += bench_mismatches(&ways[i].bench, expected, 0, end_of(&ways[i], records));
    }
    for (uint32_t i = 0; i < records->count; i++) {
        mismatches += native[i].fine != expected[i].fine || native[i].step != expected[i].step ||
                      native[i].capped != expected[i].capped;
    }
    report(goal, mismatches, "of every way above");
    return mismatches;
}

static bool assess_in_memory(const files *files, const amerce_rulebook *rulebook, const records *records) {
    assessment *expected = calloc(records->count, sizeof *expected);
    assessment *native = calloc(records->count, sizeof *native);
    bool is_done = rulebook != NULL && expected != NULL && native != NULL && open_ways(rulebook, records);
    for (unsigned round = 0; is_done && round < ROUNDS; round++) {
        is_done = run_round(records, native, round);
    }
    if (is_done) {
        double nanoseconds;
        uint32_t mismatches = 0;
        report_explained();
        report_ways(&nanoseconds);
        printf("(native int64: %.1f ns a record)\n", nanoseconds);
        native_assess_exact(records->violations, records->priors, records->count, expected);
        is_done = threads_report(rulebook, records, ways[NARROW].options, expected, &mismatches);
        is_done = report_mismatches(files, records, native, expected, mismatches) == 0 && is_done;
    }
    for (unsigned i = 0; i < WAYS; i++) {
        bench_close(&ways[i].bench);
    }
    free(expected);
    free(native);
    return is_done;
}

int main(int count, char **words) {
    files files;
    records records;
    uint32_t wanted = count > 1 ? (uint32_t)strtoul(words[1], NULL, 10) : 1000000;
    uint32_t streamed = count > 2 ? (uint32_t)strtoul(words[2], NULL, 10) : 10 * wanted;
    if (wanted == 0 || !files_make(&files, wanted, SEED)) {
        fprintf(stderr, "usage: bench_reference [RECORDS [STREAMED]]\n");
        return 2;
    }
    report_begin();
    files_report_memory(&files, streamed);
    files_report_sizes(&files);
    files_report_start(&files, START_ROUNDS);
    bool is_done = files_report_through(&files, FILE_ROUNDS);
    amerce_rulebook *rulebook = bench_compile(BENCH_RULEBOOK);
    is_done = is_done && records_make(&records, wanted, SEED);
    if (is_done) {
        is_done = assess_in_memory(&files, rulebook, &records);
        records_free(&records);
    }
    amerce_rulebook_free(rulebook);
    files_remove(&files);
    return is_done ? 0 : 1;
}
