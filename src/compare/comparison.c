/*
 * Records through several rulebooks, one record at a time.
 *
 * What is wrong with the record itself is said once; what one rulebook refuses is that rulebook's, and the
 * others assess the record all the same.
 */
#include "compare/comparison.h"

#include <string.h>

#include "base/currency.h"
#include "compare/input.h"
#include "compare/report.h"

/* The output is handed on in pieces of about this size. */
#define PIECE_BYTES 65536u

static amerce_status flush(am_comparison *all) {
    am_slice text = am_buffer_text(&all->output);
    if (all->output.is_failed) {
        return AMERCE_OUT_OF_MEMORY;
    }
    if (text.length > 0 && !all->sink.write(all->sink.context, text.data, text.length)) {
        return AMERCE_IO_FAILED;
    }
    all->output.length = 0;
    return AMERCE_OK;
}

/* A record */

void am_comparison_start(am_comparison *all, uint32_t line) {
    am_arena_clear(&all->record_arena);
    all->line = line;
    all->error.diag = AM_DIAG_NONE;
    all->error.id.length = 0;
    all->record_day = all->day;
    all->has_record_day = all->day_fact.length == 0;
    for (size_t i = 0; i < all->count; i++) {
        all->parties[i].account = (am_account){.line = NULL};
        all->parties[i].line.length = 0;
    }
    all->summary.records++;
}

/* The path without the numbers of elements. */
static bool is_output(am_slice path, amerce_text output) {
    size_t at = 0;
    for (size_t i = 0; i < path.length; i++) {
        if (path.data[i] == '[') {
            while (i < path.length && path.data[i] != ']') {
                i++;
            }
        } else if (at == output.length || path.data[i] != output.data[at++]) {
            return false;
        }
    }
    return at == output.length;
}

static bool has_row(const am_account *account, am_slice row) {
    for (size_t i = 0; i < account->count; i++) {
        if (am_slice_is_equal(account->findings[i].row, row)) {
            return true;
        }
    }
    return false;
}

/* Lines outputs up by the names that the options give them; a second one keeps its own. */
static void line_up(const am_comparison *all, am_account *account) {
    for (size_t i = 0; i < all->options.row_count; i++) {
        const amerce_compared_row *row = &all->options.rows[i];
        for (size_t j = 0; j < account->count; j++) {
            am_finding *finding = &account->findings[j];
            if (is_output(finding->path, row->output) && !has_row(account, am_api_slice(row->name))) {
                finding->row = am_api_slice(row->name);
            }
        }
    }
}

/* Reads what came of the record under the rulebook. */
static amerce_status read_line(am_comparison *all, am_party *party) {
    if (party->line.is_failed || !am_account_read(&party->account, &all->record_arena,
                                                  party->assessor->layout, am_buffer_text(&party->line))) {
        return AMERCE_OUT_OF_MEMORY;
    }
    am_convert_account(all, party);
    line_up(all, &party->account);
    am_account_note_rows(&party->account, &all->record_arena);
    return all->record_arena.is_exhausted ? AMERCE_OUT_OF_MEMORY : AMERCE_OK;
}

amerce_status am_comparison_refuse_party(am_comparison *all, am_party *party) {
    am_result_write_error(&party->line, &party->assessor->error);
    return read_line(all, party);
}

amerce_status am_comparison_assess(am_comparison *all, am_party *party, am_refusal_text record) {
    amerce_assessor *assessor = party->assessor;
    amerce_assessor_clear(assessor);
    assessor->options.map = record.map;
    amerce_status status =
        amerce_assessor_add_json(assessor, am_api_text(record.text), record.line, record.column, NULL);
    assessor->options.map = NULL;
    if (status == AMERCE_BAD_RECORD) {
        return am_comparison_refuse_party(all, party);
    }
    if (status != AMERCE_OK) {
        return status;
    }
    amerce_assessor_run(assessor);
    am_api_put_result(assessor, 0, &party->line);
    return read_line(all, party);
}

static void count_record(am_comparison *all) {
    bool is_refused = all->error.diag != AM_DIAG_NONE;
    bool has_fault = false;
    bool has_needs = false;
    bool is_unconverted = false;
    for (size_t i = 0; i < all->count; i++) {
        const am_account *account = &all->parties[i].account;
        is_refused = is_refused || account->error != NULL;
        has_fault = has_fault || account->has_fault;
        has_needs = has_needs || am_names_count(&account->needs) > 0;
        for (size_t j = 0; j < account->count; j++) {
            is_unconverted = is_unconverted || account->findings[j].unconverted.length > 0;
        }
    }
    all->summary.refused += is_refused ? 1 : 0;
    all->summary.faults += has_fault ? 1 : 0;
    all->summary.needs += has_needs && !has_fault ? 1 : 0;
    all->summary.unconverted += is_unconverted ? 1 : 0;
}

amerce_status am_comparison_finish(am_comparison *all) {
    count_record(all);
    am_report_record(all);
    if (all->record_arena.is_exhausted) {
        return AMERCE_OUT_OF_MEMORY;
    }
    return all->output.length >= PIECE_BYTES ? flush(all) : AMERCE_OK;
}

/* The comparison */

