/*
 * The columns of invented records are handed to an assessor as they are; nothing is copied on this side.
 */
#include "assess.h"

#include <stdlib.h>
#include <string.h>

enum {
    TURNOVER,
    PROFIT,
    IMPACT,
    DURATION,
    COMMITTED_ON,
    KIND,
    ARTICLE,
    INTENT,
    STAGE,
    SELF_REPORTED,
    COOPERATION,
    OFFSETS,
    PRIOR_DATE,
    PRIOR_ARTICLE
};
enum { FINE, STEP, CAPPED };

amerce_rulebook *bench_compile(const char *path) {
    static char text[1 << 16];
    FILE *file = fopen(path, "rb");
    amerce_rulebook *rulebook = NULL;
    amerce_diagnostics *diagnostics = NULL;
    if (file == NULL) {
        fprintf(stderr, "cannot read %s\n", path);
        return NULL;
    }
    amerce_source source = {amerce_text_of("reference.amerce"), {text, fread(text, 1, sizeof text, file)}};
    fclose(file);
    if (amerce_compile(&source, NULL, &rulebook, &diagnostics) != AMERCE_OK) {
        fprintf(stderr, "%s does not compile\n", path);
    }
    amerce_diagnostics_free(diagnostics);
    return rulebook;
}

static amerce_column column_of(const amerce_rulebook *rulebook, uint32_t place, const char *fact,
                               amerce_column_type type, const void *values) {
    return (amerce_column){.fact = amerce_rulebook_find_fact(rulebook, place, amerce_text_of(fact)),
                           .list = AMERCE_NONE,
                           .type = type,
                           .values = values};
}

static void set_columns(bench_assessor *out, const amerce_rulebook *rulebook) {
    const records *from = out->records;
    amerce_column *columns = out->columns;
    columns[TURNOVER] = column_of(rulebook, 0, "turnover", AMERCE_COLUMN_INT64, from->turnover);
    columns[TURNOVER].places = 2;
    columns[PROFIT] = column_of(rulebook, 0, "profit", AMERCE_COLUMN_INT64, from->profit);
    columns[PROFIT].places = 2;
    columns[PROFIT].is_given = from->has_profit;
    columns[IMPACT] = column_of(rulebook, 0, "market_impact_bps", AMERCE_COLUMN_INT32, from->impact);
    columns[IMPACT].places = 1;
    columns[DURATION] = column_of(rulebook, 0, "duration_days", AMERCE_COLUMN_INT32, from->duration);
    columns[COMMITTED_ON] = column_of(rulebook, 0, "committed_on", AMERCE_COLUMN_INT32, from->committed_on);
    columns[KIND] = column_of(rulebook, 0, "kind", AMERCE_COLUMN_UINT8, from->kind);
    columns[ARTICLE] = column_of(rulebook, 0, "article", AMERCE_COLUMN_UINT8, from->article);
    columns[INTENT] = column_of(rulebook, 0, "intent", AMERCE_COLUMN_UINT8, from->intent);
    columns[STAGE] = column_of(rulebook, 0, "settled_stage", AMERCE_COLUMN_UINT8, from->stage);
    columns[SELF_REPORTED] =
        column_of(rulebook, 0, "self_reported", AMERCE_COLUMN_UINT8, from->self_reported);
    columns[COOPERATION] = column_of(rulebook, 0, "cooperation", AMERCE_COLUMN_UINT8, from->cooperation);
    columns[OFFSETS] = (amerce_column){AMERCE_NONE, out->priors, AMERCE_COLUMN_INT32, 0, from->offsets, NULL};
    columns[PRIOR_DATE] = column_of(rulebook, out->priors, "date", AMERCE_COLUMN_INT32, from->prior_date);
    columns[PRIOR_ARTICLE] =
        column_of(rulebook, out->priors, "article", AMERCE_COLUMN_UINT8, from->prior_article);
}

