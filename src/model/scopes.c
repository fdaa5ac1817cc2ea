/*
 * What a name means: a path of names to a field, a declaration's value, a part of it, or a value of tiers or
 * choices.
 *
 * A bare name belongs to the declaration's record, then to the records around it, then to the parameters;
 * `its` to the innermost element; a record's name in front says which record is meant. A name found both in a
 * record and further out is ambiguous, never silently the nearer one.
 */
#include "model/build.h"

typedef struct am_found {
    const am_symbol *symbol;
    am_scope scope;
    const am_node *segment; /* the name that was found */
} am_found;

static am_scope bare_scope(const am_context *context, unsigned steps) {
    return (am_scope){.up = (uint8_t)(context->lift + steps)};
}

/* A member of the context's record or one around it; *outer is the next one further out, if any. */
static const am_symbol *find_bare(const am_context *context, am_slice name, am_scope *scope,
                                  const am_symbol **outer) {
    const am_symbol *found = NULL;
    const am_record *record = context->record;

    *outer = NULL;
    for (unsigned steps = 0; record != NULL && steps <= AM_RECORD_DEPTH_MAX;
         steps++, record = record->enclosing) {
        const am_symbol *symbol = am_symbols_find(&context->maker->symbols, record, name);

        if (symbol != NULL && found != NULL) {
            *outer = symbol;
            return found;
        }
        if (symbol != NULL) {
            found = symbol;
            *scope = bare_scope(context, steps);
        }
    }
    return found;
}

/* Where a record named in front of a path is: around the declaration, or among the elements and what is
 * around them. */
static bool find_record(const am_context *context, const am_record *wanted, am_scope *scope) {
    const am_record *record = context->record;

    for (unsigned steps = 0; record != NULL && steps <= AM_RECORD_DEPTH_MAX;
         steps++, record = record->enclosing) {
        if (record == wanted) {
            *scope = bare_scope(context, steps);
            return true;
        }
    }
    for (unsigned i = 0; i < context->element_count; i++) {
        record = context->elements[context->element_count - 1 - i];
        for (unsigned steps = 0; record != NULL && steps <= AM_RECORD_DEPTH_MAX;
             steps++, record = record->enclosing) {
            if (record == wanted) {
                *scope = (am_scope){.is_element = true, .aggregate = (uint8_t)i, .up = (uint8_t)steps};
                return true;
            }
        }
    }
    return false;
}

static const am_record *innermost(const am_context *context) {
    return context->element_count == 0 ? NULL : context->elements[context->element_count - 1];
}

static am_slice owner_name(const am_symbol *symbol) {
    return ((const am_record *)symbol->owner)->name;
}

static void report_ambiguous(am_context *context, const am_node *segment, const am_symbol *inner,
                             const am_symbol *outer) {
    am_maker *maker = context->maker;
    am_diagnostic *diagnostic =
        am_report(maker, AM_DIAG_AMBIGUOUS_NAME, segment->span,
                  AM_ARGUMENTS(segment->text, AM_JOIN(maker, owner_name(inner), AM_SLICE("."), segment->text),
                               AM_JOIN(maker, owner_name(outer), AM_SLICE("."), segment->text)));

    am_diagnostic_note(maker->diagnostics, diagnostic, inner->span, AM_SLICE("one is declared here"));
    am_diagnostic_note(maker->diagnostics, diagnostic, outer->span, AM_SLICE("the other is declared here"));
}

const am_symbol *am_member_find(am_context *context, am_slice name, const am_node *call, unsigned *lift,
                                am_record **record) {
    const am_symbol *outer, *found;
    am_scope scope = {0};

    found = find_bare(context, name, &scope, &outer);
    if (outer != NULL && call != NULL) {
        report_ambiguous(context, call, found, outer);
    }
    *lift = scope.up;
    *record = found == NULL ? NULL : (am_record *)found->owner;
    return found;
}

static const am_value_set *set_with(const am_maker *maker, am_slice name) {
    if (am_mistake_count(maker) >= AM_DIAGNOSTIC_ERRORS_MAX) {
        return NULL;
    }
    for (size_t i = 0; i < maker->model->set_count; i++) {
        if (am_symbols_find(&maker->symbols, &maker->model->sets[i], name) != NULL) {
            return &maker->model->sets[i];
        }
    }
    return NULL;
}

static am_guess guess_bare(am_context *context, am_slice name) {
    am_guess guess = am_guess_of(context->maker, name);
    const am_symbols *symbols = &context->maker->symbols;
    const am_record *record = context->record;

    for (unsigned steps = 0; record != NULL && steps <= AM_RECORD_DEPTH_MAX;
         steps++, record = record->enclosing) {
        am_guess_owner(&guess, symbols, record);
    }
    am_guess_owner(&guess, symbols, &context->maker->parameters);
    return guess;
}

