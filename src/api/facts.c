/*
 * Facts set one by one: each value is checked as the record reader checks it, so that no column holds what a
 * record could not say.
 */
#include "api/assessor.h"

#include "base/unicode.h"
#include "record/scalar.h"

/* The fact, when its row is the one that is open; else NULL. */
static const am_fact *open_fact(const amerce_assessor *assessor, uint32_t fact, uint32_t row) {
    const am_program *program = assessor->rulebook->program;
    if (fact >= program->fact_count || row == AM_API_CLOSED) {
        return NULL;
    }
    uint16_t domain = program->places[program->facts[fact].place].domain;
    return assessor->open_rows[domain] == row ? &program->facts[fact] : NULL;
}

bool am_api_decimal(amerce_decimal value, am_decimal *out) {
    am_u128 digits = ((am_u128)value.high << 64) | value.low;
    am_u128 least_too_large = 1;
    for (int i = 0; i < AM_DECIMAL_DIGITS; i++) {
        least_too_large *= 10;
    }
    if (digits >= least_too_large || value.exponent < AM_DECIMAL_MIN_EXPONENT ||
        value.exponent > AM_DECIMAL_MAX_EXPONENT) {
        return false;
    }
    *out = am_decimal_make(value.is_negative, digits, value.exponent);
    return true;
}

static bool is_integer_of(const am_program *program, const am_fact *fact, int32_t value) {
    switch ((am_kind)fact->kind) {
    case AM_KIND_YESNO:
        return value == 0 || value == 1;
    case AM_KIND_DATE:
        return value >= AM_DATE_MIN && value <= AM_DATE_MAX;
    case AM_KIND_MONTHS:
    case AM_KIND_DAYS:
        return value >= 0 && value <= AM_PERIOD_MAX;
    case AM_KIND_CODE:
        return value >= 0 && value < program->scales[fact->scale].value_count;
    case AM_KIND_NUMBER:
    case AM_KIND_WHOLE:
    case AM_KIND_MONEY:
    case AM_KIND_TEXT:
        return false;
    }
    return false;
}

/* One end of a value, or all of it: of the fact's kind and within its bounds. */
static bool read_half(const am_program *program, const am_fact *fact, amerce_decimal decimal, int32_t integer,
                      am_scalar *out) {
    *out = (am_scalar){.integer = integer};
    if (am_kind_type((am_kind)fact->kind) != AM_VALUE_DECIMAL) {
        return is_integer_of(program, fact, integer) &&
               am_scalar_is_within(program, &fact->bounds, am_kind_type((am_kind)fact->kind), out);
    }
    if (!am_api_decimal(decimal, &out->decimal) ||
        (fact->kind == AM_KIND_WHOLE && !am_decimal_is_whole(out->decimal)) ||
        (fact->kind == AM_KIND_MONEY &&
         am_decimal_places(out->decimal) > program->units[fact->unit].digits) ||
        (fact->kind == AM_KIND_NUMBER && am_decimal_places(out->decimal) > AM_DISCRETION_PLACES &&
         am_program_discretion_of(program, fact) != NULL)) {
        return false;
    }
    return am_scalar_is_within(program, &fact->bounds, AM_VALUE_DECIMAL, out);
}

static void write_half(amerce_assessor *assessor, uint16_t column, uint32_t row, const am_scalar *value) {
    if (assessor->rulebook->program->registers[column].type == AM_VALUE_DECIMAL) {
        am_batch_set_decimal(assessor->batch, column, row, value->decimal);
    } else {
        am_batch_set_integer(assessor->batch, column, row, value->integer);
    }
}

static amerce_status set_range(amerce_assessor *assessor, const am_fact *fact, uint32_t row,
                               const amerce_value *value) {
    const am_program *program = assessor->rulebook->program;
    am_scalar low;
    am_scalar high;
    if (!read_half(program, fact, value->decimal, value->integer, &low) ||
        !read_half(program, fact, value->decimal_high, value->integer_high, &high) ||
        am_scalar_compare(am_kind_type((am_kind)fact->kind), &low, &high) > 0) {
        return AMERCE_MISUSE;
    }
    write_half(assessor, fact->column, row, &low);
    write_half(assessor, fact->column_high, row, &high);
    return AMERCE_OK;
}

