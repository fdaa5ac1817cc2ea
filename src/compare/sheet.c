/*
 * A record's table: a row for each output, lined up by name, with what decided it below; then what concerns
 * a rulebook as a whole.
 *
 * Outputs that several rulebooks have stand first. Texts are made safe here: what a terminal would obey and
 * what would end a cell is replaced.
 */
#include <string.h>

#include "base/unicode.h"
#include "compare/report.h"

typedef struct sheet_writer {
    am_comparison *all;
    am_sheet *sheet;
    am_buffer text; /* of the cell being written */
} sheet_writer;

/* Cells */

/* The text with what is no plain character replaced. */
static void put_safe(am_buffer *out, am_slice text) {
    for (size_t at = 0; at < text.length;) {
        uint32_t point = 0;
        size_t bytes = am_utf8_decode(am_slice_part(text, at, text.length), &point);
        bool is_shown = bytes > 0 && point >= 0x20 && point != 0x7F && !am_unicode_is_forbidden(point);
        am_buffer_put(out, is_shown ? am_slice_part(text, at, at + bytes) : AM_SLICE("\xEF\xBF\xBD"));
        at += bytes == 0 ? 1 : bytes;
    }
}

static void put(sheet_writer *writer, const char *text) {
    am_buffer_put_text(&writer->text, text);
}

static am_slice take(sheet_writer *writer) {
    am_arena *arena = &writer->all->record_arena;
    am_slice text = am_arena_copy(arena, am_buffer_text(&writer->text));
    arena->is_exhausted = arena->is_exhausted || writer->text.is_failed;
    writer->text.length = 0;
    return text;
}

/* `EUR 1 600.00`, of which no part stands on a line of its own. */
static void put_amount(sheet_writer *writer, am_slice currency, am_slice number) {
    const char *point = number.length > 0 ? memchr(number.data, '.', number.length) : NULL;
    size_t whole = point != NULL ? (size_t)(point - number.data) : number.length;
    size_t first = number.length > 0 && number.data[0] == '-' ? 1 : 0;
    for (size_t i = 0; i < number.length && currency.length > 0; i++) {
        if (number.data[i] == ' ') { /* of another currency than the rulebook's, which stands in front */
            put_amount(writer, am_slice_part(number, 0, i), am_slice_part(number, i + 1, number.length));
            return;
        }
    }
    am_buffer_put(&writer->text, currency);
    if (currency.length > 0) {
        am_buffer_put_char(&writer->text, AM_SHEET_BLANK);
    }
    for (size_t i = 0; i < number.length; i++) {
        if (i > first && i < whole && (whole - i) % 3 == 0) {
            am_buffer_put_char(&writer->text, AM_SHEET_BLANK);
        }
        am_buffer_put_char(&writer->text, number.data[i]);
    }
}

static void put_value(sheet_writer *writer, am_slice currency, const am_tree *value) {
    if (currency.length > 0) {
        put_amount(writer, currency, value->says);
    } else if (value->kind == AM_JSON_NUMBER) {
        put_amount(writer, AM_SLICE(""), value->says);
    } else if (value->kind == AM_JSON_TRUE || value->kind == AM_JSON_FALSE) {
        put(writer, value->kind == AM_JSON_TRUE ? "yes" : "no");
    } else {
        put_safe(&writer->text, value->says);
    }
}

/* Of what choices could lead to. */
static void put_no_end(sheet_writer *writer, bool has_lowest, bool has_highest) {
    put(writer, has_lowest && has_highest ? ""
                : has_lowest              ? ", no upper end"
                : has_highest             ? ", no lower end"
                                          : "no lower and no upper end");
}

static void put_ends(sheet_writer *writer, am_slice currency, const am_tree *ends) {
    const am_tree *lowest = am_tree_get(ends, "lowest");
    const am_tree *highest = am_tree_get(ends, "highest");
    bool has_lowest = am_tree_has_end(ends, "lowest"), has_highest = am_tree_has_end(ends, "highest");
    if (lowest == NULL || highest == NULL) {
        return;
    }
    put(writer, has_lowest && !has_highest ? "from " : !has_lowest && has_highest ? "up to " : "");
    if (has_lowest) {
        put_value(writer, currency, lowest);
    }
    put(writer, has_lowest && has_highest ? " to " : "");
    if (has_highest) {
        put_value(writer, currency, highest);
    }
    put_no_end(writer, has_lowest, has_highest);
}

