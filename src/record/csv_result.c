/*
 * Result lines as the cells of columns.
 *
 * The columns are known before the first record: the id, the line of a record without one, the currency, each
 * output (a range has two, lists are JSON), what is left to discretion as JSON, and what was no value: the
 * facts that some output needs, and the errors, each once.
 */
#include "record/csv_result.h"

#include <string.h>

#include "record/json.h"
#include "vm/law.h"

/* Bytes of a list of needs or errors; a hostile record could lack a million facts. */
enum { LONGEST_LIST = 16384 };

static bool add_column(am_csv_results *results, am_slice prefix, am_slice name, const char *suffix) {
    am_buffer text;

    am_buffer_init(&text, results->arena.allocator);
    am_buffer_put(&text, prefix);
    am_buffer_put(&text, name);
    am_buffer_put_text(&text, suffix);
    results->columns[results->count].name = am_arena_copy(&results->arena, am_buffer_text(&text));
    am_buffer_clear(&text);
    return results->columns[results->count++].name.length > 0;
}

/* The outputs of a place, then what is within it. */
static bool add_outputs(am_csv_results *results, const am_layout *layout, uint16_t place, am_slice prefix) {
    const am_layout_place *at = &layout->places[place];
    const am_program *program = layout->program;
    bool is_good = true;

    for (uint32_t i = 0; is_good && i < at->output_count; i++) {
        const am_output *output = &program->outputs[layout->outputs[at->first_output + i].index];

        is_good = add_column(results, prefix, output->name, output->is_range ? ".lowest" : "") &&
                  (!output->is_range || add_column(results, prefix, output->name, ".highest"));
    }
    is_good = is_good && (am_law_of_place(program, place) == AM_NO_INDEX ||
                          add_column(results, prefix, AM_SLICE("mildest_law"), ""));
    for (uint32_t i = 0; is_good && i < at->inner_count; i++) {
        uint16_t inner = layout->inner[at->first_inner + i].index;
        am_buffer path;

        if (program->places[inner].kind == AM_PLACE_LIST) {
            is_good = add_column(results, prefix, program->places[inner].field, "");
            continue;
        }
        am_buffer_init(&path, results->arena.allocator);
        am_buffer_put(&path, prefix);
        am_buffer_put(&path, program->places[inner].field);
        am_buffer_put_char(&path, '.');
        is_good = !path.is_failed && add_outputs(results, layout, inner, am_buffer_text(&path));
        am_buffer_clear(&path);
    }
    return is_good;
}

am_csv_results *am_csv_results_new(const am_layout *layout, const am_batch *batch, bool is_table,
                                   am_allocator allocator) {
    const am_program *program = layout->program;
    size_t most = 10 + (size_t)program->output_count * 2 + program->place_count + program->law_count;
    am_arena arena;
    am_csv_results *results;
    am_slice none = AM_SLICE("");
    bool is_good;

    am_arena_init(&arena, allocator, 0);
    results = AM_NEW(&arena, am_csv_results);
    if (results == NULL) {
        am_arena_clear(&arena);
        return NULL;
    }
    results->arena = arena;
    results->is_table = is_table;
    am_buffer_init(&results->text, allocator);
    am_buffer_init(&results->needs.text, allocator);
    am_buffer_init(&results->errors.text, allocator);
    am_buffer_init(&results->kept, allocator);
    results->columns = AM_NEW_ARRAY(&results->arena, am_result_column, most);
    is_good = results->columns != NULL && add_column(results, none, AM_SLICE("id"), "") &&
              add_column(results, none, AM_SLICE("line"), "") &&
              (!layout->shows_currency || add_column(results, none, AM_SLICE("currency"), "")) &&
              (!batch->has_as_of || add_column(results, none, AM_SLICE("as_of"), "")) &&
              (!batch->has_known_at || add_column(results, none, AM_SLICE("known_at"), "")) &&
              add_outputs(results, layout, 0, none) &&
              (program->discretion_count == 0 || add_column(results, none, AM_SLICE("discretion"), "")) &&
              add_column(results, none, AM_SLICE("needs"), "") &&
              add_column(results, none, AM_SLICE("error"), "");
    if (!is_good) {
        am_csv_results_free(results);
        return NULL;
    }
    return results;
}

