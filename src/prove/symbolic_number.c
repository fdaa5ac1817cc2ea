/*
 * Numbers on a way: sums and products by constants are linear forms; what is rounded, multiplied or counted
 * in months is an unknown, of which is asked what holds of it.
 *
 * A result that may need more than 34 digits is rounded by the VM: here it is an unknown near the exact
 * value. Operations that keep the order of what they are applied to are linked with the same operation of the
 * other record.
 */
#include "prove/symbolic.h"

#define NEAR       ((am_i128)1000000000) /* rounded to 34 digits is within a part in so many */
#define LINKS_MAX  4
#define SMALL_MAX  12
#define DIGITS_MAX 34

static const am_form *zero(am_way *way) {
    return am_way_whole(way, 0);
}

static void demand_order(am_way *way, const am_form *low, const am_form *high) {
    am_way_demand(way, am_way_subtract(way, high, low), false);
}

void am_symbolic_keep_order(am_way *way, const void *site, const am_form *other, const am_form *form,
                            const am_form *result, int direction) {
    am_link *links;
    unsigned found = 0;

    if (form == NULL || result == NULL) {
        return;
    }
    for (size_t i = 0; i < way->link_count && found < LINKS_MAX && !way->is_over; i++) {
        am_link link = way->links[i];
        int order;

        if (link.site != site || (other != NULL && !am_form_is_same(link.other, other))) {
            continue;
        }
        found++;
        order = am_way_order(way, form, link.form) * direction;
        if (order <= 0) {
            demand_order(way, result, link.result);
        }
        if (order >= 0) {
            demand_order(way, link.result, result);
        }
    }
    links = AM_GROW(way->arena, am_link, way->links, way->link_count, &way->link_capacity);
    if (links != NULL) {
        way->links = links;
        links[way->link_count++] = (am_link){site, other, form, result};
    }
}

/* Whether the form's value surely has at most 34 digits. */
static bool is_short(const am_way *way, const am_form *form) {
    am_i128 power = 1, most = 1, size;
    int places = 0;

    for (; places < DIGITS_MAX && power % form->divisor != 0; places++) {
        power *= 10;
    }
    for (int i = 0; i < DIGITS_MAX; i++) {
        most *= 10;
    }
    if (power % form->divisor != 0) {
        return false;
    }
    size = form->constant < 0 ? -form->constant : form->constant;
    for (uint32_t i = 0; i < form->count; i++) {
        am_i128 low = 0, high = 0, reach, factor = form->terms[i].factor;

        if (!way->is_whole[form->terms[i].unknown] ||
            !am_way_ends(way, form->terms[i].unknown, &low, &high)) {
            return false;
        }
        low = low < 0 ? -low : low;
        high = high < 0 ? -high : high;
        if (!am_whole_multiply(low > high ? low : high, factor < 0 ? -factor : factor, &reach) ||
            !am_whole_add(size, reach, &size)) {
            return false;
        }
    }
    return am_whole_multiply(size, power / form->divisor, &size) && size < most;
}

/* The form as the VM has it, to 34 digits. */
static const am_form *settled(am_way *way, const am_form *form, const void *site) {
    am_memory *memory;
    const am_form *near;
    bool is_new;
    int sign;

    if (form == NULL || is_short(way, form)) {
        return form;
    }
    memory = am_way_memory(way, (am_memory){.kind = AM_MEMORY_ROUNDED, .forms = {form}}, &is_new);
    if (memory == NULL || !is_new) {
        return memory != NULL ? memory->found.value : NULL;
    }
    sign = am_way_sign(way, form);
    near = sign == 0 ? zero(way) : am_way_unknown(way, false, 0);
    memory->found.value = near;
    if (sign > 0) {
        am_way_demand(way, near, true);
        am_way_demand(way, am_form_add(way->arena, near, form, 1 - NEAR, NEAR), false);
        am_way_demand(way, am_form_add(way->arena, form, near, 1 - NEAR, NEAR), false);
    } else if (sign < 0) {
        am_way_demand(way, am_way_subtract(way, zero(way), near), true);
    }
    am_symbolic_keep_order(way, site, NULL, form, near, 1);
    return near;
}

