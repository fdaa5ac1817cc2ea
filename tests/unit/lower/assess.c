#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "code/image.h"
#include "lower/lower.h"
#include "syntax/parse.h"
#include "vm/vm.h"

static void verify(const compiled *made) {
    am_rejection rejection;
    am_arena scratch;
    am_arena_init(&scratch, am_allocator_standard(), 0);
    if (!am_program_verify(made->program, &scratch, &rejection)) {
        am_buffer listing;
        am_buffer_init(&listing, am_allocator_standard());
        am_program_print(&listing, made->program);
        fail_msg("%s at %s %u:\n%.*s", am_diag_message_of(rejection.diag), rejection.part, rejection.index,
                 (int)listing.length, listing.data);
    }
    am_arena_clear(&scratch);
}

void compile(compiled *out, am_slice text) {
    am_arena_init(&out->arena, am_allocator_standard(), 0);
    am_sources_init(&out->sources, &out->arena);
    am_diagnostics_init(&out->diagnostics, &out->arena);
    am_sources_add(&out->sources, AM_SLICE("rulebook.amerce"), text);
    am_model_file file = {am_parse(&out->arena, &out->sources, 0, &out->diagnostics), 0};
    const am_model *model = am_model_of(&out->arena, &out->sources, &file, 1, &out->diagnostics);
    out->program = NULL;
    if (model != NULL && out->diagnostics.error_count == 0) {
        out->program = am_lower(&out->arena, model, &out->diagnostics);
    }
    if (out->program != NULL) {
        verify(out);
    }
}

void compile_well(compiled *out, am_slice text) {
    compile(out, text);
    if (out->program != NULL) {
        return;
    }
    am_buffer messages;
    am_buffer_init(&messages, am_allocator_standard());
    for (const am_diagnostic *one = out->diagnostics.first; one != NULL; one = one->next) {
        am_diagnostic_print(&messages, &out->sources, one, false);
    }
    fail_msg("no program:\n%.*s", (int)messages.length, messages.data);
}

void read_rulebook(am_buffer *out, const char *name) {
    char path[1024];
    FILE *file;
    int byte;
    snprintf(path, sizeof path, "%s/tests/golden/lower/%s.amerce", ROOT, name);
    file = fopen(path, "rb");
    assert_non_null(file);
    while ((byte = fgetc(file)) != EOF) {
        am_buffer_put_char(out, (char)byte);
    }
    fclose(file);
}

void compiled_clear(compiled *compiled) {
    am_arena_clear(&compiled->arena);
}

/* Facts */

typedef struct reader {
    const am_program *program;
    am_batch *batch;
    const char *at;
} reader;

static am_slice take_word(reader *reader, const char *ends) {
    size_t length = strcspn(reader->at, ends);
    am_slice word = {reader->at, length};
    reader->at += length;
    return word;
}

static void set_value(reader *reader, const am_fact *fact, uint16_t column, uint32_t row, am_slice text) {
    am_decimal decimal;
    am_date date;
    if (am_slice_is_equal(text, AM_SLICE("unknown"))) {
        am_batch_set_state(reader->batch, column, row, AM_STATE_UNKNOWN);
        return;
    }
    switch ((am_kind)fact->kind) {
    case AM_KIND_DATE:
        assert_true(am_date_parse(text, &date));
        am_batch_set_integer(reader->batch, column, row, date);
        break;
    case AM_KIND_MONTHS:
    case AM_KIND_DAYS:
        am_batch_set_integer(reader->batch, column, row, (int32_t)strtol(text.data, NULL, 10));
        break;
    case AM_KIND_YESNO:
        am_batch_set_integer(reader->batch, column, row, am_slice_is_equal(text, AM_SLICE("yes")));
        break;
    case AM_KIND_TEXT:
        assert_int_equal(am_batch_set_text(reader->batch, column, row, text), AM_BATCH_OK);
        break;
    case AM_KIND_CODE:
        for (uint16_t i = 0; i < reader->program->scales[fact->scale].value_count; i++) {
            if (am_slice_is_equal(reader->program->scales[fact->scale].values[i], text)) {
                am_batch_set_integer(reader->batch, column, row, i);
                return;
            }
        }
        fail_msg("no value %.*s", (int)text.length, text.data);
        break;
    default:
        assert_int_equal(am_decimal_parse(text, &decimal), AM_ARITH_EXACT);
        am_batch_set_decimal(reader->batch, column, row, decimal);
    }
}

static void set_fact(reader *reader, uint16_t place, am_slice name, uint32_t row) {
    const am_program *program = reader->program;
    am_slice text = take_word(reader, " )]");
    for (uint32_t i = 0; i < program->fact_count; i++) {
        const am_fact *fact = &program->facts[i];
        if (fact->place != place || !am_slice_is_equal(fact->name, name)) {
            continue;
        }
        const char *dots = fact->is_range ? strstr(text.data, "..") : NULL;
        if (dots != NULL) {
            size_t length = (size_t)(dots - text.data);
            set_value(reader, fact, fact->column_high, row, am_slice_part(text, length + 2, text.length));
            text.length = length;
        }
        set_value(reader, fact, fact->column, row, text);
        return;
    }
    fail_msg("no fact %.*s", (int)name.length, name.data);
}

static uint16_t place_below(const reader *reader, uint16_t place, am_slice name) {
    for (uint32_t i = 0; i < reader->program->place_count; i++) {
        const am_place *below = &reader->program->places[i];
        if (below->parent == place && am_slice_is_equal(below->field, name)) {
            return (uint16_t)i;
        }
    }
    fail_msg("no place %.*s", (int)name.length, name.data);
    return 0;
}

