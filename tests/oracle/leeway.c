/*
 * Open choices given one value after another, and the outputs that the evaluator finds.
 */
#include "leeway.h"

#include "random.h"

#define CHOICES_MAX  12
#define VALUES_MAX   7
#define OPEN_VALUES  8 /* of a choice without ends */
#define TRIES_MAX    96
#define OUTCOMES_MAX 256

/* How far a choice goes that has no end: digits before the point. */
enum { NUMBER_END = 9, WHOLE_END = 12, MONEY_END = 18, MONEY_DIGITS = 33, PERIOD_END = 4000000 };

typedef struct choice {
    oracle_fact *fact;
    oracle_given given; /* as it was */
    const am_field *field;
    oracle_value values[OPEN_VALUES];
    unsigned count;
    bool is_full; /* these are all */
    bool is_open; /* without a lowest or a highest value, which is then the last that can be stated */
    bool is_far;  /* it has that value now */
    am_decimal end;
} choice;

typedef struct seen { /* of an output of a record */
    size_t path;      /* in `paths`, with its length */
    size_t path_length;
    am_type type;
    bool has_values;
    oracle_value lowest;
    oracle_value highest;
    bool has_near; /* the same, with no choice at the last that can be stated */
    oracle_value near_lowest;
    oracle_value near_highest;
    bool may_fault, may_need, may_be_unknown;
} seen;

typedef struct leeway {
    oracle *oracle;
    choice choices[CHOICES_MAX];
    unsigned choice_count;
    bool is_cut;     /* more choices than are tried */
    bool is_crossed; /* each value of a choice was tried with each of the others */
    seen seen[OUTCOMES_MAX];
    unsigned seen_count; /* of this try */
    unsigned known;      /* of all */
    am_buffer paths;
} leeway;

/* Values */

static oracle_value bound_of(leeway *l, const am_expr *bound, int64_t otherwise) {
    if (bound == NULL) {
        return (oracle_value){.integer = otherwise, .decimal = am_decimal_of(otherwise)};
    }
    return oracle_expression(l->oracle, (oracle_scene){NULL, NULL, NULL}, bound).value;
}

static bool is_decimal(am_type type) {
    return type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_WHOLE || type.kind == AM_TYPE_MONEY ||
           type.kind == AM_TYPE_RATE;
}

static int32_t digits_of(const leeway *l, am_type type) {
    return type.kind == AM_TYPE_MONEY ? l->oracle->model->units[type.index].digits
           : type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_RATE ? 12
                                                                      : 0;
}

/* The bound, or the next value within. */
static am_decimal end_of(const leeway *l, am_type type, oracle_value bound, bool is_out, bool is_lowest) {
    am_decimal unit = am_decimal_make(false, 1, -digits_of(l, type));
    am_decimal at = is_decimal(type) ? bound.decimal : am_decimal_of(bound.integer), out;

    am_decimal_round(at, is_lowest ? AM_ROUND_CEILING : AM_ROUND_FLOOR, unit, &out);
    if (is_out && am_decimal_compare(out, at) == 0) {
        am_decimal_add(out, is_lowest ? unit : am_decimal_negate(unit), &out);
    }
    return out;
}

bool leeway_open_end(const am_model *model, am_type type, am_decimal *end) {
    int32_t most;

    switch (type.kind) {
    case AM_TYPE_NUMBER:
        *end = am_decimal_make(false, 1, NUMBER_END);
        return true;
    case AM_TYPE_WHOLE:
        *end = am_decimal_make(false, 1, WHOLE_END);
        return true;
    case AM_TYPE_MONEY:
        most = MONEY_DIGITS - model->units[type.index].digits;
        *end = am_decimal_make(false, 1, most < MONEY_END ? most : MONEY_END);
        return true;
    case AM_TYPE_MONTHS:
    case AM_TYPE_DAYS:
        *end = am_decimal_of(PERIOD_END);
        return true;
    default:
        return false;
    }
}

