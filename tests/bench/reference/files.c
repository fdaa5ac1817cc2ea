/*
 * Native program and `amerce run` by turns, so that whatever else the machine does slows both.
 */
#include "files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report.h"

enum { ROUNDS_MAX = 201 };

static void set_path(const files *files, char out[FILES_PATH_MAX], const char *name) {
    snprintf(out, FILES_PATH_MAX, "%.400s/%s", files->folder, name);
}

static bool write_records(const char *path, const records *records,
                          void (*write)(const struct records *records, FILE *out)) {
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        return false;
    }
    write(records, file);
    return fclose(file) == 0;
}

static bool make_records(void *context) {
    const files *files = context;
    records all;
    if (!records_make(&all, files->count, files->seed)) {
        return false;
    }
    bool is_written = write_records(files->records, &all, records_write) &&
                      write_records(files->rows, &all, records_write_rows);
    all.count = 1;
    return write_records(files->one, &all, records_write) && is_written;
}

/* `jobs` NULL: the option is left out. */
static process run_of(const files *files, const char *in, const char *jobs) {
    process process = {{BENCH_AMERCE, "run", BENCH_RULEBOOK, in, NULL}, NULL, files->results, true};
    if (jobs != NULL && files->has_jobs) {
        process.words[4] = "--jobs";
        process.words[5] = jobs;
    }
    return process;
}

static process native_of(const files *files, const char *in, const char *threads) {
    return (process){{BENCH_NATIVE, in, files->native_results, threads, NULL}, NULL, NULL, false};
}

static bool has_jobs(files *files) {
    files->has_jobs = true;
    process process = run_of(files, files->one, "1");
    return process_run(&process).is_done;
}

bool files_make(files *files, uint32_t count, uint64_t seed) {
    const char *parent = getenv("TMPDIR");
    snprintf(files->folder, sizeof files->folder, "%.300s/amerce-bench-XXXXXX",
             parent == NULL ? P_tmpdir : parent);
    if (mkdtemp(files->folder) == NULL) {
        return false;
    }
    files->count = count;
    files->seed = seed;
    set_path(files, files->records, "records.ndjson");
    set_path(files, files->rows, "records.csv");
    set_path(files, files->one, "one.ndjson");
    set_path(files, files->results, "results.ndjson");
    set_path(files, files->row_results, "rows.ndjson");
    set_path(files, files->native_results, "native.ndjson");
    set_path(files, files->image, "reference.amb");
    set_path(files, files->library, "library.so");
    if (!process_do(make_records, files)) {
        return false;
    }
    files->has_jobs = has_jobs(files);
    return true;
}

void files_remove(const files *files) {
    const char *const all[] = {files->records,     files->rows,           files->one,   files->results,
                               files->row_results, files->native_results, files->image, files->library};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        unlink(all[i]);
    }
    rmdir(files->folder);
}

static double kib_of(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 ? (double)status.st_size / 1024 : -1;
}

void files_report_sizes(const files *files) {
    goal image = {"reference rulebook, compiled", 8, 4, "KiB", 1, false};
    goal library = {"libamerce_vm, stripped", 128, 64, "KiB", 0, false};
    process compile = {
        {BENCH_AMERCE, "compile", BENCH_RULEBOOK, "-o", files->image, NULL}, NULL, NULL, false};
    process strip = {{BENCH_STRIP, "-o", files->library, BENCH_LIBRARY, NULL}, NULL, NULL, false};
    process_run(&compile).is_done ? report(image, kib_of(files->image), "")
                                  : report_absent(image, "it does not compile");
    BENCH_STRIP[0] == '/' && process_run(&strip).is_done ? report(library, kib_of(files->library), "")
                                                         : report_absent(library, "no strip");
}

void files_report_start(const files *files, unsigned rounds) {
    goal goal = {"start to first result from rulebook text, to C", 3, 1.5, "x", 2, false};
    double ratios[ROUNDS_MAX];
    double taken[2][ROUNDS_MAX];
    char note[96];
    process ours = run_of(files, files->one, NULL);
    process native = native_of(files, files->one, "1");
    for (unsigned i = 0; i < rounds; i++) {
        taken[0][i] = process_run(&native).taken.wall;
        taken[1][i] = process_run(&ours).taken.wall;
        ratios[i] = taken[1][i] / taken[0][i];
    }
    snprintf(note, sizeof note, "%.2f ms, C %.2f ms", median(taken[1], rounds) * 1e3,
             median(taken[0], rounds) * 1e3);
    report(goal, median(ratios, rounds), note);
}

