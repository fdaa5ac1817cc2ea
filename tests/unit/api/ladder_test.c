/*
 * What an explanation of a ladder is made of: the number of the offence, and the row for it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "groups.h"
#include "sample.h"

static const char rulebook_text[] = "rulebook test.ladder\n"
                                    "  currency EUR\n"
                                    "  source LAW \"A law\"\n"
                                    "record Case\n"
                                    "  id:     text\n"
                                    "  grave:  yes/no\n"
                                    "  priors: list of Prior\n"
                                    "record Prior\n"
                                    "  final:  yes/no\n"
                                    "ladder fine: money per LAW \"1\"\n"
                                    "  counts priors where its final of any date\n"
                                    "  climbs 1 when grave\n"
                                    "  | offence      || fine    |\n"
                                    "  | 1st, 2nd     || EUR 100 |\n"
                                    "  | 3rd or later || EUR 300 |\n"
                                    "output fine\n";

static const char record[] =
    "{\"id\":\"1\",\"grave\":true,\"priors\":[{\"final\":true},{\"final\":false},{\"final\":true}]}";

static amerce_rulebook *compile(void) {
    amerce_source source = {amerce_text_of("ladder.amerce"), amerce_text_of(rulebook_text)};
    amerce_diagnostics *diagnostics;
    amerce_rulebook *rulebook;
    assert_int_equal(amerce_compile(&source, NULL, &rulebook, &diagnostics), AMERCE_OK);
    amerce_diagnostics_free(diagnostics);
    return rulebook;
}

static void clauses_hold_the_offence_and_the_row(void **state) {
    (void)state;
    static gathered offence;
    amerce_rulebook *rulebook = compile();
    amerce_assessor_options options = {.size = sizeof options};
    amerce_assessor *assessor;
    int64_t row = -1;
    unsigned row_clauses = 0;
    assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_OK);
    assert_int_equal(amerce_assessor_add_json(assessor, amerce_text_of(record), 1, 1, NULL), AMERCE_OK);
    amerce_assessor_run(assessor);
    for (uint32_t i = 0; i < amerce_rulebook_clause_count(rulebook); i++) {
        amerce_clause clause;
        amerce_value value;
        assert_true(amerce_rulebook_clause(rulebook, i, &clause));
        assert_memory_equal(clause.citation.data, "LAW 1", 5);
        row_clauses += clause.kind == AMERCE_CLAUSE_ROW;
        if (clause.kind == AMERCE_CLAUSE_SCHEDULE) {
            assert_int_equal(amerce_assessor_clause_row(assessor, i, 0, &value), AMERCE_OK);
            row = value.integer;
        } else if (clause.kind == AMERCE_CLAUSE_OFFENCE) {
            assert_int_equal(amerce_assessor_clause_value(assessor, i, 0, &value), AMERCE_OK);
            assert_int_equal(amerce_value_write(rulebook, &clause.type, &value, gather_into(&offence)),
                             AMERCE_OK);
        }
    }
    assert_string_equal(offence.data, "4");
    assert_int_equal(row, 1);
    assert_int_equal(row_clauses, 2);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

int ladder_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clauses_hold_the_offence_and_the_row),
    };
    return cmocka_run_group_tests_name("ladders", tests, NULL, NULL);
}