static void put_needs(sheet_writer *writer, const am_tree *needs) {
    put(writer, "needs ");
    for (const am_tree *one = needs->first; one != NULL; one = one->next) {
        put_safe(&writer->text, one->says);
        put(writer, one->next != NULL ? ", " : "");
    }
}

/* `F0103: message, in clause of element, MAR 30(2)`. */
static void put_error(sheet_writer *writer, const am_finding *finding) {
    const am_tree *error = finding->value->first;
    am_slice clause = am_tree_say(error, "clause");
    am_slice of = am_tree_say(error, "of");
    am_slice per = am_tree_say(error, "per");
    am_slice code = am_report_error_code(finding);
    am_buffer_put(&writer->text, code);
    put(writer, code.length > 0 ? ": " : "");
    put_safe(&writer->text, am_report_error_message(finding));
    put(writer, clause.length > 0 ? ", in " : "");
    put_safe(&writer->text, clause);
    put(writer, of.length > 0 ? " of " : "");
    put_safe(&writer->text, of);
    put(writer, per.length > 0 ? ", " : "");
    put_safe(&writer->text, per);
}

static am_slice value_cell(sheet_writer *writer, const am_finding *finding) {
    switch (am_finding_kind(finding)) {
    case AM_OUTCOME_VALUE:
        put_value(writer, finding->currency, finding->value);
        break;
    case AM_OUTCOME_RANGE:
        put_ends(writer, finding->currency, finding->value);
        break;
    case AM_OUTCOME_NONE:
        put(writer, finding->is_not_applied ? "does not apply" : "unknown");
        break;
    case AM_OUTCOME_NEEDS:
        put_needs(writer, am_tree_get(finding->value, "needs"));
        break;
    case AM_OUTCOME_REPEALED:
        put(writer, "repealed ");
        am_buffer_put(&writer->text, finding->value->first->says);
        break;
    case AM_OUTCOME_ERROR:
        put_error(writer, finding);
        break;
    }
    if (!am_slice_is_equal(finding->row, finding->path)) {
        put(writer, " (");
        put_safe(&writer->text, finding->path);
        put(writer, ")");
    }
    return take(writer);
}

static void put_converted(sheet_writer *writer, const am_converted *converted) {
    am_slice currency = writer->all->target;
    bool has_lowest = converted->text.length > 0, has_highest = converted->text_high.length > 0;
    put(writer, !converted->is_open ? "" : has_lowest ? "from " : "up to ");
    if (has_lowest) {
        put_amount(writer, currency, converted->text);
    }
    put(writer, has_lowest && has_highest ? " to " : "");
    if (has_highest) {
        put_amount(writer, currency, converted->text_high);
    }
    put_no_end(writer, has_lowest || !converted->is_open, has_highest || !converted->is_open);
}

static am_slice converted_cell(sheet_writer *writer, const am_finding *finding) {
    if (finding->unconverted.length > 0) {
        put(writer, "not converted: ");
        put_safe(&writer->text, finding->unconverted);
    } else if (finding->converted.text.length > 0) {
        put_converted(writer, &finding->converted);
    }
    return take(writer);
}

static am_slice reach_cell(sheet_writer *writer, const am_finding *finding) {
    const am_tree *reach = finding->reach;
    const am_tree *values = am_tree_get(reach, "values");
    if (reach == NULL) {
        return AM_SLICE("");
    }
    put_ends(writer, finding->currency, reach);
    for (const am_tree *one = values != NULL ? values->first : NULL; one != NULL; one = one->next) {
        put_value(writer, AM_SLICE(""), one);
        put(writer, one->next != NULL ? ", " : "");
    }
    put(writer, am_tree_is(reach, "searched") ? " (tried)" : "");
    put(writer, am_tree_is(reach, "none") ? ", or none" : "");
    put(writer, am_tree_is(reach, "needs") ? ", or needs facts" : "");
    put(writer, am_tree_is(reach, "error") ? ", or a fault" : "");
    return take(writer);
}

static am_slice reach_converted_cell(sheet_writer *writer, const am_finding *finding) {
    if (finding->converted_reach.text.length + finding->converted_reach.text_high.length > 0) {
        put_converted(writer, &finding->converted_reach);
    }
    return take(writer);
}

