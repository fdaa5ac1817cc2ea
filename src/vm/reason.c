/*
 * Reasons: from a row without a value back to the facts it needs or the instruction that faulted.
 *
 * The instructions are walked backwards once, with one bit for each register and row of the record. A marked
 * row marks those operand rows whose state made its own, by the same rules that the kernels follow; a row
 * whose fault no operand brought is where the fault began. Nothing is assessed again but that one row.
 */
#include <stddef.h>

#include "vm/fault.h"
#include "vm/law.h"
#include "vm/mark.h"
#include "vm/open.h"

typedef struct trace {
    am_batch *batch;
    am_state state;       /* NEEDS or FAULT: only rows in it are marked */
    bool has_marked;      /* since it was last cleared */
    uint32_t list_end;    /* where the list ends that this instruction was last asked for as a whole */
    bool has_list_marked; /* what has_marked was for it */
    bool has_fault;
    bool has_where;    /* the fault says where it is */
    am_vm_fault fault; /* the first so far */
    uint16_t fault_domain;
    uint32_t fault_row;
} trace;

/* Marks a row of a register when it is in the trace's state. */
static void want(void *context, uint16_t column, uint32_t row) {
    trace *trace = context;
    am_extent extent = am_marks_extent(trace->batch, column);
    if (trace->batch->program->registers[column].domain == AM_DOMAIN_CONSTANT) {
        row = 0;
    }
    if (row >= extent.first && row < extent.end &&
        am_batch_state(trace->batch, column, row) == trace->state) {
        am_marks_set(trace->batch, column, row);
        trace->has_marked = true;
    }
}

static void want_operand(trace *trace, const am_call *call, unsigned operand, uint32_t row) {
    if (call->operands[operand].column != AM_NO_INDEX) {
        want(trace, call->operands[operand].column, row);
    }
}

static void want_operands(trace *trace, const am_call *call, uint32_t row) {
    for (unsigned i = 0; i < 4; i++) {
        want_operand(trace, call, i, row);
    }
}

/* SPREAD and ELEMENT read a's row elsewhere; all other strict instructions read their own. */
static void want_strict(trace *trace, const am_call *call, uint32_t row) {
    const am_rows *rows = call->domain == AM_DOMAIN_CONSTANT ? NULL : &call->batch->rows[call->domain];
    switch ((am_domain_rule)am_opcode_row_of(call->instruction->opcode)->domains) {
    case AM_DOMAINS_SPREAD:
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): never constant */
        want_operand(trace, call, 0, rows->parents[row]);
        break;
    case AM_DOMAINS_ELEMENT:
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): never constant */
        want_operand(trace, call, 0, rows->elements[row]);
        break;
    case AM_DOMAINS_NONE:
    case AM_DOMAINS_SAME:
    case AM_DOMAINS_FOLD:
        want_operands(trace, call, row);
        break;
    }
}

/* SELECT, STEP and INSTEAD; KEEP and GUARD, which have no c. */
static void want_chosen(trace *trace, const am_call *call, am_state_rule rule, uint32_t row) {
    const am_view *a = &call->operands[0];
    am_state state = am_view_state(a, row);
    if (state == AM_STATE_VALUE) {
        want_operand(trace, call, am_view_is_yes(a, row) ? 1 : 2, row);
        return;
    }
    want_operand(trace, call, 0, row);
    if (rule == AM_STATES_STEP || (rule == AM_STATES_INSTEAD && state == AM_STATE_NEEDS)) {
        want_operand(trace, call, 2, row);
    }
}

/* IN_FORCE and REPEALED. */
static void want_dated(trace *trace, const am_call *call, uint32_t row) {
    if (am_dated_state(call, row) != AM_STATE_VALUE) {
        for (unsigned i = 1; i < 4; i++) {
            want_operand(trace, call, i, row);
        }
    } else if (am_dated_is_law(call, row)) {
        want_operand(trace, call, 0, row);
    }
}

/* Copies what was marked in the probe to the same facts of the record. */
static void want_inputs(trace *trace, const am_batch *probe, uint16_t domain) {
    const am_work *work = trace->batch->work;
    uint32_t first = probe->work->firsts[domain];
    for (uint32_t i = work->input_starts[domain]; i < work->input_starts[domain + 1]; i++) {
        am_extent extent = am_marked_extent(probe, work->inputs[i].column);
        for (uint32_t row = extent.first; row < extent.end; row++) {
            if (am_marks_has(probe, work->inputs[i].column, row)) {
                want(trace, work->inputs[i].column, work->firsts[domain] + row - first);
            }
        }
    }
}

