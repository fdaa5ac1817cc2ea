/*
 * Columns assessed by the narrow program and by the program itself: the same results, whatever the size of
 * the amounts, and however the records came into the batch.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <amerce/amerce.h>

#include "groups.h"

enum { RECORDS = 300, PRIORS_MAX = 12, COLUMNS = 9, OUTPUTS = 6 };

static const char text[] =
    "rulebook columns\n  currency EUR\n  dated by  Case.day\n  month ends round down\n"
    "choice Kind: small, large, grave\nchoice Stage: none, first, second\n"
    "record Case\n  kind: Kind\n  stage: Stage\n  is_open: yes/no\n  turnover: money\n  gain: money "
    "optional\n"
    "  days: whole\n  day: date\n  priors: list of Prior\n"
    "record Prior\n  on: date\n"
    "schedule rate\n  | kind  || base      | share | times |\n  | small || EUR 1_000 | 1%    | 1     |\n"
    "  | large || EUR 2_500.50 | 2.5% | 2   |\n  | grave || EUR 90_000 | 10%  | 3     |\n"
    "schedule length: number\n  | days || factor |\n  | 0 || 1 |\n  | 1 || 1.1 |\n  | 2 || 1.25 |\n"
    "  | 3 to 5 || 1.5 |\n  | otherwise || 2 |\n"
    "rule recent: whole = least of (4, count of priors where its on within 36 months before day)\n"
    "rule limit: money = greatest of (rate.base, rate.share * turnover, rate.times * gain if known)\n"
    "rule amount: money = rate.base * length * (if is_open then 0.85 else 1)\n"
    "rule mild: money = if is_open then turnover * 0.7 else turnover\n"
    "rule gained: money = if gain is known then gain * 1.5 else turnover * 2\n"
    "penalty fine\n  start from turnover\n  at most limit\n"
    "  reduce by 30% when stage is first\n  reduce by 20% when stage is second\n"
    "  round half up to EUR 0.01\n"
    "output recent, limit, amount, mild, gained\n";

typedef struct cases {
    uint8_t kind[RECORDS], stage[RECORDS], is_open[RECORDS], has_gain[RECORDS];
    int64_t turnover[RECORDS], gain[RECORDS];
    int32_t days[RECORDS], day[RECORDS];
    uint32_t offsets[RECORDS + 1];
    int32_t prior[RECORDS * PRIORS_MAX];
} cases;

static uint64_t next(uint64_t *seed) {
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

/* Amounts up to so many bits, many of them beside a power of two. */
static int64_t amount(uint64_t *seed, unsigned bits) {
    unsigned shift = (unsigned)(next(seed) % bits);
    uint64_t digits = (UINT64_C(1) << shift) - 1 + next(seed) % 3;
    uint64_t any = (next(seed) << 31 | next(seed)) & ((UINT64_C(1) << shift) - 1);
    return (int64_t)(next(seed) % 2 == 0 ? digits : any);
}

static void invent(cases *out, uint64_t seed, unsigned bits) {
    out->offsets[0] = 0;
    for (uint32_t i = 0; i < RECORDS; i++) {
        out->kind[i] = (uint8_t)(next(&seed) % 3);
        out->stage[i] = (uint8_t)(next(&seed) % 3);
        out->is_open[i] = (uint8_t)(next(&seed) % 2);
        out->has_gain[i] = (uint8_t)(next(&seed) % 2);
        out->turnover[i] = amount(&seed, bits);
        out->gain[i] = amount(&seed, bits);
        out->days[i] = (int32_t)(next(&seed) % 8);
        out->day[i] = (int32_t)(next(&seed) % 20000);
        uint32_t priors = next(&seed) % 10 == 0 ? PRIORS_MAX : (uint32_t)(next(&seed) % 4);
        out->offsets[i + 1] = out->offsets[i] + priors;
        for (uint32_t at = out->offsets[i]; at < out->offsets[i + 1]; at++) {
            out->prior[at] = out->day[i] - (int32_t)(next(&seed) % 2200);
        }
    }
}

static amerce_column column_of(const amerce_rulebook *rulebook, uint32_t place, const char *name,
                               amerce_column_type type, const void *values) {
    return (amerce_column){.fact = amerce_rulebook_find_fact(rulebook, place, amerce_text_of(name)),
                           .type = type,
                           .values = values};
}

