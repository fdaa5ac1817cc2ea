/*
 * What a test expects: targets found among the outputs, values read as constants of their types.
 *
 * A target is followed through the records of the facts and, beside them, through what the test gives, so
 * that an element that is not there is told at once.
 */
#include "model/expectations.h"

/* On the way to a target: the record reached, what the test gives for it (or NULL), and the path so far. */
typedef struct am_walk {
    am_context *context;
    const am_record *record;
    const am_given_record *given;
    am_slice path;
} am_walk;

static void add_to_path(am_walk *walk, am_slice name) {
    am_slice point = {.data = ".", .length = walk->path.length == 0 ? 0 : 1};

    walk->path = AM_JOIN(walk->context->maker, walk->path, point, name);
}

static const am_given *given_of(const am_walk *walk, const am_field *field) {
    for (uint32_t i = 0; walk->given != NULL && i < walk->given->fact_count; i++) {
        if (walk->given->facts[i].field == field) {
            return &walk->given->facts[i];
        }
    }
    return NULL;
}

static void report_part(am_walk *walk, const am_node *segment, bool is_output) {
    am_maker *maker = walk->context->maker;
    am_guess guess = am_guess_of(maker, segment->text);

    for (uint16_t i = 0; i < walk->record->field_count && !is_output; i++) {
        am_guess_try(&guess, walk->record->fields[i].name);
    }
    for (size_t i = 0; i < maker->model->output_count && is_output; i++) {
        if (maker->model->outputs[i]->record == walk->record) {
            am_guess_try(&guess, maker->model->outputs[i]->name);
        }
    }
    am_report_guess(maker, is_output ? AM_DIAG_TEST_OUTPUT : AM_DIAG_TEST_FIELD, segment->span, guess,
                    AM_ARGUMENTS(segment->text, walk->record->name));
}

static const am_field *find_field(am_walk *walk, const am_node *segment) {
    const am_symbol *symbol = am_symbols_find(&walk->context->maker->symbols, walk->record, segment->text);

    if (symbol == NULL || symbol->kind != AM_SYMBOL_FIELD) {
        report_part(walk, segment, false);
        return NULL;
    }
    return symbol->item;
}

/* Into a record that lies inside. */
static bool enter(am_walk *walk, const am_node *segment) {
    const am_field *field = find_field(walk, segment);
    const am_given *given;

    if (field == NULL) {
        return false;
    }
    if (field->type.kind != AM_TYPE_RECORD) {
        am_report(walk->context->maker, AM_DIAG_TEST_ELEMENT, segment->span,
                  AM_ARGUMENTS(field->name, field->type.kind == AM_TYPE_LIST
                                                ? AM_SLICE("a list: say which element, such as `of 1st of`")
                                                : AM_SLICE("no record")));
        return false;
    }
    given = given_of(walk, field);
    walk->given = given != NULL && given->record_count == 1 ? &given->records[0] : NULL;
    walk->record = field->record;
    add_to_path(walk, field->name);
    return true;
}

static uint64_t number_of(const am_node *ordinal) {
    am_decimal value;
    int64_t number = 0;

    if (am_decimal_parse(ordinal->text, &value) != AM_ARITH_EXACT || !am_decimal_to_int64(value, &number)) {
        return 0;
    }
    return number < 0 ? 0 : (uint64_t)number;
}

/* To an element of the list at the end of the path. */
static bool enter_element(am_walk *walk, const am_node *ordinal, const am_node *list) {
    am_maker *maker = walk->context->maker;
    const am_node *segment = list->children;
    const am_field *field;
    const am_given *given;
    uint64_t number = number_of(ordinal);

    for (; segment != NULL && segment->next != NULL; segment = segment->next) {
        if (!enter(walk, segment)) {
            return false;
        }
    }
    field = segment == NULL ? NULL : find_field(walk, segment);
    if (field == NULL) {
        return false;
    }
    if (field->type.kind != AM_TYPE_LIST) {
        am_report(maker, AM_DIAG_TEST_ELEMENT, segment->span, AM_ARGUMENTS(field->name, AM_SLICE("no list")));
        return false;
    }
    given = given_of(walk, field);
    if (number == 0 || given == NULL || number > given->record_count) {
        am_report(maker, AM_DIAG_TEST_NO_ELEMENT, ordinal->span,
                  AM_ARGUMENTS(field->name, am_count_text(maker, given == NULL ? 0 : given->record_count)));
        return false;
    }
    walk->given = &given->records[number - 1];
    walk->record = field->record;
    add_to_path(walk,
                AM_JOIN(maker, field->name, AM_SLICE("["), am_count_text(maker, number), AM_SLICE("]")));
    return true;
}

