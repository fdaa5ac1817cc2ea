/*
 * Assessing: the same records as JSON, fact by fact and as columns give the same results.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <string.h>

#include "groups.h"
#include "sample.h"
#include "unit/base/counting_allocator.h"

/* What the first sample record comes to: 100 x 2.5 + 50 for the one prior within 24 months + 3.005, at most
 * 900. */
#define FIRST_RESULT                                                                           \
    "{\"id\":\"A-1\",\"currency\":\"EUR\",\"days_late\":10,\"repeats\":1,\"fine\":\"303.01\"," \
    "\"priors\":[{\"surcharge\":\"1.00\"},{\"surcharge\":\"2.005\"},{\"surcharge\":\"0.00\"}]}"

static amerce_assessor *assessor_of(const amerce_rulebook *rulebook, uint32_t records) {
    amerce_assessor *assessor;
    amerce_assessor_options options = {.size = sizeof options, .records = records};
    assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_OK);
    return assessor;
}

static void add_record(amerce_assessor *assessor, size_t number, amerce_status want,
                       amerce_record_error *error) {
    amerce_text json = amerce_text_of(sample_records[number]);
    assert_int_equal(amerce_assessor_add_json(assessor, json, (uint32_t)number + 1, 1, error), want);
}

static void expect_line(amerce_assessor *assessor, uint32_t row, const char *want) {
    static gathered line;
    assert_int_equal(amerce_assessor_write_json(assessor, row, gather_into(&line)), AMERCE_OK);
    assert_string_equal(line.data, want);
}

