/*
 * Aggregates over a list: element by element, in list order.
 *
 * `count`, `sum`, `greatest` and `least` need every element's condition and the value of those that meet it;
 * `some`, `all` and `none` may be decided early. With a key the elements that meet the condition are put into
 * groups first, each is gathered, and then the groups.
 */
#include "evaluate.h"

/* What is known of the elements of one list. */
typedef struct gathering {
    oracle *oracle;
    const am_expr *expr;
    oracle_scene scene;
    oracle_fact *list; /* NULL: months */
    uint32_t count;    /* of elements */
    oracle_frame *frames;
    oracle_outcome *masks;
    oracle_outcome *values; /* of the elements whose mask is yes */
    oracle_outcome *keys;   /* likewise, and of those whose mask is not known */
} gathering;

static oracle_scene scene_of(const gathering *g, uint32_t i) {
    return (oracle_scene){g->scene.record, &g->frames[i], g->scene.reader};
}

/* Gathers values that are all there. `type` is theirs; `scene` is where a fault of it stands. */
static oracle_outcome gather(const gathering *g, oracle_scene scene, am_gather how, am_type type,
                             const oracle_outcome *values, uint32_t count) {
    am_decimal sum = am_decimal_of(0);
    uint32_t best = 0;

    if (how == AM_GATHER_COUNT) {
        return oracle_outcome_decimal(am_decimal_of(count));
    }
    if (how == AM_GATHER_SUM) {
        bool is_exact = oracle_is_exact(type);

        for (uint32_t i = 0; i < count; i++) {
            am_arith status = am_decimal_add(sum, values[i].value.decimal, &sum);
            oracle_outcome part = oracle_arithmetic(status, sum, is_exact, g->expr->span, scene);

            if (part.state != ORACLE_VALUE) {
                return part;
            }
        }
        return oracle_outcome_decimal(sum);
    }
    if (count == 0) {
        return oracle_outcome_fault(AM_DIAG_NOTHING_TO_COMPARE, g->expr->span, scene);
    }
    for (uint32_t i = 1; i < count; i++) {
        int order = oracle_compare(type, &values[i].value, &values[best].value);

        if (how == AM_GATHER_GREATEST ? order > 0 : order < 0) {
            best = i;
        }
    }
    return oracle_outcome_of(values[best].value);
}

/* The elements whose mask is yes: their values, once masks and values are known. */
static bool keep_values(gathering *g, oracle_outcome *kept, uint32_t *kept_count, oracle_outcome *out) {
    const am_over *over = g->expr->over;
    uint32_t count = g->count, n = 0;
    oracle_outcome *all = AM_NEW_ARRAY(g->oracle->arena, oracle_outcome, 2 * (size_t)count + 1);
    uint32_t all_count = 0;

    for (uint32_t i = 0; i < count; i++) {
        all[all_count++] = g->masks[i];
        if (!oracle_is_yes(&g->masks[i])) {
            continue;
        }
        kept[n] = over->element != NULL ? oracle_expression(g->oracle, scene_of(g, i), over->element)
                                        : oracle_outcome_yes(true);
        all[all_count++] = kept[n++];
    }
    *kept_count = n;
    return oracle_are_values(g->oracle->arena, all, all_count, out);
}

static oracle_outcome gather_all(gathering *g) {
    const am_over *over = g->expr->over;
    oracle_outcome *kept = AM_NEW_ARRAY(g->oracle->arena, oracle_outcome, (size_t)g->count + 1);
    uint32_t count;
    oracle_outcome out;

    if (!keep_values(g, kept, &count, &out)) {
        return out;
    }
    return gather(g, g->scene, over->gather, over->element != NULL ? over->element->type : g->expr->type,
                  kept, count);
}

/* The keys of the elements that are not left out; false when a mask or a key is no value. Where the mask
 * needs facts, the element may yet be left out: there what a key needs is asked for too, but its fault is
 * none. */
static bool are_keys_known(gathering *g, oracle_outcome *out) {
    uint32_t count = g->count, n = 0;
    oracle_outcome *all = AM_NEW_ARRAY(g->oracle->arena, oracle_outcome, 2 * (size_t)count + 1);

    g->keys = AM_NEW_ARRAY(g->oracle->arena, oracle_outcome, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        all[n++] = g->masks[i];
        if (oracle_is_no(&g->masks[i])) {
            continue;
        }
        g->keys[i] = oracle_expression(g->oracle, scene_of(g, i), g->expr->over->key);
        if (g->masks[i].state == ORACLE_VALUE || g->keys[i].state == ORACLE_NEEDS) {
            all[n++] = g->keys[i];
        }
    }
    return oracle_are_values(g->oracle->arena, all, n, out);
}

/* The group whose first element is `leader`; the elements put into it are marked. What goes wrong in adding
 * them is the leader's. */
static oracle_outcome gather_group(gathering *g, uint32_t leader, bool *is_taken) {
    const am_over *over = g->expr->over;
    uint32_t count = g->count, n = 0;
    oracle_outcome *values = AM_NEW_ARRAY(g->oracle->arena, oracle_outcome, count);
    oracle_outcome out;

    for (uint32_t i = leader; i < count; i++) {
        if (is_taken[i] || !oracle_is_yes(&g->masks[i]) ||
            oracle_compare(over->key->type, &g->keys[leader].value, &g->keys[i].value) != 0) {
            continue;
        }
        is_taken[i] = true;
        values[n++] = over->element != NULL ? oracle_expression(g->oracle, scene_of(g, i), over->element)
                                            : oracle_outcome_yes(true);
    }
    if (!oracle_are_values(g->oracle->arena, values, n, &out)) {
        return out;
    }
    return gather(g, scene_of(g, leader), over->inner,
                  over->element != NULL ? over->element->type : g->expr->type, values, n);
}

