/*
 * Amounts of results, shown in one currency beside their own.
 *
 * What cannot be converted stays as it is, and says which rate is missing.
 */
#include "compare/comparison.h"

/* One amount to be converted. */
typedef struct amount {
    am_decimal value;
    am_slice currency;
} amount;

/* The amount of a result line: a number in the output's currency, or with the code of another in front. */
static bool read_amount(am_slice text, am_slice currency, amount *out) {
    out->currency = currency;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == ' ') {
            out->currency = am_slice_part(text, 0, i);
            text = am_slice_part(text, i + 1, text.length);
            break;
        }
    }
    return am_decimal_parse(text, &out->value) == AM_ARITH_EXACT;
}

static am_slice print(am_comparison *all, am_decimal value) {
    am_buffer buffer;
    am_buffer_init(&buffer, all->allocator);
    am_decimal_print(&buffer, value, all->target_digits);
    am_slice text = am_arena_copy(&all->record_arena, am_buffer_text(&buffer));
    all->record_arena.is_exhausted = all->record_arena.is_exhausted || buffer.is_failed;
    am_buffer_clear(&buffer);
    return text;
}

static am_slice fail(am_comparison *all, am_finding *finding, am_diag why, const am_slice *arguments) {
    am_buffer buffer;
    am_buffer_init(&buffer, all->allocator);
    am_diag_print(&buffer, why, arguments, 4);
    finding->unconverted = am_arena_copy(&all->record_arena, am_buffer_text(&buffer));
    finding->unconverted_by = why;
    am_buffer_clear(&buffer);
    return AM_SLICE("");
}

/* The text in the target's currency, or nothing. */
static am_slice convert(am_comparison *all, am_finding *finding, am_slice text) {
    amount from;
    am_decimal to;
    am_diag why = AM_DIAG_NONE;
    am_slice arguments[4] = {{0}};
    if (!read_amount(text, finding->currency, &from)) {
        return AM_SLICE("");
    }
    if (am_slice_is_equal(from.currency, all->target) || am_decimal_is_zero(from.value)) {
        return print(all, from.value);
    }
    const am_rate *rate = am_exchange_find(all, from.currency, all->target, &why, arguments);
    if (rate == NULL) {
        return fail(all, finding, why, arguments);
    }
    if (!am_rate_convert(rate, from.currency, from.value, all->target_digits, &to)) {
        return fail(all, finding, AM_DIAG_RATE_DIGITS, arguments);
    }
    finding->rate = rate;
    return print(all, to);
}

static am_converted convert_ends(am_comparison *all, am_finding *finding, const am_tree *ends) {
    am_converted converted = {.text = convert(all, finding, am_tree_say(ends, "lowest"))};
    if (converted.text.length > 0) {
        converted.text_high = convert(all, finding, am_tree_say(ends, "highest"));
    }
    return converted.text_high.length > 0 ? converted : (am_converted){.text = {0}};
}

/* An end of what choices could lead to; false where it is one, and cannot be converted. */
static bool convert_end(am_comparison *all, am_finding *finding, const char *name, am_slice *text) {
    bool has_end = am_tree_has_end(finding->reach, name);
    *text = has_end ? convert(all, finding, am_tree_say(finding->reach, name)) : AM_SLICE("");
    return !has_end || text->length > 0;
}

static am_converted convert_reach(am_comparison *all, am_finding *finding) {
    am_converted converted = {.is_open = !am_tree_has_end(finding->reach, "lowest") ||
                                         !am_tree_has_end(finding->reach, "highest")};
    bool is_whole = convert_end(all, finding, "lowest", &converted.text) &&
                    convert_end(all, finding, "highest", &converted.text_high);
    return is_whole ? converted : (am_converted){.text = {0}};
}

static void convert_finding(am_comparison *all, am_finding *finding) {
    am_outcome_kind kind = am_finding_kind(finding);
    if (kind == AM_OUTCOME_VALUE) {
        finding->converted.text = convert(all, finding, finding->value->says);
    } else if (kind == AM_OUTCOME_RANGE) {
        finding->converted = convert_ends(all, finding, finding->value);
    }
    if (am_tree_get(finding->reach, "lowest") != NULL) {
        finding->converted_reach = convert_reach(all, finding);
    }
}

void am_convert_account(am_comparison *all, am_party *party) {
    for (size_t i = 0; all->target.length > 0 && i < party->account.count; i++) {
        am_finding *finding = &party->account.findings[i];
        if (finding->currency.length > 0) {
            convert_finding(all, finding);
        }
    }
}
