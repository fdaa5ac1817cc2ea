/*
 * Dockets: every record comes to what an assessor of decimals alone makes of it, whether it is assessed in
 * place or not; what is wrong with a column is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "groups.h"
#include "sample.h"
#include "unit/base/counting_allocator.h"

static const char rulebook_text[] =
    "rulebook test.docket\n"
    "  currency EUR\n"
    "  month ends round down\n"
    "tiers Intent\n"
    "  | tier        || factor |\n"
    "  | negligent   || 0.5    |\n"
    "  | reckless    || 1      |\n"
    "  | intentional || 2      |\n"
    "choice Kind: natural, legal, other\n"
    "record Case\n"
    "  id: text\n"
    "  kind: Kind\n"
    "  intent: Intent\n"
    "  turnover: money in from EUR 0\n"
    "  gain: money optional\n"
    "  loss: money optional\n"
    "  rate: number in 0 to 1000\n"
    "  days: whole in 0 to 400\n"
    "  on: date\n"
    "  settled: date optional\n"
    "  open: yes/no\n"
    "  flag: yes/no optional\n"
    "  items: list of Item\n"
    "  check days <= 390 \"too many days\"\n"
    "record Item\n"
    "  amount: money\n"
    "  on: date\n"
    "  kind: Kind\n"
    "  serious: yes/no\n"
    "schedule base: money\n"
    "  | kind    | intent             || amount    |\n"
    "  | natural | negligent          || EUR 100   |\n"
    "  | natural | reckless or higher || EUR 250.5 |\n"
    "  | legal   | -                  || EUR 1_000 |\n"
    "  | other   | -                  || not covered |\n"
    "schedule band\n"
    "  | rate          || factor | extra  |\n"
    "  | under 0.5     || 1      | EUR 0  |\n"
    "  | 0.5 to 10     || 1.25   | EUR 10 |\n"
    "  | over 10 to 99 || 2      | EUR 20 |\n"
    "  | over 99       || 4      | not covered |\n"
    "schedule step: number\n"
    "  | days         || n    |\n"
    "  | 0 to 3       || 1    |\n"
    "  | 4 to 9       || 1.5  |\n"
    "  | from 10      || 3    |\n"
    "schedule flagged: number\n"
    "  | flag    || n   |\n"
    "  | yes     || 2   |\n"
    "  | no      || 1   |\n"
    "  | unknown || 1.5 |\n"
    "rule repeats = count of items where its kind is kind and its on within 24 months before on\n"
    "rule recent = count of items where its on >= on - 60 days and its on <= on and its serious\n"
    "rule between = count of items where its on > on - 60 days and its on <= on\n"
    "rule later = count of items where its on > on or its amount is EUR 10\n"
    "rule total = sum of its amount over items where its serious or its amount > EUR 50\n"
    "rule worst = greatest of its amount over items where its serious\n"
    "rule is_grave = some of items where its amount >= EUR 500\n"
    "rule is_petty = all of items where its amount <= EUR 20 and not its serious\n"
    "rule surcharge for Item: money = 10% of amount + (if serious then EUR 5 else EUR 0)\n"
    "rule is_old for Item = Item.on < Case.on - 36 months\n"
    "rule had = greatest of (EUR 5, gain if known)\n"
    "rule either = greatest of (gain if known, loss if known)\n"
    "rule profit: money = if gain is known and gain > EUR 10 then gain * 3 else turnover * 1%\n"
    "rule net = (gain otherwise EUR 0) - (loss otherwise turnover)\n"
    "rule is_profitable = gain is known and gain > turnover\n"
    "rule waited = if settled is known then months between on and settled else 0\n"
    "rule due: date = on + 3 months\n"
    "rule year_ago: date = on - 12 months + 10 days\n"
    "rule votes = at least 2 of (open, days > 30, rate >= 7, kind is legal)\n"
    "rule even = round turnover * rate half even to EUR 10\n"
    "rule ties = round (days - 7) half even to 2\n"
    "rule up = round net up to EUR 0.5\n"
    "rule lower = round net floor to EUR 100\n"
    "rule graded = step * flagged\n"
    "penalty fine\n"
    "  only when open or days > 2\n"
    "  start from base\n"
    "  multiply by band.factor\n"
    "  add band.extra for each of repeats\n"
    "  add sum of its surcharge over items\n"
    "  at most 10% of turnover\n"
    "  at least gain if known\n"
    "  reduce by 30% when intent is negligent\n"
    "  round half up to EUR 0.01\n"
    "output repeats, recent, between, later, total, worst, is_grave, is_petty, surcharge, is_old, had, "
    "either, profit, net, "
    "is_profitable, "
    "waited,\n"
    "  due, year_ago, votes, even, ties, up, lower, graded\n";

/* Forms that several steps become one of, and those that only look like them. */
static const char more_text[] =
    "schedule tariff\n"
    "  | kind    | intent             || low    | high   | share | days | multiple |\n"
    "  | natural | negligent          || EUR 10 | EUR 50 | 1%    | 30   | 2        |\n"
    "  | natural | reckless or higher || EUR 20 | EUR 70 | 1.5%  | 60   | 3        |\n"
    "  | legal   | negligent          || EUR 30 | EUR 80 | 2%    | 90   | 4        |\n"
    "  | legal   | reckless           || EUR 40 | EUR 90 | 2.25% | 91   | 5        |\n"
    "  | legal   | intentional        || EUR 45 | EUR 92 | 2.5%  | 91   | 5        |\n"
    "  | other   | -                  || EUR 60 | EUR 95 | 3%    | 92   | 6        |\n"
    "schedule again: number\n"
    "  | twice || n    |\n"
    "  | 0     || 1    |\n"
    "  | 1     || 1.1  |\n"
    "  | otherwise || 1.35 |\n"
    "schedule often\n"
    "  | repeats || n           | m |\n"
    "  | under 1 || 1           | 2 |\n"
    "  | 1 to 3  || 1.5         | 3 |\n"
    "  | 4       || not covered | 5 |\n"
    "  | from 5  || 2           | 7 |\n"
    "rule twice = least of (2, repeats)\n"
    "rule escalated = turnover * intent.factor * again * (if open then 0.9 else 1) * (if kind is legal then "
    "1.5 "
    "else 1)\n"
    "rule chained = rate * (days * (if open then 3 else 2)) * again\n"
    "rule by_intent = (if intent is reckless then 3 else 1) * (if intent is negligent then 7 else 5)\n"
    "rule settled_by = turnover * (if intent is reckless then 0.7 else 1) * (if intent is negligent then 0.8 "
    "else "
    "1)\n"
    "rule tariffed = greatest of (tariff.low, least of (tariff.high, tariff.share * turnover))\n"
    "rule tariff_days = tariff.days + tariff.multiple * 2\n"
    "rule oftener = often.n * often.m\n"
    "rule when_more = if days > 7 then turnover else loss otherwise EUR 1\n"
    "rule when_at_most = if days <= 7 then rate else days\n"
    "rule when_is = if days is 5 then 17 else rate\n"
    "rule years_on: date = on + 3 years\n"
    "rule years_back: date = on - 5 years\n"
    "rule leap_back: date = on - 8 years\n"
    "rule far_on: date = on + 100 years\n"
    "rule middling = count of items where its amount >= EUR 50 and its amount < EUR 400\n"
    "rule above = count of items where its amount > turnover / 4 and its amount <= turnover\n"
    "rule exactly = count of items where its amount is turnover and its kind is kind\n"
    "rule heavy = sum of its amount over items where its amount > EUR 70 and its on < on and its serious\n"
    "rule some_late = some of items where its on > on - 10 days and its kind is kind\n"
    "rule if_open = if open then count of items where its on <= on and its amount >= EUR 3 else 0\n"
    "rule is_dear for Item = surcharge > amount\n"
    "rule is_like for Item = Item.kind is Case.kind and amount > EUR 30\n"
    "output twice, escalated, chained, by_intent, settled_by, tariffed, tariff_days, oftener, when_more, "
    "when_at_most, when_is,\n"
    "  years_on, years_back, leap_back, far_on, middling, above, exactly, heavy, some_late, if_open, "
    "is_dear, is_like\n";

