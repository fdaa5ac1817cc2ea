/*
 * Claims as programs.
 *
 * Only what the claim reads is compiled. Records go in as the JSON that a drafter would write, through the
 * reader that every record goes through: what is found here is what `amerce run` finds.
 */
#include "prove/trial.h"

#include "lower/lower.h"

#define ELEMENTS_MAX (AM_TRIAL_RECORDS_MAX * 64u)
#define TEXT_BYTES   65536u
/* Of the machine, for a byte of JSON and for a unit of the program's cost; and whatever a record has. */
#define COST_OF_OPENING     2500000u
#define COST_OF_INSTRUCTION 15000u
#define COST_OF_RECORD      6000u
#define COST_OF_BYTE        100u
#define COST_OF_UNIT        25u

/* The claim, and behind it that by which laws are compared. */
static am_declaration **outputs_of(am_arena *arena, const am_model *model, am_declaration *claim,
                                   size_t *count) {
    size_t by_count = model->mildest != NULL ? model->mildest->by_count : 0;
    am_declaration **outputs = AM_NEW_ARRAY(arena, am_declaration *, by_count + 1);

    *count = outputs != NULL ? by_count + 1 : 0;
    for (size_t i = 0; i < *count; i++) {
        outputs[i] = i == 0 ? claim : model->mildest->by[i - 1];
    }
    return outputs;
}

static const am_program *compile(am_arena *arena, const am_model *model, const am_closure *closure) {
    am_model claim = *model;
    am_diagnostics refusals;
    am_rejection rejection = {0};
    am_buffer image;
    const am_program *program;

    claim.declarations = closure->items;
    claim.declaration_count = closure->count;
    claim.outputs = outputs_of(arena, model, closure->items[closure->count - 1], &claim.output_count);
    am_diagnostics_init(&refusals, arena);
    program = am_lower(arena, &claim, &refusals);
    if (program == NULL || refusals.error_count > 0) {
        return NULL;
    }
    am_buffer_init(&image, arena->allocator);
    am_image_write(&image, program);
    program = image.is_failed ? NULL : am_image_read(arena, am_buffer_text(&image), &rejection);
    arena->is_exhausted |= image.is_failed;
    am_buffer_clear(&image);
    return program;
}

static uint64_t cost_of(const am_program *program, am_arena *arena) {
    uint64_t *costs = AM_NEW_ARRAY(arena, uint64_t, (size_t)program->domain_count + 1);
    uint64_t cost = costs != NULL ? am_program_cost(program, costs) : 0;

    for (uint32_t i = 0; costs != NULL && i < program->domain_count; i++) {
        const am_domain *domain = &program->domains[i];

        cost += costs[i] * (i == 0 ? 1 : domain->kind == AM_DOMAIN_MONTHS ? domain->element : 3u);
    }
    return COST_OF_RECORD + cost * COST_OF_UNIT * (1 + program->change_count);
}

bool am_trial_open(am_trial *trial, am_arena *arena, const am_model *model, const am_closure *closure,
                   const am_property *property, am_allocator allocator) {
    am_limits limits = {AM_TRIAL_RECORDS_MAX, ELEMENTS_MAX, TEXT_BYTES, ELEMENTS_MAX * 4};

    *trial = (am_trial){.model = model, .property = property, .allocator = allocator};
    am_buffer_init(&trial->text, allocator);
    trial->program = compile(arena, model, closure);
    if (trial->program == NULL) {
        trial->is_out_of_memory = arena->is_exhausted;
        return false;
    }
    trial->record_cost = cost_of(trial->program, arena);
    trial->spent = COST_OF_OPENING + COST_OF_INSTRUCTION * (uint64_t)trial->program->instruction_count;
    trial->layout = am_layout_new(trial->program, allocator);
    trial->batch = am_batch_new(trial->program, limits, allocator);
    trial->ids = am_ids_new(AM_TRIAL_RECORDS_MAX, allocator);
    if (trial->layout != NULL && trial->batch != NULL && trial->ids != NULL) {
        trial->reader = am_reader_new(trial->layout, trial->batch, trial->ids, allocator);
    }
    trial->is_out_of_memory = trial->reader == NULL || arena->is_exhausted;
    return !trial->is_out_of_memory;
}

void am_trial_close(am_trial *trial) {
    am_reader_free(trial->reader);
    am_ids_free(trial->ids);
    am_batch_free(trial->batch);
    am_layout_free(trial->layout);
    am_buffer_clear(&trial->text);
}

size_t am_trial_place_count(const am_trial *trial) {
    const am_program *program = trial->program;
    size_t count = 0;

    while (count < program->output_count &&
           am_slice_is_equal(program->outputs[count].name, trial->property->value->name)) {
        count++;
    }
    return count;
}

