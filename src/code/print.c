/*
 * The listing of a verified program: what it asks, what it does line by line, what it answers and what that
 * costs.
 */
#include "code/print.h"

#include "code/image.h"

static void print_cost_part(am_buffer *buffer, const am_program *program, uint16_t domain, uint64_t cost,
                            bool *is_first) {
    if (cost == 0) {
        return;
    }
    am_buffer_put_text(buffer, *is_first ? "" : " + ");
    am_buffer_put_unsigned(buffer, cost);
    if (domain != AM_DOMAIN_CONSTANT) {
        am_buffer_put_text(buffer, " per ");
        am_print_domain(buffer, program, domain);
    }
    *is_first = false;
}

/* `cost: 12 + 34 per record + 20 per infringements`. */
static void print_cost(am_buffer *buffer, const am_program *program) {
    bool is_first = true;
    uint64_t *costs = NULL;
    size_t bytes = program->domain_count * sizeof *costs;
    costs = buffer->allocator.resize(buffer->allocator.context, NULL, 0, bytes);
    if (costs == NULL) {
        buffer->is_failed = true;
        return;
    }
    am_buffer_put_text(buffer, "cost: ");
    print_cost_part(buffer, program, AM_DOMAIN_CONSTANT, am_program_cost(program, costs), &is_first);
    for (uint32_t i = 0; i < program->domain_count; i++) {
        print_cost_part(buffer, program, (uint16_t)i, costs[i], &is_first);
    }
    am_buffer_put_text(buffer, is_first ? "0\n" : "\n");
    buffer->allocator.resize(buffer->allocator.context, costs, bytes, 0);
}

static void print_head(am_buffer *buffer, const am_program *program) {
    am_buffer_put_text(buffer, "rulebook ");
    am_buffer_put(buffer, program->name);
    if (program->title.length > 0) {
        am_buffer_put_char(buffer, ' ');
        am_print_quoted(buffer, program->title);
    }
    if (program->unit != AM_NO_INDEX) {
        am_buffer_put_text(buffer, "\ncurrency ");
        am_buffer_put(buffer, program->units[program->unit].code);
    }
    for (uint32_t i = 0; i < program->source_count; i++) {
        am_buffer_put_text(buffer, "\nsource ");
        am_buffer_put(buffer, program->sources[i]);
    }
    am_buffer_put_text(buffer, "\nr1:type@domain: ? may be unknown, * may need facts, ! may fault\n");
}

static void print_scales(am_buffer *buffer, const am_program *program) {
    for (uint32_t i = 0; i < program->scale_count; i++) {
        const am_scale *scale = &program->scales[i];
        am_buffer_put_text(buffer, scale->is_ordered ? "tiers " : "choice ");
        am_buffer_put(buffer, scale->name);
        for (uint32_t value = 0; value < scale->value_count; value++) {
            am_buffer_put_text(buffer, value == 0 ? ": " : (scale->is_ordered ? " < " : ", "));
            am_print_quoted(buffer, scale->values[value]);
        }
        am_buffer_put_char(buffer, '\n');
    }
}

/* The way to a place: `infringements.`, or nothing for the record's own. */
static void print_place(am_buffer *buffer, const am_program *program, uint16_t place) {
    if (place != 0) {
        print_place(buffer, program, program->places[place].parent);
        am_buffer_put(buffer, program->places[place].field);
        am_buffer_put_char(buffer, '.');
    }
}

static void print_lists(am_buffer *buffer, const am_program *program) {
    for (uint32_t i = 0; i < program->place_count; i++) {
        const am_place *place = &program->places[i];
        if (place->kind != AM_PLACE_LIST) {
            continue;
        }
        am_buffer_put_text(buffer, "  ");
        print_place(buffer, program, place->parent);
        am_buffer_put(buffer, place->field);
        am_buffer_put_text(buffer, place->is_optional ? ": optional list of " : ": list of ");
        am_buffer_put(buffer, place->record);
        am_buffer_put_text(buffer, ", given by ");
        am_print_register(buffer, program, program->domains[place->domain].present);
        am_buffer_put_char(buffer, '\n');
    }
}