static void run_trace(trace *trace, uint16_t column, uint32_t row);

/* What the law that is being tried needs. */
static void want_tried(trace *trace, uint16_t column, uint32_t row) {
    struct trace tried = {.batch = am_law_probe(trace->batch), .state = AM_STATE_NEEDS};
    if (column == AM_NO_INDEX || am_batch_state(tried.batch, column, row) != AM_STATE_NEEDS) {
        return;
    }
    run_trace(&tried, column, row);
    for (uint32_t i = 0; i < trace->batch->program->domain_count; i++) {
        want_inputs(trace, tried.batch, (uint16_t)i);
    }
}

/* The needs of all laws together. */
static void want_laws(trace *trace, const am_call *call, uint32_t row) {
    am_batch *batch = trace->batch;
    uint16_t number = call->instruction->operands[2];
    const am_law *law = &batch->program->laws[number];
    am_law_open(batch, am_batch_row_above(batch, call->domain, row, 0));
    uint32_t count = am_law_count(batch, number, row);
    for (uint32_t i = 0; i < count; i++) {
        am_law_hold(batch, i);
        uint32_t own = am_law_row(batch, call->domain, row, i);
        for (uint16_t k = 0; k < law->output_count; k++) {
            const am_output *output = &batch->program->outputs[law->outputs[k]];
            want_tried(trace, output->column, own);
            want_tried(trace, output->column_high, own);
        }
    }
}

static void want_law(trace *trace, const am_call *call, uint32_t row) {
    want_operands(trace, call, row);
    if (!trace->has_marked && trace->state == AM_STATE_NEEDS) {
        want_laws(trace, call, row);
    }
}

static void want_list(trace *trace, const am_call *call, uint32_t row) {
    const am_program *program = call->batch->program;
    am_list list = program->lists[call->instruction->operands[0]];
    for (uint32_t i = 0; i < list.count; i++) {
        want(trace, program->list_items[list.start + i], row);
    }
}

/* A mask, and the value where the mask is yes. */
static void want_masked(trace *trace, const am_call *call, unsigned mask, uint32_t element) {
    const am_view *view = &call->operands[mask];
    want_operand(trace, call, mask, element);
    if (am_view_state(view, element) == AM_STATE_VALUE && am_view_is_yes(view, element)) {
        want_operand(trace, call, 0, element);
    }
}

static void want_fold(trace *trace, const am_call *call, am_state_rule rule, uint32_t row) {
    am_extent list = am_fold_extent(call, row);
    if (am_view_state(&call->operands[3], row) != AM_STATE_VALUE) {
        want_operand(trace, call, 3, row);
        return;
    }
    for (uint32_t at = list.first; at < list.end; at++) {
        if (rule == AM_STATES_FOLD) {
            want_masked(trace, call, 1, at);
        } else if (am_rank_state(am_some_all_rank(call, at, rule == AM_STATES_ALL)) == trace->state) {
            want_operand(trace, call, 0, at);
            want_operand(trace, call, 1, at);
        }
    }
}

/* Keys are asked for together with masks; their faults matter only where the mask is yes. */
static void want_group(trace *trace, const am_call *call, am_extent list) {
    const am_view *mask = &call->operands[1];
    for (uint32_t at = list.first; at < list.end; at++) {
        bool is_value = am_view_state(mask, at) == AM_STATE_VALUE;
        want_operand(trace, call, 1, at);
        if (is_value ? am_view_is_yes(mask, at) : trace->state == AM_STATE_NEEDS) {
            want_operand(trace, call, 0, at);
        }
    }
}

static void want_unbroken(trace *trace, const am_call *call, am_extent list) {
    const am_view *mask = &call->operands[1];
    for (uint32_t at = list.first; at < list.end; at++) {
        if (!am_unbroken_may_count(call, at)) {
            continue;
        }
        if (am_view_state(mask, at) == AM_STATE_VALUE) {
            want_operands(trace, call, at);
        } else {
            want_operand(trace, call, 1, at);
        }
    }
}

/* GROUP and UNBROKEN: what one row of a list goes back to, all of its rows do; they come one after another.
 */
static void want_whole(trace *trace, const am_call *call, am_state_rule rule, uint32_t row) {
    am_extent list = am_group_extent(call, row);
    if (row < trace->list_end) {
        trace->has_marked = trace->has_list_marked;
        return;
    }
    (rule == AM_STATES_GROUP ? want_group : want_unbroken)(trace, call, list);
    trace->list_end = list.end;
    trace->has_list_marked = trace->has_marked;
}

