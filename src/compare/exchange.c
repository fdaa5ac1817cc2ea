/*
 * Amounts of a record, turned into the currency of the rulebook that reads them.
 *
 * One record is read by rulebooks of several currencies. An amount that says in which it is is converted; one
 * that does not is a different amount under each, unless it is 0, and is refused unless somebody said how
 * it is meant.
 */
#include "base/currency.h"
#include "compare/comparison.h"

/* Ambiguous facts */

/* The place of the other rulebook that lies on the same path, or AM_NO_INDEX. */
static uint16_t same_place(const am_party *party, const am_party *other, uint16_t place) {
    const am_layout *layout = other->assessor->layout;
    if (place == 0) {
        return 0;
    }
    uint16_t around = same_place(party, other, party->program->places[place].parent);
    uint32_t field = around == AM_NO_INDEX
                         ? AM_LAYOUT_NONE
                         : am_layout_find_field(layout, around, party->program->places[place].field);
    return field == AM_LAYOUT_NONE ? AM_NO_INDEX : layout->fields[field].place;
}

/* The currency in which the other rulebook has the fact, or nothing. */
static am_slice currency_there(const am_party *party, const am_party *other, const am_fact *fact) {
    const am_layout *layout = other->assessor->layout;
    uint16_t place = same_place(party, other, fact->place);
    uint32_t field = place == AM_NO_INDEX ? AM_LAYOUT_NONE : am_layout_find_field(layout, place, fact->name);
    uint16_t index = field == AM_LAYOUT_NONE ? AM_NO_INDEX : layout->fields[field].fact;
    const am_fact *there = index == AM_NO_INDEX ? NULL : &other->program->facts[index];
    bool is_money = there != NULL && there->kind == AM_KIND_MONEY && there->unit != AM_NO_INDEX;
    return is_money ? other->program->units[there->unit].code : AM_SLICE("");
}

static void prepare_fact(const am_comparison *all, am_party *party, uint32_t index) {
    const am_fact *fact = &party->program->facts[index];
    if (fact->kind != AM_KIND_MONEY || fact->unit == AM_NO_INDEX) {
        return;
    }
    for (size_t i = 0; i < all->count; i++) {
        am_slice code = currency_there(party, &all->parties[i], fact);
        if (code.length > 0 && !am_slice_is_equal(code, party->program->units[fact->unit].code)) {
            party->is_ambiguous[index] = true;
            party->rival[index] = code;
        }
    }
}

bool am_exchange_prepare(am_comparison *all) {
    for (size_t i = 0; i < all->count; i++) {
        am_party *party = &all->parties[i];
        uint32_t count = party->program->fact_count;
        party->is_ambiguous = AM_NEW_ARRAY(&all->arena, bool, count + 1);
        party->rival = AM_NEW_ARRAY(&all->arena, am_slice, count + 1);
        if (party->is_ambiguous == NULL || party->rival == NULL) {
            return false;
        }
        for (uint32_t fact = 0; fact < count; fact++) {
            prepare_fact(all, party, fact);
        }
    }
    return true;
}

/* The day of the rates */

void am_exchange_read_day(am_comparison *all, am_slice text) {
    am_json json = am_json_of(text);
    am_json_fault fault;
    am_json_next(&json);
    while (!all->has_record_day && am_json_next(&json) == AM_JSON_STRING) {
        bool is_day = am_slice_is_equal(json.text, all->day_fact);
        am_json_next(&json);
        am_json_next(&json);
        if (is_day && json.kind == AM_JSON_STRING) {
            all->has_record_day = am_date_parse(json.text, &all->record_day.date);
        }
        if (!am_json_skip(&json, 1, &fault) || am_json_next(&json) != AM_JSON_COMMA) {
            return;
        }
    }
}

/* Rates */

static am_slice copy_day(am_comparison *all) {
    char memory[64];
    am_buffer buffer = am_buffer_over(memory, sizeof memory);
    am_rate_day_print(&buffer, all->record_day);
    return am_arena_copy(&all->record_arena, am_buffer_text(&buffer));
}

