/*
 * The random rulebook as a whole: header, tiers and choices, records, declarations in a shuffled order,
 * outputs.
 */
#include "random_rulebook.h"

#include <stdio.h>
#include <string.h>

#include "rulebook_writer.h"

#define DECLARATIONS_MAX 32

written_name *declare(writer *w, const char *name, am_type type, uint8_t record) {
    written_name *n = &w->names[w->name_count < WRITER_NAMES_MAX - 1 ? w->name_count++ : w->name_count];

    memset(n, 0, sizeof *n);
    snprintf(n->name, sizeof n->name, "%s", name);
    n->type = type;
    n->record = record;
    return n;
}

/* Tiers and choices */

static void name_values(writer *w, written_set *set) {
    static const char *const stems[] = {"low", "mid", "high", "grave", "wilful", "extreme"};

    for (uint8_t i = 0; i < set->value_count; i++) {
        if (set->is_quoted) {
            snprintf(set->values[i], WRITER_NAME_BYTES, "\"%c-%u\"", set->name[0], i + 1);
        } else {
            snprintf(set->values[i], WRITER_NAME_BYTES, "%s_%u", stems[i], ++w->serial);
        }
    }
}

static void write_set_table(writer *w, const written_set *set) {
    write_text(w, "%s %s\n  | value || factor |\n", set->is_ordered ? "tiers" : "choice", set->name);
    for (uint8_t i = 0; i < set->value_count; i++) {
        write_text(w, "  | %s || %u", set->values[i], below(w, 3));
        write_text(w, ".%u |\n", below(w, 10));
    }
    write_text(w, "\n");
}

static void write_set(writer *w) {
    written_set *set = &w->sets[w->set_count++];

    set->is_ordered = has_chance(w, 50);
    set->is_quoted = has_chance(w, 25);
    set->has_factor = has_chance(w, 30);
    set->value_count = (uint8_t)(2 + below(w, 4));
    snprintf(set->name, sizeof set->name, "%s%u", set->is_ordered ? "Tier" : "Kind", ++w->serial);
    name_values(w, set);
    if (set->has_factor) {
        write_set_table(w, set);
        return;
    }
    write_text(w, "%s %s: ", set->is_ordered ? "tiers" : "choice", set->name);
    for (uint8_t i = 0; i < set->value_count; i++) {
        write_text(w, "%s%s", i == 0 ? "" : set->is_ordered ? " < " : ", ", set->values[i]);
        if (!set->is_ordered && has_chance(w, 20)) {
            write_text(w, " \"label %u\"", ++w->serial);
        }
    }
    write_text(w, "\n\n");
}

/* Records */

static void write_bounds(writer *w, am_type type) {
    bool has_bounds = type.kind == AM_TYPE_MONEY || type.kind == AM_TYPE_WHOLE || type.kind == AM_TYPE_NUMBER;

    if (type.is_range || !(has_bounds ? has_chance(w, 70) : type.kind == AM_TYPE_DATE && has_chance(w, 20))) {
        return;
    }
    write_text(w, " in ");
    switch (type.kind == AM_TYPE_DATE ? 0 : below(w, 7)) {
    case 0:
        write_text(w, "from ");
        write_cut(w, type, 0);
        break;
    case 1:
        write_text(w, "over ");
        write_cut(w, type, 0);
        break;
    case 2:
        write_cut(w, type, below(w, 2));
        write_text(w, " to under ");
        write_cut(w, type, 6);
        break;
    case 3:
        write_text(w, "over ");
        write_cut(w, type, below(w, 2));
        write_text(w, below(w, 2) ? " to under " : " to ");
        write_cut(w, type, 6);
        break;
    case 4:
        write_text(w, below(w, 2) ? "up to " : "under ");
        write_cut(w, type, 8);
        break;
    default:
        write_cut(w, type, 0);
        write_text(w, " to ");
        write_cut(w, type, 5 + below(w, 4));
    }
}

static void write_field(writer *w, uint8_t record, am_type type) {
    static const char *const stems[] = {
        [AM_TYPE_NUMBER] = "rate", [AM_TYPE_WHOLE] = "points", [AM_TYPE_MONEY] = "gain",
        [AM_TYPE_DATE] = "day",    [AM_TYPE_MONTHS] = "term",  [AM_TYPE_DAYS] = "delay",
        [AM_TYPE_YESNO] = "flag",  [AM_TYPE_TEXT] = "act",     [AM_TYPE_CODE] = "level",
    };
    char name[WRITER_NAME_BYTES];

    new_name(w, stems[type.kind], name);
    write_text(w, "  %s: ", name);
    write_type(w, type);
    type.is_optional = has_chance(w, 25);
    if (type.is_optional) {
        write_text(w, " optional");
    }
    write_bounds(w, type);
    if (has_chance(w, 15)) {
        write_text(w, "  \"label %u\"", ++w->serial);
    }
    write_text(w, "\n");
    declare(w, name, type, record);
}

