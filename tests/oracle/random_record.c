/*
 * Making one record: the tree first, then its JSON from the tree, in one of the spellings that mean the same.
 */
#include "random_record.h"

#include "constants.h"
#include "leeway.h"
#include "random_edge.h"

struct record_maker {
    const am_model *model;
    constants constants;
    bool is_at_bounds;
};

typedef struct making {
    const record_maker *maker;
    oracle oracle; /* for the bounds, which are constants */
    random_source random;
    am_arena *arena;
    uint32_t absent_percent; /* of the facts of this record */
    bool is_tame;            /* nothing extreme */
    bool has_long_list;
} making;

record_maker *record_maker_new(am_arena *arena, const am_model *model, bool is_at_bounds) {
    record_maker *maker = AM_NEW(arena, record_maker);

    maker->model = model;
    maker->is_at_bounds = is_at_bounds;
    constants_collect(&maker->constants, model);
    return maker;
}

static bool chance(making *m, uint32_t percent) {
    return random_chance(&m->random, percent);
}

static const am_constant_value *any_constant(making *m, constant_list list) {
    uint32_t count = m->maker->constants.counts[list];

    return count == 0 ? NULL : &m->maker->constants.items[list][random_below(&m->random, count)];
}

/* The least difference between two values of the type: a minor unit of money, 1, a hundredth. */
static am_decimal unit_of(const making *m, am_type type) {
    int32_t digits = 0;

    if (type.kind == AM_TYPE_MONEY && type.index < m->maker->model->unit_count) {
        digits = m->maker->model->units[type.index].digits;
    } else if (type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_RATE) {
        digits = 2;
    }
    return am_decimal_make(false, 1, -digits);
}

static am_decimal extreme_decimal(making *m, am_type type) {
    am_u128 digits = 1 + random_below(&m->random, 9);
    unsigned count = 25 + random_below(&m->random, 9);

    for (unsigned i = 0; i < count; i++) {
        digits = digits * 10 + random_below(&m->random, 10);
    }
    return am_decimal_make(chance(m, 20), digits,
                           type.kind == AM_TYPE_NUMBER ? random_between(&m->random, -40, 5)
                                                       : unit_of(m, type).exponent);
}

/* Numbers may have more digits than any grain. */
static am_decimal decimal_at_bound(making *m, am_type type, const am_constant_value *constant) {
    int32_t places = -unit_of(m, type).exponent;

    if (type.kind == AM_TYPE_NUMBER) {
        places = (int32_t)random_below(&m->random, chance(m, 20) ? 30 : 7);
    }
    return random_edge(&m->random, places, constant == NULL ? am_decimal_of(0) : constant->decimal);
}

static am_decimal random_decimal(making *m, am_type type) {
    const am_constant_value *constant = any_constant(m, CONSTANT_DECIMALS);
    am_decimal unit = unit_of(m, type), value, delta;

    if (m->maker->is_at_bounds && chance(m, 35)) {
        return decimal_at_bound(m, type, constant);
    }
    if (!m->is_tame && chance(m, 8)) {
        return extreme_decimal(m, type);
    }
    if (constant != NULL && chance(m, 60)) {
        am_decimal_round(constant->decimal, AM_ROUND_DOWN, unit, &value);
        am_decimal_multiply(unit, am_decimal_of(random_between(&m->random, -1, 1)), &delta);
        if (chance(m, 50)) {
            am_decimal_add(value, delta, &value);
        }
    } else if (type.kind == AM_TYPE_MONEY) {
        value = am_decimal_of(random_between(&m->random, 0, 2000000));
        if (chance(m, 50)) {
            am_decimal_divide(value, am_decimal_of(100), &value);
        }
        am_decimal_round(value, AM_ROUND_DOWN, unit, &value);
    } else {
        value = am_decimal_of(random_between(&m->random, chance(m, 10) ? -5 : 0, 12));
        if (type.kind == AM_TYPE_NUMBER && chance(m, 50)) {
            am_decimal_multiply(value, am_decimal_make(false, 75, -2), &value);
        }
    }
    return value;
}

