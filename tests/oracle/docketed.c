/*
 * The facts of a batch become columns, with the fewest digits that hold all of them; its results columns in
 * the same way.
 */
#include "docketed.h"

#include <amerce/calibrate.h>
#include <amerce/docket.h>

#include <string.h>

#include "api/assessor.h"
#include "vm/fitting.h"
#include "vm/vm.h"
#include "vm/work.h"

typedef struct trial {
    const am_batch *batch;
    const am_program *program;
    am_arena *arena;
    docketed_counts *counts;
    amerce_column *facts;
    size_t fact_count;
    amerce_result_column *results;
    size_t result_count;
    bool is_beyond; /* something is no column */
} trial;

static uint32_t rows_of(const trial *t, uint16_t domain) {
    return t->batch->rows[domain].count;
}

/* The digits behind the point that all values of a column have at most; false where 64 bits do not hold them.
 */
static bool find_places(const trial *t, uint16_t column, uint32_t rows, bool is_fact, uint8_t *out) {
    int64_t count;
    *out = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t row = 0; row < rows; row++) {
            am_state state =
                is_fact ? am_batch_fact_state(t->batch, column, row) : am_batch_state(t->batch, column, row);
            am_decimal value = am_batch_decimal(t->batch, column, row);
            if (state != AM_STATE_VALUE) {
                continue;
            }
            int32_t places = am_decimal_places(value);
            if (places > 18 || (pass == 1 && !am_grain_count(am_grain_of_places(*out), value, &count))) {
                return false;
            }
            *out = places > *out ? (uint8_t)places : *out;
        }
    }
    return true;
}

static int64_t value_of(const trial *t, uint16_t column, uint32_t row, uint8_t places) {
    int64_t count = 0;
    if (t->program->registers[column].type != AM_VALUE_DECIMAL) {
        return am_batch_integer(t->batch, column, row);
    }
    am_grain_count(am_grain_of_places(places), am_batch_decimal(t->batch, column, row), &count);
    return count;
}

/* Values that are not given are whatever they are. */
static void fill_fact(trial *t, const am_fact *fact, uint32_t rows, amerce_column *column,
                      uint8_t *is_given) {
    int64_t *numbers = AM_NEW_ARRAY(t->arena, int64_t, rows + 1);
    int32_t *integers = AM_NEW_ARRAY(t->arena, int32_t, rows + 1);
    amerce_text *texts = AM_NEW_ARRAY(t->arena, amerce_text, rows + 1);
    if (numbers == NULL || integers == NULL || texts == NULL) {
        t->is_beyond = true;
        return;
    }
    for (uint32_t row = 0; row < rows; row++) {
        is_given[row] = am_batch_fact_state(t->batch, fact->column, row) == AM_STATE_VALUE;
        numbers[row] = INT64_MIN;
        integers[row] = INT32_MIN;
        if (is_given[row] != 0 && fact->kind == AM_KIND_TEXT) {
            texts[row] = am_api_text(am_batch_text(t->batch, fact->column, row));
        } else if (is_given[row] != 0) {
            numbers[row] = value_of(t, fact->column, row, column->places);
            integers[row] = (int32_t)numbers[row];
        }
    }
    bool is_decimal = t->program->registers[fact->column].type == AM_VALUE_DECIMAL;
    column->type = fact->kind == AM_KIND_TEXT ? AMERCE_COLUMN_TEXTS
                   : is_decimal               ? AMERCE_COLUMN_INT64
                                              : AMERCE_COLUMN_INT32;
    column->values = fact->kind == AM_KIND_TEXT ? (void *)texts : is_decimal ? (void *)numbers : integers;
}

static void add_fact(trial *t, uint32_t number) {
    const am_fact *fact = &t->program->facts[number];
    uint32_t rows = rows_of(t, t->program->places[fact->place].domain);
    uint8_t *is_given = AM_NEW_ARRAY(t->arena, uint8_t, rows + 1);
    amerce_column *column = &t->facts[t->fact_count];
    *column = (amerce_column){.fact = number, .list = AMERCE_NONE, .is_given = is_given};
    bool is_decimal = t->program->registers[fact->column].type == AM_VALUE_DECIMAL;
    if (is_given == NULL || fact->is_range || t->program->places[fact->place].is_given_once ||
        (is_decimal && !find_places(t, fact->column, rows, true, &column->places))) {
        t->is_beyond = true;
        return;
    }
    fill_fact(t, fact, rows, column, is_given);
    bool is_any = false;
    bool is_all = true;
    for (uint32_t row = 0; row < rows; row++) {
        is_any = is_any || is_given[row] != 0;
        is_all = is_all && is_given[row] != 0;
    }
    column->is_given = is_all ? NULL : is_given;
    t->fact_count += is_any ? 1 : 0; /* one that no record has gets no column */
}

