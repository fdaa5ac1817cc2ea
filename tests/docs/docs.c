/*
 * Proves the examples of documents: what a fenced block of a Markdown file shows is what happens.
 *
 *     docs PROGRAM-FOLDER FILE.md...
 *
 * The word behind the fence says what a block is:
 *
 * - `amerce`, `json`, `csv`, `text` and a NAME: a file of that name, for the blocks below it in the
 *   document; a later block of the same name replaces it, and `+NAME` adds to its end.
 * - `diff NAME`: a change to a file that is there, as edit.h says.
 * - `amerce`: a whole rulebook, which `amerce check` accepts without a word.
 * - `eval`: a line each, `EXPRESSION  -- ANSWER`, what `amerce eval` answers.
 * - `console`: `$ COMMAND` lines for sh in the folder of the files, each followed by exactly what it prints,
 *   and by `[exit status N]` when N is not 0; PROGRAM-FOLDER is first in PATH and SOURCE is the repository.
 * - `text`: shown, not run.
 *
 * Any other word fails, so that a misspelt one does not leave an example unproven. Blocks that are indented
 * instead of fenced are not looked at. With AMERCE_ACCEPT=1 answers and printed lines are rewritten in the
 * document.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docs/edit.h"
#include "golden/scratch.h"

typedef struct slice {
    const char *data;
    size_t length;
} slice;

typedef struct document {
    const char *path;
    const char *folder;
    scratch_text proven; /* the document with what was printed */
    bool is_accepting;
    size_t line; /* of the block's first line */
    size_t example_count;
    size_t failure_count;
} document;

/* The name of the block's kind, and what follows it. */
typedef struct fence {
    slice kind;
    slice name;
    bool is_added;
} fence;

static bool is_text(slice part, const char *text) {
    return part.length == strlen(text) && memcmp(part.data, text, part.length) == 0;
}

static bool begins(slice part, const char *text) {
    size_t length = strlen(text);
    return part.length >= length && memcmp(part.data, text, length) == 0;
}

/* Takes the next line, without its end, off the text. */
static slice next_line(slice *text) {
    const char *end = text->data + text->length;
    const char *stop = scratch_line_end(text->data, end);
    slice line = {text->data, (size_t)(stop - text->data)};
    const char *next = stop < end ? stop + 1 : end;
    *text = (slice){next, (size_t)(end - next)};
    return line;
}

static fence fence_of(slice line) {
    fence found = {.kind = {line.data + 3, line.length - 3}};
    const char *blank = memchr(found.kind.data, ' ', found.kind.length);
    if (blank != NULL) {
        size_t kind_length = (size_t)(blank - found.kind.data);
        found.name = (slice){blank + 1, found.kind.length - kind_length - 1};
        found.kind.length = kind_length;
        found.is_added = begins(found.name, "+");
        if (found.is_added) {
            found.name = (slice){found.name.data + 1, found.name.length - 1};
        }
    }
    return found;
}

static void fail(document *doc, const char *what) {
    printf("%s: line %zu: %s\n", doc->path, doc->line, what);
    doc->failure_count++;
}

static void add(scratch_text *text, const char *data, size_t length) {
    scratch_append(text, data, length);
}

static void add_text(scratch_text *text, const char *data) {
    scratch_append(text, data, strlen(data));
}

/* Runs the lines of sh; what they print, ending with a line end and, when it is not 0, the exit status. */
static scratch_text run(const document *doc, const char *script, size_t length) {
    static const char name[] = ".script";
    char shown[32];
    scratch_text out;
    scratch_folder_write(doc->folder, name, sizeof name - 1, "wb", script, length);
    int status = scratch_folder_run(doc->folder, name, &out, NULL);
    if (out.length > 0 && out.data[out.length - 1] != '\n') {
        add_text(&out, "\n");
    }
    if (status != 0) {
        snprintf(shown, sizeof shown, "[exit status %d]\n", status);
        add_text(&out, shown);
    }
    return out;
}

/* Closes an example: its lines as they happened go into the document, and are compared with those that stand
 * there. */
static void prove(document *doc, const char *what, slice body, scratch_text *happened) {
    doc->example_count++;
    if (!doc->is_accepting && !scratch_is_same(doc->path, what, doc->line, body.data, body.length,
                                               happened->data, happened->length)) {
        doc->failure_count++;
    }
    add(&doc->proven, happened->data, happened->length);
    free(happened->data);
}

static void prove_console(document *doc, slice body) {
    scratch_text happened = {0};
    if (!begins(body, "$ ")) {
        fail(doc, "a console block begins with a command, `$ COMMAND`");
    }
    for (slice rest = body; rest.length > 0;) {
        slice line = next_line(&rest);
        if (begins(line, "$ ")) {
            scratch_text out = run(doc, line.data + 2, line.length - 2);
            add(&happened, line.data, line.length);
            add_text(&happened, "\n");
            add(&happened, out.data, out.length);
            free(out.data);
        }
    }
    prove(doc, "console", body, &happened);
}

/* The expression of a line, its answer cut off together with the blanks before it. */
static slice expression_of(slice line) {
    for (size_t i = line.length; i >= 4; i--) {
        if (memcmp(line.data + i - 4, " -- ", 4) == 0) {
            line.length = i - 4;
            break;
        }
    }
    while (line.length > 0 && line.data[line.length - 1] == ' ') {
        line.length--;
    }
    return line;
}

