/*
 * What a path of names means: a field, a declaration's value, a part of it, or a value of tiers or choices.
 *
 * Its first name is looked up in scopes.c; here what was found becomes an expression, with the parts that the
 * names behind it pick. A name that could be a value or a fact is reported, never decided.
 */
#include "model/build.h"

static am_expr *read_field(am_context *context, const am_found *found, am_span span) {
    am_field *field = found->symbol->item;
    am_expr *expr;

    if (context->is_constant) {
        am_report(context->maker, AM_DIAG_NOT_CONSTANT, span, AM_ARGUMENTS(field->name));
        return am_expr_error(context, span);
    }
    if (field->type.kind == AM_TYPE_ERROR) {
        return am_expr_error(context, span);
    }
    expr = am_expr_new(context, AM_EXPR_FIELD, span, field->type);
    if (expr == NULL) {
        return NULL;
    }
    expr->field = field;
    expr->scope = found->scope;
    return expr;
}

/* A constant parameter is its value, at the place where it is read, and remembers whose value it is. */
static am_expr *copy_constant(am_context *context, am_declaration *parameter, am_span span) {
    const am_expr *constant = parameter->value;
    am_expr *copy = am_expr_new(context, (am_expr_kind)constant->kind, span, constant->type);

    if (copy == NULL) {
        return NULL;
    }
    *copy = *constant;
    copy->span = span;
    copy->declaration = parameter;
    return copy;
}

/* The column of a schedule with several results that the next name picks; -1 after a message. */
static int pick_column(am_context *context, const am_schedule *schedule, am_found *found) {
    am_maker *maker = context->maker;
    const am_node *segment = found->segment->next;
    am_guess guess;

    if (segment == NULL) {
        am_report(maker, AM_DIAG_SCHEDULE_COLUMN, found->segment->span,
                  AM_ARGUMENTS(found->segment->text, schedule->results[0].name));
        return -1;
    }
    guess = am_guess_of(maker, segment->text);
    for (uint16_t i = 0; i < schedule->result_count; i++) {
        if (am_slice_is_equal(schedule->results[i].name, segment->text)) {
            found->segment = segment;
            return i;
        }
        am_guess_try(&guess, schedule->results[i].name);
    }
    am_report_guess(maker, AM_DIAG_UNKNOWN_PART, segment->span, guess,
                    AM_ARGUMENTS(found->segment->text, segment->text));
    return -1;
}

static bool may_be_read(am_context *context, const am_declaration *declaration, am_span span) {
    bool is_parameter = declaration->kind == AM_DECLARATION_PARAMETER;

    if (context->is_constant && !is_parameter) {
        am_report(context->maker, AM_DIAG_NOT_CONSTANT, span, AM_ARGUMENTS(declaration->name));
        return false;
    }
    if (am_is_fitted_too_late(context, declaration, span)) {
        return false;
    }
    if (context->is_facts_only && (!is_parameter || !am_expr_is_constant(declaration->value))) {
        am_report(context->maker, context->is_check ? AM_DIAG_CHECK_READS : AM_DIAG_CLOCK_READS, span,
                  AM_ARGUMENTS(declaration->name));
        return false;
    }
    return true;
}

static am_expr *read_declaration(am_context *context, am_found *found, am_span span) {
    am_declaration *declaration = found->symbol->item;
    const am_schedule *schedule;
    am_expr *expr;
    int part = 0;

    am_declaration_read(context, declaration, span);
    if (context->maker->pendings[declaration->number]->arguments != NULL) {
        am_report(context->maker, AM_DIAG_ARGUMENTS_NEEDED, span, AM_ARGUMENTS(declaration->name));
        return am_expr_error(context, span);
    }
    if (!may_be_read(context, declaration, span)) {
        return am_expr_error(context, span);
    }
    if (declaration->kind == AM_DECLARATION_PARAMETER && am_expr_is_constant(declaration->value)) {
        return copy_constant(context, declaration, span);
    }
    schedule = declaration->schedule;
    if (schedule != NULL && schedule->result_count > 1) {
        part = pick_column(context, schedule, found);
        if (part < 0) {
            return am_expr_error(context, span);
        }
    }
    expr = am_expr_new(context, AM_EXPR_VALUE, span,
                       schedule != NULL && schedule->result_count > 1 ? schedule->results[part].type
                                                                      : declaration->type);
    if (expr == NULL) {
        return NULL;
    }
    if (expr->type.kind == AM_TYPE_ERROR) {
        return am_expr_error(context, span);
    }
    expr->declaration = declaration;
    expr->part = (uint16_t)part;
    if (declaration->kind == AM_DECLARATION_PARAMETER) {
        return am_parameter_by_clock(context, expr);
    }
    expr->scope = found->scope;
    return expr;
}

