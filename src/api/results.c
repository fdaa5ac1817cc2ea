/*
 * Results of a batch: values, what they need, faults, clauses, result lines.
 */
#include "api/assessor.h"

#include "record/path.h"
#include "record/scalar.h"
#include "vm/law.h"
#include "vm/work.h"

static amerce_decimal public_decimal(am_decimal value) {
    return (amerce_decimal){(uint64_t)(value.digits >> 64), (uint64_t)value.digits, value.exponent,
                            value.is_negative};
}

/* A row of a place: checked against the rows there are. */
static bool is_row(const amerce_assessor *assessor, uint32_t place, uint32_t row) {
    uint16_t domain = assessor->rulebook->program->places[place].domain;
    return row < assessor->batch->rows[domain].count;
}

static void read_half(const amerce_assessor *assessor, uint16_t column, uint32_t row, amerce_decimal *decimal,
                      int32_t *integer, amerce_text *text) {
    am_value_type type = (am_value_type)assessor->rulebook->program->registers[column].type;
    if (type == AM_VALUE_DECIMAL) {
        *decimal = public_decimal(am_batch_decimal(assessor->batch, column, row));
        return;
    }
    *integer = am_batch_integer(assessor->batch, column, row);
    if (type == AM_VALUE_TEXT) {
        *text = am_api_text(am_batch_text(assessor->batch, column, row));
    }
}

static void read_value(const amerce_assessor *assessor, uint16_t column, uint16_t column_high, uint32_t row,
                       amerce_value *out) {
    am_state state = am_batch_state(assessor->batch, column, row);
    amerce_text none = {0};
    if (column_high != AM_NO_INDEX && am_batch_state(assessor->batch, column_high, row) > state) {
        state = am_batch_state(assessor->batch, column_high, row);
    }
    *out = (amerce_value){.state = (amerce_state)state};
    if (state != AM_STATE_VALUE) {
        return;
    }
    read_half(assessor, column, row, &out->decimal, &out->integer, &out->text);
    if (column_high != AM_NO_INDEX) {
        read_half(assessor, column_high, row, &out->decimal_high, &out->integer_high, &none);
    }
}

/* The output's column whose state decides: a range's highest end when its lowest is a value. */
static const am_output *find_output(const amerce_assessor *assessor, uint32_t output, uint32_t row) {
    const am_program *program = assessor->rulebook->program;
    if (output >= program->output_count || !is_row(assessor, program->outputs[output].place, row)) {
        return NULL;
    }
    return &program->outputs[output];
}

static uint16_t column_in_state(const amerce_assessor *assessor, const am_output *output, uint32_t row,
                                am_state state) {
    bool is_low = am_batch_state(assessor->batch, output->column, row) == state;
    return is_low || output->column_high == AM_NO_INDEX ? output->column : output->column_high;
}

/* A fault that is the output's own repeal, or that laws do not compare, is a state of its own. */
static void read_repeal(const amerce_assessor *assessor, const am_output *output, uint32_t row,
                        amerce_value *out) {
    uint16_t column = column_in_state(assessor, output, row, AM_STATE_FAULT);
    am_vm_fault fault = am_vm_fault_of(assessor->batch, column, row);
    if (am_vm_is_repeal_of(assessor->rulebook->program, &fault, output->clause)) {
        *out = (amerce_value){.state = AMERCE_REPEALED, .integer = fault.lapse.nearest};
    } else if (fault.diag == AM_DIAG_NO_MILDEST) {
        *out = (amerce_value){.state = AMERCE_NO_MILDEST_LAW};
    }
}

/* The record that a row of a place belongs to. */
static uint32_t record_of(const amerce_assessor *assessor, uint16_t place, uint32_t row) {
    uint16_t domain = assessor->rulebook->program->places[place].domain;
    return am_batch_row_above(assessor->batch, domain, row, 0);
}

am_outlet am_api_outlet_of(const amerce_assessor *assessor, uint32_t output) {
    const am_batch *batch = assessor->batch;
    const am_output *of = &batch->program->outputs[output];
    const am_register *reg = &batch->program->registers[of->column];
    am_outlet outlet = {.column = &batch->columns[of->column],
                        .rows = &batch->rows[batch->program->places[of->place].domain],
                        .bytes = reg->type == AM_VALUE_YESNO ? 1 : 4};
    bool is_here = batch->narrow != NULL && of->column_high == AM_NO_INDEX &&
                   batch->program->check_count == 0 && reg->domain != AM_DOMAIN_CONSTANT &&
                   reg->type != AM_VALUE_TEXT && batch->narrow->lanes[of->column].kept == AM_KEPT_RESULT;
    if (is_here && reg->type == AM_VALUE_DECIMAL) {
        outlet.bytes = 8;
        outlet.grain = batch->narrow->lanes[of->column].grain;
        is_here = outlet.column->counts != NULL;
    }
    return is_here ? outlet : (am_outlet){.column = NULL};
}

