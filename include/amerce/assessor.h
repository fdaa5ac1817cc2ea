/*
 * Assessing: records into a batch, the batch assessed, results read.
 *
 * All memory is taken by amerce_assessor_new; nothing later takes any, except where a sink is given. The life
 * of a batch is clear -> add records -> run -> read -> clear ... Records are rows 0, 1, ... of place 0 in the
 * order they were added; the elements of a list are rows of the list's place.
 */
#ifndef AMERCE_ASSESSOR_H
#define AMERCE_ASSESSOR_H

#include <amerce/rulebook.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct amerce_assessor amerce_assessor;

/* What result lines hold beside the results. */
typedef enum amerce_explanation {
    AMERCE_EXPLANATION_NONE,
    AMERCE_EXPLANATION_JSON,     /* a last member `explain`, see <amerce/explain.h> */
    AMERCE_EXPLANATION_TEXT,     /* as JSON; from amerce_assess_json text, an empty line behind each record */
    AMERCE_EXPLANATION_MARKDOWN, /* likewise */
    AMERCE_EXPLANATION_HTML,     /* likewise */
} amerce_explanation;

typedef struct amerce_assessor_options {
    size_t size; /* sizeof(amerce_assessor_options) */
    const amerce_allocator *allocator;
    uint32_t records;    /* most in a batch: 0 is 256; up to 65,535 */
    uint32_t elements;   /* most elements of each list in a batch: 0 is 65,535 */
    uint32_t pairs;      /* most pairs of an element and an element of a list around it, for look-backs; most
                            months of a sum over all its rows: 0 is
                            1,048,576 */
    uint32_t text_bytes; /* most bytes of texts in a batch: 0 is 4 MiB */
    bool is_extra_ignored; /* passes over keys of JSON records that the rulebook does not declare */
    amerce_explanation explanation;
    bool is_wide; /* decimals of 34 digits throughout, never 64-bit counts: the same results, more slowly */
    amerce_text as_of;    /* `2020-01-01`: every clock shows this date, whatever the records say; facts and
                             windows stay as they are, and each result line tells it. Empty: no such date.
                             Not with a rulebook that states `mildest law` */
    amerce_text known_at; /* `2020-01-01`: law that was published after this date does not exist, so that what
                             was law before it goes on; each result line tells it. Empty: all law is known */
    bool states_given; /* records may state themselves what is given once for a run, when nothing was given:
                          each is a run of its own, as golden cases are */
    bool has_decision; /* a last member `decision`, see <amerce/decision.h> */
} amerce_assessor_options;

/* Makes an assessor. The rulebook must outlive it. Options may be NULL. AMERCE_MISUSE: too many records, or
 * `as_of` or `known_at` is no date. AMERCE_TWO_CLOCKS: there is an `as_of`, and the rulebook states `mildest
 * law`. */
AMERCE_API amerce_status amerce_assessor_new(const amerce_rulebook *rulebook,
                                             const amerce_assessor_options *options, amerce_assessor **out);
AMERCE_API void amerce_assessor_free(amerce_assessor *assessor);
/* The bytes that it holds. */
AMERCE_API size_t amerce_assessor_bytes(const amerce_assessor *assessor);

/* Empties the batch. */
AMERCE_API void amerce_assessor_clear(amerce_assessor *assessor);
/* How many records are in the batch. */
AMERCE_API uint32_t amerce_assessor_record_count(const amerce_assessor *assessor);

/* Records as JSON. */

/* Why a record was refused. Texts live until the next record is added. */
typedef struct amerce_record_error {
    const char *code; /* "R0007" */
    amerce_text message;
    amerce_text path; /* infringements[2].turnover */
    amerce_text id;   /* of the record, when it can be told; else empty */
    uint32_t line;    /* from 1 */
    uint32_t column;  /* characters from 1 */
} amerce_record_error;

/* Adds a record from its JSON text (one object), which begins at `line` and `column` of the caller's input.
 * AMERCE_OK: it is the newest row. AMERCE_BAD_RECORD and AMERCE_TOO_LARGE: *error says why (may be NULL).
 * AMERCE_FULL: nothing was added. */
AMERCE_API amerce_status amerce_assessor_add_json(amerce_assessor *assessor, amerce_text json, uint32_t line,
                                                  uint32_t column, amerce_record_error *error);

/* Facts that are shared by a run: the records that the rulebook declares `given once`, as one object of them,
 * {"Network": {...}}. They hold for every record that is added from now on, however it is added; what is
 * absent among them stays absent. The batch must be empty. AMERCE_BAD_RECORD: *error says why (may be NULL),
 * and what was given before stays. It takes memory. */
AMERCE_API amerce_status amerce_assessor_give(amerce_assessor *assessor, amerce_text json,
                                              amerce_record_error *error);

