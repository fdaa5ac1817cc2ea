/*
 * What a name finds: a field or a declaration, and the record where it is.
 *
 * A bare name belongs to the declaration's record, then to the records around it, then to the parameters;
 * `its` to the am_element_innermost element; a record's name in front says which record is meant. A name
 * found both in a record and further out is ambiguous, never silently the nearer one.
 */
#include "model/build.h"

static am_scope bare_scope(const am_context *context, unsigned steps) {
    return (am_scope){.up = (uint8_t)(context->lift + steps)};
}

const am_symbol *am_bare_find(const am_context *context, am_slice name, am_scope *scope,
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

const am_record *am_element_innermost(const am_context *context) {
    return context->element_count == 0 ? NULL : context->elements[context->element_count - 1];
}

am_slice am_symbol_owner_name(const am_symbol *symbol) {
    return ((const am_record *)symbol->owner)->name;
}

static void report_ambiguous(am_context *context, const am_node *segment, const am_symbol *inner,
                             const am_symbol *outer) {
    am_maker *maker = context->maker;
    am_diagnostic *diagnostic = am_report(
        maker, AM_DIAG_AMBIGUOUS_NAME, segment->span,
        AM_ARGUMENTS(segment->text, AM_JOIN(maker, am_symbol_owner_name(inner), AM_SLICE("."), segment->text),
                     AM_JOIN(maker, am_symbol_owner_name(outer), AM_SLICE("."), segment->text)));

    am_diagnostic_note(maker->diagnostics, diagnostic, inner->span, AM_SLICE("one is declared here"));
    am_diagnostic_note(maker->diagnostics, diagnostic, outer->span, AM_SLICE("the other is declared here"));
}

const am_symbol *am_member_find(am_context *context, am_slice name, const am_node *call, unsigned *lift,
                                am_record **record) {
    const am_symbol *outer, *found;
    am_scope scope = {0};

    found = am_bare_find(context, name, &scope, &outer);
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
    const am_record *element = am_element_innermost(context);
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
    const am_record *element = am_element_innermost(context);

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
    found->symbol = am_given_find(context, record->item, &found->scope);
    if (found->symbol != NULL) {
        found->segment = first;
        return 1;
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

bool am_path_find(am_context *context, const am_node *path, am_type hint, am_found *found) {
    const am_node *segment = path->children;
    const am_symbol *outer;
    int qualified;

    if (path->op == AM_PATH_ITS) {
        return find_its(context, path, found);
    }
    found->segment = segment;
    found->symbol = am_bare_find(context, segment->text, &found->scope, &outer);
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
    if (am_bare_find(context, path->children->text, &scope, &outer) != NULL) {
        return true;
    }
    record = am_symbols_find(symbols, &context->maker->types, path->children->text);
    return (record != NULL && record->kind == AM_SYMBOL_RECORD) ||
           am_symbols_find(symbols, &context->maker->parameters, path->children->text) != NULL;
}

bool am_path_follow(am_context *context, am_found *found) {
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