static void add_list(trial *t, uint16_t domain) {
    const am_domain *list = &t->program->domains[domain];
    uint32_t parents = rows_of(t, list->parent);
    uint32_t *offsets = AM_NEW_ARRAY(t->arena, uint32_t, parents + 1);
    uint8_t *is_given = AM_NEW_ARRAY(t->arena, uint8_t, parents + 1);
    if (offsets == NULL || is_given == NULL) {
        t->is_beyond = true;
        return;
    }
    for (uint32_t row = 0; row < parents; row++) {
        is_given[row] = am_batch_fact_state(t->batch, list->present, row) == AM_STATE_VALUE;
        offsets[row + 1] = t->batch->rows[domain].ends[row];
    }
    t->facts[t->fact_count++] =
        (amerce_column){AMERCE_NONE, list->place, AMERCE_COLUMN_INT32, 0, offsets, is_given};
}

static void add_result(trial *t, uint32_t number) {
    const am_output *output = &t->program->outputs[number];
    uint16_t domain = t->program->places[output->place].domain;
    uint32_t rows = rows_of(t, domain);
    amerce_result_column *column = &t->results[t->result_count];
    bool is_decimal = t->program->registers[output->column].type == AM_VALUE_DECIMAL;
    *column = (amerce_result_column){.output = number, .type = AMERCE_COLUMN_INT64};
    if (output->is_range || output->kind == AM_KIND_TEXT ||
        (domain != 0 && t->program->domains[domain].parent != 0) ||
        (is_decimal && !find_places(t, output->column, rows, false, &column->places))) {
        return;
    }
    column->values = AM_NEW_ARRAY(t->arena, int64_t, rows + 1);
    column->states = AM_NEW_ARRAY(t->arena, uint8_t, rows + 1);
    t->is_beyond = t->is_beyond || column->values == NULL || column->states == NULL;
    t->result_count++;
}

static bool make_columns(trial *t) {
    t->facts = AM_NEW_ARRAY(t->arena, amerce_column, t->program->fact_count + t->program->domain_count);
    t->results = AM_NEW_ARRAY(t->arena, amerce_result_column, t->program->output_count);
    for (uint32_t i = 0; t->facts != NULL && t->results != NULL && i < t->program->fact_count; i++) {
        add_fact(t, i);
    }
    for (uint32_t i = 0; !t->is_beyond && i < t->program->domain_count; i++) {
        if (t->program->domains[i].kind == AM_DOMAIN_LIST) {
            add_list(t, (uint16_t)i);
        }
    }
    for (uint32_t i = 0; !t->is_beyond && i < t->program->output_count; i++) {
        add_result(t, i);
    }
    return t->facts != NULL && t->results != NULL && !t->is_beyond;
}

/* What no result is, so that one that is not written shows. */
static void forget_results(trial *t) {
    for (size_t i = 0; i < t->result_count; i++) {
        uint32_t rows =
            rows_of(t, t->program->places[t->program->outputs[t->results[i].output].place].domain);
        memset(t->results[i].states, 0xEE, rows);
        memset(t->results[i].values, 0xEE, rows * sizeof(int64_t));
    }
}

static bool is_right(const trial *t, const amerce_result_column *column, uint32_t row) {
    const am_output *output = &t->program->outputs[column->output];
    uint16_t domain = t->program->places[output->place].domain;
    am_state state = am_batch_state(t->batch, output->column, row);
    int64_t value = state == AM_STATE_VALUE ? value_of(t, output->column, row, column->places) : 0;
    uint8_t found = column->states[row];
    if (am_vm_is_failed(t->batch, am_batch_row_above(t->batch, domain, row, 0))) {
        state = AM_STATE_FAULT;
        value = 0;
    }
    found = found == AMERCE_REPEALED || found == AMERCE_NO_MILDEST_LAW ? AMERCE_FAULT : found;
    return found == state && ((const int64_t *)column->values)[row] == value;
}

static bool are_right(const trial *t, const char *how, am_buffer *why) {
    for (size_t i = 0; i < t->result_count; i++) {
        const am_output *output = &t->program->outputs[t->results[i].output];
        uint32_t rows = rows_of(t, t->program->places[output->place].domain);
        for (uint32_t row = 0; row < rows; row++) {
            if (is_right(t, &t->results[i], row)) {
                continue;
            }
            am_buffer_put_text(why, "a docket differs, ");
            am_buffer_put_text(why, how);
            am_buffer_put_text(why, ": ");
            am_buffer_put(why, output->name);
            am_buffer_put_text(why, ", row ");
            am_buffer_put_unsigned(why, row);
            am_buffer_put_text(why, ": state ");
            am_buffer_put_unsigned(why, t->results[i].states[row]);
            am_buffer_put_text(why, ", value ");
            am_buffer_put_signed(why, ((const int64_t *)t->results[i].values)[row]);
            am_buffer_put_char(why, '\n');
            return false;
        }
    }
    return true;
}

static bool refused(amerce_status status, am_buffer *why) {
    am_buffer_put_text(why, "a docket was refused: ");
    am_buffer_put_text(why, amerce_status_text(status));
    am_buffer_put_char(why, '\n');
    return false;
}

/* Sets the values of the batch, and before that the rulebook's, each with a narrow program of its own; so
 * that dockets made before have steps of others. */
