/*
 * The sample: an invented rulebook with every instruction, over a record with lists in it.
 *
 *     domain 0  Case                     turnover, benefit, committed_on, term, notice, intent, city, listed,
 * corridor, offender.members domain 1  Case.infringements       gravity, act, systemic domain 2  Case.priors
 * (optional)   decided_on domain 3  infringements x priors domain 4  infringements.victims    loss
 */
#include "sample.h"

enum {
    RECORD = 0,
    INFRINGEMENTS = 1,
    PRIORS = 2,
    PAIRS = 3,
    VICTIMS = 4,
    MONTHS = 5,
    CONSTANT = AM_DOMAIN_CONSTANT,
    NONE = 0,
};

/* The registers that the parts below share. */
typedef struct parts {
    am_program *program;
    am_arena *arena;
    uint16_t yes, no, zero, one, cent, thousand, five_thousand, million, tier, text_aa, text_bb, old_law,
        new_law;
    uint16_t year, ten_days;
    uint16_t turnover, benefit, committed_on, term, notice, intent, city, listed, low, high, members;
    uint16_t has_infringements, gravity, act, systemic, has_priors, decided_on, has_victims, loss;
} parts;

#define EMIT(opcode, type, domain, a, b, c, d) \
    sample_emit(parts->program, AM_OP_##opcode, AM_VALUE_##type, (domain), (a), (b), (c), (d))

static void add_constants(parts *parts) {
    am_program *program = parts->program;
    parts->yes = sample_constant(program, AM_VALUE_YESNO, 1);
    parts->no = sample_constant(program, AM_VALUE_YESNO, 0);
    parts->zero = sample_decimal(program, "0");
    parts->one = sample_decimal(program, "1");
    parts->cent = sample_decimal(program, "0.01");
    parts->thousand = sample_decimal(program, "1000");
    parts->five_thousand = sample_decimal(program, "5000");
    parts->million = sample_decimal(program, "1E6");
    parts->tier = sample_constant(program, AM_VALUE_CODE, 2);
    parts->text_aa = sample_text(program, "AA");
    parts->text_bb = sample_text(program, "Zürich");
    parts->old_law = sample_constant(program, AM_VALUE_DATE, 15568);
    parts->new_law = sample_constant(program, AM_VALUE_DATE, 18064);
    parts->year = sample_constant(program, AM_VALUE_MONTHS, 12);
    parts->ten_days = sample_constant(program, AM_VALUE_DAYS, 10);
}

static void add_names(parts *parts) {
    static am_slice values[] = {{"negligent", 9}, {"reckless", 8}, {"intentional", 11}};
    am_program *program = parts->program;
    program->edition = AM_LANGUAGE_EDITION;
    program->title = AM_SLICE("A \"sample\"");
    program->unit = 0;
    program->sources[program->source_count++] = AM_SLICE("sample.amerce");
    program->units[program->unit_count++] = (am_unit){AM_SLICE("EUR"), 2};
    program->scales[0] = (am_scale){AM_SLICE("Intent"), true, AM_NEW_ARRAY(parts->arena, am_slice, 3), 3};
    program->scale_count = 1;
    for (unsigned i = 0; i < 3; i++) {
        program->scales[0].values[i] = values[i];
    }
}

static void add_record_facts(parts *parts) {
    am_program *program = parts->program;
    am_fact *corridor;
    parts->turnover = sample_fact(program, 0, "turnover", AM_KIND_MONEY, false);
    program->facts[0].bounds = (am_bounds){program->registers[parts->zero].constant,
                                           program->registers[parts->million].constant, false, true};
    program->facts[0].label = AM_SLICE("annual turnover");
    parts->benefit = sample_fact(program, 0, "benefit", AM_KIND_MONEY, true);
    parts->committed_on = sample_fact(program, 0, "committed_on", AM_KIND_DATE, false);
    parts->term = sample_fact(program, 0, "term", AM_KIND_MONTHS, false);
    parts->notice = sample_fact(program, 0, "notice", AM_KIND_DAYS, false);
    parts->intent = sample_fact(program, 0, "intent", AM_KIND_CODE, false);
    parts->city = sample_fact(program, 0, "city", AM_KIND_TEXT, false);
    parts->listed = sample_fact(program, 0, "listed", AM_KIND_YESNO, false);
    parts->low = sample_fact(program, 0, "corridor", AM_KIND_NUMBER, false);
    parts->high = sample_input(program, AM_VALUE_DECIMAL, RECORD, AM_MAY_NEED);
    corridor = &program->facts[program->fact_count - 1];
    corridor->is_range = true;
    corridor->column_high = parts->high;
}

static void add_lists(parts *parts) {
    am_program *program = parts->program;
    uint16_t place = sample_list_place(program, 0, "Infringement", "infringements", false);
    parts->has_infringements = program->domains[INFRINGEMENTS].present;
    parts->gravity = sample_fact(program, place, "gravity", AM_KIND_NUMBER, false);
    parts->act = sample_fact(program, place, "act", AM_KIND_TEXT, false);
    parts->systemic = sample_fact(program, place, "systemic", AM_KIND_YESNO, false);
    place = sample_list_place(program, 0, "Prior", "priors", true);
    parts->has_priors = program->domains[PRIORS].present;
    parts->decided_on = sample_fact(program, place, "decided_on", AM_KIND_DATE, false);
    program->domains[program->domain_count++] =
        (am_domain){AM_DOMAIN_PRODUCT, INFRINGEMENTS, PRIORS, AM_NO_INDEX, AM_NO_INDEX, AM_NO_INDEX};
    place = sample_list_place(program, 1, "Victim", "victims", false);
    parts->has_victims = program->domains[VICTIMS].present;
    parts->loss = sample_fact(program, place, "loss", AM_KIND_MONEY, false);
    program->domains[program->domain_count++] =
        (am_domain){AM_DOMAIN_MONTHS, RECORD, 12, AM_NO_INDEX, AM_NO_INDEX, AM_NO_INDEX};
    program->places[program->place_count] =
        (am_place){AM_PLACE_INSIDE, AM_SLICE("Offender"), AM_SLICE("offender"), 0, RECORD, false, true};
    place = (uint16_t)program->place_count++;
    parts->members = sample_fact(program, place, "members", AM_KIND_WHOLE, false);
}

static uint64_t *words_of(parts *parts, const uint64_t *words, size_t count) {
    uint64_t *copy = AM_NEW_ARRAY(parts->arena, uint64_t, count);
    for (size_t i = 0; i < count; i++) {
        copy[i] = words[i];
    }
    return copy;
}

static uint16_t *numbers_of(parts *parts, const uint16_t *numbers, size_t count) {
    uint16_t *copy = AM_NEW_ARRAY(parts->arena, uint16_t, count);
    for (size_t i = 0; i < count; i++) {
        copy[i] = numbers[i];
    }
    return copy;
}

static am_cut *cuts_of(parts *parts, am_cut low, am_cut high) {
    am_cut *cuts = AM_NEW_ARRAY(parts->arena, am_cut, 2);
    cuts[0] = low;
    cuts[1] = high;
    return cuts;
}

static uint16_t constant_of(const parts *parts, uint16_t number) {
    return parts->program->registers[number].constant;
}

/* | up to 1000 | -  ||, | over 1000 to under 5000 | negligent ||, | from 5000 | reckless or higher || */
static void add_dense_table(parts *parts) {
    static const uint64_t by_turnover[] = {1, 2, 4, 0}, by_intent[] = {3, 5, 1}, none = 0, first = 1;
    static const uint16_t classes[] = {0, 1, 1};
    am_table *table = &parts->program->tables[parts->program->table_count++];
    *table = (am_table){.policy = AM_POLICY_ONLY, .row_count = 3, .words = 1, .axis_count = 2};
    table->axes = AM_NEW_ARRAY(parts->arena, am_axis, 2);
    table->axes[0] = (am_axis){.kind = AM_AXIS_DECIMAL, .type = AM_VALUE_DECIMAL, .class_count = 3};
    table->axes[0].cut_count = 2;
    table->axes[0].cuts = cuts_of(parts, (am_cut){constant_of(parts, parts->thousand), true},
                                  (am_cut){constant_of(parts, parts->five_thousand), false});
    table->axes[0].masks = words_of(parts, by_turnover, 4);
    table->axes[0].any = words_of(parts, &none, 1);
    table->axes[1] = (am_axis){.kind = AM_AXIS_CODE, .type = AM_VALUE_CODE, .class_count = 2};
    table->axes[1].cut_count = 3;
    table->axes[1].classes = numbers_of(parts, classes, 3);
    table->axes[1].masks = words_of(parts, by_intent, 3);
    table->axes[1].any = words_of(parts, &first, 1);
    table->dense_count = 12;
    table->dense = AM_NEW_ARRAY(parts->arena, uint16_t, 12);
    for (uint32_t i = 0; i < 12; i++) {
        table->dense[i] = am_table_meet(table, (const uint32_t[]){i / 3, i % 3});
    }
}

/* in force, a text and a condition; the last row is otherwise. */
static void add_wide_table(parts *parts) {
    static const uint64_t by_date[] = {0, 1, 6, 0}, by_text[] = {4, 7, 4, 4}, none = 0, first = 1, third = 4;
    static const uint16_t classes[] = {1, 2};
    am_table *table = &parts->program->tables[parts->program->table_count++];
    *table = (am_table){.policy = AM_POLICY_FIRST, .row_count = 4, .words = 1, .axis_count = 3};
    table->has_otherwise = true;
    table->axes = AM_NEW_ARRAY(parts->arena, am_axis, 3);
    table->axes[0] = (am_axis){.kind = AM_AXIS_INTEGER, .type = AM_VALUE_DATE, .class_count = 3};
    table->axes[0].is_clock = true;
    table->axes[0].cut_count = 2;
    table->axes[0].cuts = cuts_of(parts, (am_cut){constant_of(parts, parts->old_law), false},
                                  (am_cut){constant_of(parts, parts->new_law), false});
    table->axes[0].masks = words_of(parts, by_date, 4);
    table->axes[0].any = words_of(parts, &none, 1);
    table->axes[1] = (am_axis){.kind = AM_AXIS_TEXT, .type = AM_VALUE_TEXT, .class_count = 3};
    table->axes[1].cut_count = 2;
    table->axes[1].classes = numbers_of(parts, classes, 2);
    table->axes[1].texts = numbers_of(
        parts, (const uint16_t[]){constant_of(parts, parts->text_aa), constant_of(parts, parts->text_bb)}, 2);
    table->axes[1].masks = words_of(parts, by_text, 4);
    table->axes[1].any = words_of(parts, &third, 1);
    table->axes[2] = (am_axis){.kind = AM_AXIS_WHEN, .type = AM_VALUE_YESNO};
    table->axes[2].any = words_of(parts, &first, 1);
    table->law = AM_NEW_ARRAY(parts->arena, am_row_law, 3);
    table->law_count = 3;
    for (uint16_t row = 0; row < 3; row++) {
        table->law[row] = (am_row_law){
            .from = 15568, .until = AM_DATE_MAX + 1, .published = 15500, .next = AM_TABLE_NO_ROW};
    }
    table->law[0].next = 1;
    table->law[1].from = 16000;
}

static uint16_t add_column(parts *parts, am_value_type type, const uint16_t *registers, uint16_t rows) {
    am_column_table *column = &parts->program->columns[parts->program->column_count];
    *column = (am_column_table){(uint8_t)type, AM_NEW_ARRAY(parts->arena, uint16_t, rows), rows};
    for (uint16_t i = 0; i < rows; i++) {
        column->cells[i] =
            registers[i] == AM_NO_INDEX ? AM_CELL_NOT_COVERED : constant_of(parts, registers[i]);
    }
    return (uint16_t)parts->program->column_count++;
}

static uint16_t emit_decimals(parts *parts) {
    uint16_t sum = EMIT(ADD, DECIMAL, RECORD, parts->turnover, parts->one, NONE, NONE);
    sum = EMIT(SUBTRACT, DECIMAL, RECORD, sum, parts->cent, NONE, NONE);
    sum = EMIT(MULTIPLY, DECIMAL, RECORD, sum, parts->cent, NONE, NONE);
    sum = EMIT(ADD_EXACT, DECIMAL, RECORD, sum, parts->one, NONE, NONE);
    sum = EMIT(SUBTRACT_EXACT, DECIMAL, RECORD, sum, parts->one, NONE, NONE);
    sum = EMIT(MULTIPLY_EXACT, DECIMAL, RECORD, sum, parts->thousand, NONE, NONE);
    sum = EMIT(DIVIDE, DECIMAL, RECORD, sum, parts->thousand, NONE, NONE);
    sum = EMIT(QUOTIENT, DECIMAL, RECORD, sum, parts->cent, NONE, NONE);
    sum = EMIT(REMAINDER, DECIMAL, RECORD, sum, parts->thousand, NONE, NONE);
    sum = EMIT(POWER, DECIMAL, RECORD, sum, parts->one, NONE, NONE);
    sum = EMIT(NEGATE, DECIMAL, RECORD, sum, NONE, NONE, NONE);
    sum = EMIT(ABSOLUTE, DECIMAL, RECORD, sum, NONE, NONE, NONE);
    return EMIT(ROUND, DECIMAL, RECORD, sum, parts->cent, AM_ROUND_HALF_UP, NONE);
}

static uint16_t emit_dates(parts *parts) {
    uint16_t date = EMIT(ADD_MONTHS, DATE, RECORD, parts->committed_on, parts->term, AM_MONTH_END_DOWN, NONE);
    uint16_t days, period, number;
    date = EMIT(SUBTRACT_MONTHS, DATE, RECORD, date, parts->year, AM_MONTH_END_UP, NONE);
    date = EMIT(ADD_DAYS, DATE, RECORD, date, parts->notice, NONE, NONE);
    date = EMIT(SUBTRACT_DAYS, DATE, RECORD, date, parts->ten_days, NONE, NONE);
    days = EMIT(DATE_DIFFERENCE, DAYS, RECORD, date, parts->committed_on, NONE, NONE);
    number = EMIT(DAYS_BETWEEN, DECIMAL, RECORD, parts->committed_on, date, NONE, NONE);
    EMIT(MONTHS_BETWEEN, DECIMAL, RECORD, parts->committed_on, date, NONE, NONE);
    EMIT(MONTHS_BEGUN, DECIMAL, RECORD, parts->committed_on, date, NONE, NONE);
    EMIT(YEARS_BETWEEN, DECIMAL, RECORD, parts->committed_on, date, NONE, NONE);
    EMIT(END_OF_MONTH, DATE, RECORD, date, NONE, NONE, NONE);
    number = EMIT(WORKING_DAYS, DECIMAL, RECORD, parts->committed_on, date, NONE, NONE);
    date = EMIT(ADD_WORKING_DAYS, DATE, RECORD, date, number, NONE, NONE);
    period = EMIT(ADD_PERIODS, DAYS, RECORD, days, parts->ten_days, NONE, NONE);
    period = EMIT(SUBTRACT_PERIODS, DAYS, RECORD, period, parts->notice, NONE, NONE);
    period = EMIT(SCALE_PERIOD, DAYS, RECORD, period, parts->one, NONE, NONE);
    EMIT(PERIOD_NUMBER, DECIMAL, RECORD, period, NONE, NONE, NONE);
    EMIT(NUMBER_PERIOD, MONTHS, RECORD, number, NONE, NONE, NONE);
    return EMIT(SUBTRACT_PERIODS, MONTHS, CONSTANT, parts->year, parts->year, NONE, NONE);
}

static uint16_t emit_conditions(parts *parts) {
    uint16_t same = EMIT(EQUAL, YESNO, RECORD, parts->city, parts->text_aa, NONE, NONE);
    uint16_t less = EMIT(LESS, YESNO, RECORD, parts->committed_on, parts->new_law, NONE, NONE);
    uint16_t most = EMIT(LESS_EQUAL, YESNO, RECORD, parts->intent, parts->tier, NONE, NONE);
    uint16_t whole = EMIT(IS_WHOLE, YESNO, RECORD, parts->turnover, NONE, NONE, NONE);
    uint16_t both = EMIT(AND, YESNO, RECORD, same, less, NONE, NONE);
    uint16_t either = EMIT(OR, YESNO, RECORD, both, most, NONE, NONE);
    uint16_t other = EMIT(NOT, YESNO, RECORD, either, NONE, NONE, NONE);
    uint16_t list = sample_list(parts->program, (const uint16_t[]){whole, other, parts->no}, 3);
    EMIT(GREATEST, CODE, RECORD, parts->intent, parts->tier, NONE, NONE);
    EMIT(LEAST, DECIMAL, RECORD, parts->turnover, parts->thousand, NONE, NONE);
    return EMIT(AT_LEAST, YESNO, RECORD, list, NONE, NONE, 1);
}

/* A part that is skipped unless the offender is listed, a part in it, and one that is skipped when all are.
 */
static uint16_t emit_skips(parts *parts) {
    uint16_t inner, outer, plain;
    sample_skip(parts->program, AM_OP_SKIP_UNLESS, parts->listed, 4);
    outer = EMIT(ADD, DECIMAL, RECORD, parts->turnover, parts->one, NONE, NONE);
    sample_skip(parts->program, AM_OP_SKIP_UNLESS, parts->yes, 1);
    inner = EMIT(ADD, DECIMAL, RECORD, outer, parts->one, NONE, NONE);
    inner = EMIT(STEP, DECIMAL, RECORD, parts->yes, inner, outer, NONE);
    outer = EMIT(SELECT, DECIMAL, RECORD, parts->listed, inner, parts->turnover, NONE);
    sample_skip(parts->program, AM_OP_SKIP_WHEN, parts->listed, 1);
    plain = EMIT(NEGATE, DECIMAL, RECORD, parts->turnover, NONE, NONE, NONE);
    return EMIT(SELECT, DECIMAL, RECORD, parts->listed, outer, plain, NONE);
}

static uint16_t emit_choices(parts *parts, uint16_t condition, uint16_t amount) {
    uint16_t no_row = am_operand_of_fault(AM_DIAG_NO_ROW);
    uint16_t kept, known, other;
    amount = EMIT(INSTEAD, DECIMAL, RECORD, condition, parts->five_thousand, amount, NONE);
    amount = EMIT(GUARD, DECIMAL, RECORD, condition, amount, NONE, no_row);
    kept = EMIT(KEEP, DECIMAL, RECORD, condition, amount, NONE, NONE);
    other = EMIT(OTHERWISE, DECIMAL, RECORD, parts->benefit, parts->zero, NONE, NONE);
    known = EMIT(KNOWN, YESNO, RECORD, parts->benefit, NONE, NONE, NONE);
    EMIT(UNWRAP, DECIMAL, RECORD, parts->benefit, NONE, NONE, NONE);
    kept = EMIT(GREATEST_KNOWN, DECIMAL, RECORD, kept, parts->benefit, NONE, NONE);
    kept = EMIT(LEAST_KNOWN, DECIMAL, RECORD, kept, other, NONE, NONE);
    kept = EMIT(ADD_KNOWN, DECIMAL, RECORD, kept, parts->benefit, NONE, NONE);
    kept = EMIT(ADD_KNOWN_EXACT, DECIMAL, RECORD, kept, parts->benefit, NONE, NONE);
    other = EMIT(FAIL, DECIMAL, RECORD, NONE, NONE, NONE, no_row);
    return EMIT(SELECT, DECIMAL, RECORD, known, kept, other, NONE);
}

/* The wide table again, of whose rows the greatest is picked, and those met are added up. */
static void emit_met(parts *parts, uint16_t wide, uint16_t dates) {
    am_program *program = parts->program;
    uint16_t values = sample_list(
        program, (const uint16_t[]){parts->thousand, parts->turnover, parts->zero, parts->five_thousand}, 4);
    uint16_t row;
    for (unsigned i = 0; i < 2; i++) {
        program->tables[program->table_count] = program->tables[1];
        program->tables[program->table_count++].policy = i == 0 ? AM_POLICY_GREATEST : AM_POLICY_SUM;
    }
    row = EMIT(PICK_BEST, ROW, RECORD, 2, wide, values, NONE);
    EMIT(CELL, DATE, RECORD, row, dates, NONE, NONE);
    EMIT(ADD_ROWS, DECIMAL, RECORD, 3, wide, values, NONE);
    EMIT(ADD_ROWS_EXACT, DECIMAL, RECORD, 3, wide, values, NONE);
}

/* Returns the row picked from the dense table; *tier has the code beside it. */
static uint16_t emit_picks(parts *parts, uint16_t *tier) {
    am_program *program = parts->program;
    uint16_t dense = sample_list(program, (const uint16_t[]){parts->turnover, parts->intent}, 2);
    uint16_t wide = sample_list(
        program, (const uint16_t[]){parts->committed_on, parts->city, parts->no, parts->listed, parts->yes},
        5);
    uint16_t amounts = add_column(parts, AM_VALUE_DECIMAL,
                                  (const uint16_t[]){parts->thousand, parts->five_thousand, AM_NO_INDEX}, 3);
    uint16_t tiers =
        add_column(parts, AM_VALUE_CODE, (const uint16_t[]){parts->tier, parts->tier, parts->tier}, 3);
    uint16_t dates =
        add_column(parts, AM_VALUE_DATE,
                   (const uint16_t[]){parts->old_law, parts->new_law, parts->new_law, parts->old_law}, 4);
    uint16_t row = EMIT(PICK, ROW, RECORD, 1, wide, NONE, NONE);
    uint16_t clock, limit, published;
    published = EMIT(PUBLISHED, DATE, AM_DOMAIN_CONSTANT, parts->old_law, parts->new_law, NONE, NONE);
    clock = EMIT(CELL, DATE, RECORD, row, dates, NONE, NONE);
    clock = EMIT(CLOCK, DATE, RECORD, clock, NONE, NONE, NONE);
    limit = EMIT(REPEALED, DECIMAL, RECORD, parts->turnover, clock, parts->new_law, parts->old_law);
    EMIT(IN_FORCE, DECIMAL, RECORD, limit, clock, published, parts->new_law);
    EMIT(LAW, DATE, RECORD, parts->committed_on, clock, 0, NONE);
    EMIT(IS_ROW, YESNO, RECORD, row, 3, NONE, NONE);
    row = EMIT(PICK, ROW, RECORD, 0, dense, NONE, NONE);
    EMIT(CELL, DECIMAL, RECORD, row, amounts, NONE, NONE);
    *tier = EMIT(CELL, CODE, RECORD, row, tiers, NONE, NONE);
    emit_met(parts, wide, dates);
    return row;
}

/* Laws are compared by the fine and the corridor, and for each infringement by its share. */
static void add_laws(parts *parts) {
    am_program *program = parts->program;
    program->laws = AM_NEW_ARRAY(parts->arena, am_law, 3);
    program->changes = AM_NEW_ARRAY(parts->arena, am_change, 3);
    program->law_sources = AM_NEW_ARRAY(parts->arena, am_law_source, 1);
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        if (program->instructions[i].opcode == AM_OP_LAW) {
            uint16_t place = program->law_count == 0 ? 0 : 1;
            program->laws[program->law_count++] =
                (am_law){place, (uint16_t)i, place != 0, AM_NEW_ARRAY(parts->arena, uint16_t, 2), 1};
        }
    }
    program->laws[0].output_count = 2;
    program->laws[0].outputs[1] = 4;
    program->laws[1].outputs[0] = 3;
    program->changes[0] = (am_change){15568, 15568};
    program->changes[1] = (am_change){18064, 18000};
    program->law_sources[0] = (am_law_source){AM_SLICE("LAW 5"), 3, 15568, 18064, 15000};
    program->law_source_count = 1;
    program->change_count = 2;
}