static void json_records_are_assessed(void **state) {
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessor_of(rulebook, 0);
    amerce_record_error error;
    add_record(assessor, 0, AMERCE_OK, NULL);
    add_record(assessor, 2, AMERCE_BAD_RECORD, &error);
    assert_memory_equal(error.id.data, "A-3", 3);
    assert_int_equal(error.line, 3);
    assert_memory_equal(error.path.data, "due_on", 6);
    assert_int_equal(error.code[0], 'R');
    add_record(assessor, 1, AMERCE_OK, NULL);
    assert_int_equal(amerce_assessor_record_count(assessor), 2);
    amerce_assessor_run(assessor);
    expect_line(assessor, 0, FIRST_RESULT);
    expect_line(assessor, 1,
                "{\"id\":\"A-2\",\"currency\":\"EUR\",\"days_late\":10,\"repeats\":0,\"fine\":{\"needs\":["
                "\"turnover\"]},"
                "\"priors\":[]}");
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

static uint32_t fact_of(const amerce_rulebook *rulebook, uint32_t place, const char *name) {
    uint32_t fact = amerce_rulebook_find_fact(rulebook, place, amerce_text_of(name));
    assert_int_not_equal(fact, AMERCE_NONE);
    return fact;
}

static void facts_one_by_one(void **state) {
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessor_of(rulebook, 1);
    uint32_t priors = amerce_rulebook_find_place(rulebook, 0, amerce_text_of("priors"));
    static const int32_t days[] = {19081, 19082, 19813}; /* 2022-03-30, 2022-03-31, 2024-03-31 */
    static const int64_t cents[] = {1000, 2005, 0};
    uint32_t row;
    uint32_t element;
    assert_int_equal(amerce_record_open(assessor, &row), AMERCE_OK);
    assert_int_equal(amerce_set_text(assessor, fact_of(rulebook, 0, "id"), row, amerce_text_of("A-1")),
                     AMERCE_OK);
    assert_int_equal(amerce_set_integer(assessor, fact_of(rulebook, 0, "due_on"), row, 19813), AMERCE_OK);
    assert_int_equal(amerce_set_integer(assessor, fact_of(rulebook, 0, "sent_on"), row, 19823), AMERCE_OK);
    assert_int_equal(amerce_set_integer(assessor, fact_of(rulebook, 0, "intent"), row, 1), AMERCE_OK);
    assert_int_equal(amerce_set_scaled(assessor, fact_of(rulebook, 0, "turnover"), row, 900000, 2),
                     AMERCE_OK);
    assert_int_equal(amerce_set_integer(assessor, fact_of(rulebook, 0, "waived"), row, 0), AMERCE_OK);
    assert_int_equal(amerce_set_decimal(assessor, fact_of(rulebook, 0, "benefit"), row,
                                        (amerce_decimal){0, 125, -1, false}),
                     AMERCE_OK);
    assert_int_equal(amerce_element_open(assessor, priors, &element), AMERCE_MISUSE);
    assert_int_equal(amerce_list_open(assessor, priors, row), AMERCE_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(amerce_element_open(assessor, priors, &element), AMERCE_OK);
        assert_int_equal(amerce_set_integer(assessor, fact_of(rulebook, priors, "on"), element, days[i]),
                         AMERCE_OK);
        assert_int_equal(
            amerce_set_scaled(assessor, fact_of(rulebook, priors, "amount"), element, cents[i], 2),
            AMERCE_OK);
        assert_int_equal(amerce_record_close(assessor), AMERCE_MISUSE);
        assert_int_equal(amerce_element_close(assessor, priors), AMERCE_OK);
    }
    assert_int_equal(amerce_record_close(assessor), AMERCE_OK);
    assert_int_equal(amerce_record_open(assessor, &row), AMERCE_FULL);
    amerce_assessor_run(assessor);
    expect_line(assessor, 0, FIRST_RESULT);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

static void wrong_facts_are_refused(void **state) {
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessor_of(rulebook, 0);
    uint32_t row;
    uint32_t turnover = fact_of(rulebook, 0, "turnover");
    uint32_t intent = fact_of(rulebook, 0, "intent");
    amerce_value unknown = {.state = AMERCE_UNKNOWN};
    assert_int_equal(amerce_set_scaled(assessor, turnover, 0, 1, 0), AMERCE_MISUSE);
    assert_int_equal(amerce_record_open(assessor, &row), AMERCE_OK);
    assert_int_equal(amerce_set_scaled(assessor, turnover, row, 1, 3), AMERCE_MISUSE);
    assert_int_equal(amerce_set_scaled(assessor, turnover, row, -1, 0), AMERCE_MISUSE);
    assert_int_equal(amerce_set_integer(assessor, turnover, row, 1), AMERCE_MISUSE);
    assert_int_equal(amerce_set_integer(assessor, intent, row, 3), AMERCE_MISUSE);
    assert_int_equal(amerce_set_integer(assessor, fact_of(rulebook, 0, "due_on"), row, 2932897),
                     AMERCE_MISUSE);
    assert_int_equal(amerce_set_value(assessor, turnover, row, &unknown), AMERCE_MISUSE);
    assert_int_equal(amerce_set_value(assessor, fact_of(rulebook, 0, "benefit"), row, &unknown), AMERCE_OK);
    assert_int_equal(amerce_set_text(assessor, fact_of(rulebook, 0, "id"), row, amerce_text_of("\xff")),
                     AMERCE_MISUSE);
    assert_int_equal(amerce_record_drop(assessor), AMERCE_OK);
    assert_int_equal(amerce_assessor_record_count(assessor), 0);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

static void columns_give_the_same(void **state) {
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessor_of(rulebook, 2);
    uint32_t priors = amerce_rulebook_find_place(rulebook, 0, amerce_text_of("priors"));
    static const amerce_text ids[] = {{"A-1", 3}, {"A-1", 3}, {"A-1", 3}};
    static const int32_t due[] = {19813, 19813, 19813}, sent[] = {19823, 19823, 19823};
    static const uint8_t intent[] = {1, 1, 1}, waived[] = {0, 0, 0};
    static const int64_t turnover[] = {900000, 900000, 900000}, benefit[] = {125, 0, 125};
    static const uint8_t is_benefit_given[] = {1, 0, 1};
    static const uint32_t offsets[] = {0, 3, 6, 9};
    static const int32_t on[] = {19081, 19082, 19813, 19081, 19082, 19813, 19081, 19082, 19813};
    static const int32_t amount[] = {1000, 2005, 0, 1000, 2005, 0, 1000, 2005, 0};
    const amerce_column columns[] = {
        {fact_of(rulebook, 0, "id"), AMERCE_NONE, AMERCE_COLUMN_TEXTS, 0, ids, NULL},
        {fact_of(rulebook, 0, "due_on"), AMERCE_NONE, AMERCE_COLUMN_INT32, 0, due, NULL},
        {fact_of(rulebook, 0, "sent_on"), AMERCE_NONE, AMERCE_COLUMN_INT32, 0, sent, NULL},
        {fact_of(rulebook, 0, "intent"), AMERCE_NONE, AMERCE_COLUMN_UINT8, 0, intent, NULL},
        {fact_of(rulebook, 0, "waived"), AMERCE_NONE, AMERCE_COLUMN_UINT8, 0, waived, NULL},
        {fact_of(rulebook, 0, "turnover"), AMERCE_NONE, AMERCE_COLUMN_INT64, 2, turnover, NULL},
        {fact_of(rulebook, 0, "benefit"), AMERCE_NONE, AMERCE_COLUMN_INT64, 1, benefit, is_benefit_given},
        {AMERCE_NONE, priors, AMERCE_COLUMN_INT32, 0, offsets, NULL},
        {fact_of(rulebook, priors, "on"), AMERCE_NONE, AMERCE_COLUMN_INT32, 0, on, NULL},
        {fact_of(rulebook, priors, "amount"), AMERCE_NONE, AMERCE_COLUMN_INT32, 2, amount, NULL},
    };
    size_t taken;
    for (size_t first = 0; first < 3; first += taken) {
        amerce_assessor_clear(assessor);
        assert_int_equal(amerce_assessor_add_columns(assessor, columns, sizeof columns / sizeof *columns,
                                                     first, 3, &taken),
                         AMERCE_OK);
        assert_int_equal(taken, first == 0 ? 2 : 1);
        amerce_assessor_run(assessor);
        for (uint32_t row = 0; row < taken; row++) {
            expect_line(assessor, row, FIRST_RESULT);
        }
    }
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

typedef struct paths {
    char text[256];
} paths;

static bool add_path(void *context, amerce_text path) {
    paths *list = context;
    strncat(list->text, path.data, path.length);
    strcat(list->text, " ");
    return true;
}

static void needs_and_faults_are_data(void **state) {
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessor_of(rulebook, 0);
    uint32_t fine = amerce_rulebook_find_output(rulebook, 0, amerce_text_of("fine"));
    amerce_value value;
    amerce_fault fault;
    amerce_clause clause;
    paths list = {""};
    static const char empty[] = "{\"due_on\":\"2021-05-01\",\"waived\":false,\"priors\":[{}]}";
    static const char early[] = "{\"due_on\":\"2019-12-31\",\"waived\":false,\"priors\":[]}";
    assert_int_equal(amerce_assessor_add_json(assessor, amerce_text_of(empty), 1, 1, NULL), AMERCE_OK);
    assert_int_equal(amerce_assessor_add_json(assessor, amerce_text_of(early), 2, 1, NULL), AMERCE_OK);
    amerce_assessor_run(assessor);
    assert_int_equal(amerce_assessor_result(assessor, fine, 0, &value), AMERCE_OK);
    assert_int_equal(value.state, AMERCE_NEEDS);
    assert_int_equal(amerce_assessor_needs(assessor, fine, 0, add_path, &list), AMERCE_OK);
    assert_string_equal(list.text, "intent turnover priors[1].on priors[1].amount ");
    assert_int_equal(amerce_assessor_fault(assessor, fine, 0, &fault), AMERCE_MISUSE);
    assert_int_equal(amerce_assessor_result(assessor, fine, 1, &value), AMERCE_OK);
    assert_int_equal(value.state, AMERCE_FAULT);
    assert_int_equal(amerce_assessor_fault(assessor, fine, 1, &fault), AMERCE_OK);
    assert_string_equal(fault.code, "F0104");
    assert_true(amerce_rulebook_clause(rulebook, fault.clause, &clause));
    assert_int_equal(amerce_assessor_result(assessor, fine, 2, &value), AMERCE_MISUSE);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

/* The steps of the fine, read off the clauses: what the explanation of a result is made of. */
static void clauses_hold_the_steps(void **state) {
    (void)state;
    static gathered steps;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor = assessor_of(rulebook, 0);
    amerce_sink sink = gather_into(&steps);
    add_record(assessor, 0, AMERCE_OK, NULL);
    amerce_assessor_run(assessor);
    for (uint32_t i = 0; i < amerce_rulebook_clause_count(rulebook); i++) {
        amerce_clause clause;
        amerce_value value;
        assert_true(amerce_rulebook_clause(rulebook, i, &clause));
        if (clause.kind == AMERCE_CLAUSE_STEP) {
            assert_int_equal(amerce_assessor_clause_value(assessor, i, 0, &value), AMERCE_OK);
            assert_int_equal(amerce_value_write(rulebook, &clause.type, &value, sink), AMERCE_OK);
            sink.write(sink.context, " ", 1);
        }
    }
    assert_string_equal(steps.data, "100.00 250.00 300.00 303.005 303.005 303.005 303.01 ");
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
}

typedef struct text_input {
    const char *text;
    size_t at;
    size_t piece;
} text_input;

static bool read_text(void *context, char *data, size_t room, size_t *length) {
    text_input *input = context;
    size_t left = strlen(input->text) - input->at;
    *length = left < input->piece ? left : input->piece;
    *length = *length < room ? *length : room;
    memcpy(data, input->text + input->at, *length);
    input->at += *length;
    return true;
}

static void streams_keep_the_order(void **state) {
    (void)state;
    static gathered whole;
    static gathered pieces;
    char text[4096] = "";
    for (size_t i = 0; i < 3; i++) {
        strcat(text, sample_records[i]);
        strcat(text, "\n");
    }
    strcat(text, "{\"id\":\"A-4\",\n");
    strcat(text, sample_records[0]);
    amerce_rulebook *rulebook = sample_new();
    for (uint32_t records = 1; records < 6; records++) {
        amerce_assessor *assessor = assessor_of(rulebook, records);
        text_input input = {text, 0, records * 7};
        amerce_summary summary;
        amerce_sink sink = gather_into(records == 1 ? &whole : &pieces);
        assert_int_equal(amerce_assess_json(assessor, (amerce_input){read_text, &input}, sink, &summary),
                         AMERCE_OK);
        assert_int_equal(summary.records, 5);
        assert_int_equal(summary.refused, 2);
        assert_int_equal(summary.needs, 1);
        assert_int_equal(summary.faults, 0);
        if (records > 1) {
            assert_string_equal(pieces.data, whole.data);
        }
        amerce_assessor_free(assessor);
    }
    assert_non_null(strstr(whole.data, FIRST_RESULT "\n{\"id\":\"A-2\""));
    amerce_rulebook_free(rulebook);
}

static void assessing_takes_no_memory(void **state) {
    (void)state;
    amerce_rulebook *rulebook = sample_new();
    amerce_assessor *assessor;
    counting_allocator count = {0};
    amerce_allocator allocator = {counting_allocator_of(&count).resize, &count};
    amerce_assessor_options options = {.size = sizeof options, .allocator = &allocator};
    assert_int_equal(amerce_assessor_new(rulebook, &options, &assessor), AMERCE_OK);
    assert_int_equal(amerce_assessor_bytes(assessor), count.held_bytes);
    size_t calls = count.requests;
    for (int round = 0; round < 3; round++) {
        amerce_record_error error;
        amerce_fault fault;
        paths list = {""};
        amerce_assessor_clear(assessor);
        add_record(assessor, 0, AMERCE_OK, NULL);
        add_record(assessor, 1, AMERCE_OK, NULL);
        add_record(assessor, 2, AMERCE_BAD_RECORD, &error);
        amerce_assessor_run(assessor);
        amerce_assessor_needs(assessor, 0, 1, add_path, &list);
        amerce_assessor_fault(assessor, 0, 0, &fault);
    }
    assert_int_equal(count.requests, calls);
    amerce_assessor_free(assessor);
    assert_int_equal(count.held_bytes, 0);
    amerce_rulebook_free(rulebook);
}

/* What a thread assesses with an assessor of its own. */
typedef struct own_work {
    const amerce_rulebook *rulebook;
    gathered line;
    bool is_done;
} own_work;

static void *assess_alone(void *context) {
    own_work *work = context;
    amerce_assessor *assessor;
    amerce_text json = amerce_text_of(sample_records[0]);
    if (amerce_assessor_new(work->rulebook, NULL, &assessor) != AMERCE_OK) {
        return NULL;
    }
    for (int round = 0; round < 200; round++) {
        amerce_assessor_clear(assessor);
        if (amerce_assessor_add_json(assessor, json, 1, 1, NULL) == AMERCE_OK) {
            amerce_assessor_run(assessor);
            work->is_done = amerce_assessor_write_json(assessor, 0, gather_into(&work->line)) == AMERCE_OK;
        }
    }
    amerce_assessor_free(assessor);
    return NULL;
}

static void threads_share_a_rulebook(void **state) {
    (void)state;
    static own_work works[4];
    pthread_t threads[4];
    amerce_rulebook *rulebook = sample_new();
    for (int i = 0; i < 4; i++) {
        works[i].rulebook = rulebook;
        assert_int_equal(pthread_create(&threads[i], NULL, assess_alone, &works[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(works[i].is_done);
        assert_string_equal(works[i].line.data, FIRST_RESULT);
    }
    amerce_rulebook_free(rulebook);
}

int assess_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_records_are_assessed), cmocka_unit_test(facts_one_by_one),
        cmocka_unit_test(wrong_facts_are_refused),   cmocka_unit_test(columns_give_the_same),
        cmocka_unit_test(needs_and_faults_are_data), cmocka_unit_test(clauses_hold_the_steps),
        cmocka_unit_test(streams_keep_the_order),    cmocka_unit_test(assessing_takes_no_memory),
        cmocka_unit_test(threads_share_a_rulebook),
    };
    return cmocka_run_group_tests_name("assess", tests, NULL, NULL);
}
