/*
 * Phrases: what a clause says, word for word, beside the registers that hold what stands there.
 *
 * They are collected behind the instructions of a clause, from what was remembered of its expressions, and
 * make no instruction of their own. What an expression reads follows it, each fact and declaration once;
 * reads far down a long expression, and phrases beyond what a program may have, are left out, so that a small
 * text never takes much room.
 */
#include "base/unicode.h"
#include "lower/lowerer.h"

#define WORDS_BYTES_MAX 400u
#define READS_MAX       64u

void am_lower_phrases_begin(am_lowerer *lowerer, uint16_t clause) {
    if (!lowerer->is_failed) {
        lowerer->clause = clause;
        lowerer->program.clauses[clause].first_phrase = lowerer->program.phrase_count;
    }
}

void am_lower_phrase_append(am_lowerer *lowerer, const am_phrase *phrase) {
    am_program *program = &lowerer->program;
    if (lowerer->is_failed || program->phrase_count >= AM_PHRASES_MAX) {
        return;
    }
    am_phrase *items =
        AM_GROW(lowerer->arena, am_phrase, program->phrases, program->phrase_count, &lowerer->room.phrases);
    if (items == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return;
    }
    program->phrases = items;
    items[program->phrase_count++] = *phrase;
    program->clauses[lowerer->clause].phrase_count++;
}

/* Words */

typedef struct words {
    char *data;
    size_t length;
    bool is_blank_due;
    bool is_quoted;
} words;

static bool is_comment(am_slice text, size_t at) {
    return at + 1 < text.length && text.data[at] == '-' && text.data[at + 1] == '-' &&
           (at == 0 || text.data[at - 1] == ' ' || text.data[at - 1] == '\n');
}

static void put_byte(words *out, char byte) {
    bool is_blank = !out->is_quoted && (byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t');
    if (is_blank) {
        out->is_blank_due = out->length > 0;
        return;
    }
    if (out->is_blank_due) {
        out->data[out->length++] = ' ';
        out->is_blank_due = false;
    }
    out->is_quoted = out->is_quoted != (byte == '"');
    out->data[out->length++] = byte;
}

/* Whether no two blanks follow one another, at the beginning none, and nothing is blank but ` `, so that
 * there is no comment either: what most texts are. Those of names have no blank at all. */
static bool is_one_line(am_slice text) {
    char before = ' ';
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        if ((unsigned char)byte < ' ' || byte == '"' || (byte == before && (byte == ' ' || byte == '-'))) {
            return false;
        }
        before = byte;
    }
    return before != ' ';
}

/* The text with each stretch of blanks, line ends and comments as one blank. */
static am_slice one_line(am_lowerer *lowerer, am_slice text) {
    if (is_one_line(text)) {
        return am_unicode_nfc(lowerer->arena, text);
    }
    words out = {.data = AM_NEW_ARRAY(lowerer->arena, char, text.length + 1)};
    if (out.data == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return (am_slice){NULL, 0};
    }
    for (size_t i = 0; i < text.length; i++) {
        if (!out.is_quoted && is_comment(text, i)) {
            while (i + 1 < text.length && text.data[i + 1] != '\n') {
                i++;
            }
            continue;
        }
        put_byte(&out, text.data[i]);
    }
    return am_unicode_nfc(lowerer->arena, (am_slice){out.data, out.length});
}

static am_slice shortened(am_lowerer *lowerer, am_slice text) {
    if (text.length <= WORDS_BYTES_MAX) {
        return text;
    }
    size_t end = WORDS_BYTES_MAX;
    while (end > 0 && ((unsigned char)text.data[end] & 0xC0) == 0x80) {
        end--;
    }
    return am_lower_joined(lowerer, am_slice_part(text, 0, end), AM_SLICE("..."), AM_SLICE(""));
}

