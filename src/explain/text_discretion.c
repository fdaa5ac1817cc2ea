/*
 * Sentences on discretions: whose choice, between which ends, and what it could lead to.
 */
#include "explain/text_discretion.h"

static void put_extreme(am_buffer *buffer, const am_program *program, const am_shown *shown,
                        const am_extreme *value) {
    am_scalar scalar = {value->decimal, value->integer};
    am_text_put_scalar(buffer, program, shown, &scalar);
}

/* "from 1 to 5", "from 1, no upper end"; an end that is NULL is none. */
static void put_ends(am_buffer *buffer, const am_program *program, const am_shown *shown,
                     const am_extreme *lowest, const am_extreme *highest) {
    if (lowest != NULL) {
        am_buffer_put_text(buffer, "from ");
        put_extreme(buffer, program, shown, lowest);
    }
    if (highest != NULL) {
        am_buffer_put_text(buffer, lowest != NULL ? " to " : "up to ");
        put_extreme(buffer, program, shown, highest);
    }
    if (lowest == NULL || highest == NULL) {
        am_buffer_put_text(buffer, lowest == NULL && highest == NULL ? "no lower and no upper end"
                                   : lowest == NULL                  ? ", no lower end"
                                                                     : ", no upper end");
    }
}

/* Of what has no order all values that it can have are named. */
static void put_choices(am_buffer *buffer, const am_program *program, const am_discretion *discretion,
                        const am_shown *shown) {
    const am_fact *fact = &program->facts[discretion->fact];
    am_extreme lowest, highest;
    bool is_yes_no = fact->kind == AM_KIND_YESNO;
    if (is_yes_no || (fact->kind == AM_KIND_CODE && !program->scales[fact->scale].is_ordered)) {
        int32_t count = is_yes_no ? 2 : program->scales[fact->scale].value_count;
        for (int32_t i = 0; i < count; i++) {
            am_scalar one = {.integer = i};
            am_buffer_put_text(buffer, i == 0 ? "" : i + 1 < count ? ", " : " or ");
            am_text_put_scalar(buffer, program, shown, &one);
        }
        return;
    }
    am_leeway_ends(program, fact, &lowest, &highest);
    put_ends(buffer, program, shown, discretion->is_lowest_open ? NULL : &lowest,
             discretion->is_highest_open ? NULL : &highest);
}

void am_text_put_discretion(am_buffer *buffer, const am_explainer *explainer, am_subject subject) {
    const am_program *program = explainer->program;
    uint16_t number = am_explain_discretion(program, subject.clause);
    if (number == AM_NO_INDEX) {
        return;
    }
    const am_discretion *discretion = &program->discretions[number];
    const am_constant *fallback = &program->constants[discretion->fallback];
    am_extreme value = {fallback->decimal, fallback->integer};
    am_shown shown = am_shown_discretion(program, number);
    bool is_open = am_leeway_is_open(program, explainer->batch, number, subject.row);
    am_buffer_put_text(buffer, is_open ? "left to the discretion of " : "chosen by ");
    am_buffer_put(buffer, discretion->authority);
    am_buffer_put_text(buffer, is_open ? ": default " : "");
    if (is_open) {
        put_extreme(buffer, program, &shown, &value);
    }
    am_buffer_put_text(buffer, ", ");
    put_choices(buffer, program, discretion, &shown);
}

/* Of what has no order each value that was met. */
static void put_codes(am_buffer *buffer, const am_program *program, const am_shown *shown, uint64_t codes) {
    const char *separator = "";
    for (int32_t i = 0; i < 64; i++) {
        if ((codes >> i & 1) != 0) {
            am_scalar one = {.integer = i};
            am_buffer_put_text(buffer, separator);
            am_text_put_scalar(buffer, program, shown, &one);
            separator = " or ";
        }
    }
}

static void put_flag(am_buffer *buffer, bool *is_first, bool is_set, const char *text) {
    if (is_set) {
        am_buffer_put_text(buffer, *is_first ? "" : ", or ");
        am_buffer_put_text(buffer, text);
        *is_first = false;
    }
}

void am_text_put_reach(am_buffer *buffer, const am_program *program, const am_reach *reach) {
    const am_output *output = &program->outputs[reach->output];
    am_shown shown = am_shown_of(output);
    bool is_first = !reach->has_values || output->kind == AM_KIND_TEXT;
    am_buffer_put_text(buffer, "depending on discretion: ");
    if (!is_first && am_leeway_is_ordered(program, output)) {
        put_ends(buffer, program, &shown, reach->is_lowest_endless ? NULL : &reach->lowest,
                 reach->is_highest_endless ? NULL : &reach->highest);
    } else if (!is_first) {
        put_codes(buffer, program, &shown, reach->codes);
    }
    put_flag(buffer, &is_first, reach->may_be_unknown, "does not apply");
    put_flag(buffer, &is_first, reach->may_need, "needs facts");
    put_flag(buffer, &is_first, reach->may_fault, "a fault");
    am_buffer_put_text(buffer, reach->is_searched ? " (searched, not decided)" : "");
}
