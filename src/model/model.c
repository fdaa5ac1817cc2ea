/*
 * The making of a model, phase by phase.
 *
 * Names first, then what they name: headers, values, fields, bounds, clocks, then the bodies of declarations,
 * their order and what follows from it. Each phase reports what is wrong in it and leaves the rest to be
 * checked.
 */
#include "model/build.h"

static void make(am_maker *maker, const am_model_file *files, size_t count) {
    if (!am_headers_build(maker, files, count)) {
        return;
    }
    am_lost_collect(maker);
    am_declarations_collect(maker);
    if (maker->arena->is_exhausted) {
        return;
    }
    am_sets_build(maker);
    am_records_build(maker);
    if (maker->arena->is_exhausted || maker->model->root == NULL) {
        return;
    }
    am_declarations_place(maker);
    am_discretions_place(maker);
    if (maker->arena->is_exhausted) {
        return;
    }
    am_headers_finish(maker);
    am_attributes_build(maker);
    am_bounds_build(maker);
    am_calendars_build(maker);
    am_checks_build(maker);
    am_clocks_build(maker);
    am_mildest_date(maker);
    am_versions_date(maker);
    if (maker->arena->is_exhausted) {
        return;
    }
    am_declarations_resolve(maker);
    am_declarations_order(maker);
    am_outputs_build(maker);
    am_mildest_check(maker);
    am_tests_build(maker);
    am_properties_build(maker);
    if (!maker->arena->is_exhausted && maker->diagnostics->error_count == 0) {
        am_digits_check(maker);
    }
    am_declarations_number(maker);
    am_properties_number(maker);
}

const am_model *am_model_of(am_arena *arena, const am_sources *sources, const am_model_file *files,
                            size_t count, am_diagnostics *diagnostics) {
    am_maker maker = {.arena = arena, .sources = sources, .diagnostics = diagnostics};

    maker.model = AM_NEW(arena, am_model);
    if (maker.model == NULL || count == 0) {
        return NULL;
    }
    maker.model->sources = sources;
    for (size_t i = 0; i < count; i++) {
        if (files[i].tree == NULL) {
            return NULL;
        }
    }
    make(&maker, files, count);
    if (arena->is_exhausted || diagnostics->error_count != 0) {
        return NULL;
    }
    return maker.model;
}
