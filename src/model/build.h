/*
 * What the files of the model share while it is being made: the maker, name tables, contexts of expressions.
 *
 * A file of syntax becomes a header (its book); a declaration with a value becomes a pending one until its
 * body is resolved. Every function accepts the NULL that an exhausted arena leaves and hands it on; a tree
 * that was not readable (an ERROR node, a child that is missing) becomes an expression of type ERROR without
 * another message. Trees are shallow enough for recursion: the parser sees to it. Private to src/model.
 */
#ifndef AM_MODEL_BUILD_H
#define AM_MODEL_BUILD_H

#include "model/model.h"

/* How deep records may lie in one another, and aggregates in one another. */
#define AM_RECORD_DEPTH_MAX    16
#define AM_AGGREGATE_DEPTH_MAX 16
/* Rows, values, fields and columns are counted in 16 bits. */
#define AM_ITEMS_MAX 65000

#define AM_DECLARATIONS_MAX 4000

/* Names */

typedef enum am_symbol_kind {
    AM_SYMBOL_FIELD,
    AM_SYMBOL_DECLARATION,
    AM_SYMBOL_RECORD,
    AM_SYMBOL_SET,
    AM_SYMBOL_VALUE,
    AM_SYMBOL_SOURCE,
    AM_SYMBOL_BOOK,
    AM_SYMBOL_CALENDAR,
} am_symbol_kind;

typedef struct am_symbol {
    const void *owner; /* the space of names: a record, a value set, a header, or an address in the maker */
    am_slice name;
    am_span span;
    am_symbol_kind kind;
    void *item;
    uint16_t number; /* of a value in its set */
} am_symbol;

typedef struct am_symbols {
    am_symbol **items; /* in order of declaration */
    size_t count;
    size_t capacity;
    uint32_t *slots; /* open addressing; 0 is free, else the item's number + 1 */
    size_t slot_count;
} am_symbols;

typedef struct am_header { /* one a file */
    am_book *book;
    const am_node *file;
    const am_node *node;     /* RULEBOOK, or NULL */
    const am_node *dated_by; /* or NULL */
    const am_node *mildest;  /* or NULL */
    am_slice only_source;    /* its key, when there is exactly one */
    unsigned source_count;
    bool is_currency_missed; /* reported already, as are the next two */
    bool is_month_end_missed;
    bool is_in_force_missed;
} am_header;

typedef enum am_progress { AM_PROGRESS_NEW, AM_PROGRESS_BUSY, AM_PROGRESS_DONE } am_progress;

typedef struct am_reading { /* a declaration reads another */
    am_declaration *read;
    am_span span;
} am_reading;

/* An argument of a rule. */
typedef struct am_argument {
    am_slice name;
    am_type type;
    am_span span;
} am_argument;

/* What an argument stands for where its rule is called. It may be read inside aggregates of the rule, which
 * it was not written in: then the aggregates that it counts are further out. */
typedef struct am_binding {
    am_slice name;
    am_expr *value;
    am_expr *lifted[AM_AGGREGATE_DEPTH_MAX +
                    1]; /* by aggregates of the rule around the reading; as they are needed */
} am_binding;

/* The rules that are being expanded in one another, the innermost first. */
typedef struct am_expansion {
    const struct am_pending *rule;
    const struct am_expansion *outer;
    unsigned depth;
    am_binding *bindings;
    size_t count;
} am_expansion;

typedef struct am_pending {
    am_declaration *declaration;
    const am_node *node;
    am_header *header;
    am_progress progress;
    bool has_type;    /* written */
    bool needs_clock; /* a parameter that differs by date */
    am_reading *readings;
    size_t reading_count;
    size_t reading_capacity;
    struct am_pending *same_name;
    bool has_end;                 /* `in force` says until when */
    bool is_date_lost;            /* its days could not be read */
    bool is_listed;               /* among the outputs; a head stands where its first version does */
    bool is_clock_lost;           /* its own clock could not be read */
    struct am_pending *head;      /* of a version */
    struct am_pending **versions; /* of a head: by the day from which they are in force */
    size_t version_count;
    size_t version_capacity;
    const am_record *home;  /* not its own, but the one whose names it reads, which was reported */
    bool is_unplaced;       /* its record could not be read */
    am_argument *arguments; /* of a rule that has them, else NULL */
    size_t argument_count;
    bool is_wrong;   /* a rule with arguments that has a mistake of its own */
    int32_t *places; /* digits after the point, one a result column; AM_PLACES_ANY */
} am_pending;

