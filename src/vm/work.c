/*
 * A batch's memory: one block from the allocator, measured and then cut by the same function.
 *
 * The arrays that say where facts go are filled here too, once, with the constants. Nothing here runs again
 * while records are assessed, but for am_work_make_ready.
 */
#include "vm/cutter.h"
#include "vm/fitting.h"
#include "vm/kernel.h"
#include "vm/law_work.h"
#include "vm/level.h"
#include "vm/narrow_work.h"
#include "vm/single.h"

#include <string.h>

#include "narrow/kernel.h"
#include "narrow/narrow.h"

enum {
    DEFAULT_RECORDS = 256,
    MOST_RECORDS = 65535,
    DEFAULT_ELEMENTS = 65535,
    DEFAULT_PAIRS = 1 << 20,
    MOST_ELEMENTS = 0x7FFFFFFF,
    DEFAULT_TEXT_BYTES = 4 << 20,
    TEXT_BYTES_EACH = 8, /* a text has room for itself where texts are no shorter than this */
    LEAST_READY = 64,
};

static am_limits with_defaults(am_limits limits) {
    if (limits.records == 0) {
        limits.records = DEFAULT_RECORDS;
    }
    if (limits.records > MOST_RECORDS) {
        limits.records = MOST_RECORDS;
    }
    if (limits.elements == 0) {
        limits.elements = DEFAULT_ELEMENTS;
    }
    if (limits.elements > MOST_ELEMENTS) {
        limits.elements = MOST_ELEMENTS;
    }
    if (limits.pairs == 0) {
        limits.pairs = DEFAULT_PAIRS;
    }
    if (limits.pairs > MOST_ELEMENTS) {
        limits.pairs = MOST_ELEMENTS;
    }
    if (limits.text_bytes == 0) {
        limits.text_bytes = DEFAULT_TEXT_BYTES;
    }
    return limits;
}

/* Every row of the parent has as many; beyond the limit of pairs a record is too large. */
static uint32_t months_capacity(const am_program *program, am_limits limits, uint16_t domain) {
    const am_domain *months = &program->domains[domain];
    uint64_t rows = (uint64_t)am_work_capacity(program, limits, months->parent) * months->element;
    return rows < limits.pairs ? (uint32_t)rows : limits.pairs;
}

uint32_t am_work_capacity(const am_program *program, am_limits limits, uint16_t domain) {
    if (domain == AM_DOMAIN_CONSTANT) {
        return 1;
    }
    switch ((am_domain_kind)program->domains[domain].kind) {
    case AM_DOMAIN_RECORDS:
        return limits.records;
    case AM_DOMAIN_LIST:
        return limits.elements;
    case AM_DOMAIN_PRODUCT:
        return limits.pairs;
    case AM_DOMAIN_MONTHS:
        return months_capacity(program, limits, domain);
    }
    return 0;
}

static uint32_t longest_capacity(const am_program *program, am_limits limits) {
    uint32_t longest = limits.records;
    for (uint32_t i = 0; i < program->domain_count; i++) {
        uint32_t capacity = am_work_capacity(program, limits, (uint16_t)i);
        longest = capacity > longest ? capacity : longest;
    }
    return longest;
}

static bool has_state_rule(const am_program *program, am_state_rule rule) {
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        if (am_opcode_row_of(program->instructions[i].opcode)->states == rule) {
            return true;
        }
    }
    return false;
}

static uint32_t most_axes(const am_program *program) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < program->table_count; i++) {
        most = program->tables[i].axis_count > most ? program->tables[i].axis_count : most;
    }
    return most;
}

static bool has_text_fact(const am_program *program) {
    for (uint32_t i = 0; i < program->fact_count; i++) {
        if (program->registers[program->facts[i].column].type == AM_VALUE_TEXT) {
            return true;
        }
    }
    return false;
}

static uint32_t slot_count_for(uint32_t texts) {
    uint32_t slots = 16;
    while (slots < texts / 2) {
        slots *= 2;
    }
    return slots;
}

