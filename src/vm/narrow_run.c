/*
 * The steps of a narrow program over a batch: values by vector kernels, states by the rules of the
 * instructions.
 *
 * Bounds are kept for each column of counts, from the counts that the batch really has. Where they show that
 * no result can leave 64 bits, nothing is checked; where not, rows are checked one by one, and one that does
 * not fit is at fault. A lane at another grain has no states of its own: what does not fit there is marked at
 * the register that it was made from.
 */
#include "vm/narrow_run.h"

#include "narrow/kernel.h"
#include "narrow/narrow.h"
#include "vm/kernel.h"
#include "vm/work.h"

typedef struct run {
    am_batch *batch;
    const am_narrow *narrow;
    const am_kernels *kernels;
    const am_step *step;
    const am_lane *lane; /* of the result */
    am_column *column;   /* of the result's values */
    am_strip strip;
} run;

static am_width width_of(const am_lane *lane) {
    switch ((am_lane_kind)lane->kind) {
    case AM_LANE_INTEGER:
        return AM_WIDTH_4;
    case AM_LANE_YESNO:
        return AM_WIDTH_1;
    case AM_LANE_COUNT:
    case AM_LANE_DECIMAL:
    case AM_LANE_NONE:
        break;
    }
    return AM_WIDTH_8;
}

static am_column *root_column(const run *run, uint32_t lane) {
    return &run->batch->columns[am_narrow_root(run->narrow, lane)];
}

static void *values_of(const run *run, uint32_t lane) {
    const am_column *column = root_column(run, lane);
    return run->narrow->lanes[lane].kind == AM_LANE_COUNT ? (void *)column->counts : column->values;
}

/* The one value of a lane in the constant domain. */
static int64_t constant_of(const run *run, uint32_t lane) {
    const am_lane *at = &run->narrow->lanes[lane];
    const am_column *column = &run->batch->columns[lane];
    if (at->is_known) {
        return at->constant;
    }
    return at->kind == AM_LANE_YESNO ? *(const uint8_t *)column->values : *(const int32_t *)column->values;
}

static bool is_constant(const run *run, uint32_t lane) {
    return run->narrow->lanes[lane].domain == AM_DOMAIN_CONSTANT;
}

static void set_in(run *run, unsigned i, uint32_t lane) {
    if (is_constant(run, lane)) {
        run->strip.in[i] = NULL;
        run->strip.constants[i] = constant_of(run, lane);
    } else {
        run->strip.in[i] = values_of(run, lane);
    }
}

/* The same where a kernel wants a column: a constant fills one. */
static void set_array(run *run, unsigned i, uint32_t lane, uint32_t rows) {
    set_in(run, i, lane);
    if (run->strip.in[i] == NULL) {
        am_strip fill = {.rows = rows, .out = run->batch->work->fills[i]};
        fill.constants[0] = run->strip.constants[i];
        run->kernels->copy[width_of(&run->narrow->lanes[lane])](&fill);
        run->strip.in[i] = fill.out;
    }
}

/* States. */

static am_column *state_column(const am_batch *batch, uint16_t column) {
    return &batch->columns[am_narrow_root(batch->narrow, column)];
}

static bool is_plain(const am_batch *batch, uint16_t column) {
    const am_column *at = state_column(batch, column);
    return at->states == NULL || at->is_plain ||
           (batch->program->registers[column].domain == AM_DOMAIN_CONSTANT &&
            at->states[0] == AM_STATE_VALUE);
}

/* One byte a row; `i` says which scratch column a constant may fill. */
static const uint8_t *states_of(const run *run, unsigned i, uint16_t column) {
    const am_batch *batch = run->batch;
    if (is_plain(batch, column)) {
        return batch->work->plain;
    }
    const am_column *at = state_column(batch, column);
    if (batch->program->registers[column].domain != AM_DOMAIN_CONSTANT) {
        return at->states;
    }
    memset(batch->work->fills[i], at->states[0], run->strip.rows);
    return (const uint8_t *)batch->work->fills[i];
}

static const am_instruction *instruction_of(const run *run) {
    return &run->batch->program->instructions[run->step->instruction];
}

/* The register operands of the step's instruction. */
typedef struct operands {
    const uint16_t *columns;
    unsigned count;
    bool are_plain;
} operands;

static operands operands_of(const run *run) {
    operands found = {run->step->operands, run->step->operand_count, true};
    for (unsigned i = 0; i < found.count; i++) {
        found.are_plain = found.are_plain && is_plain(run->batch, found.columns[i]);
    }
    return found;
}

/* Where the result's states go; a scratch column where it has none. */
static uint8_t *open_states(run *run) {
    uint8_t *states = run->column->states != NULL ? run->column->states : run->batch->work->dropped;
    run->column->is_plain = false;
    return states;
}

static void close_states(run *run, const uint8_t *states) {
    run->column->is_plain = run->column->states == NULL || run->kernels->are_plain(states, run->strip.rows);
}