static const am_declaration *output_of(const am_walk *walk, am_slice name) {
    const am_model *model = walk->context->maker->model;

    for (size_t i = 0; i < model->output_count; i++) {
        if (model->outputs[i]->record == walk->record && am_slice_is_equal(model->outputs[i]->name, name)) {
            return model->outputs[i];
        }
    }
    return NULL;
}

static bool has_results(const am_declaration *output) {
    return output != NULL && output->schedule != NULL && output->schedule->result_count > 1;
}

/* `rate.base`: one of the results of an output that has several, at the end of a path. */
static bool find_result(am_walk *walk, const am_node *segment, am_expected *out) {
    const am_declaration *output = output_of(walk, segment->text);

    if (!has_results(output) || segment->next == NULL || segment->next->next != NULL) {
        return false;
    }
    for (uint16_t i = 0; i < output->schedule->result_count; i++) {
        if (am_slice_is_equal(output->schedule->results[i].name, segment->next->text)) {
            add_to_path(walk, segment->text);
            add_to_path(walk, segment->next->text);
            out->output = output;
            out->part = i;
            return true;
        }
    }
    return false;
}

static bool find_output(am_walk *walk, const am_node *segment, am_expected *out) {
    out->output = output_of(walk, segment->text);
    if (out->output == NULL || has_results(out->output)) {
        out->output = NULL;
        report_part(walk, segment, true);
        return false;
    }
    add_to_path(walk, segment->text);
    return true;
}

static bool read_target(am_context *context, const am_test *test, const am_node *target, am_expected *out) {
    am_walk walk = {context, context->maker->model->root, &test->given, {0}};
    const am_node *path = am_node_child(target, AM_NODE_PATH);
    const am_node *ordinal = am_node_child(target, AM_NODE_ORDINAL);
    const am_node *segment;

    if (path == NULL ||
        (ordinal != NULL && (ordinal->next == NULL || !enter_element(&walk, ordinal, ordinal->next)))) {
        return false;
    }
    segment = path->children;
    if (segment != NULL && segment->next != NULL && am_slice_is_equal(segment->text, walk.record->name)) {
        segment = segment->next;
    }
    while (segment != NULL && segment->next != NULL && !find_result(&walk, segment, out)) {
        if (!enter(&walk, segment)) {
            return false;
        }
        segment = segment->next;
    }
    if (segment == NULL || (out->output == NULL && !find_output(&walk, segment, out))) {
        return false;
    }
    out->path = walk.path;
    return true;
}

static am_type type_of(const am_expected *expected) {
    return has_results(expected->output) ? expected->output->schedule->results[expected->part].type
                                         : expected->output->type;
}

static bool read_value(am_context *context, const am_node *node, am_expected *out) {
    am_type type = type_of(out);

    out->is_unknown = am_test_is_unknown(context->maker, node, type);
    out->value = out->is_unknown ? NULL : am_test_constant(context, node, type);
    return out->is_unknown || out->value != NULL;
}

static bool read_range(am_context *context, const am_node *node, am_expected *out) {
    am_type type = type_of(out);

    if (type.is_range || !am_type_is_ordered(context->maker, type)) {
        am_report(context->maker, AM_DIAG_NOT_ORDERED, node->span,
                  AM_ARGUMENTS(am_type_words(context->maker, type)));
        return false;
    }
    return am_interval_read(context, node, type, &out->range) &&
           am_interval_check(context, &out->range, node->span);
}

