/*
 * A row for each output of each record under each rulebook; the columns are always the same.
 *
 * A rulebook that refuses the record has one row, with the reason.
 */
#include <string.h>

#include "compare/report.h"

enum {
    ID,
    LINE,
    RULEBOOK,
    CURRENCY,
    AS_OF,
    KNOWN_AT,
    OUTPUT,
    ROW,
    VALUE,
    LOWEST,
    HIGHEST,
    LEADS_TO_LOWEST,
    LEADS_TO_HIGHEST,
    IN,
    IN_VALUE,
    IN_LOWEST,
    IN_HIGHEST,
    IN_LEADS_TO_LOWEST,
    IN_LEADS_TO_HIGHEST,
    RATE_FROM,
    RATE_TO,
    RATE,
    RATE_DATE,
    RATE_SOURCE,
    PER,
    BOUND_BY,
    BOUND_BY_PER,
    NEEDS,
    ERROR,
    COLUMN_COUNT
};

static const char *const names[COLUMN_COUNT] = {
    [ID] = "id",
    [LINE] = "line",
    [RULEBOOK] = "rulebook",
    [CURRENCY] = "currency",
    [AS_OF] = "as_of",
    [KNOWN_AT] = "known_at",
    [OUTPUT] = "output",
    [ROW] = "row",
    [VALUE] = "value",
    [LOWEST] = "lowest",
    [HIGHEST] = "highest",
    [LEADS_TO_LOWEST] = "leads_to.lowest",
    [LEADS_TO_HIGHEST] = "leads_to.highest",
    [IN] = "in",
    [IN_VALUE] = "in.value",
    [IN_LOWEST] = "in.lowest",
    [IN_HIGHEST] = "in.highest",
    [IN_LEADS_TO_LOWEST] = "in.leads_to.lowest",
    [IN_LEADS_TO_HIGHEST] = "in.leads_to.highest",
    [RATE_FROM] = "rate.from",
    [RATE_TO] = "rate.to",
    [RATE] = "rate",
    [RATE_DATE] = "rate.date",
    [RATE_SOURCE] = "rate.source",
    [PER] = "per",
    [BOUND_BY] = "bound_by",
    [BOUND_BY_PER] = "bound_by.per",
    [NEEDS] = "needs",
    [ERROR] = "error",
};

typedef struct csv_row {
    am_comparison *all;
    am_slice cells[COLUMN_COUNT];
} csv_row;

/* A text that a spreadsheet would evaluate gets an apostrophe, by which it is a text there. */
static bool is_formula(am_slice text) {
    return text.length > 0 && memchr("=+-@\t\r", text.data[0], 6) != NULL && !am_json_is_number(text);
}

/* Copies what the buffer holds, and empties it. */
static am_slice take(am_comparison *all, am_buffer *buffer) {
    am_slice text = am_arena_copy(&all->record_arena, am_buffer_text(buffer));
    all->record_arena.is_exhausted = all->record_arena.is_exhausted || buffer->is_failed;
    am_buffer_clear(buffer);
    return text;
}

static void put_row(const csv_row *row) {
    am_buffer *out = &row->all->output;
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        am_slice text = row->cells[i];
        if (is_formula(text)) {
            am_buffer marked;
            am_buffer_init(&marked, row->all->allocator);
            am_buffer_put_char(&marked, '\'');
            am_buffer_put(&marked, text);
            text = take(row->all, &marked);
        }
        am_buffer_put_text(out, i > 0 ? "," : "");
        am_csv_put(out, text);
    }
    am_buffer_put_char(out, '\n');
}

/* `R0017: message (path)`. */
static am_slice error_text(am_comparison *all, am_slice code, am_slice message, am_slice where) {
    am_buffer buffer;
    am_buffer_init(&buffer, all->allocator);
    am_buffer_put(&buffer, code);
    am_buffer_put_text(&buffer, code.length > 0 ? ": " : "");
    am_buffer_put(&buffer, message);
    if (where.length > 0) {
        am_buffer_put_text(&buffer, " (");
        am_buffer_put(&buffer, where);
        am_buffer_put_char(&buffer, ')');
    }
    return take(all, &buffer);
}

static am_slice join_needs(am_comparison *all, const am_tree *needs) {
    am_buffer buffer;
    am_buffer_init(&buffer, all->allocator);
    for (const am_tree *one = needs->first; one != NULL; one = one->next) {
        am_buffer_put(&buffer, one->says);
        am_buffer_put_text(&buffer, one->next != NULL ? "; " : "");
    }
    return take(all, &buffer);
}

static am_slice cell_of(const am_tree *value) {
    return value->kind == AM_JSON_TRUE    ? AM_SLICE("yes")
           : value->kind == AM_JSON_FALSE ? AM_SLICE("no")
                                          : value->says;
}

static am_slice bound_words(am_comparison *all, const am_tree *bound) {
    am_buffer buffer;
    am_slice label = am_tree_say(bound, "label");
    am_buffer_init(&buffer, all->allocator);
    am_buffer_put(&buffer, am_tree_say(bound, "step"));
    am_buffer_put_char(&buffer, ' ');
    am_buffer_put(&buffer, label.length > 0 ? label : am_tree_say(bound, "says"));
    return take(all, &buffer);
}

