/*
 * Names and the spaces they are declared in, and the texts of messages about them.
 *
 * One hash table holds all names by (owner, name); items stay in order of declaration, so that what is
 * suggested does not depend on addresses. Nothing here decides where a name is looked for.
 */
#include "model/build.h"

#include <string.h>

static size_t hash_of(const void *owner, am_slice name) {
    uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)(uintptr_t)owner;

    for (size_t i = 0; i < name.length; i++) {
        hash = (hash ^ (unsigned char)name.data[i]) * UINT64_C(1099511628211);
    }
    return (size_t)(hash ^ hash >> 29);
}

/* The slot of the name, or the free one where it would stand. */
static size_t slot_of(const am_symbols *symbols, const void *owner, am_slice name) {
    size_t mask = symbols->slot_count - 1;

    for (size_t i = hash_of(owner, name) & mask;; i = (i + 1) & mask) {
        const am_symbol *symbol;

        if (symbols->slots[i] == 0) {
            return i;
        }
        symbol = symbols->items[symbols->slots[i] - 1];
        if (symbol->owner == owner && am_slice_is_equal(symbol->name, name)) {
            return i;
        }
    }
}

am_symbol *am_symbols_find(const am_symbols *symbols, const void *owner, am_slice name) {
    size_t slot;

    if (symbols->slot_count == 0) {
        return NULL;
    }
    slot = slot_of(symbols, owner, name);
    return symbols->slots[slot] == 0 ? NULL : symbols->items[symbols->slots[slot] - 1];
}

static bool grow(am_maker *maker) {
    am_symbols *symbols = &maker->symbols;
    size_t count = symbols->slot_count == 0 ? 64 : symbols->slot_count * 2;
    uint32_t *slots;

    if ((symbols->count + 1) * 2 <= symbols->slot_count) {
        return true;
    }
    slots = AM_NEW_ARRAY(maker->arena, uint32_t, count);
    if (slots == NULL) {
        return false;
    }
    symbols->slots = slots;
    symbols->slot_count = count;
    for (size_t i = 0; i < symbols->count; i++) {
        slots[slot_of(symbols, symbols->items[i]->owner, symbols->items[i]->name)] = (uint32_t)(i + 1);
    }
    return true;
}

am_symbol *am_symbols_put(am_maker *maker, am_symbol symbol) {
    am_symbols *symbols = &maker->symbols;
    am_symbol **items, *kept;
    size_t slot;

    if (!grow(maker)) {
        return NULL;
    }
    slot = slot_of(symbols, symbol.owner, symbol.name);
    if (symbols->slots[slot] != 0) {
        return NULL;
    }
    items = AM_GROW(maker->arena, am_symbol *, symbols->items, symbols->count, &symbols->capacity);
    kept = AM_NEW(maker->arena, am_symbol);
    if (items == NULL || kept == NULL) {
        return NULL;
    }
    *kept = symbol;
    symbols->items = items;
    items[symbols->count++] = kept;
    symbols->slots[slot] = (uint32_t)symbols->count;
    return kept;
}

am_symbol *am_symbols_declare(am_maker *maker, am_symbol symbol) {
    am_symbol *kept = am_symbols_put(maker, symbol), *first;
    am_diagnostic *diagnostic;

    if (kept != NULL) {
        return kept;
    }
    first = am_symbols_find(&maker->symbols, symbol.owner, symbol.name);
    if (first == NULL) {
        return NULL;
    }
    diagnostic = am_report(maker, AM_DIAG_DUPLICATE_NAME, symbol.span, AM_ARGUMENTS(symbol.name));
    am_diagnostic_note(maker->diagnostics, diagnostic, first->span, AM_SLICE("first declared here"));
    return NULL;
}

am_symbol *am_member_declare(am_maker *maker, am_symbol symbol) {
    am_symbol *member = am_symbols_declare(maker, symbol);

    symbol.owner = &maker->members;
    am_symbols_put(maker, symbol);
    return member;
}

