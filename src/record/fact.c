/*
 * A fact's value: from the tokens of a record into its column.
 *
 * Each kind has one way to be written, and for numbers two: as a JSON number or as the same in quotes. Values
 * are refused, never adjusted; null leaves a fact as if it had not been given.
 */
#include <string.h>

#include "record/reader.h"
#include "record/scalar.h"

enum {
    SHORT_NUMBER = 18, /* characters whose digits fit 64 bits */
    MANY_VALUES = 8,   /* of a scale: more are not all named in a message */
    MESSAGE_BYTES = 1024,
};

/* The field or the end of a range, as messages call it. */
static am_slice name_of(const am_reader *reader) {
    return reader->part.length > 0 ? reader->part : reader->field;
}

/* Refuses the token read last, with its text as the last argument. */
static am_record_status refuse_value(am_reader *reader, am_diag diag, am_slice expected) {
    am_slice arguments[3] = {name_of(reader)};
    size_t count = 1;

    if (expected.length > 0) {
        arguments[count++] = expected;
    }
    arguments[count++] = reader->json.text;
    return am_reader_refuse(reader, am_json_start(&reader->json), diag, arguments, count);
}

/* What a fact must be, for messages. */
static am_slice expectation_of(const am_reader *reader, const am_fact *fact, am_buffer *buffer) {
    static const char *const expectations[AM_KIND_COUNT] = {
        [AM_KIND_NUMBER] = "a number",
        [AM_KIND_WHOLE] = "a whole number",
        [AM_KIND_YESNO] = "true or false",
        [AM_KIND_DATE] = "a date such as \"2024-12-30\"",
        [AM_KIND_MONTHS] = "a period of months such as \"P24M\"",
        [AM_KIND_DAYS] = "a period of days such as \"P10D\"",
        [AM_KIND_TEXT] = "a text",
    };
    const am_program *program = reader->layout->program;

    if (fact->kind == AM_KIND_MONEY) {
        am_buffer_put_text(buffer, "an amount of ");
        am_buffer_put(buffer, program->units[fact->unit].code);
    } else if (fact->kind == AM_KIND_CODE) {
        const am_scale *scale = &program->scales[fact->scale];

        am_buffer_put_text(buffer, "one of ");
        for (uint32_t i = 0; i < scale->value_count && i < MANY_VALUES; i++) {
            am_buffer_put_text(buffer, i > 0 ? ", \"" : "\"");
            am_buffer_put(buffer, scale->values[i]);
            am_buffer_put_char(buffer, '"');
        }
        am_buffer_put_text(buffer, scale->value_count > MANY_VALUES ? ", ..." : "");
    } else {
        am_buffer_put_text(buffer, expectations[fact->kind]);
    }
    return am_buffer_text(buffer);
}

static am_record_status refuse_type(am_reader *reader, const am_fact *fact) {
    char memory[MESSAGE_BYTES];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);

    return am_reader_refuse_type(reader, expectation_of(reader, fact, &buffer));
}

/* A number of few characters without an exponent, which most are. */
static bool parse_short(am_slice text, am_decimal *out) {
    bool is_negative = text.data[0] == '-';
    int64_t digits = 0;
    int32_t places = 0;
    bool is_after_point = false;

    if (text.length > SHORT_NUMBER) {
        return false;
    }
    for (size_t i = is_negative; i < text.length; i++) {
        char c = text.data[i];

        if (c >= '0' && c <= '9') {
            digits = digits * 10 + (c - '0');
            places += is_after_point;
        } else if (c == '.') {
            is_after_point = true;
        } else {
            return false;
        }
    }
    *out = am_decimal_make(is_negative && digits != 0, (am_u128)digits, -places);
    return true;
}