static int64_t random_date(making *m) {
    const am_constant_value *constant = any_constant(m, CONSTANT_DATES);
    am_date date;
    int year;

    if (!m->is_tame && chance(m, 8)) {
        return chance(m, 50) ? random_between(&m->random, AM_DATE_MAX - 40, AM_DATE_MAX)
                             : random_between(&m->random, AM_DATE_MIN, AM_DATE_MIN + 40);
    }
    if (constant != NULL && chance(m, 50)) {
        return constant->integer + random_between(&m->random, -1, 1);
    }
    year = random_between(&m->random, 2001, 2021);
    am_date_of_civil(year, random_between(&m->random, 1, 12), 1, &date);
    return chance(m, 40) ? am_date_end_of_month(date) - random_between(&m->random, 0, 1)
                         : date + random_between(&m->random, 0, 27);
}

static int64_t random_period(making *m, constant_list list) {
    const am_constant_value *constant = any_constant(m, list);
    int64_t period;

    if (!m->is_tame && chance(m, 8)) {
        return random_between(&m->random, 3999990, 4000000);
    }
    period = constant != NULL && chance(m, 50)
                 ? constant->integer + random_between(&m->random, -1, 1)
                 : random_between(&m->random, 0, list == CONSTANT_DAYS ? 400 : 40);
    return period < 0 ? 0 : period;
}

static am_slice random_word(making *m) {
    static const char *const words[] = {"", "delta", "caf\xc3\xa9", "\"\\/\t", "\xe6\xb3\x95"};
    const am_constant_value *constant = any_constant(m, CONSTANT_TEXTS);

    if (constant != NULL && chance(m, 70)) {
        return constant->text;
    }
    return am_slice_of(words[random_below(&m->random, 5)]);
}

static oracle_value random_value(making *m, am_type type) {
    oracle_value value = {.integer = 0};
    constant_list list = constant_list_of(type);

    switch (type.kind) {
    case AM_TYPE_NUMBER:
    case AM_TYPE_WHOLE:
    case AM_TYPE_MONEY:
    case AM_TYPE_RATE:
        value.decimal = random_decimal(m, type);
        break;
    case AM_TYPE_DATE:
        value.integer = random_date(m);
        break;
    case AM_TYPE_MONTHS:
    case AM_TYPE_DAYS:
        value.integer = random_period(m, list);
        break;
    case AM_TYPE_TEXT:
        value.text = random_word(m);
        break;
    case AM_TYPE_CODE:
        value.integer = random_below(&m->random, m->maker->model->sets[type.index].value_count);
        break;
    default:
        value.integer = random_below(&m->random, 2);
    }
    return value;
}

/* Bounds */

static bool bound_of(making *m, const am_expr *bound, oracle_value *out) {
    if (bound == NULL) {
        return false;
    }
    *out = oracle_expression(&m->oracle, (oracle_scene){NULL, NULL, NULL}, bound).value;
    return true;
}

/* Choices without an end are not stated beyond one that no law has. */
static bool is_statable(making *m, const am_field *field, const oracle_value *value) {
    am_decimal end;

    return constant_list_of(field->type) != CONSTANT_DECIMALS ||
           (field->bounds.lowest != NULL && field->bounds.highest != NULL) ||
           !leeway_open_end(m->maker->model, field->type, &end) ||
           am_decimal_compare(am_decimal_absolute(value->decimal), end) <= 0;
}

static bool is_within(making *m, const am_field *field, const oracle_value *value) {
    oracle_value lowest, highest;
    bool has_lowest = bound_of(m, field->bounds.lowest, &lowest);
    bool has_highest = bound_of(m, field->bounds.highest, &highest);

    if (field->discretion != NULL &&
        (!is_statable(m, field, value) || am_decimal_places(value->decimal) > 12)) {
        return false;
    }
    return oracle_is_in(field->type, value, has_lowest ? &lowest : NULL, field->bounds.is_lowest_out,
                        has_highest ? &highest : NULL, field->bounds.is_highest_out);
}

