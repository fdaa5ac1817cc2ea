/*
 * Values worth trying, gathered from the literals of all that a claim reads and the days on which that is
 * law.
 */
#include "prove/pool.h"

#include "base/date.h"
#include "prove/sample.h"

#define LITERALS_MAX 64
#define VISITS_MAX   200000u
#define DATE_PLAIN   18262 /* 2020-01-01 */

typedef struct am_literals {
    am_type types[LITERALS_MAX];
    am_constant_value values[LITERALS_MAX];
    uint32_t count;
} am_literals;

typedef struct am_filling {
    const am_model *model;
    am_pool *pool;
    am_literals literals;
} am_filling;

static am_pool_field *field_of(const am_pool *pool, const am_field *field) {
    return &pool->fields[field->owner->index][field - field->owner->fields];
}

const am_pool_field *am_pool_field_of(const am_pool *pool, const am_field *field) {
    return field_of(pool, field);
}

bool am_pool_is_in(const am_field *field, const am_constant_value *value) {
    const am_interval *bounds = &field->bounds;

    if (bounds->lowest != NULL) {
        int order = am_sample_compare(field->type, value, &bounds->lowest->value);

        if (order < 0 || (order == 0 && bounds->is_lowest_out)) {
            return false;
        }
    }
    if (bounds->highest != NULL) {
        int order = am_sample_compare(field->type, value, &bounds->highest->value);

        if (order > 0 || (order == 0 && bounds->is_highest_out)) {
            return false;
        }
    }
    return true;
}

static void add_literal(am_literals *literals, const am_expr *expr) {
    for (uint32_t i = 0; i < literals->count; i++) {
        if (literals->types[i].kind == expr->type.kind && literals->types[i].index == expr->type.index &&
            am_sample_compare(expr->type, &literals->values[i], &expr->value) == 0) {
            return;
        }
    }
    if (literals->count < LITERALS_MAX) {
        literals->types[literals->count] = expr->type;
        literals->values[literals->count++] = expr->value;
    }
}

static void mark_scope(const am_filling *filling, const am_scope *scope) {
    for (uint8_t i = 0; i < scope->via_count; i++) {
        field_of(filling->pool, scope->via[i])->is_read = true;
    }
}

static void gather(am_visit *visit, const am_expr *expr) {
    am_filling *filling = visit->context;

    if (expr->kind == AM_EXPR_CONSTANT) {
        add_literal(&filling->literals, expr);
    } else if (expr->kind == AM_EXPR_FIELD) {
        field_of(filling->pool, expr->field)->is_read = true;
        mark_scope(filling, &expr->scope);
    } else if (expr->kind == AM_EXPR_OVER && expr->over->list != NULL) {
        field_of(filling->pool, expr->over->list)->is_read = true;
        mark_scope(filling, &expr->over->scope);
    } else if (expr->kind == AM_EXPR_VALUE) {
        mark_scope(filling, &expr->scope);
    }
}

static void add_law_day(am_filling *filling, int64_t day) {
    am_expr literal = {.kind = AM_EXPR_CONSTANT, .type = {.kind = AM_TYPE_DATE}, .value = {.integer = day}};

    if (day > AM_DATE_MIN && day <= AM_DATE_MAX) {
        add_literal(&filling->literals, &literal);
    }
}

/* The days on which law begins or ends. */
static void gather_days(am_filling *filling, const am_declaration *declaration) {
    const am_schedule *schedule = declaration->schedule;

    if (declaration->is_repealed) {
        add_law_day(filling, declaration->repealed_from);
    }
    if (declaration->has_in_force) {
        add_law_day(filling, declaration->in_force_from);
        add_law_day(filling, declaration->in_force_last);
    }
    for (uint16_t i = 0; schedule != NULL && i < schedule->condition_count; i++) {
        for (uint16_t row = 0; row < schedule->row_count; row++) {
            if (schedule->conditions[i].kind == AM_CONDITION_IN_FORCE && !schedule->rows[row].is_otherwise) {
                add_law_day(filling, schedule->rows[row].tests[i].from);
                add_law_day(filling, schedule->rows[row].tests[i].until);
            }
        }
    }
}

