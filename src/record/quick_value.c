/*
 * The quick reader's values: from the bytes behind a member's key into a row of its column, and on to the
 * next member.
 *
 * A line end is expected nowhere within a record, and stands behind every text that is read, so that no loop
 * asks where the text ends. What is not as it mostly is, goes to am_quick_seek or is the reader's.
 */
#include <string.h>

#include "record/quick_field.h"
#include "record/scalar.h"
#include "vm/intern.h"

/* What few values need is kept out of what most do, which then saves no registers. */
#define APART __attribute__((noinline))

/* From behind a value on to the next member's, or behind the object. */
static inline const char *go_on(am_quick *quick, am_quick_field *field, const char *at,
                                am_quick_object object) {
    am_quick_field *next = field->next;
    if (*at == ',' && am_quick_differs(next, at + 1) == 0) {
        next->setter = object;
        return next->read(quick, next, at + 1 + next->key_length, object);
    }
    return *at == '}' ? at + 1 : am_quick_seek(quick, field, at, object);
}

/* The same for values that are few. */
APART static const char *go_on_apart(am_quick *quick, am_quick_field *field, const char *at,
                                     am_quick_object object) {
    return go_on(quick, field, at, object);
}

const char *am_quick_read_object(am_quick *quick, uint16_t place, uint32_t row, const char *at) {
    am_quick_object object = quick->serial << 32 | row;
    am_quick_field *head = &quick->heads[place];
    am_quick_field *first = head->next;
    if (am_quick_differs(first, at) != 0) {
        return am_quick_seek(quick, head, at, object);
    }
    first->setter = object;
    return first->read(quick, first, at + first->key_length, object);
}

/* A value behind blanks that did not stand there the last time. */
static const char *read_behind_blanks(am_quick *quick, am_quick_field *field, const char *at,
                                      am_quick_object object) {
    const char *key = at - field->key_length;
    at = am_quick_pass_blanks(at);
    bool is_expected = am_quick_set_key(field, (am_slice){key, (size_t)(at - key)}, *at);
    return is_expected ? field->read_value(quick, field, at + (field->opening != 0), object) : NULL;
}

APART const char *am_quick_pass_null(am_quick *quick, am_quick_field *field, const char *at,
                                     am_quick_object object) {
    if (*at == ' ' && field->opening == 0) {
        return read_behind_blanks(quick, field, at, object);
    }
    if (memcmp(at, "null", 4) != 0 || field->how == AM_QUICK_SLOWLY) {
        return NULL;
    }
    if (field->how == AM_QUICK_LIST && field->is_optional) {
        am_batch_open_list(quick->batch, field->domain, (uint32_t)object, AM_STATE_UNKNOWN);
    }
    return go_on_apart(quick, field, at + 4, object);
}

static const char *read_slowly(am_quick *quick, am_quick_field *field, const char *at,
                               am_quick_object object) {
    (void)quick;
    (void)field;
    (void)at;
    (void)object;
    return NULL;
}

static inline bool put_count(const am_quick_field *field, uint32_t row, int64_t count) {
    bool is_within = am_quick_is_within(field, count);
    if (is_within) {
        ((int64_t *)field->values)[row] = count;
        field->states[row] = AM_STATE_VALUE;
    }
    return is_within;
}

/* A number of whatever length and sign. */
APART static const char *put_number(const am_quick_field *field, uint32_t row, const char *at) {
    bool is_negative = *at == '-';
    uint64_t digits;
    int64_t count = 0;
    at += is_negative;
    const char *end = am_quick_few_digits(at, &digits);
    if (end == NULL) {
        end = am_quick_many_digits(at, AM_QUICK_DIGITS_MAX - field->places, &digits);
    }
    end = end == NULL ? NULL : am_quick_places(end, digits, field->places, &count);
    return end != NULL && put_count(field, row, is_negative ? -count : count) ? end : NULL;
}

const char *am_quick_read_count(const am_quick_field *field, uint32_t row, const char *at) {
    bool is_quoted = *at == '"';
    const char *end = put_number(field, row, at + is_quoted);
    return end == NULL || (is_quoted && *end != '"') ? NULL : end + is_quoted;
}

/* What is no number of digits alone. */
APART static const char *read_other_count(am_quick *quick, am_quick_field *field, const char *at,
                                          am_quick_object object) {
    const char *end = am_quick_read_count(field, (uint32_t)object, at);
    return end == NULL ? am_quick_pass_null(quick, field, at, object)
                       : go_on_apart(quick, field, end, object);
}

APART static const char *read_large_count(am_quick *quick, am_quick_field *field, const char *at,
                                          am_quick_object object) {
    uint64_t digits;
    int64_t count;
    const char *end = am_quick_many_digits(at, AM_QUICK_DIGITS_MAX - field->places, &digits);
    end = end == NULL ? NULL : am_quick_places(end, digits, field->places, &count);
    if (end == NULL || !put_count(field, (uint32_t)object, count)) {
        return read_other_count(quick, field, at, object);
    }
    return go_on(quick, field, end, object);
}

