/*
 * The search for a record that breaks a claim.
 *
 * A record is made of values from the pool, one fact after another at each of its bounds, the others plain;
 * then of any of them. For a claim of more and less the fact is given several values in order, and what comes
 * of a lower one is held against what comes of a higher one.
 */
#include "prove/search.h"

#define ELEMENTS_MOST 3
#define ARENA_BYTES   ((size_t)1 << 20)
#define SERIES_MAX    8 /* values of the fact that is varied */

/* How records are made: plain but for one fact, or random. */
typedef struct am_making {
    am_search *search;
    bool is_random;
    uint32_t turn; /* plain: the number of the fact and value that is not, counted down */
    bool is_turn_taken;
} am_making;

static uint32_t random_below(am_search *search, uint32_t end) {
    search->random = search->random * 6364136223846793005u + 1442695040888963407u;
    return end == 0 ? 0 : (uint32_t)((search->random >> 33) % end);
}

/* A money or number fact anywhere in reach, not only where the rulebook names it. */
static void set_between(am_making *making, const am_pool_field *field, am_sample_fact *fact) {
    am_search *search = making->search;
    uint32_t at = random_below(search, field->count - 1);
    const am_constant_value *low = &field->values[at], *high = &field->values[at + 1];
    am_type type = field->field->type;

    if (type.kind == AM_TYPE_DATE || type.kind == AM_TYPE_DAYS || type.kind == AM_TYPE_MONTHS) {
        uint64_t width = (uint64_t)(high->integer - low->integer);
        fact->value.integer = low->integer + (int64_t)random_below(search, (uint32_t)width + 1);
    } else if (am_sample_is_decimal(type)) {
        am_decimal share = am_decimal_make(false, random_below(search, 1000), -3), width, value,
                   unit = am_decimal_make(false, 1,
                                          type.kind == AM_TYPE_WHOLE ? 0
                                          : type.kind == AM_TYPE_MONEY
                                              ? -making->search->trial->model->units[type.index].digits
                                              : -4);
        am_constant_value made = {0};

        if (am_decimal_subtract(high->decimal, low->decimal, &width) <= AM_ARITH_ROUNDED &&
            am_decimal_multiply(width, share, &width) <= AM_ARITH_ROUNDED &&
            am_decimal_add(low->decimal, width, &value) <= AM_ARITH_ROUNDED &&
            am_decimal_round(value, AM_ROUND_FLOOR, unit, &made.decimal) <= AM_ARITH_ROUNDED &&
            am_pool_is_in(field->field, &made)) {
            fact->value = made;
        }
    }
}

static void set_value(am_making *making, const am_pool_field *field, am_sample_fact *fact) {
    am_search *search = making->search;
    uint32_t plain = field->count / 2, choice = plain;

    if (making->is_random) {
        choice = random_below(search, field->count);
    } else if (!making->is_turn_taken && making->turn < field->count) {
        choice = making->turn;
        making->is_turn_taken = true;
    } else if (!making->is_turn_taken) {
        making->turn -= field->count;
    }
    fact->state = AM_SAMPLE_GIVEN;
    fact->value = field->values[choice];
    if (making->is_random && field->count > 1 && random_below(search, 5) == 0) {
        set_between(making, field, fact);
    }
    fact->highest = fact->value;
    if (field->field->type.is_range) {
        const am_constant_value *other = &field->values[random_below(search, field->count)];
        bool is_less = am_sample_compare(field->field->type, other, &fact->value) < 0;

        *(is_less ? &fact->value : &fact->highest) = *other;
    }
}

static bool fill_record(am_making *making, am_sample *sample);

static bool fill_list(am_making *making, const am_field *field, am_sample_fact *fact) {
    bool is_list = field->type.kind == AM_TYPE_LIST;

    fact->state = AM_SAMPLE_GIVEN;
    fact->count = !is_list ? 1 : making->is_random ? random_below(making->search, ELEMENTS_MOST + 1) : 1;
    for (uint32_t i = 0; i < fact->count; i++) {
        fact->elements[i] = am_sample_new(making->search->arena, field->record);
        if (fact->elements[i] == NULL || !fill_record(making, fact->elements[i])) {
            return false;
        }
    }
    return true;
}

