/*
 * Outputs: every penalty, and what `output` names; each record's outputs have names of their own. Of a
 * schedule with several results each is reported, under the name by which it is read: `rate.base`.
 */
#include "base/reserved.h"
#include "model/build.h"

static am_slice part_before(am_slice name, char mark, am_slice *rest) {
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] == mark) {
            *rest = am_slice_part(name, i + 1, name.length);
            return am_slice_part(name, 0, i);
        }
    }
    *rest = (am_slice){0};
    return name;
}

/* `breaches.fine` is meant as `Breach.fine`. */
static am_slice in_its_record(am_maker *maker, am_slice name) {
    am_slice rest;

    part_before(name, '.', &rest);
    for (size_t i = 0; i < maker->model->record_count && rest.length != 0; i++) {
        const am_symbol *found = am_symbols_find(&maker->symbols, maker->model->records[i], rest);

        if (found != NULL && found->kind == AM_SYMBOL_DECLARATION) {
            return AM_JOIN(maker, maker->model->records[i]->name, AM_SLICE("."), rest);
        }
    }
    return (am_slice){0};
}

/* One of the results of a schedule that has several: they are reported together. */
static bool report_result(am_maker *maker, const am_node *node, const void *owner, am_slice name) {
    am_slice rest, first = part_before(name, '.', &rest);
    const am_symbol *symbol = rest.length == 0 ? NULL : am_symbols_find(&maker->symbols, owner, first);
    const am_declaration *declaration =
        symbol != NULL && symbol->kind == AM_SYMBOL_DECLARATION ? symbol->item : NULL;
    am_diagnostic *diagnostic;

    if (declaration == NULL || declaration->schedule == NULL || declaration->schedule->result_count == 1) {
        return false;
    }
    diagnostic = am_report(maker, AM_DIAG_NOT_AN_OUTPUT, node->span, AM_ARGUMENTS(node->text));
    am_diagnostic_note(maker->diagnostics, diagnostic, node->span,
                       AM_JOIN(maker, AM_SLICE("all results of the schedule are reported by `output "), first,
                               AM_SLICE("`")));
    return true;
}

static void report_unknown(am_maker *maker, const am_node *node, am_slice name) {
    am_guess guess = am_guess_of(maker, name);

    am_guess_owner(&guess, &maker->symbols, &maker->declared);
    if (guess.best.length == 0) {
        guess.best = in_its_record(maker, name);
    }
    am_report_guess(maker, AM_DIAG_UNKNOWN_NAME, node->span, guess, AM_ARGUMENTS(name));
}

/* `Record.name`, or a name that only one record has, the root's before others. */
const am_symbol *am_output_find(am_maker *maker, const am_node *node) {
    am_slice rest, first = part_before(node->text, '.', &rest);
    const am_symbol *record = am_symbols_find(&maker->symbols, &maker->types, first), *found, *other;

    if (rest.length != 0 && record != NULL && record->kind == AM_SYMBOL_RECORD) {
        found = am_symbols_find(&maker->symbols, record->item, rest);
        if (found == NULL && !report_result(maker, node, record->item, rest)) {
            report_unknown(maker, node, rest);
        }
        return found;
    }
    found = am_symbols_find(&maker->symbols, maker->model->root, node->text);
    for (size_t i = 0; i < maker->model->record_count; i++) {
        other = am_symbols_find(&maker->symbols, maker->model->records[i], node->text);
        if (other == NULL || other == found || (found != NULL && found->owner == maker->model->root)) {
            continue;
        }
        if (found != NULL) {
            am_report(
                maker, AM_DIAG_AMBIGUOUS_NAME, node->span,
                AM_ARGUMENTS(
                    node->text,
                    AM_JOIN(maker, ((const am_record *)found->owner)->name, AM_SLICE("."), node->text),
                    AM_JOIN(maker, ((const am_record *)other->owner)->name, AM_SLICE("."), node->text)));
            return NULL;
        }
        found = other;
    }
    if (found == NULL) {
        found = am_symbols_find(&maker->symbols, &maker->parameters, node->text);
    }
    for (size_t i = 0; i < maker->model->record_count && found == NULL; i++) {
        if (report_result(maker, node, maker->model->records[i], node->text)) {
            return NULL;
        }
    }
    if (found == NULL) {
        report_unknown(maker, node, node->text);
    }
    return found;
}

static void add_output(am_maker *maker, const am_node *node) {
    const am_symbol *symbol = am_output_find(maker, node);
    am_declaration *declaration;

    if (symbol == NULL) {
        return;
    }
    declaration = symbol->kind == AM_SYMBOL_DECLARATION ? symbol->item : NULL;
    if (declaration == NULL || declaration->kind == AM_DECLARATION_PARAMETER ||
        maker->pendings[declaration->number]->arguments != NULL) {
        am_report(maker, AM_DIAG_NOT_AN_OUTPUT, node->span, AM_ARGUMENTS(node->text));
        return;
    }
    declaration->is_output = true;
}

static void check_name(am_maker *maker, const am_declaration *output) {
    if (am_is_reserved_in_results(output->name)) {
        am_report(maker, AM_DIAG_OUTPUT_NAME, output->name_span, AM_ARGUMENTS(output->name));
    }
}

void am_outputs_build(am_maker *maker) {
    am_model *model = maker->model;

    for (size_t i = 0; i < maker->pending_count; i++) {
        am_declaration *declaration = maker->pendings[i]->declaration;

        if (declaration->kind == AM_DECLARATION_PENALTY) {
            (declaration->head != NULL ? declaration->head : declaration)->is_output = true;
        }
    }
    for (size_t i = 0; i < maker->header_count; i++) {
        for (const am_node *node = maker->headers[i].file->children; node != NULL; node = node->next) {
            for (const am_node *name = node->kind == AM_NODE_OUTPUT ? node->children : NULL; name != NULL;
                 name = name->next) {
                if (name->kind == AM_NODE_NAME && name->text.length != 0) {
                    add_output(maker, name);
                }
            }
        }
    }
    model->outputs = AM_NEW_ARRAY(maker->arena, am_declaration *, maker->pending_count + 1);
    if (model->outputs == NULL) {
        return;
    }
    for (size_t i = 0; i < maker->pending_count; i++) {
        am_pending *pending = maker->pendings[i], *output = pending->head != NULL ? pending->head : pending;

        if (output->declaration->is_output && !output->is_listed) {
            output->is_listed = true;
            check_name(maker, output->declaration);
            model->outputs[model->output_count++] = output->declaration;
        }
    }
}
