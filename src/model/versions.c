/*
 * Dated declarations: when each is law, by which clock, and the versions that share a name.
 *
 * Several declarations of one name and record that say when they are in force are versions of one: readers
 * see a table of them by the clock, or for parameters a series. Versions may not overlap, and between two of
 * them no day may be left out, save after a repeal. Before the first and after the last the record's date is
 * a fault of its own when it is assessed: that a declaration says from when it is in force says that there
 * was nothing before.
 */
#include "model/build.h"

static bool is_dated(const am_node *node) {
    return am_node_child(node, AM_NODE_IN_FORCE) != NULL || am_node_child(node, AM_NODE_REPEALED) != NULL;
}

static bool add_version(am_maker *maker, am_pending *head, am_pending *version) {
    am_pending **versions =
        AM_GROW(maker->arena, am_pending *, head->versions, head->version_count, &head->version_capacity);

    if (versions == NULL) {
        return false;
    }
    head->versions = versions;
    versions[head->version_count++] = version;
    version->head = head;
    version->declaration->head = head->declaration;
    return true;
}

static am_pending *new_head(am_maker *maker, am_pending *first) {
    am_pending **pendings =
        AM_GROW(maker->arena, am_pending *, maker->pendings, maker->pending_count, &maker->pending_capacity);
    am_pending *head = AM_NEW(maker->arena, am_pending);
    am_declaration *declaration = AM_NEW(maker->arena, am_declaration);
    const am_declaration *like = first->declaration;
    bool is_parameter = like->kind == AM_DECLARATION_PARAMETER;

    if (pendings == NULL || head == NULL || declaration == NULL) {
        return NULL;
    }
    maker->pendings = pendings;
    *declaration = (am_declaration){.kind = is_parameter ? AM_DECLARATION_PARAMETER : AM_DECLARATION_RULE,
                                    .name = like->name,
                                    .record = like->record,
                                    .book = like->book,
                                    .span = like->span,
                                    .name_span = like->name_span,
                                    .number = (uint32_t)maker->pending_count};
    *head = (am_pending){.declaration = declaration, .node = first->node, .header = first->header};
    pendings[maker->pending_count++] = head;
    return add_version(maker, head, first) ? head : NULL;
}

am_pending *am_version_join(am_maker *maker, am_symbol *symbol, am_pending *pending) {
    const am_declaration *declared = symbol->item;
    am_pending *first = maker->pendings[declared->number], *head = first;

    if (symbol->kind != AM_SYMBOL_DECLARATION || !is_dated(first->node) || !is_dated(pending->node)) {
        return NULL;
    }
    if (first->version_count == 0) {
        head = new_head(maker, first);
    }
    if (head == NULL || !add_version(maker, head, pending)) {
        return NULL;
    }
    symbol->item = head->declaration;
    return head;
}

/* The days on which a declaration says that it is law; by default those of its rulebook. */
static void read_days(am_maker *maker, am_pending *pending) {
    am_context context = am_context_of(maker, pending->header, NULL, NULL);
    const am_node *in_force = am_node_child(pending->node, AM_NODE_IN_FORCE);
    const am_node *repealed = am_node_child(pending->node, AM_NODE_REPEALED);
    am_declaration *declaration = pending->declaration;
    const am_node *from = in_force == NULL ? NULL : am_node_expression(in_force);
    const am_node *until = from == NULL ? NULL : am_node_next_expression(from);
    am_date end;

    if (am_node_child(pending->node, AM_NODE_ERROR) != NULL) {
        pending->is_date_lost = true;
        return;
    }
    context.is_constant = true;
    am_date_literal(&context, from, &declaration->in_force_from);
    if (in_force != NULL && am_date_literal(&context, until, &end)) {
        declaration->in_force_last = in_force->op == AM_BOUND_THROUGH ? end : end - 1;
        pending->has_end = true;
    }
    if (repealed != NULL) {
        declaration->is_repealed =
            am_date_literal(&context, am_node_expression(repealed), &declaration->repealed_from);
    }
    am_published_read(maker, pending);
    if (declaration->in_force_last < declaration->in_force_from ||
        (declaration->is_repealed && declaration->repealed_from <= declaration->in_force_from)) {
        const am_node *wrong = in_force != NULL ? in_force : repealed;

        am_report(maker, AM_DIAG_DATES_BACKWARD, wrong != NULL ? wrong->span : pending->node->span,
                  AM_NO_ARGUMENTS);
    }
}

