/*
 * Exceptions that plainly can hold at once: the same condition twice, or conditions that compare facts with
 * constants and leave a value for each of these facts.
 *
 * A condition is looked at as far as it is a conjunction of such comparisons; one that says anything else is
 * left to the assessment, where two exceptions that hold are a fault. `notwithstanding the above` prevails
 * over those before it, so only a later exception that is not can be in conflict. What is reported names a
 * sample value of each fact.
 */
#include "model/build.h"
#include "model/print.h"

#define FACTS_MAX    16
#define SAMPLE_BYTES 1024
#define PAIRED_MAX   256 /* exceptions of one rule that are compared with each other */
#define CODES_MAX    64  /* values of a scale that are told apart */

/* What two conditions together ask of a fact. */
typedef struct am_demand {
    const am_expr *fact; /* FIELD */
    am_interval interval;
    uint64_t codes; /* those left, of a fact whose values are few */
    am_expr sample; /* once found */
} am_demand;

typedef struct am_demands {
    am_context *context;
    am_demand items[FACTS_MAX];
    unsigned count;
} am_demands;

static const am_expr *fact_of(const am_expr *expr) {
    const am_expr *fact = expr->kind == AM_EXPR_UNWRAP ? expr->operands[0] : expr;

    return fact->kind == AM_EXPR_FIELD && !fact->type.is_range ? fact : NULL;
}

/* The number of values of a type that has few; 0 of others. */
static unsigned few_values(const am_maker *maker, am_type type) {
    if (type.kind == AM_TYPE_YESNO) {
        return 2;
    }
    if (type.kind == AM_TYPE_CODE && maker->model->sets[type.index].value_count <= CODES_MAX) {
        return maker->model->sets[type.index].value_count;
    }
    return 0;
}

