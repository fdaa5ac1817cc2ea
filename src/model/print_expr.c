/*
 * Expressions as text: `add!(a, b)`, the operation before its operands, `!` where it is exact.
 *
 * A name has `^` for each record further out and `its` (`its.~1` for the aggregate further out) for an
 * element, so that what was resolved can be seen.
 */
#include "model/print.h"

static const char *const names[] = {
    [AM_EXPR_ERROR] = "error",
    [AM_EXPR_ATTRIBUTE] = "attribute",
    [AM_EXPR_CALIBRATED] = "calibrated",
    [AM_EXPR_CLOCK] = "clock",
    [AM_EXPR_LAW] = "law",
    [AM_EXPR_REPEALED] = "repealed",
    [AM_EXPR_NEGATE] = "negate",
    [AM_EXPR_ABSOLUTE] = "absolute",
    [AM_EXPR_ADD] = "add",
    [AM_EXPR_SUBTRACT] = "subtract",
    [AM_EXPR_MULTIPLY] = "multiply",
    [AM_EXPR_DIVIDE] = "divide",
    [AM_EXPR_POWER] = "power",
    [AM_EXPR_QUOTIENT] = "quotient",
    [AM_EXPR_REMAINDER] = "remainder",
    [AM_EXPR_ROUND] = "round ",
    [AM_EXPR_BETWEEN] = "",
    [AM_EXPR_WORKING_DAYS] = "",
    [AM_EXPR_EQUAL] = "equal",
    [AM_EXPR_LESS] = "less",
    [AM_EXPR_LESS_EQUAL] = "at_most",
    [AM_EXPR_NOT] = "not",
    [AM_EXPR_AND] = "and",
    [AM_EXPR_OR] = "or",
    [AM_EXPR_AT_LEAST] = "at_least ",
    [AM_EXPR_IF] = "if",
    [AM_EXPR_KEEP] = "keep",
    [AM_EXPR_OTHERWISE] = "otherwise",
    [AM_EXPR_KNOWN] = "known",
    [AM_EXPR_UNWRAP] = "unwrap",
    [AM_EXPR_RANGE] = "range",
    [AM_EXPR_LOWEST] = "lowest",
    [AM_EXPR_HIGHEST] = "highest",
    [AM_EXPR_MIDDLE] = "middle",
    [AM_EXPR_LIMITED] = "limited",
    [AM_EXPR_GREATEST] = "greatest",
    [AM_EXPR_LEAST] = "least",
    [AM_EXPR_SUM] = "sum",
    [AM_EXPR_EXCEPT] = "except",
    [AM_EXPR_ARGUMENT] = "argument",
    [AM_EXPR_OFFENCE] = "offence",
};
static const char *const gathers[] = {"sum", "greatest", "least", "count",   "some",
                                      "all", "none",     "any",   "at_least"};

void am_print_mode(am_buffer *out, am_rounding mode) {
    static const char *const modes[] = {"up",        "down",    "half up", "half down",
                                        "half even", "ceiling", "floor"};

    am_buffer_put_text(out, modes[mode]);
}

static void print_kind(am_buffer *out, const am_model *model, am_type type) {
    static const char *const words[] = {"error",  "number", "whole", "money",   "date",     "months", "days",
                                        "yes/no", "text",   "",      "record ", "list of ", ""};

    am_buffer_put_text(out, words[type.kind]);
    if (type.kind == AM_TYPE_MONEY) {
        am_buffer_put_text(out, " ");
        am_buffer_put(out, model->units[type.index].code);
    } else if (type.kind == AM_TYPE_CODE) {
        am_buffer_put(out, model->sets[type.index].name);
    } else if (type.kind == AM_TYPE_RATE) {
        am_buffer_put(out, model->units[model->rates[type.index].unit].code);
        am_buffer_put_text(out, " per ");
        am_buffer_put(out, model->units[model->rates[type.index].per].code);
    } else if (type.kind == AM_TYPE_RECORD || type.kind == AM_TYPE_LIST) {
        am_buffer_put(out, model->records[type.index]->name);
    }
}

void am_print_type(am_buffer *out, const am_model *model, am_type type) {
    am_buffer_put_text(out, type.is_optional ? "optional " : "");
    am_buffer_put_text(out, type.is_range ? "range of " : "");
    print_kind(out, model, type);
}

