/*
 * Calendars as data: the days that are covered, the weekend and the holidays, and the expressions that count
 * working days by them.
 *
 * A calendar states all three, so that none is taken for granted; a holiday at a weekend is kept out of the
 * calendar, where it changes nothing.
 */
#include <stdlib.h>

#include "model/build.h"

static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
#define WEEKDAYS (sizeof weekdays / sizeof weekdays[0])

/* The only node of the kind; NULL after a message. */
static const am_node *only_part(am_maker *maker, const am_node *calendar, am_node_kind kind,
                                const char *form) {
    const am_node *found = NULL;

    for (const am_node *child = calendar->children; child != NULL; child = child->next) {
        if (child->kind != kind) {
            continue;
        }
        if (found != NULL) {
            am_report(maker, AM_DIAG_CALENDAR_PART, child->span,
                      AM_ARGUMENTS(calendar->text, AM_SLICE("only once "), am_slice_of(form)));
            return NULL;
        }
        found = child;
    }
    if (found == NULL && am_node_child(calendar, AM_NODE_ERROR) == NULL) {
        am_report(maker, AM_DIAG_CALENDAR_PART, calendar->span,
                  AM_ARGUMENTS(calendar->text, AM_SLICE(""), am_slice_of(form)));
    }
    return found;
}

static bool read_cover(am_context *context, const am_node *calendar, am_calendar *out) {
    const am_node *covers = only_part(context->maker, calendar, AM_NODE_COVERS,
                                      "the days that it covers, such as `covers 2024-01-01 to 2026-12-31`");
    const am_node *range = covers == NULL ? NULL : am_node_expression(covers);
    am_range_nodes ends;

    if (range == NULL) {
        return false;
    }
    if (range->kind != AM_NODE_RANGE || range->op != AM_RANGE_TO) {
        am_report(
            context->maker, AM_DIAG_CALENDAR_PART, range->span,
            AM_ARGUMENTS(calendar->text, AM_SLICE(""), AM_SLICE("a first and a last day, `DAY to DAY`")));
        return false;
    }
    ends = am_range_nodes_of(range);
    if (!am_date_literal(context, ends.lowest, &out->first) ||
        !am_date_literal(context, ends.highest, &out->last)) {
        return false;
    }
    if (out->first > out->last) {
        am_report(context->maker, AM_DIAG_DATES_BACKWARD, range->span, AM_NO_ARGUMENTS);
        return false;
    }
    return true;
}

/* The number of a weekday; WEEKDAYS for `none`, -1 after a message. */
static int weekday_of(am_maker *maker, const am_node *name) {
    am_guess guess = am_guess_of(maker, name->text);

    for (size_t i = 0; i < WEEKDAYS; i++) {
        if (am_slice_is_equal(name->text, am_slice_of(weekdays[i]))) {
            return (int)i;
        }
        am_guess_try(&guess, am_slice_of(weekdays[i]));
    }
    if (am_slice_is_equal(name->text, AM_SLICE("none"))) {
        return (int)WEEKDAYS;
    }
    am_report_guess(maker, AM_DIAG_WEEKDAY_NAME, name->span, guess, AM_ARGUMENTS(name->text));
    return -1;
}

static bool read_weekend(am_maker *maker, const am_node *calendar, am_calendar *out) {
    const am_node *weekend = only_part(maker, calendar, AM_NODE_WEEKEND,
                                       "its weekend, such as `weekend saturday, sunday`, or `weekend none`");
    bool is_none = false;

    for (const am_node *name = weekend == NULL ? NULL : weekend->children; name != NULL; name = name->next) {
        int day = weekday_of(maker, name);

        if (day < 0) {
            return false;
        }
        is_none |= day == (int)WEEKDAYS;
        out->weekend |= day == (int)WEEKDAYS ? 0 : (uint8_t)(1u << day);
    }
    if (weekend != NULL && (out->weekend == 0x7F || (is_none && out->weekend != 0))) {
        am_report(
            maker, AM_DIAG_CALENDAR_PART, weekend->span,
            AM_ARGUMENTS(calendar->text, AM_SLICE(""), AM_SLICE("a weekend that leaves days to work on")));
        return false;
    }
    return weekend != NULL;
}

static int compare_days(const void *a, const void *b) {
    am_date left = *(const am_date *)a, right = *(const am_date *)b;

    return (left > right) - (left < right);
}

static void add_holiday(am_context *context, const am_node *node, am_calendar *out) {
    am_date day;

    if (!am_date_literal(context, node, &day)) {
        return;
    }
    if (!am_calendar_covers(out, day)) {
        am_report(context->maker, AM_DIAG_CALENDAR_HOLIDAY, node->span,
                  AM_ARGUMENTS(am_span_text(context->maker, node->span),
                               AM_SLICE("is not among the days that the calendar covers")));
        return;
    }
    for (uint32_t i = 0; i < out->holiday_count; i++) {
        if (out->holidays[i] == day) {
            am_report(
                context->maker, AM_DIAG_CALENDAR_HOLIDAY, node->span,
                AM_ARGUMENTS(am_span_text(context->maker, node->span), AM_SLICE("is a holiday already")));
            return;
        }
    }
    out->holidays[out->holiday_count++] = day;
}

