/*
 * Schedules: a table's header, rows and results, with the types that its columns have in common.
 *
 * A parameter with a table is a schedule whose one condition is the date. What a row's cells show to be known
 * may be used in its results. That the rows leave no gap and do not overlap is not judged here.
 */
#include "model/build.h"

static const am_node *next_row(const am_node *row) {
    do {
        row = row->next;
    } while (row != NULL && row->kind != AM_NODE_ROW);
    return row;
}

static size_t count_rows(const am_node *head) {
    size_t count = 0;

    for (const am_node *row = next_row(head); row != NULL; row = next_row(row)) {
        count++;
    }
    return count;
}

static am_condition clock_condition(am_context *context, const am_node *cell) {
    am_condition condition = {.kind = AM_CONDITION_IN_FORCE, .span = cell->span};
    am_pending *pending = context->reader;
    am_header *header = context->header;

    if (pending->declaration->kind == AM_DECLARATION_PARAMETER) {
        pending->needs_clock = !pending->declaration->has_own_clock;
    } else if (context->record != NULL && am_clock_of(context) == NULL && !pending->is_clock_lost) {
        am_report(context->maker, AM_DIAG_NO_CLOCK, cell->span,
                  AM_ARGUMENTS(pending->declaration->name, context->record->name));
    } else if (context->record != NULL) {
        condition.value = am_clock_of(context);
    }
    if (!header->book->has_in_force && !header->is_in_force_missed) {
        header->is_in_force_missed = true;
        am_report(context->maker, AM_DIAG_IN_FORCE_NEEDED, cell->span, AM_NO_ARGUMENTS);
    }
    return condition;
}

/* `published` as the head of a column, where nothing has that name. */
static bool is_published(am_context *context, const am_node *node) {
    return node->kind == AM_NODE_PATH && am_node_count(node) == 1 &&
           am_slice_is_equal(node->children->text, AM_SLICE("published")) &&
           !am_path_is_readable(context, node);
}

/* The header of a condition column: an expression, which may be unknown. */
static am_condition value_condition(am_context *context, const am_node *cell) {
    const am_node *node = cell->op == AM_CELL_ITEMS ? am_node_expression(cell) : NULL;
    am_condition condition = {.kind = AM_CONDITION_VALUE, .span = cell->span};
    am_maker *maker = context->maker;
    am_expr *value;

    if (node == NULL || am_node_next_expression(node) != NULL) {
        am_report(maker, AM_DIAG_HEADER_CELL, cell->span, AM_NO_ARGUMENTS);
        condition.value = am_expr_error(context, cell->span);
        return condition;
    }
    if (is_published(context, node)) {
        am_report(maker, AM_DIAG_PUBLISHED_COLUMN, cell->span, AM_NO_ARGUMENTS);
        condition.value = am_expr_error(context, cell->span);
        return condition;
    }
    if (am_ladder_is_offence(context, node)) {
        condition.value = context->reader->declaration->ladder->offence;
        return condition;
    }
    value = am_expr_read(context, node, am_type_of(AM_TYPE_ERROR));
    if (!am_expr_is_error(value) && value->kind != AM_EXPR_FIELD && value->kind != AM_EXPR_VALUE) {
        value = am_expr_discharge(context, value);
    }
    if (!am_expr_is_error(value) && value->type.is_range) {
        am_report(maker, AM_DIAG_WRONG_TYPE, value->span,
                  AM_ARGUMENTS(AM_SLICE("a single value"), am_type_words(maker, value->type)));
        value = am_expr_error(context, cell->span);
    }
    condition.value = value;
    return condition;
}

static am_condition read_condition(am_context *context, const am_node *cell) {
    switch ((am_cell)cell->op) {
    case AM_CELL_WHEN:
        return (am_condition){.kind = AM_CONDITION_WHEN, .span = cell->span};
    case AM_CELL_IN_FORCE:
        return clock_condition(context, cell);
    default:
        return value_condition(context, cell);
    }
}

static void check_one_clock(am_context *context, const am_schedule *schedule) {
    const am_condition *first = NULL;

    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        const am_condition *condition = &schedule->conditions[i];

        if (condition->kind != AM_CONDITION_IN_FORCE) {
            continue;
        }
        if (first != NULL) {
            am_report(context->maker, AM_DIAG_COLUMN_TWICE, condition->span,
                      AM_ARGUMENTS(AM_SLICE("in force")));
        }
        first = condition;
    }
}

