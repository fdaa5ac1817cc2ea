/*
 * Comparisons of laws as lines: whose, by what, the days on which law changes, and what is cited.
 */
#include "code/print.h"

static void print_law(am_buffer *buffer, const am_program *program, const am_law *law) {
    am_buffer_put_text(buffer, "  for ");
    am_print_domain(buffer, program, program->places[law->place].domain);
    am_buffer_put_text(buffer, ", instruction ");
    am_buffer_put_unsigned(buffer, law->instruction);
    am_buffer_put_text(buffer, law->is_two ? ", of two dates, by " : ", between two dates, by ");
    for (uint16_t i = 0; i < law->output_count; i++) {
        am_buffer_put_text(buffer, i == 0 ? "" : ", ");
        am_buffer_put(buffer, program->outputs[law->outputs[i]].name);
    }
    am_buffer_put_char(buffer, '\n');
}

static void print_published(am_buffer *buffer, am_date day, am_date published) {
    if (published != day) {
        am_buffer_put_text(buffer, " published ");
        am_date_print(buffer, published);
    }
}

static void print_source(am_buffer *buffer, const am_law_source *source) {
    am_buffer_put_text(buffer, "  provision ");
    am_buffer_put_unsigned(buffer, source->provision);
    am_buffer_put_text(buffer, source->citation.length == 0 ? "" : " per ");
    am_buffer_put(buffer, source->citation);
    am_buffer_put_text(buffer, " from ");
    am_date_print(buffer, source->from);
    if (source->until <= AM_DATE_MAX) {
        am_buffer_put_text(buffer, " until ");
        am_date_print(buffer, source->until);
    }
    print_published(buffer, source->from, source->published);
    am_buffer_put_char(buffer, '\n');
}

void am_print_laws(am_buffer *buffer, const am_program *program) {
    if (program->law_count == 0) {
        return;
    }
    am_buffer_put_text(buffer, "laws compared\n");
    for (uint32_t i = 0; i < program->law_count; i++) {
        print_law(buffer, program, &program->laws[i]);
    }
    am_buffer_put_text(buffer, program->change_count == 0 ? "" : "  changes");
    for (uint32_t i = 0; i < program->change_count; i++) {
        am_buffer_put_text(buffer, i == 0 ? " " : ", ");
        am_date_print(buffer, program->changes[i].day);
        print_published(buffer, program->changes[i].day, program->changes[i].published);
    }
    am_buffer_put_text(buffer, program->change_count == 0 ? "" : "\n");
    for (uint32_t i = 0; i < program->law_source_count; i++) {
        print_source(buffer, &program->law_sources[i]);
    }
}
