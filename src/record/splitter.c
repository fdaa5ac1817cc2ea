/*
 * The splitter: bytes as they arrive to the texts of records.
 *
 * It finds a record's end by its brackets, outside of strings, so that an object may stand on one line or on
 * many. It does not check JSON beyond that; but brackets that do not match, a line end in a string and a
 * bracket where no value can stand show at once that a record is broken, and then only the lines up to the
 * next possible record are lost. What it answers depends on the bytes alone, not on the pieces they arrive
 * in.
 */
#include <string.h>

#include "record/refusal.h"
#include "record/window.h"

typedef enum state {
    AT_START, /* of the input, where a byte-order mark may be */
    BETWEEN,  /* records */
    IN_RECORD,
    IN_SCALAR,  /* an element of the array that is no object */
    RECOVERING, /* from bad text, at `head`, to a line that could start a record */
    PASSING,    /* the same behind bad text that was too long to be kept */
} state;

/* What may come next in an array of records. */
typedef enum expectation {
    NO_ARRAY,
    ELEMENT_OR_CLOSE,
    ELEMENT,
    COMMA_OR_CLOSE,
} expectation;

struct am_splitter {
    am_allocator allocator;
    am_window input;
    state state;
    expectation array;

    /* IN_RECORD: the brackets and the string around `scan`. */
    uint64_t arrays[AM_JSON_DEPTH_MAX / 64];
    unsigned depth;
    bool is_in_string;
    bool is_escaped;

    /* RECOVERING, PASSING */
    am_diag diag; /* or NONE: what is wrong is looked for when the text is whole */
    uint32_t bad_column;
    bool is_in_margin; /* only blanks stand before `scan` on its line, */
    uint32_t margin;   /* so many */
};

am_splitter *am_splitter_new(am_allocator allocator) {
    am_splitter *splitter = allocator.resize(allocator.context, NULL, 0, sizeof *splitter);

    if (splitter != NULL) {
        *splitter = (am_splitter){.allocator = allocator};
        am_window_init(&splitter->input, allocator);
    }
    return splitter;
}

am_splitter *am_splitter_new_at(uint32_t line, am_allocator allocator) {
    am_splitter *splitter = am_splitter_new(allocator);

    if (splitter != NULL && line > 1) {
        splitter->input.line = line;
        splitter->state = BETWEEN;
    }
    return splitter;
}

am_splitter *am_splitter_new_over(char *data, size_t bytes, uint32_t line, am_allocator allocator) {
    am_splitter *splitter = am_splitter_new_at(line, allocator);

    if (splitter != NULL) {
        splitter->input = am_window_over(data, bytes, line);
    }
    return splitter;
}

bool am_splitter_is_between(const am_splitter *splitter) {
    return splitter->state == BETWEEN && splitter->array == NO_ARRAY &&
           splitter->input.head == splitter->input.tail;
}

void am_splitter_free(am_splitter *splitter) {
    if (splitter == NULL) {
        return;
    }
    am_window_clear(&splitter->input);
    splitter->allocator.resize(splitter->allocator.context, splitter, sizeof *splitter, 0);
}

char *am_splitter_room(am_splitter *splitter, size_t *bytes) {
    return am_window_room(&splitter->input, bytes);
}

