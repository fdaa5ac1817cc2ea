/*
 * The builder of sample.h.
 */
#include "sample.h"

#include <stdlib.h>

enum { ROOM = 512 };

/* The next free item of an array of the program; the room is far more than any test needs. */
#define APPEND(items, count) (&(items)[(count)++])

static void check_room(uint32_t count) {
    if (count >= ROOM) {
        abort();
    }
}

am_program *sample_new(am_arena *arena) {
    am_program *program = AM_NEW(arena, am_program);
    program->name = AM_SLICE("test.sample");
    program->unit = AM_NO_INDEX;
    program->sources = AM_NEW_ARRAY(arena, am_slice, ROOM);
    program->constants = AM_NEW_ARRAY(arena, am_constant, ROOM);
    program->registers = AM_NEW_ARRAY(arena, am_register, ROOM);
    program->instructions = AM_NEW_ARRAY(arena, am_instruction, ROOM);
    program->sites = AM_NEW_ARRAY(arena, am_site, ROOM);
    program->domains = AM_NEW_ARRAY(arena, am_domain, ROOM);
    program->scales = AM_NEW_ARRAY(arena, am_scale, ROOM);
    program->units = AM_NEW_ARRAY(arena, am_unit, ROOM);
    program->places = AM_NEW_ARRAY(arena, am_place, ROOM);
    program->facts = AM_NEW_ARRAY(arena, am_fact, ROOM);
    program->calendars = AM_NEW_ARRAY(arena, am_calendar, ROOM);
    program->checks = AM_NEW_ARRAY(arena, am_fact_check, ROOM);
    program->discretions = AM_NEW_ARRAY(arena, am_discretion, ROOM);
    program->calibrations = AM_NEW_ARRAY(arena, am_calibration, ROOM);
    program->outputs = AM_NEW_ARRAY(arena, am_output, ROOM);
    program->clauses = AM_NEW_ARRAY(arena, am_clause, ROOM);
    program->phrases = AM_NEW_ARRAY(arena, am_phrase, ROOM);
    program->list_items = AM_NEW_ARRAY(arena, uint16_t, ROOM);
    program->lists = AM_NEW_ARRAY(arena, am_list, ROOM);
    program->tables = AM_NEW_ARRAY(arena, am_table, ROOM);
    program->columns = AM_NEW_ARRAY(arena, am_column_table, ROOM);
    *APPEND(program->domains, program->domain_count) =
        (am_domain){AM_DOMAIN_RECORDS, AM_NO_INDEX, AM_NO_INDEX, AM_NO_INDEX, 0, AM_NO_INDEX};
    *APPEND(program->places, program->place_count) =
        (am_place){.kind = AM_PLACE_ROOT, .record = AM_SLICE("Case"), .parent = AM_NO_INDEX};
    return program;
}

static uint16_t add_register(am_program *program, am_register one) {
    check_room(program->register_count);
    *APPEND(program->registers, program->register_count) = one;
    return (uint16_t)(program->register_count - 1);
}

static uint16_t add_constant(am_program *program, am_constant constant) {
    uint16_t number = (uint16_t)program->constant_count;
    check_room(number);
    *APPEND(program->constants, program->constant_count) = constant;
    return add_register(program, (am_register){constant.type, 0, AM_DOMAIN_CONSTANT, number});
}

uint16_t sample_decimal(am_program *program, const char *text) {
    am_constant constant = {.type = AM_VALUE_DECIMAL};
    if (am_decimal_parse(am_slice_of(text), &constant.decimal) != AM_ARITH_EXACT) {
        abort();
    }
    return add_constant(program, constant);
}

uint16_t sample_constant(am_program *program, am_value_type type, int32_t value) {
    return add_constant(program, (am_constant){.type = (uint8_t)type, .integer = value});
}

uint16_t sample_text(am_program *program, const char *text) {
    int32_t number = (int32_t)program->text_count++;
    return add_constant(program,
                        (am_constant){.type = AM_VALUE_TEXT, .integer = number, .text = am_slice_of(text)});
}

uint16_t sample_input(am_program *program, am_value_type type, uint16_t domain, uint8_t may) {
    return add_register(program, (am_register){(uint8_t)type, may, domain, AM_NO_INDEX});
}

static void add_instruction(am_program *program, am_instruction instruction) {
    uint32_t number = program->instruction_count;
    check_room(number);
    *APPEND(program->instructions, program->instruction_count) = instruction;
    program->sites[number] = (am_site){number, AM_NO_INDEX};
}

