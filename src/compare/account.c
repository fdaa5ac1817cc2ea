/*
 * A result line into findings and the provisions that decided them.
 *
 * A provision decided when its declaration was used and had something to say: the declaration's own, those of
 * the rows that matched, and of a penalty's steps those that made the amount another one. A limit that was
 * not reached decided nothing; what waits for facts has decided nothing yet.
 */
#include "compare/account.h"

/* What is being read, and where in it. */
typedef struct account_reader {
    am_account *account;
    am_arena *arena;
    const am_layout *layout;
    const am_tree *reaches; /* by path */
} account_reader;

static void add_provision(const account_reader *reader, am_slice per) {
    am_names_intern(&reader->account->provisions, per);
}

am_outcome_kind am_finding_kind(const am_finding *finding) {
    const am_tree *value = finding->value;
    if (value->kind == AM_JSON_NULL) {
        return AM_OUTCOME_NONE;
    }
    if (value->kind != AM_JSON_OPEN_OBJECT) {
        return AM_OUTCOME_VALUE;
    }
    if (am_tree_get(value, "lowest") != NULL) {
        return AM_OUTCOME_RANGE;
    }
    if (am_tree_get(value, "needs") != NULL) {
        return AM_OUTCOME_NEEDS;
    }
    return am_tree_get(value, "repealed") != NULL ? AM_OUTCOME_REPEALED : AM_OUTCOME_ERROR;
}

/* Explanations */

static bool has_changed(const am_tree *step) {
    const am_tree *before = am_tree_get(step, "before");
    const am_tree *after = am_tree_get(step, "after");
    return after != NULL && (before == NULL || !am_slice_is_equal(before->text, after->text));
}

static bool is_limit(const am_tree *step) {
    am_slice verb = am_tree_say(step, "step");
    return am_slice_is_equal(verb, AM_SLICE("at most")) || am_slice_is_equal(verb, AM_SLICE("at least"));
}

static void add_steps(const account_reader *reader, const am_tree *declaration) {
    const am_tree *steps = am_tree_get(declaration, "steps");
    for (const am_tree *step = steps != NULL ? steps->first : NULL; step != NULL; step = step->next) {
        if (am_tree_is(step, "applied") && has_changed(step)) {
            add_provision(reader, am_tree_say(step, "per"));
            add_steps(reader, step);
        }
    }
}

static void add_declaration(const account_reader *reader, const am_tree *declaration) {
    const am_tree *applies = am_tree_get(declaration, "applies");
    const am_tree *rows = am_tree_get(declaration, "rows");
    bool is_waiting = am_tree_get(am_tree_get(declaration, "value"), "needs") != NULL;
    if (is_waiting || (applies != NULL && applies->kind == AM_JSON_FALSE)) {
        return;
    }
    /* A parameter's own citation is that of all its versions. */
    am_slice row_per = am_tree_say(am_tree_get(declaration, "row"), "per");
    if (am_tree_get(declaration, "parameter") == NULL || row_per.length == 0) {
        add_provision(reader, am_tree_say(declaration, "per"));
    }
    add_provision(reader, row_per);
    for (const am_tree *row = rows != NULL ? rows->first : NULL; row != NULL; row = row->next) {
        add_provision(reader, am_tree_say(row, "per"));
    }
    add_steps(reader, declaration);
}

/* The last limit that made the amount another one. */
static const am_tree *find_bound(const am_tree *declaration) {
    const am_tree *steps = am_tree_get(declaration, "steps");
    const am_tree *bound = NULL;
    for (const am_tree *step = steps != NULL ? steps->first : NULL; step != NULL; step = step->next) {
        if (am_tree_is(step, "applied") && is_limit(step) && has_changed(step)) {
            bound = step;
        }
    }
    return bound;
}

static void read_explanation(const account_reader *reader, am_finding *finding, const am_tree *explained) {
    const am_tree *own = explained != NULL ? explained->first : NULL;
    const am_tree *applies = am_tree_get(own, "applies");
    finding->per = am_tree_say(own, "per");
    finding->is_not_applied = applies != NULL && applies->kind == AM_JSON_FALSE;
    finding->bound = find_bound(own);
    for (const am_tree *one = own; one != NULL; one = one->next) {
        add_declaration(reader, one);
    }
}

/* Outcomes */

static void read_needs(const account_reader *reader, const am_tree *needs) {
    for (const am_tree *one = needs != NULL ? needs->first : NULL; one != NULL; one = one->next) {
        am_names_intern(&reader->account->needs, one->says);
    }
}

static am_slice join_path(am_arena *arena, am_slice path, am_slice name, uint32_t number) {
    am_buffer buffer;
    am_buffer_init(&buffer, arena->allocator);
    am_buffer_put(&buffer, path);
    am_buffer_put_text(&buffer, path.length > 0 ? "." : "");
    am_buffer_put(&buffer, name);
    if (number > 0) {
        am_buffer_put_char(&buffer, '[');
        am_buffer_put_unsigned(&buffer, number);
        am_buffer_put_char(&buffer, ']');
    }
    am_slice joined = am_arena_copy(arena, am_buffer_text(&buffer));
    arena->is_exhausted = arena->is_exhausted || buffer.is_failed;
    am_buffer_clear(&buffer);
    return joined;
}