static void write_fields(writer *w, uint8_t record) {
    static const uint8_t always[] = {AM_TYPE_MONEY, AM_TYPE_WHOLE, AM_TYPE_DATE, AM_TYPE_YESNO};

    for (unsigned i = 0; i < sizeof always; i++) {
        if (has_chance(w, 75)) {
            write_field(w, record, (am_type){.kind = always[i]});
        }
    }
    for (unsigned i = 1 + below(w, 2 + w->size); i != 0; i--) {
        am_type type = random_type(w);

        if (has_chance(w, 8)) {
            type = has_chance(w, 50) ? RANGE_OF(NUMBER) : RANGE_OF(MONEY);
        } else if (has_chance(w, 4)) {
            type = has_chance(w, 50) ? RANGE_OF(WHOLE) : RANGE_OF(DATE);
        }
        write_field(w, record, type);
    }
}

static void write_list_field(writer *w, uint8_t record, uint8_t element) {
    char name[WRITER_NAME_BYTES];
    am_type type = {.kind = AM_TYPE_LIST, .index = element};

    new_name(w, "items", name);
    type.is_optional = has_chance(w, 10);
    write_text(w, "  %s: list of %s%s\n", name, w->records[element].name,
               type.is_optional ? " optional" : "");
    declare(w, name, type, record);
}

static uint8_t new_record(writer *w, const char *name, uint8_t encloser) {
    written_record *record = &w->records[w->record_count];

    snprintf(record->name, sizeof record->name, "%s", name);
    record->encloser = encloser;
    return w->record_count++;
}

static void write_record(writer *w, uint8_t record) {
    write_text(w, "record %s%s\n", w->records[record].name,
               w->records[record].is_given_once ? " given once" : "");
    if (record == 0) {
        write_text(w, "  id: text\n");
    }
    write_fields(w, record);
    for (uint8_t i = 1; i < w->record_count; i++) {
        bool is_shared = w->records[i].encloser == WRITER_NONE && !w->records[i].is_given_once;

        if ((w->records[i].encloser != record && !(is_shared && record < 2)) ||
            w->records[record].is_given_once) {
            continue;
        }
        if (w->records[i].inside[0] != '\0') {
            write_text(w, "  %s: %s\n", w->records[i].inside, w->records[i].name);
        } else {
            write_list_field(w, record, i);
        }
    }
    if (has_chance(w, 25)) {
        write_foreign_fields(w, record);
    }
    if (has_chance(w, 25)) {
        write_checks(w, record);
    }
    write_text(w, "\n");
}

/* The records' shape: Case; Item in a list of it; Prior in a list of either (or of both); Detail inside one
 * of them. */
static void shape_records(writer *w) {
    uint8_t root = new_record(w, "Case", WRITER_NONE), item = root;

    if (has_chance(w, 90)) {
        item = new_record(w, "Item", root);
    }
    if (item != root && has_chance(w, 40)) {
        new_record(w, "Prior", has_chance(w, 15) ? WRITER_NONE : has_chance(w, 70) ? item : root);
    }
    if (has_chance(w, 25)) {
        uint8_t detail = new_record(w, "Detail", has_chance(w, 60) ? root : item);

        new_name(w, "details", w->records[detail].inside);
    }
    if (has_chance(w, 20)) {
        w->records[new_record(w, "Network", WRITER_NONE)].is_given_once = true;
    }
}

static bool is_under_clock(const writer *w, uint8_t record, uint8_t clock) {
    for (; record != WRITER_NONE; record = w->records[record].encloser) {
        if (record == clock) {
            return true;
        }
    }
    return false;
}

/* A fact of the record with the type; WRITER_NAMES_MAX when there is none. */
static unsigned find_fact(writer *w, uint8_t record, am_type type) {
    unsigned count = 0, found = WRITER_NAMES_MAX;

    for (uint16_t i = 0; i < w->name_count; i++) {
        if (w->names[i].record == record && is_same_type(w->names[i].type, type) &&
            !w->names[i].type.is_optional && below(w, ++count) == 0) {
            found = i;
        }
    }
    return found;
}

