/*
 * What programs come to: the rulebooks of tests/golden/lower, with records.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "assess.h"

typedef struct assessment {
    const char *rulebook;
    const char *facts;
    const char *outputs;
} assessment;

static const assessment assessments[] = {
#include "assessments.def"
};

static int check(const assessment *one) {
    am_buffer text;
    am_buffer outputs;
    compiled made;
    am_buffer_init(&text, am_allocator_standard());
    am_buffer_init(&outputs, am_allocator_standard());
    read_rulebook(&text, one->rulebook);
    compile_well(&made, am_buffer_text(&text));
    assess(&outputs, made.program, one->facts);
    int is_wrong = !am_slice_is_equal(am_buffer_text(&outputs), am_slice_of(one->outputs));
    if (is_wrong) {
        print_error("%s, %s\n  expected %s\n  came out %.*s\n", one->rulebook, one->facts, one->outputs,
                    (int)outputs.length, outputs.data);
    }
    am_buffer_clear(&text);
    am_buffer_clear(&outputs);
    compiled_clear(&made);
    return is_wrong;
}

static void test_assessments(void **state) {
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof assessments / sizeof *assessments; i++) {
        wrong += check(&assessments[i]);
    }
    assert_int_equal(wrong, 0);
}

int assess_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_assessments)};
    return cmocka_run_group_tests_name("assessments", tests, NULL, NULL);
}
