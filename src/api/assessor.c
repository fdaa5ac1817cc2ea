/*
 * Assessors made and freed, batches cleared and run, records opened and closed or read from JSON.
 */
#include "api/assessor.h"
#include "base/seldom.h"

#include <string.h>

/* The parts' allocator: the caller's, counted. */
static void *resize_counted(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    amerce_assessor *assessor = context;
    void *block = assessor->allocator.resize(assessor->allocator.context, old, old_bytes, new_bytes);
    if (block != NULL || new_bytes == 0) {
        assessor->bytes += new_bytes - old_bytes;
    }
    return block;
}

static uint32_t *rows_new(amerce_assessor *assessor) {
    size_t count = assessor->rulebook->program->domain_count;
    return resize_counted(assessor, NULL, 0, count * sizeof(uint32_t));
}

static size_t inlets_bytes(const amerce_assessor *assessor) {
    return (assessor->rulebook->program->fact_count + 1) * sizeof(am_inlet);
}

static am_inlet *inlets_new(amerce_assessor *assessor) {
    am_inlet *inlets = resize_counted(assessor, NULL, 0, inlets_bytes(assessor));
    for (uint32_t i = 0; inlets != NULL && i < assessor->rulebook->program->fact_count; i++) {
        inlets[i] = (am_inlet){.digits = AM_INLET_NONE};
    }
    return inlets;
}

static size_t outlets_bytes(const amerce_assessor *assessor) {
    return (assessor->output_count + (size_t)1) * sizeof(am_outlet);
}

/* Of a batch that is there. */
static void find_outlets(amerce_assessor *assessor) {
    for (uint32_t i = 0; i < assessor->output_count; i++) {
        assessor->outlets[i] = am_api_outlet_of(assessor, i);
    }
    assessor->plan = assessor->batch->plan;
}

static void close_all(amerce_assessor *assessor) {
    for (uint32_t i = 0; i < assessor->rulebook->program->domain_count; i++) {
        assessor->open_rows[i] = AM_API_CLOSED;
        assessor->listed_under[i] = AM_API_CLOSED;
    }
}

/* Options of an older caller are shorter; what is not there is zero. */
static amerce_assessor_options whole_options(const amerce_assessor_options *options) {
    amerce_assessor_options whole = {0};
    if (options != NULL) {
        memcpy(&whole, options, options->size < sizeof whole ? options->size : sizeof whole);
    }
    return whole;
}

/* False when the option is no date. */
static bool read_date(amerce_text option, am_date *out) {
    *out = 0;
    return option.length == 0 || am_date_parse(am_api_slice(option), out);
}

/* Laws are tried in batches of the program itself. */
static am_batch *make_batch(amerce_assessor *assessor, am_limits limits, bool is_wide,
                            am_allocator allocator) {
    const am_program *program = assessor->rulebook->program;
    if (is_wide || program->law_count != 0) {
        return am_batch_new(program, limits, allocator);
    }
    assessor->narrow = am_narrow_new(program, assessor->explanation != AMERCE_EXPLANATION_NONE, allocator);
    return assessor->narrow == NULL ? NULL : am_batch_new_narrow(assessor->narrow, limits, allocator);
}

/* What writes result lines quickly, where there is nothing more to say in them. */
static bool make_results(amerce_assessor *assessor, am_allocator allocator) {
    if (assessor->batch->narrow == NULL || assessor->rulebook->program->law_count != 0 ||
        assessor->leeway != NULL || assessor->is_decision_wanted ||
        assessor->explanation != AMERCE_EXPLANATION_NONE) {
        return true;
    }
    assessor->results = am_quick_results_new(assessor->layout, assessor->batch, assessor->ids, allocator);
    return assessor->results != NULL;
}

