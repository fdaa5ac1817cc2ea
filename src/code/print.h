/*
 * Words for the parts of a program, as its listing writes them.
 */
#ifndef AM_CODE_PRINT_H
#define AM_CODE_PRINT_H

#include "code/program.h"

/* `record`, `constant`, `infringements`, `infringements.acts`, `infringements x priors`. */
void am_print_domain(am_buffer *buffer, const am_program *program, uint16_t domain);
/* `12.50`, `yes`, `2024-12-30`, `P24M`, `P10D`, `code 2`, `"text"`. */
void am_print_constant(am_buffer *buffer, const am_constant *constant);
/* `r12:decimal@infringements?`. */
void am_print_register(am_buffer *buffer, const am_program *program, uint16_t number);
/* As an operand: `r12`, or the constant that it holds. */
void am_print_operand(am_buffer *buffer, const am_program *program, uint16_t number);
/* `money EUR`, `range of number`, `Intent`. */
void am_print_kind(am_buffer *buffer, const am_program *program, am_kind kind, bool is_range, uint16_t unit,
                   uint16_t scale);
/* The text in quotes, with quotes, backslashes and controls escaped. */
void am_print_quoted(am_buffer *buffer, am_slice text);
/* `add r10, r11`, then where it comes from, after a semicolon. */
void am_print_instruction(am_buffer *buffer, const am_program *program, uint32_t number);
/* The table's or column's lines. */
void am_print_table(am_buffer *buffer, const am_program *program, uint32_t number);
void am_print_column(am_buffer *buffer, const am_program *program, uint32_t number);
/* The comparisons of laws, or nothing. */
void am_print_laws(am_buffer *buffer, const am_program *program);

#endif
