/*
 * A model as text, declaration by declaration, for the golden tests and whoever wants to see what a rulebook
 * was understood to say.
 *
 * Books, sets and records first, then declarations in dependency order. Expressions themselves are
 * print_expr.c's.
 */
#include "model/print.h"

static void put_citation(am_buffer *out, am_slice label, am_slice citation) {
    if (label.length != 0) {
        am_buffer_put_text(out, " \"");
        am_buffer_put(out, label);
        am_buffer_put_text(out, "\"");
    }
    if (citation.length != 0) {
        am_buffer_put_text(out, " per ");
        am_buffer_put(out, citation);
    }
}

static void put_rounding(am_buffer *out, const am_model *model, am_rounding mode, const am_expr *unit) {
    am_buffer_put_text(out, "round ");
    am_print_mode(out, mode);
    am_buffer_put_text(out, " to ");
    am_print_expr(out, model, unit);
}

static void print_book(am_buffer *out, const am_model *model, const am_book *book) {
    static const char *const ends[] = {"error", "round down", "round up"};

    am_buffer_put_text(out, "book ");
    am_buffer_put(out, book->name);
    put_citation(out, book->title, (am_slice){0});
    if (book->unit != AM_TYPE_NO_UNIT) {
        am_buffer_put_text(out, " currency ");
        am_buffer_put(out, model->units[book->unit].code);
        am_buffer_put_text(out, " decimals ");
        am_buffer_put_unsigned(out, model->units[book->unit].digits);
    }
    if (book->has_month_end) {
        am_buffer_put_text(out, ", month ends ");
        am_buffer_put_text(out, ends[book->month_end]);
    }
    if (book->has_rounding) {
        am_buffer_put_text(out, ", ");
        put_rounding(out, model, book->rounding, book->rounding_unit);
    }
    if (book->has_in_force) {
        am_buffer_put_text(out, ", in force from ");
        am_date_print(out, book->in_force_from);
        if (book->in_force_until <= AM_DATE_MAX) {
            am_buffer_put_text(out, " until ");
            am_date_print(out, book->in_force_until);
        }
    }
    am_buffer_put_text(out, "\n");
}

static void print_days(am_buffer *out, am_date from, am_date until) {
    am_buffer_put_text(out, " from ");
    am_date_print(out, from);
    if (until <= AM_DATE_MAX) {
        am_buffer_put_text(out, " until ");
        am_date_print(out, until);
    }
}

static void print_mildest(am_buffer *out, const am_model *model, const am_mildest *mildest) {
    am_buffer_put_text(out, mildest->is_two ? "mildest law of " : "mildest law between ");
    am_print_expr(out, model, mildest->first);
    am_buffer_put_text(out, mildest->is_two ? ", " : " and ");
    am_print_expr(out, model, mildest->last);
    am_buffer_put_text(out, " for ");
    am_buffer_put(out, mildest->record->name);
    for (size_t i = 0; i < mildest->by_count; i++) {
        am_buffer_put_text(out, i == 0 ? " by " : ", ");
        am_buffer_put(out, mildest->by[i]->name);
    }
    am_buffer_put_text(out, "\n  changes");
    for (size_t i = 0; i < mildest->change_count; i++) {
        am_buffer_put_text(out, " ");
        am_date_print(out, mildest->changes[i].day);
    }
    for (size_t i = 0; i < mildest->source_count; i++) {
        am_buffer_put_text(out, mildest->sources[i].citation.length == 0 ? "\n  end" : "\n  per ");
        am_buffer_put(out, mildest->sources[i].citation);
        print_days(out, mildest->sources[i].from, mildest->sources[i].until);
    }
    am_buffer_put_text(out, "\n");
}

