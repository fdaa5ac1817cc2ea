/*
 * `mildest law`: the record that is compared, between which dates, and by what.
 *
 * The outputs behind `by` say which record it is. Its clock, and those of the records that it holds, are from
 * then on the date of the law that is tried, where they followed the header's; what has a clock of its own is
 * given it afterwards and keeps it. Whether the outputs can be compared is asked once they have types.
 */
#include "model/build.h"

bool am_mildest_covers(const am_mildest *mildest, const am_record *record) {
    return record != NULL && am_record_steps_out(record, mildest->record) >= 0;
}

/* The header's clause; one of the rulebooks states it. */
static am_header *find_header(am_maker *maker) {
    am_header *found = NULL;

    for (size_t i = 0; i < maker->header_count; i++) {
        am_header *header = &maker->headers[i];
        am_diagnostic *diagnostic;

        if (header->mildest == NULL) {
            continue;
        }
        if (found == NULL) {
            found = header;
            continue;
        }
        diagnostic = am_report(maker, AM_DIAG_MILDEST_TWICE, header->mildest->span, AM_NO_ARGUMENTS);
        am_diagnostic_note(maker->diagnostics, diagnostic, found->mildest->span,
                           AM_SLICE("first stated here"));
    }
    return found;
}

static void report_records(am_maker *maker, const am_node *name, const am_declaration *first,
                           const am_declaration *other) {
    am_report(maker, AM_DIAG_MILDEST_RECORDS, name->span,
              AM_ARGUMENTS(first->name, first->record->name, other->name, other->record->name));
}

static void report_no_output(am_maker *maker, const am_node *name) {
    am_report(maker, AM_DIAG_MILDEST_NO_OUTPUT, name->span, AM_ARGUMENTS(name->text));
}

static const am_node *first_name(const am_header *header) {
    return am_node_child(header->mildest, AM_NODE_NAME);
}

/* What stands behind `by`, all of one record; false after a message. */
static bool read_names(am_maker *maker, am_header *header, am_mildest *mildest) {
    size_t room = 0;
    bool is_whole = true;

    for (const am_node *name = first_name(header); name != NULL; name = name->next) {
        const am_symbol *symbol = name->kind == AM_NODE_NAME ? am_output_find(maker, name) : NULL;
        am_declaration *declaration =
            symbol != NULL && symbol->kind == AM_SYMBOL_DECLARATION ? symbol->item : NULL;
        am_declaration **by = AM_GROW(maker->arena, am_declaration *, mildest->by, mildest->by_count, &room);

        if (symbol != NULL && (declaration == NULL || declaration->record == NULL)) {
            report_no_output(maker, name);
        }
        if (declaration == NULL || declaration->record == NULL || by == NULL) {
            is_whole = false;
            continue;
        }
        mildest->by = by;
        by[mildest->by_count++] = declaration;
        if (declaration->record != by[0]->record) {
            report_records(maker, name, by[0], declaration);
            is_whole = false;
        }
    }
    return is_whole && mildest->by_count > 0;
}

static am_expr *read_date(am_maker *maker, am_header *header, am_record *record, unsigned lift,
                          const am_node *node) {
    am_context context = am_context_of(maker, header, record, NULL);

    context.lift = lift;
    context.is_facts_only = true;
    return am_expr_typed(&context, node, am_type_of(AM_TYPE_DATE));
}

/* The clock of a record that is compared, or held by it. */
static am_expr *law_of(am_maker *maker, am_header *header, const am_mildest *mildest, unsigned up) {
    const am_node *first = am_node_expression(header->mildest);
    const am_node *last = first == NULL ? NULL : am_node_next_expression(first);
    am_context context = am_context_of(maker, header, mildest->record, NULL);
    am_expr *law;

    law = am_expr_make(&context, AM_EXPR_LAW, header->mildest->span, am_type_of(AM_TYPE_DATE), 2,
                       read_date(maker, header, mildest->record, up, first),
                       read_date(maker, header, mildest->record, up, last), NULL);
    if (law != NULL) {
        law->scope.up = (uint8_t)up;
    }
    return law;
}

