/*
 * Values that are set: whatever they are, an assessor comes to what one of decimals alone comes to with them,
 * byte for byte, and counts serve them as they serve the rulebook's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <amerce/calibrate.h>
#include <amerce/compile.h>
#include <amerce/docket.h>
#include <amerce/stream.h>

#include "api/assessor.h"
#include "groups.h"
#include "unit/base/counting_allocator.h"
#include "vm/work.h"

static const char rulebook_text[] =
    "rulebook test.calibrated\n"
    "  source LAW \"The Act\"\n"
    "  currency EUR\n"
    "  month ends round down\n"
    "record Case\n"
    "  id: text\n"
    "  gain: money\n"
    "  rate: number in 0 to 100\n"
    "  on: date\n"
    "  flag: yes/no optional\n"
    "  items: list of Item\n"
    "record Item\n"
    "  amount: money\n"
    "  on: date\n"
    "parameter unit: money = EUR 5 calibrate -EUR 10 to EUR 80_000_000_000_000_000\n"
    "parameter factor: number = 1.5 calibrate -2 to 9\n"
    "parameter other: number = 2 calibrate 0 to 1_000_000_000_000\n"
    "parameter level: whole = 2 calibrate -3 to 100\n"
    "parameter term: months = 6 months calibrate 1 months to 24 months\n"
    "parameter grace: days = 10 days calibrate 0 days to 100 days\n"
    "parameter twice: money = unit * 2\n"
    "rule recent = count of items where its on within term before on\n"
    "rule late = count of items where its on > on - grace\n"
    "rule share for Item: money = amount * factor\n"
    "rule portion: number = rate * factor / 8\n"
    "rule parts: number = rate / other\n"
    "penalty ban: months  per LAW \"1\"\n"
    "  start from term\n"
    "  multiply by 2  when flag is known and flag\n"
    "penalty fine  per LAW \"2\"\n"
    "  start from gain * factor\n"
    "  add twice * level\n"
    "  add unit * recent  when rate > factor\n"
    "  multiply by other\n"
    "  round half up to EUR 0.01\n"
    "output recent, late, share, portion, parts\n";

enum { UNIT, FACTOR, OTHER, LEVEL, TERM, GRACE, VALUES, RECORDS = 150 };

static amerce_value amount(int64_t digits, int32_t exponent) {
    uint64_t magnitude = digits < 0 ? 0 - (uint64_t)digits : (uint64_t)digits;
    return (amerce_value){.decimal = {.low = magnitude, .exponent = exponent, .is_negative = digits < 0}};
}

static amerce_value period(int32_t count) {
    return (amerce_value){.integer = count};
}

static amerce_rulebook *compile(const char *of) {
    amerce_source source = {amerce_text_of("t.amerce"), amerce_text_of(of)};
    amerce_rulebook *rulebook = NULL;
    amerce_diagnostics *diagnostics = NULL;
    amerce_status status = amerce_compile(&source, NULL, &rulebook, &diagnostics);
    amerce_diagnostic first;
    if (status != AMERCE_OK && amerce_diagnostics_get(diagnostics, 0, &first)) {
        fail_msg("%.*s", (int)first.message.length, first.message.data);
    }
    amerce_diagnostics_free(diagnostics);
    assert_non_null(rulebook);
    return rulebook;
}

/* Calibrations are numbered as the program reads them. */
static size_t number_of(const amerce_rulebook *rulebook, unsigned value) {
    static const char *const names[VALUES] = {"unit", "factor", "other", "level", "term", "grace"};
    amerce_calibration found;
    for (size_t i = 0; amerce_rulebook_calibration(rulebook, i, &found); i++) {
        if (found.name.length == strlen(names[value]) &&
            memcmp(found.name.data, names[value], found.name.length) == 0) {
            return i;
        }
    }
    fail_msg("no value %s", names[value]);
    return 0;
}

static void set(amerce_assessor *assessor, unsigned which, amerce_value value) {
    assert_int_equal(amerce_assessor_calibrate(assessor, number_of(assessor->rulebook, which), &value),
                     AMERCE_OK);
}

/* Texts, that grow in one array. */
typedef struct text {
    char data[1 << 22];
    size_t length;
    size_t at; /* read so far */
} text;

