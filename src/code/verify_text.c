/*
 * Texts: well-formed, normal, without characters that hide; names that are there and not twice in one record.
 */
#include "base/reserved.h"
#include "base/unicode.h"
#include "code/verify.h"

static bool verify_characters(am_verifier *verifier, am_slice text) {
    uint32_t character;
    size_t at = 0;
    if (!am_verify_that(verifier, am_utf8_valid_length(text) == text.length, AM_DIAG_LOAD_TEXT_UTF8)) {
        return false;
    }
    while (at < text.length) {
        at += am_utf8_decode(am_slice_part(text, at, text.length), &character);
        if (!am_verify_that(verifier, !am_unicode_is_forbidden(character), AM_DIAG_LOAD_TEXT_FORBIDDEN)) {
            return false;
        }
    }
    return true;
}

/* Most texts are; nothing is wrong with any of these characters. */
static bool is_printable_ascii(am_slice text) {
    size_t at = 0;
    while (at < text.length && text.data[at] >= ' ' && text.data[at] <= '~') {
        at++;
    }
    return at == text.length;
}

/* An image has each text once, but may use it any number of times. */
enum { BYTES_LIKE_ITEM = 4 };

/* In whatever normal form. */
static bool verify_path(am_verifier *verifier, am_slice path) {
    return am_verify_work(verifier, path.length / BYTES_LIKE_ITEM) &&
           (is_printable_ascii(path) || verify_characters(verifier, path));
}

bool am_verify_text(am_verifier *verifier, am_slice text) {
    return am_verify_work(verifier, text.length / BYTES_LIKE_ITEM) &&
           (is_printable_ascii(text) ||
            (verify_characters(verifier, text) &&
             am_verify_that(verifier, am_unicode_is_nfc(text), AM_DIAG_LOAD_TEXT_NFC)));
}

bool am_verify_name(am_verifier *verifier, am_slice name) {
    return am_verify_text(verifier, name) &&
           am_verify_that(verifier, name.length > 0, AM_DIAG_LOAD_NAME_EMPTY);
}

static bool verify_scale_texts(am_verifier *verifier, const am_scale *scale) {
    bool is_good = am_verify_name(verifier, scale->name) &&
                   am_verify_that(verifier, scale->value_count > 0 && scale->value_count < AM_INDEX_MAX,
                                  AM_DIAG_LOAD_SCALE_SIZE);
    for (uint32_t i = 0; i < scale->value_count && is_good; i++) {
        is_good = am_verify_name(verifier, scale->values[i]);
    }
    return is_good;
}

static bool verify_unit(am_verifier *verifier, const am_unit *unit) {
    return am_verify_name(verifier, unit->code) &&
           am_verify_that(verifier, unit->digits <= AM_DECIMAL_DIGITS, AM_DIAG_LOAD_UNIT_DIGITS);
}

static bool verify_clause_texts(am_verifier *verifier, const am_clause *clause) {
    return am_verify_text(verifier, clause->name) && am_verify_text(verifier, clause->label) &&
           am_verify_text(verifier, clause->citation);
}

/* Goes through a part's items. */
#define EACH(verifier, part, count, check)   \
    for (uint32_t i = 0; i < (count); i++) { \
        am_verify_at((verifier), (part), i); \
        if (!(check)) {                      \
            return false;                    \
        }                                    \
    }

bool am_verify_texts(am_verifier *verifier) {
    const am_program *program = verifier->program;
    am_verify_at(verifier, "program", 0);
    if (!am_verify_name(verifier, program->name) || !am_verify_text(verifier, program->title)) {
        return false;
    }
    EACH(verifier, "source", program->source_count, verify_path(verifier, program->sources[i]))
    EACH(verifier, "unit", program->unit_count, verify_unit(verifier, &program->units[i]))
    EACH(verifier, "scale", program->scale_count, verify_scale_texts(verifier, &program->scales[i]))
    EACH(verifier, "place", program->place_count,
         (i == 0 ? am_verify_text : am_verify_name)(verifier, program->places[i].record) &&
             (i == 0 ? am_verify_text : am_verify_name)(verifier, program->places[i].field))
    EACH(verifier, "fact", program->fact_count,
         am_verify_name(verifier, program->facts[i].name) &&
             am_verify_text(verifier, program->facts[i].label))
    EACH(verifier, "calendar", program->calendar_count,
         am_verify_name(verifier, program->calendars[i].name) &&
             am_verify_text(verifier, program->calendars[i].citation))
    EACH(verifier, "check", program->check_count,
         am_verify_text(verifier, program->checks[i].message) &&
             am_verify_text(verifier, program->checks[i].citation))
    EACH(verifier, "discretion", program->discretion_count,
         am_verify_text(verifier, program->discretions[i].authority))
    EACH(verifier, "output", program->output_count, am_verify_name(verifier, program->outputs[i].name))
    EACH(verifier, "clause", program->clause_count, verify_clause_texts(verifier, &program->clauses[i]))
    EACH(verifier, "phrase", program->phrase_count, am_verify_text(verifier, program->phrases[i].words))
    return true;
}

