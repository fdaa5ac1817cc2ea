/*
 * The quick reader: a walk over bytes that stops at the first thing it does not expect.
 *
 * A line end is expected nowhere within a record, and stands behind every text that it is given, so that no
 * loop asks where the text ends. What a member is, it knows from quick_field.c.
 */
#include "record/quick_field.h"
#include "record/reader.h"
#include "record/scalar.h"
#include "vm/intern.h"

am_quick *am_quick_new(am_reader *reader, const am_layout *layout, am_batch *batch, am_ids *ids,
                       am_allocator allocator) {
    am_quick *quick = allocator.resize(allocator.context, NULL, 0, sizeof *quick);
    if (quick == NULL) {
        return NULL;
    }
    *quick =
        (am_quick){.allocator = allocator, .layout = layout, .batch = batch, .ids = ids, .reader = reader};
    am_arena_init(&quick->arena, allocator, 0);
    if (!am_quick_plan(quick)) {
        am_quick_free(quick);
        return NULL;
    }
    return quick;
}

void am_quick_free(am_quick *quick) {
    if (quick != NULL) {
        am_arena_clear(&quick->arena);
        quick->allocator.resize(quick->allocator.context, quick, sizeof *quick, 0);
    }
}

/* Each of the functions below returns where it came to, or NULL: the reader's. */
static const char *read_object(am_quick *quick, uint16_t place, uint32_t row, const char *at);

static inline const char *pass_blanks(const char *at) {
    while (*at == ' ') {
        at++;
    }
    return at;
}

static inline const char *read_date(const am_quick_field *field, uint32_t row, const char *at) {
    int32_t date;
    if (at[0] != '"' || !am_quick_date(at + 1, &date) || at[11] != '"' || !am_quick_is_within(field, date)) {
        return NULL;
    }
    am_quick_put_integer(field, row, date);
    return at + 12;
}

static inline const char *read_code(const am_quick_field *field, uint32_t row, const char *at) {
    if (*at++ != '"') {
        return NULL;
    }
    size_t length;
    int32_t code = am_quick_find_code(field->codes, at, &length);
    if (!am_quick_is_within(field, code)) {
        return NULL;
    }
    am_quick_put_integer(field, row, code);
    return at + length + 1;
}

/* Without a branch on what it says, which nobody could foresee. */
static inline const char *read_yesno(const am_quick_field *field, uint32_t row, const char *at) {
    uint32_t letters = am_quick_load_half(at);
    unsigned is_yes = letters == UINT32_C(0x65757274);                             /* true */
    unsigned is_no = (letters == UINT32_C(0x736C6166)) & (unsigned)(at[4] == 'e'); /* fals, e */
    if ((is_yes | is_no) == 0) {
        return NULL;
    }
    ((uint8_t *)field->values)[row] = (uint8_t)is_yes;
    field->states[row] = AM_STATE_VALUE;
    return at + 5 - is_yes;
}

static const char *read_period(const am_quick_field *field, uint32_t row, const char *at) {
    if (*at++ != '"') {
        return NULL;
    }
    size_t length = am_quick_length(at);
    bool is_one = at[length] == '"' && am_quick_put_period(field, row, (am_slice){at, length});
    return is_one ? at + length + 1 : NULL;
}

bool am_quick_put_period(const am_quick_field *field, uint32_t row, am_slice text) {
    int32_t count;
    if (!am_scalar_parse_period(text, field->kind, &count) || !am_quick_is_within(field, count)) {
        return false;
    }
    am_quick_put_integer(field, row, count);
    return true;
}

bool am_quick_put_text(am_quick *quick, const am_quick_field *field, uint32_t row, am_slice text) {
    if (text.length > AM_RECORD_TEXT_MAX) {
        return false;
    }
    uint32_t number = field->is_alone ? am_intern_keep_loosely(quick->batch->texts, text) : AM_INTERN_NONE;
    if (number != AM_INTERN_NONE) {
        am_quick_put_integer(field, row, (int32_t)number);
        return true;
    }
    am_batch_status status = am_batch_set_text(quick->batch, field->column, row, text);
    quick->is_full = status == AM_BATCH_FULL;
    return status == AM_BATCH_OK;
}

