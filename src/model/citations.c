/*
 * Declarations without a citation, for a strict check.
 *
 * A schedule, a parameter and a penalty state what a provision says and must name it, or each of their rows;
 * a rule may be the drafter's own way of putting it, and steps have their penalty's citation where they have
 * none.
 */
#include "model/model.h"

static bool must_cite(am_declaration_kind kind) {
    return kind != AM_DECLARATION_RULE;
}

static bool do_rows_cite(const am_schedule *schedule) {
    for (uint16_t i = 0; schedule != NULL && i < schedule->row_count; i++) {
        if (schedule->rows[i].citation.length == 0) {
            return false;
        }
    }
    return schedule != NULL;
}

void am_model_check_citations(const am_model *model, am_diagnostics *diagnostics) {
    for (size_t i = 0; i < model->declaration_count; i++) {
        const am_declaration *declaration = model->declarations[i];
        if (must_cite(declaration->kind) && declaration->citation.length == 0 &&
            !do_rows_cite(declaration->schedule)) {
            am_diagnose(diagnostics, AM_DIAG_NO_CITATION, declaration->name_span,
                        AM_ARGUMENTS(declaration->name));
        }
    }
}