static void print_bound(am_buffer *buffer, const am_program *program, uint16_t bound, const char *word) {
    if (bound != AM_NO_INDEX) {
        am_buffer_put_text(buffer, word);
        am_print_constant(buffer, &program->constants[bound]);
    }
}

static void print_columns(am_buffer *buffer, const am_program *program, uint16_t low, uint16_t high) {
    am_print_register(buffer, program, low);
    if (high != AM_NO_INDEX) {
        am_buffer_put_text(buffer, " to ");
        am_print_register(buffer, program, high);
    }
}

static bool is_given_once(const am_program *program, uint16_t place) {
    while (place != 0 && !program->places[place].is_given_once) {
        place = program->places[place].parent;
    }
    return place != 0;
}

static void print_fact(am_buffer *buffer, const am_program *program, const am_fact *fact) {
    am_buffer_put_text(buffer, "  ");
    print_columns(buffer, program, fact->column, fact->column_high);
    am_buffer_put_text(buffer, " = ");
    print_place(buffer, program, fact->place);
    am_buffer_put(buffer, fact->name);
    am_buffer_put_text(buffer, ": ");
    am_print_kind(buffer, program, fact->kind, fact->is_range, fact->unit, fact->scale);
    am_buffer_put_text(buffer, fact->is_optional ? " optional" : "");
    am_buffer_put_text(buffer, is_given_once(program, fact->place) ? " given once" : "");
    print_bound(buffer, program, fact->bounds.lowest, fact->bounds.is_lowest_out ? " over " : " from ");
    print_bound(buffer, program, fact->bounds.highest, fact->bounds.is_highest_out ? " under " : " up to ");
    if (fact->label.length > 0) {
        am_buffer_put_char(buffer, ' ');
        am_print_quoted(buffer, fact->label);
    }
    am_buffer_put_char(buffer, '\n');
}

/* Days of the week from Monday on, those of the weekend as `-`. */
static void print_calendar(am_buffer *buffer, const am_calendar *calendar) {
    am_buffer_put_text(buffer, "calendar ");
    am_buffer_put(buffer, calendar->name);
    am_buffer_put_text(buffer, ": ");
    am_date_print(buffer, calendar->first);
    am_buffer_put_text(buffer, " to ");
    am_date_print(buffer, calendar->last);
    am_buffer_put_char(buffer, ' ');
    for (unsigned day = 0; day < 7; day++) {
        am_buffer_put_char(buffer, (calendar->weekend >> day & 1) != 0 ? '-' : "MTWTFSS"[day]);
    }
    for (uint32_t i = 0; i < calendar->holiday_count; i++) {
        am_buffer_put_text(buffer, i == 0 ? " but " : ", ");
        am_date_print(buffer, calendar->holidays[i]);
    }
    if (calendar->citation.length > 0) {
        am_buffer_put_text(buffer, " per ");
        am_buffer_put(buffer, calendar->citation);
    }
    am_buffer_put_char(buffer, '\n');
}

static void print_check(am_buffer *buffer, const am_program *program, const am_fact_check *check) {
    am_buffer_put_text(buffer, "  ");
    am_print_operand(buffer, program, check->column);
    if (check->place != 0) {
        am_buffer_put_text(buffer, " of ");
        am_buffer_put(buffer, program->places[check->place].record);
    }
    am_buffer_put_char(buffer, ' ');
    am_print_quoted(buffer, check->message);
    am_buffer_put_char(buffer, '\n');
}

static void print_discretion(am_buffer *buffer, const am_program *program, const am_discretion *discretion) {
    const am_fact *fact = &program->facts[discretion->fact];
    const am_clause *clause = &program->clauses[discretion->clause];
    am_buffer_put_text(buffer, "  ");
    print_place(buffer, program, fact->place);
    am_buffer_put(buffer, fact->name);
    am_buffer_put_text(buffer, ", default ");
    am_print_constant(buffer, &program->constants[discretion->fallback]);
    am_buffer_put_text(buffer, ", by ");
    am_print_quoted(buffer, discretion->authority);
    am_buffer_put_text(buffer, discretion->is_lowest_open ? ", no lowest" : "");
    am_buffer_put_text(buffer, discretion->is_highest_open ? ", no highest" : "");
    if (clause->citation.length > 0) {
        am_buffer_put_text(buffer, ", per ");
        am_buffer_put(buffer, clause->citation);
    }
    am_buffer_put_char(buffer, '\n');
}

