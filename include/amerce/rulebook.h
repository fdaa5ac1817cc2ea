/*
 * A compiled rulebook: immutable, shared between threads, and what it asks of records and reports of them.
 *
 * Places are the records of the facts: place 0 the record itself, each list's elements another, a record
 * inside a record another. Facts, outputs and clauses are numbered from 0 in the order of the rulebook; the
 * numbers hold for this rulebook only.
 */
#ifndef AMERCE_RULEBOOK_H
#define AMERCE_RULEBOOK_H

#include <amerce/diagnostics.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct amerce_rulebook amerce_rulebook;

typedef struct amerce_load_options {
    size_t size; /* sizeof(amerce_load_options): later versions add members behind */
    const amerce_allocator *allocator;
    amerce_text path; /* of the image, for messages only */
} amerce_load_options;

/* Loads a compiled rulebook (.amb). The image is checked as if it came from an enemy and is not needed
 * afterwards. AMERCE_REFUSED: *diagnostics says why. Options may be NULL. */
AMERCE_API amerce_status amerce_rulebook_load(const void *image, size_t bytes,
                                              const amerce_load_options *options, amerce_rulebook **rulebook,
                                              amerce_diagnostics **diagnostics);
/* Writes the compiled form. The same rulebook gives the same bytes. */
AMERCE_API amerce_status amerce_rulebook_save(const amerce_rulebook *rulebook, amerce_sink sink);
/* Writes the listing: facts, instructions with source lines and citations, tables, cost. */
AMERCE_API amerce_status amerce_rulebook_list(const amerce_rulebook *rulebook, amerce_sink sink);
/* Writes the narrow program, which assesses records over 64-bit counts where that says the same: which
 * amounts are counts, of what grain, and which steps are wide. Not for people, and not the same in every
 * version. */
AMERCE_API amerce_status amerce_rulebook_list_narrow(const amerce_rulebook *rulebook, amerce_sink sink);
AMERCE_API void amerce_rulebook_free(amerce_rulebook *rulebook);

AMERCE_API amerce_text amerce_rulebook_name(const amerce_rulebook *rulebook);
AMERCE_API amerce_text amerce_rulebook_title(const amerce_rulebook *rulebook);

#define AMERCE_NONE UINT32_MAX

typedef enum amerce_kind {
    AMERCE_NUMBER,
    AMERCE_WHOLE,
    AMERCE_MONEY,
    AMERCE_YESNO,
    AMERCE_DATE,
    AMERCE_MONTHS,
    AMERCE_DAYS,
    AMERCE_CODE, /* a tier or a choice */
    AMERCE_TEXT,
} amerce_kind;

/* The type of a fact or an output. */
typedef struct amerce_type {
    amerce_kind kind;
    bool is_range;
    amerce_text currency; /* of money, else empty */
    uint8_t minor_digits; /* of the currency */
    uint32_t scale;       /* of a code: for amerce_rulebook_scale_value; else AMERCE_NONE */
} amerce_type;

typedef struct amerce_place_of_facts {
    amerce_text record; /* the record's name */
    amerce_text field;  /* the field that holds it; empty for place 0 */
    uint32_t parent;    /* place, or AMERCE_NONE */
    bool is_list;       /* its records are elements of a list; else place 0 or a record inside its parent */
    bool is_optional;   /* a list that may be unknown */
    bool is_given_once; /* its facts are shared by a run: amerce_assessor_give */
} amerce_place_of_facts;

typedef struct amerce_fact {
    amerce_text name;
    amerce_text label;
    uint32_t place;
    amerce_type type;
    bool is_optional;
} amerce_fact;

typedef struct amerce_output {
    amerce_text name;
    uint32_t place;
    amerce_type type;
    uint32_t clause;
} amerce_output;

typedef enum amerce_clause_kind {
    AMERCE_CLAUSE_RULE,
    AMERCE_CLAUSE_SCHEDULE,
    AMERCE_CLAUSE_ROW,
    AMERCE_CLAUSE_PENALTY,
    AMERCE_CLAUSE_STEP,
    AMERCE_CLAUSE_PARAMETER,
    AMERCE_CLAUSE_OFFENCE,
    AMERCE_CLAUSE_EXCEPTION, /* of a rule: its parent is the rule, or the exception that it is nested under */
    AMERCE_CLAUSE_DISCRETION, /* its value is what was chosen, or the default */
    AMERCE_CLAUSE_SERIES,     /* a parameter that differs by date: it has rows, as a schedule has */
} amerce_clause_kind;

/* A declaration, a row of a schedule (or of a ladder, which is one), the number of a ladder's offence or a
 * step of a penalty, with its citation. */
typedef struct amerce_clause {
    amerce_clause_kind kind;
    amerce_text name; /* the declaration's name, or the step's words: "coefficient" */
    amerce_text label;
    amerce_text citation; /* "EMIR Annex II, I(b)" */
    amerce_text path;     /* of the rulebook text */
    uint32_t line;
    uint32_t parent; /* the clause of the declaration that a row or step belongs to, or AMERCE_NONE */
    uint32_t place;
    amerce_type type; /* of its value; for a schedule the row is told by amerce_assessor_clause_row */
    bool has_value;
    bool has_condition;
} amerce_clause;

AMERCE_API size_t amerce_rulebook_place_count(const amerce_rulebook *rulebook);
AMERCE_API size_t amerce_rulebook_fact_count(const amerce_rulebook *rulebook);
AMERCE_API size_t amerce_rulebook_output_count(const amerce_rulebook *rulebook);
AMERCE_API size_t amerce_rulebook_clause_count(const amerce_rulebook *rulebook);
/* The numbered part; false when there is none of that number. */
AMERCE_API bool amerce_rulebook_place(const amerce_rulebook *rulebook, size_t index,
                                      amerce_place_of_facts *out);
AMERCE_API bool amerce_rulebook_fact(const amerce_rulebook *rulebook, size_t index, amerce_fact *out);
AMERCE_API bool amerce_rulebook_output(const amerce_rulebook *rulebook, size_t index, amerce_output *out);
AMERCE_API bool amerce_rulebook_clause(const amerce_rulebook *rulebook, size_t index, amerce_clause *out);
/* The value number `code` of a scale: false when there is none. In tiers the least culpable is 0. */
AMERCE_API bool amerce_rulebook_scale_value(const amerce_rulebook *rulebook, uint32_t scale, size_t code,
                                            amerce_text *out);
/* The number of the fact, output or list place of that name in a place; AMERCE_NONE when there is none. */
AMERCE_API uint32_t amerce_rulebook_find_fact(const amerce_rulebook *rulebook, uint32_t place,
                                              amerce_text name);
AMERCE_API uint32_t amerce_rulebook_find_output(const amerce_rulebook *rulebook, uint32_t place,
                                                amerce_text name);
AMERCE_API uint32_t amerce_rulebook_find_place(const amerce_rulebook *rulebook, uint32_t parent,
                                               amerce_text field);
/* The place of the list at a path from the record: `infringements.priors`. */
AMERCE_API uint32_t amerce_rulebook_find_list(const amerce_rulebook *rulebook, amerce_text path);

#ifdef __cplusplus
}
#endif

#endif
