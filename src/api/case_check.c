/*
 * What is expected of a record compared with what came: values exactly, needs as sets, faults by their codes.
 *
 * What came is written as in a result line.
 */
#include "api/case_value.h"
#include "api/cases.h"
#include "record/path.h"

/* An expectation beside the output that it speaks of. */
typedef struct check {
    amerce_assessor *assessor;
    const am_program *program;
    const am_claim *claim;
    const am_output *output;
    uint32_t number; /* of the output */
    uint32_t row;
    am_buffer *came;
} check;

/* The next name of a path and the number behind it (0 for none); false at its end or where it is no path. */
static bool next_segment(am_slice *path, am_slice *name, uint32_t *number, bool *is_last) {
    size_t end = 0;
    size_t close;
    *number = 0;
    while (end < path->length && path->data[end] != '.' && path->data[end] != '[') {
        end++;
    }
    *name = am_slice_part(*path, 0, end);
    close = end;
    if (end < path->length && path->data[end] == '[') {
        for (close = end + 1; close < path->length && path->data[close] != ']'; close++) {
            char digit = path->data[close];
            if (digit < '0' || digit > '9' || *number > 100000) {
                return false;
            }
            *number = *number * 10 + (uint32_t)(digit - '0');
        }
        close++;
        if (*number == 0) {
            return false;
        }
    }
    *is_last = close >= path->length;
    *path = am_slice_part(*path, close + 1, path->length);
    return end > 0;
}

/* `rate.base`: one of the results of a schedule that has several, where the path ends with it. */
static uint32_t find_result(const amerce_rulebook *rulebook, uint32_t place, am_slice name, am_slice rest) {
    for (uint32_t i = 0; i < rulebook->program->output_count; i++) {
        const am_output *output = &rulebook->program->outputs[i];
        size_t length = name.length + 1 + rest.length;
        if (output->place == place && output->name.length == length &&
            output->name.data[name.length] == '.' &&
            am_slice_is_equal(am_slice_part(output->name, 0, name.length), name) &&
            am_slice_is_equal(am_slice_part(output->name, name.length + 1, length), rest)) {
            return i;
        }
    }
    return AMERCE_NONE;
}

bool amerce_assessor_find(const amerce_assessor *assessor, uint32_t record, amerce_text path,
                          uint32_t *output, uint32_t *row) {
    const amerce_rulebook *rulebook = assessor->rulebook;
    am_slice rest = am_api_slice(path);
    am_slice name;
    uint32_t number;
    uint32_t place = 0;
    bool is_last = false;
    *output = AMERCE_NONE;
    *row = record;
    while (next_segment(&rest, &name, &number, &is_last) && !is_last) {
        uint32_t first;
        uint32_t end;
        *output = find_result(rulebook, place, name, rest);
        if (number == 0 && *output != AMERCE_NONE) {
            return *row < assessor->batch->rows[rulebook->program->places[place].domain].count;
        }
        place = amerce_rulebook_find_place(rulebook, place, am_api_text(name));
        if (place == AMERCE_NONE ||
            (number > 0) != (rulebook->program->places[place].kind == AM_PLACE_LIST)) {
            return false;
        }
        if (number > 0) {
            if (amerce_assessor_elements(assessor, place, *row, &first, &end) != AMERCE_OK ||
                number > end - first) {
                return false;
            }
            *row = first + number - 1;
        }
    }
    if (is_last && number == 0) {
        *output = amerce_rulebook_find_output(rulebook, place, am_api_text(name));
    }
    return *output != AMERCE_NONE &&
           *row < assessor->batch->rows[rulebook->program->places[place].domain].count;
}

static am_state state_of(const check *work, uint16_t column, uint16_t column_high) {
    am_state state = am_batch_state(work->assessor->batch, column, work->row);
    am_state high =
        column_high == AM_NO_INDEX ? state : am_batch_state(work->assessor->batch, column_high, work->row);
    return high > state ? high : state;
}

static am_case_sort sort_of(const am_output *output) {
    return (am_case_sort){(am_kind)output->kind, output->unit, output->scale};
}