static uint16_t emit_folds(parts *parts) {
    uint16_t has = parts->has_infringements;
    uint16_t sum = EMIT(SPREAD, DECIMAL, INFRINGEMENTS, parts->turnover, NONE, NONE, NONE);
    uint16_t date = EMIT(SPREAD, DATE, INFRINGEMENTS, parts->committed_on, NONE, NONE, NONE);
    uint16_t own = EMIT(SPREAD, DATE, INFRINGEMENTS, parts->committed_on, NONE, NONE, NONE);
    uint16_t pair_date = EMIT(SPREAD, DATE, PAIRS, date, NONE, NONE, NONE);
    uint16_t prior = EMIT(ELEMENT, DATE, PAIRS, parts->decided_on, NONE, NONE, NONE);
    uint16_t earlier = EMIT(LESS, YESNO, PAIRS, prior, pair_date, NONE, NONE);
    EMIT(LAW, DATE, INFRINGEMENTS, own, date, 1, NONE);
    uint16_t priors = EMIT(COUNT, DECIMAL, INFRINGEMENTS, NONE, earlier, PAIRS, parts->yes);
    uint16_t losses =
        EMIT(SUM_EXACT, DECIMAL, INFRINGEMENTS, parts->loss, parts->yes, VICTIMS, parts->has_victims);
    sum = EMIT(ADD, DECIMAL, INFRINGEMENTS, sum, priors, NONE, NONE);
    sum = EMIT(ADD, DECIMAL, INFRINGEMENTS, sum, losses, NONE, NONE);
    EMIT(POSITION, DECIMAL, INFRINGEMENTS, NONE, NONE, NONE, NONE);
    prior = EMIT(POSITION, DECIMAL, MONTHS, NONE, NONE, NONE, NONE);
    EMIT(SUM, DECIMAL, RECORD, prior, parts->yes, MONTHS, parts->yes);
    EMIT(FOLD_GREATEST, DATE, RECORD, parts->decided_on, parts->yes, PRIORS, parts->has_priors);
    EMIT(FOLD_LEAST, DECIMAL, RECORD, parts->gravity, parts->systemic, INFRINGEMENTS, has);
    EMIT(SOME, YESNO, RECORD, parts->systemic, parts->yes, INFRINGEMENTS, has);
    EMIT(ALL, YESNO, RECORD, parts->systemic, parts->yes, INFRINGEMENTS, has);
    return EMIT(SUM, DECIMAL, RECORD, sum, parts->systemic, INFRINGEMENTS, has);
}