static const char *read_count(am_quick *quick, am_quick_field *field, const char *at,
                              am_quick_object object) {
    uint64_t digits;
    int64_t count;
    const char *end = am_quick_few_digits(at, &digits);
    end = end == NULL ? NULL : am_quick_places(end, digits, field->places, &count);
    if (end == NULL || !put_count(field, (uint32_t)object, count)) {
        return read_large_count(quick, field, at, object);
    }
    return go_on(quick, field, end, object);
}

/* From behind the quote on. */
static const char *read_quoted_count(am_quick *quick, am_quick_field *field, const char *at,
                                     am_quick_object object) {
    const char *end = put_number(field, (uint32_t)object, at);
    if (end == NULL || *end != '"') {
        return NULL;
    }
    return go_on_apart(quick, field, end + 1, object);
}

static const char *read_date(am_quick *quick, am_quick_field *field, const char *at, am_quick_object object) {
    int32_t date;
    if (!am_quick_date(at, &date) || at[10] != '"' || !am_quick_is_within(field, date)) {
        return NULL;
    }
    am_quick_put_integer(field, (uint32_t)object, date);
    return go_on(quick, field, at + 11, object);
}

/* A name of any length. */
APART static const char *read_other_code(am_quick *quick, am_quick_field *field, const char *at,
                                         am_quick_object object) {
    size_t length = am_quick_length(at);
    int32_t code = at[length] == '"' ? am_quick_find_name(field->codes, at, length) : -1;
    if (!am_quick_is_within(field, code)) {
        return NULL;
    }
    am_quick_put_integer(field, (uint32_t)object, code);
    return go_on_apart(quick, field, at + length + 1, object);
}

APART static const char *read_longer_code(am_quick *quick, am_quick_field *field, const char *at,
                                          am_quick_object object) {
    am_quick_found found = am_quick_find_longer(field->codes, at);
    if (found.length == 0 || !am_quick_is_within(field, found.code)) {
        return read_other_code(quick, field, at, object);
    }
    am_quick_put_integer(field, (uint32_t)object, found.code);
    return go_on(quick, field, at + found.length + 1, object);
}

static const char *read_code(am_quick *quick, am_quick_field *field, const char *at, am_quick_object object) {
    am_quick_found found = am_quick_find_short(field->codes, at);
    if (found.length == 0 || !am_quick_is_within(field, found.code)) {
        return read_longer_code(quick, field, at, object);
    }
    am_quick_put_integer(field, (uint32_t)object, found.code);
    return go_on(quick, field, at + found.length + 1, object);
}

/* Without a branch on what it says, which nobody could foresee. */
static const char *read_yesno(am_quick *quick, am_quick_field *field, const char *at,
                              am_quick_object object) {
    uint32_t letters = am_quick_load_half(at);
    unsigned is_yes = letters == UINT32_C(0x65757274);                             /* true */
    unsigned is_no = (letters == UINT32_C(0x736C6166)) & (unsigned)(at[4] == 'e'); /* fals, e */
    if ((is_yes | is_no) == 0) {
        return am_quick_pass_null(quick, field, at, object);
    }
    ((uint8_t *)field->values)[(uint32_t)object] = (uint8_t)is_yes;
    field->states[(uint32_t)object] = AM_STATE_VALUE;
    return go_on(quick, field, at + 5 - is_yes, object);
}

bool am_quick_put_period(const am_quick_field *field, uint32_t row, am_slice text) {
    int32_t count;
    if (!am_scalar_parse_period(text, field->kind, &count) || !am_quick_is_within(field, count)) {
        return false;
    }
    am_quick_put_integer(field, row, count);
    return true;
}

static const char *read_period(am_quick *quick, am_quick_field *field, const char *at,
                               am_quick_object object) {
    size_t length = am_quick_length(at);
    if (at[length] != '"' || !am_quick_put_period(field, (uint32_t)object, (am_slice){at, length})) {
        return NULL;
    }
    return go_on_apart(quick, field, at + length + 1, object);
}

bool am_quick_put_text(am_quick *quick, const am_quick_field *field, uint32_t row, am_slice text) {
    if (text.length > AM_RECORD_TEXT_MAX) {
        return false;
    }
    am_batch_status status = am_batch_set_text(quick->batch, field->column, row, text);
    quick->is_full = status == AM_BATCH_FULL;
    return status == AM_BATCH_OK;
}

APART static const char *read_text(am_quick *quick, am_quick_field *field, const char *at,
                                   am_quick_object object) {
    size_t length = am_quick_length(at);
    if (at[length] != '"' || !am_quick_put_text(quick, field, (uint32_t)object, (am_slice){at, length})) {
        return NULL;
    }
    return go_on_apart(quick, field, at + length + 1, object);
}