static am_record_status parse_number(am_reader *reader, am_slice text, am_decimal *out) {
    if (parse_short(text, out)) {
        return AM_RECORD_OK;
    }
    switch (am_decimal_parse(text, out)) {
    case AM_ARITH_EXACT:
        return AM_RECORD_OK;
    case AM_ARITH_ROUNDED:
        return refuse_value(reader, AM_DIAG_RECORD_TOO_MANY_DIGITS, AM_SLICE(""));
    default:
        return refuse_value(reader, AM_DIAG_RECORD_NUMBER_RANGE, AM_SLICE(""));
    }
}

static bool has_currency(am_slice text) {
    for (size_t i = 0; i < 3; i++) {
        if (i >= text.length || text.data[i] < 'A' || text.data[i] > 'Z') {
            return false;
        }
    }
    return text.length > 3 && text.data[3] == ' ';
}

static am_record_status refuse_currency(am_reader *reader, am_slice expected, am_slice given) {
    am_slice arguments[] = {name_of(reader), expected, given};

    return am_reader_refuse(reader, am_json_start(&reader->json), AM_DIAG_RECORD_WRONG_CURRENCY, arguments,
                            3);
}

static am_record_status check_money(am_reader *reader, const am_fact *fact, am_decimal amount) {
    const am_unit *unit = &reader->layout->program->units[fact->unit];
    am_slice arguments[4] = {name_of(reader), reader->json.text, unit->code};
    char digits[4];
    am_buffer buffer = am_refusal_buffer(digits, sizeof digits);

    if (am_decimal_places(amount) <= unit->digits) {
        return AM_RECORD_OK;
    }
    am_buffer_put_unsigned(&buffer, unit->digits);
    arguments[3] = am_buffer_text(&buffer);
    return am_reader_refuse(reader, am_json_start(&reader->json), AM_DIAG_RECORD_MONEY_DIGITS, arguments, 4);
}

/* Has the amount turned into the fact's currency by whoever does that. */
static am_record_status exchange(am_reader *reader, const am_fact *fact, am_slice stated, am_decimal *out) {
    const am_exchange *by = reader->options.exchange;
    char path[sizeof reader->error->path];
    am_exchange_request request = {.name = name_of(reader), .stated = stated, .amount = *out};
    am_diag diag;

    am_reader_write_path(reader, path, sizeof path);
    request.path = am_slice_of(path);
    request.fact = (uint32_t)(fact - reader->layout->program->facts);
    diag = by->convert(by->context, &request);
    *out = request.amount;
    return diag == AM_DIAG_NONE
               ? AM_RECORD_OK
               : am_reader_refuse(reader, am_json_start(&reader->json), diag, request.arguments, 4);
}

static am_record_status read_decimal(am_reader *reader, const am_fact *fact, am_decimal *out) {
    am_slice text = reader->json.text;
    am_slice stated = {0};
    am_record_status status;

    if (reader->json.kind == AM_JSON_STRING) {
        if (fact->kind == AM_KIND_MONEY && has_currency(text)) {
            am_slice code = reader->layout->program->units[fact->unit].code;

            stated = am_slice_part(text, 0, 3);
            if (reader->options.exchange == NULL && !am_slice_is_equal(stated, code)) {
                return refuse_currency(reader, code, stated);
            }
            text = am_slice_part(text, 4, text.length);
        }
        if (!am_json_is_number(text)) {
            return refuse_type(reader, fact);
        }
    } else if (reader->json.kind != AM_JSON_NUMBER) {
        return refuse_type(reader, fact);
    }
    status = parse_number(reader, text, out);
    if (status != AM_RECORD_OK) {
        return status;
    }
    if (fact->kind == AM_KIND_WHOLE && !am_decimal_is_whole(*out)) {
        return refuse_value(reader, AM_DIAG_RECORD_NOT_WHOLE, AM_SLICE(""));
    }
    if (fact->kind == AM_KIND_MONEY && reader->options.exchange != NULL) {
        status = exchange(reader, fact, stated, out);
        if (status != AM_RECORD_OK) {
            return status;
        }
    }
    return fact->kind == AM_KIND_MONEY ? check_money(reader, fact, *out) : AM_RECORD_OK;
}