static process rows_of(const files *files) {
    process process = run_of(files, files->rows, NULL);
    process.out = files->row_results;
    return process;
}

/* Times of one and of two threads. */
typedef struct rounds {
    double cpu[ROUNDS_MAX]; /* ours to C, one thread */
    double wall[ROUNDS_MAX];
    double gain[ROUNDS_MAX]; /* one thread to two */
    double native_gain[ROUNDS_MAX];
    double rows[ROUNDS_MAX];           /* CSV to NDJSON */
    double nanoseconds[3][ROUNDS_MAX]; /* a record; C, ours, ours from CSV */
} rounds;

static bool run_round(const files *files, rounds *out, unsigned i) {
    process programs[] = {native_of(files, files->records, "2"), run_of(files, files->records, "2"),
                          native_of(files, files->records, "1"), run_of(files, files->records, "1"),
                          rows_of(files)};
    measure measures[5];
    for (unsigned k = files->has_jobs ? 0 : 2; k < 5; k++) {
        measures[k] = process_run(&programs[k]);
        if (!measures[k].is_done) {
            return false;
        }
    }
    out->cpu[i] = measures[3].taken.cpu / measures[2].taken.cpu;
    out->wall[i] = measures[3].taken.wall / measures[2].taken.wall;
    out->rows[i] = measures[4].taken.cpu / measures[3].taken.cpu;
    out->nanoseconds[2][i] = measures[4].taken.cpu / files->count * 1e9;
    out->nanoseconds[0][i] = measures[2].taken.cpu / files->count * 1e9;
    out->nanoseconds[1][i] = measures[3].taken.cpu / files->count * 1e9;
    if (files->has_jobs) {
        out->native_gain[i] = measures[2].taken.wall / measures[0].taken.wall;
        out->gain[i] = measures[3].taken.wall / measures[1].taken.wall;
    }
    return true;
}

bool files_report_through(const files *files, unsigned rounds_count) {
    goal through = {"NDJSON file to file, one thread, to the C parser", 1.5, 1, "x", 2, false};
    goal rows = {"CSV file to file, one thread, to NDJSON", -1, -1, "x", 2, false};
    goal gain = {"two threads over one, file to file (C's gain)", -1, 1.9, "x", 2, true};
    static rounds all;
    char note[96];
    for (unsigned i = 0; i < rounds_count; i++) {
        if (!run_round(files, &all, i)) {
            report_absent(through, "a program failed");
            return false;
        }
    }
    snprintf(note, sizeof note, "by the clock %.2fx; %.0f ns a record, C %.0f ns",
             median(all.wall, rounds_count), median(all.nanoseconds[1], rounds_count),
             median(all.nanoseconds[0], rounds_count));
    report(through, median(all.cpu, rounds_count), note);
    snprintf(note, sizeof note, "  %.0f ns a record", median(all.nanoseconds[2], rounds_count));
    report(rows, median(all.rows, rounds_count), note);
    if (files->has_jobs) {
        gain.most = median(all.native_gain, rounds_count);
        report(gain, median(all.gain, rounds_count), "");
    } else {
        report_absent(gain, "no --jobs");
    }
    return true;
}

void files_report_memory(const files *files, uint32_t records) {
    goal goal = {"peak memory of a stream of NDJSON records", 32, 16, "MiB", 1, false};
    char note[96];
    process process = run_of(files, "-", NULL);
    unsigned times = records / files->count + (records % files->count != 0 ? 1 : 0);
    process.in = files->records;
    process.out = NULL;
    measure measure = process_feed(&process, times);
    snprintf(note, sizeof note, "%.1f million records in %.1f s", (double)times * files->count / 1e6,
             measure.taken.wall);
    measure.is_done ? report(goal, (double)measure.peak_kib / 1024, note) : report_absent(goal, "it failed");
}

uint32_t files_mismatches(const char *results, const assessment *expected, uint32_t count) {
    FILE *file = fopen(results, "rb");
    char line[2 * RESULT_BYTES_MAX];
    char wanted[RESULT_BYTES_MAX];
    uint32_t mismatches = 0;
    uint32_t number = 0;
    if (file == NULL) {
        return count;
    }
    for (; fgets(line, sizeof line, file) != NULL; number++) {
        if (number < count) {
            records_write_result(wanted, number, &expected[number]);
        }
        mismatches += number >= count || strcmp(line, wanted) != 0;
    }
    fclose(file);
    return mismatches + (number < count ? count - number : 0);
}
