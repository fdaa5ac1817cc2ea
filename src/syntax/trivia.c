/*
 * Comments and quotation lines: collected while reading, hung on nodes afterwards.
 *
 * A comment alone on its line goes to the outermost node that begins after it. A comment behind something
 * goes to the outermost node that begins on its line and ends before it, or else to the innermost one that it
 * stands in. Those after the last declaration stay with the file. One walk over the tree in the order of the
 * text; the tree is already known not to be deep.
 */
#include "syntax/trivia.h"

#include "base/buffer.h"

void am_trivia_add_comment(am_trivia *trivia, am_comment comment) {
    am_comment *grown = AM_GROW(trivia->arena, am_comment, trivia->comments, trivia->comment_count,
                                &trivia->comment_capacity);
    if (grown != NULL) {
        trivia->comments = grown;
        trivia->comments[trivia->comment_count++] = comment;
    }
}

void am_trivia_add_quote(am_trivia *trivia, uint32_t start, uint32_t length) {
    am_quote *grown =
        AM_GROW(trivia->arena, am_quote, trivia->quotes, trivia->quote_count, &trivia->quote_capacity);
    if (grown != NULL) {
        trivia->quotes = grown;
        trivia->quotes[trivia->quote_count++] = (am_quote){start, length, AM_QUOTE_STRAY};
    }
}

void am_trivia_own_quotes(am_trivia *trivia, uint32_t owner) {
    while (trivia->owned_count < trivia->quote_count) {
        trivia->quotes[trivia->owned_count++].owner = owner;
    }
}

typedef struct {
    am_trivia *trivia;
    const am_source *source;
    size_t line_comment; /* the next comment that is alone on its line and hangs on nothing yet */
    bool *is_attached;   /* for the others */
} walk;

/* Pieces of the source becoming one text: the source's own while only blanks stand between them, else a copy
 * with a line for each. */
typedef struct {
    const walk *w;
    am_slice text;
    am_buffer copy;
    bool is_split;
} gathered;

static gathered gathered_from(const walk *w, am_slice text) {
    gathered g = {.w = w, .text = text};
    am_buffer_init(&g.copy, w->trivia->arena->allocator);
    return g;
}

static bool is_only_blank(am_slice text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] != ' ' && text.data[i] != '\t' && text.data[i] != '\r' && text.data[i] != '\n') {
            return false;
        }
    }
    return true;
}

static bool extend(gathered *g, uint32_t start, uint32_t length) {
    am_slice source = g->w->source->text;
    if (g->text.data < source.data || g->text.data > source.data + source.length) {
        return false;
    }
    size_t end = (size_t)(g->text.data - source.data) + g->text.length;
    if (end > start || !is_only_blank(am_slice_part(source, end, start))) {
        return false;
    }
    g->text.length += start - end + length;
    return true;
}

static void gather(gathered *g, uint32_t start, uint32_t length) {
    am_slice piece = am_slice_part(g->w->source->text, start, (size_t)start + length);
    if (!g->is_split && g->text.length == 0) {
        g->text = piece;
        return;
    }
    if (!g->is_split && extend(g, start, length)) {
        return;
    }
    if (!g->is_split) {
        am_buffer_put(&g->copy, g->text);
        g->is_split = true;
    }
    am_buffer_put_char(&g->copy, '\n');
    am_buffer_put(&g->copy, piece);
}

static void gather_comment(gathered *g, size_t i) {
    const am_comment *comment = &g->w->trivia->comments[i];
    gather(g, comment->start, comment->length);
}

static am_slice gathered_text(gathered *g) {
    am_slice text = g->text;
    if (g->is_split) {
        text = am_arena_copy(g->w->trivia->arena, am_buffer_text(&g->copy));
    }
    am_buffer_clear(&g->copy);
    return text;
}

/* The first comment that starts at `byte` or later. */
static size_t comment_from(const am_trivia *trivia, uint32_t byte) {
    size_t low = 0;
    size_t high = trivia->comment_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (trivia->comments[middle].start < byte) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void skip_others(walk *w) {
    const am_trivia *trivia = w->trivia;
    while (w->line_comment < trivia->comment_count && !trivia->comments[w->line_comment].is_line_comment) {
        w->line_comment++;
    }
}

static void attach_before(walk *w, am_node *node) {
    const am_trivia *trivia = w->trivia;
    gathered g = gathered_from(w, node->comments);
    for (skip_others(w); w->line_comment < trivia->comment_count; skip_others(w)) {
        if (trivia->comments[w->line_comment].start >= node->span.start) {
            break;
        }
        gather_comment(&g, w->line_comment++);
    }
    node->comments = gathered_text(&g);
}

static void attach_behind(walk *w, am_node *node) {
    const am_trivia *trivia = w->trivia;
    uint32_t end = node->span.start + node->span.length;
    size_t i = comment_from(trivia, end);
    if (i == trivia->comment_count || w->is_attached[i]) {
        return;
    }
    const am_comment *comment = &trivia->comments[i];
    if (!comment->is_line_comment && comment->before == end && comment->line_start <= node->span.start) {
        node->remark =
            am_slice_part(w->source->text, comment->start, (size_t)comment->start + comment->length);
        w->is_attached[i] = true;
    }
}

static void attach_inside(walk *w, am_node *node) {
    const am_trivia *trivia = w->trivia;
    uint32_t end = node->span.start + node->span.length;
    gathered g = gathered_from(w, node->remark);
    for (size_t i = comment_from(trivia, node->span.start); i < trivia->comment_count; i++) {
        if (trivia->comments[i].start >= end) {
            break;
        }
        if (!trivia->comments[i].is_line_comment && !w->is_attached[i]) {
            gather_comment(&g, i);
            w->is_attached[i] = true;
        }
    }
    node->remark = gathered_text(&g);
}

static void visit(walk *w, am_node *node) {
    attach_before(w, node);
    attach_behind(w, node);
    for (am_node *child = node->children; child != NULL; child = child->next) {
        visit(w, child);
    }
    attach_inside(w, node);
}

static void attach_quotes(walk *w, am_node *file) {
    const am_trivia *trivia = w->trivia;
    size_t i = 0;
    for (am_node *declaration = file->children; declaration != NULL; declaration = declaration->next) {
        gathered g = gathered_from(w, (am_slice){NULL, 0});
        for (; i < trivia->quote_count; i++) {
            const am_quote *quote = &trivia->quotes[i];
            bool is_later = quote->owner > declaration->span.start;
            if (is_later && quote->owner != AM_QUOTE_STRAY) {
                break;
            }
            if (!is_later) {
                gather(&g, quote->start, quote->length);
            }
        }
        declaration->quotes = gathered_text(&g);
    }
}

static void attach_comments(walk *w, am_node *file) {
    for (am_node *child = file->children; child != NULL; child = child->next) {
        visit(w, child);
    }
    gathered g = gathered_from(w, (am_slice){NULL, 0});
    for (size_t i = 0; i < w->trivia->comment_count; i++) {
        bool is_left = w->trivia->comments[i].is_line_comment ? i >= w->line_comment : !w->is_attached[i];
        if (is_left) {
            gather_comment(&g, i);
        }
    }
    file->comments = gathered_text(&g);
}

void am_trivia_attach(am_trivia *trivia, const am_source *source, am_node *file) {
    walk w = {.trivia = trivia, .source = source};
    attach_quotes(&w, file);
    if (trivia->comment_count == 0) {
        return;
    }
    w.is_attached = AM_NEW_ARRAY(trivia->arena, bool, trivia->comment_count);
    if (w.is_attached != NULL) {
        attach_comments(&w, file);
    }
}
