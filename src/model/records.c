/*
 * Records: their fields, which record holds which, the root, and the declared ranges.
 *
 * A record that is held by exactly one other has that one's fields in reach. Records do not hold themselves,
 * and lie at most 16 deep; a mistake there is reported once and the chain of enclosing records is walked with
 * a bound everywhere else.
 */
#include "base/unicode.h"
#include "model/build.h"

static void read_field(am_maker *maker, am_header *header, am_record *record, const am_node *node) {
    am_field field = {.name = node->text, .owner = record, .label = am_label_of(node), .span = node->span};
    am_symbol symbol = {.owner = record, .name = node->text, .span = node->span, .kind = AM_SYMBOL_FIELD};
    const am_node *type = am_node_child(node, AM_NODE_TYPE);

    if (type != NULL && am_is_broken_off(maker, node)) {
        am_name_lose(maker, type->text, type->span, false); /* `lst of Item`: the parser spoke of it */
    }
    field.type = am_type_of_node(maker, header, type, true);
    field.type.is_optional = am_node_child(node, AM_NODE_OPTIONAL) != NULL;
    field.citation = am_citation_of(maker, header, node, (am_slice){0});
    if (field.type.kind == AM_TYPE_RECORD || field.type.kind == AM_TYPE_LIST) {
        field.record = maker->model->records[field.type.index];
    }
    if (field.type.kind == AM_TYPE_RECORD && field.type.is_optional) {
        am_report_later(maker, node->span, AM_SLICE("optional on a record inside a record"));
    }
    symbol.item = &record->fields[record->field_count];
    if (node->text.length == 0 || am_member_declare(maker, symbol) == NULL) {
        return;
    }
    record->fields[record->field_count++] = field;
}

static void read_fields(am_maker *maker, am_header *header, am_record *record, const am_node *node) {
    if (!am_count_fits(maker, am_node_count(node), node->span, AM_SLICE("fields"))) {
        return;
    }
    record->is_given_once = am_record_is_given_once(node);
    record->fields = AM_NEW_ARRAY(maker->arena, am_field, am_node_count(node) + am_given_count(maker) + 1);
    if (record->fields == NULL) {
        return;
    }
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        switch (child->kind) {
        case AM_NODE_FIELD:
            read_field(maker, header, record, child);
            break;
        case AM_NODE_DATED_BY:
        case AM_NODE_IN_FORCE:
        case AM_NODE_REPEALED:
        case AM_NODE_PUBLISHED:
            am_report_later(
                maker, child->span,
                AM_JOIN(maker, am_node_word((am_node_kind)child->kind), AM_SLICE(" on a record")));
            break;
        default:
            break;
        }
    }
    (void)am_citation_of(maker, header, node, (am_slice){0});
}

/* The fields that hold records, as edges between records. */
typedef struct am_holdings {
    am_maker *maker;
    am_graph graph;
    am_field **fields; /* of each edge */
} am_holdings;

static bool holdings_of(am_maker *maker, am_holdings *out) {
    const am_model *model = maker->model;
    uint32_t count = 0, edge = 0;

    for (size_t r = 0; r < model->record_count; r++) {
        count += model->records[r]->field_count;
    }
    out->maker = maker;
    out->graph.count = (uint32_t)model->record_count;
    out->graph.starts = AM_NEW_ARRAY(maker->arena, uint32_t, model->record_count + 1);
    out->graph.targets = AM_NEW_ARRAY(maker->arena, uint32_t, count + 1);
    out->fields = AM_NEW_ARRAY(maker->arena, am_field *, count + 1);
    if (out->graph.starts == NULL || out->graph.targets == NULL || out->fields == NULL) {
        return false;
    }
    for (size_t r = 0; r < model->record_count; r++) {
        am_record *record = model->records[r];

        out->graph.starts[r] = edge;
        for (uint16_t f = 0; f < record->field_count; f++) {
            if (record->fields[f].record != NULL) {
                out->fields[edge] = &record->fields[f];
                out->graph.targets[edge++] = record->fields[f].record->index;
            }
        }
    }
    out->graph.starts[model->record_count] = edge;
    return true;
}