/* A text that is compared with none. */
static const char *read_text_alone(am_quick *quick, am_quick_field *field, const char *at,
                                   am_quick_object object) {
    size_t length = am_quick_length(at);
    uint32_t number = AM_INTERN_NONE;
    if (length <= AM_RECORD_TEXT_MAX && at[length] == '"') {
        number = am_intern_keep_loosely(quick->batch->texts, (am_slice){at, length});
    }
    if (number == AM_INTERN_NONE) {
        return read_text(quick, field, at, object);
    }
    am_quick_put_integer(field, (uint32_t)object, (int32_t)number);
    return go_on(quick, field, at + length + 1, object);
}

bool am_quick_put_id(am_quick *quick, uint32_t row, am_slice text) {
    am_id *id = am_ids_name(quick->ids, row);
    if (text.length > AM_ID_BYTES_MAX) {
        return false;
    }
    memcpy(id->text, text.data, text.length);
    id->length = (uint8_t)text.length;
    id->is_number = false;
    return true;
}

static const char *read_id(am_quick *quick, am_quick_field *field, const char *at, am_quick_object object) {
    size_t length = am_quick_length(at);
    if (at[length] != '"' || !am_quick_put_id(quick, (uint32_t)object, (am_slice){at, length})) {
        return NULL;
    }
    return go_on_apart(quick, field, at + length + 1, object);
}

static const char *read_elements(am_quick *quick, const am_quick_field *field, uint32_t outer,
                                 const char *at) {
    for (;;) {
        uint32_t row;
        if (*at++ != '{') {
            return NULL;
        }
        am_batch_status status = am_batch_open_element(quick->batch, field->domain, outer, &row);
        quick->is_full = status == AM_BATCH_FULL;
        at = status == AM_BATCH_OK ? am_quick_read_object(quick, field->place, row, at) : NULL;
        if (at == NULL) {
            return NULL;
        }
        am_batch_close_element(quick->batch, field->domain, row);
        at = am_quick_pass_blanks(at);
        if (*at != ',') {
            return *at == ']' ? at + 1 : NULL;
        }
        at = am_quick_pass_blanks(at + 1);
    }
}

const char *am_quick_read_list(am_quick *quick, const am_quick_field *field, uint32_t row, const char *at) {
    ((uint8_t *)field->values)[row] = 1;
    if (field->states != NULL) {
        field->states[row] = AM_STATE_VALUE;
    }
    at = am_quick_pass_blanks(at);
    return *at == ']' ? at + 1 : read_elements(quick, field, row, at);
}

static const char *read_list(am_quick *quick, am_quick_field *field, const char *at, am_quick_object object) {
    at = am_quick_read_list(quick, field, (uint32_t)object, at);
    return at == NULL ? NULL : go_on_apart(quick, field, at, object);
}

static const char *read_inside(am_quick *quick, am_quick_field *field, const char *at,
                               am_quick_object object) {
    at = am_quick_read_object(quick, field->place, (uint32_t)object, at);
    return at == NULL ? NULL : go_on_apart(quick, field, at, object);
}

static am_quick_read_on *reads_value(const am_quick_field *field) {
    static am_quick_read_on *const reads[] = {
        [AM_QUICK_SLOWLY] = read_slowly, [AM_QUICK_COUNT] = read_count, [AM_QUICK_DATE] = read_date,
        [AM_QUICK_CODE] = read_code,     [AM_QUICK_YESNO] = read_yesno, [AM_QUICK_PERIOD] = read_period,
        [AM_QUICK_TEXT] = read_text,     [AM_QUICK_LIST] = read_list,   [AM_QUICK_INSIDE] = read_inside,
        [AM_QUICK_ID] = read_id,
    };
    if (field->how == AM_QUICK_TEXT && field->is_alone) {
        return read_text_alone;
    }
    return field->how == AM_QUICK_COUNT && field->opening != 0 ? read_quoted_count : reads[field->how];
}

/* Behind a key of which the ends were compared. */
static const char *read_behind_long(am_quick *quick, am_quick_field *field, const char *at,
                                    am_quick_object object) {
    const char *key = at - field->key_length;
    uint64_t wrong = 0;
    for (size_t i = 8; i < field->tail_at && wrong == 0; i += 8) {
        wrong = am_quick_load(key + i) ^ am_quick_load(field->key + i);
    }
    if (wrong != 0) {
        bool is_first = field->before->before == NULL;
        field->setter = 0;
        return am_quick_seek(quick, field->before, key - (is_first ? 0 : 1), object);
    }
    return field->read_value(quick, field, at, object);
}

void am_quick_set_reads(am_quick_field *field) {
    field->read_value = reads_value(field);
    field->read = field->key_length > 16 ? read_behind_long : field->read_value;
}
