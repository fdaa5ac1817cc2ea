/*
 * Tests: their facts resolved to fields and read as constants.
 *
 * They are read last and change nothing that is assessed: only the first file's, since a rulebook that is
 * used is tested as itself.
 */
#include "model/expectations.h"

static void read_record(am_context *context, const am_record *record, const am_node *node,
                        am_given_record *out);

/* `-EUR 5` is a literal to a reader. */
static am_expr *negated(am_expr *expr) {
    am_expr *inner = expr->kind == AM_EXPR_NEGATE ? expr->operands[0] : NULL;

    if (inner == NULL || inner->kind != AM_EXPR_CONSTANT ||
        (inner->type.kind != AM_TYPE_NUMBER && inner->type.kind != AM_TYPE_WHOLE &&
         inner->type.kind != AM_TYPE_MONEY)) {
        return expr;
    }
    expr->kind = AM_EXPR_CONSTANT;
    expr->value.decimal = am_decimal_negate(inner->value.decimal);
    return expr;
}

am_expr *am_test_constant(am_context *context, const am_node *node, am_type type) {
    am_expr *value;

    type.is_optional = false;
    if (node == NULL) {
        return NULL;
    }
    value = am_expr_typed(context, node, type);
    if (am_expr_is_error(value)) {
        return NULL;
    }
    value = negated(value);
    if (value->kind == AM_EXPR_RANGE && value->operand_count == 2) {
        negated(value->operands[0]);
        negated(value->operands[1]);
    }
    if (!am_expr_is_constant(value)) {
        am_report(context->maker, AM_DIAG_NOT_CONSTANT, value->span,
                  AM_ARGUMENTS(am_span_text(context->maker, value->span)));
        return NULL;
    }
    return value;
}

bool am_test_is_unknown(const am_maker *maker, const am_node *node, am_type type) {
    const void *set = type.kind == AM_TYPE_CODE ? &maker->model->sets[type.index] : NULL;
    am_slice word = AM_SLICE("unknown");

    return node != NULL && type.is_optional && node->kind == AM_NODE_PATH && am_node_count(node) == 1 &&
           am_slice_is_equal(node->children->text, word) &&
           (set == NULL || am_symbols_find(&maker->symbols, set, word) == NULL);
}

/* Whether a fact, or what it is, could not be read: those behind it may be parts of it. */
static bool is_partly_read(const am_node *facts) {
    for (const am_node *fact = facts->children; fact != NULL; fact = fact->next) {
        if (fact->kind == AM_NODE_ERROR || am_node_child(fact, AM_NODE_ERROR) != NULL) {
            return true;
        }
    }
    return false;
}

/* Silent where the fact may belong to text that could not be read. */
static const am_field *find_field(am_maker *maker, const am_record *record, const am_node *fact,
                                  bool is_broken) {
    const am_symbol *symbol = am_symbols_find(&maker->symbols, record, fact->text);
    am_guess guess;

    if (am_symbol_field(symbol) != NULL) {
        return am_symbol_field(symbol);
    }
    if (is_broken) {
        return NULL;
    }
    guess = am_guess_of(maker, fact->text);
    for (uint16_t i = 0; i < record->field_count; i++) {
        am_guess_try(&guess, record->fields[i].name);
    }
    am_span name = {fact->span.source, fact->span.start, (uint32_t)fact->text.length};
    am_report_guess(maker, AM_DIAG_TEST_FIELD, name, guess, AM_ARGUMENTS(fact->text, record->name));
    return NULL;
}

static void report_form(am_maker *maker, const am_node *fact, const am_field *field) {
    am_slice form = field->type.kind == AM_TYPE_LIST     ? AM_SLICE("a list `[ ... , ... ]` of its elements")
                    : field->type.kind == AM_TYPE_RECORD ? AM_SLICE("one record `[ ... ]`")
                                                         : AM_SLICE("a value");

    if (am_node_child(fact, AM_NODE_ERROR) == NULL) {
        am_report(maker, AM_DIAG_TEST_FACT_FORM, fact->span, AM_ARGUMENTS(field->name, form));
    }
}