static void report_cycle(void *context, const uint32_t *nodes, const uint32_t *edges, size_t count) {
    am_holdings *holdings = context;
    am_maker *maker = holdings->maker;
    am_record **records = maker->model->records;
    am_slice text = records[nodes[0]]->name;
    am_diagnostic *diagnostic;

    for (size_t i = 1; i <= count; i++) {
        text = AM_JOIN(maker, text, AM_SLICE(" -> "), records[nodes[i % count]]->name);
    }
    diagnostic = am_report(maker, AM_DIAG_RECORD_CYCLE, records[nodes[0]]->span,
                           AM_ARGUMENTS(records[nodes[0]]->name, text));
    for (size_t i = 0; i < count; i++) {
        am_diagnostic_note(maker->diagnostics, diagnostic, holdings->fields[edges[i]]->span,
                           AM_JOIN(maker, AM_SLICE("`"), records[nodes[i]]->name, AM_SLICE("` holds `"),
                                   records[nodes[(i + 1) % count]]->name, AM_SLICE("` here")));
    }
}

/* Reports records that lie too deep; `order` has the inner ones first. */
static void check_depth(am_holdings *holdings, const uint32_t *order) {
    am_maker *maker = holdings->maker;
    const am_graph *graph = &holdings->graph;
    uint32_t *depths = AM_NEW_ARRAY(maker->arena, uint32_t, (size_t)graph->count + 1);

    if (depths == NULL) {
        return;
    }
    for (uint32_t i = graph->count; i-- > 0;) {
        uint32_t node = order[i];

        for (uint32_t e = graph->starts[node]; e < graph->starts[node + 1]; e++) {
            uint32_t *depth = &depths[graph->targets[e]];

            if (*depth > depths[node]) {
                continue;
            }
            *depth = depths[node] + 1;
            if (*depth == AM_RECORD_DEPTH_MAX + 1) {
                am_report(maker, AM_DIAG_RECORDS_TOO_DEEP, holdings->fields[e]->span, AM_NO_ARGUMENTS);
            }
        }
    }
}

static void find_holders(am_holdings *holdings) {
    am_model *model = holdings->maker->model;
    bool *is_shared = AM_NEW_ARRAY(holdings->maker->arena, bool, model->record_count + 1);

    if (is_shared == NULL) {
        return;
    }
    for (uint32_t e = 0; e < holdings->graph.starts[holdings->graph.count]; e++) {
        am_record *inner = model->records[holdings->graph.targets[e]];

        if (inner->holder == NULL) {
            inner->holder = holdings->fields[e];
        } else if (inner->holder->owner != holdings->fields[e]->owner) {
            is_shared[inner->index] = true;
        }
    }
    for (size_t r = 0; r < model->record_count; r++) {
        am_record *record = model->records[r];

        record->is_root = record->holder == NULL && !record->is_given_once;
        if (is_shared[r]) {
            record->holder = NULL;
        }
        record->enclosing = record->holder == NULL ? NULL : record->holder->owner;
    }
}

/* Whether some field's type could not be read: it may have held any record. */
static bool has_unread_field(const am_model *model) {
    for (size_t r = 0; r < model->record_count; r++) {
        for (uint16_t i = 0; i < model->records[r]->field_count; i++) {
            if (model->records[r]->fields[i].type.kind == AM_TYPE_ERROR) {
                return true;
            }
        }
    }
    return false;
}

static bool is_for(const am_node *node, const am_record *record) {
    const am_node *named = am_node_child(node, AM_NODE_FOR);

    return record == NULL || named == NULL || am_slice_is_equal(named->text, record->name);
}

/* Whether a rulebook reports something of the record, or of any (NULL): then it wants it assessed. */
static bool is_reported(const am_header *header, const am_record *record) {
    for (const am_node *node = header->file->children; node != NULL; node = node->next) {
        if (node->kind == AM_NODE_OUTPUT || (node->kind == AM_NODE_PENALTY && is_for(node, record))) {
            return true;
        }
    }
    return false;
}

/* A rulebook that reports nothing is there for others to use. */
static bool is_vocabulary(const am_maker *maker) {
    for (size_t i = 0; i < maker->header_count; i++) {
        if (is_reported(&maker->headers[i], NULL)) {
            return false;
        }
    }
    return true;
}

/* A vocabulary may have records that the rulebook which uses it has no need of: they are no roots. */
static void drop_unused(am_maker *maker) {
    am_model *model = maker->model;
    bool has_own = false;

    if (maker->record_headers == NULL) {
        return;
    }
    for (size_t r = 0; r < model->record_count; r++) {
        has_own |= model->records[r]->is_root && maker->record_headers[r] == &maker->headers[0];
    }
    for (size_t r = 0; r < model->record_count && has_own; r++) {
        const am_header *header = maker->record_headers[r];

        if (header != &maker->headers[0] && !is_reported(header, model->records[r])) {
            model->records[r]->is_root = false;
        }
    }
}