void am_csv_results_free(am_csv_results *results) {
    if (results != NULL) {
        am_arena arena = results->arena; /* which holds the results themselves */

        am_buffer_clear(&results->text);
        am_buffer_clear(&results->needs.text);
        am_buffer_clear(&results->errors.text);
        am_buffer_clear(&results->kept);
        am_arena_clear(&arena);
    }
}

/* A result line to cells */

static am_result_column *find_column(am_csv_results *results, am_slice prefix, am_slice name,
                                     am_slice suffix) {
    for (uint32_t n = 0; n < results->count; n++) {
        uint32_t i =
            results->guess + n < results->count ? results->guess + n : results->guess + n - results->count;
        am_slice own = results->columns[i].name;

        if (own.length == prefix.length + name.length + suffix.length && am_slice_starts_with(own, prefix) &&
            am_slice_starts_with(am_slice_part(own, prefix.length, own.length), name) &&
            am_slice_is_equal(am_slice_part(own, prefix.length + name.length, own.length), suffix)) {
            results->guess = i + 1 < results->count ? i + 1 : 0;
            return &results->columns[i];
        }
    }
    return NULL;
}

static void put_decoded(am_buffer *buffer, const am_json *token) {
    char *room = am_buffer_reserve(buffer, token->text.length + 1);

    if (room != NULL) {
        buffer->length += am_json_decode(token->text, room);
    }
}

/* Whether the part stands in the list already. */
static bool has_part(const am_buffer *list, am_slice part) {
    for (size_t at = 0; at + part.length <= list->length; at++) {
        bool is_start = at == 0 || (at > 1 && memcmp(list->data + at - 2, "; ", 2) == 0);
        bool is_end = at + part.length == list->length || list->data[at + part.length] == ';';

        if (is_start && is_end && memcmp(list->data + at, part.data, part.length) == 0) {
            return true;
        }
    }
    return false;
}

static void put_part(am_result_list *list, am_slice part) {
    if (part.length == 0 || list->is_cut || has_part(&list->text, part)) {
        return;
    }
    list->is_cut = list->text.length + part.length > LONGEST_LIST;
    am_buffer_put_text(&list->text, list->text.length > 0 ? "; " : "");
    am_buffer_put(&list->text, list->is_cut ? AM_SLICE("...") : part);
}

/* An array of texts, from its bracket. */
static void read_needs(am_csv_results *results, am_json *json) {
    while (am_json_next(json) == AM_JSON_STRING || json->kind == AM_JSON_COMMA) {
        if (json->kind == AM_JSON_STRING) {
            put_part(&results->needs, json->text);
        }
    }
}

typedef struct error_parts {
    am_slice code, message, place, detail;
} error_parts;

static void put_error(am_csv_results *results, const error_parts *parts) {
    am_json token = {.text = parts->message};
    am_buffer text;

    am_buffer_init(&text, results->arena.allocator);
    am_buffer_put(&text, parts->code);
    am_buffer_put_text(&text, ": ");
    put_decoded(&text, &token);
    if (parts->place.length > 0 || parts->detail.length > 0) {
        am_buffer_put_text(&text, " (");
        am_buffer_put(&text, parts->place);
        am_buffer_put_text(&text, parts->place.length > 0 && parts->detail.length > 0 ? " of " : "");
        am_buffer_put(&text, parts->detail);
        am_buffer_put_char(&text, ')');
    }
    put_part(&results->errors, am_buffer_text(&text));
    results->text.is_failed = results->text.is_failed || text.is_failed;
    am_buffer_clear(&text);
}

/* The object of a fault or a refusal, or of a result that no law decides, from its bracket to behind it.
 * `code` names what has none. */
static void read_error(am_csv_results *results, am_json *json, am_slice code) {
    error_parts parts = {.code = code};
    am_json_fault fault;

    while (am_json_next(json) == AM_JSON_STRING || json->kind == AM_JSON_COMMA) {
        am_slice key = json->text;

        if (json->kind == AM_JSON_COMMA) {
            continue;
        }
        am_json_next(json);
        am_json_next(json);
        if (am_slice_is_equal(key, AM_SLICE("code"))) {
            parts.code = json->text;
        } else if (am_slice_is_equal(key, AM_SLICE("message"))) {
            parts.message = json->text;
        } else if (am_slice_is_equal(key, AM_SLICE("clause")) || am_slice_is_equal(key, AM_SLICE("path"))) {
            parts.place = json->text;
        } else if (am_slice_is_equal(key, AM_SLICE("of"))) {
            parts.detail = json->text;
        } else if (am_slice_is_equal(key, AM_SLICE("line"))) {
            am_result_column *line = find_column(results, AM_SLICE(""), AM_SLICE("line"), AM_SLICE(""));

            line->start = (uint32_t)results->text.length;
            am_buffer_put(&results->text, json->text);
            line->end = (uint32_t)results->text.length;
        }
        am_json_skip(json, 0, &fault);
    }
    put_error(results, &parts);
}

