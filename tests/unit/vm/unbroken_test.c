/*
 * The elements of a list that no clean time parts from a date, and the states of those that may not count.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "builder.h"

#define Y AM_VALUE_YESNO

static void check(am_batch *batch, uint16_t column, const char *expected) {
    char text[BUILDER_TEXT];
    assert_string_equal(outcomes(batch, column, text), expected);
}

/* A date to look back from, spread to elements with a date, a mask and the first day that is clean after it.
 */
static void test_unbroken(void **state) {
    (void)state;
    static const struct {
        const char *record;
        const char *expected;
    } cases[] = {
        {"2024-06-30,[2022-06-30,yes,2024-06-30]", "no"}, /* clean on the day itself */
        {"2024-06-30,[2022-07-01,yes,2024-07-01]", "yes"},
        {"2024-06-30,[2020-01-01,yes,2022-01-01|2021-12-31,yes,2023-12-31|2023-05-01,yes,2025-05-01]",
         "yes yes yes"}, /* each the next one's clean time away at most, less a day */
        {"2024-06-30,[2020-01-01,yes,2022-01-01|2022-01-01,yes,2024-01-01|2023-05-01,yes,2025-05-01]",
         "no yes yes"},
        {"2024-06-30,[2023-05-01,yes,2025-05-01|2020-01-01,yes,2022-01-01|2021-12-31,no,2023-12-31]",
         "yes no no"}, /* what does not count joins nothing, and the order of the list does not matter */
        {"2024-06-30,[2030-01-01,yes,2032-01-01|2023-05-01,yes,2025-05-01]", "yes yes"}, /* later ones */
        {"2024-06-30,[2023-05-01,yes,2025-05-01|2023-05-01,yes,2025-05-01]", "yes yes"},
        {"2024-06-30,[]", ""},
        {"_,[2023-05-01,no,2025-05-01|2023-05-01,yes,2025-05-01]", "no needs"},
        {"2024-06-30,[2023-05-01,no,_|_,no,2025-05-01|2023-05-01,yes,2025-05-01]", "no no yes"},
        {"2024-06-30,[2023-05-01,_,2025-05-01|2023-05-01,yes,2025-05-01]", "needs needs"},
        {"2024-06-30,[2023-05-01,yes,_|2023-05-01,yes,2025-05-01|2023-05-01,no,2025-05-01]",
         "needs needs no"},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        builder builder;
        build_start(&builder);
        uint16_t from = build_fact(&builder, 0, AM_VALUE_DATE, false);
        uint16_t list = build_list(&builder, 0, false);
        uint16_t date = build_fact(&builder, list, AM_VALUE_DATE, false);
        uint16_t mask = build_fact(&builder, list, Y, false);
        uint16_t clean = build_fact(&builder, list, AM_VALUE_DATE, false);
        uint16_t spread = build_op(&builder, AM_OP_SPREAD, AM_VALUE_DATE, list, from, 0, 0, 0);
        uint16_t unbroken = build_op(&builder, AM_OP_UNBROKEN, Y, list, date, mask, clean, spread);
        am_batch *batch = batch_of(build_program(&builder), 8, 16);
        fill_all(batch, cases[i].record);
        am_vm_run(batch);
        check(batch, unbroken, cases[i].expected);
        am_batch_free(batch);
        build_end(&builder);
    }
}

/* A fault of an element that counts is a fault of all that count, but for those of which that is not known.
 */
static void test_unbroken_reasons(void **state) {
    (void)state;
    builder builder;
    build_start(&builder);
    uint16_t list = build_list(&builder, 0, false);
    uint16_t date = build_fact(&builder, list, AM_VALUE_DATE, false);
    uint16_t mask = build_fact(&builder, list, Y, false);
    uint16_t ok = build_fact(&builder, list, Y, false);
    uint16_t diag = build_fault(AM_DIAG_NO_SUCH_DAY);
    uint16_t clean = build_op(&builder, AM_OP_GUARD, AM_VALUE_DATE, list, ok, date, 0, diag);
    uint16_t unbroken = build_op(&builder, AM_OP_UNBROKEN, Y, list, date, mask, clean, date);
    am_batch *batch = batch_of(build_program(&builder), 8, 16);
    char text[BUILDER_TEXT];
    fill_all(batch, "[2024-01-01,yes,no|2024-01-01,_,yes|2024-01-01,no,no|2024-01-01,yes,yes]/"
                    "[2024-01-01,_,yes|_,yes,yes|2024-01-01,no,yes]");
    am_vm_run(batch);
    check(batch, unbroken, "F0005 needs no F0005 needs needs no");
    assert_string_equal(fault(batch, unbroken, 3, text), "F0005@0[1]");
    assert_string_equal(needs(batch, unbroken, 1, text), "f1[2]");
    assert_string_equal(needs(batch, unbroken, 4, text), "f0[2] f1[1]");
    assert_string_equal(needs(batch, unbroken, 5, text), "f0[2] f1[1]");
    am_batch_free(batch);
    build_end(&builder);
}

int unbroken_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unbroken),
        cmocka_unit_test(test_unbroken_reasons),
    };
    return cmocka_run_group_tests_name("unbroken", tests, NULL, NULL);
}
