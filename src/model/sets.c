/*
 * tiers and choices: their values by name, and the attributes that further columns of their tables state.
 *
 * The code of a value is its place in the declaration, so tiers compare as numbers, the least culpable
 * lowest.
 */
#include "base/unicode.h"
#include "model/build.h"

static void add_value(am_maker *maker, am_value_set *set, am_scale_value value) {
    am_symbol symbol = {.owner = set,
                        .name = value.text,
                        .span = value.span,
                        .kind = AM_SYMBOL_VALUE,
                        .item = set,
                        .number = set->value_count};

    if (am_symbols_declare(maker, symbol) != NULL) {
        set->values[set->value_count++] = value;
    }
}

static const am_node *body_of(const am_node *row) {
    return row == NULL ? NULL : row->next;
}

/* The value that the first cell of a row names, or NULL. */
static const am_node *cell_value(const am_node *row) {
    const am_node *cell = am_node_child(row, AM_NODE_CELL);
    const am_node *item = cell == NULL || cell->op != AM_CELL_ITEMS ? NULL : am_node_expression(cell);

    if (item == NULL || am_node_next_expression(item) != NULL) {
        return NULL;
    }
    if (item->kind == AM_NODE_PATH && item->op == AM_PATH_BARE && am_node_count(item) == 1) {
        return item->children;
    }
    return item->kind == AM_NODE_TEXT ? item : NULL;
}

static void read_rows(am_maker *maker, am_value_set *set, const am_node *table) {
    const am_node *head = am_node_child(table, AM_NODE_ROW);

    for (const am_node *row = body_of(head); row != NULL; row = row->next) {
        const am_node *value = row->kind == AM_NODE_ROW ? cell_value(row) : NULL;

        if (value != NULL) {
            add_value(
                maker, set,
                (am_scale_value){.text = am_unicode_nfc(maker->arena, value->text), .span = value->span});
        } else if (row->kind == AM_NODE_ROW && am_node_child(row, AM_NODE_ERROR) == NULL) {
            am_report(maker, AM_DIAG_VALUE_NAME, row->span, AM_NO_ARGUMENTS);
        }
    }
}

static void read_values(am_maker *maker, am_header *header, am_value_set *set, const am_node *node) {
    for (const am_node *value = node->children; value != NULL; value = value->next) {
        if (value->kind == AM_NODE_VALUE) {
            add_value(maker, set,
                      (am_scale_value){.text = am_unicode_nfc(maker->arena, value->text),
                                       .label = am_label_of(value),
                                       .citation = am_citation_of(maker, header, value, (am_slice){0}),
                                       .span = value->span});
        }
    }
}

static void report_clauses(am_maker *maker, const am_node *node) {
    for (const am_node *clause = node->children; clause != NULL; clause = clause->next) {
        if (clause->kind == AM_NODE_IN_FORCE || clause->kind == AM_NODE_REPEALED ||
            clause->kind == AM_NODE_PUBLISHED || clause->kind == AM_NODE_DATED_BY) {
            am_report_later(maker, clause->span,
                            AM_JOIN(maker, am_node_word((am_node_kind)clause->kind), AM_SLICE(" on "),
                                    am_node_word((am_node_kind)node->kind)));
        }
    }
}

static size_t possible_values(const am_node *node) {
    const am_node *table = am_node_child(node, AM_NODE_TABLE);

    return am_node_count(table == NULL ? node : table);
}

/* Where reading stopped within the declaration, what is left of it stands in it, or behind it, as an error.
 */
static bool is_cut(const am_node *node, const am_node *table) {
    if (am_node_child(node, AM_NODE_ERROR) != NULL) {
        return true;
    }
    if (node->next != NULL && node->next->kind == AM_NODE_ERROR) {
        return true;
    }
    for (const am_node *row = table == NULL ? NULL : table->children; row != NULL; row = row->next) {
        if (row->kind == AM_NODE_ERROR || am_node_child(row, AM_NODE_ERROR) != NULL) {
            return true;
        }
    }
    return false;
}

void am_sets_build(am_maker *maker) {
    for (size_t i = 0; i < maker->model->set_count; i++) {
        am_value_set *set = &maker->model->sets[i];
        const am_node *node = maker->set_nodes[i];
        const am_node *table = am_node_child(node, AM_NODE_TABLE);
        size_t count = possible_values(node);

        set->is_cut = is_cut(node, table);
        report_clauses(maker, node);
        (void)am_citation_of(maker, maker->set_headers[i], node, (am_slice){0});
        if (!am_count_fits(maker, count, node->span, AM_SLICE("values"))) {
            continue;
        }
        set->values = AM_NEW_ARRAY(maker->arena, am_scale_value, count + 1);
        if (set->values == NULL) {
            return;
        }
        if (table != NULL) {
            read_rows(maker, set, table);
        } else {
            read_values(maker, maker->set_headers[i], set, node);
        }
    }
}