/* A value that is at a bound, or next to it where the bound itself is out. */
static oracle_value value_at_bound(making *m, const am_field *field) {
    bool is_lowest = field->bounds.lowest != NULL;
    bool is_out = is_lowest ? field->bounds.is_lowest_out : field->bounds.is_highest_out;
    oracle_value value = {.integer = 0};
    am_decimal unit = unit_of(m, field->type), rounded;

    bound_of(m, is_lowest ? field->bounds.lowest : field->bounds.highest, &value);
    if (constant_list_of(field->type) != CONSTANT_DECIMALS) {
        value.integer += !is_out ? 0 : is_lowest ? 1 : -1;
        return value;
    }
    am_decimal_round(value.decimal, is_lowest ? AM_ROUND_CEILING : AM_ROUND_FLOOR, unit, &rounded);
    if (is_out && am_decimal_compare(rounded, value.decimal) == 0) {
        is_lowest ? am_decimal_add(rounded, unit, &rounded) : am_decimal_subtract(rounded, unit, &rounded);
    }
    value.decimal = rounded;
    return value;
}

static oracle_value bounded_value(making *m, const am_field *field) {
    for (int i = 0; i < 8; i++) {
        oracle_value value = random_value(m, field->type);

        if (is_within(m, field, &value)) {
            return value;
        }
    }
    return value_at_bound(m, field);
}

/* A clock is mostly a date on which the rulebook is law. */
static oracle_value clock_value(making *m, const am_field *field) {
    const am_book *book = &m->maker->model->books[0];
    oracle_value value = bounded_value(m, field);

    for (int i = 0; i < 8 && chance(m, 90); i++) {
        if (!book->has_in_force ||
            (value.integer >= book->in_force_from && value.integer < book->in_force_until)) {
            break;
        }
        value = bounded_value(m, field);
    }
    return value;
}

static bool is_clock(const am_record *record, const am_field *field) {
    const am_expr *date = record->clock == NULL ? NULL : record->clock->operands[0];

    return date != NULL && date->kind == AM_EXPR_FIELD && date->field == field;
}

/* Facts */

static void fill(making *m, oracle_record *record);

static void fill_list(making *m, oracle_record *record, const am_field *field, oracle_fact *fact) {
    fact->element_count = chance(m, 12) ? 0 : 1 + random_below(&m->random, chance(m, 20) ? 5 : 3);
    if (!m->has_long_list && chance(m, 2)) {
        m->has_long_list = true;
        fact->element_count = 9 + random_below(&m->random, 12);
    }
    fact->elements = AM_NEW_ARRAY(m->arena, oracle_record *, (size_t)fact->element_count + 1);
    for (uint32_t i = 0; i < fact->element_count; i++) {
        fact->elements[i] = oracle_record_new(m->arena, field->record, record, field, i + 1);
        fill(m, fact->elements[i]);
    }
}

static void fill_value(making *m, oracle_record *record, const am_field *field, oracle_fact *fact) {
    fact->value = is_clock(record->type, field) ? clock_value(m, field) : bounded_value(m, field);
    if (!field->type.is_range) {
        return;
    }
    fact->highest = bounded_value(m, field);
    if (oracle_compare(field->type, &fact->value, &fact->highest) > 0) {
        oracle_value swapped = fact->value;

        fact->value = fact->highest;
        fact->highest = swapped;
    }
}

static void fill_field(making *m, oracle_record *record, const am_field *field, oracle_fact *fact) {
    fact->given = ORACLE_GIVEN;
    if (field->type.kind == AM_TYPE_LIST) {
        fill_list(m, record, field, fact);
    } else if (field->type.kind == AM_TYPE_RECORD) {
        fill(m, fact->inside);
    } else {
        fill_value(m, record, field, fact);
    }
}

static void fill(making *m, oracle_record *record) {
    for (uint16_t i = 0; i < record->type->field_count; i++) {
        const am_field *field = &record->type->fields[i];
        oracle_fact *fact = &record->facts[i];

        if (chance(m, field->type.is_optional ? 40 : m->absent_percent)) {
            fact->given = field->type.kind != AM_TYPE_RECORD && chance(m, 40) ? ORACLE_NULL : ORACLE_ABSENT;
            continue;
        }
        fill_field(m, record, field, fact);
    }
}

