/*
 * Which registers are kept to the end of a run: results and checks, and, where records are to be explained,
 * what clauses and their phrases name.
 *
 * Facts and constants are always there. Nothing is computed for explanations alone: what no result needs is
 * left to the program itself, and so is what only instructions name.
 */
#include "narrow/planner.h"

static void keep(am_planner *planner, uint16_t column, am_kept kept) {
    if (column == AM_NO_INDEX) {
        return;
    }
    am_lane *lane = am_plan_lane_of(planner, column);
    lane->kept = kept > lane->kept ? (uint8_t)kept : lane->kept;
}

void am_plan_keep_results(am_planner *planner) {
    const am_program *program = planner->program;
    for (uint32_t i = 0; i < program->output_count; i++) {
        keep(planner, program->outputs[i].column, AM_KEPT_RESULT);
        keep(planner, program->outputs[i].column_high, AM_KEPT_RESULT);
    }
    for (uint32_t i = 0; i < program->check_count; i++) {
        keep(planner, program->checks[i].column, AM_KEPT_RESULT);
    }
}

static void explain(am_planner *planner, uint16_t column) {
    if (column != AM_NO_INDEX && planner->is_needed[column] != 0) {
        keep(planner, column, AM_KEPT_EXPLAINED);
    }
}

void am_plan_keep_explained(am_planner *planner) {
    const am_program *program = planner->program;
    if (!planner->narrow->is_explained) {
        return;
    }
    for (uint32_t i = 0; i < program->clause_count; i++) {
        explain(planner, program->clauses[i].column);
        explain(planner, program->clauses[i].column_high);
        explain(planner, program->clauses[i].condition);
    }
    for (uint32_t i = 0; i < program->phrase_count; i++) {
        explain(planner, program->phrases[i].column);
        explain(planner, program->phrases[i].column_high);
    }
}
