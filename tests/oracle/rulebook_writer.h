/*
 * What the parts of the random rulebook's generator share: the names declared so far, and where an expression
 * stands.
 *
 * Private to the random_*.c files that write rulebooks. Names are unique in the whole rulebook, so that none
 * needs to be qualified; a declaration reads only those written before it, so that there are no cycles (the
 * text's order is shuffled afterwards).
 */
#ifndef ORACLE_RULEBOOK_WRITER_H
#define ORACLE_RULEBOOK_WRITER_H

#include "model/type.h"
#include "random_rulebook.h"

#define WRITER_NAMES_MAX     256
#define WRITER_NAME_BYTES    32
#define WRITER_SETS_MAX      4
#define WRITER_RECORDS_MAX   5
#define WRITER_RULES_MAX     8
#define WRITER_ARGUMENTS_MAX 3
#define WRITER_NONE          0xFF
#define WRITER_NOWHERE       0xFE /* an argument belongs to no record */
#define WRITER_MONTH         0xFD /* the element of an aggregate over months */

typedef struct written_set { /* tiers or choices */
    char name[WRITER_NAME_BYTES];
    bool is_ordered;
    bool is_quoted;  /* its values are quoted: "K-1" */
    bool has_factor; /* a number attribute `factor` */
    uint8_t value_count;
    char values[6][WRITER_NAME_BYTES]; /* as written in an expression */
} written_set;

typedef struct written_record {
    char name[WRITER_NAME_BYTES];
    uint8_t encloser;               /* WRITER_NONE for the root and for a record that stands in two places */
    char inside[WRITER_NAME_BYTES]; /* the encloser's field that holds it, when it is a record inside a
                                       record; else "" */
    bool has_clock;
    bool is_given_once;
} written_record;

typedef struct written_name {     /* what an expression can read */
    char name[WRITER_NAME_BYTES]; /* with its part: `rate.base` */
    am_type type;                 /* LIST: index is the element's record */
    uint8_t record;               /* WRITER_NONE for a parameter */
    bool is_dated;                /* a parameter that only a record with a clock may read */
    bool is_reported;             /* to be named as an output */
    bool is_argument;             /* of a rule */
    bool is_forgotten;            /* an argument whose rule is at its end */
} written_name;

typedef struct written_rule { /* with arguments */
    char name[WRITER_NAME_BYTES];
    uint8_t record;
    am_type type;
    am_type arguments[WRITER_ARGUMENTS_MAX];
    uint8_t argument_count;
    bool has_no_list; /* it has no aggregate */
} written_rule;

typedef struct known_name { /* an optional name that a condition around has shown to be known */
    uint16_t name;
    bool is_its;
} known_name;

/* Where an expression stands. */
typedef struct writer_place {
    uint8_t record;  /* WRITER_NONE: only constants */
    uint8_t element; /* the innermost element's record, or WRITER_NONE */
    known_name known[8];
    uint8_t known_count;
} writer_place;

typedef struct writer {
    random_source random;
    am_buffer *out;
    unsigned size;
    bool is_at_bounds;
    const char *currency;
    unsigned minor; /* its digits */
    bool has_rounding;
    bool has_in_force;
    bool has_calendar;     /* called OFFICE */
    int32_t in_force_from; /* years */
    written_set sets[WRITER_SETS_MAX];
    uint8_t set_count;
    written_record records[WRITER_RECORDS_MAX];
    uint8_t record_count;
    written_name names[WRITER_NAMES_MAX];
    uint16_t name_count;
    written_rule rules[WRITER_RULES_MAX];
    uint8_t rule_count;
    bool is_without_lists; /* no list is read here */
    uint16_t fact_count;   /* the first of the names are facts and lists */
    uint64_t words_used;   /* of the words that are keywords elsewhere */
    bool is_excepting;     /* exceptions are being written: a value stands before its condition */
    bool
        is_left[WRITER_NAMES_MAX]; /* such a value provides for its being unknown: no condition may show it */
    bool is_asked[WRITER_NAMES_MAX]; /* `is known` was asked of it in this declaration or step: it may be
                                        known there */
    uint8_t mildest_record;          /* compared by the next, or WRITER_NONE */
    char mildest[2][WRITER_NAME_BYTES];
    unsigned mildest_count;
    unsigned serial; /* of names and labels */
} writer;

/* How tightly an expression binds: the grammar's levels. */
typedef enum level {
    LEVEL_EXPR,
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_CMP,
    LEVEL_ADD,
    LEVEL_MUL,
    LEVEL_UNARY,
    LEVEL_OTHERWISE,
    LEVEL_POWER,
    LEVEL_PRIMARY,
} level;

#define TYPE_OF(k)  ((am_type){.kind = AM_TYPE_##k})
#define RANGE_OF(k) ((am_type){.kind = AM_TYPE_##k, .is_range = true})

