/*
 * Refuses every allocation of a comparison in turn: reading rates, and comparing JSON and CSV records in
 * every form, with amounts converted, choices left open and records refused.
 *
 * Each run must end with AMERCE_OUT_OF_MEMORY and give back all it took; the last, in which nothing is
 * refused, must give the same as one that was never refused anything.
 */
#include <amerce/amerce.h>
#include <stdio.h>
#include <string.h>

#include "oom/texts.h"
#include "unit/base/counting_allocator.h"

static const char *const rulebook_texts[2] = {
    "rulebook a\n"
    "  title \"A\"\n"
    "  source S \"S\"\n"
    "  currency EUR\n"
    "record Case\n"
    "  gain: money optional in from EUR 0\n"
    "  turnover: money in from EUR 0\n"
    "  parts: list of Part\n"
    "record Part\n"
    "  late: yes/no\n"
    "penalty maximum per S \"1\"\n"
    "  start from 10% of turnover\n"
    "  at least 3 * gain if known \"gain\" per S \"2\"\n"
    "  at most EUR 5_000 \"cap\"\n"
    "  round half up to EUR 0.01\n"
    "penalty fee for Part per S \"3\"\n"
    "  only when late\n"
    "  start from EUR 1\n",
    "rulebook b\n"
    "  title \"B\"\n"
    "  source S \"S\"\n"
    "  currency USD\n"
    "tiers Level: low < high\n"
    "record Case\n"
    "  gain: money optional in from USD 0\n"
    "  level: Level\n"
    "discretion share: number in 1% to 5% default 2% by \"B\" per S \"4\"\n"
    "penalty maximum per S \"5\"\n"
    "  start from share * (gain otherwise USD 0)\n"
    "  multiply by 2 when level is high\n"
    "  round half up to USD 0.01\n",
};

static const char json[] =
    "{\"id\": \"a\", \"gain\": \"EUR 100\", \"turnover\": 1000, \"level\": \"high\", \"parts\": [{\"late\": "
    "true}]}\n"
    "{\"id\": \"b\", \"gaim\": \"EUR 100\"}\n"
    "{\"id\": \"\\u0063\", \"gain\": \"USD 7\", \"level\": \"hihg\", \"parts\": []}\n"
    "{\"id\": \"d\", \"gain\": \"CHF 7\", \"level\": \"low\", \"parts\": []}\n"
    "{\"turnover\": \n";
static const char csv[] = "id,gain,turnover,level,parts\n"
                          "a,EUR 100,1000,high,\"[{\"\"late\"\": true}]\"\n"
                          "b,100,,,\n"
                          "=c,,7\n"
                          "d,0,,low,[]\n";
static const char rates_csv[] = "from,to,rate,date,source\nEUR,USD,1.1,2024-12-30,\"the \"\"bank\"\"\"\n";
static const char rates_json[] = "{\"from\": \"EUR\", \"to\": \"USD\", \"rate\": 1.1, \"date\": "
                                 "\"2024-12-30\", \"source\": \"the \\\"bank\\\"\"}\n";

static amerce_rulebook *rulebooks[2];

static amerce_status compare_as(const amerce_allocator *allocator, const amerce_rates *rates, bool is_csv,
                                amerce_comparison_format format, output *out) {
    amerce_compared compared[2] = {{.rulebook = rulebooks[0]}, {.rulebook = rulebooks[1]}};
    amerce_compared_row row = {amerce_text_of("most"), amerce_text_of("maximum")};
    amerce_compare_options options = {
        .size = sizeof options,
        .allocator = allocator,
        .records = is_csv ? AMERCE_RECORDS_CSV : AMERCE_RECORDS_JSON,
        .results = format,
        .rows = &row,
        .row_count = 1,
        .rates = rates,
        .currency = amerce_text_of("USD"),
        .rate_day = amerce_text_of("2024-12-31"),
        .rate_age_days = 1,
    };
    text_input input = {is_csv ? csv : json, 0};
    return amerce_compare(compared, 2, &options, (amerce_input){read_text, &input},
                          (amerce_sink){write_output, out}, NULL);
}

static amerce_status work(counting_allocator *memory, bool is_csv, amerce_comparison_format format,
                          output *out) {
    amerce_allocator allocator = {counting_allocator_of(memory).resize, memory};
    amerce_rates *rates;
    out->length = 0;
    amerce_status status =
        amerce_rates_read(amerce_text_of(is_csv ? rates_csv : rates_json),
                          is_csv ? AMERCE_RECORDS_CSV : AMERCE_RECORDS_JSON, &allocator, &rates, NULL);
    if (status == AMERCE_OK) {
        status = compare_as(&allocator, rates, is_csv, format, out);
    }
    amerce_rates_free(rates);
    return status;
}

static bool compile(void) {
    for (size_t i = 0; i < 2; i++) {
        amerce_source source = {amerce_text_of("rulebook"), amerce_text_of(rulebook_texts[i])};
        amerce_diagnostics *diagnostics;
        amerce_status status = amerce_compile(&source, NULL, &rulebooks[i], &diagnostics);
        amerce_diagnostics_free(diagnostics);
        if (status != AMERCE_OK) {
            fprintf(stderr, "oom_compare: the rulebook %zu does not compile\n", i);
            return false;
        }
    }
    return true;
}

static bool refuse_each(bool is_csv, amerce_comparison_format format) {
    static output want;
    static output got;
    counting_allocator all = {0};
    if (work(&all, is_csv, format, &want) != AMERCE_OK || all.held_bytes != 0) {
        fprintf(stderr, "oom_compare: the run that is refused nothing fails or leaves %zu bytes\n",
                all.held_bytes);
        return false;
    }
    for (size_t n = 1;; n++) {
        counting_allocator some = {.refused = n, .refuses_later = true};
        amerce_status status = work(&some, is_csv, format, &got);
        bool is_refused = some.requests >= n;
        if (some.held_bytes != 0 || (is_refused && status != AMERCE_OUT_OF_MEMORY)) {
            fprintf(stderr, "oom_compare: request %zu refused: status %d, %zu bytes left\n", n, (int)status,
                    some.held_bytes);
            return false;
        }
        if (!is_refused) {
            printf("%zu requests, each refused once\n", n - 1);
            return status == AMERCE_OK && got.length == want.length &&
                   memcmp(got.data, want.data, got.length) == 0;
        }
    }
}

int main(void) {
    bool is_good = compile();
    for (int format = AMERCE_COMPARISON_TEXT; is_good && format <= AMERCE_COMPARISON_HTML; format++) {
        is_good = refuse_each(false, (amerce_comparison_format)format) &&
                  refuse_each(true, (amerce_comparison_format)format);
    }
    amerce_rulebook_free(rulebooks[0]);
    amerce_rulebook_free(rulebooks[1]);
    return is_good ? 0 : 1;
}
