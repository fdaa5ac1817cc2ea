/*
 * Declarations: collecting them from the files and placing each under its record.
 *
 * A declaration with a value becomes a pending one; what stands in it is resolved afterwards (bodies.c). One
 * for a record that is not there is reported and never resolved.
 */
#include "model/build.h"

static bool is_plain_type(am_slice name) {
    static const char *const words[] = {"number", "whole", "money", "date", "months", "days", "text"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (am_slice_is_equal(name, am_slice_of(words[i]))) {
            return true;
        }
    }
    return false;
}

/* The declaration's name in the source: the first place after the keyword where it stands. */
static am_span name_span(const am_maker *maker, const am_node *node) {
    am_slice text = am_source_text(maker->sources, node->span), name = node->text;

    for (size_t i = 0; name.length != 0 && i + name.length <= text.length; i++) {
        if (i != 0 && text.data[i - 1] <= ' ' &&
            am_slice_is_equal(am_slice_part(text, i, i + name.length), name)) {
            return (am_span){node->span.source, node->span.start + (uint32_t)i, (uint32_t)name.length};
        }
    }
    return node->span;
}

static void declare_type(am_maker *maker, const am_node *node, am_symbol_kind kind, void *item) {
    am_symbol symbol = {.owner = &maker->types,
                        .name = node->text,
                        .span = name_span(maker, node),
                        .kind = kind,
                        .item = item};

    if (is_plain_type(node->text)) {
        am_report(maker, AM_DIAG_TYPE_NAME, symbol.span, AM_ARGUMENTS(node->text));
    } else if (node->text.length != 0) {
        am_symbols_declare(maker, symbol);
    }
}

static void add_set(am_maker *maker, am_header *header, const am_node *node) {
    am_model *model = maker->model;
    am_value_set *set = &model->sets[model->set_count];

    maker->set_nodes[model->set_count] = node;
    maker->set_headers[model->set_count++] = header;
    *set = (am_value_set){
        .name = node->text, .is_ordered = node->kind == AM_NODE_TIERS, .span = name_span(maker, node)};
    declare_type(maker, node, AM_SYMBOL_SET, set);
}

static void add_record(am_maker *maker, am_header *header, const am_node *node) {
    am_model *model = maker->model;
    am_record *record = AM_NEW(maker->arena, am_record);

    if (record == NULL) {
        return;
    }
    record->name = node->text;
    record->span = name_span(maker, node);
    record->index = (uint16_t)model->record_count;
    maker->record_nodes[model->record_count] = node;
    maker->record_headers[model->record_count] = header;
    model->records[model->record_count++] = record;
    declare_type(maker, node, AM_SYMBOL_RECORD, record);
}

static am_declaration_kind kind_of(const am_node *node) {
    switch ((am_node_kind)node->kind) {
    case AM_NODE_PARAMETER:
        return AM_DECLARATION_PARAMETER;
    case AM_NODE_SCHEDULE:
    case AM_NODE_LADDER:
        return AM_DECLARATION_SCHEDULE;
    case AM_NODE_PENALTY:
        return AM_DECLARATION_PENALTY;
    case AM_NODE_AMOUNT:
        return AM_DECLARATION_AMOUNT;
    default:
        return AM_DECLARATION_RULE;
    }
}

static void add_pending(am_maker *maker, am_header *header, const am_node *node) {
    am_pending **pendings =
        AM_GROW(maker->arena, am_pending *, maker->pendings, maker->pending_count, &maker->pending_capacity);
    am_pending *pending = AM_NEW(maker->arena, am_pending);
    am_declaration *declaration = AM_NEW(maker->arena, am_declaration);

    if (pendings == NULL || pending == NULL || declaration == NULL) {
        return;
    }
    maker->pendings = pendings;
    *declaration = (am_declaration){.kind = kind_of(node),
                                    .name = node->text,
                                    .book = header->book,
                                    .span = node->span,
                                    .number = (uint32_t)maker->pending_count};
    declaration->name_span = name_span(maker, node);
    declaration->label = am_label_of(node);
    declaration->citation = am_citation_of(maker, header, node, (am_slice){0});
    *pending = (am_pending){.declaration = declaration, .node = node, .header = header};
    pendings[maker->pending_count++] = pending;
}