static bool read_currency(am_comparison *all) {
    amerce_text plain = all->options.facts_currency;
    all->target = am_api_slice(all->options.currency);
    all->is_own_currency = am_slice_is_equal(am_api_slice(plain), AM_SLICE("own"));
    all->facts_currency = all->is_own_currency ? AM_SLICE("") : am_api_slice(plain);
    uint8_t digits;
    return (all->target.length == 0 || am_currency_minor_digits(all->target, &all->target_digits)) &&
           (all->facts_currency.length == 0 || am_currency_minor_digits(all->facts_currency, &digits));
}

static bool is_date_like(am_slice text) {
    return text.length > 0 && text.data[0] >= '0' && text.data[0] <= '9';
}

static bool read_day(am_comparison *all) {
    am_slice day = am_api_slice(all->options.rate_day);
    all->day.age_days = all->options.rate_age_days;
    if (day.length == 0) {
        day = am_api_slice(all->options.as_of);
    }
    all->day.is_given = day.length > 0;
    if (day.length > 0 && !is_date_like(day)) {
        all->day_fact = day;
        return true;
    }
    return day.length == 0 || am_date_parse(day, &all->day.date);
}

static amerce_status open_party(am_comparison *all, am_party *party, const amerce_compared *compared) {
    amerce_assessor_options settings = {
        .size = sizeof settings,
        .allocator = all->options.allocator,
        .records = 1,
        .is_extra_ignored = true,
        .explanation = AMERCE_EXPLANATION_JSON,
        .as_of = all->options.as_of,
        .known_at = all->options.known_at,
        .states_given = true,
    };
    const am_program *program = compared->rulebook->program;
    party->all = all;
    party->program = program;
    party->name = compared->name.length > 0 ? am_api_slice(compared->name) : program->name;
    party->currency = program->unit != AM_NO_INDEX ? program->units[program->unit].code : AM_SLICE("");
    party->exchange = (am_exchange){am_exchange_convert, party};
    amerce_status status = amerce_assessor_new(compared->rulebook, &settings, &party->assessor);
    if (status == AMERCE_OK) {
        party->assessor->options.exchange = &party->exchange;
        am_csv_table_init(&party->table, party->assessor->layout, 0, all->allocator);
        am_csv_form_init(&party->form, all->allocator);
        am_buffer_init(&party->line, all->allocator);
    }
    return status;
}

static void close_party(am_party *party) {
    if (party->assessor != NULL) {
        am_csv_form_clear(&party->form);
        am_csv_table_clear(&party->table);
        am_buffer_clear(&party->line);
        amerce_assessor_free(party->assessor);
    }
}

static amerce_status open_parties(am_comparison *all, const amerce_compared *rulebooks, size_t count) {
    all->parties = AM_NEW_ARRAY(&all->arena, am_party, count);
    if (all->parties == NULL) {
        return AMERCE_OUT_OF_MEMORY;
    }
    for (; all->count < count; all->count++) {
        amerce_status status = open_party(all, &all->parties[all->count], &rulebooks[all->count]);
        if (status != AMERCE_OK) {
            all->summary.unusable = all->count;
            return status;
        }
    }
    return am_exchange_prepare(all) ? AMERCE_OK : AMERCE_OUT_OF_MEMORY;
}

static amerce_status compare(am_comparison *all, const amerce_compared *rulebooks, size_t count,
                             amerce_input input) {
    amerce_status status = open_parties(all, rulebooks, count);
    if (status != AMERCE_OK) {
        return status;
    }
    am_report_begin(all);
    status = all->options.records == AMERCE_RECORDS_CSV ? am_comparison_read_csv(all, input)
                                                        : am_comparison_read_json(all, input);
    if (status != AMERCE_OK) {
        return status;
    }
    am_report_end(all);
    return all->arena.is_exhausted ? AMERCE_OUT_OF_MEMORY : flush(all);
}

/* Options of an older caller are shorter; what is not there is zero. */
static amerce_compare_options whole_options(const amerce_compare_options *options) {
    amerce_compare_options whole = {0};
    if (options != NULL) {
        memcpy(&whole, options, options->size < sizeof whole ? options->size : sizeof whole);
    }
    return whole;
}

amerce_status amerce_compare(const amerce_compared *rulebooks, size_t count,
                             const amerce_compare_options *options, amerce_input input, amerce_sink output,
                             amerce_comparison *summary) {
    am_comparison all = {.options = whole_options(options), .sink = output};
    all.allocator = am_api_allocator(all.options.allocator);
    am_arena_init(&all.arena, all.allocator, 0);
    am_arena_init(&all.record_arena, all.allocator, 0);
    am_buffer_init(&all.output, all.allocator);
    amerce_status status = AMERCE_MISUSE;
    if (count > 0 && read_currency(&all) && read_day(&all)) {
        status = compare(&all, rulebooks, count, input);
    }
    for (size_t i = 0; i < all.count; i++) {
        close_party(&all.parties[i]);
    }
    am_buffer_clear(&all.output);
    am_arena_clear(&all.record_arena);
    am_arena_clear(&all.arena);
    if (summary != NULL) {
        *summary = all.summary;
    }
    return status;
}
