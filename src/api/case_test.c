/*
 * Tests of the model to cases: the facts as a JSON record, what is expected as JSON in the form of results.
 */
#include "api/case_test.h"

#include "model/test.h"
#include "record/json.h"
#include "record/scalar.h"

typedef struct case_writer {
    const am_model *model;
    amerce_cases *cases;
    am_buffer buffer;
} case_writer;

static void put_quoted(case_writer *writer, am_kind kind, int64_t integer) {
    am_scalar scalar = {.integer = (int32_t)integer};
    am_buffer_put_char(&writer->buffer, '"');
    am_scalar_print(&writer->buffer, kind, &scalar, 0);
    am_buffer_put_char(&writer->buffer, '"');
}

/* Money of another currency than the rulebook's has its code in results, and never needs it in records. */
static void put_money(case_writer *writer, const am_expr *value, bool is_result) {
    const am_currency_use *unit = &writer->model->units[value->type.index];
    am_buffer_put_char(&writer->buffer, '"');
    if (is_result && value->type.index != writer->model->books[0].unit) {
        am_buffer_put(&writer->buffer, unit->code);
        am_buffer_put_char(&writer->buffer, ' ');
    }
    am_decimal_print(&writer->buffer, value->value.decimal, unit->digits);
    am_buffer_put_char(&writer->buffer, '"');
}

static void put_constant(case_writer *writer, const am_expr *value, bool is_result) {
    am_buffer *out = &writer->buffer;
    switch ((am_type_kind)value->type.kind) {
    case AM_TYPE_MONEY:
        put_money(writer, value, is_result);
        break;
    case AM_TYPE_DATE:
        put_quoted(writer, AM_KIND_DATE, value->value.integer);
        break;
    case AM_TYPE_MONTHS:
        put_quoted(writer, AM_KIND_MONTHS, value->value.integer);
        break;
    case AM_TYPE_DAYS:
        put_quoted(writer, AM_KIND_DAYS, value->value.integer);
        break;
    case AM_TYPE_YESNO:
        am_buffer_put_text(out, value->value.integer != 0 ? "true" : "false");
        break;
    case AM_TYPE_CODE:
        am_json_put(out, writer->model->sets[value->type.index].values[value->value.integer].text);
        break;
    case AM_TYPE_TEXT:
        am_json_put(out, value->value.text);
        break;
    default:
        am_decimal_print(out, value->value.decimal, 0);
        break;
    }
}

static void put_ends(case_writer *writer, const am_expr *lowest, const am_expr *highest, bool is_result) {
    am_buffer_put_char(&writer->buffer, '{');
    if (lowest != NULL) {
        am_buffer_put_text(&writer->buffer, "\"lowest\":");
        put_constant(writer, lowest, is_result);
    }
    if (highest != NULL) {
        am_buffer_put_text(&writer->buffer, lowest != NULL ? ",\"highest\":" : "\"highest\":");
        put_constant(writer, highest, is_result);
    }
    am_buffer_put_char(&writer->buffer, '}');
}

static void put_value(case_writer *writer, const am_expr *value, bool is_result) {
    if (value == NULL) {
        am_buffer_put_text(&writer->buffer, "null");
    } else if (value->kind == AM_EXPR_RANGE) {
        put_ends(writer, value->operands[0], value->operands[1], is_result);
    } else {
        put_constant(writer, value, is_result);
    }
}

static void put_record(case_writer *writer, const am_given_record *record) {
    am_buffer *out = &writer->buffer;
    am_buffer_put_char(out, '{');
    for (uint32_t i = 0; i < record->fact_count; i++) {
        const am_given *given = &record->facts[i];
        bool is_list = given->field->type.kind == AM_TYPE_LIST;
        am_buffer_put_text(out, i > 0 ? "," : "");
        am_json_put(out, given->field->name);
        am_buffer_put_char(out, ':');
        if (given->records == NULL) {
            put_value(writer, given->value, false);
            continue;
        }
        am_buffer_put_text(out, is_list ? "[" : "");
        for (uint32_t k = 0; k < given->record_count; k++) {
            am_buffer_put_text(out, k > 0 ? "," : "");
            put_record(writer, &given->records[k]);
        }
        am_buffer_put_text(out, is_list ? "]" : "");
    }
    am_buffer_put_char(out, '}');
}

/* A running amount of months or days is a bare number. */
static void put_step_value(case_writer *writer, const am_expr *value) {
    if (value->type.kind == AM_TYPE_MONTHS || value->type.kind == AM_TYPE_DAYS) {
        am_buffer_put_signed(&writer->buffer, value->value.integer);
    } else {
        put_value(writer, value, true);
    }
}