static bool is_error(am_slice key) {
    return am_slice_is_equal(key, AM_SLICE("error")) || am_slice_is_equal(key, AM_SLICE("no_mildest_law"));
}

/* Notes what an array of elements lacks, wherever it stands in it. */
static void read_within(am_csv_results *results, am_slice text) {
    am_json json = am_json_of(text);
    am_json_fault fault;
    am_slice key = {NULL, 0};

    while (am_json_next(&json) != AM_JSON_END && json.kind != AM_JSON_BAD) {
        if (json.kind == AM_JSON_OPEN_ARRAY && am_slice_is_equal(key, AM_SLICE("needs"))) {
            read_needs(results, &json);
        } else if (json.kind == AM_JSON_OPEN_OBJECT && is_error(key)) {
            read_error(results, &json, key);
        } else if (json.kind == AM_JSON_OPEN_OBJECT && am_slice_is_equal(key, AM_SLICE("mildest_law"))) {
            am_json_skip(&json, 0, &fault); /* what other laws would have come to */
        }
        if (json.kind != AM_JSON_COLON) {
            key = json.kind == AM_JSON_STRING ? json.text : AM_SLICE("");
        }
    }
}

static void read_object(am_csv_results *results, am_json *json, am_slice prefix);

/* The one member of an outcome that is no value, or the ends of a range; from the bracket to behind it. */
static void read_outcome(am_csv_results *results, am_json *json, am_slice prefix, am_slice name,
                         am_result_column *cell) {
    while (am_json_next(json) == AM_JSON_STRING || json->kind == AM_JSON_COMMA) {
        am_slice key = json->text;
        am_result_column *end = cell;

        if (json->kind == AM_JSON_COMMA) {
            continue;
        }
        am_json_next(json);
        am_json_next(json);
        if (am_slice_is_equal(key, AM_SLICE("needs"))) {
            read_needs(results, json);
            continue;
        }
        if (is_error(key)) {
            read_error(results, json, key);
            continue;
        }
        if (am_slice_is_equal(key, AM_SLICE("lowest")) || am_slice_is_equal(key, AM_SLICE("highest"))) {
            char memory[16];
            am_buffer suffix = am_buffer_over(memory, sizeof memory);

            am_buffer_put_char(&suffix, '.');
            am_buffer_put(&suffix, key);
            end = find_column(results, prefix, name, am_buffer_text(&suffix));
        }
        end->start = (uint32_t)results->text.length;
        am_buffer_put_text(&results->text, am_slice_is_equal(key, AM_SLICE("repealed")) ? "repealed " : "");
        put_decoded(&results->text, json);
        end->end = (uint32_t)results->text.length;
        end->is_number = true;
    }
}

/* A value, whose first token was read, into its column's cell. */
static void read_value(am_csv_results *results, am_json *json, am_result_column *cell) {
    const char *start = am_json_start(json);
    am_json_fault fault;

    cell->start = (uint32_t)results->text.length;
    cell->is_number =
        json->kind == AM_JSON_NUMBER || (json->kind == AM_JSON_STRING && am_json_is_number(json->text));
    if (json->kind == AM_JSON_STRING || json->kind == AM_JSON_NUMBER) {
        put_decoded(&results->text, json);
    } else if (json->kind == AM_JSON_TRUE || json->kind == AM_JSON_FALSE) {
        am_buffer_put_text(&results->text, json->kind == AM_JSON_TRUE ? "yes" : "no");
    } else if (json->kind == AM_JSON_OPEN_ARRAY && am_json_skip(json, 0, &fault)) {
        am_slice list = {start, (size_t)(json->at - start)};

        am_buffer_put(&results->text, list);
        read_within(results, list);
    }
    cell->end = (uint32_t)results->text.length;
}