static bool read_dates(am_maker *maker, am_header *header, am_mildest *mildest) {
    const am_node *first = am_node_expression(header->mildest);
    const am_node *last = first == NULL ? NULL : am_node_next_expression(first);

    mildest->is_two = header->mildest->op == 1;
    mildest->first = read_date(maker, header, mildest->record, 0, first);
    mildest->last = read_date(maker, header, mildest->record, 0, last);
    if (am_expr_is_error(mildest->first) || am_expr_is_error(mildest->last)) {
        return false;
    }
    if (am_expr_is_same(mildest->first, mildest->last)) {
        am_report(maker, AM_DIAG_MILDEST_ONE_DATE, header->mildest->span, AM_NO_ARGUMENTS);
    }
    return true;
}

static void set_clocks(am_maker *maker, am_header *header, const am_mildest *mildest) {
    bool has_clock = false;

    for (size_t i = 0; i < maker->model->record_count; i++) {
        am_record *record = maker->model->records[i];
        int up = am_record_steps_out(record, mildest->record);

        if (up >= 0 && record->clock != NULL) {
            am_expr *law = law_of(maker, header, mildest, (unsigned)up);

            has_clock = true;
            record->clock = law != NULL ? law : record->clock;
        }
    }
    if (!has_clock) {
        am_report(maker, AM_DIAG_MILDEST_CLOCK, header->mildest->span, AM_ARGUMENTS(mildest->record->name));
    }
}

void am_mildest_date(am_maker *maker) {
    am_header *header = find_header(maker);
    am_mildest *mildest = header == NULL ? NULL : AM_NEW(maker->arena, am_mildest);

    if (mildest == NULL || maker->model->root == NULL) {
        return;
    }
    mildest->span = header->mildest->span;
    if (first_name(header) == NULL && !am_is_broken_off(maker, header->mildest)) {
        am_report(maker, AM_DIAG_MILDEST_BY, mildest->span, AM_NO_ARGUMENTS);
    }
    if (!read_names(maker, header, mildest)) {
        return;
    }
    mildest->record = mildest->by[0]->record;
    if (!read_dates(maker, header, mildest)) {
        return;
    }
    set_clocks(maker, header, mildest);
    maker->model->mildest = mildest;
}

/* What is compared */

/* A penalty that does not apply is no fact that is unknown. */
static bool may_be_unknown(const am_maker *maker, const am_declaration *by) {
    const am_pending *pending = maker->pendings[by->number];
    bool is_penalty = by->kind == AM_DECLARATION_PENALTY;

    for (size_t i = 0; i < pending->version_count; i++) {
        is_penalty |= pending->versions[i]->declaration->kind == AM_DECLARATION_PENALTY;
    }
    return by->type.is_optional && !is_penalty;
}

static void check_by(am_maker *maker, const am_node *name, const am_declaration *by) {
    am_type plain = by->type;

    plain.is_range = plain.is_optional = false;
    if (!by->is_output) {
        report_no_output(maker, name);
    } else if (by->type.kind == AM_TYPE_ERROR) {
        return;
    } else if (!am_type_is_ordered(maker, plain)) {
        am_report(maker, AM_DIAG_MILDEST_TYPE, name->span,
                  AM_ARGUMENTS(by->name, am_type_words(maker, by->type)));
    } else if (may_be_unknown(maker, by)) {
        am_report(maker, AM_DIAG_MILDEST_UNKNOWN, name->span, AM_ARGUMENTS(by->name));
    } else if (by->has_own_clock) {
        am_report(maker, AM_DIAG_MILDEST_OWN_CLOCK, name->span, AM_ARGUMENTS(by->name));
    } else {
        am_mildest_check_reads(maker, by, name->span);
    }
}

void am_mildest_check(am_maker *maker) {
    am_mildest *mildest = maker->model->mildest;
    const am_header *header = NULL;
    size_t count = 0;

    for (size_t i = 0; i < maker->header_count && header == NULL && mildest != NULL; i++) {
        header = maker->headers[i].mildest != NULL ? &maker->headers[i] : NULL;
    }
    if (header == NULL) {
        return;
    }
    for (const am_node *name = first_name(header); name != NULL && count < mildest->by_count;
         name = name->next) {
        check_by(maker, name, mildest->by[count++]);
    }
    am_mildest_find_days(maker);
    if (mildest->change_count == 0 && maker->diagnostics->error_count == 0) {
        am_report(maker, AM_DIAG_MILDEST_NO_CHANGE, mildest->span, AM_NO_ARGUMENTS);
    }
}