/* The one record that nothing holds. */
static void find_root(am_maker *maker, bool has_cycle) {
    am_model *model = maker->model;
    bool is_unsure = (maker->diagnostics->error_count > 0 && has_unread_field(model)) || is_vocabulary(maker);

    drop_unused(maker);
    for (size_t r = 0; r < model->record_count; r++) {
        am_record *record = model->records[r];
        am_diagnostic *diagnostic;

        if (!record->is_root) {
            continue;
        }
        if (model->root == NULL) {
            model->root = record;
            continue;
        }
        record->is_root = false;
        maker->is_nesting_unsure = true;
        if (is_unsure || am_name_is_lost(maker, AM_DIAG_UNKNOWN_RECORD, record->name)) {
            continue;
        }
        diagnostic = am_report(maker, AM_DIAG_SEVERAL_ROOTS, record->span,
                               AM_ARGUMENTS(model->root->name, record->name));
        am_diagnostic_note(maker->diagnostics, diagnostic, model->root->span,
                           AM_SLICE("the other stands here"));
    }
    if (model->root == NULL && has_cycle && model->record_count != 0) {
        model->root = model->records[0];
    }
}

static void note_cycle(void *context, const uint32_t *nodes, const uint32_t *edges, size_t count) {
    report_cycle(context, nodes, edges, count);
}

/* A rulebook without records has one that says nothing; so has one whose records are all given once. */
static void add_empty_root(am_maker *maker) {
    am_model *model = maker->model;
    am_record *root = AM_NEW(maker->arena, am_record);
    am_record **records = AM_NEW_ARRAY(maker->arena, am_record *, model->record_count + 1);

    for (size_t r = 0; r < model->record_count; r++) {
        if (!model->records[r]->is_given_once) {
            return;
        }
    }
    if (root == NULL || records == NULL) {
        return;
    }
    for (size_t r = 0; r < model->record_count; r++) {
        records[r] = model->records[r];
    }
    root->fields = AM_NEW_ARRAY(maker->arena, am_field, am_given_count(maker) + 1);
    root->is_root = true;
    root->span = maker->headers[0].file->span;
    root->index = (uint16_t)model->record_count;
    model->records = records;
    records[model->record_count++] = root;
}

void am_records_build(am_maker *maker) {
    am_model *model = maker->model;
    uint32_t errors;
    am_holdings holdings = {0};
    uint32_t *order;

    for (size_t r = 0; r < model->record_count; r++) {
        read_fields(maker, maker->record_headers[r], model->records[r], maker->record_nodes[r]);
    }
    add_empty_root(maker);
    order = AM_NEW_ARRAY(maker->arena, uint32_t, model->record_count + 1);
    if (order == NULL || !holdings_of(maker, &holdings)) {
        return;
    }
    errors = maker->diagnostics->error_count;
    if (!am_graph_order(maker->arena, &holdings.graph, order, note_cycle, &holdings)) {
        return;
    }
    if (errors == maker->diagnostics->error_count) {
        check_depth(&holdings, order);
    }
    find_holders(&holdings);
    find_root(maker, errors != maker->diagnostics->error_count);
    am_given_join(maker);
}

static void build_bounds(am_context *context, am_field *field, const am_node *node) {
    const am_node *range = am_node_expression(node);
    am_maker *maker = context->maker;

    if (range == NULL || field->type.kind == AM_TYPE_ERROR) {
        return;
    }
    if (!am_type_is_ordered(maker, field->type)) {
        am_report(maker, AM_DIAG_NOT_ORDERED, node->span, AM_ARGUMENTS(am_type_words(maker, field->type)));
        return;
    }
    if (am_interval_read(context, range, field->type, &field->bounds)) {
        am_interval_check(context, &field->bounds, node->span);
    }
}

void am_bounds_build(am_maker *maker) {
    for (size_t r = 0; r < maker->model->record_count; r++) {
        am_record *record = maker->model->records[r];
        am_context context;

        if (record->field_count == 0 || maker->record_nodes[r] == NULL) {
            continue;
        }
        context = am_context_of(maker, maker->record_headers[r], record, NULL);
        context.is_constant = true;
        for (const am_node *node = maker->record_nodes[r]->children; node != NULL; node = node->next) {
            const am_symbol *symbol =
                node->kind != AM_NODE_FIELD ? NULL : am_symbols_find(&maker->symbols, record, node->text);
            const am_node *range = am_node_child(node, AM_NODE_IN_RANGE);

            if (symbol != NULL && symbol->kind == AM_SYMBOL_FIELD && range != NULL) {
                build_bounds(&context, symbol->item, range);
            }
        }
    }
}
