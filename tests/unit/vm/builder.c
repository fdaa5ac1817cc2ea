/*
 * The builder of test programs, and outcomes as texts.
 */
#include "builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool has_seen[AM_OP_COUNT_OF_ALL];

static am_slice name_of(builder *builder, char letter, uint32_t number) {
    static uint32_t next;
    char *name = builder->names[next++ % 64];
    snprintf(name, sizeof builder->names[0], "%c%u", letter, number);
    return am_slice_of(name);
}

void build_start(builder *builder) {
    memset(builder, 0, sizeof *builder);
    am_arena_init(&builder->arena, am_allocator_standard(), 0);
    am_program *program = &builder->program;
    *program = (am_program){
        .name = AM_SLICE("test"),
        .unit = AM_NO_INDEX,
        .constants = builder->constants,
        .registers = builder->registers,
        .instructions = builder->instructions,
        .sites = builder->sites,
        .domains = builder->domains,
        .places = builder->places,
        .facts = builder->facts,
        .scales = builder->scales,
        .lists = builder->lists,
        .list_items = builder->list_items,
        .tables = builder->tables,
        .columns = builder->columns,
        .calendars = builder->calendars,
        .calendar_count = 1,
        .domain_count = 1,
        .place_count = 1,
        .scale_count = 1,
    };
    builder->domains[0] = (am_domain){AM_DOMAIN_RECORDS, AM_NO_INDEX, 0, 0, 0, 0};
    builder->places[0] = (am_place){.kind = AM_PLACE_ROOT, .record = AM_SLICE("R"), .parent = AM_NO_INDEX};
    /* January 2024, with a holiday on the 8th. */
    builder->holidays[0] = 19730;
    builder->calendars[0] = (am_calendar){AM_SLICE("C"), {NULL, 0}, 19723, 19753, 0x60, builder->holidays, 1};
    const char *values[] = {"a", "b", "c", "d", "e"};
    for (unsigned i = 0; i < 5; i++) {
        builder->scale_values[i] = am_slice_of(values[i]);
    }
    builder->scales[0] = (am_scale){AM_SLICE("scale"), true, builder->scale_values, 5};
}

void build_end(builder *builder) {
    am_arena_clear(&builder->arena);
}

static uint16_t add_register(builder *builder, am_value_type type, uint16_t domain, unsigned may,
                             uint16_t constant) {
    uint32_t number = builder->program.register_count++;
    assert_true(number < BUILDER_MOST);
    builder->registers[number] = (am_register){(uint8_t)type, (uint8_t)may, domain, constant};
    return (uint16_t)number;
}

static unsigned input_may(bool is_optional) {
    return is_optional ? AM_MAY_UNKNOWN | AM_MAY_NEED : AM_MAY_NEED;
}

static uint16_t place_of(const builder *builder, uint16_t domain) {
    return domain == 0 ? 0 : builder->domains[domain].place;
}

uint16_t build_list(builder *builder, uint16_t parent, bool is_optional) {
    uint16_t domain = (uint16_t)builder->program.domain_count++;
    uint16_t place = (uint16_t)builder->program.place_count++;
    uint16_t present = add_register(builder, AM_VALUE_YESNO, parent, input_may(is_optional), AM_NO_INDEX);
    builder->domains[domain] = (am_domain){AM_DOMAIN_LIST, parent, 0, 0, place, present};
    builder->places[place] = (am_place){.kind = AM_PLACE_LIST,
                                        .record = AM_SLICE("E"),
                                        .field = name_of(builder, 'l', domain),
                                        .parent = place_of(builder, parent),
                                        .domain = domain,
                                        .is_optional = is_optional};
    return domain;
}

uint16_t build_months(builder *builder, uint16_t parent, uint16_t most) {
    uint16_t domain = (uint16_t)builder->program.domain_count++;
    builder->domains[domain] =
        (am_domain){AM_DOMAIN_MONTHS, parent, most, AM_NO_INDEX, AM_NO_INDEX, AM_NO_INDEX};
    return domain;
}

uint16_t build_product(builder *builder, uint16_t parent, uint16_t element) {
    return build_product_across(builder, parent, element, AM_NO_INDEX);
}

uint16_t build_product_across(builder *builder, uint16_t parent, uint16_t element, uint16_t across) {
    uint16_t domain = (uint16_t)builder->program.domain_count++;
    builder->domains[domain] = (am_domain){AM_DOMAIN_PRODUCT, parent, element, across, 0, 0};
    return domain;
}