static void put_expected(case_writer *writer, const am_expected *expected) {
    am_buffer *out = &writer->buffer;
    switch (expected->kind) {
    case AM_EXPECT_IS:
        put_value(writer, expected->value, true);
        break;
    case AM_EXPECT_IN:
        put_ends(writer, expected->range.lowest, expected->range.highest, true);
        break;
    case AM_EXPECT_BECAUSE:
        put_step_value(writer, expected->value);
        break;
    case AM_EXPECT_NEEDS:
        am_buffer_put_char(out, '[');
        for (uint32_t i = 0; i < expected->need_count; i++) {
            am_buffer_put_text(out, i > 0 ? "," : "");
            am_json_put(out, expected->needs[i]);
        }
        am_buffer_put_char(out, ']');
        break;
    case AM_EXPECT_REFUSED:
        am_buffer_put_text(out, "{\"message\":");
        am_json_put(out, expected->message);
        am_buffer_put_char(out, '}');
        break;
    }
}

/* The words of the text, on one line. */
static void put_words(case_writer *writer, am_span span) {
    am_slice text = am_source_text(writer->model->sources, span);
    bool is_blank_due = false;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == ' ' || text.data[i] == '\n' || text.data[i] == '\r') {
            is_blank_due = true;
            continue;
        }
        if (is_blank_due) {
            am_buffer_put_char(&writer->buffer, ' ');
            is_blank_due = false;
        }
        am_buffer_put_char(&writer->buffer, text.data[i]);
    }
}

static uint32_t line_of(const case_writer *writer, am_span span) {
    return am_source_position(&writer->model->sources->items[span.source], span.start).line;
}

static void add_claim(case_writer *writer, am_case *one, const am_expected *expected) {
    static const amerce_expectation_kind kinds[] = {
        [AM_EXPECT_IS] = AMERCE_EXPECT_IS,           [AM_EXPECT_IN] = AMERCE_EXPECT_IN,
        [AM_EXPECT_NEEDS] = AMERCE_EXPECT_NEEDS,     [AM_EXPECT_BECAUSE] = AMERCE_EXPECT_BECAUSE,
        [AM_EXPECT_REFUSED] = AMERCE_EXPECT_REFUSED,
    };
    am_claim *claim = am_case_claim(writer->cases, one);
    if (claim == NULL) {
        return;
    }
    claim->kind = kinds[expected->kind];
    claim->line = line_of(writer, expected->span);
    put_words(writer, expected->span);
    claim->words = am_cases_take(writer->cases, &writer->buffer);
    claim->path = am_arena_copy(&writer->cases->arena, expected->path);
    claim->step = am_arena_copy(&writer->cases->arena, expected->step);
    put_expected(writer, expected);
    claim->expected = am_cases_take(writer->cases, &writer->buffer);
    claim->is_lowest_out = expected->range.is_lowest_out;
    claim->is_highest_out = expected->range.is_highest_out;
}

static void add_case(case_writer *writer, const am_test *test, am_slice path) {
    am_case *one = am_cases_add(writer->cases);
    if (one == NULL) {
        return;
    }
    one->name = am_arena_copy(&writer->cases->arena, test->name);
    one->citation = am_arena_copy(&writer->cases->arena, test->citation);
    one->path = path;
    one->line = line_of(writer, test->span);
    put_record(writer, &test->given);
    one->record = am_cases_take(writer->cases, &writer->buffer);
    for (uint32_t i = 0; i < test->expected_count; i++) {
        add_claim(writer, one, &test->expected[i]);
    }
    if (one->claim_count == 0) {
        one->problem = AM_SLICE("the case expects nothing");
    }
}

amerce_cases *am_cases_of_model(am_allocator allocator, const am_model *model) {
    case_writer writer = {.model = model, .cases = am_cases_new(allocator)};
    if (writer.cases == NULL) {
        return NULL;
    }
    am_buffer_init(&writer.buffer, allocator);
    am_slice path = am_arena_copy(&writer.cases->arena, model->sources->items[0].path);
    for (size_t i = 0; i < model->test_count && !writer.cases->arena.is_exhausted; i++) {
        add_case(&writer, model->tests[i], path);
    }
    am_buffer_clear(&writer.buffer);
    if (writer.cases->arena.is_exhausted) {
        amerce_cases_free(writer.cases);
        return NULL;
    }
    return writer.cases;
}