void am_print_interval(am_buffer *out, const am_model *model, const am_interval *interval) {
    if (interval->lowest == interval->highest) {
        am_print_expr(out, model, interval->lowest);
        return;
    }
    am_buffer_put_text(out, interval->is_lowest_out ? "(" : "[");
    if (interval->lowest != NULL) {
        am_print_expr(out, model, interval->lowest);
    }
    am_buffer_put_text(out, " .. ");
    if (interval->highest != NULL) {
        am_print_expr(out, model, interval->highest);
    }
    am_buffer_put_text(out, interval->is_highest_out ? ")" : "]");
}

static void print_period(am_buffer *out, const am_expr *expr) {
    am_buffer_put_signed(out, expr->value.integer);
    am_buffer_put_text(out, expr->type.kind == AM_TYPE_DAYS ? " days" : " months");
}

static void print_constant(am_buffer *out, const am_model *model, const am_expr *expr) {
    switch (expr->type.kind) {
    case AM_TYPE_DATE:
        am_date_print(out, (am_date)expr->value.integer);
        break;
    case AM_TYPE_MONTHS:
    case AM_TYPE_DAYS:
        print_period(out, expr);
        break;
    case AM_TYPE_YESNO:
        am_buffer_put_text(out, expr->value.integer != 0 ? "yes" : "no");
        break;
    case AM_TYPE_CODE:
        am_buffer_put(out, model->sets[expr->type.index].name);
        am_buffer_put_text(out, ".");
        am_buffer_put(out, model->sets[expr->type.index].values[expr->value.integer].text);
        break;
    case AM_TYPE_TEXT:
        am_buffer_put_text(out, "\"");
        am_buffer_put(out, expr->value.text);
        am_buffer_put_text(out, "\"");
        break;
    case AM_TYPE_MONEY:
        am_buffer_put(out, model->units[expr->type.index].code);
        am_buffer_put_text(out, " ");
        am_decimal_print(out, expr->value.decimal, 0);
        break;
    default:
        am_decimal_print(out, expr->value.decimal, 0);
        break;
    }
}

static void print_scope(am_buffer *out, const am_scope *scope) {
    if (scope->is_element) {
        am_buffer_put_text(out, "its.");
    }
    if (scope->is_root) {
        am_buffer_put_text(out, "run.");
    }
    if (scope->aggregate != 0) {
        am_buffer_put_text(out, "~");
        am_buffer_put_unsigned(out, scope->aggregate);
    }
    for (unsigned i = 0; i < scope->up; i++) {
        am_buffer_put_text(out, "^");
    }
    for (unsigned i = 0; i < scope->via_count; i++) {
        am_buffer_put(out, scope->via[i]->name);
        am_buffer_put_text(out, ".");
    }
}

static void print_value(am_buffer *out, const am_expr *expr) {
    const am_schedule *schedule = expr->declaration->schedule;

    print_scope(out, &expr->scope);
    am_buffer_put(out, expr->declaration->name);
    if (schedule != NULL && schedule->result_count > 1) {
        am_buffer_put_text(out, ".");
        am_buffer_put(out, schedule->results[expr->part].name);
    }
}

static void print_reset(am_buffer *out, const am_model *model, const am_reset *reset) {
    am_buffer_put_text(out, " unbroken(");
    am_print_expr(out, model, reset->date);
    am_buffer_put_text(out, ", ");
    am_print_expr(out, model, reset->clean);
    am_buffer_put_text(out, ", ");
    am_print_expr(out, model, reset->from);
    am_buffer_put_text(out, ")");
    if (reset->window != NULL) {
        am_buffer_put_text(out, " and then ");
        am_print_expr(out, model, reset->window);
    }
}

static void print_over(am_buffer *out, const am_model *model, const am_expr *expr) {
    const am_over *over = expr->over;

    am_buffer_put_text(out, gathers[over->gather]);
    am_buffer_put_text(out, expr->is_exact ? "!" : "");
    if (over->key != NULL) {
        am_buffer_put_text(out, " of ");
        am_buffer_put_text(out, gathers[over->inner]);
    }
    am_buffer_put_text(out, " over ");
    if (over->months != NULL) {
        am_buffer_put_text(out, "months from ");
        am_print_expr(out, model, over->months->from);
        am_buffer_put_text(out, " to ");
        am_print_expr(out, model, over->months->to);
        am_buffer_put_text(out, " up to ");
        am_buffer_put_unsigned(out, over->months->most);
    } else {
        print_scope(out, &over->scope);
        am_buffer_put(out, over->list->name);
    }
    am_buffer_put_text(out, "(");
    if (over->element != NULL) {
        am_print_expr(out, model, over->element);
    }
    if (over->where != NULL) {
        am_buffer_put_text(out, over->element == NULL ? "where " : " where ");
        am_print_expr(out, model, over->where);
    }
    if (over->reset != NULL) {
        print_reset(out, model, over->reset);
    }
    if (over->key != NULL) {
        am_buffer_put_text(out, " by ");
        am_print_expr(out, model, over->key);
    }
    am_buffer_put_text(out, ")");
}