const am_form *am_symbolic_sum(am_way *way, am_type type, const am_form *a, const am_form *b, int sign,
                               const void *site) {
    const am_form *sum = am_form_add(way->arena, a, b, sign, 1);

    am_way_spend(way, 100);
    return type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_RATE ? settled(way, sum, site) : sum;
}

/* The constant that a small whole unknown is, one after another; NULL when it is not small. */
const am_form *am_symbolic_small(am_way *way, const am_form *form) {
    am_i128 low, high;
    am_option options[SMALL_MAX] = {0};
    unsigned count = 0;

    if (form->count != 1 || !way->is_whole[form->terms[0].unknown] ||
        !am_way_ends(way, form->terms[0].unknown, &low, &high) || high < low || high - low >= SMALL_MAX) {
        return NULL;
    }
    for (am_i128 i = low; i <= high; i++) {
        const am_form *unknown = am_form_of_unknown(way->arena, form->terms[0].unknown, 0);
        const am_form *value = am_form_of_whole(way->arena, i);

        options[count].forms[0] = am_way_subtract(way, unknown, value);
        options[count++].forms[1] = am_way_subtract(way, value, unknown);
    }
    low += (am_i128)am_way_choose(way, options, count);
    return am_form_share(way->arena,
                         am_form_add(way->arena, am_form_of_whole(way->arena, form->constant),
                                     am_form_of_whole(way->arena, low), form->terms[0].factor, 1),
                         am_form_of_whole(way->arena, form->divisor));
}

static const am_form *opaque_product(am_way *way, const am_form *a, const am_form *b, const void *site) {
    bool is_new;
    am_memory *memory = am_way_memory(way, (am_memory){.kind = AM_MEMORY_PRODUCT, .forms = {a, b}}, &is_new);
    int sign_a, sign_b;
    const am_form *product;

    if (memory == NULL || !is_new) {
        return memory != NULL ? memory->found.value : NULL;
    }
    sign_a = am_way_sign(way, a);
    sign_b = am_way_sign(way, b);
    product = sign_a * sign_b == 0 ? zero(way) : am_way_unknown(way, false, 0);
    memory->found.value = product;
    if (sign_a * sign_b > 0) {
        am_way_demand(way, product, true);
    } else if (sign_a * sign_b < 0) {
        am_way_demand(way, am_way_subtract(way, zero(way), product), true);
    }
    if (sign_b != 0) {
        am_symbolic_keep_order(way, site, b, a, product, sign_b);
    }
    if (sign_a != 0) {
        am_symbolic_keep_order(way, (const char *)site + 1, a, b, product, sign_a);
    }
    return product;
}

const am_form *am_symbolic_product(am_way *way, am_type type, const am_form *a, const am_form *b,
                                   const void *site) {
    const am_form *small;

    am_way_spend(way, 150);
    if (a == NULL || b == NULL || way->is_over) {
        return NULL;
    }
    if (!am_form_is_constant(a) && !am_form_is_constant(b)) {
        small = am_symbolic_small(way, b);
        if (small != NULL) {
            b = small;
        } else if ((small = am_symbolic_small(way, a)) != NULL) {
            a = small;
        }
    }
    if (!am_form_is_constant(a) && !am_form_is_constant(b)) {
        return opaque_product(way, a, b, site);
    }
    const am_form *product =
        am_form_is_constant(b) ? am_form_scale(way->arena, a, b) : am_form_scale(way->arena, b, a);

    return type.kind == AM_TYPE_WHOLE ? product : settled(way, product, site);
}

/* Whether every value of the form is a multiple of the unit. */
static bool is_on_grid(am_way *way, const am_form *form, const am_form *unit) {
    const am_form *multiple = am_form_share(way->arena, form, unit);

    if (multiple == NULL || multiple->divisor != 1) {
        return false;
    }
    for (uint32_t i = 0; i < multiple->count; i++) {
        if (!way->is_whole[multiple->terms[i].unknown]) {
            return false;
        }
    }
    return true;
}

static const am_form *plus(am_way *way, const am_form *a, const am_form *b, int sign, int divisor) {
    return am_form_add(way->arena, a, b, sign, divisor);
}

