/*
 * The headers of the rulebook texts: currency, sources, dates in force, rounding; and the citations that
 * refer to their sources.
 *
 * The first file is the rulebook's own. Units of money are shared by all: a code means the same currency
 * everywhere. Nothing here resolves names of facts; `dated by` is only remembered (clocks.c).
 */
#include "base/currency.h"
#include "model/build.h"

/* Clauses of which a header has one: by kind, the first of each. */
static bool is_first(am_maker *maker, const am_node *header, const am_node *clause) {
    const am_node *first = am_node_child(header, (am_node_kind)clause->kind);
    am_diagnostic *diagnostic;

    if (first == clause) {
        return true;
    }
    diagnostic = am_report(maker, AM_DIAG_HEADER_TWICE, clause->span,
                           AM_ARGUMENTS(am_node_word((am_node_kind)clause->kind)));
    am_diagnostic_note(maker->diagnostics, diagnostic, first->span, AM_SLICE("first stated here"));
    return false;
}

static uint16_t add_unit(am_maker *maker, am_slice code, uint8_t digits) {
    am_model *model = maker->model;
    am_currency_use *units =
        AM_GROW(maker->arena, am_currency_use, model->units, model->unit_count, &maker->unit_capacity);

    if (units == NULL) {
        return AM_TYPE_NO_UNIT;
    }
    model->units = units;
    units[model->unit_count] = (am_currency_use){code, digits};
    return (uint16_t)model->unit_count++;
}

static uint16_t find_unit(const am_maker *maker, am_slice code) {
    for (size_t i = 0; i < maker->model->unit_count; i++) {
        if (am_slice_is_equal(maker->model->units[i].code, code)) {
            return (uint16_t)i;
        }
    }
    return AM_TYPE_NO_UNIT;
}

uint16_t am_unit_of(am_maker *maker, am_slice code, am_span span) {
    uint16_t unit = find_unit(maker, code);
    am_guess guess;
    uint8_t digits;

    if (unit != AM_TYPE_NO_UNIT) {
        return unit;
    }
    if (am_currency_minor_digits(code, &digits)) {
        return add_unit(maker, code, digits);
    }
    guess = (am_guess){code, am_currency_suggest(code), 0};
    for (size_t i = 0; i < maker->model->unit_count && guess.best.length == 0; i++) {
        if (am_slice_distance(code, maker->model->units[i].code, 1) <= 1) {
            guess.best = maker->model->units[i].code;
        }
    }
    am_report_guess(maker, AM_DIAG_UNKNOWN_CURRENCY, span, guess, AM_ARGUMENTS(code));
    return AM_TYPE_NO_UNIT;
}

/* `currency ETH decimals 18`: true unless the code already means something else. */
static bool declared_digits(am_maker *maker, const am_node *node, const am_node *number, uint8_t *digits) {
    uint16_t unit = find_unit(maker, node->text);
    uint8_t official;
    am_decimal value;
    int64_t count;

    if (am_decimal_parse(number->text, &value) != AM_ARITH_EXACT || !am_decimal_to_int64(value, &count) ||
        count < 0 || count > 30) {
        am_report(maker, AM_DIAG_CURRENCY_DECIMALS, number->span, AM_ARGUMENTS(node->text));
        return false;
    }
    *digits = (uint8_t)count;
    if ((am_currency_minor_digits(node->text, &official) && official != *digits) ||
        (unit != AM_TYPE_NO_UNIT && maker->model->units[unit].digits != *digits)) {
        am_report(maker, AM_DIAG_CURRENCY_DECIMALS, number->span, AM_ARGUMENTS(node->text));
        return false;
    }
    return true;
}

static void read_currency(am_maker *maker, am_header *header, const am_node *node) {
    const am_node *number = am_node_child(node, AM_NODE_NUMBER);
    uint16_t unit;
    uint8_t digits;

    if (number == NULL) {
        unit = am_unit_of(maker, node->text, node->span);
    } else if (!declared_digits(maker, node, number, &digits)) {
        unit = AM_TYPE_NO_UNIT;
    } else if ((unit = find_unit(maker, node->text)) == AM_TYPE_NO_UNIT) {
        unit = add_unit(maker, node->text, digits);
    }
    if (unit == AM_TYPE_NO_UNIT) {
        header->is_currency_missed = true;
    }
    if (header->book->unit == AM_TYPE_NO_UNIT) {
        header->book->unit = unit;
    }
}

static void read_source(am_maker *maker, am_header *header, const am_node *node) {
    am_symbol symbol = {.owner = header, .name = node->text, .span = node->span, .kind = AM_SYMBOL_SOURCE};

    if (am_symbols_declare(maker, symbol) == NULL) {
        return;
    }
    header->only_source = header->source_count++ == 0 ? node->text : (am_slice){0};
}

