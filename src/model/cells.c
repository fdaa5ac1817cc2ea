/*
 * Cells: what a condition cell asks of its column, and from when to when a dated row is law.
 *
 * Cells hold constants, which lets a table be looked up instead of evaluated; only `when` cells are
 * conditions of their own. A dated row ends where the same row, all other cells equal, begins again.
 */
#include "model/build.h"

static void report_form(am_context *context, const am_node *cell) {
    am_report(context->maker, AM_DIAG_CELL_FORM, cell->span, AM_NO_ARGUMENTS);
}

static bool has_value_unknown(const am_context *context, am_type type) {
    return type.kind == AM_TYPE_CODE &&
           am_symbols_find(&context->maker->symbols, &context->maker->model->sets[type.index],
                           AM_SLICE("unknown")) != NULL;
}

/* `unknown`: a value of that name where the column is always known, else the lack of one. */
static void read_unknown(am_context *context, const am_expr *header, const am_node *node, am_test_item *out) {
    if (header->type.is_optional) {
        out->is_unknown = true;
    } else if (has_value_unknown(context, header->type)) {
        out->interval.lowest = am_value_find(context, AM_SLICE("unknown"), node->span, header->type.index);
        out->interval.highest = out->interval.lowest;
    } else {
        am_report(context->maker, AM_DIAG_NEVER_UNKNOWN, node->span,
                  AM_ARGUMENTS(am_span_text(context->maker, header->span)));
    }
}

static void read_single(am_context *context, am_type type, const am_node *node, am_test_item *out) {
    am_expr *value = am_expr_value(context, node, type);

    if (am_expr_is_error(value)) {
        return;
    }
    if (value->type.is_range && am_expr_is_constant(value)) {
        value->type.is_range = false;
        out->interval = (am_interval){.lowest = value->operands[0], .highest = value->operands[1]};
        am_expect(context, value, type);
        return;
    }
    if (value->kind != AM_EXPR_CONSTANT) {
        am_report_varying(context, value);
        return;
    }
    value = am_expect(context, value, type);
    out->interval = (am_interval){.lowest = value, .highest = value};
}

static void read_item(am_context *context, const am_expr *header, const am_node *node, am_test_item *out) {
    am_type type = header->type;

    type.is_optional = false;
    if (node->kind == AM_NODE_UNKNOWN) {
        read_unknown(context, header, node, out);
    } else if (header->kind == AM_EXPR_OFFENCE) {
        am_ordinal_read(context, node, out);
    } else if (node->kind != AM_NODE_RANGE && node->kind != AM_NODE_OR_HIGHER) {
        read_single(context, type, node, out);
    } else if (!am_type_is_ordered(context->maker, type)) {
        am_report(context->maker, AM_DIAG_NOT_ORDERED, node->span,
                  AM_ARGUMENTS(am_type_words(context->maker, type)));
    } else if (am_interval_read(context, node, type, &out->interval)) {
        am_interval_check(context, &out->interval, node->span);
    }
}

static void read_items(am_context *context, const am_condition *condition, const am_node *cell,
                       am_cell_test *out) {
    const am_node *first = am_node_expression(cell);
    const am_node *list = first == NULL ? am_node_child(cell, AM_NODE_CELL_NOT) : cell;

    if (list != NULL && list != cell) {
        out->is_negated = true;
        first = am_node_expression(list);
    }
    if (am_node_child(cell, AM_NODE_PER) != NULL) {
        report_form(context, cell);
        return;
    }
    if (first == NULL || am_expr_is_error(condition->value)) {
        return;
    }
    out->items = AM_NEW_ARRAY(context->maker->arena, am_test_item, am_node_count(list));
    if (out->items == NULL) {
        return;
    }
    for (const am_node *item = first; item != NULL; item = am_node_next_expression(item)) {
        read_item(context, condition->value, item, &out->items[out->item_count++]);
    }
    am_items_settle(context->maker->arena, out);
}

static void read_when(am_context *context, const am_node *cell, am_cell_test *out) {
    const am_node *node = am_node_expression(cell);

    if (node == NULL || am_node_next_expression(node) != NULL) {
        report_form(context, cell);
    } else {
        out->when = am_expr_condition(context, node);
    }
}

