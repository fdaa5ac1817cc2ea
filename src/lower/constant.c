/*
 * Constants, each value once, and how the model's types are stored.
 *
 * Decimals are equal by value: 1.50 and 1.5 are one constant. Texts get their numbers, which follow the order
 * of their bytes, when all are known.
 */
#include <stdlib.h>
#include <string.h>

#include "lower/lowerer.h"

am_value_type am_lower_value_type(am_type type) {
    switch ((am_type_kind)type.kind) {
    case AM_TYPE_DATE:
        return AM_VALUE_DATE;
    case AM_TYPE_MONTHS:
        return AM_VALUE_MONTHS;
    case AM_TYPE_DAYS:
        return AM_VALUE_DAYS;
    case AM_TYPE_YESNO:
        return AM_VALUE_YESNO;
    case AM_TYPE_TEXT:
        return AM_VALUE_TEXT;
    case AM_TYPE_CODE:
        return AM_VALUE_CODE;
    default:
        return AM_VALUE_DECIMAL;
    }
}

am_kind am_lower_kind(am_type type) {
    switch ((am_type_kind)type.kind) {
    case AM_TYPE_WHOLE:
        return AM_KIND_WHOLE;
    case AM_TYPE_MONEY:
        return AM_KIND_MONEY;
    case AM_TYPE_DATE:
        return AM_KIND_DATE;
    case AM_TYPE_MONTHS:
        return AM_KIND_MONTHS;
    case AM_TYPE_DAYS:
        return AM_KIND_DAYS;
    case AM_TYPE_YESNO:
        return AM_KIND_YESNO;
    case AM_TYPE_TEXT:
        return AM_KIND_TEXT;
    case AM_TYPE_CODE:
        return AM_KIND_CODE;
    default:
        return AM_KIND_NUMBER;
    }
}

uint16_t am_lower_unit(am_type type) {
    return type.kind == AM_TYPE_MONEY ? type.index : AM_NO_INDEX;
}

uint16_t am_lower_scale(am_type type) {
    return type.kind == AM_TYPE_CODE ? type.index : AM_NO_INDEX;
}

bool am_lower_is_exact(am_type type) {
    return type.kind == AM_TYPE_MONEY || type.kind == AM_TYPE_WHOLE;
}

/* The pair of least digits that names the value. */
static am_decimal shortest(am_decimal value) {
    if (value.digits == 0) {
        return am_decimal_of(0);
    }
    while (value.digits % 10 == 0 && value.exponent < AM_DECIMAL_MAX_EXPONENT) {
        value.digits /= 10;
        value.exponent++;
    }
    return value;
}

/* A number for the decimal: its parts are interned as bytes. */
static am_name name_of_decimal(am_lowerer *lowerer, am_decimal value) {
    char bytes[sizeof value.digits + sizeof value.exponent + 1];
    memcpy(bytes, &value.digits, sizeof value.digits);
    memcpy(bytes + sizeof value.digits, &value.exponent, sizeof value.exponent);
    bytes[sizeof bytes - 1] = value.is_negative;
    return am_names_intern(&lowerer->texts, (am_slice){bytes, sizeof bytes});
}

static uint64_t key_of(am_lowerer *lowerer, const am_constant *constant) {
    switch (constant->type) {
    case AM_VALUE_DECIMAL:
        return name_of_decimal(lowerer, constant->decimal);
    case AM_VALUE_TEXT:
        return am_names_intern(&lowerer->texts, constant->text);
    default:
        return (uint64_t)constant->integer;
    }
}

static uint16_t append(am_lowerer *lowerer, const am_constant *constant) {
    am_program *program = &lowerer->program;
    if (!am_lower_has_room(lowerer, program->constant_count, "constants")) {
        return AM_NO_INDEX;
    }
    am_constant *items = AM_GROW(lowerer->arena, am_constant, program->constants, program->constant_count,
                                 &lowerer->room.constants);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    program->constants = items;
    items[program->constant_count] = *constant;
    program->text_count += constant->type == AM_VALUE_TEXT;
    return (uint16_t)program->constant_count++;
}

uint16_t am_lower_constant(am_lowerer *lowerer, const am_constant *constant) {
    am_constant value = *constant;
    if (lowerer->is_failed) {
        return AM_NO_INDEX;
    }
    value.decimal = shortest(value.decimal);
    uint64_t key = key_of(lowerer, &value);
    const am_memo_entry *known = am_memo_find(&lowerer->constants, value.type, key);
    if (known != NULL) {
        return known->value.low;
    }
    uint16_t number = append(lowerer, &value);
    am_memo_entry *entry = am_memo_put(&lowerer->constants, lowerer->arena, value.type, key);
    if (entry == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    entry->value.low = number;
    return number;
}

uint16_t am_lower_constant_register(am_lowerer *lowerer, const am_constant *constant) {
    uint16_t number = am_lower_constant(lowerer, constant);
    const am_memo_entry *known = am_memo_find(&lowerer->holders, number, 0);
    if (known != NULL || lowerer->is_failed) {
        return known != NULL ? known->value.low : AM_NO_INDEX;
    }
    uint16_t held =
        am_lower_new_register(lowerer, (am_register){constant->type, 0, AM_DOMAIN_CONSTANT, number});
    am_memo_entry *entry = am_memo_put(&lowerer->holders, lowerer->arena, number, 0);
    if (entry == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return AM_NO_INDEX;
    }
    entry->value.low = held;
    return held;
}

uint16_t am_lower_decimal(am_lowerer *lowerer, am_decimal value) {
    return am_lower_constant_register(lowerer, &(am_constant){.type = AM_VALUE_DECIMAL, .decimal = value});
}

uint16_t am_lower_integer(am_lowerer *lowerer, am_value_type type, int64_t value) {
    return am_lower_constant_register(lowerer, &(am_constant){.type = type, .integer = (int32_t)value});
}

bool am_lower_constant_of(const am_expr *expr, am_constant *out) {
    if (expr->kind != AM_EXPR_CONSTANT) {
        return false;
    }
    *out = (am_constant){am_lower_value_type(expr->type), (int32_t)expr->value.integer, expr->value.decimal,
                         expr->value.text};
    return true;
}

const am_constant *am_lower_held_constant(const am_lowerer *lowerer, uint16_t number) {
    uint16_t constant = am_lower_register_of(lowerer, number)->constant;
    if (am_lower_is_calibrated(lowerer, number)) {
        return NULL;
    }
    return constant < lowerer->program.constant_count ? &lowerer->program.constants[constant] : NULL;
}

static int compare_texts(const void *a, const void *b) {
    return am_slice_compare((*(am_constant *const *)a)->text, (*(am_constant *const *)b)->text);
}

void am_lower_rank_texts(am_lowerer *lowerer) {
    am_program *program = &lowerer->program;
    if (program->text_count == 0) {
        return;
    }
    am_constant **texts = AM_NEW_ARRAY(lowerer->arena, am_constant *, program->text_count);
    size_t count = 0;
    if (texts == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    for (uint32_t i = 0; i < program->constant_count; i++) {
        if (program->constants[i].type == AM_VALUE_TEXT) {
            texts[count++] = &program->constants[i];
        }
    }
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): of pointers */
    qsort(texts, count, sizeof *texts, compare_texts);
    for (size_t i = 0; i < count; i++) {
        texts[i]->integer = (int32_t)i;
    }
}