uint16_t sample_emit(am_program *program, am_opcode opcode, am_value_type type, uint16_t domain, uint16_t a,
                     uint16_t b, uint16_t c, uint16_t d) {
    uint16_t result = add_register(program, (am_register){(uint8_t)type, 0, domain, AM_NO_INDEX});
    am_instruction instruction = {(uint16_t)opcode, result, {a, b, c, d}};
    program->registers[result].may = am_instruction_may(program, &instruction);
    add_instruction(program, instruction);
    return result;
}

void sample_skip(am_program *program, am_opcode opcode, uint16_t condition, uint16_t count) {
    add_instruction(program, (am_instruction){(uint16_t)opcode, 0, {condition, count, 0, 0}});
}

uint16_t sample_list(am_program *program, const uint16_t *items, uint32_t count) {
    check_room(program->list_item_count + count);
    *APPEND(program->lists, program->list_count) = (am_list){program->list_item_count, count};
    for (uint32_t i = 0; i < count; i++) {
        *APPEND(program->list_items, program->list_item_count) = items[i];
    }
    return (uint16_t)(program->list_count - 1);
}

uint16_t sample_list_place(am_program *program, uint16_t parent, const char *record, const char *field,
                           bool is_optional) {
    uint16_t place = (uint16_t)program->place_count;
    uint16_t domain = (uint16_t)program->domain_count;
    uint16_t around = program->places[parent].domain;
    uint16_t present =
        sample_input(program, AM_VALUE_YESNO, around, is_optional ? AM_MAY_UNKNOWN : AM_MAY_NEED);
    *APPEND(program->places, program->place_count) = (am_place){
        AM_PLACE_LIST, am_slice_of(record), am_slice_of(field), parent, domain, is_optional, false};
    *APPEND(program->domains, program->domain_count) =
        (am_domain){AM_DOMAIN_LIST, around, AM_NO_INDEX, AM_NO_INDEX, place, present};
    return place;
}

uint16_t sample_fact(am_program *program, uint16_t place, const char *name, am_kind kind, bool is_optional) {
    uint16_t column = sample_input(program, am_kind_type(kind), program->places[place].domain,
                                   is_optional ? AM_MAY_UNKNOWN : AM_MAY_NEED);
    *APPEND(program->facts, program->fact_count) = (am_fact){
        .name = am_slice_of(name),
        .place = place,
        .kind = (uint8_t)kind,
        .is_optional = is_optional,
        .scale = kind == AM_KIND_CODE ? 0 : AM_NO_INDEX,
        .unit = kind == AM_KIND_MONEY ? 0 : AM_NO_INDEX,
        .column = column,
        .column_high = AM_NO_INDEX,
        .bounds = {AM_NO_INDEX, AM_NO_INDEX, false, false},
    };
    return column;
}

am_output *sample_output(am_program *program, uint16_t place, const char *name, am_kind kind,
                         uint16_t column) {
    am_output *output = APPEND(program->outputs, program->output_count);
    *output = (am_output){
        .name = am_slice_of(name),
        .place = place,
        .kind = (uint8_t)kind,
        .scale = kind == AM_KIND_CODE ? 0 : AM_NO_INDEX,
        .unit = kind == AM_KIND_MONEY ? 0 : AM_NO_INDEX,
        .column = column,
        .column_high = AM_NO_INDEX,
        .clause = AM_NO_INDEX,
    };
    return output;
}

am_clause *sample_clause(am_program *program, am_clause_kind kind, const char *name, uint16_t parent) {
    am_clause *clause = APPEND(program->clauses, program->clause_count);
    *clause = (am_clause){
        .kind = (uint8_t)kind,
        .value_kind = AM_KIND_NUMBER,
        .name = am_slice_of(name),
        .line = program->clause_count,
        .parent = parent,
        .column = AM_NO_INDEX,
        .column_high = AM_NO_INDEX,
        .condition = AM_NO_INDEX,
        .unit = AM_NO_INDEX,
        .scale = AM_NO_INDEX,
    };
    return clause;
}

am_instruction *sample_find(const am_program *program, am_opcode opcode) {
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        if (program->instructions[i].opcode == opcode) {
            return &program->instructions[i];
        }
    }
    abort();
}

void sample_seal(char *image, size_t length) {
    uint64_t checksum;
    if (length < 16) {
        return;
    }
    checksum = am_image_checksum((am_slice){image + 16, length - 16});
    for (unsigned i = 0; i < 8; i++) {
        image[8 + i] = (char)(checksum >> (8 * i));
    }
}
