/*
 * What the parts of the reader share: where in a record it is, and how it refuses one.
 */
#ifndef AM_RECORD_READER_H
#define AM_RECORD_READER_H

#include "record/refusal.h"

/* An object that is being read. */
typedef struct am_frame {
    const struct am_frame *outer; /* NULL for the record */
    uint16_t place;
    uint32_t row;    /* of the place's domain */
    uint32_t number; /* of a list's element, from 1 */
    unsigned depth;  /* brackets open around its members */
    uint64_t serial; /* no other object has it */
} am_frame;

struct am_reader {
    am_allocator allocator;
    const am_layout *layout;
    am_batch *batch;
    am_ids *ids;
    struct am_given *given; /* once for all records, or NULL */

    /* Which object set a field last: how a second value is noticed, null as well, with nothing to clear. */
    uint64_t *setters; /* by field */
    uint64_t serial;
    /* Which field came after it in the object read before: the first to be tried. Behind the fields, what
     * each place began with. */
    uint32_t *followers;

    /* The record being read. */
    am_json json;
    am_refusal_text record;
    am_record_options options;
    am_record_error *error;
    const am_frame *frame;
    am_slice field; /* the member whose value is being read; empty between members */
    am_slice part;  /* of a range, or empty */

    char *decoded; /* AM_RECORD_TEXT_MAX bytes */
    char *scratch; /* for texts brought into NFC */
    size_t scratch_used;
};

/* Refuse the record: each returns AM_RECORD_BAD. `at` is where in the text. */
am_record_status am_reader_refuse(am_reader *reader, const char *at, am_diag diag, const am_slice *arguments,
                                  size_t count);
am_record_status am_reader_refuse_fault(am_reader *reader, const am_json_fault *fault);
am_record_status am_reader_refuse_token(am_reader *reader, const char *expected);
/* The token read last, for a field that must be something else. */
am_record_status am_reader_refuse_type(am_reader *reader, am_slice expected);
/* The token read last, for an element of a list that must be an object. */
am_record_status am_reader_refuse_element(am_reader *reader, const am_frame *element);
am_record_status am_reader_refuse_duplicate(am_reader *reader, const char *at, am_slice field);

/* The path of what is being read, cut with "..." when it is longer. */
void am_reader_write_path(const am_reader *reader, char *out, size_t bytes);

void am_reader_forget_given(am_reader *reader);

/* What the batch said, as the record's status: a record that is too large is refused. */
am_record_status am_reader_settle(am_reader *reader, am_batch_status status);

/* What the STRING token read last says, in NFC; valid until the next call. False: the record was refused. */
bool am_reader_text(am_reader *reader, am_slice *out);

/* Reads the value of a fact, whose first token was read, into the row. */
am_record_status am_reader_read_fact(am_reader *reader, const am_fact *fact, uint32_t row);

/* The name among `count` that was probably meant, as `; did you mean "x"?` in the buffer, or nothing. */
typedef struct am_suggestion {
    am_slice best;
    unsigned distance;
} am_suggestion;
void am_suggestion_try(am_suggestion *suggestion, am_slice written, am_slice name);
am_slice am_suggestion_print(const am_suggestion *suggestion, am_buffer *buffer);

#endif
