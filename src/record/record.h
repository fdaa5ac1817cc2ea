/*
 * Records in and results out as JSON.
 *
 * A record's text is read in one pass by the program's schema straight into the batch: keys are looked up
 * among the fields of the place, numbers go from their text to exact decimals, names of tiers and choices to
 * codes. Nothing is kept of it but the columns, its id and its line. All memory is taken when a layout, ids,
 * a reader or a splitter is made; only the splitter's grows, with the longest record.
 */
#ifndef AM_RECORD_RECORD_H
#define AM_RECORD_RECORD_H

#include "base/diag.h"
#include "record/layout.h"
#include "record/scalar.h"
#include "vm/leeway.h"
#include "vm/vm.h"

/* What a record is called in results. */
#define AM_ID_BYTES_MAX 128
typedef struct am_id {
    uint32_t line;  /* of the record's beginning in the input, from 1; 0: not from an input */
    uint8_t length; /* 0: it has no id */
    bool is_number; /* written without quotes */
    char text[AM_ID_BYTES_MAX];
} am_id;

/* The ids of a batch's rows. A row's is overwritten when a record is read into the row. */
typedef struct am_ids am_ids;
/* NULL when memory runs out. */
am_ids *am_ids_new(uint32_t rows, am_allocator allocator);
void am_ids_free(am_ids *ids);
const am_id *am_ids_at(const am_ids *ids, uint32_t row);
/* To write it: it keeps what it was until it is written or forgotten. */
am_id *am_ids_name(am_ids *ids, uint32_t row);
void am_ids_forget(am_ids *ids, uint32_t row, uint32_t rows);

/* Why a record was refused. */
typedef struct am_record_error {
    am_diag diag;      /* AM_DIAG_NONE: it was not, and nothing else is set */
    uint32_t line;     /* in the whole input, from 1 */
    uint32_t column;   /* characters from 1 */
    char path[256];    /* infringements[2].turnover; cut with "..." when longer */
    char message[512]; /* the row's message with its arguments, whole characters */
    am_id id;          /* of the record, when it could be found */
} am_record_error;

/* From JSON that was written from CSV back to its cells. */
typedef struct am_csv_map am_csv_map;

/* An amount of a record that is to be turned into the currency of its fact. */
typedef struct am_exchange_request {
    am_slice name;   /* of the fact, as messages call it */
    am_slice path;   /* infringements[2].gain */
    uint32_t fact;   /* of the program */
    am_slice stated; /* the currency that the record states, or empty */
    am_decimal amount;
    am_slice arguments[4]; /* out: of the diagnostic */
} am_exchange_request;

/* Whoever turns amounts into other currencies, while they are read. */
typedef struct am_exchange {
    /* Sets the amount in the fact's currency; or returns why it cannot be had. */
    am_diag (*convert)(void *context, am_exchange_request *request);
    void *context;
} am_exchange;

typedef struct am_record_options {
    bool is_extra_ignored;       /* unknown keys are passed over */
    bool states_given;           /* a record may state what is given once for a run, when nothing was given */
    bool is_given_only;          /* it may state nothing else: for am_record_give */
    const am_csv_map *map;       /* or NULL: the text is what was given */
    const am_exchange *exchange; /* or NULL: amounts are in the currency of their fact */
} am_record_options;

typedef enum am_record_status {
    AM_RECORD_OK,   /* it is the batch's newest row */
    AM_RECORD_FULL, /* the batch is as before: assess what is there, clear it, and give the record again */
    AM_RECORD_BAD,  /* the batch is as before, and the error is set */
} am_record_status;

/* Fills one batch. The layout, the batch and the ids (at least as many as the batch has rows) must outlive
 * it. */
typedef struct am_reader am_reader;
/* NULL when memory runs out. */
am_reader *am_reader_new(const am_layout *layout, am_batch *batch, am_ids *ids, am_allocator allocator);
void am_reader_free(am_reader *reader);

/* Texts within a record, once decoded. */
#define AM_RECORD_TEXT_MAX 65536u

/* Reads one record (a JSON object, nothing behind it but white space) whose first byte stands at `line` and
 * `column` of the input. */
am_record_status am_record_read(am_reader *reader, am_slice text, uint32_t line, uint32_t column,
                                am_record_options options, am_record_error *error);

/* Reads what is given once for the records from here on: an object of the records that are. The batch must be
 * empty, and stays so. AM_RECORD_FULL: memory ran out; what was given before stays. */
am_record_status am_record_give(am_reader *reader, am_slice text, am_record_error *error);
/* Sets it in a record that was opened without the reader. */
am_batch_status am_record_set_given(am_reader *reader, uint32_t row);
/* Whether the place is, or is inside, a record that is given once. */
bool am_place_is_given_once(const am_program *program, uint16_t place);

/* Whether a record of an assessed batch fails a check of the rulebook; then the error says which. `ids` may
 * be NULL. */
bool am_record_fails(const am_layout *layout, am_batch *batch, const am_ids *ids, uint32_t row,
                     am_record_error *error);

/* Finds the id in a text that may be no good record otherwise: a member `id` of the outermost object. */
void am_record_find_id(am_slice text, am_id *id);

/* Splits an input into records as it arrives: one object after another, each on a line or over several, or
 * the objects of an array. It buffers little more than one record, which has at most AM_RECORD_BYTES_MAX
 * bytes. */