/* The share of an infringement: its group's amounts where it leads its group. */
static uint16_t emit_groups(parts *parts) {
    uint16_t group = EMIT(GROUP, ROW, INFRINGEMENTS, parts->act, parts->systemic, NONE, NONE);
    uint16_t leads = EMIT(LEADS, YESNO, INFRINGEMENTS, group, parts->systemic, NONE, NONE);
    uint16_t amount = EMIT(GROUP_SUM, DECIMAL, INFRINGEMENTS, parts->gravity, group, parts->systemic, NONE);
    EMIT(GROUP_COUNT, DECIMAL, INFRINGEMENTS, NONE, group, parts->yes, NONE);
    EMIT(GROUP_SUM_EXACT, DECIMAL, INFRINGEMENTS, parts->gravity, group, parts->yes, NONE);
    EMIT(GROUP_GREATEST, DECIMAL, INFRINGEMENTS, parts->gravity, group, parts->yes, NONE);
    EMIT(GROUP_LEAST, DECIMAL, INFRINGEMENTS, parts->gravity, group, parts->yes, NONE);
    EMIT(UNBROKEN, YESNO, PRIORS, parts->decided_on, parts->yes, parts->new_law, parts->old_law);
    return EMIT(SELECT, DECIMAL, INFRINGEMENTS, leads, amount, parts->zero, NONE);
}