typedef struct am_maker {
    am_arena *arena;
    const am_sources *sources;
    am_diagnostics *diagnostics;
    am_model *model;
    am_header *headers;
    size_t header_count;
    am_symbols symbols;
    const am_node **set_nodes;
    am_header **set_headers;
    const am_node **record_nodes;
    am_header **record_headers;
    am_pending **pendings;
    size_t pending_count;
    size_t pending_capacity;
    size_t unit_capacity;
    size_t rate_capacity;
    am_record month; /* what `its` means inside a sum over months; none of the model's records */
    bool is_cut;     /* a declaration was not resolved for its readers' sake, read at `cut` */
    am_span cut;
    uint32_t expanded; /* expressions that calls of rules have made, and whether there were too many */
    bool is_expansion_told;
    unsigned resolving; /* declarations resolved in one another */
    char types, parameters, rulebooks, declared, members, lost, calendars; /* owners of names */
    uint32_t lost_count;    /* names that were not reported for it */
    bool is_nesting_unsure; /* which record holds another was not told */
    bool is_book_missing;   /* a rulebook that is used was not found */
} am_maker;

/* Contexts of expressions */

typedef struct am_fact { /* shown to be known by a condition around */
    const am_expr *read;
    unsigned level;
    const struct am_fact *next;
} am_fact;

typedef struct am_keep { /* what an `if known` item needs to be known */
    am_expr **known;
    size_t count;
    size_t capacity;
    unsigned level;
} am_keep;

typedef struct am_context {
    am_maker *maker;
    am_header *header;
    am_record *record;  /* whose names are bare; NULL: only parameters are read */
    unsigned lift;      /* how many records further in the reader stands */
    am_pending *reader; /* or NULL */
    am_record *elements[AM_AGGREGATE_DEPTH_MAX];
    unsigned element_count;
    const am_fact *facts;
    am_keep *keep;
    unsigned around;               /* aggregates around the call whose rule is read */
    const am_expansion *expansion; /* or NULL */
    bool is_type_lost;             /* the type expected was reported already: names of values say nothing */
    bool is_constant;              /* no facts may be read */
    bool is_facts_only;            /* no declarations but constants may be read */
    bool is_check;                 /* of a record: as is_facts_only, and told so */
    bool is_at_date;               /* a parameter is read at a date that is written there */
} am_context;

am_context am_context_of(am_maker *maker, am_header *header, am_record *record, am_pending *reader);

/* lost.c */
/* Gathers the words of the texts that could not be read. */
void am_lost_collect(am_maker *maker);
/* Whether the name may well be declared where nothing could be read. */
bool am_name_is_lost(const am_maker *maker, am_diag diag, am_slice name);
/* A type or a record that is not there: whatever else names it is the same mistake. */
void am_name_lose(am_maker *maker, am_slice name, am_span span, bool is_told);
/* Whether the declaration was told of the name, once: it may well read it often. */
bool am_name_is_told(const am_context *context, am_slice name);
void am_name_tell(am_context *context, am_slice name);
/* A name that is not known here, but in another record: says so, and remembers it for the declaration. */
void am_astray_note(am_context *context, am_diagnostic *diagnostic, am_slice name);
/* Whether the name is known in the record of which the declaration was told so. */
bool am_astray_is_told(const am_context *context, am_slice name);
/* What was reported, and what was not for something that was. */
uint32_t am_mistake_count(const am_maker *maker);
/* Whether a declaration of the name is in another record than the one it belongs to, as was reported. */
bool am_member_is_astray(am_maker *maker, const am_record *record, am_slice name);

