/*
 * The driver: each property is decided, or else searched, within a budget that all of them share.
 *
 * The budget counts steps, never time: what is found depends on the rulebook alone.
 */
#include "prove/prove.h"

#include "prove/decide.h"
#include "prove/search.h"

#define RECORDS_MAX 1000u
/* Tried against what is proved, for the case that the proof is wrong. */
#define RECORDS_OF_PROOF 60u
/* Instructions of the machine, roughly. */
#define DECIDE_LEAST  75000000u
#define DECIDE_A_BYTE 15000u
#define SEARCH_LEAST  30000000u
#define SEARCH_A_BYTE 20000u
/* Below this nothing is worth beginning. */
#define SEARCH_WORTH 4000000u
/* Each property may use as much of what is left: one part of so many. */
#define DECIDE_SHARES 2u
#define SEARCH_SHARES 4u
#define RANDOM_SEED   20240101u

typedef struct am_examination {
    am_arena *arena; /* of verdicts and messages */
    const am_model *model;
    am_diagnostics *diagnostics;
    bool is_strict;
    uint64_t search_left;
    uint64_t decide_left;
} am_examination;

/* Of one property, in an arena of its own. */
typedef struct am_case {
    am_examination *all;
    am_arena *arena;
    const am_property *property;
    am_verdict *verdict;
    am_buffer text;
} am_case;

static am_slice kept(am_case *of, size_t start) {
    am_slice text = am_buffer_text(&of->text);
    am_slice copy = am_arena_copy(of->all->arena, am_slice_part(text, start, text.length));

    of->all->arena->is_exhausted |= of->text.is_failed;
    return copy;
}

static am_slice words_of(const am_case *of, const am_expr *expr) {
    return am_source_text(of->all->model->sources, expr->span);
}

static void put_side(am_case *of, const am_counterexample *found, int side) {
    const am_property *property = of->property;
    am_buffer *out = &of->text;

    if (side == 0) {
        am_buffer_put_char(out, '`');
        am_buffer_put(out, words_of(of, property->value->value));
        am_buffer_put_text(out, "` is ");
    } else {
        am_buffer_put_text(out, ", and ");
    }
    am_sample_print_value(out, of->all->model, property->value->type, &found->outcomes[side].value);
    am_buffer_put_text(out, " where ");
    if (side == 0) {
        am_buffer_put_char(out, '`');
        am_buffer_put(out, words_of(of, property->fact));
        am_buffer_put_char(out, '`');
    } else {
        am_buffer_put_text(out, "it");
    }
    if (found->is_of_elements) {
        am_buffer_put_text(out, " has ");
        am_buffer_put_unsigned(out, found->counts[side]);
        am_buffer_put_text(out, found->counts[side] == 1 ? " element" : " elements");
    } else {
        am_buffer_put_text(out, " is ");
        am_sample_print_value(out, of->all->model, property->fact->type, &found->facts[side]);
    }
}

static void refute(am_case *of, const am_counterexample *found) {
    am_sample *records[2];
    am_diagnostic *diagnostic;
    am_verdict *verdict = of->verdict;
    bool is_pair = of->property->fact != NULL;

    verdict->kind = AM_VERDICT_REFUTED;
    of->text.length = 0;
    if (is_pair) {
        put_side(of, found, 0);
        put_side(of, found, 1);
    } else {
        am_buffer_put_text(&of->text, "this record breaks it");
    }
    diagnostic = am_diagnose(of->all->diagnostics, AM_DIAG_PROPERTY_REFUTED, of->property->span,
                             AM_ARGUMENTS(of->property->name, am_buffer_text(&of->text)));
    if (!am_counterexample_records(of->arena, of->property, found, records)) {
        return;
    }
    for (verdict->counterexample_count = 0; verdict->counterexample_count < (is_pair ? 2u : 1u);
         verdict->counterexample_count++) {
        of->text.length = 0;
        am_sample_print(&of->text, of->all->model, records[verdict->counterexample_count]);
        verdict->counterexample[verdict->counterexample_count] = kept(of, 0);
        am_diagnostic_note(of->all->diagnostics, diagnostic, of->property->value->value->span,
                           verdict->counterexample[verdict->counterexample_count]);
    }
}

static void report_empty(am_case *of, uint64_t records) {
    of->text.length = 0;
    if (records == 0) {
        am_buffer_put_text(&of->text, "no record gives it a value");
    } else {
        am_buffer_put_text(&of->text, "none of the ");
        am_buffer_put_unsigned(&of->text, records);
        am_buffer_put_text(&of->text, " records that were tried gives it a value");
    }
    am_diagnose(of->all->diagnostics, AM_DIAG_PROPERTY_EMPTY, of->property->span,
                AM_ARGUMENTS(of->property->name, am_buffer_text(&of->text)));
}

