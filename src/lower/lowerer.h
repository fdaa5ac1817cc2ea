/*
 * What the files of the lowering share: the program being made, and where an expression is evaluated.
 *
 * An expression is evaluated on the rows of a view. Its frames are the declaration's record and, for each
 * aggregate around the expression, the record of the elements; the view says in which domain these stand side
 * by side:
 *
 *     CONSTANT  no row at all
 *     HOME      the innermost frame alone, in its own domain or one above it; no frame around it is read
 *     DIRECT    a list that the row of the outer view holds: what is around it is spread to its elements
 *     PRODUCT   each row of the outer view paired with each element of a list that one of the view's frames,
 *               or a record around that one, holds
 *
 * Every expression moves to the smallest view that has what it reads, and its value is brought back from
 * there, so nothing is computed on more rows than it depends on. Whoever meets a failure sets is_failed once;
 * numbers are AM_NO_INDEX from then on.
 */
#ifndef AM_LOWER_LOWERER_H
#define AM_LOWER_LOWERER_H

#include "base/name.h"
#include "lower/memo.h"
#include "model/model.h"

/* Most frames: a declaration's record and the aggregates nested within. */
#define AM_LOWER_FRAMES_MAX 17
/* As the loader allows: lists in lists, and records in records. */
#define AM_LOWER_DOMAIN_DEPTH_MAX 16
#define AM_LOWER_PLACE_DEPTH_MAX  64

/* The months that an aggregate runs over, seen from the frames around it. */
typedef struct am_month_frame {
    const am_months *months;
    uint16_t domain; /* in the view where the aggregate is being lowered */
} am_month_frame;

typedef struct am_frames {
    const struct am_frames *outer;
    uint16_t place;
    uint16_t depth;                /* from 0 */
    struct am_month_frame *months; /* of a frame whose elements are months, else NULL */
    uint16_t dropped; /* aggregates around the expression, inside this frame, of which it reads nothing */
} am_frames;

typedef enum am_view_kind { AM_VIEW_CONSTANT, AM_VIEW_HOME, AM_VIEW_DIRECT, AM_VIEW_PRODUCT } am_view_kind;
typedef struct am_view {
    am_view_kind kind;
    const am_frames *frames;
    const struct am_view *outer; /* DIRECT, PRODUCT */
    uint16_t domain;
} am_view;

/* For each frame the deepest domain of the facts and values that an expression reads there; AM_NO_INDEX where
 * it reads nothing. */
typedef struct am_reach {
    uint16_t domains[AM_LOWER_FRAMES_MAX];
} am_reach;

/* A stretch of instructions behind a skip. */
typedef enum am_block_state { AM_BLOCK_OPEN, AM_BLOCK_CLOSED, AM_BLOCK_MERGED } am_block_state;
typedef struct am_block {
    uint8_t state;
    uint32_t parent;
    uint32_t skip; /* its skip instruction */
    uint16_t condition;
    bool is_unless; /* the block is for rows where the condition does not hold */
} am_block;

typedef struct am_place_info {
    const am_record *record;
    uint16_t *slots;    /* by field: a fact, or for records and lists the place */
    uint16_t next_same; /* the next place of the same record */
    uint16_t depth;
} am_place_info;

/* The registers of a declaration at a place, one pair a result. */
typedef struct am_instance {
    am_lowered *parts;
    uint16_t part_count;
    uint16_t clause;
} am_instance;

/* The exception whose value is being lowered under a clause, which is its own or, of a rule that is called,
 * the caller's. */
typedef struct am_within {
    uint16_t clause;
    uint16_t exception; /* its clause, or AM_NO_INDEX */
} am_within;

typedef struct am_lowerer {
    am_arena *arena;
    const am_model *model;
    am_diagnostics *diagnostics;
    am_program program;
    struct {
        size_t constants, registers, instructions, sites, domains, places, facts, checks, discretions,
            calibrations, outputs, clauses, phrases, list_items, lists, tables, columns, place_infos, blocks,
            spans;
    } room;
    am_span *spans; /* the orders of sites are their numbers, until they are ranked */
    size_t span_count;
    am_place_info *place_infos;
    uint16_t *first_places; /* by record */
    uint16_t *last_places;
    am_names texts;
    am_memo constants, holders,
        operations; /* constants; registers that hold them; instructions without faults of their own */
    am_memo month_frames, month_domains;
    am_memo frames, views, reaches, values, instances, products, tables, columns, words, functions;
    am_block *blocks;
    uint32_t block_count;
    uint32_t block; /* the innermost open one; 0 is the program itself */
    const am_view *constant_view;
    size_t most_parts;      /* to which the text may grow */
    am_span span;           /* of the expression or step that is being lowered */
    bool is_clause_settled; /* a fault names `clause` itself, whatever text it stands in */
    uint16_t clause;        /* and its clause */
    am_within within;
    const am_declaration *reader; /* the declaration that is lowered, under whose clock parameters are read */
    bool is_failed;
} am_lowerer;

