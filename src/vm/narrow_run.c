/*
 * The steps of a narrow program over a batch, in order.
 *
 * Bounds are kept for each column of counts, from the counts that the batch really has. Where they show that
 * no result can leave 64 bits, nothing is checked; where not, rows are checked one by one, and one that does
 * not fit is at fault.
 */
#include "vm/narrow_run.h"

#include <string.h>

#include "vm/narrow_step.h"

static void run_step(am_strip_run *run) {
    switch ((am_step_kind)run->step->kind) {
    case AM_STEP_INSTRUCTION:
        am_vm_execute(run->batch, am_strip_instruction(run));
        break;
    case AM_STEP_WIDEN:
        am_step_widen(run);
        break;
    case AM_STEP_NARROW:
        am_step_narrow(run);
        break;
    case AM_STEP_SAME:
        am_step_same(run);
        break;
    case AM_STEP_SCALE:
        am_step_scale(run);
        break;
    case AM_STEP_ADD:
    case AM_STEP_SUBTRACT:
        am_step_sum(run);
        break;
    case AM_STEP_MULTIPLY:
        am_step_product(run);
        break;
    case AM_STEP_NEGATE:
    case AM_STEP_ABSOLUTE:
    case AM_STEP_ROUND:
        am_step_unary(run);
        break;
    case AM_STEP_EQUAL:
    case AM_STEP_LESS:
    case AM_STEP_LESS_EQUAL:
        am_step_compare(run);
        break;
    case AM_STEP_GREATEST:
    case AM_STEP_LEAST:
        am_step_extreme(run);
        break;
    case AM_STEP_ADD_KNOWN:
    case AM_STEP_GREATEST_KNOWN:
    case AM_STEP_LEAST_KNOWN:
        am_step_known_only(run);
        break;
    case AM_STEP_AND:
    case AM_STEP_OR:
    case AM_STEP_NOT:
        am_step_truth(run);
        break;
    case AM_STEP_CHOOSE:
        am_step_choose(run);
        break;
    case AM_STEP_SCALE_CHOSEN:
        am_step_scale_chosen(run);
        break;
    case AM_STEP_COPY:
        am_step_copy(run);
        break;
    case AM_STEP_OTHERWISE:
        am_step_otherwise(run);
        break;
    case AM_STEP_KNOWN:
        am_step_known(run);
        break;
    case AM_STEP_FAIL:
        am_step_fail(run);
        break;
    case AM_STEP_PICK:
        am_step_pick(run);
        break;
    case AM_STEP_CELL:
        am_step_cell(run);
        break;
    case AM_STEP_SPREAD:
    case AM_STEP_ELEMENT:
        am_step_gather(run);
        break;
    case AM_STEP_POSITION:
        am_step_position(run);
        break;
    case AM_STEP_COUNT:
        am_step_count(run);
        break;
    case AM_STEP_SUM:
    case AM_STEP_FOLD_GREATEST:
    case AM_STEP_FOLD_LEAST:
        am_step_fold(run);
        break;
    case AM_STEP_DAYS_BETWEEN:
        am_step_days_between(run);
        break;
    case AM_STEP_MONTHS_BETWEEN:
        am_step_months_between(run);
        break;
    case AM_STEP_PERIOD_NUMBER:
        am_step_period_number(run);
        break;
    case AM_STEP_MOVE_MONTHS:
        am_step_move_months(run);
        break;
    case AM_STEP_SKIP_UNLESS: /* control */
    case AM_STEP_SKIP_WHEN:
        break;
    }
}

static void run_at(am_strip_run *run, const am_step *step) {
    run->step = step;
    run->lane = &run->narrow->lanes[step->out];
    run->column = &run->batch->columns[step->out];
    run->strip.rows = am_batch_row_count(run->batch, run->lane->domain);
    run->strip.in[0] = run->strip.in[1] = run->strip.in[2] = NULL;
    run->strip.out = run->lane->kind == AM_LANE_COUNT ? (void *)run->column->counts : run->column->values;
    if (run->strip.rows != 0) {
        run_step(run);
    } else {
        run->column->is_plain = true;
    }
}

static void clear_codes(am_strip_run *run, uint32_t lane) {
    const am_lane *at = &run->narrow->lanes[lane];
    if (at->kind == AM_LANE_INTEGER && !at->is_shared) {
        uint32_t rows = am_batch_row_count(run->batch, at->domain);
        memset(run->batch->columns[lane].values, 0, rows * sizeof(int32_t));
    }
}