/* A name that must be the only one of its owner. */
typedef struct named {
    uint32_t owner;
    am_slice name;
    const char *part;
    uint32_t index;
} named;

static int compare(const named *a, const named *b) {
    if (a->owner != b->owner) {
        return a->owner < b->owner ? -1 : 1;
    }
    return am_slice_compare(a->name, b->name);
}

/* Lets the item at `at` sink to its place in the heap, the greatest on top. */
static void sink(named *items, size_t at, size_t count) {
    named sinking = items[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && compare(&items[child], &items[child + 1]) < 0) {
            child++;
        }
        if (compare(&sinking, &items[child]) >= 0) {
            break;
        }
        items[at] = items[child];
    }
    items[at] = sinking;
}

static void sort(named *items, size_t count) {
    for (size_t i = count / 2; i > 0; i--) {
        sink(items, i - 1, count);
    }
    for (size_t end = count; end > 1; end--) {
        named greatest = items[0];
        items[0] = items[end - 1];
        items[end - 1] = greatest;
        sink(items, 0, end - 1);
    }
}

static bool verify_unique(am_verifier *verifier, named *items, size_t count, am_diag diag) {
    sort(items, count);
    for (size_t i = 1; i < count; i++) {
        am_verify_at(verifier, items[i].part, items[i].index);
        if (!am_verify_that(verifier, compare(&items[i - 1], &items[i]) != 0, diag)) {
            return false;
        }
    }
    return true;
}

/* The fields that hold records, as names of the place around them. */
static size_t name_places(const am_program *program, named *items) {
    for (uint32_t i = 1; i < program->place_count; i++) {
        items[i - 1] = (named){program->places[i].parent, program->places[i].field, "place", i};
    }
    return program->place_count - 1;
}

static bool verify_unique_fields(am_verifier *verifier) {
    const am_program *program = verifier->program;
    named *items = AM_NEW_ARRAY(verifier->scratch, named, (size_t)program->place_count + program->fact_count);
    size_t count;
    if (items == NULL) {
        return false;
    }
    count = name_places(program, items);
    for (uint32_t i = 0; i < program->fact_count; i++) {
        items[count++] = (named){program->facts[i].place, program->facts[i].name, "fact", i};
    }
    return verify_unique(verifier, items, count, AM_DIAG_LOAD_FIELD_TWICE);
}

static bool verify_unique_outputs(am_verifier *verifier) {
    const am_program *program = verifier->program;
    named *items =
        AM_NEW_ARRAY(verifier->scratch, named, (size_t)program->place_count + program->output_count);
    size_t count;
    if (items == NULL) {
        return false;
    }
    count = name_places(program, items);
    for (uint32_t i = 0; i < program->output_count; i++) {
        const am_output *output = &program->outputs[i];
        am_verify_at(verifier, "output", i);
        if (!am_verify_that(verifier, !am_is_reserved_in_results(output->name),
                            AM_DIAG_LOAD_OUTPUT_RESERVED)) {
            return false;
        }
        items[count++] = (named){output->place, output->name, "output", i};
    }
    return verify_unique(verifier, items, count, AM_DIAG_LOAD_OUTPUT_TWICE);
}

static bool verify_unique_values(am_verifier *verifier) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < program->scale_count; i++) {
        const am_scale *scale = &program->scales[i];
        named *items = AM_NEW_ARRAY(verifier->scratch, named, scale->value_count);
        if (items == NULL) {
            return false;
        }
        for (uint32_t value = 0; value < scale->value_count; value++) {
            items[value] = (named){i, scale->values[value], "scale", i};
        }
        if (!verify_unique(verifier, items, scale->value_count, AM_DIAG_LOAD_VALUE_TWICE)) {
            return false;
        }
    }
    return true;
}

bool am_verify_unique_names(am_verifier *verifier) {
    return verify_unique_fields(verifier) && verify_unique_outputs(verifier) &&
           verify_unique_values(verifier);
}
