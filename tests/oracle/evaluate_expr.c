/*
 * Expressions: one record, one value at a time.
 *
 * Every operator but `and`, `or`, `if`, `otherwise` and their like is strict. Ranges are pairs; what is done
 * to a range is done to both ends.
 */
#include "evaluate.h"

/* The longest period, in months or days. */
#define PERIOD_MAX 4000000

/* An operator's operands, evaluated. */
typedef struct operation {
    oracle *oracle;
    const am_expr *expr;
    oracle_scene scene;
    oracle_outcome operands[2];
} operation;

oracle_outcome oracle_arithmetic(am_arith status, am_decimal value, bool is_exact, am_span span,
                                 oracle_scene scene) {
    static const am_diag diags[] = {
        [AM_ARITH_ROUNDED] = AM_DIAG_LOST_DIGITS,        [AM_ARITH_OVERFLOW] = AM_DIAG_NUMBER_OVERFLOW,
        [AM_ARITH_UNDERFLOW] = AM_DIAG_NUMBER_UNDERFLOW, [AM_ARITH_ZERO_DIVISOR] = AM_DIAG_DIVISION_BY_ZERO,
        [AM_ARITH_DOMAIN] = AM_DIAG_NOT_DEFINED,
    };

    if (status == AM_ARITH_EXACT || (status == AM_ARITH_ROUNDED && !is_exact)) {
        return oracle_outcome_decimal(value);
    }
    return oracle_outcome_fault(diags[status], span, scene);
}

oracle_outcome oracle_period(am_decimal value, am_span span, oracle_scene scene) {
    int64_t integer;

    if (!am_decimal_to_int64(value, &integer) || integer > PERIOD_MAX || integer < -PERIOD_MAX) {
        return oracle_outcome_fault(AM_DIAG_PERIOD_OUT_OF_RANGE, span, scene);
    }
    return oracle_outcome_integer(integer);
}

bool oracle_is_exact(am_type type) {
    return type.kind == AM_TYPE_MONEY || type.kind == AM_TYPE_WHOLE;
}

static bool is_decimal(am_type type) {
    return type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_WHOLE || type.kind == AM_TYPE_MONEY ||
           type.kind == AM_TYPE_RATE;
}

static bool is_period(am_type type) {
    return type.kind == AM_TYPE_MONTHS || type.kind == AM_TYPE_DAYS;
}

int oracle_compare(am_type type, const oracle_value *a, const oracle_value *b) {
    if (is_decimal(type)) {
        return am_decimal_compare(a->decimal, b->decimal);
    }
    if (type.kind == AM_TYPE_TEXT) {
        return am_slice_compare(a->text, b->text);
    }
    return (a->integer > b->integer) - (a->integer < b->integer);
}

bool oracle_is_in(am_type type, const oracle_value *value, const oracle_value *lowest, bool is_lowest_out,
                  const oracle_value *highest, bool is_highest_out) {
    if (lowest != NULL) {
        int order = oracle_compare(type, value, lowest);

        if (order < 0 || (order == 0 && is_lowest_out)) {
            return false;
        }
    }
    if (highest != NULL) {
        int order = oracle_compare(type, value, highest);

        if (order > 0 || (order == 0 && is_highest_out)) {
            return false;
        }
    }
    return true;
}

/* Decimals */

typedef am_arith decimal_operator(am_decimal a, am_decimal b, am_decimal *out);

/* Sums of money and of wholes, and products of wholes, are exact or a fault; everything else rounds. */
static bool is_exact(const am_expr *expr) {
    if (expr->kind == AM_EXPR_MULTIPLY) {
        return expr->type.kind == AM_TYPE_WHOLE;
    }
    return (expr->kind == AM_EXPR_ADD || expr->kind == AM_EXPR_SUBTRACT || expr->kind == AM_EXPR_SUM) &&
           oracle_is_exact(expr->type);
}

static oracle_outcome apply(const operation *op, decimal_operator *operator, am_decimal a, am_decimal b) {
    am_decimal result;
    am_arith status = operator(a, b, &result);

    return oracle_arithmetic(status, result, is_exact(op->expr), op->expr->span, op->scene);
}

static oracle_outcome on_decimals(const operation *op, decimal_operator *operator) {
    return apply(op, operator, op->operands[0].value.decimal, op->operands[1].value.decimal);
}

/* Dates and periods */

