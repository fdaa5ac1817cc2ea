/*
 * Violations are drawn one after another from a seed, first as structures, then copied into columns.
 */
#include "records.h"

#include <math.h>
#include <stdlib.h>

/* splitmix64 */
static uint64_t next(uint64_t *seed) {
    uint64_t z = (*seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static unsigned below(uint64_t *seed, unsigned end) {
    return (unsigned)(next(seed) % end);
}

static double fraction(uint64_t *seed) {
    return (double)(next(seed) >> 11) / 9007199254740992.0;
}

/* The first i such that a number from 0 to 99 is under limits[i]. */
static uint8_t drawn(uint64_t *seed, const uint8_t *limits) {
    unsigned number = below(seed, 100);
    uint8_t i = 0;
    while (number >= limits[i]) {
        i++;
    }
    return i;
}

/* Days since 1970-01-01 and back, by the civil calendar counted from 1 March of the year 0. */
static int32_t days_of(int32_t date) {
    int32_t month = date / 100 % 100;
    int32_t year = date / 10000 - (month <= 2 ? 1 : 0);
    int32_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date % 100 - 1;
    return year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719468;
}

static int32_t date_of(int32_t days) {
    int32_t z = days + 719468;
    int32_t era = z / 146097;
    int32_t day_of_era = z - era * 146097;
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t shifted = (5 * day_of_year + 2) / 153;
    int32_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    int32_t year = era * 400 + year_of_era + (month <= 2 ? 1 : 0);
    return year * 10000 + month * 100 + day_of_year - (153 * shifted + 2) / 5 + 1;
}

static int32_t draw_date(uint64_t *seed) {
    int32_t first = days_of(20190101);
    int32_t date = date_of(first + (int32_t)below(seed, (unsigned)(days_of(20251231) - first + 1)));
    if (below(seed, 200) == 0) {
        date = below(seed, 2) == 0 ? 20240229 : 20200229;
    }
    return date;
}

static prior draw_prior(uint64_t *seed, const violation *of) {
    int32_t committed = days_of(of->committed_on);
    int32_t from = days_of(law_window_from(of->committed_on));
    const int32_t edges[] = {from - 1, from, from + 1, committed - 1, committed};
    int32_t day = committed - 1 - (int32_t)below(seed, 2200);
    unsigned edge = below(seed, 100);
    day = edge < sizeof edges / sizeof *edges ? edges[edge] : day;
    uint8_t article = below(seed, 2) != 0 ? of->article : (uint8_t)below(seed, ARTICLES);
    return (prior){date_of(day), article};
}

static void draw(uint64_t *seed, violation *out, prior *priors, uint32_t *prior_count) {
    static const uint8_t intents[] = {50, 80, 100};
    static const uint8_t stages[] = {60, 80, 100};
    static const uint8_t prior_counts[] = {45, 72, 86, 94, 98, 100};
    *out = (violation){.kind = below(seed, 100) < 65, .article = (uint8_t)below(seed, ARTICLES)};
    out->intent = drawn(seed, intents);
    out->turnover = (int64_t)(pow(10, 4 + 7 * fraction(seed)) * 100);
    out->profit = below(seed, 100) < 30 ? PROFIT_UNKNOWN : (int64_t)(pow(10, 2 + 6 * fraction(seed)) * 100);
    out->impact = (int32_t)pow(10, 4.3 * fraction(seed));
    if (below(seed, 50) == 0) {
        out->impact = law_bands[below(seed, BANDS)];
    }
    out->duration = 1 + (int32_t)(pow(fraction(seed), 2) * 900);
    if (below(seed, 50) == 0) {
        out->duration = 180 + (int32_t)below(seed, 2);
    }
    out->committed_on = draw_date(seed);
    out->stage = drawn(seed, stages);
    out->self_reported = below(seed, 100) < 25;
    out->cooperation = below(seed, 100) < 40;
    out->first_prior = *prior_count;
    out->prior_count = drawn(seed, prior_counts);
    for (unsigned i = 0; i < out->prior_count; i++) {
        priors[(*prior_count)++] = draw_prior(seed, out);
    }
}

static void copy_columns(records *out) {
    for (uint32_t i = 0; i < out->count; i++) {
        const violation *from = &out->violations[i];
        out->turnover[i] = from->turnover;
        out->has_profit[i] = from->profit != PROFIT_UNKNOWN;
        out->profit[i] = from->profit != PROFIT_UNKNOWN ? from->profit : 0;
        out->impact[i] = from->impact;
        out->duration[i] = from->duration;
        out->committed_on[i] = days_of(from->committed_on);
        out->kind[i] = from->kind;
        out->article[i] = from->article;
        out->intent[i] = from->intent;
        out->stage[i] = from->stage;
        out->self_reported[i] = from->self_reported;
        out->cooperation[i] = from->cooperation;
        out->offsets[i] = from->first_prior;
    }
    out->offsets[out->count] = out->prior_count;
    for (uint32_t i = 0; i < out->prior_count; i++) {
        out->prior_date[i] = days_of(out->priors[i].date);
        out->prior_article[i] = out->priors[i].article;
    }
}

/* Each array stands alone, aligned for vectors, and written once so that its pages are there. */
static void *take(bool *is_done, size_t count, size_t size) {
    size_t bytes = (count * size / 64 + 1) * 64;
    void *room = aligned_alloc(64, bytes);
    *is_done = *is_done && room != NULL;
    for (size_t i = 0; room != NULL && i < bytes; i += 64) {
        ((volatile char *)room)[i] = 0;
    }
    return room;
}

bool records_make(records *out, uint32_t count, uint64_t seed) {
    bool is_done = true;
    size_t priors = (size_t)count * PRIORS_MAX;
    *out = (records){.count = count};
    out->violations = take(&is_done, count, sizeof *out->violations);
    out->priors = take(&is_done, priors, sizeof *out->priors);
    out->turnover = take(&is_done, count, sizeof *out->turnover);
    out->profit = take(&is_done, count, sizeof *out->profit);
    out->has_profit = take(&is_done, count, 1);
    out->impact = take(&is_done, count, sizeof *out->impact);
    out->duration = take(&is_done, count, sizeof *out->duration);
    out->committed_on = take(&is_done, count, sizeof *out->committed_on);
    out->kind = take(&is_done, count, 1);
    out->article = take(&is_done, count, 1);
    out->intent = take(&is_done, count, 1);
    out->stage = take(&is_done, count, 1);
    out->self_reported = take(&is_done, count, 1);
    out->cooperation = take(&is_done, count, 1);
    out->offsets = take(&is_done, (size_t)count + 1, sizeof *out->offsets);
    out->prior_date = take(&is_done, priors, sizeof *out->prior_date);
    out->prior_article = take(&is_done, priors, 1);
    for (uint32_t i = 0; is_done && i < count; i++) {
        draw(&seed, &out->violations[i], out->priors, &out->prior_count);
    }
    if (is_done) {
        copy_columns(out);
    } else {
        records_free(out);
    }
    return is_done;
}

void records_free(records *records) {
    void *const all[] = {records->violations,    records->priors,       records->turnover,
                         records->profit,        records->has_profit,   records->impact,
                         records->duration,      records->committed_on, records->kind,
                         records->article,       records->intent,       records->stage,
                         records->self_reported, records->cooperation,  records->offsets,
                         records->prior_date,    records->prior_article};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
}
