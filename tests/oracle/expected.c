/*
 * Every output, for every record of its type in the tree of facts.
 */
#include "expected.h"

#include "base/diag.h"

static void put_needs(oracle *oracle, const oracle_need *needs, lines *out) {
    lines texts;

    lines_init(&texts, oracle->arena->allocator);
    for (; needs != NULL; needs = needs->next) {
        oracle_fact_print_path(&texts.text, needs->record, needs->field);
        lines_end(&texts);
    }
    lines_sort(&texts);
    for (size_t i = 0; i < texts.count; i++) {
        am_buffer_put_text(&out->text, i == 0 ? "" : ", ");
        am_buffer_put(&out->text, lines_at(&texts, i));
    }
    lines_clear(&texts);
}

static void put_value(am_type type, const oracle_value *value, lines *out) {
    switch (type.kind) {
    case AM_TYPE_NUMBER:
    case AM_TYPE_WHOLE:
    case AM_TYPE_MONEY:
    case AM_TYPE_RATE:
        lines_put_decimal(out, value->decimal);
        break;
    case AM_TYPE_TEXT:
        lines_put_text(out, value->text);
        break;
    default:
        am_buffer_put_signed(&out->text, value->integer);
    }
}

static bool is_in_span(am_span outer, am_span inner) {
    return outer.source == inner.source && inner.start >= outer.start &&
           inner.start < outer.start + outer.length;
}

/* The exception that a place in the expression belongs to, the innermost; else `around`. */
static am_span exception_of(const am_expr *expr, am_span place, am_span around) {
    for (uint32_t i = 0; expr != NULL && expr->kind == AM_EXPR_EXCEPT && i < (expr->operand_count - 1) / 2;
         i++) {
        if (is_in_span(expr->exceptions[i].span, place)) {
            return exception_of(expr->operands[2 + 2 * i], place, expr->exceptions[i].span);
        }
    }
    return around;
}

/* The step, exception or declaration that a place in the text belongs to. */
static am_span clause_of(const am_model *model, am_span place) {
    for (size_t i = 0; i < model->declaration_count; i++) {
        const am_declaration *declaration = model->declarations[i];

        if (!is_in_span(declaration->span, place)) {
            continue;
        }
        for (uint16_t s = 0; declaration->penalty != NULL && s < declaration->penalty->step_count; s++) {
            if (is_in_span(declaration->penalty->steps[s].span, place)) {
                return declaration->penalty->steps[s].span;
            }
        }
        return exception_of(declaration->value, place, declaration->span);
    }
    for (size_t i = 0; i < model->function_count; i++) {
        if (is_in_span(model->functions[i]->span, place)) {
            return model->functions[i]->span;
        }
    }
    return (am_span){0};
}

/* The numbers of the record and of the records around it, outermost first. */
static void put_numbers(const oracle_record *record, const oracle_record *around, lines *out) {
    if (record == around || record == NULL) {
        return;
    }
    put_numbers(record->parent, around, out);
    if (record->number != 0) {
        am_buffer_put_char(&out->text, ' ');
        am_buffer_put_unsigned(&out->text, record->number);
    }
}

/* The elements that the expression stood at: the declaration's record, then those of the aggregates. */
static const oracle_record *put_elements(const oracle_scene *scene, const oracle_frame *frame, lines *out) {
    const oracle_record *around;

    if (frame == NULL) {
        put_numbers(scene->record, NULL, out);
        return scene->record;
    }
    around = put_elements(scene, frame->outer, out);
    put_numbers(frame->element, frame->element->parent == around ? around : NULL, out);
    return frame->element;
}

static void put_line(oracle *oracle, am_span clause, lines *out) {
    const am_source *source = &oracle->model->sources->items[clause.source];

    if (clause.length == 0) {
        am_buffer_put_char(&out->text, '?');
    } else {
        am_buffer_put_unsigned(&out->text, am_source_position(source, clause.start).line);
    }
}

