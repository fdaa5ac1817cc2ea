/*
 * Values between the ends of calibrations.
 */
#include "fitted.h"

static const am_constant *own_of(const am_program *program, const am_calibration *calibration) {
    return &program->constants[program->registers[calibration->column].constant];
}

static oracle_value value_of(const am_constant *constant) {
    return (oracle_value){.decimal = constant->decimal, .integer = constant->integer};
}

/* low + (high - low) x part / 10^digits; false where that is no exact decimal. */
static bool find_between(am_decimal low, am_decimal high, uint64_t part, int32_t digits, am_decimal *out) {
    am_decimal width;

    return am_decimal_subtract(high, low, &width) == AM_ARITH_EXACT &&
           am_decimal_multiply(width, am_decimal_make(false, part, -digits), &width) == AM_ARITH_EXACT &&
           am_decimal_add(low, width, out) == AM_ARITH_EXACT;
}

/* Whole numbers and money have no more digits than they may have. */
static am_decimal cut(const am_program *program, const am_clause *clause, am_decimal low, am_decimal value) {
    int32_t places = clause->value_kind == AM_KIND_MONEY ? program->units[clause->unit].digits : 0;
    am_decimal unit = am_decimal_make(false, 1, -places), out;

    if (clause->value_kind == AM_KIND_NUMBER) {
        return value;
    }
    return am_decimal_round(value, AM_ROUND_DOWN, unit, &out) == AM_ARITH_EXACT &&
                   am_decimal_compare(out, low) >= 0
               ? out
               : low;
}

static oracle_value between(const am_program *program, const am_calibration *calibration,
                            random_source *random) {
    const am_constant *low = &program->constants[calibration->lowest];
    const am_constant *high = &program->constants[calibration->highest];
    const am_clause *clause = &program->clauses[calibration->clause];
    oracle_value out = value_of(low);
    bool is_long = random_below(random, 4) == 0;
    uint64_t part = is_long ? random_next(random) % UINT64_C(100000000000000000) : random_below(random, 100);

    if (low->type != AM_VALUE_DECIMAL) {
        out.integer =
            low->integer + (int32_t)random_below(random, (uint32_t)(high->integer - low->integer) + 1);
    } else if (find_between(low->decimal, high->decimal, part, is_long ? 17 : 2, &out.decimal)) {
        out.decimal = cut(program, clause, low->decimal, out.decimal);
    } else {
        out.decimal = low->decimal;
    }
    return out;
}

static void fit(const am_program *program, const am_calibration *calibration, oracle_fitted *out) {
    *out = (oracle_fitted){.name = program->clauses[calibration->clause].name,
                           .is_dated = calibration->from != AM_CALIBRATION_ALWAYS,
                           .from = calibration->from,
                           .value = value_of(own_of(program, calibration))};
}

void fitted_reset(const am_program *program, oracle_fitted *out) {
    for (uint32_t i = 0; i < program->calibration_count; i++) {
        fit(program, &program->calibrations[i], &out[i]);
    }
}

void fitted_choose(const am_program *program, random_source *random, oracle_fitted *out) {
    fitted_reset(program, out);
    for (uint32_t i = 0; i < program->calibration_count; i++) {
        const am_calibration *calibration = &program->calibrations[i];
        switch (random_below(random, 6)) {
        case 0:
            break;
        case 1:
            out[i].value = value_of(&program->constants[calibration->lowest]);
            break;
        case 2:
            out[i].value = value_of(&program->constants[calibration->highest]);
            break;
        default:
            out[i].value = between(program, calibration, random);
        }
    }
}
