/*
 * Random facts into a batch, the program over them, every result out, with the reasons of those that have no
 * value.
 */
#include "hostile_run.h"

#include <stdio.h>
#include <stdlib.h>

#include "explain/explain.h"
#include "narrow/narrow.h"

enum { RECORDS = 3, ELEMENTS_EACH = 3 };

typedef struct hostile {
    const am_program *program;
    am_batch *batch;
    uint64_t seed;
} hostile;

static uint64_t next(hostile *run) {
    uint64_t z = (run->seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static unsigned below(hostile *run, unsigned end) {
    return (unsigned)(next(run) % end);
}

static am_decimal some_decimal(hostile *run) {
    am_u128 most = 1;
    for (int i = 0; i < AM_DECIMAL_DIGITS; i++) {
        most *= 10;
    }
    switch (below(run, 5)) {
    case 0:
        return am_decimal_of(0);
    case 1:
        return am_decimal_make(below(run, 2) == 0, most - 1, AM_DECIMAL_MAX_EXPONENT);
    case 2:
        return am_decimal_make(below(run, 2) == 0, 1, AM_DECIMAL_MIN_EXPONENT);
    case 3:
        return am_decimal_make(below(run, 2) == 0, below(run, 1000), -(int32_t)below(run, 4));
    default:
        return am_decimal_of((int64_t)below(run, 10) - 3);
    }
}

static int32_t some_integer(hostile *run, const am_fact *fact) {
    switch ((am_kind)fact->kind) {
    case AM_KIND_YESNO:
        return (int32_t)below(run, 2);
    case AM_KIND_DATE:
        return below(run, 3) == 0   ? AM_DATE_MIN
               : below(run, 2) == 0 ? AM_DATE_MAX
                                    : (int32_t)below(run, 30000);
    case AM_KIND_CODE:
        return (int32_t)below(run, run->program->scales[fact->scale].value_count);
    default:
        return below(run, 3) == 0 ? AM_PERIOD_MAX : (int32_t)below(run, 50);
    }
}

static void set_column(hostile *run, const am_fact *fact, uint16_t column, uint32_t row) {
    static const char *const texts[] = {"", "a", "reckless", "\xC3\xA9"};
    if (fact->kind == AM_KIND_TEXT) {
        am_batch_set_text(run->batch, column, row, am_slice_of(texts[below(run, 4)]));
    } else if (am_kind_type((am_kind)fact->kind) == AM_VALUE_DECIMAL) {
        am_batch_set_decimal(run->batch, column, row, some_decimal(run));
    } else {
        am_batch_set_integer(run->batch, column, row, some_integer(run, fact));
    }
}

static void fill(hostile *run, uint16_t domain, uint32_t row);

static void fill_list(hostile *run, uint16_t domain, uint32_t parent_row) {
    unsigned count = below(run, ELEMENTS_EACH + 1);
    am_batch_open_list(run->batch, domain, parent_row, AM_STATE_VALUE);
    for (unsigned i = 0; i < count; i++) {
        uint32_t row;
        if (am_batch_open_element(run->batch, domain, parent_row, &row) != AM_BATCH_OK) {
            return;
        }
        fill(run, domain, row);
        am_batch_close_element(run->batch, domain, row);
    }
}

static void fill(hostile *run, uint16_t domain, uint32_t row) {
    const am_program *program = run->program;
    for (uint32_t i = 0; i < program->fact_count; i++) {
        const am_fact *fact = &program->facts[i];
        if (program->places[fact->place].domain != domain || below(run, 6) == 0) {
            continue;
        }
        set_column(run, fact, fact->column, row);
        if (fact->is_range) {
            set_column(run, fact, fact->column_high, row);
        }
    }
    for (uint32_t i = 0; i < program->domain_count; i++) {
        if (program->domains[i].kind == AM_DOMAIN_LIST && program->domains[i].parent == domain &&
            below(run, 8) != 0) {
            fill_list(run, (uint16_t)i, row);
        }
    }
}

static uint32_t fill_batch(hostile *run) {
    uint32_t count = 0;
    while (count < RECORDS && am_batch_open_record(run->batch) == AM_BATCH_OK) {
        fill(run, 0, count);
        if (am_batch_close_record(run->batch) != AM_BATCH_OK) {
            am_batch_drop_record(run->batch);
            break;
        }
        count++;
    }
    return count;
}

/* Fills the batch from the seed, runs it, appends its result lines and explains it. */
static void run_batch(const am_program *program, am_batch *batch, uint64_t seed, const am_layout *layout,
                      am_explainer *explainer, am_buffer *results) {
    hostile run = {program, batch, seed};
    am_buffer explained;
    am_buffer_init(&explained, am_allocator_standard());
    am_batch_clear(batch);
    uint32_t count = fill_batch(&run);
    am_vm_run(batch);
    for (uint32_t row = 0; row < count; row++) {
        am_result_write(results, layout, batch, NULL, row);
        am_buffer_put_char(results, '\n');
        am_explain_write_json(explainer, &explained, row);
        am_explain_write_text(explainer, AM_TEXT_MARKDOWN, &explained, row);
        explained.length = 0;
    }
    am_buffer_clear(&explained);
}

void hostile_run(const am_program *program, uint64_t seed) {
    am_limits limits = {.records = RECORDS, .elements = 32, .text_bytes = 4096, .pairs = 256};
    am_allocator standard = am_allocator_standard();
    am_batch *batch = am_batch_new(program, limits, standard);
    am_layout *layout = am_layout_new(program, standard);
    am_narrow *narrow = am_narrow_new(program, seed % 2 == 0, standard);
    am_batch *other = narrow == NULL ? NULL : am_batch_new_narrow(narrow, limits, standard);
    am_explainer *explainer =
        batch == NULL || layout == NULL ? NULL : am_explainer_new(layout, batch, NULL, standard);
    am_explainer *narrow_explainer =
        other == NULL || layout == NULL ? NULL : am_explainer_new(layout, other, NULL, standard);
    am_buffer results[2];
    if (explainer == NULL || narrow_explainer == NULL) {
        fprintf(stderr, "a program that was accepted needs too much memory\n");
        exit(1);
    }
    am_buffer_init(&results[0], standard);
    am_buffer_init(&results[1], standard);
    run_batch(program, batch, seed, layout, explainer, &results[0]);
    run_batch(program, other, seed, layout, narrow_explainer, &results[1]);
    if (!am_slice_is_equal(am_buffer_text(&results[0]), am_buffer_text(&results[1]))) {
        fprintf(stderr, "seed %llu: narrow and wide differ\n%.*s%.*s", (unsigned long long)seed,
                (int)results[0].length, results[0].data, (int)results[1].length, results[1].data);
        exit(1);
    }
    am_buffer_clear(&results[0]);
    am_buffer_clear(&results[1]);
    am_explainer_free(explainer);
    am_explainer_free(narrow_explainer);
    am_layout_free(layout);
    am_batch_free(other);
    am_narrow_free(narrow);
    am_batch_free(batch);
}