/* The penalty, or one of its versions; NULL behind the last. */
static const am_penalty *penalty_of(const am_declaration *output, uint16_t number) {
    const am_schedule *versions = output->schedule;

    if (versions == NULL || !versions->is_of_versions) {
        return number == 0 ? output->penalty : NULL;
    }
    return number < versions->row_count && versions->rows[number].results[0] != NULL
               ? versions->rows[number].results[0]->declaration->penalty
               : NULL;
}

static bool has_step(const am_declaration *output, am_slice label) {
    const am_penalty *penalty;

    for (uint16_t k = 0; (penalty = penalty_of(output, k)) != NULL; k++) {
        for (uint16_t i = 0; i < penalty->step_count; i++) {
            if (label.length > 0 && am_slice_is_equal(penalty->steps[i].label, label)) {
                return true;
            }
        }
    }
    return false;
}

/* Whether something in the penalty, or in a version of it, could not be read. */
static bool is_step_lost(const am_maker *maker, const am_declaration *penalty) {
    const am_pending *pending = maker->pendings[penalty->number];

    for (size_t i = 0; i < pending->version_count; i++) {
        if (am_node_child(pending->versions[i]->node, AM_NODE_ERROR) != NULL) {
            return true;
        }
    }
    return am_node_child(pending->node, AM_NODE_ERROR) != NULL;
}

static void guess_step(am_guess *guess, const am_declaration *output) {
    const am_penalty *penalty;

    for (uint16_t k = 0; (penalty = penalty_of(output, k)) != NULL; k++) {
        for (uint16_t i = 0; i < penalty->step_count; i++) {
            am_guess_try(guess, penalty->steps[i].label);
        }
    }
}

static bool read_step(am_context *context, const am_node *node, am_expected *out) {
    am_maker *maker = context->maker;
    const am_node *value = am_node_expression(node);
    am_guess guess;

    out->step = node->text;
    if (!has_step(out->output, out->step) && is_step_lost(maker, out->output)) {
        maker->lost_count++;
        return false;
    }
    if (!has_step(out->output, out->step)) {
        guess = am_guess_of(maker, out->step);
        guess_step(&guess, out->output);
        if (guess.best.length != 0) {
            guess.best = AM_JOIN(maker, AM_SLICE("\""), guess.best, AM_SLICE("\""));
        }
        am_report_guess(maker, AM_DIAG_TEST_NO_STEP, node->span, guess,
                        AM_ARGUMENTS(out->output->name, out->step));
        return false;
    }
    out->value = am_test_constant(context, value, out->output->type);
    return out->value != NULL;
}

/* The field that a dotted name means: by its record, through the root's fields, or alone in one record. */
static const am_field *find_needed(am_maker *maker, const am_record *record, am_slice name) {
    size_t point = 0;
    const am_symbol *symbol;

    while (point < name.length && name.data[point] != '.') {
        point++;
    }
    am_slice first = am_slice_part(name, 0, point);
    am_slice rest = am_slice_part(name, point + 1, name.length);
    symbol = am_symbols_find(&maker->symbols, record, first);
    if (symbol != NULL && symbol->kind == AM_SYMBOL_FIELD) {
        const am_field *field = symbol->item;

        return rest.length == 0        ? field
               : field->record != NULL ? find_needed(maker, field->record, rest)
                                       : NULL;
    }
    symbol = rest.length == 0 ? NULL : am_symbols_find(&maker->symbols, &maker->types, first);
    return symbol != NULL && symbol->kind == AM_SYMBOL_RECORD && symbol->item != record
               ? find_needed(maker, symbol->item, rest)
               : NULL;
}

/* False after a message that two records have such a field. */
static bool find_alone(am_maker *maker, am_slice name, am_span span, const am_field **found) {
    for (size_t i = 0; i < maker->model->record_count; i++) {
        const am_symbol *symbol = am_symbols_find(&maker->symbols, maker->model->records[i], name);
        const am_field *field = symbol != NULL && symbol->kind == AM_SYMBOL_FIELD ? symbol->item : NULL;

        if (field != NULL && *found != NULL) {
            am_report(maker, AM_DIAG_AMBIGUOUS_NAME, span,
                      AM_ARGUMENTS(name, AM_JOIN(maker, (*found)->owner->name, AM_SLICE("."), name),
                                   AM_JOIN(maker, field->owner->name, AM_SLICE("."), name)));
            return false;
        }
        *found = field != NULL ? field : *found;
    }
    return true;
}

