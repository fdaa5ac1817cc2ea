/*
 * A program: a rulebook as the VM runs it, in memory.
 *
 * It is made by the lowering or read from an image, verified once, immutable afterwards, and shared by any
 * number of assessors. All of its parts live in one arena. Indexes are checked by the verifier; nobody else
 * checks them again.
 *
 * Registers are columns over a domain. Domain 0 has one row a record of the batch; each list field opens a
 * child domain with one row an element; a product domain pairs each row of its parent with each element of a
 * list. That list is held by the parent's row or one around it; or, where one of these is itself a pair, by
 * the element of that pair or a record around the element. A domain of months has as many rows for each row
 * of its parent as it says. Registers of AM_DOMAIN_CONSTANT have one row, set from `constants` or computed
 * from such registers.
 */
#ifndef AM_CODE_PROGRAM_H
#define AM_CODE_PROGRAM_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/sha256.h"
#include "code/opcode.h"
#include "code/table.h"

#define AM_NO_INDEX        0xFFFFu
#define AM_DOMAIN_CONSTANT 0xFFFFu
/* Most registers, constants, instructions, tables and so on: an index is 16 bits, AM_NO_INDEX is none. */
#define AM_INDEX_MAX        65535u
#define AM_DOMAIN_DEPTH_MAX 16         /* lists and products around a row */
#define AM_PLACE_DEPTH_MAX  64         /* records around a record */
#define AM_ROW_BYTES_MAX    (1u << 20) /* of a domain's registers, with their states */
/* Most list items and cells that all instructions together may name, mask words that dense tables may repeat,
 * and four bytes of texts, so that checking a program ends soon. */
#define AM_WORK_MAX (1u << 24)

typedef struct am_constant {
    uint8_t type;    /* am_value_type, not ROW */
    int32_t integer; /* all but decimals; a text's number among the text constants, in order of their bytes */
    am_decimal decimal;
    am_slice text; /* NFC */
} am_constant;

typedef struct am_register {
    uint8_t type; /* am_value_type */
    uint8_t may;  /* AM_MAY_... */
    uint16_t domain;
    uint16_t constant; /* what a constant register holds, or AM_NO_INDEX */
} am_register;

typedef struct am_instruction {
    uint16_t opcode;
    uint16_t result;
    uint16_t operands[4]; /* a, b, c, d */
} am_instruction;

/* Where a fault of an instruction comes from; one for each instruction. */
typedef struct am_site {
    uint32_t order;  /* place in source order: the lowest of several faults is the one reported */
    uint16_t clause; /* index into clauses, or AM_NO_INDEX */
} am_site;

typedef enum am_domain_kind {
    AM_DOMAIN_RECORDS,
    AM_DOMAIN_LIST,
    AM_DOMAIN_PRODUCT,
    AM_DOMAIN_MONTHS,
} am_domain_kind;
#define AM_MONTHS_MAX 1200 /* of a row */
typedef struct am_domain {
    uint8_t kind;
    uint16_t parent; /* lower than the domain's own number; AM_NO_INDEX for domain 0 */
    uint16_t
        element; /* PRODUCT: the list's domain, whose parent holds the list; MONTHS: how many for each row */
    uint16_t across;  /* PRODUCT: the pairs, `parent` or a product above it, whose element holds the list or
                         has its holder around it; AM_NO_INDEX where `parent` or a domain above it does */
    uint16_t place;   /* LIST: the place of its elements */
    uint16_t present; /* LIST: the YESNO register over the parent that says whether the list was given: yes,
                         or needs, or unknown */
} am_domain;

/* A scale of tiers (ordered, least culpable first) or a set of choices. */
typedef struct am_scale {
    am_slice name;
    bool is_ordered;
    am_slice *values; /* as records spell them, NFC */
    uint16_t value_count;
} am_scale;

typedef struct am_unit {
    am_slice code;  /* EUR */
    uint8_t digits; /* of its minor unit */
} am_unit;