static void add_value(choice *c, am_decimal value) {
    int64_t whole = 0;

    am_decimal_to_int64(value, &whole);
    c->values[c->count++] = (oracle_value){.decimal = value, .integer = whole};
}

static void add_within(choice *c, am_decimal value, am_decimal low, am_decimal high) {
    if (am_decimal_compare(value, low) >= 0 && am_decimal_compare(value, high) <= 0) {
        add_value(c, value);
    }
}

/* The last choice that can be stated, half of it and a part of it. */
static void add_last(choice *c, am_decimal last, am_decimal low, am_decimal high) {
    am_decimal half, part;

    am_decimal_multiply(last, am_decimal_make(false, 5, -1), &half);
    am_decimal_multiply(last, am_decimal_make(false, 1, -3), &part);
    add_value(c, last);
    add_within(c, part, low, high);
    add_within(c, half, low, high);
}

/* Where an end is missing, values of every size towards there. */
static void fill_open(leeway *l, choice *c) {
    am_type type = c->field->type;
    const am_interval *bounds = &c->field->bounds;
    bool is_period = type.kind == AM_TYPE_MONTHS || type.kind == AM_TYPE_DAYS;
    am_decimal low = is_period ? am_decimal_of(0) : am_decimal_negate(c->end), high = c->end;

    if (bounds->lowest != NULL) {
        low = end_of(l, type, bound_of(l, bounds->lowest, 0), bounds->is_lowest_out, true);
        add_value(c, low);
    }
    if (bounds->highest != NULL) {
        high = end_of(l, type, bound_of(l, bounds->highest, 0), bounds->is_highest_out, false);
        add_value(c, high);
    }
    if (bounds->lowest == NULL) {
        add_last(c, low, low, high);
    }
    if (bounds->highest == NULL) {
        add_last(c, high, low, high);
    }
    add_within(c, am_decimal_of(0), low, high);
    add_within(c, am_decimal_of(20), low, high);
}

/* All values where they are few; else the ends and some between. */
static void fill_values(leeway *l, choice *c) {
    if (c->is_open) {
        fill_open(l, c);
        return;
    }
    am_type type = c->field->type;
    const am_interval *bounds = &c->field->bounds;
    int64_t last = type.kind == AM_TYPE_CODE ? l->oracle->model->sets[type.index].value_count - 1 : 1;
    am_decimal unit = am_decimal_make(false, 1, -digits_of(l, type)), width, part;
    am_decimal low = end_of(l, type, bound_of(l, bounds->lowest, 0), bounds->is_lowest_out, true);
    am_decimal high = end_of(l, type, bound_of(l, bounds->highest, last), bounds->is_highest_out, false);

    am_decimal_subtract(high, low, &width);
    am_decimal_divide(width, unit, &part);
    c->is_full = am_decimal_compare(part, am_decimal_of(VALUES_MAX)) < 0;
    for (unsigned i = 0; c->is_full && am_decimal_compare(low, high) <= 0; i++) {
        add_value(c, low);
        am_decimal_add(low, unit, &low);
    }
    for (unsigned i = 0; !c->is_full && i < VALUES_MAX; i++) {
        am_decimal value = high;

        am_decimal_multiply(width, am_decimal_of(i), &part);
        am_decimal_divide(part, am_decimal_of(VALUES_MAX - 1), &part);
        am_decimal_add(low, part, &value);
        am_decimal_round(value, AM_ROUND_FLOOR, unit, &value);
        add_value(c, value);
    }
}

static void find_choices(leeway *l, oracle_record *record) {
    for (uint16_t i = 0; i < record->type->field_count; i++) {
        const am_field *field = &record->type->fields[i];
        oracle_fact *fact = &record->facts[i];

        if (field->discretion != NULL && fact->given != ORACLE_GIVEN) {
            if (l->choice_count == CHOICES_MAX) {
                l->is_cut = true;
                continue;
            }
            choice *c = &l->choices[l->choice_count++];
            *c = (choice){.fact = fact, .given = fact->given, .field = field};
            c->is_open = leeway_open_end(l->oracle->model, field->type, &c->end) &&
                         (field->bounds.lowest == NULL || field->bounds.highest == NULL);
            fill_values(l, c);
        }
        if (fact->inside != NULL) {
            find_choices(l, fact->inside);
        }
        for (uint32_t e = 0; e < fact->element_count; e++) {
            find_choices(l, fact->elements[e]);
        }
    }
}