/* emit.c: instructions, registers, lists, blocks */

/* Ends the lowering: a limit is passed, or nothing when the arena is exhausted. */
void am_lower_fail(am_lowerer *lowerer, am_diag diag, const am_slice *arguments, size_t count);
/* Room for one more of `what`, of which there are `count`; false (and failed) when that is too many. */
bool am_lower_has_room(am_lowerer *lowerer, uint32_t count, const char *what);
const am_register *am_lower_register_of(const am_lowerer *lowerer, uint16_t number);
am_value_type am_lower_type_of(const am_lowerer *lowerer, uint16_t number);
bool am_lower_may_be_unknown(const am_lowerer *lowerer, uint16_t number);
uint16_t am_lower_new_register(am_lowerer *lowerer, am_register made);
/* An instruction whose result has this type and domain; an equal one that cannot fault itself is used again.
 */
uint16_t am_lower_emit(am_lowerer *lowerer, am_opcode opcode, am_value_type type, uint16_t domain,
                       const uint16_t operands[4]);
/* An instruction whose result's type and domain follow from its operands. */
uint16_t am_lower_op(am_lowerer *lowerer, am_opcode opcode, uint16_t a, uint16_t b, uint16_t c, uint16_t d);
uint16_t am_lower_op1(am_lowerer *lowerer, am_opcode opcode, uint16_t a);
uint16_t am_lower_op2(am_lowerer *lowerer, am_opcode opcode, uint16_t a, uint16_t b);
uint16_t am_lower_op3(am_lowerer *lowerer, am_opcode opcode, uint16_t a, uint16_t b, uint16_t c);
uint16_t am_lower_guard(am_lowerer *lowerer, uint16_t condition, uint16_t value, am_diag fault);
uint16_t am_lower_list(am_lowerer *lowerer, const uint16_t *items, uint32_t count);
/* The domain in which registers meet: theirs, or constant when all are. */
uint16_t am_lower_meeting(const am_lowerer *lowerer, const uint16_t *registers, uint32_t count);

/* site.c: the order of the instruction that comes from `span`; and, once all are made, orders by the text. */
uint32_t am_lower_site(am_lowerer *lowerer);
void am_lower_rank_sites(am_lowerer *lowerer);

/* block.c: skips. Opens a block that is skipped when `condition` is yes on no row (SKIP_UNLESS) or on every
 * row (SKIP_WHEN); closing takes the skip away again where the block is not worth it. */
void am_lower_open_block(am_lowerer *lowerer, am_opcode skip, uint16_t condition);
void am_lower_close_block(am_lowerer *lowerer);
/* Whether what was computed in the block can be read now. */
bool am_lower_is_in_reach(const am_lowerer *lowerer, uint32_t block);

/* constant.c */

/* Registers that hold a constant; each value has one. */
uint16_t am_lower_decimal(am_lowerer *lowerer, am_decimal value);
uint16_t am_lower_integer(am_lowerer *lowerer, am_value_type type, int64_t value);
/* The number of a constant. */
uint16_t am_lower_constant(am_lowerer *lowerer, const am_constant *constant);
uint16_t am_lower_constant_register(am_lowerer *lowerer, const am_constant *constant);
/* What an expression that is a constant holds; ranges are no constants, their ends are. */
bool am_lower_constant_of(const am_expr *expr, am_constant *out);
const am_constant *am_lower_held_constant(const am_lowerer *lowerer, uint16_t number);
/* Numbers the text constants in the order of their bytes. */
void am_lower_rank_texts(am_lowerer *lowerer);
am_value_type am_lower_value_type(am_type type);
am_kind am_lower_kind(am_type type);
uint16_t am_lower_unit(am_type type);
uint16_t am_lower_scale(am_type type);
bool am_lower_is_exact(am_type type); /* money and wholes: digits are never lost */

