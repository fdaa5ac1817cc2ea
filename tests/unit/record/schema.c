/*
 * The rulebook of schema.h, as tables.
 */
#include "schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"

enum {
    ROOM = 64,
    CASE = 0,
    FIRM,
    INFRINGEMENT,
    PRIOR,
    ORDER,
    PLACES,
    EUR = 0,
    JPY,
    USD,
    INTENT = 0,
    COUNTRY
};

typedef struct place_row {
    const char *field;
    am_place_kind kind;
    uint16_t parent;
    bool is_optional;
} place_row;

static const place_row place_rows[PLACES] = {
    [CASE] = {"", AM_PLACE_ROOT, AM_NO_INDEX, false},
    [FIRM] = {"firm", AM_PLACE_INSIDE, CASE, false},
    [INFRINGEMENT] = {"infringements", AM_PLACE_LIST, CASE, false},
    [PRIOR] = {"priors", AM_PLACE_LIST, INFRINGEMENT, true},
    [ORDER] = {"orders", AM_PLACE_LIST, CASE, true},
};

typedef struct fact_row {
    const char *name;
    uint16_t place;
    am_kind kind;
    bool is_optional;
    bool is_range;
    uint16_t of; /* unit or scale */
    const char *lowest;
    const char *highest;
    bool is_lowest_out;
    bool is_highest_out;
} fact_row;

static const fact_row fact_rows[] = {
    {"turnover", CASE, AM_KIND_MONEY, false, false, EUR, "0", NULL, false, false},
    {"benefit", CASE, AM_KIND_MONEY, true, false, EUR, "0", "1000000", true, false},
    {"yen", CASE, AM_KIND_MONEY, true, false, JPY, NULL, "10000", false, true},
    {"share", CASE, AM_KIND_NUMBER, true, false, 0, "0", "1", true, false},
    {"gain", CASE, AM_KIND_NUMBER, true, false, 0, NULL, NULL, false, false},
    {"staff", CASE, AM_KIND_WHOLE, true, false, 0, "1", "5000", false, false},
    {"intent", CASE, AM_KIND_CODE, true, false, INTENT, NULL, NULL, false, false},
    {"country", CASE, AM_KIND_CODE, true, false, COUNTRY, NULL, NULL, false, false},
    {"listed", CASE, AM_KIND_YESNO, true, false, 0, NULL, NULL, false, false},
    {"decided_on", CASE, AM_KIND_DATE, true, false, 0, "2000-01-01", "2099-12-31", false, false},
    {"probation", CASE, AM_KIND_MONTHS, true, false, 0, NULL, NULL, false, false},
    {"delay", CASE, AM_KIND_DAYS, true, false, 0, NULL, NULL, false, false},
    {"fine_range", CASE, AM_KIND_MONEY, true, true, EUR, NULL, NULL, false, false},
    {"term", CASE, AM_KIND_DAYS, true, true, 0, NULL, NULL, false, false},
    {"note", CASE, AM_KIND_TEXT, true, false, 0, NULL, NULL, false, false},
    {"name", FIRM, AM_KIND_TEXT, false, false, 0, NULL, NULL, false, false},
    {"gr\xC3\xB6\xC3\x9F"
     "e",
     FIRM, AM_KIND_WHOLE, true, false, 0, NULL, NULL, false, false},
    {"id", INFRINGEMENT, AM_KIND_TEXT, true, false, 0, NULL, NULL, false, false},
    {"gravity", INFRINGEMENT, AM_KIND_NUMBER, false, false, 0, NULL, NULL, false, false},
    {"length", INFRINGEMENT, AM_KIND_NUMBER, false, false, 0, NULL, NULL, false, false},
    {"year", PRIOR, AM_KIND_WHOLE, false, false, 0, NULL, NULL, false, false},
    {"number", ORDER, AM_KIND_WHOLE, false, false, 0, NULL, NULL, false, false},
    {"leniency", CASE, AM_KIND_NUMBER, true, false, 0, "0", "1", false, false},
    {"raise", CASE, AM_KIND_NUMBER, true, false, 0, "0", "1000000000", false, false},
    {"credit", CASE, AM_KIND_WHOLE, true, false, 0, "-1000000000000", "0", false, false},
};
enum { FACTS = sizeof fact_rows / sizeof fact_rows[0], ID = 17, GRAVITY = 18, LENGTH = 19, CHOICES = 3 };