/* The newest column, which has a name of its own. */
static void name_result(am_context *context, const am_schedule *schedule, am_result_column *column,
                        am_slice name) {
    column->name = name;
    for (uint16_t i = 0; i + 1 < schedule->result_count; i++) {
        if (am_slice_is_equal(schedule->results[i].name, name)) {
            am_report(context->maker, AM_DIAG_COLUMN_TWICE, column->span, AM_ARGUMENTS(name));
        }
    }
}

static void add_result(am_context *context, am_schedule *schedule, const am_node *cell) {
    const am_node *path = cell->op == AM_CELL_ITEMS ? am_node_expression(cell) : NULL;
    am_result_column *column = &schedule->results[schedule->result_count++];

    *column = (am_result_column){.span = cell->span};
    if (cell->op == AM_CELL_TYPED) {
        column->type =
            am_type_of_node(context->maker, context->header, am_node_child(cell, AM_NODE_TYPE), false);
        column->has_type = true;
        name_result(context, schedule, column, cell->text);
        return;
    }
    if (path == NULL || path->kind != AM_NODE_PATH || path->op != AM_PATH_BARE || am_node_count(path) != 1 ||
        path->next != NULL) {
        am_report(context->maker, AM_DIAG_RESULT_HEADER, cell->span, AM_NO_ARGUMENTS);
        return;
    }
    name_result(context, schedule, column, path->children->text);
}

/* The columns; false when there are none to read rows by. */
static bool read_head(am_context *context, am_schedule *schedule, const am_node *head) {
    am_maker *maker = context->maker;
    size_t count = am_node_count(head), index = 0;

    if (!am_count_fits(maker, count, head->span, AM_SLICE("columns")) ||
        !am_count_fits(maker, count_rows(head), head->span, AM_SLICE("rows"))) {
        return false;
    }
    schedule->conditions = AM_NEW_ARRAY(maker->arena, am_condition, count + 1);
    schedule->results = AM_NEW_ARRAY(maker->arena, am_result_column, count + 1);
    schedule->rows = AM_NEW_ARRAY(maker->arena, am_table_row, count_rows(head) + 1);
    if (maker->arena->is_exhausted) {
        return false;
    }
    for (const am_node *cell = head->children; cell != NULL; cell = cell->next, index++) {
        if (cell->kind != AM_NODE_CELL) {
            return false;
        } else if (index + 1 == count && index > head->op && am_is_citation_column(cell)) {
            schedule->has_citations = true;
        } else if (index < head->op) {
            schedule->conditions[schedule->condition_count++] = read_condition(context, cell);
        } else {
            add_result(context, schedule, cell);
        }
    }
    check_one_clock(context, schedule);
    return schedule->condition_count != 0 && schedule->result_count != 0;
}

static void report_cells(am_context *context, const am_node *row, size_t have, am_slice what, size_t want) {
    am_maker *maker = context->maker;

    am_report(maker, AM_DIAG_ROW_CELLS, row->span,
              AM_ARGUMENTS(am_count_text(maker, have), what, am_count_text(maker, want)));
}

static bool is_otherwise(const am_node *row) {
    return row->op == 1 && row->children != NULL && row->children->kind == AM_NODE_CELL &&
           row->children->op == AM_CELL_OTHERWISE;
}

static bool has_fitting_cells(am_context *context, const am_schedule *schedule, const am_node *row) {
    size_t results = am_node_count(row) - row->op, wanted = schedule->result_count + schedule->has_citations;

    if (row->op != schedule->condition_count && !is_otherwise(row)) {
        report_cells(context, row, row->op, AM_SLICE("condition cells"), schedule->condition_count);
        return false;
    }
    if (results != wanted) {
        report_cells(context, row, results, AM_SLICE("result cells"), wanted);
        return false;
    }
    return true;
}

