/*
 * Discretions: each becomes an optional field of its record and a rule that reads it, `NAME otherwise
 * default`.
 *
 * Whoever reads the discretion reads the rule, so that what was not chosen is the default everywhere. The
 * field is behind those that the record declares itself; its name in records is the discretion's. Ends and
 * default are constants, so that what may be chosen is the same for every record; but for dates an end may be
 * left out, where the law has none.
 */
#include "model/build.h"

#include "base/open_end.h"

/* Of numbers, as the program has it. */
#define DISCRETION_PLACES 12

/* The head of versions is none: discretions have no dates. */
static bool is_discretion(const am_pending *pending) {
    return pending->node->kind == AM_NODE_DISCRETION && pending->version_count == 0;
}

static size_t count_of(const am_maker *maker, const am_record *record) {
    size_t count = 0;

    for (size_t i = 0; i < maker->pending_count; i++) {
        count += is_discretion(maker->pendings[i]) && maker->pendings[i]->declaration->record == record;
    }
    return count;
}

/* Whatever points to a field of the record follows it to its new place. */
static void move_field(am_maker *maker, am_record *record, am_field *from, am_field *to) {
    am_symbol *symbol = am_symbols_find(&maker->symbols, record, from->name);
    am_symbol *member = am_symbols_find(&maker->symbols, &maker->members, from->name);

    if (symbol != NULL && symbol->item == from) {
        symbol->item = to;
    }
    if (member != NULL && member->item == from) {
        member->item = to;
    }
    if (from->record != NULL && from->record->holder == from) {
        from->record->holder = to;
    }
    *to = *from;
}

static bool make_room(am_maker *maker, am_record *record, size_t count) {
    am_field *fields = AM_NEW_ARRAY(maker->arena, am_field, record->field_count + count);

    if (fields == NULL ||
        !am_count_fits(maker, record->field_count + count, record->span, AM_SLICE("fields"))) {
        return false;
    }
    for (uint16_t i = 0; i < record->field_count; i++) {
        move_field(maker, record, &record->fields[i], &fields[i]);
    }
    record->fields = fields;
    return true;
}

static void add_field(am_maker *maker, am_pending *pending) {
    am_declaration *declaration = pending->declaration;
    am_record *record = declaration->record;
    am_discretion_terms *discretion = AM_NEW(maker->arena, am_discretion_terms);
    const am_node *by = am_node_child(pending->node, AM_NODE_BY);
    am_field *field = &record->fields[record->field_count++];

    *field = (am_field){.name = declaration->name,
                        .type = declaration->type,
                        .owner = record,
                        .label = declaration->label,
                        .citation = declaration->citation,
                        .discretion = declaration,
                        .span = declaration->name_span};
    field->type.is_optional = true;
    if (discretion != NULL) {
        *discretion = (am_discretion_terms){.field = field};
        if (by != NULL) {
            discretion->authority = by->text;
        }
    }
    declaration->discretion = discretion;
}

void am_discretions_place(am_maker *maker) {
    am_model *model = maker->model;

    for (size_t r = 0; r < model->record_count && !maker->arena->is_exhausted; r++) {
        am_record *record = model->records[r];
        size_t count = count_of(maker, record);

        if (count == 0 || !make_room(maker, record, count)) {
            continue;
        }
        for (size_t i = 0; i < maker->pending_count; i++) {
            am_pending *pending = maker->pendings[i];

            if (is_discretion(pending) && pending->declaration->record == record) {
                add_field(maker, pending);
            }
        }
    }
}

const am_field *am_symbol_field(const am_symbol *symbol) {
    const am_declaration *declaration;

    if (symbol == NULL || symbol->kind == AM_SYMBOL_FIELD) {
        return symbol == NULL ? NULL : symbol->item;
    }
    declaration = symbol->kind == AM_SYMBOL_DECLARATION ? symbol->item : NULL;
    return declaration == NULL || declaration->discretion == NULL ? NULL : declaration->discretion->field;
}

/* What may be chosen is named, compared, or counted. */
static bool may_be_chosen(am_type type) {
    return !type.is_range && type.kind != AM_TYPE_TEXT && type.kind != AM_TYPE_RECORD &&
           type.kind != AM_TYPE_LIST;
}

