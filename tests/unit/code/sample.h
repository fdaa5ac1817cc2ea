/*
 * Programs put together by hand, and one that has every instruction.
 *
 * A builder appends to arrays that were taken with room; nothing is checked. Every constant, input and result
 * gets a new register, whose number is returned, and a result's states are what am_instruction_may says.
 */
#ifndef AM_TESTS_SAMPLE_H
#define AM_TESTS_SAMPLE_H

#include "code/image.h"

/* An empty program with the records' domain and place. */
am_program *sample_new(am_arena *arena);

uint16_t sample_decimal(am_program *program, const char *text);
uint16_t sample_constant(am_program *program, am_value_type type, int32_t value);
/* Texts are to be given in the order of their bytes. */
uint16_t sample_text(am_program *program, const char *text);
uint16_t sample_input(am_program *program, am_value_type type, uint16_t domain, uint8_t may);
uint16_t sample_emit(am_program *program, am_opcode opcode, am_value_type type, uint16_t domain, uint16_t a,
                     uint16_t b, uint16_t c, uint16_t d);
void sample_skip(am_program *program, am_opcode opcode, uint16_t condition, uint16_t count);
uint16_t sample_list(am_program *program, const uint16_t *items, uint32_t count);
/* A list of records: its place and its domain; the number of both is returned by the program's counts. */
uint16_t sample_list_place(am_program *program, uint16_t parent, const char *record, const char *field,
                           bool is_optional);
/* A fact with an input register of its own, which is returned. */
uint16_t sample_fact(am_program *program, uint16_t place, const char *name, am_kind kind, bool is_optional);
am_output *sample_output(am_program *program, uint16_t place, const char *name, am_kind kind,
                         uint16_t column);
am_clause *sample_clause(am_program *program, am_clause_kind kind, const char *name, uint16_t parent);

/* The first instruction of that opcode; the test fails when there is none. */
am_instruction *sample_find(const am_program *program, am_opcode opcode);

/* The program with every instruction, every kind of axis, domain, place, clause and fact. */
am_program *sample_program(am_arena *arena);

/* Gives an image that was changed the checksum that it should have; nothing when it is too short for one. */
void sample_seal(char *image, size_t length);

#endif