/* Whether an assessed record does not meet a check of the rulebook, and which: then every result of it is a
 * fault with the same code and message. *error may be NULL. */
AMERCE_API bool amerce_assessor_is_refused(amerce_assessor *assessor, uint32_t record,
                                           amerce_record_error *error);

/* Records fact by fact. (Where single records must be assessed fast: <amerce/docket.h>.) */

/* An exact decimal: (-1)^is_negative x (high x 2^64 + low) x 10^exponent, with at most 34 digits, exponent
 * -6176 to 6111. */
typedef struct amerce_decimal {
    uint64_t high;
    uint64_t low;
    int32_t exponent;
    bool is_negative;
} amerce_decimal;

/* Opens a record; facts that are not set stay absent. *row is its number. */
AMERCE_API amerce_status amerce_record_open(amerce_assessor *assessor, uint32_t *row);
/* Ends it. AMERCE_FULL and AMERCE_TOO_LARGE: it is no longer in the batch. */
AMERCE_API amerce_status amerce_record_close(amerce_assessor *assessor);
/* Takes the open record back. */
AMERCE_API amerce_status amerce_record_drop(amerce_assessor *assessor);
/* Gives a list (which may stay empty) to the open row of its parent's place. Each list once a row. */
AMERCE_API amerce_status amerce_list_open(amerce_assessor *assessor, uint32_t list_place,
                                          uint32_t parent_row);
/* Opens an element of a list that was opened; one element of a place is open at a time. *row is its number in
 * the place. */
AMERCE_API amerce_status amerce_element_open(amerce_assessor *assessor, uint32_t list_place, uint32_t *row);
AMERCE_API amerce_status amerce_element_close(amerce_assessor *assessor, uint32_t list_place);

typedef enum amerce_state {
    AMERCE_VALUE,
    AMERCE_UNKNOWN,  /* an optional fact is unknown, or a penalty does not apply */
    AMERCE_NEEDS,    /* facts are missing: amerce_assessor_needs */
    AMERCE_FAULT,    /* amerce_assessor_fault */
    AMERCE_REPEALED, /* of a result: the provision was repealed; `integer` is the first day without it */
    AMERCE_NO_MILDEST_LAW, /* of a result: of the laws compared none is the mildest; amerce_assessor_fault
                              tells of it */
} amerce_state;

/* A value of any type: which members hold it is the type's. All others are 0. */
typedef struct amerce_value {
    amerce_state state;
    amerce_decimal decimal; /* numbers, wholes, money; a range's lowest */
    amerce_decimal decimal_high;
    int32_t integer; /* days since 1970-01-01 for a date; months or days; the number of a code; 0 or 1 for
                        yes/no; a range's lowest */
    int32_t integer_high;
    amerce_text text; /* of a result: until the batch is cleared */
} amerce_value;

/* Set a fact of an open row, once. AMERCE_MISUSE: the fact has another type, the row is not open, or the
 * value is out of its declared range, has more digits than its currency or than 34, is not whole, is no day,
 * no code of its scale, not NFC UTF-8, a range with its ends the wrong way round, or UNKNOWN for a fact that
 * is not optional; NEEDS and FAULT are no facts. AMERCE_FULL: no room for the text. */
AMERCE_API amerce_status amerce_set_value(amerce_assessor *assessor, uint32_t fact, uint32_t row,
                                          const amerce_value *value);
AMERCE_API amerce_status amerce_set_decimal(amerce_assessor *assessor, uint32_t fact, uint32_t row,
                                            amerce_decimal value);
/* value x 10^-places, for numbers, wholes and money. */
AMERCE_API amerce_status amerce_set_scaled(amerce_assessor *assessor, uint32_t fact, uint32_t row,
                                           int64_t value, uint8_t places);
AMERCE_API amerce_status amerce_set_integer(amerce_assessor *assessor, uint32_t fact, uint32_t row,
                                            int32_t value);
AMERCE_API amerce_status amerce_set_text(amerce_assessor *assessor, uint32_t fact, uint32_t row,
                                         amerce_text value);

/* Records as columns. */

typedef enum amerce_column_type {
    AMERCE_COLUMN_INT64, /* int64_t, value x 10^-places: numbers, wholes, money */
    AMERCE_COLUMN_INT32, /* int32_t: as amerce_set_integer; for numbers value x 10^-places */
    AMERCE_COLUMN_UINT8, /* uint8_t: yes/no and codes */
    AMERCE_COLUMN_TEXTS, /* amerce_text */
} amerce_column_type;

/* The values of one fact, or the lengths of one list, for every record (or every element of the list of its
 * place). */