static const char *const intents[] = {"negligent", "reckless", "intentional"};
static const char *const countries[] = {"AT", "BE", "CZ", "DE", "\xC3\x85land", "FR", "IT", "NL", "PL", "SE"};

static uint16_t add_register(am_program *program, am_register one) {
    if (program->register_count == ROOM) {
        abort();
    }
    program->registers[program->register_count] = one;
    return (uint16_t)program->register_count++;
}

static uint16_t add_bound(am_program *program, am_kind kind, const char *text) {
    am_constant *constant = &program->constants[program->constant_count];

    if (text == NULL) {
        return AM_NO_INDEX;
    }
    constant->type = am_kind_type(kind);
    if (kind == AM_KIND_DATE ? !am_date_parse(am_slice_of(text), &constant->integer)
                             : am_decimal_parse(am_slice_of(text), &constant->decimal) != AM_ARITH_EXACT) {
        abort();
    }
    return (uint16_t)program->constant_count++;
}

static void add_place(am_program *program, const place_row *row) {
    am_place *place = &program->places[program->place_count];
    uint16_t around = row->kind == AM_PLACE_ROOT ? 0 : program->places[row->parent].domain;
    uint8_t may = row->is_optional ? AM_MAY_UNKNOWN : AM_MAY_NEED;

    *place = (am_place){(uint8_t)row->kind,
                        AM_SLICE("Record"),
                        am_slice_of(row->field),
                        row->parent,
                        around,
                        row->is_optional,
                        false};
    if (row->kind != AM_PLACE_INSIDE) {
        am_domain *domain = &program->domains[program->domain_count];
        bool is_list = row->kind == AM_PLACE_LIST;

        *domain = (am_domain){is_list ? AM_DOMAIN_LIST : AM_DOMAIN_RECORDS,
                              is_list ? around : AM_NO_INDEX,
                              AM_NO_INDEX,
                              AM_NO_INDEX,
                              (uint16_t)program->place_count,
                              AM_NO_INDEX};
        if (is_list) {
            domain->present = add_register(program, (am_register){AM_VALUE_YESNO, may, around, AM_NO_INDEX});
        }
        place->domain = (uint16_t)program->domain_count++;
    }
    program->place_count++;
}

static void add_fact(am_program *program, const fact_row *row) {
    am_fact *fact = &program->facts[program->fact_count++];
    am_register column = {(uint8_t)am_kind_type(row->kind), row->is_optional ? AM_MAY_UNKNOWN : AM_MAY_NEED,
                          program->places[row->place].domain, AM_NO_INDEX};

    *fact = (am_fact){
        .name = am_slice_of(row->name),
        .place = row->place,
        .kind = (uint8_t)row->kind,
        .is_range = row->is_range,
        .is_optional = row->is_optional,
        .scale = row->kind == AM_KIND_CODE ? row->of : AM_NO_INDEX,
        .unit = row->kind == AM_KIND_MONEY ? row->of : AM_NO_INDEX,
        .bounds = {add_bound(program, row->kind, row->lowest), add_bound(program, row->kind, row->highest),
                   row->is_lowest_out, row->is_highest_out},
    };
    fact->column = add_register(program, column);
    fact->column_high = row->is_range ? add_register(program, column) : AM_NO_INDEX;
}

static void add_output(am_program *program, const am_fact *fact) {
    program->outputs[program->output_count++] = (am_output){
        .name = fact->name,
        .place = fact->place,
        .kind = fact->kind,
        .is_range = fact->is_range,
        .scale = fact->scale,
        .unit = fact->unit,
        .column = fact->column,
        .column_high = fact->column_high,
        .clause = AM_NO_INDEX,
    };
}

static void add_scale(am_arena *arena, am_program *program, const char *name, const char *const *values,
                      uint16_t count) {
    am_scale *scale = &program->scales[program->scale_count++];

    *scale =
        (am_scale){am_slice_of(name), program->scale_count == 1, AM_NEW_ARRAY(arena, am_slice, count), count};
    for (uint16_t i = 0; i < count; i++) {
        scale->values[i] = am_slice_of(values[i]);
    }
}

static am_clause clause_of(am_clause_kind kind, const char *name, const char *citation, uint16_t parent) {
    return (am_clause){
        .kind = (uint8_t)kind,
        .name = am_slice_of(name),
        .citation = am_slice_of(citation),
        .parent = parent,
        .place = INFRINGEMENT,
        .column = AM_NO_INDEX,
        .column_high = AM_NO_INDEX,
        .condition = AM_NO_INDEX,
        .unit = AM_NO_INDEX,
        .scale = AM_NO_INDEX,
    };
}