static void add_clauses(parts *parts, uint16_t row, uint16_t condition, uint16_t fine) {
    am_program *program = parts->program;
    am_clause *clause = sample_clause(program, AM_CLAUSE_SCHEDULE, "limits", AM_NO_INDEX);
    clause->column = row;
    clause->citation = AM_SLICE("Sample Act 65(2)");
    sample_clause(program, AM_CLAUSE_ROW, "", 0)->row = 1;
    clause = sample_clause(program, AM_CLAUSE_PENALTY, "fine", AM_NO_INDEX);
    clause->value_kind = AM_KIND_MONEY;
    clause->unit = 0;
    clause->column = fine;
    clause = sample_clause(program, AM_CLAUSE_STEP, "add", 2);
    clause->label = AM_SLICE("listed");
    clause->citation = AM_SLICE("Sample Act 65(3)");
    clause->value_kind = AM_KIND_MONEY;
    clause->unit = 0;
    clause->condition = condition;
    /* In the part that is skipped unless the offender is listed. */
    clause->column =
        program->instructions[sample_find(program, AM_OP_SKIP_UNLESS) - program->instructions + 1].result;
    clause = sample_clause(program, AM_CLAUSE_RULE, "corridor", AM_NO_INDEX);
    clause->column = parts->low;
    clause->column_high = parts->high;
    clause = sample_clause(program, AM_CLAUSE_EXCEPTION, "except", 4);
    clause->condition = condition;
    clause = sample_clause(program, AM_CLAUSE_PARAMETER, "law", AM_NO_INDEX);
    clause->value_kind = AM_KIND_DATE;
    clause->place = AM_NO_INDEX;
    clause->column = parts->new_law;
    program->sites[0].clause = 3;
}