static bool make_parts(amerce_assessor *assessor, am_limits limits, bool is_wide) {
    const am_program *program = assessor->rulebook->program;
    am_allocator counted = {resize_counted, assessor};
    assessor->open_rows = rows_new(assessor);
    assessor->listed_under = rows_new(assessor);
    assessor->inlets = inlets_new(assessor);
    assessor->layout = am_layout_new(program, counted);
    assessor->batch = make_batch(assessor, limits, is_wide, counted);
    if (assessor->open_rows == NULL || assessor->listed_under == NULL || assessor->inlets == NULL ||
        assessor->layout == NULL || assessor->batch == NULL) {
        return false;
    }
    assessor->outlets = resize_counted(assessor, NULL, 0, outlets_bytes(assessor));
    assessor->ids = am_ids_new(assessor->batch->limits.records, counted);
    if (assessor->ids == NULL || assessor->outlets == NULL) {
        return false;
    }
    find_outlets(assessor);
    if (program->discretion_count > 0) {
        assessor->leeway = am_leeway_new(program, assessor->batch->limits, counted);
        if (assessor->leeway == NULL) {
            return false;
        }
    }
    assessor->reader = am_reader_new(assessor->layout, assessor->batch, assessor->ids, counted);
    if (assessor->narrow != NULL && assessor->reader != NULL) {
        assessor->quick =
            am_quick_new(assessor->reader, assessor->layout, assessor->batch, assessor->ids, counted);
    }
    return assessor->reader != NULL && (assessor->narrow == NULL || assessor->quick != NULL) &&
           make_results(assessor, counted);
}

