/*
 * The days on which law changes on the header's clock: where versions, repeals, dated rows and series begin
 * and end, and the rulebooks themselves. And what the outputs compared rest on, with the days on which that
 * was law, so that what was tried can be cited.
 *
 * A day on which nothing changes for a record does no harm: the laws before and after it come to the same.
 */
#include <stdlib.h>

#include "model/build.h"

typedef struct days {
    am_maker *maker;
    am_mildest *mildest;
    size_t change_capacity;
    size_t source_capacity;
    bool *is_read; /* by declaration: the outputs compared rest on it */
} days;

static void add_change(days *all, am_date day, am_date published) {
    am_mildest *mildest = all->mildest;
    am_mildest_change *changes;

    if (day <= AM_DATE_MIN || day > AM_DATE_MAX) {
        return;
    }
    changes = AM_GROW(all->maker->arena, am_mildest_change, mildest->changes, mildest->change_count,
                      &all->change_capacity);
    if (changes != NULL) {
        mildest->changes = changes;
        changes[mildest->change_count++] = (am_mildest_change){day, published};
    }
}

static void add_source(days *all, const am_mildest_source *source) {
    am_mildest *mildest = all->mildest;
    am_mildest_source *sources;

    if (source->until <= source->from) {
        return;
    }
    sources = AM_GROW(all->maker->arena, am_mildest_source, mildest->sources, mildest->source_count,
                      &all->source_capacity);
    if (sources != NULL) {
        mildest->sources = sources;
        sources[mildest->source_count++] = *source;
    }
}

/* Whether the declaration is dated by the clock that is set. */
static bool is_dated_by_law(const days *all, const am_declaration *declaration) {
    return !declaration->has_own_clock &&
           (declaration->record == NULL || am_mildest_covers(all->mildest, declaration->record));
}

static bool has_dated_rows(const am_declaration *declaration) {
    for (uint16_t i = 0; declaration->schedule != NULL && i < declaration->schedule->condition_count; i++) {
        if (declaration->schedule->conditions[i].kind == AM_CONDITION_IN_FORCE) {
            return true;
        }
    }
    return false;
}

static void add_rows(days *all, const am_schedule *schedule) {
    for (uint16_t i = 0; i < schedule->condition_count; i++) {
        for (uint16_t row = 0; row < schedule->row_count; row++) {
            if (schedule->conditions[i].kind == AM_CONDITION_IN_FORCE && !schedule->rows[row].is_otherwise) {
                const am_cell_test *test = &schedule->rows[row].tests[i];

                add_change(all, test->from, test->published);
                if (!test->is_ended_by_row) {
                    add_change(all, test->until, test->published);
                }
            }
        }
    }
}

/* The first day on which a declaration says that it is no longer law; its repeal is told apart. */
static am_date end_of(const am_declaration *declaration) {
    return declaration->in_force_last == AM_DATE_MAX ? AM_DATE_MAX + 1 : declaration->in_force_last + 1;
}

/* Of a version even where it cites nothing, since the one before it ends with it. */
static void cite(days *all, const am_declaration *declaration, bool is_dated) {
    am_mildest_source source = {
        .citation = is_dated ? declaration->citation : (am_slice){0},
        .provision = declaration->head != NULL ? declaration->head->number : declaration->number,
        .from = declaration->in_force_from,
        .until = end_of(declaration),
        .published = declaration->published,
    };

    if (source.citation.length != 0 || declaration->head != NULL) {
        add_source(all, &source);
    }
    if (declaration->is_repealed && is_dated) {
        source.citation = (am_slice){0};
        source.from = declaration->repealed_from;
        source.until = AM_DATE_MAX + 1;
        source.published = declaration->repeal_published;
        add_source(all, &source);
    }
}

static void add_declaration(days *all, const am_pending *pending) {
    const am_declaration *declaration = pending->declaration;
    bool is_stated = am_node_child(pending->node, AM_NODE_IN_FORCE) != NULL ||
                     am_node_child(pending->node, AM_NODE_REPEALED) != NULL;

    if (!is_dated_by_law(all, declaration) || pending->version_count != 0) {
        return;
    }
    if (is_stated) {
        add_change(all, declaration->in_force_from, declaration->published);
        add_change(all, end_of(declaration), declaration->published);
    }
    if (declaration->is_repealed) {
        add_change(all, declaration->repealed_from, declaration->repeal_published);
    }
    if (has_dated_rows(declaration)) {
        add_rows(all, declaration->schedule);
    }
    if (all->is_read[declaration->number]) {
        cite(all, declaration, is_stated || has_dated_rows(declaration) || declaration->is_output);
    }
}

/* Whoever reads a declaration that has versions rests on all of them, each in its time. */
static void mark_read(days *all, const am_declaration *declaration) {
    const am_pending *pending = all->maker->pendings[declaration->number];

    if (all->is_read[declaration->number]) {
        return;
    }
    all->is_read[declaration->number] = true;
    for (size_t i = 0; i < pending->reading_count; i++) {
        mark_read(all, pending->readings[i].read);
    }
    for (size_t i = 0; i < pending->version_count; i++) {
        mark_read(all, pending->versions[i]->declaration);
    }
}

static int compare_days(const void *a, const void *b) {
    const am_mildest_change *left = a, *right = b;

    if (left->day != right->day) {
        return left->day < right->day ? -1 : 1;
    }
    return (left->published > right->published) - (left->published < right->published);
}

/* Each day once, known as soon as anything of what happens on it is. */
static void sort(am_mildest *mildest) {
    size_t kept = 0;

    if (mildest->change_count == 0) {
        return;
    }
    qsort(mildest->changes, mildest->change_count, sizeof *mildest->changes, compare_days);
    for (size_t i = 0; i < mildest->change_count; i++) {
        if (kept == 0 || mildest->changes[kept - 1].day != mildest->changes[i].day) {
            mildest->changes[kept++] = mildest->changes[i];
        }
    }
    mildest->change_count = kept;
}

void am_mildest_find_days(am_maker *maker) {
    days all = {.maker = maker, .mildest = maker->model->mildest};

    all.is_read = AM_NEW_ARRAY(maker->arena, bool, maker->pending_count);
    if (all.is_read == NULL || maker->arena->is_exhausted) {
        return;
    }
    for (size_t i = 0; i < all.mildest->by_count; i++) {
        mark_read(&all, all.mildest->by[i]);
    }
    for (size_t i = 0; i < maker->pending_count; i++) {
        add_declaration(&all, maker->pendings[i]);
    }
    for (size_t i = 0; i < maker->model->book_count; i++) {
        const am_book *book = &maker->model->books[i];

        if (book->has_in_force) {
            add_change(&all, book->in_force_from, book->published);
            add_change(&all, book->in_force_until, book->published);
        }
    }
    sort(all.mildest);
}
