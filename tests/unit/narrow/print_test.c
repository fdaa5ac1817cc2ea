/*
 * The narrow program of the reference workload, beside its listing: what is planned otherwise shows there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "assess.h"
#include "golden.h"
#include "narrow/print.h"

static void read_file(am_buffer *out, const char *path) {
    FILE *file = fopen(path, "rb");
    size_t count;
    assert_non_null(file);
    do {
        char block[4096];
        count = fread(block, 1, sizeof block, file);
        am_buffer_put(out, (am_slice){block, count});
    } while (count != 0);
    fclose(file);
}

static void compare_listing(bool is_explained, const char *expected) {
    am_buffer text;
    am_buffer listing;
    compiled made;
    am_buffer_init(&text, am_allocator_standard());
    am_buffer_init(&listing, am_allocator_standard());
    read_file(&text, ROOT "/tests/bench/reference.amerce");
    compile_well(&made, am_buffer_text(&text));
    am_narrow *narrow = am_narrow_new(made.program, is_explained, am_allocator_standard());
    assert_non_null(narrow);
    am_narrow_print(&listing, narrow);
    golden_compare(expected, am_buffer_text(&listing));
    am_narrow_free(narrow);
    am_buffer_clear(&text);
    am_buffer_clear(&listing);
    compiled_clear(&made);
}

static void test_reference(void **state) {
    (void)state;
    compare_listing(false, "tests/golden/narrow/reference.listing");
}

/* The same steps; what explanations name has places of its own. */
static void test_explained(void **state) {
    (void)state;
    compare_listing(true, "tests/golden/narrow/explained.listing");
}

int print_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reference), cmocka_unit_test(test_explained)};
    return cmocka_run_group_tests_name("listing of a narrow program", tests, NULL, NULL);
}
