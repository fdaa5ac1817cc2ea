/*
 * Dockets: plain records straight between the caller's columns, all others through the assessor's batch.
 *
 * Whether the rulebook has a form for single rows, and whether the bound columns can feed it, is found when
 * the docket is made; without it every record goes through the batch, many at once where many are asked for.
 */
#include <amerce/docket.h>

#include <string.h>

#include "api/assessor.h"

#include "api/intake.h"
#include "base/allotment.h"
#include "vm/open.h"
#include "vm/single_docket.h"

struct amerce_docket {
    am_arena arena;
    amerce_assessor *assessor;
    amerce_column *facts;
    size_t fact_count;
    amerce_result_column *results;
    size_t result_count;
    am_single *single;
    am_arena bound;              /* the steps and what they name */
    const am_single_step *steps; /* NULL: no record is assessed in place */
    uint32_t plan;               /* of the batch's narrow program that they are made from */
    am_allotment again;          /* for the steps of other plans, where there may be some */
};

static uint8_t bytes_of(amerce_column_type type) {
    return type == AMERCE_COLUMN_INT64   ? 8
           : type == AMERCE_COLUMN_INT32 ? 4
           : type == AMERCE_COLUMN_UINT8 ? 1
                                         : 0;
}

static const am_program *program_of(const amerce_docket *docket) {
    return docket->assessor->rulebook->program;
}

/* What is being bound. */
typedef struct binder {
    amerce_docket *docket;
    const am_program *program;
    am_single_binding to;
    bool *is_bound; /* by domain: a list */
} binder;

/* Texts that nobody reads: plain ones may stand in a record, others are looked at where records are copied.
 */
enum { PLAIN_TEXT_MAX = 64 };
static bool is_plain_text(amerce_text text) {
    unsigned char all = 0;
    for (size_t i = 0; i < text.length && i < PLAIN_TEXT_MAX; i++) {
        all |= (unsigned char)text.data[i];
    }
    return all < 0x80 && text.length <= PLAIN_TEXT_MAX;
}

static bool take_texts(const am_single_step *step, int64_t *slots) {
    const amerce_column *column = step->by.table;
    int64_t first = slots[step->a];
    int64_t count = step->rows == AM_NO_SLOT ? 1 : slots[step->rows];
    for (int64_t i = first; i < first + count; i++) {
        bool is_given = column->is_given == NULL || column->is_given[i] != 0;
        if (is_given && !is_plain_text(((const amerce_text *)column->values)[i])) {
            return false;
        }
    }
    return step[1].run(step + 1, slots);
}

static bool is_unread(const binder *binder, uint16_t column) {
    const am_single_place *place = &binder->to.single->places[column];
    return place->shape == AM_SINGLE_NOWHERE && place->stream == NULL;
}

static bool bind_texts(binder *binder, const amerce_column *column, const am_fact *fact, uint16_t domain) {
    if (fact->kind != AM_KIND_TEXT || column->type != AMERCE_COLUMN_TEXTS ||
        !is_unread(binder, fact->column)) {
        return false;
    }
    am_single_step *step = am_single_add(&binder->to.sequence, take_texts);
    step->by.table = column;
    step->a = domain == 0 ? AM_SINGLE_INDEX : binder->to.single->lists[domain].first_slot;
    step->rows = domain == 0 ? AM_NO_SLOT : binder->to.single->lists[domain].rows_slot;
    return true;
}

static bool bind_fact(binder *binder, const amerce_column *column) {
    const am_fact *fact = &binder->program->facts[column->fact];
    uint16_t domain = binder->program->places[fact->place].domain;
    am_intake intake;
    if (domain != 0 && binder->to.single->lists[domain].rows_slot == AM_NO_SLOT) {
        return false;
    }
    if (domain != 0 && !binder->is_bound[domain]) {
        return true; /* elements of a list that no record gives */
    }
    if (bind_texts(binder, column, fact, domain)) {
        return true;
    }
    bool is_decimal = am_kind_type((am_kind)fact->kind) == AM_VALUE_DECIMAL;
    am_single_source *source = AM_NEW(binder->to.sequence.arena, am_single_source);
    if (source == NULL || bytes_of(column->type) == 0 || fact->is_range ||
        !am_intake_of(binder->program, binder->to.single->narrow, fact, is_decimal ? column->places : 0,
                      &intake) ||
        intake.low > intake.high) {
        return false;
    }
    *source = (am_single_source){.values = column->values,
                                 .is_given = column->is_given,
                                 .low = intake.low,
                                 .span = (uint64_t)intake.high - (uint64_t)intake.low,
                                 .factor = intake.factor,
                                 .bytes = bytes_of(column->type)};
    am_single_bind_fact(&binder->to, fact->column, source);
    return true;
}