static scratch_text answer(const document *doc, slice body) {
    static const char name[] = ".expressions";
    static const char script[] = "amerce eval <.expressions || true";
    scratch_text expressions = {0};
    for (slice rest = body; rest.length > 0;) {
        slice expression = expression_of(next_line(&rest));
        add(&expressions, expression.data, expression.length);
        add_text(&expressions, "\n");
    }
    scratch_folder_write(doc->folder, name, sizeof name - 1, "wb", expressions.data, expressions.length);
    free(expressions.data);
    return run(doc, script, sizeof script - 1);
}

/* How many characters of UTF-8. */
static size_t width_of(slice text) {
    size_t width = 0;
    for (size_t i = 0; i < text.length; i++) {
        width += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    }
    return width;
}

static size_t widest(slice body) {
    size_t most = 0;
    while (body.length > 0) {
        size_t width = width_of(expression_of(next_line(&body)));
        most = width > most ? width : most;
    }
    return most;
}

static void prove_eval(document *doc, slice body) {
    scratch_text answers = answer(doc, body);
    slice left = {answers.data, answers.length};
    size_t column = widest(body);
    scratch_text happened = {0};
    for (slice rest = body; rest.length > 0;) {
        slice expression = expression_of(next_line(&rest));
        slice value = next_line(&left);
        add(&happened, expression.data, expression.length);
        for (size_t i = width_of(expression); i < column; i++) {
            add_text(&happened, " ");
        }
        add_text(&happened, "  -- ");
        add(&happened, value.data, value.length);
        add_text(&happened, "\n");
    }
    free(answers.data);
    prove(doc, "eval", body, &happened);
}

static void prove_rulebook(document *doc, slice body) {
    static const char script[] = "amerce check .unnamed/rulebook.amerce";
    static const char path[] = ".unnamed/rulebook.amerce";
    scratch_folder_write(doc->folder, path, sizeof path - 1, "wb", body.data, body.length);
    scratch_text out = run(doc, script, sizeof script - 1);
    doc->example_count++;
    if (out.length > 0) {
        fail(doc, "the rulebook is not accepted without a word");
        printf("%.*s", (int)out.length, out.data);
    }
    free(out.data);
    add(&doc->proven, body.data, body.length);
}

/* A change counts as an example: it fails where the document shows what is not in the file. */
static void prove_change(document *doc, const fence *block, slice body) {
    const char *wrong = edit_file(doc->folder, block->name.data, block->name.length, body.data, body.length);
    doc->example_count++;
    if (wrong != NULL) {
        fail(doc, wrong);
    }
    add(&doc->proven, body.data, body.length);
}

static bool is_file(const fence *block) {
    return is_text(block->kind, "amerce") || is_text(block->kind, "json") || is_text(block->kind, "csv") ||
           is_text(block->kind, "text");
}

static void prove_block(document *doc, const fence *block, slice body) {
    if (block->name.length > 0 && is_file(block)) {
        scratch_folder_write(doc->folder, block->name.data, block->name.length, block->is_added ? "ab" : "wb",
                             body.data, body.length);
        add(&doc->proven, body.data, body.length);
    } else if (block->name.length > 0 && is_text(block->kind, "diff")) {
        prove_change(doc, block, body);
    } else if (is_text(block->kind, "console")) {
        prove_console(doc, body);
    } else if (is_text(block->kind, "eval")) {
        prove_eval(doc, body);
    } else if (is_text(block->kind, "amerce")) {
        prove_rulebook(doc, body);
    } else {
        if (!is_text(block->kind, "text")) {
            fail(doc, "a fenced block of no known kind");
        }
        add(&doc->proven, body.data, body.length);
    }
}

/* The lines of a block up to its closing fence, which is taken off too. */
static slice body_of(document *doc, slice *rest, slice *closing) {
    const char *start = rest->data;
    while (rest->length > 0) {
        slice line = next_line(rest);
        if (is_text(line, "```")) {
            *closing = line;
            return (slice){start, (size_t)(line.data - start)};
        }
    }
    fail(doc, "the block is not closed");
    *closing = (slice){rest->data, 0};
    return (slice){start, (size_t)(rest->data - start)};
}

static size_t count_lines(slice text) {
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        count += text.data[i] == '\n';
    }
    return count;
}

static void prove_all(document *doc, slice rest) {
    for (size_t line_number = 1; rest.length > 0; line_number++) {
        slice closing;
        slice line = next_line(&rest);
        add(&doc->proven, line.data, (size_t)(rest.data - line.data));
        if (!begins(line, "```")) {
            continue;
        }
        fence block = fence_of(line);
        doc->line = line_number + 1;
        slice body = body_of(doc, &rest, &closing);
        prove_block(doc, &block, body);
        add(&doc->proven, closing.data, (size_t)(rest.data - closing.data));
        line_number += count_lines(body) + 1;
    }
}

static bool check(const char *path, bool is_accepting) {
    char folder[] = "docs.XXXXXX";
    scratch_text text = scratch_read(path);
    document doc = {.path = path, .folder = folder, .is_accepting = is_accepting};
    scratch_folder_make(folder);
    prove_all(&doc, (slice){text.data, text.length});
    scratch_folder_remove(folder);
    if (is_accepting) {
        scratch_write(path, doc.proven.data, doc.proven.length);
    }
    printf("%s: %zu examples, %zu failed\n", path, doc.example_count, doc.failure_count);
    free(doc.proven.data);
    free(text.data);
    return doc.failure_count == 0;
}

int main(int count, char **words) {
    bool is_good = true;
    if (count < 3) {
        fprintf(stderr, "usage: docs PROGRAM-FOLDER FILE.md...\n");
        return 2;
    }
    bool is_accepting = scratch_init(words[1]);
    for (int i = 2; i < count; i++) {
        is_good = check(words[i], is_accepting) && is_good;
    }
    return is_good ? 0 : 1;
}
