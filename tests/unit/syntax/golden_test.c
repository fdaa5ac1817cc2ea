/*
 * Rulebooks and what is read from them: good/X.amerce gives the tree in good/X.tree and no diagnostic,
 * bad/X.amerce the diagnostics in bad/X.expected and, where bad/X.tree stands beside it, that tree.
 *
 * With AMERCE_ACCEPT=1 the files are rewritten with what comes out. Every diagnostic of the front end has a
 * bad/ file that is named after it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "syntax/parse.h"

enum { PATH_ROOM = 1024, CASES_MAX = 512 };

static const char *golden_folder;

typedef struct {
    char names[CASES_MAX][64]; /* without .amerce */
    size_t count;
} case_list;

static int compare_names(const void *a, const void *b) {
    return strcmp(a, b);
}

static void list_cases(const char *kind, case_list *list) {
    char path[PATH_ROOM];
    snprintf(path, sizeof(path), "%s/%s", golden_folder, kind);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    list->count = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        const char *ending = strstr(entry->d_name, ".amerce");
        if (ending != NULL && ending[7] == '\0') {
            assert_true(list->count < CASES_MAX && ending - entry->d_name < 64);
            snprintf(list->names[list->count++], 64, "%.*s", (int)(ending - entry->d_name), entry->d_name);
        }
    }
    closedir(folder);
    qsort(list->names, list->count, sizeof(list->names[0]), compare_names);
    assert_true(list->count > 0);
}

static bool read_file(const char *kind, const char *name, const char *ending, am_buffer *buffer) {
    char path[PATH_ROOM];
    snprintf(path, sizeof(path), "%s/%s/%s%s", golden_folder, kind, name, ending);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    char block[4096];
    size_t length;
    while ((length = fread(block, 1, sizeof(block), file)) > 0) {
        am_buffer_put(buffer, (am_slice){block, length});
    }
    fclose(file);
    return true;
}

static void write_file(const char *kind, const char *name, const char *ending, am_slice text) {
    char path[PATH_ROOM];
    snprintf(path, sizeof(path), "%s/%s/%s%s", golden_folder, kind, name, ending);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
}

static bool is_accepting(void) {
    const char *value = getenv("AMERCE_ACCEPT");
    return value != NULL && strcmp(value, "1") == 0;
}

/* The line of the first difference. */
static unsigned difference(am_slice a, am_slice b) {
    unsigned line = 1;
    for (size_t i = 0; i < a.length && i < b.length && a.data[i] == b.data[i]; i++) {
        line += a.data[i] == '\n';
    }
    return line;
}

static unsigned compare(const char *kind, const char *name, const char *ending, am_slice actual) {
    am_buffer expected;
    am_buffer_init(&expected, am_allocator_standard());
    bool is_there = read_file(kind, name, ending, &expected);
    unsigned failures = 0;
    if (!is_there || !am_slice_is_equal(am_buffer_text(&expected), actual)) {
        if (is_accepting()) {
            write_file(kind, name, ending, actual);
        } else {
            failures = 1;
            print_error("%s/%s%s differs from line %u on:\n%.*s\n", kind, name, ending,
                        difference(am_buffer_text(&expected), actual), (int)actual.length, actual.data);
        }
    }
    am_buffer_clear(&expected);
    return failures;
}

static bool exists(const char *kind, const char *name, const char *ending) {
    am_buffer buffer;
    am_buffer_init(&buffer, am_allocator_standard());
    bool is_there = read_file(kind, name, ending, &buffer);
    am_buffer_clear(&buffer);
    return is_there;
}

typedef struct {
    am_buffer diagnostics;
    am_buffer tree;
} outcome;