static void add_finding(const account_reader *reader, const am_output *output, am_slice path,
                        const am_tree *value, const am_tree *explained) {
    am_account *account = reader->account;
    const am_program *program = reader->layout->program;
    am_finding *items =
        AM_GROW(reader->arena, am_finding, account->findings, account->count, &account->capacity);
    if (items == NULL) {
        return;
    }
    account->findings = items;
    am_finding *finding = &items[account->count++];
    *finding = (am_finding){.value = value, .output = output};
    finding->path = join_path(reader->arena, path, output->name, 0);
    finding->row = finding->path;
    finding->reach = am_tree_find(reader->reaches, finding->path);
    if (output->kind == AM_KIND_MONEY && output->unit != AM_NO_INDEX) {
        finding->currency = program->units[output->unit].code;
    }
    read_explanation(reader, finding, explained);
    read_needs(reader, am_tree_get(value, "needs"));
    account->has_fault = account->has_fault || am_finding_kind(finding) == AM_OUTCOME_ERROR;
}

static const am_output *find_output(const am_layout *layout, uint16_t place, am_slice name) {
    const am_layout_place *at = &layout->places[place];
    for (uint32_t i = 0; i < at->output_count; i++) {
        const am_output *output = &layout->program->outputs[layout->outputs[at->first_output + i].index];
        if (am_slice_is_equal(output->name, name)) {
            return output;
        }
    }
    return NULL;
}

static uint16_t find_inner(const am_layout *layout, uint16_t place, am_slice name) {
    const am_layout_place *at = &layout->places[place];
    for (uint32_t i = 0; i < at->inner_count; i++) {
        uint16_t inner = layout->inner[at->first_inner + i].index;
        if (am_slice_is_equal(layout->program->places[inner].field, name)) {
            return inner;
        }
    }
    return AM_NO_INDEX;
}

static void read_place(const account_reader *reader, uint16_t place, am_slice path, const am_tree *object,
                       const am_tree *explained);

static void read_elements(const account_reader *reader, uint16_t place, am_slice path, const am_tree *list,
                          const am_tree *explained) {
    const am_tree *why = explained != NULL ? explained->first : NULL;
    uint32_t number = 0;
    for (const am_tree *one = list->first; one != NULL; one = one->next) {
        am_slice name = reader->layout->program->places[place].field;
        read_place(reader, place, join_path(reader->arena, path, name, ++number), one, why);
        why = why != NULL ? why->next : NULL;
    }
}

static void read_place(const account_reader *reader, uint16_t place, am_slice path, const am_tree *object,
                       const am_tree *explained) {
    for (const am_tree *one = object->first; one != NULL; one = one->next) {
        const am_output *output = find_output(reader->layout, place, one->name);
        uint16_t inner = output == NULL ? find_inner(reader->layout, place, one->name) : AM_NO_INDEX;
        const am_tree *why = am_tree_find(explained, one->name);
        if (output != NULL) {
            add_finding(reader, output, path, one, why);
        } else if (inner != AM_NO_INDEX && one->kind == AM_JSON_OPEN_ARRAY) {
            read_elements(reader, inner, path, one, why);
        } else if (inner != AM_NO_INDEX && am_tree_get(one, "needs") != NULL) {
            read_needs(reader, am_tree_get(one, "needs"));
        } else if (inner != AM_NO_INDEX) {
            read_place(reader, inner, join_path(reader->arena, path, one->name, 0), one, why);
        }
    }
}

bool am_account_read(am_account *account, am_arena *arena, const am_layout *layout, am_slice line) {
    am_names_init(&account->provisions, arena);
    am_names_init(&account->needs, arena);
    account->line = am_tree_read(arena, line);
    if (account->line == NULL) {
        return false;
    }
    account->error = am_tree_get(account->line, "error");
    const am_tree *discretion = am_tree_get(account->line, "discretion");
    account->left = am_tree_get(discretion, "left");
    account_reader reader = {account, arena, layout, am_tree_get(discretion, "leads_to")};
    if (account->error == NULL) {
        read_place(&reader, 0, AM_SLICE(""), account->line, am_tree_get(account->line, "explain"));
    }
    return !arena->is_exhausted;
}

void am_account_note_rows(am_account *account, am_arena *arena) {
    am_names_init(&account->rows, arena);
    for (size_t i = 0; i < account->count; i++) {
        am_names_intern(&account->rows, account->findings[i].row);
    }
}

const am_finding *am_account_find_row(const am_account *account, am_slice row) {
    am_name name = account->count > 0 ? am_names_find(&account->rows, row) : 0;
    return name > 0 ? &account->findings[name - 1] : NULL;
}
