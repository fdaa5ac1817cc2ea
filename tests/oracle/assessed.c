/*
 * Reading outcomes off a batch: each output in each row of its place.
 *
 * Each record goes through three batches: of the program itself, of the narrow program's kernels, and alone
 * through one of the narrow program for single rows. Their outcomes must be the same to the letter, and so
 * must the explanations of the first two.
 */
#include "assessed.h"

#include "docketed.h"
#include "explained.h"
#include "narrow/narrow.h"
#include "vm/copy.h"
#include "vm/fitting.h"
#include "vm/single.h"

/* Enough for the lists of a few random records; a record with more is refused. */
#define ELEMENTS_MAX   2048
#define PAIRS_MAX      65536
#define TEXT_BYTES_MAX 16384
#define NEEDS_MAX      64

struct assessor {
    const am_program *program;
    am_allocator allocator;
    am_layout *layout;
    am_narrow *narrow;
    am_batch *batch;      /* that is being read */
    am_batch *batches[2]; /* of the program itself, and of the narrow program */
    am_batch *alone;      /* of one record, by the narrow program */
    am_ids *ids;
    am_reader *readers[2];
    am_leeway *leeway;
    am_explainer *explainers[2];
    uint32_t line;

    /* A record is read here first, and assessed from its facts as they are written again. */
    am_batch *first_batch;
    am_ids *first_ids;
    am_reader *first_reader;
    am_buffer facts;
};

static bool make_first(assessor *made, am_limits limits) {
    limits.records = 1;
    made->first_batch = am_batch_new(made->program, limits, made->allocator);
    made->first_ids = am_ids_new(1, made->allocator);
    if (made->first_batch != NULL && made->first_ids != NULL) {
        made->first_reader = am_reader_new(made->layout, made->first_batch, made->first_ids, made->allocator);
    }
    return made->first_reader != NULL;
}

static bool make_explainers(assessor *made) {
    for (unsigned i = 0; i < 2; i++) {
        made->explainers[i] = am_explainer_new(made->layout, made->batches[i], made->leeway, made->allocator);
    }
    return made->explainers[0] != NULL && made->explainers[1] != NULL;
}

assessor *assessor_new(const am_program *program, uint32_t records, bool is_explained,
                       am_allocator allocator) {
    assessor *made = allocator.resize(allocator.context, NULL, 0, sizeof *made);
    am_limits limits = {
        .records = records, .elements = ELEMENTS_MAX, .pairs = PAIRS_MAX, .text_bytes = TEXT_BYTES_MAX};

    if (made == NULL) {
        return NULL;
    }
    *made = (assessor){.program = program, .allocator = allocator};
    am_buffer_init(&made->facts, allocator);
    made->layout = am_layout_new(program, allocator);
    made->batch = made->batches[0] = am_batch_new(program, limits, allocator);
    made->narrow = am_narrow_new(program, is_explained, allocator);
    if (made->narrow != NULL) {
        made->batches[1] = am_batch_new_narrow(made->narrow, limits, allocator);
        limits.records = 1;
        made->alone = am_batch_new_narrow(made->narrow, limits, allocator);
        limits.records = records;
    }
    if (made->batches[1] != NULL) {
        am_single_free(made->batches[1]->single);
        made->batches[1]->single = NULL;
    }
    made->ids = am_ids_new(records, allocator);
    for (unsigned i = 0; i < 2 && made->layout != NULL && made->ids != NULL; i++) {
        if (made->batches[i] != NULL) {
            made->readers[i] = am_reader_new(made->layout, made->batches[i], made->ids, allocator);
        }
    }
    if (made->readers[0] != NULL && made->readers[1] != NULL) {
        made->leeway = am_leeway_new(program, limits, allocator);
    }
    if (made->leeway == NULL || made->alone == NULL || !make_explainers(made) || !make_first(made, limits)) {
        assessor_free(made);
        return NULL;
    }
    return made;
}

void assess_as_of(assessor *assessor, am_date date) {
    for (unsigned i = 0; i < 2; i++) {
        assessor->batches[i]->has_as_of = true;
        assessor->batches[i]->as_of = date;
    }
    assessor->alone->has_as_of = true;
    assessor->alone->as_of = date;
}