#define AM_RECORD_BYTES_MAX (16u << 20)
typedef struct am_splitter am_splitter;
am_splitter *am_splitter_new(am_allocator allocator);
/* One whose input begins on this line of another, without a byte-order mark when that is not the first. */
am_splitter *am_splitter_new_at(uint32_t line, am_allocator allocator);
/* One for a piece of an input, which begins on this line and is not copied: bytes of it, and AM_QUICK_SLACK
 * behind it, may be written. It cannot be fed, and does not end. */
am_splitter *am_splitter_new_over(char *data, size_t bytes, uint32_t line, am_allocator allocator);
/* Whether all that it was fed is given away and what follows could be an input of its own. */
bool am_splitter_is_between(const am_splitter *splitter);
void am_splitter_free(am_splitter *splitter);
/* Where the next input bytes are to be written: at least one byte of room; NULL when memory runs out, or when
 * a buffer's worth of records waits to be taken. am_splitter_fed says how many were (0: the end of the
 * input). */
char *am_splitter_room(am_splitter *splitter, size_t *bytes);
void am_splitter_fed(am_splitter *splitter, size_t bytes);
typedef enum am_split { AM_SPLIT_RECORD, AM_SPLIT_MORE, AM_SPLIT_END, AM_SPLIT_BAD } am_split;
/* The next whole record, valid until the next am_splitter_room, and where it begins; MORE when input is
 * wanted. BAD: the text from there up to the next line that could start a record is none; the error is set,
 * and splitting goes on behind it. A line could start a record when its first character is `{` and stands no
 * further in than the bad text's beginning. */
am_split am_splitter_next(am_splitter *splitter, am_slice *text, uint32_t *line, uint32_t *column,
                          am_record_error *error);

/* What stands where the next record begins on a line of its own, for whoever can tell by itself where it
 * ends; NONE where it does not begin so, or is part of an array; MORE when input is wanted, which is only
 * said for short lines. A line end stands behind the text, and AM_QUICK_SLACK bytes may be read there.
 * am_splitter_took says how many bytes were taken, which are so many whole lines. */
typedef enum am_peek { AM_PEEK_NONE, AM_PEEK_LINES, AM_PEEK_MORE } am_peek;
am_peek am_splitter_peek(am_splitter *splitter, am_slice *text, uint32_t *line);
void am_splitter_took(am_splitter *splitter, size_t bytes, uint32_t lines);

/* The columns of a value, and how it is shown. */
typedef struct am_shown {
    uint16_t column;
    uint16_t column_high; /* of a range, else AM_NO_INDEX */
    uint8_t kind;         /* am_kind */
    uint16_t unit;
    uint16_t scale;
    uint16_t clause; /* of an output, whose repeal is no error; else AM_NO_INDEX */
} am_shown;
am_shown am_shown_of(const am_output *output);
/* Of a range the greater of its ends' states. */
am_state am_shown_state(const am_batch *batch, const am_shown *what, uint32_t row);
/* Appends what a value comes to as it stands in a result line: the value, null where it is unknown, the facts
 * that it needs, or the fault. */
void am_result_write_outcome(am_buffer *buffer, const am_program *program, am_batch *batch,
                             const am_shown *what, uint32_t row);
/* Appends what a record is called: its id as JSON, or `in line 3`; false, and nothing, when it has no name.
 */
bool am_result_write_name(am_buffer *buffer, const am_layout *layout, am_batch *batch, const am_ids *ids,
                          uint32_t row);
/* Appends an id as JSON. */
void am_result_write_id(am_buffer *buffer, const am_id *id);
/* Appends a number, a whole or an amount of money as the values of `what` stand in a result line. */
void am_result_write_amount(am_buffer *buffer, const am_program *program, const am_shown *what,
                            am_decimal amount);

/* Likewise a value of any kind but text. */
void am_result_write_scalar(am_buffer *buffer, const am_program *program, const am_shown *what,
                            const am_scalar *value);

/* result_discretion.c */

/* Appends which discretions a record leaves open and what they could lead to, as `"discretion":{...}`; false,
 * and nothing, when no open choice could change anything. */
bool am_result_write_discretion(am_buffer *buffer, const am_program *program, const am_batch *batch,
                                const am_leeway *leeway);
/* Appends the members of one open discretion, without braces: whose it is, the default, what
 * may be chosen. */
void am_result_write_left(am_buffer *buffer, const am_program *program, uint16_t discretion);
/* Appends what an output could come to, as an object. */
void am_result_write_reach(am_buffer *buffer, const am_program *program, const am_reach *reach);
/* What a discretion's values are shown as. */
am_shown am_shown_discretion(const am_program *program, uint16_t discretion);

/* Appends the result line of a batch's row as JSON, without a line end: id (or line), currency, each output
 * with its own outcome, lists nested. `ids` may be NULL: then only a fact called `id` names the record.
 * With a batch assessed as of a date, or as known at one, `as_of` and `known_at` say so; where laws were
 * compared, `mildest_law` beside the outputs lists them. Returns the worst state among the outcomes; an
 * output that is repealed counts as a value. */
am_state am_result_write(am_buffer *buffer, const am_layout *layout, am_batch *batch, const am_ids *ids,
                         uint32_t row);
/* Appends the facts of a batch's row as a JSON object: in the order of the rulebook, in one form, without
 * what is absent or unknown. Read again as a record it gives the same row. */
void am_record_write(am_buffer *buffer, const am_layout *layout, am_batch *batch, const am_ids *ids,
                     uint32_t row);
/* Appends the line of a refused record, without a line end. */
void am_result_write_error(am_buffer *buffer, const am_record_error *error);

#endif