static void report_range(am_context *context, const am_declaration *declaration, am_span span,
                         am_slice reason) {
    am_report(context->maker, AM_DIAG_DISCRETION_RANGE, span, AM_ARGUMENTS(declaration->name, reason));
}

/* Dates have ends that no law sets, and every other choice may be without one. */
static bool may_be_open(am_type type) {
    return type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_WHOLE || type.kind == AM_TYPE_MONEY ||
           type.kind == AM_TYPE_MONTHS || type.kind == AM_TYPE_DAYS;
}

/* The farthest choice, where the law sets no end. */
static am_decimal open_end_of(const am_maker *maker, am_type type) {
    switch (type.kind) {
    case AM_TYPE_NUMBER:
        return am_open_end_number();
    case AM_TYPE_WHOLE:
        return am_open_end_whole();
    case AM_TYPE_MONEY:
        return am_open_end_money(maker->model->units[type.index].digits);
    default:
        return am_decimal_of(AM_OPEN_END_PERIOD);
    }
}

/* What is stated lies within a quarter of where choices without an end end, so that there are halves of it
 * that can be chosen. */
static void check_far(am_context *context, const am_declaration *declaration, const am_interval *bounds,
                      const am_expr *stated) {
    am_type type = declaration->type;
    am_decimal value, limit;
    int64_t whole = 0;

    if (stated == NULL || !am_expr_is_constant(stated) || !may_be_open(type) ||
        (bounds->lowest != NULL && bounds->highest != NULL)) {
        return;
    }
    value = type.kind == AM_TYPE_MONTHS || type.kind == AM_TYPE_DAYS ? am_decimal_of(stated->value.integer)
                                                                     : stated->value.decimal;
    am_decimal_multiply(open_end_of(context->maker, type), am_open_end_quarter(), &limit);
    am_decimal_to_int64(limit, &whole);
    if (am_decimal_compare(am_decimal_absolute(value), limit) > 0) {
        am_report(context->maker, AM_DIAG_DISCRETION_FAR, stated->span,
                  AM_ARGUMENTS(declaration->name,
                               bounds->highest == NULL ? AM_SLICE("highest") : AM_SLICE("lowest"),
                               am_count_text(context->maker, (uint64_t)whole)));
    }
}

static void check_ends(am_context *context, const am_declaration *declaration, const am_interval *bounds,
                       am_span span) {
    if (!may_be_open(declaration->type) && (bounds->lowest == NULL || bounds->highest == NULL)) {
        report_range(context, declaration, span,
                     bounds->lowest == NULL ? AM_SLICE("no lowest value") : AM_SLICE("no highest value"));
    }
    check_far(context, declaration, bounds, bounds->lowest);
    check_far(context, declaration, bounds, bounds->highest);
}

/* False where the range says nothing that a default could be held against. */
static bool read_bounds(am_context *context, const am_pending *pending, am_interval *bounds) {
    const am_declaration *declaration = pending->declaration;
    const am_node *in = am_node_child(pending->node, AM_NODE_IN_RANGE);
    const am_node *range = in == NULL ? NULL : am_node_expression(in);
    am_type type = declaration->type;

    if (in == NULL) {
        if (type.kind != AM_TYPE_CODE && type.kind != AM_TYPE_YESNO && !may_be_open(type) &&
            !am_is_broken_off(context->maker, pending->node)) {
            report_range(context, declaration, declaration->name_span, AM_SLICE("no range"));
        }
        return true;
    }
    if (range == NULL) {
        return false;
    }
    if (!am_type_is_ordered(context->maker, type)) {
        am_report(context->maker, AM_DIAG_NOT_ORDERED, in->span,
                  AM_ARGUMENTS(am_type_words(context->maker, type)));
        return false;
    }
    if (!am_interval_read(context, range, type, bounds) || !am_interval_check(context, bounds, in->span)) {
        return false;
    }
    check_ends(context, declaration, bounds, in->span);
    return true;
}

static bool is_within(const am_interval *bounds, const am_expr *value) {
    int low = bounds->lowest == NULL ? 1 : am_constant_compare(value, bounds->lowest);
    int high = bounds->highest == NULL ? -1 : am_constant_compare(value, bounds->highest);

    return (low > 0 || (low == 0 && !bounds->is_lowest_out)) &&
           (high < 0 || (high == 0 && !bounds->is_highest_out));
}