static am_record_status read_date(am_reader *reader, const am_fact *fact, int32_t *out) {
    if (reader->json.kind != AM_JSON_STRING) {
        return refuse_type(reader, fact);
    }
    if (!am_date_parse(reader->json.text, out)) {
        return refuse_value(reader, AM_DIAG_RECORD_NOT_DATE, AM_SLICE(""));
    }
    return AM_RECORD_OK;
}

static am_record_status read_period(am_reader *reader, const am_fact *fact, int32_t *out) {
    char memory[MESSAGE_BYTES];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);

    if (reader->json.kind != AM_JSON_STRING) {
        return refuse_type(reader, fact);
    }
    if (!am_scalar_parse_period(reader->json.text, (am_kind)fact->kind, out)) {
        return refuse_value(reader, AM_DIAG_RECORD_NOT_PERIOD, expectation_of(reader, fact, &buffer));
    }
    return AM_RECORD_OK;
}

static am_record_status refuse_code(am_reader *reader, const am_fact *fact, am_slice given) {
    const am_scale *scale = &reader->layout->program->scales[fact->scale];
    char memory[MESSAGE_BYTES];
    char suggested[256];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);
    am_buffer suggestion_buffer = am_refusal_buffer(suggested, sizeof suggested);
    am_suggestion suggestion = {.distance = 0};
    am_slice arguments[4] = {name_of(reader), expectation_of(reader, fact, &buffer), reader->json.text};

    for (uint32_t i = 0; i < scale->value_count; i++) {
        am_suggestion_try(&suggestion, given, scale->values[i]);
    }
    arguments[3] = am_suggestion_print(&suggestion, &suggestion_buffer);
    return am_reader_refuse(reader, am_json_start(&reader->json), AM_DIAG_RECORD_UNKNOWN_VALUE, arguments, 4);
}

static am_record_status read_code(am_reader *reader, const am_fact *fact, int32_t *out) {
    am_slice text;
    uint32_t code;

    if (reader->json.kind != AM_JSON_STRING) {
        return refuse_type(reader, fact);
    }
    if (!am_reader_text(reader, &text)) {
        return AM_RECORD_BAD;
    }
    code = am_layout_find_code(reader->layout, fact->scale, text);
    if (code == AM_LAYOUT_NONE) {
        return refuse_code(reader, fact, text);
    }
    *out = (int32_t)code;
    return AM_RECORD_OK;
}

static am_record_status read_text(am_reader *reader, const am_fact *fact, uint16_t column, uint32_t row) {
    am_slice text;

    if (reader->json.kind != AM_JSON_STRING) {
        return refuse_type(reader, fact);
    }
    if (!am_reader_text(reader, &text)) {
        return AM_RECORD_BAD;
    }
    return am_reader_settle(reader, am_batch_set_text(reader->batch, column, row, text));
}

/* Everything but texts, which go to the batch at once. */
static am_record_status read_scalar(am_reader *reader, const am_fact *fact, am_scalar *out) {
    switch ((am_kind)fact->kind) {
    case AM_KIND_NUMBER:
    case AM_KIND_WHOLE:
    case AM_KIND_MONEY:
        return read_decimal(reader, fact, &out->decimal);
    case AM_KIND_DATE:
        return read_date(reader, fact, &out->integer);
    case AM_KIND_MONTHS:
    case AM_KIND_DAYS:
        return read_period(reader, fact, &out->integer);
    case AM_KIND_CODE:
        return read_code(reader, fact, &out->integer);
    default:
        out->integer = reader->json.kind == AM_JSON_TRUE;
        return out->integer || reader->json.kind == AM_JSON_FALSE ? AM_RECORD_OK : refuse_type(reader, fact);
    }
}

/* Whether the value is beyond an end that is none of the law's. */
static bool is_beyond(const am_reader *reader, const am_fact *fact, const am_scalar *value, bool is_highest) {
    const am_constant *end =
        &reader->layout->program->constants[is_highest ? fact->bounds.highest : fact->bounds.lowest];
    am_scalar at = {end->decimal, end->integer};
    int order = am_scalar_compare(am_kind_type((am_kind)fact->kind), value, &at);

    return is_highest ? order > 0 : order < 0;
}

