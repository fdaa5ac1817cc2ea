/*
 * Properties: what is claimed, as a rule of the record that it is claimed of, and the fact that is varied.
 *
 * They are read last, like tests, and only the first file's. Whether they hold is not asked here.
 */
#include "model/property.h"

#include "model/build.h"

static am_record *record_of(am_maker *maker, const am_node *node) {
    const am_node *named = am_node_child(node, AM_NODE_FOR);
    const am_symbol *symbol;
    am_guess guess;

    if (named == NULL) {
        return maker->model->root;
    }
    symbol = am_symbols_find(&maker->symbols, &maker->types, named->text);
    if (symbol != NULL && symbol->kind == AM_SYMBOL_RECORD) {
        return symbol->item;
    }
    guess = am_guess_of(maker, named->text);
    for (size_t i = 0; i < maker->model->record_count; i++) {
        am_guess_try(&guess, maker->model->records[i]->name);
    }
    am_report_guess(maker, AM_DIAG_UNKNOWN_RECORD, named->span, guess, AM_ARGUMENTS(named->text));
    return NULL;
}

static bool has_order(const am_maker *maker, am_type type) {
    return am_type_is_ordered(maker, type) || (type.kind == AM_TYPE_YESNO && !type.is_range);
}

static void report_form(am_context *context, am_span span, const char *why) {
    am_report(context->maker, AM_DIAG_CLAIM_FORM, span,
              AM_ARGUMENTS(am_span_text(context->maker, span), am_slice_of(why)));
}

/* What is compared: anything that has an order, and may be unknown. */
static am_expr *read_compared(am_context *context, const am_node *path) {
    am_expr *value = am_expr_read(context, path, (am_type){.kind = AM_TYPE_ERROR});

    if (am_expr_is_error(value)) {
        return NULL;
    }
    if (!has_order(context->maker, value->type)) {
        report_form(context, value->span,
                    value->type.is_range ? "is a range; claim it of `.lowest` or `.highest`"
                                         : "has no order, and so neither decreases nor increases");
        return NULL;
    }
    return value;
}

/* A choice that is left to someone is varied as the fact that states it. */
static void take_choice(am_expr *value) {
    const am_declaration *declaration = value->kind == AM_EXPR_VALUE ? value->declaration : NULL;

    if (declaration != NULL && declaration->discretion != NULL) {
        value->kind = AM_EXPR_FIELD;
        value->field = declaration->discretion->field;
        value->declaration = NULL;
    }
}

/* What is varied: a fact, a choice, or a list of facts. */
static const am_expr *read_fact(am_context *context, const am_node *path) {
    am_expr *fact = am_path_resolve(context, path, (am_type){.kind = AM_TYPE_ERROR}, AM_WANT_KNOWN);

    if (am_expr_is_error(fact)) {
        return NULL;
    }
    take_choice(fact);
    if (fact->kind != AM_EXPR_FIELD) {
        report_form(context, fact->span, "is no fact; name a field of the record, or a list");
        return NULL;
    }
    if (fact->type.kind != AM_TYPE_LIST && !has_order(context->maker, fact->type)) {
        report_form(context, fact->span, "has no order, so that nothing can be greater than it");
        return NULL;
    }
    return fact;
}

static bool check_clauses(am_maker *maker, const am_node *node) {
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        if (child->kind == AM_NODE_DATED_BY || child->kind == AM_NODE_IN_FORCE ||
            child->kind == AM_NODE_REPEALED || child->kind == AM_NODE_PUBLISHED) {
            am_report(maker, AM_DIAG_PROPERTY_CLAUSE, child->span,
                      AM_ARGUMENTS(am_node_word((am_node_kind)child->kind)));
            return false;
        }
    }
    return true;
}

/* The value claimed; NULL after a message. */
static am_expr *read_claim(am_context *context, const am_node *claim, am_property *property) {
    am_expr *value;

    if (claim->kind == AM_NODE_ALWAYS) {
        property->claim = AM_CLAIM_ALWAYS;
        value = am_expr_condition(context, am_node_expression(claim));
        return am_expr_is_error(value) ? NULL : value;
    }
    const am_node *compared = am_node_expression(claim);
    const am_node *varied = compared != NULL ? am_node_next_expression(compared) : NULL;

    property->claim = claim->op == 0 ? AM_CLAIM_NEVER_DECREASES : AM_CLAIM_NEVER_INCREASES;
    if (varied == NULL) {
        return NULL;
    }
    value = read_compared(context, compared);
    property->fact = read_fact(context, varied);
    return property->fact != NULL ? value : NULL;
}

static am_declaration *rule_of(am_maker *maker, am_record *record, const am_node *node, am_expr *value) {
    am_declaration *rule = AM_NEW(maker->arena, am_declaration);

    if (rule != NULL) {
        *rule = (am_declaration){.kind = AM_DECLARATION_RULE,
                                 .name = AM_SLICE("the claim"), /* no declaration can be called so */
                                 .type = value->type,
                                 .record = record,
                                 .book = maker->headers[0].book,
                                 .is_output = true,
                                 .value = value,
                                 .clock = record->clock,
                                 .span = node->span,
                                 .name_span = node->span};
    }
    return rule;
}

static am_property *read_property(am_maker *maker, const am_node *node) {
    const am_node *always = am_node_child(node, AM_NODE_ALWAYS);
    const am_node *claim = always != NULL ? always : am_node_child(node, AM_NODE_NEVER);
    am_record *record = claim != NULL && check_clauses(maker, node) ? record_of(maker, node) : NULL;
    am_property *property = AM_NEW(maker->arena, am_property);
    am_expr *value;

    if (record == NULL || property == NULL) {
        return NULL;
    }
    am_context context = am_context_of(maker, &maker->headers[0], record, NULL);

    *property = (am_property){.name = node->text, .span = node->span};
    property->citation = am_citation_of(maker, &maker->headers[0], node, (am_slice){0});
    property->is_searched = am_node_child(node, AM_NODE_SEARCHED) != NULL;
    value = read_claim(&context, claim, property);
    property->value = value != NULL ? rule_of(maker, record, node, value) : NULL;
    return property->value != NULL ? property : NULL;
}

void am_properties_build(am_maker *maker) {
    am_model *model = maker->model;
    const am_node *file = maker->headers[0].file;

    model->properties = AM_NEW_ARRAY(maker->arena, am_property *, am_node_count(file) + 1);
    for (const am_node *node = file->children; node != NULL && model->properties != NULL; node = node->next) {
        am_property *property = node->kind == AM_NODE_PROPERTY ? read_property(maker, node) : NULL;

        if (property != NULL) {
            model->properties[model->property_count++] = property;
        }
    }
}

void am_properties_number(am_maker *maker) {
    am_model *model = maker->model;
    uint32_t next = 0;

    for (size_t i = 0; i < model->declaration_count; i++) {
        next = model->declarations[i]->number >= next ? model->declarations[i]->number + 1 : next;
    }
    for (size_t i = 0; i < model->property_count; i++) {
        model->properties[i]->value->number = next + (uint32_t)i;
    }
}
