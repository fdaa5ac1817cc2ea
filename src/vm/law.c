/*
 * The laws of a record, tried one after the other.
 *
 * The first is that of the first date; each further one begins on a day of the program's changes up to the
 * last date. Of what is compared the least so far is kept; a law is the mildest that is at the least in
 * everything, and the earliest of those.
 */
#include "vm/law.h"

#include <string.h>

#include "vm/kernel.h"
#include "vm/law_work.h"
#include "vm/level.h"

/* Rows may be run for so many times as many laws as they have. */
enum { TOGETHER_TIMES = 4 };

uint16_t am_law_of_place(const am_program *program, uint16_t place) {
    for (uint32_t i = 0; i < program->law_count; i++) {
        if (program->laws[i].place == place) {
            return (uint16_t)i;
        }
    }
    return AM_NO_INDEX;
}

am_batch *am_law_probe(const am_batch *batch) {
    return batch->laws->probe;
}

static uint16_t domain_of(const am_program *program, uint32_t law) {
    return program->places[program->laws[law].place].domain;
}

static const am_instruction *instruction_of(const am_program *program, uint32_t law) {
    return &program->instructions[program->laws[law].instruction];
}

/* The laws of a row */

typedef struct am_period {
    am_date first;
    am_date last;
    bool is_there;
} am_period;

static am_period period_of(const am_batch *batch, uint16_t law, uint32_t row) {
    const am_instruction *made = instruction_of(batch->program, law);
    am_period period = {0, 0, false};
    if (am_batch_state(batch, made->operands[0], row) == AM_STATE_VALUE &&
        am_batch_state(batch, made->operands[1], row) == AM_STATE_VALUE) {
        period.first = am_batch_integer(batch, made->operands[0], row);
        period.last = am_batch_integer(batch, made->operands[1], row);
        period.is_there = true;
    }
    return period;
}