void assess_known_at(assessor *assessor, am_date date) {
    for (size_t i = 0; i < sizeof assessor->batches / sizeof assessor->batches[0]; i++) {
        assessor->batches[i]->has_known_at = true;
        assessor->batches[i]->known_at = date;
    }
    assessor->alone->has_known_at = true;
    assessor->alone->known_at = date;
}

void assess_calibrate(assessor *assessor, uint32_t calibration, am_decimal decimal, int32_t integer) {
    am_batch_calibrate(assessor->batches[0], calibration, decimal, integer);
    am_batch_calibrate(assessor->batches[1], calibration, decimal, integer);
    am_batch_calibrate(assessor->alone, calibration, decimal, integer);
    am_leeway_calibrate(assessor->leeway, calibration, (am_extreme){decimal, integer});
}

void assess_plan(assessor *assessor) {
    if (assessor->batches[1]->fitting != NULL) {
        am_fitting_plan(assessor->batches[1]);
        am_fitting_plan(assessor->alone);
        if (!assessor->alone->is_unfit) {
            am_single_new(assessor->alone, assessor->allocator, &assessor->alone->single);
        }
    }
}

void assessor_free(assessor *assessor) {
    am_leeway_free(assessor->leeway);
    am_buffer_clear(&assessor->facts);
    if (assessor->first_reader != NULL) {
        am_reader_free(assessor->first_reader);
    }
    if (assessor->first_ids != NULL) {
        am_ids_free(assessor->first_ids);
    }
    if (assessor->first_batch != NULL) {
        am_batch_free(assessor->first_batch);
    }
    for (unsigned i = 0; i < 2; i++) {
        am_explainer_free(assessor->explainers[i]);
        am_reader_free(assessor->readers[i]);
        am_batch_free(assessor->batches[i]);
    }
    am_batch_free(assessor->alone);
    am_narrow_free(assessor->narrow);
    if (assessor->ids != NULL) {
        am_ids_free(assessor->ids);
    }
    if (assessor->layout != NULL) {
        am_layout_free(assessor->layout);
    }
    assessor->allocator.resize(assessor->allocator.context, assessor, sizeof *assessor, 0);
}

/* The facts of a record in their one form; the record itself where it is refused. */
static am_slice written_again(assessor *assessor, am_slice json) {
    am_record_error error;
    am_record_options options = {.states_given = true};

    am_batch_clear(assessor->first_batch);
    if (am_record_read(assessor->first_reader, json, 1, 1, options, &error) != AM_RECORD_OK) {
        return json;
    }
    assessor->facts.length = 0;
    am_record_write(&assessor->facts, assessor->layout, assessor->first_batch, assessor->first_ids, 0);
    return assessor->facts.is_failed ? json : am_buffer_text(&assessor->facts);
}

assess_status assess_read(assessor *assessor, am_slice json, am_buffer *why) {
    am_record_error error;
    am_record_error other;
    am_record_options options = {.states_given = true};
    am_slice facts = written_again(assessor, json);
    uint32_t line = ++assessor->line;
    am_record_status status = am_record_read(assessor->readers[0], facts, line, 1, options, &error);

    if (am_record_read(assessor->readers[1], facts, line, 1, options, &other) != status) {
        am_buffer_put_text(why, "the narrow batch answers otherwise\n");
        return ASSESS_REFUSED;
    }

    if (status == AM_RECORD_OK) {
        return ASSESS_TAKEN;
    }
    if (status == AM_RECORD_FULL) {
        return ASSESS_FULL;
    }
    am_buffer_put_text(why, am_diag_code_of(error.diag));
    am_buffer_put_text(why, " at ");
    am_buffer_put_text(why, error.path);
    am_buffer_put_text(why, ": ");
    am_buffer_put_text(why, error.message);
    am_buffer_put_char(why, '\n');
    return ASSESS_REFUSED;
}