/* symbols.c */
am_symbol *am_symbols_find(const am_symbols *symbols, const void *owner, am_slice name);
/* Declares a name; NULL when the owner has it already (reported, with a note), or the arena is exhausted. */
am_symbol *am_symbols_declare(am_maker *maker, am_symbol symbol);
/* Declares a field or a declaration of a record, also in the space of all members. */
am_symbol *am_member_declare(am_maker *maker, am_symbol symbol);
/* As am_symbols_declare, silent: NULL when the owner has it already. */
am_symbol *am_symbols_put(am_maker *maker, am_symbol symbol);
typedef struct am_guess { /* the nearest name so far */
    am_slice wrong;
    am_slice best;
    unsigned limit; /* edits that a better one may need */
} am_guess;
/* Nothing is guessed once so many errors were reported that no more are kept. */
am_guess am_guess_of(const am_maker *maker, am_slice wrong);
void am_guess_try(am_guess *guess, am_slice name);
void am_guess_owner(am_guess *guess, const am_symbols *symbols, const void *owner);
am_slice am_join(am_maker *maker, const am_slice *parts, size_t count);
#define AM_JOIN(maker, ...)                           \
    am_join((maker), (const am_slice[]){__VA_ARGS__}, \
            sizeof((const am_slice[]){__VA_ARGS__}) / sizeof(am_slice))
am_slice am_count_text(am_maker *maker, uint64_t count);
am_slice am_span_text(const am_maker *maker, am_span span);
/* Whether reading stopped behind the node on its own line: what was read of it may not be what was meant. */
bool am_is_broken_off(const am_maker *maker, const am_node *node);
am_diagnostic *am_report(am_maker *maker, am_diag diag, am_span span, const am_slice *arguments,
                         size_t count);
/* NULL also where the name may well be declared in text that could not be read. */
am_diagnostic *am_report_guess(am_maker *maker, am_diag diag, am_span span, am_guess guess,
                               const am_slice *arguments, size_t count);
/* "`ladder` is not assessed by this edition" */
void am_report_later(am_maker *maker, am_span span, am_slice construct);
/* False, and a message at the span, when there are more than AM_ITEMS_MAX. */
bool am_count_fits(am_maker *maker, size_t count, am_span span, am_slice what);

/* types.c */
am_type am_type_of(am_type_kind kind);
am_type am_type_money(uint16_t unit);
bool am_type_is_same(am_type a, am_type b); /* but for being optional */
bool am_type_is_number(am_type type);       /* a number or whole, no range */
bool am_type_is_exact(am_type type);        /* money or whole, ranges of them too */
bool am_type_is_ordered(const am_maker *maker, am_type type);
/* The type that both fit: whole beside number is number. False when there is none. */
bool am_type_join(am_type a, am_type b, am_type *out);
am_slice am_type_words(am_maker *maker, am_type type);
/* The type that a TYPE node names; records and lists only where they may stand. */
am_type am_type_of_node(am_maker *maker, am_header *header, const am_node *node, bool is_field);
/* The expression where the type is expected: reports and gives an ERROR when it does not fit. */
am_expr *am_expect(am_context *context, am_expr *expr, am_type type);
am_expr *am_expect_number(am_context *context, am_expr *expr);

/* books.c */
bool am_headers_build(am_maker *maker, const am_model_file *files, size_t count);
void am_headers_finish(am_maker *maker);
uint16_t am_unit_of(am_maker *maker, am_slice code, am_span span);
/* The citation of a node's PER clauses; `inherited` when it has none. */
/* Of one PER, or of a text without a key. */
am_slice am_citation_one(am_maker *maker, am_header *header, const am_node *per);
am_slice am_citation_of(am_maker *maker, am_header *header, const am_node *node, am_slice inherited);
am_slice am_label_of(const am_node *node);
bool am_date_literal(am_context *context, const am_node *node, am_date *out);

/* sets.c */
void am_sets_build(am_maker *maker);
void am_attributes_build(am_maker *maker);

/* records.c */
void am_records_build(am_maker *maker);
void am_bounds_build(am_maker *maker);