static am_kind kind_of(am_value_type type) {
    switch (type) {
    case AM_VALUE_YESNO:
        return AM_KIND_YESNO;
    case AM_VALUE_DATE:
        return AM_KIND_DATE;
    case AM_VALUE_MONTHS:
        return AM_KIND_MONTHS;
    case AM_VALUE_DAYS:
        return AM_KIND_DAYS;
    case AM_VALUE_CODE:
        return AM_KIND_CODE;
    case AM_VALUE_TEXT:
        return AM_KIND_TEXT;
    default:
        return AM_KIND_NUMBER;
    }
}

uint16_t build_fact(builder *builder, uint16_t domain, am_value_type type, bool is_optional) {
    uint32_t number = builder->program.fact_count++;
    uint16_t column = add_register(builder, type, domain, input_may(is_optional), AM_NO_INDEX);
    assert_true(number < 64);
    builder->facts[number] = (am_fact){.name = name_of(builder, 'f', number),
                                       .place = place_of(builder, domain),
                                       .kind = (uint8_t)kind_of(type),
                                       .is_optional = is_optional,
                                       .scale = type == AM_VALUE_CODE ? 0 : AM_NO_INDEX,
                                       .unit = AM_NO_INDEX,
                                       .column = column,
                                       .column_high = AM_NO_INDEX,
                                       .bounds = {AM_NO_INDEX, AM_NO_INDEX, false, false}};
    return column;
}

static int32_t integer_of(am_value_type type, const char *text) {
    am_date date = 0;
    if (type == AM_VALUE_YESNO) {
        return strcmp(text, "yes") == 0;
    }
    if (type != AM_VALUE_DATE) {
        return (int32_t)strtol(text, NULL, 10);
    }
    assert_true(am_date_parse(am_slice_of(text), &date));
    return date;
}

static am_decimal decimal_of(const char *text) {
    am_decimal decimal;
    assert_int_equal(am_decimal_parse(am_slice_of(text), &decimal), AM_ARITH_EXACT);
    return decimal;
}

uint16_t build_constant(builder *builder, am_value_type type, const char *text) {
    uint32_t number = builder->program.constant_count++;
    am_constant *constant = &builder->constants[number];
    assert_true(number < BUILDER_MOST);
    constant->type = (uint8_t)type;
    if (type == AM_VALUE_DECIMAL) {
        constant->decimal = decimal_of(text);
    } else if (type == AM_VALUE_TEXT) {
        constant->text = am_slice_of(text);
        builder->program.text_count++;
    } else {
        constant->integer = integer_of(type, text);
    }
    return (uint16_t)number;
}

uint16_t build_value(builder *builder, am_value_type type, const char *text) {
    return add_register(builder, type, AM_DOMAIN_CONSTANT, 0, build_constant(builder, type, text));
}

static am_instruction *add_instruction(builder *builder, am_opcode opcode, uint16_t a, uint16_t b, uint16_t c,
                                       uint16_t d) {
    uint32_t number = builder->program.instruction_count++;
    assert_true(number < BUILDER_MOST);
    builder->instructions[number] = (am_instruction){(uint16_t)opcode, 0, {a, b, c, d}};
    builder->sites[number] = (am_site){number, AM_NO_INDEX};
    return &builder->instructions[number];
}

uint16_t build_op(builder *builder, am_opcode opcode, am_value_type type, uint16_t domain, uint16_t a,
                  uint16_t b, uint16_t c, uint16_t d) {
    am_instruction *instruction = add_instruction(builder, opcode, a, b, c, d);
    instruction->result = add_register(builder, type, domain, 0, AM_NO_INDEX);
    builder->registers[instruction->result].may = am_instruction_may(&builder->program, instruction);
    return instruction->result;
}

void build_skip(builder *builder, am_opcode opcode, uint16_t condition, uint16_t count) {
    add_instruction(builder, opcode, condition, count, 0, 0);
}

uint16_t build_items(builder *builder, const uint16_t *registers, uint32_t count) {
    am_program *program = &builder->program;
    builder->lists[program->list_count] = (am_list){program->list_item_count, count};
    for (uint32_t i = 0; i < count; i++) {
        assert_true(program->list_item_count < 128);
        builder->list_items[program->list_item_count++] = registers[i];
    }
    return (uint16_t)program->list_count++;
}

uint16_t build_column(builder *builder, am_value_type type, const char *const *cells, uint32_t count) {
    uint16_t *numbers = AM_NEW_ARRAY(&builder->arena, uint16_t, count);
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = cells[i] == NULL ? AM_CELL_NOT_COVERED : build_constant(builder, type, cells[i]);
    }
    builder->columns[builder->program.column_count] =
        (am_column_table){(uint8_t)type, numbers, (uint16_t)count};
    return (uint16_t)builder->program.column_count++;
}