/* A record in the facts: the record itself, the elements of a list, or a record inside a record. */
typedef enum am_place_kind { AM_PLACE_ROOT, AM_PLACE_LIST, AM_PLACE_INSIDE } am_place_kind;
typedef struct am_place {
    uint8_t kind;
    am_slice record;    /* the record's name in the rulebook */
    am_slice field;     /* the field of the parent that holds it; empty for the root */
    uint16_t parent;    /* lower than its own number; AM_NO_INDEX for place 0, the root */
    uint16_t domain;    /* INSIDE: the parent's */
    bool is_optional;   /* a list that may be unknown */
    bool is_given_once; /* INSIDE the root: the same for all records of a run */
} am_place;

typedef struct am_bounds {
    uint16_t lowest; /* constants, or AM_NO_INDEX */
    uint16_t highest;
    bool is_lowest_out; /* the bound itself is out */
    bool is_highest_out;
} am_bounds;

/* A field that holds a value: what the reader fills. */
typedef struct am_fact {
    am_slice name;
    am_slice label;
    uint16_t place;
    uint8_t kind; /* am_kind */
    bool is_range;
    bool is_optional;
    uint16_t scale;       /* CODE, else AM_NO_INDEX */
    uint16_t unit;        /* MONEY, else AM_NO_INDEX */
    uint16_t column;      /* register; a range's lowest */
    uint16_t column_high; /* a range's highest, else AM_NO_INDEX */
    am_bounds bounds;
} am_fact;

/* What the facts of a place's rows must meet: a record that has a row where this is no is refused. */
typedef struct am_fact_check {
    am_slice message;
    am_slice citation;
    uint16_t place;
    uint16_t column; /* YESNO; no skip is around it */
    uint16_t source; /* index into sources */
    uint32_t line;
} am_fact_check;

/* A fact that a decision-maker may state within its bounds. Both ends are there, unless it is a code or
 * yes/no; one that is open is as far as a choice can be stated, am_program_open_end, and no end of the law.
 */
typedef struct am_discretion {
    uint16_t fact;      /* optional, and no range; each has at most one */
    uint16_t clause;    /* a DISCRETION */
    uint16_t fallback;  /* a constant: what holds where it is not stated */
    am_slice authority; /* whose it is */
    bool is_lowest_open;
    bool is_highest_open;
} am_discretion;

/* A value that fitting may change: a constant register of its own. */
#define AM_CALIBRATION_ALWAYS INT32_MIN
typedef struct am_calibration {
    uint16_t clause; /* a PARAMETER, whose kind is the value's */
    uint16_t column;
    uint16_t lowest; /* constants */
    uint16_t highest;
    int32_t from; /* the day from which a version holds, or AM_CALIBRATION_ALWAYS */
} am_calibration;

typedef struct am_output {
    am_slice name;
    uint16_t place;
    uint8_t kind;
    bool is_range;
    uint16_t scale;
    uint16_t unit;
    uint16_t column;
    uint16_t column_high;
    uint16_t clause;
} am_output;

/* The citation map: what a person calls a declaration, a step or a row, and which registers hold it. */
typedef enum am_clause_kind {
    AM_CLAUSE_RULE,
    AM_CLAUSE_SCHEDULE,
    AM_CLAUSE_ROW, /* column: AM_NO_INDEX; `row` tells which */
    AM_CLAUSE_PENALTY,
    AM_CLAUSE_STEP,
    AM_CLAUSE_PARAMETER,
    AM_CLAUSE_OFFENCE,    /* of a ladder, whose own clause is a schedule's: the number of the offence */
    AM_CLAUSE_EXCEPTION,  /* of a rule or of another exception; those of one follow each other. Column: the
                             rule's value, which is the exception's where its condition is yes */
    AM_CLAUSE_DISCRETION, /* column: what was chosen, or the default */
    AM_CLAUSE_SERIES,     /* a parameter that differs by date: as a schedule */
} am_clause_kind;
typedef struct am_clause {
    uint8_t kind;
    uint8_t value_kind; /* am_kind of the columns */
    am_slice name;      /* the declaration's, or the step's verb: "coefficient" */
    am_slice label;     /* "over 6 months", or empty */
    am_slice citation;  /* EMIR "Annex II, I(b)" as `EMIR Annex II, I(b)` */
    uint16_t source;    /* index into sources */
    uint32_t line;
    uint16_t parent; /* the declaration of a step or row, or the one that a version belongs to, lower than its
                        own number; else AM_NO_INDEX */
    uint16_t place;  /* AM_NO_INDEX only where no column or condition is, or they are constant */
    uint16_t
        column; /* the value, after the step; the row picked for a schedule's, a ROW register. A clause alone
                   may name registers of a skipped part: they hold nothing where the part was skipped */
    uint16_t column_high;
    uint16_t condition; /* a step's `when`; whether an exception prevails, or a version is the one that
                           applies: a YESNO register, or AM_NO_INDEX */
    uint16_t row;       /* of a schedule, from 0; an exception's number among its neighbours */
    uint16_t unit;
    uint16_t scale;
    uint32_t first_phrase; /* in phrases */
    uint32_t phrase_count;
} am_clause;

