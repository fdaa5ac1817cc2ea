/*
 * Ladders: the number of the offence from the priors counted and what it climbs, and a table over it.
 *
 * The condition of `counts` is an ordinary one on each prior. With `resets after` its windows, the conjuncts
 * that ask for a date of the prior `within` a period, are taken apart: the clean time is looked for among all
 * that the other conjuncts count, and the windows are applied afterwards. The rows are read as a schedule's;
 * what is asked of them besides stands in rungs.c.
 */
#include "model/build.h"

/* What is read of `counts` and `resets after`, with the prior in scope. */
typedef struct am_counting {
    am_context *context;
    const am_node *counts;
    const am_node *resets;  /* or NULL */
    const am_node *subject; /* the date that the first window asks for */
    const am_node *day;     /* the day to which the first window `before` or `up to` leads */
    am_expr **kept;         /* conjuncts but for windows */
    size_t kept_count;
    am_expr **windows;
    size_t window_count;
    am_expr *period; /* the clean time */
    bool is_wrong;   /* after a message */
} am_counting;

static bool has_its(const am_node *node) {
    if (node->kind == AM_NODE_PATH) {
        return node->op == AM_PATH_ITS;
    }
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        if (has_its(child)) {
            return true;
        }
    }
    return false;
}

static bool is_window(const am_node *node) {
    const am_node *subject = node->kind == AM_NODE_WITHIN ? am_node_expression(node) : NULL;

    return subject != NULL && has_its(subject);
}

static bool has_window(const am_node *node) {
    if (is_window(node)) {
        return true;
    }
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        if (has_window(child)) {
            return true;
        }
    }
    return false;
}

/* The clause of a kind, of which there may be one. */
static const am_node *only_clause(am_maker *maker, const am_node *ladder, am_node_kind kind) {
    const am_node *found = NULL;

    for (const am_node *node = ladder->children; node != NULL; node = node->next) {
        if (node->kind != kind) {
            continue;
        }
        if (found != NULL) {
            am_report(maker, AM_DIAG_HEADER_TWICE, node->span, AM_ARGUMENTS(am_node_word(kind)));
            break;
        }
        found = node;
    }
    return found;
}

static void note_window(am_counting *counting, const am_node *window) {
    const am_node *subject = am_node_expression(window);
    const am_node *period = am_node_next_expression(subject);
    const am_node *day = period == NULL ? NULL : am_node_next_expression(period);

    if (counting->subject == NULL) {
        counting->subject = subject;
    }
    if (counting->day == NULL && day != NULL && window->op != AM_WINDOW_AFTER && !has_its(day)) {
        counting->day = day;
    }
}

static void read_conjunct(am_counting *counting, const am_node *node) {
    am_context *context = counting->context;
    am_expr *condition;

    if (!is_window(node) && has_window(node)) {
        am_report(context->maker, AM_DIAG_RESET_WINDOW, node->span, AM_NO_ARGUMENTS);
        counting->is_wrong = true;
        return;
    }
    condition = am_expr_condition(context, node);
    counting->is_wrong |= am_expr_is_error(condition);
    am_facts_add(context, condition, true);
    if (is_window(node)) {
        note_window(counting, node);
        counting->windows[counting->window_count++] = condition;
    } else {
        counting->kept[counting->kept_count++] = condition;
    }
}

static size_t count_conjuncts(const am_node *node) {
    size_t count = 0;

    if (node->kind != AM_NODE_AND) {
        return 1;
    }
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        count += count_conjuncts(child);
    }
    return count;
}

static void read_conjuncts(am_counting *counting, const am_node *node) {
    if (node->kind != AM_NODE_AND) {
        read_conjunct(counting, node);
        return;
    }
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        if (am_node_is_expression(child)) {
            read_conjuncts(counting, child);
        }
    }
}

/* All of them; NULL when there are none. */
static am_expr *join(am_context *context, am_span span, am_expr **items, size_t count) {
    return count == 0 ? NULL : am_condition_join(context, AM_EXPR_AND, span, items, count);
}

static am_expr *read_period(am_context *context, const am_node *resets) {
    am_expr *period = am_expr_value(context, am_node_expression(resets), am_type_of(AM_TYPE_ERROR));
    am_maker *maker = context->maker;

    if (am_expr_is_error(period)) {
        return NULL;
    }
    if (period->type.is_range || (period->type.kind != AM_TYPE_MONTHS && period->type.kind != AM_TYPE_DAYS)) {
        am_report(maker, AM_DIAG_WRONG_TYPE, period->span,
                  AM_ARGUMENTS(AM_SLICE("a period"), am_type_words(maker, period->type)));
        return NULL;
    }
    if (period->kind == AM_EXPR_CONSTANT && period->value.integer <= 0) {
        am_report(maker, AM_DIAG_RESET_PERIOD, period->span, AM_NO_ARGUMENTS);
        return NULL;
    }
    return period;
}