static void print_set(am_buffer *out, const am_model *model, const am_value_set *set) {
    am_buffer_put_text(out, set->is_ordered ? "tiers " : "choice ");
    am_buffer_put(out, set->name);
    am_buffer_put_text(out, "\n");
    for (uint16_t i = 0; i < set->value_count; i++) {
        am_buffer_put_text(out, "  ");
        am_buffer_put(out, set->values[i].text);
        for (uint16_t k = 0; k < set->attribute_count; k++) {
            am_buffer_put_text(out, k == 0 ? ": " : ", ");
            am_buffer_put(out, set->attributes[k].name);
            am_buffer_put_text(out, " ");
            am_print_expr(out, model, set->attributes[k].values[i]);
        }
        put_citation(out, set->values[i].label, set->values[i].citation);
        am_buffer_put_text(out, "\n");
    }
}

static void print_field(am_buffer *out, const am_model *model, const am_field *field) {
    am_buffer_put_text(out, "  ");
    am_buffer_put(out, field->name);
    am_buffer_put_text(out, ": ");
    am_print_type(out, model, field->type);
    if (field->bounds.lowest != NULL || field->bounds.highest != NULL) {
        am_buffer_put_text(out, " in ");
        am_print_interval(out, model, &field->bounds);
    }
    put_citation(out, field->label, field->citation);
    am_buffer_put_text(out, "\n");
}

static void print_record(am_buffer *out, const am_model *model, const am_record *record) {
    am_buffer_put_text(out, "record ");
    am_buffer_put(out, record->name);
    if (record->is_root) {
        am_buffer_put_text(out, " (root)");
    }
    if (record->is_given_once) {
        am_buffer_put_text(out, " given once");
    } else if (record->holder != NULL) {
        am_buffer_put_text(out, " in ");
        am_buffer_put(out, record->enclosing->name);
        am_buffer_put_text(out, ".");
        am_buffer_put(out, record->holder->name);
    }
    if (record->clock != NULL) {
        am_buffer_put_text(out, " dated by ");
        am_print_expr(out, model, record->clock);
    }
    am_buffer_put_text(out, "\n");
    for (uint16_t i = 0; i < record->field_count; i++) {
        print_field(out, model, &record->fields[i]);
    }
    for (uint16_t i = 0; i < record->check_count; i++) {
        am_buffer_put_text(out, "  check ");
        am_print_expr(out, model, record->checks[i].condition);
        put_citation(out, record->checks[i].message, record->checks[i].citation);
        am_buffer_put_text(out, "\n");
    }
}

static void print_calendar(am_buffer *out, const am_calendar *calendar) {
    am_buffer_put_text(out, "calendar ");
    am_buffer_put(out, calendar->name);
    put_citation(out, (am_slice){0}, calendar->citation);
    am_buffer_put_text(out, "\n  covers ");
    am_date_print(out, calendar->first);
    am_buffer_put_text(out, " to ");
    am_date_print(out, calendar->last);
    am_buffer_put_text(out, "\n  weekend ");
    for (unsigned day = 0; day < 7; day++) {
        am_buffer_put_char(out, (calendar->weekend >> day & 1) != 0 ? "MTWTFSS"[day] : '-');
    }
    for (uint32_t i = 0; i < calendar->holiday_count; i++) {
        am_buffer_put_text(out, i == 0 ? "\n  holidays " : ", ");
        am_date_print(out, calendar->holidays[i]);
    }
    am_buffer_put_text(out, "\n");
}

static void print_published(am_buffer *out, am_date published, am_date from) {
    if (published != from) {
        am_buffer_put_text(out, " published ");
        am_date_print(out, published);
    }
}

static void print_test(am_buffer *out, const am_model *model, const am_condition *condition,
                       const am_cell_test *test) {
    if (test->is_any) {
        am_buffer_put_text(out, "-");
        return;
    }
    if (condition->kind == AM_CONDITION_WHEN) {
        am_print_expr(out, model, test->when);
        return;
    }
    if (condition->kind == AM_CONDITION_IN_FORCE) {
        am_date_print(out, test->from);
        if (test->until <= AM_DATE_MAX) {
            am_buffer_put_text(out, " until ");
            am_date_print(out, test->until);
        }
        print_published(out, test->published, test->from);
        return;
    }
    am_buffer_put_text(out, test->is_negated ? "not " : "");
    for (uint16_t i = 0; i < test->item_count; i++) {
        am_buffer_put_text(out, i == 0 ? "" : ", ");
        if (test->items[i].is_unknown) {
            am_buffer_put_text(out, "unknown");
        } else {
            am_print_interval(out, model, &test->items[i].interval);
        }
    }
}