static void cut_texts(am_batch *batch, am_cutter *cutter) {
    uint32_t bytes = has_text_fact(batch->program) ? batch->limits.text_bytes : 0;
    uint32_t texts = batch->program->text_count + bytes / TEXT_BYTES_EACH + (bytes == 0 ? 0 : 16);
    uint32_t slots = slot_count_for(texts);
    am_intern *intern = am_cutter_take(cutter, 1, sizeof *intern);
    am_intern_entry *entries = am_cutter_take(cutter, texts, sizeof *entries);
    uint32_t *slot_array = am_cutter_take(cutter, slots, sizeof *slot_array);
    char *byte_array = am_cutter_take(cutter, bytes + AM_INTERN_SLACK, 1);
    if (intern == NULL) {
        return;
    }
    *intern = (am_intern){.entries = entries,
                          .capacity = texts,
                          .slots = slot_array,
                          .slot_mask_most = slots - 1,
                          .bytes = byte_array,
                          .capacity_bytes = bytes};
    batch->texts = intern;
}

static void cut_rows(am_batch *batch, am_cutter *cutter) {
    const am_program *program = batch->program;
    am_rows *all = am_cutter_take(cutter, program->domain_count, sizeof *all);
    for (uint32_t i = 0; i < program->domain_count; i++) {
        const am_domain *domain = &program->domains[i];
        am_rows rows = {.capacity = am_work_capacity(program, batch->limits, (uint16_t)i)};
        if (domain->kind != AM_DOMAIN_RECORDS) {
            rows.ends = am_cutter_take(cutter, am_work_capacity(program, batch->limits, domain->parent),
                                       sizeof *rows.ends);
            rows.parents =
                am_cutter_take(cutter, (uint64_t)rows.capacity + AM_PARENTS_SLACK, sizeof *rows.parents);
        }
        if (domain->kind == AM_DOMAIN_PRODUCT) {
            rows.elements = am_cutter_take(cutter, rows.capacity, sizeof *rows.elements);
        }
        if (all != NULL) {
            all[i] = rows;
        }
    }
    batch->rows = all;
}

static void cut_wide_columns(am_batch *batch, am_cutter *cutter) {
    const am_program *program = batch->program;
    am_column *all = am_cutter_take(cutter, program->register_count, sizeof *all);
    for (uint32_t i = 0; i < program->register_count; i++) {
        const am_register *reg = &program->registers[i];
        uint32_t capacity = am_work_capacity(program, batch->limits, reg->domain);
        am_column column = {.is_plain = true};
        bool is_decimal = reg->type == AM_VALUE_DECIMAL;
        column.values =
            is_decimal ? am_cutter_take(cutter, capacity, sizeof(am_decimal))
                       : am_cutter_take_rows(cutter, capacity, am_value_type_bytes((am_value_type)reg->type));
        column.states = reg->may == 0 ? NULL : am_cutter_take_rows(cutter, capacity, 1);
        column.levels = is_decimal ? am_cutter_take_rows(cutter, capacity, sizeof *column.levels) : NULL;
        if (all != NULL) {
            all[i] = column;
        }
    }
    batch->columns = all;
}

static void cut_bits(am_work *work, const am_batch *batch, am_cutter *cutter) {
    const am_program *program = batch->program;
    uint64_t **all = am_cutter_take(cutter, program->register_count, sizeof *all);
    for (uint32_t i = 0; i < program->register_count; i++) {
        const am_register *reg = &program->registers[i];
        uint32_t capacity = am_work_capacity(program, batch->limits, reg->domain);
        uint64_t *bits = reg->may == 0 || batch->narrow != NULL
                             ? NULL
                             : am_cutter_take(cutter, capacity / 64 + 1, sizeof *bits);
        if (all != NULL) {
            all[i] = bits;
        }
    }
    work->bits = all;
}

