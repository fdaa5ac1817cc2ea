/*
 * Types: which fit where, what they are called in messages, and which one a TYPE node names.
 *
 * An ERROR type fits everywhere and is never reported again. Whether a value may be unknown is no part of
 * "the same type": it is dealt with where the value is used.
 */
#include "base/currency.h"
#include "model/build.h"

am_type am_type_of(am_type_kind kind) {
    return (am_type){.kind = (uint8_t)kind};
}

am_type am_type_money(uint16_t unit) {
    return (am_type){.kind = AM_TYPE_MONEY, .index = unit};
}

bool am_type_is_same(am_type a, am_type b) {
    return a.kind == b.kind && a.is_range == b.is_range && a.index == b.index;
}

bool am_type_is_number(am_type type) {
    return !type.is_range && (type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_WHOLE);
}

bool am_type_is_exact(am_type type) {
    return type.kind == AM_TYPE_MONEY || type.kind == AM_TYPE_WHOLE;
}

bool am_type_is_ordered(const am_maker *maker, am_type type) {
    if (type.is_range) {
        return false;
    }
    switch (type.kind) {
    case AM_TYPE_NUMBER:
    case AM_TYPE_WHOLE:
    case AM_TYPE_MONEY:
    case AM_TYPE_DATE:
    case AM_TYPE_MONTHS:
    case AM_TYPE_DAYS:
    case AM_TYPE_RATE:
        return true;
    case AM_TYPE_CODE:
        return maker->model->sets[type.index].is_ordered;
    default:
        return false;
    }
}

bool am_type_join(am_type a, am_type b, am_type *out) {
    *out = a.kind == AM_TYPE_ERROR ? b : a;
    out->is_optional = a.is_optional || b.is_optional;
    if (a.kind == AM_TYPE_ERROR || b.kind == AM_TYPE_ERROR || am_type_is_same(a, b)) {
        return true;
    }
    if (a.is_range == b.is_range && (a.kind == AM_TYPE_NUMBER || a.kind == AM_TYPE_WHOLE) &&
        (b.kind == AM_TYPE_NUMBER || b.kind == AM_TYPE_WHOLE)) {
        out->kind = AM_TYPE_NUMBER;
        return true;
    }
    return false;
}

static am_slice words_of_one(am_maker *maker, am_type type) {
    const am_model *model = maker->model;

    switch (type.kind) {
    case AM_TYPE_NUMBER:
        return AM_SLICE("a number");
    case AM_TYPE_WHOLE:
        return AM_SLICE("a whole number");
    case AM_TYPE_MONEY:
        return AM_JOIN(maker, AM_SLICE("an amount in "),
                       type.index == AM_TYPE_NO_UNIT ? AM_SLICE("money") : model->units[type.index].code);
    case AM_TYPE_DATE:
        return AM_SLICE("a date");
    case AM_TYPE_MONTHS:
        return AM_SLICE("a period in months");
    case AM_TYPE_DAYS:
        return AM_SLICE("a period in days");
    case AM_TYPE_YESNO:
        return AM_SLICE("a yes or no");
    case AM_TYPE_TEXT:
        return AM_SLICE("a text");
    case AM_TYPE_CODE:
        return AM_JOIN(maker, AM_SLICE("a value of "), model->sets[type.index].name);
    case AM_TYPE_RECORD:
        return AM_JOIN(maker, AM_SLICE("a record "), model->records[type.index]->name);
    case AM_TYPE_LIST:
        return AM_JOIN(maker, AM_SLICE("a list of "), model->records[type.index]->name);
    case AM_TYPE_RATE:
        return AM_JOIN(maker, AM_SLICE("a rate in "), model->units[model->rates[type.index].unit].code,
                       AM_SLICE(" per "), model->units[model->rates[type.index].per].code);
    default:
        return AM_SLICE("something unread");
    }
}

/* What a range can be of, but for money. */
static am_slice words_of_several(am_type type) {
    switch (type.kind) {
    case AM_TYPE_WHOLE:
        return AM_SLICE("whole numbers");
    case AM_TYPE_DATE:
        return AM_SLICE("dates");
    case AM_TYPE_MONTHS:
        return AM_SLICE("periods in months");
    case AM_TYPE_DAYS:
        return AM_SLICE("periods in days");
    default:
        return AM_SLICE("numbers");
    }
}