/* given.c: records given once */
/* Whether the record's clauses say so. */
bool am_record_is_given_once(const am_node *node);
/* Room for the fields of the root that hold them is a record's own count and this. */
size_t am_given_count(const am_maker *maker);
/* The root holds them, once it is known. */
void am_given_join(am_maker *maker);
/* The field of the root that holds the record, when it is given once; else NULL. */
const am_symbol *am_given_find(am_context *context, const am_record *record, am_scope *scope);

/* record_checks.c */
void am_checks_build(am_maker *maker);

/* calendars.c */
void am_calendars_build(am_maker *maker);
/* `working days between a and b in C`, `d + n working days in C`. */
am_expr *am_working_days_read(am_context *context, const am_node *node);

/* rates.c */
am_type am_rate_type(am_maker *maker, const am_node *node);
/* Money times or by a rate; NULL when neither operand is a rate. */
am_expr *am_rate_apply(am_context *context, am_expr_kind kind, am_span span, am_expr *a, am_expr *b);

/* months.c */
am_expr *am_months_read(am_context *context, const am_node *node, am_type hint);

/* elements.c */
/* `its position`, or the declaration's own element's, and `its month`, where nothing else is called so. */
am_expr *am_element_word_read(am_context *context, const am_node *path);

/* discretions.c */
/* Gives records a field for each discretion that is theirs. */
void am_discretions_place(am_maker *maker);
void am_discretion_resolve(am_context *context, am_pending *pending);
/* The field that a record states under the symbol's name: its own, or a discretion's; NULL for others. */
const am_field *am_symbol_field(const am_symbol *symbol);

/* calibration.c */
/* The value of a parameter, as one that may be fitted where it says `calibrate`. */
am_expr *am_calibrated(am_context *context, am_pending *pending, am_expr *value);
/* Reports what is no constant where one must stand: also a parameter that may be fitted. */
void am_report_varying(am_context *context, const am_expr *value);
/* Reports a parameter that may be fitted where a constant must stand. */
bool am_is_fitted_too_late(am_context *context, const am_declaration *parameter, am_span span);

/* clocks.c */
void am_clocks_build(am_maker *maker);
/* The expression of a DATED_BY node in a record; `lift`: how many records further out its names begin. */
am_expr *am_clock_read(am_maker *maker, am_header *header, am_record *record, const am_node *dated_by,
                       unsigned lift);

/* How many records further out `outer` lies; -1 when it does not enclose `inner`. */
int am_record_steps_out(const am_record *inner, const am_record *outer);

/* mildest.c */
/* Where a header states it, the clocks of the record compared show the law that is tried. */
void am_mildest_date(am_maker *maker);
/* Whether what is compared can be. */
void am_mildest_check(am_maker *maker);
/* Whether a record is the one compared, or is held by it. */
bool am_mildest_covers(const am_mildest *mildest, const am_record *record);
/* mildest_reads.c: reports what is compared and reads what becomes of other elements */
void am_mildest_check_reads(am_maker *maker, const am_declaration *by, am_span span);
/* mildest_days.c: the days on which law changes, and what is cited for it */
void am_mildest_find_days(am_maker *maker);

/* versions.c */
/* The head that a dated declaration shares with the one declared under its name before; NULL when these are
 * no versions. */
am_pending *am_version_join(am_maker *maker, am_symbol *symbol, am_pending *pending);
/* Clocks and days of all declarations; reports versions that overlap or leave days out. */
void am_versions_date(am_maker *maker);
am_slice am_day_text(am_maker *maker, am_date day);
/* The value of a head. */
void am_versions_resolve(am_context *context, am_pending *head);

/* series.c */
/* A parameter that says when it is in force becomes a series: its value or its table, as long as it is law.
 */
void am_parameter_date(am_context *context, am_pending *pending);
/* The series of a parameter's versions. */
void am_parameter_join(am_context *context, am_pending *head);

/* published.c: from when law is known */
void am_published_read(am_maker *maker, am_pending *pending);
void am_book_published_read(am_maker *maker, am_header *header);
/* Of a cell of an `in force` column, whose `from` is known. */
void am_cell_published_read(am_context *context, const am_node *cell, am_cell_test *out);