void am_splitter_fed(am_splitter *splitter, size_t bytes) {
    am_window_fed(&splitter->input, bytes);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/* Declares the text at `head` bad. */
static void recover(am_splitter *splitter, am_diag diag) {
    am_window_settle(&splitter->input);
    splitter->state = RECOVERING;
    splitter->diag = diag;
    splitter->bad_column = splitter->input.column;
    splitter->input.scan = splitter->input.head;
    splitter->is_in_margin = false;
}

/* Within a string, to behind its closing quote; false when it is broken by a line end. */
static bool scan_string(am_splitter *splitter, size_t limit) {
    const char *at = splitter->input.data + splitter->input.scan;
    const char *const end = splitter->input.data + limit;
    bool is_escaped = splitter->is_escaped;

    while (at < end && splitter->is_in_string) {
        char c;

        at = is_escaped ? at : am_json_pass_plain(at, end);
        if (at == end) {
            break;
        }
        c = *at++;
        if (c == '\n') {
            return false;
        }
        splitter->is_in_string = c != '"' || is_escaped;
        is_escaped = c == '\\' && !is_escaped;
    }
    splitter->input.scan = (size_t)(at - splitter->input.data);
    splitter->is_escaped = is_escaped;
    return true;
}

static bool is_in_array(const am_splitter *splitter) {
    unsigned last = splitter->depth - 1;

    return splitter->arrays[last / 64] >> (last % 64) & 1;
}

/* Whether a value can begin at the bracket at `scan`, by what stands before it. */
static bool may_open(const am_splitter *splitter) {
    size_t before = splitter->input.scan;
    char c;

    if (splitter->depth == 0) {
        return true;
    }
    do {
        c = splitter->input.data[--before];
    } while (is_blank(c) || c == '\n');
    return is_in_array(splitter) ? c == '[' || c == ',' : c == ':';
}

static bool open_bracket(am_splitter *splitter, bool is_array) {
    uint64_t bit = (uint64_t)1 << (splitter->depth % 64);
    uint64_t *word = &splitter->arrays[splitter->depth / 64];

    if (splitter->depth == AM_JSON_DEPTH_MAX || !may_open(splitter)) {
        return false;
    }
    *word = is_array ? *word | bit : *word & ~bit;
    splitter->depth++;
    return true;
}

static bool close_bracket(am_splitter *splitter, bool is_array) {
    if (is_in_array(splitter) != is_array) {
        return false;
    }
    splitter->depth--;
    return true;
}

/* Outside of strings, to behind the next byte that matters; false when that breaks the record. */
static bool scan_event(am_splitter *splitter, size_t limit) {
    static const bool is_event[256] = {['"'] = true, ['{'] = true, ['}'] = true, ['['] = true, [']'] = true};
    const char *at = splitter->input.data + splitter->input.scan;
    const char *const end = splitter->input.data + limit;
    bool is_whole = true;

    while (at < end && !is_event[(unsigned char)*at]) {
        at++;
    }
    splitter->input.scan = (size_t)(at - splitter->input.data);
    if (at == end) {
        return true;
    }
    switch (*at) {
    case '"':
        splitter->is_in_string = true;
        break;
    case '{':
    case '[':
        is_whole = open_bracket(splitter, *at == '[');
        break;
    default:
        is_whole = close_bracket(splitter, *at == ']');
        break;
    }
    splitter->input.scan++;
    return is_whole;
}

/* To the end of the record, as far as the text goes; false when it is broken. */
static bool scan_record(am_splitter *splitter) {
    size_t limit = am_window_limit(&splitter->input);
    bool is_whole = true;

    do {
        is_whole = splitter->is_in_string ? scan_string(splitter, limit) : scan_event(splitter, limit);
    } while (is_whole && splitter->input.scan < limit && splitter->depth > 0);
    return is_whole;
}

static void start_record(am_splitter *splitter) {
    am_window_settle(&splitter->input);
    splitter->state = IN_RECORD;
    splitter->input.scan = splitter->input.head;
    splitter->depth = 0;
    splitter->is_in_string = splitter->is_escaped = false;
}

/* Looks on for a line that could start a record, or end the array of them; true when `scan` is there. */
static bool find_restart(am_splitter *splitter, size_t limit) {
    while (splitter->input.scan < limit) {
        char c = splitter->input.data[splitter->input.scan];

        if (!splitter->is_in_margin) {
            const char *from = splitter->input.data + splitter->input.scan;
            const char *newline = memchr(from, '\n', limit - splitter->input.scan);

            splitter->is_in_margin = newline != NULL;
            splitter->margin = 0;
            splitter->input.scan = newline == NULL ? limit : (size_t)(newline - splitter->input.data) + 1;
            continue;
        }
        if ((c == '{' || (c == ']' && splitter->array != NO_ARRAY)) &&
            splitter->margin < splitter->bad_column) {
            return true;
        }
        splitter->is_in_margin = is_blank(c) || c == '\n';
        splitter->margin = c == '\n' ? 0 : splitter->margin + 1;
        splitter->input.scan += splitter->is_in_margin;
    }
    return false;
}

/* Where the answers of am_splitter_next go. */
typedef struct answer {
    am_slice *text;
    uint32_t *line;
    uint32_t *column;
    am_record_error *error;
} answer;

/* Gives the text from `head` to `end`, and goes on behind it. */
static void give(am_splitter *splitter, size_t end, const answer *out) {
    am_window_settle(&splitter->input);
    *out->text = (am_slice){splitter->input.data + splitter->input.head, end - splitter->input.head};
    *out->line = splitter->input.line;
    *out->column = splitter->input.column;
    am_window_advance(&splitter->input, end);
    splitter->state = BETWEEN;
}

/* Gives bad text. Without a diagnostic of its own it is read as JSON, to say where and what. */
static am_split give_bad(am_splitter *splitter, size_t end, am_diag diag, const answer *out) {
    am_json_fault fault = {.diag = diag};
    am_json first;

    give(splitter, end, out);
    while (out->text->length > 0 && (is_blank(out->text->data[out->text->length - 1]) ||
                                     out->text->data[out->text->length - 1] == '\n')) {
        out->text->length--;
    }
    fault.at = out->text->data;
    if (diag == AM_DIAG_NONE && am_json_check(*out->text, &fault) == AM_DIAG_NONE) {
        first = am_json_of(*out->text);
        am_json_next(&first);
        fault = (am_json_fault){AM_DIAG_RECORD_NOT_OBJECT, out->text->data, {am_json_describe(&first)}};
    }
    am_refusal_write_fault(out->error, (am_refusal_text){*out->text, *out->line, *out->column, NULL}, &fault);
    return AM_SPLIT_BAD;
}

static am_split next_in_record(am_splitter *splitter, const answer *out, bool *is_settled) {
    *is_settled = true;
    if (!scan_record(splitter)) {
        recover(splitter, AM_DIAG_NONE);
    } else if (splitter->depth == 0) {
        give(splitter, splitter->input.scan, out);
        splitter->array = splitter->array == NO_ARRAY ? NO_ARRAY : COMMA_OR_CLOSE;
        return AM_SPLIT_RECORD;
    } else if (am_window_is_full(&splitter->input)) {
        recover(splitter, AM_DIAG_RECORD_TOO_LONG);
    } else if (splitter->input.is_ended) {
        recover(splitter, AM_DIAG_NONE);
    } else {
        return AM_SPLIT_MORE;
    }
    *is_settled = false;
    return AM_SPLIT_BAD;
}

static am_split next_in_recovery(am_splitter *splitter, const answer *out, bool *is_settled) {
    bool is_found = find_restart(splitter, am_window_limit(&splitter->input));

    *is_settled = true;
    if (is_found || (splitter->input.is_ended && splitter->input.scan == splitter->input.tail)) {
        /* A comma that may stand before the next record is within the bad text, and so may the array's end
         * be. */
        splitter->array = splitter->array == NO_ARRAY || !is_found ? NO_ARRAY : ELEMENT_OR_CLOSE;
        return give_bad(splitter, splitter->input.scan, splitter->diag, out);
    }
    if (am_window_is_full(&splitter->input)) {
        give_bad(splitter, splitter->input.scan, splitter->diag, out);
        splitter->state = PASSING;
        return AM_SPLIT_BAD;
    }
    return AM_SPLIT_MORE;
}

/* Behind bad text that was too long to be kept: as in recovery, but nothing more is said of it. */
static am_split next_in_passing(am_splitter *splitter, bool *is_settled) {
    bool is_found = find_restart(splitter, am_window_limit(&splitter->input));
    bool is_all = splitter->input.is_ended && splitter->input.scan == splitter->input.tail;

    *is_settled = !is_found && !is_all;
    am_window_advance(&splitter->input, splitter->input.scan);
    if (is_found || is_all) {
        splitter->state = BETWEEN;
        splitter->array = splitter->array == NO_ARRAY || is_all ? NO_ARRAY : ELEMENT_OR_CLOSE;
    }
    return AM_SPLIT_MORE;
}

static am_split next_in_scalar(am_splitter *splitter, const answer *out, bool *is_settled) {
    size_t limit = am_window_limit(&splitter->input);

    *is_settled = true;
    while (splitter->input.scan < limit &&
           memchr(",]{}[\"\n", splitter->input.data[splitter->input.scan], 7) == NULL) {
        splitter->input.scan++;
    }
    if (splitter->input.scan == splitter->input.tail && !splitter->input.is_ended &&
        !am_window_is_full(&splitter->input)) {
        return AM_SPLIT_MORE;
    }
    if (splitter->input.scan < limit && memchr(",]", splitter->input.data[splitter->input.scan], 2) != NULL) {
        splitter->array = COMMA_OR_CLOSE;
        return give_bad(splitter, splitter->input.scan, AM_DIAG_NONE, out);
    }
    recover(splitter, AM_DIAG_NONE);
    *is_settled = false;
    return AM_SPLIT_BAD;
}

/* What the byte at `head` means where a record, or something of the array around it, is expected. */
static am_split next_between(am_splitter *splitter, const answer *out, bool *is_settled) {
    char c = splitter->input.data[splitter->input.head];

    *is_settled = false;
    if (c == '{' && splitter->array != COMMA_OR_CLOSE) {
        start_record(splitter);
    } else if (c == '{') {
        splitter->array = ELEMENT;
        *is_settled = true;
        return give_bad(splitter, splitter->input.head, AM_DIAG_RECORDS_NO_COMMA, out);
    } else if (c == '[' && splitter->array == NO_ARRAY) {
        splitter->array = ELEMENT_OR_CLOSE;
        am_window_advance(&splitter->input, splitter->input.head + 1);
    } else if (c == ',' && splitter->array == COMMA_OR_CLOSE) {
        splitter->array = ELEMENT;
        am_window_advance(&splitter->input, splitter->input.head + 1);
    } else if (c == ']' && (splitter->array == COMMA_OR_CLOSE || splitter->array == ELEMENT_OR_CLOSE)) {
        splitter->array = NO_ARRAY;
        am_window_advance(&splitter->input, splitter->input.head + 1);
    } else if ((c == ']' || c == ',') && splitter->array != NO_ARRAY) {
        splitter->array = c == ']' ? NO_ARRAY : ELEMENT;
        *is_settled = true;
        return give_bad(splitter, splitter->input.head + 1, AM_DIAG_NONE, out);
    } else if (splitter->array != NO_ARRAY && memchr("[\"}:", c, 4) == NULL) {
        splitter->state = IN_SCALAR;
        splitter->input.scan = splitter->input.head;
    } else {
        recover(splitter, AM_DIAG_NONE);
    }
    return AM_SPLIT_MORE;
}

/* Passes over white space; at the end of the input an array must be closed. */
static am_split find_record(am_splitter *splitter, const answer *out, bool *is_settled) {
    size_t at = splitter->input.head;

    while (at < splitter->input.tail &&
           (is_blank(splitter->input.data[at]) || splitter->input.data[at] == '\n')) {
        at++;
    }
    am_window_advance(&splitter->input, at);
    if (at < splitter->input.tail) {
        return next_between(splitter, out, is_settled);
    }
    *is_settled = true;
    if (!splitter->input.is_ended) {
        return AM_SPLIT_MORE;
    }
    if (splitter->array != NO_ARRAY) {
        splitter->array = NO_ARRAY;
        return give_bad(splitter, splitter->input.head, AM_DIAG_RECORDS_NOT_CLOSED, out);
    }
    return AM_SPLIT_END;
}

/* False when more input is needed. */
static bool pass_start(am_splitter *splitter) {
    if (!am_window_pass_mark(&splitter->input)) {
        return false;
    }
    splitter->state = BETWEEN;
    return true;
}

am_split am_splitter_next(am_splitter *splitter, am_slice *text, uint32_t *line, uint32_t *column,
                          am_record_error *error) {
    answer out = {text, line, column, error};
    bool is_settled = false;
    am_split result = AM_SPLIT_MORE;

    while (!is_settled) {
        switch (splitter->state) {
        case AT_START:
            is_settled = !pass_start(splitter);
            break;
        case BETWEEN:
            result = find_record(splitter, &out, &is_settled);
            break;
        case IN_RECORD:
            result = next_in_record(splitter, &out, &is_settled);
            break;
        case IN_SCALAR:
            result = next_in_scalar(splitter, &out, &is_settled);
            break;
        case RECOVERING:
            result = next_in_recovery(splitter, &out, &is_settled);
            break;
        case PASSING:
            result = next_in_passing(splitter, &is_settled);
            break;
        }
    }
    return result;
}

/* Whether the line at `head` goes on in what is not read yet, and is worth waiting for. */
static bool is_cut_short(const am_window *input) {
    enum { WORTH_BYTES = 4096 };
    size_t length = input->tail - input->head;
    return !input->is_ended && !input->is_borrowed && length <= WORTH_BYTES &&
           memchr(input->data + input->head, '\n', length) == NULL;
}

am_peek am_splitter_peek(am_splitter *splitter, am_slice *text, uint32_t *line) {
    am_window *input = &splitter->input;

    if (splitter->state == BETWEEN && input->head < input->tail && input->data[input->head] == '\n') {
        am_window_pass_lines(input, input->head + 1, 1);
    }
    if (splitter->state != BETWEEN || splitter->array != NO_ARRAY || input->head != input->mark ||
        input->head == input->tail || input->column != 1 || input->data[input->head] != '{') {
        return AM_PEEK_NONE;
    }
    if (is_cut_short(input)) {
        return AM_PEEK_MORE;
    }
    input->data[input->tail] = '\n';
    *text = (am_slice){input->data + input->head, am_window_limit(input) - input->head};
    *line = input->line;
    return AM_PEEK_LINES;
}

void am_splitter_took(am_splitter *splitter, size_t bytes, uint32_t lines) {
    am_window_pass_lines(&splitter->input, splitter->input.head + bytes, lines);
}