static void collect(am_maker *maker, am_header *header, const am_node *node) {
    switch ((am_node_kind)node->kind) {
    case AM_NODE_TIERS:
    case AM_NODE_CHOICE:
        add_set(maker, header, node);
        break;
    case AM_NODE_RECORD:
        add_record(maker, header, node);
        break;
    case AM_NODE_PARAMETER:
    case AM_NODE_DISCRETION:
    case AM_NODE_SCHEDULE:
    case AM_NODE_LADDER:
    case AM_NODE_RULE:
    case AM_NODE_PENALTY:
    case AM_NODE_AMOUNT:
        add_pending(maker, header, node);
        break;
    default:
        break;
    }
}

/* Of all files in their order, from 0. */
static am_span span_of_declaration(const am_maker *maker, size_t number) {
    for (size_t i = 0; i < maker->header_count; i++) {
        for (const am_node *node = maker->headers[i].file->children; node != NULL; node = node->next) {
            if (number-- == 0) {
                return node->span;
            }
        }
    }
    return (am_span){0};
}

void am_declarations_collect(am_maker *maker) {
    am_model *model = maker->model;
    size_t count = 0;

    for (size_t i = 0; i < maker->header_count; i++) {
        count += am_node_count(maker->headers[i].file);
    }
    if (count > AM_DECLARATIONS_MAX) {
        am_report(maker, AM_DIAG_TOO_MANY_DECLARATIONS, span_of_declaration(maker, AM_DECLARATIONS_MAX),
                  AM_NO_ARGUMENTS);
        return;
    }
    model->sets = AM_NEW_ARRAY(maker->arena, am_value_set, count + 1);
    maker->set_nodes = AM_NEW_ARRAY(maker->arena, const am_node *, count + 1);
    maker->set_headers = AM_NEW_ARRAY(maker->arena, am_header *, count + 1);
    model->records = AM_NEW_ARRAY(maker->arena, am_record *, count + 1);
    maker->record_nodes = AM_NEW_ARRAY(maker->arena, const am_node *, count + 1);
    maker->record_headers = AM_NEW_ARRAY(maker->arena, am_header *, count + 1);
    if (maker->arena->is_exhausted) {
        return;
    }
    for (size_t i = 0; i < maker->header_count; i++) {
        for (const am_node *node = maker->headers[i].file->children; node != NULL; node = node->next) {
            collect(maker, &maker->headers[i], node);
        }
    }
}

/* A discretion's dates. */
static void report_dated(am_maker *maker, const am_node *discretion, const am_node *clause) {
    am_report(
        maker, AM_DIAG_DISCRETION_DATED, clause->span,
        AM_ARGUMENTS(discretion->text,
                     AM_JOIN(maker, AM_SLICE("`"), am_node_word((am_node_kind)clause->kind), AM_SLICE("`"))));
}

/* One message for each construct that is read but not assessed. */
static void report_later(am_maker *maker, const am_node *node) {
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        switch ((am_node_kind)child->kind) {
        case AM_NODE_DATED_BY:
        case AM_NODE_REPEALED:
        case AM_NODE_IN_FORCE:
            if (node->kind == AM_NODE_DISCRETION) {
                report_dated(maker, node, child);
            }
            break;
        case AM_NODE_FOR:
            if (node->kind == AM_NODE_PARAMETER) {
                am_report_later(maker, child->span, AM_SLICE("for on a parameter"));
            }
            break;
        default:
            break;
        }
    }
}

/* Whether reading stopped on the declaration's first line, before it said which record it is for. */
static bool is_head_broken(const am_maker *maker, const am_node *node) {
    const am_node *first = node->children;
    am_span head;

    if (first == NULL || first->kind != AM_NODE_ERROR || maker->model->record_count == 1) {
        return false;
    }
    head = (am_span){node->span.source, node->span.start, first->span.start - node->span.start};
    return am_span_text(maker, head).length == head.length;
}

/* A declaration for a record that is not there is not resolved: all that it reads would be reported as
 * unknown. */
static am_record *record_of(am_maker *maker, am_pending *pending) {
    const am_node *node = am_node_child(pending->node, AM_NODE_FOR);
    const am_symbol *symbol;
    am_guess guess;

    if (pending->node->kind == AM_NODE_PARAMETER) {
        return NULL;
    }
    if (node == NULL && is_head_broken(maker, pending->node)) {
        pending->is_unplaced = true;
        pending->progress = AM_PROGRESS_DONE;
    }
    if (node == NULL) {
        return maker->model->root;
    }
    symbol = am_symbols_find(&maker->symbols, &maker->types, node->text);
    if (symbol != NULL && symbol->kind == AM_SYMBOL_RECORD) {
        return symbol->item;
    }
    guess = am_guess_of(maker, node->text);
    for (size_t i = 0; i < maker->model->record_count; i++) {
        am_guess_try(&guess, maker->model->records[i]->name);
    }
    am_report_guess(maker, AM_DIAG_UNKNOWN_RECORD, node->span, guess, AM_ARGUMENTS(node->text));
    pending->is_unplaced = true;
    pending->progress = AM_PROGRESS_DONE;
    return maker->model->root;
}