/* The attribute's value in one row: a constant, read with the type of the column where it is known already.
 */
static am_expr *read_attribute(am_context *context, const am_node *cell, am_type type) {
    const am_node *item = cell->op == AM_CELL_ITEMS ? am_node_expression(cell) : NULL;
    am_maker *maker = context->maker;
    am_expr *value;

    if (item == NULL || am_node_next_expression(item) != NULL) {
        if (am_node_child(cell, AM_NODE_ERROR) == NULL) {
            am_report(maker, AM_DIAG_CELL_FORM, cell->span, AM_NO_ARGUMENTS);
        }
        return am_expr_error(context, cell->span);
    }
    value = am_expr_value(context, item, type);
    if (!am_expr_is_error(value) && value->kind != AM_EXPR_CONSTANT) {
        am_report(maker, AM_DIAG_NOT_CONSTANT, value->span, AM_ARGUMENTS(am_span_text(maker, value->span)));
        return am_expr_error(context, cell->span);
    }
    return value;
}

static void join_attribute(am_context *context, am_attribute *attribute, uint16_t row, am_expr *value) {
    am_type joined;

    attribute->values[row] = value;
    if (value == NULL) {
        return;
    }
    if (am_type_join(attribute->type, value->type, &joined)) {
        attribute->type = joined;
    } else {
        attribute->values[row] = am_expect(context, value, attribute->type);
    }
}

static void read_attribute_row(am_context *context, am_value_set *set, const am_node *row, uint16_t number) {
    const am_node *cell = row->children;
    am_maker *maker = context->maker;

    if (am_node_count(row) != (size_t)set->attribute_count + 1) {
        am_report(maker, AM_DIAG_ROW_CELLS, row->span,
                  AM_ARGUMENTS(am_count_text(maker, am_node_count(row)), AM_SLICE("cells"),
                               am_count_text(maker, (uint64_t)set->attribute_count + 1)));
        return;
    }
    for (uint16_t i = 0; i < set->attribute_count; i++) {
        cell = cell->next;
        join_attribute(context, &set->attributes[i], number,
                       read_attribute(context, cell, set->attributes[i].type));
    }
}

static bool read_attribute_names(am_maker *maker, am_value_set *set, const am_node *head) {
    const am_node *cell = head->children == NULL ? NULL : head->children->next;

    for (; cell != NULL; cell = cell->next) {
        const am_node *path = am_node_expression(cell);
        am_attribute *attribute = &set->attributes[set->attribute_count];

        if (path == NULL || path->kind != AM_NODE_PATH || am_node_count(path) != 1) {
            am_report(maker, AM_DIAG_RESULT_HEADER, cell->span, AM_NO_ARGUMENTS);
            return false;
        }
        for (uint16_t i = 0; i < set->attribute_count; i++) {
            if (am_slice_is_equal(set->attributes[i].name, path->children->text)) {
                am_report(maker, AM_DIAG_DUPLICATE_NAME, path->span, AM_ARGUMENTS(path->children->text));
                return false;
            }
        }
        attribute->name = path->children->text;
        attribute->values = AM_NEW_ARRAY(maker->arena, am_expr *, (size_t)set->value_count + 1);
        if (attribute->values == NULL) {
            return false;
        }
        set->attribute_count++;
    }
    return true;
}

static void build_attributes(am_maker *maker, am_header *header, am_value_set *set, const am_node *table) {
    const am_node *head = am_node_child(table, AM_NODE_ROW);
    am_context context = am_context_of(maker, header, NULL, NULL);
    uint16_t number = 0;

    if (head == NULL || !am_count_fits(maker, am_node_count(head), head->span, AM_SLICE("columns"))) {
        return;
    }
    set->attributes = AM_NEW_ARRAY(maker->arena, am_attribute, am_node_count(head) + 1);
    if (set->attributes == NULL || !read_attribute_names(maker, set, head)) {
        return;
    }
    context.is_constant = true;
    for (const am_node *row = body_of(head); row != NULL; row = row->next) {
        const am_node *value = row->kind == AM_NODE_ROW ? cell_value(row) : NULL;

        if (value == NULL || number >= set->value_count ||
            !am_slice_is_equal(set->values[number].text, am_unicode_nfc(maker->arena, value->text))) {
            continue;
        }
        read_attribute_row(&context, set, row, number++);
    }
}

void am_attributes_build(am_maker *maker) {
    for (size_t i = 0; i < maker->model->set_count; i++) {
        const am_node *table = am_node_child(maker->set_nodes[i], AM_NODE_TABLE);

        if (table != NULL) {
            build_attributes(maker, maker->set_headers[i], &maker->model->sets[i], table);
        }
    }
}
