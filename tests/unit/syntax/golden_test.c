/*
 * Rulebooks and the trees that are read from them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "rulebooks.h"
#include "syntax/parse.h"

static void run(const rulebooks *rulebooks, const char *kind, const char *name, am_buffer *said,
                am_buffer *made) {
    am_arena arena;
    am_sources sources;
    am_diagnostics diagnostics;
    am_buffer text;
    char path[RULEBOOK_NAME_ROOM + 16];
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_sources_init(&sources, &arena);
    am_diagnostics_init(&diagnostics, &arena);
    am_buffer_init(&text, am_allocator_standard());
    assert_true(rulebooks_read(rulebooks, kind, name, ".amerce", &text));
    snprintf(path, sizeof(path), "%s.amerce", name);
    assert_non_null(am_sources_add(&sources, am_slice_of(path), am_buffer_text(&text)));
    const am_node *file = am_parse(&arena, &sources, 0, &diagnostics);
    assert_non_null(file);
    for (const am_diagnostic *at = diagnostics.first; at != NULL; at = at->next) {
        am_diagnostic_print(said, &sources, at, false);
    }
    am_tree_print(made, file);
    am_buffer_clear(&text);
    am_arena_clear(&arena);
}

/* A text of more than 1 MiB is made in parse_test.c. */
static bool is_of_front_end(am_diag diag) {
    const char *code = am_diag_code_of(diag);
    return diag != AM_DIAG_SOURCE_TOO_LONG &&
           (strncmp(code, "E01", 3) == 0 || strncmp(code, "E02", 3) == 0 || strncmp(code, "E080", 4) == 0);
}

int golden_tests(const char *folder) {
    rulebooks trees = {folder, ".tree", run, is_of_front_end};
    return rulebooks_tests(&trees);
}