static void make_records(text *out) {
    out->length = out->at = 0;
    for (int i = 0; i < RECORDS; i++) {
        out->length += (size_t)snprintf(
            out->data + out->length, sizeof out->data - out->length,
            "{\"id\":\"c%d\",\"gain\":%d.%02d,\"rate\":%d.%d,\"on\":\"2020-%02d-%02d\"%s,\"items\":[%s%s%s]}"
            "\n",
            i, i * 977, i % 100, i % 101, i % 10 * (i % 101 != 100), 1 + i % 12, 1 + i % 28,
            i % 3 == 0   ? ",\"flag\":true"
            : i % 3 == 1 ? ",\"flag\":false"
                         : "",
            i % 2 == 0 ? "{\"amount\":10.05,\"on\":\"2020-03-01\"}" : "", i % 4 == 0 ? "," : "",
            i % 4 == 0 ? "{\"amount\":-3,\"on\":\"2019-12-15\"}" : "");
    }
}

static bool read_text(void *context, char *data, size_t room, size_t *length) {
    text *from = context;
    size_t left = from->length - from->at;
    *length = left < room ? left : room;
    memcpy(data, from->data + from->at, *length);
    from->at += *length;
    return true;
}

static bool write_text(void *context, const char *data, size_t length) {
    text *to = context;
    assert_true(to->length + length < sizeof to->data);
    memcpy(to->data + to->length, data, length);
    to->length += length;
    return true;
}

static text records, found, expected;

static void assess(amerce_assessor *assessor, text *out) {
    amerce_summary summary;
    records.at = 0;
    out->length = 0;
    assert_int_equal(amerce_assess_json(assessor, (amerce_input){read_text, &records},
                                        (amerce_sink){write_text, out}, &summary),
                     AMERCE_OK);
    assert_int_equal(summary.records, RECORDS);
}

typedef struct pair {
    amerce_rulebook *rulebook;
    amerce_assessor *counts;
    amerce_assessor *decimals;
} pair;

static pair open_pair(uint32_t batch, amerce_explanation explanation) {
    pair out = {.rulebook = compile(rulebook_text)};
    amerce_assessor_options options = {
        .size = sizeof options, .records = batch, .elements = 400, .explanation = explanation};
    assert_int_equal(amerce_assessor_new(out.rulebook, &options, &out.counts), AMERCE_OK);
    options.is_wide = true;
    assert_int_equal(amerce_assessor_new(out.rulebook, &options, &out.decimals), AMERCE_OK);
    make_records(&records);
    return out;
}

static void close_pair(pair *pair) {
    amerce_assessor_free(pair->counts);
    amerce_assessor_free(pair->decimals);
    amerce_rulebook_free(pair->rulebook);
}

static void set_both(pair *pair, unsigned which, amerce_value value) {
    set(pair->counts, which, value);
    set(pair->decimals, which, value);
}

/* Twice: before there is a narrow program for the values, in part, and after. */
static void assert_same(pair *pair) {
    assess(pair->decimals, &expected);
    for (unsigned i = 0; i < 2; i++) {
        assess(pair->counts, &found);
        assert_int_equal(found.length, expected.length);
        assert_memory_equal(found.data, expected.data, expected.length);
    }
}

static bool is_served_by_counts(const pair *pair) {
    return !pair->counts->batch->is_unfit && pair->counts->batch->work->open_count == 0;
}