/* JSON */

static void write_record(making *m, am_buffer *json, const oracle_record *record);

static void write_text(making *m, am_buffer *json, am_slice text) {
    am_buffer_put_char(json, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];

        if (c == 0xC3 && (unsigned char)text.data[i + 1] == 0xA9 && chance(m, 60)) {
            am_buffer_put_text(json,
                               chance(m, 50) ? "\\u00e9" : "e\\u0301"); /* the latter is the same in NFC */
            i++;
        } else if (c == '"' || c == '\\' || c < 0x20) {
            am_buffer_put_text(json, "\\u");
            am_buffer_put_hex(json, c, 4);
        } else {
            am_buffer_put_char(json, (char)c);
        }
    }
    am_buffer_put_char(json, '"');
}

static void write_decimal(making *m, am_buffer *json, am_type type, am_decimal value) {
    bool is_quoted = chance(m, 30);
    am_slice code = {0};

    if (type.kind == AM_TYPE_MONEY && type.index < m->maker->model->unit_count) {
        code = m->maker->model->units[type.index].code;
    }
    if (is_quoted) {
        am_buffer_put_char(json, '"');
    }
    if (is_quoted && code.length != 0 && chance(m, 50)) {
        am_buffer_put(json, code);
        am_buffer_put_char(json, ' ');
    }
    if (chance(m, 10)) {
        int32_t exponent = value.exponent;

        value.exponent = 0;
        am_decimal_print(json, value, 0);
        am_buffer_put_char(json, chance(m, 50) ? 'e' : 'E');
        am_buffer_put_signed(json, exponent);
    } else {
        am_decimal_print(json, value, chance(m, 20) ? 2 : 0);
    }
    if (is_quoted) {
        am_buffer_put_char(json, '"');
    }
}

static void write_period(making *m, am_buffer *json, bool is_days, int64_t period) {
    if (!is_days && chance(m, 20)) {
        am_buffer_put_signed(json, period / 12);
        am_buffer_put_char(json, 'Y');
        period %= 12;
        if (period == 0) {
            return;
        }
    }
    am_buffer_put_signed(json, period);
    am_buffer_put_char(json, is_days ? 'D' : 'M');
}

static void write_value(making *m, am_buffer *json, am_type type, const oracle_value *value) {
    switch (type.kind) {
    case AM_TYPE_NUMBER:
    case AM_TYPE_WHOLE:
    case AM_TYPE_MONEY:
    case AM_TYPE_RATE:
        write_decimal(m, json, type, value->decimal);
        break;
    case AM_TYPE_DATE:
        am_buffer_put_char(json, '"');
        am_date_print(json, (am_date)value->integer);
        am_buffer_put_char(json, '"');
        break;
    case AM_TYPE_MONTHS:
    case AM_TYPE_DAYS:
        am_buffer_put_text(json, "\"P");
        write_period(m, json, type.kind == AM_TYPE_DAYS, value->integer);
        am_buffer_put_char(json, '"');
        break;
    case AM_TYPE_TEXT:
        write_text(m, json, value->text);
        break;
    case AM_TYPE_CODE:
        write_text(m, json, m->maker->model->sets[type.index].values[value->integer].text);
        break;
    default:
        am_buffer_put_text(json, value->integer != 0 ? "true" : "false");
    }
}

static void write_fact(making *m, am_buffer *json, const am_field *field, const oracle_fact *fact) {
    if (fact->given == ORACLE_NULL) {
        am_buffer_put_text(json, "null");
    } else if (field->type.kind == AM_TYPE_LIST) {
        am_buffer_put_char(json, '[');
        for (uint32_t i = 0; i < fact->element_count; i++) {
            am_buffer_put_text(json, i == 0 ? "" : ", ");
            write_record(m, json, fact->elements[i]);
        }
        am_buffer_put_char(json, ']');
    } else if (field->type.kind == AM_TYPE_RECORD) {
        write_record(m, json, fact->inside);
    } else if (field->type.is_range) {
        bool is_swapped = chance(m, 30);

        am_buffer_put_text(json, is_swapped ? "{\"highest\": " : "{\"lowest\": ");
        write_value(m, json, field->type, is_swapped ? &fact->highest : &fact->value);
        am_buffer_put_text(json, is_swapped ? ", \"lowest\": " : ", \"highest\": ");
        write_value(m, json, field->type, is_swapped ? &fact->value : &fact->highest);
        am_buffer_put_char(json, '}');
    } else {
        write_value(m, json, field->type, &fact->value);
    }
}