/* Keeps the values in order, each once, and only those that a record may have. */
static void add(am_pool_field *out, am_constant_value value) {
    am_type type = out->field->type;
    uint32_t at = 0;

    if (!am_pool_is_in(out->field, &value) || out->count == AM_POOL_VALUES_MAX ||
        (type.kind == AM_TYPE_DATE && (value.integer < AM_DATE_MIN || value.integer > AM_DATE_MAX))) {
        return;
    }
    while (at < out->count && am_sample_compare(type, &out->values[at], &value) < 0) {
        at++;
    }
    if (at < out->count && am_sample_compare(type, &out->values[at], &value) == 0) {
        return;
    }
    for (uint32_t i = out->count++; i > at; i--) {
        out->values[i] = out->values[i - 1];
    }
    out->values[at] = value;
}

static void add_integer(am_pool_field *out, int64_t integer) {
    add(out, (am_constant_value){.integer = integer});
}

/* The value and its neighbours, `places` digits after the point away. */
static void add_decimal(am_pool_field *out, am_decimal value, int32_t places) {
    am_decimal step = am_decimal_make(false, 1, -places), near;

    if (am_decimal_places(value) > places) {
        return;
    }
    add(out, (am_constant_value){.decimal = value});
    if (am_decimal_add(value, step, &near) == AM_ARITH_EXACT) {
        add(out, (am_constant_value){.decimal = near});
    }
    if (am_decimal_subtract(value, step, &near) == AM_ARITH_EXACT) {
        add(out, (am_constant_value){.decimal = near});
    }
}

static int32_t places_of(const am_filling *filling, am_type type) {
    switch ((am_type_kind)type.kind) {
    case AM_TYPE_MONEY:
        return filling->model->units[type.index].digits;
    case AM_TYPE_WHOLE:
        return 0;
    default:
        return 4;
    }
}

static void fill_decimals(const am_filling *filling, am_pool_field *out) {
    static const int64_t plain[] = {0, 1, 2, -1, 100, 1000000, 1000000000000};
    const am_literals *literals = &filling->literals;
    am_type type = out->field->type;
    int32_t places = places_of(filling, type);
    am_decimal unit = am_decimal_make(false, 1, -places), quotient;

    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        add(out, (am_constant_value){.decimal = am_decimal_of(plain[i])});
    }
    for (uint32_t i = 0; i < literals->count; i++) {
        bool is_alike =
            type.kind == AM_TYPE_MONEY || type.kind == AM_TYPE_RATE
                ? literals->types[i].kind == type.kind && literals->types[i].index == type.index
                : literals->types[i].kind == AM_TYPE_NUMBER || literals->types[i].kind == AM_TYPE_WHOLE;
        if (is_alike) {
            add_decimal(out, literals->values[i].decimal, places);
        }
    }
    /* Where a share of an amount reaches another amount. */
    for (uint32_t i = 0; type.kind == AM_TYPE_MONEY && i < literals->count; i++) {
        for (uint32_t k = 0; literals->types[i].kind == AM_TYPE_MONEY && k < literals->count; k++) {
            if (literals->types[k].kind == AM_TYPE_NUMBER &&
                am_decimal_divide(literals->values[i].decimal, literals->values[k].decimal, &quotient) <=
                    AM_ARITH_ROUNDED &&
                am_decimal_round(quotient, AM_ROUND_HALF_UP, unit, &quotient) == AM_ARITH_EXACT) {
                add_decimal(out, quotient, places);
            }
        }
    }
}

static void add_day(am_pool_field *out, int64_t day) {
    add_integer(out, day - 1);
    add_integer(out, day);
    add_integer(out, day + 1);
}

static void fill_dates(const am_filling *filling, am_pool_field *out) {
    const am_literals *literals = &filling->literals;

    add_integer(out, DATE_PLAIN);
    for (uint32_t i = 0; i < literals->count; i++) {
        if (literals->types[i].kind == AM_TYPE_DATE) {
            add_day(out, literals->values[i].integer);
        }
    }
    for (uint32_t i = 0; i < literals->count; i++) {
        am_date moved;

        if (literals->types[i].kind == AM_TYPE_DAYS) {
            add_day(out, DATE_PLAIN + literals->values[i].integer);
        } else if (literals->types[i].kind == AM_TYPE_MONTHS &&
                   am_date_add_months(DATE_PLAIN, literals->values[i].integer, AM_MONTH_END_DOWN, &moved) ==
                       AM_DATE_OK) {
            add_day(out, moved);
        }
    }
}

static void fill_integers(const am_filling *filling, am_pool_field *out) {
    const am_literals *literals = &filling->literals;

    add_integer(out, 0);
    add_integer(out, 1);
    for (uint32_t i = 0; i < literals->count; i++) {
        if (literals->types[i].kind == out->field->type.kind) {
            add_day(out, literals->values[i].integer);
        }
    }
}