/* Declarations of one name, whatever their record, hang together: the guess of the order uses them. */
static void link_name(am_maker *maker, am_pending *pending) {
    am_symbol symbol = {.owner = &maker->declared,
                        .name = pending->declaration->name,
                        .item = pending,
                        .kind = AM_SYMBOL_DECLARATION};
    am_symbol *first = am_symbols_find(&maker->symbols, &maker->declared, symbol.name);

    if (first == NULL) {
        am_symbols_put(maker, symbol);
        return;
    }
    pending->same_name = first->item;
    first->item = pending;
}

/* Whether one of two declarations of a name may be a version of the other, but for text that could not be
 * read.
 */
static bool is_version_lost(const am_maker *maker, const am_symbol *declared, const am_pending *pending) {
    const am_node *first, *other = pending->node;
    bool is_dated;

    if (declared->kind != AM_SYMBOL_DECLARATION) {
        return false;
    }
    first = maker->pendings[((const am_declaration *)declared->item)->number]->node;
    is_dated =
        am_node_child(first, AM_NODE_IN_FORCE) != NULL || am_node_child(other, AM_NODE_IN_FORCE) != NULL;
    return is_dated &&
           (am_node_child(first, AM_NODE_ERROR) != NULL || am_node_child(other, AM_NODE_ERROR) != NULL);
}

/* Versions of one declaration share its name, and the first of them makes it known. */
static void declare(am_maker *maker, am_symbol symbol, am_pending *pending) {
    am_symbol *declared = am_symbols_find(&maker->symbols, symbol.owner, symbol.name);
    am_pending *head = declared == NULL ? NULL : am_version_join(maker, declared, pending);

    if (head != NULL && head->version_count == 2) {
        link_name(maker, head);
    }
    if (head != NULL || (declared != NULL && is_version_lost(maker, declared, pending))) {
        return;
    }
    if (pending->declaration->kind == AM_DECLARATION_PARAMETER) {
        am_symbols_declare(maker, symbol);
    } else {
        am_member_declare(maker, symbol);
    }
}

static void place(am_maker *maker, am_pending *pending) {
    am_declaration *declaration = pending->declaration;
    const am_node *type = am_node_child(pending->node, AM_NODE_TYPE);
    bool is_parameter = declaration->kind == AM_DECLARATION_PARAMETER;
    am_symbol symbol = {.name = declaration->name,
                        .span = declaration->name_span,
                        .kind = AM_SYMBOL_DECLARATION,
                        .item = declaration};

    report_later(maker, pending->node);
    declaration->record = record_of(maker, pending);
    pending->has_type = type != NULL;
    if (type != NULL && pending->progress == AM_PROGRESS_NEW) {
        declaration->type = am_type_of_node(maker, pending->header, type, false);
    }
    am_arguments_declare(maker, pending);
    symbol.owner = is_parameter ? (const void *)&maker->parameters : declaration->record;
    if (declaration->name.length == 0) {
        return;
    }
    declare(maker, symbol, pending);
    link_name(maker, pending);
}

/* A parameter is read by its bare name everywhere, so no member of a record may have the same. */
static void check_parameter(am_maker *maker, const am_declaration *parameter) {
    const am_symbol *member = am_symbols_find(&maker->symbols, &maker->members, parameter->name);
    am_diagnostic *diagnostic;

    if (member == NULL) {
        return;
    }
    diagnostic =
        am_report(maker, AM_DIAG_DUPLICATE_NAME, parameter->name_span, AM_ARGUMENTS(parameter->name));
    am_diagnostic_note(maker->diagnostics, diagnostic, member->span, AM_SLICE("also declared here"));
}

void am_declarations_place(am_maker *maker) {
    size_t count = maker->pending_count; /* heads of versions come behind */

    for (size_t i = 0; i < count; i++) {
        place(maker, maker->pendings[i]);
    }
    for (size_t i = 0; i < maker->pending_count; i++) {
        if (maker->pendings[i]->declaration->kind == AM_DECLARATION_PARAMETER) {
            check_parameter(maker, maker->pendings[i]->declaration);
        }
    }
}