am_slice am_day_text(am_maker *maker, am_date day) {
    char *text = AM_NEW_ARRAY(maker->arena, char, 16);
    am_buffer buffer;

    if (text == NULL) {
        return (am_slice){0};
    }
    buffer = am_buffer_over(text, 16);
    am_date_print(&buffer, day);
    return am_buffer_text(&buffer);
}

static void report_gap(am_maker *maker, const am_declaration *declaration, am_date from, am_date last) {
    am_report(maker, AM_DIAG_VERSIONS_GAP, declaration->name_span,
              AM_ARGUMENTS(declaration->name, am_day_text(maker, from), am_day_text(maker, last)));
}

/* A repeal follows at once upon the last day. */
static void check_repeal(am_maker *maker, const am_pending *pending) {
    const am_declaration *declaration = pending->declaration;

    if (!declaration->is_repealed || !pending->has_end) {
        return;
    }
    if (declaration->in_force_last < declaration->repealed_from - 1) {
        report_gap(maker, declaration, declaration->in_force_last + 1, declaration->repealed_from - 1);
    } else if (declaration->in_force_last >= declaration->repealed_from) {
        am_report(maker, AM_DIAG_VERSIONS_OVERLAP, declaration->name_span,
                  AM_ARGUMENTS(declaration->name, am_day_text(maker, declaration->repealed_from)));
    }
}

static void set_clock(am_maker *maker, am_pending *pending) {
    const am_node *own = am_node_child(pending->node, AM_NODE_DATED_BY);
    am_declaration *declaration = pending->declaration;

    if (declaration->kind != AM_DECLARATION_PARAMETER && declaration->record != NULL) {
        declaration->clock = declaration->record->clock;
    }
    if (own != NULL && (declaration->record != NULL || maker->model->root != NULL)) {
        am_record *record = declaration->record != NULL ? declaration->record : maker->model->root;
        am_expr *clock = am_clock_read(maker, pending->header, record, own, 0);

        declaration->has_own_clock = true;
        declaration->clock = am_expr_is_error(clock) ? NULL : clock;
        pending->is_clock_lost = am_expr_is_error(clock);
    }
}

static void check_dated(am_maker *maker, am_pending *pending, const am_node *clause) {
    am_declaration *declaration = pending->declaration;
    am_header *header = pending->header;

    if (declaration->record != NULL && declaration->clock == NULL && !pending->is_clock_lost) {
        am_report(maker, AM_DIAG_NO_CLOCK, clause->span,
                  AM_ARGUMENTS(declaration->name, declaration->record->name));
    }
    if (!header->book->has_in_force && !header->is_in_force_missed) {
        header->is_in_force_missed = true;
        am_report(maker, AM_DIAG_IN_FORCE_NEEDED, clause->span, AM_NO_ARGUMENTS);
    }
}

static void date_one(am_maker *maker, am_pending *pending) {
    const am_book *book = pending->header->book;
    am_declaration *declaration = pending->declaration;
    const am_node *clause = am_node_child(pending->node, AM_NODE_IN_FORCE);

    set_clock(maker, pending);
    declaration->has_in_force =
        book->has_in_force && declaration->clock != NULL && declaration->kind != AM_DECLARATION_PARAMETER;
    declaration->in_force_from = book->has_in_force ? book->in_force_from : AM_DATE_MIN;
    declaration->in_force_last = AM_DATE_MAX;
    declaration->published = book->has_in_force ? book->published : AM_DATE_MIN;
    if (is_dated(pending->node)) {
        check_dated(maker, pending, clause != NULL ? clause : am_node_child(pending->node, AM_NODE_REPEALED));
        read_days(maker, pending);
        check_repeal(maker, pending);
    } else {
        am_published_read(maker, pending);
    }
    am_parameter_clock_check(maker, pending);
}