static void want_grouped(trace *trace, const am_call *call, uint32_t row) {
    const am_view *group = &call->operands[1];
    am_extent list = am_group_extent(call, row);
    uint32_t first = am_group_of(group, list, row);
    if (am_view_state(group, row) != AM_STATE_VALUE) {
        want_operand(trace, call, 1, row);
        return;
    }
    for (uint32_t at = list.first; at < list.end; at++) {
        if (am_view_state(group, at) == AM_STATE_VALUE && am_group_of(group, list, at) == first) {
            want_masked(trace, call, 2, at);
        }
    }
}

/* Marks what made a row of the call's result what it is. */
static void want_reasons(trace *trace, const am_call *call, uint32_t row) {
    am_state_rule rule = (am_state_rule)am_opcode_row_of(call->instruction->opcode)->states;
    switch (rule) {
    case AM_STATES_NONE:
        break;
    case AM_STATES_STRICT:
        want_strict(trace, call, row);
        break;
    case AM_STATES_AND:
    case AM_STATES_OR:
    case AM_STATES_OPTIONAL:
        want_operands(trace, call, row);
        break;
    case AM_STATES_KNOWN:
    case AM_STATES_UNWRAP:
    case AM_STATES_CELL:
        want_operand(trace, call, 0, row);
        break;
    case AM_STATES_SELECT:
    case AM_STATES_STEP:
    case AM_STATES_INSTEAD:
    case AM_STATES_KEEP:
    case AM_STATES_GUARD:
        want_chosen(trace, call, rule, row);
        break;
    case AM_STATES_DATED:
        want_dated(trace, call, row);
        break;
    case AM_STATES_LAW:
        want_law(trace, call, row);
        break;
    case AM_STATES_OTHERWISE:
        want_operand(trace, call, am_view_state(&call->operands[0], row) == AM_STATE_UNKNOWN ? 1 : 0, row);
        break;
    case AM_STATES_ATLEAST:
        want_list(trace, call, row);
        break;
    case AM_STATES_FOLD:
    case AM_STATES_SOME:
    case AM_STATES_ALL:
        want_fold(trace, call, rule, row);
        break;
    case AM_STATES_GROUP:
    case AM_STATES_UNBROKEN:
        want_whole(trace, call, rule, row);
        break;
    case AM_STATES_GROUPED:
        want_grouped(trace, call, row);
        break;
    case AM_STATES_PICK:
        am_pick_reasons(call, row, trace->state, want, trace);
        break;
    case AM_STATES_MET:
        am_met_reasons(call, row, trace->state, want, trace);
        break;
    }
}

static am_diag written_diag(const am_call *call) {
    return am_operand_fault(call->instruction->operands[3]);
}

static am_diag scalar_diag(const am_call *call, uint32_t row) {
    am_scalar *scalar = am_scalar_of(call->instruction->opcode);
    am_cell out;
    if (scalar == NULL) {
        return AM_DIAG_NONE;
    }
    return scalar(call, am_view_value(&call->operands[0], row), am_view_value(&call->operands[1], row), &out);
}

/* The fault that an instruction made of operands which had none. */
static am_diag own_diag(const am_call *call, uint32_t row) {
    am_cell cell;
    uint16_t picked;
    switch ((am_state_rule)am_opcode_row_of(call->instruction->opcode)->states) {
    case AM_STATES_GUARD:
        return written_diag(call);
    case AM_STATES_DATED:
        return call->instruction->opcode == AM_OP_REPEALED ? AM_DIAG_REPEALED : AM_DIAG_BEFORE_LAW;
    case AM_STATES_UNWRAP:
        return AM_DIAG_UNKNOWN_USED;
    case AM_STATES_CELL:
        return AM_DIAG_NOT_COVERED;
    case AM_STATES_PICK:
        return am_pick_row(call, row, &picked).diag;
    case AM_STATES_MET:
        return am_met_row(call, row, &cell).diag;
    case AM_STATES_FOLD:
        return am_fold_row(call, row, &cell).diag;
    case AM_STATES_GROUPED:
        return am_grouped_diag(call, row);
    default:
        if (call->instruction->opcode == AM_OP_PUBLISHED) {
            return AM_DIAG_UNPUBLISHED;
        }
        return call->instruction->opcode == AM_OP_FAIL ? written_diag(call) : scalar_diag(call, row);
    }
}