static amerce_status set_text(amerce_assessor *assessor, const am_fact *fact, uint32_t row, am_slice text) {
    if (am_utf8_valid_length(text) != text.length || !am_unicode_is_nfc(text)) {
        return AMERCE_MISUSE;
    }
    am_batch_status status = am_batch_set_text(assessor->batch, fact->column, row, text);
    return status == AM_BATCH_OK ? AMERCE_OK : status == AM_BATCH_FULL ? AMERCE_FULL : AMERCE_TOO_LARGE;
}

static amerce_status set_unknown(amerce_assessor *assessor, const am_fact *fact, uint32_t row) {
    if (!fact->is_optional) {
        return AMERCE_MISUSE;
    }
    am_batch_set_state(assessor->batch, fact->column, row, AM_STATE_UNKNOWN);
    if (fact->is_range) {
        am_batch_set_state(assessor->batch, fact->column_high, row, AM_STATE_UNKNOWN);
    }
    return AMERCE_OK;
}

amerce_status amerce_set_value(amerce_assessor *assessor, uint32_t fact, uint32_t row,
                               const amerce_value *value) {
    const am_fact *found = open_fact(assessor, fact, row);
    am_scalar whole;
    if (found == NULL || value->state > AMERCE_UNKNOWN) {
        return AMERCE_MISUSE;
    }
    if (value->state == AMERCE_UNKNOWN) {
        return set_unknown(assessor, found, row);
    }
    if (found->is_range) {
        return set_range(assessor, found, row, value);
    }
    if (found->kind == AM_KIND_TEXT) {
        return set_text(assessor, found, row, am_api_slice(value->text));
    }
    if (!read_half(assessor->rulebook->program, found, value->decimal, value->integer, &whole)) {
        return AMERCE_MISUSE;
    }
    write_half(assessor, found->column, row, &whole);
    return AMERCE_OK;
}

/* Whether the fact is a single value stored as `is_decimal` says, or no fact at all (which amerce_set_value
 * refuses). */
static bool is_single(const amerce_assessor *assessor, uint32_t fact, bool is_decimal_wanted) {
    const am_program *program = assessor->rulebook->program;
    if (fact >= program->fact_count) {
        return false;
    }
    const am_fact *found = &program->facts[fact];
    bool is_of_decimals = am_kind_type((am_kind)found->kind) == AM_VALUE_DECIMAL;
    return !found->is_range && found->kind != AM_KIND_TEXT && is_of_decimals == is_decimal_wanted;
}

amerce_status amerce_set_decimal(amerce_assessor *assessor, uint32_t fact, uint32_t row,
                                 amerce_decimal value) {
    amerce_value whole = {.state = AMERCE_VALUE, .decimal = value};
    return is_single(assessor, fact, true) ? amerce_set_value(assessor, fact, row, &whole) : AMERCE_MISUSE;
}

/* Whether a fact has a column whose values can be set as they stand. */
static bool find_column(const amerce_assessor *assessor, const am_fact *fact, am_inlet *out) {
    const am_column *column = &assessor->batch->columns[fact->column];
    bool is_decimal = am_kind_type((am_kind)fact->kind) == AM_VALUE_DECIMAL;
    if (fact->is_range || fact->kind == AM_KIND_TEXT || is_decimal != (out->digits != AM_INLET_INTEGER) ||
        is_decimal != (column->counts != NULL)) {
        return false;
    }
    out->values = is_decimal ? (void *)column->counts : column->values;
    out->states = column->states;
    out->bytes = is_decimal ? 8 : fact->kind == AM_KIND_YESNO ? 1 : 4;
    return out->states != NULL;
}

