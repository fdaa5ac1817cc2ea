/*
 * The model: a rulebook with every name resolved, every type checked and every shorthand written out.
 *
 * It is made from syntax trees in one go, is complete only when no error was reported, and is immutable
 * afterwards. The lowering reads it, and so do the tests' tree-walking evaluator and the checker of
 * tables. It knows nothing of registers or columns.
 */
#ifndef AM_MODEL_MODEL_H
#define AM_MODEL_MODEL_H

#include "base/calendar.h"
#include "base/decimal.h"
#include "model/type.h"
#include "syntax/tree.h"
#include "text/diagnostic.h"

typedef struct am_expr am_expr;
typedef struct am_record am_record;
typedef struct am_declaration am_declaration;
typedef struct am_test am_test;         /* model/test.h */
typedef struct am_property am_property; /* model/property.h */

/* A currency: from ISO 4217, or declared. */
typedef struct am_currency_use {
    am_slice code;
    uint8_t digits;
} am_currency_use;

/* How much of one currency one unit of another is. */
typedef struct am_rate {
    uint16_t unit; /* what amounts become: SEK of `SEK per EUR` */
    uint16_t per;  /* what they are in before: EUR */
} am_rate;

/* tiers (ordered, the least culpable first) or choices. */
typedef struct am_scale_value {
    am_slice text; /* as records spell it */
    am_slice label;
    am_slice citation;
    am_span span;
} am_scale_value;

typedef struct am_attribute { /* a further column of a tiers or choice table: intent.factor */
    am_slice name;
    am_type type;
    am_expr **values; /* constants, one a value */
} am_attribute;

typedef struct am_value_set {
    am_slice name;
    bool is_ordered;
    bool is_cut; /* some of its text could not be read, so that values may be missing */
    am_scale_value *values;
    uint16_t value_count;
    am_attribute *attributes;
    uint16_t attribute_count;
    am_span span;
} am_value_set;

/* The bounds of a declared range; NULL ends are open. Constants. */
typedef struct am_interval {
    am_expr *lowest;
    am_expr *highest;
    bool is_lowest_out;
    bool is_highest_out;
} am_interval;

typedef struct am_field {
    am_slice name;
    am_type type; /* RECORD: a record inside; LIST: its elements' record by index */
    am_record *owner;
    am_record *record; /* of a RECORD or LIST, else NULL */
    am_interval bounds;
    am_slice label;
    am_slice citation;
    am_declaration *discretion; /* which it is there for, or NULL */
    am_span span;
} am_field;

/* What the facts of a record must meet, or nothing is assessed. */
typedef struct am_record_check {
    am_expr *condition; /* reads facts alone */
    am_slice message;
    am_slice citation;
    am_span span;
} am_record_check;

struct am_record {
    am_slice name;
    uint16_t index;
    am_field *fields;
    uint16_t field_count;
    am_field *
        holder; /* the field of another record that holds this one, when exactly one record does; else NULL */
    am_record *enclosing; /* holder's owner; NULL for the root */
    bool is_root;
    bool is_given_once; /* its facts are shared by a run: its holder is a field of the root that no text
                           states, and nothing encloses it */
    am_record_check *checks;
    uint16_t check_count;
    am_expr *clock; /* the date that decides, in terms of this record; NULL when it has none */
    am_span span;
};

/* The header of a rulebook text; each declaration belongs to one. */
typedef struct am_book {
    am_slice name;
    am_slice title;
    uint16_t unit; /* its currency, or AM_TYPE_NO_UNIT */
    bool has_month_end;
    am_month_end month_end;
    bool has_rounding;
    am_rounding rounding;
    am_expr *rounding_unit;
    bool has_in_force;
    am_date in_force_from;
    am_date in_force_until; /* the first day on which it is no longer; AM_DATE_MAX + 1 when it has no end */
    am_date published;      /* from this day on it is known; by default that from which it is in force */
    am_span span;
} am_book;

