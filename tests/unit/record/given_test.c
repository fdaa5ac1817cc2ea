/*
 * Facts that are given once for a run, and records that do not meet a check.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pipeline.h"
#include "schema.h"

enum { FIRM_PLACE = 1, LISTED = 8, FIRM_NAME = 15 };

/* The schema, its firm given once, and every record asked to be listed. */
typedef struct run {
    am_arena arena;
    am_program *program;
    am_layout *layout;
    am_batch *batch;
    am_ids *ids;
    am_reader *reader;
    am_fact_check check;
    am_record_error error;
} run;

static void run_init(run *one) {
    am_allocator standard = am_allocator_standard();
    am_arena_init(&one->arena, standard, 0);
    one->program = schema_new(&one->arena);
    one->program->places[FIRM_PLACE].is_given_once = true;
    one->check = (am_fact_check){.message = AM_SLICE("nobody is listed"),
                                 .column = one->program->facts[LISTED].column};
    one->program->checks = &one->check;
    one->program->check_count = 1;
    one->layout = am_layout_new(one->program, standard);
    one->batch = am_batch_new(one->program, (am_limits){.records = 8, .elements = 16}, standard);
    one->ids = am_ids_new(8, standard);
    one->reader = am_reader_new(one->layout, one->batch, one->ids, standard);
    am_batch_clear(one->batch);
}

static void run_clear(run *one) {
    am_reader_free(one->reader);
    am_ids_free(one->ids);
    am_batch_free(one->batch);
    am_layout_free(one->layout);
    am_arena_clear(&one->arena);
}

static am_record_status read_one(run *one, const char *text, bool states_given) {
    return am_record_read(one->reader, am_slice_of(text), 1, 1,
                          (am_record_options){.states_given = states_given}, &one->error);
}

static const char *give(run *one, const char *text) {
    am_record_status status = am_record_give(one->reader, am_slice_of(text), &one->error);
    assert_int_equal(one->batch->rows[0].count, 0);
    return status == AM_RECORD_OK ? "" : am_diag_code_of(one->error.diag);
}

static void assert_name(run *one, uint32_t row, const char *expected) {
    uint16_t column = one->program->facts[FIRM_NAME].column;
    if (expected == NULL) {
        assert_int_equal(am_batch_state(one->batch, column, row), AM_STATE_NEEDS);
        return;
    }
    am_slice name = am_batch_text(one->batch, column, row);
    assert_true(am_slice_is_equal(name, am_slice_of(expected)));
}

static void gives_all_records_the_same(void **state) {
    run one;
    (void)state;
    run_init(&one);
    assert_string_equal(give(&one, "{\"firm\":{\"name\":\"Wire\"}}"), "");
    assert_int_equal(read_one(&one, "{\"turnover\":1}", false), AM_RECORD_OK);
    assert_int_equal(read_one(&one, "{}", true), AM_RECORD_OK);
    assert_name(&one, 0, "Wire");
    assert_name(&one, 1, "Wire");
    am_batch_clear(one.batch);
    /* What is given anew takes its place, whole; what is refused leaves it. */
    assert_string_equal(give(&one, "{\"turnover\":1}"), "R0037");
    assert_string_equal(give(&one, "{\"firm\":{\"name\":1}}"), "R0017");
    assert_int_equal(read_one(&one, "{}", false), AM_RECORD_OK);
    assert_name(&one, 0, "Wire");
    am_batch_clear(one.batch);
    assert_string_equal(give(&one, "{}"), "");
    assert_int_equal(read_one(&one, "{}", false), AM_RECORD_OK);
    assert_name(&one, 0, NULL);
    run_clear(&one);
}

static void refuses_it_in_records(void **state) {
    static const char record[] = "{\"firm\":{\"name\":\"Own\"}}";
    run one;
    (void)state;
    run_init(&one);
    assert_int_equal(read_one(&one, record, false), AM_RECORD_BAD);
    assert_int_equal(one.error.diag, AM_DIAG_GIVEN_IN_RECORD);
    assert_string_equal(one.error.path, "firm");
    assert_int_equal(read_one(&one, record, true), AM_RECORD_OK);
    assert_name(&one, 0, "Own");
    am_batch_clear(one.batch);
    assert_string_equal(give(&one, record), "");
    assert_int_equal(read_one(&one, record, true), AM_RECORD_BAD);
    assert_int_equal(one.error.diag, AM_DIAG_GIVEN_IN_RECORD);
    run_clear(&one);
}

static void tells_failed_checks(void **state) {
    run one;
    am_buffer line;
    (void)state;
    run_init(&one);
    assert_int_equal(read_one(&one, "{\"id\":\"a\",\"listed\":false}", false), AM_RECORD_OK);
    assert_int_equal(read_one(&one, "{\"id\":\"b\",\"listed\":true}", false), AM_RECORD_OK);
    assert_int_equal(read_one(&one, "{\"id\":\"c\"}", false), AM_RECORD_OK);
    am_vm_run(one.batch);
    assert_true(am_record_fails(one.layout, one.batch, one.ids, 0, &one.error));
    am_buffer_init(&line, am_allocator_standard());
    am_result_write_error(&line, &one.error);
    assert_true(am_slice_is_equal(
        am_buffer_text(&line),
        AM_SLICE(
            "{\"id\":\"a\",\"error\":{\"code\":\"R0034\",\"message\":\"nobody is listed\",\"line\":1}}")));
    am_buffer_clear(&line);
    assert_false(am_record_fails(one.layout, one.batch, one.ids, 1, &one.error));
    assert_false(am_record_fails(one.layout, one.batch, one.ids, 2, &one.error));
    assert_true(am_vm_is_failed(one.batch, 0));
    assert_false(am_vm_is_failed(one.batch, 2));
    run_clear(&one);
}

int given_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_all_records_the_same),
        cmocka_unit_test(refuses_it_in_records),
        cmocka_unit_test(tells_failed_checks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