/* What a clause says in one place, and the registers of what stands there. Only explanations look at it. */
typedef enum am_phrase_kind {
    AM_PHRASE_VALUE, /* a declaration's or row's value, one a result; the operand of a step */
    AM_PHRASE_EACH,  /* how many times a step is repeated */
    AM_PHRASE_WHEN,  /* the condition of a step, or on which a penalty applies at all */
    AM_PHRASE_TEST, /* a condition column of a schedule, or a row's cell in it, in the order of the columns */
    AM_PHRASE_IN_FORCE,     /* the `in force` column of a schedule; its cells are TESTs as others */
    AM_PHRASE_CLOCK,        /* the date that decides which law applies */
    AM_PHRASE_ASKED_WHEN,   /* an exception is asked only where this is yes, or only where it is not; the */
    AM_PHRASE_ASKED_UNLESS, /* outermost such condition comes first, and has no words */
    AM_PHRASE_LAW,          /* from when to when the declaration, or version, is law: words alone */
    AM_PHRASE_READ,         /* what the phrase before it, of another kind, reads */
} am_phrase_kind;
/* Most phrases that a compiler makes; what is beyond goes unsaid. */
#define AM_PHRASES_MAX (1u << 17)
typedef struct am_phrase {
    uint8_t kind;
    uint8_t value_kind; /* am_kind of the columns */
    am_slice words;     /* as the rulebook's text has them, on one line; NFC */
    uint16_t column; /* over the records, a list or constant; AM_NO_INDEX: words alone. What stands behind a
                        step's `when` or repetition, or in a row, may be in a part that is skipped where that
                        is not met */
    uint16_t column_high;
    uint16_t unit;
    uint16_t scale;
    uint16_t clause; /* READ: of the declaration that is read, or AM_NO_INDEX */
} am_phrase;

/* Whether it is a step, row, offence or exception of what is its parent; else it is a declaration, whose
 * parent, if any, chooses among its versions. */
static inline bool am_clause_is_part(const am_clause *clause) {
    return clause->kind == AM_CLAUSE_STEP || clause->kind == AM_CLAUSE_ROW ||
           clause->kind == AM_CLAUSE_OFFENCE || clause->kind == AM_CLAUSE_EXCEPTION;
}

/* Whether its column holds the row that is picked, and its value is that row's. */
static inline bool am_clause_has_rows(const am_clause *clause) {
    return clause->kind == AM_CLAUSE_SCHEDULE || clause->kind == AM_CLAUSE_SERIES;
}

typedef struct am_list {
    uint32_t start; /* in list_items */
    uint32_t count;
} am_list;

/* A schedule's result column whose cells are constants. */
#define AM_CELL_NOT_COVERED 0xFFFFu /* faults */
typedef struct am_column_table {
    uint8_t type;    /* am_value_type */
    uint16_t *cells; /* constants, a row of the table each, or AM_CELL_NOT_COVERED */
    uint16_t row_count;
} am_column_table;

/* A comparison of laws for each row of a place: which of those in force from a first to a last date is the
 * mildest. */
