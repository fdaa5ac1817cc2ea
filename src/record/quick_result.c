/*
 * The quick writer: for each member of a result a key that is ready, and the digits of its count.
 *
 * Short texts are copied sixteen bytes at a time, beyond their ends: they lie where that many bytes may be
 * read, and go where they may be written.
 */
#include "record/quick_result_plan.h"

#include <string.h>

#include "record/json.h"
#include "record/quick_text.h"
#include "record/result.h"
#include "vm/work.h"

am_quick_results *am_quick_results_new(const am_layout *layout, am_batch *batch, const am_ids *ids,
                                       am_allocator allocator) {
    am_quick_results *results = allocator.resize(allocator.context, NULL, 0, sizeof *results);
    if (results == NULL) {
        return NULL;
    }
    *results = (am_quick_results){.allocator = allocator, .layout = layout, .batch = batch, .ids = ids};
    am_arena_init(&results->arena, allocator, 0);
    if (!am_quick_results_plan(results)) {
        am_quick_results_free(results);
        return NULL;
    }
    return results;
}

void am_quick_results_free(am_quick_results *results) {
    if (results != NULL) {
        am_arena_clear(&results->arena);
        results->allocator.resize(results->allocator.context, results, sizeof *results, 0);
    }
}

/* One line on its way. Its end is held as a pointer while nobody else writes into the buffer. */
typedef struct line {
    const am_quick_results *results;
    am_buffer *buffer;
    am_state worst;
} line;

/* The functions below return where they came to; NULL: memory ran out, which the buffer knows, or the record
 * is not theirs. */
static char *write_members(line *out, uint16_t place, uint32_t row, char *at, bool is_first);

static inline char *copy(char *at, const char *from, size_t length) {
    size_t i = 0;
    do {
        memcpy(at + i, from + i, AM_WRITE_COPIED);
        i += AM_WRITE_COPIED;
    } while (i < length);
    return at + length;
}

/* A key, without its comma where it is the first. */
static inline char *copy_key(char *at, const am_quick_member *member, bool is_first) {
    return copy(at, member->key.data + is_first, member->key.length - is_first);
}

static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                            "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                            "8081828384858687888990919293949596979899";

static inline char *put_pair(char *end, uint64_t pair) {
    memcpy(end - 2, pairs + 2 * pair, 2);
    return end - 2;
}

/* The digits of a count that end before `end`; returns where they begin. */
static inline char *put_count(char *end, uint64_t digits, unsigned places, unsigned least_places) {
    char *at = end;
    for (; places > least_places && digits % 10 == 0; places--) {
        digits /= 10;
    }
    for (unsigned i = places; i < least_places; i++) {
        *--at = '0';
    }
    unsigned left = places;
    for (; left >= 2; left -= 2) {
        at = put_pair(at, digits % 100);
        digits /= 100;
    }
    if (left != 0) {
        *--at = (char)('0' + digits % 10);
        digits /= 10;
    }
    if (places + least_places != 0) {
        *--at = '.';
    }
    for (; digits >= 100; digits /= 100) {
        at = put_pair(at, digits % 100);
    }
    if (digits >= 10) {
        return put_pair(at, digits);
    }
    *--at = (char)('0' + digits);
    return at;
}

static inline char *write_count(const am_quick_member *member, uint32_t row, char *at) {
    int64_t count = member->column->counts[row];
    bool is_negative = count < 0;
    uint64_t digits = is_negative ? 0 - (uint64_t)count : (uint64_t)count;
    char text[2 * AM_WRITE_NUMBER_BYTES];
    char *const end = text + AM_WRITE_NUMBER_BYTES;
    if (member->is_bare && (uint64_t)count < 10) {
        *at = (char)('0' + count);
        return at + 1;
    }
    if (__builtin_mul_overflow(digits, member->multiple, &digits)) {
        return NULL;
    }
    char *from = put_count(end, digits, member->places, member->least_places);
    *--from = '-';
    from += !is_negative;
    for (size_t i = 0; i < AM_WRITE_NUMBER_BYTES; i += AM_WRITE_COPIED) {
        memcpy(at + i, from + i, AM_WRITE_COPIED);
    }
    at += end - from;
    *at = '"';
    return at + member->is_quoted;
}

static inline char *write_yesno(const am_quick_member *member, uint32_t row, char *at) {
    bool is_yes = ((const uint8_t *)member->column->values)[row] != 0;
    memcpy(at, is_yes ? "true   " : "false  ", 8);
    return at + 5 - is_yes;
}