/* The dates that the message of a fault names. */
static am_lapse lapse_of(const am_call *call, am_diag diag, uint32_t row) {
    if (call->instruction->opcode == AM_OP_PUBLISHED) {
        return (am_lapse){0, am_view_integer(&call->operands[1], row), true, call->batch->known_at};
    }
    if ((diag == AM_DIAG_ROW_BEFORE_LAW || diag == AM_DIAG_BEFORE_LAW || diag == AM_DIAG_UNPUBLISHED) &&
        am_opcode_row_of(call->instruction->opcode)->operands[0] == AM_OPERAND_TABLE) {
        return am_pick_lapse(call, row);
    }
    if (diag == AM_DIAG_OUTSIDE_CALENDAR) {
        return am_calendar_lapse(call, row);
    }
    if (am_opcode_row_of(call->instruction->opcode)->states != AM_STATES_DATED) {
        return (am_lapse){.has_nearest = false};
    }
    am_date date = am_view_integer(&call->operands[1], row);
    am_date from = am_view_integer(&call->operands[2], row);
    bool is_after = diag == AM_DIAG_BEFORE_LAW && date > from;
    return (am_lapse){date, is_after ? am_view_integer(&call->operands[3], row) : from, true, 0};
}

/* In the order of lists and of their elements, a record before what lies in it. */
static int compare_places(const am_vm_where *a, const am_vm_where *b) {
    for (uint32_t i = 0; i < a->depth && i < b->depth; i++) {
        if (a->domains[i] != b->domains[i]) {
            return a->domains[i] < b->domains[i] ? -1 : 1;
        }
        if (a->numbers[i] != b->numbers[i]) {
            return a->numbers[i] < b->numbers[i] ? -1 : 1;
        }
    }
    return a->depth < b->depth ? -1 : a->depth > b->depth;
}

static am_vm_where where_of_fault(const trace *trace) {
    return trace->has_where ? trace->fault.where
                            : am_vm_where_of(trace->batch, trace->fault_domain, trace->fault_row);
}

/* Whether a fault at the place comes before the first so far: in the text, then in its list. */
static bool is_before(const trace *trace, uint32_t instruction, const am_vm_where *where) {
    const am_site *sites = trace->batch->program->sites;
    uint32_t order = sites[instruction].order, best = sites[trace->fault.instruction].order;
    am_vm_where first;
    if (!trace->has_fault || order != best) {
        return !trace->has_fault || order < best;
    }
    first = where_of_fault(trace);
    return compare_places(where, &first) <= 0;
}

/* The comparison's own fault, or that of a law tried, which comes with its place. */
static void take_law_fault(trace *trace, const am_call *call, uint32_t row) {
    am_vm_fault fault = am_law_fault(trace->batch, call->instruction->operands[2], row);
    bool is_own = trace->batch->program->instructions[fault.instruction].opcode == AM_OP_LAW;
    am_vm_where where = is_own ? am_vm_where_of(trace->batch, call->domain, row) : fault.where;
    if (!is_before(trace, fault.instruction, &where)) {
        return;
    }
    trace->has_fault = true;
    trace->has_where = !is_own;
    trace->fault = fault;
    trace->fault_domain = call->domain;
    trace->fault_row = row;
}

static void take_fault(trace *trace, const am_call *call, uint32_t instruction, uint32_t row) {
    const am_program *program = trace->batch->program;
    am_vm_where where = am_vm_where_of(trace->batch, call->domain, row);
    if (!is_before(trace, instruction, &where)) {
        return;
    }
    am_diag diag = own_diag(call, row);
    if (diag == AM_DIAG_NONE) {
        return;
    }
    trace->has_fault = true;
    trace->has_where = false;
    trace->fault.diag = diag;
    trace->fault.lapse = lapse_of(call, diag, row);
    trace->fault.instruction = instruction;
    trace->fault.clause = program->sites[instruction].clause;
    trace->fault.also = AM_NO_INDEX;
    am_fault_name_clauses(call, row, &trace->fault);
    trace->fault_domain = call->domain;
    trace->fault_row = row;
}

static void trace_instruction(trace *trace, uint32_t number) {
    const am_instruction *instruction = &trace->batch->program->instructions[number];
    am_call call;
    am_call_init(&call, trace->batch, instruction);
    trace->list_end = 0;
    am_extent extent = am_marked_extent(trace->batch, instruction->result);
    for (uint32_t row = extent.first; row < extent.end; row++) {
        if (!am_marks_has(trace->batch, instruction->result, row)) {
            continue;
        }
        trace->has_marked = false;
        want_reasons(trace, &call, row);
        if (!trace->has_marked && trace->state == AM_STATE_FAULT) {
            if (instruction->opcode == AM_OP_LAW) {
                take_law_fault(trace, &call, row);
                continue;
            }
            take_fault(trace, &call, number, row);
        }
    }
}

