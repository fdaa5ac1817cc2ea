/*
 * The quick reader's plan: each member of a record with its key as words, where its value goes, and what is
 * expected behind it.
 *
 * It is made once for a batch, whose fact columns stay where they are.
 */
#ifndef AM_RECORD_QUICK_FIELD_H
#define AM_RECORD_QUICK_FIELD_H

#include "record/quick.h"
#include "record/quick_text.h"

/* How a member's value is read. */
typedef enum am_quick_how {
    AM_QUICK_SLOWLY, /* by the reader */
    AM_QUICK_COUNT,
    AM_QUICK_DATE,
    AM_QUICK_CODE,
    AM_QUICK_YESNO,
    AM_QUICK_PERIOD,
    AM_QUICK_TEXT,
    AM_QUICK_LIST,
    AM_QUICK_INSIDE,
    AM_QUICK_ID, /* that the rulebook does not declare */
} am_quick_how;

enum { AM_QUICK_KEY_BYTES = 40 };

typedef struct am_quick_field {
    uint64_t head;               /* of the key, `"turnover":`, its first eight bytes, */
    uint64_t tail;               /* and its last eight; the same where it has no more */
    uint64_t mask;               /* as many of either as it has */
    struct am_quick_field *next; /* what came behind it the last time */
    uint64_t setter;             /* the object that set it last */
    void *values;
    uint8_t *states;
    uint8_t key_length; /* 0: it is never met */
    uint8_t tail_at;
    uint8_t how;
    uint8_t kind; /* am_kind, PERIOD */
    bool is_optional;
    bool is_alone;               /* TEXT: it is compared with none */
    uint8_t places;              /* COUNT */
    uint16_t place;              /* LIST, INSIDE */
    uint16_t column;             /* of a fact, or of a list's presence */
    uint16_t domain;             /* LIST */
    int64_t low;                 /* the least that it may be, as a count or an integer, */
    uint64_t span;               /* and how much more the greatest is */
    const am_quick_codes *codes; /* CODE */
    char key[AM_QUICK_KEY_BYTES];
} am_quick_field;

struct am_quick {
    am_allocator allocator;
    am_arena arena;
    const am_layout *layout;
    am_batch *batch;
    am_ids *ids;
    am_reader *reader;       /* has what is given once */
    am_quick_field *fields;  /* as those of the layout */
    am_quick_field **firsts; /* by place: what its object began with the last time */
    am_quick_field nothing;  /* no key is its: where nothing is expected yet */
    am_quick_codes *codes;   /* by scale */
    uint64_t serial;
    bool is_full;
};

static inline bool am_quick_is_within(const am_quick_field *field, int64_t value) {
    return (uint64_t)value - (uint64_t)field->low <= field->span;
}

static inline void am_quick_put_integer(const am_quick_field *field, uint32_t row, int32_t value) {
    ((int32_t *)field->values)[row] = value;
    field->states[row] = AM_STATE_VALUE;
}

/* A number, in quotes or not. */
static inline const char *am_quick_read_count(const am_quick_field *field, uint32_t row, const char *at) {
    int64_t count = 0;
    bool is_quoted = *at == '"';
    at = am_quick_number(at + is_quoted, field->places, &count);
    if (at == NULL || !am_quick_is_within(field, count) || (is_quoted && *at++ != '"')) {
        return NULL;
    }
    ((int64_t *)field->values)[row] = count;
    field->states[row] = AM_STATE_VALUE;
    return at;
}

/* Each of these is false, or NULL, where the value is left to the reader. */
bool am_quick_put_period(const am_quick_field *field, uint32_t row, am_slice text);
bool am_quick_put_text(am_quick *quick, const am_quick_field *field, uint32_t row, am_slice text);
bool am_quick_put_id(am_quick *quick, uint32_t row, am_slice text);
/* From the opening bracket to behind the closing one. */
const char *am_quick_read_list(am_quick *quick, const am_quick_field *field, uint32_t row, const char *at);

/* Opens a record, and closes it where it came to `end`; else it is taken back: see am_quick_read. */
am_record_status am_quick_open(am_quick *quick, uint32_t line, uint32_t *row);
am_record_status am_quick_close(am_quick *quick, am_slice text, const char *end, size_t *length);

/* Behind the line end that must stand there; the one behind the whole text is none of the input. */
static inline const char *am_quick_end_line(am_slice text, const char *at) {
    at += *at == '\r' ? 1 : 0;
    return *at == '\n' && at < text.data + text.length ? at + 1 : NULL;
}

/* Makes the fields and the codes. False when memory runs out. */
bool am_quick_plan(am_quick *quick);

#endif
