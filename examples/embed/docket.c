/* Assesses records one at a time, as a program does that gets them one by one and holds them in memory of its
 * own: what the facts are and where results go is bound once. */
#include <amerce/amerce.h>
#include <inttypes.h>
#include <stdio.h>

static const char text[] = "rulebook late_reports\n  currency EUR\n"
                           "record Report\n  days_late: whole in from 0\n  turnover: money\n"
                           "  reminders: list of Reminder\n"
                           "record Reminder\n  days_before: whole in from 0\n"
                           "rule early = count of reminders where its days_before >= 7\n"
                           "penalty fine\n  start from EUR 50\n  add EUR 10 for each of days_late\n"
                           "  add EUR 5 for each of early\n"
                           "  at most 1% of turnover\n  round half up to EUR 0.01\n";

/* The one record of the columns below, and what it comes to. */
static struct row {
    int32_t days_late;
    int64_t turnover;      /* cents */
    uint32_t reminders[2]; /* from which element of the list to which */
    uint8_t days_before[8];
    int64_t fine; /* cents */
    uint8_t state;
} row;

static amerce_status bind(amerce_assessor *assessor, const amerce_rulebook *rulebook, amerce_docket **out) {
    uint32_t list = amerce_rulebook_find_place(rulebook, 0, amerce_text_of("reminders"));
    amerce_column facts[4] = {
        {amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("days_late")), AMERCE_NONE,
         AMERCE_COLUMN_INT32, 0, &row.days_late, NULL},
        {amerce_rulebook_find_fact(rulebook, 0, amerce_text_of("turnover")), AMERCE_NONE, AMERCE_COLUMN_INT64,
         2, &row.turnover, NULL},
        {AMERCE_NONE, list, AMERCE_COLUMN_INT32, 0, row.reminders, NULL},
        {amerce_rulebook_find_fact(rulebook, list, amerce_text_of("days_before")), AMERCE_NONE,
         AMERCE_COLUMN_UINT8, 0, row.days_before, NULL},
    };
    amerce_result_column result = {amerce_rulebook_find_output(rulebook, 0, amerce_text_of("fine")),
                                   AMERCE_COLUMN_INT64, 2, &row.fine, &row.state};
    return amerce_docket_new(assessor, facts, 4, &result, 1, out);
}

/* Sets the row, as from a message, and assesses it. */
static bool assess(amerce_docket *docket, int32_t days_late, uint8_t days_before) {
    row.days_late = days_late;
    row.turnover = 1000000;
    row.reminders[1] = 1;
    row.days_before[0] = days_before;
    if (amerce_docket_assess(docket, 0, 1) != AMERCE_OK || row.state != AMERCE_VALUE) {
        return false;
    }
    printf("%" PRId32 " days: %" PRId64 " cents\n", days_late, row.fine);
    return true;
}

int main(void) {
    amerce_source source = {amerce_text_of("late_reports.amerce"), amerce_text_of(text)};
    amerce_rulebook *rulebook = NULL;
    amerce_diagnostics *diagnostics = NULL;
    amerce_assessor *assessor = NULL;
    amerce_docket *docket = NULL;
    bool is_assessed = amerce_compile(&source, NULL, &rulebook, &diagnostics) == AMERCE_OK &&
                       amerce_assessor_new(rulebook, NULL, &assessor) == AMERCE_OK &&
                       bind(assessor, rulebook, &docket) == AMERCE_OK && assess(docket, 3, 7) &&
                       assess(docket, 20, 0);
    amerce_docket_free(docket);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
    amerce_diagnostics_free(diagnostics);
    return is_assessed ? 0 : 1;
}