static bool bind_list(binder *binder, const amerce_column *column) {
    uint16_t domain = binder->program->places[column->list].domain;
    am_single_source *offsets = AM_NEW(binder->to.sequence.arena, am_single_source);
    if (offsets == NULL || binder->to.single->lists[domain].rows_slot == AM_NO_SLOT) {
        return false;
    }
    *offsets = (am_single_source){.values = column->values, .is_given = column->is_given, .bytes = 4};
    am_single_bind_list(&binder->to, domain, offsets);
    binder->is_bound[domain] = true;
    return true;
}

static const amerce_column *column_of_fact(const amerce_docket *docket, uint32_t fact) {
    for (size_t i = 0; i < docket->fact_count; i++) {
        if (docket->facts[i].fact == fact) {
            return &docket->facts[i];
        }
    }
    return NULL;
}

/* Facts and lists that no column gives: false where some step needs one. */
static bool bind_absent(binder *binder) {
    const am_program *program = binder->program;
    for (uint32_t i = 0; i < program->fact_count; i++) {
        const am_fact *fact = &program->facts[i];
        bool is_absent = column_of_fact(binder->docket, i) == NULL;
        if (is_absent && (!am_single_bind_absent(&binder->to, fact->column) ||
                          (fact->is_range && !am_single_bind_absent(&binder->to, fact->column_high)))) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->domain_count; i++) {
        bool is_absent = program->domains[i].kind == AM_DOMAIN_LIST && !binder->is_bound[i];
        if (is_absent && !am_single_bind_no_list(&binder->to, (uint16_t)i)) {
            return false;
        }
    }
    return true;
}

static bool set_limits(const am_single *single, const am_output *output, const amerce_result_column *column,
                       am_single_outcome *out) {
    uint64_t over = 1;
    uint64_t under = 1;
    if (am_kind_type((am_kind)output->kind) == AM_VALUE_DECIMAL &&
        (single->narrow->lanes[output->column].kind != AM_LANE_COUNT ||
         !am_grain_fraction(single->narrow->lanes[output->column].grain, am_grain_of_places(column->places),
                            &over, &under))) {
        return false;
    }
    *out = (am_single_outcome){.values = column->values,
                               .states = column->states,
                               .over = (int64_t)over,
                               .under = (int64_t)under,
                               .low = INT64_MIN + 1,
                               .high = INT64_MAX,
                               .bytes = bytes_of(column->type)};
    if (out->bytes != 8) {
        out->low = out->bytes == 4 ? INT32_MIN : 0;
        out->high = out->bytes == 4 ? INT32_MAX : UINT8_MAX;
    }
    return true;
}

static bool bind_result(binder *binder, const amerce_result_column *column) {
    const am_output *output = &binder->program->outputs[column->output];
    uint16_t domain = binder->program->places[output->place].domain;
    am_single_outcome *outcome = AM_NEW(binder->to.sequence.arena, am_single_outcome);
    return outcome != NULL && set_limits(binder->to.single, output, column, outcome) &&
           am_single_bind_result(&binder->to, output->column, domain, outcome);
}

static bool has_given(const am_program *program) {
    for (uint32_t i = 0; i < program->place_count; i++) {
        if (program->places[i].is_given_once) {
            return true;
        }
    }
    return false;
}