/* Tries */

/* Whether a choice is the last that can be stated, where it has no end. */
static bool is_far(const leeway *l) {
    for (unsigned i = 0; i < l->choice_count; i++) {
        if (l->choices[i].is_open && l->choices[i].is_far) {
            return true;
        }
    }
    return false;
}

static void put_near(const oracle_outcome *outcome, seen *at) {
    const oracle_value *high = at->type.is_range ? &outcome->highest : &outcome->value;

    if (outcome->state != ORACLE_VALUE) {
        return;
    }
    if (!at->has_near || oracle_compare(at->type, &outcome->value, &at->near_lowest) < 0) {
        at->near_lowest = outcome->value;
    }
    if (!at->has_near || oracle_compare(at->type, high, &at->near_highest) > 0) {
        at->near_highest = *high;
    }
    at->has_near = true;
}

static void put_outcome(const oracle_outcome *outcome, seen *at) {
    const oracle_value *high = at->type.is_range ? &outcome->highest : &outcome->value;

    switch (outcome->state) {
    case ORACLE_VALUE:
        if (!at->has_values || oracle_compare(at->type, &outcome->value, &at->lowest) < 0) {
            at->lowest = outcome->value;
        }
        if (!at->has_values || oracle_compare(at->type, high, &at->highest) > 0) {
            at->highest = *high;
        }
        at->has_values = true;
        break;
    case ORACLE_UNKNOWN:
        at->may_be_unknown = true;
        break;
    case ORACLE_NEEDS:
        at->may_need = true;
        break;
    case ORACLE_FAULT:
        at->may_fault = true;
        break;
    }
}

/* One result; `rate.base` where there are several. */
static void evaluate_one(leeway *l, const oracle_record *record, const am_declaration *output, uint16_t part,
                         bool is_one) {
    const am_result_column *column = is_one ? NULL : &output->schedule->results[part];
    oracle_outcome outcome;
    seen *at = &l->seen[l->seen_count];

    if (l->seen_count == OUTCOMES_MAX) {
        return;
    }
    if (l->seen_count == l->known) {
        *at = (seen){.path = l->paths.length, .type = is_one ? output->type : column->type};
        oracle_record_print_path(&l->paths, record);
        am_buffer_put_text(&l->paths, record->parent != NULL ? "." : "");
        am_buffer_put(&l->paths, output->name);
        if (!is_one) {
            am_buffer_put_char(&l->paths, '.');
            am_buffer_put(&l->paths, column->name);
        }
        at->path_length = l->paths.length - at->path;
        l->known++;
    }
    outcome = oracle_evaluate(l->oracle, record, output, part);
    put_outcome(&outcome, at);
    if (!is_far(l)) {
        put_near(&outcome, at);
    }
    l->seen_count++;
}

static void evaluate_output(leeway *l, const oracle_record *record, const am_declaration *output) {
    uint16_t count = output->schedule == NULL ? 1 : output->schedule->result_count;

    for (uint16_t part = 0; part < count && output->record == record->type; part++) {
        evaluate_one(l, record, output, part, count == 1);
    }
}

static void evaluate(leeway *l, const oracle_record *record) {
    for (size_t i = 0; i < l->oracle->model->output_count; i++) {
        evaluate_output(l, record, l->oracle->model->outputs[i]);
    }
    for (uint16_t i = 0; i < record->type->field_count; i++) {
        if (record->facts[i].inside != NULL) {
            evaluate(l, record->facts[i].inside);
        }
        for (uint32_t e = 0; e < record->facts[i].element_count; e++) {
            evaluate(l, record->facts[i].elements[e]);
        }
    }
}