/* The days on which the row is law; without an end for now. */
static void read_dates(am_context *context, const am_node *cell, am_cell_test *out) {
    const am_node *from = am_node_expression(cell);
    const am_node *until = from == NULL ? NULL : am_node_next_expression(from);

    if (from == NULL || (cell->op == AM_CELL_ITEMS && until != NULL)) {
        report_form(context, cell);
        return;
    }
    if (!am_date_literal(context, from, &out->from)) {
        return;
    }
    am_cell_published_read(context, cell, out);
    if (until == NULL || !am_date_literal(context, until, &out->until)) {
        return;
    }
    if (cell->op == AM_CELL_THROUGH) {
        out->until++;
    }
    if (out->until <= out->from) {
        am_report(context->maker, AM_DIAG_DATES_BACKWARD, cell->span, AM_NO_ARGUMENTS);
    }
}

void am_cell_read(am_context *context, const am_condition *condition, const am_node *cell,
                  am_cell_test *out) {
    bool is_clock = condition->kind == AM_CONDITION_IN_FORCE;

    *out = (am_cell_test){.from = AM_DATE_MIN,
                          .until = AM_DATE_MAX + 1,
                          .published = AM_DATE_MIN,
                          .next_same = AM_NO_SAME_ROW,
                          .span = cell->span};
    if (cell->kind != AM_NODE_CELL) {
        return;
    }
    switch ((am_cell)cell->op) {
    case AM_CELL_ANY:
        out->is_any = true;
        break;
    case AM_CELL_ITEMS:
        if (is_clock) {
            read_dates(context, cell, out);
        } else if (condition->kind == AM_CONDITION_WHEN) {
            read_when(context, cell, out);
        } else {
            read_items(context, condition, cell, out);
        }
        break;
    case AM_CELL_FROM:
    case AM_CELL_THROUGH:
    case AM_CELL_KNOWN:
        if (is_clock) {
            read_dates(context, cell, out);
        } else {
            report_form(context, cell);
        }
        break;
    default:
        report_form(context, cell);
        break;
    }
}

/* What could not be read is like nothing else. */
static bool is_read(const am_cell_test *test) {
    for (uint16_t i = 0; i < test->set_count; i++) {
        const am_interval *interval = &test->set[i].interval;

        if (!test->set[i].is_unknown && am_expr_is_error(interval->lowest) &&
            am_expr_is_error(interval->highest)) {
            return false;
        }
    }
    return test->is_any || test->item_count > 0 || !am_expr_is_error(test->when);
}

static bool is_same_test(const am_cell_test *a, const am_cell_test *b) {
    if (!is_read(a) || a->is_any != b->is_any || a->is_negated != b->is_negated ||
        a->set_count != b->set_count || !am_expr_is_same(a->when, b->when)) {
        return false;
    }
    for (uint16_t i = 0; i < a->set_count; i++) {
        const am_interval *x = &a->set[i].interval, *y = &b->set[i].interval;

        if (a->set[i].is_unknown != b->set[i].is_unknown || x->is_lowest_out != y->is_lowest_out ||
            x->is_highest_out != y->is_highest_out || !am_expr_is_same(x->lowest, y->lowest) ||
            !am_expr_is_same(x->highest, y->highest)) {
            return false;
        }
    }
    return true;
}

bool am_row_is_same(const am_schedule *schedule, const am_table_row *a, const am_table_row *b, int skip) {
    if (a->is_otherwise || b->is_otherwise) {
        return a->is_otherwise && b->is_otherwise;
    }
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        if (schedule->conditions[i].kind != AM_CONDITION_IN_FORCE && i != skip &&
            !is_same_test(&a->tests[i], &b->tests[i])) {
            return false;
        }
    }
    return true;
}

static uint64_t mix(uint64_t hash, uint64_t value) {
    return (hash ^ value) * UINT64_C(1099511628211);
}

/* Equal constants have equal hashes: decimals are hashed by what their value needs, not by how it is held. */
static uint64_t mix_constant(uint64_t hash, const am_expr *constant) {
    int64_t whole = 0;

    if (am_expr_is_error(constant) || constant->kind != AM_EXPR_CONSTANT) {
        return mix(hash, 1);
    }
    if (constant->type.kind == AM_TYPE_TEXT) {
        for (size_t i = 0; i < constant->value.text.length; i++) {
            hash = mix(hash, (unsigned char)constant->value.text.data[i]);
        }
        return hash;
    }
    if (am_type_is_number(constant->type) || constant->type.kind == AM_TYPE_MONEY) {
        am_decimal scaled;

        if (am_decimal_multiply(constant->value.decimal, am_decimal_of(10000), &scaled) == AM_ARITH_EXACT) {
            am_decimal_to_int64(scaled, &whole);
        }
        return mix(hash, (uint64_t)whole);
    }
    return mix(hash, (uint64_t)constant->value.integer);
}