/* Marks everything that the row's state goes back to. */
static void run_trace(trace *trace, uint16_t column, uint32_t row) {
    am_batch *batch = trace->batch;
    const am_program *program = batch->program;
    uint16_t domain = program->registers[column].domain;
    bool is_constant = domain == AM_DOMAIN_CONSTANT;
    uint32_t record = is_constant ? 0 : am_batch_row_above(batch, domain, row, 0);
    am_marks_begin(batch, record, is_constant);
    want(trace, column, row);
    for (uint32_t i = program->instruction_count; i-- > 0;) {
        const am_opcode_row *shape = am_opcode_row_of(program->instructions[i].opcode);
        if (shape->result != AM_OPERAND_NONE && am_marks_some(batch, program->instructions[i].result)) {
            trace_instruction(trace, i);
        }
    }
}

am_vm_where am_vm_where_of(const am_batch *batch, uint16_t domain, uint32_t row) {
    const am_domain *domains = batch->program->domains;
    am_vm_where where = {.depth = 0};
    uint32_t depth = 0;
    if (domain == AM_DOMAIN_CONSTANT) {
        return where;
    }
    for (uint16_t at = domain; domains[at].kind != AM_DOMAIN_RECORDS; at = domains[at].parent) {
        depth++;
    }
    for (uint32_t place = depth; place-- > 0; domain = domains[domain].parent) {
        bool is_product = domains[domain].kind == AM_DOMAIN_PRODUCT;
        uint16_t list = is_product ? domains[domain].element : domain;
        uint32_t element = is_product ? batch->rows[domain].elements[row] : row;
        if (place < AM_VM_DEPTH_MAX) {
            where.domains[place] = list;
            where.numbers[place] =
                element - am_rows_first(&batch->rows[list], batch->rows[list].parents[element]) + 1;
        }
        row = batch->rows[domain].parents[row];
    }
    where.depth = depth < AM_VM_DEPTH_MAX ? depth : AM_VM_DEPTH_MAX;
    return where;
}

/* A row is traced where it was assessed by the program itself. */
static am_batch *settle(am_batch *batch, uint16_t column, uint32_t *row) {
    am_spot spot = am_open_wide_spot(batch, batch->program->registers[column].domain, *row);
    *row = spot.row;
    return spot.batch == batch ? batch : batch->wide;
}

am_vm_fault am_vm_fault_of(am_batch *batch, uint16_t column, uint32_t row) {
    batch = settle(batch, column, &row);
    trace trace = {
        .batch = batch, .state = AM_STATE_FAULT, .fault = {.clause = AM_NO_INDEX, .also = AM_NO_INDEX}};
    run_trace(&trace, column, row);
    if (trace.has_fault && !trace.has_where) {
        trace.fault.where = am_vm_where_of(batch, trace.fault_domain, trace.fault_row);
    }
    return trace.fault;
}

/* Who asked for needs, and what has been found. */
typedef struct asker {
    const am_batch *batch;
    void (*found)(void *context, const am_vm_need *need);
    void *context;
} asker;

/* Tells each marked row of an input: a fact's lowest and highest, or a list's presence. */
static void tell(const asker *asker, uint16_t column, uint16_t column_high, am_vm_need need) {
    const am_batch *batch = asker->batch;
    am_extent low = am_marked_extent(batch, column), high = am_marked_extent(batch, column_high);
    am_extent extent = am_extent_join(low, high);
    for (uint32_t row = extent.first; row < extent.end; row++) {
        if (am_marks_has(batch, column, row) || am_marks_has(batch, column_high, row)) {
            need.where = am_vm_where_of(batch, batch->program->registers[column].domain, row);
            asker->found(asker->context, &need);
        }
    }
}

void am_vm_needs_of(am_batch *batch, uint16_t column, uint32_t row,
                    void (*found)(void *context, const am_vm_need *need), void *context) {
    const am_program *program = batch->program;
    batch = settle(batch, column, &row);
    trace trace = {.batch = batch, .state = AM_STATE_NEEDS};
    asker asker = {batch, found, context};
    run_trace(&trace, column, row);
    for (uint32_t i = 0; i < program->fact_count; i++) {
        const am_fact *fact = &program->facts[i];
        tell(&asker, fact->column, fact->column_high,
             (am_vm_need){.fact = (uint16_t)i, .domain = AM_NO_INDEX});
    }
    for (uint32_t i = 0; i < program->domain_count; i++) {
        if (program->domains[i].kind == AM_DOMAIN_LIST) {
            tell(&asker, program->domains[i].present, AM_NO_INDEX,
                 (am_vm_need){.fact = AM_NO_INDEX, .domain = (uint16_t)i});
        }
    }
}