static oracle_outcome gather_groups(gathering *g) {
    uint32_t count = g->count, n = 0;
    bool *is_taken = AM_NEW_ARRAY(g->oracle->arena, bool, (size_t)count + 1);
    oracle_outcome *groups = AM_NEW_ARRAY(g->oracle->arena, oracle_outcome, (size_t)count + 1);
    const am_over *over = g->expr->over;
    oracle_outcome out;

    if (!are_keys_known(g, &out)) {
        return out;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!is_taken[i] && oracle_is_yes(&g->masks[i])) {
            groups[n++] = gather_group(g, i, is_taken);
        }
    }
    if (!oracle_are_values(g->oracle->arena, groups, n, &out)) {
        return out;
    }
    return gather(g, g->scene, over->gather, g->expr->type, groups, n);
}

static oracle_outcome negate(oracle_outcome outcome) {
    return outcome.state == ORACLE_VALUE ? oracle_outcome_yes(oracle_is_no(&outcome)) : outcome;
}

/* some: the condition and the mask of one element; all: the condition of each whose mask is yes; none: not
 * some. */
static oracle_outcome quantify(gathering *g) {
    const am_over *over = g->expr->over;
    uint32_t count = g->count;
    oracle_outcome *each = AM_NEW_ARRAY(g->oracle->arena, oracle_outcome, (size_t)count + 1);
    bool is_all = over->gather == AM_GATHER_ALL;

    for (uint32_t i = 0; i < count; i++) {
        oracle_outcome pair[2] = {g->masks[i], oracle_outcome_yes(true)};

        if (over->element != NULL) {
            pair[1] = oracle_expression(g->oracle, scene_of(g, i), over->element);
        }
        if (is_all) {
            pair[0] = negate(pair[0]);
        }
        each[i] = oracle_decide(g->oracle->arena, is_all, pair, 2);
    }
    if (is_all) {
        return oracle_decide(g->oracle->arena, false, each, count);
    }
    return over->gather == AM_GATHER_SOME ? oracle_decide(g->oracle->arena, true, each, count)
                                          : negate(oracle_decide(g->oracle->arena, true, each, count));
}

static void reset(gathering *g) {
    uint32_t count = g->count;
    oracle_scene *scenes = AM_NEW_ARRAY(g->oracle->arena, oracle_scene, (size_t)count + 1);

    for (uint32_t i = 0; i < count; i++) {
        scenes[i] = scene_of(g, i);
    }
    oracle_reset(g->oracle, g->expr->over->reset, scenes, g->masks, count);
}

/* The months that have begun, in the order of their days. */
static oracle_outcome over_months(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    const am_months *months = expr->over->months;
    const oracle_record *around = scene.frame != NULL ? scene.frame->element : scene.record;
    gathering g = {.oracle = oracle, .expr = expr, .scene = scene};
    oracle_outcome dates[2] = {oracle_expression(oracle, scene, months->from),
                               oracle_expression(oracle, scene, months->to)},
                   out;
    int32_t begun;

    if (!oracle_are_values(oracle->arena, dates, 2, &out)) {
        return out;
    }
    begun = am_date_months_begun((am_date)dates[0].value.integer, (am_date)dates[1].value.integer);
    if (begun > months->most) {
        return oracle_outcome_fault(AM_DIAG_MONTHS_BEYOND, expr->span, scene);
    }
    g.count = begun > 0 ? (uint32_t)begun : 0;
    g.frames = AM_NEW_ARRAY(oracle->arena, oracle_frame, (size_t)g.count + 1);
    g.masks = AM_NEW_ARRAY(oracle->arena, oracle_outcome, (size_t)g.count + 1);
    for (uint32_t i = 0; i < g.count; i++) {
        oracle_record *month = AM_NEW(oracle->arena, oracle_record);

        *month = (oracle_record){.parent = (oracle_record *)around, .number = i + 1};
        g.frames[i] = (oracle_frame){month, months, scene.frame};
        g.masks[i] = oracle_outcome_yes(true);
    }
    return gather_all(&g);
}

oracle_outcome oracle_over(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    const am_over *over = expr->over;
    gathering g = {.oracle = oracle, .expr = expr, .scene = scene};
    const oracle_record *holder;

    if (over->months != NULL) {
        return over_months(oracle, scene, expr);
    }
    holder = oracle_resolve(scene, &over->scope);
    g.list = oracle_fact_of(holder, over->list);
    if (g.list->given != ORACLE_GIVEN) {
        return over->list->type.is_optional ? oracle_outcome_unknown()
                                            : oracle_outcome_need(oracle->arena, holder, over->list);
    }
    g.count = g.list->element_count;
    g.frames = AM_NEW_ARRAY(oracle->arena, oracle_frame, (size_t)g.count + 1);
    g.masks = AM_NEW_ARRAY(oracle->arena, oracle_outcome, (size_t)g.count + 1);
    for (uint32_t i = 0; i < g.count; i++) {
        g.frames[i] = (oracle_frame){g.list->elements[i], NULL, scene.frame};
        g.masks[i] = over->where != NULL ? oracle_expression(oracle, scene_of(&g, i), over->where)
                                         : oracle_outcome_yes(true);
    }
    if (over->reset != NULL) {
        reset(&g);
    }
    if (over->gather == AM_GATHER_SOME || over->gather == AM_GATHER_ALL || over->gather == AM_GATHER_NONE) {
        return quantify(&g);
    }
    return over->key != NULL ? gather_groups(&g) : gather_all(&g);
}