/* What a skipped block would have filled is the value of no row; its bounds must not stay those of another
 * batch. A row whose condition is open can still carry it on, so that codes, which tables are looked up by,
 * must be ones that exist. Constants are the same in every block. */
static void pass_over(am_strip_run *run, uint32_t from, uint32_t count) {
    for (uint32_t i = from; i < from + count; i++) {
        const am_narrow *narrow = run->narrow;
        const am_step *step = &narrow->steps[i];
        if (step->out != AM_NO_LANE && narrow->lanes[step->out].domain == AM_DOMAIN_CONSTANT) {
            run_at(run, step);
        } else if (step->out != AM_NO_LANE && step->kind != AM_STEP_WIDEN) {
            am_column *column = &run->batch->columns[step->out];
            column->low = column->high = 0;
            column->is_plain = true;
            clear_codes(run, step->out);
        }
    }
}

static uint32_t skip_length(am_strip_run *run, const am_step *step) {
    const uint8_t *yes = am_strip_values(run, step->in[0]);
    uint16_t condition = run->narrow->lanes[step->in[0]].column;
    uint32_t rows = am_batch_row_count(run->batch, run->narrow->lanes[step->in[0]].domain);
    run->strip.rows = rows;
    const uint8_t *states = am_strip_states(run, 0, condition);
    bool is_when = step->kind == AM_STEP_SKIP_WHEN;
    for (uint32_t row = 0; row < rows; row++) {
        bool is_yes = states[row] == AM_STATE_VALUE && yes[row] != 0;
        if (is_yes != is_when) {
            return 0;
        }
    }
    return step->detail;
}

static void see_inputs(am_strip_run *run) {
    const am_work *work = run->batch->work;
    for (uint32_t i = 0; i < work->input_starts[run->batch->program->domain_count]; i++) {
        uint16_t number = work->inputs[i].column;
        am_column *column = &run->batch->columns[number];
        uint32_t rows = am_batch_row_count(run->batch, run->batch->program->registers[number].domain);
        column->is_plain =
            column->states == NULL || column->given == rows || am_state_are_plain(column->states, rows);
        if (column->counts != NULL && column->bounded != rows) {
            am_extremes found = am_values_extremes(run->kernels, AM_WIDTH_8, column->counts, rows);
            column->low = found.low;
            column->high = found.high;
        }
    }
}

void am_narrow_run(am_batch *batch) {
    const am_narrow *narrow = batch->narrow;
    am_strip_run run = {.batch = batch, .narrow = narrow, .kernels = am_kernels_here()};
    batch->work->is_beyond = false;
    memset(batch->work->is_open, 0, batch->rows[0].count);
    see_inputs(&run);
    am_ahead *ahead = &batch->work->ahead;
    size_t lines = narrow->step_count == 0 ? 0 : ahead->lines / narrow->step_count + 1;
    for (uint32_t i = 0; i < narrow->step_count; i++) {
        const am_step *step = &narrow->steps[i];
        am_ahead_bring(ahead, lines);
        if (step->kind == AM_STEP_SKIP_UNLESS || step->kind == AM_STEP_SKIP_WHEN) {
            uint32_t passed = skip_length(&run, step);
            pass_over(&run, i + 1, passed);
            i += passed;
            continue;
        }
        run_at(&run, step);
    }
    am_ahead_clear(ahead);
}

static void mark_column(const am_batch *batch, uint16_t column, uint8_t *is_open) {
    uint16_t domain = batch->program->registers[column].domain;
    uint32_t rows = am_batch_row_count(batch, domain);
    if (am_strip_is_plain(batch, column)) {
        return;
    }
    const uint8_t *states = am_strip_state_column(batch, column)->states;
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
    if (batch->work->is_beyond) {
        memset(is_open, 1, batch->rows[0].count);
    }
    for (uint32_t i = 0; i < program->output_count; i++) {
        mark_column(batch, program->outputs[i].column, is_open);
        if (program->outputs[i].column_high != AM_NO_INDEX) {
            mark_column(batch, program->outputs[i].column_high, is_open);
        }
    }
    for (uint32_t i = 0; i < program->check_count; i++) {
        mark_column(batch, program->checks[i].column, is_open);
    }
    for (uint32_t row = 0; row < batch->rows[0].count; row++) {
        count += is_open[row];
    }
    return count;
}