bool am_date_literal(am_context *context, const am_node *node, am_date *out) {
    am_expr *expr;

    if (node == NULL) {
        return false;
    }
    expr = am_expr_typed(context, node, am_type_of(AM_TYPE_DATE));
    if (am_expr_is_error(expr)) {
        return false;
    }
    if (expr->kind != AM_EXPR_CONSTANT) {
        am_report(context->maker, AM_DIAG_NOT_CONSTANT, expr->span,
                  AM_ARGUMENTS(am_span_text(context->maker, expr->span)));
        return false;
    }
    *out = (am_date)expr->value.integer;
    return true;
}

static void read_in_force(am_maker *maker, am_header *header, const am_node *node) {
    am_context context = am_context_of(maker, header, NULL, NULL);
    const am_node *from = am_node_expression(node);
    const am_node *until = from == NULL ? NULL : am_node_next_expression(from);
    am_book *book = header->book;

    context.is_constant = true;
    bool is_dated = !am_is_broken_off(maker, node) && am_date_literal(&context, from, &book->in_force_from);
    book->has_in_force = true; /* where its date cannot be read, that has been told */
    book->in_force_until = AM_DATE_MAX + 1;
    if (until == NULL || !am_date_literal(&context, until, &book->in_force_until)) {
        return;
    }
    if (node->op == AM_BOUND_THROUGH) {
        book->in_force_until++;
    }
    if (is_dated && book->in_force_until <= book->in_force_from) {
        am_report(maker, AM_DIAG_DATES_BACKWARD, node->span, AM_NO_ARGUMENTS);
    }
}

static void read_clause(am_maker *maker, am_header *header, const am_node *node) {
    if (node->kind == AM_NODE_CURRENCY) {
        read_currency(maker, header, node);
        return;
    }
    if (node->kind == AM_NODE_SOURCE) {
        read_source(maker, header, node);
        return;
    }
    if (node->kind == AM_NODE_ERROR || !is_first(maker, header->node, node)) {
        return;
    }
    switch (node->kind) {
    case AM_NODE_TITLE:
        header->book->title = node->text;
        break;
    case AM_NODE_MONTH_ENDS:
        header->book->has_month_end = true;
        header->book->month_end = (am_month_end)node->op;
        break;
    case AM_NODE_DATED_BY:
        header->dated_by = node;
        break;
    case AM_NODE_MILDEST:
        header->mildest = node;
        break;
        am_report_later(maker, node->span, am_node_word((am_node_kind)node->kind));
        break;
    default:
        break;
    }
}

static void read_header(am_maker *maker, am_header *header, const am_node *node) {
    am_symbol symbol = {.owner = &maker->rulebooks,
                        .name = node->text,
                        .span = node->span,
                        .kind = AM_SYMBOL_BOOK,
                        .item = header->book};

    if (header->node != NULL) {
        am_diagnostic *diagnostic =
            am_report(maker, AM_DIAG_HEADER_TWICE, node->span, AM_ARGUMENTS(am_node_word(AM_NODE_RULEBOOK)));
        am_diagnostic_note(maker->diagnostics, diagnostic, header->node->span, AM_SLICE("first stated here"));
        return;
    }
    header->node = node;
    header->book->name = node->text;
    header->book->span = node->span;
    am_symbols_declare(maker, symbol);
    for (const am_node *clause = node->children; clause != NULL; clause = clause->next) {
        read_clause(maker, header, clause);
    }
}

/* Whoever looked for the text may have said that there is none. */
static bool is_reported(const am_maker *maker, const am_node *use) {
    for (const am_diagnostic *one = maker->diagnostics->first; one != NULL; one = one->next) {
        if (one->diag == AM_DIAG_RULEBOOK_NOT_FOUND && one->span.source == use->span.source &&
            one->span.start >= use->span.start && one->span.start <= use->span.start + use->span.length) {
            return true;
        }
    }
    return false;
}

static void check_uses(am_maker *maker, const am_header *header) {
    for (const am_node *node = header->file->children; node != NULL; node = node->next) {
        am_guess guess;

        if (node->kind != AM_NODE_USE || node->text.length == 0 ||
            am_symbols_find(&maker->symbols, &maker->rulebooks, node->text) != NULL) {
            continue;
        }
        maker->is_book_missing = true;
        if (is_reported(maker, node)) {
            continue;
        }
        guess = am_guess_of(maker, node->text);
        am_guess_owner(&guess, &maker->symbols, &maker->rulebooks);
        am_report_guess(maker, AM_DIAG_RULEBOOK_NOT_FOUND, node->span, guess, AM_ARGUMENTS(node->text));
    }
}

/* A text without a header would be told of each source, currency and clock that it lacks: one message says
 * it. */