static am_slice bound_cell(sheet_writer *writer, const am_finding *finding) {
    am_slice label = am_tree_say(finding->bound, "label");
    am_slice per = am_tree_say(finding->bound, "per");
    if (finding->bound == NULL) {
        return AM_SLICE("");
    }
    put_safe(&writer->text, am_tree_say(finding->bound, "step"));
    put(writer, label.length > 0 ? " \"" : " ");
    put_safe(&writer->text, label.length > 0 ? label : am_tree_say(finding->bound, "says"));
    put(writer, label.length > 0 ? "\"" : "");
    put(writer, per.length > 0 ? ", " : "");
    put_safe(&writer->text, per);
    return take(writer);
}

static am_slice per_cell(sheet_writer *writer, const am_finding *finding) {
    put_safe(&writer->text, finding->per);
    return take(writer);
}

/* Rows */

typedef am_slice (*finding_cell)(sheet_writer *writer, const am_finding *finding);
typedef am_slice (*party_cell)(sheet_writer *writer, const am_party *party);

static am_sheet_row *add_row(sheet_writer *writer, am_slice label, unsigned level) {
    am_arena *arena = &writer->all->record_arena;
    am_sheet *sheet = writer->sheet;
    am_sheet_row *rows = AM_GROW(arena, am_sheet_row, sheet->rows, sheet->count, &sheet->capacity);
    am_slice *cells = AM_NEW_ARRAY(arena, am_slice, writer->all->count);
    if (rows == NULL || cells == NULL) {
        return NULL;
    }
    sheet->rows = rows;
    rows[sheet->count] = (am_sheet_row){label, level, cells};
    return &rows[sheet->count++];
}

/* A row of what the rulebooks say of an output; without anything in it, it is not there. */
static void add_finding_row(sheet_writer *writer, am_slice name, am_slice label, unsigned level,
                            finding_cell cell) {
    am_sheet_row *row = add_row(writer, label, level);
    bool is_empty = true;
    for (size_t i = 0; row != NULL && i < writer->all->count; i++) {
        const am_finding *finding = am_account_find_row(&writer->all->parties[i].account, name);
        row->cells[i] = finding != NULL ? cell(writer, finding) : AM_SLICE("");
        is_empty = is_empty && row->cells[i].length == 0;
    }
    writer->sheet->count -= row != NULL && is_empty ? 1 : 0;
}

static void add_party_row(sheet_writer *writer, const char *label, party_cell cell) {
    am_sheet_row *row = add_row(writer, am_slice_of(label), 0);
    bool is_empty = true;
    for (size_t i = 0; row != NULL && i < writer->all->count; i++) {
        row->cells[i] = cell(writer, &writer->all->parties[i]);
        is_empty = is_empty && row->cells[i].length == 0;
    }
    writer->sheet->count -= row != NULL && is_empty ? 1 : 0;
}

static am_slice in_target(sheet_writer *writer, const char *before) {
    put(writer, before);
    am_buffer_put(&writer->text, writer->all->target);
    return take(writer);
}

static void add_output(sheet_writer *writer, am_slice name) {
    put_safe(&writer->text, name);
    add_finding_row(writer, name, take(writer), 0, value_cell);
    add_finding_row(writer, name, in_target(writer, "in "), 1, converted_cell);
    add_finding_row(writer, name, AM_SLICE("could be"), 1, reach_cell);
    add_finding_row(writer, name, in_target(writer, "could be, in "), 1, reach_converted_cell);
    add_finding_row(writer, name, AM_SLICE("bound by"), 1, bound_cell);
    add_finding_row(writer, name, AM_SLICE("per"), 1, per_cell);
}

static size_t count_parties(const am_comparison *all, am_slice row) {
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        count += am_account_find_row(&all->parties[i].account, row) != NULL ? 1 : 0;
    }
    return count;
}

static bool is_in_earlier(const am_comparison *all, size_t party, am_slice row) {
    for (size_t i = 0; i < party; i++) {
        if (am_account_find_row(&all->parties[i].account, row) != NULL) {
            return true;
        }
    }
    return false;
}

/* The outputs that several rulebooks have, or those that one has; returns whether there was any. */
static bool add_outputs(sheet_writer *writer, bool is_shared) {
    am_comparison *all = writer->all;
    size_t count = writer->sheet->count;
    for (size_t i = 0; i < all->count; i++) {
        const am_account *account = &all->parties[i].account;
        for (size_t j = 0; j < account->count; j++) {
            am_slice name = account->findings[j].row;
            if (!is_in_earlier(all, i, name) && (count_parties(all, name) > 1) == is_shared) {
                add_output(writer, name);
            }
        }
    }
    return writer->sheet->count > count;
}