/* Whose field or value a name means: start at the declaration's record or an element, go up, then down. */
typedef struct am_scope {
    bool is_element;   /* `its`: the element of an aggregate */
    bool is_root;      /* the outermost record instead, wherever it is read: of what is given once */
    uint8_t aggregate; /* for an element: how many aggregates further out than the innermost */
    uint8_t up;        /* then to the record that encloses it, so many times (through inside-records too) */
    uint8_t via_count;
    am_field **via; /* then through these RECORD fields */
} am_scope;

typedef enum am_expr_kind {
    AM_EXPR_ERROR,
    AM_EXPR_CONSTANT,   /* value; a range constant is a RANGE of two; declaration: a parameter's value */
    AM_EXPR_FIELD,      /* scope, field (a value, or a LIST for KNOWN of a list) */
    AM_EXPR_VALUE,      /* scope, declaration, part (the result column of a schedule that has several); of a
                           parameter that differs by date also an operand: the date to read it at */
    AM_EXPR_ATTRIBUTE,  /* operand: a CODE; set and part: the attribute */
    AM_EXPR_POSITION,   /* scope: an element; its number in its list */
    AM_EXPR_MONTH,      /* scope: a month that an aggregate runs over; the day on which it begins */
    AM_EXPR_CALIBRATED, /* value, lowest, highest, constants: a value that fitting may change, of the
                           parameter declaration; number 1: it is that of a version, from the day
                           value.integer */
    AM_EXPR_CLOCK,      /* operand: the date that decides, or the one as of which everything is assessed */
    AM_EXPR_REPEALED, /* in a series only: the fault that what is read was repealed; value.integer: from when
                       */
    AM_EXPR_LAW, /* scope: a record of the model's `mildest`; the date of its mildest law. Operands: the dates
                    between which laws are compared */

    AM_EXPR_NEGATE,
    AM_EXPR_ABSOLUTE,
    AM_EXPR_ADD, /* of numbers, money, ranges, periods, date + period, by the operands' types; is_exact for
                    money and wholes */
    AM_EXPR_SUBTRACT, /* likewise; date - date is a period in days */
    AM_EXPR_MULTIPLY, /* is_exact for wholes; also period x whole, range x number or money: the range is the
                         first */
    AM_EXPR_DIVIDE,
    AM_EXPR_POWER,
    AM_EXPR_QUOTIENT,
    AM_EXPR_REMAINDER,
    AM_EXPR_ROUND,        /* value, unit; mode */
    AM_EXPR_BETWEEN,      /* mode: am_between */
    AM_EXPR_WORKING_DAYS, /* mode: am_working; number: the calendar */

    AM_EXPR_EQUAL, /* operands of one type; for texts and codes too */
    AM_EXPR_LESS,
    AM_EXPR_LESS_EQUAL,
    AM_EXPR_NOT,
    AM_EXPR_AND, /* any number of operands, at least 2 */
    AM_EXPR_OR,
    AM_EXPR_AT_LEAST, /* number of the operands */

    AM_EXPR_IF,   /* condition, then, else */
    AM_EXPR_KEEP, /* condition, value: the value, unknown when the condition is no (an `if known` item) */
    AM_EXPR_OTHERWISE, /* optional, instead */
    AM_EXPR_KNOWN,     /* operand: a FIELD or VALUE of an optional type */
    AM_EXPR_UNWRAP,    /* operand: what a condition around it has shown to be known */

    AM_EXPR_RANGE, /* lowest, highest; faults when backward, unless both are constants */
    AM_EXPR_LOWEST,
    AM_EXPR_HIGHEST,
    AM_EXPR_MIDDLE,
    AM_EXPR_LIMITED, /* value, range */

    AM_EXPR_GREATEST, /* any number of operands, those that are optional are left out where unknown; optional
                         itself when all are */
    AM_EXPR_LEAST,
    AM_EXPR_SUM, /* is_exact for money and wholes */

    AM_EXPR_EXCEPT, /* the general value, then for each exception its condition and its value; see exceptions
                     */
    AM_EXPR_ARGUMENT, /* of a rule, only where the rule itself is checked: never in a model that is complete
                       */

    AM_EXPR_OVER, /* an aggregate over a list, see am_over; is_exact for its sums of money and wholes */

    AM_EXPR_OFFENCE, /* of a ladder: 1 + the first operand, a count, + for each condition that follows its
                        number where it is yes; a number below 0 faults */
} am_expr_kind;

