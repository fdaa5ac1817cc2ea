/*
 * Records go into batches of a random size; what each comes to is compared line by line with what the
 * evaluator says, and explained. For some of the rulebooks, a record with many facts left out is given one
 * after another.
 */
#include "trial.h"

#include "assessed.h"
#include "compiled.h"
#include "expected.h"
#include "fitted.h"
#include "leeway.h"
#include "monotone.h"
#include "random_record.h"

#define RECORDS_MAX   64
#define SUPPLIED_EACH 2 /* of so many rulebooks, one */
#define KEPT_EACH     3 /* of so many, all but one are made to be explained */
#define SUPPLIES_MAX  12

typedef struct trial {
    am_arena arena;
    compiled compiled;
    record_maker *maker;
    assessor *assessor;
    am_buffer *report;
    trial_counts *counts;
    oracle_record *roots[RECORDS_MAX]; /* in the batch */
    size_t starts[RECORDS_MAX];        /* of their JSON in `json` */
    uint32_t waiting;
    bool has_as_of; /* the batches are assessed as of a date */
    am_date as_of;
    bool has_known_at; /* and as known at one */
    am_date known_at;
    oracle_fitted *fitted; /* the values that are set, by calibration */
    am_buffer json;
    lines expected, assessed, before;
} trial;

static void put_line(const char *side, const lines *from, size_t i, am_buffer *report) {
    if (i < from->count) {
        am_buffer_put_text(report, side);
        am_buffer_put(report, lines_at(from, i));
        am_buffer_put_char(report, '\n');
    }
}

static void put_differences(const lines *expected, const lines *assessed, am_buffer *report) {
    for (size_t i = 0; i < expected->count || i < assessed->count; i++) {
        bool has_both = i < expected->count && i < assessed->count;

        if (has_both && lines_agree(lines_at(expected, i), lines_at(assessed, i))) {
            continue;
        }
        put_line("  evaluator: ", expected, i, report);
        put_line("  VM:        ", assessed, i, report);
    }
    if (expected->is_cut || assessed->is_cut) {
        am_buffer_put_text(report, "  more outputs than are compared\n");
    }
}

static bool is_same(const lines *expected, const lines *assessed) {
    if (expected->count != assessed->count || expected->is_cut || assessed->is_cut) {
        return false;
    }
    for (size_t i = 0; i < expected->count; i++) {
        if (!lines_agree(lines_at(expected, i), lines_at(assessed, i))) {
            return false;
        }
    }
    return true;
}

static am_slice json_of(const trial *t, uint32_t row) {
    size_t end = row + 1 < t->waiting ? t->starts[row + 1] : t->json.length;

    return (am_slice){t->json.data + t->starts[row], end - t->starts[row]};
}

static bool holds_leeway(trial *t, oracle *oracle, uint32_t row) {
    size_t start = t->report->length;

    am_buffer_put(t->report, json_of(t, row));
    am_buffer_put_char(t->report, '\n');
    if (!leeway_holds(oracle, t->roots[row], t->assessor, row, t->counts->records, &t->counts->leeway,
                      t->report)) {
        return false;
    }
    t->report->length = start;
    return true;
}

static bool compare_row(trial *t, uint32_t row) {
    oracle oracle = {.arena = &t->arena,
                     .model = t->compiled.model,
                     .has_as_of = t->has_as_of,
                     .as_of = t->as_of,
                     .has_known_at = t->has_known_at,
                     .known_at = t->known_at,
                     .fitted = t->fitted,
                     .fitted_count = t->compiled.program->calibration_count};

    lines_reset(&t->expected);
    lines_reset(&t->assessed);
    expect_outcomes(&oracle, t->roots[row], &t->expected, t->counts->outcomes);
    assess_outcomes(t->assessor, row, &t->assessed);
    lines_sort(&t->expected);
    lines_sort(&t->assessed);
    t->counts->records++;
    if (!assess_explains(t->assessor, row, t->report, &t->counts->sums)) {
        am_buffer_put(t->report, json_of(t, row));
        am_buffer_put_char(t->report, '\n');
        return false;
    }
    if (is_same(&t->expected, &t->assessed)) {
        return holds_leeway(t, &oracle, row);
    }
    am_buffer_put(t->report, json_of(t, row));
    am_buffer_put_char(t->report, '\n');
    put_differences(&t->expected, &t->assessed, t->report);
    return false;
}

