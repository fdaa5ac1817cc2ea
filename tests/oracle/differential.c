/*
 * differential [--bounds] COUNT SEED [FILE]: COUNT random rulebooks (or random records for the rulebook in
 * FILE), each run by the VM, by the program itself and by the narrow program, and walked by the evaluator.
 * --bounds: their amounts and factors lie around what 64-bit counts hold.
 *
 * Rulebook i has the seed SEED + i, so that `differential 1 SEED+i` tries it alone. The first failure is made
 * smaller and printed with its seed, and the exit status is 1.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random_rulebook.h"
#include "shrink.h"

#define RECORDS_EACH   4
#define RECORDS_A_FILE 50

static void print_failure(am_buffer *text, trial_records records, trial_verdict verdict) {
    am_buffer report;
    trial_counts counts = {0};

    am_buffer_init(&report, am_allocator_standard());
    printf("failed: differential%s 1 %" PRIu64 "\n", records.is_at_bounds ? " --bounds" : "", records.seed);
    shrink(text, records, verdict);
    trial_run(am_buffer_text(text), records, &counts, &report);
    printf("%.*s\n%.*s", (int)text->length, text->data, (int)report.length, report.data);
    am_buffer_clear(&report);
}

static void print_summary(const trial_counts *counts) {
    const uint64_t *o = counts->outcomes;
    uint64_t all = o[ORACLE_VALUE] + o[ORACLE_UNKNOWN] + o[ORACLE_NEEDS] + o[ORACLE_FAULT];

    printf("%" PRIu64 " programs (%" PRIu64 " instructions), %" PRIu64 " records, %" PRIu64
           " outcomes: %" PRIu64 " values, %" PRIu64 " unknown, %" PRIu64 " needs, %" PRIu64
           " faults; %" PRIu64 " facts supplied, %" PRIu64 " explained sums\n",
           counts->programs, counts->instructions, counts->records, all, o[ORACLE_VALUE], o[ORACLE_UNKNOWN],
           o[ORACLE_NEEDS], o[ORACLE_FAULT], counts->supplied, counts->sums);
    printf("%" PRIu64 " outputs that open choices change, %" PRIu64 " of them searched, %" PRIu64
           " without an end; all choices of %" PRIu64 " records tried\n",
           counts->leeway.reaches, counts->leeway.searched, counts->leeway.endless, counts->leeway.exhausted);
    printf("%" PRIu64 " records assessed one at a time, %" PRIu64 " of them in place; values set %" PRIu64
           " times\n",
           counts->docketed.records, counts->docketed.plain, counts->fitted);
}

static bool read_file(const char *path, am_buffer *text) {
    FILE *file = fopen(path, "rb");
    char *room;

    if (file == NULL) {
        return false;
    }
    while ((room = am_buffer_reserve(text, 4096)) != NULL) {
        size_t count = fread(room, 1, 4096, file);

        text->length += count;
        if (count == 0) {
            break;
        }
    }
    fclose(file);
    return true;
}

static bool try_one(am_buffer *text, trial_records records, trial_counts *counts) {
    am_buffer report;
    trial_verdict verdict;

    am_buffer_init(&report, am_allocator_standard());
    verdict = trial_run(am_buffer_text(text), records, counts, &report);
    am_buffer_clear(&report);
    if (verdict != TRIAL_AGREES) {
        print_failure(text, records, verdict);
    }
    return verdict == TRIAL_AGREES;
}

/* Mostly small, now and then large. */
static unsigned size_of(uint64_t seed) {
    return seed % 25 == 0 ? 8 : 1 + (unsigned)(seed % 4);
}

static bool try_all(uint64_t count, uint64_t seed, bool is_at_bounds, const char *path,
                    trial_counts *counts) {
    am_buffer text;
    bool agrees = true;

    am_buffer_init(&text, am_allocator_standard());
    if (path != NULL && !read_file(path, &text)) {
        fprintf(stderr, "cannot read %s\n", path);
        return false;
    }
    for (uint64_t i = 0; i < count && agrees; i++) {
        if (path == NULL) {
            text.length = 0;
            random_rulebook(&text, seed + i, size_of(seed + i), is_at_bounds);
        }
        trial_records records = {seed + i, path == NULL ? RECORDS_EACH : RECORDS_A_FILE, is_at_bounds};
        agrees = try_one(&text, records, counts);
    }
    am_buffer_clear(&text);
    return agrees;
}

int main(int argc, char **argv) {
    trial_counts counts = {0};
    uint64_t seed;
    bool agrees, is_at_bounds = argc > 1 && strcmp(argv[1], "--bounds") == 0;

    argc -= is_at_bounds;
    argv += is_at_bounds;
    if (argc < 3) {
        fprintf(stderr, "usage: differential [--bounds] COUNT SEED [FILE]\n");
        return 2;
    }
    seed = strtoull(argv[2], NULL, 10);
    printf("seed %" PRIu64 "\n", seed);
    agrees = try_all(strtoull(argv[1], NULL, 10), seed, is_at_bounds, argc > 3 ? argv[3] : NULL, &counts);
    print_summary(&counts);
    return agrees ? 0 : 1;
}