/* No longer than the rulebook. */
static void keep_to_book(am_declaration *declaration, const am_book *book) {
    if (declaration->in_force_from < book->in_force_from) {
        declaration->in_force_from = book->in_force_from;
    }
    if (declaration->in_force_last >= book->in_force_until) {
        declaration->in_force_last = book->in_force_until - 1;
    }
}

static void sort(am_pending *head) {
    for (size_t i = 1; i < head->version_count; i++) {
        am_pending *moved = head->versions[i];
        size_t k = i;

        for (; k > 0 && head->versions[k - 1]->declaration->in_force_from > moved->declaration->in_force_from;
             k--) {
            head->versions[k] = head->versions[k - 1];
        }
        head->versions[k] = moved;
    }
}

/* The first day on which a version is certainly no longer law: repealed, ended, or AM_DATE_MAX + 1. */
static am_date end_of(const am_pending *version) {
    const am_declaration *declaration = version->declaration;

    if (declaration->is_repealed) {
        return declaration->repealed_from;
    }
    return version->has_end ? declaration->in_force_last + 1 : AM_DATE_MAX + 1;
}

static void check_neighbours(am_maker *maker, const am_pending *earlier, const am_pending *later) {
    am_date from = later->declaration->in_force_from, end = end_of(earlier);
    bool is_open = !earlier->has_end && !earlier->declaration->is_repealed;

    if (earlier->is_date_lost || later->is_date_lost) {
        return;
    }
    if (earlier->declaration->in_force_from == from || (!is_open && end > from)) {
        am_diagnostic *diagnostic =
            am_report(maker, AM_DIAG_VERSIONS_OVERLAP, later->declaration->name_span,
                      AM_ARGUMENTS(later->declaration->name, am_day_text(maker, from)));

        am_diagnostic_note(maker->diagnostics, diagnostic, earlier->declaration->name_span,
                           AM_SLICE("the other version is declared here"));
    } else if (end < from && !earlier->declaration->is_repealed) {
        report_gap(maker, later->declaration, end, from - 1);
    }
}

static void check_clocks(am_maker *maker, const am_pending *first, const am_pending *other) {
    const am_expr *a = first->declaration->clock, *b = other->declaration->clock;

    bool is_parameter = first->declaration->kind == AM_DECLARATION_PARAMETER;

    if ((a != NULL && b != NULL && !am_expr_is_same(a, b)) || (is_parameter && (a == NULL) != (b == NULL))) {
        am_diagnostic *diagnostic = am_report(maker, AM_DIAG_VERSION_CLOCKS, other->declaration->name_span,
                                              AM_ARGUMENTS(other->declaration->name));

        am_diagnostic_note(maker->diagnostics, diagnostic, first->declaration->name_span,
                           AM_SLICE("the other version is declared here"));
    }
}

static void settle(am_maker *maker, am_pending *head) {
    am_declaration *declaration = head->declaration;

    sort(head);
    for (size_t i = 1; i < head->version_count; i++) {
        check_neighbours(maker, head->versions[i - 1], head->versions[i]);
        check_clocks(maker, head->versions[0], head->versions[i]);
    }
    declaration->clock = head->versions[0]->declaration->clock;
    declaration->has_own_clock = head->versions[0]->declaration->has_own_clock;
    declaration->has_in_force = declaration->clock != NULL && declaration->book->has_in_force &&
                                declaration->kind != AM_DECLARATION_PARAMETER;
    declaration->in_force_from = head->versions[0]->declaration->in_force_from;
    declaration->published = declaration->in_force_from; /* likewise each for itself */
    declaration->in_force_last = AM_DATE_MAX; /* where its last version ends is in the table of versions */
    for (size_t i = 0; i < head->version_count; i++) {
        head->versions[i]->declaration->has_in_force = false;
    }
}

void am_versions_date(am_maker *maker) {
    for (size_t i = 0; i < maker->pending_count; i++) {
        if (maker->pendings[i]->version_count == 0) {
            date_one(maker, maker->pendings[i]);
        }
    }
    for (size_t i = 0; i < maker->pending_count; i++) {
        am_pending *pending = maker->pendings[i];

        if (pending->version_count != 0) {
            settle(maker, pending);
        }
        if (pending->declaration->has_in_force) {
            am_declaration *declaration = pending->declaration;

            if (declaration->is_repealed) {
                declaration->in_force_last = AM_DATE_MAX;
            }
            keep_to_book(declaration, declaration->book);
        }
    }
}