static uint64_t all_codes(unsigned count) {
    return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

static am_demand *demand_of(am_demands *all, const am_expr *fact) {
    am_demand *made;

    for (unsigned i = 0; i < all->count; i++) {
        if (am_expr_is_same(all->items[i].fact, fact)) {
            return &all->items[i];
        }
    }
    if (all->count == FACTS_MAX) {
        return NULL;
    }
    made = &all->items[all->count++];
    *made = (am_demand){.fact = fact,
                        .interval = fact->field->bounds,
                        .codes = all_codes(few_values(all->context->maker, fact->type))};
    return made;
}

static void raise_lowest(am_interval *interval, am_expr *end, bool is_out) {
    int order = interval->lowest == NULL ? 1 : am_constant_compare(end, interval->lowest);

    if (order > 0 || (order == 0 && is_out)) {
        interval->lowest = end;
        interval->is_lowest_out = is_out;
    }
}

static void lower_highest(am_interval *interval, am_expr *end, bool is_out) {
    int order = interval->highest == NULL ? -1 : am_constant_compare(end, interval->highest);

    if (order < 0 || (order == 0 && is_out)) {
        interval->highest = end;
        interval->is_highest_out = is_out;
    }
}

/* `fact < end`, `end < fact` and the like; a fact with few values loses those that do not fit. */
static bool add_order(am_demands *all, const am_expr *expr) {
    const am_expr *left = fact_of(expr->operands[0]), *right = fact_of(expr->operands[1]);
    am_expr *end = expr->operands[left != NULL ? 1 : 0];
    bool is_out = expr->kind == AM_EXPR_LESS;
    am_demand *demand;
    unsigned few;

    if ((left == NULL) == (right == NULL) || end->kind != AM_EXPR_CONSTANT) {
        return false;
    }
    demand = demand_of(all, left != NULL ? left : right);
    few = few_values(all->context->maker, end->type);
    if (demand == NULL || (end->type.kind == AM_TYPE_CODE && few == 0)) {
        return false;
    }
    for (unsigned code = 0; code < few; code++) {
        int64_t distance = left != NULL ? end->value.integer - code : code - end->value.integer;

        if (distance < (is_out ? 1 : 0)) {
            demand->codes &= ~(UINT64_C(1) << code);
        }
    }
    if (few == 0) {
        (left != NULL ? lower_highest : raise_lowest)(&demand->interval, end, is_out);
    }
    return true;
}

/* `fact = end`, or for a fact with few values also that it is not. */
static bool add_equal(am_demands *all, const am_expr *expr, bool truth) {
    const am_expr *left = fact_of(expr->operands[0]), *right = fact_of(expr->operands[1]);
    am_expr *end = expr->operands[left != NULL ? 1 : 0];
    am_demand *demand;
    uint64_t code;

    if ((left == NULL) == (right == NULL) || end->kind != AM_EXPR_CONSTANT) {
        return false;
    }
    demand = demand_of(all, left != NULL ? left : right);
    if (demand == NULL) {
        return false;
    }
    if (few_values(all->context->maker, end->type) != 0) {
        code = UINT64_C(1) << end->value.integer;
        demand->codes &= truth ? code : ~code;
        return true;
    }
    if (!truth || end->type.kind == AM_TYPE_CODE) {
        return false;
    }
    raise_lowest(&demand->interval, end, false);
    lower_highest(&demand->interval, end, false);
    return true;
}

/* Adds what the condition asks; false when it asks anything else. */
static bool add_condition(am_demands *all, const am_expr *expr, bool truth) {
    const am_expr *fact = fact_of(expr);
    am_demand *demand;

    switch ((am_expr_kind)expr->kind) {
    case AM_EXPR_NOT:
        return add_condition(all, expr->operands[0], !truth);
    case AM_EXPR_AND:
        for (uint32_t i = 0; truth && i < expr->operand_count; i++) {
            if (!add_condition(all, expr->operands[i], true)) {
                return false;
            }
        }
        return truth;
    case AM_EXPR_EQUAL:
        return add_equal(all, expr, truth);
    case AM_EXPR_LESS:
    case AM_EXPR_LESS_EQUAL:
        return truth && add_order(all, expr);
    case AM_EXPR_KNOWN:
        fact = fact_of(expr->operands[0]);
        return truth && fact != NULL && fact->type.kind != AM_TYPE_LIST && demand_of(all, fact) != NULL;
    default:
        demand = fact == NULL ? NULL : demand_of(all, fact);
        if (demand != NULL) {
            demand->codes &= truth ? 2 : 1;
        }
        return demand != NULL;
    }
}

/* The least difference of two values of the type; false where there is none, or no order. */
static bool least_step(const am_maker *maker, am_type type, am_decimal *out) {
    *out = am_decimal_of(1);
    if (type.kind == AM_TYPE_MONEY) {
        *out = am_decimal_make(false, 1, -(int32_t)maker->model->units[type.index].digits);
    }
    return type.kind == AM_TYPE_MONEY || type.kind == AM_TYPE_WHOLE;
}

static bool is_decimal(am_type type) {
    return type.kind == AM_TYPE_MONEY || type.kind == AM_TYPE_RATE || am_type_is_number(type);
}

/* An open end is left by the least step, or half way to the other end, or by 1. */
static bool sample_decimal(const am_maker *maker, const am_interval *interval, am_expr *out) {
    bool has_low = interval->lowest != NULL, has_high = interval->highest != NULL;
    am_decimal step, low = has_low ? interval->lowest->value.decimal : am_decimal_of(0);
    am_decimal high = has_high ? interval->highest->value.decimal : low;
    am_arith status = AM_ARITH_EXACT;

    out->value.decimal = has_low ? low : high;
    if (!least_step(maker, out->type, &step) && has_low && has_high) {
        status = am_decimal_add(low, high, &step);
        if (status == AM_ARITH_EXACT && (interval->is_lowest_out || interval->is_highest_out)) {
            status = am_decimal_divide(step, am_decimal_of(2), &out->value.decimal);
        }
    } else if (has_low && interval->is_lowest_out) {
        status = am_decimal_add(low, step, &out->value.decimal);
    } else if (!has_low && has_high && interval->is_highest_out) {
        status = am_decimal_subtract(high, step, &out->value.decimal);
    }
    return status == AM_ARITH_EXACT;
}

static bool sample_integer(const am_interval *interval, am_expr *out) {
    if (interval->lowest != NULL) {
        out->value.integer = interval->lowest->value.integer + interval->is_lowest_out;
    } else if (interval->highest != NULL) {
        out->value.integer = interval->highest->value.integer - interval->is_highest_out;
    }
    return out->type.kind != AM_TYPE_DATE || interval->lowest != NULL || interval->highest != NULL;
}

static bool is_within(const am_interval *interval, const am_expr *value) {
    int low = interval->lowest == NULL ? 1 : am_constant_compare(value, interval->lowest);
    int high = interval->highest == NULL ? -1 : am_constant_compare(value, interval->highest);

    return (low > 0 || (low == 0 && !interval->is_lowest_out)) &&
           (high < 0 || (high == 0 && !interval->is_highest_out));
}

/* A value that the fact can have; false when there is none, or none was found. */
static bool find_sample(const am_maker *maker, am_demand *demand) {
    am_type type = demand->fact->type;
    bool is_found = true;

    type.is_optional = false;
    demand->sample = (am_expr){.kind = AM_EXPR_CONSTANT, .type = type};
    if (few_values(maker, type) != 0) {
        while (demand->codes != 0 && !(demand->codes >> demand->sample.value.integer & 1)) {
            demand->sample.value.integer++;
        }
        return demand->codes != 0;
    }
    if (type.kind == AM_TYPE_TEXT) {
        if (demand->interval.lowest != NULL) {
            demand->sample.value.text = demand->interval.lowest->value.text;
        }
    } else if (is_decimal(type)) {
        is_found = sample_decimal(maker, &demand->interval, &demand->sample);
    } else {
        is_found = sample_integer(&demand->interval, &demand->sample);
    }
    return is_found && is_within(&demand->interval, &demand->sample);
}

static void *refuse(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    (void)context;
    (void)old;
    (void)old_bytes;
    (void)new_bytes;
    return NULL;
}

/* `settled_at is stage_1, committed_on is 2017-01-01`. */
static am_slice sample_text(am_maker *maker, const am_demands *all) {
    char memory[SAMPLE_BYTES];
    am_buffer out = {.allocator = {refuse, NULL}, .data = memory, .capacity = sizeof memory};

    for (unsigned i = 0; i < all->count; i++) {
        const am_expr *sample = &all->items[i].sample;

        am_buffer_put_text(&out, i == 0 ? "" : ", ");
        am_buffer_put(&out, all->items[i].fact->field->name);
        am_buffer_put_text(&out, " is ");
        if (sample->type.kind == AM_TYPE_CODE) {
            am_buffer_put(&out, maker->model->sets[sample->type.index].values[sample->value.integer].text);
        } else {
            am_print_expr(&out, maker->model, sample);
        }
    }
    return am_arena_copy(maker->arena, am_buffer_text(&out));
}

/* Whether both can hold, as far as that is plain; a sample, or nothing where the conditions are the same. */
static bool may_both_hold(am_context *context, const am_expr *a, const am_expr *b, am_slice *sample) {
    am_demands all = {.context = context};

    if (add_condition(&all, a, true) && add_condition(&all, b, true)) {
        for (unsigned i = 0; i < all.count; i++) {
            if (!find_sample(context->maker, &all.items[i])) {
                return false;
            }
        }
        *sample = sample_text(context->maker, &all);
        return true;
    }
    *sample = AM_SLICE("their conditions are the same");
    return am_expr_is_same(a, b);
}

void am_overlaps_check(am_context *context, const am_expr *except) {
    uint32_t count = (except->operand_count - 1) / 2;
    am_slice sample;

    for (uint32_t later = 1; later < count && count <= PAIRED_MAX; later++) {
        for (uint32_t i = later; i-- > 0 && !except->exceptions[later].is_notwithstanding;) {
            am_diagnostic *diagnostic;

            if (!may_both_hold(context, except->operands[1 + 2 * i], except->operands[1 + 2 * later],
                               &sample)) {
                continue;
            }
            diagnostic = am_report(context->maker, AM_DIAG_EXCEPTIONS_OVERLAP, except->exceptions[later].span,
                                   AM_ARGUMENTS(sample));
            am_diagnostic_note(context->maker->diagnostics, diagnostic, except->exceptions[i].span,
                               AM_SLICE("this exception holds there too"));
            break;
        }
    }
}