AM_SELDOM amerce_status amerce_assessor_new(const amerce_rulebook *rulebook,
                                            const amerce_assessor_options *options, amerce_assessor **out) {
    amerce_assessor_options whole = whole_options(options);
    am_limits limits = {whole.records, whole.elements, whole.text_bytes, whole.pairs};
    am_allocator allocator = am_api_allocator(whole.allocator);
    *out = NULL;
    am_date as_of, known_at;
    if (whole.records > 65535 || !read_date(whole.as_of, &as_of) || !read_date(whole.known_at, &known_at)) {
        return AMERCE_MISUSE;
    }
    if (whole.as_of.length != 0 && rulebook->program->law_count != 0) {
        return AMERCE_TWO_CLOCKS;
    }
    amerce_assessor *assessor = allocator.resize(allocator.context, NULL, 0, sizeof *assessor);
    if (assessor == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    memset(assessor, 0, sizeof *assessor);
    assessor->allocator = allocator;
    assessor->bytes = sizeof *assessor;
    assessor->rulebook = rulebook;
    assessor->fact_count = rulebook->program->fact_count;
    assessor->output_count = rulebook->program->output_count;
    assessor->options.is_extra_ignored = whole.is_extra_ignored;
    assessor->options.states_given = whole.states_given;
    assessor->explanation = whole.explanation;
    assessor->is_decision_wanted = whole.has_decision;
    am_buffer_init(&assessor->detail, (am_allocator){resize_counted, assessor});
    if (!make_parts(assessor, limits, whole.is_wide)) {
        amerce_assessor_free(assessor);
        return AMERCE_OUT_OF_MEMORY;
    }
    assessor->batch->has_as_of = whole.as_of.length != 0;
    assessor->batch->as_of = as_of;
    assessor->batch->has_known_at = whole.known_at.length != 0;
    assessor->batch->known_at = known_at;
    amerce_assessor_clear(assessor);
    *out = assessor;
    return AMERCE_OK;
}

static void rows_free(amerce_assessor *assessor, uint32_t *rows) {
    if (rows != NULL) {
        resize_counted(assessor, rows, assessor->rulebook->program->domain_count * sizeof(uint32_t), 0);
    }
}

void amerce_assessor_free(amerce_assessor *assessor) {
    if (assessor == NULL) {
        return;
    }
    am_buffer_clear(&assessor->detail);
    am_explainer_free(assessor->explainer);
    am_leeway_free(assessor->leeway);
    am_reader_free(assessor->reader);
    am_quick_free(assessor->quick);
    am_quick_results_free(assessor->results);
    am_ids_free(assessor->ids);
    am_batch_free(assessor->batch);
    am_narrow_free(assessor->narrow);
    am_layout_free(assessor->layout);
    rows_free(assessor, assessor->open_rows);
    rows_free(assessor, assessor->listed_under);
    if (assessor->inlets != NULL) {
        resize_counted(assessor, assessor->inlets, inlets_bytes(assessor), 0);
    }
    if (assessor->outlets != NULL) {
        resize_counted(assessor, assessor->outlets, outlets_bytes(assessor), 0);
    }
    assessor->allocator.resize(assessor->allocator.context, assessor, sizeof *assessor, 0);
}

static void forget_leeway(amerce_assessor *assessor) {
    if (assessor->leeway != NULL) {
        am_leeway_forget(assessor->leeway);
    }
}

size_t amerce_assessor_bytes(const amerce_assessor *assessor) {
    return assessor->bytes;
}

void amerce_assessor_clear(amerce_assessor *assessor) {
    am_batch_clear(assessor->batch);
    forget_leeway(assessor);
    assessor->record_count = 0;
    close_all(assessor);
}

uint32_t amerce_assessor_record_count(const amerce_assessor *assessor) {
    return assessor->record_count - (assessor->open_rows[0] != AM_API_CLOSED ? 1 : 0);
}

void amerce_assessor_run(amerce_assessor *assessor) {
    if (assessor->open_rows[0] != AM_API_CLOSED) {
        amerce_record_drop(assessor);
    }
    am_vm_run(assessor->batch);
    if (assessor->plan != assessor->batch->plan) {
        find_outlets(assessor);
    }
    if (assessor->results != NULL) {
        am_quick_results_follow(assessor->results);
    }
    forget_leeway(assessor);
}

static void fill_error(const amerce_assessor *assessor, amerce_record_error *out) {
    const am_record_error *error = &assessor->error;
    out->code = am_diag_code_of(error->diag);
    out->message = amerce_text_of(error->message);
    out->path = amerce_text_of(error->path);
    out->id = (amerce_text){error->id.text, error->id.length};
    out->line = error->line;
    out->column = error->column;
}

amerce_status amerce_assessor_add_json(amerce_assessor *assessor, amerce_text json, uint32_t line,
                                       uint32_t column, amerce_record_error *error) {
    if (error != NULL) {
        *error = (amerce_record_error){.code = ""};
    }
    if (assessor->open_rows[0] != AM_API_CLOSED) {
        return AMERCE_MISUSE;
    }
    am_record_status status = am_record_read(assessor->reader, am_api_slice(json), line, column,
                                             assessor->options, &assessor->error);
    if (status == AM_RECORD_OK) {
        assessor->record_count++;
        return AMERCE_OK;
    }
    if (status == AM_RECORD_FULL) {
        return AMERCE_FULL;
    }
    if (error != NULL) {
        fill_error(assessor, error);
    }
    return AMERCE_BAD_RECORD;
}

amerce_status amerce_assessor_give(amerce_assessor *assessor, amerce_text json, amerce_record_error *error) {
    if (error != NULL) {
        *error = (amerce_record_error){.code = ""};
    }
    if (assessor->record_count > 0) {
        return AMERCE_MISUSE;
    }
    switch (am_record_give(assessor->reader, am_api_slice(json), &assessor->error)) {
    case AM_RECORD_OK:
        return AMERCE_OK;
    case AM_RECORD_FULL:
        return AMERCE_OUT_OF_MEMORY;
    case AM_RECORD_BAD:
        break;
    }
    if (error != NULL) {
        fill_error(assessor, error);
    }
    return AMERCE_BAD_RECORD;
}

bool amerce_assessor_is_refused(amerce_assessor *assessor, uint32_t record, amerce_record_error *error) {
    if (record >= assessor->batch->rows[0].count ||
        !am_record_fails(assessor->layout, assessor->batch, assessor->ids, record, &assessor->error)) {
        return false;
    }
    if (error != NULL) {
        fill_error(assessor, error);
    }
    return true;
}

static amerce_status batch_status(am_batch_status status) {
    switch (status) {
    case AM_BATCH_OK:
        return AMERCE_OK;
    case AM_BATCH_FULL:
        return AMERCE_FULL;
    case AM_BATCH_TOO_LARGE:
        return AMERCE_TOO_LARGE;
    }
    return AMERCE_MISUSE;
}

amerce_status amerce_record_open(amerce_assessor *assessor, uint32_t *row) {
    *row = 0;
    if (assessor->open_rows[0] != AM_API_CLOSED) {
        return AMERCE_MISUSE;
    }
    amerce_status status = batch_status(am_batch_open_record(assessor->batch));
    if (status == AMERCE_OK) {
        *row = assessor->record_count++;
        assessor->open_rows[0] = *row;
        am_ids_forget(assessor->ids, *row, 1);
        status = batch_status(am_record_set_given(assessor->reader, *row));
        if (status != AMERCE_OK) {
            amerce_record_drop(assessor);
        }
    }
    return status;
}

/* Whether only the record itself is open. */
static bool is_record_alone_open(const amerce_assessor *assessor) {
    for (uint32_t i = 1; i < assessor->rulebook->program->domain_count; i++) {
        if (assessor->open_rows[i] != AM_API_CLOSED) {
            return false;
        }
    }
    return assessor->open_rows[0] != AM_API_CLOSED;
}

amerce_status amerce_record_close(amerce_assessor *assessor) {
    if (!is_record_alone_open(assessor)) {
        return AMERCE_MISUSE;
    }
    amerce_status status = batch_status(am_batch_close_record(assessor->batch));
    if (status != AMERCE_OK) {
        amerce_record_drop(assessor);
        return status;
    }
    close_all(assessor);
    return AMERCE_OK;
}

amerce_status amerce_record_drop(amerce_assessor *assessor) {
    if (assessor->open_rows[0] == AM_API_CLOSED) {
        return AMERCE_MISUSE;
    }
    am_batch_drop_record(assessor->batch);
    assessor->record_count--;
    close_all(assessor);
    return AMERCE_OK;
}

/* The domain of a list's place; AM_API_CLOSED when the place is none of a list. */
static uint32_t list_domain(const amerce_assessor *assessor, uint32_t place) {
    const am_program *program = assessor->rulebook->program;
    bool is_list = place < program->place_count && program->places[place].kind == AM_PLACE_LIST;
    return is_list ? program->places[place].domain : AM_API_CLOSED;
}

amerce_status amerce_list_open(amerce_assessor *assessor, uint32_t list_place, uint32_t parent_row) {
    uint32_t domain = list_domain(assessor, list_place);
    if (domain == AM_API_CLOSED) {
        return AMERCE_MISUSE;
    }
    uint16_t parent = assessor->rulebook->program->domains[domain].parent;
    if (parent_row == AM_API_CLOSED || assessor->open_rows[parent] != parent_row ||
        assessor->listed_under[domain] == parent_row) {
        return AMERCE_MISUSE;
    }
    assessor->listed_under[domain] = parent_row;
    am_batch_open_list(assessor->batch, (uint16_t)domain, parent_row, AM_STATE_VALUE);
    return AMERCE_OK;
}

amerce_status amerce_element_open(amerce_assessor *assessor, uint32_t list_place, uint32_t *row) {
    uint32_t domain = list_domain(assessor, list_place);
    *row = 0;
    if (domain == AM_API_CLOSED || assessor->open_rows[domain] != AM_API_CLOSED) {
        return AMERCE_MISUSE;
    }
    uint16_t parent = assessor->rulebook->program->domains[domain].parent;
    uint32_t parent_row = assessor->open_rows[parent];
    if (parent_row == AM_API_CLOSED || assessor->listed_under[domain] != parent_row) {
        return AMERCE_MISUSE;
    }
    am_batch_status status = am_batch_open_element(assessor->batch, (uint16_t)domain, parent_row, row);
    if (status == AM_BATCH_OK) {
        assessor->open_rows[domain] = *row;
    }
    return batch_status(status);
}

amerce_status amerce_element_close(amerce_assessor *assessor, uint32_t list_place) {
    const am_program *program = assessor->rulebook->program;
    uint32_t domain = list_domain(assessor, list_place);
    if (domain == AM_API_CLOSED || assessor->open_rows[domain] == AM_API_CLOSED) {
        return AMERCE_MISUSE;
    }
    for (uint32_t i = domain + 1; i < program->domain_count; i++) {
        if (program->domains[i].parent == domain && assessor->open_rows[i] != AM_API_CLOSED) {
            return AMERCE_MISUSE;
        }
    }
    am_batch_close_element(assessor->batch, (uint16_t)domain, assessor->open_rows[domain]);
    assessor->open_rows[domain] = AM_API_CLOSED;
    return AMERCE_OK;
}