am_guess am_guess_of(const am_maker *maker, am_slice wrong) {
    unsigned third = (unsigned)(wrong.length / 3);

    if (am_mistake_count(maker) >= AM_DIAGNOSTIC_ERRORS_MAX) {
        return (am_guess){wrong, {0}, 0};
    }

    return (am_guess){wrong, {0}, wrong.length < 5 ? 1 : third > 2 ? third : 2};
}

void am_guess_try(am_guess *guess, am_slice name) {
    unsigned edits;

    if (guess->limit == 0 || name.length == 0) {
        return;
    }
    edits = am_slice_distance(guess->wrong, name, guess->limit);
    if (edits == 0 || edits > guess->limit || edits >= name.length) {
        return;
    }
    guess->best = name;
    guess->limit = edits - 1;
}

void am_guess_owner(am_guess *guess, const am_symbols *symbols, const void *owner) {
    for (size_t i = 0; i < symbols->count && guess->limit != 0; i++) {
        if (symbols->items[i]->owner == owner) {
            am_guess_try(guess, symbols->items[i]->name);
        }
    }
}

am_slice am_join(am_maker *maker, const am_slice *parts, size_t count) {
    size_t length = 0;
    char *text, *end;

    for (size_t i = 0; i < count; i++) {
        length += parts[i].length;
    }
    text = length == 0 ? NULL : AM_NEW_ARRAY(maker->arena, char, length);
    if (text == NULL) {
        return (am_slice){0};
    }
    end = text;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].length != 0) {
            memcpy(end, parts[i].data, parts[i].length);
        }
        end += parts[i].length;
    }
    return (am_slice){text, length};
}

am_slice am_count_text(am_maker *maker, uint64_t count) {
    char digits[20];
    size_t start = sizeof digits;

    do {
        digits[--start] = (char)('0' + count % 10);
        count /= 10;
    } while (count != 0);
    return am_arena_copy(maker->arena, (am_slice){digits + start, sizeof digits - start});
}

am_slice am_span_text(const am_maker *maker, am_span span) {
    am_slice text = am_source_text(maker->sources, span);

    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '\n' || text.data[i] == '\r') {
            return am_slice_part(text, 0, i);
        }
    }
    return text;
}

bool am_is_broken_off(const am_maker *maker, const am_node *node) {
    const am_node *next = node->next;
    uint32_t end = node->span.start + node->span.length;

    if (next == NULL || next->kind != AM_NODE_ERROR || next->span.start < end) {
        return false;
    }
    am_span between = {node->span.source, end, next->span.start - end};
    return am_span_text(maker, between).length == between.length;
}

am_diagnostic *am_report(am_maker *maker, am_diag diag, am_span span, const am_slice *arguments,
                         size_t count) {
    return am_diagnose(maker->diagnostics, diag, span, arguments, count);
}

am_diagnostic *am_report_guess(am_maker *maker, am_diag diag, am_span span, am_guess guess,
                               const am_slice *arguments, size_t count) {
    am_diagnostic *diagnostic;

    if (am_name_is_lost(maker, diag, guess.wrong)) {
        maker->lost_count++;
        return NULL;
    }
    diagnostic = am_report(maker, diag, span, arguments, count);
    if (guess.best.length != 0) {
        am_diagnostic_suggest(maker->diagnostics, diagnostic, guess.best);
    }
    if (diag == AM_DIAG_UNKNOWN_TYPE || diag == AM_DIAG_UNKNOWN_RECORD) {
        am_name_lose(maker, guess.wrong, span, true);
    }
    return diagnostic;
}

void am_report_later(am_maker *maker, am_span span, am_slice construct) {
    am_report(maker, AM_DIAG_NOT_ASSESSED, span, AM_ARGUMENTS(construct));
}

bool am_count_fits(am_maker *maker, size_t count, am_span span, am_slice what) {
    if (count <= AM_ITEMS_MAX) {
        return true;
    }
    am_report(maker, AM_DIAG_TOO_MANY, span, AM_ARGUMENTS(what));
    return false;
}