/* More than a plain one. */
#define LONG_TEXT "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789"

enum { RECORDS = 240, ITEMS_MAX = 40, FACTS = 13, ITEM_FACTS = 4 };

typedef struct cases {
    amerce_text id[RECORDS];
    uint8_t kind[RECORDS];
    uint8_t intent[RECORDS];
    int64_t turnover[RECORDS];
    int64_t gain[RECORDS];
    int64_t loss[RECORDS];
    int32_t rate[RECORDS]; /* 10^-4 */
    int32_t days[RECORDS];
    int32_t on[RECORDS];
    int32_t settled[RECORDS];
    uint8_t open[RECORDS];
    uint8_t flag[RECORDS];
    uint8_t given[16][RECORDS]; /* by fact; of the last the list */
    uint32_t offsets[RECORDS + 1];
    int64_t amount[RECORDS * ITEMS_MAX];
    int32_t item_on[RECORDS * ITEMS_MAX];
    uint8_t item_kind[RECORDS * ITEMS_MAX];
    uint8_t serious[RECORDS * ITEMS_MAX];
    uint8_t item_given[RECORDS * ITEMS_MAX];
    amerce_column columns[FACTS + ITEM_FACTS];
} cases;

static uint64_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static int64_t below(uint64_t *random, int64_t end) {
    return (int64_t)(next_random(random) % (uint64_t)end);
}