static am_expr *read_range_part(am_context *context, am_expr *base, const am_node *segment, am_span span) {
    am_type type = base->type;

    type.is_range = false;
    if (am_slice_is_equal(segment->text, AM_SLICE("lowest"))) {
        return am_expr_make(context, AM_EXPR_LOWEST, span, type, 1, base, NULL, NULL);
    }
    if (am_slice_is_equal(segment->text, AM_SLICE("highest"))) {
        return am_expr_make(context, AM_EXPR_HIGHEST, span, type, 1, base, NULL, NULL);
    }
    if (am_slice_is_equal(segment->text, AM_SLICE("middle")) &&
        (type.kind == AM_TYPE_MONEY || am_type_is_number(type))) {
        if (type.kind == AM_TYPE_WHOLE) {
            type.kind = AM_TYPE_NUMBER;
        }
        return am_expr_make(context, AM_EXPR_MIDDLE, span, type, 1, base, NULL, NULL);
    }
    return NULL;
}

static am_expr *read_attribute(am_context *context, am_expr *base, const am_node *segment, am_span span,
                               am_guess *guess) {
    am_value_set *set = &context->maker->model->sets[base->type.index];
    am_expr *expr;

    for (uint16_t i = 0; i < set->attribute_count; i++) {
        am_guess_try(guess, set->attributes[i].name);
        if (!am_slice_is_equal(set->attributes[i].name, segment->text)) {
            continue;
        }
        expr = am_expr_make(context, AM_EXPR_ATTRIBUTE, span, set->attributes[i].type, 1, base, NULL, NULL);
        if (expr != NULL) {
            expr->set = set;
            expr->part = i;
        }
        return expr;
    }
    return NULL;
}

/* A part of a value: an end of a range, an attribute of a tier. `before` is the name that it follows. */
static am_expr *read_part(am_context *context, am_expr *base, const am_node *path, const am_node *before) {
    const am_node *segment = before->next;
    am_span span = path->span;
    am_guess guess = am_guess_of(context->maker, segment->text);
    am_expr *part = NULL;

    base = am_expr_discharge(context, base);
    if (am_expr_is_error(base)) {
        return base;
    }
    if (base->type.is_range) {
        part = read_range_part(context, base, segment, span);
        am_guess_try(&guess, AM_SLICE("lowest"));
        am_guess_try(&guess, AM_SLICE("highest"));
        am_guess_try(&guess, AM_SLICE("middle"));
    } else if (base->type.kind == AM_TYPE_CODE) {
        part = read_attribute(context, base, segment, span, &guess);
    }
    if (part != NULL || context->maker->arena->is_exhausted) {
        return part;
    }
    am_report_guess(
        context->maker, AM_DIAG_UNKNOWN_PART, segment->span, guess,
        AM_ARGUMENTS(am_span_text(context->maker, am_span_join(path->children->span, before->span)),
                     segment->text));
    return am_expr_error(context, span);
}

static am_expr *read_list(am_context *context, am_expr *list, const am_found *found, am_want want) {
    am_maker *maker = context->maker;

    if (am_expr_is_error(list)) {
        return list;
    }
    if (found->segment->next == NULL && want != AM_WANT_VALUE) {
        return list;
    }
    am_report(maker, AM_DIAG_LIST_AS_VALUE, list->span, AM_ARGUMENTS(found->segment->text));
    return am_expr_error(context, list->span);
}