uint16_t build_fault(am_diag diag) {
    return (uint16_t)(am_diag_number(diag) - am_diag_number(AM_DIAG_DIVISION_BY_ZERO) + 1);
}

/* Each text's number is how many others come before it. */
static void number_texts(builder *builder) {
    for (uint32_t i = 0; i < builder->program.constant_count; i++) {
        am_constant *constant = &builder->constants[i];
        constant->integer = constant->type == AM_VALUE_TEXT ? 0 : constant->integer;
        for (uint32_t k = 0; constant->type == AM_VALUE_TEXT && k < builder->program.constant_count; k++) {
            const am_constant *other = &builder->constants[k];
            constant->integer +=
                other->type == AM_VALUE_TEXT && am_slice_compare(other->text, constant->text) < 0;
        }
    }
}

const am_program *build_program(builder *builder) {
    am_rejection rejection;
    number_texts(builder);
    if (!am_program_verify(&builder->program, &builder->arena, &rejection)) {
        fail_msg("%s: %s %u", am_diag_slug_of(rejection.diag), rejection.part, rejection.index);
    }
    for (uint32_t i = 0; i < builder->program.instruction_count; i++) {
        has_seen[builder->instructions[i].opcode] = true;
    }
    return &builder->program;
}

bool build_has_seen(unsigned opcode) {
    return has_seen[opcode];
}

am_batch *batch_of(const am_program *program, uint32_t records, uint32_t elements) {
    am_limits limits = {.records = records, .elements = elements, .text_bytes = 4096};
    am_batch *batch = am_batch_new(program, limits, am_allocator_standard());
    assert_non_null(batch);
    return batch;
}

void put(am_batch *batch, uint16_t column, uint32_t row, const char *text) {
    am_value_type type = (am_value_type)batch->program->registers[column].type;
    if (strcmp(text, "?") == 0) {
        am_batch_set_state(batch, column, row, AM_STATE_UNKNOWN);
    } else if (strcmp(text, "!") == 0) {
        am_batch_set_state(batch, column, row, AM_STATE_NEEDS);
    } else if (type == AM_VALUE_DECIMAL) {
        am_batch_set_decimal(batch, column, row, decimal_of(text));
    } else if (type == AM_VALUE_TEXT) {
        assert_int_equal(am_batch_set_text(batch, column, row, am_slice_of(text)), AM_BATCH_OK);
    } else {
        am_batch_set_integer(batch, column, row, integer_of(type, text));
    }
}

static void print_value(const am_batch *batch, uint16_t column, uint32_t row, am_buffer *buffer) {
    switch ((am_value_type)batch->program->registers[column].type) {
    case AM_VALUE_DECIMAL:
        am_decimal_print(buffer, am_batch_decimal(batch, column, row), 0);
        break;
    case AM_VALUE_DATE:
        am_date_print(buffer, am_batch_integer(batch, column, row));
        break;
    case AM_VALUE_YESNO:
        am_buffer_put_text(buffer, am_batch_integer(batch, column, row) ? "yes" : "no");
        break;
    case AM_VALUE_TEXT:
        am_buffer_put(buffer, am_batch_text(batch, column, row));
        break;
    default:
        am_buffer_put_signed(buffer, am_batch_integer(batch, column, row));
        break;
    }
}

const char *outcome(am_batch *batch, uint16_t column, uint32_t row, char out[BUILDER_TEXT]) {
    am_buffer buffer;
    am_buffer_init(&buffer, am_allocator_standard());
    switch (am_batch_state(batch, column, row)) {
    case AM_STATE_VALUE:
        print_value(batch, column, row, &buffer);
        break;
    case AM_STATE_UNKNOWN:
        am_buffer_put_text(&buffer, "unknown");
        break;
    case AM_STATE_NEEDS:
        am_buffer_put_text(&buffer, "needs");
        break;
    case AM_STATE_FAULT:
        am_buffer_put_text(&buffer, am_diag_code_of(am_vm_fault_of(batch, column, row).diag));
        break;
    }
    snprintf(out, BUILDER_TEXT, "%.*s", (int)buffer.length, buffer.data == NULL ? "" : buffer.data);
    am_buffer_clear(&buffer);
    return out;
}

static void append(char out[BUILDER_TEXT], const char *text) {
    strncat(out, text, BUILDER_TEXT - 1 - strlen(out));
}

static void append_where(char out[BUILDER_TEXT], const am_vm_where *where) {
    char text[32];
    for (uint32_t i = 0; i < where->depth; i++) {
        snprintf(text, sizeof text, "%s%u", i == 0 ? "[" : ".", where->numbers[i]);
        append(out, text);
    }
    append(out, where->depth == 0 ? "" : "]");
}