/* The register's value beside the JSON: -1, 0, 1, or 2 where the JSON says no value of the sort. */
static int compare(const check *work, uint16_t column, am_slice json) {
    am_case_scalar wanted;
    am_case_sort sort = sort_of(work->output);
    if (!am_case_scalar_read(work->program, sort, json, &wanted)) {
        return 2;
    }
    am_case_scalar value = am_case_scalar_of(work->assessor, sort, column, work->row);
    return am_case_scalar_compare(sort, &value, &wanted);
}

static bool is_fault(const check *work, am_slice expected) {
    am_slice inner;
    amerce_fault fault;
    am_slice code = am_case_member(expected, AM_SLICE("code"), &inner) ? inner : expected;
    am_json json = am_json_of(code);
    return amerce_assessor_fault(work->assessor, work->number, work->row, &fault) == AMERCE_OK &&
           am_json_next(&json) == AM_JSON_STRING && am_slice_is_equal(json.text, am_slice_of(fault.code));
}

static bool is_met_object(const check *work, am_state state, am_slice expected) {
    am_slice part;
    am_slice highest;
    am_slice came;
    if (am_case_member(expected, AM_SLICE("error"), &part)) {
        return state == AM_STATE_FAULT && is_fault(work, part);
    }
    if (am_case_member(expected, AM_SLICE("repealed"), &part)) {
        return am_case_member(am_buffer_text(work->came), AM_SLICE("repealed"), &came) &&
               am_slice_is_equal(part, came);
    }
    if (am_case_member(expected, AM_SLICE("no_mildest_law"), &part)) {
        return am_case_member(am_buffer_text(work->came), AM_SLICE("no_mildest_law"), &came);
    }
    if (am_case_member(expected, AM_SLICE("needs"), &part)) {
        return state == AM_STATE_NEEDS &&
               am_case_member(am_buffer_text(work->came), AM_SLICE("needs"), &came) &&
               am_case_is_same_texts(part, came);
    }
    return state == AM_STATE_VALUE && work->output->is_range &&
           am_case_member(expected, AM_SLICE("lowest"), &part) &&
           am_case_member(expected, AM_SLICE("highest"), &highest) &&
           compare(work, work->output->column, part) == 0 &&
           compare(work, work->output->column_high, highest) == 0;
}

static bool is_met_value(const check *work, am_state state) {
    am_slice expected = work->claim->expected;
    am_json json = am_json_of(expected);
    switch (am_json_next(&json)) {
    case AM_JSON_NULL:
        return state == AM_STATE_UNKNOWN;
    case AM_JSON_OPEN_OBJECT:
        return is_met_object(work, state, expected);
    default:
        return state == AM_STATE_VALUE && !work->output->is_range &&
               compare(work, work->output->column, expected) == 0;
    }
}

static bool is_met_range(const check *work, am_state state) {
    const am_claim *claim = work->claim;
    am_slice end;
    if (state != AM_STATE_VALUE || work->output->is_range) {
        return false;
    }
    if (am_case_member(claim->expected, AM_SLICE("lowest"), &end)) {
        int order = compare(work, work->output->column, end);
        if (order != 1 && (order != 0 || claim->is_lowest_out)) {
            return false;
        }
    }
    if (am_case_member(claim->expected, AM_SLICE("highest"), &end)) {
        int order = compare(work, work->output->column, end);
        return order == -1 || (order == 0 && !claim->is_highest_out);
    }
    return true;
}

/* Steps */

/* The clause that has the steps: the output's own, or that of its version that applies. */
static uint32_t penalty_of(const check *work) {
    const am_program *program = work->program;
    const am_batch *batch = work->assessor->batch;
    for (uint32_t i = work->output->clause; i < program->clause_count; i++) {
        const am_clause *version = &program->clauses[i];
        bool is_version = version->parent == work->output->clause && !am_clause_is_part(version) &&
                          version->condition != AM_NO_INDEX && version->place == work->output->place;
        if (is_version && am_batch_state(batch, version->condition, work->row) == AM_STATE_VALUE &&
            am_batch_integer(batch, version->condition, work->row) != 0) {
            return i;
        }
    }
    return work->output->clause;
}