am_slice am_type_words(am_maker *maker, am_type type) {
    if (!type.is_range) {
        return words_of_one(maker, type);
    }
    type.is_range = false;
    if (type.kind == AM_TYPE_MONEY) {
        am_slice unit =
            type.index == AM_TYPE_NO_UNIT ? AM_SLICE("money") : maker->model->units[type.index].code;
        return AM_JOIN(maker, AM_SLICE("a range of amounts in "), unit);
    }
    return AM_JOIN(maker, AM_SLICE("a range of "), words_of_several(type));
}

static const struct {
    const char *name;
    am_type_kind kind;
} plain_types[] = {
    {"number", AM_TYPE_NUMBER}, {"whole", AM_TYPE_WHOLE}, {"money", AM_TYPE_MONEY}, {"date", AM_TYPE_DATE},
    {"months", AM_TYPE_MONTHS}, {"days", AM_TYPE_DAYS},   {"text", AM_TYPE_TEXT},
};
#define PLAIN_TYPES (sizeof plain_types / sizeof plain_types[0])

static am_type money_of(am_maker *maker, am_header *header, am_span span) {
    if (header->book->unit == AM_TYPE_NO_UNIT) {
        if (!header->is_currency_missed) {
            am_report(maker, AM_DIAG_NO_CURRENCY, span, AM_NO_ARGUMENTS);
        }
        header->is_currency_missed = true;
        return am_type_of(AM_TYPE_ERROR);
    }
    return am_type_money(header->book->unit);
}

/* What other languages, and other drafters, call the types. */
static const struct {
    const char *word;
    const char *type;
} foreign_types[] = {
    {"bool", "yes/no"},    {"boolean", "yes/no"}, {"yesno", "yes/no"},   {"yes_no", "yes/no"},
    {"int", "whole"},      {"integer", "whole"},  {"count", "whole"},    {"amount", "money"},
    {"currency", "money"}, {"string", "text"},    {"decimal", "number"}, {"percentage", "number"},
};
#define FOREIGN_TYPES (sizeof foreign_types / sizeof foreign_types[0])

static am_type unknown_type(am_maker *maker, const am_node *node) {
    am_guess guess = am_guess_of(maker, node->text);

    for (size_t i = 0; i < PLAIN_TYPES; i++) {
        am_guess_try(&guess, am_slice_of(plain_types[i].name));
    }
    am_guess_owner(&guess, &maker->symbols, &maker->types);
    for (size_t i = 0; i < FOREIGN_TYPES && guess.best.length == 0; i++) {
        if (am_slice_is_equal(node->text, am_slice_of(foreign_types[i].word))) {
            guess.best = am_slice_of(foreign_types[i].type);
        }
    }
    am_report_guess(maker, AM_DIAG_UNKNOWN_TYPE, node->span, guess, AM_ARGUMENTS(node->text));
    return am_type_of(AM_TYPE_ERROR);
}

/* A currency's code is the type of amounts in it: one of ISO 4217, or one that is declared. */
static bool is_currency(const am_maker *maker, am_slice name) {
    uint8_t digits;

    for (size_t i = 0; i < maker->model->unit_count; i++) {
        if (am_slice_is_equal(maker->model->units[i].code, name)) {
            return true;
        }
    }
    return am_currency_minor_digits(name, &digits);
}

static am_type named_type(am_maker *maker, am_header *header, const am_node *node, bool is_field) {
    const am_symbol *symbol;

    for (size_t i = 0; i < PLAIN_TYPES; i++) {
        if (am_slice_is_equal(node->text, am_slice_of(plain_types[i].name))) {
            return plain_types[i].kind == AM_TYPE_MONEY ? money_of(maker, header, node->span)
                                                        : am_type_of(plain_types[i].kind);
        }
    }
    symbol = am_symbols_find(&maker->symbols, &maker->types, node->text);
    if (symbol == NULL) {
        return is_currency(maker, node->text) ? am_type_money(am_unit_of(maker, node->text, node->span))
                                              : unknown_type(maker, node);
    }
    if (symbol->kind == AM_SYMBOL_SET) {
        return (am_type){.kind = AM_TYPE_CODE,
                         .index = (uint16_t)((am_value_set *)symbol->item - maker->model->sets)};
    }
    if (!is_field) {
        am_report(maker, AM_DIAG_TYPE_NOT_HERE, node->span, AM_ARGUMENTS(node->text));
        return am_type_of(AM_TYPE_ERROR);
    }
    return (am_type){.kind = AM_TYPE_RECORD, .index = ((am_record *)symbol->item)->index};
}

