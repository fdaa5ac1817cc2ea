/*
 * The quick reader: a walk over bytes that stops at the first thing it does not expect.
 *
 * A line end is expected nowhere within a record, and stands behind every text that it is given, so that no
 * loop asks where the text ends.
 */
#include "record/quick.h"

#include <string.h>

#include "narrow/narrow.h"
#include "record/quick_text.h"
#include "record/scalar.h"

/* How a member's value is read. */
typedef enum how {
    HOW_SLOWLY, /* by the reader */
    HOW_COUNT,
    HOW_DATE,
    HOW_CODE,
    HOW_YESNO,
    HOW_TEXT,
    HOW_LIST,
    HOW_INSIDE,
    HOW_ID, /* that the rulebook does not declare */
} how;

enum { KEY_BYTES = 40 };

typedef struct field {
    char key[KEY_BYTES]; /* `"turnover":`, zeros behind it */
    uint64_t head;       /* its first eight bytes, */
    uint64_t head_mask;  /* as many of them as it has */
    uint64_t tail;       /* its last eight, where it has more */
    uint8_t key_length;
    uint8_t how;
    bool is_optional;
    uint8_t places;  /* COUNT */
    uint16_t place;  /* LIST, INSIDE */
    uint16_t column; /* of a fact, or of a list's presence */
    uint16_t domain; /* LIST */
    uint32_t codes;  /* CODE: the scale's table, in codes */
    uint32_t code_mask;
    int64_t low; /* bounds, as counts or integers */
    int64_t high;
    void *values;
    uint8_t *states;
} field;

struct am_quick {
    am_allocator allocator;
    am_arena arena;
    const am_layout *layout;
    am_batch *batch;
    am_ids *ids;
    am_reader *reader; /* has what is given once */
    field *fields;     /* as those of the layout */
    am_quick_code *codes;
    uint32_t *code_starts; /* by scale */
    uint32_t *code_masks;
    uint32_t *followers; /* by field, and behind them by place: what came after it */
    uint64_t *setters;   /* by field: the object that set it last */
    uint64_t serial;
    bool is_full;
};

/* The table of a scale's names, with at least twice as many places. */
static bool add_scale(am_quick *quick, uint32_t scale, uint32_t *next) {
    const am_scale *of = &quick->layout->program->scales[scale];
    uint32_t places = 4;
    while (places < 2u * of->value_count) {
        places *= 2;
    }
    am_quick_code *codes = quick->codes + *next;
    quick->code_starts[scale] = *next;
    quick->code_masks[scale] = places - 1;
    *next += places;
    for (uint32_t i = 0; i < places; i++) {
        codes[i].code = -1;
    }
    for (uint32_t i = 0; i < of->value_count; i++) {
        am_quick_add_code(codes, places - 1, of->values[i], (int32_t)i);
    }
    return true;
}

static bool add_scales(am_quick *quick) {
    const am_program *program = quick->layout->program;
    uint32_t count = 0;
    uint32_t next = 0;
    for (uint32_t i = 0; i < program->scale_count; i++) {
        count += 4u + 4u * program->scales[i].value_count;
    }
    quick->codes = AM_NEW_ARRAY(&quick->arena, am_quick_code, count);
    quick->code_starts = AM_NEW_ARRAY(&quick->arena, uint32_t, program->scale_count);
    quick->code_masks = AM_NEW_ARRAY(&quick->arena, uint32_t, program->scale_count);
    if (quick->arena.is_exhausted) {
        return false;
    }
    for (uint32_t i = 0; i < program->scale_count; i++) {
        add_scale(quick, i, &next);
    }
    return true;
}

static how how_of(const am_quick *quick, const am_fact *fact) {
    const am_lane *lane = &quick->batch->narrow->lanes[fact->column];
    if (fact->is_range) {
        return HOW_SLOWLY;
    }
    switch ((am_kind)fact->kind) {
    case AM_KIND_NUMBER:
    case AM_KIND_WHOLE:
    case AM_KIND_MONEY:
        return lane->kind == AM_LANE_COUNT && lane->grain.multiple == 1 ? HOW_COUNT : HOW_SLOWLY;
    case AM_KIND_DATE:
        return HOW_DATE;
    case AM_KIND_CODE:
        return HOW_CODE;
    case AM_KIND_YESNO:
        return HOW_YESNO;
    case AM_KIND_TEXT:
        return HOW_TEXT;
    case AM_KIND_MONTHS:
    case AM_KIND_DAYS:
        break;
    }
    return HOW_SLOWLY;
}