static void cut_scratch(am_work *work, const am_batch *batch, am_cutter *cutter) {
    const am_program *program = batch->program;
    uint64_t longest = longest_capacity(program, batch->limits);
    if (has_state_rule(program, AM_STATES_PICK) || has_state_rule(program, AM_STATES_MET)) {
        work->indexes = am_cutter_take_rows(cutter, longest, sizeof *work->indexes);
        work->classes = am_cutter_take(cutter, most_axes(program), sizeof *work->classes);
    }
    if (has_state_rule(program, AM_STATES_GROUP) || has_state_rule(program, AM_STATES_UNBROKEN)) {
        work->order = am_cutter_take(cutter, 2 * longest, sizeof *work->order);
    }
    if (has_state_rule(program, AM_STATES_GROUPED)) {
        work->amounts = am_cutter_take(cutter, longest, sizeof *work->amounts);
        work->marks = am_cutter_take(cutter, longest, 1);
        work->group_states = am_cutter_take(cutter, longest, 1);
    }
}

/* Lays the batch out: with a block its pointers are set, without one only the bytes are counted. */
static void lay_out(am_batch *batch, am_cutter *cutter) {
    const am_program *program = batch->program;
    size_t domains = program->domain_count;
    am_work *kept = am_cutter_take(cutter, 1, sizeof *kept);
    am_work work = {.block_bytes = 0};

    work.inputs = am_cutter_take(cutter, 2 * (uint64_t)program->fact_count + domains, sizeof *work.inputs);
    work.input_starts = am_cutter_take(cutter, domains + 1, sizeof *work.input_starts);
    work.children = am_cutter_take(cutter, domains, sizeof *work.children);
    work.child_starts = am_cutter_take(cutter, domains + 1, sizeof *work.child_starts);
    work.registers = am_cutter_take(cutter, program->register_count, sizeof *work.registers);
    work.register_starts = am_cutter_take(cutter, domains + 1, sizeof *work.register_starts);
    work.is_read = am_cutter_take(cutter, program->register_count, 1);
    work.ready = am_cutter_take(cutter, domains, sizeof *work.ready);
    work.counts = am_cutter_take(cutter, domains, sizeof *work.counts);
    work.firsts = am_cutter_take(cutter, domains, sizeof *work.firsts);
    work.ends = am_cutter_take(cutter, domains, sizeof *work.ends);
    work.marked = am_cutter_take(cutter, program->register_count, sizeof *work.marked);
    cut_bits(&work, batch, cutter);
    cut_scratch(&work, batch, cutter);
    if (batch->narrow != NULL) {
        am_narrow_work_cut_scratch(&work, batch, longest_capacity(program, batch->limits), cutter);
    } else {
        am_level_cut(&work, program, longest_capacity(program, batch->limits), cutter);
    }
    cut_texts(batch, cutter);
    cut_rows(batch, cutter);
    if (batch->narrow == NULL) {
        cut_wide_columns(batch, cutter);
    } else {
        am_narrow_work_cut_columns(&work, batch, cutter);
    }
    am_law_work_cut(batch, cutter);
    if (kept != NULL) {
        *kept = work;
        batch->work = kept;
    }
}

/* Head and alignment included; 0 when there is no such number of bytes. */
static size_t block_bytes_of(const am_program *program, const am_narrow *narrow, am_limits limits) {
    am_batch batch = {.program = program, .narrow = narrow, .limits = limits};
    am_cutter cutter = {.used_bytes = 0};
    lay_out(&batch, &cutter);
    return cutter.is_too_large ? 0 : cutter.used_bytes + sizeof(am_batch) + AM_CUTTER_ALIGNMENT;
}

size_t am_batch_bytes(const am_program *program, am_limits limits) {
    limits = with_defaults(limits);
    size_t bytes = block_bytes_of(program, NULL, limits);
    size_t probe_bytes =
        program->law_count == 0 ? 0 : block_bytes_of(program, NULL, am_law_probe_limits(limits));
    bool is_none =
        bytes == 0 || (program->law_count != 0 && probe_bytes == 0) || bytes > SIZE_MAX - probe_bytes;
    return is_none ? 0 : bytes + probe_bytes;
}

