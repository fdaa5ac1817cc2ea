/*
 * The dates by which the law of a record's outcomes was chosen.
 *
 * They are noted while the record is explained, since that goes through the declarations that were used and
 * no others.
 */
#include <stdlib.h>

#include "explain/explainer.h"

void am_explain_note_law(am_explainer *explainer, am_subject subject, const am_phrase *clock) {
    uint32_t row;
    if (!am_explain_row_of(explainer, subject, clock, &row) ||
        am_batch_state(explainer->batch, clock->column, row) != AM_STATE_VALUE) {
        return;
    }
    am_date date = am_batch_integer(explainer->batch, clock->column, row);
    if (explainer->law_count > 0 && explainer->laws[explainer->law_count - 1] == date) {
        return;
    }
    am_date *laws = AM_GROW(&explainer->scratch, am_date, explainer->laws, explainer->law_count,
                            &explainer->law_capacity);
    if (laws != NULL) {
        explainer->laws = laws;
        laws[explainer->law_count++] = date;
    }
}

static int compare(const void *a, const void *b) {
    am_date first = *(const am_date *)a, second = *(const am_date *)b;
    return (first > second) - (first < second);
}

const am_date *am_explain_laws(am_explainer *explainer, size_t *count) {
    size_t kept = 0;
    if (explainer->law_count > 0) {
        qsort(explainer->laws, explainer->law_count, sizeof *explainer->laws, compare);
    }
    for (size_t i = 0; i < explainer->law_count; i++) {
        if (kept == 0 || explainer->laws[kept - 1] != explainer->laws[i]) {
            explainer->laws[kept++] = explainer->laws[i];
        }
    }
    explainer->law_count = kept;
    *count = kept;
    return explainer->laws;
}