static void read_records(am_context *context, const am_node *list, am_given *out) {
    am_maker *maker = context->maker;
    size_t count = am_node_count(list);

    if (!am_count_fits(maker, count, list->span, AM_SLICE("elements"))) {
        return;
    }
    out->records = AM_NEW_ARRAY(maker->arena, am_given_record, count + 1);
    if (out->records == NULL) {
        return;
    }
    for (const am_node *element = list->children; element != NULL; element = element->next) {
        if (element->kind == AM_NODE_FACT_RECORD) {
            read_record(context, out->field->record, element, &out->records[out->record_count++]);
        }
    }
}

static void read_fact(am_context *context, const am_node *fact, am_given *out) {
    const am_node *list = am_node_child(fact, AM_NODE_FACT_LIST);
    const am_node *value = am_node_expression(fact);
    const am_field *field = out->field;
    bool is_nested = field->type.kind == AM_TYPE_LIST || field->type.kind == AM_TYPE_RECORD;

    if (list == NULL && value == NULL) {
        return;
    }
    out->is_unknown = am_test_is_unknown(context->maker, value, field->type);
    if (out->is_unknown) {
        return;
    }
    if (is_nested != (list != NULL) ||
        (field->type.kind == AM_TYPE_RECORD && list != NULL && am_node_count(list) != 1)) {
        report_form(context->maker, fact, field);
        return;
    }
    if (list != NULL) {
        read_records(context, list, out);
    } else {
        out->value = am_test_constant(context, value, field->type);
    }
}

static const am_given *given_before(const am_given_record *record, const am_field *field) {
    for (uint32_t i = 0; i < record->fact_count; i++) {
        if (record->facts[i].field == field) {
            return &record->facts[i];
        }
    }
    return NULL;
}

static void read_record(am_context *context, const am_record *record, const am_node *node,
                        am_given_record *out) {
    am_maker *maker = context->maker;
    bool is_broken = is_partly_read(node);

    out->facts = AM_NEW_ARRAY(maker->arena, am_given, am_node_count(node) + 1);
    for (const am_node *fact = node->children; fact != NULL && out->facts != NULL; fact = fact->next) {
        const am_field *field =
            fact->kind == AM_NODE_FACT ? find_field(maker, record, fact, is_broken) : NULL;
        const am_given *before = field == NULL ? NULL : given_before(out, field);

        if (before != NULL && is_broken) {
            continue;
        }
        if (before != NULL) {
            am_diagnostic *diagnostic =
                am_report(maker, AM_DIAG_TEST_FACT_TWICE, fact->span, AM_ARGUMENTS(field->name));
            am_diagnostic_note(maker->diagnostics, diagnostic, before->span, AM_SLICE("first given here"));
        } else if (field != NULL) {
            am_given *given = &out->facts[out->fact_count];

            given->field = field;
            given->span = fact->span;
            read_fact(context, fact, given);
            out->fact_count++;
        }
    }
}

/* A test may cite a decision, which is no source of the law: without a key its citation stands as it is. */
static am_slice citation_of(am_maker *maker, am_header *header, const am_node *node) {
    const am_node *per = am_node_child(node, AM_NODE_PER);

    if (per != NULL && am_node_child(per, AM_NODE_NAME) == NULL) {
        return per->text;
    }
    return am_citation_of(maker, header, node, (am_slice){0});
}

static am_test *read_test(am_maker *maker, am_header *header, const am_node *node) {
    am_context context = am_context_of(maker, header, NULL, NULL);
    const am_node *given = am_node_child(node, AM_NODE_GIVEN);
    const am_node *expect = am_node_child(node, AM_NODE_EXPECT);
    am_test *test = AM_NEW(maker->arena, am_test);

    if (test == NULL) {
        return NULL;
    }
    context.is_constant = true;
    test->name = node->text;
    test->span = node->span;
    test->citation = citation_of(maker, header, node);
    if (given != NULL) {
        read_record(&context, maker->model->root, given, &test->given);
    }
    if (expect != NULL && given != NULL) {
        am_expectations_read(&context, test, expect);
    }
    return test;
}

void am_tests_build(am_maker *maker) {
    am_model *model = maker->model;
    const am_node *file = maker->headers[0].file;

    model->tests = AM_NEW_ARRAY(maker->arena, am_test *, am_node_count(file) + 1);
    for (const am_node *node = file->children; node != NULL && model->tests != NULL; node = node->next) {
        am_test *test = node->kind == AM_NODE_TEST ? read_test(maker, &maker->headers[0], node) : NULL;

        if (test != NULL) {
            model->tests[model->test_count++] = test;
        }
    }
}