static am_record_status refuse_far(am_reader *reader, const am_fact *fact, bool is_highest) {
    const am_program *program = reader->layout->program;
    char memory[MESSAGE_BYTES];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);
    am_slice arguments[4] = {name_of(reader),
                             is_highest ? AM_SLICE("a highest value") : AM_SLICE("a lowest value")};

    am_buffer_put_text(&buffer, is_highest ? "up to " : "down to ");
    am_scalar_print_bound(&buffer, program, fact, is_highest ? fact->bounds.highest : fact->bounds.lowest);
    arguments[2] = am_buffer_text(&buffer);
    arguments[3] = reader->json.text;
    return am_reader_refuse(reader, am_json_start(&reader->json), AM_DIAG_RECORD_DISCRETION_FAR, arguments,
                            4);
}

static am_record_status refuse_bounds(am_reader *reader, const am_fact *fact, const am_scalar *value) {
    char memory[MESSAGE_BYTES];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);

    const am_discretion *discretion = am_program_discretion_of(reader->layout->program, fact);

    if (discretion != NULL && discretion->is_highest_open && is_beyond(reader, fact, value, true)) {
        return refuse_far(reader, fact, true);
    }
    if (discretion != NULL && discretion->is_lowest_open && is_beyond(reader, fact, value, false)) {
        return refuse_far(reader, fact, false);
    }
    am_scalar_print_bounds(&buffer, reader->layout->program, fact);
    if (discretion != NULL) {
        am_slice arguments[4] = {name_of(reader), am_buffer_text(&buffer), reader->json.text,
                                 discretion->authority};
        return am_reader_refuse(reader, am_json_start(&reader->json), AM_DIAG_RECORD_OUT_OF_DISCRETION,
                                arguments, 4);
    }
    return refuse_value(reader, AM_DIAG_RECORD_OUT_OF_RANGE, am_buffer_text(&buffer));
}

/* Whether a number has more digits than one that is left to discretion. */
static bool is_too_fine(const am_reader *reader, const am_fact *fact, am_decimal value) {
    return fact->kind == AM_KIND_NUMBER && fact->is_optional &&
           am_decimal_places(value) > AM_DISCRETION_PLACES &&
           am_program_discretion_of(reader->layout->program, fact) != NULL;
}

/* Reads one value into a column; it is left in *out too, but for texts. */
static am_record_status read_into(am_reader *reader, const am_fact *fact, uint16_t column, uint32_t row,
                                  am_scalar *out) {
    am_value_type type = am_kind_type((am_kind)fact->kind);
    am_record_status status;

    if (type == AM_VALUE_TEXT) {
        return read_text(reader, fact, column, row);
    }
    status = read_scalar(reader, fact, out);
    if (status != AM_RECORD_OK) {
        return status;
    }
    if (!am_scalar_is_within(reader->layout->program, &fact->bounds, type, out)) {
        return refuse_bounds(reader, fact, out);
    }
    if (is_too_fine(reader, fact, out->decimal)) {
        return refuse_value(reader, AM_DIAG_RECORD_DISCRETION_DIGITS, AM_SLICE(""));
    }
    if (type == AM_VALUE_DECIMAL) {
        /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): read_scalar has set it */
        am_batch_set_decimal(reader->batch, column, row, out->decimal);
    } else {
        /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): read_scalar has set it */
        am_batch_set_integer(reader->batch, column, row, out->integer);
    }
    return AM_RECORD_OK;
}

/* The two ends of a range, while it is read. */
typedef struct range_ends {
    am_scalar values[2];
    bool is_given[2];
} range_ends;

static const char *const end_names[2] = {"lowest", "highest"};

/* Which end the name is of; 2 for none. */
static unsigned find_end(am_slice name) {
    unsigned end = 0;

    while (end < 2 && !am_slice_is_equal(name, am_slice_of(end_names[end]))) {
        end++;
    }
    return end;
}