/* A bound as a count or an integer: false where it is none, which the reader then compares. */
static bool bound_of(const am_quick *quick, const am_fact *fact, uint16_t constant, int64_t *out) {
    const am_constant *of = &quick->layout->program->constants[constant];
    if (am_kind_type((am_kind)fact->kind) != AM_VALUE_DECIMAL) {
        *out = of->integer;
        return true;
    }
    return am_grain_count(quick->batch->narrow->lanes[fact->column].grain, of->decimal, out);
}

static bool set_bounds(const am_quick *quick, const am_fact *fact, field *field) {
    const am_bounds *bounds = &fact->bounds;
    field->low = INT64_MIN;
    field->high = INT64_MAX;
    if (bounds->lowest != AM_NO_INDEX) {
        if (!bound_of(quick, fact, bounds->lowest, &field->low)) {
            return false;
        }
        field->low += bounds->is_lowest_out ? 1 : 0;
    }
    if (bounds->highest != AM_NO_INDEX) {
        if (!bound_of(quick, fact, bounds->highest, &field->high)) {
            return false;
        }
        field->high -= bounds->is_highest_out ? 1 : 0;
    }
    return true;
}

static void set_fact(const am_quick *quick, const am_fact *fact, field *field) {
    const am_column *column = &quick->batch->columns[fact->column];
    field->how = (uint8_t)how_of(quick, fact);
    field->is_optional = fact->is_optional;
    field->column = fact->column;
    field->values = column->counts != NULL ? (void *)column->counts : column->values;
    field->states = column->states;
    if (field->how == HOW_COUNT) {
        field->places = quick->batch->narrow->lanes[fact->column].grain.places;
    }
    if (field->how == HOW_CODE) {
        field->codes = quick->code_starts[fact->scale];
        field->code_mask = quick->code_masks[fact->scale];
    }
    if (field->how == HOW_SLOWLY || field->states == NULL || !set_bounds(quick, fact, field)) {
        field->how = HOW_SLOWLY;
    }
}

static void set_place(const am_quick *quick, uint16_t place, field *field) {
    const am_place *of = &quick->layout->program->places[place];
    field->how = of->is_given_once ? HOW_SLOWLY : of->kind == AM_PLACE_LIST ? HOW_LIST : HOW_INSIDE;
    field->place = place;
    field->domain = of->domain;
    field->is_optional = of->is_optional;
}

static bool set_key(am_slice name, field *field) {
    if (name.length + 3 > KEY_BYTES || !am_quick_is_plain(name)) {
        return false;
    }
    field->key[0] = '"';
    memcpy(field->key + 1, name.data, name.length);
    field->key[name.length + 1] = '"';
    field->key[name.length + 2] = ':';
    field->key_length = (uint8_t)(name.length + 3);
    field->head = am_quick_load(field->key);
    field->head_mask = am_quick_head_mask(field->key_length);
    field->tail = field->key_length > 8 ? am_quick_load(field->key + field->key_length - 8) : 0;
    return true;
}

static void add_field(const am_quick *quick, uint32_t number) {
    const am_layout_field *of = &quick->layout->fields[number];
    field *field = &quick->fields[number];
    if (of->fact != AM_NO_INDEX) {
        set_fact(quick, &quick->layout->program->facts[of->fact], field);
    } else if (of->place != AM_NO_INDEX) {
        set_place(quick, of->place, field);
    } else {
        field->how = HOW_ID;
    }
    if (!set_key(of->name, field)) {
        field->how = HOW_SLOWLY;
        field->head = 1; /* which no text begins with */
        field->head_mask = UINT64_MAX;
    }
}