static void try_values(amerce_explanation explanation, uint32_t batch) {
    pair pair = open_pair(batch, explanation);
    uint32_t plan;
    assert_same(&pair);
    assert_int_equal(pair.counts->batch->plan, 0);
    /* Some values, and fewer of them again. */
    set_both(&pair, FACTOR, amount(125, -2));
    set_both(&pair, LEVEL, amount(7, 0));
    assert_same(&pair);
    assert_true(is_served_by_counts(&pair));
    assert_int_equal(pair.counts->batch->plan, 1);
    set_both(&pair, TERM, period(23));
    set_both(&pair, GRACE, period(0));
    set_both(&pair, UNIT, amount(1234567, -2));
    assert_same(&pair);
    assert_true(is_served_by_counts(&pair));
    /* The same once more: the narrow program stays. */
    plan = pair.counts->batch->plan;
    set_both(&pair, TERM, period(23));
    assert_same(&pair);
    assert_int_equal(pair.counts->batch->plan, plan);
    /* Others and back, with nothing assessed between. */
    set_both(&pair, TERM, period(3));
    set_both(&pair, TERM, period(23));
    assert_same(&pair);
    assert_int_equal(pair.counts->batch->plan, plan);
    /* Zero, below zero, many digits, and what leaves 64 bits. */
    set_both(&pair, FACTOR, amount(0, 0));
    assert_same(&pair);
    set_both(&pair, FACTOR, amount(-2, 0));
    set_both(&pair, LEVEL, amount(-3, 0));
    assert_same(&pair);
    assert_true(is_served_by_counts(&pair));
    set_both(&pair, FACTOR, amount(1234567890123456789, -18));
    assert_same(&pair);
    set_both(&pair, OTHER, amount(999999999999, 0));
    assert_same(&pair);
    set_both(&pair, UNIT, amount(8, 16));
    set_both(&pair, LEVEL, amount(100, 0));
    assert_same(&pair);
    set_both(&pair, OTHER, amount(0, 0));
    assert_same(&pair);
    /* The rulebook's own. */
    set_both(&pair, UNIT, amount(5, 0));
    set_both(&pair, FACTOR, amount(15, -1));
    set_both(&pair, OTHER, amount(2, 0));
    set_both(&pair, LEVEL, amount(2, 0));
    set_both(&pair, TERM, period(6));
    set_both(&pair, GRACE, period(10));
    assert_same(&pair);
    assert_true(is_served_by_counts(&pair));
    close_pair(&pair);
}

static void values_come_to_the_same(void **state) {
    (void)state;
    try_values(AMERCE_EXPLANATION_NONE, 64);
}

static void values_are_explained_alike(void **state) {
    (void)state;
    try_values(AMERCE_EXPLANATION_JSON, 64);
}

static void few_records_come_to_the_same(void **state) {
    (void)state;
    try_values(AMERCE_EXPLANATION_NONE, 3);
}

/* Values for each record anew cost no planning. */
static void values_of_one_record_are_not_planned_for(void **state) {
    pair pair = open_pair(8, AMERCE_EXPLANATION_NONE);
    static const char json[] = "{\"id\":\"x\",\"gain\":7,\"rate\":1,\"on\":\"2020-01-01\",\"items\":[]}";
    uint32_t fine = amerce_rulebook_find_output(pair.rulebook, 0, amerce_text_of("fine"));
    amerce_value of[2];
    (void)state;
    for (int i = 0; i < 100; i++) {
        amerce_assessor *both[2] = {pair.counts, pair.decimals};
        set_both(&pair, FACTOR, amount(100 + i, -2));
        for (unsigned k = 0; k < 2; k++) {
            amerce_assessor_clear(both[k]);
            assert_int_equal(amerce_assessor_add_json(both[k], amerce_text_of(json), 1, 1, NULL), AMERCE_OK);
            amerce_assessor_run(both[k]);
            assert_int_equal(amerce_assessor_result(both[k], fine, 0, &of[k]), AMERCE_OK);
        }
        assert_int_equal(of[0].state, of[1].state);
        assert_int_equal(of[0].decimal.low, of[1].decimal.low);
        assert_int_equal(of[0].decimal.exponent, of[1].decimal.exponent);
    }
    assert_int_equal(pair.counts->batch->plan, 0);
    close_pair(&pair);
}

/* What an assessor takes it takes when it is made. */
static void setting_values_takes_no_memory(void **state) {
    pair pair = open_pair(64, AMERCE_EXPLANATION_NONE);
    size_t bytes;
    (void)state;
    assert_same(&pair);
    bytes = amerce_assessor_bytes(pair.counts);
    for (int i = 0; i < 20; i++) {
        set_both(&pair, FACTOR, amount(1001 + i, -3));
        set_both(&pair, OTHER, amount(1 + i * INT64_C(1000000007), -2));
        assert_same(&pair);
        assert_true(amerce_assessor_bytes(pair.counts) <= bytes);
    }
    close_pair(&pair);
}

enum { FACTS = 5 };