/* places.c */
void am_lower_places(am_lowerer *lowerer);
/* The place that a RECORD or LIST field leads to. */
uint16_t am_lower_place_below(am_lowerer *lowerer, uint16_t place, const am_field *field);
const am_fact *am_lower_fact(am_lowerer *lowerer, uint16_t place, const am_field *field);
uint16_t am_lower_domain_of_place(const am_lowerer *lowerer, uint16_t place);
uint16_t am_lower_new_domain(am_lowerer *lowerer, am_domain domain);
/* Each row of the parent paired with the elements of a list; `across` as in am_domain. */
uint16_t am_lower_product(am_lowerer *lowerer, uint16_t parent, uint16_t element, uint16_t across);

/* view.c */
const am_frames *am_lower_frames(am_lowerer *lowerer, const am_frames *outer, uint16_t place);
/* The rows of one place, for what belongs to it. */
const am_view *am_lower_home(am_lowerer *lowerer, const am_frames *frames, uint16_t domain);
const am_view *am_lower_inner_view(am_lowerer *lowerer, const am_view *outer, uint16_t list_place,
                                   uint16_t domain, am_view_kind kind);
/* The view of elements whose frames are these, in a domain below the outer view's. */
const am_view *am_lower_frames_view(am_lowerer *lowerer, const am_view *outer, const am_frames *frames,
                                    uint16_t domain);
/* The smallest view that has what the reach says. */
const am_view *am_lower_view_for(am_lowerer *lowerer, const am_view *view, const am_reach *reach);
/* A value that belongs to the frame of this depth, in the view's domain. */
uint16_t am_lower_bring(am_lowerer *lowerer, uint16_t number, uint16_t depth, const am_view *view);
am_lowered am_lower_bring_pair(am_lowerer *lowerer, am_lowered value, uint16_t depth, const am_view *view);
/* The place that a scope leads to, and the depth of the frame it starts from. */
uint16_t am_lower_resolve(am_lowerer *lowerer, const am_scope *scope, const am_frames *frames,
                          uint16_t *depth);
/* Likewise for a VALUE: a parameter is read at the place of its reader's declaration. */
uint16_t am_lower_read_from(am_lowerer *lowerer, const am_expr *expr, const am_frames *frames,
                            uint16_t *depth);

/* reach.c: what an expression reads. Asking it of a declaration's expressions first makes sure that the dated
 * parameters they read are there before any block is opened. */
const am_reach *am_lower_reach(am_lowerer *lowerer, const am_expr *expr, const am_frames *frames);
am_reach am_lower_reach_none(void);
void am_lower_reach_also(am_lowerer *lowerer, am_reach *reach, const am_expr *expr, const am_frames *frames);
am_reach am_lower_reach_schedule(am_lowerer *lowerer, const am_schedule *schedule, const am_expr *clock,
                                 const am_frames *frames);
void am_lower_reach_penalty(am_lowerer *lowerer, const am_penalty *penalty, const am_frames *frames);

/* expr.c and its parts: the registers of an expression in the view's domain, or constant ones */
am_lowered am_lower_expr(am_lowerer *lowerer, const am_expr *expr, const am_view *view);
uint16_t am_lower_single(am_lowerer *lowerer, const am_expr *expr, const am_view *view);
am_lowered am_lower_both(am_lowerer *lowerer, am_opcode opcode, am_lowered a, am_lowered b);
am_lowered am_lower_chosen(am_lowerer *lowerer, am_opcode opcode, uint16_t condition, am_lowered then,
                           am_lowered otherwise);
am_lowered am_lower_arithmetic(am_lowerer *lowerer, const am_expr *expr, const am_view *view);
uint16_t am_lower_items(am_lowerer *lowerer, const am_expr *expr, const am_view *view);
uint16_t am_lower_as_decimal(am_lowerer *lowerer, uint16_t number);
uint16_t am_lower_as_type(am_lowerer *lowerer, uint16_t number, am_value_type type);
am_lowered am_lower_range(am_lowerer *lowerer, const am_expr *expr, const am_view *view);
am_lowered am_lower_scaled(am_lowerer *lowerer, am_opcode opcode, am_lowered range, uint16_t factor);
uint16_t am_lower_limited(am_lowerer *lowerer, uint16_t value, am_lowered range);
uint16_t am_lower_over(am_lowerer *lowerer, const am_expr *expr, const am_view *view);
/* What all aggregates do with the values of their elements. */
typedef struct am_folding {
    const am_view *elements; /* the view of the element */
    uint16_t present;        /* whether the list was given, by the rows of the outer view */
    uint16_t mask;
    bool is_exact;
} am_folding;
uint16_t am_lower_gathered(am_lowerer *lowerer, const am_folding *folding, am_gather gather, uint16_t value);
/* months.c: an aggregate over months, the day on which one begins, its number; and the frames of its elements
 */