/* What the steps of the label add to one end of the amount; false where an amount is no value. */
static bool sum_steps(const check *work, bool is_high, am_decimal *sum) {
    const am_program *program = work->program;
    am_decimal before = am_decimal_of(0);
    am_decimal added;
    *sum = am_decimal_of(0);
    uint32_t penalty = penalty_of(work);
    for (uint32_t i = penalty; i < program->clause_count; i++) {
        const am_clause *step = &program->clauses[i];
        uint16_t column = is_high ? step->column_high : step->column;
        if (step->kind != AM_CLAUSE_STEP || step->parent != penalty) {
            continue;
        }
        if (column == AM_NO_INDEX ||
            am_batch_state(work->assessor->batch, column, work->row) != AM_STATE_VALUE) {
            return false;
        }
        am_decimal after = am_batch_decimal(work->assessor->batch, column, work->row);
        if (am_slice_is_equal(step->label, work->claim->step) &&
            (am_decimal_subtract(after, before, &added) != AM_ARITH_EXACT ||
             am_decimal_add(*sum, added, sum) != AM_ARITH_EXACT)) {
            return false;
        }
        before = after;
    }
    return true;
}

static void put_amount(const check *work, am_decimal amount) {
    bool is_money = work->output->kind == AM_KIND_MONEY;
    am_buffer_put_text(work->came, is_money ? "\"" : "");
    am_decimal_print(work->came, amount, is_money ? work->program->units[work->output->unit].digits : 0);
    am_buffer_put_text(work->came, is_money ? "\"" : "");
}

/* A running amount of months or days is a bare number. */
static bool is_amount(const check *work, am_slice json, am_decimal amount) {
    am_case_sort sort = sort_of(work->output);
    am_case_scalar wanted;
    if (sort.kind == AM_KIND_MONTHS || sort.kind == AM_KIND_DAYS) {
        sort.kind = AM_KIND_NUMBER;
    }
    return am_case_scalar_read(work->program, sort, json, &wanted) &&
           am_decimal_compare(wanted.scalar.decimal, amount) == 0;
}

static bool is_met_step(const check *work) {
    am_decimal low;
    am_decimal high = am_decimal_of(0);
    am_slice lowest = work->claim->expected;
    am_slice highest = lowest;
    bool is_range = work->output->is_range;
    if (state_of(work, work->output->column, work->output->column_high) != AM_STATE_VALUE ||
        !sum_steps(work, false, &low) || (is_range && !sum_steps(work, true, &high))) {
        return false; /* what came is the output's own outcome */
    }
    work->came->length = 0;
    if (!is_range) {
        put_amount(work, low);
        return is_amount(work, work->claim->expected, low);
    }
    am_buffer_put_text(work->came, "{\"lowest\":");
    put_amount(work, low);
    am_buffer_put_text(work->came, ",\"highest\":");
    put_amount(work, high);
    am_buffer_put_char(work->came, '}');
    return am_case_member(work->claim->expected, AM_SLICE("lowest"), &lowest) &&
           am_case_member(work->claim->expected, AM_SLICE("highest"), &highest) &&
           is_amount(work, lowest, low) && is_amount(work, highest, high);
}

/* Needs */

typedef struct gathering {
    const am_program *program;
    am_buffer *list; /* JSON texts, RECORD.FIELD */
    am_buffer *came; /* the same as paths */
} gathering;

static void put_once(am_buffer *list, am_slice text) {
    am_slice written = am_buffer_text(list);
    am_json json = am_json_of(written);
    am_slice other;
    while (am_case_next_text(&json, &other)) {
        if (am_slice_is_equal(other, text)) {
            return;
        }
    }
    am_buffer_put_text(list, list->length > 1 ? "," : "");
    am_buffer_put_char(list, '"');
    am_buffer_put(list, text);
    am_buffer_put_char(list, '"');
}