/* What the cell shows to be known of an optional header, or in a `when` column. */
static void add_cell_facts(am_context *context, const am_condition *condition, const am_cell_test *test) {
    bool has_unknown = false;

    if (test->when != NULL) {
        am_facts_add(context, test->when, true);
    }
    if (condition->kind != AM_CONDITION_VALUE || test->is_any || am_expr_is_error(condition->value) ||
        !condition->value->type.is_optional) {
        return;
    }
    for (uint16_t i = 0; i < test->item_count; i++) {
        has_unknown |= test->items[i].is_unknown;
    }
    if (!has_unknown) {
        am_facts_add(context,
                     am_expr_make(context, AM_EXPR_KNOWN, test->span, am_type_of(AM_TYPE_YESNO), 1,
                                  condition->value, NULL, NULL),
                     true);
    }
}

static am_expr *read_result(am_context *context, const am_node *cell, am_type type, bool has_type) {
    const am_node *node = cell->op == AM_CELL_ITEMS ? am_node_expression(cell) : NULL;
    am_expr *value;

    if (node == NULL || am_node_next_expression(node) != NULL) {
        am_report(context->maker, AM_DIAG_CELL_FORM, cell->span, AM_NO_ARGUMENTS);
        return am_expr_error(context, cell->span);
    }
    if (node->kind == AM_NODE_NOT_COVERED) {
        return NULL;
    }
    if (has_type && type.kind == AM_TYPE_ERROR) {
        return am_expr_error(context, cell->span);
    }
    value = am_expr_value(context, node, type);
    if (has_type) {
        value = am_expect(context, value, type);
    }
    return value;
}

static void join_result(am_context *context, am_result_column *column, am_expr **value, bool has_type) {
    am_type joined;

    if (*value == NULL || has_type) {
        return;
    }
    if (am_type_join(column->type, (*value)->type, &joined)) {
        column->type = joined;
    } else {
        *value = am_expect(context, *value, column->type);
    }
}

static void read_row(am_context *context, am_schedule *schedule, const am_node *node, bool has_type) {
    am_table_row *row = &schedule->rows[schedule->row_count];
    const am_fact *facts = context->facts;
    const am_node *cell = node->children;
    am_maker *maker = context->maker;

    if (!has_fitting_cells(context, schedule, node)) {
        return;
    }
    row->span = node->span;
    row->is_otherwise = is_otherwise(node);
    row->tests = AM_NEW_ARRAY(maker->arena, am_cell_test, schedule->condition_count);
    row->results = AM_NEW_ARRAY(maker->arena, am_expr *, schedule->result_count);
    if (maker->arena->is_exhausted) {
        return;
    }
    if (row->is_otherwise) {
        cell = cell->next;
    }
    for (uint16_t i = 0; i < schedule->condition_count && !row->is_otherwise; i++, cell = cell->next) {
        am_cell_read(context, &schedule->conditions[i], cell, &row->tests[i]);
        add_cell_facts(context, &schedule->conditions[i], &row->tests[i]);
    }
    for (uint16_t i = 0; i < schedule->result_count; i++, cell = cell->next) {
        am_result_column *column = &schedule->results[i];

        row->results[i] = read_result(context, cell, column->type, has_type || column->has_type);
        join_result(context, column, &row->results[i], has_type || column->has_type);
    }
    if (schedule->has_citations) {
        row->citation = am_row_citation(context, cell);
    }
    context->facts = facts;
    schedule->row_count++;
}

static void read_rows(am_context *context, am_schedule *schedule, const am_node *head, bool has_type) {
    const am_node *otherwise = NULL;

    for (const am_node *row = next_row(head); row != NULL; row = next_row(row)) {
        if (otherwise != NULL) {
            am_report(context->maker, AM_DIAG_OTHERWISE_NOT_LAST, otherwise->span, AM_NO_ARGUMENTS);
            otherwise = NULL;
        }
        if (is_otherwise(row)) {
            otherwise = row;
        }
        read_row(context, schedule, row, has_type);
    }
}

static bool has_error(const am_node *node) {
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        if (child->kind == AM_NODE_ERROR) {
            return true;
        }
    }
    return false;
}

/* Types that no row gave away are reported, unless a row could not be read. */
static void check_types(am_context *context, const am_schedule *schedule, bool is_whole) {
    for (uint16_t i = 0; i < schedule->result_count && is_whole; i++) {
        if (schedule->results[i].type.kind == AM_TYPE_ERROR) {
            am_report(context->maker, AM_DIAG_RESULT_TYPE_UNKNOWN, schedule->results[i].span,
                      AM_NO_ARGUMENTS);
        }
    }
}