/* The benefit is left to discretion, and a fee may be fitted. */
static void add_discretion(parts *parts) {
    am_program *program = parts->program;
    am_clause *clause = sample_clause(program, AM_CLAUSE_DISCRETION, "benefit", AM_NO_INDEX);
    uint16_t zero = program->registers[parts->zero].constant;
    uint16_t thousand = program->registers[parts->thousand].constant;
    uint16_t million = program->registers[parts->million].constant;
    clause->value_kind = AM_KIND_MONEY;
    clause->unit = 0;
    clause->column = parts->benefit;
    program->facts[1].bounds = (am_bounds){zero, million, false, false};
    program->discretions[program->discretion_count++] =
        (am_discretion){1, (uint16_t)(program->clause_count - 1), zero, AM_SLICE("the court"), false, false};
    clause = sample_clause(program, AM_CLAUSE_PARAMETER, "fee", AM_NO_INDEX);
    clause->value_kind = AM_KIND_MONEY;
    clause->unit = 0;
    clause->column = parts->thousand;
    program->calibrations[program->calibration_count++] = (am_calibration){
        (uint16_t)(program->clause_count - 1), parts->thousand, zero, thousand, AM_CALIBRATION_ALWAYS};
}

static am_phrase *add_phrase(am_program *program, uint16_t clause, am_phrase_kind kind, const char *words) {
    am_phrase *phrase = &program->phrases[program->phrase_count++];
    *phrase = (am_phrase){
        .kind = (uint8_t)kind,
        .value_kind = AM_KIND_NUMBER,
        .words = am_slice_of(words),
        .column = AM_NO_INDEX,
        .column_high = AM_NO_INDEX,
        .unit = AM_NO_INDEX,
        .scale = AM_NO_INDEX,
        .clause = AM_NO_INDEX,
    };
    if (program->clauses[clause].phrase_count++ == 0) {
        program->clauses[clause].first_phrase = program->phrase_count - 1;
    }
    return phrase;
}