/* parameter_clock.c */
/* Reports a clock of a parameter that decides nothing. */
void am_parameter_clock_check(am_maker *maker, const am_pending *pending);
/* The value of a parameter; of one that has a clock of its own, on the date that it names. */
am_expr *am_parameter_by_clock(am_context *context, am_expr *value);

/* scopes.c */
typedef struct am_found {
    const am_symbol *symbol;
    am_scope scope;
    const am_node *segment; /* the name that was found */
} am_found;
/* A member of the context's record or one around it; *outer is the next one further out, if any. */
const am_symbol *am_bare_find(const am_context *context, am_slice name, am_scope *scope,
                              const am_symbol **outer);
/* What the path's first name is; false after a message. */
bool am_path_find(am_context *context, const am_node *path, am_type hint, am_found *found);
/* Follows fields that are records; false after a message. */
bool am_path_follow(am_context *context, am_found *found);
const am_record *am_element_innermost(const am_context *context); /* NULL outside all lists */
am_slice am_symbol_owner_name(const am_symbol *member);
/* Whether a bare name is a value of some tiers or choice. */
bool am_path_is_value(const am_context *context, const am_node *path);
/* Whether the path's first name can be read here, whatever it means. */
bool am_path_is_readable(am_context *context, const am_node *path);

/* paths.c */
typedef enum am_want { AM_WANT_VALUE, AM_WANT_KNOWN, AM_WANT_LIST } am_want;
/* What a PATH means. VALUE: narrowed where it is known; KNOWN: the FIELD, VALUE or list itself; LIST: a FIELD
 * of type LIST. */
am_expr *am_path_resolve(am_context *context, const am_node *path, am_type hint, am_want want);
am_expr *am_value_find(am_context *context, am_slice name, am_span span, uint16_t set);

/* value_on.c: `NAME on DATE`. */
am_expr *am_value_on(am_context *context, const am_node *node);

/* expr.c */
am_expr *am_expr_new(am_context *context, am_expr_kind kind, am_span span, am_type type);
/* With up to three operands (the first NULL ends them); NULL when `count` of them are not there. */
am_expr *am_expr_make(am_context *context, am_expr_kind kind, am_span span, am_type type, unsigned count,
                      am_expr *a, am_expr *b, am_expr *c);
am_expr *am_expr_error(am_context *context, am_span span);
am_expr *am_expr_decimal(am_context *context, am_span span, am_type type, am_decimal value);
am_expr *am_expr_integer(am_context *context, am_span span, am_type type, int64_t value);
bool am_expr_is_error(const am_expr *expr);    /* also NULL */
bool am_expr_is_constant(const am_expr *expr); /* a CONSTANT, or a RANGE of two */
bool am_expr_is_same(const am_expr *a, const am_expr *b);
/* Orders two constants of one type. */
int am_constant_compare(const am_expr *a, const am_expr *b);
/* Any expression, as it stands: its type may be optional. `hint` helps to read names of values; ERROR for
 * none. */
am_expr *am_expr_read(am_context *context, const am_node *node, am_type hint);
/* An expression whose value is used: what may be unknown must have been shown to be known. */
am_expr *am_expr_value(am_context *context, const am_node *node, am_type hint);
/* The same, of a type. */
am_expr *am_expr_typed(am_context *context, const am_node *node, am_type type);
am_expr *am_expr_condition(am_context *context, const am_node *node);
/* An item that is left out where something in it is unknown; reports when nothing in it may be. */
am_expr *am_expr_optional(am_context *context, const am_node *node, am_type hint);
/* The expression unwrapped, where it may be unknown and a condition around shows that it is known. */
am_expr *am_expr_discharge(am_context *context, am_expr *expr);
/* The expression unwrapped, where a condition around shows that it is known; else as it is. */
am_expr *am_expr_narrow(am_context *context, am_expr *expr);
/* The same for a list that may be unknown; false after a message. */
bool am_list_discharge(am_context *context, am_expr *list);
/* Two expressions of which either may be the name of a value of the other's type. */
void am_expr_pair(am_context *context, const am_node *left, const am_node *right, am_type hint, am_expr **a,
                  am_expr **b);