typedef struct am_law {
    uint16_t place;
    uint16_t instruction; /* LAW: the first and the last date, and what was chosen */
    bool is_two;          /* the laws of the two dates alone, not those between them */
    uint16_t *outputs;    /* of the place: less is milder */
    uint16_t output_count;
} am_law;

/* What the outputs that are compared rest on, and when that was law. */
typedef struct am_law_source {
    am_slice citation;  /* empty: a repeal, or a version that cites nothing */
    uint32_t provision; /* what its versions and repeals have in common: each goes on until the next */
    am_date from;
    am_date until;     /* the first day on which it says itself that it is no longer; AM_DATE_MAX + 1: none */
    am_date published; /* from this day on it is known */
} am_law_source;

/* A day on which some law begins or ends. */
typedef struct am_change {
    am_date day;
    am_date published; /* the first day on which something of that is known */
} am_change;

/* The edition of the language: what rulebooks mean. It rises when the meaning of one that compiles changes.
 */
#define AM_LANGUAGE_EDITION 1

typedef struct am_program {
    uint8_t edition;  /* that it was compiled for; 1 to AM_LANGUAGE_EDITION */
    am_digest digest; /* of the rulebook's texts, in the order of `sources` */
    am_slice name;    /* eu.emir.trade_repositories */
    am_slice title;
    uint16_t unit;     /* the rulebook's currency, or AM_NO_INDEX */
    am_slice *sources; /* paths of the rulebook texts: UTF-8, in whatever normal form */
    uint32_t source_count;
    am_constant *constants;
    uint32_t constant_count;
    uint32_t text_count; /* of constants that are texts */
    am_register *registers;
    uint32_t register_count;
    am_instruction *instructions;
    am_site *sites;
    uint32_t instruction_count;
    am_domain *domains;
    uint32_t domain_count;
    am_scale *scales;
    uint32_t scale_count;
    am_unit *units;
    uint32_t unit_count;
    am_place *places;
    uint32_t place_count;
    am_calendar *calendars;
    uint32_t calendar_count;
    am_fact *facts;
    uint32_t fact_count;
    am_fact_check *checks;
    uint32_t check_count;
    am_discretion *discretions;
    uint32_t discretion_count;
    am_calibration *calibrations;
    uint32_t calibration_count;
    am_output *outputs;
    uint32_t output_count;
    am_clause *clauses;
    uint32_t clause_count;
    am_phrase *phrases;
    uint32_t phrase_count;
    uint16_t *list_items; /* registers */
    uint32_t list_item_count;
    am_list *lists;
    uint32_t list_count;
    am_table *tables;
    uint32_t table_count;
    am_column_table *columns;
    uint32_t column_count;
    am_law *laws;
    uint32_t law_count;
    am_change *changes; /* of what `laws` compare; the days rise */
    uint32_t change_count;
    am_law_source *law_sources;
    uint32_t law_source_count;
} am_program;

/* Digits after the point that a number may have which is left to discretion: the values between two ends are
 * then so many that each has a next one. */
#define AM_DISCRETION_PLACES 12
/* The discretion that a fact is left to, or NULL. */
const am_discretion *am_program_discretion_of(const am_program *program, const am_fact *fact);
/* How far a choice can be stated that has no lowest, or no highest value; false where choices always have
 * both. */
bool am_program_open_end(const am_program *program, const am_fact *fact, bool is_highest, am_constant *out);

/* The states that the result of an instruction can have, from its operands' and its row of the opcode table:
 * what the lowering gives a new register and the verifier demands of it. */
uint8_t am_instruction_may(const am_program *program, const am_instruction *instruction);

/* Calls `use` for each register that an instruction reads, those of its lists too. */
void am_instruction_each_operand(const am_program *program, const am_instruction *instruction,
                                 void (*use)(void *context, uint16_t column), void *context);

/* Instructions' cost a row of each domain; `costs` has domain_count items, and the constant part is returned.
 * An instruction with a list counts once more for each of its items; a fold counts by the rows of the list's
 * domain. */
uint64_t am_program_cost(const am_program *program, uint64_t *costs);

#endif