/* Counts an input under its register's domain, or places it there. AM_NO_INDEX is none. */
static void add_input(am_work *work, const am_program *program, uint16_t column, bool is_optional,
                      bool is_placed) {
    uint16_t domain = column == AM_NO_INDEX ? AM_DOMAIN_CONSTANT : program->registers[column].domain;
    if (domain == AM_DOMAIN_CONSTANT) {
        return;
    }
    if (!is_placed) {
        work->input_starts[domain + 1]++;
        return;
    }
    am_state absent = is_optional ? AM_STATE_UNKNOWN : AM_STATE_NEEDS;
    work->inputs[work->input_starts[domain]++] = (am_input){column, (uint8_t)absent};
}

static void add_inputs(am_work *work, const am_program *program, bool is_placed) {
    for (uint32_t i = 0; i < program->fact_count; i++) {
        const am_fact *fact = &program->facts[i];
        add_input(work, program, fact->column, fact->is_optional, is_placed);
        add_input(work, program, fact->column_high, fact->is_optional, is_placed);
    }
    for (uint32_t i = 0; i < program->domain_count; i++) {
        const am_domain *domain = &program->domains[i];
        if (domain->kind == AM_DOMAIN_LIST) {
            add_input(work, program, domain->present, program->places[domain->place].is_optional, is_placed);
        }
    }
}

static void add_children(am_work *work, const am_program *program, bool is_placed) {
    for (uint32_t i = 0; i < program->domain_count; i++) {
        const am_domain *domain = &program->domains[i];
        if (domain->kind != AM_DOMAIN_LIST) {
            continue;
        }
        if (is_placed) {
            work->children[work->child_starts[domain->parent]++] = (uint16_t)i;
        } else {
            work->child_starts[domain->parent + 1]++;
        }
    }
}

static void add_registers(am_work *work, const am_program *program, bool is_placed) {
    for (uint32_t i = 0; i < program->register_count; i++) {
        uint16_t domain = program->registers[i].domain;
        if (domain == AM_DOMAIN_CONSTANT) {
            continue;
        }
        if (is_placed) {
            work->registers[work->register_starts[domain]++] = (uint16_t)i;
        } else {
            work->register_starts[domain + 1]++;
        }
    }
}

/* Counts become starts. */
static void add_up(uint32_t *starts, uint32_t domains) {
    for (uint32_t i = 0; i < domains; i++) {
        starts[i + 1] += starts[i];
    }
}

/* Placing has moved each start to the next one's place. */
static void step_back(uint32_t *starts, uint32_t domains) {
    for (uint32_t i = domains; i > 0; i--) {
        starts[i] = starts[i - 1];
    }
    starts[0] = 0;
}

typedef void adder(am_work *work, const am_program *program, bool is_placed);

static void fill_by_domain(am_work *work, const am_program *program, adder *add, uint32_t *starts) {
    memset(starts, 0, (program->domain_count + 1) * sizeof *starts);
    add(work, program, false);
    add_up(starts, program->domain_count);
    add(work, program, true);
    step_back(starts, program->domain_count);
}

static void set_constant(am_column *column, const am_register *reg, const am_constant *constant) {
    switch (am_storage_of((am_value_type)reg->type)) {
    case AM_STORAGE_DECIMAL:
        *(am_decimal *)column->values = constant->decimal;
        break;
    case AM_STORAGE_YESNO:
        *(uint8_t *)column->values = constant->integer != 0;
        break;
    case AM_STORAGE_INTEGER:
        *(int32_t *)column->values = constant->integer;
        break;
    }
}

