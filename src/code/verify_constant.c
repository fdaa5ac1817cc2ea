/*
 * Constants in range and texts numbered in order; registers and lists of registers, each by itself.
 */
#include "code/verify.h"

static am_u128 digits_limit(void) {
    am_u128 limit = 1;
    for (unsigned i = 0; i < AM_DECIMAL_DIGITS; i++) {
        limit *= 10;
    }
    return limit;
}

static bool is_decimal(am_decimal decimal) {
    return decimal.digits < digits_limit() && decimal.exponent >= AM_DECIMAL_MIN_EXPONENT &&
           decimal.exponent <= AM_DECIMAL_MAX_EXPONENT && !(decimal.digits == 0 && decimal.is_negative);
}

static bool is_in_range(const am_constant *constant) {
    static const struct {
        int32_t lowest;
        int32_t highest;
    } ranges[AM_VALUE_TYPE_COUNT] = {
        [AM_VALUE_YESNO] = {0, 1},
        [AM_VALUE_DATE] = {AM_DATE_MIN, AM_DATE_MAX},
        [AM_VALUE_MONTHS] = {-AM_PERIOD_MAX, AM_PERIOD_MAX},
        [AM_VALUE_DAYS] = {-AM_PERIOD_MAX, AM_PERIOD_MAX},
        [AM_VALUE_CODE] = {0, AM_INDEX_MAX - 1},
        [AM_VALUE_TEXT] = {0, INT32_MAX},
    };
    return constant->integer >= ranges[constant->type].lowest &&
           constant->integer <= ranges[constant->type].highest;
}

static bool verify_constant(am_verifier *verifier, const am_constant *constant) {
    if (!am_verify_that(verifier, constant->type < AM_VALUE_ROW, AM_DIAG_LOAD_CONSTANT_TYPE)) {
        return false;
    }
    if (constant->type == AM_VALUE_DECIMAL) {
        return am_verify_that(verifier, is_decimal(constant->decimal), AM_DIAG_LOAD_CONSTANT_DECIMAL);
    }
    return am_verify_that(verifier, is_in_range(constant), AM_DIAG_LOAD_CONSTANT_RANGE) &&
           (constant->type != AM_VALUE_TEXT || am_verify_text(verifier, constant->text));
}

/* Puts each text constant where its number says. */
static bool place_texts(am_verifier *verifier, const am_constant **by_number) {
    const am_program *program = verifier->program;
    uint32_t count = 0;
    for (uint32_t i = 0; i < program->constant_count; i++) {
        const am_constant *constant = &program->constants[i];
        if (constant->type != AM_VALUE_TEXT) {
            continue;
        }
        am_verify_at(verifier, "constant", i);
        count++;
        if (!am_verify_that(verifier, count <= program->text_count, AM_DIAG_LOAD_TEXT_COUNT) ||
            !am_verify_that(verifier,
                            (uint32_t)constant->integer < program->text_count &&
                                by_number[constant->integer] == NULL,
                            AM_DIAG_LOAD_TEXT_NUMBER)) {
            return false;
        }
        by_number[constant->integer] = constant;
    }
    return am_verify_that(verifier, count == program->text_count, AM_DIAG_LOAD_TEXT_COUNT);
}

static bool verify_text_numbers(am_verifier *verifier) {
    const am_program *program = verifier->program;
    const am_constant **by_number;
    am_verify_at(verifier, "program", 0);
    if (!am_verify_that(verifier, program->text_count <= program->constant_count, AM_DIAG_LOAD_TEXT_COUNT)) {
        return false;
    }
    by_number = AM_NEW_ARRAY(verifier->scratch, const am_constant *, (size_t)program->text_count + 1);
    if (by_number == NULL || !place_texts(verifier, by_number)) {
        return false;
    }
    for (uint32_t i = 1; i < program->text_count; i++) {
        am_verify_at(verifier, "constant", (uint32_t)(by_number[i] - program->constants));
        if (!am_verify_that(verifier, am_slice_compare(by_number[i - 1]->text, by_number[i]->text) < 0,
                            AM_DIAG_LOAD_TEXT_ORDER)) {
            return false;
        }
    }
    return true;
}