static bool fill_record(am_making *making, am_sample *sample) {
    for (uint16_t i = 0; i < sample->record->field_count; i++) {
        const am_field *field = &sample->record->fields[i];
        const am_pool_field *pool = am_pool_field_of(making->search->pool, field);
        am_sample_fact *fact = &sample->facts[i];

        if (!pool->is_read) {
            continue;
        }
        if (field->type.is_optional && making->is_random && random_below(making->search, 4) == 0) {
            fact->state = AM_SAMPLE_UNKNOWN;
        } else if (field->type.kind == AM_TYPE_LIST || field->type.kind == AM_TYPE_RECORD) {
            if (!fill_list(making, field, fact)) {
                return false;
            }
        } else if (pool->count > 0) {
            set_value(making, pool, fact);
        }
    }
    return true;
}

/* The way to a record that is spoken of, through elements that are there; they are added where none is. */
static bool choose_where(am_making *making, am_sample *sample, am_trial_where *where) {
    for (uint32_t i = 0; i < where->depth; i++) {
        am_sample_fact *fact = am_sample_fact_of(sample, where->fields[i]);

        if (fact->state != AM_SAMPLE_GIVEN || fact->count == 0) {
            am_sample *element = am_sample_new(making->search->arena, where->fields[i]->record);

            if (element == NULL || !fill_record(making, element)) {
                return false;
            }
            *fact = (am_sample_fact){.state = AM_SAMPLE_GIVEN, .count = 1};
            fact->elements[0] = element;
        }
        where->numbers[i] = random_below(making->search, fact->count);
        sample = fact->elements[where->numbers[i]];
    }
    return true;
}

am_sample_fact *am_varied_fact(const am_property *property, const am_sample *record,
                               const am_trial_where *where) {
    const am_scope *scope = &property->fact->scope;

    if (scope->up > where->depth) {
        return NULL;
    }
    uint32_t steps = scope->is_root ? 0 : where->depth - scope->up;
    for (uint32_t i = 0; i < steps; i++) {
        const am_sample_fact *fact = am_sample_fact_of(record, where->fields[i]);

        if (fact->state != AM_SAMPLE_GIVEN || where->numbers[i] >= fact->count) {
            return NULL;
        }
        record = fact->elements[where->numbers[i]];
    }
    for (uint8_t i = 0; i < scope->via_count; i++) {
        const am_sample_fact *fact = am_sample_fact_of(record, scope->via[i]);

        if (fact->state != AM_SAMPLE_GIVEN) {
            return NULL;
        }
        record = fact->elements[0];
    }
    return am_sample_fact_of(record, property->fact->field);
}

static bool is_list(const am_property *property) {
    return property->fact != NULL && property->fact->type.kind == AM_TYPE_LIST;
}

bool am_counterexample_records(am_arena *arena, const am_property *property, const am_counterexample *found,
                               am_sample *out[2]) {
    for (int i = 0; i < (property->fact != NULL ? 2 : 1); i++) {
        am_sample_fact *fact;

        out[i] = am_sample_copy(arena, found->record);
        if (out[i] == NULL) {
            return false;
        }
        if (property->fact == NULL) {
            return true;
        }
        fact = am_varied_fact(property, out[i], &found->where);
        if (fact == NULL || (found->is_of_elements && fact->count < found->counts[i])) {
            return false;
        }
        fact->state = AM_SAMPLE_GIVEN;
        if (found->is_of_elements) {
            fact->count = found->counts[i];
        } else {
            fact->value = found->facts[i];
        }
    }
    return true;
}

static bool is_broken(const am_property *property, const am_trial_outcome *low,
                      const am_trial_outcome *high) {
    int order;

    if (property->claim == AM_CLAIM_ALWAYS) {
        return low->is_value && low->value.integer == 0;
    }
    if (!low->is_value || !high->is_value) {
        return false;
    }
    order = am_sample_compare(property->value->type, &low->value, &high->value);
    return property->claim == AM_CLAIM_NEVER_DECREASES ? order > 0 : order < 0;
}

bool am_counterexample_holds(am_search *search, am_counterexample *found) {
    const am_property *property = search->trial->property;
    am_sample *records[2] = {NULL, NULL};

    if (!am_counterexample_records(search->arena, property, found, records)) {
        return false;
    }
    am_trial_assess(search->trial, records, property->fact != NULL ? 2 : 1, &found->where, found->outcomes);
    return is_broken(property, &found->outcomes[0], &found->outcomes[1]);
}

/* Records with the fact at several values, in order. */
typedef struct am_series {
    am_sample *records[SERIES_MAX];
    am_constant_value values[SERIES_MAX];
    uint32_t counts[SERIES_MAX];
    uint32_t count;
} am_series;