void write_text(writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A name not used before; sometimes a word that is a keyword elsewhere. */
void new_name(writer *w, const char *stem, char out[WRITER_NAME_BYTES]);
written_name *declare(writer *w, const char *name, am_type type, uint8_t record);
bool is_same_type(am_type a, am_type b);
bool has_chance(writer *w, uint32_t percent);
uint32_t below(writer *w, uint32_t n);

/* A type that a value may have: any scalar but RECORD and LIST. */
am_type random_type(writer *w);
/* The spelling of a type in a declaration. */
void write_type(writer *w, am_type type);

/* random_literal.c */
void write_literal(writer *w, am_type type);
/* The n-th of a rising series of the type, for cuts and bounds: 0 is about the least. */
void write_cut(writer *w, am_type type, unsigned n);
void write_date(writer *w, int year_from, int year_to);

/* random_path.c */
/* Writes the path of a random readable name of the type (or, for a number, of a whole); false when there is
 * none. Optional names only when they are known there. */
bool write_path(writer *w, const writer_place *place, am_type type, bool may_be_whole);
/* The same for a name that is no constant. */
bool write_varying_path(writer *w, const writer_place *place, am_type type);
/* Writes `NAME is known`, or `is not known`. */
void write_is_known(writer *w, const writer_place *place, known_name name, bool is_known);
/* A declaration or step begins: what was known before it is no longer. */
void forget_asked(writer *w);
/* Finds an optional name of the type, one that no `is known` may have narrowed, and says how it is read. */
bool find_optional(writer *w, const writer_place *place, am_type type, known_name *found);
/* Any optional name at all. */
bool find_any_optional(writer *w, const writer_place *place, known_name *found);
/* A list that can be read, and its element's record. */
bool find_list(writer *w, const writer_place *place, known_name *found);
void write_name_path(writer *w, const writer_place *place, known_name name);
bool is_readable(writer *w, const writer_place *place, uint16_t name, bool is_its);

/* random_expr.c */
void write_expr(writer *w, const writer_place *place, am_type type, level level, unsigned depth);
/* A name or a literal. */
void write_leaf(writer *w, const writer_place *place, am_type type, level level);
void write_if(writer *w, const writer_place *place, am_type type, level level, unsigned depth);
/* Opens parentheses when an expression of the level `mine` stands where `wanted` is asked for; closes them.
 */
bool open_parentheses(writer *w, level wanted, level mine);
void close_parentheses(writer *w, bool is_open);
/* The place, where the name is known too. */
writer_place with_known(const writer_place *place, known_name name);
/* Whether two of the type make a third; whether one can be less than another. */
bool is_added(am_type type);
bool is_ordered_type(const writer *w, am_type type);

/* random_condition.c */
void write_condition(writer *w, const writer_place *place, level level, unsigned depth);

/* A key that elements can be grouped by; WRITER_NAMES_MAX when there is none. */
unsigned find_key(writer *w, uint8_t record);
/* random_calibrate.c: behind a parameter's name and type, its value with how it may be set anew */
bool may_be_calibrated(am_type type);
void write_calibrated(writer *w, am_type type, const char *clauses);
/* random_discretion.c */
void write_discretion(writer *w, uint8_t record);

/* random_over.c: false, with nothing written, where no list can be read */
bool write_gather(writer *w, const writer_place *place, am_type type, level level, unsigned depth);
bool write_count(writer *w, const writer_place *place, level level, unsigned depth);
bool write_quantifier(writer *w, const writer_place *place, level level, unsigned depth);

/* random_facts.c: a calendar; a record given once; amounts in another currency with a rate for it; checks of
 * a record. */
void write_calendar(writer *w);
void write_foreign_fields(writer *w, uint8_t record);
void write_checks(writer *w, uint8_t record);
/* False, with nothing written, where there is no calendar, no rate, no month. */
bool write_working_days(writer *w, const writer_place *place, level level, unsigned depth);
bool write_working_day(writer *w, const writer_place *place, level level, unsigned depth);
bool write_converted(writer *w, const writer_place *place, level level);
bool write_month(writer *w, const writer_place *place);
bool write_over_months(writer *w, const writer_place *place, am_type type, unsigned depth);
bool write_count_of_groups(writer *w, const writer_place *place, level level, unsigned depth);

/* random_call.c: a rule with arguments; and a call of one, false where there is none */
void write_rule_with_arguments(writer *w, uint8_t record);
bool write_rule_call(writer *w, const writer_place *place, am_type type, unsigned depth);

/* random_except.c: behind a rule's value */
void write_exceptions(writer *w, const writer_place *place, am_type type);
/* random_dated.c */
#define WRITER_CLAUSES_BYTES 160
/* A `dated by` clause of facts of the record; false where it has no date. */
bool choose_own_clock(writer *w, uint8_t record, char out[WRITER_CLAUSES_BYTES]);
/* The clauses of one to three versions of a declaration, in order. */
enum { WRITER_VERSIONS_MAX = 3 };
typedef struct writer_versions {
    unsigned count;
    char clauses[WRITER_VERSIONS_MAX][2 * WRITER_CLAUSES_BYTES];
} writer_versions;
void choose_days(writer *w, writer_versions *v, const char *clock, bool may_be_repealed);
/* Versions of a rule or a penalty; false where nothing can date them. */
bool write_versions(writer *w, uint8_t record);
void write_parameter_versions(writer *w, const char *name, am_type type);
/* `NAME on DATE`; false where no parameter of the type differs by date. */
bool write_value_on(writer *w, const writer_place *place, am_type type);

/* Versions of a rule or a penalty of that name, whose values are in order, under the record's clock. */
void write_versions_as(writer *w, uint8_t record, const char *name);

/* random_mildest.c: a line of the header; and what it compares by */
void choose_mildest(writer *w);
void write_mildest(writer *w);

/* Enters a list: its path is to be written after the element's part. False when no list can be read here. */
bool enter_list(writer *w, const writer_place *place, known_name *list, writer_place *inner);

/* random_table.c, random_ladder.c, random_penalty.c */
bool write_ladder(writer *w, uint8_t record); /* false, with nothing written, where no list can be read */
void write_schedule(writer *w, uint8_t record);
/* The table of a parameter that differs by date. */
void write_series(writer *w, am_type type);
void write_parameter(writer *w);
void write_penalty(writer *w, uint8_t record, bool is_amount);
am_type random_penalty_type(writer *w);
/* A penalty of this name and type, with further clauses; true when it has `only when`. */
bool write_penalty_as(writer *w, uint8_t record, bool is_amount, const char *name, am_type type,
                      const char *clauses);
void write_rounding(writer *w, am_type type);

#endif