uint16_t am_lower_months(am_lowerer *lowerer, const am_expr *expr, const am_view *view);
uint16_t am_lower_month(am_lowerer *lowerer, const am_expr *expr, const am_view *view);
const am_frames *am_lower_month_frames(am_lowerer *lowerer, const am_frames *outer, const am_over *over);
/* The frames of the months that a scope means; NULL where it means something else. */
const am_frames *am_lower_months_of(const am_scope *scope, const am_frames *frames);
/* ladder.c: the number of an offence; and which elements no clean time parts from the date looked back from
 */
uint16_t am_lower_offence(am_lowerer *lowerer, const am_expr *expr, const am_view *view);
uint16_t am_lower_unbroken(am_lowerer *lowerer, const am_reset *reset, uint16_t mask,
                           const am_view *elements);
am_lowered am_lower_attribute(am_lowerer *lowerer, const am_expr *expr, const am_view *view);

/* axis.c, schedule.c, rows.c, exception.c, penalty.c: declarations with a body */

/* An axis over a column of a schedule: of values or dates, or of `when` cells. */
void am_lower_axis(am_lowerer *lowerer, am_table *table, am_axis *axis, const am_schedule *schedule,
                   uint16_t column);
void am_lower_when_axis(am_lowerer *lowerer, am_table *table, am_axis *axis, const am_schedule *schedule,
                        uint16_t column);
/* law.c: from when to when, and since when known, the rows of a dated table are law. */
void am_lower_law(am_lowerer *lowerer, am_table *table, const am_schedule *schedule);
/* The value while the declaration is law, by the clock; a fault on other days. */
am_lowered am_lower_in_time(am_lowerer *lowerer, const am_declaration *declaration, am_lowered value,
                            const am_expr *clock, const am_view *view);
/* What a series has from a repeal on, in the rows of a register of its type, where there is one. */
am_lowered am_lower_repealed(am_lowerer *lowerer, const am_expr *expr, uint16_t instead_of);
uint16_t am_lower_new_table(am_lowerer *lowerer, const am_schedule *schedule);
/* The number of the table of a schedule, which all its instances share. */
uint16_t am_lower_table(am_lowerer *lowerer, const am_schedule *schedule);
uint16_t am_lower_add_table(am_lowerer *lowerer, const am_table *table);
uint16_t am_lower_add_column(am_lowerer *lowerer, am_value_type type, uint16_t *cells, uint16_t count);
/* The row of a schedule in the view, and the values of its result columns. `clock` stands in for that of an
 * `in force` column when not NULL. */
uint16_t am_lower_pick(am_lowerer *lowerer, const am_schedule *schedule, const am_view *view,
                       const am_expr *clock);
/* The list of registers that such a pick looks at, and that of the values of a result column (or of its
 * highest ends), one a row. */
uint16_t am_lower_axes(am_lowerer *lowerer, const am_schedule *schedule, const am_view *view,
                       const am_expr *clock);
uint16_t am_lower_row_values(am_lowerer *lowerer, const am_schedule *schedule, uint16_t result, unsigned end,
                             const am_view *view);
/* The results of a schedule that adds up. */
void am_lower_added(am_lowerer *lowerer, const am_schedule *schedule, const am_view *view,
                    const am_expr *clock, am_lowered *results);
/* A rule's value with its exceptions. */
am_lowered am_lower_except(am_lowerer *lowerer, const am_expr *expr, const am_view *view);
am_lowered am_lower_result(am_lowerer *lowerer, const am_schedule *schedule, uint16_t result, uint16_t row,
                           const am_view *view);
/* The final amount; the steps' clauses hang on the declaration's. */
am_lowered am_lower_penalty(am_lowerer *lowerer, const am_declaration *declaration, const am_view *view,
                            uint16_t clause);

/* check.c: what facts must meet */
void am_lower_checks(am_lowerer *lowerer);

/* law.c: the date of the mildest law at a place of the record that is compared; once before all declarations,
 * and once when the outputs are known */
