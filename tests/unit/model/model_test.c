/*
 * Models that no file shows well: very many things, chains and cycles of any length, texts cut off anywhere,
 * and an allocator that refuses.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/model.h"
#include "syntax/parse.h"

typedef struct {
    am_arena arena;
    am_sources sources;
    am_diagnostics diagnostics;
    const am_model *model;
} reading;

static void read_text(reading *r, am_slice text, size_t limit_bytes) {
    am_model_file file = {0};

    memset(r, 0, sizeof(*r));
    am_arena_init(&r->arena, am_allocator_standard(), limit_bytes);
    am_sources_init(&r->sources, &r->arena);
    am_diagnostics_init(&r->diagnostics, &r->arena);
    if (am_sources_add(&r->sources, AM_SLICE("t.amerce"), text) == NULL) {
        return;
    }
    file.tree = am_parse(&r->arena, &r->sources, 0, &r->diagnostics);
    if (file.tree != NULL) {
        r->model = am_model_of(&r->arena, &r->sources, &file, 1, &r->diagnostics);
    }
}

static const am_diagnostic *find(const reading *r, am_diag diag) {
    for (const am_diagnostic *at = r->diagnostics.first; at != NULL; at = at->next) {
        if (at->diag == diag) {
            return at;
        }
    }
    return NULL;
}

static void put_number(am_buffer *out, const char *before, unsigned number, const char *after) {
    am_buffer_put_text(out, before);
    am_buffer_put_unsigned(out, number);
    am_buffer_put_text(out, after);
}

static void very_many_values_are_refused(void **state) {
    am_buffer text;
    reading r;

    (void)state;
    am_buffer_init(&text, am_allocator_standard());
    am_buffer_put_text(&text, "rulebook t\nchoice Many: v");
    for (unsigned i = 0; i < 65000; i++) {
        put_number(&text, ", v", i, "");
    }
    am_buffer_put_text(&text, "\n");
    read_text(&r, am_buffer_text(&text), 0);
    assert_non_null(find(&r, AM_DIAG_TOO_MANY));
    assert_null(r.model);
    am_arena_clear(&r.arena);
    am_buffer_clear(&text);
}

/* rule r0 = r1 + 1, rule r1 = r2 + 1, ...: each reads the one after it. */
static void put_chain(am_buffer *text, unsigned count, const char *last) {
    am_buffer_put_text(text, "rulebook t\n");
    for (unsigned i = 0; i < count; i++) {
        put_number(text, "rule r", i, " = r");
        put_number(text, "", i + 1, " + 1\n");
    }
    put_number(text, "rule r", count, " = ");
    am_buffer_put_text(text, last);
    am_buffer_put_text(text, "\n");
}

static void a_long_chain_is_ordered(void **state) {
    am_buffer text;
    reading r;

    (void)state;
    am_buffer_init(&text, am_allocator_standard());
    put_chain(&text, 3998, "5");
    read_text(&r, am_buffer_text(&text), 0);
    assert_non_null(r.model);
    assert_int_equal(r.model->declaration_count, 3999);
    assert_int_equal(r.model->declarations[0]->number, 3998);
    assert_int_equal(r.model->declarations[3998]->number, 0);
    am_arena_clear(&r.arena);
    am_buffer_clear(&text);
}

static void a_long_cycle_is_one_message(void **state) {
    const am_diagnostic *diagnostic;
    size_t notes = 0;
    am_buffer text;
    reading r;

    (void)state;
    am_buffer_init(&text, am_allocator_standard());
    put_chain(&text, 400, "r0 * 2");
    read_text(&r, am_buffer_text(&text), 0);
    diagnostic = find(&r, AM_DIAG_DECLARATION_CYCLE);
    assert_non_null(diagnostic);
    assert_int_equal(r.diagnostics.error_count, 1);
    for (const am_note *note = diagnostic->notes; note != NULL; note = note->next) {
        notes++;
    }
    assert_int_equal(notes, 401);
    am_arena_clear(&r.arena);
    am_buffer_clear(&text);
}

static void many_rows_are_compared_quickly(void **state) {
    am_buffer text;
    reading r;

    (void)state;
    am_buffer_init(&text, am_allocator_standard());
    am_buffer_put_text(&text, "rulebook t\nrecord Case\n  n: whole\n\nschedule s\n  | n || x |\n");
    for (unsigned i = 0; i < 30000; i++) {
        put_number(&text, "  | ", i, " || 1 |\n");
    }
    read_text(&r, am_buffer_text(&text), 0);
    assert_non_null(r.model);
    assert_int_equal(r.model->declarations[0]->schedule->row_count, 30000);
    am_arena_clear(&r.arena);
    am_buffer_clear(&text);
}