static void print_calibration(am_buffer *buffer, const am_program *program,
                              const am_calibration *calibration) {
    const am_clause *clause = &program->clauses[calibration->clause];
    am_buffer_put_text(buffer, "  ");
    am_print_register(buffer, program, calibration->column);
    am_buffer_put_text(buffer, " = ");
    am_buffer_put(buffer, clause->name);
    if (calibration->from != AM_CALIBRATION_ALWAYS) {
        am_buffer_put_text(buffer, " in force from ");
        am_date_print(buffer, calibration->from);
    }
    am_buffer_put_text(buffer, ": ");
    am_print_constant(buffer, &program->constants[program->registers[calibration->column].constant]);
    print_bound(buffer, program, calibration->lowest, ", from ");
    print_bound(buffer, program, calibration->highest, " to ");
    if (clause->citation.length > 0) {
        am_buffer_put_text(buffer, ", per ");
        am_buffer_put(buffer, clause->citation);
    }
    am_buffer_put_char(buffer, '\n');
}

static void print_output(am_buffer *buffer, const am_program *program, const am_output *output) {
    am_buffer_put_text(buffer, "  ");
    print_place(buffer, program, output->place);
    am_buffer_put(buffer, output->name);
    am_buffer_put_text(buffer, ": ");
    am_print_kind(buffer, program, output->kind, output->is_range, output->unit, output->scale);
    am_buffer_put_text(buffer, " = ");
    print_columns(buffer, program, output->column, output->column_high);
    am_buffer_put_char(buffer, '\n');
}

static void print_number(am_buffer *buffer, uint32_t number) {
    for (uint32_t width = 10000; width > 1 && number < width; width /= 10) {
        am_buffer_put_char(buffer, ' ');
    }
    am_buffer_put_unsigned(buffer, number);
    am_buffer_put_text(buffer, "  ");
}

/* A part of the listing under its word, left out when it is empty. */
static void print_part(am_buffer *buffer, const char *word, uint32_t count) {
    if (count > 0) {
        am_buffer_put_text(buffer, word);
    }
}

void am_program_print(am_buffer *buffer, const am_program *program) {
    print_head(buffer, program);
    print_cost(buffer, program);
    print_scales(buffer, program);
    for (uint32_t i = 0; i < program->calendar_count; i++) {
        print_calendar(buffer, &program->calendars[i]);
    }
    print_part(buffer, "facts\n", program->fact_count + program->place_count - 1);
    print_lists(buffer, program);
    for (uint32_t i = 0; i < program->fact_count; i++) {
        print_fact(buffer, program, &program->facts[i]);
    }
    print_part(buffer, "discretions\n", program->discretion_count);
    for (uint32_t i = 0; i < program->discretion_count; i++) {
        print_discretion(buffer, program, &program->discretions[i]);
    }
    print_part(buffer, "calibrated\n", program->calibration_count);
    for (uint32_t i = 0; i < program->calibration_count; i++) {
        print_calibration(buffer, program, &program->calibrations[i]);
    }
    print_part(buffer, "instructions\n", program->instruction_count);
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        print_number(buffer, i);
        am_print_instruction(buffer, program, i);
    }
    print_part(buffer, "tables\n", program->table_count + program->column_count);
    for (uint32_t i = 0; i < program->table_count; i++) {
        am_print_table(buffer, program, i);
    }
    for (uint32_t i = 0; i < program->column_count; i++) {
        am_print_column(buffer, program, i);
    }
    print_part(buffer, "checks\n", program->check_count);
    for (uint32_t i = 0; i < program->check_count; i++) {
        print_check(buffer, program, &program->checks[i]);
    }
    print_part(buffer, "outputs\n", program->output_count);
    for (uint32_t i = 0; i < program->output_count; i++) {
        print_output(buffer, program, &program->outputs[i]);
    }
    am_print_laws(buffer, program);
}