/* Mostly small; at times so large that sums of 64 bits end. */
static int64_t amount_of(uint64_t *random) {
    static const int64_t edges[] = {0, 1, 5000, 5001, 50000, 9999999999999999, INT64_MAX / 8, INT64_MAX};
    return below(random, 6) == 0 ? edges[below(random, 8)] : below(random, 200000);
}

static void fill_items(cases *of, uint32_t record, uint64_t *random) {
    uint32_t at = of->offsets[record];
    uint32_t count = below(random, 9) == 0 ? (uint32_t)below(random, ITEMS_MAX) : (uint32_t)below(random, 6);
    for (uint32_t i = at; i < at + count; i++) {
        of->amount[i] = below(random, 40) == 0 ? -amount_of(random) : below(random, 60000);
        of->amount[i] = below(random, 6) == 0 ? of->turnover[record] : of->amount[i];
        int32_t days = (int32_t)(below(random, 3) == 0 ? 60 * below(random, 2) : below(random, 1500) - 100);
        of->item_on[i] = of->on[record] - days;
        of->item_kind[i] = (uint8_t)below(random, 3);
        of->serious[i] = (uint8_t)below(random, 2);
        of->item_given[i] = below(random, 200) != 0;
    }
    of->offsets[record + 1] = at + count;
}

/* Mostly of our time; at times a leap day, or around the centuries. */
static int32_t day_of(uint64_t *random) {
    static const int32_t days[] = {789,   18321,  19782, 19783, -25509, -25508, -25507, 47540,
                                   47541, -25568, 11016, 11017, 46080,  -24047, 47481};
    return (int32_t)(below(random, 10) == 0 ? days[below(random, sizeof days / sizeof *days)]
                                            : below(random, 20000));
}