void am_work_fill_constants(am_batch *batch, const am_constant *values) {
    const am_program *program = batch->program;
    for (uint32_t i = 0; i < program->register_count; i++) {
        const am_register *reg = &program->registers[i];
        am_column *column = &batch->columns[i];
        if (reg->domain != AM_DOMAIN_CONSTANT) {
            continue;
        }
        memset(column->values, 0, am_value_type_bytes((am_value_type)reg->type));
        if (column->states != NULL) {
            column->states[0] = AM_STATE_VALUE;
        }
        if (reg->constant != AM_NO_INDEX) {
            set_constant(column, reg, &program->constants[reg->constant]);
        }
    }
    for (uint32_t i = 0; values != NULL && i < program->calibration_count; i++) {
        uint16_t number = program->calibrations[i].column;
        set_constant(&batch->columns[number], &program->registers[number], &values[i]);
    }
}

/* Text constants stand in the program in the order of their numbers or not; either way number k is k-th here.
 */
static void fill_texts(am_batch *batch) {
    const am_program *program = batch->program;
    am_intern *texts = batch->texts;
    am_intern_init(texts, (uint64_t)(uintptr_t)batch);
    for (uint32_t i = 0; i < program->text_count; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): laid out as counted */
        texts->entries[i] = (am_intern_entry){.data = NULL};
    }
    for (uint32_t i = 0; i < program->constant_count; i++) {
        const am_constant *constant = &program->constants[i];
        if (constant->type == AM_VALUE_TEXT && (uint32_t)constant->integer < program->text_count) {
            texts->entries[constant->integer].data = constant->text.data;
            texts->entries[constant->integer].length = (uint32_t)constant->text.length;
        }
    }
    for (uint32_t i = 0; i < program->text_count; i++) {
        am_intern_borrow(texts, (am_slice){texts->entries[i].data, texts->entries[i].length});
    }
}

static void note_read(void *context, uint16_t column) {
    am_work *work = context;
    work->is_read[column] = 1;
}

static am_batch *make(const am_program *program, const am_narrow *narrow, am_limits limits,
                      am_allocator allocator) {
    size_t bytes = block_bytes_of(program, narrow, limits);
    am_batch *batch = bytes == 0 ? NULL : allocator.resize(allocator.context, NULL, 0, bytes);
    if (batch == NULL) {
        return NULL;
    }
    uintptr_t head = (uintptr_t)batch + sizeof *batch;
    size_t padding = (size_t)(-head & (AM_CUTTER_ALIGNMENT - 1));
    am_cutter cutter = {.block = (char *)batch + sizeof *batch + padding};
    *batch = (am_batch){.program = program, .narrow = narrow, .limits = limits};
    lay_out(batch, &cutter);

    am_work *work = batch->work;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): laid out as counted */
    work->allocator = allocator;
    work->block_bytes = bytes;
    memset(work->ready, 0, program->domain_count * sizeof *work->ready);
    fill_by_domain(work, program, add_inputs, work->input_starts);
    fill_by_domain(work, program, add_children, work->child_starts);
    fill_by_domain(work, program, add_registers, work->register_starts);
    if (narrow != NULL) {
        memset(work->plain, AM_STATE_VALUE, longest_capacity(program, limits));
    } else {
        am_level_fill(batch);
    }
    memset(work->is_read, 0, program->register_count);
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        am_instruction_each_operand(program, &program->instructions[i], note_read, work);
    }
    am_work_fill_constants(batch, NULL);
    fill_texts(batch);
    am_batch_clear(batch);
    return batch;
}

am_batch *am_batch_new(const am_program *program, am_limits limits, am_allocator allocator) {
    limits = with_defaults(limits);
    am_batch *batch = make(program, NULL, limits, allocator);
    if (batch == NULL || program->law_count == 0) {
        return batch;
    }
    am_batch *probe = make(program, NULL, am_law_probe_limits(limits), allocator);
    if (probe == NULL) {
        am_batch_free(batch);
        return NULL;
    }
    probe->texts = batch->texts;
    batch->laws->probe = probe;
    return batch;
}

/* What values that are set take; false when memory runs out. */
static bool make_fitting(am_batch *batch, am_allocator allocator) {
    if (batch->program->calibration_count != 0) {
        batch->fitting = am_fitting_new(batch, allocator);
    }
    return batch->program->calibration_count == 0 || batch->fitting != NULL;
}