static void print_row(am_buffer *out, const am_model *model, const am_schedule *schedule,
                      const am_table_row *row) {
    am_buffer_put_text(out, "  |");
    if (row->is_otherwise) {
        am_buffer_put_text(out, " otherwise |");
    }
    for (uint16_t i = 0; i < schedule->condition_count && !row->is_otherwise; i++) {
        am_buffer_put_text(out, " ");
        print_test(out, model, &schedule->conditions[i], &row->tests[i]);
        am_buffer_put_text(out, " |");
    }
    for (uint16_t i = 0; i < schedule->result_count; i++) {
        am_buffer_put_text(out, i == 0 ? "| " : " ");
        if (row->results[i] == NULL) {
            am_buffer_put_text(out, "not covered");
        } else {
            am_print_expr(out, model, row->results[i]);
        }
        am_buffer_put_text(out, " |");
    }
    if (row->citation.length > 0) {
        am_buffer_put_text(out, " per ");
        am_buffer_put(out, row->citation);
    }
    am_buffer_put_text(out, "\n");
}

static void print_schedule(am_buffer *out, const am_model *model, const am_schedule *schedule) {
    static const char *const picks[] = {"only", "first", "last", "greatest", "least", "sum"};

    am_buffer_put_text(out, "  picks ");
    am_buffer_put_text(out, picks[schedule->picks]);
    am_buffer_put_text(out, "\n  |");
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        const am_condition *condition = &schedule->conditions[i];

        am_buffer_put_text(out, condition->kind == AM_CONDITION_WHEN       ? " when"
                                : condition->kind == AM_CONDITION_IN_FORCE ? " in force "
                                                                           : " ");
        if (condition->value != NULL) {
            am_print_expr(out, model, condition->value);
        }
        am_buffer_put_text(out, " |");
    }
    for (uint16_t i = 0; i < schedule->result_count; i++) {
        am_buffer_put_text(out, i == 0 ? "| " : " ");
        am_buffer_put(out, schedule->results[i].name);
        am_buffer_put_text(out, ": ");
        am_print_type(out, model, schedule->results[i].type);
        am_buffer_put_text(out, " |");
    }
    am_buffer_put_text(out, "\n");
    for (uint16_t i = 0; i < schedule->row_count; i++) {
        print_row(out, model, schedule, &schedule->rows[i]);
    }
}

static void print_step(am_buffer *out, const am_model *model, const am_penalty_step *step) {
    static const char *const verbs[] = {"start from",  "add",       "subtract",    "multiply by",
                                        "increase by", "reduce by", "coefficient", "at most",
                                        "at least",    "limit to",  "instead",     "round"};

    am_buffer_put_text(out, "  ");
    if (step->step == AM_STEP_ROUND) {
        put_rounding(out, model, step->rounding, step->value);
    } else {
        am_buffer_put_text(out, verbs[step->step]);
        am_buffer_put_text(out, " ");
        am_print_expr(out, model, step->value);
    }
    if (step->for_each != NULL) {
        am_buffer_put_text(out, " for each of ");
        am_print_expr(out, model, step->for_each);
    }
    if (step->when != NULL) {
        am_buffer_put_text(out, " when ");
        am_print_expr(out, model, step->when);
    }
    am_buffer_put_text(out, step->is_default ? " (default)" : "");
    put_citation(out, step->label, step->citation);
    am_buffer_put_text(out, "\n");
}

static void print_penalty(am_buffer *out, const am_model *model, const am_penalty *penalty) {
    if (penalty->only_when != NULL) {
        am_buffer_put_text(out, "  only when ");
        am_print_expr(out, model, penalty->only_when);
        am_buffer_put_text(out, "\n");
    }
    for (uint16_t i = 0; i < penalty->step_count; i++) {
        print_step(out, model, &penalty->steps[i]);
    }
}

