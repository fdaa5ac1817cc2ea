/*
 * The rulebooks of a folder, run one after another and compared.
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

#include "rulebooks.h"

enum { PATH_ROOM = 1024, CASES_MAX = 512 };

typedef struct case_list {
    char names[CASES_MAX][RULEBOOK_NAME_ROOM]; /* without .amerce */
    size_t count;
} case_list;

static int compare_names(const void *a, const void *b) {
    return strcmp(a, b);
}

static void list_cases(const rulebooks *rulebooks, const char *kind, case_list *list) {
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s", rulebooks->folder, kind);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    list->count = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        const char *ending = strstr(entry->d_name, ".amerce");
        if (ending == NULL || ending[7] != '\0') {
            continue;
        }
        assert_true(list->count < CASES_MAX && ending - entry->d_name < RULEBOOK_NAME_ROOM);
        snprintf(list->names[list->count++], RULEBOOK_NAME_ROOM, "%.*s", (int)(ending - entry->d_name),
                 entry->d_name);
    }
    closedir(folder);
    qsort(list->names, list->count, sizeof list->names[0], compare_names);
    assert_true(list->count > 0);
}

bool rulebooks_read(const rulebooks *rulebooks, const char *kind, const char *name, const char *ending,
                    am_buffer *buffer) {
    char path[PATH_ROOM], block[4096];
    size_t length;
    snprintf(path, sizeof path, "%s/%s/%s%s", rulebooks->folder, kind, name, ending);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    while ((length = fread(block, 1, sizeof block, file)) > 0) {
        am_buffer_put(buffer, (am_slice){block, length});
    }
    fclose(file);
    return true;
}

static void write_file(const rulebooks *rulebooks, const char *kind, const char *name, const char *ending,
                       am_slice text) {
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s/%s%s", rulebooks->folder, kind, name, ending);
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

/* An optional file that is not there is not asked for. */
static unsigned compare(const rulebooks *rulebooks, const char *kind, const char *name, const char *ending,
                        bool is_optional, const am_buffer *actual) {
    am_buffer expected;
    am_slice text = am_buffer_text(actual);
    am_buffer_init(&expected, am_allocator_standard());
    bool is_there = rulebooks_read(rulebooks, kind, name, ending, &expected);
    unsigned failures = 0;
    if ((is_there || !is_optional) && !(is_there && am_slice_is_equal(am_buffer_text(&expected), text))) {
        if (is_accepting()) {
            write_file(rulebooks, kind, name, ending, text);
        } else {
            failures = 1;
            print_error("%s/%s%s differs from line %u on:\n%.*s\n", kind, name, ending,
                        difference(am_buffer_text(&expected), text), (int)text.length, text.data);
        }
    }
    am_buffer_clear(&expected);
    return failures;
}

/* A good rulebook says nothing and makes something; a bad one says something. */
static unsigned run(const rulebooks *rulebooks, const char *kind, const char *name, bool is_good) {
    am_buffer said, made;
    unsigned failures = 0;
    am_buffer_init(&said, am_allocator_standard());
    am_buffer_init(&made, am_allocator_standard());
    rulebooks->run(rulebooks, kind, name, &said, &made);
    assert_false(said.is_failed || made.is_failed);
    if (is_good && said.length > 0) {
        failures++;
        print_error("%.*s", (int)said.length, said.data);
    }
    if (!is_good) {
        assert_true(said.length > 0);
        failures += compare(rulebooks, kind, name, ".expected", false, &said);
    }
    failures += compare(rulebooks, kind, name, rulebooks->ending, !is_good, &made);
    am_buffer_clear(&said);
    am_buffer_clear(&made);
    return failures;
}

static void run_all(const rulebooks *rulebooks, const char *kind, bool is_good) {
    static case_list list;
    unsigned failures = 0;
    list_cases(rulebooks, kind, &list);
    for (size_t i = 0; i < list.count; i++) {
        failures += run(rulebooks, kind, list.names[i], is_good);
    }
    assert_int_equal(failures, 0);
}

static void good_rulebooks_give_what_is_made_of_them(void **state) {
    run_all(*state, "good", true);
}

static void bad_rulebooks_give_their_diagnostics(void **state) {
    run_all(*state, "bad", false);
}

/* Whether bad/SLUG.expected holds the code. */
static bool is_shown(const rulebooks *rulebooks, am_diag diag) {
    am_buffer expected;
    am_buffer_init(&expected, am_allocator_standard());
    bool is_there = rulebooks_read(rulebooks, "bad", am_diag_slug_of(diag), ".expected", &expected);
    am_buffer_put_char(&expected, '\0');
    bool is_found = is_there && strstr(expected.data, am_diag_code_of(diag)) != NULL;
    am_buffer_clear(&expected);
    return is_found;
}

static void every_diagnostic_has_its_rulebook(void **state) {
    const rulebooks *rulebooks = *state;
    unsigned missing = 0;
    for (unsigned diag = 1; diag < AM_DIAG_COUNT; diag++) {
        if (rulebooks->is_asked((am_diag)diag) && !is_shown(rulebooks, (am_diag)diag)) {
            print_error("no bad/%s.amerce gives %s\n", am_diag_slug_of((am_diag)diag),
                        am_diag_code_of((am_diag)diag));
            missing++;
        }
    }
    assert_int_equal(missing, 0);
}

int rulebooks_tests(const rulebooks *rulebooks) {
    void *state = (void *)(uintptr_t)rulebooks;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(good_rulebooks_give_what_is_made_of_them, state),
        cmocka_unit_test_prestate(bad_rulebooks_give_their_diagnostics, state),
        cmocka_unit_test_prestate(every_diagnostic_has_its_rulebook, state),
    };
    return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