static am_slice law_title_cell(sheet_writer *writer, const am_party *party) {
    put_safe(&writer->text, party->program->title);
    return take(writer);
}

static am_slice currency_cell(sheet_writer *writer, const am_party *party) {
    am_buffer_put(&writer->text, party->currency);
    return take(writer);
}

static am_slice refused_cell(sheet_writer *writer, const am_party *party) {
    const am_tree *error = party->account.error;
    if (error == NULL) {
        return AM_SLICE("");
    }
    am_buffer_put(&writer->text, am_tree_say(error, "code"));
    put(writer, ": ");
    put_safe(&writer->text, am_tree_say(error, "message"));
    return take(writer);
}

static am_slice law_cell(sheet_writer *writer, const am_party *party) {
    const am_tree *law = am_tree_get(party->account.line, "mildest_law");
    put_safe(&writer->text, am_tree_say(law, "taken"));
    return take(writer);
}

/* Ends the line, unless it is the cell's first and empty. */
static void put_break(sheet_writer *writer) {
    if (writer->text.length > 0) {
        am_buffer_put_char(&writer->text, AM_SHEET_BREAK);
    }
}

static void put_texts(sheet_writer *writer, const am_names *texts) {
    for (size_t i = 1; i <= am_names_count(texts); i++) {
        put_break(writer);
        put_safe(&writer->text, am_names_text(texts, (am_name)i));
    }
}

static am_slice provisions_cell(sheet_writer *writer, const am_party *party) {
    put_texts(writer, &party->account.provisions);
    return take(writer);
}

static am_slice needs_cell(sheet_writer *writer, const am_party *party) {
    put_texts(writer, &party->account.needs);
    return take(writer);
}

static am_slice left_cell(sheet_writer *writer, const am_party *party) {
    const am_tree *left = party->account.left;
    for (const am_tree *one = left != NULL ? left->first : NULL; one != NULL; one = one->next) {
        put_break(writer);
        put_safe(&writer->text, one->name);
    }
    return take(writer);
}

static void put_rate(sheet_writer *writer, const am_rate *rate) {
    put_amount(writer, AM_SLICE(""), AM_SLICE("1"));
    am_buffer_put_char(&writer->text, AM_SHEET_BLANK);
    am_buffer_put(&writer->text, rate->from);
    put(writer, " = ");
    am_buffer_put(&writer->text, rate->text);
    am_buffer_put_char(&writer->text, AM_SHEET_BLANK);
    am_buffer_put(&writer->text, rate->to);
    put(writer, ", ");
    am_date_print(&writer->text, rate->date);
    put(writer, ", ");
    put_safe(&writer->text, rate->source);
}

/* `EUR 5000000.00`, grouped. */
static void put_stated(sheet_writer *writer, am_slice text) {
    size_t at = 0;
    while (at < text.length && text.data[at] != ' ') {
        at++;
    }
    put_amount(writer, am_slice_part(text, 0, at), am_slice_part(text, at + 1, text.length));
}

static am_slice exchanged_cell(sheet_writer *writer, const am_party *party) {
    const am_account *account = &party->account;
    for (size_t i = 0; i < account->exchanged_count; i++) {
        const am_exchanged *one = &account->exchanged[i];
        put_break(writer);
        put_safe(&writer->text, one->path);
        put(writer, " ");
        put_stated(writer, one->read);
        put(writer, " for ");
        put_stated(writer, one->stated);
    }
    return take(writer);
}

static bool is_used_before(const am_account *account, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (account->findings[i].rate == account->findings[index].rate) {
            return true;
        }
    }
    return false;
}

static bool is_exchanged_before(const am_account *account, size_t count, const am_rate *rate) {
    for (size_t i = 0; i < count; i++) {
        if (account->exchanged[i].rate == rate) {
            return true;
        }
    }
    return false;
}

static am_slice rates_cell(sheet_writer *writer, const am_party *party) {
    const am_account *account = &party->account;
    for (size_t i = 0; i < account->exchanged_count; i++) {
        if (!is_exchanged_before(account, i, account->exchanged[i].rate)) {
            put_break(writer);
            put_rate(writer, account->exchanged[i].rate);
        }
    }
    for (size_t i = 0; i < account->count; i++) {
        const am_rate *rate = account->findings[i].rate;
        if (rate != NULL && !is_used_before(account, i) &&
            !is_exchanged_before(account, account->exchanged_count, rate)) {
            put_break(writer);
            put_rate(writer, rate);
        }
    }
    return take(writer);
}

