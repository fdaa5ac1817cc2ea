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

/* What stands before a value has at most so many bytes. */
enum { AM_QUICK_KEY_BYTES = 56 };

/* An object that is being read: its row, and above that the number of its record. */
typedef uint64_t am_quick_object;

typedef struct am_quick_field am_quick_field;

/* Reads a value and then, as far as they are what is expected, all members behind it. Returns where the
 * object ends, or NULL: the record is the reader's. It ends by calling that of the next member, which
 * compilers turn into a jump. */
typedef const char *am_quick_read_on(am_quick *quick, am_quick_field *field, const char *at,
                                     am_quick_object object);

/* A member as it is expected: what stood before its value the last time, from behind the comma on, with the
 * quote or bracket that the value begins with: ` "kind": "`. */
struct am_quick_field {
    uint64_t head;        /* the first eight bytes of that, */
    uint64_t tail;        /* and the last eight; the same where there are no more */
    uint64_t mask;        /* as many of either as there are */
    am_quick_field *next; /* what is expected behind it; each field is in one such list once */
    am_quick_read_on
        *read; /* from behind the key on; of a long one, once what is between its ends is compared */
    am_quick_object setter; /* the object that set it last */
    void *values;
    uint8_t *states;
    int64_t low;                 /* the least that it may be, as a count or an integer, */
    uint64_t span;               /* and how much more the greatest is */
    const am_quick_codes *codes; /* CODE */
    am_quick_read_on *read_value;
    am_quick_field *before; /* whose next it is; NULL: it did not come yet */
    uint16_t place;         /* LIST, INSIDE */
    uint16_t home;          /* the place that it is a member of */
    uint16_t column;        /* of a fact, or of a list's presence */
    uint16_t domain;        /* LIST */
    uint8_t key_length;
    uint8_t tail_at;
    uint8_t places; /* COUNT */
    uint8_t how;
    uint8_t kind; /* am_kind, PERIOD */
    bool is_optional;
    bool is_alone;                    /* TEXT: it is compared with none */
    char opening;                     /* what its value begins with, or 0 */
    char key[AM_QUICK_KEY_BYTES + 8]; /* with zeros behind it */
};

struct am_quick {
    am_allocator allocator;
    am_arena arena;
    const am_layout *layout;
    am_batch *batch;
    am_ids *ids;
    am_reader *reader;      /* has what is given once */
    am_quick_field *fields; /* as those of the layout */
    am_quick_field *heads;  /* by place: before its first member */
    am_quick_field nothing; /* behind its last: nothing is expected */
    am_quick_codes *codes;  /* by scale */
    uint64_t serial;        /* of the record */
    bool is_full;
    bool has_derived; /* there are domains whose rows follow from others */
};

static inline bool am_quick_is_within(const am_quick_field *field, int64_t value) {
    return (uint64_t)value - (uint64_t)field->low <= field->span;
}

static inline void am_quick_put_integer(const am_quick_field *field, uint32_t row, int32_t value) {
    ((int32_t *)field->values)[row] = value;
    field->states[row] = AM_STATE_VALUE;
}

/* Each of these is false, or NULL, where the value is left to the reader. */
bool am_quick_put_period(const am_quick_field *field, uint32_t row, am_slice text);
bool am_quick_put_text(am_quick *quick, const am_quick_field *field, uint32_t row, am_slice text);
bool am_quick_put_id(am_quick *quick, uint32_t row, am_slice text);
/* A number, in quotes or not. */
const char *am_quick_read_count(const am_quick_field *field, uint32_t row, const char *at);
/* From behind the opening bracket to behind the closing one. */
const char *am_quick_read_list(am_quick *quick, const am_quick_field *field, uint32_t row, const char *at);
const char *am_quick_read_object(am_quick *quick, uint16_t place, uint32_t row, const char *at);

/* Sets what reads a field whose key was set. */
void am_quick_set_reads(am_quick_field *field);
/* Goes on behind a value, or the bracket of an object, where something else stands than is expected. */
am_quick_read_on am_quick_seek;
/* Passes a `null`: it says no more than an absent member does, but that an optional list is unknown. */
am_quick_read_on am_quick_pass_null;

static inline const char *am_quick_pass_blanks(const char *at) {
    while (*at == ' ') {
        at++;
    }
    return at;
}

/* 0: what is expected seems to stand there; the first and the last eight bytes do. */
static inline uint64_t am_quick_differs(const am_quick_field *field, const char *at) {
    return ((am_quick_load(at) ^ field->head) | (am_quick_load(at + field->tail_at) ^ field->tail)) &
           field->mask;
}

/* A record, from its beginning to behind its line end, into a row; or NULL. `context` is the function's own.
 */
typedef const char *am_quick_read_line(void *context, am_slice text, uint32_t row);
/* am_quick_read with such a function. */
am_record_status am_quick_read_lines(am_quick *quick, am_quick_read_line *read, void *context, am_slice text,
                                     uint32_t line, am_quick_progress *out);

/* Behind the line end that must stand there; the one behind the whole text is none of the input. */
static inline const char *am_quick_end_line(am_slice text, const char *at) {
    at += *at == '\r' ? 1 : 0;
    return *at == '\n' && at < text.data + text.length ? at + 1 : NULL;
}

/* Makes the fields and the codes. False when memory runs out. */
bool am_quick_plan(am_quick *quick);
/* Notes what stood before a field's value and what that begins with. False, and nothing is noted, where it is
 * too long. */
bool am_quick_set_key(am_quick_field *field, am_slice before, char first);

#endif
