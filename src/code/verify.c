/*
 * The verifier's way through a program, and how a rejection is recorded.
 *
 * What passes here needs no check when it runs. The work is linear in the program's size, but for sorting
 * names and for the lists and cells that instructions share, which have a limit.
 */
#include "code/verify.h"

void am_verify_at(am_verifier *verifier, const char *part, uint32_t index) {
    verifier->part = part;
    verifier->index = index;
}

bool am_verify_that(am_verifier *verifier, bool holds, am_diag diag) {
    if (!holds) {
        *verifier->rejection = (am_rejection){diag, verifier->part, verifier->index};
    }
    return holds;
}

bool am_verify_work(am_verifier *verifier, uint64_t items) {
    verifier->work += items;
    return am_verify_that(verifier, verifier->work <= AM_WORK_MAX, AM_DIAG_LOAD_TOO_LONG);
}

static bool verify_counts(am_verifier *verifier) {
    const am_program *program = verifier->program;
    const struct {
        const char *part;
        uint32_t count;
    } counts[] = {
        {"source", program->source_count},
        {"constant", program->constant_count},
        {"register", program->register_count},
        {"instruction", program->instruction_count},
        {"domain", program->domain_count},
        {"scale", program->scale_count},
        {"unit", program->unit_count},
        {"place", program->place_count},
        {"fact", program->fact_count},
        {"output", program->output_count},
        {"check", program->check_count},
        {"calendar", program->calendar_count},
        {"discretion", program->discretion_count},
        {"calibration", program->calibration_count},
        {"clause", program->clause_count},
        {"list", program->list_count},
        {"table", program->table_count},
        {"column", program->column_count},
        {"law", program->law_count},
        {"change", program->change_count},
        {"law source", program->law_source_count},
    };
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        am_verify_at(verifier, counts[i].part, counts[i].count);
        if (!am_verify_that(verifier, counts[i].count <= AM_INDEX_MAX, AM_DIAG_LOAD_TOO_MANY)) {
            return false;
        }
    }
    am_verify_at(verifier, "program", 0);
    return am_verify_that(verifier, program->domain_count > 0 && program->place_count > 0,
                          AM_DIAG_LOAD_EMPTY);
}

bool am_program_verify(const am_program *program, am_arena *scratch, am_rejection *rejection) {
    am_verifier verifier = {
        .program = program,
        .scratch = scratch,
        .rejection = rejection,
        .block = AM_NO_INDEX,
    };
    *rejection = (am_rejection){AM_DIAG_NONE, "", 0};
    if (!verify_counts(&verifier)) {
        return false;
    }
    verifier.traces = AM_NEW_ARRAY(scratch, am_trace, (size_t)program->register_count + 1);
    verifier.blocks = AM_NEW_ARRAY(scratch, am_block, (size_t)program->instruction_count + 1);
    return verifier.traces != NULL && verifier.blocks != NULL && am_verify_texts(&verifier) &&
           am_verify_constants(&verifier) && am_verify_schema(&verifier) &&
           am_verify_unique_names(&verifier) && am_verify_registers(&verifier) &&
           am_verify_lists(&verifier) && am_verify_tables(&verifier) && am_verify_inputs(&verifier) &&
           am_verify_instructions(&verifier) && am_verify_outputs(&verifier) &&
           am_verify_clauses(&verifier) && am_verify_discretions(&verifier) &&
           am_verify_calibrations(&verifier) && am_verify_phrases(&verifier) && am_verify_laws(&verifier);
}

void am_rejection_print(am_buffer *buffer, const am_rejection *rejection) {
    if (rejection->diag == AM_DIAG_NONE) {
        return;
    }
    am_diag_print(buffer, rejection->diag, NULL, 0);
    am_buffer_put_text(buffer, " (");
    am_buffer_put_text(buffer, rejection->part);
    am_buffer_put_char(buffer, ' ');
    am_buffer_put_unsigned(buffer, rejection->index);
    am_buffer_put_char(buffer, ')');
}