static oracle_outcome of_date(const operation *op, am_date_status status, am_date date) {
    if (status == AM_DATE_OK) {
        return oracle_outcome_integer(date);
    }
    return oracle_outcome_fault(status == AM_DATE_NO_SUCH_DAY ? AM_DIAG_NO_SUCH_DAY
                                                              : AM_DIAG_DATE_OUT_OF_RANGE,
                                op->expr->span, op->scene);
}

static oracle_outcome move_date(const operation *op, int date, int period, bool is_back) {
    int64_t by = op->operands[period].value.integer;
    am_date from = (am_date)op->operands[date].value.integer, moved = 0;
    am_date_status status;

    if (is_back) {
        by = -by;
    }
    if (op->expr->operands[period]->type.kind == AM_TYPE_MONTHS) {
        status = am_date_add_months(from, by, op->expr->month_end, &moved);
    } else {
        status = am_date_add_days(from, by, &moved);
    }
    return of_date(op, status, moved);
}

static oracle_outcome add(const operation *op, bool is_subtraction) {
    am_type a = op->expr->operands[0]->type, b = op->expr->operands[1]->type;
    int64_t x = op->operands[0].value.integer, y = op->operands[1].value.integer;

    if (is_decimal(op->expr->type)) {
        return on_decimals(op, is_subtraction ? am_decimal_subtract : am_decimal_add);
    }
    if (a.kind == AM_TYPE_DATE && b.kind != AM_TYPE_DATE) {
        return move_date(op, 0, 1, is_subtraction);
    }
    if (b.kind == AM_TYPE_DATE && a.kind != AM_TYPE_DATE) {
        return move_date(op, 1, 0, is_subtraction);
    }
    return oracle_period(am_decimal_of(is_subtraction ? x - y : x + y), op->expr->span, op->scene);
}

static oracle_outcome multiply(const operation *op) {
    int period = is_period(op->expr->operands[0]->type) ? 0 : 1;
    am_decimal product;
    am_arith status;
    oracle_outcome scaled;

    if (!is_period(op->expr->type)) {
        return on_decimals(op, am_decimal_multiply);
    }
    status = am_decimal_multiply(am_decimal_of(op->operands[period].value.integer),
                                 op->operands[1 - period].value.decimal, &product);
    scaled = oracle_arithmetic(status, product, true, op->expr->span, op->scene);
    if (scaled.state != ORACLE_VALUE) {
        return oracle_outcome_fault(AM_DIAG_PERIOD_OUT_OF_RANGE, op->expr->span, op->scene);
    }
    return oracle_period(product, op->expr->span, op->scene);
}

static oracle_outcome sign(const operation *op) {
    bool is_negation = op->expr->kind == AM_EXPR_NEGATE;
    const oracle_outcome *a = &op->operands[0];

    if (is_decimal(op->expr->type)) {
        return oracle_outcome_decimal(is_negation ? am_decimal_negate(a->value.decimal)
                                                  : am_decimal_absolute(a->value.decimal));
    }
    return oracle_outcome_integer(is_negation || a->value.integer < 0 ? -a->value.integer : a->value.integer);
}

static oracle_outcome round_value(const operation *op) {
    am_decimal rounded;
    am_arith status = am_decimal_round(op->operands[0].value.decimal, (am_rounding)op->expr->mode,
                                       op->operands[1].value.decimal, &rounded);

    return oracle_arithmetic(status, rounded, false, op->expr->span, op->scene);
}

static oracle_outcome between(const operation *op) {
    am_date a = (am_date)op->operands[0].value.integer, b = (am_date)op->operands[1].value.integer;

    switch ((am_between)op->expr->mode) {
    case AM_BETWEEN_DAYS:
        return oracle_outcome_decimal(am_decimal_of((int64_t)b - a));
    case AM_BETWEEN_MONTHS:
        return oracle_outcome_decimal(am_decimal_of(am_date_months_between(a, b)));
    case AM_BETWEEN_YEARS:
        return oracle_outcome_decimal(am_decimal_of(am_date_months_between(a, b) / 12));
    case AM_BETWEEN_MONTHS_BEGUN:
        return oracle_outcome_decimal(am_decimal_of(am_date_months_begun(a, b)));
    case AM_BETWEEN_END_OF_MONTH:
        break;
    }
    return oracle_outcome_integer(am_date_end_of_month(a));
}

/* Comparison and ranges */