uint32_t assess_run(assessor *assessor) {
    am_vm_run(assessor->batches[0]);
    am_vm_run(assessor->batches[1]);
    am_leeway_forget(assessor->leeway);
    return assessor->batch->rows[0].count;
}

bool assess_finds_leeway(assessor *assessor, uint32_t row) {
    return am_leeway_find(assessor->leeway, assessor->batch, row);
}

bool assess_explains(assessor *assessor, uint32_t row, am_buffer *why, uint64_t *sums) {
    return assess_finds_leeway(assessor, row) && explained_adds_up(assessor->explainers[0], row, why, sums) &&
           explained_alike(assessor->explainers[0], assessor->explainers[1], row, why);
}

void assess_clear(assessor *assessor) {
    am_batch_clear(assessor->batches[0]);
    am_batch_clear(assessor->batches[1]);
}

/* Paths */

/* Appends the path of a place; numbers are those of the lists around it, outermost first. Returns how many
 * were used. */
static uint32_t put_place(am_buffer *buffer, const am_program *program, uint16_t place,
                          const uint32_t *numbers) {
    const am_place *p = &program->places[place];
    uint32_t used;

    if (p->kind == AM_PLACE_ROOT) {
        return 0;
    }
    used = put_place(buffer, program, p->parent, numbers);
    if (program->places[p->parent].kind != AM_PLACE_ROOT) {
        am_buffer_put_char(buffer, '.');
    }
    am_buffer_put(buffer, p->field);
    if (p->kind == AM_PLACE_LIST) {
        am_buffer_put_char(buffer, '[');
        am_buffer_put_unsigned(buffer, numbers[used++]);
        am_buffer_put_char(buffer, ']');
    }
    return used;
}

static void put_member(am_buffer *buffer, const am_program *program, uint16_t place, const uint32_t *numbers,
                       am_slice name) {
    put_place(buffer, program, place, numbers);
    if (program->places[place].kind != AM_PLACE_ROOT) {
        am_buffer_put_char(buffer, '.');
    }
    am_buffer_put(buffer, name);
}

/* Needs, sorted as text */

typedef struct needed {
    const am_program *program;
    lines texts;
} needed;

static void add_need(void *context, const am_vm_need *need) {
    needed *n = context;

    if (need->fact != AM_NO_INDEX) {
        const am_fact *fact = &n->program->facts[need->fact];

        put_member(&n->texts.text, n->program, fact->place, need->where.numbers, fact->name);
    } else {
        const am_place *list = &n->program->places[n->program->domains[need->domain].place];

        put_member(&n->texts.text, n->program, list->parent, need->where.numbers, list->field);
    }
    lines_end(&n->texts);
}

/* What both ends of a range need is named once. */
static void put_needs(assessor *assessor, const am_output *output, uint32_t row, lines *out) {
    needed n = {.program = assessor->program};

    lines_init(&n.texts, assessor->allocator);
    if (am_batch_state(assessor->batch, output->column, row) == AM_STATE_NEEDS) {
        am_vm_needs_of(assessor->batch, output->column, row, add_need, &n);
    }
    if (output->column_high != AM_NO_INDEX &&
        am_batch_state(assessor->batch, output->column_high, row) == AM_STATE_NEEDS) {
        am_vm_needs_of(assessor->batch, output->column_high, row, add_need, &n);
    }
    lines_sort(&n.texts);
    for (size_t i = 0; i < n.texts.count; i++) {
        if (i != 0 && am_slice_is_equal(lines_at(&n.texts, i), lines_at(&n.texts, i - 1))) {
            continue;
        }
        am_buffer_put_text(&out->text, i == 0 ? "" : ", ");
        am_buffer_put(&out->text, lines_at(&n.texts, i));
    }
    lines_clear(&n.texts);
}

/* Values */

static void put_value(assessor *assessor, uint8_t kind, uint16_t column, uint32_t row, lines *out) {
    switch (am_kind_type((am_kind)kind)) {
    case AM_VALUE_DECIMAL:
        lines_put_decimal(out, am_batch_decimal(assessor->batch, column, row));
        break;
    case AM_VALUE_TEXT:
        lines_put_text(out, am_batch_text(assessor->batch, column, row));
        break;
    default:
        am_buffer_put_signed(&out->text, am_batch_integer(assessor->batch, column, row));
    }
}