/* The value of what readers see */

static uint16_t result_count(const am_declaration *declaration) {
    return declaration->schedule != NULL && declaration->kind != AM_DECLARATION_PARAMETER
               ? declaration->schedule->result_count
               : 1;
}

static am_type result_type(const am_declaration *declaration, uint16_t part) {
    return result_count(declaration) > 1 ? declaration->schedule->results[part].type : declaration->type;
}

static am_expr *value_of(am_context *context, am_declaration *version, uint16_t part) {
    am_expr *value = am_expr_new(context, AM_EXPR_VALUE, version->name_span, result_type(version, part));

    if (value != NULL) {
        value->declaration = version;
        value->part = part;
    }
    return value;
}

static am_slice version_words(am_maker *maker, const am_declaration *version) {
    am_slice type = am_type_words(maker, version->type);
    bool is_amount = version->kind == AM_DECLARATION_AMOUNT;

    return is_amount ? AM_JOIN(maker, AM_SLICE("an `amount` of "), type) : type;
}

static void report_types(am_maker *maker, const am_declaration *first, const am_declaration *other) {
    am_diagnostic *diagnostic =
        am_report(maker, AM_DIAG_VERSION_TYPES, other->name_span,
                  AM_ARGUMENTS(other->name, version_words(maker, first), version_words(maker, other)));

    am_diagnostic_note(maker->diagnostics, diagnostic, first->name_span,
                       AM_SLICE("the first version is declared here"));
}

static void report_columns(am_maker *maker, const am_declaration *first, const am_declaration *other) {
    am_diagnostic *diagnostic =
        am_report(maker, AM_DIAG_VERSION_COLUMNS, other->name_span, AM_ARGUMENTS(other->name));

    am_diagnostic_note(maker->diagnostics, diagnostic, first->name_span,
                       AM_SLICE("the first version is declared here"));
}

/* Whether the results of two versions have the same names and types; reports it. */
static bool has_same_results(am_context *context, const am_declaration *first, const am_declaration *other) {
    uint16_t count = result_count(first);
    bool is_amount = first->kind == AM_DECLARATION_AMOUNT;

    if (result_count(other) != count) {
        report_columns(context->maker, first, other);
        return false;
    }
    for (uint16_t i = 0; i < count; i++) {
        am_type a = result_type(first, i), b = result_type(other, i);

        if (a.kind == AM_TYPE_ERROR || b.kind == AM_TYPE_ERROR) {
            return false;
        }
        if (count > 1 && !(am_type_is_same(a, b) && am_slice_is_equal(first->schedule->results[i].name,
                                                                      other->schedule->results[i].name))) {
            report_columns(context->maker, first, other);
            return false;
        }
        if (!am_type_is_same(a, b) || is_amount != (other->kind == AM_DECLARATION_AMOUNT)) {
            report_types(context->maker, first, other);
            return false;
        }
    }
    return true;
}

/* The type that all versions have; it may be unknown where one of them may. */
static bool settle_type(am_context *context, const am_pending *head) {
    const am_declaration *first = head->versions[0]->declaration;
    am_declaration *declaration = head->declaration;
    bool is_same = true;

    declaration->type = first->type;
    for (size_t i = 0; i < head->version_count; i++) {
        const am_declaration *version = head->versions[i]->declaration;

        is_same &= has_same_results(context, first, version);
        declaration->type.is_optional |= version->type.is_optional;
    }
    return is_same;
}

static am_cell_test version_days(const am_pending *head, size_t number) {
    const am_declaration *version = head->versions[number]->declaration;
    bool is_last = number + 1 == head->version_count, has_end = head->versions[number]->has_end;
    am_cell_test test = {.from = version->in_force_from,
                         .until = AM_DATE_MAX + 1,
                         .published = version->published,
                         .next_same = is_last ? AM_NO_SAME_ROW : (uint16_t)(number + 1),
                         .span = version->name_span};

    if (has_end) {
        test.until = version->in_force_last + 1;
    } else if (!is_last) {
        test.until = head->versions[number + 1]->declaration->in_force_from;
        test.is_ended_by_row = true;
    }
    return test;
}