am_expr *am_value_find(am_context *context, am_slice name, am_span span, uint16_t set) {
    am_maker *maker = context->maker;
    am_value_set *values = &maker->model->sets[set];
    const am_symbol *symbol = am_symbols_find(&maker->symbols, values, name);
    am_guess guess;

    if (symbol != NULL) {
        return am_expr_integer(context, span, (am_type){.kind = AM_TYPE_CODE, .index = set}, symbol->number);
    }
    if (values->is_cut) {
        maker->lost_count++;
        return am_expr_error(context, span);
    }
    guess = am_guess_of(maker, name);
    am_guess_owner(&guess, &maker->symbols, values);
    am_report_guess(maker, AM_DIAG_UNKNOWN_VALUE, span, guess, AM_ARGUMENTS(name, values->name));
    return am_expr_error(context, span);
}

static void report_value_or_field(am_context *context, const am_node *segment, const am_symbol *value,
                                  const am_symbol *member) {
    am_maker *maker = context->maker;
    am_diagnostic *diagnostic =
        am_report(maker, AM_DIAG_AMBIGUOUS_NAME, segment->span,
                  AM_ARGUMENTS(segment->text, AM_JOIN(maker, AM_SLICE("\""), segment->text, AM_SLICE("\"")),
                               AM_JOIN(maker, am_symbol_owner_name(member), AM_SLICE("."), segment->text)));

    am_diagnostic_note(maker->diagnostics, diagnostic, value->span, AM_SLICE("the value is declared here"));
    am_diagnostic_note(maker->diagnostics, diagnostic, member->span, AM_SLICE("the other is declared here"));
}

/* A bare name that is a value of the type expected; NULL when it is not. */
static am_expr *read_value_name(am_context *context, const am_node *path, am_type hint) {
    am_maker *maker = context->maker;
    const am_symbol *value, *member, *outer;
    am_scope scope;

    if (hint.kind != AM_TYPE_CODE || path->op != AM_PATH_BARE || path->children->next != NULL) {
        return NULL;
    }
    value = am_symbols_find(&maker->symbols, &maker->model->sets[hint.index], path->children->text);
    if (value == NULL) {
        return NULL;
    }
    member = am_bare_find(context, path->children->text, &scope, &outer);
    if (member != NULL && member->kind == AM_SYMBOL_FIELD &&
        am_type_is_same(((const am_field *)member->item)->type,
                        (am_type){.kind = AM_TYPE_CODE, .index = hint.index})) {
        report_value_or_field(context, path->children, value, member);
        return am_expr_error(context, path->span);
    }
    return am_value_find(context, path->children->text, path->span, hint.index);
}

/* The parts that are named after a segment of the path. */
static am_expr *read_parts(am_context *context, am_expr *expr, const am_node *path, const am_node *segment) {
    for (; segment->next != NULL && !am_expr_is_error(expr); segment = segment->next) {
        expr = read_part(context, expr, path, segment);
    }
    return expr;
}

am_expr *am_path_resolve(am_context *context, const am_node *path, am_type hint, am_want want) {
    am_found found = {0};
    am_expr *expr;

    if (path->kind != AM_NODE_PATH || path->children == NULL) {
        return am_expr_error(context, path->span);
    }
    expr = read_value_name(context, path, hint);
    if (expr == NULL) {
        expr = am_element_word_read(context, path);
    }
    if (expr != NULL) {
        return expr;
    }
    expr = am_binding_read(context, path);
    if (expr != NULL) {
        return read_parts(context, expr, path, path->children);
    }
    if (!am_path_find(context, path, hint, &found) || !am_path_follow(context, &found)) {
        return am_expr_error(context, path->span);
    }
    expr = found.symbol->kind == AM_SYMBOL_FIELD ? read_field(context, &found, path->span)
                                                 : read_declaration(context, &found, path->span);
    if (!am_expr_is_error(expr) && expr->type.kind == AM_TYPE_LIST) {
        return read_list(context, expr, &found, want);
    }
    return read_parts(context, expr, path, found.segment);
}