static void fill_outcome(csv_row *row, const am_finding *finding) {
    am_outcome_kind kind = am_finding_kind(finding);
    if (kind == AM_OUTCOME_VALUE) {
        row->cells[VALUE] = cell_of(finding->value);
    } else if (kind == AM_OUTCOME_RANGE) {
        row->cells[LOWEST] = am_tree_say(finding->value, "lowest");
        row->cells[HIGHEST] = am_tree_say(finding->value, "highest");
    } else if (kind == AM_OUTCOME_NEEDS) {
        row->cells[NEEDS] = join_needs(row->all, am_tree_get(finding->value, "needs"));
    } else if (kind == AM_OUTCOME_REPEALED) {
        row->cells[ERROR] =
            error_text(row->all, AM_SLICE("repealed"), finding->value->first->says, AM_SLICE(""));
    } else if (kind == AM_OUTCOME_ERROR) {
        row->cells[ERROR] =
            error_text(row->all, am_report_error_code(finding), am_report_error_message(finding),
                       am_tree_say(finding->value->first, "clause"));
    }
}

static void fill_conversion(csv_row *row, const am_finding *finding) {
    char memory[AM_DATE_TEXT];
    am_buffer date = am_buffer_over(memory, sizeof memory);
    bool is_range = finding->converted.text_high.length > 0;
    if (finding->converted.text.length > 0) {
        row->cells[IN] = row->all->target;
        row->cells[is_range ? IN_LOWEST : IN_VALUE] = finding->converted.text;
        row->cells[IN_HIGHEST] = finding->converted.text_high;
        row->cells[IN_LEADS_TO_LOWEST] = finding->converted_reach.text;
        row->cells[IN_LEADS_TO_HIGHEST] = finding->converted_reach.text_high;
    }
    if (finding->rate != NULL) {
        am_date_print(&date, finding->rate->date);
        row->cells[RATE_FROM] = finding->rate->from;
        row->cells[RATE_TO] = finding->rate->to;
        row->cells[RATE] = finding->rate->text;
        row->cells[RATE_DATE] = am_arena_copy(&row->all->record_arena, am_buffer_text(&date));
        row->cells[RATE_SOURCE] = finding->rate->source;
    }
    if (finding->unconverted.length > 0) {
        row->cells[ERROR] = error_text(row->all, am_slice_of(am_diag_code_of(finding->unconverted_by)),
                                       finding->unconverted, AM_SLICE(""));
    }
}

/* An end that is none leaves its cell empty. */
static am_slice end_of(const am_tree *reach, const char *name) {
    return am_tree_has_end(reach, name) ? am_tree_say(reach, name) : AM_SLICE("");
}

static void put_finding(const csv_row *record, const am_finding *finding) {
    csv_row row = *record;
    row.cells[OUTPUT] = finding->path;
    row.cells[ROW] = finding->row;
    row.cells[PER] = finding->per;
    row.cells[LEADS_TO_LOWEST] = end_of(finding->reach, "lowest");
    row.cells[LEADS_TO_HIGHEST] = end_of(finding->reach, "highest");
    fill_outcome(&row, finding);
    fill_conversion(&row, finding);
    if (finding->bound != NULL) {
        row.cells[BOUND_BY] = bound_words(record->all, finding->bound);
        row.cells[BOUND_BY_PER] = am_tree_say(finding->bound, "per");
    }
    put_row(&row);
}

static void put_party(csv_row *row, const am_party *party) {
    const am_account *account = &party->account;
    row->cells[RULEBOOK] = party->name;
    row->cells[CURRENCY] = party->currency;
    row->cells[AS_OF] = am_tree_say(account->line, "as_of");
    row->cells[KNOWN_AT] = am_tree_say(account->line, "known_at");
    if (account->error != NULL) {
        csv_row refused = *row;
        refused.cells[ERROR] =
            error_text(row->all, am_tree_say(account->error, "code"), am_tree_say(account->error, "message"),
                       am_tree_say(account->error, "path"));
        put_row(&refused);
    }
    for (size_t i = 0; i < account->count; i++) {
        put_finding(row, &account->findings[i]);
    }
}

static am_slice line_text(am_comparison *all) {
    am_buffer buffer;
    am_buffer_init(&buffer, all->allocator);
    am_buffer_put_unsigned(&buffer, all->line);
    return take(all, &buffer);
}

static am_slice id_of(const am_comparison *all) {
    for (size_t i = 0; i < all->count; i++) {
        const am_tree *id = am_tree_get(all->parties[i].account.line, "id");
        if (id != NULL) {
            return id->says;
        }
    }
    return AM_SLICE("");
}

void am_report_csv_begin(am_comparison *all) {
    csv_row row = {.all = all};
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        row.cells[i] = am_slice_of(names[i]);
    }
    put_row(&row);
}

void am_report_csv_record(am_comparison *all) {
    csv_row row = {.all = all};
    bool is_refused = all->error.diag != AM_DIAG_NONE;
    row.cells[ID] = is_refused ? (am_slice){all->error.id.text, all->error.id.length} : id_of(all);
    row.cells[LINE] = line_text(all);
    if (is_refused) {
        row.cells[ERROR] = error_text(all, am_slice_of(am_diag_code_of(all->error.diag)),
                                      am_slice_of(all->error.message), am_slice_of(all->error.path));
        put_row(&row);
        return;
    }
    for (size_t i = 0; i < all->count; i++) {
        put_party(&row, &all->parties[i]);
    }
}
