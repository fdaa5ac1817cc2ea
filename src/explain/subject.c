/*
 * The explainer, and the declarations that an output's explanation takes in: its own, then each that one of
 * them used, once in a record.
 */
#include "explain/explainer.h"

static void link_version(am_explainer *explainer, uint16_t number) {
    const am_clause *clause = &explainer->program->clauses[number];
    if (clause->parent != AM_NO_INDEX && !am_clause_is_part(clause) && clause->condition != AM_NO_INDEX &&
        clause->place == explainer->program->clauses[clause->parent].place) {
        explainer->next_version[number] = explainer->first_version[clause->parent];
        explainer->first_version[clause->parent] = number;
    }
}

static bool link_clauses(am_explainer *explainer) {
    const am_program *program = explainer->program;
    size_t count = (size_t)program->clause_count + 1;
    explainer->first_child = AM_NEW_ARRAY(&explainer->arena, uint16_t, count);
    explainer->next_child = AM_NEW_ARRAY(&explainer->arena, uint16_t, count);
    explainer->first_version = AM_NEW_ARRAY(&explainer->arena, uint16_t, count);
    explainer->next_version = AM_NEW_ARRAY(&explainer->arena, uint16_t, count);
    explainer->is_output = AM_NEW_ARRAY(&explainer->arena, bool, count);
    explainer->sums = AM_NEW_ARRAY(&explainer->arena, uint32_t, count);
    if (explainer->arena.is_exhausted) {
        return false;
    }
    for (uint32_t i = 0; i < program->clause_count; i++) {
        explainer->first_version[i] = explainer->next_version[i] = AM_NO_INDEX;
    }
    for (uint32_t i = program->clause_count; i-- > 0;) {
        link_version(explainer, (uint16_t)i);
        uint16_t parent = program->clauses[i].parent;
        explainer->first_child[i] = explainer->first_child[i] != 0 ? explainer->first_child[i] : AM_NO_INDEX;
        explainer->next_child[i] = AM_NO_INDEX;
        if (parent != AM_NO_INDEX && am_clause_is_part(&program->clauses[i]) &&
            program->clauses[i].place == program->clauses[parent].place) {
            uint16_t next = explainer->first_child[parent];
            explainer->next_child[i] = next != 0 ? next : AM_NO_INDEX;
            explainer->first_child[parent] = (uint16_t)i;
        }
    }
    am_explain_link_sums(explainer);
    for (uint32_t i = 0; i < program->output_count; i++) {
        if (program->outputs[i].clause != AM_NO_INDEX) {
            explainer->is_output[program->outputs[i].clause] = true;
        }
    }
    return true;
}

