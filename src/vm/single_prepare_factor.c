/*
 * Products prepared for single rows. A product of products that nobody else reads is one step, and what
 * follows from a code is looked up where it is multiplied by; factors by the same code become one.
 *
 * A product that overflows on its way to one that would fit leaves the record like any other.
 */
#include "vm/single_lane.h"

/* What a value is the product of, and the step that makes it; NULL: it stands for itself. */
typedef struct operand {
    am_single_factors factors;
    am_single_step *made;
} operand;

static uint32_t factor_count(const am_single_factors *factors) {
    uint32_t count = 0;
    while (factors->of[count].answers != NULL) {
        count++;
    }
    return count;
}

static void add_slot(am_single_factors *factors, uint32_t slot) {
    factors->slots[factors->count++] = slot;
}

static operand operand_of(am_single_maker *of, unsigned i) {
    const am_single_place *place = &of->in[i];
    am_single_step *made = am_single_maker_of(of->planner, place->slot);
    operand operand = {.made = made};
    if (made == NULL || !am_single_is_read_once(of->planner, of->step->in[i])) {
        operand.made = NULL;
        add_slot(&operand.factors, place->slot);
    } else if (made->run == am_single_cell_8 && place->answers != NULL) {
        operand.factors.of[0] = (am_single_factor){place->answers, place->code_slot, place->code_count};
    } else if (made->run == am_single_product) {
        add_slot(&operand.factors, made->a);
        add_slot(&operand.factors, made->b);
    } else if (made->run == am_single_scale_by) {
        add_slot(&operand.factors, made->a);
        operand.factors.of[0] = (am_single_factor){made->by.table, made->b, made->c};
    } else if (made->run == am_single_product_of) {
        operand.factors = *(const am_single_factors *)made->by.table;
        add_slot(&operand.factors, made->a); /* there is room: see may_join */
    } else {
        operand.made = NULL;
        add_slot(&operand.factors, place->slot);
    }
    return operand;
}

/* The product of two factors by the same code; false where one is beyond 64 bits. */
static bool multiply_answers(am_single_planner *planner, am_single_factor *into, const am_single_factor *by) {
    int64_t *answers = AM_NEW_ARRAY(planner->sequence.arena, int64_t, into->codes);
    for (uint32_t i = 0; answers != NULL && i < into->codes; i++) {
        if (__builtin_mul_overflow(into->answers[i], by->answers[i], &answers[i])) {
            return false;
        }
    }
    into->answers = answers != NULL ? answers : into->answers;
    return true;
}

static void add_factor(am_single_planner *planner, am_single_factors *into, const am_single_factor *factor) {
    uint32_t count = factor_count(into);
    for (uint32_t i = 0; i < count; i++) {
        if (into->of[i].slot == factor->slot && multiply_answers(planner, &into->of[i], factor)) {
            return;
        }
    }
    into->of[count] = *factor;
}

/* All that both are products of fits one step, whose first factor stands apart. */
static bool may_join(const am_single_factors *a, const am_single_factors *b) {
    return a->count + b->count <= AM_SINGLE_FACTORS && factor_count(a) + factor_count(b) <= AM_SINGLE_FACTORS;
}

static void join(am_single_planner *planner, am_single_factors *into, const am_single_factors *factors) {
    for (uint32_t i = 0; i < factors->count; i++) {
        add_slot(into, factors->slots[i]);
    }
    for (uint32_t i = 0; factors->of[i].answers != NULL; i++) {
        add_factor(planner, into, &factors->of[i]);
    }
}

static void take_out(am_single_planner *planner, uint32_t slot) {
    am_single_step *made = am_single_maker_of(planner, slot);
    if (made != NULL) {
        am_single_take_out(planner, made);
    }
}

