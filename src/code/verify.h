/*
 * What the parts of the verifier share.
 *
 * Each part checks what its name says and relies on those before it, in the order of am_program_verify:
 * counts, texts, constants, domains and places, registers, lists, tables, facts, instructions, outputs,
 * clauses and their phrases, comparisons of laws. A check that fails records the rejection and answers false;
 * false without a rejection means that memory ran out.
 */
#ifndef AM_CODE_VERIFY_H
#define AM_CODE_VERIFY_H

#include "code/image.h"

typedef enum am_definition {
    AM_DEFINITION_NONE,
    AM_DEFINITION_INPUT,
    AM_DEFINITION_CONSTANT,
    AM_DEFINITION_RESULT,
} am_definition;

/* What is known of a register while the program is gone through. */
typedef struct am_trace {
    uint8_t definition;  /* am_definition */
    uint16_t definer;    /* the instruction that makes it */
    uint16_t block;      /* the innermost skip around that instruction, or AM_NO_INDEX */
    uint32_t code_bound; /* CODE: its codes are below this */
} am_trace;

/* A skip and the part that it skips, by the skip's instruction. */
typedef struct am_block {
    uint16_t last;   /* its last instruction; 0 for an instruction that is no skip */
    uint16_t parent; /* the skip around it, or AM_NO_INDEX */
} am_block;

typedef struct am_verifier {
    const am_program *program;
    am_arena *scratch;
    am_rejection *rejection;
    am_trace *traces; /* by register */
    am_block *blocks; /* by instruction */
    uint16_t block;   /* around the instruction being checked */
    uint64_t work;    /* list items, cells and texts looked at */
    const char *part; /* what is being checked, for the rejection */
    uint32_t index;
} am_verifier;

/* Says what is being checked from here on. */
void am_verify_at(am_verifier *verifier, const char *part, uint32_t index);
/* Whether `holds`; if not, the rejection is this diagnostic. */
bool am_verify_that(am_verifier *verifier, bool holds, am_diag diag);

/* Counts list items, cells, mask words and texts against AM_WORK_MAX. */
bool am_verify_work(am_verifier *verifier, uint64_t items);

bool am_verify_text(am_verifier *verifier, am_slice text);
bool am_verify_name(am_verifier *verifier, am_slice name);
bool am_verify_texts(am_verifier *verifier);
bool am_verify_unique_names(am_verifier *verifier);
bool am_verify_constants(am_verifier *verifier);
bool am_verify_schema(am_verifier *verifier); /* domains and places */
bool am_verify_registers(am_verifier *verifier);
bool am_verify_lists(am_verifier *verifier);
bool am_verify_tables(am_verifier *verifier);
bool am_verify_inputs(am_verifier *verifier);
bool am_verify_instructions(am_verifier *verifier);
bool am_verify_outputs(am_verifier *verifier);
bool am_verify_clauses(am_verifier *verifier);
bool am_verify_discretions(am_verifier *verifier);
bool am_verify_calibrations(am_verifier *verifier);
bool am_verify_phrases(am_verifier *verifier);
bool am_verify_laws(am_verifier *verifier);

/* Of one instruction, whose operands' registers, types and numbers are good: domains, and what is special to
 * some. */
bool am_verify_domains(am_verifier *verifier, const am_instruction *instruction);
bool am_verify_special(am_verifier *verifier, const am_instruction *instruction);
/* Whether the register has a value when instruction `at` runs; `operand` is where it stands there, or 4 in a
 * list. */
bool am_verify_readable(am_verifier *verifier, uint16_t number, uint32_t at, unsigned operand);
/* Leaves the parts that end before the instruction, and enters the one that it skips. */
void am_verify_leave(am_verifier *verifier, uint32_t at);
bool am_verify_skip(am_verifier *verifier, uint32_t at);

/* Negative, 0 or positive, of two constants of one type that is ordered. */
int am_constant_order(const am_constant *a, const am_constant *b);
/* Whether domain `ancestor` is `domain` or around it. */
bool am_domain_is_within(const am_program *program, uint16_t domain, uint16_t ancestor);

#endif