typedef struct am_constant_value {
    am_decimal decimal; /* numbers, wholes, money */
    int64_t integer;    /* dates, periods, codes, yes/no */
    am_slice text;
} am_constant_value;

/* Of the elements that the condition counts, those that no clean time parts from `from`: the newest first,
 * with t the date looked back from; the first of which `clean` is not after t ends it, else t is its date,
 * when that is earlier. */
typedef struct am_reset {
    am_expr *date;   /* of the element */
    am_expr *clean;  /* the same with the clean time added */
    am_expr *from;   /* in terms of the declaration's record */
    am_expr *window; /* what the element must meet besides, afterwards; NULL: nothing */
} am_reset;

/* The months that begin from a date on and before another, the first with that date. */
typedef struct am_months {
    am_expr *from; /* read around the aggregate */
    am_expr *to;
    uint16_t most; /* more of them are a fault */
    am_month_end month_end;
} am_months;

typedef struct am_over {
    am_gather gather;        /* COUNT, SUM, GREATEST, LEAST, SOME, ALL, NONE */
    am_scope scope;          /* of the record that holds the list */
    am_field *list;          /* NULL: months */
    const am_months *months; /* NULL: a list */
    am_expr *element;        /* the value; for SOME, ALL, NONE the condition; NULL for COUNT */
    am_expr *where;          /* or NULL */
    am_expr *key;            /* `by`: NULL without */
    const am_reset *reset;   /* of a ladder's count, or NULL */
    am_gather inner;         /* with a key: how each group is gathered before `gather` gathers the groups */
} am_over;

/* An exception of an EXCEPT. One prevails when its condition is yes and that of no later one that is
 * `notwithstanding the above` is; two that prevail are a fault, and where none does the general value holds.
 * Its own exceptions are an EXCEPT that is its value; its `unless` is part of its condition. */
typedef struct am_exception_note {
    bool is_notwithstanding;
    bool is_nested; /* a `but` */
    am_slice label;
    am_slice citation; /* its own, or that of what it is an exception to */
    am_span span;
} am_exception_note;

struct am_expr {
    uint16_t kind; /* am_expr_kind */
    am_type type;
    am_span span;
    uint8_t mode;  /* am_rounding, am_between; EXCEPT: 1 in a rule that is written out where it is called */
    bool is_exact; /* a fault instead of lost digits */
    uint16_t part;
    uint32_t number;        /* AT_LEAST */
    am_month_end month_end; /* of the book, for sums of a date and months */
    am_expr **operands;
    uint32_t operand_count;
    am_constant_value value;
    am_scope scope;
    am_field *field;
    am_declaration *declaration;
    am_value_set *set;
    am_over *over;
    am_exception_note *exceptions; /* EXCEPT: (operand_count - 1) / 2 */
};

/* Schedules */

typedef struct am_test_item { /* one alternative of a condition cell */
    bool is_unknown;
    am_interval interval; /* a single value: lowest and highest are the same expression */
} am_test_item;

typedef struct am_cell_test {
    bool is_any;     /* - */
    bool is_negated; /* not a, b */
    am_test_item *items;
    uint16_t item_count;
    am_test_item *set; /* the items in an order of their own, each once: equal sets, equal cells */
    uint16_t set_count;
    am_expr *when;        /* in a `when` column; else NULL */
    am_date from;         /* in the `in force` column: law from this day ... */
    am_date until;        /* ... to the day before this one; AM_DATE_MAX + 1 when it has no end */
    bool is_ended_by_row; /* `until` is where the same row begins again, not written in the cell */
    am_date published;    /* from this day on the row is known */
    uint16_t next_same;   /* the same row with the next later `from`, or AM_NO_SAME_ROW */
    am_span span;
} am_cell_test;