/* What open choices could lead to, as it stands in the line; nothing of it is an outcome of the record. */
static void read_discretion(am_csv_results *results, am_json *json, am_result_column *cell) {
    const char *start = am_json_start(json);
    am_json_fault fault;

    cell->start = (uint32_t)results->text.length;
    if (am_json_skip(json, 0, &fault)) {
        am_buffer_put(&results->text, (am_slice){start, (size_t)(json->at - start)});
    }
    cell->end = (uint32_t)results->text.length;
}

/* The date of the law that was taken; what was tried is for who reads lines. */
static void read_law(am_csv_results *results, am_json *json, am_result_column *cell) {
    am_json_fault fault;

    while (am_json_next(json) == AM_JSON_STRING || json->kind == AM_JSON_COMMA) {
        bool is_taken = json->kind == AM_JSON_STRING && am_slice_is_equal(json->text, AM_SLICE("taken"));

        if (json->kind == AM_JSON_COMMA) {
            continue;
        }
        am_json_next(json);
        am_json_next(json);
        if (is_taken) {
            read_value(results, json, cell);
        } else {
            am_json_skip(json, 0, &fault);
        }
    }
}

static void read_inside(am_csv_results *results, am_json *json, am_slice prefix, am_slice name) {
    am_buffer inner;

    am_buffer_init(&inner, results->arena.allocator);
    am_buffer_put(&inner, prefix);
    am_buffer_put(&inner, name);
    am_buffer_put_char(&inner, '.');
    results->text.is_failed = results->text.is_failed || inner.is_failed;
    read_object(results, json, am_buffer_text(&inner));
    am_buffer_clear(&inner);
}

static void read_member(am_csv_results *results, am_json *json, am_slice prefix, am_slice name) {
    am_result_column *cell = find_column(results, prefix, name, AM_SLICE(""));
    am_result_column *low = find_column(results, prefix, name, AM_SLICE(".lowest"));
    bool is_object = json->kind == AM_JSON_OPEN_OBJECT;
    am_json_fault fault;

    if (is_object && prefix.length == 0 && am_slice_is_equal(name, AM_SLICE("error"))) {
        read_error(results, json, name);
    } else if (is_object && cell != NULL && prefix.length == 0 &&
               am_slice_is_equal(name, AM_SLICE("discretion"))) {
        read_discretion(results, json, cell);
    } else if (is_object && am_slice_is_equal(name, AM_SLICE("mildest_law"))) {
        read_law(results, json, cell);
    } else if (is_object && (cell != NULL || low != NULL)) {
        read_outcome(results, json, prefix, name, cell != NULL ? cell : low);
    } else if (is_object) {
        read_inside(results, json, prefix, name);
    } else if (cell != NULL) {
        read_value(results, json, cell);
    } else {
        am_json_skip(json, 0, &fault);
    }
}

/* The members of an object, from its bracket to behind it. */
static void read_object(am_csv_results *results, am_json *json, am_slice prefix) {
    while (am_json_next(json) == AM_JSON_STRING || json->kind == AM_JSON_COMMA) {
        am_slice name = json->text;

        if (json->kind == AM_JSON_STRING) {
            am_json_next(json);
            am_json_next(json);
            read_member(results, json, prefix, name);
        }
    }
}

static void put_list(am_csv_results *results, const char *name, const am_buffer *list) {
    am_result_column *cell = find_column(results, AM_SLICE(""), am_slice_of(name), AM_SLICE(""));

    cell->start = (uint32_t)results->text.length;
    am_buffer_put(&results->text, am_buffer_text(list));
    cell->end = (uint32_t)results->text.length;
    results->text.is_failed = results->text.is_failed || list->is_failed;
}

void am_csv_result_read(am_csv_results *results, am_slice line) {
    am_json json = am_json_of(line);

    results->text.length = results->needs.text.length = results->errors.text.length = 0;
    results->needs.is_cut = results->errors.is_cut = false;
    for (uint32_t i = 0; i < results->count; i++) {
        results->columns[i].start = results->columns[i].end = 0;
        results->columns[i].is_number = false;
    }
    if (am_json_next(&json) == AM_JSON_OPEN_OBJECT) {
        read_object(results, &json, AM_SLICE(""));
    }
    put_list(results, "needs", &results->needs.text);
    put_list(results, "error", &results->errors.text);
}
