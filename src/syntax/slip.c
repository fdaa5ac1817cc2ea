/*
 * From a wrong token, the two before it and what could have stood there to the slip that was made.
 *
 * A slip is believed only where the parser would go on with what is missing, so that no message offers what
 * could not stand there either. Nothing here mends what is read: the parser recovers as after any mistake.
 */
#include "syntax/slip.h"

#include "syntax/grammar.h"

#define TEXT_BYTES_MAX 60

typedef struct {
    am_builder *b;
    const void *parser;
    am_token token;
} slip_place;

static bool may_stand(const slip_place *p, uint16_t kind) {
    return am_grammar_accepts(p->parser, kind);
}

static bool is_same_line(const slip_place *p) {
    return (p->token.flags & AM_TOKEN_IS_FIRST) == 0;
}

static uint32_t end_of(am_token token) {
    return token.start + token.length;
}

static am_slice text_from(const slip_place *p, uint32_t start, uint32_t end) {
    return am_slice_part(p->b->text, start, end);
}

static void report(const slip_place *p, am_diag diag, uint32_t start, uint32_t end) {
    uint32_t about = end - start > TEXT_BYTES_MAX ? start : end;
    am_diagnose(p->b->diagnostics, diag, (am_span){p->b->source, start, end - start},
                AM_ARGUMENTS(text_from(p, start, about)));
}