/* Phrases 0 and 1 of the schedule, 2 of the row, 3 to 5 of the step, 6 of the rule. */
static void add_phrases(parts *parts, uint16_t condition) {
    am_program *program = parts->program;
    am_phrase *phrase = add_phrase(program, 0, AM_PHRASE_TEST, "turnover");
    phrase->value_kind = AM_KIND_MONEY;
    phrase->unit = 0;
    phrase->column = program->facts[0].column;
    phrase = add_phrase(program, 0, AM_PHRASE_TEST, "intent");
    phrase->value_kind = AM_KIND_CODE;
    phrase->scale = 0;
    phrase->column = program->facts[5].column;
    add_phrase(program, 1, AM_PHRASE_TEST, "over 1_000");
    add_phrase(program, 3, AM_PHRASE_VALUE, "1.5");
    phrase = add_phrase(program, 3, AM_PHRASE_WHEN, "listed");
    phrase->value_kind = AM_KIND_YESNO;
    phrase->column = condition;
    phrase = add_phrase(program, 3, AM_PHRASE_READ, "corridor");
    phrase->column = parts->low;
    phrase->column_high = parts->high;
    phrase->clause = 4;
    add_phrase(program, 4, AM_PHRASE_VALUE, "a to b");
}

/* January 2024, with two holidays. */
static void add_calendar(parts *parts) {
    am_program *program = parts->program;
    am_date *holidays = AM_NEW_ARRAY(parts->arena, am_date, 2);
    holidays[0] = 19723;
    holidays[1] = 19730;
    program->calendars[program->calendar_count++] =
        (am_calendar){AM_SLICE("OFFICE"), AM_SLICE("Sample Act 9"), 19723, 19753, 0x60, holidays, 2};
}