static bool add_to_series(am_search *search, am_series *series, const am_sample *record,
                          const am_trial_where *where, const am_constant_value *value, uint32_t count) {
    am_sample *copy = am_sample_copy(search->arena, record);
    am_sample_fact *fact = copy != NULL ? am_varied_fact(search->trial->property, copy, where) : NULL;

    if (fact == NULL) {
        return false;
    }
    fact->state = AM_SAMPLE_GIVEN;
    if (value != NULL) {
        fact->value = fact->highest = *value;
        series->values[series->count] = *value;
    } else {
        fact->count = count;
    }
    series->counts[series->count] = count;
    series->records[series->count++] = copy;
    return true;
}

static void make_series(am_search *search, const am_sample *record, const am_trial_where *where,
                        am_series *series) {
    const am_property *property = search->trial->property;
    const am_pool_field *pool = am_pool_field_of(search->pool, property->fact->field);
    const am_sample_fact *fact = am_varied_fact(property, record, where);

    if (fact == NULL) {
        return;
    }
    if (is_list(property)) {
        for (uint32_t i = 0; i <= fact->count && fact->state == AM_SAMPLE_GIVEN; i++) {
            add_to_series(search, series, record, where, NULL, i);
        }
        return;
    }
    for (uint32_t i = 0; i < pool->count; i++) {
        uint32_t left = pool->count - i, room = SERIES_MAX - series->count;

        if (left <= room || random_below(search, left) < room) {
            add_to_series(search, series, record, where, &pool->values[i], 0);
        }
    }
}

/* Holds each outcome against the one most apart from it among those before. */
static bool try_series(am_search *search, const am_sample *record, const am_trial_where *where,
                       am_counterexample *out) {
    const am_property *property = search->trial->property;
    am_trial_outcome outcomes[SERIES_MAX];
    am_series series = {.count = 0};
    uint32_t before = SERIES_MAX;

    make_series(search, record, where, &series);
    am_trial_assess(search->trial, series.records, series.count, where, outcomes);
    for (uint32_t i = 0; i < series.count; i++) {
        if (!outcomes[i].is_value) {
            continue;
        }
        if (before < SERIES_MAX && is_broken(property, &outcomes[before], &outcomes[i])) {
            *out = (am_counterexample){.record = am_sample_copy(search->arena, record), .where = *where};
            out->is_of_elements = is_list(property);
            out->facts[0] = series.values[before];
            out->facts[1] = series.values[i];
            out->counts[0] = series.counts[before];
            out->counts[1] = series.counts[i];
            return out->record != NULL;
        }
        before = i;
    }
    return false;
}

static bool try_record(am_search *search, am_sample *record, const am_trial_where *where,
                       am_counterexample *out) {
    am_trial_outcome outcome;

    if (search->trial->property->fact != NULL) {
        return try_series(search, record, where, out);
    }
    am_trial_assess(search->trial, &record, 1, where, &outcome);
    if (!is_broken(search->trial->property, &outcome, NULL)) {
        return false;
    }
    *out = (am_counterexample){.record = am_sample_copy(search->arena, record), .where = *where};
    return out->record != NULL;
}

static bool is_enough(const am_search *search) {
    const am_trial *trial = search->trial;

    return trial->records >= search->most || trial->spent >= search->budget || trial->is_out_of_memory ||
           search->arena->is_exhausted;
}

/* One record, at one of the places; *is_over: with nothing left to take its turn. */
static bool try_one(am_search *search, am_making *making, size_t place, am_counterexample *out) {
    am_trial_where where;
    am_sample *record = am_sample_new(search->arena, search->trial->model->root);

    return record != NULL && am_trial_place(search->trial, place, &where) && fill_record(making, record) &&
           choose_where(making, record, &where) && try_record(search, record, &where, out);
}

am_counterexample am_search_run(am_search *search) {
    size_t places = am_trial_place_count(search->trial);
    am_counterexample found = {0};
    am_arena own, *kept = search->arena;
    bool is_plain = true, is_found = false;

    am_arena_init(&own, kept->allocator, kept->limit_bytes);
    search->arena = &own;
    for (uint32_t round = 0; places > 0 && !is_found && !is_enough(search); round++) {
        am_making making = {.search = search, .is_random = !is_plain, .turn = round};

        is_found = try_one(search, &making, round % places, &found);
        is_plain &= making.is_turn_taken;
        if (own.used_bytes > ARENA_BYTES && !is_found && !own.is_exhausted) {
            am_arena_clear(&own);
        }
    }
    found.record = is_found ? am_sample_copy(kept, found.record) : NULL;
    kept->is_exhausted |= own.is_exhausted;
    am_arena_clear(&own);
    search->arena = kept;
    return found;
}
