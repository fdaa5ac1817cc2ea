/*
 * Adding up a penalty's steps, as a reader of the explanation would; and comparing two explanations.
 */
#include "explained.h"

#include "explain/explainer.h"

/* The sum so far, of one end of a range or of the amount itself. */
typedef struct running {
    am_decimal sum;
    bool is_there;
    bool is_rounded; /* an amount of more digits than a decimal holds: nothing can be said */
} running;

static bool is_value(const am_explainer *explainer, const am_shown *shown, uint32_t row) {
    return am_shown_state(explainer->batch, shown, row) == AM_STATE_VALUE;
}

static void add(running *total, am_decimal difference, am_decimal before, am_decimal after) {
    am_decimal exact;
    if (am_decimal_subtract(after, before, &exact) != AM_ARITH_EXACT ||
        am_decimal_add(total->sum, difference, &total->sum) != AM_ARITH_EXACT) {
        total->is_rounded = true;
    }
}

/* False when a step that says that it was not applied changed the amount, or one that was not decided did. */
static bool take(const am_explainer *explainer, const am_explained_step *step, bool is_high, running *total) {
    uint16_t column =
        is_high && step->after.column_high != AM_NO_INDEX ? step->after.column_high : step->after.column;
    uint16_t before =
        is_high && step->before.column_high != AM_NO_INDEX ? step->before.column_high : step->before.column;
    bool is_instead = am_slice_is_equal(step->clause->name, AM_SLICE("instead"));
    if (step->outcome == AM_STEP_LEFT_OUT) {
        return !step->is_different;
    }
    if (step->outcome == AM_STEP_UNDECIDED || !is_value(explainer, &step->after, step->row)) {
        total->is_there = false;
        return step->outcome != AM_STEP_UNDECIDED || !is_value(explainer, &step->after, step->row);
    }
    if (step->has_difference) {
        add(total, is_high ? step->difference_high : step->difference,
            am_batch_decimal(explainer->batch, before, step->row),
            am_batch_decimal(explainer->batch, column, step->row));
        return true;
    }
    total->sum = am_batch_decimal(explainer->batch, column, step->row);
    total->is_there = true;
    return is_instead || !step->has_before;
}

static bool add_steps(const am_explainer *explainer, am_subject penalty, bool is_high, running *total) {
    uint16_t before = AM_NO_INDEX;
    for (uint16_t child = explainer->first_child[penalty.clause]; child != AM_NO_INDEX;
         child = explainer->next_child[child]) {
        if (explainer->program->clauses[child].kind == AM_CLAUSE_EXCEPTION) {
            continue; /* of a rule that is called: no step */
        }
        am_explained_step step = am_explain_step(explainer, child, before, penalty.row);
        if (!take(explainer, &step, is_high, total)) {
            return false;
        }
        before = child;
    }
    return true;
}

static am_decimal final_of(const am_explainer *explainer, const am_output *output, bool is_high,
                           uint32_t row) {
    uint16_t column = is_high && output->column_high != AM_NO_INDEX ? output->column_high : output->column;
    if (am_kind_type(output->kind) == AM_VALUE_DECIMAL) {
        return am_batch_decimal(explainer->batch, column, row);
    }
    return am_decimal_of(am_batch_integer(explainer->batch, column, row));
}

/* The ends of a range that was scaled by a negative number have changed places. */
static bool is_final(const am_explainer *explainer, const am_output *output, running ends[2], uint32_t row) {
    bool is_backward = am_decimal_compare(ends[0].sum, ends[1].sum) > 0;
    for (unsigned i = 0; i < 2; i++) {
        if (am_decimal_compare(ends[is_backward ? 1 - i : i].sum, final_of(explainer, output, i == 1, row)) !=
            0) {
            return false;
        }
    }
    return true;
}

static bool adds_up(const am_explainer *explainer, const am_output *output, uint32_t row, uint64_t *sums) {
    am_subject penalty = {output->clause, row};
    running ends[2] = {{.is_there = false}, {.is_there = false}};
    if (!add_steps(explainer, penalty, false, &ends[0]) || !add_steps(explainer, penalty, true, &ends[1])) {
        return false;
    }
    if (ends[0].is_rounded || ends[1].is_rounded) {
        return true;
    }
    am_shown shown = {output->column, output->column_high, output->kind,
                      output->unit,   output->scale,       output->clause};
    if (!is_value(explainer, &shown, row)) {
        return true;
    }
    ++*sums;
    return ends[0].is_there && ends[1].is_there && is_final(explainer, output, ends, row);
}

static am_buffer written(am_explainer *explainer, uint32_t row) {
    am_buffer text;
    am_buffer_init(&text, am_allocator_standard());
    am_explain_write_json(explainer, &text, row);
    am_explain_write_text(explainer, AM_TEXT_PLAIN, &text, row);
    am_buffer_put_char(&text, '\n');
    return text;
}

/* The first line of `text` that is not the other's. */
static am_slice first_difference(am_slice text, am_slice other) {
    size_t start = 0;
    size_t end = 0;
    for (size_t at = 0; at < text.length && at < other.length && text.data[at] == other.data[at]; at++) {
        start = text.data[at] == '\n' ? at + 1 : start;
    }
    end = start;
    while (end < text.length && text.data[end] != '\n') {
        end++;
    }
    return am_slice_part(text, start, end);
}

bool explained_alike(am_explainer *explainer, am_explainer *narrow, uint32_t row, am_buffer *why) {
    am_buffer one = written(explainer, row);
    am_buffer other = written(narrow, row);
    am_slice text = am_buffer_text(&one);
    am_slice narrow_text = am_buffer_text(&other);
    bool is_alike = !one.is_failed && !other.is_failed && am_slice_is_equal(text, narrow_text);
    if (!is_alike) {
        am_buffer_put_text(why, "  explained otherwise by the narrow program:\n  ");
        am_buffer_put(why, first_difference(narrow_text, text));
        am_buffer_put_text(why, "\n  by the program itself:\n  ");
        am_buffer_put(why, first_difference(text, narrow_text));
        am_buffer_put_char(why, '\n');
    }
    am_buffer_clear(&one);
    am_buffer_clear(&other);
    return is_alike;
}

static bool is_written(am_explainer *explainer, uint32_t row) {
    am_buffer text;
    am_buffer_init(&text, am_allocator_standard());
    am_explain_write_text(explainer, AM_TEXT_HTML, &text, row);
    bool is_good = !text.is_failed;
    am_buffer_clear(&text);
    return is_good;
}

bool explained_adds_up(am_explainer *explainer, uint32_t row, am_buffer *why, uint64_t *sums) {
    const am_program *program = explainer->program;
    for (uint32_t i = 0; i < program->output_count; i++) {
        const am_output *output = &program->outputs[i];
        if (output->clause == AM_NO_INDEX || program->clauses[output->clause].kind != AM_CLAUSE_PENALTY) {
            continue;
        }
        am_row_range rows = am_explain_rows(explainer->batch, 0, row, program->places[output->place].domain);
        for (uint32_t at = rows.first; at < rows.end; at++) {
            if (!adds_up(explainer, output, at, sums)) {
                am_buffer_put_text(why, "  the explained steps do not add up: ");
                am_buffer_put(why, output->name);
                am_buffer_put_char(why, '\n');
                return false;
            }
        }
    }
    return is_written(explainer, row);
}
