/*
 * The memory of comparisons of laws, in a batch's block: the dates chosen, and in the probe what was found so
 * far.
 */
#include "vm/law_work.h"

enum { PROBE_RECORDS = 64 };

static uint32_t part_count_of(const am_program *program, const am_law *law) {
    uint32_t count = 0;
    for (uint16_t i = 0; i < law->output_count; i++) {
        count += program->outputs[law->outputs[i]].column_high == AM_NO_INDEX ? 1 : 2;
    }
    return count;
}

void am_law_work_cut(am_batch *batch, am_cutter *cutter) {
    const am_program *program = batch->program;
    if (program->law_count == 0) {
        return;
    }
    am_law_work *laws = am_cutter_take(cutter, 1, sizeof *laws);
    am_choices *all = am_cutter_take(cutter, program->law_count, sizeof *all);
    uint32_t *firsts = am_cutter_take(cutter, program->domain_count, sizeof *firsts);
    uint32_t *ends = am_cutter_take(cutter, program->domain_count, sizeof *ends);
    for (uint32_t i = 0; i < program->law_count; i++) {
        const am_law *law = &program->laws[i];
        uint64_t rows = am_work_capacity(program, batch->limits, program->places[law->place].domain);
        am_choices made = {.part_count = part_count_of(program, law)};
        made.dates = am_cutter_take(cutter, rows, sizeof *made.dates);
        made.states = am_cutter_take(cutter, rows, 1);
        made.counts = am_cutter_take(cutter, rows, sizeof *made.counts);
        made.best = am_cutter_take(cutter, rows, sizeof *made.best);
        made.worst = am_cutter_take(cutter, rows, 1);
        made.least = am_cutter_take(cutter, rows * made.part_count, sizeof *made.least);
        if (all != NULL) {
            all[i] = made;
        }
    }
    if (laws != NULL) {
        *laws = (am_law_work){.choices = all, .firsts = firsts, .ends = ends};
        batch->laws = laws;
    }
}

am_limits am_law_probe_limits(am_limits limits) {
    limits.records = PROBE_RECORDS;
    limits.text_bytes = 1;
    return limits;
}