static oracle_outcome compare(const operation *op) {
    am_type type = op->expr->operands[0]->type;
    int order = oracle_compare(type, &op->operands[0].value, &op->operands[1].value);

    if (op->expr->kind == AM_EXPR_EQUAL && type.is_range) {
        return oracle_outcome_yes(
            order == 0 && oracle_compare(type, &op->operands[0].highest, &op->operands[1].highest) == 0);
    }
    if (op->expr->kind == AM_EXPR_EQUAL) {
        return oracle_outcome_yes(order == 0);
    }
    return oracle_outcome_yes(op->expr->kind == AM_EXPR_LESS ? order < 0 : order <= 0);
}

static oracle_outcome make_range(const operation *op) {
    oracle_outcome range = op->operands[0];

    if (oracle_compare(op->expr->type, &op->operands[0].value, &op->operands[1].value) > 0) {
        return oracle_outcome_fault(AM_DIAG_BACKWARD_RANGE, op->expr->span, op->scene);
    }
    range.highest = op->operands[1].value;
    return range;
}

static oracle_outcome middle(const operation *op) {
    oracle_outcome sum =
        apply(op, am_decimal_add, op->operands[0].value.decimal, op->operands[0].highest.decimal);

    if (sum.state != ORACLE_VALUE) {
        return sum;
    }
    return apply(op, am_decimal_divide, sum.value.decimal, am_decimal_of(2));
}

static oracle_outcome limited(const operation *op) {
    am_type type = op->expr->type;
    oracle_outcome value = op->operands[0];
    const oracle_outcome *range = &op->operands[1];

    if (oracle_compare(type, &value.value, &range->value) < 0) {
        value.value = range->value;
    }
    if (oracle_compare(type, &value.value, &range->highest) > 0) {
        value.value = range->highest;
    }
    return value;
}

static oracle_outcome on_values(const operation *op) {
    switch ((am_expr_kind)op->expr->kind) {
    case AM_EXPR_NEGATE:
    case AM_EXPR_ABSOLUTE:
        return sign(op);
    case AM_EXPR_ADD:
        return add(op, false);
    case AM_EXPR_SUBTRACT:
        return add(op, true);
    case AM_EXPR_MULTIPLY:
        return multiply(op);
    case AM_EXPR_DIVIDE:
        return on_decimals(op, am_decimal_divide);
    case AM_EXPR_POWER:
        return on_decimals(op, am_decimal_power);
    case AM_EXPR_QUOTIENT:
        return on_decimals(op, am_decimal_quotient);
    case AM_EXPR_REMAINDER:
        return on_decimals(op, am_decimal_remainder);
    case AM_EXPR_ROUND:
        return round_value(op);
    case AM_EXPR_BETWEEN:
        return between(op);
    case AM_EXPR_WORKING_DAYS:
        return oracle_working_days(op->oracle, op->scene, op->expr, op->operands);
    case AM_EXPR_NOT:
        return oracle_outcome_yes(oracle_is_no(&op->operands[0]));
    case AM_EXPR_RANGE:
        return make_range(op);
    case AM_EXPR_MIDDLE:
        return middle(op);
    case AM_EXPR_LIMITED:
        return limited(op);
    case AM_EXPR_ATTRIBUTE:
        return oracle_expression(
            op->oracle, op->scene,
            op->expr->set->attributes[op->expr->part].values[op->operands[0].value.integer]);
    default:
        return compare(op);
    }
}

/* An operator whose operands are evaluated. */
static oracle_outcome operate(oracle *oracle, const operation *op) {
    oracle_outcome out;

    return oracle_are_values(oracle->arena, op->operands, op->expr->operand_count, &out) ? on_values(op)
                                                                                         : out;
}

/* One end of what the operator makes of ranges: from that end of each. */
static oracle_outcome operate_end(oracle *oracle, const operation *op, int end) {
    operation one = *op;

    for (uint32_t i = 0; i < op->expr->operand_count; i++) {
        if (op->expr->operands[i]->type.is_range) {
            one.operands[i] = oracle_end_of(&op->operands[i], end);
        }
    }
    return operate(oracle, &one);
}

/* An operator over ranges is one over their ends. A minus makes the ends change places, and so does a
 * negative factor: there both ends are wanted to say which is which. */