static inline char *write_code(const am_quick_member *member, uint32_t row, char *at) {
    am_slice text = member->texts[((const int32_t *)member->column->values)[row]];
    return copy(at, text.data, text.length);
}

/* A short text of the batch's own, of which AM_INTERN_SLACK bytes more may be read; NULL where it is another,
 * or does not stand in JSON as it is. */
static inline char *write_text(const line *out, const am_quick_member *member, uint32_t row, char *at) {
    const am_intern *texts = out->results->batch->texts;
    uint32_t number = ((const uint32_t *)member->column->values)[row];
    const am_intern_entry *entry = &texts->entries[number];
    if (number < out->results->layout->program->text_count || entry->length > AM_WRITE_TEXT_MAX) {
        return NULL;
    }
    uint64_t odd = 0;
    *at++ = '"';
    for (size_t i = 0; i < entry->length; i += 8) {
        uint64_t bytes = am_quick_load(entry->data + i);
        odd |= am_quick_odd(bytes) & am_quick_mask(entry->length - i);
        memcpy(at + i, entry->data + i, 8);
    }
    at[entry->length] = '"';
    return odd != 0 ? NULL : at + entry->length + 1;
}

/* What others write into the buffer: from `at` on, and with room for the place behind it. */
static void give_to(line *out, const char *at) {
    out->buffer->length = (size_t)(at - out->buffer->data);
}

static char *take_back(line *out, uint16_t place) {
    return am_buffer_reserve(out->buffer, out->results->places[place].bytes);
}

static char *write_elements(line *out, const am_quick_member *member, uint32_t parent_row, char *at);

/* A value that is written by others. */
__attribute__((noinline)) static char *write_by_others(line *out, const am_quick_member *member,
                                                       uint16_t place, uint32_t row, char *at) {
    const am_quick_results *results = out->results;
    am_buffer *buffer = out->buffer;
    give_to(out, at);
    switch ((am_quick_write_how)member->how) {
    case AM_WRITE_DATE:
        am_date_print(buffer, ((const int32_t *)member->column->values)[row]);
        am_buffer_put_char(buffer, '"');
        break;
    case AM_WRITE_TEXT:
        am_json_put(buffer,
                    am_intern_text(results->batch->texts, ((const uint32_t *)member->column->values)[row]));
        break;
    default:
        am_result_write_outcome(buffer, results->layout->program, results->batch, &member->what, row);
        break;
    }
    return take_back(out, place);
}

static inline char *write_value(line *out, const am_quick_member *member, uint16_t place, uint32_t row,
                                char *at) {
    switch ((am_quick_write_how)member->how) {
    case AM_WRITE_COUNT:
        return write_count(member, row, at);
    case AM_WRITE_CODE:
        return write_code(member, row, at);
    case AM_WRITE_YESNO:
        return write_yesno(member, row, at);
    case AM_WRITE_TEXT: {
        char *end = write_text(out, member, row, at);
        return end != NULL ? end : write_by_others(out, member, place, row, at);
    }
    default:
        return write_by_others(out, member, place, row, at);
    }
}

static inline am_state state_of(const line *out, const am_quick_member *member, uint32_t row) {
    const am_column *column = member->column;
    if (member->how == AM_WRITE_GENERALLY) {
        return am_shown_state(out->results->batch, &member->what, row);
    }
    return column == NULL || column->is_plain || column->states == NULL ? AM_STATE_VALUE
                                                                        : (am_state)column->states[row];
}

/* Writes the fact that names a row; *is_first is whether it has none. There is room for the place. */
static char *write_id(line *out, uint16_t place, uint32_t row, char *at, bool *is_first) {
    const am_quick_member *id = &out->results->places[place].id;
    *is_first = id->key.length == 0 || state_of(out, id, row) != AM_STATE_VALUE;
    return *is_first ? at : write_value(out, id, place, row, copy_key(at, id, false));
}

/* Objects within: their rows, one after another, each with room for its place. */
static char *write_element(line *out, uint16_t place, uint32_t row, char *at) {
    bool is_first;
    give_to(out, at);
    at = take_back(out, place);
    at = at == NULL ? NULL : write_id(out, place, row, at, &is_first);
    return at == NULL ? NULL : write_members(out, place, row, at, is_first);
}

static char *write_elements(line *out, const am_quick_member *member, uint32_t parent_row, char *at) {
    uint32_t first, end;
    am_batch_elements(out->results->batch, member->domain, parent_row, &first, &end);
    *at++ = '[';
    for (uint32_t row = first; row < end && at != NULL; row++) {
        *at = ',';
        at += row > first;
        *at++ = '{';
        at = write_element(out, member->place, row, at);
        if (at != NULL) {
            *at++ = '}';
        }
    }
    if (at != NULL) {
        *at++ = ']';
    }
    return at;
}