static void fill(cases *of, uint64_t seed) {
    static const char *const ids[] = {"A-1", "", "N\303\251", LONG_TEXT};
    uint64_t random = seed;
    of->offsets[0] = 0;
    for (uint32_t i = 0; i < RECORDS; i++) {
        of->id[i] = amerce_text_of(ids[below(&random, 12) > 2 ? 0 : below(&random, 4)]);
        of->kind[i] = (uint8_t)(below(&random, 8) == 0 ? 2 : below(&random, 2));
        of->intent[i] = (uint8_t)below(&random, 3);
        of->turnover[i] = amount_of(&random);
        of->gain[i] = amount_of(&random);
        of->loss[i] = amount_of(&random);
        of->rate[i] = (int32_t)below(&random, below(&random, 5) == 0 ? 9999999 : 120000);
        of->days[i] = (int32_t)below(&random, below(&random, 20) == 0 ? 401 : 20);
        of->on[i] = day_of(&random);
        of->settled[i] = of->on[i] + (int32_t)below(&random, 900) - 100;
        of->open[i] = (uint8_t)below(&random, 2);
        of->flag[i] = (uint8_t)below(&random, 2);
        for (unsigned fact = 0; fact < FACTS; fact++) {
            of->given[fact][i] = below(&random, 100) != 0;
        }
        of->given[4][i] = (uint8_t)below(&random, 2); /* gain, loss, settled, flag are optional */
        of->given[5][i] = (uint8_t)below(&random, 2);
        of->given[9][i] = (uint8_t)below(&random, 2);
        of->given[11][i] = (uint8_t)below(&random, 2);
        fill_items(of, i, &random);
    }
}

/* All facts but those that may be left out are given in every record, without a column that says so. */
static void bind_given(cases *of) {
    for (unsigned i = 0; i < FACTS + ITEM_FACTS; i++) {
        bool is_optional = i == 4 || i == 5 || i == 9 || i == 11;
        of->columns[i].is_given = is_optional ? of->given[i] : NULL;
    }
}

static void bind(cases *of, const amerce_rulebook *rulebook) {
    static const char *const names[] = {"id",   "kind", "intent", "turnover", "gain", "loss",
                                        "rate", "days", "on",     "settled",  "open", "flag"};
    const amerce_column_type types[] = {AMERCE_COLUMN_TEXTS, AMERCE_COLUMN_UINT8, AMERCE_COLUMN_UINT8,
                                        AMERCE_COLUMN_INT64, AMERCE_COLUMN_INT64, AMERCE_COLUMN_INT64,
                                        AMERCE_COLUMN_INT32, AMERCE_COLUMN_INT32, AMERCE_COLUMN_INT32,
                                        AMERCE_COLUMN_INT32, AMERCE_COLUMN_UINT8, AMERCE_COLUMN_UINT8};
    const uint8_t places[] = {0, 0, 0, 2, 2, 2, 4, 0, 0, 0, 0, 0};
    const void *values[] = {of->id,   of->kind, of->intent, of->turnover, of->gain, of->loss,
                            of->rate, of->days, of->on,     of->settled,  of->open, of->flag};
    uint32_t items = amerce_rulebook_find_place(rulebook, 0, amerce_text_of("items"));
    for (unsigned i = 0; i < FACTS - 1; i++) {
        of->columns[i] = (amerce_column){amerce_rulebook_find_fact(rulebook, 0, amerce_text_of(names[i])),
                                         AMERCE_NONE,
                                         types[i],
                                         places[i],
                                         values[i],
                                         of->given[i]};
    }
    of->columns[FACTS - 1] =
        (amerce_column){AMERCE_NONE, items, AMERCE_COLUMN_INT32, 0, of->offsets, of->given[FACTS - 1]};
    of->columns[FACTS] = (amerce_column){amerce_rulebook_find_fact(rulebook, items, amerce_text_of("amount")),
                                         AMERCE_NONE,
                                         AMERCE_COLUMN_INT64,
                                         2,
                                         of->amount,
                                         of->item_given};
    of->columns[FACTS + 1] = (amerce_column){amerce_rulebook_find_fact(rulebook, items, amerce_text_of("on")),
                                             AMERCE_NONE,
                                             AMERCE_COLUMN_INT32,
                                             0,
                                             of->item_on,
                                             NULL};
    of->columns[FACTS + 2] =
        (amerce_column){amerce_rulebook_find_fact(rulebook, items, amerce_text_of("kind")),
                        AMERCE_NONE,
                        AMERCE_COLUMN_UINT8,
                        0,
                        of->item_kind,
                        NULL};
    of->columns[FACTS + 3] =
        (amerce_column){amerce_rulebook_find_fact(rulebook, items, amerce_text_of("serious")),
                        AMERCE_NONE,
                        AMERCE_COLUMN_UINT8,
                        0,
                        of->serious,
                        NULL};
}