static oracle_outcome operate_ends(oracle *oracle, const operation *op) {
    oracle_outcome ends[2] = {operate_end(oracle, op, 0), operate_end(oracle, op, 1)}, out;
    bool is_turned = op->expr->kind == AM_EXPR_NEGATE;

    if (op->expr->kind == AM_EXPR_MULTIPLY) {
        if (!oracle_are_values(oracle->arena, ends, 2, &out)) {
            return oracle_range_of(oracle->arena, out, out);
        }
        is_turned = oracle_compare(op->expr->type, &ends[0].value, &ends[1].value) > 0;
    }
    return oracle_range_of(oracle->arena, ends[is_turned ? 1 : 0], ends[is_turned ? 0 : 1]);
}

/* An operator that wants the values of all its operands. */
static oracle_outcome strict(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    operation op = {.oracle = oracle, .expr = expr, .scene = scene};

    for (uint32_t i = 0; i < expr->operand_count && i < 2; i++) {
        op.operands[i] = oracle_expression(oracle, scene, expr->operands[i]);
    }
    if (expr->kind == AM_EXPR_LOWEST || expr->kind == AM_EXPR_HIGHEST) {
        return oracle_end_of(&op.operands[0], expr->kind == AM_EXPR_HIGHEST);
    }
    return expr->type.is_range && expr->kind != AM_EXPR_RANGE ? operate_ends(oracle, &op)
                                                              : operate(oracle, &op);
}

/* Those that are not strict */

static oracle_outcome *operands_of(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    oracle_outcome *operands = AM_NEW_ARRAY(oracle->arena, oracle_outcome, (size_t)expr->operand_count + 1);

    for (uint32_t i = 0; i < expr->operand_count; i++) {
        operands[i] = oracle_expression(oracle, scene, expr->operands[i]);
    }
    return operands;
}

static oracle_outcome at_least(oracle *oracle, const am_expr *expr, const oracle_outcome *operands) {
    uint32_t yes = 0, no = 0;
    oracle_outcome needs;

    for (uint32_t i = 0; i < expr->operand_count; i++) {
        yes += oracle_is_yes(&operands[i]);
        no += oracle_is_no(&operands[i]);
    }
    if (yes >= expr->number) {
        return oracle_outcome_yes(true);
    }
    if (expr->operand_count - no < expr->number) {
        return oracle_outcome_yes(false);
    }
    needs = oracle_reasons(oracle->arena, ORACLE_NEEDS, operands, expr->operand_count);
    return needs.needs != NULL ? needs
                               : oracle_reasons(oracle->arena, ORACLE_FAULT, operands, expr->operand_count);
}

static oracle_outcome sum_of_two(oracle_scene scene, const am_expr *expr, const oracle_outcome *a,
                                 const oracle_outcome *b) {
    am_decimal sum;
    am_arith status = am_decimal_add(a->value.decimal, b->value.decimal, &sum);

    return oracle_arithmetic(status, sum, is_exact(expr), expr->span, scene);
}

static oracle_outcome join_two(oracle *oracle, oracle_scene scene, const am_expr *expr,
                               const oracle_outcome *a, const oracle_outcome *b) {
    oracle_outcome both[2] = {*a, *b}, out;
    int order;

    if (a->state == ORACLE_UNKNOWN || b->state == ORACLE_UNKNOWN) {
        return a->state == ORACLE_UNKNOWN ? *b : *a;
    }
    if (!oracle_are_values(oracle->arena, both, 2, &out)) {
        return out;
    }
    if (expr->kind == AM_EXPR_SUM) {
        return sum_of_two(scene, expr, a, b);
    }
    order = oracle_compare(expr->type, &b->value, &a->value);
    return (expr->kind == AM_EXPR_GREATEST ? order > 0 : order < 0) ? *b : *a;
}

/* greatest of, least of and sum of: one after another; what is unknown is left out. */
static oracle_outcome gather_items(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    oracle_outcome *items = operands_of(oracle, scene, expr);

    for (uint32_t i = 1; i < expr->operand_count; i++) {
        items[0] = join_two(oracle, scene, expr, &items[0], &items[i]);
    }
    return items[0];
}

