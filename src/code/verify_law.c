/*
 * Comparisons of laws: each has an instruction, which has it; outputs of its place; and days that rise.
 *
 * The instruction stands outside of skipped parts, so that its dates are there whatever a record holds, and
 * nothing before the last of them reads what another chose: how many laws are compared is settled before any
 * is tried.
 */
#include "code/verify.h"

static bool is_its_instruction(const am_verifier *verifier, uint32_t number) {
    const am_program *program = verifier->program;
    const am_law *law = &program->laws[number];
    if (law->place >= program->place_count || law->instruction >= program->instruction_count) {
        return false;
    }
    const am_instruction *made = &program->instructions[law->instruction];
    return made->opcode == AM_OP_LAW && made->operands[2] == number &&
           program->registers[made->result].domain == program->places[law->place].domain &&
           verifier->traces[made->result].block == AM_NO_INDEX;
}

static bool has_outputs(const am_program *program, const am_law *law) {
    for (uint16_t i = 0; i < law->output_count; i++) {
        const am_output *output =
            law->outputs[i] < program->output_count ? &program->outputs[law->outputs[i]] : NULL;
        if (output == NULL || output->place != law->place ||
            !am_operand_admits(AM_OPERAND_ORDERED, am_kind_type((am_kind)output->kind))) {
            return false;
        }
    }
    return law->output_count > 0;
}

/* No LAW is without its comparison. */
static bool are_compared(const am_program *program) {
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        const am_instruction *made = &program->instructions[i];
        if (made->opcode == AM_OP_LAW &&
            (made->operands[2] >= program->law_count || program->laws[made->operands[2]].instruction != i)) {
            return false;
        }
    }
    return true;
}

static bool reads_any(const am_program *program, const am_instruction *instruction, const bool *is_chosen) {
    const am_opcode_row *row = am_opcode_row_of(instruction->opcode);
    for (unsigned i = 0; i < 4; i++) {
        uint16_t number = instruction->operands[i];
        am_operand operand = (am_operand)row->operands[i];
        am_list list = operand == AM_OPERAND_LIST ? program->lists[number] : (am_list){0, 0};
        if (am_operand_is_register(operand) && is_chosen[number]) {
            return true;
        }
        for (uint32_t k = 0; k < list.count; k++) {
            if (is_chosen[program->list_items[list.start + k]]) {
                return true;
            }
        }
    }
    return false;
}

/* The lists were counted as work with their instructions. */
static bool are_independent(am_verifier *verifier) {
    const am_program *program = verifier->program;
    bool *is_chosen = AM_NEW_ARRAY(verifier->scratch, bool, (size_t)program->register_count + 1);
    uint32_t end = 0;
    for (uint32_t i = 0; i < program->law_count && is_chosen != NULL; i++) {
        uint16_t made = program->laws[i].instruction;
        is_chosen[program->instructions[made].result] = true;
        end = made > end ? made : end;
    }
    for (uint32_t i = 0; i <= end && program->law_count != 0 && is_chosen != NULL; i++) {
        if (reads_any(program, &program->instructions[i], is_chosen)) {
            return am_verify_that(verifier, false, AM_DIAG_LOAD_LAW);
        }
    }
    return is_chosen != NULL;
}

static bool is_day(int32_t day) {
    return day >= AM_DATE_MIN && day <= AM_DATE_MAX;
}

static bool has_days(const am_law_source *source) {
    return is_day(source->from) && is_day(source->published) && source->until >= source->from &&
           source->until <= AM_DATE_MAX + 1;
}

static bool do_rise(const am_program *program) {
    for (uint32_t i = 0; i < program->change_count; i++) {
        const am_change *change = &program->changes[i];
        if (!is_day(change->day) || !is_day(change->published) || (i > 0 && change->day <= change[-1].day)) {
            return false;
        }
    }
    return true;
}

/* There is one comparison a place. */
static bool is_first_of_place(const am_program *program, uint32_t number) {
    return number == 0 || program->laws[number - 1].place < program->laws[number].place;
}

bool am_verify_laws(am_verifier *verifier) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < program->law_count; i++) {
        const am_law *law = &program->laws[i];
        am_verify_at(verifier, "law", i);
        if (!am_verify_that(verifier,
                            is_its_instruction(verifier, i) && has_outputs(program, law) &&
                                is_first_of_place(program, i),
                            AM_DIAG_LOAD_LAW) ||
            !am_verify_work(verifier, law->output_count)) {
            return false;
        }
    }
    am_verify_at(verifier, "change", 0);
    if (!am_verify_that(verifier, are_compared(program) && do_rise(program), AM_DIAG_LOAD_LAW) ||
        !are_independent(verifier)) {
        return false;
    }
    for (uint32_t i = 0; i < program->law_source_count; i++) {
        am_verify_at(verifier, "law source", i);
        if (!am_verify_text(verifier, program->law_sources[i].citation) ||
            !am_verify_that(verifier, has_days(&program->law_sources[i]), AM_DIAG_LOAD_LAW)) {
            return false;
        }
    }
    return true;
}