#define AM_NO_SAME_ROW UINT16_MAX

typedef enum am_condition_kind {
    AM_CONDITION_VALUE,
    AM_CONDITION_WHEN,
    AM_CONDITION_IN_FORCE
} am_condition_kind;
typedef struct am_condition {
    am_condition_kind kind;
    am_expr *value; /* VALUE: the header, whose type may be optional; IN_FORCE: the clock, NULL in a parameter
                       (its reader's) */
    am_span span;
} am_condition;

typedef struct am_table_row {
    bool is_otherwise;
    am_cell_test *tests; /* one a condition column */
    am_expr **results;   /* one a result column; NULL: not covered */
    am_slice citation;   /* empty: the declaration's */
    am_span span;
} am_table_row;

typedef struct am_result_column {
    am_slice name;
    am_type type;
    bool has_type; /* stated in the head */
    am_span span;
} am_result_column;

typedef struct am_schedule {
    am_picks picks;
    am_condition *conditions;
    uint16_t condition_count;
    am_result_column *results;
    uint16_t result_count;
    am_table_row *rows;
    uint16_t row_count;
    bool has_citations;  /* a column `per` */
    bool is_of_versions; /* made of the versions of a declaration, whose days are checked as such: one
                            condition, the date */
} am_schedule;

/* A ladder is a schedule, one of whose conditions is the number of the offence, with constant cells. */
typedef struct am_ladder {
    am_expr *offence; /* an OFFENCE */
    bool may_fall;
} am_ladder;

/* Penalties */

typedef struct am_penalty_step {
    am_step step;
    am_expr *value;    /* the operand; LIMIT: a range; ROUND: the unit; optional when written `if known` */
    am_expr *for_each; /* or NULL */
    am_expr *when;     /* or NULL */
    am_rounding rounding;
    bool is_default; /* the rounding of the header */
    am_slice label;
    am_slice citation;
    am_span span;
} am_penalty_step;

typedef struct am_penalty {
    am_expr *only_when; /* or NULL: then its type is optional to readers */
    am_penalty_step *steps;
    uint16_t step_count;
} am_penalty;

/* What a decision-maker may choose: an optional field, and what holds without a choice. */
typedef struct am_discretion_terms {
    am_field *field;    /* its bounds are those of the choice */
    am_expr *fallback;  /* a constant */
    am_slice authority; /* whose it is */
} am_discretion_terms;

/* Declarations with a value */

typedef enum am_declaration_kind {
    AM_DECLARATION_PARAMETER, /* its record is NULL: it is read in the reader's record and under the reader's
                                 clock */
    AM_DECLARATION_RULE,
    AM_DECLARATION_SCHEDULE,
    AM_DECLARATION_PENALTY,
    AM_DECLARATION_AMOUNT,
} am_declaration_kind;

struct am_declaration {
    am_declaration_kind kind;
    am_slice name;
    am_type type; /* of a schedule with several results: ERROR; its columns have theirs */
    am_record *record;
    am_book *book;
    am_slice label;
    am_slice citation; /* `EMIR 65(2)`: the key and the article */
    bool is_output;
    am_expr *value;        /* RULE, PARAMETER that is a constant */
    am_schedule *schedule; /* SCHEDULE, PARAMETER that is a series; of what has versions the table of these,
                              by the clock, each row the value of one */
    am_ladder *ladder;     /* SCHEDULE that is a ladder, else NULL */
    am_penalty *penalty;   /* PENALTY, AMOUNT */
    am_discretion_terms
        *discretion;    /* RULE that is one: its value is the choice, otherwise the default; else NULL */
    am_expr *clock;     /* the date that decides which law applies to it: its own or its record's; NULL
                           where there is none, and for parameters, which are read under their reader's */
    bool has_own_clock; /* `dated by` stands on it */
    bool has_in_force;  /* outside the next two, by its clock, it is no law, which is a fault */
    am_date in_force_from;
    am_date in_force_last; /* the last day; AM_DATE_MAX when it has no end */
    bool is_repealed;
    am_date repealed_from; /* from this day on, by its clock, reading it is a fault */
    am_date published;     /* from this day on it is known */
    am_date repeal_published;
    am_declaration *head; /* of a version: what readers see, whose value chooses among the versions; else
                             NULL */
    am_span span;         /* of the declaration */
    am_span name_span;
    uint32_t number; /* in source order, from 0, all files together */
};