static oracle_outcome choose(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    oracle_outcome first = oracle_expression(oracle, scene, expr->operands[0]);

    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_OTHERWISE:
        return first.state == ORACLE_UNKNOWN ? oracle_expression(oracle, scene, expr->operands[1]) : first;
    case AM_EXPR_KNOWN:
        if (first.state == ORACLE_VALUE || first.state == ORACLE_UNKNOWN) {
            return oracle_outcome_yes(first.state == ORACLE_VALUE);
        }
        return first;
    case AM_EXPR_UNWRAP:
        return first.state == ORACLE_UNKNOWN ? oracle_outcome_fault(AM_DIAG_UNKNOWN_USED, expr->span, scene)
                                             : first;
    default: /* IF and KEEP */
        if (first.state != ORACLE_VALUE) {
            return first;
        }
        if (oracle_is_yes(&first)) {
            return oracle_expression(oracle, scene, expr->operands[1]);
        }
        return expr->kind == AM_EXPR_IF ? oracle_expression(oracle, scene, expr->operands[2])
                                        : oracle_outcome_unknown();
    }
}

static oracle_outcome read_fact(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    const oracle_record *record = oracle_resolve(scene, &expr->scope);
    const oracle_fact *fact = oracle_fact_of(record, expr->field);
    oracle_outcome outcome = oracle_outcome_of(fact->value);

    outcome.highest = fact->highest;
    if (fact->given == ORACLE_GIVEN) {
        return outcome;
    }
    return expr->field->type.is_optional ? oracle_outcome_unknown()
                                         : oracle_outcome_need(oracle->arena, record, expr->field);
}

static oracle_outcome read_clock(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    return oracle->has_as_of ? oracle_outcome_integer(oracle->as_of)
                             : oracle_expression(oracle, scene, expr->operands[0]);
}

static oracle_outcome read_value(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    if (expr->operand_count == 1) {
        oracle_outcome date = oracle_expression(oracle, scene, expr->operands[0]);

        return oracle_schedule(oracle, scene, expr->declaration, expr->part, &date, expr->span);
    }
    if (expr->declaration->record == NULL) {
        return oracle_parameter(oracle, scene, expr->declaration, expr->part);
    }
    return oracle_evaluate(oracle, oracle_resolve(scene, &expr->scope), expr->declaration, expr->part);
}

/* What it is set to, or what the text says. */
static oracle_outcome read_calibrated(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    const am_declaration *version = expr->declaration;
    am_slice name = version->head != NULL ? version->head->name : version->name;

    for (uint32_t i = 0; i < oracle->fitted_count; i++) {
        const oracle_fitted *fitted = &oracle->fitted[i];
        if (am_slice_is_equal(fitted->name, name) && fitted->is_dated == (expr->number != 0) &&
            (!fitted->is_dated || fitted->from == expr->value.integer)) {
            return oracle_outcome_of(fitted->value);
        }
    }
    return oracle_expression(oracle, scene, expr->operands[0]);
}

oracle_outcome oracle_expression(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_CONSTANT:
        return oracle_outcome_of((oracle_value){expr->value.decimal, expr->value.integer, expr->value.text});
    case AM_EXPR_CALIBRATED:
        return read_calibrated(oracle, scene, expr);
    case AM_EXPR_FIELD:
        return read_fact(oracle, scene, expr);
    case AM_EXPR_VALUE:
        return read_value(oracle, scene, expr);
    case AM_EXPR_CLOCK:
        return read_clock(oracle, scene, expr);
    case AM_EXPR_MONTH:
        return oracle_month(oracle, scene, expr);
    case AM_EXPR_LAW:
        return oracle_law(oracle, scene, expr);
    case AM_EXPR_POSITION:
        return oracle_outcome_decimal(am_decimal_of(oracle_resolve(scene, &expr->scope)->number));
    case AM_EXPR_AND:
    case AM_EXPR_OR:
        return oracle_decide(oracle->arena, expr->kind == AM_EXPR_OR, operands_of(oracle, scene, expr),
                             expr->operand_count);
    case AM_EXPR_AT_LEAST:
        return at_least(oracle, expr, operands_of(oracle, scene, expr));
    case AM_EXPR_GREATEST:
    case AM_EXPR_LEAST:
    case AM_EXPR_SUM:
        return gather_items(oracle, scene, expr);
    case AM_EXPR_IF:
    case AM_EXPR_KEEP:
    case AM_EXPR_OTHERWISE:
    case AM_EXPR_KNOWN:
    case AM_EXPR_UNWRAP:
        return choose(oracle, scene, expr);
    case AM_EXPR_EXCEPT:
        return oracle_except(oracle, scene, expr);
    case AM_EXPR_OVER:
        return oracle_over(oracle, scene, expr);
    case AM_EXPR_OFFENCE:
        return oracle_offence(oracle, scene, expr);
    default:
        return strict(oracle, scene, expr);
    }
}