/* The suggestion, given in parts, stands in place of what is reported. */
static void report_with(const slip_place *p, am_diag diag, uint32_t start, uint32_t end,
                        const am_slice *suggestion, size_t parts) {
    am_buffer buffer;
    am_diagnostic *diagnostic =
        am_diagnose(p->b->diagnostics, diag, (am_span){p->b->source, start, end - start},
                    AM_ARGUMENTS(text_from(p, start, end)));
    am_buffer_init(&buffer, p->b->arena->allocator);
    for (size_t i = 0; i < parts; i++) {
        am_buffer_put(&buffer, suggestion[i]);
    }
    am_diagnostic_suggest(p->b->diagnostics, diagnostic, am_buffer_text(&buffer));
    am_buffer_clear(&buffer);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_line_end(const slip_place *p, uint32_t at) {
    return at >= p->b->text.length || p->b->text.data[at] == '\n' || p->b->text.data[at] == '\r';
}

static uint32_t line_start(const slip_place *p, uint32_t at) {
    while (at > 0 && p->b->text.data[at - 1] != '\n') {
        at--;
    }
    while (is_blank(p->b->text.data[at])) {
        at++;
    }
    return at;
}

/* Where the line before the one that begins at `at` begins, behind its indentation; `at` when there is none.
 */
static uint32_t line_before(const slip_place *p, uint32_t at) {
    while (at > 0 && p->b->text.data[at - 1] != '\n') {
        at--;
    }
    return at == 0 ? at : line_start(p, at - 1);
}

/* A row that ends while the parser is still at its conditions. Where a table's header is such a row, all that
 * follow it are the same mistake. */
static bool has_no_bars(const slip_place *p) {
    if (p->token.kind != AM_TOKEN_ROW_END || !may_stand(p, AM_TOKEN_BARBAR)) {
        return false;
    }
    uint32_t start = line_start(p, p->token.start), above = line_before(p, start);
    bool is_header = above == start || p->b->text.data[above] != '|';
    if (is_header || above != p->b->barless_row) {
        report(p, AM_DIAG_ROW_BARS, start, end_of(p->token));
    }
    if (is_header || above == p->b->barless_row) {
        p->b->barless_row = start;
    }
    return true;
}

static bool is_bar(uint16_t kind) {
    return kind == AM_TOKEN_ROW_START || kind == AM_TOKEN_BAR || kind == AM_TOKEN_BARBAR ||
           kind == AM_TOKEN_ROW_END;
}

static bool is_empty_cell(const slip_place *p) {
    uint32_t start = end_of(p->b->taken);
    if (!is_bar(p->token.kind) || !is_bar(p->b->taken.kind) || p->b->taken.kind == AM_TOKEN_ROW_END ||
        !is_same_line(p)) {
        return false;
    }
    report(p, AM_DIAG_EMPTY_CELL, start, start < p->token.start ? p->token.start : end_of(p->token));
    return true;
}

static bool is_item(uint16_t kind) {
    switch (kind) {
    case AM_TOKEN_NAME:
    case AM_TOKEN_NUMBER:
    case AM_TOKEN_PERCENT:
    case AM_TOKEN_MONEY:
    case AM_TOKEN_DATE:
    case AM_TOKEN_PERIOD:
    case AM_TOKEN_ORDINAL:
    case AM_TOKEN_TEXT:
        return true;
    default:
        return false;
    }
}

/* Two items side by side where a list goes on with a comma. */
static bool has_no_comma(const slip_place *p) {
    if (!is_item(p->token.kind) || !is_item(p->b->taken.kind) || !may_stand(p, AM_TOKEN_COMMA) ||
        may_stand(p, AM_TOKEN_KEY)) {
        return false;
    }
    report(p, AM_DIAG_MISSING_COMMA, p->token.start, end_of(p->token));
    return true;
}

/* `20 of turnover`. What is less than 1 may be meant as it stands, so nothing is offered for it. */
static bool is_share_without_percent(const slip_place *p) {
    am_token number = p->b->taken;
    if (p->token.kind != AM_TOKEN_OF || number.kind != AM_TOKEN_NUMBER) {
        return false;
    }
    am_slice digits = text_from(p, number.start, end_of(number));
    if (digits.data[0] == '0') {
        report(p, AM_DIAG_SHARE_FORM, number.start, end_of(number));
    } else {
        const am_slice percent[] = {digits, AM_SLICE("%")};
        report_with(p, AM_DIAG_SHARE_FORM, number.start, end_of(number), percent, 2);
    }
    return true;
}

/* `yes or no`, `yes, no`: the type. */
static bool is_yes_no(const slip_place *p) {
    const am_slice type = AM_SLICE("yes/no");
    uint32_t end = end_of(p->token);
    if (p->b->taken.kind != AM_TOKEN_YES || !is_same_line(p) || !may_stand(p, AM_TOKEN_SLASH) ||
        may_stand(p, AM_TOKEN_STAR)) {
        return false;
    }
    uint32_t word = end;
    while (!is_line_end(p, word) && is_blank(p->b->text.data[word])) {
        word++;
    }
    if (am_slice_is_equal(text_from(p, word, word + 2 <= p->b->text.length ? word + 2 : word),
                          AM_SLICE("no"))) {
        end = word + 2;
    }
    report_with(p, AM_DIAG_UNKNOWN_TYPE, p->b->taken.start, end, &type, 1);
    return true;
}

/* Where the article of a citation ends that begins at `at`: before two blanks, a quote or a line's end. */
static uint32_t article_end(const slip_place *p, uint32_t at) {
    uint32_t end = at;
    for (; !is_line_end(p, at) && p->b->text.data[at] != '"'; at++) {
        if (!is_blank(p->b->text.data[at])) {
            end = at + 1;
        } else if (at > end) {
            break;
        }
    }
    return end;
}

/* `per EMIR 65(3)`. */
static bool is_article_without_quotes(const slip_place *p) {
    bool is_cited = p->b->taken.kind == AM_TOKEN_PER ||
                    (p->b->taken.kind == AM_TOKEN_NAME && p->b->taken_before.kind == AM_TOKEN_PER);
    uint32_t end = article_end(p, p->token.start);
    if (!is_cited || !is_same_line(p) || end - p->token.start > TEXT_BYTES_MAX || end <= p->token.start) {
        return false;
    }
    const am_slice quoted[] = {AM_SLICE("\""), text_from(p, p->token.start, end), AM_SLICE("\"")};
    report_with(p, AM_DIAG_ARTICLE_QUOTES, p->token.start, end, quoted, 3);
    return true;
}

/* `coefficient 2 if systemic`. */
static bool is_if_for_when(const slip_place *p) {
    const am_slice when = AM_SLICE("when");
    if (p->token.kind != AM_TOKEN_IF || !may_stand(p, AM_TOKEN_WHEN)) {
        return false;
    }
    report_with(p, AM_DIAG_UNEXPECTED, p->token.start, end_of(p->token), &when, 1);
    return true;
}

/* The record before here that has a field of that name, or NULL. */
static const am_node *record_with(const slip_place *p, am_slice field) {
    const am_node *last = p->b->file->last;
    for (const am_node *node = last == NULL ? NULL : p->b->file->children; node != NULL; node = node->next) {
        for (const am_node *part = node->children; node->kind == AM_NODE_RECORD && part != NULL;
             part = part->next) {
            if (part->kind == AM_NODE_FIELD && am_slice_is_equal(part->text, field)) {
                return node;
            }
        }
    }
    return NULL;
}

static bool report_field(const slip_place *p, am_token word) {
    am_slice name = text_from(p, word.start, end_of(word));
    const am_node *record = record_with(p, name);
    if (record == NULL) {
        return false;
    }
    const am_slice path[] = {record->text, AM_SLICE("."), name};
    report_with(p, AM_DIAG_FIELD_WORD, word.start, end_of(word), path, 3);
    return true;
}

/* `2 January 2015`: days and months are not written in words. */
static bool is_date_in_words(const slip_place *p) {
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    am_slice name = text_from(p, p->token.start, end_of(p->token));
    if (p->b->taken.kind != AM_TOKEN_NUMBER || !is_same_line(p) || name.length < 3) {
        return false;
    }
    for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
        size_t at = 0;
        while (at < name.length && months[i][at] != '\0' && (name.data[at] | 0x20) == months[i][at]) {
            at++;
        }
        if (at == name.length && (months[i][at] == '\0' || at == 3)) {
            report(p, AM_DIAG_DATE_WORDS, p->b->taken.start, end_of(p->token));
            return true;
        }
    }
    return false;
}