/* Where values of so many digits go, kept until the fact is set with others. */
static void find_inlet(amerce_assessor *assessor, uint32_t fact, uint16_t digits) {
    static const uint32_t closed = AM_API_CLOSED;
    const am_program *program = assessor->rulebook->program;
    const am_fact *found = &program->facts[fact];
    am_inlet *inlet = &assessor->inlets[fact];
    am_intake intake;
    *inlet = (am_inlet){.digits = digits, .open_row = &closed};
    if (find_column(assessor, found, inlet) &&
        am_intake_of(program, assessor->narrow, found, (uint8_t)digits, &intake) &&
        intake.low <= intake.high) {
        inlet->open_row = &assessor->open_rows[program->places[found->place].domain];
        inlet->low = intake.low;
        inlet->span = (uint64_t)intake.high - (uint64_t)intake.low;
        inlet->factor = intake.factor;
    }
}

/* A value within its interval, set as it stands. False: nothing was set; it may be right all the same. */
static inline bool set_plainly(amerce_assessor *assessor, uint32_t fact, uint32_t row, int64_t value,
                               uint16_t digits) {
    if (fact >= assessor->fact_count) {
        return false;
    }
    const am_inlet *inlet = &assessor->inlets[fact];
    if (inlet->digits != digits || *inlet->open_row != row || row == AM_API_CLOSED ||
        (uint64_t)value - (uint64_t)inlet->low > inlet->span) {
        return false;
    }
    if (inlet->bytes == 4) {
        ((int32_t *)inlet->values)[row] = (int32_t)value;
    } else if (inlet->bytes == 8) {
        ((int64_t *)inlet->values)[row] = value * inlet->factor;
    } else {
        ((uint8_t *)inlet->values)[row] = (uint8_t)value;
    }
    inlet->states[row] = AM_STATE_VALUE;
    return true;
}

/* Whether the fact is set with other digits than the last time, which is tried again. */
static bool is_new_inlet(amerce_assessor *assessor, uint32_t fact, uint16_t digits) {
    if (fact >= assessor->fact_count || assessor->inlets[fact].digits == digits) {
        return false;
    }
    find_inlet(assessor, fact, digits);
    return true;
}

/* What is not set plainly is apart, so that what is needs no room on the stack. */
__attribute__((noinline)) static amerce_status set_scaled(amerce_assessor *assessor, uint32_t fact,
                                                          uint32_t row, int64_t value, uint8_t places) {
    bool is_negative = value < 0;
    uint64_t digits = is_negative ? 0 - (uint64_t)value : (uint64_t)value;
    if (is_new_inlet(assessor, fact, places) && set_plainly(assessor, fact, row, value, places)) {
        return AMERCE_OK;
    }
    return amerce_set_decimal(assessor, fact, row,
                              (amerce_decimal){0, digits, -(int32_t)places, is_negative});
}

amerce_status amerce_set_scaled(amerce_assessor *assessor, uint32_t fact, uint32_t row, int64_t value,
                                uint8_t places) {
    return set_plainly(assessor, fact, row, value, places) ? AMERCE_OK
                                                           : set_scaled(assessor, fact, row, value, places);
}

__attribute__((noinline)) static amerce_status set_integer(amerce_assessor *assessor, uint32_t fact,
                                                           uint32_t row, int32_t value) {
    amerce_value whole = {.state = AMERCE_VALUE, .integer = value};
    if (is_new_inlet(assessor, fact, AM_INLET_INTEGER) &&
        set_plainly(assessor, fact, row, value, AM_INLET_INTEGER)) {
        return AMERCE_OK;
    }
    return is_single(assessor, fact, false) ? amerce_set_value(assessor, fact, row, &whole) : AMERCE_MISUSE;
}

amerce_status amerce_set_integer(amerce_assessor *assessor, uint32_t fact, uint32_t row, int32_t value) {
    return set_plainly(assessor, fact, row, value, AM_INLET_INTEGER)
               ? AMERCE_OK
               : set_integer(assessor, fact, row, value);
}

amerce_status amerce_set_text(amerce_assessor *assessor, uint32_t fact, uint32_t row, amerce_text value) {
    const am_program *program = assessor->rulebook->program;
    amerce_value whole = {.state = AMERCE_VALUE, .text = value};
    bool is_text = fact < program->fact_count && program->facts[fact].kind == AM_KIND_TEXT;
    return is_text ? amerce_set_value(assessor, fact, row, &whole) : AMERCE_MISUSE;
}