/* Without the number of the offence all rows of a ladder would look the same. */
static bool has_offence(const am_declaration *declaration) {
    return declaration->ladder == NULL || !am_expr_is_error(declaration->ladder->offence);
}

static am_schedule *read_table(am_context *context, am_pending *pending, const am_node *table) {
    am_schedule *schedule = AM_NEW(context->maker->arena, am_schedule);
    const am_node *head = am_node_child(table, AM_NODE_ROW);
    uint32_t errors = am_mistake_count(context->maker);

    if (schedule == NULL || head == NULL || !read_head(context, schedule, head)) {
        return NULL;
    }
    if (next_row(head) == NULL && !has_error(table)) {
        am_report(context->maker, AM_DIAG_NO_ROWS, head->span, AM_NO_ARGUMENTS);
    }
    for (uint16_t i = 0; i < schedule->result_count && pending->has_type; i++) {
        if (!schedule->results[i].has_type) {
            schedule->results[i].type = pending->declaration->type;
        }
    }
    read_rows(context, schedule, head, pending->has_type);
    if (errors == am_mistake_count(context->maker) && !context->is_type_lost && !has_error(table) &&
        has_offence(pending->declaration)) {
        check_types(context, schedule, true);
        am_rows_date(context, schedule);
    }
    return schedule;
}

static void take_type(am_pending *pending) {
    am_declaration *declaration = pending->declaration;

    if (declaration->schedule == NULL) {
        return;
    }
    declaration->type = declaration->schedule->result_count == 1 ? declaration->schedule->results[0].type
                                                                 : am_type_of(AM_TYPE_ERROR);
}

static bool is_added(am_type type) {
    return type.kind == AM_TYPE_MONEY || type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_WHOLE ||
           ((type.kind == AM_TYPE_MONTHS || type.kind == AM_TYPE_DAYS) && !type.is_range);
}

/* Of several result columns the first is compared, and each is added up. */
static void check_picks(am_context *context, const am_schedule *schedule, const am_node *picks) {
    bool is_best = picks->op == AM_PICKS_GREATEST || picks->op == AM_PICKS_LEAST;
    uint16_t count = is_best ? 1 : picks->op == AM_PICKS_SUM ? schedule->result_count : 0;

    for (uint16_t i = 0; i < count && i < schedule->result_count; i++) {
        am_type type = schedule->results[i].type;

        if (type.kind == AM_TYPE_ERROR ||
            (is_best ? am_type_is_ordered(context->maker, type) : is_added(type))) {
            continue;
        }
        am_report(context->maker, is_best ? AM_DIAG_PICKS_UNORDERED : AM_DIAG_PICKS_NO_SUM, picks->span,
                  AM_ARGUMENTS(am_type_words(context->maker, type)));
    }
}

void am_schedule_build(am_context *context, am_pending *pending) {
    const am_node *table = am_node_child(pending->node, AM_NODE_TABLE);
    const am_node *picks = am_node_child(pending->node, AM_NODE_PICKS);

    if (table == NULL) {
        return;
    }
    pending->declaration->schedule = read_table(context, pending, table);
    take_type(pending);
    if (picks == NULL || pending->declaration->schedule == NULL) {
        return;
    }
    pending->declaration->schedule->picks = (am_picks)picks->op;
    check_picks(context, pending->declaration->schedule, picks);
}

/* A parameter that differs by date: one `in force` column and one result. */
void am_series_build(am_context *context, am_pending *pending) {
    const am_node *table = am_node_child(pending->node, AM_NODE_TABLE);
    const am_node *head = am_node_child(table, AM_NODE_ROW);

    if (head == NULL) {
        return;
    }
    if (head->op != 1 || am_node_count(head) != 2u + (head->last->op == AM_CELL_PER) ||
        head->children->op != AM_CELL_IN_FORCE) {
        if (!has_error(head) && !has_error(table)) {
            am_report(context->maker, AM_DIAG_SERIES_COLUMNS, head->span, AM_NO_ARGUMENTS);
        }
        return;
    }
    pending->declaration->schedule = read_table(context, pending, table);
    take_type(pending);
}