/* The step over these factors; `of` says where its result is. */
static void make_product_of(am_single_maker *of, am_single_factors *factors) {
    am_single_planner *planner = of->planner;
    uint32_t first = factors->count == 0 ? planner->one_slot : factors->slots[--factors->count];
    uint32_t by_codes = factor_count(factors);
    if (factors->count == 0 && by_codes == 1) {
        am_single_step *made = am_single_make_strict(of, am_single_scale_by, NULL);
        made->a = first;
        made->b = factors->of[0].slot;
        made->c = factors->of[0].codes;
        made->by.table = factors->of[0].answers;
        return;
    }
    if (factors->count == 1 && by_codes == 0) {
        am_single_step *made = am_single_make_strict(of, am_single_product, NULL);
        made->a = factors->slots[0];
        made->b = first;
        return;
    }
    am_single_factors *table = AM_NEW(planner->sequence.arena, am_single_factors);
    am_single_step *made = am_single_make_strict(of, am_single_product_of, NULL);
    made->a = first;
    made->by.table = table;
    if (table != NULL) {
        *table = *factors;
    }
}

void am_single_make_product(am_single_maker *of) {
    am_single_place together;
    operand a = operand_of(of, 0);
    operand b = operand_of(of, 1);
    bool is_joined = (a.made != NULL || b.made != NULL) && of->step->in[0] != of->step->in[1] &&
                     am_single_lack_together(of, &together) && may_join(&a.factors, &b.factors);
    if (!is_joined) {
        am_single_make_strict(of, am_single_product, am_single_product_lacking);
        return;
    }
    if (a.made != NULL) {
        take_out(of->planner, of->in[0].slot);
    }
    if (b.made != NULL) {
        take_out(of->planner, of->in[1].slot);
    }
    join(of->planner, &a.factors, &b.factors);
    make_product_of(of, &a.factors);
}

/* A multiple of a choice that nobody else reads: chosen multiples. */
static bool is_made_by_choice(am_single_maker *of) {
    am_single_step *made = am_single_maker_of(of->planner, of->in[0].slot);
    bool is_choice = made != NULL && made->run == am_single_choose && !of->is_lacking &&
                     of->step->factor == (int32_t)of->step->factor &&
                     am_single_is_read_once(of->planner, of->step->in[0]);
    if (!is_choice) {
        return false;
    }
    am_single_step choice = am_single_take_out(of->planner, made);
    am_single_step *scaled = am_single_make(of, am_single_choose_scaled, AM_SINGLE_PLAIN);
    scaled->a = choice.a;
    scaled->b = choice.b;
    scaled->c = choice.c;
    scaled->by.factors[0] = scaled->by.factors[1] = (int32_t)of->step->factor;
    return true;
}

void am_single_make_scale(am_single_maker *of) {
    am_single_place together;
    if (is_made_by_choice(of)) {
        return;
    }
    operand a = operand_of(of, 0);
    am_single_factors by = {.count = 1};
    if (a.made == NULL || !am_single_lack_together(of, &together) || !may_join(&a.factors, &by)) {
        am_single_make_strict(of, am_single_scale, am_single_scale_lacking)->by.factor = of->step->factor;
        return;
    }
    by.slots[0] = am_single_constant(of->planner, of->step->factor, AM_STATE_VALUE).slot;
    take_out(of->planner, of->in[0].slot);
    join(of->planner, &a.factors, &by);
    make_product_of(of, &a.factors);
}

bool am_single_make_factor_by_code(am_single_maker *of, int64_t factor, int64_t other) {
    am_single_planner *planner = of->planner;
    am_single_place condition = of->in[0];
    am_single_factors by = {.of = {{NULL, condition.code_slot, condition.code_count}}};
    int64_t *answers = AM_NEW_ARRAY(planner->sequence.arena, int64_t, condition.code_count + 1);
    if (condition.code_count == 0 || answers == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < condition.code_count; i++) {
        int64_t answer = condition.answers == NULL ? i : condition.answers[i];
        answers[i] = answer != 0 ? factor : other;
    }
    by.of[0].answers = answers;
    operand value = operand_of(of, 1);
    if (!may_join(&value.factors, &by)) {
        return false;
    }
    if (condition.answers != NULL && am_single_is_read_once(planner, of->step->in[0])) {
        take_out(planner, condition.slot);
    }
    if (value.made != NULL) {
        take_out(planner, of->in[1].slot);
    }
    join(planner, &value.factors, &by);
    of->in[0] = of->in[1];
    make_product_of(of, &value.factors);
    return true;
}