static am_record_status refuse_end(am_reader *reader) {
    am_slice arguments[2] = {reader->json.text};
    am_suggestion suggestion = {.distance = 0};
    char memory[64];
    am_buffer buffer = am_refusal_buffer(memory, sizeof memory);

    am_suggestion_try(&suggestion, arguments[0], am_slice_of(end_names[0]));
    am_suggestion_try(&suggestion, arguments[0], am_slice_of(end_names[1]));
    arguments[1] = am_suggestion_print(&suggestion, &buffer);
    reader->part = reader->json.text;
    return am_reader_refuse(reader, am_json_start(&reader->json), AM_DIAG_RECORD_UNKNOWN_FIELD, arguments, 2);
}

/* One member of a range's object, from its name to its value's end. */
static am_record_status read_end(am_reader *reader, const am_fact *fact, uint32_t row, range_ends *ends) {
    am_slice name = reader->json.text;
    unsigned end = find_end(name);
    am_record_status status;

    if (end == 2) {
        return refuse_end(reader);
    }
    if (ends->is_given[end]) {
        return am_reader_refuse_duplicate(reader, am_json_start(&reader->json), name);
    }
    if (am_json_next(&reader->json) != AM_JSON_COLON) {
        return am_reader_refuse_token(reader, "`:`");
    }
    am_json_next(&reader->json);
    ends->is_given[end] = true;
    reader->part = name;
    status = read_into(reader, fact, end == 0 ? fact->column : fact->column_high, row, &ends->values[end]);
    if (status == AM_RECORD_OK) {
        reader->part = AM_SLICE("");
    }
    return status;
}

static am_record_status check_range(am_reader *reader, const am_fact *fact, const char *start,
                                    const range_ends *ends) {
    am_slice arguments[2] = {reader->field};

    for (unsigned end = 0; end < 2; end++) {
        if (!ends->is_given[end]) {
            arguments[1] = am_slice_of(end_names[end]);
            return am_reader_refuse(reader, start, AM_DIAG_RECORD_RANGE_END, arguments, 2);
        }
    }
    if (am_scalar_compare(am_kind_type((am_kind)fact->kind), &ends->values[0], &ends->values[1]) > 0) {
        return am_reader_refuse(reader, start, AM_DIAG_RECORD_BACKWARD_RANGE, arguments, 1);
    }
    return AM_RECORD_OK;
}

static am_record_status read_range(am_reader *reader, const am_fact *fact, uint32_t row) {
    const char *start = am_json_start(&reader->json);
    range_ends ends = {.is_given = {false, false}};
    am_json *json = &reader->json;
    am_record_status status;

    if (json->kind != AM_JSON_OPEN_OBJECT) {
        return am_reader_refuse_type(reader, AM_SLICE("a range {\"lowest\": ..., \"highest\": ...}"));
    }
    if (am_json_next(json) == AM_JSON_CLOSE_OBJECT) {
        return check_range(reader, fact, start, &ends);
    }
    for (;;) {
        if (json->kind != AM_JSON_STRING) {
            return am_reader_refuse_token(reader, "\"lowest\" or \"highest\"");
        }
        status = read_end(reader, fact, row, &ends);
        if (status != AM_RECORD_OK) {
            return status;
        }
        if (am_json_next(json) == AM_JSON_CLOSE_OBJECT) {
            return check_range(reader, fact, start, &ends);
        }
        if (json->kind != AM_JSON_COMMA) {
            return am_reader_refuse_token(reader, "`,` or `}`");
        }
        am_json_next(json);
    }
}

am_record_status am_reader_read_fact(am_reader *reader, const am_fact *fact, uint32_t row) {
    am_scalar value;

    if (reader->json.kind == AM_JSON_NULL) {
        return AM_RECORD_OK;
    }
    return fact->is_range ? read_range(reader, fact, row)
                          : read_into(reader, fact, fact->column, row, &value);
}