static void read_needs(am_context *context, const am_node *node, am_expected *out) {
    am_maker *maker = context->maker;
    const am_record *root = maker->model->root;

    out->needs = AM_NEW_ARRAY(maker->arena, am_slice, am_node_count(node) + 1);
    for (const am_node *name = node->children; name != NULL && out->needs != NULL; name = name->next) {
        const am_field *field;
        am_slice text = name->text;

        if (name->kind != AM_NODE_NAME || text.length == 0) {
            continue;
        }
        /* `Case.turnover`, where Case is the record that is assessed */
        if (am_slice_starts_with(text, AM_JOIN(maker, root->name, AM_SLICE(".")))) {
            text = am_slice_part(text, root->name.length + 1, text.length);
        }
        field = find_needed(maker, root, text);
        if (field == NULL && !find_alone(maker, text, name->span, &field)) {
            continue;
        }
        if (field == NULL) {
            am_guess guess = am_guess_of(maker, text);

            am_guess_owner(&guess, &maker->symbols, &maker->members);
            am_report_guess(maker, AM_DIAG_UNKNOWN_NAME, name->span, guess, AM_ARGUMENTS(name->text));
        } else {
            out->needs[out->need_count++] = AM_JOIN(maker, field->owner->name, AM_SLICE("."), field->name);
        }
    }
}

static bool is_check(const am_node *node, am_slice message) {
    return node->kind == AM_NODE_CHECK && am_slice_is_equal(node->text, message);
}

/* Looks at the texts of records, so that a check that could not be read is there, too. */
static bool read_refusal(am_maker *maker, const am_node *node, am_expected *out) {
    am_guess guess = am_guess_of(maker, node->text);
    out->message = node->text;
    for (size_t r = 0; r < maker->model->record_count && maker->record_nodes != NULL; r++) {
        const am_node *record = maker->record_nodes[r];
        for (const am_node *child = record == NULL ? NULL : record->children; child != NULL;
             child = child->next) {
            if (is_check(child, out->message)) {
                return true;
            }
            if (child->kind == AM_NODE_CHECK) {
                am_guess_try(&guess, child->text);
            }
        }
    }
    if (guess.best.length != 0) {
        guess.best = AM_JOIN(maker, AM_SLICE("refused \""), guess.best, AM_SLICE("\""));
    }
    am_report_guess(maker, AM_DIAG_TEST_NO_CHECK, node->span, guess, AM_ARGUMENTS(out->message));
    return false;
}

static bool read_expectation(am_context *context, const am_test *test, const am_node *node,
                             am_expected *out) {
    const am_node *target = am_node_child(node, AM_NODE_TARGET);
    const am_node *value = am_node_expression(node);

    *out = (am_expected){.kind = (am_expectation)node->op, .span = node->span};
    if (out->kind == AM_EXPECT_NEEDS) {
        read_needs(context, node, out);
        return true;
    }
    if (out->kind == AM_EXPECT_REFUSED) {
        return read_refusal(context->maker, node, out);
    }
    if (target == NULL || value == NULL || !read_target(context, test, target, out)) {
        return false;
    }
    return out->kind == AM_EXPECT_IN        ? read_range(context, value, out)
           : out->kind == AM_EXPECT_BECAUSE ? read_step(context, node, out)
                                            : read_value(context, value, out);
}

void am_expectations_read(am_context *context, am_test *test, const am_node *expect) {
    test->expected = AM_NEW_ARRAY(context->maker->arena, am_expected, am_node_count(expect) + 1);
    for (const am_node *node = expect->children; node != NULL && test->expected != NULL; node = node->next) {
        if (node->kind == AM_NODE_EXPECTATION &&
            read_expectation(context, test, node, &test->expected[test->expected_count])) {
            test->expected_count++;
        }
    }
}
