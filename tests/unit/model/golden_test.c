/*
 * Rulebooks and what they are understood to say: good/X.amerce gives the model in good/X.model and no
 * diagnostic, bad/X.amerce the diagnostics in bad/X.expected. A rulebook that is used, `use a.b`, stands
 * beside them as a.b.used.
 *
 * With AMERCE_ACCEPT=1 the files are rewritten with what comes out. Every diagnostic of the model has a
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

#include "model/model.h"
#include "syntax/parse.h"

enum { PATH_ROOM = 1024, NAME_ROOM = 64, CASES_MAX = 512, FILES_MAX = 8 };

static const char *golden_folder;

typedef struct {
    char names[CASES_MAX][NAME_ROOM]; /* without .amerce */
    size_t count;
} case_list;

static int compare_names(const void *a, const void *b) {
    return strcmp(a, b);
}

static void list_cases(const char *kind, case_list *list) {
    char path[PATH_ROOM];
    DIR *folder;

    snprintf(path, sizeof(path), "%s/%s", golden_folder, kind);
    folder = opendir(path);
    assert_non_null(folder);
    list->count = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        const char *ending = strstr(entry->d_name, ".amerce");

        if (ending == NULL || ending[7] != '\0') {
            continue;
        }
        assert_true(list->count < CASES_MAX && ending - entry->d_name < NAME_ROOM);
        snprintf(list->names[list->count++], NAME_ROOM, "%.*s", (int)(ending - entry->d_name), entry->d_name);
    }
    closedir(folder);
    qsort(list->names, list->count, sizeof(list->names[0]), compare_names);
    assert_true(list->count > 0);
}

static bool read_file(const char *kind, const char *name, const char *ending, am_buffer *buffer) {
    char path[PATH_ROOM], block[4096];
    FILE *file;
    size_t length;

    snprintf(path, sizeof(path), "%s/%s/%s%s", golden_folder, kind, name, ending);
    file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    while ((length = fread(block, 1, sizeof(block), file)) > 0) {
        am_buffer_put(buffer, (am_slice){block, length});
    }
    fclose(file);
    return true;
}

static void write_file(const char *kind, const char *name, const char *ending, am_slice text) {
    char path[PATH_ROOM];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s/%s%s", golden_folder, kind, name, ending);
    file = fopen(path, "wb");
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
    unsigned failures = 0;
    bool is_there;

    am_buffer_init(&expected, am_allocator_standard());
    is_there = read_file(kind, name, ending, &expected);
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

typedef struct {
    am_arena arena;
    am_sources sources;
    am_diagnostics diagnostics;
    am_model_file files[FILES_MAX];
    size_t count;
    am_buffer said; /* the diagnostics */
    am_buffer model;
} reading;

static bool add_file(reading *r, const char *kind, const char *name, const char *ending) {
    char path[NAME_ROOM + 16];
    am_buffer text;
    bool is_there;

    am_buffer_init(&text, am_allocator_standard());
    is_there = read_file(kind, name, ending, &text);
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
        char name[NAME_ROOM];

        if (node->kind != AM_NODE_USE) {
            continue;
        }
        snprintf(name, sizeof(name), "%.*s", (int)node->text.length, node->text.data);
        add_file(r, kind, name, ".used");
    }
}

static void run(const char *kind, const char *name, reading *r) {
    const am_model *model;

    memset(r, 0, sizeof(*r));
    am_arena_init(&r->arena, am_allocator_standard(), 0);
    am_sources_init(&r->sources, &r->arena);
    am_diagnostics_init(&r->diagnostics, &r->arena);
    am_buffer_init(&r->said, am_allocator_standard());
    am_buffer_init(&r->model, am_allocator_standard());
    assert_true(add_file(r, kind, name, ".amerce"));
    for (size_t i = 0; i < r->count; i++) {
        add_used(r, kind, r->files[i].tree);
    }
    model = am_model_of(&r->arena, &r->sources, r->files, r->count, &r->diagnostics);
    assert_int_equal(model == NULL, r->diagnostics.error_count != 0);
    if (model != NULL && strcmp(kind, "bad") == 0) {
        am_model_check_citations(model, &r->diagnostics);
        am_model_check_properties(&r->files[0], &r->diagnostics);
        assert_true(am_model_check_tables(&r->arena, model, true, &r->diagnostics));
    }
    for (const am_diagnostic *at = r->diagnostics.first; at != NULL; at = at->next) {
        am_diagnostic_print(&r->said, &r->sources, at, false);
    }
    if (model != NULL) {
        am_model_print(&r->model, model);
    }
    assert_false(r->said.is_failed || r->model.is_failed);
}

static void forget(reading *r) {
    am_buffer_clear(&r->said);
    am_buffer_clear(&r->model);
    am_arena_clear(&r->arena);
}

static void good_rulebooks_give_their_models(void **state) {
    static case_list list;
    unsigned failures = 0;

    (void)state;
    list_cases("good", &list);
    for (size_t i = 0; i < list.count; i++) {
        reading r;

        run("good", list.names[i], &r);
        if (r.said.length > 0) {
            failures++;
            print_error("%.*s", (int)r.said.length, r.said.data);
        }
        failures += compare("good", list.names[i], ".model", am_buffer_text(&r.model));
        forget(&r);
    }
    assert_int_equal(failures, 0);
}

static void bad_rulebooks_give_their_diagnostics(void **state) {
    static case_list list;
    unsigned failures = 0;

    (void)state;
    list_cases("bad", &list);
    for (size_t i = 0; i < list.count; i++) {
        reading r;

        run("bad", list.names[i], &r);
        assert_true(r.said.length > 0);
        failures += compare("bad", list.names[i], ".expected", am_buffer_text(&r.said));
        forget(&r);
    }
    assert_int_equal(failures, 0);
}

static bool is_of_model(const am_diag_row *row) {
    static const char *const sections[] = {"E03", "E04", "E05", "E06", "E07", "E09", "W"};

    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (strncmp(row->code, sections[i], strlen(sections[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether bad/SLUG.expected holds the code. */
static bool is_shown(const am_diag_row *row) {
    am_buffer expected;
    bool is_found;

    am_buffer_init(&expected, am_allocator_standard());
    is_found = read_file("bad", row->slug, ".expected", &expected);
    am_buffer_put_char(&expected, '\0');
    is_found = is_found && strstr(expected.data, row->code) != NULL;
    am_buffer_clear(&expected);
    return is_found;
}

static void every_diagnostic_has_its_rulebook(void **state) {
    unsigned missing = 0;

    (void)state;
    for (unsigned diag = 1; diag < AM_DIAG_COUNT; diag++) {
        const am_diag_row *row = am_diag_row_of((am_diag)diag);

        /* More than 65,000 of something are made in model_test.c. */
        if (is_of_model(row) && diag != AM_DIAG_TOO_MANY && !is_shown(row)) {
            print_error("no bad/%s.amerce gives %s\n", row->slug, row->code);
            missing++;
        }
    }
    assert_int_equal(missing, 0);
}

int golden_tests(const char *folder) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_rulebooks_give_their_models),
        cmocka_unit_test(bad_rulebooks_give_their_diagnostics),
        cmocka_unit_test(every_diagnostic_has_its_rulebook),
    };

    golden_folder = folder;
    return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