/* The places within: their objects take room of their own, and then there is room for this one again. */
static char *write_inside(line *out, const am_quick_member *member, uint16_t place, uint32_t row, char *at) {
    if (member->how == AM_WRITE_LIST) {
        at = write_elements(out, member, row, at);
    } else {
        *at++ = '{';
        give_to(out, at);
        at = take_back(out, member->place);
        at = at == NULL ? NULL : write_members(out, member->place, row, at, true);
        if (at != NULL) {
            *at++ = '}';
        }
    }
    if (at == NULL) {
        return NULL;
    }
    give_to(out, at);
    return take_back(out, place);
}

/* `null`, behind the key without what it has of a value. */
static char *write_unknown(line *out, const am_quick_member *member, char *at) {
    while (member->is_quoted && at[-1] != ':') {
        at--;
    }
    memcpy(at, "null", 4);
    out->worst = AM_STATE_UNKNOWN;
    return at + 4;
}

static char *write_members(line *out, uint16_t place, uint32_t row, char *at, bool is_first) {
    const am_quick_place *of = &out->results->places[place];
    for (const am_quick_member *member = of->members, *end = member + of->count; member < end; member++) {
        uint32_t own = row & member->row_mask;
        am_state state = state_of(out, member, own);
        at = copy_key(at, member, is_first);
        is_first = false;
        if (state == AM_STATE_UNKNOWN) {
            at = write_unknown(out, member, at);
        } else if (state != AM_STATE_VALUE) {
            return NULL;
        } else if (member->how >= AM_WRITE_LIST) {
            at = write_inside(out, member, place, own, at);
        } else {
            at = write_value(out, member, place, own, at);
        }
        if (at == NULL) {
            return NULL;
        }
    }
    return at;
}

/* What names the record where no fact does. */
static char *write_name(line *out, uint32_t row, char *at, bool *is_first) {
    const am_quick_results *results = out->results;
    give_to(out, at);
    *is_first = !am_result_put_name(out->buffer, results->layout, results->batch, results->ids, row);
    return take_back(out, 0);
}

static char *write_dates(line *out, char *at, bool *is_first) {
    const am_batch *batch = out->results->batch;
    if (!batch->has_as_of && !batch->has_known_at) {
        return at;
    }
    give_to(out, at);
    *is_first = am_result_put_dates(out->buffer, batch, *is_first);
    return take_back(out, 0);
}

static char *write_record(line *out, uint32_t row, char *at) {
    am_slice currency = out->results->currency;
    bool is_first;
    *at++ = '{';
    at = write_id(out, 0, row, at, &is_first);
    if (at != NULL && is_first) {
        at = write_name(out, row, at, &is_first);
    }
    if (at != NULL && currency.length != 0) {
        at = copy(at, currency.data + is_first, currency.length - is_first);
        is_first = false;
    }
    at = at == NULL ? NULL : write_dates(out, at, &is_first);
    at = at == NULL ? NULL : write_members(out, 0, row, at, is_first);
    if (at != NULL) {
        *at++ = '}';
    }
    return at;
}

/* False where the record is left to others. */
static bool write_row(line *out, uint32_t row) {
    am_buffer *buffer = out->buffer;
    const am_work *work = out->results->batch->work;
    size_t start = buffer->length;
    if (work->open_count != 0 && work->is_open[row] != 0) {
        return false;
    }
    char *at = take_back(out, 0);
    at = at == NULL ? NULL : write_record(out, row, at);
    if (at == NULL) {
        buffer->length = start;
        return buffer->is_failed;
    }
    *at = '\n'; /* there is room for it */
    give_to(out, at);
    return true;
}

bool am_quick_write(am_quick_results *results, uint32_t row, am_buffer *buffer, am_state *worst) {
    line out = {results, buffer, AM_STATE_VALUE};
    bool is_written = write_row(&out, row);
    *worst = out.worst;
    return is_written;
}

uint32_t am_quick_write_lines(am_quick_results *results, uint32_t row, uint32_t end, size_t enough,
                              am_buffer *buffer) {
    line out = {results, buffer, AM_STATE_VALUE};
    while (row < end && buffer->length < enough && write_row(&out, row) && !buffer->is_failed) {
        buffer->length++;
        row++;
    }
    return row;
}