static void report_undecided(am_case *of) {
    of->text.length = 0;
    if (of->verdict->records == 0) {
        am_buffer_put_text(&of->text, "what it reads is too much to be searched");
    } else {
        am_buffer_put_text(&of->text, "none of the ");
        am_buffer_put_unsigned(&of->text, of->verdict->records);
        am_buffer_put_text(&of->text, " records that were tried breaks it");
    }
    am_diagnose(of->all->diagnostics, AM_DIAG_PROPERTY_UNDECIDED, of->property->span,
                AM_ARGUMENTS(of->property->name, am_buffer_text(&of->text)));
}

static void report_defect(am_case *of) {
    am_diagnose(of->all->diagnostics, AM_DIAG_PROOF_WRONG, of->property->span,
                AM_ARGUMENTS(of->property->name));
}

static void search_with(am_case *of, am_trial *trial, const am_pool *pool, uint64_t budget) {
    bool is_proved = of->verdict->kind == AM_VERDICT_PROVED;
    am_search search = {.trial = trial,
                        .arena = of->arena,
                        .pool = pool,
                        .random = RANDOM_SEED,
                        .budget = budget,
                        .most = is_proved ? RECORDS_OF_PROOF : RECORDS_MAX};
    am_counterexample found = am_search_run(&search);

    of->verdict->records = is_proved ? 0 : trial->records;
    if (found.record != NULL) {
        am_counterexample_shrink(&search, &found);
        refute(of, &found);
        if (is_proved) {
            report_defect(of);
        }
    } else if (!is_proved && trial->values == 0 && trial->records > 0) {
        report_empty(of, trial->records);
    }
    of->arena->is_exhausted |= trial->is_out_of_memory;
}

/* `share`: of the budget that is left, one part of so many. */
static void search(am_case *of, const am_closure *closure, size_t share) {
    am_examination *all = of->all;
    uint64_t budget = all->search_left / share;
    const am_pool *pool = am_pool_of(of->arena, all->model, closure, of->property);
    am_trial trial;

    if (pool == NULL || all->search_left < SEARCH_WORTH) {
        return;
    }
    if (am_trial_open(&trial, of->arena, all->model, closure, of->property, of->arena->allocator)) {
        search_with(of, &trial, pool, budget);
    }
    of->arena->is_exhausted |= trial.is_out_of_memory;
    all->search_left -= trial.spent < all->search_left ? trial.spent : all->search_left;
    am_trial_close(&trial);
}

/* `left`: properties that share the budget, with this one. */
static void examine(am_case *of, size_t left) {
    am_examination *all = of->all;
    const am_closure *closure = am_closure_of(of->arena, all->model, of->property);
    am_decision decision = {0};

    if (closure != NULL) {
        decision = am_decide(of->arena, all->model, closure, of->property,
                             all->decide_left / (left < DECIDE_SHARES ? left : DECIDE_SHARES));
    }
    all->decide_left -= decision.spent < all->decide_left ? decision.spent : all->decide_left;
    if (decision.is_proved) {
        of->verdict->kind = AM_VERDICT_PROVED;
        if (!decision.is_met) {
            report_empty(of, 0);
        }
        search(of, closure, left < SEARCH_SHARES ? left : SEARCH_SHARES);
        return;
    }
    of->verdict->kind = AM_VERDICT_SEARCHED;
    if (closure != NULL) {
        search(of, closure, left < SEARCH_SHARES ? left : SEARCH_SHARES);
    }
    if (of->verdict->kind == AM_VERDICT_SEARCHED && all->is_strict && !of->property->is_searched &&
        !of->arena->is_exhausted) {
        report_undecided(of);
    }
}

static uint64_t bytes_of(const am_sources *sources) {
    uint64_t bytes = 0;

    for (size_t i = 0; i < sources->count; i++) {
        bytes += sources->items[i].text.length;
    }
    return bytes;
}

const am_verdict *am_prove(am_arena *arena, const am_model *model, bool is_strict,
                           am_diagnostics *diagnostics) {
    uint64_t bytes = bytes_of(model->sources);
    am_examination all = {.arena = arena,
                          .model = model,
                          .diagnostics = diagnostics,
                          .is_strict = is_strict,
                          .search_left = SEARCH_LEAST + SEARCH_A_BYTE * bytes,
                          .decide_left = DECIDE_LEAST + DECIDE_A_BYTE * bytes};
    am_verdict *verdicts = AM_NEW_ARRAY(arena, am_verdict, model->property_count + 1);

    for (size_t i = 0; verdicts != NULL && i < model->property_count && !arena->is_exhausted; i++) {
        size_t left = model->property_count - i;
        am_arena own;
        am_case of = {.all = &all, .arena = &own, .property = model->properties[i], .verdict = &verdicts[i]};

        am_arena_init(&own, arena->allocator, arena->limit_bytes);
        am_buffer_init(&of.text, arena->allocator);
        examine(&of, left);
        arena->is_exhausted |= own.is_exhausted || of.text.is_failed;
        am_buffer_clear(&of.text);
        am_arena_clear(&own);
    }
    return arena->is_exhausted ? NULL : verdicts;
}
