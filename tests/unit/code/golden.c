/*
 * Golden files of the tests of src/code.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "golden.h"

static FILE *open_file(const char *path, const char *mode) {
    char full[1024];
    FILE *file;
    snprintf(full, sizeof full, "%s/%s", ROOT, path);
    file = fopen(full, mode);
    if (file == NULL) {
        fail_msg("%s cannot be opened", full);
    }
    return file;
}

static void accept(const char *path, am_slice text) {
    FILE *file = open_file(path, "wb");
    assert_int_equal(fwrite(text.data, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
}

void golden_compare(const char *path, am_slice text) {
    FILE *file;
    char *kept = malloc(text.length + 2);
    size_t length;
    assert_non_null(kept);
    if (getenv("AMERCE_ACCEPT") != NULL) {
        accept(path, text);
    }
    file = open_file(path, "rb");
    length = fread(kept, 1, text.length + 1, file);
    fclose(file);
    if (!am_slice_is_equal((am_slice){kept, length}, text)) {
        fail_msg("%s differs; AMERCE_ACCEPT=1 writes it anew:\n%.*s", path, (int)text.length, text.data);
    }
    free(kept);
}