static am_type range_of(am_maker *maker, am_header *header, const am_node *node) {
    am_type type = am_type_of_node(maker, header, am_node_child(node, AM_NODE_TYPE), false);

    if (type.kind == AM_TYPE_ERROR) {
        return type;
    }
    if (!am_type_is_ordered(maker, type) || type.kind == AM_TYPE_CODE || type.kind == AM_TYPE_RATE) {
        am_report(maker, AM_DIAG_TYPE_NOT_HERE, node->span, AM_ARGUMENTS(am_span_text(maker, node->span)));
        return am_type_of(AM_TYPE_ERROR);
    }
    type.is_range = true;
    return type;
}

am_type am_type_of_node(am_maker *maker, am_header *header, const am_node *node, bool is_field) {
    am_type type;

    if (node == NULL || node->kind != AM_NODE_TYPE) {
        return am_type_of(AM_TYPE_ERROR);
    }
    switch ((am_type_shape)node->op) {
    case AM_SHAPE_YES_NO:
        return am_type_of(AM_TYPE_YESNO);
    case AM_SHAPE_RANGE:
        return range_of(maker, header, node);
    case AM_SHAPE_LIST:
        type = am_type_of_node(maker, header, am_node_child(node, AM_NODE_TYPE), true);
        if (type.kind == AM_TYPE_RECORD && is_field) {
            return (am_type){.kind = AM_TYPE_LIST, .index = type.index};
        }
        if (type.kind != AM_TYPE_ERROR) {
            am_report(maker, AM_DIAG_TYPE_NOT_HERE, node->span,
                      AM_ARGUMENTS(am_span_text(maker, node->span)));
        }
        return am_type_of(AM_TYPE_ERROR);
    case AM_SHAPE_RATE:
        return am_rate_type(maker, node);
    default:
        return named_type(maker, header, node, is_field);
    }
}

/* A bare number where money belongs: what to write is the number with the currency before it. */
static void report_bare_number(am_maker *maker, const am_expr *expr, am_type type) {
    am_slice code = maker->model->units[type.index].code;
    am_diagnostic *diagnostic = am_report(maker, AM_DIAG_NUMBER_FOR_MONEY, expr->span, AM_ARGUMENTS(code));
    am_slice text = am_span_text(maker, expr->span);

    if (expr->kind == AM_EXPR_CONSTANT && text.length > 0 && text.data[text.length - 1] != '%') {
        am_diagnostic_suggest(maker->diagnostics, diagnostic, AM_JOIN(maker, code, AM_SLICE(" "), text));
    }
}

static void report_misfit(am_maker *maker, const am_expr *expr, am_type type) {
    am_type have = expr->type;
    bool is_alike = have.is_range == type.is_range;

    if (is_alike && type.kind == AM_TYPE_WHOLE && have.kind == AM_TYPE_NUMBER) {
        am_report(maker, AM_DIAG_NOT_WHOLE, expr->span, AM_NO_ARGUMENTS);
    } else if (!type.is_range && type.kind == AM_TYPE_MONEY && type.index != AM_TYPE_NO_UNIT &&
               am_type_is_number(have)) {
        report_bare_number(maker, expr, type);
    } else if (is_alike && type.kind == AM_TYPE_MONEY && have.kind == AM_TYPE_MONEY) {
        am_report(maker, AM_DIAG_CURRENCY_MIXED, expr->span,
                  AM_ARGUMENTS(maker->model->units[type.index].code, maker->model->units[have.index].code));
    } else {
        am_report(maker, AM_DIAG_WRONG_TYPE, expr->span,
                  AM_ARGUMENTS(am_type_words(maker, type), am_type_words(maker, have)));
    }
}

am_expr *am_expect(am_context *context, am_expr *expr, am_type type) {
    am_type joined;

    if (expr == NULL || expr->type.kind == AM_TYPE_ERROR || type.kind == AM_TYPE_ERROR) {
        return expr;
    }
    if (am_type_is_same(expr->type, type)) {
        return expr;
    }
    if (type.kind == AM_TYPE_NUMBER && am_type_join(expr->type, type, &joined)) {
        return expr;
    }
    report_misfit(context->maker, expr, type);
    return am_expr_error(context, expr->span);
}

am_expr *am_expect_number(am_context *context, am_expr *expr) {
    return am_expect(context, expr, am_type_of(AM_TYPE_NUMBER));
}