/* A value that stands in the batch itself; false: it may be one all the same. */
static bool read_plainly(const amerce_assessor *assessor, uint32_t output, uint32_t row, amerce_value *out) {
    const am_outlet *outlet = &assessor->outlets[output];
    const am_column *column = outlet->column;
    if (column == NULL || assessor->batch->work->open_count != 0 || row >= outlet->rows->count ||
        (column->states != NULL && !column->is_plain && column->states[row] != AM_STATE_VALUE)) {
        return false;
    }
    if (outlet->bytes == 8) {
        int64_t count = column->counts[row];
        am_u128 digits =
            (am_u128)(count < 0 ? 0 - (uint64_t)count : (uint64_t)count) * outlet->grain.multiple;
        out->decimal = (amerce_decimal){(uint64_t)(digits >> 64), (uint64_t)digits,
                                        -(int32_t)outlet->grain.places, count < 0};
    } else {
        out->integer = outlet->bytes == 1 ? ((const uint8_t *)column->values)[row]
                                          : ((const int32_t *)column->values)[row];
    }
    return true;
}

/* Any result; apart, so that plain ones need no room on the stack. */
__attribute__((noinline)) static amerce_status read_result(const amerce_assessor *assessor, uint32_t output,
                                                           uint32_t row, amerce_value *out) {
    const am_output *found = find_output(assessor, output, row);
    if (found == NULL) {
        return AMERCE_MISUSE;
    }
    read_value(assessor, found->column, found->column_high, row, out);
    if (am_vm_is_failed(assessor->batch, record_of(assessor, found->place, row))) {
        *out = (amerce_value){.state = AMERCE_FAULT};
    } else if (out->state == AMERCE_FAULT) {
        read_repeal(assessor, found, row, out);
    }
    return AMERCE_OK;
}

amerce_status amerce_assessor_result(const amerce_assessor *assessor, uint32_t output, uint32_t row,
                                     amerce_value *out) {
    *out = (amerce_value){.state = AMERCE_VALUE};
    bool is_plain = output < assessor->output_count && read_plainly(assessor, output, row, out);
    return is_plain ? AMERCE_OK : read_result(assessor, output, row, out);
}

amerce_status amerce_assessor_elements(const amerce_assessor *assessor, uint32_t list_place,
                                       uint32_t parent_row, uint32_t *first, uint32_t *end) {
    const am_program *program = assessor->rulebook->program;
    *first = 0;
    *end = 0;
    if (list_place >= program->place_count || program->places[list_place].kind != AM_PLACE_LIST) {
        return AMERCE_MISUSE;
    }
    uint16_t domain = program->places[list_place].domain;
    if (parent_row >= assessor->batch->rows[program->domains[domain].parent].count) {
        return AMERCE_MISUSE;
    }
    am_batch_elements(assessor->batch, domain, parent_row, first, end);
    return AMERCE_OK;
}

uint32_t amerce_assessor_row_count(const amerce_assessor *assessor, uint32_t place) {
    const am_program *program = assessor->rulebook->program;
    return place < program->place_count ? assessor->batch->rows[program->places[place].domain].count : 0;
}

/* Paths are written into the assessor's own room: a buffer whose allocator never gives any more. */
static void *refuse_room(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    (void)context;
    (void)old;
    (void)old_bytes;
    (void)new_bytes;
    return NULL;
}

static am_buffer path_buffer(amerce_assessor *assessor) {
    return (am_buffer){{refuse_room, NULL}, assessor->path, 0, sizeof assessor->path, false};
}

typedef struct need_listener {
    amerce_assessor *assessor;
    bool (*found)(void *context, amerce_text path);
    void *context;
    bool is_stopped;
} need_listener;

static void tell_need(void *context, const am_vm_need *need) {
    need_listener *listener = context;
    am_buffer path = path_buffer(listener->assessor);
    if (listener->is_stopped) {
        return;
    }
    am_path_print_need(&path, listener->assessor->rulebook->program, need);
    listener->is_stopped = !listener->found(listener->context, am_api_text(am_buffer_text(&path)));
}