/* literals.c */
am_expr *am_literal_read(am_context *context, const am_node *node, am_type hint);

/* operators.c */
am_expr *am_operator_read(am_context *context, const am_node *node, am_type hint);
am_expr *am_add(am_context *context, am_span span, am_expr *a, am_expr *b);
am_expr *am_subtract(am_context *context, am_span span, am_expr *a, am_expr *b);
am_expr *am_multiply(am_context *context, am_span span, am_expr *a, am_expr *b);
/* A unit to round something of a type to: reports when it does not fit, or is a constant not above 0. */
am_expr *am_unit_read(am_context *context, const am_node *node, am_type type);
void am_report_operands(am_context *context, am_span span, am_slice operator, const am_expr * a,
                        const am_expr *b);

/* functions.c */
bool am_is_function(am_slice name);
am_expr *am_function_read(am_context *context, const am_node *node, am_type hint);

/* conditions.c */
am_expr *am_condition_read(am_context *context, const am_node *node);
/* Adds what the condition shows to be known when it is yes (or no). */
void am_facts_add(am_context *context, const am_expr *condition, bool truth);
am_expr *am_condition_join(am_context *context, am_expr_kind kind, am_span span, am_expr **items,
                           size_t count);

/* ranges.c */
typedef struct am_range_nodes {
    const am_node *lowest; /* NULL: open */
    const am_node *highest;
    bool is_lowest_out;
    bool is_highest_out;
} am_range_nodes;
am_range_nodes am_range_nodes_of(const am_node *range);
/* A RANGE node as a value with both ends. */
am_expr *am_range_read(am_context *context, const am_node *node, am_type hint);
am_expr *am_in_read(am_context *context, const am_node *node);
am_expr *am_within_read(am_context *context, const am_node *node);
am_expr *am_limited_read(am_context *context, const am_node *node, am_type hint);
/* Constant ends of a declared range or a cell item; false after a message. */
bool am_interval_read(am_context *context, const am_node *node, am_type type, am_interval *out);
/* Reports a range from which nothing is left. */
bool am_interval_check(am_context *context, const am_interval *interval, am_span span);

/* lists.c */
am_expr *am_items_read(am_context *context, const am_node *node, am_type hint);
am_expr *am_over_read(am_context *context, const am_node *node, am_type hint);
/* The list that a path means, NULL after a message; and an aggregate over it. */
am_expr *am_list_read(am_context *context, const am_node *path);
/* The same of a list that may be unknown. */
am_expr *am_list_find(am_context *context, const am_node *path);
am_expr *am_over_make(am_context *context, am_span span, const am_expr *list, am_over parts);
/* Whether values of the type can be gathered; reports why not. */
bool am_may_gather(am_context *context, am_gather gather, const am_expr *value);
/* The elements of the list become those that `its` means; false after a message. The caller takes them away
 * again. */
bool am_elements_enter(am_context *context, const am_expr *list, am_span span);

/* declarations.c */
void am_declarations_collect(am_maker *maker);
void am_declarations_place(am_maker *maker);

/* occurrences.c: an order of the pending declarations in which most are behind what they read. */
bool am_order_guess(am_maker *maker, uint32_t *order);

/* bodies.c */
void am_declarations_resolve(am_maker *maker);
/* Resolves what is read, if need be, and notes who reads it. */
void am_pending_resolve(am_maker *maker, am_pending *pending);
void am_declaration_read(am_context *context, am_declaration *declaration, am_span span);
/* The clock of the declaration that is read, or else of the record; NULL when there is none. */
am_expr *am_clock_of(const am_context *context);

/* What a bare name is as a member of the record or of one around it, and of which of them. Where a call is
 * given, a name found further out too is reported. */
const am_symbol *am_member_find(am_context *context, am_slice name, const am_node *call, unsigned *lift,
                                am_record **record);