/* What the mode asks of the multiple: not more than a unit, or half, away, and on which side. */
static void demand_rounded(am_way *way, const am_form *value, const am_form *multiple, am_rounding mode,
                           const am_form *unit) {
    const am_form *above = plus(way, multiple, value, -1, 1); /* multiple - value */
    const am_form *below = plus(way, value, multiple, -1, 1);
    int sign = mode == AM_ROUND_UP || mode == AM_ROUND_DOWN ? am_way_sign(way, value) : 0;
    bool is_up =
        mode == AM_ROUND_CEILING || (mode == AM_ROUND_UP && sign > 0) || (mode == AM_ROUND_DOWN && sign < 0);

    if (mode == AM_ROUND_HALF_UP || mode == AM_ROUND_HALF_DOWN || mode == AM_ROUND_HALF_EVEN) {
        am_way_demand(way, plus(way, above, unit, 1, 2), false);
        am_way_demand(way, plus(way, below, unit, 1, 2), false);
    } else if (is_up) {
        am_way_demand(way, above, false);
        am_way_demand(way, plus(way, below, unit, 1, 1), true);
    } else {
        am_way_demand(way, below, false);
        am_way_demand(way, plus(way, above, unit, 1, 1), true);
    }
}

/* 1, 10, 0.01 ... */
static bool is_power_of_ten(am_decimal unit) {
    while (unit.digits % 10 == 0 && unit.digits > 0) {
        unit.digits /= 10;
    }
    return unit.digits == 1;
}

const am_form *am_symbolic_rounded(am_way *way, const am_form *value, am_rounding mode, const am_form *unit,
                                   const void *site) {
    am_decimal decimal, step, rounded;
    am_memory *memory;
    const am_form *multiple;
    bool is_new;

    am_way_spend(way, 200);
    if (value == NULL || unit == NULL || !am_form_to_decimal(unit, &step) || am_form_sign(unit) <= 0) {
        return NULL;
    }
    if (am_form_to_decimal(value, &decimal) &&
        am_decimal_round(decimal, mode, step, &rounded) <= AM_ARITH_ROUNDED) {
        return am_form_of_decimal(way->arena, rounded);
    }
    if (is_on_grid(way, value, unit)) {
        return value;
    }
    memory = am_way_memory(
        way, (am_memory){.kind = AM_MEMORY_ROUNDED, .number = mode + 1u, .forms = {value, unit}}, &is_new);
    if (memory == NULL || !is_new) {
        return memory != NULL ? memory->found.value : NULL;
    }
    multiple = am_form_scale(way->arena, am_way_unknown(way, true, 0), unit);
    memory->found.value = multiple;
    demand_rounded(way, value, multiple, mode, unit);
    am_symbolic_keep_order(way, site, unit, value, multiple, 1);
    /* A multiple of 3 may need more than 34 digits where one of 0.01 or 10 does not. */
    memory->found.value = is_power_of_ten(step) ? multiple : settled(way, multiple, (const char *)site + 1);
    return memory->found.value;
}

const am_form *am_symbolic_power(am_way *way, const am_form *a, const am_form *exponent) {
    am_decimal base, times, power;

    if (a == NULL || exponent == NULL || !am_form_to_decimal(a, &base) ||
        !am_form_to_decimal(exponent, &times) || am_decimal_power(base, times, &power) > AM_ARITH_ROUNDED) {
        return NULL;
    }
    return am_form_of_decimal(way->arena, power);
}

/* Of one operand each */

/* Anything, but the same for the same operands. */
static am_symbolic opaque(am_way *way, const am_expr *expr, const am_form *a, const am_form *b) {
    bool is_new;
    am_memory *memory;

    if (a == NULL || b == NULL) {
        return am_symbolic_anything(way, expr->type);
    }
    memory =
        am_way_memory(way, (am_memory){.kind = AM_MEMORY_OPAQUE, .what = expr, .forms = {a, b}}, &is_new);
    if (memory != NULL && is_new) {
        memory->found = am_symbolic_anything(way, expr->type);
    }
    return memory != NULL ? memory->found : am_symbolic_fault();
}