static bool has_headers(am_maker *maker, const am_model_file *files) {
    bool has_all = true;
    if (maker->diagnostics->error_count > 0) {
        return true;
    }
    for (size_t i = 0; i < maker->header_count; i++) {
        if (maker->headers[i].node == NULL) {
            am_report(maker, AM_DIAG_NO_HEADER, (am_span){.source = files[i].source}, AM_NO_ARGUMENTS);
            has_all = false;
        }
    }
    return has_all;
}

bool am_headers_build(am_maker *maker, const am_model_file *files, size_t count) {
    maker->headers = AM_NEW_ARRAY(maker->arena, am_header, count);
    maker->model->books = AM_NEW_ARRAY(maker->arena, am_book, count);
    if (maker->headers == NULL || maker->model->books == NULL) {
        return false;
    }
    maker->header_count = maker->model->book_count = count;
    for (size_t i = 0; i < count; i++) {
        am_header *header = &maker->headers[i];

        header->book = &maker->model->books[i];
        header->book->unit = AM_TYPE_NO_UNIT;
        header->book->in_force_until = AM_DATE_MAX + 1;
        header->file = files[i].tree;
        for (const am_node *node = header->file->children; node != NULL; node = node->next) {
            if (node->kind == AM_NODE_RULEBOOK) {
                read_header(maker, header, node);
            }
        }
    }
    if (!has_headers(maker, files)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        check_uses(maker, &maker->headers[i]);
    }
    return true;
}

static void finish_rounding(am_maker *maker, am_header *header, const am_node *node) {
    am_context context = am_context_of(maker, header, NULL, NULL);
    am_type type = header->book->unit == AM_TYPE_NO_UNIT ? am_type_of(AM_TYPE_NUMBER)
                                                         : am_type_money(header->book->unit);
    am_expr *unit;

    context.is_constant = true;
    unit = am_unit_read(&context, am_node_expression(node), type);
    if (am_expr_is_error(unit)) {
        return;
    }
    if (unit->kind != AM_EXPR_CONSTANT) {
        am_report(maker, AM_DIAG_NOT_CONSTANT, unit->span, AM_ARGUMENTS(am_span_text(maker, unit->span)));
        return;
    }
    header->book->has_rounding = true;
    header->book->rounding = (am_rounding)node->op;
    header->book->rounding_unit = unit;
}

/* What needs expressions: the default rounding and the dates in force. */
void am_headers_finish(am_maker *maker) {
    for (size_t i = 0; i < maker->header_count; i++) {
        am_header *header = &maker->headers[i];
        const am_node *node;

        if (header->node == NULL) {
            continue;
        }
        if ((node = am_node_child(header->node, AM_NODE_IN_FORCE)) != NULL) {
            read_in_force(maker, header, node);
        }
        am_book_published_read(maker, header);
        if ((node = am_node_child(header->node, AM_NODE_ROUNDING)) != NULL) {
            finish_rounding(maker, header, node);
        }
    }
}

/* The key of one PER clause; empty when it has none, which is reported where one is needed. */
static am_slice key_of(am_maker *maker, am_header *header, const am_node *per) {
    const am_node *name = am_node_child(per, AM_NODE_NAME);

    if (name == NULL) {
        if (header->source_count != 1) {
            am_report(maker, AM_DIAG_SOURCE_NOT_NAMED, per->span, AM_NO_ARGUMENTS);
        }
        return header->only_source;
    }
    if (am_symbols_find(&maker->symbols, header, name->text) == NULL) {
        am_guess guess = am_guess_of(maker, name->text);

        am_guess_owner(&guess, &maker->symbols, header);
        am_report_guess(maker, AM_DIAG_UNKNOWN_SOURCE, name->span, guess, AM_ARGUMENTS(name->text));
    }
    return name->text;
}

am_slice am_citation_one(am_maker *maker, am_header *header, const am_node *per) {
    am_slice key = key_of(maker, header, per);

    return AM_JOIN(maker, key, key.length == 0 ? key : AM_SLICE(" "), per->text);
}

am_slice am_citation_of(am_maker *maker, am_header *header, const am_node *node, am_slice inherited) {
    am_slice citation = {0};

    for (const am_node *per = node->children; per != NULL; per = per->next) {
        am_slice between = {.data = "; ", .length = citation.length == 0 ? 0 : 2};

        if (per->kind != AM_NODE_PER) {
            continue;
        }
        citation = AM_JOIN(maker, citation, between, am_citation_one(maker, header, per));
    }
    return citation.length == 0 ? inherited : citation;
}

am_slice am_label_of(const am_node *node) {
    const am_node *label = am_node_child(node, AM_NODE_LABEL);

    am_slice none = {0};

    return label == NULL ? none : label->text;
}
