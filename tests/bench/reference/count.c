/*
 * What the instruction gates count: one piece of work on records of the reference workload.
 *
 *     bench_reference_count columns|explained|wide|calibrated|single|facts|stream|compile RULEBOOK RECORDS
 *     bench_reference_count records RECORDS
 *
 * Everything is made ready before counted_work, whose instructions, with what it calls, are counted.
 * `explained` is what an assessor that explains makes of columns, without the explanations' texts.
 * `calibrated` are columns too, with other values of all that may be calibrated for each thousand records.
 * `records` writes the records as NDJSON to standard output.
 */
#include <stdlib.h>
#include <string.h>

#include <amerce/calibrate.h>

#include "assess.h"

enum { SEED = 20240611, BATCH = 1024, CALIBRATED = 1000 };

typedef struct work {
    const char *what;
    const char *rulebook_path;
    const amerce_rulebook *rulebook;
    bench_assessor bench;
    FILE *input; /* the records as NDJSON */
    FILE *output;
    amerce_rulebook *compiled; /* by `compile` */
} work;

bool counted_work(work *work);

static bool read_file(void *context, char *data, size_t room, size_t *length) {
    *length = fread(data, 1, room, context);
    return true;
}

static bool write_file(void *context, const char *data, size_t length) {
    return fwrite(data, 1, length, context) == length;
}

static bool assess_stream(work *work) {
    amerce_input input = {read_file, work->input};
    amerce_sink output = {write_file, work->output};
    amerce_summary summary;
    return amerce_assess_json(work->bench.assessor, input, output, &summary) == AMERCE_OK &&
           summary.records == work->bench.records->count && summary.refused == 0;
}

/* Numbers between a half and one, periods of between one and two years. */
static bool set_values(work *work, uint32_t turn) {
    amerce_calibration of;
    bool is_set = true;
    for (size_t i = 0; is_set && amerce_rulebook_calibration(work->rulebook, i, &of); i++) {
        amerce_value value = {.decimal = {.low = 51 + turn * 7 % 40, .exponent = -2},
                              .integer = 12 + (int32_t)(turn % 12)};
        is_set = amerce_assessor_calibrate(work->bench.assessor, i, &value) == AMERCE_OK;
    }
    return is_set;
}

static bool assess_calibrated(work *work) {
    uint32_t end = work->bench.records->count;
    bool is_done = true;
    for (uint32_t first = 0; is_done && first < end; first += CALIBRATED) {
        uint32_t next = end - first < CALIBRATED ? end : first + CALIBRATED;
        is_done = set_values(work, first / CALIBRATED) && bench_assess_columns(&work->bench, first, next);
    }
    return is_done;
}

__attribute__((noinline)) bool counted_work(work *work) {
    uint32_t end = work->bench.records->count;
    if (strcmp(work->what, "columns") == 0 || strcmp(work->what, "explained") == 0 ||
        strcmp(work->what, "wide") == 0) {
        return bench_assess_columns(&work->bench, 0, end);
    }
    if (strcmp(work->what, "calibrated") == 0) {
        return assess_calibrated(work);
    }
    if (strcmp(work->what, "single") == 0) {
        return bench_assess_single(&work->bench, 0, end);
    }
    if (strcmp(work->what, "facts") == 0) {
        return bench_assess_facts(&work->bench, 0, end);
    }
    if (strcmp(work->what, "stream") == 0) {
        return assess_stream(work);
    }
    work->compiled = bench_compile(work->rulebook_path);
    return work->compiled != NULL;
}

static bool do_work(work *work, const records *records) {
    bool is_alone = strcmp(work->what, "single") == 0 || strcmp(work->what, "facts") == 0;
    bench_options options = {.batch = is_alone ? 1 : BATCH,
                             .is_wide = strcmp(work->what, "wide") == 0,
                             .is_explained = strcmp(work->what, "explained") == 0};
    amerce_rulebook *rulebook = bench_compile(work->rulebook_path);
    work->rulebook = rulebook;
    bool is_done =
        rulebook != NULL && bench_open(&work->bench, rulebook, records, options) && counted_work(work);
    bench_close(&work->bench);
    amerce_rulebook_free(work->compiled);
    amerce_rulebook_free(rulebook);
    return is_done;
}

int main(int count, char **words) {
    records records;
    if (count != 4 || !records_make(&records, (uint32_t)strtoul(words[3], NULL, 10), SEED)) {
        return 2;
    }
    work work = {.what = words[1], .rulebook_path = words[2], .input = tmpfile(), .output = tmpfile()};
    bool is_done = work.input != NULL && work.output != NULL;
    if (is_done) {
        records_write(&records, work.input);
        rewind(work.input);
        is_done = do_work(&work, &records);
        fclose(work.input);
        fclose(work.output);
    }
    records_free(&records);
    return is_done ? 0 : 1;
}