static amerce_rulebook *compile(void) {
    static char text[sizeof rulebook_text + sizeof more_text];
    memcpy(text, rulebook_text, sizeof rulebook_text);
    memcpy(text + sizeof rulebook_text - 1, more_text, sizeof more_text);
    amerce_source source = {amerce_text_of("docket.amerce"), amerce_text_of(text)};
    amerce_diagnostics *diagnostics;
    amerce_rulebook *rulebook;
    amerce_status status = amerce_compile(&source, NULL, &rulebook, &diagnostics);
    if (status != AMERCE_OK) {
        static gathered why;
        amerce_diagnostics_write(diagnostics, AMERCE_DIAGNOSTICS_TEXT, gather_into(&why));
        fail_msg("%s", why.data);
    }
    amerce_diagnostics_free(diagnostics);
    return rulebook;
}

static amerce_assessor *assessor_of(const amerce_rulebook *rulebook, bool is_wide) {
    amerce_assessor_options options = {.size = sizeof options, .records = 512, .is_wide = is_wide};
    amerce_assessor *assessor;
    assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_OK);
    return assessor;
}

/* The results of one output, and where a docket puts them. */
typedef struct answer {
    amerce_output output;
    bool is_of_items;
    amerce_result_column column;
    int64_t values[RECORDS * ITEMS_MAX];
    uint8_t states[RECORDS * ITEMS_MAX];
} answer;
enum { OUTPUTS_MAX = 64, PLACES = 4 };

static void open_answer(answer *of, const amerce_rulebook *rulebook, uint32_t number) {
    assert_true(amerce_rulebook_output(rulebook, number, &of->output));
    of->is_of_items = of->output.place != 0;
    of->column = (amerce_result_column){number, AMERCE_COLUMN_INT64, PLACES, of->values, of->states};
}

/* What decimals alone come to for a record: compared with what stands there. */
static void expect_same(const answer *of, const amerce_assessor *wide, const cases *facts, uint32_t record) {
    int64_t values[ITEMS_MAX];
    uint8_t states[ITEMS_MAX];
    uint32_t first = record;
    uint32_t end = record + 1;
    uint32_t at = of->is_of_items ? facts->offsets[record] : record;
    if (of->is_of_items) {
        amerce_assessor_elements(wide, of->output.place, record, &first, &end);
    }
    assert_int_equal(amerce_assessor_result_column(wide, of->column.output, first, end - first,
                                                   AMERCE_COLUMN_INT64, PLACES, values, states),
                     AMERCE_OK);
    for (uint32_t i = 0; i < end - first; i++) {
        if (of->states[at + i] != states[i] || of->values[at + i] != values[i]) {
            fail_msg("record %u, %.*s: state %d, value %lld; should be %d, %lld", record,
                     (int)of->output.name.length, of->output.name.data, of->states[at + i],
                     (long long)of->values[at + i], states[i], (long long)values[i]);
        }
    }
}