/* Other choices may make another law the mildest. */
static void forget_all(leeway *l, oracle_record *root) {
    l->oracle->laws = NULL;
    oracle_forget(root);
}

static void try_one(leeway *l, oracle_record *root) {
    forget_all(l, root);
    l->seen_count = 0;
    evaluate(l, root);
}

/* Of a choice without an end: whether its value is the last that can be stated. */
static bool is_last(const choice *c) {
    am_decimal value =
        is_decimal(c->field->type) ? c->fact->value.decimal : am_decimal_of(c->fact->value.integer);

    return c->is_open && am_decimal_compare(am_decimal_absolute(value), c->end) == 0;
}

/* All combinations when they are few, else some by chance; whether they were all. */
static bool try_choices(leeway *l, oracle_record *root, random_source *random) {
    uint64_t combinations = 1;
    bool is_full = !l->is_cut;

    for (unsigned i = 0; i < l->choice_count; i++) {
        combinations *= combinations <= TRIES_MAX ? l->choices[i].count : 1;
        is_full &= l->choices[i].is_full;
        l->choices[i].fact->given = ORACLE_GIVEN;
    }
    for (uint64_t t = 0; t < (combinations <= TRIES_MAX ? combinations : TRIES_MAX); t++) {
        uint64_t rest = t;

        for (unsigned i = 0; i < l->choice_count; i++) {
            choice *c = &l->choices[i];
            uint64_t pick = combinations <= TRIES_MAX ? rest % c->count : random_below(random, c->count);

            rest /= c->count;
            c->fact->value = c->values[pick];
            c->is_far = is_last(c);
        }
        try_one(l, root);
    }
    for (unsigned i = 0; i < l->choice_count; i++) {
        l->choices[i].fact->given = l->choices[i].given;
    }
    forget_all(l, root);
    l->is_crossed = !l->is_cut && combinations <= TRIES_MAX;
    return is_full && combinations <= TRIES_MAX;
}

/* Comparing */

static int order_of(am_type type, const oracle_value *value, am_decimal with) {
    return am_decimal_compare(is_decimal(type) ? value->decimal : am_decimal_of(value->integer), with);
}

static bool has_order(const leeway *l, am_type type) {
    return type.kind != AM_TYPE_TEXT &&
           (type.kind != AM_TYPE_CODE || l->oracle->model->sets[type.index].is_ordered);
}

/* Whether every value was the same: of what comes to no value for some choice the VM says what it met. */
static bool is_settled(const seen *at) {
    return !at->has_values || oracle_compare(at->type, &at->lowest, &at->highest) == 0;
}

/* An output that is said to have no end comes to less wherever no choice is the last that can be stated. */
static bool is_endless(const seen *at, const assessed_reach *reach) {
    if (!at->has_near || !reach->has_values) {
        return true;
    }
    return (!reach->is_lowest_endless || order_of(at->type, &at->near_lowest, reach->lowest) > 0) &&
           (!reach->is_highest_endless || order_of(at->type, &at->near_highest, reach->highest) < 0);
}

/* From the last choices that can be stated to others of at most half of them no amount that an end holds
 * falls by half. */
static bool is_held(const seen *at, const oracle_value *end, const oracle_value *near) {
    am_decimal limit;

    am_decimal_multiply(is_decimal(at->type) ? near->decimal : am_decimal_of(near->integer),
                        am_decimal_make(false, 19, -1), &limit);
    return order_of(at->type, end, am_decimal_of(0)) == 0 ||
           am_decimal_compare(
               am_decimal_absolute(is_decimal(at->type) ? end->decimal : am_decimal_of(end->integer)),
               am_decimal_absolute(limit)) < 0;
}