/* Records one at a time, of columns; fines in cents, or states. */
static void dockets_follow(void **state) {
    pair pair = open_pair(1, AMERCE_EXPLANATION_NONE);
    int64_t gains[RECORDS], rates[RECORDS], fines[2][RECORDS];
    int32_t dates[RECORDS];
    uint32_t offsets[RECORDS + 1] = {0};
    uint8_t states[2][RECORDS];
    amerce_docket *dockets[2];
    amerce_assessor *assessors[2] = {pair.counts, pair.decimals};
    const amerce_rulebook *rulebook = pair.rulebook;
    uint32_t items = amerce_rulebook_find_place(rulebook, 0, amerce_text_of("items"));
    amerce_column facts[FACTS] = {
        {.fact = amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("gain")),
         .list = AMERCE_NONE,
         .type = AMERCE_COLUMN_INT64,
         .places = 2,
         .values = gains},
        {.fact = amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("rate")),
         .list = AMERCE_NONE,
         .type = AMERCE_COLUMN_INT64,
         .places = 1,
         .values = rates},
        {.fact = amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("on")),
         .list = AMERCE_NONE,
         .type = AMERCE_COLUMN_INT32,
         .values = dates},
        {.fact = AMERCE_NONE, .list = items, .type = AMERCE_COLUMN_INT32, .values = offsets},
        {.fact = amerce_rulebook_find_fact(rulebook, items, amerce_text_of("on")),
         .list = AMERCE_NONE,
         .type = AMERCE_COLUMN_INT32,
         .values = dates},
    };
    (void)state;
    for (int i = 0; i < RECORDS; i++) {
        offsets[i + 1] = (uint32_t)i / 2;
        gains[i] = i * 7919;
        rates[i] = i % 1000;
        dates[i] = 18000 + i;
    }
    for (unsigned k = 0; k < 2; k++) {
        amerce_result_column result = {amerce_rulebook_find_output(rulebook, 0, amerce_text_of("fine")),
                                       AMERCE_COLUMN_INT64, 2, fines[k], states[k]};
        assert_int_equal(amerce_docket_new(assessors[k], facts, FACTS, &result, 1, &dockets[k]), AMERCE_OK);
    }
    for (int i = 0; i < 6; i++) {
        set_both(&pair, FACTOR, amount(i == 5 ? 15 : 1 + 7 * i, -1));
        set_both(&pair, LEVEL, amount(i, 0));
        for (size_t row = 0; row < RECORDS; row++) {
            assert_int_equal(amerce_docket_assess(dockets[0], row, 1), AMERCE_OK);
            assert_int_equal(amerce_docket_assess(dockets[1], row, 1), AMERCE_OK);
        }
        assert_memory_equal(fines[0], fines[1], sizeof fines[0]);
        assert_memory_equal(states[0], states[1], sizeof states[0]);
        assert_int_equal(pair.counts->record_count, 0); /* the last was assessed in place */
    }
    amerce_docket_free(dockets[0]);
    amerce_docket_free(dockets[1]);
    close_pair(&pair);
}

/* A docket of one record and its ban. */
typedef struct small {
    int32_t date;
    uint32_t offsets[2];
    int32_t ban;
    uint8_t answer;
    amerce_docket *docket;
} small;

static amerce_status open_small(amerce_assessor *assessor, small *out) {
    const amerce_rulebook *rulebook = assessor->rulebook;
    *out = (small){.date = 18000, .answer = 9};
    amerce_column facts[2] = {
        {.fact = amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("on")),
         .list = AMERCE_NONE,
         .type = AMERCE_COLUMN_INT32,
         .values = &out->date},
        {.fact = AMERCE_NONE,
         .list = amerce_rulebook_find_place(rulebook, 0, amerce_text_of("items")),
         .type = AMERCE_COLUMN_INT32,
         .values = out->offsets},
    };
    amerce_result_column result = {amerce_rulebook_find_output(rulebook, 0, amerce_text_of("ban")),
                                   AMERCE_COLUMN_INT32, 0, &out->ban, &out->answer};
    return amerce_docket_new(assessor, facts, 2, &result, 1, &out->docket);
}

static void assert_ban(small *of, int32_t months) {
    assert_int_equal(amerce_docket_assess(of->docket, 0, 1), AMERCE_OK);
    assert_int_equal(of->answer, AMERCE_VALUE);
    assert_int_equal(of->ban, months);
}