/* Whether its column can hold what a record comes to. */
static bool is_held(const answer *of, const amerce_assessor *wide, uint32_t record) {
    int64_t values[ITEMS_MAX];
    uint8_t states[ITEMS_MAX];
    uint32_t first = record;
    uint32_t end = record + 1;
    if (of->is_of_items) {
        amerce_assessor_elements(wide, of->output.place, record, &first, &end);
    }
    return amerce_assessor_result_column(wide, of->column.output, first, end - first, AMERCE_COLUMN_INT64,
                                         PLACES, values, states) == AMERCE_OK;
}

static amerce_docket *docket_of(amerce_assessor *assessor, const cases *facts, const answer *answers,
                                size_t count) {
    amerce_result_column results[OUTPUTS_MAX];
    amerce_docket *docket;
    for (size_t i = 0; i < count; i++) {
        results[i] = answers[i].column;
    }
    assert_int_equal(amerce_docket_new(assessor, facts->columns, FACTS + ITEM_FACTS, results, count, &docket),
                     AMERCE_OK);
    return docket;
}

/* Each record alone, for these outputs. Returns how many were assessed in place. */
static unsigned assess_each(amerce_assessor *assessor, const amerce_assessor *wide, const cases *facts,
                            answer *answers, size_t count) {
    amerce_docket *docket = docket_of(assessor, facts, answers, count);
    unsigned plain = 0;
    for (uint32_t record = 0; record < RECORDS; record++) {
        bool fits = true;
        for (size_t i = 0; i < count; i++) {
            fits = fits && is_held(&answers[i], wide, record);
        }
        assert_int_equal(amerce_docket_assess(docket, record, 1), fits ? AMERCE_OK : AMERCE_MISUSE);
        plain += amerce_assessor_record_count(assessor) == 0 ? 1 : 0;
        for (size_t i = 0; fits && i < count; i++) {
            expect_same(&answers[i], wide, facts, record);
        }
    }
    amerce_docket_free(docket);
    return plain;
}

/* A few at a time, and all: those whose results the columns hold. */
static void assess_some(amerce_assessor *assessor, const amerce_assessor *wide, const cases *facts,
                        answer *of) {
    amerce_docket *docket = docket_of(assessor, facts, of, 1);
    for (uint32_t first = 0, step = 1; first < RECORDS; first += step, step = step % 12 + 1) {
        uint32_t count = first + step > RECORDS ? RECORDS - first : step;
        bool fits = true;
        for (uint32_t i = first; i < first + count; i++) {
            fits = fits && is_held(of, wide, i);
        }
        assert_int_equal(amerce_docket_assess(docket, first, count), fits ? AMERCE_OK : AMERCE_MISUSE);
        for (uint32_t i = first; fits && i < first + count; i++) {
            expect_same(of, wide, facts, i);
        }
    }
    amerce_docket_free(docket);
}

static void compare_all(uint64_t seed) {
    static cases facts;
    static answer answers[OUTPUTS_MAX];
    amerce_rulebook *rulebook = compile();
    amerce_assessor *wide = assessor_of(rulebook, true);
    amerce_assessor *assessor = assessor_of(rulebook, false);
    size_t taken;
    size_t count = amerce_rulebook_output_count(rulebook);
    assert_true(count <= OUTPUTS_MAX);
    fill(&facts, seed);
    bind(&facts, rulebook);
    if (seed % 2 == 0) {
        bind_given(&facts);
    }
    assert_int_equal(amerce_assessor_add_columns(wide, facts.columns, FACTS + ITEM_FACTS, 0, RECORDS, &taken),
                     AMERCE_OK);
    assert_int_equal(taken, RECORDS);
    amerce_assessor_run(wide);
    for (uint32_t i = 0; i < count; i++) {
        open_answer(&answers[i], rulebook, i);
        unsigned plain = assess_each(assessor, wide, &facts, &answers[i], 1);
        if (plain < RECORDS / 4) {
            fail_msg("%.*s: %u of %d records in place", (int)answers[i].output.name.length,
                     answers[i].output.name.data, plain, RECORDS);
        }
        assess_some(assessor, wide, &facts, &answers[i]);
    }
    assess_each(assessor, wide, &facts, answers, count);
    amerce_assessor_free(assessor);
    amerce_assessor_free(wide);
    amerce_rulebook_free(rulebook);
}

