/*
 * Runs golden cases: each file says which files there are, which command runs, and exactly what it must
 * print.
 *
 *     golden PROGRAM-FOLDER FILE.test...
 *
 * A case is a text of sections, each begun by a line `==== NAME`: `command` (lines for sh, in a fresh folder
 * that holds the case's files, with PROGRAM-FOLDER first in PATH and SOURCE the repository), `stdout`,
 * `stderr`, `status` (0 when left out); any other NAME is a file. A missing `stdout` or `stderr` section
 * means that nothing may be printed there. With AMERCE_ACCEPT=1 the file is rewritten with what was printed.
 * Prints one line for each case that differs, with the first line that does.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"

enum { SECTIONS_MAX = 64 };

typedef struct section {
    const char *name;
    size_t name_length;
    const char *text;
    size_t length;
} section;

typedef struct golden_case {
    const char *path;
    scratch_text text;
    section sections[SECTIONS_MAX];
    size_t count;
} golden_case;

static bool is_heading(const char *at, const char *end) {
    return end - at > 5 && memcmp(at, "==== ", 5) == 0;
}

static void split(golden_case *test) {
    const char *end = test->text.data + test->text.length;
    for (const char *at = test->text.data; at < end;) {
        const char *stop = scratch_line_end(at, end);
        const char *next = stop < end ? stop + 1 : end;
        if (is_heading(at, stop) && test->count < SECTIONS_MAX) {
            test->sections[test->count++] = (section){at + 5, (size_t)(stop - at - 5), next, 0};
        } else if (test->count > 0) {
            test->sections[test->count - 1].length += (size_t)(next - at);
        }
        at = next;
    }
}

static bool is_named(const section *part, const char *name) {
    return part->name_length == strlen(name) && memcmp(part->name, name, part->name_length) == 0;
}

static const section *find(const golden_case *test, const char *name) {
    for (size_t i = 0; i < test->count; i++) {
        if (is_named(&test->sections[i], name)) {
            return &test->sections[i];
        }
    }
    return NULL;
}

static bool is_outcome(const section *part) {
    return is_named(part, "stdout") || is_named(part, "stderr") || is_named(part, "status");
}

static void write_inputs(const golden_case *test, const char *folder) {
    for (size_t i = 0; i < test->count; i++) {
        const section *part = &test->sections[i];
        if (!is_outcome(part)) {
            scratch_folder_write(folder, part->name, part->name_length, "wb", part->text, part->length);
        }
    }
}

static bool check_stream(const golden_case *test, const char *what, const scratch_text *got) {
    const section *want = find(test, what);
    return scratch_is_same(test->path, what, 1, want != NULL ? want->text : "",
                           want != NULL ? want->length : 0, got->data, got->length);
}

static void append_section(scratch_text *out, const char *name, size_t name_length, const char *text,
                           size_t length) {
    scratch_append(out, "==== ", 5);
    scratch_append(out, name, name_length);
    scratch_append(out, "\n", 1);
    scratch_append(out, text, length);
}

static void accept(const golden_case *test, int status, const scratch_text *out, const scratch_text *err) {
    char number[16];
    scratch_text whole = {0};
    for (size_t i = 0; i < test->count; i++) {
        const section *part = &test->sections[i];
        if (!is_outcome(part)) {
            append_section(&whole, part->name, part->name_length, part->text, part->length);
        }
    }
    if (status != 0) {
        int length = snprintf(number, sizeof number, "%d\n", status);
        append_section(&whole, "status", 6, number, (size_t)length);
    }
    if (out->length > 0) {
        append_section(&whole, "stdout", 6, out->data, out->length);
    }
    if (err->length > 0) {
        append_section(&whole, "stderr", 6, err->data, err->length);
    }
    scratch_write(test->path, whole.data, whole.length);
    free(whole.data);
}

static bool is_as_expected(const golden_case *test, int status, const scratch_text *out,
                           const scratch_text *err) {
    const section *want = find(test, "status");
    int want_status = want != NULL ? atoi(want->text) : 0;
    bool is_good = check_stream(test, "stdout", out);
    is_good = check_stream(test, "stderr", err) && is_good;
    if (status != want_status) {
        printf("%s: exit status %d, want %d\n", test->path, status, want_status);
        is_good = false;
    }
    return is_good;
}

static bool check(const char *path, bool is_accepting) {
    golden_case test = {.path = path, .text = scratch_read(path)};
    char folder[] = "golden.XXXXXX";
    scratch_text out;
    scratch_text err;
    bool is_good = true;
    split(&test);
    if (find(&test, "command") == NULL) {
        printf("%s: no command section\n", path);
        free(test.text.data);
        return false;
    }
    scratch_folder_make(folder);
    write_inputs(&test, folder);
    int status = scratch_folder_run(folder, "command", &out, &err);
    scratch_folder_remove(folder);
    if (is_accepting) {
        accept(&test, status, &out, &err);
    } else {
        is_good = is_as_expected(&test, status, &out, &err);
    }
    free(out.data);
    free(err.data);
    free(test.text.data);
    return is_good;
}

int main(int count, char **words) {
    int failures = 0;
    if (count < 3) {
        fprintf(stderr, "usage: golden PROGRAM-FOLDER FILE.test...\n");
        return 2;
    }
    bool is_accepting = scratch_init(words[1]);
    for (int i = 2; i < count; i++) {
        failures += check(words[i], is_accepting) ? 0 : 1;
    }
    printf("%d golden cases, %d failed\n", count - 2, failures);
    return failures == 0 ? 0 : 1;
}