static void set_strict(run *run, const operands *operands) {
    uint8_t *states = open_states(run);
    memset(states, AM_STATE_VALUE, run->strip.rows);
    for (unsigned i = 0; i < operands->count; i++) {
        if (!is_plain(run->batch, operands->columns[i])) {
            run->kernels->strict(states, states_of(run, i, operands->columns[i]), run->strip.rows);
        }
    }
    close_states(run, states);
}

/* The result's states are the operands' by a strict rule; all plain where these are. */
static void follow_strict(run *run) {
    operands operands = operands_of(run);
    run->column->is_plain = true;
    if (!operands.are_plain) {
        set_strict(run, &operands);
    }
}

/* One row is at fault, whatever else it is. */
static void open_faults(run *run) {
    am_column *column = run->column;
    if (column->states == NULL) {
        run->strip.faults = run->batch->work->dropped;
    } else {
        if (column->is_plain) {
            memset(column->states, AM_STATE_VALUE, run->strip.rows);
        }
        run->strip.faults = column->states;
    }
}

static void close_faults(run *run, bool has_faults) {
    if (has_faults) {
        run->column->is_plain = false;
        run->batch->work->is_beyond = run->batch->work->is_beyond || run->column->states == NULL;
    }
}

/* Bounds. */

static am_extremes bounds_of(const run *run, uint32_t lane) {
    const am_lane *at = &run->narrow->lanes[lane];
    const am_column *column = root_column(run, lane);
    return at->is_known ? (am_extremes){at->constant, at->constant}
                        : (am_extremes){column->low, column->high};
}

static void set_bounds(run *run, am_i128 low, am_i128 high) {
    run->column->low = (int64_t)low;
    run->column->high = (int64_t)high;
}

static bool fits(am_i128 low, am_i128 high) {
    return low >= -(am_i128)AM_COUNT_MAX && high <= (am_i128)AM_COUNT_MAX;
}

static void measure(run *run) {
    am_extremes found = run->kernels->extremes(run->strip.out, run->strip.rows);
    set_bounds(run, found.low, found.high);
}

static void hull(run *run, uint32_t a, uint32_t b) {
    am_extremes of_a = bounds_of(run, a);
    am_extremes of_b = bounds_of(run, b);
    set_bounds(run, of_a.low < of_b.low ? of_a.low : of_b.low, of_a.high > of_b.high ? of_a.high : of_b.high);
}

/* Arithmetic: unchecked where the bounds fit. */
static void run_arithmetic(run *run, am_kernel *kernel, am_checked_kernel *checked, am_i128 low,
                           am_i128 high) {
    if (fits(low, high)) {
        kernel(&run->strip);
        set_bounds(run, low, high);
        return;
    }
    open_faults(run);
    close_faults(run, checked(&run->strip));
    measure(run);
}

static void run_sum(run *run) {
    const am_step *step = run->step;
    bool is_add = step->kind == AM_STEP_ADD;
    am_extremes a = bounds_of(run, step->in[0]);
    am_extremes b = bounds_of(run, step->in[1]);
    follow_strict(run);
    set_in(run, 0, step->in[0]);
    set_in(run, 1, step->in[1]);
    if (is_add) {
        run_arithmetic(run, run->kernels->add, am_checked_add, (am_i128)a.low + b.low,
                       (am_i128)a.high + b.high);
    } else {
        run_arithmetic(run, run->kernels->subtract, am_checked_subtract, (am_i128)a.low - b.high,
                       (am_i128)a.high - b.low);
    }
}

static bool is_short(am_extremes bounds) {
    return bounds.low >= INT32_MIN && bounds.high <= INT32_MAX;
}

static void multiply(run *run, am_extremes a, am_extremes b) {
    am_i128 ends[4] = {(am_i128)a.low * b.low, (am_i128)a.low * b.high, (am_i128)a.high * b.low,
                       (am_i128)a.high * b.high};
    am_i128 low = ends[0];
    am_i128 high = ends[0];
    for (unsigned i = 1; i < 4; i++) {
        low = ends[i] < low ? ends[i] : low;
        high = ends[i] > high ? ends[i] : high;
    }
    am_kernel *kernel = is_short(a) && is_short(b) ? run->kernels->multiply_short : run->kernels->multiply;
    run_arithmetic(run, kernel, am_checked_multiply, low, high);
}

static void run_product(run *run) {
    const am_step *step = run->step;
    follow_strict(run);
    set_in(run, 0, step->in[0]);
    set_in(run, 1, step->in[1]);
    multiply(run, bounds_of(run, step->in[0]), bounds_of(run, step->in[1]));
}

