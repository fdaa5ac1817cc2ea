/*
 * Names that are not found for another reason than that they are misspelt: the text that may declare them
 * could not be read, or the declaration that reads them stands in the wrong record. The reason was reported,
 * and what follows from it is not.
 *
 * Nothing is silent here before an error was reported.
 */
#include "model/build.h"

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

void am_name_lose(am_maker *maker, am_slice name, am_span span, bool is_told) {
    am_symbol symbol = {.owner = &maker->lost, .name = name, .span = span, .number = is_told};

    am_symbols_put(maker, symbol);
}

/* The words of a text that could not be read: any of them may be a name that it declares. */
static void add_words(am_maker *maker, am_span span) {
    am_slice text = am_source_text(maker->sources, span);
    size_t at = 0;

    while (at < text.length) {
        size_t start = at;

        while (at < text.length && is_letter(text.data[at])) {
            at++;
        }
        if (at > start) {
            am_name_lose(maker, am_slice_part(text, start, at), span, false);
        } else {
            at++;
        }
    }
}

/* Declarations whose parts have names of their own. */
static bool has_names(const am_node *node) {
    return node->kind == AM_NODE_RULEBOOK || node->kind == AM_NODE_RECORD || node->kind == AM_NODE_TIERS ||
           node->kind == AM_NODE_CHOICE;
}

static void add_children(am_maker *maker, const am_node *node) {
    for (const am_node *child = node->children; child != NULL; child = child->next) {
        if (child->kind == AM_NODE_ERROR) {
            add_words(maker, child->span);
        }
    }
}

void am_lost_collect(am_maker *maker) {
    for (size_t i = 0; i < maker->header_count; i++) {
        const am_node *file = maker->headers[i].file;

        add_children(maker, file);
        for (const am_node *node = file->children; node != NULL; node = node->next) {
            if (has_names(node)) {
                add_children(maker, node);
            }
        }
    }
}

uint32_t am_mistake_count(const am_maker *maker) {
    return maker->diagnostics->error_count + maker->lost_count;
}

bool am_name_is_lost(const am_maker *maker, am_diag diag, am_slice name) {
    bool is_declared_apart = diag == AM_DIAG_UNKNOWN_NAME || diag == AM_DIAG_UNKNOWN_TYPE ||
                             diag == AM_DIAG_UNKNOWN_RECORD || diag == AM_DIAG_UNKNOWN_PART;
    const am_symbol *lost;

    if (maker->diagnostics->error_count == 0) {
        return false;
    }
    if (is_declared_apart && maker->is_book_missing) {
        return true;
    }
    if (!is_declared_apart && diag != AM_DIAG_UNKNOWN_VALUE && diag != AM_DIAG_UNKNOWN_SOURCE) {
        return false;
    }
    lost = am_symbols_find(&maker->symbols, &maker->lost, name);
    /* Each field whose type is misspelt is a mistake of its own. */
    return lost != NULL && (lost->number == 0 || diag != AM_DIAG_UNKNOWN_TYPE);
}

bool am_name_is_told(const am_context *context, am_slice name) {
    return context->reader != NULL &&
           am_symbols_find(&context->maker->symbols, &context->reader->home, name) != NULL;
}

void am_name_tell(am_context *context, am_slice name) {
    if (context->reader != NULL) {
        am_symbol symbol = {.owner = &context->reader->home, .name = name};

        am_symbols_put(context->maker, symbol);
    }
}

/* Declarations in the wrong record */

static const am_record *record_with(const am_maker *maker, am_slice name, const am_symbol **member) {
    if (maker->diagnostics->error_count >= AM_DIAGNOSTIC_ERRORS_MAX) {
        return NULL;
    }
    for (size_t i = 0; i < maker->model->record_count; i++) {
        *member = am_symbols_find(&maker->symbols, maker->model->records[i], name);
        if (*member != NULL) {
            return maker->model->records[i];
        }
    }
    return NULL;
}

bool am_astray_is_told(const am_context *context, am_slice name) {
    const am_record *home = context->reader == NULL ? NULL : context->reader->home;
    const am_maker *maker = context->maker;

    if (maker->is_nesting_unsure && am_symbols_find(&maker->symbols, &maker->members, name) != NULL) {
        return true;
    }
    return home != NULL && am_symbols_find(&maker->symbols, home, name) != NULL;
}

void am_astray_note(am_context *context, am_diagnostic *diagnostic, am_slice name) {
    am_maker *maker = context->maker;
    const am_symbol *member = NULL;
    const am_record *home = diagnostic == NULL ? NULL : record_with(maker, name, &member);

    if (home == NULL || context->record == NULL) {
        return;
    }
    am_diagnostic_note(maker->diagnostics, diagnostic, member->span,
                       AM_JOIN(maker, AM_SLICE("`"), name, AM_SLICE("` belongs to "), home->name,
                               AM_SLICE("; this declaration is for "), context->record->name));
    if (context->reader != NULL) {
        context->reader->home = home;
    }
}

bool am_member_is_astray(am_maker *maker, const am_record *record, am_slice name) {
    const am_symbol *symbol = am_symbols_find(&maker->symbols, &maker->declared, name);
    am_pending *pending = symbol == NULL ? NULL : symbol->item;

    if (pending == NULL) {
        return false;
    }
    am_pending_resolve(maker, pending);
    return pending->home == record || pending->is_unplaced;
}
