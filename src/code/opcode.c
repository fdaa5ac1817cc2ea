/*
 * opcode.def as an array, and which types each kind of operand admits.
 */
#include "code/opcode.h"

static const am_opcode_row rows[AM_OP_COUNT_OF_ALL] = {
#define OP(name, text, result, a, b, c, d, domains, states, faults, cost, effect) \
    {AM_OPERAND_##result,                                                         \
     {AM_OPERAND_##a, AM_OPERAND_##b, AM_OPERAND_##c, AM_OPERAND_##d},            \
     AM_DOMAINS_##domains,                                                        \
     AM_STATES_##states,                                                          \
     faults,                                                                      \
     cost},
#include "code/opcode.def"
#undef OP
};

const am_opcode_row *am_opcode_row_of(unsigned opcode) {
    return opcode < AM_OP_COUNT_OF_ALL ? &rows[opcode] : NULL;
}

bool am_operand_admits(am_operand operand, am_value_type type) {
    switch (operand) {
    case AM_OPERAND_DECIMAL:
        return type == AM_VALUE_DECIMAL;
    case AM_OPERAND_YESNO:
        return type == AM_VALUE_YESNO;
    case AM_OPERAND_DATE:
        return type == AM_VALUE_DATE;
    case AM_OPERAND_MONTHS:
        return type == AM_VALUE_MONTHS;
    case AM_OPERAND_DAYS:
        return type == AM_VALUE_DAYS;
    case AM_OPERAND_CODE:
        return type == AM_VALUE_CODE;
    case AM_OPERAND_TEXT:
        return type == AM_VALUE_TEXT;
    case AM_OPERAND_ROW:
        return type == AM_VALUE_ROW;
    case AM_OPERAND_ORDERED:
        return type != AM_VALUE_YESNO && type != AM_VALUE_TEXT && type != AM_VALUE_ROW;
    case AM_OPERAND_PERIOD:
        return type == AM_VALUE_MONTHS || type == AM_VALUE_DAYS;
    case AM_OPERAND_ANY:
    case AM_OPERAND_SAME:
    case AM_OPERAND_LIKE_A:
        return true;
    default:
        return false;
    }
}

/* The number of a fault's diagnostic begins with its letter. */
enum { FAULT_NUMBERS = 10000, FIRST_FAULT = 'F' * FAULT_NUMBERS };

am_diag am_operand_fault(uint16_t operand) {
    return operand < FAULT_NUMBERS ? am_diag_of_number(FIRST_FAULT + operand) : AM_DIAG_NONE;
}

uint16_t am_operand_of_fault(am_diag fault) {
    return (uint16_t)(am_diag_number(fault) - FIRST_FAULT);
}