amerce_status amerce_assessor_needs(amerce_assessor *assessor, uint32_t output, uint32_t row,
                                    bool (*found)(void *context, amerce_text path), void *context) {
    const am_output *asked = find_output(assessor, output, row);
    need_listener listener = {assessor, found, context, false};
    uint16_t column = asked != NULL ? column_in_state(assessor, asked, row, AM_STATE_NEEDS) : 0;
    if (asked == NULL || am_batch_state(assessor->batch, column, row) != AM_STATE_NEEDS) {
        return AMERCE_MISUSE;
    }
    am_vm_needs_of(assessor->batch, column, row, tell_need, &listener);
    return listener.is_stopped ? AMERCE_IO_FAILED : AMERCE_OK;
}

/* The message in the assessor's own room: until the next one. */
static amerce_text fault_message(amerce_assessor *assessor, const am_vm_fault *fault) {
    am_buffer message = {{refuse_room, NULL}, assessor->message, 0, sizeof assessor->message, false};
    am_vm_fault_print(&message, fault);
    return am_api_text(am_buffer_text(&message));
}

/* Why a record that fails a check has no results. */
static void read_refusal(amerce_assessor *assessor, amerce_fault *out) {
    out->code = am_diag_code_of(assessor->error.diag);
    out->message = amerce_text_of(assessor->error.message);
    out->element = amerce_text_of(assessor->error.path);
}

amerce_status amerce_assessor_fault(amerce_assessor *assessor, uint32_t output, uint32_t row,
                                    amerce_fault *out) {
    const am_program *program = assessor->rulebook->program;
    const am_output *asked = find_output(assessor, output, row);
    uint16_t column = asked != NULL ? column_in_state(assessor, asked, row, AM_STATE_FAULT) : 0;
    *out = (amerce_fault){.code = "", .clause = AMERCE_NONE, .also = AMERCE_NONE};
    if (asked != NULL && amerce_assessor_is_refused(assessor, record_of(assessor, asked->place, row), NULL)) {
        read_refusal(assessor, out);
        return AMERCE_OK;
    }
    if (asked == NULL || am_batch_state(assessor->batch, column, row) != AM_STATE_FAULT) {
        return AMERCE_MISUSE;
    }
    am_vm_fault fault = am_vm_fault_of_ends(assessor->batch, asked->column, asked->column_high, row);
    if (am_vm_is_repeal_of(program, &fault, asked->clause)) {
        return AMERCE_MISUSE;
    }
    am_buffer path = path_buffer(assessor);
    am_path_print_where(&path, program, &fault.where);
    out->code = am_diag_code_of(fault.diag);
    out->message = fault_message(assessor, &fault);
    out->clause = fault.clause == AM_NO_INDEX ? AMERCE_NONE : fault.clause;
    out->also = fault.also == AM_NO_INDEX ? AMERCE_NONE : fault.also;
    out->element = am_api_text(am_buffer_text(&path));
    return AMERCE_OK;
}

amerce_status amerce_assessor_law(const amerce_assessor *assessor, uint32_t place, uint32_t row,
                                  amerce_value *out) {
    const am_program *program = assessor->rulebook->program;
    uint16_t law = place < program->place_count ? am_law_of_place(program, (uint16_t)place) : AM_NO_INDEX;
    *out = (amerce_value){0};
    if (law == AM_NO_INDEX || !is_row(assessor, place, row)) {
        return AMERCE_MISUSE;
    }
    uint16_t column = program->instructions[program->laws[law].instruction].result;
    read_value(assessor, column, AM_NO_INDEX, row, out);
    if (out->state == AMERCE_FAULT &&
        am_vm_fault_of(assessor->batch, column, row).diag == AM_DIAG_NO_MILDEST) {
        out->state = AMERCE_NO_MILDEST_LAW;
    }
    return AMERCE_OK;
}

/* The clause of that number, when the row is one of its place; else NULL. */
static const am_clause *find_clause(const amerce_assessor *assessor, uint32_t clause, uint32_t row) {
    const am_program *program = assessor->rulebook->program;
    if (clause >= program->clause_count || !is_row(assessor, program->clauses[clause].place, row)) {
        return NULL;
    }
    return &program->clauses[clause];
}

amerce_status amerce_assessor_clause_value(const amerce_assessor *assessor, uint32_t clause, uint32_t row,
                                           amerce_value *out) {
    const am_clause *found = find_clause(assessor, clause, row);
    *out = (amerce_value){0};
    if (found == NULL || found->column == AM_NO_INDEX || am_clause_has_rows(found)) {
        return AMERCE_MISUSE;
    }
    read_value(assessor, found->column, found->column_high, row, out);
    return AMERCE_OK;
}