static amerce_status set_values(const trial *t, amerce_assessor *assessor) {
    amerce_status status = AMERCE_OK;
    for (unsigned pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; status == AMERCE_OK && i < t->program->calibration_count; i++) {
            uint16_t column = t->program->calibrations[i].column;
            const am_constant *own = &t->program->constants[t->program->registers[column].constant];
            bool is_decimal = own->type == AM_VALUE_DECIMAL;
            am_decimal decimal = !is_decimal ? am_decimal_of(0)
                                 : pass == 0 ? own->decimal
                                             : am_batch_decimal(t->batch, column, 0);
            int32_t integer = is_decimal  ? 0
                              : pass == 0 ? own->integer
                                          : am_batch_integer(t->batch, column, 0);
            amerce_value value = {.state = AMERCE_VALUE,
                                  .integer = integer,
                                  .decimal = {(uint64_t)(decimal.digits >> 64), (uint64_t)decimal.digits,
                                              decimal.exponent, decimal.is_negative}};
            status = amerce_assessor_calibrate(assessor, i, &value);
        }
        if (assessor->batch->fitting != NULL) {
            am_fitting_plan(assessor->batch);
        }
    }
    return status;
}

static bool assess_alone(trial *t, amerce_assessor *assessor, am_buffer *why) {
    amerce_docket *docket;
    uint32_t records = t->batch->rows[0].count;
    amerce_status status =
        amerce_docket_new(assessor, t->facts, t->fact_count, t->results, t->result_count, &docket);
    forget_results(t);
    status = status == AMERCE_OK ? set_values(t, assessor) : status;
    for (uint32_t i = 0; status == AMERCE_OK && i < records; i++) {
        status = amerce_docket_assess(docket, i, 1);
        t->counts->records++;
        t->counts->plain += assessor->record_count == 0 ? 1 : 0;
    }
    bool agrees = status == AMERCE_OK ? are_right(t, "one record at a time", why) : refused(status, why);
    amerce_docket_free(docket);
    return agrees;
}

/* Every output by itself too: what is not wanted is not assessed. */
static bool assess_each(trial *t, amerce_assessor *assessor, am_buffer *why) {
    amerce_result_column *all = t->results;
    size_t count = t->result_count;
    bool agrees = true;
    t->result_count = 1;
    for (size_t i = 0; agrees && i < count; i++) {
        t->results = &all[i];
        agrees = assess_alone(t, assessor, why);
    }
    t->results = all;
    t->result_count = count;
    return agrees;
}

static bool assess_together(trial *t, amerce_assessor *assessor, am_buffer *why) {
    amerce_docket *docket;
    amerce_status status =
        amerce_docket_new(assessor, t->facts, t->fact_count, t->results, t->result_count, &docket);
    forget_results(t);
    status = status == AMERCE_OK ? amerce_docket_assess(docket, 0, t->batch->rows[0].count) : status;
    amerce_docket_free(docket);
    return status == AMERCE_OK ? are_right(t, "all records", why) : refused(status, why);
}

static bool assess(trial *t, amerce_assessor *assessor, am_buffer *why) {
    return assess_alone(t, assessor, why) && assess_each(t, assessor, why) &&
           assess_together(t, assessor, why);
}

static amerce_text date_text(am_buffer *buffer, bool has_date, am_date date) {
    if (has_date) {
        am_date_print(buffer, date);
    }
    return am_api_text(am_buffer_text(buffer));
}

static bool assess_by(trial *t, am_allocator allocator, am_buffer *why) {
    amerce_assessor *assessor;
    am_buffer as_of;
    am_buffer known_at;
    struct amerce_rulebook rulebook = {.allocator = allocator, .program = t->program};
    am_buffer_init(&as_of, allocator);
    am_buffer_init(&known_at, allocator);
    amerce_assessor_options options = {.size = sizeof options,
                                       .records = t->batch->limits.records,
                                       .elements = t->batch->limits.elements,
                                       .pairs = t->batch->limits.pairs,
                                       .text_bytes = t->batch->limits.text_bytes};
    options.as_of = date_text(&as_of, t->batch->has_as_of, t->batch->as_of);
    options.known_at = date_text(&known_at, t->batch->has_known_at, t->batch->known_at);
    amerce_status status = amerce_assessor_new(&rulebook, &options, &assessor);
    bool agrees = status == AMERCE_OK ? assess(t, assessor, why) : refused(status, why);
    amerce_assessor_free(assessor);
    am_buffer_clear(&as_of);
    am_buffer_clear(&known_at);
    return agrees;
}

bool docketed_agrees(const am_batch *batch, am_allocator allocator, docketed_counts *counts, am_buffer *why) {
    am_arena arena;
    am_arena_init(&arena, allocator, 0);
    trial t = {.batch = batch, .program = batch->program, .arena = &arena, .counts = counts};
    bool agrees = !make_columns(&t) || assess_by(&t, allocator, why);
    am_arena_clear(&arena);
    return agrees;
}