/* As a result of its own, or at another grain: then the register that it was made from bears the faults. */
static void run_scale(run *run) {
    const am_step *step = run->step;
    am_extremes a = bounds_of(run, step->in[0]);
    if (step->instruction != AM_NO_INDEX) {
        follow_strict(run);
    }
    set_in(run, 0, step->in[0]);
    run->strip.in[1] = NULL;
    run->strip.constants[1] = step->factor;
    am_column *values = run->column;
    am_column *bearer = step->instruction != AM_NO_INDEX
                            ? values
                            : state_column(run->batch, run->narrow->lanes[step->out].column);
    am_extremes by = {step->factor, step->factor};
    am_column shown = *bearer;
    if (bearer != values) {
        /* Faults go to the bearer, bounds to the lane. */
        run->column = &shown;
        multiply(run, a, by);
        bearer->is_plain = shown.is_plain;
        values->low = shown.low;
        values->high = shown.high;
        run->column = values;
        return;
    }
    multiply(run, a, by);
}

static void run_unary(run *run) {
    const am_step *step = run->step;
    am_extremes a = bounds_of(run, step->in[0]);
    follow_strict(run);
    set_array(run, 0, step->in[0], run->strip.rows);
    if (step->kind == AM_STEP_NEGATE) {
        run->kernels->negate(&run->strip);
        set_bounds(run, -(am_i128)a.high, -(am_i128)a.low);
    } else if (step->kind == AM_STEP_ABSOLUTE) {
        am_i128 most = -(am_i128)a.low > a.high ? -(am_i128)a.low : a.high;
        run->kernels->absolute(&run->strip);
        set_bounds(run, 0, most < 0 ? -most : most);
    } else {
        run->strip.factor = step->factor;
        run->strip.mode = step->mode;
        run->kernels->round(&run->strip);
        set_bounds(run, a.low / step->factor - 1, a.high / step->factor + 1);
    }
}

static void run_compare(run *run) {
    const am_step *step = run->step;
    am_width width = width_of(&run->narrow->lanes[step->in[0]]);
    am_kernel *kernel = step->kind == AM_STEP_EQUAL  ? run->kernels->equal[width]
                        : step->kind == AM_STEP_LESS ? run->kernels->less[width]
                                                     : run->kernels->less_equal[width];
    follow_strict(run);
    set_in(run, 0, step->in[0]);
    set_in(run, 1, step->in[1]);
    kernel(&run->strip);
}

static void bound_extreme(run *run, bool is_greatest) {
    am_extremes a = bounds_of(run, run->step->in[0]);
    am_extremes b = bounds_of(run, run->step->in[1]);
    if (is_greatest) {
        set_bounds(run, a.low > b.low ? a.low : b.low, a.high > b.high ? a.high : b.high);
    } else {
        set_bounds(run, a.low < b.low ? a.low : b.low, a.high < b.high ? a.high : b.high);
    }
}

static void run_extreme(run *run) {
    const am_step *step = run->step;
    am_width width = width_of(run->lane);
    bool is_greatest = step->kind == AM_STEP_GREATEST;
    follow_strict(run);
    set_in(run, 0, step->in[0]);
    set_in(run, 1, step->in[1]);
    (is_greatest ? run->kernels->greatest : run->kernels->least)[width](&run->strip);
    bound_extreme(run, is_greatest);
}

static void run_known_only(run *run) {
    const am_step *step = run->step;
    am_width width = width_of(run->lane);
    operands operands = operands_of(run);
    set_in(run, 0, step->in[0]);
    set_in(run, 1, step->in[1]);
    run->strip.states[0] = states_of(run, 0, operands.columns[0]);
    run->strip.states[1] = states_of(run, 1, operands.columns[1]);
    uint8_t *states = open_states(run);
    run->kernels->optional_state(states, run->strip.states[0], run->strip.states[1], run->strip.rows);
    close_states(run, states);
    if (step->kind != AM_STEP_ADD_KNOWN) {
        bool is_greatest = step->kind == AM_STEP_GREATEST_KNOWN;
        (is_greatest ? run->kernels->greatest_known : run->kernels->least_known)[width](&run->strip);
        hull(run, step->in[0], step->in[1]);
        return;
    }
    am_extremes a = bounds_of(run, step->in[0]);
    am_extremes b = bounds_of(run, step->in[1]);
    am_i128 low = (am_i128)(a.low < 0 ? a.low : 0) + (b.low < 0 ? b.low : 0);
    am_i128 high = (am_i128)(a.high > 0 ? a.high : 0) + (b.high > 0 ? b.high : 0);
    run->kernels->add_known(&run->strip);
    set_bounds(run, low, high);
    run->batch->work->is_beyond = run->batch->work->is_beyond || !fits(low, high);
}

static void run_kernel_of_vm(run *run) {
    am_batch *batch = run->batch;
    const am_instruction *instruction = instruction_of(run);
    am_column *result = &batch->columns[instruction->result];
    am_call call = am_call_of(batch, instruction);
    if (call.rows != 0) {
        am_vm_dispatch(&call);
    }
    result->is_plain = call.is_plain || call.states == NULL || am_states_are_plain(call.states, call.rows);
}

static void run_truth(run *run) {
    const am_step *step = run->step;
    if (!operands_of(run).are_plain && step->kind != AM_STEP_NOT) {
        run_kernel_of_vm(run);
        return;
    }
    follow_strict(run);
    if (step->kind == AM_STEP_NOT) {
        set_array(run, 0, step->in[0], run->strip.rows);
        run->kernels->not_that(&run->strip);
        return;
    }
    set_in(run, 0, step->in[0]);
    set_in(run, 1, step->in[1]);
    (step->kind == AM_STEP_AND ? run->kernels->both : run->kernels->either)(&run->strip);
}