/* What grows as long as choices do is said to have no end: where all that were to be tried were. */
static bool is_bounded(const seen *at, const assessed_reach *reach) {
    if (!at->has_near || !reach->has_values) {
        return true;
    }
    bool falls = !reach->is_lowest_endless && order_of(at->type, &at->lowest, reach->lowest) == 0 &&
                 order_of(at->type, &at->lowest, am_decimal_of(0)) < 0 &&
                 order_of(at->type, &at->near_lowest, reach->lowest) > 0;
    bool rises = !reach->is_highest_endless && order_of(at->type, &at->highest, reach->highest) == 0 &&
                 order_of(at->type, &at->highest, am_decimal_of(0)) > 0 &&
                 order_of(at->type, &at->near_highest, reach->highest) < 0;

    return (!falls || is_held(at, &at->lowest, &at->near_lowest)) &&
           (!rises || is_held(at, &at->highest, &at->near_highest));
}

static bool is_told(const leeway *l, const seen *at, const assessed_reach *reach, bool is_full) {
    if (!has_order(l, at->type) || reach->is_searched) {
        return true;
    }
    if (!is_endless(at, reach) || (l->is_crossed && !is_bounded(at, reach))) {
        return false;
    }
    if (!reach->is_there) {
        return is_settled(at) || at->type.is_range;
    }
    if (at->has_values && (!reach->has_values || order_of(at->type, &at->lowest, reach->lowest) < 0 ||
                           order_of(at->type, &at->highest, reach->highest) > 0)) {
        return false;
    }
    return !is_full || !reach->has_values ||
           (at->has_values && order_of(at->type, &at->lowest, reach->lowest) == 0 &&
            order_of(at->type, &at->highest, reach->highest) == 0);
}

static void put_end(const char *before, am_type type, const oracle_value *value, am_buffer *report) {
    am_buffer_put_text(report, before);
    am_decimal_print(report, is_decimal(type) ? value->decimal : am_decimal_of(value->integer), 0);
}

static void put_difference(const leeway *l, const seen *at, const assessed_reach *reach, am_buffer *report) {
    am_slice path = {l->paths.data + at->path, at->path_length};

    am_buffer_put_text(report, "  leeway of ");
    am_buffer_put(report, path);
    if (at->has_values) {
        put_end(": tried ", at->type, &at->lowest, report);
        put_end(" to ", at->type, &at->highest, report);
    }
    am_buffer_put_text(report, reach->is_there ? "; VM: " : "; VM: nothing");
    if (reach->has_values) {
        am_decimal_print(report, reach->lowest, 0);
        am_buffer_put_text(report, " to ");
        am_decimal_print(report, reach->highest, 0);
    }
    am_buffer_put_char(report, '\n');
}

static bool compare(leeway *l, assessor *assessor, uint32_t row, bool is_full, leeway_counts *counts,
                    am_buffer *report) {
    bool holds = true;

    for (unsigned i = 0; i < l->known; i++) {
        const seen *at = &l->seen[i];
        am_slice path = {l->paths.data + at->path, at->path_length};
        assessed_reach reach = assess_reach(assessor, row, path);

        counts->reaches += reach.is_there;
        counts->searched += reach.is_searched;
        counts->endless += reach.is_lowest_endless || reach.is_highest_endless;
        if (!is_told(l, at, &reach, is_full)) {
            put_difference(l, at, &reach, report);
            holds = false;
        }
    }
    return holds;
}

bool leeway_holds(oracle *oracle, oracle_record *root, assessor *assessor, uint32_t row, uint64_t seed,
                  leeway_counts *counts, am_buffer *report) {
    leeway *l = AM_NEW(oracle->arena, leeway);
    random_source random = {seed};
    bool holds = true;

    if (l == NULL) {
        return false;
    }
    l->oracle = oracle;
    find_choices(l, root);
    if (l->choice_count == 0) {
        return true;
    }
    am_buffer_init(&l->paths, oracle->arena->allocator);
    bool is_full = try_choices(l, root, &random);
    counts->exhausted += is_full;
    if (!assess_finds_leeway(assessor, row)) {
        am_buffer_put_text(report, "no memory for what is left to discretion\n");
        holds = false;
    }
    holds = holds && compare(l, assessor, row, is_full, counts, report);
    am_buffer_clear(&l->paths);
    return holds;
}