static void put_fault(oracle *oracle, const oracle_fault *fault, lines *out) {
    bool is_two = fault->clauses[1].length != 0;

    am_buffer_put_text(&out->text, am_diag_code_of(fault->diag));
    am_buffer_put_text(&out->text, " line ");
    put_line(oracle,
             fault->clauses[0].length != 0 ? fault->clauses[0] : clause_of(oracle->model, fault->span), out);
    if (is_two) {
        am_buffer_put_text(&out->text, " and ");
        put_line(oracle, fault->clauses[1], out);
    }
    am_buffer_put_text(&out->text, " at");
    put_elements(&fault->scene, fault->scene.frame, out);
    am_buffer_put_char(&out->text, ' ');
}

static void put_outcome(oracle *oracle, am_type type, const oracle_outcome *outcome, lines *out) {
    switch (outcome->state) {
    case ORACLE_VALUE:
        am_buffer_put_text(&out->text, "value ");
        put_value(type, &outcome->value, out);
        if (type.is_range) {
            am_buffer_put_text(&out->text, " to ");
            put_value(type, &outcome->highest, out);
        }
        break;
    case ORACLE_UNKNOWN:
        am_buffer_put_text(&out->text, "unknown");
        break;
    case ORACLE_NEEDS:
        am_buffer_put_text(&out->text, "needs ");
        put_needs(oracle, outcome->needs, out);
        break;
    case ORACLE_FAULT:
        am_buffer_put_text(&out->text, "fault ");
        put_fault(oracle, &outcome->fault, out);
        break;
    }
}

static void expect_one(oracle *oracle, const oracle_record *record, const am_declaration *declaration,
                       lines *out, uint64_t counts[ORACLE_STATE_COUNT]) {
    uint16_t parts = declaration->schedule != NULL ? declaration->schedule->result_count : 1;

    for (uint16_t part = 0; part < parts; part++) {
        oracle_outcome outcome = oracle_evaluate(oracle, record, declaration, part);
        am_type type = parts > 1 ? declaration->schedule->results[part].type : declaration->type;

        oracle_record_print_path(&out->text, record);
        am_buffer_put_text(&out->text, record->parent != NULL ? "." : "");
        am_buffer_put(&out->text, declaration->name);
        if (parts > 1) {
            am_buffer_put_char(&out->text, '.');
            am_buffer_put(&out->text, declaration->schedule->results[part].name);
        }
        am_buffer_put_text(&out->text, ": ");
        put_outcome(oracle, type, &outcome, out);
        lines_end(out);
        counts[outcome.state]++;
    }
}

static void expect_record(oracle *oracle, const oracle_record *record, lines *out,
                          uint64_t counts[ORACLE_STATE_COUNT]) {
    for (size_t i = 0; i < oracle->model->output_count; i++) {
        if (oracle->model->outputs[i]->record == record->type) {
            expect_one(oracle, record, oracle->model->outputs[i], out, counts);
        }
    }
    for (uint16_t i = 0; i < record->type->field_count; i++) {
        const oracle_fact *fact = &record->facts[i];

        if (fact->inside != NULL) {
            expect_record(oracle, fact->inside, out, counts);
        }
        for (uint32_t e = 0; e < fact->element_count; e++) {
            expect_record(oracle, fact->elements[e], out, counts);
        }
    }
}

/* Whether the record, or one in it, fails a check: it is no, or cannot be made. */
static bool is_refused(oracle *oracle, const oracle_record *record) {
    for (uint16_t i = 0; i < record->type->check_count; i++) {
        oracle_outcome outcome =
            oracle_expression(oracle, (oracle_scene){record, NULL, NULL}, record->type->checks[i].condition);

        if (outcome.state == ORACLE_FAULT || oracle_is_no(&outcome)) {
            return true;
        }
    }
    for (uint16_t i = 0; i < record->type->field_count; i++) {
        const oracle_fact *fact = &record->facts[i];

        if (fact->inside != NULL && is_refused(oracle, fact->inside)) {
            return true;
        }
        for (uint32_t e = 0; e < fact->element_count; e++) {
            if (is_refused(oracle, fact->elements[e])) {
                return true;
            }
        }
    }
    return false;
}

void expect_outcomes(oracle *oracle, const oracle_record *root, lines *out,
                     uint64_t counts[ORACLE_STATE_COUNT]) {
    expect_record(oracle, root, out, counts);
    if (is_refused(oracle, root)) {
        am_buffer_put_text(&out->text, "the record: refused");
        lines_end(out);
    }
}