static void run_choose(run *run) {
    const am_step *step = run->step;
    operands operands = operands_of(run);
    set_array(run, 0, step->in[0], run->strip.rows);
    run->column->is_plain = true;
    if (!operands.are_plain) {
        const uint8_t *const states[3] = {states_of(run, 1, operands.columns[0]),
                                          states_of(run, 2, operands.columns[1]),
                                          states_of(run, 3, operands.columns[2])};
        bool is_step = am_opcode_row_of(instruction_of(run)->opcode)->states == AM_STATES_STEP;
        uint8_t *out = open_states(run);
        (is_step ? run->kernels->step_state : run->kernels->choose_state)(out, run->strip.in[0], states,
                                                                          run->strip.rows);
        close_states(run, out);
    }
    set_in(run, 1, step->in[1]);
    set_in(run, 2, step->in[2]);
    run->kernels->choose[width_of(run->lane)](&run->strip);
    hull(run, step->in[1], step->in[2]);
}

static void keep_states(run *run, const operands *operands, uint8_t otherwise) {
    set_array(run, 0, run->step->in[0], run->strip.rows);
    const uint8_t *const states[2] = {states_of(run, 1, operands->columns[0]),
                                      states_of(run, 2, operands->columns[1])};
    uint8_t *out = open_states(run);
    run->kernels->keep_state(out, run->strip.in[0], states, otherwise, run->strip.rows);
    close_states(run, out);
}

static void unwrap_states(run *run, const operands *operands) {
    run->column->is_plain = true;
    if (!operands->are_plain) {
        uint8_t *out = open_states(run);
        run->kernels->unwrap_state(out, states_of(run, 0, operands->columns[0]), run->strip.rows);
        close_states(run, out);
    }
}

static void dated_states(run *run) {
    am_call call = am_call_of(run->batch, instruction_of(run));
    uint8_t *out = open_states(run);
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        am_state state = am_dated_state(&call, row);
        if (state == AM_STATE_VALUE) {
            state = am_dated_is_law(&call, row) ? am_view_state(&call.operands[0], row) : AM_STATE_FAULT;
        }
        out[row] = (uint8_t)state;
    }
    close_states(run, out);
}

static void run_copy(run *run) {
    const am_step *step = run->step;
    operands operands = operands_of(run);
    uint32_t from = step->in[1] == AM_NO_LANE ? step->in[0] : step->in[1];
    switch ((am_opcode)instruction_of(run)->opcode) {
    case AM_OP_KEEP:
        keep_states(run, &operands, AM_STATE_UNKNOWN);
        break;
    case AM_OP_GUARD:
        keep_states(run, &operands, AM_STATE_FAULT);
        break;
    case AM_OP_UNWRAP:
        unwrap_states(run, &operands);
        break;
    default:
        dated_states(run);
        break;
    }
    set_in(run, 0, from);
    run->kernels->copy[width_of(run->lane)](&run->strip);
    am_extremes bounds = bounds_of(run, from);
    set_bounds(run, bounds.low, bounds.high);
}

static void run_otherwise(run *run) {
    const am_step *step = run->step;
    operands operands = operands_of(run);
    run->strip.states[0] = states_of(run, 0, operands.columns[0]);
    run->column->is_plain = true;
    if (!operands.are_plain) {
        uint8_t *out = open_states(run);
        run->kernels->otherwise_state(out, run->strip.states[0], states_of(run, 1, operands.columns[1]),
                                      run->strip.rows);
        close_states(run, out);
    }
    set_in(run, 0, step->in[0]);
    set_in(run, 1, step->in[1]);
    run->kernels->otherwise[width_of(run->lane)](&run->strip);
    hull(run, step->in[0], step->in[1]);
}

static void run_known(run *run) {
    operands operands = operands_of(run);
    run->column->is_plain = true;
    if (operands.are_plain) {
        memset(run->strip.out, 1, run->strip.rows);
        return;
    }
    uint8_t *out = open_states(run);
    run->kernels->known_state(out, run->strip.out, states_of(run, 0, operands.columns[0]), run->strip.rows);
    close_states(run, out);
}

static size_t bytes_of(am_width width) {
    static const size_t bytes[AM_WIDTH_COUNT] = {8, 4, 1};
    return bytes[width];
}

static void run_fail(run *run) {
    uint8_t *states = open_states(run);
    memset(states, AM_STATE_FAULT, run->strip.rows);
    memset(run->strip.out, 0, run->strip.rows * bytes_of(width_of(run->lane)));
    set_bounds(run, 0, 0);
}

/* Schedules. */

