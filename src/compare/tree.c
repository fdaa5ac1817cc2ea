/*
 * JSON into nodes of an arena. Its depth is that of the text, which the reader of records limits.
 */
#include "compare/tree.h"

typedef struct tree_reader {
    am_arena *arena;
    am_json json;
} tree_reader;

/* What the STRING token read last says, and without a copy where it can be so. */
static am_slice say(tree_reader *reader) {
    am_slice text = reader->json.text;
    if (!reader->json.has_escape) {
        return text;
    }
    char *room = am_arena_take(reader->arena, text.length + 1, 1);
    return room == NULL ? AM_SLICE("") : (am_slice){room, am_json_decode(text, room)};
}

static am_tree *read_value(tree_reader *reader, unsigned depth);

/* The members or elements, from the bracket read last to its end. */
static void read_parts(tree_reader *reader, am_tree *whole, unsigned depth) {
    am_tree **end = &whole->first;
    am_json_kind close = whole->kind == AM_JSON_OPEN_OBJECT ? AM_JSON_CLOSE_OBJECT : AM_JSON_CLOSE_ARRAY;
    for (am_json_next(&reader->json); reader->json.kind != close && !reader->arena->is_exhausted;) {
        am_slice name = {0};
        if (whole->kind == AM_JSON_OPEN_OBJECT) {
            name = say(reader);
            am_json_next(&reader->json);
            am_json_next(&reader->json);
        }
        *end = read_value(reader, depth + 1);
        if (*end == NULL) {
            return;
        }
        (*end)->name = name;
        end = &(*end)->next;
        if (am_json_next(&reader->json) == AM_JSON_COMMA) {
            am_json_next(&reader->json);
        }
    }
}

/* The value whose first token was read. */
static am_tree *read_value(tree_reader *reader, unsigned depth) {
    const char *start = am_json_start(&reader->json);
    am_tree *tree = AM_NEW(reader->arena, am_tree);
    if (tree == NULL || depth > AM_JSON_DEPTH_MAX || reader->json.kind == AM_JSON_END ||
        reader->json.kind == AM_JSON_BAD) {
        return NULL;
    }
    tree->kind = reader->json.kind;
    tree->says = reader->json.kind == AM_JSON_STRING ? say(reader) : reader->json.text;
    if (tree->kind == AM_JSON_OPEN_OBJECT || tree->kind == AM_JSON_OPEN_ARRAY) {
        read_parts(reader, tree, depth);
    }
    tree->text = (am_slice){start, (size_t)(reader->json.at - start)};
    return tree;
}

const am_tree *am_tree_read(am_arena *arena, am_slice json) {
    tree_reader reader = {arena, am_json_of(json)};
    am_json_next(&reader.json);
    const am_tree *tree = read_value(&reader, 0);
    return arena->is_exhausted ? NULL : tree;
}

const am_tree *am_tree_find(const am_tree *object, am_slice name) {
    const am_tree *at = object != NULL && object->kind == AM_JSON_OPEN_OBJECT ? object->first : NULL;
    while (at != NULL && !am_slice_is_equal(at->name, name)) {
        at = at->next;
    }
    return at;
}

const am_tree *am_tree_get(const am_tree *object, const char *name) {
    return am_tree_find(object, am_slice_of(name));
}

am_slice am_tree_say(const am_tree *object, const char *name) {
    const am_tree *member = am_tree_get(object, name);
    return member == NULL ? AM_SLICE("") : member->says;
}

bool am_tree_has_end(const am_tree *object, const char *name) {
    const am_tree *member = am_tree_get(object, name);
    return member != NULL && member->kind != AM_JSON_NULL;
}

bool am_tree_is(const am_tree *object, const char *name) {
    const am_tree *member = am_tree_get(object, name);
    return member != NULL && member->kind == AM_JSON_TRUE;
}