bool am_verify_constants(am_verifier *verifier) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < program->constant_count; i++) {
        am_verify_at(verifier, "constant", i);
        if (!verify_constant(verifier, &program->constants[i])) {
            return false;
        }
    }
    return verify_text_numbers(verifier);
}

int am_constant_order(const am_constant *a, const am_constant *b) {
    if (a->type == AM_VALUE_DECIMAL) {
        return am_decimal_compare(a->decimal, b->decimal);
    }
    return (a->integer > b->integer) - (a->integer < b->integer);
}

static bool verify_register(am_verifier *verifier, const am_register *one) {
    const am_program *program = verifier->program;
    bool is_constant = one->domain == AM_DOMAIN_CONSTANT;
    bool holds = one->constant != AM_NO_INDEX;
    return am_verify_that(verifier, one->type < AM_VALUE_TYPE_COUNT, AM_DIAG_LOAD_REGISTER_TYPE) &&
           am_verify_that(verifier, is_constant || one->domain < program->domain_count,
                          AM_DIAG_LOAD_REGISTER_DOMAIN) &&
           am_verify_that(verifier,
                          !holds || (is_constant && one->constant < program->constant_count &&
                                     program->constants[one->constant].type == one->type),
                          AM_DIAG_LOAD_REGISTER_CONSTANT) &&
           am_verify_that(verifier,
                          one->may <= (AM_MAY_UNKNOWN | AM_MAY_NEED | AM_MAY_FAULT) &&
                              !(holds && one->may != 0),
                          AM_DIAG_LOAD_REGISTER_STATES);
}

static void trace_constant(am_verifier *verifier, uint32_t number) {
    const am_register *one = &verifier->program->registers[number];
    am_trace *trace = &verifier->traces[number];
    trace->block = AM_NO_INDEX;
    trace->definer = AM_NO_INDEX;
    if (one->constant != AM_NO_INDEX) {
        trace->definition = AM_DEFINITION_CONSTANT;
        trace->code_bound = (uint32_t)verifier->program->constants[one->constant].integer + 1;
    }
}

static bool verify_widths(am_verifier *verifier) {
    const am_program *program = verifier->program;
    uint64_t *bytes = AM_NEW_ARRAY(verifier->scratch, uint64_t, program->domain_count);
    if (bytes == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < program->register_count; i++) {
        const am_register *one = &program->registers[i];
        if (one->domain != AM_DOMAIN_CONSTANT) {
            bytes[one->domain] += am_value_type_bytes(one->type) + (one->may != 0);
        }
    }
    for (uint32_t i = 0; i < program->domain_count; i++) {
        am_verify_at(verifier, "domain", i);
        if (!am_verify_that(verifier, bytes[i] <= AM_ROW_BYTES_MAX, AM_DIAG_LOAD_TOO_WIDE)) {
            return false;
        }
    }
    return true;
}

bool am_verify_registers(am_verifier *verifier) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < program->register_count; i++) {
        am_verify_at(verifier, "register", i);
        if (!verify_register(verifier, &program->registers[i])) {
            return false;
        }
        trace_constant(verifier, i);
    }
    return verify_widths(verifier);
}

bool am_verify_lists(am_verifier *verifier) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < program->list_item_count; i++) {
        am_verify_at(verifier, "list item", i);
        if (!am_verify_that(verifier, program->list_items[i] < program->register_count,
                            AM_DIAG_LOAD_LIST_ITEM)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->list_count; i++) {
        am_list list = program->lists[i];
        am_verify_at(verifier, "list", i);
        if (!am_verify_that(verifier, (uint64_t)list.start + list.count <= program->list_item_count,
                            AM_DIAG_LOAD_LIST_RANGE)) {
            return false;
        }
    }
    return true;
}