am_explainer *am_explainer_new(const am_layout *layout, am_batch *batch, const am_leeway *leeway,
                               am_allocator allocator) {
    am_explainer *made = allocator.resize(allocator.context, NULL, 0, sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    *made = (am_explainer){.allocator = allocator,
                           .layout = layout,
                           .program = layout->program,
                           .batch = batch,
                           .leeway = leeway};
    am_arena_init(&made->arena, allocator, 0);
    am_arena_init(&made->scratch, allocator, 0);
    if (!link_clauses(made)) {
        am_explainer_free(made);
        return NULL;
    }
    return made;
}

void am_explainer_free(am_explainer *explainer) {
    if (explainer != NULL) {
        am_arena_clear(&explainer->arena);
        am_arena_clear(&explainer->scratch);
        explainer->allocator.resize(explainer->allocator.context, explainer, sizeof *explainer, 0);
    }
}

void am_explain_begin(am_explainer *explainer) {
    am_arena_clear(&explainer->scratch);
    explainer->subjects = NULL;
    explainer->subject_count = explainer->subject_capacity = 0;
    explainer->seen = NULL;
    explainer->seen_count = explainer->seen_capacity = 0;
    explainer->laws = NULL;
    explainer->law_count = explainer->law_capacity = 0;
}

/* The slot of the number, or the free one where it would be. */
static uint64_t *slot_of(const am_explainer *explainer, uint64_t number) {
    size_t mask = explainer->seen_capacity - 1;
    size_t at = (size_t)((number * 0x9E3779B97F4A7C15u) >> 32) & mask;
    while (explainer->seen[at] != 0 && explainer->seen[at] != number) {
        at = (at + 1) & mask;
    }
    return &explainer->seen[at];
}

static bool make_room(am_explainer *explainer) {
    enum { FIRST = 64 };
    uint64_t *old = explainer->seen;
    size_t count = explainer->seen_capacity;
    if (explainer->seen_count * 2 < count) {
        return true;
    }
    uint64_t *larger = AM_NEW_ARRAY(&explainer->scratch, uint64_t, count == 0 ? FIRST : count * 2);
    if (larger == NULL) {
        return false;
    }
    explainer->seen = larger;
    explainer->seen_capacity = count == 0 ? FIRST : count * 2;
    for (size_t i = 0; i < count; i++) {
        if (old[i] != 0) {
            *slot_of(explainer, old[i]) = old[i];
        }
    }
    return true;
}

/* Whether this is the first time in the record. */
static bool is_new(am_explainer *explainer, uint64_t number) {
    if (!make_room(explainer)) {
        return false;
    }
    uint64_t *slot = slot_of(explainer, number + 1);
    if (*slot != 0) {
        return false;
    }
    *slot = number + 1;
    explainer->seen_count++;
    return true;
}

bool am_explain_mark(am_explainer *explainer, am_subject subject) {
    return is_new(explainer, (uint64_t)subject.clause << 32 | subject.row);
}

static am_state state_of(const am_explainer *explainer, am_subject subject) {
    am_shown shown = am_explain_shown_clause(&explainer->program->clauses[subject.clause]);
    return shown.column == AM_NO_INDEX ? AM_STATE_VALUE
                                       : am_shown_state(explainer->batch, &shown, subject.row);
}

/* Where the declaration faults and its version does not, the fault is its own. */
am_subject am_explain_version(const am_explainer *explainer, am_subject subject) {
    uint16_t version = explainer->first_version[subject.clause];
    for (; version != AM_NO_INDEX; version = explainer->next_version[version]) {
        uint16_t condition = explainer->program->clauses[version].condition;
        am_subject of_version = {version, subject.row};
        if (am_batch_state(explainer->batch, condition, subject.row) != AM_STATE_VALUE ||
            am_batch_integer(explainer->batch, condition, subject.row) == 0) {
            continue;
        }
        bool is_own_fault = !am_clause_has_rows(&explainer->program->clauses[version]) &&
                            state_of(explainer, subject) != state_of(explainer, of_version);
        return is_own_fault ? subject : of_version;
    }
    return subject;
}

static void add(am_explainer *explainer, am_subject subject) {
    subject = am_explain_version(explainer, subject);
    if (!am_explain_mark(explainer, subject)) {
        return;
    }
    am_subject *items = AM_GROW(&explainer->scratch, am_subject, explainer->subjects,
                                explainer->subject_count, &explainer->subject_capacity);
    if (items != NULL) {
        explainer->subjects = items;
        items[explainer->subject_count++] = subject;
    }
}

void am_explain_open(am_explainer *explainer, am_subject subject) {
    explainer->subject_count = 0;
    add(explainer, subject);
}

/* A list's elements are all added the first time that the list is read. */
void am_explain_use(am_explainer *explainer, am_subject reader, const am_phrase *read) {
    const am_program *program = explainer->program;
    if (read->clause == AM_NO_INDEX || explainer->is_output[read->clause]) {
        return;
    }
    uint16_t from = am_explain_domain_of_clause(program, &program->clauses[reader.clause]);
    uint16_t to = am_explain_domain_of_clause(program, &program->clauses[read->clause]);
    am_row_range rows = am_explain_rows(explainer->batch, from, reader.row, to);
    uint64_t list = (uint64_t)1 << 48 | (uint64_t)read->clause << 32 | rows.first;
    if (rows.end - rows.first > 1 && !is_new(explainer, list)) {
        return;
    }
    for (uint32_t row = rows.first; row < rows.end; row++) {
        add(explainer, (am_subject){read->clause, row});
    }
}

bool am_explain_is_further(const am_explainer *explainer, uint32_t output) {
    const am_output *outputs = explainer->program->outputs;
    return output > 0 && outputs[output].clause != AM_NO_INDEX &&
           outputs[output].clause == outputs[output - 1].clause &&
           outputs[output].place == outputs[output - 1].place;
}