amerce_status amerce_assessor_clause_condition(const amerce_assessor *assessor, uint32_t clause, uint32_t row,
                                               amerce_value *out) {
    const am_clause *found = find_clause(assessor, clause, row);
    *out = (amerce_value){0};
    if (found == NULL || found->condition == AM_NO_INDEX) {
        return AMERCE_MISUSE;
    }
    read_value(assessor, found->condition, AM_NO_INDEX, row, out);
    return AMERCE_OK;
}

amerce_status amerce_assessor_clause_row(const amerce_assessor *assessor, uint32_t clause, uint32_t row,
                                         amerce_value *out) {
    const am_clause *found = find_clause(assessor, clause, row);
    *out = (amerce_value){0};
    if (found == NULL || found->column == AM_NO_INDEX || !am_clause_has_rows(found)) {
        return AMERCE_MISUSE;
    }
    read_value(assessor, found->column, AM_NO_INDEX, row, out);
    return AMERCE_OK;
}

/* The instruction that adds up the first result of a schedule; the count of instructions where none does. */
static uint32_t sum_of(const am_program *program, uint16_t schedule) {
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        uint16_t opcode = program->instructions[i].opcode;
        if (program->sites[i].clause == schedule &&
            (opcode == AM_OP_ADD_ROWS || opcode == AM_OP_ADD_ROWS_EXACT)) {
            return i;
        }
    }
    return program->instruction_count;
}

amerce_status amerce_assessor_clause_counts(amerce_assessor *assessor, uint32_t clause, uint32_t row,
                                            bool *out) {
    const am_program *program = assessor->rulebook->program;
    const am_clause *found = find_clause(assessor, clause, row);
    uint32_t sum = found == NULL || found->kind != AM_CLAUSE_ROW ? program->instruction_count
                                                                 : sum_of(program, found->parent);
    *out = false;
    if (sum == program->instruction_count ||
        found->row >= program->tables[program->instructions[sum].operands[0]].row_count) {
        return AMERCE_MISUSE;
    }
    uint16_t domain = program->registers[program->instructions[sum].result].domain;
    uint16_t own = program->places[found->place].domain;
    uint32_t at = domain == AM_DOMAIN_CONSTANT ? 0 : am_batch_row_above(assessor->batch, own, row, domain);
    *out = am_vm_row_counts(assessor->batch, sum, at, found->row);
    return AMERCE_OK;
}

static void put_half(am_buffer *buffer, const amerce_rulebook *rulebook, const amerce_type *type,
                     amerce_decimal decimal, int32_t integer, amerce_text text) {
    am_scalar value = {.integer = integer};
    amerce_text word;
    am_u128 digits = ((am_u128)decimal.high << 64) | decimal.low;
    value.decimal = am_decimal_make(decimal.is_negative, digits, decimal.exponent);
    if (type->kind == AMERCE_TEXT) {
        am_buffer_put(buffer, am_api_slice(text));
    } else if (type->kind == AMERCE_CODE) {
        amerce_rulebook_scale_value(rulebook, type->scale, (size_t)integer, &word);
        am_buffer_put(buffer, am_api_slice(word));
    } else {
        am_scalar_print(buffer, (am_kind)type->kind, &value, type->minor_digits);
    }
}

amerce_status amerce_value_write(const amerce_rulebook *rulebook, const amerce_type *type,
                                 const amerce_value *value, amerce_sink sink) {
    am_buffer buffer;
    if (value->state != AMERCE_VALUE) {
        return AMERCE_MISUSE;
    }
    am_buffer_init(&buffer, rulebook->allocator);
    put_half(&buffer, rulebook, type, value->decimal, value->integer, value->text);
    if (type->is_range) {
        am_buffer_put_text(&buffer, " to ");
        put_half(&buffer, rulebook, type, value->decimal_high, value->integer_high, value->text);
    }
    return am_api_flush(&buffer, sink);
}

amerce_status amerce_assessor_write_json(amerce_assessor *assessor, uint32_t row, amerce_sink sink) {
    am_buffer buffer;
    if (row >= assessor->batch->rows[0].count) {
        return AMERCE_MISUSE;
    }
    am_buffer_init(&buffer, assessor->allocator);
    am_api_put_result(assessor, row, &buffer);
    return am_api_flush(&buffer, sink);
}