/* An infringement's rate: the step `divide` of the penalty `rate`. */
static void add_rate(am_program *program) {
    am_instruction divide = {
        AM_OP_DIVIDE, 0, {program->facts[GRAVITY].column, program->facts[LENGTH].column}};

    divide.result = add_register(program, (am_register){AM_VALUE_DECIMAL, AM_MAY_NEED | AM_MAY_FAULT,
                                                        program->places[INFRINGEMENT].domain, AM_NO_INDEX});
    program->clauses[0] = clause_of(AM_CLAUSE_PENALTY, "rate", "EMIR 65(2)", AM_NO_INDEX);
    program->clauses[1] = clause_of(AM_CLAUSE_STEP, "divide", "", 0);
    program->clause_count = 2;
    program->instructions[0] = divide;
    program->sites[0] = (am_site){0, 1};
    program->instruction_count = 1;
    program->outputs[program->output_count++] = (am_output){
        .name = AM_SLICE("rate"),
        .place = INFRINGEMENT,
        .kind = AM_KIND_NUMBER,
        .scale = AM_NO_INDEX,
        .unit = AM_NO_INDEX,
        .column = divide.result,
        .column_high = AM_NO_INDEX,
        .clause = 0,
    };
}

static void take_arrays(am_arena *arena, am_program *program) {
    program->constants = AM_NEW_ARRAY(arena, am_constant, ROOM);
    program->registers = AM_NEW_ARRAY(arena, am_register, ROOM);
    program->instructions = AM_NEW_ARRAY(arena, am_instruction, 1);
    program->sites = AM_NEW_ARRAY(arena, am_site, 1);
    program->domains = AM_NEW_ARRAY(arena, am_domain, PLACES);
    program->scales = AM_NEW_ARRAY(arena, am_scale, 2);
    program->units = AM_NEW_ARRAY(arena, am_unit, 3);
    program->places = AM_NEW_ARRAY(arena, am_place, PLACES);
    program->facts = AM_NEW_ARRAY(arena, am_fact, FACTS);
    program->outputs = AM_NEW_ARRAY(arena, am_output, FACTS + 1);
    program->clauses = AM_NEW_ARRAY(arena, am_clause, 2 + CHOICES);
    program->discretions = AM_NEW_ARRAY(arena, am_discretion, CHOICES);
}

/* The last facts are left to discretion: between two ends, without an upper end, without a lower one. */
static void add_discretions(am_program *program) {
    for (unsigned i = 0; i < CHOICES; i++) {
        uint16_t number = (uint16_t)(FACTS - CHOICES + i);
        const am_fact *fact = &program->facts[number];

        program->clauses[2 + i] = clause_of(AM_CLAUSE_DISCRETION, "choice", "EMIR 66", AM_NO_INDEX);
        program->clauses[2 + i].place = CASE;
        program->discretions[i] = (am_discretion){number,
                                                  (uint16_t)(2 + i),
                                                  i < 2 ? fact->bounds.lowest : fact->bounds.highest,
                                                  AM_SLICE("the court"),
                                                  i == 2,
                                                  i == 1};
    }
    program->clause_count = 2 + CHOICES;
    program->discretion_count = CHOICES;
}

am_program *schema_new(am_arena *arena) {
    am_program *program = AM_NEW(arena, am_program);

    take_arrays(arena, program);
    program->name = AM_SLICE("test.schema");
    program->units[EUR] = (am_unit){AM_SLICE("EUR"), 2};
    program->units[JPY] = (am_unit){AM_SLICE("JPY"), 0};
    program->units[USD] = (am_unit){AM_SLICE("USD"), 2};
    program->unit_count = 3;
    program->unit = EUR;
    add_scale(arena, program, "intent", intents, sizeof intents / sizeof intents[0]);
    add_scale(arena, program, "country", countries, sizeof countries / sizeof countries[0]);
    for (unsigned i = 0; i < PLACES; i++) {
        add_place(program, &place_rows[i]);
    }
    for (unsigned i = 0; i < FACTS; i++) {
        add_fact(program, &fact_rows[i]);
        if (i < ID) {
            add_output(program, &program->facts[i]);
        }
    }
    add_rate(program);
    add_discretions(program);
    return program;
}
