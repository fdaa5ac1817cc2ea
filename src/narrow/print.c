/*
 * A step a line: `7 [2]  r12 x 0.01 = multiply r3 x 0.01, 85` is a column of cents in the third place of its
 * domain.
 *
 * A lane is written with its grain and a constant as the amount that it is; registers have their numbers, and
 * lanes beside them the numbers after these.
 */
#include "narrow/print.h"

#include "code/print.h"

static const char *const step_names[] = {
    [AM_STEP_INSTRUCTION] = "wide",
    [AM_STEP_WIDEN] = "widen",
    [AM_STEP_NARROW] = "narrow",
    [AM_STEP_SAME] = "same",
    [AM_STEP_SCALE] = "scale",
    [AM_STEP_SKIP_UNLESS] = "skip_unless",
    [AM_STEP_SKIP_WHEN] = "skip_when",
    [AM_STEP_ADD] = "add",
    [AM_STEP_SUBTRACT] = "subtract",
    [AM_STEP_MULTIPLY] = "multiply",
    [AM_STEP_NEGATE] = "negate",
    [AM_STEP_ABSOLUTE] = "absolute",
    [AM_STEP_ROUND] = "round",
    [AM_STEP_EQUAL] = "equal",
    [AM_STEP_LESS] = "less",
    [AM_STEP_LESS_EQUAL] = "less_equal",
    [AM_STEP_GREATEST] = "greatest",
    [AM_STEP_LEAST] = "least",
    [AM_STEP_ADD_KNOWN] = "add_known",
    [AM_STEP_GREATEST_KNOWN] = "greatest_known",
    [AM_STEP_LEAST_KNOWN] = "least_known",
    [AM_STEP_AND] = "and",
    [AM_STEP_OR] = "or",
    [AM_STEP_NOT] = "not",
    [AM_STEP_CHOOSE] = "choose",
    [AM_STEP_SCALE_CHOSEN] = "scale_chosen",
    [AM_STEP_COPY] = "copy",
    [AM_STEP_OTHERWISE] = "otherwise",
    [AM_STEP_KNOWN] = "known",
    [AM_STEP_FAIL] = "fail",
    [AM_STEP_PICK] = "pick",
    [AM_STEP_CELL] = "cell",
    [AM_STEP_SPREAD] = "spread",
    [AM_STEP_ELEMENT] = "element",
    [AM_STEP_POSITION] = "position",
    [AM_STEP_COUNT] = "count",
    [AM_STEP_SUM] = "sum",
    [AM_STEP_FOLD_GREATEST] = "fold_greatest",
    [AM_STEP_FOLD_LEAST] = "fold_least",
    [AM_STEP_DAYS_BETWEEN] = "days_between",
    [AM_STEP_MONTHS_BETWEEN] = "months_between",
    [AM_STEP_PERIOD_NUMBER] = "period_number",
    [AM_STEP_MOVE_MONTHS] = "move_months",
};

static void print_known(am_buffer *buffer, const am_lane *lane) {
    switch ((am_lane_kind)lane->kind) {
    case AM_LANE_COUNT:
        am_decimal_print(buffer, am_grain_amount(lane->grain, lane->constant), 0);
        return;
    case AM_LANE_YESNO:
        am_buffer_put_text(buffer, lane->constant != 0 ? "yes" : "no");
        return;
    case AM_LANE_INTEGER:
    case AM_LANE_DECIMAL:
    case AM_LANE_NONE:
        break;
    }
    am_buffer_put_signed(buffer, lane->constant);
}

static void print_lane(am_buffer *buffer, const am_narrow *narrow, uint32_t number) {
    const am_lane *lane = &narrow->lanes[number];
    if (lane->is_known) {
        print_known(buffer, lane);
        return;
    }
    am_buffer_put_char(buffer, 'r');
    am_buffer_put_unsigned(buffer, number);
    if (lane->kind == AM_LANE_COUNT) {
        am_buffer_put_text(buffer, " x ");
        am_decimal_print(buffer, am_grain_amount(lane->grain, 1), 0);
    } else if (lane->kind == AM_LANE_DECIMAL) {
        am_buffer_put_text(buffer, " decimal");
    }
}

static void print_operands(am_buffer *buffer, const am_narrow *narrow, const am_step *step) {
    bool is_first = true;
    for (unsigned i = 0; i < 3; i++) {
        if (step->in[i] != AM_NO_LANE) {
            am_buffer_put_text(buffer, is_first ? " " : ", ");
            print_lane(buffer, narrow, step->in[i]);
            is_first = false;
        }
    }
}