static void append_need(void *context, const am_vm_need *need) {
    char *out = context;
    char text[32];
    bool is_fact = need->fact != AM_NO_INDEX;
    snprintf(text, sizeof text, "%s%c%u", out[0] == '\0' ? "" : " ", is_fact ? 'f' : 'd',
             is_fact ? need->fact : need->domain);
    append(out, text);
    append_where(out, &need->where);
}

const char *needs(am_batch *batch, uint16_t column, uint32_t row, char out[BUILDER_TEXT]) {
    out[0] = '\0';
    am_vm_needs_of(batch, column, row, append_need, out);
    return out;
}

const char *fault(am_batch *batch, uint16_t column, uint32_t row, char out[BUILDER_TEXT]) {
    am_vm_fault found = am_vm_fault_of(batch, column, row);
    snprintf(out, BUILDER_TEXT, "%s@%u", am_diag_code_of(found.diag), found.instruction);
    append_where(out, &found.where);
    return out;
}

static bool is_end(char c) {
    return c == '\0' || strchr(",|]/[~^", c) != NULL;
}

static am_batch_status read_row(am_batch *batch, uint16_t domain, uint32_t row, const char **at);

static am_batch_status read_fact(am_batch *batch, uint16_t column, uint32_t row, const char **at) {
    char token[64];
    size_t length = 0;
    while (!is_end((*at)[length])) {
        length++;
    }
    snprintf(token, sizeof token, "%.*s", (int)length, *at);
    *at += length + ((*at)[length] == ',');
    if (batch->program->registers[column].type == AM_VALUE_TEXT && strchr("_?!", token[0]) == NULL) {
        return am_batch_set_text(batch, column, row, am_slice_of(token));
    }
    if (strcmp(token, "_") != 0) {
        put(batch, column, row, token);
    }
    return AM_BATCH_OK;
}

static am_batch_status read_list(am_batch *batch, uint16_t domain, uint32_t parent_row, const char **at) {
    char kind = **at;
    am_batch_status status = AM_BATCH_OK;
    *at += kind == '[' || kind == '~' || kind == '^';
    if (kind == '[' || kind == '^') {
        am_batch_open_list(batch, domain, parent_row, kind == '[' ? AM_STATE_VALUE : AM_STATE_UNKNOWN);
    }
    while (kind == '[' && **at != ']') {
        uint32_t row;
        status = am_batch_open_element(batch, domain, parent_row, &row);
        if (status == AM_BATCH_OK) {
            status = read_row(batch, domain, row, at);
        }
        if (status != AM_BATCH_OK) {
            return status;
        }
        am_batch_close_element(batch, domain, row);
        *at += **at == '|';
    }
    *at += kind == '[';
    return AM_BATCH_OK;
}

static am_batch_status read_row(am_batch *batch, uint16_t domain, uint32_t row, const char **at) {
    const am_program *program = batch->program;
    am_batch_status status = AM_BATCH_OK;
    for (uint32_t i = 0; i < program->fact_count && status == AM_BATCH_OK; i++) {
        if (program->registers[program->facts[i].column].domain == domain) {
            status = read_fact(batch, program->facts[i].column, row, at);
        }
    }
    for (uint32_t i = 1; i < program->domain_count && status == AM_BATCH_OK; i++) {
        if (program->domains[i].kind == AM_DOMAIN_LIST && program->domains[i].parent == domain) {
            status = read_list(batch, (uint16_t)i, row, at);
        }
    }
    return status;
}

am_batch_status fill(am_batch *batch, const char **at) {
    while (**at != '\0') {
        const char *next = *at;
        am_batch_status status = am_batch_open_record(batch);
        if (status != AM_BATCH_OK) {
            return status;
        }
        status = read_row(batch, 0, batch->rows[0].count - 1, &next);
        if (status == AM_BATCH_OK) {
            status = am_batch_close_record(batch);
        }
        if (status != AM_BATCH_OK) {
            am_batch_drop_record(batch);
            return status;
        }
        *at = next + (*next == '/');
    }
    return AM_BATCH_OK;
}

void fill_all(am_batch *batch, const char *text) {
    assert_int_equal(fill(batch, &text), AM_BATCH_OK);
    assert_string_equal(text, "");
}

const char *outcomes(am_batch *batch, uint16_t column, char out[BUILDER_TEXT]) {
    char text[BUILDER_TEXT];
    uint16_t domain = batch->program->registers[column].domain;
    uint32_t rows = domain == AM_DOMAIN_CONSTANT ? 1 : batch->rows[domain].count;
    out[0] = '\0';
    for (uint32_t row = 0; row < rows; row++) {
        append(out, row == 0 ? "" : " ");
        append(out, outcome(batch, column, row, text));
    }
    return out;
}