/* The date of a prior that `by` names, else that which the window asks for. */
static const am_node *date_of(const am_counting *counting) {
    const am_node *by = am_node_next_expression(am_node_expression(counting->resets));

    return by == NULL ? counting->subject : has_its(by) ? by : NULL;
}

/* The day that is looked back from; outside the priors. */
static am_expr *read_from(const am_counting *counting) {
    am_context *context = counting->context;

    if (counting->day != NULL) {
        return am_expr_typed(context, counting->day, am_type_of(AM_TYPE_DATE));
    }
    return context->record == NULL ? NULL : am_clock_of(context);
}

static void report_reset(am_counting *counting) {
    am_report(counting->context->maker, AM_DIAG_RESET_DATE, counting->resets->span, AM_NO_ARGUMENTS);
    counting->is_wrong = true;
}

/* The parts of `resets after` that are read with the prior in scope. */
static void read_date(am_counting *counting, am_reset *reset) {
    am_context *context = counting->context;
    const am_node *date = date_of(counting);

    if (date == NULL) {
        report_reset(counting);
        return;
    }
    reset->date = am_expr_typed(context, date, am_type_of(AM_TYPE_DATE));
    if (am_expr_is_error(reset->date) || counting->period == NULL) {
        counting->is_wrong = true;
        return;
    }
    reset->clean = am_add(context, counting->resets->span, reset->date, counting->period);
    counting->is_wrong |= am_expr_is_error(reset->clean);
}

/* With `resets after`: what counts, and the rest. */
static void read_reset(am_counting *counting, const am_node *where, am_over *parts) {
    am_context *context = counting->context;
    am_reset *reset = AM_NEW(context->maker->arena, am_reset);
    size_t count = where == NULL ? 1 : count_conjuncts(where);

    counting->kept = AM_NEW_ARRAY(context->maker->arena, am_expr *, count);
    counting->windows = AM_NEW_ARRAY(context->maker->arena, am_expr *, count);
    if (context->maker->arena->is_exhausted) {
        counting->is_wrong = true;
        return;
    }
    if (where != NULL) {
        read_conjuncts(counting, where);
        parts->where = join(context, where->span, counting->kept, counting->kept_count);
        reset->window = join(context, where->span, counting->windows, counting->window_count);
    }
    read_date(counting, reset);
    context->element_count--;
    if (!counting->is_wrong) {
        reset->from = read_from(counting);
        if (reset->from == NULL) {
            report_reset(counting);
        }
        counting->is_wrong |= am_expr_is_error(reset->from);
    }
    context->element_count++;
    parts->reset = reset;
}

static void check_window(am_counting *counting, const am_node *where) {
    bool is_any_date = (counting->counts->op & 1) != 0, is_windowed = where != NULL && has_window(where);
    am_maker *maker = counting->context->maker;

    if (counting->counts->op & 2) {
        am_report(maker, AM_DIAG_COUNTS_FINAL, counting->counts->span, AM_NO_ARGUMENTS);
        counting->is_wrong = true;
    }
    if (is_any_date == is_windowed) {
        am_report(maker, is_any_date ? AM_DIAG_LADDER_ANY_DATE : AM_DIAG_LADDER_WINDOW,
                  counting->counts->span, AM_NO_ARGUMENTS);
        counting->is_wrong = true;
    }
}

/* A list that may be unknown is never empty by that: then it is not known which offence it is. */
static am_expr *where_known(am_context *context, am_expr *list, am_expr *counted) {
    am_type type = am_type_of(AM_TYPE_WHOLE);
    am_expr *is_known =
        am_expr_make(context, AM_EXPR_KNOWN, list->span, am_type_of(AM_TYPE_YESNO), 1, list, NULL, NULL);

    type.is_optional = true;
    return counted == NULL
               ? NULL
               : am_expr_make(context, AM_EXPR_KEEP, counted->span, type, 2, is_known, counted, NULL);
}

/* How many priors count; NULL after a message. */
static am_expr *read_counted(am_counting *counting) {
    am_context *context = counting->context;
    const am_node *path = am_node_expression(counting->counts);
    const am_node *where = path == NULL ? NULL : am_node_next_expression(path);
    const am_fact *facts = context->facts;
    am_expr *list = am_list_find(context, path), *counted;
    am_over parts = {.gather = AM_GATHER_COUNT};

    check_window(counting, where);
    counting->period = counting->resets == NULL ? NULL : read_period(context, counting->resets);
    if (list == NULL || !am_elements_enter(context, list, counting->counts->span)) {
        return NULL;
    }
    if (counting->resets != NULL) {
        read_reset(counting, where, &parts);
    } else if (where != NULL) {
        parts.where = am_expr_condition(context, where);
        counting->is_wrong |= am_expr_is_error(parts.where);
    }
    context->element_count--;
    context->facts = facts;
    if (counting->is_wrong) {
        return NULL;
    }
    counted = am_over_make(context, counting->counts->span, list, parts);
    return list->type.is_optional ? where_known(context, list, counted) : counted;
}

