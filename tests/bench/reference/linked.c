/*
 * The VM alone, or with the code for explanations linked beside it: what that costs when nothing is
 * explained.
 *
 *     bench_linked_without IMAGE
 *     bench_linked_with IMAGE
 *
 * Two programs from this text. Both load the image, fill a batch with records without priors, and run it; the
 * instructions of am_vm_run must be the same to the last one.
 */
#include <stdio.h>

#include "code/image.h"
#include "narrow/narrow.h"
#include "vm/vm.h"
#ifdef BENCH_WITH_EXPLANATIONS
    #include "explain/explain.h"
#endif

enum { RECORDS = 512 };

static void set_fact(am_batch *batch, const am_fact *fact, uint32_t row) {
    switch (am_kind_type((am_kind)fact->kind)) {
    case AM_VALUE_DECIMAL:
        am_batch_set_decimal(batch, fact->column, row, am_decimal_of((int32_t)(row * row)));
        break;
    case AM_VALUE_TEXT:
        am_batch_set_text(batch, fact->column, row, AM_SLICE("C"));
        break;
    case AM_VALUE_DATE:
        am_batch_set_integer(batch, fact->column, row, 18000 + (int32_t)row);
        break;
    default:
        am_batch_set_integer(batch, fact->column, row, (int32_t)row % 2);
    }
}

static bool fill(am_batch *batch, const am_program *program) {
    for (uint32_t row = 0; row < RECORDS; row++) {
        if (am_batch_open_record(batch) != AM_BATCH_OK) {
            return false;
        }
        for (uint32_t i = 0; i < program->fact_count; i++) {
            /* Facts of elements have no rows here. */
            if (program->facts[i].place == 0 && program->facts[i].column != AM_NO_INDEX) {
                set_fact(batch, &program->facts[i], row);
            }
        }
        for (uint16_t i = 1; i < program->domain_count; i++) {
            if (program->domains[i].kind == AM_DOMAIN_LIST) {
                am_batch_open_list(batch, i, row, AM_STATE_VALUE);
            }
        }
        if (am_batch_close_record(batch) != AM_BATCH_OK) {
            return false;
        }
    }
    return true;
}

static bool assess(const am_program *program) {
    am_allocator allocator = am_allocator_standard();
    am_narrow *narrow = am_narrow_new(program, false, allocator);
    am_batch *batch =
        narrow == NULL ? NULL : am_batch_new_narrow(narrow, (am_limits){.records = RECORDS}, allocator);
    bool is_done = batch != NULL && fill(batch, program);
    if (is_done) {
        am_vm_run(batch);
    }
#ifdef BENCH_WITH_EXPLANATIONS
    am_layout *layout = am_layout_new(program, allocator);
    am_explainer *explainer = batch == NULL ? NULL : am_explainer_new(layout, batch, NULL, allocator);
    is_done = is_done && explainer != NULL;
    am_explainer_free(explainer);
    am_layout_free(layout);
#endif
    am_batch_free(batch);
    am_narrow_free(narrow);
    return is_done;
}

int main(int count, char **words) {
    static char bytes[1 << 16];
    FILE *file = count == 2 ? fopen(words[1], "rb") : NULL;
    if (file == NULL) {
        return 2;
    }
    am_slice image = {bytes, fread(bytes, 1, sizeof bytes, file)};
    am_arena arena;
    am_rejection rejection;
    fclose(file);
    am_arena_init(&arena, am_allocator_standard(), 0);
    const am_program *program = am_image_read(&arena, image, &rejection);
    bool is_done = program != NULL && assess(program);
    am_arena_clear(&arena);
    return is_done ? 0 : 1;
}