static am_symbolic add_months(am_way *way, const am_expr *expr, const am_form *date, const am_form *months,
                              bool is_back) {
    am_symbolic moved;
    am_date out;
    am_i128 count;

    if (date == NULL || months == NULL || !am_form_is_constant(months)) {
        return opaque(way, expr, date, months);
    }
    count = is_back ? -months->constant : months->constant;
    if (am_form_is_constant(date)) {
        return am_date_add_months((am_date)date->constant, (int64_t)count, expr->month_end, &out) ==
                       AM_DATE_OK
                   ? am_symbolic_form(am_way_whole(way, out))
                   : am_symbolic_fault();
    }
    moved = opaque(way, expr, date, months);
    /* A month has 28 to 31 days, and what is left over at its end is at most 3. */
    am_i128 least = count >= 0 ? 28 * count - 3 : 31 * count - 3;
    am_i128 most = count >= 0 ? 31 * count + 3 : 28 * count + 3;
    const am_form *by = am_way_subtract(way, moved.value, date);

    am_way_demand(way, am_way_subtract(way, by, am_form_of_whole(way->arena, least)), false);
    am_way_demand(way, am_way_subtract(way, am_form_of_whole(way->arena, most), by), false);
    am_symbolic_keep_order(way, expr, months, date, moved.value, 1);
    return moved;
}

static am_symbolic add(am_way *way, const am_expr *expr, const am_form *a, const am_form *b, int sign) {
    am_type left = expr->operands[0]->type, right = expr->operands[1]->type;

    if (left.kind == AM_TYPE_DATE && right.kind == AM_TYPE_MONTHS) {
        return add_months(way, expr, a, b, sign < 0);
    }
    if (right.kind == AM_TYPE_DATE && left.kind == AM_TYPE_MONTHS) {
        return add_months(way, expr, b, a, false);
    }
    return am_symbolic_form(am_symbolic_sum(way, expr->type, a, b, sign, expr));
}

static am_symbolic divide(am_way *way, const am_expr *expr, const am_form *a, const am_form *b) {
    am_symbolic share;
    int sign;

    if (a == NULL || b == NULL) {
        return opaque(way, expr, a, b);
    }
    sign = am_way_sign(way, b);
    if (sign == 0) {
        return am_symbolic_fault();
    }
    if (am_form_is_constant(b)) {
        return am_symbolic_form(settled(way, am_form_share(way->arena, a, b), expr));
    }
    share = opaque(way, expr, a, b);
    am_symbolic_keep_order(way, expr, b, a, share.value, sign);
    return share;
}

/* quotient and remainder by a constant above 0 */
static am_symbolic quotient(am_way *way, const am_expr *expr, const am_form *a, const am_form *b) {
    const am_form *multiple;

    if (a == NULL || b == NULL || !am_form_is_constant(b) || am_form_sign(b) < 0) {
        return opaque(way, expr, a, b);
    }
    if (am_form_sign(b) == 0) {
        return am_symbolic_fault();
    }
    multiple = am_form_scale(
        way->arena,
        am_symbolic_rounded(way, am_form_share(way->arena, a, b), AM_ROUND_DOWN, am_way_whole(way, 1), expr),
        b);
    if (multiple == NULL) {
        return opaque(way, expr, a, b);
    }
    return am_symbolic_form(expr->kind == AM_EXPR_REMAINDER ? am_way_subtract(way, a, multiple)
                                                            : am_form_share(way->arena, multiple, b));
}

static am_symbolic between(am_way *way, const am_expr *expr, const am_form *a, const am_form *b) {
    am_symbolic count;

    if (expr->mode == AM_BETWEEN_DAYS) {
        return am_symbolic_form(am_way_subtract(way, b, a));
    }
    if (expr->mode == AM_BETWEEN_END_OF_MONTH) {
        count = opaque(way, expr, a, a);
        demand_order(way, a, count.value);
        demand_order(way, count.value, plus(way, a, am_way_whole(way, 30), 1, 1));
        am_symbolic_keep_order(way, expr, NULL, a, count.value, 1);
        return count;
    }
    count = opaque(way, expr, a, b);
    if (am_way_order(way, a, b) <= 0) {
        am_way_demand(way, count.value, false);
    }
    am_symbolic_keep_order(way, expr, a, b, count.value, 1);
    am_symbolic_keep_order(way, (const char *)expr + 1, b, a, count.value, -1);
    return count;
}

/* Working days between dates are none or more where the dates are in order, and days on from a date lie
 * behind it. That a calendar may not cover a day is not followed: a fault is no value. */