/* How many changes there are up to and with the day. */
static uint32_t changes_up_to(const am_program *program, am_date day) {
    uint32_t low = 0, high = program->change_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (program->changes[middle].day <= day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* A change of which nothing is known is none: law goes on. */
static bool is_known(const am_batch *batch, uint32_t change) {
    return am_batch_knows(batch, batch->program->changes[change].published);
}

/* The first change from that number on of which something is known; the count of changes where there is none.
 */
static uint32_t next_known(const am_batch *batch, uint32_t change) {
    while (change < batch->program->change_count && !is_known(batch, change)) {
        change++;
    }
    return change;
}

static uint32_t known_between(const am_batch *batch, uint32_t first, uint32_t end) {
    uint32_t count = 0;
    if (!batch->has_known_at) {
        return end - first;
    }
    for (uint32_t change = first; change < end; change++) {
        count += is_known(batch, change);
    }
    return count;
}

uint32_t am_law_count(const am_batch *batch, uint16_t law, uint32_t row) {
    const am_program *program = batch->program;
    am_period period = period_of(batch, law, row);
    if (!period.is_there || period.last < period.first) {
        return 0;
    }
    uint32_t between =
        known_between(batch, changes_up_to(program, period.first), changes_up_to(program, period.last));
    return 1 + (program->laws[law].is_two && between > 1 ? 1 : between);
}

am_date am_law_date(const am_batch *batch, uint16_t law, uint32_t row, uint32_t number) {
    const am_program *program = batch->program;
    am_period period = period_of(batch, law, row);
    if (number == 0 || !period.is_there) {
        return period.first;
    }
    if (program->laws[law].is_two) {
        return period.last;
    }
    uint32_t change = changes_up_to(program, period.first);
    if (!batch->has_known_at) {
        return program->changes[change + number - 1].day;
    }
    change = next_known(batch, change);
    for (uint32_t i = 1; i < number; i++) {
        change = next_known(batch, change + 1);
    }
    return program->changes[change].day;
}

bool am_law_end(const am_batch *batch, am_date date, am_date *out) {
    const am_program *program = batch->program;
    uint32_t next = next_known(batch, changes_up_to(program, date));
    if (next < program->change_count) {
        *out = program->changes[next].day;
    }
    return next < program->change_count;
}

/* Whether another version of the same provision, or its repeal, has come since. */
static bool is_followed(const am_batch *batch, const am_law_source *source, am_date date) {
    for (uint32_t i = 0; i < batch->program->law_source_count; i++) {
        const am_law_source *other = &batch->program->law_sources[i];
        if (other->provision == source->provision && other->from > source->from && other->from <= date &&
            am_batch_knows(batch, other->published)) {
            return true;
        }
    }
    return false;
}

bool am_law_cites(const am_batch *batch, uint32_t number, am_date date) {
    const am_law_source *source = &batch->program->law_sources[number];
    return source->citation.length != 0 && source->from <= date && date < source->until &&
           am_batch_knows(batch, source->published) && !is_followed(batch, source, date);
}

/* The record */

static uint32_t size_of(const am_batch *batch, uint16_t domain) {
    return batch->laws->ends[domain] - batch->laws->firsts[domain];
}

void am_law_open(am_batch *batch, uint32_t record) {
    am_law_work *laws = batch->laws;
    if (laws->is_open && laws->record == record) {
        return;
    }
    laws->is_open = true;
    laws->record = record;
    laws->held_count = 0;
    am_work_extents(batch, record, laws->firsts, laws->ends);
}

am_law_range am_law_rows(const am_batch *batch, uint16_t law) {
    uint16_t domain = domain_of(batch->program, law);
    return (am_law_range){batch->laws->firsts[domain], batch->laws->ends[domain]};
}

uint32_t am_law_most(const am_batch *batch) {
    uint32_t most = 0;
    for (uint32_t law = 0; law < batch->program->law_count; law++) {
        am_law_range rows = am_law_rows(batch, (uint16_t)law);
        for (uint32_t row = rows.first; row < rows.end; row++) {
            uint32_t count = am_law_count(batch, (uint16_t)law, row);
            most = count > most ? count : most;
        }
    }
    return most;
}

uint32_t am_law_row(const am_batch *batch, uint16_t domain, uint32_t row, uint32_t number) {
    const am_law_work *laws = batch->laws;
    if (domain == AM_DOMAIN_CONSTANT) {
        return 0;
    }
    return (number - laws->held_first) * size_of(batch, domain) + row - laws->firsts[domain];
}

/* How many copies of the record the probe has room for: one at least, as the record was in the batch. */
static uint32_t room_of(const am_batch *batch) {
    uint32_t room = batch->laws->probe->rows[0].capacity;
    for (uint32_t i = 1; i < batch->program->domain_count; i++) {
        uint32_t size = size_of(batch, (uint16_t)i);
        uint32_t fits = size == 0 ? room : batch->laws->probe->rows[i].capacity / size;
        room = fits < room ? fits : room;
    }
    return room > 0 ? room : 1;
}

static void copy_rows(am_batch *batch, uint16_t number, uint32_t copy) {
    const am_law_work *laws = batch->laws;
    const am_domain *domain = &batch->program->domains[number];
    const am_rows *from = &batch->rows[number];
    am_rows *to = &laws->probe->rows[number];
    uint32_t first = laws->firsts[number], size = size_of(batch, number);
    if (domain->kind == AM_DOMAIN_RECORDS) {
        return;
    }
    uint32_t parent_first = laws->firsts[domain->parent], parent_size = size_of(batch, domain->parent);
    for (uint32_t row = 0; row < parent_size; row++) {
        to->ends[copy * parent_size + row] = copy * size + from->ends[parent_first + row] - first;
    }
    for (uint32_t row = 0; row < size; row++) {
        to->parents[copy * size + row] = copy * parent_size + from->parents[first + row] - parent_first;
        if (domain->kind == AM_DOMAIN_PRODUCT) {
            to->elements[copy * size + row] = copy * size_of(batch, domain->element) +
                                              from->elements[first + row] - laws->firsts[domain->element];
        }
    }
}

static void copy_inputs(am_batch *batch, uint16_t domain, uint32_t copy) {
    const am_work *work = batch->work;
    am_batch *probe = batch->laws->probe;
    uint32_t first = batch->laws->firsts[domain], size = size_of(batch, domain);
    for (uint32_t i = work->input_starts[domain]; i < work->input_starts[domain + 1] && size > 0; i++) {
        const am_column *from = &batch->columns[work->inputs[i].column];
        am_column *to = &probe->columns[work->inputs[i].column];
        am_level_widen(batch, work->inputs[i].column);
        am_level_forget(to);
        size_t bytes =
            am_value_type_bytes((am_value_type)batch->program->registers[work->inputs[i].column].type);
        memcpy((char *)to->values + (size_t)copy * size * bytes, (const char *)from->values + first * bytes,
               size * bytes);
        if (from->states != NULL) {
            memcpy(to->states + (size_t)copy * size, from->states + first, size);
        }
    }
}

/* Each row of a copy under its own law of the copy's number, or its last. */
static void set_dates(am_batch *batch, uint32_t number) {
    for (uint32_t law = 0; law < batch->program->law_count; law++) {
        am_choices *choices = &batch->laws->probe->laws->choices[law];
        am_law_range rows = am_law_rows(batch, (uint16_t)law);
        for (uint32_t row = rows.first; row < rows.end; row++) {
            uint32_t count = am_law_count(batch, (uint16_t)law, row);
            uint32_t own = number < count ? number : count == 0 ? 0 : count - 1;
            uint32_t at = am_law_row(batch, domain_of(batch->program, law), row, number);
            choices->dates[at] = am_law_date(batch, (uint16_t)law, row, own);
            choices->states[at] = AM_STATE_VALUE;
        }
    }
}

void am_law_hold(am_batch *batch, uint32_t number) {
    am_law_work *laws = batch->laws;
    if (number >= laws->held_first && number - laws->held_first < laws->held_count) {
        return;
    }
    uint32_t room = room_of(batch), left = am_law_most(batch) - number;
    laws->probe->has_known_at = batch->has_known_at;
    laws->probe->known_at = batch->known_at;
    laws->held_first = number;
    laws->held_count = left < room ? left : room;
    for (uint32_t i = 0; i < batch->program->domain_count; i++) {
        uint32_t count = laws->held_count * size_of(batch, (uint16_t)i);
        laws->probe->rows[i].count = count;
        if (count > 0) {
            am_work_ready(laws->probe, (uint16_t)i, count - 1);
        }
        for (uint32_t copy = 0; copy < laws->held_count; copy++) {
            copy_rows(batch, (uint16_t)i, copy);
            copy_inputs(batch, (uint16_t)i, copy);
        }
    }
    for (uint32_t copy = 0; copy < laws->held_count; copy++) {
        set_dates(batch, number + copy);
    }
    laws->probe->laws->is_chosen = true;
    am_vm_pass(laws->probe);
}

/* Comparing */

static am_vm_fault fault_of(am_batch *probe, const am_output *output, uint32_t row) {
    return am_vm_fault_of_ends(probe, output->column, output->column_high, row);
}

static am_state state_of(const am_batch *probe, const am_output *output, uint32_t row) {
    am_state state = am_batch_state(probe, output->column, row);
    return output->column_high == AM_NO_INDEX
               ? state
               : am_state_greatest(state, am_batch_state(probe, output->column_high, row));
}

static bool is_own(const am_program *program, const am_vm_fault *fault, uint16_t clause) {
    return fault->clause != AM_NO_INDEX && clause != AM_NO_INDEX &&
           (fault->clause == clause || program->clauses[fault->clause].parent == clause);
}

/* What an output comes to where it is compared: UNKNOWN is nothing at all. */
static am_state outcome_of(am_batch *probe, const am_output *output, uint32_t row) {
    am_state state = state_of(probe, output, row);
    if (state != AM_STATE_FAULT) {
        return state;
    }
    am_vm_fault fault = fault_of(probe, output, row);
    return am_vm_is_repeal_of(probe->program, &fault, output->clause) ? AM_STATE_UNKNOWN : AM_STATE_FAULT;
}

/* What the outputs compared come to in a row of the batch where laws are tried: needs, a fault, or a value.
 */
static am_state state_of_law(am_batch *probe, uint16_t law, uint32_t row) {
    const am_law *compared = &probe->program->laws[law];
    am_state worst = AM_STATE_VALUE;
    for (uint16_t i = 0; i < compared->output_count; i++) {
        am_state state = outcome_of(probe, &probe->program->outputs[compared->outputs[i]], row);
        worst = am_state_greatest(worst, state == AM_STATE_UNKNOWN ? AM_STATE_VALUE : state);
    }
    return worst;
}

/* Negative, 0 or positive as a column's row is below, at or above the least so far. */
static int compare(const am_batch *probe, uint16_t column, uint32_t row, bool is_nothing,
                   const am_least *least) {
    const am_register *reg = &probe->program->registers[column];
    if (is_nothing || least->is_nothing) {
        return (int)least->is_nothing - (int)is_nothing;
    }
    am_view view = am_view_of(probe, column);
    return am_value_compare((am_value_type)reg->type, am_view_value(&view, row), &least->amount);
}

static void keep(const am_batch *probe, uint16_t column, uint32_t row, bool is_nothing, am_least *least) {
    am_view view = am_view_of(probe, column);
    least->is_nothing = is_nothing;
    memcpy(&least->amount, am_view_value(&view, row), view.bytes);
}

/* How a law stands to the least so far, which becomes the least of both. */
typedef struct am_standing {
    bool is_above; /* in something */
    bool is_below;
} am_standing;

static void weigh(const am_batch *probe, uint16_t column, uint32_t row, bool is_nothing, bool is_first,
                  am_least *least, am_standing *standing) {
    int order = is_first ? -1 : compare(probe, column, row, is_nothing, least);
    standing->is_above |= order > 0;
    standing->is_below |= order < 0;
    if (order < 0) {
        keep(probe, column, row, is_nothing, least);
    }
}

/* `row` is the probe's, `at` that of what is kept. */
static void take_law(am_batch *probe, uint16_t law, uint32_t row, uint32_t at, uint32_t number) {
    const am_law *compared = &probe->program->laws[law];
    am_choices *choices = &probe->laws->choices[law];
    am_least *least = &choices->least[(size_t)at * choices->part_count];
    am_standing standing = {false, false};
    for (uint16_t i = 0; i < compared->output_count; i++) {
        const am_output *output = &probe->program->outputs[compared->outputs[i]];
        bool is_nothing = outcome_of(probe, output, row) == AM_STATE_UNKNOWN;
        weigh(probe, output->column, row, is_nothing, number == 0, least++, &standing);
        if (output->column_high != AM_NO_INDEX) {
            weigh(probe, output->column_high, row, is_nothing, number == 0, least++, &standing);
        }
    }
    if (!standing.is_above && standing.is_below) {
        choices->best[at] = number;
    } else if (standing.is_below) {
        choices->best[at] = AM_LAW_NONE;
    } else if (!standing.is_above && choices->best[at] == AM_LAW_NONE) {
        choices->best[at] = number;
    }
}

/* The law of that number, which was tried for the row, beside those before it. */
static void compare_law(am_batch *probe, uint16_t law, uint32_t row, uint32_t at, uint32_t number) {
    am_choices *choices = &probe->laws->choices[law];
    am_state state = state_of_law(probe, law, row);
    choices->worst[at] = number == 0 ? (uint8_t)state : (uint8_t)am_state_greatest(choices->worst[at], state);
    if (choices->worst[at] == AM_STATE_VALUE) {
        take_law(probe, law, row, at, number);
    }
}

static void compare_number(am_batch *batch, uint32_t number) {
    for (uint32_t law = 0; law < batch->program->law_count; law++) {
        am_law_range rows = am_law_rows(batch, (uint16_t)law);
        for (uint32_t row = rows.first; row < rows.end; row++) {
            if (number < am_law_count(batch, (uint16_t)law, row)) {
                uint32_t tried = am_law_row(batch, domain_of(batch->program, law), row, number);
                compare_law(batch->laws->probe, (uint16_t)law, tried, row - rows.first, number);
            }
        }
    }
}

/* What was found for a row goes where LAW reads it. */
static void settle_row(am_batch *batch, uint16_t law, uint32_t row, const am_choices *found, uint32_t at,
                       bool is_compared) {
    am_choices *chosen = &batch->laws->choices[law];
    am_state state = is_compared ? (am_state)found->worst[at] : AM_STATE_FAULT;
    uint32_t best = is_compared && state == AM_STATE_VALUE ? found->best[at] : 0;
    chosen->states[row] = (uint8_t)(best == AM_LAW_NONE ? AM_STATE_FAULT : state);
    chosen->dates[row] = am_law_date(batch, law, row, best == AM_LAW_NONE ? 0 : best);
}

static void settle(am_batch *batch) {
    for (uint32_t law = 0; law < batch->program->law_count; law++) {
        const am_choices *found = &batch->laws->probe->laws->choices[law];
        am_law_range rows = am_law_rows(batch, (uint16_t)law);
        for (uint32_t row = rows.first; row < rows.end; row++) {
            settle_row(batch, (uint16_t)law, row, found, row - rows.first,
                       am_law_count(batch, (uint16_t)law, row) != 0);
        }
    }
}

/* All records together: the batch itself is run under the laws of each number, while the rows of records
 * that have fewer stay under their last. */

static uint32_t rows_of_law(const am_batch *batch, uint32_t law) {
    return batch->rows[domain_of(batch->program, law)].count;
}

/* The most laws of any row. Not 0 where that is worth it: where few rows have many laws all others would be
 * run as often as they. */
static uint32_t most_together(const am_batch *batch) {
    uint64_t all = 0, rows = 0;
    uint32_t most = 0;
    for (uint32_t law = 0; law < batch->program->law_count; law++) {
        for (uint32_t row = 0; row < rows_of_law(batch, law); row++) {
            uint32_t count = am_law_count(batch, (uint16_t)law, row);
            batch->laws->choices[law].counts[row] = count;
            most = count > most ? count : most;
            all += count;
            rows++;
        }
    }
    return most * rows <= TOGETHER_TIMES * (all + rows) ? most : 0;
}

static void set_number(am_batch *batch, uint32_t number) {
    for (uint32_t law = 0; law < batch->program->law_count; law++) {
        am_choices *choices = &batch->laws->choices[law];
        for (uint32_t row = 0; row < rows_of_law(batch, law); row++) {
            uint32_t count = choices->counts[row];
            if (number != 0 && number >= count) {
                continue; /* it stays under its last */
            }
            choices->dates[row] = am_law_date(batch, (uint16_t)law, row, number);
            choices->states[row] = AM_STATE_VALUE;
        }
    }
}

static void choose_together(am_batch *batch, uint32_t most) {
    uint32_t laws = batch->program->law_count;
    batch->laws->is_chosen = true;
    for (uint32_t number = 0; number < most; number++) {
        set_number(batch, number);
        am_vm_pass(batch);
        for (uint32_t law = 0; law < laws; law++) {
            for (uint32_t row = 0; row < rows_of_law(batch, law); row++) {
                if (number < batch->laws->choices[law].counts[row]) {
                    compare_law(batch, (uint16_t)law, row, row, number);
                }
            }
        }
    }
    for (uint32_t law = 0; law < laws; law++) {
        for (uint32_t row = 0; row < rows_of_law(batch, law); row++) {
            const am_choices *found = &batch->laws->choices[law];
            settle_row(batch, (uint16_t)law, row, found, row, found->counts[row] != 0);
        }
    }
}

void am_law_choose(am_batch *batch) {
    batch->laws->is_chosen = false;
    batch->laws->is_open = false;
    am_vm_pass(batch);
    uint32_t most = most_together(batch);
    if (most != 0) {
        choose_together(batch, most);
        return;
    }
    for (uint32_t record = 0; record < batch->rows[0].count; record++) {
        batch->laws->is_open = false;
        am_law_open(batch, record);
        uint32_t most = am_law_most(batch);
        for (uint32_t number = 0; number < most; number++) {
            am_law_hold(batch, number);
            compare_number(batch, number);
        }
        settle(batch);
    }
    batch->laws->is_open = false;
    batch->laws->is_chosen = true;
}

/* Reasons */

static am_vm_fault own_fault(am_diag diag, uint32_t instruction, am_date date, am_date nearest) {
    return (am_vm_fault){.diag = diag,
                         .lapse = {date, nearest, true, 0},
                         .instruction = instruction,
                         .clause = AM_NO_INDEX,
                         .also = AM_NO_INDEX};
}

/* Whether a pick looks up the date chosen. */
static bool is_by_law(const am_program *program, const am_instruction *pick, uint16_t chosen) {
    if (am_opcode_row_of(pick->opcode)->operands[0] != AM_OPERAND_TABLE) {
        return false;
    }
    const am_table *table = &program->tables[pick->operands[0]];
    am_list axes = program->lists[pick->operands[1]];
    for (uint32_t i = 0; i < table->axis_count && i < axes.count; i++) {
        if (table->axes[i].is_clock && program->list_items[axes.start + i] == chosen) {
            return true;
        }
    }
    return false;
}

/* That there was no law; not that a parameter, read at some day or other, had no value then. */
static bool is_absence(const am_program *program, uint16_t law, const am_vm_fault *fault) {
    const am_instruction *failed = &program->instructions[fault->instruction];
    bool is_lapse = fault->diag == AM_DIAG_BEFORE_LAW || fault->diag == AM_DIAG_ROW_BEFORE_LAW;
    return is_lapse && (failed->opcode == AM_OP_IN_FORCE ||
                        is_by_law(program, failed, instruction_of(program, law)->result));
}

/* The fault of the law that is being tried; of the first date's own absence another. */
static bool find_fault(am_batch *batch, uint16_t law, uint32_t row, uint32_t number, am_vm_fault *out) {
    am_batch *probe = batch->laws->probe;
    const am_law *compared = &batch->program->laws[law];
    for (uint16_t i = 0; i < compared->output_count; i++) {
        const am_output *output = &batch->program->outputs[compared->outputs[i]];
        if (outcome_of(probe, output, row) != AM_STATE_FAULT) {
            continue;
        }
        *out = fault_of(probe, output, row);
        if (number == 0 && is_own(batch->program, out, output->clause) &&
            is_absence(batch->program, law, out)) {
            am_lapse lapse = out->lapse;
            *out = own_fault(AM_DIAG_NO_LAW_THEN, compared->instruction, lapse.date, lapse.nearest);
            out->lapse.has_nearest = lapse.has_nearest;
        }
        return true;
    }
    return false;
}

am_vm_fault am_law_fault(am_batch *batch, uint16_t law, uint32_t row) {
    uint16_t domain = domain_of(batch->program, law);
    uint16_t instruction = batch->program->laws[law].instruction;
    am_period period = period_of(batch, law, row);
    if (period.last < period.first) {
        return own_fault(AM_DIAG_MILDEST_BACKWARD, instruction, period.first, period.last);
    }
    am_law_open(batch, am_batch_row_above(batch, domain, row, 0));
    uint32_t count = am_law_count(batch, law, row);
    for (uint32_t number = 0; number < count; number++) {
        am_vm_fault fault;
        am_law_hold(batch, number);
        if (find_fault(batch, law, am_law_row(batch, domain, row, number), number, &fault)) {
            return fault;
        }
    }
    return own_fault(AM_DIAG_NO_MILDEST, instruction, period.first, period.last);
}
