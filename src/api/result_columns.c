/*
 * Results as columns: copied whole where the batch has them as such, row by row where a record was assessed
 * apart.
 */
#include <string.h>

#include "api/assessor.h"
#include "vm/block.h"

typedef struct result_column {
    const amerce_assessor *assessor;
    uint32_t output;
    amerce_column_type type;
    uint8_t places;
    void *values;
    uint8_t *states;
} result_column;

static bool store(const result_column *to, uint32_t at, int64_t value) {
    switch (to->type) {
    case AMERCE_COLUMN_INT64:
        ((int64_t *)to->values)[at] = value;
        return true;
    case AMERCE_COLUMN_INT32:
        ((int32_t *)to->values)[at] = (int32_t)value;
        return value >= INT32_MIN && value <= INT32_MAX;
    case AMERCE_COLUMN_UINT8:
        ((uint8_t *)to->values)[at] = (uint8_t)value;
        return value >= 0 && value <= UINT8_MAX;
    case AMERCE_COLUMN_TEXTS:
        break;
    }
    return false;
}

static bool copy_row(const result_column *to, uint32_t at, uint32_t row) {
    amerce_value value;
    int64_t number;
    if (amerce_assessor_result(to->assessor, to->output, row, &value) != AMERCE_OK) {
        return false;
    }
    am_u128 digits = ((am_u128)value.decimal.high << 64) | value.decimal.low;
    am_decimal decimal = am_decimal_make(value.decimal.is_negative, digits, value.decimal.exponent);
    to->states[at] = (uint8_t)value.state;
    uint8_t kind = to->assessor->rulebook->program->outputs[to->output].kind;
    if (am_kind_type((am_kind)kind) != AM_VALUE_DECIMAL) {
        return store(to, at, value.state == AMERCE_VALUE ? value.integer : 0);
    }
    if (value.state != AMERCE_VALUE) {
        return store(to, at, 0);
    }
    return am_grain_count(am_grain_of_places(to->places), decimal, &number) && store(to, at, number);
}

/* The whole column at once. */
static bool copy_whole(const result_column *to, uint32_t first, uint32_t count) {
    const am_program *program = to->assessor->rulebook->program;
    const am_output *output = &program->outputs[to->output];
    if (program->check_count > 0) {
        return false; /* records that fail one have no results */
    }
    am_block_result result = {output->column, first, count, to->values, 0, to->places, to->states};
    switch (to->type) {
    case AMERCE_COLUMN_INT64:
        result.bytes = 8;
        break;
    case AMERCE_COLUMN_INT32:
        result.bytes = 4;
        break;
    case AMERCE_COLUMN_UINT8:
        result.bytes = 1;
        break;
    case AMERCE_COLUMN_TEXTS:
        return false;
    }
    return am_block_get(to->assessor->batch, &result);
}

amerce_status amerce_assessor_result_column(const amerce_assessor *assessor, uint32_t output, uint32_t first,
                                            uint32_t count, amerce_column_type type, uint8_t places,
                                            void *values, uint8_t *states) {
    const am_program *program = assessor->rulebook->program;
    result_column to = {assessor, output, type, places, values, states};
    if (output >= program->output_count || program->outputs[output].is_range ||
        program->outputs[output].kind == AM_KIND_TEXT || places >= AM_GRAIN_PLACES_MAX) {
        return AMERCE_MISUSE;
    }
    uint32_t rows = amerce_assessor_row_count(assessor, program->outputs[output].place);
    if (first > rows || count > rows - first) {
        return AMERCE_MISUSE;
    }
    if (copy_whole(&to, first, count)) {
        return AMERCE_OK;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!copy_row(&to, i, first + i)) {
            return AMERCE_MISUSE;
        }
    }
    return AMERCE_OK;
}