/* A table's first condition column holds the days; what is right of `||` names them for readers. */
static void add_table(am_context *context, const am_node *table, am_calendar *out) {
    const am_node *head = table->children;

    for (const am_node *row = head == NULL ? NULL : head->next; row != NULL; row = row->next) {
        const am_node *cell = row->kind == AM_NODE_ROW ? row->children : NULL;

        if (cell == NULL) {
            continue;
        }
        if (row->op != 1 || cell->kind != AM_NODE_CELL || cell->op != AM_CELL_ITEMS) {
            am_report(context->maker, AM_DIAG_CALENDAR_HOLIDAY, row->span,
                      AM_ARGUMENTS(AM_SLICE("this row"), AM_SLICE("is not `| DAY || name |`")));
            continue;
        }
        for (const am_node *day = cell->children; day != NULL; day = day->next) {
            add_holiday(context, day, out);
        }
    }
}

static size_t most_holidays(const am_node *calendar) {
    size_t count = 0;

    for (const am_node *child = calendar->children; child != NULL; child = child->next) {
        if (child->kind == AM_NODE_HOLIDAYS) {
            count += am_node_count(child);
        }
        for (const am_node *row = child->kind == AM_NODE_TABLE ? child->children : NULL; row != NULL;
             row = row->next) {
            count += row->children == NULL ? 0 : am_node_count(row->children);
        }
    }
    return count;
}

static void read_holidays(am_context *context, const am_node *calendar, am_calendar *out) {
    uint32_t kept = 0;

    out->holidays = AM_NEW_ARRAY(context->maker->arena, am_date, most_holidays(calendar) + 1);
    for (const am_node *child = calendar->children; child != NULL && out->holidays != NULL;
         child = child->next) {
        const am_node *list = child->kind == AM_NODE_HOLIDAYS ? child->children : NULL;

        for (; list != NULL; list = list->next) {
            add_holiday(context, am_node_expression(list), out);
        }
        if (child->kind == AM_NODE_TABLE) {
            add_table(context, child, out);
        }
    }
    if (out->holidays == NULL) {
        return;
    }
    qsort(out->holidays, out->holiday_count, sizeof *out->holidays, compare_days);
    for (uint32_t i = 0; i < out->holiday_count; i++) {
        if (!am_calendar_is_weekend(out, out->holidays[i])) {
            out->holidays[kept++] = out->holidays[i];
        }
    }
    out->holiday_count = kept;
}

static void read_calendar(am_maker *maker, am_header *header, const am_node *node) {
    am_model *model = maker->model;
    am_calendar *calendar = &model->calendars[model->calendar_count];
    am_context context = am_context_of(maker, header, NULL, NULL);
    am_symbol symbol = {.owner = &maker->calendars,
                        .name = node->text,
                        .span = node->span,
                        .kind = AM_SYMBOL_CALENDAR,
                        .number = (uint16_t)model->calendar_count};
    bool has_cover, has_weekend;

    if (node->text.length == 0 || am_symbols_declare(maker, symbol) == NULL) {
        return;
    }
    context.is_constant = true;
    model->calendar_count++;
    calendar->name = node->text;
    calendar->citation = am_citation_of(maker, header, node, (am_slice){0});
    has_cover = read_cover(&context, node, calendar);
    has_weekend = read_weekend(maker, node, calendar);
    if (has_cover && has_weekend) {
        read_holidays(&context, node, calendar);
    }
}

void am_calendars_build(am_maker *maker) {
    size_t count = 0;

    for (size_t i = 0; i < maker->header_count; i++) {
        for (const am_node *node = maker->headers[i].file->children; node != NULL; node = node->next) {
            count += node->kind == AM_NODE_CALENDAR;
        }
    }
    maker->model->calendars = AM_NEW_ARRAY(maker->arena, am_calendar, count + 1);
    for (size_t i = 0; i < maker->header_count && maker->model->calendars != NULL; i++) {
        for (const am_node *node = maker->headers[i].file->children; node != NULL; node = node->next) {
            if (node->kind == AM_NODE_CALENDAR) {
                read_calendar(maker, &maker->headers[i], node);
            }
        }
    }
}

/* The number of the calendar that is named; -1 after a message. */
static int find_calendar(am_context *context, const am_node *path) {
    am_maker *maker = context->maker;
    const am_node *name = path == NULL || path->kind != AM_NODE_PATH ? NULL : path->children;
    const am_symbol *symbol;
    am_guess guess;

    if (name == NULL) {
        return -1;
    }
    symbol = am_symbols_find(&maker->symbols, &maker->calendars, name->text);
    if (symbol != NULL && name->next == NULL && path->op == AM_PATH_BARE) {
        return symbol->number;
    }
    guess = am_guess_of(maker, name->text);
    am_guess_owner(&guess, &maker->symbols, &maker->calendars);
    am_report_guess(maker, AM_DIAG_UNKNOWN_NAME, path->span, guess,
                    AM_ARGUMENTS(am_span_text(maker, path->span)));
    return -1;
}

am_expr *am_working_days_read(am_context *context, const am_node *node) {
    const am_node *left = am_node_expression(node);
    const am_node *right = left == NULL ? NULL : am_node_next_expression(left);
    bool is_between = node->op == AM_WORKING_BETWEEN;
    am_type date = am_type_of(AM_TYPE_DATE), whole = am_type_of(AM_TYPE_WHOLE);
    am_expr *a = am_expr_typed(context, left, date);
    am_expr *b = am_expr_typed(context, right, is_between ? date : whole), *expr;
    int calendar = find_calendar(context, right == NULL ? NULL : am_node_next_expression(right));

    if (calendar < 0 || am_expr_is_error(a) || am_expr_is_error(b)) {
        return am_expr_error(context, node->span);
    }
    expr = am_expr_make(context, AM_EXPR_WORKING_DAYS, node->span, is_between ? whole : date, 2, a, b, NULL);
    if (expr != NULL) {
        expr->mode = (uint8_t)node->op;
        expr->number = (uint32_t)calendar;
    }
    return expr;
}