static void print_dates(am_buffer *out, const am_model *model, const am_declaration *declaration) {
    if (declaration->has_own_clock && declaration->clock != NULL) {
        am_buffer_put_text(out, "  dated by ");
        am_print_expr(out, model, declaration->clock);
        am_buffer_put_text(out, "\n");
    }
    if (declaration->has_in_force || declaration->head != NULL) {
        am_buffer_put_text(out, declaration->head != NULL ? "  a version from " : "  in force from ");
        am_date_print(out, declaration->in_force_from);
        if (declaration->in_force_last < AM_DATE_MAX) {
            am_buffer_put_text(out, " through ");
            am_date_print(out, declaration->in_force_last);
        }
        print_published(out, declaration->published, declaration->in_force_from);
        am_buffer_put_text(out, "\n");
    }
    if (declaration->is_repealed) {
        am_buffer_put_text(out, "  repealed from ");
        am_date_print(out, declaration->repealed_from);
        print_published(out, declaration->repeal_published, declaration->repealed_from);
        am_buffer_put_text(out, "\n");
    }
}

static void print_declaration(am_buffer *out, const am_model *model, const am_declaration *declaration) {
    static const char *const kinds[] = {"parameter ", "rule ", "schedule ", "penalty ", "amount "};

    am_buffer_put_text(out, declaration->ladder != NULL       ? "ladder "
                            : declaration->discretion != NULL ? "discretion "
                                                              : kinds[declaration->kind]);
    am_buffer_put(out, declaration->name);
    if (declaration->record != NULL && declaration->record->name.length != 0) {
        am_buffer_put_text(out, " for ");
        am_buffer_put(out, declaration->record->name);
    }
    if (declaration->type.kind != AM_TYPE_ERROR) {
        am_buffer_put_text(out, ": ");
        am_print_type(out, model, declaration->type);
    }
    put_citation(out, declaration->label, declaration->citation);
    am_buffer_put_text(out, declaration->is_output ? " (output)\n" : "\n");
    print_dates(out, model, declaration);
    if (declaration->value != NULL) {
        am_buffer_put_text(out, "  = ");
        am_print_expr(out, model, declaration->value);
        am_buffer_put_text(out, "\n");
    }
    if (declaration->discretion != NULL) {
        am_buffer_put_text(out, "  by ");
        am_buffer_put(out, declaration->discretion->authority);
        am_buffer_put_text(out, "\n");
    }
    if (declaration->ladder != NULL && declaration->ladder->may_fall) {
        am_buffer_put_text(out, "  may fall\n");
    }
    if (declaration->schedule != NULL) {
        print_schedule(out, model, declaration->schedule);
    }
    if (declaration->penalty != NULL) {
        print_penalty(out, model, declaration->penalty);
    }
}

void am_model_print(am_buffer *buffer, const am_model *model) {
    for (size_t i = 0; i < model->book_count; i++) {
        print_book(buffer, model, &model->books[i]);
    }
    if (model->mildest != NULL) {
        print_mildest(buffer, model, model->mildest);
    }
    for (size_t i = 0; i < model->set_count; i++) {
        print_set(buffer, model, &model->sets[i]);
    }
    for (size_t i = 0; i < model->calendar_count; i++) {
        print_calendar(buffer, &model->calendars[i]);
    }
    for (size_t i = 0; i < model->record_count; i++) {
        print_record(buffer, model, model->records[i]);
    }
    for (size_t i = 0; i < model->declaration_count; i++) {
        print_declaration(buffer, model, model->declarations[i]);
    }
    for (size_t i = 0; i < model->test_count; i++) {
        am_print_test(buffer, model, model->tests[i]);
    }
    for (size_t i = 0; i < model->property_count; i++) {
        am_print_property(buffer, model, model->properties[i]);
    }
}