/* The first of the faults of a range's ends, in source order. */
static am_vm_fault first_fault(assessor *assessor, const am_output *output, uint32_t row) {
    const am_site *sites = assessor->program->sites;
    bool is_low = am_batch_state(assessor->batch, output->column, row) == AM_STATE_FAULT;
    am_vm_fault low = am_vm_fault_of(assessor->batch, is_low ? output->column : output->column_high, row),
                high;

    if (output->column_high == AM_NO_INDEX ||
        am_batch_state(assessor->batch, output->column_high, row) != AM_STATE_FAULT) {
        return low;
    }
    high = am_vm_fault_of(assessor->batch, output->column_high, row);
    return sites[high.instruction].order < sites[low.instruction].order ? high : low;
}

/* `F0004 line 12`: the line of the step or declaration that faulted. */
static void put_fault(assessor *assessor, const am_output *output, uint32_t row, lines *out) {
    am_vm_fault fault = first_fault(assessor, output, row);

    am_buffer_put_text(&out->text, am_diag_code_of(fault.diag));
    am_buffer_put_text(&out->text, " line ");
    am_buffer_put_unsigned(&out->text,
                           fault.clause == AM_NO_INDEX ? 0 : assessor->program->clauses[fault.clause].line);
    if (fault.also != AM_NO_INDEX) {
        am_buffer_put_text(&out->text, " and ");
        am_buffer_put_unsigned(&out->text, assessor->program->clauses[fault.also].line);
    }
    am_buffer_put_text(&out->text, " at");
    for (uint32_t i = 0; i < fault.where.depth; i++) {
        am_buffer_put_char(&out->text, ' ');
        am_buffer_put_unsigned(&out->text, fault.where.numbers[i]);
    }
    am_buffer_put_char(&out->text, ' ');
}

static void put_outcome(assessor *assessor, const am_output *output, uint32_t row, lines *out) {
    am_batch *batch = assessor->batch;
    uint16_t column = output->column;

    if (output->column_high != AM_NO_INDEX &&
        am_batch_state(batch, output->column_high, row) > am_batch_state(batch, column, row)) {
        column = output->column_high;
    }
    switch (am_batch_state(batch, column, row)) {
    case AM_STATE_VALUE:
        am_buffer_put_text(&out->text, "value ");
        put_value(assessor, output->kind, output->column, row, out);
        if (output->column_high != AM_NO_INDEX) {
            am_buffer_put_text(&out->text, " to ");
            put_value(assessor, output->kind, output->column_high, row, out);
        }
        break;
    case AM_STATE_UNKNOWN:
        am_buffer_put_text(&out->text, "unknown");
        break;
    case AM_STATE_NEEDS:
        am_buffer_put_text(&out->text, "needs ");
        put_needs(assessor, output, row, out);
        break;
    case AM_STATE_FAULT:
        am_buffer_put_text(&out->text, "fault ");
        put_fault(assessor, output, row, out);
        break;
    }
}

/* Rows */

typedef struct walk {
    assessor *assessor;
    const am_output *output;
    lines *out;
    uint16_t domains[AM_VM_DEPTH_MAX]; /* from below domain 0 down to the output's */
    uint32_t numbers[AM_VM_DEPTH_MAX];
    uint32_t depth;
} walk;

static uint16_t domain_of(const am_program *program, uint16_t place) {
    if (program->places[place].kind == AM_PLACE_INSIDE) {
        return program->places[place].domain;
    }
    for (uint32_t i = 1; i < program->domain_count; i++) {
        if (program->domains[i].kind == AM_DOMAIN_LIST && program->domains[i].place == place) {
            return (uint16_t)i;
        }
    }
    return 0;
}

