/*
 * Violations as lines of JSON and rows of CSV, and results as lines.
 */
#include "records.h"

static void put_date(FILE *out, int32_t date) {
    fprintf(out, "\"%04d-%02d-%02d\"", date / 10000, date / 100 % 100, date % 100);
}

static void put_money(FILE *out, int64_t cents) {
    fprintf(out, "%lld.%02d", (long long)(cents / 100), (int)(cents % 100));
}

static void put_violation(FILE *out, uint32_t number, const violation *v, const prior *priors) {
    fprintf(out,
            "{\"id\":\"C%07u\",\"kind\":\"%s\",\"article\":\"%s\",\"intent\":\"%s\",\"turnover\":", number,
            law_kinds[v->kind], law_articles[v->article], law_intents[v->intent]);
    put_money(out, v->turnover);
    fputs(",\"profit\":", out);
    if (v->profit == PROFIT_UNKNOWN) {
        fputs("null", out);
    } else {
        put_money(out, v->profit);
    }
    fprintf(out, ",\"market_impact_bps\":%d.%d,\"duration_days\":%d,\"committed_on\":", v->impact / 10,
            v->impact % 10, v->duration);
    put_date(out, v->committed_on);
    fprintf(out, ",\"settled_stage\":\"%s\",\"self_reported\":%s,\"cooperation\":%s,\"priors\":[",
            law_stages[v->stage], v->self_reported != 0 ? "true" : "false",
            v->cooperation != 0 ? "true" : "false");
    for (unsigned i = 0; i < v->prior_count; i++) {
        fputs(i == 0 ? "{\"date\":" : ",{\"date\":", out);
        put_date(out, priors[i].date);
        fprintf(out, ",\"article\":\"%s\"}", law_articles[priors[i].article]);
    }
    fputs("]}\n", out);
}

static void put_row(FILE *out, uint32_t number, const violation *v, const prior *priors) {
    fprintf(out, "C%07u,%s,%s,%s,", number, law_kinds[v->kind], law_articles[v->article],
            law_intents[v->intent]);
    put_money(out, v->turnover);
    fputc(',', out);
    if (v->profit != PROFIT_UNKNOWN) {
        put_money(out, v->profit);
    }
    fprintf(out, ",%d.%d,%d,%04d-%02d-%02d,%s,%s,%s,\"[", v->impact / 10, v->impact % 10, v->duration,
            v->committed_on / 10000, v->committed_on / 100 % 100, v->committed_on % 100, law_stages[v->stage],
            v->self_reported != 0 ? "yes" : "no", v->cooperation != 0 ? "yes" : "no");
    for (unsigned i = 0; i < v->prior_count; i++) {
        int32_t date = priors[i].date;
        fprintf(out, "%s{\"\"date\"\":\"\"%04d-%02d-%02d\"\",\"\"article\"\":\"\"%s\"\"}", i == 0 ? "" : ",",
                date / 10000, date / 100 % 100, date % 100, law_articles[priors[i].article]);
    }
    fputs("]\"\n", out);
}

void records_write_rows(const records *records, FILE *out) {
    fputs("id,kind,article,intent,turnover,profit,market_impact_bps,duration_days,committed_on,settled_stage,"
          "self_reported,cooperation,priors\n",
          out);
    for (uint32_t i = 0; i < records->count; i++) {
        const violation *v = &records->violations[i];
        put_row(out, i, v, records->priors + v->first_prior);
    }
}

void records_write(const records *records, FILE *out) {
    for (uint32_t i = 0; i < records->count; i++) {
        const violation *v = &records->violations[i];
        put_violation(out, i, v, records->priors + v->first_prior);
    }
}

size_t records_write_result(char *out, uint32_t number, const assessment *assessment) {
    return (size_t)snprintf(
        out, RESULT_BYTES_MAX,
        "{\"id\":\"C%07u\",\"currency\":\"EUR\",\"step\":%u,\"capped\":%s,\"fine\":\"%lld.%02d\"}\n", number,
        assessment->step, assessment->capped != 0 ? "true" : "false", (long long)(assessment->fine / 100),
        (int)(assessment->fine % 100));
}