static bool is_exception_word(uint16_t kind) {
    return kind == AM_TOKEN_EXCEPT || kind == AM_TOKEN_BUT || kind == AM_TOKEN_UNLESS ||
           kind == AM_TOKEN_NOTWITHSTANDING;
}

/* `except ...` behind anything but a rule. */
static bool is_exception_elsewhere(const slip_place *p) {
    if (!is_exception_word(p->token.kind) || p->b->head.kind == AM_TOKEN_D_RULE) {
        return false;
    }
    report(p, AM_DIAG_EXCEPTION_NOT_HERE, p->token.start, end_of(p->token));
    return true;
}

/* `priors: on: 2020-01-01`: a list or a record within one, without its brackets. */
static bool has_no_brackets(const slip_place *p) {
    am_token field = p->b->taken_before;
    if (p->token.kind != AM_TOKEN_KEY || p->b->taken.kind != AM_TOKEN_COLON || field.kind != AM_TOKEN_KEY ||
        !is_same_line(p)) {
        return false;
    }
    report(p, AM_DIAG_BRACKETS_MISSING, field.start, end_of(field));
    return true;
}

/* `on > to`, where the record has a field `to`: it was read as the word of the language. */
static bool is_field_named_as_word(const slip_place *p) {
    uint16_t before = p->b->taken.kind;
    bool is_prefix = before == AM_TOKEN_FROM || before == AM_TOKEN_UNDER || before == AM_TOKEN_OVER ||
                     before == AM_TOKEN_NOT;
    if (p->token.kind != AM_TOKEN_NAME && may_stand(p, AM_TOKEN_NAME) && report_field(p, p->token)) {
        return true;
    }
    return is_prefix && report_field(p, p->b->taken);
}

/* `source EMIR: "..."`: a name, but for the colon behind it. */
static bool has_stray_colon(const slip_place *p) {
    uint32_t at = end_of(p->token);
    if (p->token.kind != AM_TOKEN_KEY || !is_same_line(p) || !may_stand(p, AM_TOKEN_NAME)) {
        return false;
    }
    while (!is_line_end(p, at) && p->b->text.data[at] != ':') {
        at++;
    }
    if (is_line_end(p, at)) {
        return false;
    }
    report(p, AM_DIAG_UNEXPECTED, at, at + 1);
    return true;
}

/* `start basic_amount`: the beginning of the only phrase that may stand here and begins so. */
static bool is_half_phrase(const slip_place *p) {
    const am_word *begin;
    const am_word *end;
    const am_word *only = NULL;
    am_slice text = text_from(p, p->token.start, end_of(p->token));
    if (p->token.kind != AM_TOKEN_NAME || !am_words_find(text, &begin, &end)) {
        return false;
    }
    for (const am_word *word = begin; word < end; word++) {
        if (word->word_class == AM_WORD_PHRASE && may_stand(p, word->kind)) {
            if (only != NULL) {
                return false;
            }
            only = word;
        }
    }
    if (only == NULL) {
        return false;
    }
    report_with(p, AM_DIAG_UNEXPECTED, p->token.start, end_of(p->token), &only->spelling, 1);
    return true;
}

bool am_slip_report(am_builder *b, const void *parser, am_token token) {
    static bool (*const slips[])(const slip_place *) = {
        has_no_brackets,
        is_date_in_words,
        is_exception_elsewhere,
        is_field_named_as_word,
        is_half_phrase,
        has_stray_colon,
        has_no_bars,
        is_empty_cell,
        is_share_without_percent,
        is_yes_no,
        is_if_for_when,
        has_no_comma,
        is_article_without_quotes,
    };
    slip_place p = {b, parser, token};
    for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
        if (slips[i](&p)) {
            return true;
        }
    }
    return false;
}