static void class_axis(run *run, const am_classer *classer, uint32_t *indexes) {
    const am_lane *lane = &run->narrow->lanes[classer->lane];
    am_strip strip = {.rows = run->strip.rows,
                      .out = indexes,
                      .table_count = classer->count,
                      .class_count = classer->class_count};
    set_array(run, 0, classer->lane, run->strip.rows);
    strip.in[0] = run->strip.in[0];
    if (classer->kind == AM_CLASS_BY_CODE) {
        strip.table = classer->codes;
        (lane->kind == AM_LANE_YESNO ? run->kernels->class_yesno : run->kernels->class_code)(&strip);
    } else {
        strip.table = classer->starts;
        (classer->kind == AM_CLASS_BY_COUNT ? run->kernels->class_count
                                            : run->kernels->class_integer)(&strip);
    }
    if (!is_plain(run->batch, lane->column)) {
        strip.states[0] = states_of(run, 1, lane->column);
        run->kernels->class_state(&strip);
    }
}

/* Needs and faults stay open, even where the row's cell would not look at them. */
static void open_axes(run *run, const am_picker *picker, uint8_t *states) {
    for (uint32_t i = 0; i < picker->classer_count; i++) {
        uint16_t column = run->narrow->lanes[picker->classers[i].lane].column;
        const uint8_t *of = states_of(run, 1, column);
        for (uint32_t row = 0; row < run->strip.rows; row++) {
            states[row] = of[row] > AM_STATE_UNKNOWN ? AM_STATE_FAULT : states[row];
        }
    }
}

static void run_pick(run *run) {
    const am_picker *picker = &run->narrow->pickers[run->step->detail];
    uint32_t *indexes = run->batch->work->indexes;
    uint8_t *states = open_states(run);
    bool are_plain = true;
    memset(indexes, 0, run->strip.rows * sizeof *indexes);
    memset(states, AM_STATE_VALUE, run->strip.rows);
    for (uint32_t i = 0; i < picker->classer_count; i++) {
        class_axis(run, &picker->classers[i], indexes);
        are_plain = are_plain && is_plain(run->batch, run->narrow->lanes[picker->classers[i].lane].column);
    }
    am_strip strip = {.rows = run->strip.rows,
                      .out = run->strip.out,
                      .in = {indexes},
                      .faults = states,
                      .table = picker->dense,
                      .table_count = picker->dense_count,
                      .class_count = AM_TABLE_SEVERAL};
    run->kernels->pick(&strip);
    if (!are_plain) {
        open_axes(run, picker, states);
    }
    close_states(run, states);
}

static void open_gaps(run *run, const am_cells *cells) {
    const int32_t *rows = run->strip.in[0];
    open_faults(run);
    bool has_faults = false;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        if (cells->is_gap[rows[row]] != 0) {
            run->strip.faults[row] = AM_STATE_FAULT;
            has_faults = true;
        }
    }
    close_faults(run, has_faults);
}

static void run_cell(run *run) {
    const am_cells *cells = &run->narrow->cells[run->step->detail];
    follow_strict(run);
    set_array(run, 0, run->step->in[0], run->strip.rows);
    run->strip.table = cells->values;
    run->kernels->cell[width_of(run->lane)](&run->strip);
    if (cells->has_gaps) {
        open_gaps(run, cells);
    }
    set_bounds(run, cells->lowest, cells->highest);
}

/* Lists. */

static void run_gather(run *run) {
    const am_step *step = run->step;
    const am_rows *rows = &run->batch->rows[run->lane->domain];
    operands operands = operands_of(run);
    am_extremes bounds = bounds_of(run, step->in[0]);
    set_bounds(run, bounds.low, bounds.high);
    run->column->is_plain = operands.are_plain;
    if (is_constant(run, step->in[0])) {
        set_in(run, 0, step->in[0]);
        run->kernels->copy[width_of(run->lane)](&run->strip);
        follow_strict(run);
        return;
    }
    run->strip.index = step->kind == AM_STEP_SPREAD ? rows->parents : rows->elements;
    set_in(run, 0, step->in[0]);
    run->kernels->gather[width_of(run->lane)](&run->strip);
    if (!operands.are_plain) {
        uint8_t *states = open_states(run);
        run->kernels->gather_state(states, states_of(run, 0, operands.columns[0]), run->strip.index,
                                   run->strip.rows);
        close_states(run, states);
    }
}

static void run_position(run *run) {
    am_call call = am_call_of(run->batch, instruction_of(run));
    int64_t *out = run->strip.out;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        out[row] = (int64_t)row - am_group_extent(&call, row).first + 1;
    }
    run->column->is_plain = true;
    set_bounds(run, 1, run->strip.rows);
}

/* What a fold over lists reads. */
typedef struct fold {
    const am_rows *rows; /* of the elements */
    const uint8_t *mask;
    const uint8_t *present;
    const uint8_t *mask_states;
    const uint8_t *value_states;
} fold;