static const char *read_text(am_quick *quick, const am_quick_field *field, uint32_t row, const char *at) {
    if (*at++ != '"') {
        return NULL;
    }
    size_t length = am_quick_length(at);
    bool is_one = at[length] == '"' && am_quick_put_text(quick, field, row, (am_slice){at, length});
    return is_one ? at + length + 1 : NULL;
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

static const char *read_id(am_quick *quick, uint32_t row, const char *at) {
    if (*at++ != '"') {
        return NULL;
    }
    size_t length = am_quick_length(at);
    return at[length] == '"' && am_quick_put_id(quick, row, (am_slice){at, length}) ? at + length + 1 : NULL;
}

static const char *read_elements(am_quick *quick, const am_quick_field *field, uint32_t outer,
                                 const char *at) {
    at = pass_blanks(at);
    if (*at == ']') {
        return at + 1;
    }
    for (;;) {
        uint32_t row;
        if (*at++ != '{') {
            return NULL;
        }
        am_batch_status status = am_batch_open_element(quick->batch, field->domain, outer, &row);
        quick->is_full = status == AM_BATCH_FULL;
        at = status == AM_BATCH_OK ? read_object(quick, field->place, row, at) : NULL;
        if (at == NULL) {
            return NULL;
        }
        am_batch_close_element(quick->batch, field->domain, row);
        at = pass_blanks(at);
        if (*at != ',') {
            return *at == ']' ? at + 1 : NULL;
        }
        at = pass_blanks(at + 1);
    }
}

const char *am_quick_read_list(am_quick *quick, const am_quick_field *field, uint32_t row, const char *at) {
    if (*at++ != '[') {
        return NULL;
    }
    ((uint8_t *)field->values)[row] = 1;
    if (field->states != NULL) {
        field->states[row] = AM_STATE_VALUE;
    }
    return read_elements(quick, field, row, at);
}

static inline const char *read_value(am_quick *quick, const am_quick_field *field, uint32_t row,
                                     const char *at) {
    switch ((am_quick_how)field->how) {
    case AM_QUICK_COUNT:
        return am_quick_read_count(field, row, at);
    case AM_QUICK_DATE:
        return read_date(field, row, at);
    case AM_QUICK_CODE:
        return read_code(field, row, at);
    case AM_QUICK_YESNO:
        return read_yesno(field, row, at);
    case AM_QUICK_PERIOD:
        return read_period(field, row, at);
    case AM_QUICK_TEXT:
        return read_text(quick, field, row, at);
    case AM_QUICK_LIST:
        return am_quick_read_list(quick, field, row, at);
    case AM_QUICK_INSIDE:
        return *at == '{' ? read_object(quick, field->place, row, at + 1) : NULL;
    case AM_QUICK_ID:
        return read_id(quick, row, at);
    case AM_QUICK_SLOWLY:
        return NULL;
    }
    __builtin_unreachable();
}

/* Behind a `null`. It says no more than an absent member does, but that an optional list is unknown. */
static const char *pass_null(am_quick *quick, const am_quick_field *field, uint32_t row, const char *at) {
    if (memcmp(at, "null", 4) != 0 || field->how == AM_QUICK_SLOWLY) {
        return NULL;
    }
    if (field->how == AM_QUICK_LIST && field->is_optional) {
        am_batch_open_list(quick->batch, field->domain, row, AM_STATE_UNKNOWN);
    }
    return at + 4;
}

/* 0: the field's key stands there. */
static inline uint64_t key_differs(const am_quick_field *field, const char *at) {
    uint64_t wrong =
        ((am_quick_load(at) ^ field->head) | (am_quick_load(at + field->tail_at) ^ field->tail)) &
        field->mask;
    for (size_t i = 8; i < field->tail_at; i += 8) {
        wrong |= am_quick_load(at + i) ^ am_quick_load(field->key + i);
    }
    return wrong;
}

/* The field of a key that did not come here before; NULL where there is none. */
static am_quick_field *find_field(const am_quick *quick, uint16_t place, const char *at) {
    if (*at++ != '"') {
        return NULL;
    }
    size_t length = am_quick_length(at);
    if (at[length] != '"' || at[length + 1] != ':') {
        return NULL;
    }
    uint32_t number = am_layout_find_field(quick->layout, place, (am_slice){at, length});
    bool is_known = number != AM_LAYOUT_NONE && quick->fields[number].key_length != 0;
    return is_known ? &quick->fields[number] : NULL;
}

/* The same where blanks stand before it, or another member is there than the one expected. */
__attribute__((noinline)) static am_quick_field *seek_field(const am_quick *quick, uint16_t place,
                                                            am_quick_field **expected, const char **at) {
    *at = pass_blanks(*at);
    if (key_differs(*expected, *at) != 0) {
        am_quick_field *found = find_field(quick, place, *at);
        if (found == NULL) {
            return NULL;
        }
        *expected = found;
    }
    return *expected;
}

/* From behind the opening bracket to behind the closing one. */
static const char *read_object(am_quick *quick, uint16_t place, uint32_t row, const char *at) {
    uint64_t serial = ++quick->serial;
    am_quick_field **expected = &quick->firsts[place];
    at = pass_blanks(at);
    if (*at == '}') {
        return at + 1;
    }
    for (;;) {
        am_quick_field *field = *expected;
        if (key_differs(field, at) != 0) {
            field = seek_field(quick, place, expected, &at);
            if (field == NULL) {
                return NULL;
            }
        }
        if (field->setter == serial) {
            return NULL;
        }
        field->setter = serial;
        at = pass_blanks(at + field->key_length);
        const char *end = read_value(quick, field, row, at);
        if (end == NULL) {
            end = pass_null(quick, field, row, at);
            if (end == NULL) {
                return NULL;
            }
        }
        at = end;
        if (*at != ',') {
            at = pass_blanks(at);
            if (*at != ',') {
                return *at == '}' ? at + 1 : NULL;
            }
        }
        at++;
        expected = &field->next;
    }
}

static const char *read_record(am_quick *quick, am_slice text, uint32_t row) {
    const char *at = text.data;
    const char *end;
    if (*at != '{') {
        return NULL;
    }
    end = read_object(quick, 0, row, at + 1);
    return end == NULL ? NULL : am_quick_end_line(text, end);
}

am_record_status am_quick_read(am_quick *quick, am_slice text, uint32_t line, size_t *length) {
    uint32_t row;
    am_record_status status = am_quick_open(quick, line, &row);
    if (status == AM_RECORD_OK) {
        return am_quick_close(quick, text, read_record(quick, text, row), length);
    }
    *length = 0;
    return status;
}

am_record_status am_quick_open(am_quick *quick, uint32_t line, uint32_t *row) {
    am_batch *batch = quick->batch;
    quick->is_full = false;
    if (am_batch_open_record(batch) != AM_BATCH_OK) {
        return AM_RECORD_FULL;
    }
    *row = batch->rows[0].count - 1;
    am_id *id = am_ids_name(quick->ids, *row);
    id->line = line;
    id->length = 0;
    if (quick->reader->given != NULL && am_record_set_given(quick->reader, *row) != AM_BATCH_OK) {
        am_batch_drop_record(batch);
        return AM_RECORD_FULL;
    }
    return AM_RECORD_OK;
}

am_record_status am_quick_close(am_quick *quick, am_slice text, const char *end, size_t *length) {
    am_batch *batch = quick->batch;
    am_batch_status status = AM_BATCH_OK;
    *length = 0;
    if (end != NULL) {
        status = am_batch_close_record(batch);
    }
    if (end == NULL || status != AM_BATCH_OK) {
        am_batch_drop_record(batch);
        return quick->is_full || status == AM_BATCH_FULL ? AM_RECORD_FULL : AM_RECORD_OK;
    }
    *length = (size_t)(end - text.data);
    return AM_RECORD_OK;
}
