/*
 * Splits a change into the text that it looks for and the text that takes its place, and exchanges them.
 */
#include "edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct change {
    scratch_text before;
    scratch_text after;
} change;

/* Adds a line, with its end, to the texts to which its first character says that it belongs. An empty line is
 * a blank one that stays. */
static const char *take_line(change *made, const char *line, size_t length) {
    char mark = line[0] == '\n' ? ' ' : line[0];
    const char *words = line[0] == '\n' ? line : line + 1;
    size_t rest = length - (size_t)(words - line);
    if (mark != ' ' && mark != '-' && mark != '+') {
        return "a line of a change begins with a blank, `-` or `+`";
    }
    if (mark != '+') {
        scratch_append(&made->before, words, rest);
    }
    if (mark != '-') {
        scratch_append(&made->after, words, rest);
    }
    return NULL;
}

static const char *split(change *made, const char *text, size_t length) {
    const char *end = text + length;
    const char *wrong = NULL;
    while (text < end && wrong == NULL) {
        const char *stop = scratch_line_end(text, end);
        const char *next = stop < end ? stop + 1 : end;
        wrong = take_line(made, text, (size_t)(next - text));
        text = next;
    }
    return wrong;
}

/* Where `part` stands in the text as whole lines, at or after `from`; the text's length where it does not. */
static size_t place_of(const scratch_text *text, const scratch_text *part, size_t from) {
    for (size_t at = from; at + part->length <= text->length; at++) {
        if ((at == 0 || text->data[at - 1] == '\n') &&
            memcmp(text->data + at, part->data, part->length) == 0) {
            return at;
        }
    }
    return text->length;
}

static const char *exchange(const char *path, const change *made) {
    scratch_text text = scratch_read(path);
    scratch_text changed = {0};
    const char *wrong = NULL;
    size_t at = place_of(&text, &made->before, 0);
    if (made->before.length == 0 || at == text.length) {
        wrong = "the file has no such lines to change";
    } else if (place_of(&text, &made->before, at + 1) < text.length) {
        wrong = "the file has these lines in more than one place";
    } else {
        size_t behind = at + made->before.length;
        scratch_append(&changed, text.data, at);
        scratch_append(&changed, made->after.data, made->after.length);
        scratch_append(&changed, text.data + behind, text.length - behind);
        scratch_write(path, changed.data, changed.length);
    }
    free(changed.data);
    free(text.data);
    return wrong;
}

const char *edit_file(const char *folder, const char *name, size_t name_length, const char *text,
                      size_t length) {
    char path[512];
    change made = {0};
    const char *wrong = split(&made, text, length);
    int written = snprintf(path, sizeof path, "%s/%.*s", folder, (int)name_length, name);
    if (wrong == NULL && (written < 0 || (size_t)written >= sizeof path)) {
        wrong = "the name of the file is too long";
    }
    if (wrong == NULL) {
        wrong = exchange(path, &made);
    }
    free(made.before.data);
    free(made.after.data);
    return wrong;
}