static const am_field *field_of(const am_model *model, const am_program *program, uint16_t place) {
    am_slice outer = program->places[program->places[place].parent].record;

    for (size_t i = 0; i < model->record_count; i++) {
        const am_record *record = model->records[i];

        for (uint16_t k = 0; am_slice_is_equal(record->name, outer) && k < record->field_count; k++) {
            if (am_slice_is_equal(record->fields[k].name, program->places[place].field)) {
                return &record->fields[k];
            }
        }
    }
    return NULL;
}

bool am_trial_place(const am_trial *trial, size_t number, am_trial_where *out) {
    const am_program *program = trial->program;
    uint16_t place = program->outputs[number].place;

    *out = (am_trial_where){.place = place};
    for (uint16_t at = place; program->places[at].parent != AM_NO_INDEX; at = program->places[at].parent) {
        out->depth++;
    }
    if (out->depth > AM_TRIAL_DEPTH_MAX) {
        return false;
    }
    for (uint32_t i = out->depth; i-- > 0; place = program->places[place].parent) {
        out->fields[i] = field_of(trial->model, program, place);
        if (out->fields[i] == NULL) {
            return false;
        }
    }
    return true;
}

static bool read_record(am_trial *trial, const am_sample *sample) {
    am_record_error error;

    trial->text.length = 0;
    am_sample_print(&trial->text, trial->model, sample);
    trial->is_out_of_memory |= trial->text.is_failed;
    trial->spent += trial->record_cost + trial->text.length * COST_OF_BYTE;
    return !trial->text.is_failed &&
           am_record_read(trial->reader, am_buffer_text(&trial->text), 1, 1,
                          (am_record_options){.states_given = true}, &error) == AM_RECORD_OK;
}

/* The row, in the domain of its place, of what stands there in a record. */
static bool find_row(const am_trial *trial, uint32_t record, const am_trial_where *where, uint32_t *row) {
    const am_program *program = trial->program;
    uint16_t way[AM_TRIAL_DEPTH_MAX] = {0};
    uint16_t place = where->place;

    for (uint32_t i = where->depth; i-- > 0; place = program->places[place].parent) {
        way[i] = place;
    }
    *row = record;
    for (uint32_t i = 0; i < where->depth; i++) {
        const am_place *step = &program->places[way[i]];
        uint32_t first, end;

        if (step->kind != AM_PLACE_LIST) {
            continue;
        }
        am_batch_elements(trial->batch, step->domain, *row, &first, &end);
        if (where->numbers[i] >= end - first) {
            return false;
        }
        *row = first + where->numbers[i];
    }
    return true;
}

/* The claim's outputs are the first. */
static const am_output *output_at(const am_trial *trial, uint16_t place) {
    for (uint32_t i = 0; i < trial->program->output_count; i++) {
        if (trial->program->outputs[i].place == place) {
            return &trial->program->outputs[i];
        }
    }
    return NULL;
}

static am_trial_outcome outcome_of(const am_trial *trial, uint32_t record, const am_trial_where *where) {
    const am_output *output = output_at(trial, where->place);
    am_trial_outcome outcome = {0};
    uint32_t row;

    if (output == NULL || !find_row(trial, record, where, &row) || am_vm_is_failed(trial->batch, record)) {
        return outcome; /* a record that fails a check is none that the claim is about */
    }
    outcome.is_value = am_batch_state(trial->batch, output->column, row) == AM_STATE_VALUE;
    if (!outcome.is_value) {
        return outcome;
    }
    if (am_sample_is_decimal(trial->property->value->type)) {
        outcome.value.decimal = am_batch_decimal(trial->batch, output->column, row);
    } else {
        outcome.value.integer = am_batch_integer(trial->batch, output->column, row);
    }
    return outcome;
}

void am_trial_assess(am_trial *trial, am_sample *const *samples, uint32_t count, const am_trial_where *where,
                     am_trial_outcome *outcomes) {
    uint32_t rows[AM_TRIAL_RECORDS_MAX], next = 0;

    am_batch_clear(trial->batch);
    for (uint32_t i = 0; i < count; i++) {
        rows[i] = read_record(trial, samples[i]) ? next++ : UINT32_MAX;
    }
    if (next > 0) {
        am_vm_run(trial->batch);
    }
    trial->records += count;
    for (uint32_t i = 0; i < count; i++) {
        outcomes[i] = (am_trial_outcome){0};
        if (rows[i] != UINT32_MAX) {
            outcomes[i] = outcome_of(trial, rows[i], where);
        }
        trial->values += outcomes[i].is_value ? 1 : 0;
    }
}