static bool fill_row(am_context *context, const am_pending *head, size_t number, am_table_row *row) {
    am_declaration *version = head->versions[number]->declaration;
    uint16_t count = head->declaration->schedule->result_count;

    row->span = version->span;
    row->tests = AM_NEW_ARRAY(context->maker->arena, am_cell_test, 1);
    row->results = AM_NEW_ARRAY(context->maker->arena, am_expr *, count);
    if (row->tests == NULL || row->results == NULL) {
        return false;
    }
    row->tests[0] = version_days(head, number);
    for (uint16_t i = 0; i < count; i++) {
        row->results[i] = value_of(context, version, i);
    }
    return true;
}

/* A row a version, with its values, by the clock that they have in common. */
static void build_table(am_context *context, am_pending *head) {
    am_arena *arena = context->maker->arena;
    am_declaration *declaration = head->declaration;
    const am_declaration *first = head->versions[0]->declaration;
    am_schedule *schedule = AM_NEW(arena, am_schedule);
    uint16_t count = result_count(first);

    if (schedule == NULL ||
        !am_count_fits(context->maker, head->version_count, declaration->name_span, AM_SLICE("versions"))) {
        return;
    }
    schedule->conditions = AM_NEW_ARRAY(arena, am_condition, 1);
    schedule->results = AM_NEW_ARRAY(arena, am_result_column, count);
    schedule->rows = AM_NEW_ARRAY(arena, am_table_row, head->version_count);
    if (arena->is_exhausted) {
        return;
    }
    schedule->is_of_versions = true;
    schedule->condition_count = 1;
    schedule->conditions[0] = (am_condition){
        .kind = AM_CONDITION_IN_FORCE, .value = declaration->clock, .span = declaration->name_span};
    schedule->result_count = count;
    for (uint16_t i = 0; i < count; i++) {
        schedule->results[i] = (am_result_column){
            .name = declaration->name, .type = declaration->type, .span = declaration->name_span};
        if (count > 1) {
            schedule->results[i] = first->schedule->results[i];
        }
    }
    declaration->schedule = schedule;
    for (size_t i = 0; i < head->version_count; i++) {
        if (!fill_row(context, head, i, &schedule->rows[i])) {
            return;
        }
        schedule->row_count++;
    }
}

/* What readers see cites what all of its versions cite, each once. */
static void join_citations(am_maker *maker, const am_pending *head) {
    am_slice *parts = AM_NEW_ARRAY(maker->arena, am_slice, head->version_count * 2);
    size_t count = 0;

    for (size_t i = 0; parts != NULL && i < head->version_count; i++) {
        am_slice citation = head->versions[i]->declaration->citation;
        bool is_new = citation.length != 0;

        for (size_t k = 0; k < i && is_new; k++) {
            is_new = !am_slice_is_equal(head->versions[k]->declaration->citation, citation);
        }
        if (is_new) {
            parts[count] = (am_slice){.data = "; ", .length = count == 0 ? 0 : 2};
            count++;
            parts[count++] = citation;
        }
    }
    head->declaration->citation = am_join(maker, parts, count);
}

void am_versions_resolve(am_context *context, am_pending *head) {
    am_declaration *declaration = head->declaration;
    bool is_parameter = declaration->kind == AM_DECLARATION_PARAMETER, is_whole = true;

    for (size_t i = 0; i < head->version_count; i++) {
        am_declaration *version = head->versions[i]->declaration;

        am_declaration_read(context, version, version->name_span);
        is_whole &= !is_parameter || version->schedule != NULL || !am_expr_is_error(version->value);
    }
    if (!settle_type(context, head) || !is_whole) {
        declaration->type = (am_type){0};
        declaration->value = am_expr_error(context, declaration->name_span);
        return;
    }
    join_citations(context->maker, head);
    if (is_parameter) {
        am_parameter_join(context, head);
    } else if (declaration->clock != NULL) {
        build_table(context, head);
    }
}