static void comes_to_what_decimals_come_to(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        compare_all(seed);
    }
}

/* One record with everything given. */
static void fill_plain(cases *of) {
    memset(of, 0, sizeof *of);
    memset(of->given, 1, sizeof of->given);
    memset(of->item_given, 1, sizeof of->item_given);
    of->id[0] = amerce_text_of("A-1");
    of->turnover[0] = 1000000;
    of->rate[0] = 20000;
    of->days[0] = 5;
    of->on[0] = of->settled[0] = 19000;
}

typedef struct fixture {
    cases facts;
    answer answers[1];
    amerce_rulebook *rulebook;
    amerce_assessor *assessor;
    amerce_docket *docket;
} fixture;
static fixture fixed;

static fixture *open_fixture(const char *output) {
    fixed.rulebook = compile();
    fixed.assessor = assessor_of(fixed.rulebook, false);
    fill_plain(&fixed.facts);
    bind(&fixed.facts, fixed.rulebook);
    open_answer(fixed.answers, fixed.rulebook,
                amerce_rulebook_find_output(fixed.rulebook, 0, amerce_text_of(output)));
    fixed.docket = docket_of(fixed.assessor, &fixed.facts, fixed.answers, 1);
    return &fixed;
}

static void close_fixture(void) {
    amerce_docket_free(fixed.docket);
    amerce_assessor_free(fixed.assessor);
    amerce_rulebook_free(fixed.rulebook);
}

static void says_why(void **state) {
    (void)state;
    fixture *f = open_fixture("worst");
    amerce_fault fault;
    assert_int_equal(amerce_docket_assess(f->docket, 0, 1), AMERCE_OK);
    assert_int_equal(f->answers[0].states[0], AMERCE_FAULT); /* of no elements none is the greatest */
    assert_int_equal(amerce_assessor_fault(f->assessor, f->answers[0].column.output, 0, &fault), AMERCE_OK);
    f->facts.days[0] = 400;
    assert_int_equal(amerce_docket_assess(f->docket, 0, 1), AMERCE_OK);
    assert_true(amerce_assessor_is_refused(f->assessor, 0, NULL));
    close_fixture();
}

static bool note_need(void *context, amerce_text path) {
    *(bool *)context = path.length == 8 && memcmp(path.data, "turnover", 8) == 0;
    return true;
}

static void says_what_is_needed(void **state) {
    (void)state;
    fixture *f = open_fixture("fine");
    bool is_turnover = false;
    assert_int_equal(amerce_docket_assess(f->docket, 0, 1), AMERCE_OK);
    assert_int_equal(f->answers[0].states[0], AMERCE_VALUE);
    assert_int_equal(amerce_assessor_record_count(f->assessor), 0);
    f->facts.given[3][0] = 0;
    assert_int_equal(amerce_docket_assess(f->docket, 0, 1), AMERCE_OK);
    assert_int_equal(f->answers[0].states[0], AMERCE_NEEDS);
    assert_int_equal(
        amerce_assessor_needs(f->assessor, f->answers[0].column.output, 0, note_need, &is_turnover),
        AMERCE_OK);
    assert_true(is_turnover);
    close_fixture();
}

