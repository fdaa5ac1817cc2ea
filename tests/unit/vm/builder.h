/*
 * Programs written by hand: registers, instructions and tables one by one, verified when they are finished.
 *
 * Outcomes are texts, so that expectations are data: `12.5`, `2024-02-29`, `yes`, `unknown`, `needs` or a
 * fault's code. Every opcode that a finished program holds is remembered; a test at the end asks whether all
 * were.
 */
#ifndef BUILDER_H
#define BUILDER_H

#include "code/image.h"
#include "vm/vm.h"

enum { BUILDER_TEXT = 512, BUILDER_MOST = 1024 };

typedef struct builder {
    am_program program;
    am_constant constants[BUILDER_MOST];
    am_register registers[BUILDER_MOST];
    am_instruction instructions[BUILDER_MOST];
    am_site sites[BUILDER_MOST];
    am_domain domains[8];
    am_place places[8];
    am_fact facts[64];
    am_scale scales[1];
    am_slice scale_values[8];
    am_list lists[16];
    uint16_t list_items[128];
    am_table tables[8];
    am_column_table columns[8];
    am_clause clauses[2];
    am_calendar calendars[1];
    am_date holidays[1];
    am_slice sources[1];
    char names[64][8];
    am_arena arena;
} builder;

/* The record's domain and place are there already. */
void build_start(builder *builder);
void build_end(builder *builder);

/* A domain of its own with a place; the parent is a domain. */
uint16_t build_list(builder *builder, uint16_t parent, bool is_optional);
/* So many rows for each row of the parent. */
uint16_t build_months(builder *builder, uint16_t parent, uint16_t most);
uint16_t build_product(builder *builder, uint16_t parent, uint16_t element);
/* The list is held by the element of the pairs `across`, or by a record around that element. */
uint16_t build_product_across(builder *builder, uint16_t parent, uint16_t element, uint16_t across);

/* The register of a new fact. Codes have a scale of 5 values. */
uint16_t build_fact(builder *builder, uint16_t domain, am_value_type type, bool is_optional);
/* The number of a new constant; and a register that holds it. */
uint16_t build_constant(builder *builder, am_value_type type, const char *text);
uint16_t build_value(builder *builder, am_value_type type, const char *text);

/* Appends an instruction whose order among the sites is its place; returns its new result. */
uint16_t build_op(builder *builder, am_opcode opcode, am_value_type type, uint16_t domain, uint16_t a,
                  uint16_t b, uint16_t c, uint16_t d);
void build_skip(builder *builder, am_opcode opcode, uint16_t condition, uint16_t count);
/* The number of a new list of registers. */
uint16_t build_items(builder *builder, const uint16_t *registers, uint32_t count);
uint16_t build_column(builder *builder, am_value_type type, const char *const *cells, uint32_t count);
/* A fault's number as an operand. */
uint16_t build_fault(am_diag diag);

/* Numbers the texts, verifies; fails the test when the program is refused. Valid until build_end. */
const am_program *build_program(builder *builder);

/* Whether each opcode was in a finished program, by opcode. */
bool build_has_seen(unsigned opcode);

/* A batch of the program that must be there. */
am_batch *batch_of(const am_program *program, uint32_t records, uint32_t elements);

/* Sets a row from a text: a value, `?` for unknown, `!` for needed. */
void put(am_batch *batch, uint16_t column, uint32_t row, const char *text);
/* Adds records from a text, or fewer when one does not fit: that one is taken back, *at stays before it and
 * the status is returned. Records stand between `/`. Each is its facts in order, between `,` (`_`: not
 * given), then its lists in order: `[` elements between
 * `|` `]`, `~` where the list is not given or `^` where it is unknown. Elements are written like records. */
am_batch_status fill(am_batch *batch, const char **at);
/* As fill, for a text that fits. */
void fill_all(am_batch *batch, const char *text);
/* What became of all rows of a column, with a blank between. */
const char *outcomes(am_batch *batch, uint16_t column, char out[BUILDER_TEXT]);

/* What became of a row. */
const char *outcome(am_batch *batch, uint16_t column, uint32_t row, char out[BUILDER_TEXT]);
/* What a row needs, in order: `f1[2.1] d3[2]`, facts by number and lists by domain with their elements'
 * numbers. */
const char *needs(am_batch *batch, uint16_t column, uint32_t row, char out[BUILDER_TEXT]);
/* Where a fault is: `F0001@3[2.1]`, code, instruction and element. */
const char *fault(am_batch *batch, uint16_t column, uint32_t row, char out[BUILDER_TEXT]);

#endif
