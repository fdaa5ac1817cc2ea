/*
 * Counterexamples made small: facts left out, elements taken away, values plainer, one at a time, for as long
 * as the claim stays broken.
 */
#include "prove/search.h"

#define TRIALS_MAX 300u

typedef struct am_shrinking {
    am_search *search;
    am_counterexample *found;
    uint32_t left;
    bool is_changed;
} am_shrinking;

/* Keeps the change if the claim is still broken; else the caller takes it back. */
static bool is_kept(am_shrinking *shrinking) {
    if (shrinking->left == 0 || shrinking->search->trial->spent > 2 * shrinking->search->budget) {
        return false;
    }
    shrinking->left--;
    if (!am_counterexample_holds(shrinking->search, shrinking->found)) {
        return false;
    }
    shrinking->is_changed = true;
    return true;
}

static void put_plainness(am_shrinking *shrinking, am_buffer *out, am_type type,
                          const am_constant_value *value) {
    if (am_sample_is_decimal(type)) {
        am_decimal_print(out, value->decimal, 0);
    } else {
        am_sample_print_value(out, shrinking->search->trial->model, type, value);
    }
}

/* Shorter, or as short and earlier; of tiers and choices the earlier. */
static bool is_plainer(am_shrinking *shrinking, am_type type, const am_constant_value *a,
                       const am_constant_value *b) {
    char memory[128];
    am_buffer texts[2] = {am_buffer_over(memory, sizeof memory / 2),
                          am_buffer_over(memory + sizeof memory / 2, sizeof memory / 2)};

    if (type.kind == AM_TYPE_CODE || type.kind == AM_TYPE_YESNO) {
        return a->integer < b->integer;
    }
    put_plainness(shrinking, &texts[0], type, a);
    put_plainness(shrinking, &texts[1], type, b);
    return texts[0].length < texts[1].length ||
           (texts[0].length == texts[1].length &&
            am_slice_compare(am_buffer_text(&texts[0]), am_buffer_text(&texts[1])) < 0);
}

static void shrink_value(am_shrinking *shrinking, const am_field *field, am_constant_value *value) {
    const am_pool_field *pool = am_pool_field_of(shrinking->search->pool, field);

    for (uint32_t i = 0; i < pool->count; i++) {
        am_constant_value before = *value;

        if (!is_plainer(shrinking, field->type, &pool->values[i], &before)) {
            continue;
        }
        *value = pool->values[i];
        if (!is_kept(shrinking)) {
            *value = before;
        }
    }
}

static void shrink_record(am_shrinking *shrinking, am_sample *sample, uint32_t depth, bool is_on_way);

/* Takes elements away that the claim is not spoken of. */
static void shrink_list(am_shrinking *shrinking, am_sample_fact *fact, uint32_t depth, bool is_on_way) {
    am_counterexample *found = shrinking->found;

    for (uint32_t i = fact->count; i-- > 0;) {
        am_sample_fact before = *fact;
        am_counterexample whole = *found;

        if (is_on_way && found->where.numbers[depth] == i) {
            continue;
        }
        for (uint32_t k = i; k + 1 < fact->count; k++) {
            fact->elements[k] = fact->elements[k + 1];
        }
        fact->count--;
        if (is_on_way && found->where.numbers[depth] > i) {
            found->where.numbers[depth]--;
        }
        for (int k = 0; k < 2; k++) {
            found->counts[k] -= found->counts[k] > 0 ? 1 : 0;
        }
        if (!found->is_of_elements ||
            fact != am_varied_fact(shrinking->search->trial->property, found->record, &found->where)) {
            found->counts[0] = whole.counts[0];
            found->counts[1] = whole.counts[1];
        }
        if (!is_kept(shrinking)) {
            *fact = before;
            *found = whole;
        }
    }
    for (uint32_t i = 0; i < fact->count; i++) {
        shrink_record(shrinking, fact->elements[i], depth + 1, is_on_way && found->where.numbers[depth] == i);
    }
}

static void shrink_fact(am_shrinking *shrinking, const am_field *field, am_sample_fact *fact, uint32_t depth,
                        bool is_on_way) {
    am_sample_fact before = *fact;

    if (fact->state == AM_SAMPLE_ABSENT) {
        return;
    }
    fact->state = AM_SAMPLE_ABSENT;
    if (is_kept(shrinking)) {
        return;
    }
    *fact = before;
    if (fact->state != AM_SAMPLE_GIVEN) {
        return;
    }
    if (field->type.kind == AM_TYPE_LIST || field->type.kind == AM_TYPE_RECORD) {
        bool is_next = is_on_way && depth < shrinking->found->where.depth &&
                       shrinking->found->where.fields[depth] == field;

        if (field->type.kind == AM_TYPE_LIST) {
            shrink_list(shrinking, fact, depth, is_next);
        } else {
            shrink_record(shrinking, fact->elements[0], depth + 1, is_next);
        }
    } else if (!field->type.is_range) {
        shrink_value(shrinking, field, &fact->value);
    }
}

static void shrink_record(am_shrinking *shrinking, am_sample *sample, uint32_t depth, bool is_on_way) {
    const am_property *property = shrinking->search->trial->property;

    for (uint16_t i = 0; i < sample->record->field_count; i++) {
        const am_sample_fact *varied =
            property->fact == NULL
                ? NULL
                : am_varied_fact(property, shrinking->found->record, &shrinking->found->where);

        if (&sample->facts[i] == varied && !shrinking->found->is_of_elements) {
            continue;
        }
        shrink_fact(shrinking, &sample->record->fields[i], &sample->facts[i], depth, is_on_way);
    }
}

/* The two values of the fact, nearer to each other and plainer. */
static void shrink_pair(am_shrinking *shrinking) {
    am_counterexample *found = shrinking->found;
    const am_field *field = shrinking->search->trial->property->fact->field;
    const am_pool_field *pool = am_pool_field_of(shrinking->search->pool, field);

    for (uint32_t i = 0; i < 2 * pool->count; i++) {
        const am_constant_value *value = &pool->values[i / 2];
        am_counterexample before = *found;

        if (am_sample_compare(field->type, value, &found->facts[0]) <= 0 ||
            am_sample_compare(field->type, value, &found->facts[1]) >= 0) {
            continue;
        }
        found->facts[i % 2] = *value;
        if (!is_kept(shrinking)) {
            *found = before;
        }
    }
}

void am_counterexample_shrink(am_search *search, am_counterexample *found) {
    am_shrinking shrinking = {.search = search, .found = found, .left = TRIALS_MAX, .is_changed = true};

    while (shrinking.is_changed && shrinking.left > 0) {
        shrinking.is_changed = false;
        shrink_record(&shrinking, found->record, 0, true);
        if (search->trial->property->fact != NULL && !found->is_of_elements) {
            shrink_pair(&shrinking);
        }
    }
    am_counterexample_holds(search, found);
}