/* `climbs N when COND`: the condition and the number; false after a message. */
static bool read_climb(am_context *context, const am_node *node, am_expr **out) {
    const am_node *number = am_node_expression(node);
    const am_fact *facts = context->facts;

    out[0] = am_expr_condition(context, number == NULL ? NULL : am_node_next_expression(number));
    am_facts_add(context, out[0], true);
    out[1] = am_expr_typed(context, number, am_type_of(AM_TYPE_WHOLE));
    context->facts = facts;
    if (am_expr_is_error(out[0]) || am_expr_is_error(out[1])) {
        return false;
    }
    if (out[1]->kind == AM_EXPR_CONSTANT && am_decimal_compare(out[1]->value.decimal, am_decimal_of(0)) < 0) {
        am_report(context->maker, AM_DIAG_CLIMBS_NEGATIVE, out[1]->span, AM_NO_ARGUMENTS);
        return false;
    }
    return true;
}

static am_expr *read_offence(am_context *context, const am_node *ladder) {
    const am_node *counts = only_clause(context->maker, ladder, AM_NODE_COUNTS);
    am_counting counting = {
        .context = context, .counts = counts, .resets = only_clause(context->maker, ladder, AM_NODE_RESETS)};
    am_expr *offence, *counted = NULL;
    bool is_wrong = false;

    if (counts == NULL) {
        am_report(context->maker, AM_DIAG_LADDER_COUNTS, context->reader->declaration->name_span,
                  AM_NO_ARGUMENTS);
    } else {
        counted = read_counted(&counting);
    }
    offence = am_expr_new(context, AM_EXPR_OFFENCE, counts == NULL ? ladder->span : counts->span,
                          am_type_of(AM_TYPE_WHOLE));
    if (offence == NULL) {
        return NULL;
    }
    offence->is_exact = true;
    offence->operands = AM_NEW_ARRAY(context->maker->arena, am_expr *, 2 * am_node_count(ladder) + 1);
    if (offence->operands == NULL) {
        return NULL;
    }
    offence->operands[offence->operand_count++] = counted;
    offence->type.is_optional = counted != NULL && counted->type.is_optional;
    for (const am_node *node = ladder->children; node != NULL; node = node->next) {
        if (node->kind == AM_NODE_CLIMBS) {
            is_wrong |= !read_climb(context, node, &offence->operands[offence->operand_count]);
            offence->operand_count += 2;
        }
    }
    return counted == NULL || is_wrong ? am_expr_error(context, offence->span) : offence;
}

static bool has_error(const am_node *node) {
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        if (child->kind == AM_NODE_ERROR) {
            return true;
        }
    }
    return false;
}

bool am_ladder_is_offence(const am_context *context, const am_node *header) {
    return context->reader->declaration->ladder != NULL && header->kind == AM_NODE_PATH &&
           header->op == AM_PATH_BARE && am_node_count(header) == 1 &&
           am_slice_is_equal(header->children->text, AM_SLICE("offence"));
}

void am_ordinal_read(am_context *context, const am_node *node, am_test_item *out) {
    am_decimal number;
    int64_t whole;

    if (node->kind != AM_NODE_ORDINAL || am_decimal_parse(node->text, &number) != AM_ARITH_EXACT ||
        !am_decimal_to_int64(number, &whole) || whole < 1) {
        am_report(context->maker, AM_DIAG_OFFENCE_CELL, node->span, AM_NO_ARGUMENTS);
        return;
    }
    out->interval.lowest = am_expr_decimal(context, node->span, am_type_of(AM_TYPE_WHOLE), number);
    out->interval.highest = node->op == 1 ? NULL : out->interval.lowest;
}

void am_ladder_build(am_context *context, am_pending *pending) {
    am_maker *maker = context->maker;
    am_ladder *ladder = AM_NEW(maker->arena, am_ladder);
    uint32_t errors = maker->diagnostics->error_count;

    if (ladder == NULL || has_error(pending->node)) {
        return;
    }
    pending->declaration->ladder = ladder;
    ladder->may_fall = am_node_child(pending->node, AM_NODE_MAY_FALL) != NULL;
    ladder->offence = read_offence(context, pending->node);
    am_schedule_build(context, pending);
    if (!has_error(am_node_child(pending->node, AM_NODE_TABLE)) &&
        errors == maker->diagnostics->error_count && pending->declaration->schedule != NULL) {
        am_rungs_check(context, pending->declaration);
    }
}