static void refuses_wrong_values(void **state) {
    (void)state;
    fixture *f = open_fixture("fine");
    cases *facts = &f->facts;
    facts->turnover[0] = -1;
    assert_int_equal(amerce_docket_assess(f->docket, 0, 1), AMERCE_MISUSE);
    facts->turnover[0] = 0;
    facts->kind[0] = 3;
    assert_int_equal(amerce_docket_assess(f->docket, 0, 1), AMERCE_MISUSE);
    facts->kind[0] = 1;
    facts->open[0] = 2;
    assert_int_equal(amerce_docket_assess(f->docket, 0, 1), AMERCE_MISUSE);
    facts->open[0] = 1;
    facts->rate[0] = 10000001;
    assert_int_equal(amerce_docket_assess(f->docket, 0, 1), AMERCE_MISUSE);
    facts->rate[0] = 10000000;
    facts->id[0] = amerce_text_of("\xFF");
    assert_int_equal(amerce_docket_assess(f->docket, 0, 1), AMERCE_MISUSE);
    facts->id[0] = amerce_text_of("A");
    facts->on[0] = 3000000;
    assert_int_equal(amerce_docket_assess(f->docket, 0, 1), AMERCE_MISUSE);
    facts->on[0] = 0;
    assert_int_equal(amerce_docket_assess(f->docket, 0, 1), AMERCE_OK);
    close_fixture();
}

static void refuses_wrong_columns(void **state) {
    (void)state;
    fixture *f = open_fixture("fine");
    amerce_docket *docket;
    amerce_column columns[2] = {f->facts.columns[3], f->facts.columns[3]};
    amerce_result_column result = f->answers[0].column;
    assert_int_equal(amerce_docket_new(f->assessor, columns, 2, &result, 1, &docket), AMERCE_MISUSE);
    columns[1].fact = 1000;
    assert_int_equal(amerce_docket_new(f->assessor, columns, 2, &result, 1, &docket), AMERCE_MISUSE);
    result.output = 1000;
    assert_int_equal(amerce_docket_new(f->assessor, columns, 1, &result, 1, &docket), AMERCE_MISUSE);
    result = f->answers[0].column;
    result.type = AMERCE_COLUMN_TEXTS;
    assert_int_equal(amerce_docket_new(f->assessor, columns, 1, &result, 1, &docket), AMERCE_MISUSE);
    assert_null(docket);
    close_fixture();
}

/* Every request for memory refused in turn, while dockets and what they rest on are made. */
static void ends_without_memory(void **state) {
    (void)state;
    fixture *f = open_fixture("fine");
    counting_allocator count = {0};
    amerce_allocator allocator = {counting_allocator_of(&count).resize, &count};
    amerce_assessor_options options = {
        .size = sizeof options, .records = 8, .elements = 64, .text_bytes = 4096, .allocator = &allocator};
    amerce_status status = AMERCE_OUT_OF_MEMORY;
    for (size_t refused = 1; status == AMERCE_OUT_OF_MEMORY; refused++) {
        amerce_assessor *assessor;
        amerce_docket *docket = NULL;
        count = (counting_allocator){.refused = refused, .refuses_later = refused % 2 == 0};
        status = amerce_assessor_new(f->rulebook, &options, &assessor);
        if (status == AMERCE_OK) {
            status = amerce_docket_new(assessor, f->facts.columns, FACTS + ITEM_FACTS, &f->answers[0].column,
                                       1, &docket);
        }
        assert_true(status == AMERCE_OUT_OF_MEMORY || status == AMERCE_OK);
        if (status == AMERCE_OK) {
            assert_true(count.requests < refused);
            assert_int_equal(amerce_docket_assess(docket, 0, 1), AMERCE_OK);
            assert_int_equal(f->answers[0].states[0], AMERCE_VALUE);
        }
        amerce_docket_free(docket);
        amerce_assessor_free(assessor);
        assert_int_equal(count.held_bytes, 0);
    }
    close_fixture();
}

int docket_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_to_what_decimals_come_to),
        cmocka_unit_test(says_why),
        cmocka_unit_test(says_what_is_needed),
        cmocka_unit_test(refuses_wrong_values),
        cmocka_unit_test(refuses_wrong_columns),
        cmocka_unit_test(ends_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