/* What the outputs that are compared rest on, and when that was law. */
typedef struct am_mildest_source {
    am_slice citation;  /* empty: a repeal, or a version that cites nothing */
    uint32_t provision; /* what its versions and repeals have in common: each goes on until the next */
    am_date from;
    am_date until;     /* the first day on which it says itself that it is no longer; AM_DATE_MAX + 1: none */
    am_date published; /* from this day on it is known */
} am_mildest_source;

/* A day on which something begins or ends. */
typedef struct am_mildest_change {
    am_date day;
    am_date published; /* the first day on which something of that is known */
} am_mildest_change;

/* `mildest law`: the record is assessed under each law in force between two dates, and the one is taken that
 * is no worse in anything compared. */
typedef struct am_mildest {
    am_record *record; /* whose clock, and that of the records it holds, is the date of the law chosen */
    bool is_two;       /* the laws of the two dates alone */
    am_expr *first;    /* in terms of the record */
    am_expr *last;
    am_declaration **by;
    size_t by_count;
    am_mildest_change *changes; /* on the header's clock; the days rise */
    size_t change_count;
    am_mildest_source *sources; /* what `by` reads, in source order */
    size_t source_count;
    am_span span;
} am_mildest;

typedef struct am_model {
    const am_sources *sources;
    am_book *books; /* the first is the rulebook's own */
    size_t book_count;
    am_currency_use *units;
    size_t unit_count;
    am_rate *rates;
    size_t rate_count;
    am_calendar *calendars;
    size_t calendar_count;
    am_value_set *sets;
    size_t set_count;
    am_record **records;
    size_t record_count;
    am_record *root;
    am_declaration **declarations; /* each behind all that it reads */
    size_t declaration_count;
    am_declaration **functions; /* rules with arguments, in source order: they are written out where they are
                                   called, and are none of the declarations */
    size_t function_count;
    am_declaration **outputs; /* in source order */
    size_t output_count;
    am_mildest *mildest; /* or NULL */
    am_test **tests;     /* of the rulebook itself, in source order */
    size_t test_count;
    am_property **properties; /* likewise */
    size_t property_count;
} am_model;

/* A parsed text: the rulebook's own first, then those it uses, each once. */
typedef struct am_model_file {
    const am_node *tree;
    uint16_t source;
} am_model_file;

/* The model of the files. NULL when an error was reported, or the arena is exhausted; everything that can be
 * checked is checked all the same. */
const am_model *am_model_of(am_arena *arena, const am_sources *sources, const am_model_file *files,
                            size_t count, am_diagnostics *diagnostics);

/* Warns of schedules, parameters, penalties and amounts that cite no provision. */
void am_model_check_citations(const am_model *model, am_diagnostics *diagnostics);

/* Warns of names that can be taken for others. */
void am_model_check_names(am_arena *arena, const am_model *model, am_diagnostics *diagnostics);

/* Reports cases that no row of a table covers, or two rows do, and rows that no case reaches; where
 * `is_strict` warns of tables that it cannot decide. False when memory is refused. */
bool am_model_check_tables(am_arena *arena, const am_model *model, bool is_strict,
                           am_diagnostics *diagnostics);

/* Appends the model as text, declaration by declaration, with types: the form of the golden tests. */
void am_model_print(am_buffer *buffer, const am_model *model);

#endif
