/*
 * The sample rulebook and the helpers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "sample.h"

const char sample_rulebook[] =
    "rulebook sample\n"
    "  title     \"Late reports\"\n"
    "  source    LAW \"Reporting Act\"\n"
    "  currency  EUR\n"
    "  dated by  Report.due_on\n"
    "  in force  from 2020-01-01\n"
    "  month ends round down\n"
    "tiers Intent: negligent < reckless < intentional\n"
    "record Report\n"
    "  id: text\n"
    "  due_on: date\n"
    "  sent_on: date\n"
    "  intent: Intent\n"
    "  turnover: money in from EUR 0\n"
    "  waived: yes/no\n"
    "  benefit: money optional\n"
    "  priors: list of Prior\n"
    "record Prior\n"
    "  on: date\n"
    "  amount: money\n"
    "rule days_late = days between due_on and sent_on per LAW \"1\"\n"
    "rule repeats = count of priors where its on within 24 months before due_on per LAW \"2\"\n"
    "schedule factor: number per LAW \"3\"\n"
    "  | intent             || factor |\n"
    "  | negligent          || 1      |\n"
    "  | reckless or higher || 2.5    |\n"
    "rule surcharge for Prior: money = 10% of amount per LAW \"4\"\n"
    "penalty fine per LAW \"5\"\n"
    "  only when not waived\n"
    "  start from EUR 100\n"
    "  multiply by factor \"intent\"\n"
    "  add EUR 50 for each of repeats \"repeated\"\n"
    "  add sum of its surcharge over priors\n"
    "  at most 10% of turnover \"cap\"\n"
    "  at least benefit if known \"benefit\"\n"
    "  round half up to EUR 0.01\n"
    "output days_late, repeats, surcharge\n";

const char *const sample_records[3] = {
    "{\"id\":\"A-1\",\"due_on\":\"2024-03-31\",\"sent_on\":\"2024-04-10\",\"intent\":\"reckless\","
    "\"turnover\":\"9000.00\","
    "\"waived\":false,\"benefit\":12.5,\"priors\":[{\"on\":\"2022-03-30\",\"amount\":10},{\"on\":\"2022-03-"
    "31\",\"amount\":20.05},"
    "{\"on\":\"2024-03-31\",\"amount\":0}]}",
    "{\"id\":\"A-2\",\"due_on\":\"2024-03-31\",\"sent_on\":\"2024-04-10\",\"intent\":\"negligent\","
    "\"waived\":false,\"priors\":[]}",
    "{\"id\":\"A-3\",\"due_on\":\"2024-02-30\",\"sent_on\":\"2024-04-10\",\"intent\":\"negligent\","
    "\"turnover\":1,\"waived\":true,\"priors\":[]}",
};

static bool gather(void *context, const char *data, size_t length) {
    gathered *text = context;
    if (length >= sizeof text->data - text->length) {
        return false;
    }
    memcpy(text->data + text->length, data, length);
    text->length += length;
    text->data[text->length] = '\0';
    return true;
}

amerce_sink gather_into(gathered *text) {
    text->length = 0;
    text->data[0] = '\0';
    return (amerce_sink){gather, text};
}

amerce_rulebook *sample_new(void) {
    amerce_source source = {amerce_text_of("sample.amerce"), amerce_text_of(sample_rulebook)};
    amerce_rulebook *rulebook = NULL;
    amerce_diagnostics *diagnostics = NULL;
    amerce_status status = amerce_compile(&source, NULL, &rulebook, &diagnostics);
    if (status != AMERCE_OK && diagnostics != NULL) {
        gathered text;
        amerce_diagnostics_write(diagnostics, AMERCE_DIAGNOSTICS_TEXT, gather_into(&text));
        print_error("%s", text.data);
    }
    amerce_diagnostics_free(diagnostics);
    assert_int_equal(status, AMERCE_OK);
    return rulebook;
}
