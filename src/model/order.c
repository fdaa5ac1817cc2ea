/*
 * Order: what is read comes before who reads it; cycles are found and told whole.
 *
 * The walk is iterative, so that a chain of any length fits. Each group of nodes that hang together in cycles
 * is told once.
 */
#include "model/build.h"

typedef struct am_frame {
    uint32_t node;
    uint32_t edge; /* the one being followed, plus 1 */
} am_frame;

enum { WHITE, GREY, BLACK };

typedef struct am_walk {
    const am_graph *graph;
    am_frame *frames;
    uint32_t depth;
    uint8_t *colours;
    uint8_t *is_told;
    uint32_t *nodes; /* of a cycle */
    uint32_t *edges;
    uint32_t *order;
    uint32_t done;
    am_on_cycle *on_cycle;
    void *context;
} am_walk;

static void tell_cycle(am_walk *walk, uint32_t target) {
    uint32_t first = walk->depth;
    bool is_told = false;
    size_t count = 0;

    while (walk->frames[first - 1].node != target) {
        first--;
    }
    for (uint32_t i = first - 1; i < walk->depth; i++) {
        walk->nodes[count] = walk->frames[i].node;
        walk->edges[count++] = walk->frames[i].edge - 1;
        is_told |= walk->is_told[walk->frames[i].node] != 0;
    }
    for (size_t i = 0; i < count; i++) {
        walk->is_told[walk->nodes[i]] = 1;
    }
    if (!is_told && walk->on_cycle != NULL) {
        walk->on_cycle(walk->context, walk->nodes, walk->edges, count);
    }
}

static void enter(am_walk *walk, uint32_t node) {
    walk->colours[node] = GREY;
    walk->frames[walk->depth++] = (am_frame){node, walk->graph->starts[node]};
}

static void walk_from(am_walk *walk, uint32_t root) {
    const am_graph *graph = walk->graph;

    enter(walk, root);
    while (walk->depth != 0) {
        am_frame *frame = &walk->frames[walk->depth - 1];
        uint32_t target;

        if (frame->edge == graph->starts[frame->node + 1]) {
            walk->colours[frame->node] = BLACK;
            walk->order[walk->done++] = frame->node;
            walk->depth--;
            continue;
        }
        target = graph->targets[frame->edge++];
        if (walk->colours[target] == WHITE) {
            enter(walk, target);
        } else if (walk->colours[target] == GREY) {
            tell_cycle(walk, target);
        }
    }
}

bool am_graph_order(am_arena *arena, const am_graph *graph, uint32_t *order, am_on_cycle *on_cycle,
                    void *context) {
    size_t count = (size_t)graph->count + 1;
    am_walk walk = {.graph = graph, .order = order, .on_cycle = on_cycle, .context = context};

    walk.frames = AM_NEW_ARRAY(arena, am_frame, count);
    walk.colours = AM_NEW_ARRAY(arena, uint8_t, count);
    walk.is_told = AM_NEW_ARRAY(arena, uint8_t, count);
    walk.nodes = AM_NEW_ARRAY(arena, uint32_t, count);
    walk.edges = AM_NEW_ARRAY(arena, uint32_t, count);
    if (arena->is_exhausted) {
        return false;
    }
    for (uint32_t i = 0; i < graph->count; i++) {
        if (walk.colours[i] == WHITE) {
            walk_from(&walk, i);
        }
    }
    return true;
}

typedef struct am_readings {
    am_maker *maker;
    am_span *spans; /* of each edge */
} am_readings;

static void report_cycle(void *context, const uint32_t *nodes, const uint32_t *edges, size_t count) {
    const am_readings *readings = context;
    am_maker *maker = readings->maker;
    const am_declaration *first = maker->pendings[nodes[0]]->declaration;
    am_slice text = first->name;
    am_diagnostic *diagnostic;

    for (size_t i = 1; i <= count; i++) {
        text = AM_JOIN(maker, text, AM_SLICE(" -> "), maker->pendings[nodes[i % count]]->declaration->name);
    }
    diagnostic =
        am_report(maker, AM_DIAG_DECLARATION_CYCLE, first->name_span, AM_ARGUMENTS(first->name, text));
    for (size_t i = 0; i < count; i++) {
        am_diagnostic_note(
            maker->diagnostics, diagnostic, readings->spans[edges[i]],
            AM_JOIN(maker, AM_SLICE("`"), maker->pendings[nodes[i]]->declaration->name, AM_SLICE("` reads `"),
                    maker->pendings[nodes[(i + 1) % count]]->declaration->name, AM_SLICE("` here")));
    }
}

static bool readings_of(am_maker *maker, am_graph *graph, am_readings *readings) {
    size_t count = 0, edge = 0;

    for (size_t i = 0; i < maker->pending_count; i++) {
        count += maker->pendings[i]->reading_count;
    }
    graph->count = (uint32_t)maker->pending_count;
    graph->starts = AM_NEW_ARRAY(maker->arena, uint32_t, maker->pending_count + 1);
    graph->targets = AM_NEW_ARRAY(maker->arena, uint32_t, count + 1);
    readings->spans = AM_NEW_ARRAY(maker->arena, am_span, count + 1);
    if (maker->arena->is_exhausted) {
        return false;
    }
    for (size_t i = 0; i < maker->pending_count; i++) {
        const am_pending *pending = maker->pendings[i];

        graph->starts[i] = (uint32_t)edge;
        for (size_t r = 0; r < pending->reading_count; r++) {
            graph->targets[edge] = pending->readings[r].read->number;
            readings->spans[edge++] = pending->readings[r].span;
        }
    }
    graph->starts[maker->pending_count] = (uint32_t)edge;
    return true;
}

void am_declarations_number(am_maker *maker) {
    uint32_t number = 0;

    for (size_t i = 0; i < maker->pending_count; i++) {
        if (maker->pendings[i]->arguments == NULL) {
            maker->pendings[i]->declaration->number = number++;
        }
    }
}

void am_declarations_order(am_maker *maker) {
    am_model *model = maker->model;
    am_readings readings = {.maker = maker};
    am_graph graph;
    uint32_t *order = AM_NEW_ARRAY(maker->arena, uint32_t, maker->pending_count + 1);

    model->declarations = AM_NEW_ARRAY(maker->arena, am_declaration *, maker->pending_count + 1);
    if (order == NULL || model->declarations == NULL || !readings_of(maker, &graph, &readings) ||
        !am_graph_order(maker->arena, &graph, order, report_cycle, &readings)) {
        return;
    }
    /* Only a cycle makes so many declarations wait for each other; where there is none the reader is told. */
    if (maker->is_cut && maker->diagnostics->error_count == 0) {
        am_report(maker, AM_DIAG_EXPRESSION_TOO_DEEP, maker->cut, AM_NO_ARGUMENTS);
    }
    model->functions = AM_NEW_ARRAY(maker->arena, am_declaration *, maker->pending_count + 1);
    for (size_t i = 0; i < maker->pending_count && model->functions != NULL; i++) {
        if (maker->pendings[i]->arguments != NULL) {
            model->functions[model->function_count++] = maker->pendings[i]->declaration;
        }
    }
    for (size_t i = 0; i < maker->pending_count; i++) {
        if (maker->pendings[order[i]]->arguments == NULL) {
            model->declarations[model->declaration_count++] = maker->pendings[order[i]]->declaration;
        }
    }
}