/* Lists before what stands in them. */
static bool bind_all(binder *binder) {
    const amerce_docket *docket = binder->docket;
    for (size_t i = 0; i < docket->fact_count; i++) {
        if (docket->facts[i].fact == AMERCE_NONE && !bind_list(binder, &docket->facts[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < docket->fact_count; i++) {
        if (docket->facts[i].fact != AMERCE_NONE && !bind_fact(binder, &docket->facts[i])) {
            return false;
        }
    }
    if (!bind_absent(binder)) {
        return false;
    }
    am_single_bind_core(&binder->to);
    for (size_t i = 0; i < docket->result_count; i++) {
        if (!bind_result(binder, &docket->results[i])) {
            return false;
        }
    }
    return true;
}

/* The program for single rows that comes to what is bound; NULL where there is none, or no memory. */
static am_single *make_single(amerce_docket *docket) {
    const am_program *program = program_of(docket);
    bool *is_wanted = AM_NEW_ARRAY(&docket->bound, bool, program->output_count + 1);
    am_single *single = NULL;
    for (size_t i = 0; is_wanted != NULL && i < docket->result_count; i++) {
        is_wanted[docket->results[i].output] = true;
    }
    if (is_wanted == NULL ||
        !am_single_new_for(docket->assessor->batch, is_wanted, docket->bound.allocator, &single)) {
        docket->bound.is_exhausted = true;
    }
    return single;
}

static void bind_steps(amerce_docket *docket) {
    const am_batch *batch = docket->assessor->batch;
    docket->plan = batch->plan;
    if (batch->narrow == NULL || batch->narrow->is_explained || has_given(program_of(docket))) {
        return; /* what is explained is read off a batch */
    }
    docket->single = make_single(docket);
    binder binder = {.docket = docket, .program = program_of(docket)};
    binder.is_bound = AM_NEW_ARRAY(&docket->bound, bool, binder.program->domain_count);
    if (docket->single != NULL && binder.is_bound != NULL &&
        am_single_binding_init(&binder.to, docket->single, &docket->bound) && bind_all(&binder)) {
        docket->steps = am_single_bind_end(&binder.to);
    }
}

static void unbind_steps(amerce_docket *docket) {
    am_single_free(docket->single);
    am_arena_clear(&docket->bound);
    docket->single = NULL;
    docket->steps = NULL;
}

/* Steps from the narrow program that the batch has now. Where there is no room for them, records go through
 * the batch. */
static void bind_again(amerce_docket *docket) {
    unbind_steps(docket);
    am_allotment_empty(&docket->again);
    am_arena_init(&docket->bound, am_allotment_allocator(&docket->again), 0);
    bind_steps(docket);
    if (docket->bound.is_exhausted) {
        unbind_steps(docket);
    }
}

/* What binding again takes, of dockets whose assessor's values may be set. */
static void take_again(amerce_docket *docket) {
    size_t single_bytes = docket->single == NULL ? 0 : docket->single->arena.used_bytes;
    if (docket->assessor->batch->fitting != NULL) {
        docket->again.size = am_allotment_bytes_for(docket->bound.used_bytes, single_bytes);
        docket->again.bytes = am_arena_take(&docket->arena, docket->again.size, 64);
    }
}

static bool is_column_right(const am_program *program, const amerce_column *column) {
    if (column->fact != AMERCE_NONE) {
        return column->fact < program->fact_count && column->values != NULL;
    }
    return column->list < program->place_count && program->places[column->list].kind == AM_PLACE_LIST &&
           column->values != NULL;
}

static bool are_columns_right(const am_program *program, const amerce_column *columns, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!is_column_right(program, &columns[i])) {
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (columns[k].fact == columns[i].fact &&
                (columns[i].fact != AMERCE_NONE || columns[k].list == columns[i].list)) {
                return false;
            }
        }
    }
    return true;
}

static bool is_result_right(const am_program *program, const amerce_result_column *column) {
    if (column->output >= program->output_count) {
        return false;
    }
    const am_output *output = &program->outputs[column->output];
    uint16_t domain = program->places[output->place].domain;
    bool is_reached = domain == 0 || program->domains[domain].parent == 0;
    return is_reached && !output->is_range && output->kind != AM_KIND_TEXT && bytes_of(column->type) != 0 &&
           column->places < AM_GRAIN_PLACES_MAX && column->values != NULL && column->states != NULL;
}

static bool are_results_right(const am_program *program, const amerce_result_column *columns, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!is_result_right(program, &columns[i])) {
            return false;
        }
    }
    return true;
}

amerce_status amerce_docket_new(amerce_assessor *assessor, const amerce_column *facts, size_t fact_count,
                                const amerce_result_column *results, size_t result_count,
                                amerce_docket **out) {
    const am_program *program = assessor->rulebook->program;
    const am_batch *batch = assessor->batch;
    am_arena arena;
    *out = NULL;
    if (!are_columns_right(program, facts, fact_count) ||
        !are_results_right(program, results, result_count)) {
        return AMERCE_MISUSE;
    }
    am_arena_init(&arena, assessor->allocator, 0);
    amerce_docket *docket = AM_NEW(&arena, amerce_docket);
    amerce_column *own_facts = AM_NEW_ARRAY(&arena, amerce_column, fact_count + 1);
    amerce_result_column *own_results = AM_NEW_ARRAY(&arena, amerce_result_column, result_count + 1);
    if (docket == NULL || own_facts == NULL || own_results == NULL) {
        am_arena_clear(&arena);
        return AMERCE_OUT_OF_MEMORY;
    }
    if (fact_count != 0) {
        memcpy(own_facts, facts, fact_count * sizeof *facts);
    }
    if (result_count != 0) {
        memcpy(own_results, results, result_count * sizeof *results);
    }
    *docket = (amerce_docket){.arena = arena,
                              .assessor = assessor,
                              .facts = own_facts,
                              .fact_count = fact_count,
                              .results = own_results,
                              .result_count = result_count};
    am_arena_init(&docket->bound, assessor->allocator, 0);
    bind_steps(docket);
    docket->plan -= batch->is_unfit ? 1 : 0; /* constants were computed from values that it is not made for */
    take_again(docket);
    if (docket->arena.is_exhausted || docket->bound.is_exhausted) {
        amerce_docket_free(docket);
        return AMERCE_OUT_OF_MEMORY;
    }
    *out = docket;
    return AMERCE_OK;
}