static void report_unknown(am_context *context, const am_node *path, const am_node *segment, am_type hint) {
    am_maker *maker = context->maker;
    const am_record *element = innermost(context);
    const am_value_set *set = set_with(maker, segment->text);
    am_diagnostic *diagnostic;
    am_guess guess;
    bool is_alone = am_node_count(path) == 1;

    if (am_astray_is_told(context, segment->text) || am_name_is_told(context, segment->text)) {
        maker->lost_count++;
        return;
    }
    guess = guess_bare(context, segment->text);
    if (hint.kind == AM_TYPE_CODE && is_alone && maker->model->sets[hint.index].is_cut) {
        maker->lost_count++;
        return;
    }
    if (hint.kind == AM_TYPE_CODE && is_alone) {
        am_guess_owner(&guess, &maker->symbols, &maker->model->sets[hint.index]);
        am_report_guess(maker, AM_DIAG_UNKNOWN_VALUE, segment->span, guess,
                        AM_ARGUMENTS(segment->text, maker->model->sets[hint.index].name));
    } else if (set != NULL && is_alone) {
        if (!context->is_type_lost) {
            am_report(maker, AM_DIAG_VALUE_ALONE, segment->span, AM_ARGUMENTS(segment->text, set->name));
        }
    } else {
        if (element != NULL && am_symbols_find(&maker->symbols, element, segment->text) != NULL) {
            guess.best = AM_JOIN(maker, AM_SLICE("its "), segment->text);
        } else if (!is_alone) {
            am_guess_owner(&guess, &maker->symbols, &maker->types);
        }
        diagnostic =
            am_report_guess(maker, AM_DIAG_UNKNOWN_NAME, segment->span, guess, AM_ARGUMENTS(segment->text));
        am_name_tell(context, segment->text);
        if (guess.best.length == 0) {
            am_astray_note(context, diagnostic, segment->text);
        }
    }
}

static bool find_member(am_context *context, const am_record *record, const am_node *segment,
                        am_found *found) {
    am_maker *maker = context->maker;
    am_guess guess;

    found->segment = segment;
    found->symbol = am_symbols_find(&maker->symbols, record, segment->text);
    if (found->symbol != NULL) {
        return true;
    }
    if (am_member_is_astray(maker, record, segment->text)) {
        return false;
    }
    guess = am_guess_of(maker, segment->text);
    am_guess_owner(&guess, &maker->symbols, record);
    am_report_guess(maker, AM_DIAG_UNKNOWN_PART, segment->span, guess,
                    AM_ARGUMENTS(record->name, segment->text));
    return false;
}

static bool find_its(am_context *context, const am_node *path, am_found *found) {
    const am_record *element = innermost(context);

    if (element == NULL) {
        am_report(context->maker, AM_DIAG_ITS_OUTSIDE, path->span, AM_NO_ARGUMENTS);
        return false;
    }
    found->scope = (am_scope){.is_element = true};
    return find_member(context, element, path->children, found);
}

/* `Record.name`: 1 when found, 0 when the first name is no record's, -1 after a message. */
static int find_qualified(am_context *context, const am_node *path, am_found *found) {
    const am_node *first = path->children;
    const am_symbol *record = am_symbols_find(&context->maker->symbols, &context->maker->types, first->text);

    if (record == NULL || record->kind != AM_SYMBOL_RECORD) {
        return 0;
    }
    if (!find_record(context, record->item, &found->scope)) {
        am_report(context->maker, AM_DIAG_RECORD_OUT_OF_REACH, first->span, AM_ARGUMENTS(first->text));
        return -1;
    }
    if (first->next == NULL) {
        am_report(context->maker, AM_DIAG_RECORD_AS_VALUE, path->span, AM_ARGUMENTS(first->text));
        return -1;
    }
    return find_member(context, record->item, first->next, found) ? 1 : -1;
}

static bool find_first(am_context *context, const am_node *path, am_type hint, am_found *found) {
    const am_node *segment = path->children;
    const am_symbol *outer;
    int qualified;

    if (path->op == AM_PATH_ITS) {
        return find_its(context, path, found);
    }
    found->segment = segment;
    found->symbol = find_bare(context, segment->text, &found->scope, &outer);
    if (found->symbol != NULL && outer != NULL) {
        report_ambiguous(context, segment, found->symbol, outer);
    }
    if (found->symbol != NULL) {
        return outer == NULL;
    }
    qualified = find_qualified(context, path, found);
    if (qualified != 0) {
        return qualified > 0;
    }
    found->symbol = am_symbols_find(&context->maker->symbols, &context->maker->parameters, segment->text);
    if (found->symbol != NULL) {
        return true;
    }
    report_unknown(context, path, segment, hint);
    return false;
}