/* Each record's results go where it stands among the records. */
static bool open_docket(bench_assessor *bench) {
    uint32_t count = bench->records->count;
    amerce_result_column results[BENCH_OUTPUTS] = {
        {bench->outputs[FINE], AMERCE_COLUMN_INT64, 2, bench->fines, bench->states},
        {bench->outputs[STEP], AMERCE_COLUMN_UINT8, 0, bench->steps, bench->states + count},
        {bench->outputs[CAPPED], AMERCE_COLUMN_UINT8, 0, bench->capped, bench->states + 2 * (size_t)count}};
    return amerce_docket_new(bench->assessor, bench->columns, BENCH_COLUMNS, results, BENCH_OUTPUTS,
                             &bench->docket) == AMERCE_OK;
}

bool bench_open(bench_assessor *out, const amerce_rulebook *rulebook, const records *records,
                bench_options options) {
    static const char *const outputs[BENCH_OUTPUTS] = {"fine", "step", "capped"};
    amerce_assessor_options how = {.size = sizeof how,
                                   .records = options.batch,
                                   .is_wide = options.is_wide,
                                   .explanation = options.is_explained ? AMERCE_EXPLANATION_JSON
                                                                       : AMERCE_EXPLANATION_NONE};
    *out = (bench_assessor){.records = records};
    out->priors = amerce_rulebook_find_place(rulebook, 0, amerce_text_of("priors"));
    set_columns(out, rulebook);
    for (unsigned i = 0; i < BENCH_OUTPUTS; i++) {
        out->outputs[i] = amerce_rulebook_find_output(rulebook, 0, amerce_text_of(outputs[i]));
    }
    out->fines = calloc(records->count, sizeof *out->fines);
    out->steps = calloc(records->count, 1);
    out->capped = calloc(records->count, 1);
    out->states = calloc(options.batch == 1 ? records->count : options.batch, BENCH_OUTPUTS);
    if (out->fines != NULL && out->steps != NULL && out->capped != NULL && out->states != NULL &&
        amerce_assessor_new(rulebook, &how, &out->assessor) == AMERCE_OK &&
        (options.batch != 1 || open_docket(out))) {
        return true;
    }
    bench_close(out);
    return false;
}

void bench_close(bench_assessor *bench) {
    amerce_docket_free(bench->docket);
    amerce_assessor_free(bench->assessor);
    free(bench->fines);
    free(bench->steps);
    free(bench->capped);
    free(bench->states);
}

/* Every result is a value. */
static bool read_results(bench_assessor *bench, uint32_t first, uint32_t count) {
    const amerce_assessor *assessor = bench->assessor;
    uint8_t *states = bench->states;
    uint8_t worst = AMERCE_VALUE;
    if (amerce_assessor_result_column(assessor, bench->outputs[FINE], 0, count, AMERCE_COLUMN_INT64, 2,
                                      bench->fines + first, states) != AMERCE_OK ||
        amerce_assessor_result_column(assessor, bench->outputs[STEP], 0, count, AMERCE_COLUMN_UINT8, 0,
                                      bench->steps + first, states + count) != AMERCE_OK ||
        amerce_assessor_result_column(assessor, bench->outputs[CAPPED], 0, count, AMERCE_COLUMN_UINT8, 0,
                                      bench->capped + first, states + 2 * (size_t)count) != AMERCE_OK) {
        return false;
    }
    for (size_t i = 0; i < BENCH_OUTPUTS * (size_t)count; i++) {
        worst |= states[i];
    }
    return worst == AMERCE_VALUE;
}

/* The assessor takes as many as its batch holds. */
bool bench_assess_columns(bench_assessor *bench, uint32_t first, uint32_t end) {
    while (first < end) {
        size_t taken = 0;
        amerce_assessor_clear(bench->assessor);
        if (amerce_assessor_add_columns(bench->assessor, bench->columns, BENCH_COLUMNS, first, end, &taken) !=
                AMERCE_OK ||
            taken == 0) {
            return false;
        }
        amerce_assessor_run(bench->assessor);
        if (!read_results(bench, first, (uint32_t)taken)) {
            return false;
        }
        first += (uint32_t)taken;
    }
    return true;
}

bool bench_assess_single(bench_assessor *bench, uint32_t first, uint32_t end) {
    size_t count = bench->records->count;
    for (uint32_t i = first; i < end; i++) {
        if (amerce_docket_assess(bench->docket, i, 1) != AMERCE_OK ||
            (bench->states[i] | bench->states[count + i] | bench->states[2 * count + i]) != AMERCE_VALUE) {
            return false;
        }
    }
    return true;
}