typedef struct amerce_column {
    uint32_t fact; /* AMERCE_NONE: a list's offsets */
    uint32_t list; /* the place of the list for offsets, else AMERCE_NONE */
    amerce_column_type type;
    uint8_t places;
    const void *values;      /* offsets: uint32_t, one more than the rows of its parent, rising */
    const uint8_t *is_given; /* one byte a row, 0: absent; NULL: all are given */
} amerce_column;

/* Adds records number `first` to `count` - 1 of the columns until the batch is full; *taken says how many. It
 * pays to give all that there are: what the batch does not take is brought near while it is assessed.
 * AMERCE_MISUSE as above, with *taken records added before it. */
AMERCE_API amerce_status amerce_assessor_add_columns(amerce_assessor *assessor, const amerce_column *columns,
                                                     size_t column_count, size_t first, size_t count,
                                                     size_t *taken);

/* Results. */

/* Assesses every record of the batch. */
AMERCE_API void amerce_assessor_run(amerce_assessor *assessor);

/* An output's value in a row of its place. */
AMERCE_API amerce_status amerce_assessor_result(const amerce_assessor *assessor, uint32_t output,
                                                uint32_t row, amerce_value *out);
/* An output's values in `count` rows of its place from `first` on, as a column: INT64 (x 10^-places) or INT32
 * for numbers, INT32 or UINT8 for all else but texts and ranges. `states` takes an amerce_state a row; a row
 * that is no value becomes 0. AMERCE_MISUSE: no such rows, another type, or a value that does not fit; then
 * nothing in `values` and `states` counts. */
AMERCE_API amerce_status amerce_assessor_result_column(const amerce_assessor *assessor, uint32_t output,
                                                       uint32_t first, uint32_t count,
                                                       amerce_column_type type, uint8_t places, void *values,
                                                       uint8_t *states);
/* The rows [*first, *end) of a list place under a row of its parent. */
AMERCE_API amerce_status amerce_assessor_elements(const amerce_assessor *assessor, uint32_t list_place,
                                                  uint32_t parent_row, uint32_t *first, uint32_t *end);
/* How many rows a place has in the batch: records for place 0, elements of all of them for a list. */
AMERCE_API uint32_t amerce_assessor_row_count(const amerce_assessor *assessor, uint32_t place);
/* Writes a value as it stands in a JSON result, without quotes: "64000.00", "2024-12-30", "reckless". */
AMERCE_API amerce_status amerce_value_write(const amerce_rulebook *rulebook, const amerce_type *type,
                                            const amerce_value *value, amerce_sink sink);

/* The paths of the facts that an output's row still needs, one call each. */
AMERCE_API amerce_status amerce_assessor_needs(amerce_assessor *assessor, uint32_t output, uint32_t row,
                                               bool (*found)(void *context, amerce_text path), void *context);

typedef struct amerce_fault {
    const char *code;    /* "F0103" */
    amerce_text message; /* until the next call */
    uint32_t clause;     /* or AMERCE_NONE */
    uint32_t also;       /* of two exceptions that both hold, the later one's clause; else AMERCE_NONE */
    amerce_text element; /* infringements[2], or empty; until the next call */
} amerce_fault;
AMERCE_API amerce_status amerce_assessor_fault(amerce_assessor *assessor, uint32_t output, uint32_t row,
                                               amerce_fault *out);

/* The date of the law that was taken for a row of a place, where the rulebook states `mildest law`; its state
 * says why there is none. AMERCE_MISUSE where no laws are compared for the place. */
AMERCE_API amerce_status amerce_assessor_law(const amerce_assessor *assessor, uint32_t place, uint32_t row,
                                             amerce_value *out);

/* What the explanation of a result is read from: a clause's value (a step's: the amount after it), its
 * condition, the row picked. */
AMERCE_API amerce_status amerce_assessor_clause_value(const amerce_assessor *assessor, uint32_t clause,
                                                      uint32_t row, amerce_value *out);
AMERCE_API amerce_status amerce_assessor_clause_condition(const amerce_assessor *assessor, uint32_t clause,
                                                          uint32_t row, amerce_value *out);
/* The number, from 0, of the row that a schedule picked; its state tells whether it picked one. */
AMERCE_API amerce_status amerce_assessor_clause_row(const amerce_assessor *assessor, uint32_t clause,
                                                    uint32_t row, amerce_value *out);
/* Whether a row of a schedule that adds up counts; `clause` is the row's. AMERCE_MISUSE where it is none. */
AMERCE_API amerce_status amerce_assessor_clause_counts(amerce_assessor *assessor, uint32_t clause,
                                                       uint32_t row, bool *out);

/* Writes the result line of a record as JSON, without a line end. */
AMERCE_API amerce_status amerce_assessor_write_json(amerce_assessor *assessor, uint32_t row,
                                                    amerce_sink sink);

#ifdef __cplusplus
}
#endif

#endif