static am_symbolic working_days(am_way *way, const am_expr *expr, const am_form *a, const am_form *b) {
    am_symbolic found = opaque(way, expr, a, b);
    bool is_between = expr->mode == AM_WORKING_BETWEEN;
    int direction = expr->mode == AM_WORKING_SUBTRACT ? -1 : 1;

    if (a == NULL || b == NULL) {
        return found;
    }
    if (is_between && am_way_order(way, a, b) <= 0) {
        am_way_demand(way, found.value, false);
    }
    if (!is_between && am_way_sign(way, b) * direction >= 0) {
        demand_order(way, a, found.value);
    }
    am_symbolic_keep_order(way, expr, a, b, found.value, direction);
    am_symbolic_keep_order(way, (const char *)expr + 1, b, a, found.value, is_between ? -1 : 1);
    return found;
}

static am_symbolic limited(am_way *way, const am_symbolic *value, const am_symbolic *range) {
    if (am_way_order(way, value->value, range->value) < 0) {
        return am_symbolic_form(range->value);
    }
    return am_symbolic_form(am_way_order(way, value->value, range->highest) > 0 ? range->highest
                                                                                : value->value);
}

/* One end of the operator's result, or all of it. */
static am_symbolic operate(am_way *way, const am_expr *expr, const am_form *a, const am_form *b) {
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_NEGATE:
        return am_symbolic_form(am_way_subtract(way, zero(way), a));
    case AM_EXPR_ABSOLUTE:
        return am_symbolic_form(am_way_is_above(way, a, false) ? a : am_way_subtract(way, zero(way), a));
    case AM_EXPR_ADD:
        return add(way, expr, a, b, 1);
    case AM_EXPR_SUBTRACT:
        return add(way, expr, a, b, -1);
    case AM_EXPR_MULTIPLY:
        return am_symbolic_form(am_symbolic_product(way, expr->type, a, b, expr));
    case AM_EXPR_DIVIDE:
        return divide(way, expr, a, b);
    case AM_EXPR_QUOTIENT:
    case AM_EXPR_REMAINDER:
        return quotient(way, expr, a, b);
    case AM_EXPR_ROUND:
        return am_symbolic_form(am_symbolic_rounded(way, a, (am_rounding)expr->mode, b, expr));
    case AM_EXPR_POWER:
        if (am_symbolic_power(way, a, b) != NULL) {
            return am_symbolic_form(am_symbolic_power(way, a, b));
        }
        return opaque(way, expr, a, b);
    case AM_EXPR_BETWEEN:
        return between(way, expr, a, b);
    case AM_EXPR_WORKING_DAYS:
        return working_days(way, expr, a, b);
    default:
        return opaque(way, expr, a, b);
    }
}

static am_symbolic operate_ends(am_way *way, const am_expr *expr, const am_symbolic *a,
                                const am_symbolic *b) {
    am_symbolic low = operate(way, expr, a->value, b->value);
    am_symbolic high = operate(way, expr, a->highest, b->highest);
    bool is_turned = expr->kind == AM_EXPR_NEGATE;

    if (low.state != AM_SYMBOL_VALUE || high.state != AM_SYMBOL_VALUE) {
        return am_symbolic_fault();
    }
    if (expr->kind == AM_EXPR_MULTIPLY) {
        is_turned = am_way_order(way, low.value, high.value) > 0;
    }
    return is_turned ? (am_symbolic){AM_SYMBOL_VALUE, false, high.value, low.value}
                     : (am_symbolic){AM_SYMBOL_VALUE, false, low.value, high.value};
}

am_symbolic am_symbolic_operator(am_way *way, const am_expr *expr, const am_symbolic *a,
                                 const am_symbolic *b) {
    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_RANGE:
        if (am_way_order(way, a->value, b->value) > 0) {
            return am_symbolic_fault();
        }
        return (am_symbolic){AM_SYMBOL_VALUE, false, a->value, b->value};
    case AM_EXPR_MIDDLE:
        return am_symbolic_form(settled(
            way, am_form_share(way->arena, plus(way, a->value, a->highest, 1, 1), am_way_whole(way, 2)),
            expr));
    case AM_EXPR_LIMITED:
        return limited(way, a, b);
    default:
        break;
    }
    return expr->type.is_range ? operate_ends(way, expr, a, b) : operate(way, expr, a->value, b->value);
}