static void set_columns(const amerce_rulebook *rulebook, const cases *from, amerce_column *out) {
    uint32_t priors = amerce_rulebook_find_place(rulebook, 0, amerce_text_of("priors"));
    out[0] = column_of(rulebook, 0, "kind", AMERCE_COLUMN_UINT8, from->kind);
    out[1] = column_of(rulebook, 0, "stage", AMERCE_COLUMN_UINT8, from->stage);
    out[2] = column_of(rulebook, 0, "is_open", AMERCE_COLUMN_UINT8, from->is_open);
    out[3] = column_of(rulebook, 0, "turnover", AMERCE_COLUMN_INT64, from->turnover);
    out[4] = column_of(rulebook, 0, "gain", AMERCE_COLUMN_INT64, from->gain);
    out[5] = column_of(rulebook, 0, "days", AMERCE_COLUMN_INT32, from->days);
    out[6] = column_of(rulebook, 0, "day", AMERCE_COLUMN_INT32, from->day);
    out[7] = (amerce_column){AMERCE_NONE, priors, AMERCE_COLUMN_INT32, 0, from->offsets, NULL};
    out[8] = column_of(rulebook, priors, "on", AMERCE_COLUMN_INT32, from->prior);
    out[3].places = out[4].places = 2;
    out[4].is_given = from->has_gain;
}

/* Adds the records in several parts, the last of which goes in record by record. */
static void add(amerce_assessor *assessor, const amerce_column *columns, uint32_t first, uint32_t end) {
    uint32_t parts[] = {first, first + (end - first) / 3, end - 1, end};
    for (unsigned i = 0; i < 3; i++) {
        size_t taken;
        assert_int_equal(
            amerce_assessor_add_columns(assessor, columns, COLUMNS, parts[i], parts[i + 1], &taken),
            AMERCE_OK);
        assert_int_equal(taken, parts[i + 1] - parts[i]);
    }
}

__extension__ typedef unsigned __int128 digits;

/* The same amount, however many zeros its digits end in. */
static bool is_same(amerce_decimal a, amerce_decimal b) {
    digits of_a = (digits)a.high << 64 | a.low;
    digits of_b = (digits)b.high << 64 | b.low;
    for (; of_a % 10 == 0 && of_a != 0; a.exponent++) {
        of_a /= 10;
    }
    for (; of_b % 10 == 0 && of_b != 0; b.exponent++) {
        of_b /= 10;
    }
    return of_a == of_b && (of_a == 0 || (a.exponent == b.exponent && a.is_negative == b.is_negative));
}

static void must_agree(const amerce_assessor *narrow, const amerce_assessor *wide, uint32_t records) {
    for (uint32_t output = 0; output < OUTPUTS; output++) {
        for (uint32_t row = 0; row < records; row++) {
            amerce_value a, b;
            assert_int_equal(amerce_assessor_result(narrow, output, row, &a), AMERCE_OK);
            assert_int_equal(amerce_assessor_result(wide, output, row, &b), AMERCE_OK);
            assert_int_equal(a.state, b.state);
            assert_int_equal(a.state, AMERCE_VALUE);
            assert_true(is_same(a.decimal, b.decimal));
        }
    }
}

/* Amounts from small ones to those that no count holds; batches that follow each other in one assessor. */
static void both_programs_agree(void **state) {
    (void)state;
    static cases invented;
    amerce_source source = {amerce_text_of("columns.amerce"), amerce_text_of(text)};
    amerce_diagnostics *diagnostics;
    amerce_rulebook *rulebook;
    amerce_assessor *assessors[2];
    amerce_column columns[COLUMNS];
    assert_int_equal(amerce_compile(&source, NULL, &rulebook, &diagnostics), AMERCE_OK);
    amerce_diagnostics_free(diagnostics);
    for (unsigned i = 0; i < 2; i++) {
        amerce_assessor_options options = {.size = sizeof options, .records = RECORDS, .is_wide = i == 1};
        assert_int_equal(amerce_assessor_new(rulebook, &options, &assessors[i]), AMERCE_OK);
    }
    set_columns(rulebook, &invented, columns);
    for (unsigned bits = 4; bits <= 62; bits++) {
        uint32_t end = bits % 3 == 0 ? RECORDS / 2 : RECORDS;
        invent(&invented, bits, bits);
        columns[4].is_given = bits % 5 == 0 ? NULL : invented.has_gain;
        for (unsigned i = 0; i < 2; i++) {
            amerce_assessor_clear(assessors[i]);
            add(assessors[i], columns, 0, end);
            amerce_assessor_run(assessors[i]);
        }
        must_agree(assessors[0], assessors[1], end);
    }
    amerce_assessor_free(assessors[0]);
    amerce_assessor_free(assessors[1]);
    amerce_rulebook_free(rulebook);
}

int columns_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_programs_agree)};
    return cmocka_run_group_tests_name("columns, narrow and wide", tests, NULL, NULL);
}