/* The fields in their order, or from one in the middle on and round. */
static void write_record(making *m, am_buffer *json, const oracle_record *record) {
    uint16_t count = record->type->field_count;
    uint16_t first = (uint16_t)(count != 0 && chance(m, 30) ? random_below(&m->random, count) : 0);
    bool is_first = true;

    am_buffer_put_char(json, '{');
    for (uint16_t i = 0; i < count; i++) {
        uint16_t at = (uint16_t)((first + i) % count);

        if (record->facts[at].given == ORACLE_ABSENT) {
            continue;
        }
        am_buffer_put_text(json, is_first ? "" : ", ");
        write_text(m, json, record->type->fields[at].name);
        am_buffer_put_text(json, ": ");
        write_fact(m, json, &record->type->fields[at], &record->facts[at]);
        is_first = false;
    }
    am_buffer_put_char(json, '}');
}

static making making_of(record_maker *maker, am_arena *arena, uint64_t seed) {
    return (making){
        .maker = maker, .oracle = {.arena = arena, .model = maker->model}, .random = {seed}, .arena = arena};
}

static oracle_record *make(making *m, am_buffer *json) {
    oracle_record *record = oracle_record_new(m->arena, m->maker->model->root, NULL, NULL, 0);

    m->is_tame = chance(m, 93);
    fill(m, record);
    write_record(m, json, record);
    return record;
}

oracle_record *random_record(record_maker *maker, am_arena *arena, uint64_t seed, am_buffer *json) {
    making m = making_of(maker, arena, seed);

    m.absent_percent = chance(&m, 75) ? 0 : 1 + random_below(&m.random, 25);
    return make(&m, json);
}

oracle_record *random_sparse_record(record_maker *maker, am_arena *arena, uint64_t seed, am_buffer *json) {
    making m = making_of(maker, arena, seed);

    m.absent_percent = 10 + random_below(&m.random, 50);
    return make(&m, json);
}

/* Supplying */

typedef struct gap { /* one of the missing facts, each as likely as the others */
    oracle_record *record;
    uint16_t field;
    uint32_t count;
} gap;

/* What the evaluator had found is forgotten on the way. */
static void find_gap(making *m, oracle_record *record, gap *found) {
    record->memory = NULL;
    for (uint16_t i = 0; i < record->type->field_count; i++) {
        const am_field *field = &record->type->fields[i];
        oracle_fact *fact = &record->facts[i];

        if (field->type.kind == AM_TYPE_RECORD) {
            find_gap(m, fact->inside, found);
        } else if (fact->given != ORACLE_GIVEN && !field->type.is_optional) {
            if (random_below(&m->random, ++found->count) == 0) {
                found->record = record;
                found->field = i;
            }
        }
        for (uint32_t e = 0; field->type.kind == AM_TYPE_LIST && e < fact->element_count; e++) {
            find_gap(m, fact->elements[e], found);
        }
    }
}

bool random_supply(record_maker *maker, am_arena *arena, uint64_t seed, oracle_record *record,
                   am_buffer *json) {
    making m = making_of(maker, arena, seed);
    gap found = {.count = 0};
    const am_field *field;

    m.absent_percent = 30;
    m.is_tame = chance(&m, 93);
    find_gap(&m, record, &found);
    if (found.count == 0) {
        return false;
    }
    field = &found.record->type->fields[found.field];
    fill_field(&m, found.record, field, &found.record->facts[found.field]);
    for (oracle_record *inside = found.record; inside->holder != NULL && inside->number == 0;
         inside = inside->parent) {
        oracle_fact_of(inside->parent, inside->holder)->given = ORACLE_GIVEN;
    }
    write_record(&m, json, record);
    return true;
}