static void fill_texts(const am_filling *filling, am_pool_field *out) {
    const am_literals *literals = &filling->literals;

    add(out, (am_constant_value){.text = AM_SLICE("x")});
    for (uint32_t i = 0; i < literals->count; i++) {
        if (literals->types[i].kind == AM_TYPE_TEXT) {
            add(out, literals->values[i]);
        }
    }
}

static void fill_bounds(const am_filling *filling, am_pool_field *out) {
    const am_expr *ends[] = {out->field->bounds.lowest, out->field->bounds.highest};
    am_type type = out->field->type;

    for (int i = 0; i < 2; i++) {
        if (ends[i] != NULL && am_sample_is_decimal(type)) {
            add_decimal(out, ends[i]->value.decimal, places_of(filling, type));
        } else if (ends[i] != NULL && type.kind != AM_TYPE_TEXT) {
            add_day(out, ends[i]->value.integer);
        }
    }
}

static void fill(const am_filling *filling, am_pool_field *out) {
    fill_bounds(filling, out);
    switch ((am_type_kind)out->field->type.kind) {
    case AM_TYPE_NUMBER:
    case AM_TYPE_WHOLE:
    case AM_TYPE_MONEY:
    case AM_TYPE_RATE:
        fill_decimals(filling, out);
        break;
    case AM_TYPE_DATE:
        fill_dates(filling, out);
        break;
    case AM_TYPE_MONTHS:
    case AM_TYPE_DAYS:
        fill_integers(filling, out);
        break;
    case AM_TYPE_YESNO:
        add_integer(out, 0);
        add_integer(out, 1);
        break;
    case AM_TYPE_CODE:
        for (uint16_t i = 0; i < filling->model->sets[out->field->type.index].value_count; i++) {
            add_integer(out, i);
        }
        break;
    case AM_TYPE_TEXT:
        fill_texts(filling, out);
        break;
    default:
        break;
    }
}

/* The records around the one that is spoken of must be there, wherever it stands. */
static void mark_around(const am_filling *filling, const am_record *record) {
    for (size_t i = 0; i < filling->model->record_count; i++) {
        const am_record *outer = filling->model->records[i];

        for (uint16_t k = 0; k < outer->field_count; k++) {
            if (outer->fields[k].record == record && !field_of(filling->pool, &outer->fields[k])->is_read) {
                field_of(filling->pool, &outer->fields[k])->is_read = true;
                mark_around(filling, outer);
            }
        }
    }
}

const am_pool *am_pool_of(am_arena *arena, const am_model *model, const am_closure *closure,
                          const am_property *property) {
    am_filling filling = {.model = model, .pool = AM_NEW(arena, am_pool)};
    am_visit visit = {.on = gather, .context = &filling, .left = VISITS_MAX};

    if (filling.pool == NULL) {
        return NULL;
    }
    filling.pool->fields = AM_NEW_ARRAY(arena, am_pool_field *, model->record_count + 1);
    for (size_t i = 0; filling.pool->fields != NULL && i < model->record_count; i++) {
        const am_record *record = model->records[i];
        am_pool_field *fields = AM_NEW_ARRAY(arena, am_pool_field, (size_t)record->field_count + 1);

        for (uint16_t k = 0; fields != NULL && k < record->field_count; k++) {
            fields[k].field = &record->fields[k];
        }
        filling.pool->fields[record->index] = fields;
    }
    if (arena->is_exhausted) {
        return NULL;
    }
    /* There is room for so many literals: the days of the law first, then the claim's own, then what it
     * reads. */
    for (size_t i = 0; i < closure->count; i++) {
        gather_days(&filling, closure->items[i]);
    }
    for (size_t i = closure->count; i > 0; i--) {
        am_visit_declaration(&visit, closure->items[i - 1]);
    }
    am_visit_expr(&visit, property->fact);
    mark_around(&filling, property->value->record);
    for (size_t i = 0; i < model->record_count; i++) {
        for (uint16_t k = 0; k < model->records[i]->field_count; k++) {
            if (field_of(filling.pool, &model->records[i]->fields[k])->is_read) {
                fill(&filling, field_of(filling.pool, &model->records[i]->fields[k]));
            }
        }
    }
    return visit.is_cut ? NULL : filling.pool;
}
