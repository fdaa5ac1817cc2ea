/*
 * Names that can be taken for others: two of one rulebook that look alike, and letters of another script that
 * pass for Latin ones.
 *
 * All names that a rulebook text declares are looked at together, whatever they name: a reader cannot see
 * which of the two stands there. Those of a rulebook that is used are that rulebook's affair.
 */
#include <stdlib.h>
#include <string.h>

#include "base/look_alike.h"
#include "model/model.h"

typedef struct look {
    am_slice skeleton;
    am_slice name;
    am_span span;
} look;

typedef struct looks {
    am_arena *arena;
    const am_sources *sources;
    look *items;
    size_t count;
    size_t room;
} looks;

/* The part of a declaration's text that is its name. */
static am_span find_name(const looks *all, am_slice name, am_span span) {
    am_slice text = am_source_text(all->sources, span);

    for (size_t at = 0; at + name.length <= text.length; at++) {
        if (text.data[at] == name.data[0] && memcmp(text.data + at, name.data, name.length) == 0) {
            span.start += (uint32_t)at;
            span.length = (uint32_t)name.length;
            return span;
        }
    }
    return span;
}

static void add_name(looks *all, am_slice name, am_span span) {
    look *items;

    if (name.length == 0 || span.length == 0) {
        return;
    }
    items = AM_GROW(all->arena, look, all->items, all->count, &all->room);
    if (items != NULL) {
        all->items = items;
        items[all->count++] = (look){am_look_skeleton(all->arena, name), name, find_name(all, name, span)};
    }
}

static void add_sets(looks *all, const am_model *model) {
    for (size_t i = 0; i < model->set_count; i++) {
        const am_value_set *set = &model->sets[i];

        add_name(all, set->name, set->span);
        for (uint16_t v = 0; v < set->value_count; v++) {
            add_name(all, set->values[v].text, set->values[v].span);
        }
    }
}

static void add_records(looks *all, const am_model *model) {
    for (size_t i = 0; i < model->record_count; i++) {
        const am_record *record = model->records[i];

        add_name(all, record->name, record->span);
        for (uint16_t f = 0; f < record->field_count; f++) {
            add_name(all, record->fields[f].name, record->fields[f].span);
        }
    }
}

static void add_declarations(looks *all, const am_model *model) {
    for (size_t i = 0; i < model->declaration_count; i++) {
        const am_declaration *declaration = model->declarations[i];
        const am_schedule *schedule = declaration->schedule;

        add_name(all, declaration->name, declaration->name_span);
        for (uint16_t r = 0; schedule != NULL && r < schedule->result_count; r++) {
            add_name(all, schedule->results[r].name, schedule->results[r].span);
        }
    }
}

static int compare_places(am_span a, am_span b) {
    if (a.source != b.source) {
        return a.source < b.source ? -1 : 1;
    }
    return a.start < b.start ? -1 : a.start > b.start;
}

static int compare_looks(const void *a, const void *b) {
    const look *first = a;
    const look *second = b;
    int order = am_slice_compare(first->skeleton, second->skeleton);

    return order != 0 ? order : compare_places(first->span, second->span);
}

static int compare_spans(const void *a, const void *b) {
    return compare_places(((const look *)a)->span, ((const look *)b)->span);
}

/* Names that mix scripts, each once a place where it is declared. */
static void report_mixtures(const looks *all, am_diagnostics *diagnostics) {
    for (size_t i = 0; i < all->count; i++) {
        const look *one = &all->items[i];
        am_look_mixture mixture = am_look_mixture_of(one->name);

        if (mixture.script != NULL && one->span.source == 0) {
            am_diagnostic *said =
                am_diagnose(diagnostics, AM_DIAG_NAME_MIXED, one->span,
                            AM_ARGUMENTS(one->name, am_slice_of(mixture.script), mixture.letter));

            am_diagnostic_suggest(diagnostics, said, am_look_latin(all->arena, one->name));
        }
    }
}

/* Of names that look alike the later ones, each beside the first. */
static void report_alike(const looks *all, am_diagnostics *diagnostics) {
    const look *first = all->items;

    for (size_t i = 1; i < all->count; i++) {
        const look *one = &all->items[i];

        if (!am_slice_is_equal(one->skeleton, first->skeleton)) {
            first = one;
        } else if (!am_slice_is_equal(one->name, first->name) && one->span.source == 0 &&
                   !am_slice_is_equal(one->name, all->items[i - 1].name)) {
            am_diagnostic *said = am_diagnose(diagnostics, AM_DIAG_NAMES_ALIKE, one->span,
                                              AM_ARGUMENTS(one->name, first->name));

            am_diagnostic_note(diagnostics, said, first->span, AM_SLICE("declared here"));
        }
    }
}

void am_model_check_names(am_arena *arena, const am_model *model, am_diagnostics *diagnostics) {
    looks all = {.arena = arena, .sources = model->sources};

    add_sets(&all, model);
    add_records(&all, model);
    add_declarations(&all, model);
    if (arena->is_exhausted || all.count == 0) {
        return;
    }
    qsort(all.items, all.count, sizeof *all.items, compare_spans);
    report_mixtures(&all, diagnostics);
    qsort(all.items, all.count, sizeof *all.items, compare_looks);
    report_alike(&all, diagnostics);
}