void am_lower_laws(am_lowerer *lowerer);
uint16_t am_lower_law_date(am_lowerer *lowerer, uint16_t place);
void am_lower_law_outputs(am_lowerer *lowerer);

/* clause.c, declaration.c */
uint16_t am_lower_declaration_clause(am_lowerer *lowerer, const am_declaration *declaration, uint16_t place);
void am_lower_row_clauses(am_lowerer *lowerer, const am_declaration *declaration, uint16_t parent);
/* A clause for a rule with arguments, which has no place. */
uint16_t am_lower_function_clause(am_lowerer *lowerer, const am_declaration *declaration);
/* A clause for the number of the offence, below the ladder's. */
uint16_t am_lower_offence_clause(am_lowerer *lowerer, const am_declaration *declaration, uint16_t parent);
uint16_t am_lower_step_clause(am_lowerer *lowerer, const am_penalty_step *step, uint16_t parent);
/* Clauses of all exceptions of an EXCEPT, one behind the other, below the present clause: the first's number.
 */
uint16_t am_lower_exception_clauses(am_lowerer *lowerer, const am_expr *except);
/* function.c: the clause that a fault of what is lowered now names. */
uint16_t am_lower_site_clause(am_lowerer *lowerer);
void am_lower_clause_columns(am_lowerer *lowerer, uint16_t clause, am_lowered columns, uint16_t condition);

/* phrase.c: what explanations are read from, collected when a clause has been lowered; makes no instruction.
 */

/* What is appended next are the clause's phrases. */
void am_lower_phrases_begin(am_lowerer *lowerer, uint16_t clause);
void am_lower_phrase_append(am_lowerer *lowerer, const am_phrase *phrase);
am_phrase am_lower_phrase_of(am_lowerer *lowerer, am_phrase_kind kind, am_slice text, am_type type,
                             am_lowered value);
/* The text of the span on one line. */
am_slice am_lower_words(am_lowerer *lowerer, am_span span);
am_slice am_lower_joined(am_lowerer *lowerer, am_slice a, am_slice b, am_slice c);
/* The registers that the expression was given in the view, or none. */
am_lowered am_lower_remembered(const am_lowerer *lowerer, const am_expr *expr, const am_view *view);
/* What the expressions read, each once. */
void am_lower_phrase_reads(am_lowerer *lowerer, const am_expr *const *exprs, size_t count,
                           const am_view *view);
/* What the expression says, with its value in the view when that was computed, and what it reads. */
void am_lower_phrase(am_lowerer *lowerer, am_phrase_kind kind, const am_expr *expr, const am_view *view);
/* The same of what an exception says, without its value: of two that hold at once neither is computed. */
void am_lower_said(am_lowerer *lowerer, const am_expr *expr, const am_view *view);
void am_lower_penalty_phrases(am_lowerer *lowerer, const am_penalty *penalty, const am_view *view);
void am_lower_step_phrases(am_lowerer *lowerer, const am_penalty_step *step, const am_view *view);
/* Of a schedule, whose clause is the instance's, and of its rows. */
void am_lower_schedule_phrases(am_lowerer *lowerer, const am_schedule *schedule, const am_instance *instance,
                               const am_view *view, const am_expr *clock);
/* The date on which the declaration depends by the clock of a place, when it does. */
void am_lower_clock_phrase(am_lowerer *lowerer, const am_declaration *declaration, const am_view *view);

/* calibration.c: notes which clause is the parameter's; the register of a value that fitting may change; and
 * whether one is such a register. */
void am_lower_parameter_clause(am_lowerer *lowerer, const am_declaration *parameter, uint16_t clause);
uint16_t am_lower_calibrated(am_lowerer *lowerer, const am_expr *expr);
bool am_lower_is_calibrated(const am_lowerer *lowerer, uint16_t column);

/* discretion.c: ties a discretion's fact, clause and default together. */
void am_lower_discretion(am_lowerer *lowerer, const am_declaration *declaration, uint16_t place,
                         uint16_t clause);

/* The registers of a declaration at a place; lowered when they are not there yet, or NULL. For a parameter
 * the place is its reader's. */
const am_instance *am_lower_known_instance(am_lowerer *lowerer, const am_declaration *declaration,
                                           uint16_t place);
const am_instance *am_lower_instance(am_lowerer *lowerer, const am_declaration *declaration, uint16_t place);
void am_lower_outputs(am_lowerer *lowerer);

#endif