am_slice am_lower_joined(am_lowerer *lowerer, am_slice a, am_slice b, am_slice c) {
    am_slice parts[3] = {a, b, c};
    char *data = AM_NEW_ARRAY(lowerer->arena, char, a.length + b.length + c.length + 1);
    size_t length = 0;
    if (data == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return (am_slice){NULL, 0};
    }
    for (unsigned part = 0; part < 3; part++) {
        for (size_t i = 0; i < parts[part].length; i++) {
            data[length++] = parts[part].data[i];
        }
    }
    return am_unicode_nfc(lowerer->arena, (am_slice){data, length});
}

am_slice am_lower_words(am_lowerer *lowerer, am_span span) {
    uint64_t first = (uint64_t)span.source << 32 | span.start;
    const am_memo_entry *known = am_memo_find(&lowerer->words, first, span.length);
    if (known != NULL || lowerer->is_failed) {
        return known != NULL ? *(const am_slice *)known->pointer : (am_slice){NULL, 0};
    }
    am_slice *made = AM_NEW(lowerer->arena, am_slice);
    am_memo_entry *entry = am_memo_put(&lowerer->words, lowerer->arena, first, span.length);
    if (made == NULL || entry == NULL) {
        am_lower_fail(lowerer, AM_DIAG_NONE, AM_NO_ARGUMENTS);
        return (am_slice){NULL, 0};
    }
    entry->pointer = made;
    *made = shortened(lowerer, one_line(lowerer, am_source_text(lowerer->model->sources, span)));
    return *made;
}

/* Values */

am_phrase am_lower_phrase_of(am_lowerer *lowerer, am_phrase_kind kind, am_slice text, am_type type,
                             am_lowered value) {
    am_phrase phrase = {
        .kind = kind,
        .value_kind = am_lower_kind(type),
        .words = text,
        .column = value.low,
        .column_high = type.is_range ? value.high : AM_NO_INDEX,
        .unit = am_lower_unit(type),
        .scale = am_lower_scale(type),
        .clause = AM_NO_INDEX,
    };
    if (phrase.column != AM_NO_INDEX &&
        am_lower_type_of(lowerer, phrase.column) != am_kind_type(phrase.value_kind)) {
        phrase.column = phrase.column_high = AM_NO_INDEX;
    }
    return phrase;
}

am_lowered am_lower_remembered(const am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    const am_memo_entry *known = am_memo_find(&lowerer->values, am_memo_key(expr), am_memo_key(view));
    return known != NULL ? known->value : (am_lowered){AM_NO_INDEX, AM_NO_INDEX};
}

/* Reads */

typedef struct reads {
    am_lowerer *lowerer;
    const am_view *view; /* of the phrase that reads */
    uint32_t first;      /* of those of this phrase */
} reads;

static void add_read(const reads *all, const am_phrase *read) {
    const am_program *program = &all->lowerer->program;
    if (program->phrase_count - all->first >= READS_MAX) {
        return;
    }
    for (uint32_t i = all->first; i < program->phrase_count; i++) {
        const am_phrase *other = &program->phrases[i];
        if (other->column == read->column && other->clause == read->clause &&
            am_slice_is_equal(other->words, read->words)) {
            return;
        }
    }
    am_lower_phrase_append(all->lowerer, read);
}

static void add_fact(const reads *all, const am_expr *expr, const am_frames *frames, am_slice text) {
    am_lowerer *lowerer = all->lowerer;
    uint16_t depth;
    uint16_t place = am_lower_resolve(lowerer, &expr->scope, frames, &depth);
    const am_fact *fact =
        expr->field->type.kind == AM_TYPE_LIST ? NULL : am_lower_fact(lowerer, place, expr->field);
    if (fact == NULL) {
        return;
    }
    am_phrase read = am_lower_phrase_of(lowerer, AM_PHRASE_READ, text, expr->field->type,
                                        (am_lowered){fact->column, fact->column_high});
    add_read(all, &read);
}

/* What an aggregate, an attribute or a parameter on another date comes to, where that is computed for every
 * row and is not all that the phrase says. */