uint64_t am_row_hash(const am_schedule *schedule, const am_table_row *row, int skip) {
    uint64_t hash = UINT64_C(14695981039346656037) + row->is_otherwise;

    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        const am_cell_test *test = &row->tests[i];

        if (i == skip) {
            continue;
        }
        hash = mix(hash, (uint64_t)test->is_any * 2 + test->is_negated);
        for (uint16_t k = 0; k < test->set_count; k++) {
            hash = mix_constant(hash, test->set[k].interval.lowest);
            hash = mix_constant(hash, test->set[k].interval.highest);
        }
    }
    return hash;
}

static int clock_column(const am_schedule *schedule) {
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        if (schedule->conditions[i].kind == AM_CONDITION_IN_FORCE) {
            return i;
        }
    }
    return -1;
}

static void report_twice(am_context *context, am_diag diag, const am_table_row *first,
                         const am_table_row *second) {
    am_diagnostic *diagnostic = am_report(context->maker, diag, second->span, AM_NO_ARGUMENTS);

    am_diagnostic_note(context->maker->diagnostics, diagnostic, first->span,
                       AM_SLICE("the same row stands here"));
}

/* Of the same rows that begin later, the one that begins first. */
static void link_same(const am_schedule *schedule, int clock, am_cell_test *earlier,
                      const am_table_row *later) {
    uint16_t next = earlier->next_same;

    if (next == AM_NO_SAME_ROW || schedule->rows[next].tests[clock].from > later->tests[clock].from) {
        earlier->next_same = (uint16_t)(later - schedule->rows);
    }
}

/* Two rows that are the same but for their dates: the earlier one ends where the later begins. */
static void settle_dates(am_context *context, const am_schedule *schedule, int clock, am_table_row *first,
                         am_table_row *second) {
    am_table_row *earlier = first, *later = second;

    if (clock < 0 || first->is_otherwise || first->tests[clock].is_any || second->tests[clock].is_any ||
        first->tests[clock].from == second->tests[clock].from) {
        report_twice(context, AM_DIAG_ROW_TWICE, first, second);
        return;
    }
    if (earlier->tests[clock].from > later->tests[clock].from) {
        earlier = second;
        later = first;
    }
    link_same(schedule, clock, &earlier->tests[clock], later);
    if (earlier->tests[clock].until <= later->tests[clock].from) {
        return;
    }
    if (earlier->tests[clock].until <= AM_DATE_MAX && !earlier->tests[clock].is_ended_by_row) {
        report_twice(context, AM_DIAG_ROW_DATES_OVERLAP, first, second);
    }
    earlier->tests[clock].until = later->tests[clock].from;
    earlier->tests[clock].is_ended_by_row = true;
}

/* Rows are chained by hash, so that a table of thousands of rows takes no square of their number. */
void am_rows_date(am_context *context, am_schedule *schedule) {
    size_t slot_count = 16;
    uint32_t *slots, *next;
    uint64_t *hashes;
    int clock = clock_column(schedule);

    while (slot_count < (size_t)schedule->row_count * 2) {
        slot_count *= 2;
    }
    slots = AM_NEW_ARRAY(context->maker->arena, uint32_t, slot_count);
    next = AM_NEW_ARRAY(context->maker->arena, uint32_t, (size_t)schedule->row_count + 1);
    hashes = AM_NEW_ARRAY(context->maker->arena, uint64_t, (size_t)schedule->row_count + 1);
    if (context->maker->arena->is_exhausted) {
        return;
    }
    for (uint32_t i = 0; i < schedule->row_count; i++) {
        uint32_t *slot;

        hashes[i] = am_row_hash(schedule, &schedule->rows[i], -1);
        slot = &slots[(hashes[i] ^ hashes[i] >> 32) & (slot_count - 1)];
        for (uint32_t k = *slot; k != 0; k = next[k - 1]) {
            if (hashes[k - 1] == hashes[i] &&
                am_row_is_same(schedule, &schedule->rows[k - 1], &schedule->rows[i], -1)) {
                settle_dates(context, schedule, clock, &schedule->rows[k - 1], &schedule->rows[i]);
            }
        }
        next[i] = *slot;
        *slot = i + 1;
    }
}