static void run(const char *kind, const char *name, outcome *out) {
    am_arena arena;
    am_sources sources;
    am_diagnostics diagnostics;
    am_buffer text;
    char path[PATH_ROOM];
    am_arena_init(&arena, am_allocator_standard(), 0);
    am_sources_init(&sources, &arena);
    am_diagnostics_init(&diagnostics, &arena);
    am_buffer_init(&text, am_allocator_standard());
    am_buffer_init(&out->diagnostics, am_allocator_standard());
    am_buffer_init(&out->tree, am_allocator_standard());
    assert_true(read_file(kind, name, ".amerce", &text));
    snprintf(path, sizeof(path), "%s.amerce", name);
    assert_non_null(am_sources_add(&sources, am_slice_of(path), am_buffer_text(&text)));
    const am_node *file = am_parse(&arena, &sources, 0, &diagnostics);
    assert_non_null(file);
    for (const am_diagnostic *at = diagnostics.first; at != NULL; at = at->next) {
        am_diagnostic_print(&out->diagnostics, &sources, at, false);
    }
    am_tree_print(&out->tree, file);
    assert_false(out->diagnostics.is_failed || out->tree.is_failed);
    am_buffer_clear(&text);
    am_arena_clear(&arena);
}

static void forget(outcome *out) {
    am_buffer_clear(&out->diagnostics);
    am_buffer_clear(&out->tree);
}

static void good_rulebooks_give_their_trees(void **state) {
    (void)state;
    static case_list list;
    unsigned failures = 0;
    list_cases("good", &list);
    for (size_t i = 0; i < list.count; i++) {
        outcome out;
        run("good", list.names[i], &out);
        if (out.diagnostics.length > 0) {
            failures++;
            print_error("%.*s", (int)out.diagnostics.length, out.diagnostics.data);
        }
        failures += compare("good", list.names[i], ".tree", am_buffer_text(&out.tree));
        forget(&out);
    }
    assert_int_equal(failures, 0);
}

static void bad_rulebooks_give_their_diagnostics(void **state) {
    (void)state;
    static case_list list;
    unsigned failures = 0;
    list_cases("bad", &list);
    for (size_t i = 0; i < list.count; i++) {
        outcome out;
        run("bad", list.names[i], &out);
        assert_true(out.diagnostics.length > 0);
        failures += compare("bad", list.names[i], ".expected", am_buffer_text(&out.diagnostics));
        if (exists("bad", list.names[i], ".tree")) {
            failures += compare("bad", list.names[i], ".tree", am_buffer_text(&out.tree));
        }
        forget(&out);
    }
    assert_int_equal(failures, 0);
}

static bool is_of_front_end(const am_diag_row *row) {
    return strncmp(row->code, "E01", 3) == 0 || strncmp(row->code, "E02", 3) == 0 ||
           strncmp(row->code, "E080", 4) == 0;
}

/* Whether bad/SLUG.expected holds the code. */
static bool is_shown(const am_diag_row *row) {
    am_buffer expected;
    am_buffer_init(&expected, am_allocator_standard());
    bool is_there = read_file("bad", row->slug, ".expected", &expected);
    am_buffer_put_char(&expected, '\0');
    bool is_found = is_there && strstr(expected.data, row->code) != NULL;
    am_buffer_clear(&expected);
    return is_found;
}

static void every_diagnostic_has_its_rulebook(void **state) {
    (void)state;
    unsigned missing = 0;
    for (unsigned diag = 1; diag < AM_DIAG_COUNT; diag++) {
        const am_diag_row *row = am_diag_row_of((am_diag)diag);
        /* A text of more than 1 MiB is made in parse_test.c. */
        if (is_of_front_end(row) && diag != AM_DIAG_SOURCE_TOO_LONG && !is_shown(row)) {
            print_error("no bad/%s.amerce gives %s\n", row->slug, row->code);
            missing++;
        }
    }
    assert_int_equal(missing, 0);
}

int golden_tests(const char *folder) {
    golden_folder = folder;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_rulebooks_give_their_trees),
        cmocka_unit_test(bad_rulebooks_give_their_diagnostics),
        cmocka_unit_test(every_diagnostic_has_its_rulebook),
    };
    return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