/* What a step has beside its operands. */
static void print_detail(am_buffer *buffer, const am_step *step) {
    static const char *const roundings[AM_ROUNDING_COUNT] = {
        "up", "down", "half up", "half down", "half even", "ceiling", "floor",
    };
    switch ((am_step_kind)step->kind) {
    case AM_STEP_SCALE:
    case AM_STEP_SCALE_CHOSEN:
    case AM_STEP_MOVE_MONTHS:
    case AM_STEP_ROUND:
        am_buffer_put_text(buffer, " by ");
        am_buffer_put_signed(buffer, step->factor);
        if (step->kind == AM_STEP_ROUND) {
            am_buffer_put_char(buffer, ' ');
            am_buffer_put_text(buffer, roundings[step->mode]);
        }
        break;
    case AM_STEP_PICK:
    case AM_STEP_CELL:
        am_buffer_put_text(buffer, step->kind == AM_STEP_PICK ? " by classes " : " of cells ");
        am_buffer_put_unsigned(buffer, step->detail);
        break;
    case AM_STEP_SKIP_UNLESS:
    case AM_STEP_SKIP_WHEN:
        am_buffer_put_text(buffer, " over ");
        am_buffer_put_unsigned(buffer, step->detail);
        break;
    default:
        break;
    }
}

static void print_step(am_buffer *buffer, const am_narrow *narrow, uint32_t number) {
    const am_step *step = &narrow->steps[number];
    const am_lane *lane = step->out == AM_NO_LANE ? NULL : &narrow->lanes[step->out];
    am_buffer_put_unsigned(buffer, number);
    if (lane != NULL && lane->same_as == AM_NO_LANE && !lane->is_shared && !lane->is_known &&
        step->kind != AM_STEP_WIDEN) {
        am_buffer_put_text(buffer, " [");
        am_buffer_put_unsigned(buffer, lane->slot);
        am_buffer_put_char(buffer, ']');
    }
    am_buffer_put_text(buffer, "  ");
    if (lane != NULL && step->kind != AM_STEP_WIDEN) {
        print_lane(buffer, narrow, step->out);
        am_buffer_put_text(buffer, " = ");
    }
    am_buffer_put_text(buffer, step_names[step->kind]);
    if (step->kind == AM_STEP_INSTRUCTION) {
        am_buffer_put_char(buffer, ' ');
        am_print_instruction(buffer, narrow->program, step->instruction); /* with its line end */
        return;
    }
    print_operands(buffer, narrow, step);
    print_detail(buffer, step);
    am_buffer_put_char(buffer, '\n');
}

static void print_picker(am_buffer *buffer, const am_narrow *narrow, uint32_t number) {
    static const char *const kinds[] = {"codes", "counts", "integers"};
    const am_picker *picker = &narrow->pickers[number];
    am_buffer_put_text(buffer, "classes ");
    am_buffer_put_unsigned(buffer, number);
    am_buffer_put_char(buffer, ':');
    for (uint32_t i = 0; i < picker->classer_count; i++) {
        const am_classer *classer = &picker->classers[i];
        am_buffer_put_text(buffer, i == 0 ? " " : ", ");
        am_buffer_put_unsigned(buffer, classer->class_count);
        am_buffer_put_text(buffer, " of ");
        am_buffer_put_text(buffer, kinds[classer->kind]);
        am_buffer_put_char(buffer, ' ');
        print_lane(buffer, narrow, classer->lane);
    }
    am_buffer_put_text(buffer, "; ");
    am_buffer_put_unsigned(buffer, picker->dense_count);
    am_buffer_put_text(buffer, " places\n");
}

static void print_cells(am_buffer *buffer, const am_narrow *narrow, uint32_t number) {
    const am_cells *cells = &narrow->cells[number];
    am_buffer_put_text(buffer, "cells ");
    am_buffer_put_unsigned(buffer, number);
    am_buffer_put_text(buffer, ": ");
    am_buffer_put_unsigned(buffer, cells->count);
    am_buffer_put_text(buffer, cells->has_gaps ? " with gaps, " : ", ");
    am_buffer_put_signed(buffer, cells->lowest);
    am_buffer_put_text(buffer, " to ");
    am_buffer_put_signed(buffer, cells->highest);
    am_buffer_put_char(buffer, '\n');
}

static void print_size(am_buffer *buffer, const am_narrow *narrow, uint16_t domain) {
    if (narrow->slots[domain] == 0 && narrow->state_slots[domain] == 0) {
        return;
    }
    am_print_domain(buffer, narrow->program, domain);
    am_buffer_put_text(buffer, ": ");
    am_buffer_put_unsigned(buffer, narrow->slots[domain]);
    am_buffer_put_text(buffer, " values and ");
    am_buffer_put_unsigned(buffer, narrow->state_slots[domain]);
    am_buffer_put_text(buffer, " states a row\n");
}

void am_narrow_print(am_buffer *buffer, const am_narrow *narrow) {
    for (uint32_t i = 0; i < narrow->step_count; i++) {
        print_step(buffer, narrow, i);
    }
    for (uint32_t i = 0; i < narrow->picker_count; i++) {
        print_picker(buffer, narrow, i);
    }
    for (uint32_t i = 0; i < narrow->cell_count; i++) {
        print_cells(buffer, narrow, i);
    }
    for (uint32_t i = 0; i < narrow->program->domain_count; i++) {
        print_size(buffer, narrow, (uint16_t)i);
    }
}
