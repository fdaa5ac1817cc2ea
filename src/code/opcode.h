/*
 * The opcode table in C: what opcode.def says of each instruction, for everyone who asks.
 *
 * The lowering reads shapes and state rules from here, the verifier checks them, the disassembler prints
 * them, the cost model adds them up. Nothing about an instruction is written a second time, save its kernel
 * in the VM.
 */
#ifndef AM_CODE_OPCODE_H
#define AM_CODE_OPCODE_H

#include "base/diag.h"
#include "code/value.h"

typedef enum am_opcode {
#define OP(name, text, result, a, b, c, d, domains, states, faults, cost, effect) AM_OP_##name,
#include "code/opcode.def"
#undef OP
    AM_OP_COUNT_OF_ALL,
} am_opcode;

/* What an operand may be. Those up to AM_OPERAND_LIKE_A are registers. */
typedef enum am_operand {
    AM_OPERAND_NONE,
    AM_OPERAND_DECIMAL,
    AM_OPERAND_YESNO,
    AM_OPERAND_DATE,
    AM_OPERAND_MONTHS,
    AM_OPERAND_DAYS,
    AM_OPERAND_CODE,
    AM_OPERAND_TEXT,
    AM_OPERAND_ROW,
    AM_OPERAND_ANY,
    AM_OPERAND_ORDERED,
    AM_OPERAND_PERIOD,
    AM_OPERAND_SAME,
    AM_OPERAND_LIKE_A,
    AM_OPERAND_TABLE,
    AM_OPERAND_COLUMN,
    AM_OPERAND_LIST,
    AM_OPERAND_DOMAIN,
    AM_OPERAND_CALENDAR,
    AM_OPERAND_FAULT,
    AM_OPERAND_ROUNDING,
    AM_OPERAND_MONTH_END,
    AM_OPERAND_COUNT,
} am_operand;

typedef enum am_domain_rule {
    AM_DOMAINS_NONE,
    AM_DOMAINS_SAME,
    AM_DOMAINS_SPREAD,
    AM_DOMAINS_ELEMENT,
    AM_DOMAINS_FOLD,
} am_domain_rule;

typedef enum am_state_rule {
    AM_STATES_NONE,
    AM_STATES_STRICT,
    AM_STATES_AND,
    AM_STATES_OR,
    AM_STATES_SELECT,
    AM_STATES_STEP,
    AM_STATES_INSTEAD,
    AM_STATES_KEEP,
    AM_STATES_GUARD,
    AM_STATES_DATED,
    AM_STATES_LAW,
    AM_STATES_OTHERWISE,
    AM_STATES_KNOWN,
    AM_STATES_UNWRAP,
    AM_STATES_OPTIONAL,
    AM_STATES_ATLEAST,
    AM_STATES_FOLD,
    AM_STATES_SOME,
    AM_STATES_ALL,
    AM_STATES_GROUP,
    AM_STATES_UNBROKEN,
    AM_STATES_GROUPED,
    AM_STATES_PICK,
    AM_STATES_MET,
    AM_STATES_CELL,
} am_state_rule;

typedef struct am_opcode_row {
    uint8_t result;      /* am_operand, as the next four */
    uint8_t operands[4]; /* a, b, c, d */
    uint8_t domains;     /* am_domain_rule */
    uint8_t states;      /* am_state_rule */
    bool may_fault;
    uint8_t cost; /* additions a row */
} am_opcode_row;

/* NULL for a number that is no opcode. */
const am_opcode_row *am_opcode_row_of(unsigned opcode);
/* As listings name it. Not in libamerce_vm. */
const char *am_opcode_name(unsigned opcode);
static inline bool am_operand_is_register(am_operand operand) {
    return operand >= AM_OPERAND_DECIMAL && operand <= AM_OPERAND_LIKE_A;
}
/* Whether a register of this type may stand there; SAME and LIKE_A are compared by the caller. */
bool am_operand_admits(am_operand operand, am_value_type type);
/* The diagnostic that a FAULT operand names, AM_DIAG_NONE when there is none; and the operand for one. */
am_diag am_operand_fault(uint16_t operand);
uint16_t am_operand_of_fault(am_diag fault);

#endif