static bool set_integer(bench_assessor *bench, unsigned column, uint32_t row, int32_t value) {
    return amerce_set_integer(bench->assessor, bench->columns[column].fact, row, value) == AMERCE_OK;
}

static bool set_scaled(bench_assessor *bench, unsigned column, uint32_t row, int64_t value) {
    const amerce_column *of = &bench->columns[column];
    return amerce_set_scaled(bench->assessor, of->fact, row, value, of->places) == AMERCE_OK;
}

static bool set_facts(bench_assessor *bench, uint32_t i, uint32_t row) {
    const records *from = bench->records;
    return set_scaled(bench, TURNOVER, row, from->turnover[i]) &&
           (from->has_profit[i] == 0 || set_scaled(bench, PROFIT, row, from->profit[i])) &&
           set_scaled(bench, IMPACT, row, from->impact[i]) &&
           set_scaled(bench, DURATION, row, from->duration[i]) &&
           set_integer(bench, COMMITTED_ON, row, from->committed_on[i]) &&
           set_integer(bench, KIND, row, from->kind[i]) &&
           set_integer(bench, ARTICLE, row, from->article[i]) &&
           set_integer(bench, INTENT, row, from->intent[i]) &&
           set_integer(bench, STAGE, row, from->stage[i]) &&
           set_integer(bench, SELF_REPORTED, row, from->self_reported[i]) &&
           set_integer(bench, COOPERATION, row, from->cooperation[i]);
}

static bool set_priors(bench_assessor *bench, uint32_t i, uint32_t row) {
    const records *from = bench->records;
    bool is_set = amerce_list_open(bench->assessor, bench->priors, row) == AMERCE_OK;
    for (uint32_t at = from->offsets[i]; is_set && at < from->offsets[i + 1]; at++) {
        uint32_t element;
        is_set = amerce_element_open(bench->assessor, bench->priors, &element) == AMERCE_OK &&
                 set_integer(bench, PRIOR_DATE, element, from->prior_date[at]) &&
                 set_integer(bench, PRIOR_ARTICLE, element, from->prior_article[at]) &&
                 amerce_element_close(bench->assessor, bench->priors) == AMERCE_OK;
    }
    return is_set;
}

/* A value as a count of 10^-places, which it is a whole number of. */
static int64_t count_of(const amerce_value *value, int32_t places) {
    int64_t count = (int64_t)value->decimal.low;
    int32_t exponent = value->decimal.exponent;
    for (; exponent > -places; exponent--) {
        count *= 10;
    }
    for (; exponent < -places; exponent++) {
        count /= 10;
    }
    return count;
}

static bool read_values(bench_assessor *bench, uint32_t i) {
    amerce_value values[BENCH_OUTPUTS];
    for (unsigned output = 0; output < BENCH_OUTPUTS; output++) {
        if (amerce_assessor_result(bench->assessor, bench->outputs[output], 0, &values[output]) !=
                AMERCE_OK ||
            values[output].state != AMERCE_VALUE) {
            return false;
        }
    }
    bench->fines[i] = count_of(&values[FINE], 2);
    bench->steps[i] = (uint8_t)count_of(&values[STEP], 0);
    bench->capped[i] = (uint8_t)values[CAPPED].integer;
    return true;
}

bool bench_assess_facts(bench_assessor *bench, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        uint32_t row;
        amerce_assessor_clear(bench->assessor);
        if (amerce_record_open(bench->assessor, &row) != AMERCE_OK || !set_facts(bench, i, row) ||
            !set_priors(bench, i, row) || amerce_record_close(bench->assessor) != AMERCE_OK) {
            return false;
        }
        amerce_assessor_run(bench->assessor);
        if (!read_values(bench, i)) {
            return false;
        }
    }
    return true;
}

uint32_t bench_mismatches(const bench_assessor *bench, const assessment *expected, uint32_t first,
                          uint32_t end) {
    uint32_t mismatches = 0;
    for (uint32_t i = first; i < end; i++) {
        mismatches += bench->fines[i] != expected[i].fine || bench->steps[i] != expected[i].step ||
                      bench->capped[i] != expected[i].capped;
    }
    return mismatches;
}