static void read_facts(reader *reader, uint16_t place, uint32_t row);

static void read_list(reader *reader, uint16_t place, uint32_t row) {
    uint16_t domain = reader->program->places[place].domain;
    uint32_t element;
    am_batch_open_list(reader->batch, domain, row, AM_STATE_VALUE);
    for (reader->at++; *reader->at == '(';) {
        reader->at++;
        assert_int_equal(am_batch_open_element(reader->batch, domain, row, &element), AM_BATCH_OK);
        read_facts(reader, place, element);
        am_batch_close_element(reader->batch, domain, element);
        assert_int_equal(*reader->at++, ')');
    }
    assert_int_equal(*reader->at++, ']');
}

static void read_facts(reader *reader, uint16_t place, uint32_t row) {
    uint16_t inner = place;
    while (*reader->at != '\0' && *reader->at != ')') {
        if (*reader->at == ' ') {
            reader->at++;
            continue;
        }
        am_slice name = take_word(reader, "=.");
        if (*reader->at++ == '.') {
            inner = place_below(reader, inner, name);
            continue;
        }
        if (*reader->at == '[') {
            read_list(reader, place_below(reader, inner, name), row);
        } else {
            set_fact(reader, inner, name, row);
        }
        inner = place;
    }
}

/* Outputs */

static void put_need(void *context, const am_vm_need *need) {
    am_buffer *out = ((void **)context)[0];
    const am_program *program = ((void **)context)[1];
    if (out->data[out->length - 1] != '(') {
        am_buffer_put_char(out, ',');
    }
    am_buffer_put(out, need->fact == AM_NO_INDEX ? program->places[program->domains[need->domain].place].field
                                                 : program->facts[need->fact].name);
    for (uint32_t i = 0; i < need->where.depth; i++) {
        am_buffer_put_char(out, '#');
        am_buffer_put_unsigned(out, need->where.numbers[i]);
    }
}

static void put_value(am_buffer *out, am_batch *batch, const am_output *output, uint16_t column,
                      uint32_t row) {
    switch ((am_kind)output->kind) {
    case AM_KIND_DATE:
        am_date_print(out, am_batch_integer(batch, column, row));
        break;
    case AM_KIND_MONTHS:
    case AM_KIND_DAYS:
        am_buffer_put_signed(out, am_batch_integer(batch, column, row));
        break;
    case AM_KIND_YESNO:
        am_buffer_put_text(out, am_batch_integer(batch, column, row) ? "yes" : "no");
        break;
    case AM_KIND_TEXT:
        am_buffer_put(out, am_batch_text(batch, column, row));
        break;
    case AM_KIND_CODE:
        am_buffer_put(out,
                      batch->program->scales[output->scale].values[am_batch_integer(batch, column, row)]);
        break;
    default:
        am_decimal_print(out, am_batch_decimal(batch, column, row), 0);
    }
}

static void put_fault(am_buffer *out, am_batch *batch, uint16_t column, uint32_t row) {
    am_vm_fault fault = am_vm_fault_of(batch, column, row);
    am_buffer_put_char(out, '?');
    am_buffer_put_text(out, am_diag_code_of(fault.diag));
    am_buffer_put_char(out, '@');
    if (fault.clause != AM_NO_INDEX) {
        const am_clause *clause = &batch->program->clauses[fault.clause];
        am_buffer_put(out, clause->parent == AM_NO_INDEX ? clause->name
                                                         : batch->program->clauses[clause->parent].name);
    }
}

static void put_output(am_buffer *out, am_batch *batch, const am_output *output, uint32_t row) {
    void *context[2] = {out, (void *)batch->program};
    am_buffer_put_text(out, out->length == 0 ? "" : " ");
    am_buffer_put(out, output->name);
    am_buffer_put_char(out, '=');
    switch (am_batch_state(batch, output->column, row)) {
    case AM_STATE_UNKNOWN:
        am_buffer_put_text(out, "?unknown");
        break;
    case AM_STATE_NEEDS:
        am_buffer_put_text(out, "?needs(");
        am_vm_needs_of(batch, output->column, row, put_need, context);
        am_buffer_put_char(out, ')');
        break;
    case AM_STATE_FAULT:
        put_fault(out, batch, output->column, row);
        break;
    default:
        put_value(out, batch, output, output->column, row);
        if (output->is_range) {
            am_buffer_put_text(out, "..");
            put_value(out, batch, output, output->column_high, row);
        }
    }
}

void assess(am_buffer *out, const am_program *program, const char *facts) {
    am_batch *batch = am_batch_new(program, (am_limits){.records = 4, .elements = 64, .text_bytes = 1024},
                                   am_allocator_standard());
    reader reader = {program, batch, facts};
    assert_non_null(batch);
    assert_int_equal(am_batch_open_record(batch), AM_BATCH_OK);
    read_facts(&reader, 0, 0);
    assert_int_equal(am_batch_close_record(batch), AM_BATCH_OK);
    am_vm_run(batch);
    for (uint32_t i = 0; i < program->output_count; i++) {
        const am_output *output = &program->outputs[i];
        uint32_t count = batch->rows[program->places[output->place].domain].count;
        for (uint32_t row = 0; row < count; row++) {
            put_output(out, batch, output, row);
        }
    }
    am_batch_free(batch);
}