/* A docket that is made between values that are set and set back has no step of either. */
static void a_docket_is_made_between(void **state) {
    pair pair = open_pair(1, AMERCE_EXPLANATION_NONE);
    small small;
    (void)state;
    set(pair.counts, TERM, period(20));
    assert_int_equal(open_small(pair.counts, &small), AMERCE_OK);
    set(pair.counts, TERM, period(6));
    assert_ban(&small, 6);
    set(pair.counts, TERM, period(20));
    assert_ban(&small, 20);
    amerce_docket_free(small.docket);
    close_pair(&pair);
}

/* Every request refused in turn: nothing is kept; and none is made once the docket is there. */
static void memory_is_refused(void **state) {
    amerce_rulebook *rulebook = compile(rulebook_text);
    counting_allocator count = {0};
    amerce_allocator allocator = {counting_allocator_of(&count).resize, &count};
    amerce_assessor_options options = {
        .size = sizeof options, .records = 2, .elements = 4, .allocator = &allocator};
    amerce_status status = AMERCE_OUT_OF_MEMORY;
    (void)state;
    for (size_t refused = 1; status == AMERCE_OUT_OF_MEMORY; refused++) {
        amerce_assessor *assessor;
        small small = {.docket = NULL};
        count = (counting_allocator){.refused = refused, .refuses_later = true};
        status = amerce_assessor_new(rulebook, &options, &assessor);
        status = status == AMERCE_OK ? open_small(assessor, &small) : status;
        for (int i = 1; status == AMERCE_OK && i < 60; i++) {
            set(assessor, TERM, period(1 + i / 20));
            assert_ban(&small, 1 + i / 20);
        }
        amerce_docket_free(small.docket);
        amerce_assessor_free(assessor);
        assert_int_equal(count.held_bytes, 0);
    }
    assert_int_equal(status, AMERCE_OK);
    amerce_rulebook_free(rulebook);
}

static const char compared_text[] =
    "rulebook test.compared\n"
    "  source LAW \"The Act\"\n"
    "  currency EUR\n"
    "  dated by on\n"
    "  in force from 2000-01-01\n"
    "  mildest law between on and decided by fine\n"
    "record Case\n"
    "  on: date\n"
    "  decided: date\n"
    "parameter unit: money = EUR 50 per LAW \"1\" in force from 2000-01-01 calibrate EUR 1 to EUR 100\n"
    "parameter unit: money = EUR 60 per LAW \"2\" in force from 2010-01-01 calibrate EUR 1 to EUR 100\n"
    "penalty fine  per LAW \"3\"\n"
    "  start from unit\n";

/* The laws are compared as the values make them. */
static void laws_are_compared_by_values(void **state) {
    amerce_rulebook *rulebook = compile(compared_text);
    amerce_assessor *assessor;
    amerce_value fine, values[2] = {amount(9, 1), amount(7, 1)};
    static const char json[] = "{\"on\":\"2005-01-01\",\"decided\":\"2015-01-01\"}";
    (void)state;
    assert_int_equal(amerce_assessor_new(rulebook, NULL, &assessor), AMERCE_OK);
    for (unsigned pass = 0; pass < 2; pass++) {
        amerce_assessor_clear(assessor);
        assert_int_equal(amerce_assessor_add_json(assessor, amerce_text_of(json), 1, 1, NULL), AMERCE_OK);
        amerce_assessor_run(assessor);
        assert_int_equal(amerce_assessor_result(assessor, 0, 0, &fine), AMERCE_OK);
        assert_int_equal(fine.state, AMERCE_VALUE);
        assert_int_equal(fine.decimal.low * (fine.decimal.exponent == 1 ? 10 : 1), pass == 0 ? 50 : 70);
        assert_int_equal(amerce_assessor_calibrate(assessor, 0, &values[0]), AMERCE_OK);
        assert_int_equal(amerce_assessor_calibrate(assessor, 1, &values[1]), AMERCE_OK);
    }
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

int calibrate_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_to_the_same),
        cmocka_unit_test(values_are_explained_alike),
        cmocka_unit_test(few_records_come_to_the_same),
        cmocka_unit_test(values_of_one_record_are_not_planned_for),
        cmocka_unit_test(setting_values_takes_no_memory),
        cmocka_unit_test(dockets_follow),
        cmocka_unit_test(a_docket_is_made_between),
        cmocka_unit_test(memory_is_refused),
        cmocka_unit_test(laws_are_compared_by_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