static void add_computed(const reads *all, const am_expr *expr) {
    am_lowerer *lowerer = all->lowerer;
    const am_memo_entry *known = am_memo_find(&lowerer->values, am_memo_key(expr), am_memo_key(all->view));
    if (known == NULL || !am_lower_is_in_reach(lowerer, known->block)) {
        return;
    }
    am_phrase read = am_lower_phrase_of(lowerer, AM_PHRASE_READ, am_lower_words(lowerer, expr->span),
                                        expr->type, known->value);
    bool is_whole =
        all->first > 0 && am_slice_is_equal(lowerer->program.phrases[all->first - 1].words, read.words);
    if (!is_whole) {
        add_read(all, &read);
    }
}

static void add_reads(const reads *all, const am_expr *expr, const am_frames *frames);

/* A declaration is there when its reader has been lowered. */
static void add_value(const reads *all, const am_expr *expr, const am_frames *frames, am_slice text) {
    am_lowerer *lowerer = all->lowerer;
    if (expr->operand_count == 1) {
        add_computed(all, expr);
        add_reads(all, expr->operands[0], frames);
        return;
    }
    uint16_t depth;
    uint16_t place = am_lower_read_from(lowerer, expr, frames, &depth);
    const am_instance *instance = am_lower_known_instance(lowerer, expr->declaration, place);
    if (instance == NULL || expr->part >= instance->part_count) {
        return;
    }
    am_phrase read =
        am_lower_phrase_of(lowerer, AM_PHRASE_READ, text, expr->type, instance->parts[expr->part]);
    read.clause = instance->clause;
    add_read(all, &read);
}

static void add_over(const reads *all, const am_expr *expr, const am_frames *frames) {
    am_lowerer *lowerer = all->lowerer;
    const am_over *over = expr->over;
    if (over->months != NULL) {
        add_computed(all, expr);
        add_reads(all, over->months->from, frames);
        add_reads(all, over->months->to, frames);
        add_reads(all, over->element, am_lower_month_frames(lowerer, frames, over));
        return;
    }
    uint16_t depth;
    uint16_t holder = am_lower_resolve(lowerer, &over->scope, frames, &depth);
    uint16_t list = am_lower_place_below(lowerer, holder, over->list);
    const am_frames *inner = lowerer->is_failed ? NULL : am_lower_frames(lowerer, frames, list);
    const am_expr *within[] = {over->element, over->where, over->key};
    add_computed(all, expr);
    for (unsigned i = 0; i < 3 && inner != NULL; i++) {
        add_reads(all, within[i], inner);
    }
}

/* A fact, or a declaration's value; false for what is neither. */
static bool add_name(const reads *all, const am_expr *expr, const am_frames *frames, am_slice text) {
    if (expr->declaration != NULL && expr->kind != AM_EXPR_CALIBRATED) {
        add_value(all, expr, frames, text);
        return true;
    }
    if (expr->kind == AM_EXPR_FIELD) {
        add_fact(all, expr, frames, text);
        return true;
    }
    return false;
}

/* A range whose end is read has no words of its own. */
static bool add_range(const reads *all, const am_expr *expr, const am_frames *frames) {
    bool is_end =
        expr->kind == AM_EXPR_LOWEST || expr->kind == AM_EXPR_HIGHEST || expr->kind == AM_EXPR_MIDDLE;
    if (!is_end || expr->operand_count == 0) {
        return false;
    }
    const am_expr *range = expr->operands[0];
    am_slice name = range->declaration != NULL ? range->declaration->name
                    : range->field != NULL     ? range->field->name
                                               : (am_slice){NULL, 0};
    return add_name(all, range, frames, name);
}

/* `size.rate` is what it is because of `size`, whose words are those before the last point. */
static bool add_attribute(const reads *all, const am_expr *expr, const am_frames *frames) {
    am_slice text = am_lower_words(all->lowerer, expr->span);
    size_t point = text.length;
    while (point > 0 && text.data[point - 1] != '.') {
        point--;
    }
    add_computed(all, expr);
    return point > 0 && add_name(all, expr->operands[0], frames, am_slice_part(text, 0, point - 1));
}