static void gather_need(void *context, const am_vm_need *need) {
    gathering *all = context;
    const am_program *program = all->program;
    const am_place *list =
        need->fact == AM_NO_INDEX ? &program->places[program->domains[need->domain].place] : NULL;
    uint16_t owner = list != NULL ? list->parent : program->facts[need->fact].place;
    am_buffer name;
    am_buffer_init(&name, all->came->allocator);
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): every program has a root */
    am_buffer_put(&name, program->places[owner].record);
    am_buffer_put_char(&name, '.');
    am_buffer_put(&name, list != NULL ? list->field : program->facts[need->fact].name);
    put_once(all->list, am_buffer_text(&name));
    name.length = 0;
    am_path_print_need(&name, program, need);
    put_once(all->came, am_buffer_text(&name));
    all->came->is_failed = all->came->is_failed || name.is_failed;
    am_buffer_clear(&name);
}

static void gather_output(check *work, gathering *all, const am_output *output) {
    const uint16_t columns[2] = {output->column, output->column_high};
    for (unsigned i = 0; i < 2; i++) {
        if (columns[i] != AM_NO_INDEX &&
            am_batch_state(work->assessor->batch, columns[i], work->row) == AM_STATE_NEEDS) {
            am_vm_needs_of(work->assessor->batch, columns[i], work->row, gather_need, all);
        }
    }
}

/* All outputs of a batch that holds this record alone. */
static bool is_met_needs(check *work) {
    am_buffer list;
    gathering all = {work->program, &list, work->came};
    am_buffer_init(&list, work->assessor->allocator);
    am_buffer_put_char(&list, '[');
    am_buffer_put_char(work->came, '[');
    for (uint32_t i = 0; i < work->program->output_count; i++) {
        const am_output *output = &work->program->outputs[i];
        uint32_t rows = work->assessor->batch->rows[work->program->places[output->place].domain].count;
        for (work->row = 0; work->row < rows; work->row++) {
            gather_output(work, &all, output);
        }
    }
    am_buffer_put_char(&list, ']');
    am_buffer_put_char(work->came, ']');
    bool is_met = am_case_is_same_texts(am_buffer_text(&list), work->claim->expected);
    work->came->is_failed = work->came->is_failed || list.is_failed;
    am_buffer_clear(&list);
    return is_met;
}

static bool is_met(check *work) {
    am_state state = state_of(work, work->output->column, work->output->column_high);
    am_shown shown = am_shown_of(work->output);
    am_result_write_outcome(work->came, work->program, work->assessor->batch, &shown, work->row);
    switch (work->claim->kind) {
    case AMERCE_EXPECT_IN:
        return is_met_range(work, state);
    case AMERCE_EXPECT_BECAUSE:
        return is_met_step(work);
    default:
        return is_met_value(work, state);
    }
}

amerce_status amerce_case_check(const amerce_cases *cases, size_t index, size_t expectation,
                                amerce_assessor *assessor, uint32_t record, amerce_sink came, bool *is_good) {
    am_buffer buffer;
    *is_good = false;
    if (index >= cases->count || expectation >= cases->items[index].claim_count ||
        record >= assessor->batch->rows[0].count) {
        return AMERCE_MISUSE;
    }
    check work = {.assessor = assessor,
                  .program = assessor->rulebook->program,
                  .claim = &cases->items[index].claims[expectation],
                  .came = &buffer};
    am_buffer_init(&buffer, assessor->allocator);
    if (work.claim->kind == AMERCE_EXPECT_REFUSED) {
        *is_good = false; /* it was assessed */
    } else if (work.claim->kind == AMERCE_EXPECT_NEEDS) {
        *is_good = is_met_needs(&work);
    } else if (amerce_assessor_find(assessor, record, am_api_text(work.claim->path), &work.number,
                                    &work.row)) {
        work.output = &work.program->outputs[work.number];
        *is_good = is_met(&work);
    }
    *is_good = *is_good && !buffer.is_failed;
    return am_api_flush(&buffer, came);
}