const am_rate *am_exchange_find(am_comparison *all, am_slice from, am_slice to, am_diag *why,
                                am_slice arguments[4]) {
    const am_rate *rate = NULL;
    if (all->options.rates == NULL) {
        *why = AM_DIAG_NO_RATE;
    } else if (!all->has_record_day) {
        *why = AM_DIAG_RATE_DAY_FACT;
        arguments[0] = all->day_fact;
        return NULL;
    } else {
        *why = am_rates_find(all->options.rates, from, to, all->record_day, &rate);
    }
    arguments[0] = from;
    arguments[1] = to;
    arguments[2] = rate == NULL ? copy_day(all) : AM_SLICE("");
    return rate;
}

/* Amounts */

static am_slice print_amount(am_comparison *all, am_slice code, am_decimal amount, uint8_t digits) {
    am_buffer buffer;
    am_buffer_init(&buffer, all->allocator);
    am_buffer_put(&buffer, code);
    am_buffer_put_text(&buffer, code.length > 0 ? " " : "");
    am_decimal_print(&buffer, amount, digits);
    am_slice text = am_arena_copy(&all->record_arena, am_buffer_text(&buffer));
    all->record_arena.is_exhausted = all->record_arena.is_exhausted || buffer.is_failed;
    am_buffer_clear(&buffer);
    return text;
}

static am_diag refuse_digits(am_comparison *all, am_exchange_request *request, am_slice from,
                             uint8_t digits) {
    request->arguments[0] = request->name;
    request->arguments[1] = print_amount(all, AM_SLICE(""), request->amount, 0);
    request->arguments[2] = from;
    request->arguments[3] = print_amount(all, AM_SLICE(""), am_decimal_of(digits), 0);
    return AM_DIAG_RECORD_MONEY_DIGITS;
}

static void note(am_party *party, const am_exchange_request *request, am_exchanged exchanged) {
    am_arena *arena = &party->all->record_arena;
    am_account *account = &party->account;
    am_exchanged *items = AM_GROW(arena, am_exchanged, account->exchanged, account->exchanged_count,
                                  &account->exchanged_capacity);
    if (items != NULL) {
        exchanged.path = am_arena_copy(arena, request->path);
        account->exchanged = items;
        items[account->exchanged_count++] = exchanged;
    }
}

static am_diag convert(am_party *party, am_exchange_request *request, am_slice from, const am_unit *unit) {
    am_comparison *all = party->all;
    uint8_t digits = 0;
    am_diag why = AM_DIAG_NONE;
    bool is_listed = am_currency_minor_digits(from, &digits);
    if (is_listed && am_decimal_places(request->amount) > digits) {
        return refuse_digits(all, request, from, digits);
    }
    if (all->options.rates == NULL) {
        request->arguments[0] = request->name;
        request->arguments[1] = unit->code;
        request->arguments[2] = from;
        return AM_DIAG_RECORD_WRONG_CURRENCY;
    }
    const am_rate *rate = am_exchange_find(all, from, unit->code, &why, request->arguments);
    am_exchanged exchanged = {.stated = print_amount(all, from, request->amount, digits), .rate = rate};
    if (rate == NULL) {
        return why;
    }
    if (!am_rate_convert(rate, from, request->amount, unit->digits, &request->amount)) {
        return AM_DIAG_RATE_DIGITS;
    }
    exchanged.read = print_amount(all, unit->code, request->amount, unit->digits);
    note(party, request, exchanged);
    return AM_DIAG_NONE;
}

am_diag am_exchange_convert(void *context, am_exchange_request *request) {
    am_party *party = context;
    const am_comparison *all = party->all;
    const am_unit *unit = &party->program->units[party->program->facts[request->fact].unit];
    am_slice from = request->stated.length > 0 ? request->stated : all->facts_currency;
    bool is_zero = am_decimal_is_zero(request->amount);
    if (from.length == 0 && party->is_ambiguous[request->fact] && !all->is_own_currency && !is_zero) {
        request->arguments[0] = request->name;
        request->arguments[1] = unit->code;
        request->arguments[2] = party->rival[request->fact];
        return AM_DIAG_WHICH_CURRENCY;
    }
    if (from.length == 0 || am_slice_is_equal(from, unit->code) || is_zero) {
        return AM_DIAG_NONE;
    }
    return convert(party, request, from, unit);
}