static bool prepare(am_quick *quick) {
    const am_layout *layout = quick->layout;
    uint32_t places = layout->program->place_count;
    quick->fields = AM_NEW_ARRAY(&quick->arena, field, layout->field_count);
    quick->followers = AM_NEW_ARRAY(&quick->arena, uint32_t, layout->field_count + places);
    quick->setters = AM_NEW_ARRAY(&quick->arena, uint64_t, layout->field_count);
    if (quick->arena.is_exhausted || !add_scales(quick)) {
        return false;
    }
    for (uint32_t i = 0; i < layout->field_count; i++) {
        add_field(quick, i);
        quick->followers[i] = i + 1 < layout->field_count ? i + 1 : 0;
    }
    for (uint32_t i = 0; i < places; i++) {
        quick->followers[layout->field_count + i] =
            layout->places[i].field_count == 0 ? 0 : layout->places[i].first_field;
    }
    return true;
}

am_quick *am_quick_new(am_reader *reader, const am_layout *layout, am_batch *batch, am_ids *ids,
                       am_allocator allocator) {
    am_quick *quick = allocator.resize(allocator.context, NULL, 0, sizeof *quick);
    if (quick == NULL) {
        return NULL;
    }
    *quick =
        (am_quick){.allocator = allocator, .layout = layout, .batch = batch, .ids = ids, .reader = reader};
    am_arena_init(&quick->arena, allocator, 0);
    if (!prepare(quick)) {
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

static inline const char *read_count(const field *field, uint32_t row, const char *at) {
    int64_t count;
    bool is_quoted = *at == '"';
    at = am_quick_number(at + is_quoted, field->places, &count);
    if (at == NULL || count < field->low || count > field->high || (is_quoted && *at++ != '"')) {
        return NULL;
    }
    ((int64_t *)field->values)[row] = count;
    field->states[row] = AM_STATE_VALUE;
    return at;
}

static inline const char *read_date(const field *field, uint32_t row, const char *at) {
    int32_t date;
    if (!am_quick_date(at, &date) || date < field->low || date > field->high) {
        return NULL;
    }
    ((int32_t *)field->values)[row] = date;
    field->states[row] = AM_STATE_VALUE;
    return at + 12;
}

static inline const char *read_code(const am_quick *quick, const field *field, uint32_t row, const char *at) {
    if (*at++ != '"') {
        return NULL;
    }
    size_t length = am_quick_length(at);
    int32_t code = am_quick_find_code(quick->codes + field->codes, field->code_mask, at, length);
    if (code < 0 || at[length] != '"' || code < field->low || code > field->high) {
        return NULL;
    }
    ((int32_t *)field->values)[row] = code;
    field->states[row] = AM_STATE_VALUE;
    return at + length + 1;
}

static inline const char *read_yesno(const field *field, uint32_t row, const char *at) {
    bool is_yes = memcmp(at, "true", 4) == 0;
    if (!is_yes && memcmp(at, "false", 5) != 0) {
        return NULL;
    }
    ((uint8_t *)field->values)[row] = is_yes;
    field->states[row] = AM_STATE_VALUE;
    return at + (is_yes ? 4 : 5);
}

static const char *read_text(am_quick *quick, const field *field, uint32_t row, const char *at) {
    if (*at++ != '"') {
        return NULL;
    }
    size_t length = am_quick_length(at);
    if (at[length] != '"' || length > AM_RECORD_TEXT_MAX) {
        return NULL;
    }
    am_batch_status status = am_batch_set_text(quick->batch, field->column, row, (am_slice){at, length});
    quick->is_full = status == AM_BATCH_FULL;
    return status == AM_BATCH_OK ? at + length + 1 : NULL;
}

static const char *read_id(am_quick *quick, uint32_t row, const char *at) {
    am_id *id = am_ids_name(quick->ids, row);
    if (*at++ != '"') {
        return NULL;
    }
    size_t length = am_quick_length(at);
    if (at[length] != '"' || length > AM_ID_BYTES_MAX) {
        return NULL;
    }
    memcpy(id->text, at, length);
    id->length = (uint8_t)length;
    id->is_number = false;
    return at + length + 1;
}

static const char *read_elements(am_quick *quick, const field *field, uint32_t outer, const char *at) {
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
        if (*at == ']') {
            return at + 1;
        }
        if (*at++ != ',') {
            return NULL;
        }
        at = pass_blanks(at);
    }
}

static const char *read_list(am_quick *quick, const field *field, uint32_t row, const char *at) {
    if (*at++ != '[') {
        return NULL;
    }
    am_batch_open_list(quick->batch, field->domain, row, AM_STATE_VALUE);
    return read_elements(quick, field, row, at);
}

static const char *read_value(am_quick *quick, const field *field, uint32_t row, const char *at) {
    if (*at == 'n') {
        bool is_null = memcmp(at, "null", 4) == 0 && field->how != HOW_LIST && field->how != HOW_SLOWLY;
        return is_null ? at + 4 : NULL;
    }
    switch ((how)field->how) {
    case HOW_COUNT:
        return read_count(field, row, at);
    case HOW_DATE:
        return read_date(field, row, at);
    case HOW_CODE:
        return read_code(quick, field, row, at);
    case HOW_YESNO:
        return read_yesno(field, row, at);
    case HOW_TEXT:
        return read_text(quick, field, row, at);
    case HOW_LIST:
        return read_list(quick, field, row, at);
    case HOW_INSIDE:
        return *at == '{' ? read_object(quick, field->place, row, at + 1) : NULL;
    case HOW_ID:
        return read_id(quick, row, at);
    case HOW_SLOWLY:
        break;
    }
    return NULL;
}

static inline bool is_key(const field *field, const char *at) {
    size_t length = field->key_length;
    if (((am_quick_load(at) ^ field->head) & field->head_mask) != 0) {
        return false;
    }
    return length <= 8 || (am_quick_load(at + length - 8) == field->tail &&
                           (length <= 16 || memcmp(at + 8, field->key + 8, length - 16) == 0));
}

/* The field of a key that did not come before; the layout's number, or AM_LAYOUT_NONE. */
static uint32_t find_field(const am_quick *quick, uint16_t place, const char *at) {
    if (*at++ != '"') {
        return AM_LAYOUT_NONE;
    }
    size_t length = am_quick_length(at);
    if (at[length] != '"' || at[length + 1] != ':') {
        return AM_LAYOUT_NONE;
    }
    return am_layout_find_field(quick->layout, place, (am_slice){at, length});
}

/* From behind the opening bracket to behind the closing one. */
static const char *read_object(am_quick *quick, uint16_t place, uint32_t row, const char *at) {
    const am_layout *layout = quick->layout;
    uint64_t serial = ++quick->serial;
    uint32_t *follower = &quick->followers[layout->field_count + place];
    at = pass_blanks(at);
    if (*at == '}') {
        return at + 1;
    }
    for (;;) {
        uint32_t number = *follower;
        if (layout->fields[number].owner != place || !is_key(&quick->fields[number], at)) {
            number = find_field(quick, place, at);
            if (number == AM_LAYOUT_NONE || !is_key(&quick->fields[number], at)) {
                return NULL;
            }
            *follower = number;
        }
        const field *field = &quick->fields[number];
        if (quick->setters[number] == serial) {
            return NULL;
        }
        quick->setters[number] = serial;
        at = read_value(quick, field, row, pass_blanks(at + field->key_length));
        if (at == NULL) {
            return NULL;
        }
        at = pass_blanks(at);
        if (*at == '}') {
            return at + 1;
        }
        if (*at++ != ',') {
            return NULL;
        }
        at = pass_blanks(at);
        follower = &quick->followers[number];
    }
}

static const char *read_record(am_quick *quick, am_slice text, uint32_t row) {
    const char *at = text.data;
    const char *end;
    if (*at != '{') {
        return NULL;
    }
    end = read_object(quick, 0, row, at + 1);
    if (end == NULL) {
        return NULL;
    }
    end += *end == '\r' ? 1 : 0;
    /* The line end behind the whole text is none of the input. */
    return *end == '\n' && end < text.data + text.length ? end + 1 : NULL;
}

am_record_status am_quick_read(am_quick *quick, am_slice text, uint32_t line, size_t *length) {
    am_batch *batch = quick->batch;
    *length = 0;
    quick->is_full = false;
    if (am_batch_open_record(batch) != AM_BATCH_OK) {
        return AM_RECORD_FULL;
    }
    uint32_t row = batch->rows[0].count - 1;
    am_id *id = am_ids_name(quick->ids, row);
    id->line = line;
    id->length = 0;
    am_batch_status status = am_record_set_given(quick->reader, row);
    const char *end = status == AM_BATCH_OK ? read_record(quick, text, row) : NULL;
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