/* Columns of the elements are longer than those of the lists: they are filled by their own rows. */
static fold fold_of(run *run, const operands *operands) {
    const am_instruction *instruction = instruction_of(run);
    uint32_t lists = run->strip.rows;
    uint16_t domain = instruction->operands[2];
    fold fold = {.rows = &run->batch->rows[domain]};
    fold.present = states_of(run, 3, operands->columns[operands->count - 1]);
    run->strip.rows = fold.rows->count;
    set_array(run, 1, run->step->in[1], fold.rows->count);
    fold.mask = run->strip.in[1];
    fold.mask_states = states_of(run, 2, instruction->operands[1]);
    if (run->step->in[0] != AM_NO_LANE) {
        set_array(run, 0, run->step->in[0], fold.rows->count);
        fold.value_states = states_of(run, 4, instruction->operands[0]);
    }
    run->strip.rows = lists;
    return fold;
}

static void run_count(run *run) {
    operands operands = operands_of(run);
    fold fold = fold_of(run, &operands);
    run->strip.mask = fold.mask;
    run->strip.index = fold.rows->ends;
    run->strip.scratch = run->batch->work->sums;
    run->kernels->count(&run->strip);
    set_bounds(run, 0, fold.rows->count);
    run->column->is_plain = true;
    if (operands.are_plain) {
        return;
    }
    uint8_t *states = open_states(run);
    uint32_t at = 0;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        uint8_t state = fold.present[row];
        for (; at < fold.rows->ends[row]; at++) {
            state = fold.mask_states[at] > state && fold.present[row] == AM_STATE_VALUE ? fold.mask_states[at]
                                                                                        : state;
        }
        states[row] = state;
    }
    close_states(run, states);
}

/* One more value of a sum, a greatest or a least; false when it does not fit. */
static bool fold_in(am_step_kind kind, int64_t value, bool is_first, int64_t *out) {
    if (kind == AM_STEP_SUM) {
        return !__builtin_add_overflow(*out, value, out) && *out != INT64_MIN;
    }
    bool is_better = kind == AM_STEP_FOLD_GREATEST ? value > *out : value < *out;
    *out = is_first || is_better ? value : *out;
    return true;
}

static int64_t value_at(const run *run, uint32_t row) {
    const void *values = run->strip.in[0];
    return width_of(run->lane) == AM_WIDTH_8 ? ((const int64_t *)values)[row]
                                             : ((const int32_t *)values)[row];
}

static uint8_t fold_list(const run *run, const fold *fold, uint32_t row, uint32_t first, int64_t *out) {
    am_step_kind kind = (am_step_kind)run->step->kind;
    uint8_t state = fold->present[row];
    bool is_empty = true;
    bool has_fit = true;
    *out = 0;
    for (uint32_t at = first; at < fold->rows->ends[row]; at++) {
        uint8_t mask_state = fold->mask_states[at];
        if (mask_state == AM_STATE_VALUE && fold->mask[at] == 0) {
            continue;
        }
        uint8_t element = mask_state == AM_STATE_VALUE ? fold->value_states[at] : mask_state;
        state = element > state ? element : state;
        if (element == AM_STATE_VALUE) {
            has_fit = fold_in(kind, value_at(run, at), is_empty, out) && has_fit;
            is_empty = false;
        }
    }
    if (fold->present[row] != AM_STATE_VALUE) {
        state = fold->present[row];
    } else if (state == AM_STATE_VALUE && (!has_fit || (is_empty && kind != AM_STEP_SUM))) {
        state = AM_STATE_FAULT;
    }
    *out = has_fit ? *out : 0;
    return state;
}

static void run_fold(run *run) {
    operands operands = operands_of(run);
    fold fold = fold_of(run, &operands);
    uint8_t *states = open_states(run);
    bool is_wide = width_of(run->lane) == AM_WIDTH_8;
    uint32_t first = 0;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        int64_t value;
        states[row] = fold_list(run, &fold, row, first, &value);
        first = fold.rows->ends[row];
        if (is_wide) {
            ((int64_t *)run->strip.out)[row] = value;
        } else {
            ((int32_t *)run->strip.out)[row] = (int32_t)value;
        }
    }
    close_states(run, states);
    if (is_wide) {
        measure(run);
    }
}

/* Dates. */

static void run_days_between(run *run) {
    follow_strict(run);
    set_in(run, 0, run->step->in[0]);
    set_in(run, 1, run->step->in[1]);
    run->kernels->days_between(&run->strip);
    set_bounds(run, AM_DATE_MIN - AM_DATE_MAX, AM_DATE_MAX - AM_DATE_MIN);
}

static int32_t months_between(am_opcode opcode, am_date a, am_date b) {
    if (opcode == AM_OP_MONTHS_BEGUN) {
        return am_date_months_begun(a, b);
    }
    int32_t months = am_date_months_between(a, b);
    return opcode == AM_OP_YEARS_BETWEEN ? months / 12 : months;
}

static void run_months_between(run *run) {
    am_opcode opcode = (am_opcode)instruction_of(run)->opcode;
    int64_t *out = run->strip.out;
    follow_strict(run);
    set_in(run, 0, run->step->in[0]);
    set_in(run, 1, run->step->in[1]);
    const int32_t *a = run->strip.in[0];
    const int32_t *b = run->strip.in[1];
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        out[row] = months_between(opcode, a == NULL ? (am_date)run->strip.constants[0] : a[row],
                                  b == NULL ? (am_date)run->strip.constants[1] : b[row]);
    }
    measure(run);
}