static void add_reads(const reads *all, const am_expr *expr, const am_frames *frames) {
    if (expr == NULL || frames == NULL || all->lowerer->is_failed || add_range(all, expr, frames) ||
        add_name(all, expr, frames, am_lower_words(all->lowerer, expr->span))) {
        return;
    }
    if (expr->kind == AM_EXPR_OVER) {
        add_over(all, expr, frames);
        return;
    }
    if (expr->kind == AM_EXPR_ATTRIBUTE && add_attribute(all, expr, frames)) {
        return;
    }
    for (uint32_t i = 0; i < expr->operand_count; i++) {
        add_reads(all, expr->operands[i], frames);
    }
}

/* A constant view has no frames; names are found as in the clause's record. */
static const am_frames *frames_of(am_lowerer *lowerer, const am_view *view) {
    uint16_t place = lowerer->program.clauses[lowerer->clause].place;
    return view->frames != NULL ? view->frames : am_lower_frames(lowerer, NULL, place);
}

void am_lower_phrase_reads(am_lowerer *lowerer, const am_expr *const *exprs, size_t count,
                           const am_view *view) {
    reads all = {lowerer, view, lowerer->program.phrase_count};
    for (size_t i = 0; i < count && !lowerer->is_failed; i++) {
        add_reads(&all, exprs[i], frames_of(lowerer, view));
    }
}

/* Exceptions have clauses of their own: what a rule, or an exception with others, itself says is its general
 * value. The words of a rule that was called are those of the call. */
static const am_expr *said_by(const am_expr *expr) {
    bool is_own = expr->kind == AM_EXPR_EXCEPT && (expr->mode == 0 || expr->exceptions[0].is_nested);
    return is_own ? expr->operands[0] : expr;
}

static void append_said(am_lowerer *lowerer, am_phrase_kind kind, const am_expr *expr, const am_view *view,
                        am_lowered value) {
    const am_expr *said = said_by(expr);
    am_phrase phrase =
        am_lower_phrase_of(lowerer, kind, am_lower_words(lowerer, said->span), expr->type, value);
    am_lower_phrase_append(lowerer, &phrase);
    am_lower_phrase_reads(lowerer, &said, 1, view);
}

void am_lower_phrase(am_lowerer *lowerer, am_phrase_kind kind, const am_expr *expr, const am_view *view) {
    if (expr != NULL && !lowerer->is_failed) {
        append_said(lowerer, kind, expr, view, am_lower_remembered(lowerer, expr, view));
    }
}

void am_lower_said(am_lowerer *lowerer, const am_expr *expr, const am_view *view) {
    if (!lowerer->is_failed) {
        append_said(lowerer, AM_PHRASE_VALUE, expr, view, (am_lowered){AM_NO_INDEX, AM_NO_INDEX});
    }
}

/* Penalties */

static am_slice rounding_words(am_lowerer *lowerer, const am_penalty_step *step) {
    static const char *const modes[AM_ROUNDING_COUNT] = {
        "up", "down", "half up", "half down", "half even", "ceiling", "floor",
    };
    return am_lower_joined(lowerer, am_slice_of(modes[step->rounding]), AM_SLICE(" to "),
                           am_lower_words(lowerer, step->value->span));
}

void am_lower_step_phrases(am_lowerer *lowerer, const am_penalty_step *step, const am_view *view) {
    am_lower_phrase(lowerer, AM_PHRASE_WHEN, step->when, view);
    am_lower_phrase(lowerer, AM_PHRASE_EACH, step->for_each, view);
    if (step->step == AM_STEP_ROUND && !lowerer->is_failed) {
        am_phrase phrase =
            am_lower_phrase_of(lowerer, AM_PHRASE_VALUE, rounding_words(lowerer, step), step->value->type,
                               am_lower_remembered(lowerer, step->value, view));
        am_lower_phrase_append(lowerer, &phrase);
        return;
    }
    am_lower_phrase(lowerer, AM_PHRASE_VALUE, step->value, view);
}

void am_lower_penalty_phrases(am_lowerer *lowerer, const am_penalty *penalty, const am_view *view) {
    am_lower_phrase(lowerer, AM_PHRASE_WHEN, penalty->only_when, view);
}