/* Each exception as `when CONDITION: VALUE`. */
static void print_except(am_buffer *out, const am_model *model, const am_expr *expr) {
    am_buffer_put_text(out, "except(");
    am_print_expr(out, model, expr->operands[0]);
    for (uint32_t i = 1; i + 1 < expr->operand_count; i += 2) {
        const am_exception_note *note = &expr->exceptions[i / 2];

        am_buffer_put_text(out, note->is_notwithstanding ? ", notwithstanding when " : ", when ");
        am_print_expr(out, model, expr->operands[i]);
        am_buffer_put_text(out, ": ");
        am_print_expr(out, model, expr->operands[i + 1]);
        if (note->label.length != 0) {
            am_buffer_put_text(out, " \"");
            am_buffer_put(out, note->label);
            am_buffer_put_text(out, "\"");
        }
        if (note->citation.length != 0) {
            am_buffer_put_text(out, " per ");
            am_buffer_put(out, note->citation);
        }
    }
    am_buffer_put_text(out, ")");
}

static void print_head(am_buffer *out, const am_model *model, const am_expr *expr) {
    static const char *const betweens[] = {"days_between", "months_between", "years_between", "months_begun",
                                           "end_of_month"};
    static const char *const workings[] = {"working_days ", "add_working_days ", "subtract_working_days "};

    am_buffer_put_text(out, names[expr->kind]);
    if (expr->kind == AM_EXPR_ROUND) {
        am_print_mode(out, (am_rounding)expr->mode);
    } else if (expr->kind == AM_EXPR_BETWEEN) {
        am_buffer_put_text(out, betweens[expr->mode]);
    } else if (expr->kind == AM_EXPR_WORKING_DAYS) {
        am_buffer_put_text(out, workings[expr->mode]);
        am_buffer_put(out, model->calendars[expr->number].name);
    } else if (expr->kind == AM_EXPR_AT_LEAST) {
        am_buffer_put_unsigned(out, expr->number);
    } else if (expr->kind == AM_EXPR_ATTRIBUTE) {
        am_buffer_put_text(out, " ");
        am_buffer_put(out, model->sets[expr->operands[0]->type.index].attributes[expr->part].name);
    }
    if (expr->is_exact) {
        am_buffer_put_text(out, "!");
    }
}

void am_print_expr(am_buffer *out, const am_model *model, const am_expr *expr) {
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_CONSTANT:
        print_constant(out, model, expr);
        return;
    case AM_EXPR_FIELD:
        print_scope(out, &expr->scope);
        am_buffer_put(out, expr->field->name);
        return;
    case AM_EXPR_VALUE:
        print_value(out, expr);
        if (expr->operand_count == 1) {
            am_buffer_put_text(out, " on ");
            am_print_expr(out, model, expr->operands[0]);
        }
        return;
    case AM_EXPR_POSITION:
        print_scope(out, &expr->scope);
        am_buffer_put_text(out, "position()");
        return;
    case AM_EXPR_LAW:
        print_scope(out, &expr->scope);
        break;
    case AM_EXPR_MONTH:
        print_scope(out, &expr->scope);
        am_buffer_put_text(out, "month()");
        return;
    case AM_EXPR_OVER:
        print_over(out, model, expr);
        return;
    case AM_EXPR_EXCEPT:
        print_except(out, model, expr);
        return;
    default:
        break;
    }
    print_head(out, model, expr);
    am_buffer_put_text(out, "(");
    for (uint32_t i = 0; i < expr->operand_count; i++) {
        am_buffer_put_text(out, i == 0 ? "" : ", ");
        am_print_expr(out, model, expr->operands[i]);
    }
    am_buffer_put_text(out, ")");
}