/* Runs the batch and empties it. */
static bool run_batch(trial *t) {
    bool agrees = assess_run(t->assessor) == t->waiting;

    if (!agrees) {
        am_buffer_put_text(t->report, "the batch has not as many records as it was given\n");
    }
    for (uint32_t i = 0; i < t->waiting && agrees; i++) {
        agrees = compare_row(t, i);
    }
    agrees = agrees && assess_agrees_with_dockets(t->assessor, &t->counts->docketed, t->report);
    assess_clear(t->assessor);
    t->waiting = 0;
    t->json.length = 0;
    return agrees;
}

static trial_verdict add_record(trial *t, uint64_t seed) {
    size_t start = t->json.length;
    oracle_record *root = random_record(t->maker, &t->arena, seed, &t->json);
    am_slice json = {t->json.data + start, t->json.length - start};
    assess_status status = assess_read(t->assessor, json, t->report);

    if (status == ASSESS_FULL && t->waiting != 0) {
        t->json.length = start;
        if (!run_batch(t)) {
            return TRIAL_DIFFERS;
        }
        return add_record(t, seed);
    }
    if (status != ASSESS_TAKEN) {
        am_buffer_put(t->report, json);
        am_buffer_put_text(t->report, "\n  the record was refused\n");
        return TRIAL_DIFFERS;
    }
    t->roots[t->waiting] = root;
    t->starts[t->waiting++] = start;
    return TRIAL_AGREES;
}

static trial_verdict run_records(trial *t, uint64_t seed, unsigned records) {
    random_source random = {seed};
    trial_verdict verdict = TRIAL_AGREES;

    for (unsigned i = 0; i < records && verdict == TRIAL_AGREES; i++) {
        verdict = add_record(t, random_next(&random));
    }
    if (verdict == TRIAL_AGREES && t->waiting != 0 && !run_batch(t)) {
        verdict = TRIAL_DIFFERS;
    }
    return verdict;
}

/* A day of the years that rulebooks are dated in, for one program in `chance`. */
static bool choose_day(random_source *random, unsigned chance, am_date *out) {
    return random_below(random, chance) == 0 &&
           am_date_of_civil(1999 + (int)random_below(random, 28), 1 + (int)random_below(random, 12),
                            1 + (int)random_below(random, 28), out);
}

static void choose_law(trial *t, random_source *random) {
    t->has_as_of = choose_day(random, 8, &t->as_of) && t->compiled.model->mildest == NULL;
    if (t->has_as_of) {
        assess_as_of(t->assessor, t->as_of);
    }
    t->has_known_at = choose_day(random, 5, &t->known_at);
    if (t->has_known_at) {
        assess_known_at(t->assessor, t->known_at);
    }
}

/* Assesses a record whose JSON is the only one waiting; its outcomes are left in `assessed`. */
static bool run_alone(trial *t, oracle_record *root) {
    if (assess_read(t->assessor, am_buffer_text(&t->json), t->report) != ASSESS_TAKEN) {
        am_buffer_put(t->report, am_buffer_text(&t->json));
        am_buffer_put_text(t->report, "\n  the record was refused\n");
        return false;
    }
    t->roots[0] = root;
    t->starts[0] = 0;
    t->waiting = 1;
    return run_batch(t);
}

/* One step of supplying: what the record came to before is in `assessed`. */
static bool stays_when_supplied(trial *t, oracle_record *root) {
    lines held = t->before;
    size_t start = t->report->length;
    bool stays;

    t->before = t->assessed;
    t->assessed = held;
    am_buffer_put(t->report, am_buffer_text(&t->json));
    am_buffer_put_char(t->report, '\n');
    stays = run_alone(t, root) && monotone_holds(&t->before, &t->assessed, t->report);
    if (stays) {
        t->report->length = start;
    }
    t->counts->supplied++;
    return stays;
}