void amerce_docket_free(amerce_docket *docket) {
    if (docket != NULL) {
        unbind_steps(docket);
        am_arena arena = docket->arena;
        am_arena_clear(&arena);
    }
}

/* The results of `count` rows of the batch from `from` on, to where they stand in the caller's column. */
static amerce_status copy_rows(const amerce_docket *docket, const amerce_result_column *column, uint32_t from,
                               uint32_t count, size_t to) {
    return amerce_assessor_result_column(docket->assessor, column->output, from, count, column->type,
                                         column->places, (char *)column->values + to * bytes_of(column->type),
                                         column->states + to);
}

static const amerce_column *column_of_list(const amerce_docket *docket, uint32_t place) {
    for (size_t i = 0; i < docket->fact_count; i++) {
        if (docket->facts[i].fact == AMERCE_NONE && docket->facts[i].list == place) {
            return &docket->facts[i];
        }
    }
    return NULL;
}

/* Results of elements, record by record: lists that are not given may have elements in the columns. */
static amerce_status copy_elements(const amerce_docket *docket, const amerce_result_column *column,
                                   size_t first, uint32_t count) {
    const am_program *program = program_of(docket);
    uint16_t domain = program->places[program->outputs[column->output].place].domain;
    const amerce_column *list = column_of_list(docket, program->domains[domain].place);
    amerce_status status = AMERCE_OK;
    for (uint32_t i = 0; list != NULL && status == AMERCE_OK && i < count; i++) {
        uint32_t from;
        uint32_t end;
        status = amerce_assessor_elements(docket->assessor, program->domains[domain].place, i, &from, &end);
        if (status == AMERCE_OK && from < end) {
            status = copy_rows(docket, column, from, end - from, ((const uint32_t *)list->values)[first + i]);
        }
    }
    return status;
}

/* Through the batch; *taken records. */
static amerce_status assess_batch(amerce_docket *docket, size_t first, size_t count, size_t *taken) {
    const am_program *program = program_of(docket);
    amerce_assessor_clear(docket->assessor);
    amerce_status status = amerce_assessor_add_columns(docket->assessor, docket->facts, docket->fact_count,
                                                       first, first + count, taken);
    if (status != AMERCE_OK) {
        return status;
    }
    amerce_assessor_run(docket->assessor);
    for (size_t i = 0; status == AMERCE_OK && i < docket->result_count; i++) {
        const amerce_result_column *column = &docket->results[i];
        bool is_record = program->places[program->outputs[column->output].place].domain == 0;
        status = is_record ? copy_rows(docket, column, 0, (uint32_t)*taken, first)
                           : copy_elements(docket, column, first, (uint32_t)*taken);
    }
    return status;
}

/* Values may have been set, or a day of publication, since the docket was made. */
static const am_single_step *steps_of(amerce_docket *docket) {
    const am_batch *batch = docket->assessor->batch;
    if (am_open_is_whole(batch)) {
        return NULL;
    }
    if (docket->plan != batch->plan) {
        bind_again(docket);
    }
    return docket->steps;
}

/* Records of which some are not plain, or that are many. */
__attribute__((noinline)) static amerce_status assess_all(amerce_docket *docket, size_t first, size_t count) {
    const am_single_step *steps = count <= AM_SINGLE_RECORDS_MAX ? steps_of(docket) : NULL;
    amerce_status status = AMERCE_OK;
    if (docket->assessor->record_count != 0) {
        amerce_assessor_clear(docket->assessor);
    }
    while (status == AMERCE_OK && count > 0) {
        size_t taken = 1;
        if (steps == NULL || !am_single_assess_row(docket->single, steps, first)) {
            status = assess_batch(docket, first, steps == NULL ? count : 1, &taken);
        }
        first += taken;
        count -= taken;
    }
    return status;
}

amerce_status amerce_docket_assess(amerce_docket *docket, size_t first, size_t count) {
    const am_single_step *steps = steps_of(docket);
    if (count != 1 || steps == NULL || docket->assessor->record_count != 0) {
        return assess_all(docket, first, count);
    }
    return am_single_assess_row(docket->single, steps, first) ? AMERCE_OK : assess_all(docket, first, 1);
}