/* The whole */

static void add_heading(sheet_writer *writer, const char *label) {
    am_sheet_row *row = add_row(writer, am_slice_of(label), 0);
    if (row != NULL) {
        row->cells = NULL;
    }
}

static void add_all(sheet_writer *writer) {
    add_party_row(writer, "title", law_title_cell);
    add_party_row(writer, "currency", currency_cell);
    add_party_row(writer, "refused", refused_cell);
    bool has_shared = add_outputs(writer, true);
    if (has_shared) {
        add_heading(writer, "under one of them only");
    }
    if (!add_outputs(writer, false) && has_shared) {
        writer->sheet->count--;
    }
    add_heading(writer, "");
    add_party_row(writer, "mildest law", law_cell);
    add_party_row(writer, "provisions", provisions_cell);
    add_party_row(writer, "needs", needs_cell);
    add_party_row(writer, "open choices", left_cell);
    add_party_row(writer, "facts read as", exchanged_cell);
    add_party_row(writer, "rates", rates_cell);
}

/* The id of a record that is refused as a whole, as JSON. */
static am_slice refused_id(sheet_writer *writer) {
    const am_id *id = &writer->all->error.id;
    if (id->length > 0) {
        am_result_write_id(&writer->text, id);
    }
    return take(writer);
}

/* `record "A-1", as of 2020-01-01`. */
static am_slice title_of(sheet_writer *writer) {
    const am_comparison *all = writer->all;
    am_slice id = am_report_id(all);
    am_slice as_of = {all->options.as_of.data, all->options.as_of.length};
    am_slice known_at = {all->options.known_at.data, all->options.known_at.length};
    am_slice refused = refused_id(writer);
    put(writer, "record ");
    if (refused.length > 0) {
        put_safe(&writer->text, refused);
    } else if (id.length > 0) {
        put_safe(&writer->text, id);
    } else {
        put(writer, "in line ");
        am_buffer_put_unsigned(&writer->text, all->line);
    }
    put(writer, as_of.length > 0 ? ", as of " : "");
    am_buffer_put(&writer->text, as_of);
    put(writer, known_at.length > 0 ? ", as known at " : "");
    am_buffer_put(&writer->text, known_at);
    return take(writer);
}

static am_slice refusal_of(sheet_writer *writer) {
    const am_record_error *error = &writer->all->error;
    if (error->diag == AM_DIAG_NONE) {
        return AM_SLICE("");
    }
    put(writer, "refused: ");
    put(writer, am_diag_code_of(error->diag));
    put(writer, ": ");
    put_safe(&writer->text, am_slice_of(error->message));
    put(writer, ", in line ");
    am_buffer_put_unsigned(&writer->text, error->line);
    return take(writer);
}

am_sheet am_sheet_of(am_comparison *all) {
    am_sheet sheet = {.all = all};
    sheet_writer writer = {.all = all, .sheet = &sheet};
    am_buffer_init(&writer.text, all->allocator);
    sheet.title = title_of(&writer);
    sheet.refusal = refusal_of(&writer);
    if (sheet.refusal.length == 0) {
        add_all(&writer);
    }
    am_buffer_clear(&writer.text);
    return sheet;
}

am_slice am_sheet_note(am_comparison *all) {
    am_buffer buffer;
    if (all->target.length == 0) {
        return AM_SLICE("");
    }
    am_buffer_init(&buffer, all->allocator);
    am_buffer_put_text(&buffer, "Amounts in ");
    am_buffer_put(&buffer, all->target);
    am_buffer_put_text(&buffer, " are converted at the rates shown, and rounded half up to ");
    am_buffer_put(&buffer, all->target);
    am_buffer_put_char(&buffer, ' ');
    am_decimal_print(&buffer, am_decimal_make(false, 1, -(int32_t)all->target_digits), 0);
    am_buffer_put_char(&buffer, '.');
    am_slice note = am_arena_copy(&all->arena, am_buffer_text(&buffer));
    all->arena.is_exhausted = all->arena.is_exhausted || buffer.is_failed;
    am_buffer_clear(&buffer);
    return note;
}