/* Supplies a sparse record with its missing facts, one at a time. */
static trial_verdict run_supplied(trial *t, uint64_t seed) {
    random_source random = {seed};
    oracle_record *root = random_sparse_record(t->maker, &t->arena, random_next(&random), &t->json);

    if (!run_alone(t, root)) {
        return TRIAL_DIFFERS;
    }
    for (unsigned i = 0; i < SUPPLIES_MAX; i++) {
        if (!random_supply(t->maker, &t->arena, random_next(&random), root, &t->json)) {
            break;
        }
        if (!stays_when_supplied(t, root)) {
            return TRIAL_DIFFERS;
        }
    }
    return TRIAL_AGREES;
}

static void set_fitted(trial *t, random_source *random, bool is_own) {
    const am_program *program = t->compiled.program;

    if (is_own) {
        fitted_reset(program, t->fitted);
    } else {
        fitted_choose(program, random, t->fitted);
    }
    for (uint32_t i = 0; i < program->calibration_count; i++) {
        const oracle_value *value = &t->fitted[i].value;
        assess_calibrate(t->assessor, i, value->decimal, (int32_t)value->integer);
    }
    if (random_below(random, 4) != 0) {
        assess_plan(t->assessor);
    }
}

/* Records by values that are set, twice, and by the rulebook's again. */
static trial_verdict run_fitted(trial *t, uint64_t seed, unsigned records) {
    random_source random = {seed};
    trial_verdict verdict = TRIAL_AGREES;

    for (unsigned i = 0; i < 3 && verdict == TRIAL_AGREES; i++) {
        set_fitted(t, &random, i == 2);
        verdict = run_records(t, random_next(&random), records);
        t->counts->fitted++;
    }
    return verdict;
}

static trial_verdict run_compiled(trial *t, trial_records records) {
    random_source random = {records.seed};
    trial_verdict verdict;

    t->counts->programs++;
    t->counts->instructions += t->compiled.program->instruction_count;
    t->maker = record_maker_new(&t->arena, t->compiled.model, records.is_at_bounds);
    t->assessor = assessor_new(t->compiled.program, 1 + random_below(&random, 5),
                               records.seed % KEPT_EACH != 0, t->arena.allocator);
    if (t->assessor == NULL) {
        am_buffer_put_text(t->report, "no memory for an assessor\n");
        return TRIAL_REFUSED;
    }
    t->fitted = AM_NEW_ARRAY(&t->arena, oracle_fitted, t->compiled.program->calibration_count);
    fitted_reset(t->compiled.program, t->fitted);
    choose_law(t, &random);
    verdict = run_records(t, random_next(&random), records.count);
    if (verdict == TRIAL_AGREES && records.seed % SUPPLIED_EACH == 0) {
        verdict = run_supplied(t, random_next(&random));
    }
    if (verdict == TRIAL_AGREES && t->compiled.program->calibration_count != 0) {
        verdict = run_fitted(t, random_next(&random), records.count);
    }
    assessor_free(t->assessor);
    return verdict;
}

trial_verdict trial_run(am_slice text, trial_records records, trial_counts *counts, am_buffer *report) {
    trial t = {.report = report, .counts = counts};
    trial_verdict verdict = TRIAL_REFUSED;

    am_arena_init(&t.arena, report->allocator, 0);
    am_buffer_init(&t.json, report->allocator);
    lines_init(&t.expected, report->allocator);
    lines_init(&t.assessed, report->allocator);
    lines_init(&t.before, report->allocator);
    if (compile_rulebook(&t.arena, text, &t.compiled, report)) {
        verdict = run_compiled(&t, records);
    } else if (t.compiled.is_passed_over) {
        verdict = TRIAL_AGREES;
    }
    lines_clear(&t.expected);
    lines_clear(&t.assessed);
    lines_clear(&t.before);
    am_buffer_clear(&t.json);
    am_arena_clear(&t.arena);
    return verdict;
}