/* calls.c */
/* The arguments that a rule declares. */
void am_arguments_declare(am_maker *maker, am_pending *pending);
/* Checks a rule with arguments by itself, whoever calls it. */
void am_rule_check(am_context *context, am_pending *pending);
/* A call of a rule that can be read here, written out; NULL when no rule has the name. */
am_expr *am_call_read(am_context *context, const am_node *call);
/* What an argument, as it is read here, stands for around all aggregates but the outer `level` of its rule;
 * NULL when it is none. */
const am_expr *am_binding_outside(am_context *context, const am_expr *read, unsigned level);
/* What the argument of that name stands for; NULL when there is none. */
am_expr *am_binding_read(am_context *context, const am_node *path);

/* exceptions.c */
/* The value with the exceptions that stand under the node, of the type written (or NULL). `citation` is that
 * of what they are exceptions to. */
am_expr *am_exceptions_read(am_context *context, const am_node *node, am_expr *general, const am_type *type,
                            am_slice citation);
/* overlaps.c: reports exceptions of an EXCEPT that plainly can hold at once. */
void am_overlaps_check(am_context *context, const am_expr *except);

/* outputs.c */
/* What a name of an output means; NULL after a message. */
const am_symbol *am_output_find(am_maker *maker, const am_node *node);
void am_outputs_build(am_maker *maker);

/* tests.c */
void am_tests_build(am_maker *maker);

/* properties.c */
void am_properties_build(am_maker *maker);
/* Numbers their rules behind the model's declarations. */
void am_properties_number(am_maker *maker);

/* schedule.c */
void am_schedule_build(am_context *context, am_pending *pending);
void am_series_build(am_context *context, am_pending *pending);

/* row_citations.c */
bool am_is_citation_column(const am_node *head_cell);
/* What a cell of that column says; empty for `-`, and where it is reported. */
am_slice am_row_citation(am_context *context, const am_node *cell);

/* ladder.c */
void am_ladder_build(am_context *context, am_pending *pending);
/* Whether the header of a condition column is a ladder's `offence`. */
bool am_ladder_is_offence(const am_context *context, const am_node *header);
/* The item of a cell of that column. */
void am_ordinal_read(am_context *context, const am_node *node, am_test_item *out);

/* rungs.c: what is asked of a ladder's rows */
void am_rungs_check(am_context *context, const am_declaration *declaration);

/* cells.c */
/* Whether two rows are equal in all cells but those of `in force` and of the column `skip` (-1: none); equal
 * rows have equal hashes. */
bool am_row_is_same(const am_schedule *schedule, const am_table_row *a, const am_table_row *b, int skip);
uint64_t am_row_hash(const am_schedule *schedule, const am_table_row *row, int skip);
void am_cell_read(am_context *context, const am_condition *condition, const am_node *cell, am_cell_test *out);

/* item_sets.c: the items of a cell that was read as a set. */
void am_items_settle(am_arena *arena, am_cell_test *test);
/* Ends each dated row where the same row begins again; reports rows that stand twice. */
void am_rows_date(am_context *context, am_schedule *schedule);

/* penalty.c */
void am_penalty_build(am_context *context, am_pending *pending);

/* order.c */
typedef struct am_graph { /* the edges of node n are targets[starts[n]] to targets[starts[n + 1] - 1] */
    uint32_t count;
    uint32_t *starts;
    uint32_t *targets;
} am_graph;
typedef void am_on_cycle(void *context, const uint32_t *nodes, const uint32_t *edges, size_t count);
/* Puts every node behind those it points to. Each cycle is given once, as its nodes and the edges that leave
 * them. */
bool am_graph_order(am_arena *arena, const am_graph *graph, uint32_t *order, am_on_cycle *on_cycle,
                    void *context);
void am_declarations_order(am_maker *maker);
/* Numbers the model's declarations anew: rules with arguments are none of them. Last of all, since a
 * declaration's number finds its pending one. */
void am_declarations_number(am_maker *maker);

/* digits.c */
#define AM_PLACES_ANY INT32_MAX
void am_digits_check(am_maker *maker);

#endif