static void run_period_number(run *run) {
    follow_strict(run);
    set_array(run, 0, run->step->in[0], run->strip.rows);
    run->kernels->widen_integer(&run->strip);
    set_bounds(run, INT32_MIN, INT32_MAX);
}

/* Lost days go to the month's last, and every month is well within the calendar: else the VM's own. */
static bool moves_freely(const run *run) {
    const int32_t *dates = run->strip.in[0];
    am_date low = dates[0];
    am_date high = low;
    am_date moved;
    for (uint32_t row = 1; row < run->strip.rows; row++) {
        low = dates[row] < low ? dates[row] : low;
        high = dates[row] > high ? dates[row] : high;
    }
    return run->step->mode == AM_MONTH_END_DOWN &&
           am_date_add_months(low, run->step->factor, AM_MONTH_END_DOWN, &moved) == AM_DATE_OK &&
           am_date_add_months(high, run->step->factor, AM_MONTH_END_DOWN, &moved) == AM_DATE_OK;
}

static void run_move_months(run *run) {
    set_array(run, 0, run->step->in[0], run->strip.rows);
    if (!moves_freely(run)) {
        run_kernel_of_vm(run);
        return;
    }
    follow_strict(run);
    run->strip.factor = run->step->factor;
    run->kernels->move_months(&run->strip);
}

/* Decimals. */

static void run_widen(run *run) {
    const am_lane *lane = &run->narrow->lanes[run->step->in[0]];
    am_column *column = &run->batch->columns[run->step->in[0]];
    const int64_t *counts = values_of(run, run->step->in[0]);
    const uint8_t *states = lane->is_input ? column->states : NULL;
    am_decimal *out = column->values;
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        if (states == NULL || states[row] != AM_STATE_FAULT) { /* a fact of too many digits stands there */
            out[row] = am_grain_amount(lane->grain, counts[row]);
        }
    }
}

static void run_narrow(run *run) {
    const am_decimal *decimals = run->column->values;
    int64_t *counts = run->strip.out;
    bool has_faults = false;
    open_faults(run);
    for (uint32_t row = 0; row < run->strip.rows; row++) {
        if (!am_grain_count(run->lane->grain, decimals[row], &counts[row])) {
            counts[row] = 0;
            run->strip.faults[row] = AM_STATE_FAULT;
            has_faults = true;
        }
    }
    close_faults(run, has_faults);
    measure(run);
}

static void run_same(run *run) {
    const am_column *root = root_column(run, run->step->out);
    run->column->is_plain = root->is_plain;
    set_bounds(run, root->low, root->high);
}

static void run_step(run *run) {
    switch ((am_step_kind)run->step->kind) {
    case AM_STEP_INSTRUCTION:
        run_kernel_of_vm(run);
        break;
    case AM_STEP_WIDEN:
        run_widen(run);
        break;
    case AM_STEP_NARROW:
        run_narrow(run);
        break;
    case AM_STEP_SAME:
        run_same(run);
        break;
    case AM_STEP_SCALE:
        run_scale(run);
        break;
    case AM_STEP_ADD:
    case AM_STEP_SUBTRACT:
        run_sum(run);
        break;
    case AM_STEP_MULTIPLY:
        run_product(run);
        break;
    case AM_STEP_NEGATE:
    case AM_STEP_ABSOLUTE:
    case AM_STEP_ROUND:
        run_unary(run);
        break;
    case AM_STEP_EQUAL:
    case AM_STEP_LESS:
    case AM_STEP_LESS_EQUAL:
        run_compare(run);
        break;
    case AM_STEP_GREATEST:
    case AM_STEP_LEAST:
        run_extreme(run);
        break;
    case AM_STEP_ADD_KNOWN:
    case AM_STEP_GREATEST_KNOWN:
    case AM_STEP_LEAST_KNOWN:
        run_known_only(run);
        break;
    case AM_STEP_AND:
    case AM_STEP_OR:
    case AM_STEP_NOT:
        run_truth(run);
        break;
    case AM_STEP_CHOOSE:
        run_choose(run);
        break;
    case AM_STEP_COPY:
        run_copy(run);
        break;
    case AM_STEP_OTHERWISE:
        run_otherwise(run);
        break;
    case AM_STEP_KNOWN:
        run_known(run);
        break;
    case AM_STEP_FAIL:
        run_fail(run);
        break;
    case AM_STEP_PICK:
        run_pick(run);
        break;
    case AM_STEP_CELL:
        run_cell(run);
        break;
    case AM_STEP_SPREAD:
    case AM_STEP_ELEMENT:
        run_gather(run);
        break;
    case AM_STEP_POSITION:
        run_position(run);
        break;
    case AM_STEP_COUNT:
        run_count(run);
        break;
    case AM_STEP_SUM:
    case AM_STEP_FOLD_GREATEST:
    case AM_STEP_FOLD_LEAST:
        run_fold(run);
        break;
    case AM_STEP_DAYS_BETWEEN:
        run_days_between(run);
        break;
    case AM_STEP_MONTHS_BETWEEN:
        run_months_between(run);
        break;
    case AM_STEP_PERIOD_NUMBER:
        run_period_number(run);
        break;
    case AM_STEP_MOVE_MONTHS:
        run_move_months(run);
        break;
    case AM_STEP_SKIP_UNLESS: /* control */
    case AM_STEP_SKIP_WHEN:
        break;
    }
}

