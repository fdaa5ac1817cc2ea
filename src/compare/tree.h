/*
 * A JSON text as a tree, for lines of results, which are well-formed and whose keys are plain.
 *
 * Nodes point into the text, which must outlive them.
 */
#ifndef AM_COMPARE_TREE_H
#define AM_COMPARE_TREE_H

#include "base/arena.h"
#include "record/json.h"

typedef struct am_tree {
    am_json_kind kind;     /* OPEN_OBJECT, OPEN_ARRAY, STRING, NUMBER, TRUE, FALSE or NULL */
    am_slice name;         /* of a member of an object */
    am_slice text;         /* as it is written, of a string with its quotes */
    am_slice says;         /* what a string says; of others the text */
    struct am_tree *first; /* of an object's members or an array's elements */
    struct am_tree *next;  /* beside it */
} am_tree;

/* NULL when memory runs out. */
const am_tree *am_tree_read(am_arena *arena, am_slice json);
/* The member of that name, or NULL; NULL of what is no object, and of NULL. */
const am_tree *am_tree_find(const am_tree *object, am_slice name);
const am_tree *am_tree_get(const am_tree *object, const char *name);
/* What the member says, or nothing. */
am_slice am_tree_say(const am_tree *object, const char *name);
/* Whether the member is there and not null, as an end that is none is. */
bool am_tree_has_end(const am_tree *object, const char *name);
/* Whether the member is there and true. */
bool am_tree_is(const am_tree *object, const char *name);

#endif