static const char sample[] =
    "rulebook t\n"
    "  currency EUR\n"
    "  source   LAW \"The Act\"\n"
    "  dated by Act.day\n"
    "  in force from 2000-01-01 until 2030-01-01\n"
    "  round half up to EUR 0.01\n"
    "  month ends round down\n\n"
    "tiers Grade\n"
    "  | grade || factor |\n"
    "  | low   || 0.5    |\n"
    "  | high  || 2      |\n\n"
    "choice Kind: a \"one\" per \"1\", b\n\n"
    "record Case\n"
    "  turnover: money in from EUR 0\n"
    "  acts:     list of Act\n\n"
    "record Act\n"
    "  day:      date\n"
    "  grade:    Grade\n"
    "  kind:     Kind\n"
    "  gain:     money optional\n"
    "  count:    whole\n\n"
    "parameter rate = 2%\n"
    "parameter series: money\n"
    "  | in force   || x     |\n"
    "  | 2000-01-01 || EUR 1 |\n"
    "  | 2010-01-01 || EUR 2 |\n\n"
    "schedule limits for Act: range of money  per \"2\"\n"
    "  | in force   | kind | gain        || r               |\n"
    "  | 2000-01-01 | a    | up to EUR 5 || EUR 1 to EUR 2  |\n"
    "  | 2005-01-01 | a    | up to EUR 5 || not covered     |\n"
    "  | 2000-01-01 | b, a | unknown     || EUR 1 to series |\n"
    "  | otherwise                         || EUR 1 to EUR 5  |\n\n"
    "rule gains for Act = greatest of (gain * 2 if known, EUR 1 * grade.factor)\n"
    "rule recent for Act = day within 6 months before 2020-01-01 and gain is known and gain > EUR 1\n\n"
    "amount part for Act\n"
    "  start from limits.middle\n\n"
    "penalty fine for Act  per LAW \"3\"\n"
    "  only when    recent\n"
    "  start from   part\n"
    "  coefficient  1.5 for each of count when grade is high \"high\"\n"
    "  at most      rate * turnover\n"
    "  at least     gain if known\n\n"
    "rule total = sum of greatest of (its fine otherwise EUR 0) over acts where its count > 1 by its kind\n"
    "output total\n";

static void the_sample_is_right(void **state) {
    reading r;

    (void)state;
    read_text(&r, am_slice_of(sample), 0);
    for (const am_diagnostic *at = r.diagnostics.first; at != NULL; at = at->next) {
        print_error("%.*s\n", (int)at->message.length, at->message.data);
    }
    assert_non_null(r.model);
    assert_int_equal(r.model->output_count, 2);
    am_arena_clear(&r.arena);
}

/* Every beginning of a rulebook is an unfinished one. */
static void every_beginning_is_survived(void **state) {
    (void)state;
    for (size_t length = 0; length < sizeof(sample); length++) {
        reading r;

        read_text(&r, (am_slice){sample, length}, 0);
        assert_int_equal(r.model == NULL, r.diagnostics.error_count != 0);
        am_arena_clear(&r.arena);
    }
}

/* A rulebook without any one of its lines. */
static void every_missing_line_is_survived(void **state) {
    (void)state;
    for (const char *line = sample; *line != '\0';) {
        const char *next = strchr(line, '\n') + 1;
        char text[sizeof(sample)];
        reading r;

        snprintf(text, sizeof(text), "%.*s%s", (int)(line - sample), sample, next);
        read_text(&r, am_slice_of(text), 0);
        assert_int_equal(r.model == NULL, r.diagnostics.error_count != 0);
        am_arena_clear(&r.arena);
        line = next;
    }
}

typedef struct {
    size_t left; /* allocations that are still granted */
} scarce;

static void *resize_scarcely(void *context, void *old, size_t old_bytes, size_t new_bytes) {
    scarce *s = context;
    am_allocator standard = am_allocator_standard();

    if (new_bytes != 0 && new_bytes > old_bytes) {
        if (s->left == 0) {
            return NULL;
        }
        s->left--;
    }
    return standard.resize(standard.context, old, old_bytes, new_bytes);
}

/* An arena asks seldom, so its limit is what is moved through the whole making. */
static void every_limit_is_survived(void **state) {
    size_t limit = 64;
    bool is_done = false;

    (void)state;
    while (!is_done) {
        reading r;

        read_text(&r, am_slice_of(sample), limit);
        is_done = !r.arena.is_exhausted;
        assert_int_equal(r.model != NULL, is_done);
        am_arena_clear(&r.arena);
        limit += 56;
        assert_true(limit < 10000000);
    }
}

static void every_refusal_is_survived(void **state) {
    bool is_done = false;

    (void)state;
    for (size_t granted = 0; !is_done; granted++) {
        scarce s = {granted};
        am_allocator allocator = {resize_scarcely, &s};
        am_model_file file = {0};
        reading r = {0};

        am_arena_init(&r.arena, allocator, 0);
        am_sources_init(&r.sources, &r.arena);
        am_diagnostics_init(&r.diagnostics, &r.arena);
        if (am_sources_add(&r.sources, AM_SLICE("t"), am_slice_of(sample)) != NULL) {
            file.tree = am_parse(&r.arena, &r.sources, 0, &r.diagnostics);
        }
        if (file.tree != NULL) {
            r.model = am_model_of(&r.arena, &r.sources, &file, 1, &r.diagnostics);
        }
        is_done = !r.arena.is_exhausted;
        assert_int_equal(r.model != NULL, is_done);
        am_arena_clear(&r.arena);
    }
}

int model_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(very_many_values_are_refused),
        cmocka_unit_test(a_long_chain_is_ordered),
        cmocka_unit_test(a_long_cycle_is_one_message),
        cmocka_unit_test(many_rows_are_compared_quickly),
        cmocka_unit_test(the_sample_is_right),
        cmocka_unit_test(every_beginning_is_survived),
        cmocka_unit_test(every_missing_line_is_survived),
        cmocka_unit_test(every_limit_is_survived),
        cmocka_unit_test(every_refusal_is_survived),
    };

    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
