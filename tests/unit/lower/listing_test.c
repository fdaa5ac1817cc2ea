/*
 * Whole programs: each rulebook of tests/golden/lower beside its listing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "assess.h"
#include "code/image.h"
#include "golden.h"

static const char *const names[] = {
    "expressions", "ranges",     "lists",     "look_back", "schedules", "rows",
    "exceptions",  "conditions", "penalties", "versions",  "mildest",   "ladders",
};

static void test_listings(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        am_buffer text;
        am_buffer listing;
        compiled made;
        char path[256];
        am_buffer_init(&text, am_allocator_standard());
        am_buffer_init(&listing, am_allocator_standard());
        read_rulebook(&text, names[i]);
        compile_well(&made, am_buffer_text(&text));
        am_program_print(&listing, made.program);
        snprintf(path, sizeof path, "tests/golden/lower/%s.listing", names[i]);
        golden_compare(path, am_buffer_text(&listing));
        am_buffer_clear(&text);
        am_buffer_clear(&listing);
        compiled_clear(&made);
    }
}

int listing_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_listings)};
    return cmocka_run_group_tests_name("listings", tests, NULL, NULL);
}
