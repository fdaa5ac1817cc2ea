/*
 * Rulebooks and what they are understood to say. A rulebook that is used, `use a.b`, stands beside them as
 * a.b.used. Of bad ones the model is not looked at.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "model/model.h"
#include "syntax/parse.h"
#include "unit/syntax/rulebooks.h"

enum { FILES_MAX = 8 };

typedef struct reading {
    am_arena arena;
    am_sources sources;
    am_diagnostics diagnostics;
    am_model_file files[FILES_MAX];
    size_t count;
    const rulebooks *rulebooks;
} reading;

static bool add_file(reading *r, const char *kind, const char *name, const char *ending) {
    char path[RULEBOOK_NAME_ROOM + 16];
    am_buffer text;
    bool is_there;

    am_buffer_init(&text, am_allocator_standard());
    is_there = rulebooks_read(r->rulebooks, kind, name, ending, &text);
    if (is_there) {
        assert_true(r->count < FILES_MAX);
        snprintf(path, sizeof(path), "%s%s", name, ending);
        assert_non_null(am_sources_add(&r->sources, am_slice_of(path), am_buffer_text(&text)));
        r->files[r->count].source = (uint16_t)r->count;
        r->files[r->count].tree = am_parse(&r->arena, &r->sources, (uint16_t)r->count, &r->diagnostics);
        assert_non_null(r->files[r->count].tree);
        r->count++;
    }
    am_buffer_clear(&text);
    return is_there;
}

static void add_used(reading *r, const char *kind, const am_node *file) {
    for (const am_node *node = file->children; node != NULL; node = node->next) {
        char name[RULEBOOK_NAME_ROOM];

        if (node->kind != AM_NODE_USE) {
            continue;
        }
        snprintf(name, sizeof(name), "%.*s", (int)node->text.length, node->text.data);
        add_file(r, kind, name, ".used");
    }
}

static void run(const rulebooks *rulebooks, const char *kind, const char *name, am_buffer *said,
                am_buffer *made) {
    reading r = {.rulebooks = rulebooks};
    const am_model *model;

    am_arena_init(&r.arena, am_allocator_standard(), 0);
    am_sources_init(&r.sources, &r.arena);
    am_diagnostics_init(&r.diagnostics, &r.arena);
    assert_true(add_file(&r, kind, name, ".amerce"));
    for (size_t i = 0; i < r.count; i++) {
        add_used(&r, kind, r.files[i].tree);
    }
    model = am_model_of(&r.arena, &r.sources, r.files, r.count, &r.diagnostics);
    assert_int_equal(model == NULL, r.diagnostics.error_count != 0);
    if (model != NULL && strcmp(kind, "bad") == 0) {
        am_model_check_names(&r.arena, model, &r.diagnostics);
        am_model_check_citations(model, &r.diagnostics);
        assert_true(am_model_check_tables(&r.arena, model, true, &r.diagnostics));
    }
    for (const am_diagnostic *at = r.diagnostics.first; at != NULL; at = at->next) {
        am_diagnostic_print(said, &r.sources, at, false);
    }
    if (model != NULL) {
        am_model_print(made, model);
    }
    am_arena_clear(&r.arena);
}

/* More than 65,000 of something are made in model_test.c, more than 100 warnings in tests/golden/command. */
static bool is_of_model(am_diag diag) {
    static const char *const sections[] = {"E03", "E04", "E05", "E06", "E07", "E09", "W"};
    const char *code = am_diag_code_of(diag);

    /* Verdicts on properties are given by src/prove. */
    if (strcmp(code, "E0570") == 0 || strcmp(code, "E0573") == 0 || strncmp(code, "W057", 4) == 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (strncmp(code, sections[i], strlen(sections[i])) == 0) {
            return diag != AM_DIAG_TOO_MANY && diag != AM_DIAG_TOO_MANY_WARNINGS;
        }
    }
    return false;
}

int golden_tests(const char *folder) {
    rulebooks models = {folder, ".model", run, is_of_model};

    return rulebooks_tests(&models);
}