/* What a skipped block would have filled is chosen by no row; its bounds must not stay those of another
 * batch. */
static void pass_over(run *run, uint32_t from, uint32_t count) {
    for (uint32_t i = from; i < from + count; i++) {
        const am_step *step = &run->narrow->steps[i];
        if (step->out != AM_NO_LANE && step->kind != AM_STEP_WIDEN) {
            am_column *column = &run->batch->columns[step->out];
            column->low = column->high = 0;
            column->is_plain = true;
        }
    }
}

static uint32_t skip_length(run *run, const am_step *step) {
    const uint8_t *yes = values_of(run, step->in[0]);
    uint16_t condition = run->narrow->lanes[step->in[0]].column;
    uint32_t rows = am_batch_row_count(run->batch, run->narrow->lanes[step->in[0]].domain);
    run->strip.rows = rows;
    const uint8_t *states = states_of(run, 0, condition);
    bool is_when = step->kind == AM_STEP_SKIP_WHEN;
    for (uint32_t row = 0; row < rows; row++) {
        bool is_yes = states[row] == AM_STATE_VALUE && yes[row] != 0;
        if (is_yes != is_when) {
            return 0;
        }
    }
    return step->detail;
}

static void see_inputs(run *run) {
    const am_work *work = run->batch->work;
    for (uint32_t i = 0; i < work->input_starts[run->batch->program->domain_count]; i++) {
        uint16_t number = work->inputs[i].column;
        am_column *column = &run->batch->columns[number];
        uint32_t rows = am_batch_row_count(run->batch, run->batch->program->registers[number].domain);
        column->is_plain = column->states == NULL || run->kernels->are_plain(column->states, rows);
        if (column->counts != NULL) {
            am_extremes found = run->kernels->extremes(column->counts, rows);
            column->low = found.low;
            column->high = found.high;
        }
    }
}

void am_narrow_run(am_batch *batch) {
    const am_narrow *narrow = batch->narrow;
    run run = {.batch = batch, .narrow = narrow, .kernels = am_kernels_here()};
    batch->work->is_beyond = false;
    see_inputs(&run);
    for (uint32_t i = 0; i < narrow->step_count; i++) {
        const am_step *step = &narrow->steps[i];
        if (step->kind == AM_STEP_SKIP_UNLESS || step->kind == AM_STEP_SKIP_WHEN) {
            uint32_t passed = skip_length(&run, step);
            pass_over(&run, i + 1, passed);
            i += passed;
            continue;
        }
        run.step = step;
        run.lane = &narrow->lanes[step->out];
        run.column = &batch->columns[step->out];
        run.strip = (am_strip){.rows = am_batch_row_count(batch, run.lane->domain)};
        run.strip.out = run.lane->kind == AM_LANE_COUNT ? (void *)run.column->counts : run.column->values;
        if (run.strip.rows != 0) {
            run_step(&run);
        } else {
            run.column->is_plain = true;
        }
    }
}

static void mark_column(const am_batch *batch, uint16_t column, uint8_t *is_open) {
    uint16_t domain = batch->program->registers[column].domain;
    uint32_t rows = am_batch_row_count(batch, domain);
    if (is_plain(batch, column)) {
        return;
    }
    const uint8_t *states = state_column(batch, column)->states;
    for (uint32_t row = 0; row < rows; row++) {
        if (states[row] > AM_STATE_UNKNOWN && domain != AM_DOMAIN_CONSTANT) {
            is_open[am_batch_row_above(batch, domain, row, 0)] = 1;
        }
    }
    if (domain == AM_DOMAIN_CONSTANT && states[0] > AM_STATE_UNKNOWN) {
        memset(is_open, 1, batch->rows[0].count);
    }
}

uint32_t am_narrow_mark_open(const am_batch *batch, uint8_t *is_open) {
    const am_program *program = batch->program;
    uint32_t count = 0;
    memset(is_open, batch->work->is_beyond ? 1 : 0, batch->rows[0].count);
    for (uint32_t i = 0; i < program->output_count; i++) {
        mark_column(batch, program->outputs[i].column, is_open);
        if (program->outputs[i].column_high != AM_NO_INDEX) {
            mark_column(batch, program->outputs[i].column_high, is_open);
        }
    }
    for (uint32_t row = 0; row < batch->rows[0].count; row++) {
        count += is_open[row];
    }
    return count;
}