static void walk_rows(walk *w, uint32_t level, uint32_t row) {
    uint32_t first, end;

    if (level == w->depth) {
        put_member(&w->out->text, w->assessor->program, w->output->place, w->numbers, w->output->name);
        am_buffer_put_text(&w->out->text, ": ");
        put_outcome(w->assessor, w->output, row, w->out);
        lines_end(w->out);
        return;
    }
    am_batch_elements(w->assessor->batch, w->domains[level], row, &first, &end);
    for (uint32_t i = first; i < end; i++) {
        w->numbers[level] = i - first + 1;
        walk_rows(w, level + 1, i);
    }
}

static void put_outcomes(assessor *assessor, uint32_t row, lines *out) {
    const am_program *program = assessor->program;

    for (uint32_t i = 0; i < program->output_count; i++) {
        walk w = {.assessor = assessor, .output = &program->outputs[i], .out = out};
        uint16_t domain = domain_of(program, w.output->place), chain[AM_VM_DEPTH_MAX];

        for (; domain != 0 && w.depth < AM_VM_DEPTH_MAX; domain = program->domains[domain].parent) {
            chain[w.depth++] = domain;
        }
        for (uint32_t d = 0; d < w.depth; d++) {
            w.domains[d] = chain[w.depth - 1 - d];
        }
        walk_rows(&w, 0, row);
    }
    if (am_vm_is_failed(assessor->batch, row)) {
        am_buffer_put_text(&out->text, "the record: refused");
        lines_end(out);
    }
}

/* Adds a line where the record comes to something else in another batch. */
static void compare_with(assessor *assessor, am_batch *other, uint32_t row, const char *name, lines *out) {
    lines narrow;
    size_t count = out->count;

    lines_init(&narrow, assessor->allocator);
    assessor->batch = other;
    put_outcomes(assessor, row, &narrow);
    assessor->batch = assessor->batches[0];
    for (size_t i = 0; i < narrow.count; i++) {
        if (i >= count || !am_slice_is_equal(lines_at(&narrow, i), lines_at(out, i))) {
            am_buffer_reserve(&out->text, out->text.length + narrow.text.length + 32);
            am_buffer_put_text(&out->text, name);
            am_buffer_put(&out->text, lines_at(&narrow, i));
            am_buffer_put_text(&out->text, ", wide ");
            am_buffer_put(&out->text, i < count ? lines_at(out, i) : AM_SLICE("nothing"));
            lines_end(out);
            break;
        }
    }
    lines_clear(&narrow);
}

void assess_outcomes(assessor *assessor, uint32_t row, lines *out) {
    put_outcomes(assessor, row, out);
    compare_with(assessor, assessor->batches[1], row, "narrow ", out);
    am_batch_clear(assessor->alone);
    am_batch_copy_record(assessor->alone, assessor->batches[1], row);
    am_vm_run(assessor->alone);
    compare_with(assessor, assessor->alone, 0, "alone ", out);
}

bool assess_agrees_with_dockets(assessor *assessor, docketed_counts *counts, am_buffer *why) {
    return docketed_agrees(assessor->batches[0], assessor->allocator, counts, why);
}

/* Leeway */

static bool has_path(assessor *assessor, const am_reach *reach, am_slice path) {
    const am_output *output = &assessor->program->outputs[reach->output];
    am_vm_where where =
        am_vm_where_of(assessor->batch, domain_of(assessor->program, output->place), reach->row);
    am_buffer own;
    bool is_same;

    am_buffer_init(&own, assessor->allocator);
    put_member(&own, assessor->program, output->place, where.numbers, output->name);
    is_same = am_slice_is_equal(am_buffer_text(&own), path);
    am_buffer_clear(&own);
    return is_same;
}

assessed_reach assess_reach(assessor *assessor, uint32_t row, am_slice path) {
    size_t count;
    const am_reach *reaches = am_leeway_reaches(assessor->leeway, &count);

    (void)row;
    for (size_t i = 0; i < count; i++) {
        if (has_path(assessor, &reaches[i], path)) {
            return (assessed_reach){true,
                                    reaches[i].has_values,
                                    reaches[i].is_searched,
                                    reaches[i].lowest.decimal,
                                    reaches[i].highest.decimal,
                                    reaches[i].is_lowest_endless,
                                    reaches[i].is_highest_endless};
        }
    }
    return (assessed_reach){.is_there = false};
}