/* Digits after the point that a record may state. */
static int32_t places_of(const am_maker *maker, am_type type) {
    return type.kind == AM_TYPE_MONEY ? maker->model->units[type.index].digits : DISCRETION_PLACES;
}

/* The default could be chosen as well. */
static am_expr *read_default(am_context *context, const am_pending *pending, const am_interval *bounds,
                             bool has_bounds) {
    am_maker *maker = context->maker;
    const am_declaration *declaration = pending->declaration;
    const am_node *node = am_node_child(pending->node, AM_NODE_DEFAULT);
    const am_node *stated = node == NULL ? NULL : am_node_expression(node);
    am_expr *value;

    if (stated == NULL) {
        if (!am_is_broken_off(maker, pending->node) && node == NULL) {
            am_report(maker, AM_DIAG_DISCRETION_DEFAULT_MISSING, declaration->name_span,
                      AM_ARGUMENTS(declaration->name));
        }
        return am_expr_error(context, declaration->name_span);
    }
    value = am_expr_typed(context, stated, declaration->type);
    if (am_expr_is_error(value)) {
        return value;
    }
    if (!am_expr_is_constant(value)) {
        am_report(maker, AM_DIAG_NOT_CONSTANT, value->span, AM_ARGUMENTS(am_span_text(maker, value->span)));
        return am_expr_error(context, value->span);
    }
    check_far(context, declaration, bounds, value);
    if (has_bounds && (!is_within(bounds, value) ||
                       am_decimal_places(value->value.decimal) > places_of(maker, declaration->type))) {
        am_report(maker, AM_DIAG_DISCRETION_DEFAULT_OUTSIDE, value->span, AM_ARGUMENTS(declaration->name));
        return am_expr_error(context, value->span);
    }
    return value;
}

/* `default` and `by` stand once. */
static void check_clauses(am_maker *maker, const am_pending *pending) {
    const am_node *before[2] = {NULL, NULL};

    for (const am_node *node = pending->node->children; node != NULL; node = node->next) {
        unsigned which = node->kind == AM_NODE_BY;

        if (node->kind != AM_NODE_DEFAULT && node->kind != AM_NODE_BY) {
            continue;
        }
        if (before[which] != NULL) {
            am_diagnostic *diagnostic = am_report(maker, AM_DIAG_HEADER_TWICE, node->span,
                                                  AM_ARGUMENTS(am_node_word((am_node_kind)node->kind)));
            am_diagnostic_note(maker->diagnostics, diagnostic, before[which]->span,
                               AM_SLICE("first stated here"));
        }
        before[which] = node;
    }
    if (before[1] == NULL && !am_is_broken_off(maker, pending->node)) {
        am_report(maker, AM_DIAG_DISCRETION_BY_MISSING, pending->declaration->name_span,
                  AM_ARGUMENTS(pending->declaration->name));
    }
}

void am_discretion_resolve(am_context *context, am_pending *pending) {
    am_declaration *declaration = pending->declaration;
    am_discretion_terms *discretion = declaration->discretion;
    am_type type = declaration->type;
    am_expr *field, *fallback;

    context->is_constant = true;
    if (discretion == NULL || type.kind == AM_TYPE_ERROR) {
        declaration->value = am_expr_error(context, declaration->span);
        return;
    }
    if (!may_be_chosen(type)) {
        am_report(context->maker, AM_DIAG_DISCRETION_TYPE, declaration->name_span,
                  AM_ARGUMENTS(am_type_words(context->maker, type)));
        declaration->value = am_expr_error(context, declaration->span);
        return;
    }
    check_clauses(context->maker, pending);
    bool has_bounds = read_bounds(context, pending, &discretion->field->bounds);
    fallback = read_default(context, pending, &discretion->field->bounds, has_bounds);
    field = am_expr_new(context, AM_EXPR_FIELD, declaration->name_span, discretion->field->type);
    if (field == NULL || am_expr_is_error(fallback)) {
        declaration->value = am_expr_error(context, declaration->span);
        return;
    }
    field->field = discretion->field;
    discretion->fallback = fallback;
    declaration->value =
        am_expr_make(context, AM_EXPR_OTHERWISE, declaration->span, type, 2, field, fallback, NULL);
}