/* A date of the record, or the later of two, or one of two by another fact. */
static void write_clock(writer *w, uint8_t record, unsigned date) {
    const char *name = w->records[record].name, *other = w->names[find_fact(w, record, TYPE_OF(DATE))].name;
    unsigned flag = find_fact(w, record, TYPE_OF(YESNO));

    if (has_chance(w, 70)) {
        write_text(w, "%s.%s", name, w->names[date].name);
    } else if (flag == WRITER_NAMES_MAX) {
        write_text(w, "greatest of (%s.%s, %s.%s)", name, w->names[date].name, name, other);
    } else {
        write_text(w, "if %s.%s then %s.%s else %s.%s", name, w->names[flag].name, name, w->names[date].name,
                   name, other);
    }
}

/* The clock: a date of the root or of its list's elements. */
static void settle_clock(writer *w) {
    uint8_t record = w->record_count > 1 && !w->records[1].is_given_once && has_chance(w, 25) ? 1 : 0;
    unsigned found = find_fact(w, record, TYPE_OF(DATE));

    if (!has_chance(w, 60) || found == WRITER_NAMES_MAX || w->records[record].inside[0] != '\0') {
        return;
    }
    w->has_in_force = true;
    w->in_force_from = 2000 + (int32_t)below(w, 4);
    write_text(w, "  dated by ");
    if (record == 0 && has_chance(w, 60)) {
        write_text(w, "%s", w->names[found].name);
    } else {
        write_clock(w, record, found);
    }
    write_text(w, "\n  in force from %d-01-01", w->in_force_from);
    if (has_chance(w, 15)) {
        write_text(w, " until 2022-07-01");
    }
    if (has_chance(w, 20)) {
        write_text(w, " published %d-10-01", w->in_force_from - (int)below(w, 3));
    }
    write_text(w, "\n");
    for (uint8_t i = 0; i < w->record_count; i++) {
        w->records[i].has_clock = is_under_clock(w, i, record);
    }
}

static void write_header(writer *w) {
    static const char *const ends[] = {"round down", "round down", "round up", "error"};

    write_text(w, "rulebook test.random\n  title \"Random\"\n  source LAW \"An invented law\"\n");
    if (strcmp(w->currency, "ETH") == 0) {
        write_text(w, "  currency ETH decimals 18\n");
    } else {
        write_text(w, "  currency %s\n", w->currency);
    }
    settle_clock(w);
    choose_mildest(w);
    write_text(w, "  month ends %s\n", ends[below(w, 4)]);
    w->has_rounding = has_chance(w, 40);
    if (w->has_rounding) {
        write_text(w, "  ");
        write_rounding(w, TYPE_OF(MONEY));
        write_text(w, "\n");
    }
    write_text(w, "\n");
}

static void choose_currency(writer *w) {
    static const struct {
        const char *code;
        unsigned minor;
    } currencies[] = {{"EUR", 2}, {"USD", 2}, {"JPY", 0}, {"KWD", 3}, {"ETH", 18}};
    unsigned i = below(w, 100) < 60 ? below(w, 2) : below(w, 5);

    w->currency = currencies[i].code;
    w->minor = currencies[i].minor;
}

/* Declarations */

static void write_rule(writer *w, uint8_t record) {
    writer_place place = {.record = record, .element = WRITER_NONE};
    char name[WRITER_NAME_BYTES];
    am_type type = random_type(w);

    if (has_chance(w, 8)) {
        type = has_chance(w, 50) ? RANGE_OF(NUMBER) : RANGE_OF(MONEY);
    }
    new_name(w, "rule", name);
    write_text(w, "rule %s for %s: ", name, w->records[record].name);
    write_type(w, type);
    write_text(w, " = ");
    write_expr(w, &place, type, LEVEL_EXPR, 1 + below(w, w->size < 5 ? 1 + w->size : 5));
    if (has_chance(w, 20)) {
        write_text(w, " \"label %u\"", ++w->serial);
    }
    write_text(w, " per LAW \"%u\"\n", ++w->serial);
    if (has_chance(w, 40)) {
        write_exceptions(w, &place, type);
    }
    declare(w, name, type, record)->is_reported = true;
}

/* What is the greatest of facts that may all be unknown may be unknown itself; so may a sum with what is
 * always needed. */