static void add_check(parts *parts, uint16_t condition) {
    am_program *program = parts->program;
    program->checks[program->check_count++] =
        (am_fact_check){AM_SLICE("not listed"), AM_SLICE("Sample Act 8"), 0, condition, 0, 7};
}

am_program *sample_program(am_arena *arena) {
    parts all = {.program = sample_new(arena), .arena = arena};
    parts *parts = &all;
    am_program *program = parts->program;
    uint16_t fine, condition, row, share, tier;
    add_names(parts);
    add_constants(parts);
    add_record_facts(parts);
    add_lists(parts);
    add_calendar(parts);
    add_dense_table(parts);
    add_wide_table(parts);
    emit_decimals(parts);
    emit_dates(parts);
    condition = emit_conditions(parts);
    fine = emit_skips(parts);
    emit_choices(parts, condition, fine);
    row = emit_picks(parts, &tier);
    fine = emit_folds(parts);
    share = emit_groups(parts);
    add_clauses(parts, row, condition, fine);
    add_phrases(parts, condition);
    add_check(parts, parts->listed);
    add_discretion(parts);
    sample_output(program, 0, "fine", AM_KIND_MONEY, fine)->clause = 2;
    sample_output(program, 0, "tier", AM_KIND_CODE, tier);
    sample_output(program, 0, "law", AM_KIND_DATE, parts->new_law);
    sample_output(program, 1, "share", AM_KIND_NUMBER, share);
    {
        am_output *corridor = sample_output(program, 0, "corridor", AM_KIND_NUMBER, parts->low);
        corridor->is_range = true;
        corridor->column_high = parts->high;
    }
    add_laws(parts);
    return program;
}