am_batch *am_batch_new_narrow(const am_narrow *narrow, am_limits limits, am_allocator allocator) {
    limits = with_defaults(limits);
    /* Laws are tried in batches of the program itself. */
    if (narrow->program->law_count != 0) {
        return am_batch_new(narrow->program, limits, allocator);
    }
    am_batch *batch = make(narrow->program, narrow, limits, allocator);
    if (batch != NULL) {
        batch->wide = make(narrow->program, NULL, limits, allocator);
        if (batch->wide == NULL || !am_single_new(batch, allocator, &batch->single) ||
            !make_fitting(batch, allocator)) {
            am_batch_free(batch);
            return NULL;
        }
    }
    return batch;
}

void am_batch_free(am_batch *batch) {
    if (batch != NULL) {
        if (batch->laws != NULL) {
            am_batch_free(batch->laws->probe);
        }
        am_allocator allocator = batch->work->allocator;
        am_single_free(batch->single);
        am_fitting_free(batch->fitting);
        am_batch_free(batch->wide);
        allocator.resize(allocator.context, batch, batch->work->block_bytes, 0);
    }
}

/* Columns of counts are written before they are read; facts are not always. */
static void make_ready(am_batch *batch, uint16_t number, uint32_t from, uint32_t to) {
    const am_register *reg = &batch->program->registers[number];
    am_column *column = &batch->columns[number];
    bool is_input = batch->narrow == NULL || batch->narrow->lanes[number].is_input;
    bool is_kept = is_input || batch->narrow->lanes[number].kind == AM_LANE_DECIMAL;
    size_t bytes = am_value_type_bytes((am_value_type)reg->type);
    if (!is_kept) {
        return;
    }
    if (column->counts != NULL) {
        memset(column->counts + from, 0, (to - from) * sizeof *column->counts);
    } else if (column->values != NULL) {
        memset((char *)column->values + from * bytes, 0, (to - from) * bytes);
    }
    if (column->levels != NULL) {
        memset(column->levels + from, 0, (to - from) * sizeof *column->levels);
    }
    if (is_input && column->states != NULL) {
        memset(column->states + from, AM_STATE_VALUE, to - from);
    }
}

void am_work_make_ready(am_batch *batch, uint16_t domain, uint32_t row) {
    am_work *work = batch->work;
    uint32_t from = work->ready[domain];
    uint32_t capacity = batch->rows[domain].capacity;
    uint64_t wanted = (uint64_t)row + 1 > 2 * (uint64_t)from ? (uint64_t)row + 1 : 2 * (uint64_t)from;
    wanted = wanted < LEAST_READY ? LEAST_READY : wanted;
    uint32_t to = wanted > capacity ? capacity : (uint32_t)wanted;
    for (uint32_t i = work->register_starts[domain]; i < work->register_starts[domain + 1]; i++) {
        make_ready(batch, work->registers[i], from, to);
    }
    for (uint32_t i = work->input_starts[domain]; i < work->input_starts[domain + 1]; i++) {
        uint8_t *states = batch->columns[work->inputs[i].column].states;
        if (states != NULL) {
            memset(states + from, work->inputs[i].absent, to - from);
        }
    }
    if (batch->narrow == NULL) {
        memset(work->plain + from, AM_STATE_VALUE, to - from);
    }
    work->ready[domain] = to;
}

/* Parents come before their children. */
void am_work_extents(const am_batch *batch, uint32_t record, uint32_t *firsts, uint32_t *ends) {
    for (uint32_t i = 0; i < batch->program->domain_count; i++) {
        const am_domain *domain = &batch->program->domains[i];
        const am_rows *rows = &batch->rows[i];
        if (domain->kind == AM_DOMAIN_RECORDS) {
            firsts[i] = record;
            ends[i] = record + 1;
        } else {
            uint32_t parent_end = ends[domain->parent];
            firsts[i] = am_rows_first(rows, firsts[domain->parent]);
            ends[i] = parent_end == 0 ? 0 : rows->ends[parent_end - 1];
        }
    }
}