static bool write_optional_rule(writer *w, uint8_t record) {
    writer_place place = {.record = record, .element = WRITER_NONE};
    char name[WRITER_NAME_BYTES];
    known_name a, b;
    am_type type;
    bool is_found = false;

    for (unsigned i = 0; i < 6 && !is_found; i++) {
        type = random_type(w);
        is_found = type.kind != AM_TYPE_CODE && type.kind != AM_TYPE_YESNO && type.kind != AM_TYPE_TEXT &&
                   find_optional(w, &place, type, &a) && find_optional(w, &place, type, &b);
    }
    if (!is_found) {
        return false;
    }
    new_name(w, "rule", name);
    write_text(w, "rule %s for %s = %s (", name, w->records[record].name,
               below(w, 2) ? "greatest of" : "least of");
    write_name_path(w, &place, a);
    if (is_added(type) && has_chance(w, 60)) {
        write_text(w, " + ");
        write_leaf(w, &place, type, LEVEL_MUL);
    }
    write_text(w, " if known, ");
    write_name_path(w, &place, b);
    write_text(w, " if known) per LAW \"%u\"\n", ++w->serial);
    type.is_optional = true;
    declare(w, name, type, record)->is_reported = true;
    return true;
}

static void write_declaration(writer *w) {
    uint8_t record = has_chance(w, 45) ? 0 : (uint8_t)below(w, w->record_count);
    unsigned pick = below(w, 100);

    forget_asked(w);
    if (has_chance(w, 8)) {
        write_discretion(w, record);
        return;
    }
    if (pick < 12 && write_optional_rule(w, record)) {
        return;
    }
    if (w->has_in_force && has_chance(w, 25) && write_versions(w, record)) {
        return;
    }
    if (pick >= 88 && write_ladder(w, record)) {
        return;
    }
    if (pick < 20) {
        write_rule_with_arguments(w, record);
    } else if (pick < 35) {
        write_rule(w, record);
    } else if (pick < 62) {
        write_schedule(w, record);
    } else if (pick < 72) {
        write_parameter(w);
    } else if (pick < 80) {
        write_penalty(w, record, true);
    } else {
        write_penalty(w, record, false);
    }
}

static void write_outputs(writer *w) {
    bool is_first = true;

    for (uint16_t i = 0; i < w->name_count; i++) {
        if (!w->names[i].is_reported) {
            continue;
        }
        write_text(w, "%s%s", is_first ? "output " : ", ", w->names[i].name);
        is_first = false;
    }
    write_text(w, "\n");
}

typedef struct pieces { /* parts of the text that may stand in any order */
    size_t starts[DECLARATIONS_MAX + 1];
    unsigned order[DECLARATIONS_MAX];
    unsigned count;
} pieces;

static void append_shuffled(writer *w, pieces *p, am_buffer *out, const am_buffer *from) {
    for (unsigned i = p->count; i > 1; i--) {
        unsigned j = below(w, i), swapped = p->order[i - 1];

        p->order[i - 1] = p->order[j];
        p->order[j] = swapped;
    }
    for (unsigned i = 0; i < p->count; i++) {
        size_t start = p->starts[p->order[i]], end = p->starts[p->order[i] + 1];

        am_buffer_put(out, (am_slice){from->data + start, end - start});
        am_buffer_put_char(out, '\n');
    }
}

void random_rulebook(am_buffer *text, uint64_t seed, unsigned size, bool is_at_bounds) {
    writer w = {.random = {seed}, .size = size, .is_at_bounds = is_at_bounds, .mildest_record = WRITER_NONE};
    pieces p = {.count = 1 + size + below(&w, 2 * size + 1)};
    am_buffer parts, records;

    am_buffer_init(&parts, text->allocator);
    am_buffer_init(&records, text->allocator);
    choose_currency(&w);
    w.out = &records;
    for (unsigned i = below(&w, 3); i != 0; i--) {
        write_set(&w);
    }
    write_calendar(&w);
    shape_records(&w);
    for (uint8_t i = 0; i < w.record_count; i++) {
        write_record(&w, i);
    }
    w.fact_count = w.name_count;
    w.out = text;
    write_header(&w);
    am_buffer_put(text, am_buffer_text(&records));
    w.out = &parts;
    for (unsigned i = 0; i < p.count; i++) {
        p.order[i] = i;
        write_declaration(&w);
        p.starts[i + 1] = parts.length;
    }
    append_shuffled(&w, &p, text, &parts);
    w.out = text;
    write_mildest(&w);
    write_outputs(&w);
    am_buffer_clear(&parts);
    am_buffer_clear(&records);
}
