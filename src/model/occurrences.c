/*
 * The order in which declarations are resolved, guessed from the names that occur in them.
 *
 * A wrong guess costs time and changes nothing: it only decides what is resolved already when it is read.
 * Names are taken as they stand, whatever they mean.
 */
#include "model/build.h"

/* Declarations of one name that are followed, besides those that a bare name can mean. */
#define SAME_NAME_MAX 8

/* Edges to the declarations whose names occur in a body. */
typedef struct am_occurrences {
    am_maker *maker;
    const am_record *record; /* of the declaration */
    const am_node **stack;
    size_t depth;
    size_t capacity;
    uint32_t *targets;
    size_t count;
    size_t target_capacity;
} am_occurrences;

static bool push_node(am_occurrences *all, const am_node *node) {
    const am_node **stack;

    if (node == NULL) {
        return true;
    }
    stack = AM_GROW(all->maker->arena, const am_node *, all->stack, all->depth, &all->capacity);
    if (stack == NULL) {
        return false;
    }
    all->stack = stack;
    stack[all->depth++] = node;
    return true;
}

static bool add_target(am_occurrences *all, const am_declaration *declaration) {
    uint32_t *targets = AM_GROW(all->maker->arena, uint32_t, all->targets, all->count, &all->target_capacity);

    if (targets == NULL) {
        return false;
    }
    all->targets = targets;
    targets[all->count++] = declaration->number;
    return true;
}

/* What a bare name can mean, and some declarations of that name elsewhere, for `its` and qualified names. */
static bool add_name(am_occurrences *all, am_slice name) {
    const am_symbols *symbols = &all->maker->symbols;
    const am_symbol *symbol = am_symbols_find(symbols, &all->maker->declared, name);
    const am_pending *pending = symbol == NULL ? NULL : symbol->item;
    const am_record *record = pending == NULL ? NULL : all->record;

    for (unsigned steps = 0; record != NULL && steps <= AM_RECORD_DEPTH_MAX;
         steps++, record = record->enclosing) {
        symbol = am_symbols_find(symbols, record, name);
        if (symbol != NULL && symbol->kind == AM_SYMBOL_DECLARATION && !add_target(all, symbol->item)) {
            return false;
        }
    }
    for (unsigned i = 0; pending != NULL && i < SAME_NAME_MAX; i++, pending = pending->same_name) {
        if (!add_target(all, pending->declaration)) {
            return false;
        }
    }
    return true;
}

static bool add_occurrences(am_occurrences *all, const am_node *node) {
    if (!push_node(all, node->children)) {
        return false;
    }
    while (all->depth != 0) {
        const am_node *next = all->stack[--all->depth];

        if (!push_node(all, next->next) || !push_node(all, next->children)) {
            return false;
        }
        if (next->kind == AM_NODE_NAME && !add_name(all, next->text)) {
            return false;
        }
    }
    return true;
}

static bool add_versions(am_occurrences *all, const am_pending *head) {
    for (size_t i = 0; i < head->version_count; i++) {
        if (!add_target(all, head->versions[i]->declaration)) {
            return false;
        }
    }
    return true;
}

bool am_order_guess(am_maker *maker, uint32_t *order) {
    am_occurrences all = {.maker = maker};
    am_graph graph = {.count = (uint32_t)maker->pending_count};

    graph.starts = AM_NEW_ARRAY(maker->arena, uint32_t, maker->pending_count + 1);
    if (graph.starts == NULL) {
        return false;
    }
    for (size_t i = 0; i < maker->pending_count; i++) {
        graph.starts[i] = (uint32_t)all.count;
        all.record = maker->pendings[i]->declaration->record;
        if (!add_versions(&all, maker->pendings[i]) || !add_occurrences(&all, maker->pendings[i]->node)) {
            return false;
        }
    }
    graph.starts[maker->pending_count] = (uint32_t)all.count;
    graph.targets = all.targets;
    return am_graph_order(maker->arena, &graph, order, NULL, NULL);
}