bool am_path_is_value(const am_context *context, const am_node *path) {
    return path->kind == AM_NODE_PATH && path->op == AM_PATH_BARE && am_node_count(path) == 1 &&
           set_with(context->maker, path->children->text) != NULL;
}

bool am_path_is_readable(am_context *context, const am_node *path) {
    const am_symbols *symbols = &context->maker->symbols;
    const am_symbol *outer, *record;
    am_scope scope;

    if (path->op == AM_PATH_ITS || path->children == NULL || am_binding_read(context, path) != NULL) {
        return true;
    }
    if (find_bare(context, path->children->text, &scope, &outer) != NULL) {
        return true;
    }
    record = am_symbols_find(symbols, &context->maker->types, path->children->text);
    return (record != NULL && record->kind == AM_SYMBOL_RECORD) ||
           am_symbols_find(symbols, &context->maker->parameters, path->children->text) != NULL;
}

/* Follows fields that are records; false after a message. */
static bool follow_records(am_context *context, am_found *found) {
    am_field *via[AM_RECORD_DEPTH_MAX + 1];
    am_scope *scope = &found->scope;

    while (found->symbol->kind == AM_SYMBOL_FIELD &&
           ((const am_field *)found->symbol->item)->type.kind == AM_TYPE_RECORD) {
        am_field *field = found->symbol->item;

        if (found->segment->next == NULL) {
            am_report(context->maker, AM_DIAG_RECORD_AS_VALUE, found->segment->span,
                      AM_ARGUMENTS(found->segment->text));
            return false;
        }
        if (scope->via_count > AM_RECORD_DEPTH_MAX ||
            !find_member(context, field->record, found->segment->next, found)) {
            return false;
        }
        via[scope->via_count++] = field;
    }
    if (scope->via_count == 0) {
        return true;
    }
    scope->via = AM_NEW_ARRAY(context->maker->arena, am_field *, scope->via_count);
    for (unsigned i = 0; scope->via != NULL && i < scope->via_count; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): set above */
        scope->via[i] = via[i];
    }
    return scope->via != NULL;
}

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
    if (context->is_facts_only && (!is_parameter || !am_expr_is_constant(declaration->value))) {
        am_report(context->maker, AM_DIAG_CLOCK_READS, span, AM_ARGUMENTS(declaration->name));
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
    if (declaration->kind != AM_DECLARATION_PARAMETER) {
        expr->scope = found->scope;
    }
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

static bool is_in_list(const am_record *record) {
    return record != NULL && record->holder != NULL && record->holder->type.kind == AM_TYPE_LIST;
}

/* `its position`, or the declaration's own element's, where nothing else is called so. */
static am_expr *read_position(am_context *context, const am_node *path) {
    const am_record *element = innermost(context);
    am_scope scope = {.is_element = path->op == AM_PATH_ITS};
    am_expr *expr;

    if (path->children->next != NULL || !am_slice_is_equal(path->children->text, AM_SLICE("position")) ||
        (scope.is_element ? element == NULL || am_symbols_find(&context->maker->symbols, element,
                                                               path->children->text) != NULL
                          : context->is_constant || context->lift != 0 || !is_in_list(context->record) ||
                                am_path_is_readable(context, path))) {
        return NULL;
    }
    expr = am_expr_new(context, AM_EXPR_POSITION, path->span, am_type_of(AM_TYPE_WHOLE));
    if (expr != NULL) {
        expr->scope = scope;
    }
    return expr;
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
                               AM_JOIN(maker, owner_name(member), AM_SLICE("."), segment->text)));

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
    member = find_bare(context, path->children->text, &scope, &outer);
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
        expr = read_position(context, path);
    }
    if (expr != NULL) {
        return expr;
    }
    expr = am_binding_read(context, path);
    if (expr != NULL) {
        return read_parts(context, expr, path, path->children);
    }
    if (!find_first(context, path, hint, &found) || !follow_records(context, &found)) {
        return am_expr_error(context, path->span);
    }
    expr = found.symbol->kind == AM_SYMBOL_FIELD ? read_field(context, &found, path->span)
                                                 : read_declaration(context, &found, path->span);
    if (!am_expr_is_error(expr) && expr->type.kind == AM_TYPE_LIST) {
        return read_list(context, expr, &found, want);
    }
    return read_parts(context, expr, path, found.segment);
}
