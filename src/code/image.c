/*
 * The layout of an image: what follows what, for writing and for reading.
 *
 * Every visit below is used in both directions (see code/codec.h). What follows from the rest is not kept:
 * the count of text constants and the length of masks are computed, and operands that an instruction does not
 * have are 0. The checksum finds damage, not malice; a hostile image has a good one, and the verifier is what
 * meets it.
 */
#include <string.h>

#include "code/codec.h"

enum { MAGIC_BYTES = 7, HEAD_BYTES = 16 };
static const char magic[MAGIC_BYTES] = "AMERCE";

/* FNV-1a, 64 bits: every step is a bijection, so any one changed byte changes it. */
uint64_t am_image_checksum(am_slice bytes) {
    uint64_t sum = 0xCBF29CE484222325u;
    for (size_t i = 0; i < bytes.length; i++) {
        sum = (sum ^ (unsigned char)bytes.data[i]) * 0x100000001B3u;
    }
    return sum;
}

static void visit_source(am_codec *codec, am_slice *source) {
    am_codec_text(codec, source);
}

static void visit_unit(am_codec *codec, am_unit *unit) {
    am_codec_text(codec, &unit->code);
    am_codec_u8(codec, &unit->digits);
}

static void visit_scale(am_codec *codec, am_scale *scale) {
    am_codec_text(codec, &scale->name);
    am_codec_flag(codec, &scale->is_ordered);
    am_codec_u16(codec, &scale->value_count);
    scale->values = AM_CODEC_ITEMS(codec, am_slice, scale->values, scale->value_count, 1);
    for (uint32_t i = 0; i < scale->value_count && !codec->is_stopped; i++) {
        am_codec_text(codec, &scale->values[i]);
    }
}

static void visit_constant(am_codec *codec, am_constant *constant) {
    am_codec_u8(codec, &constant->type);
    if (constant->type == AM_VALUE_DECIMAL) {
        am_codec_decimal(codec, &constant->decimal);
        return;
    }
    am_codec_i32(codec, &constant->integer);
    if (constant->type == AM_VALUE_TEXT) {
        am_codec_text(codec, &constant->text);
    }
}

static void visit_calendar(am_codec *codec, am_calendar *calendar) {
    am_date before = 0;
    am_codec_text(codec, &calendar->name);
    am_codec_text(codec, &calendar->citation);
    am_codec_i32(codec, &calendar->first);
    am_codec_i32(codec, &calendar->last);
    am_codec_u8(codec, &calendar->weekend);
    am_codec_u32(codec, &calendar->holiday_count);
    calendar->holidays = AM_CODEC_ITEMS(codec, am_date, calendar->holidays, calendar->holiday_count, 1);
    for (uint32_t i = 0; i < calendar->holiday_count && !codec->is_stopped; i++) {
        am_codec_near(codec, &calendar->holidays[i], before);
        before = calendar->holidays[i];
    }
}

/* Items of fields alone. Those that are often as they often are stand last: their bits are the highest. */
#define FIELDS(name, type, ...)                                                           \
    static const am_field name##_fields[] = {__VA_ARGS__};                                \
    _Static_assert(sizeof name##_fields / sizeof *name##_fields <= AM_FIELDS_MAX, #name); \
    static void visit_##name(am_codec *codec, type *item) {                               \
        am_codec_fields(codec, item, codec->index == 0 ? NULL : item - 1, name##_fields,  \
                        (unsigned)(sizeof name##_fields / sizeof *name##_fields));        \
    }

FIELDS(check, am_fact_check, AM_FIELD(am_fact_check, message, TEXT), AM_FIELD(am_fact_check, column, NEAR),
       AM_FIELD(am_fact_check, line, NEXT), AM_FIELD(am_fact_check, citation, TEXT),
       AM_FIELD(am_fact_check, place, NEAR), AM_FIELD(am_fact_check, source, NEAR))

FIELDS(domain, am_domain, AM_FIELD_BITS(am_domain, kind, 2), AM_FIELD(am_domain, parent, INDEX),
       AM_FIELD(am_domain, element, INDEX), AM_FIELD(am_domain, across, INDEX),
       AM_FIELD(am_domain, place, INDEX), AM_FIELD(am_domain, present, INDEX))

FIELDS(place, am_place, AM_FIELD_BITS(am_place, kind, 2), AM_FIELD(am_place, is_optional, FLAG),
       AM_FIELD(am_place, is_given_once, FLAG), AM_FIELD(am_place, record, TEXT),
       AM_FIELD(am_place, field, TEXT), AM_FIELD(am_place, parent, INDEX), AM_FIELD(am_place, domain, COUNT))

FIELDS(fact, am_fact, AM_FIELD_BITS(am_fact, kind, 4), AM_FIELD(am_fact, is_optional, FLAG),
       AM_FIELD(am_fact, name, TEXT), AM_FIELD(am_fact, scale, INDEX), AM_FIELD(am_fact, column, NEXT),
       AM_FIELD(am_fact, unit, INDEX), AM_FIELD(am_fact, label, TEXT), AM_FIELD(am_fact, place, NEAR),
       AM_FIELD(am_fact, is_range, FLAG), AM_FIELD(am_fact, column_high, INDEX),
       AM_FIELD(am_fact, bounds.lowest, INDEX), AM_FIELD(am_fact, bounds.highest, INDEX),
       AM_FIELD(am_fact, bounds.is_lowest_out, FLAG), AM_FIELD(am_fact, bounds.is_highest_out, FLAG))

FIELDS(discretion, am_discretion, AM_FIELD(am_discretion, fact, NEAR), AM_FIELD(am_discretion, clause, NEAR),
       AM_FIELD(am_discretion, fallback, NEAR), AM_FIELD(am_discretion, authority, TEXT),
       AM_FIELD(am_discretion, is_lowest_open, FLAG), AM_FIELD(am_discretion, is_highest_open, FLAG))

FIELDS(calibration, am_calibration, AM_FIELD(am_calibration, clause, NEAR),
       AM_FIELD(am_calibration, column, NEAR), AM_FIELD(am_calibration, lowest, NEAR),
       AM_FIELD(am_calibration, highest, NEAR), AM_FIELD(am_calibration, from, NEAR))

FIELDS(output, am_output, AM_FIELD_BITS(am_output, kind, 4), AM_FIELD(am_output, is_range, FLAG),
       AM_FIELD(am_output, name, TEXT), AM_FIELD(am_output, column, INDEX), AM_FIELD(am_output, clause, NEXT),
       AM_FIELD(am_output, unit, INDEX), AM_FIELD(am_output, scale, INDEX), AM_FIELD(am_output, place, NEAR),
       AM_FIELD(am_output, column_high, INDEX))

FIELDS(clause, am_clause, AM_FIELD_BITS(am_clause, kind, 4), AM_FIELD(am_clause, phrase_count, COUNT),
       AM_FIELD(am_clause, first_phrase, NEAR), AM_FIELD_BITS(am_clause, value_kind, 4),
       AM_FIELD(am_clause, name, TEXT), AM_FIELD(am_clause, row, NEXT), AM_FIELD(am_clause, parent, NEAR),
       AM_FIELD(am_clause, line, NEXT), AM_FIELD(am_clause, column, NEAR), AM_FIELD(am_clause, unit, NEAR),
       AM_FIELD(am_clause, citation, TEXT), AM_FIELD(am_clause, condition, INDEX),
       AM_FIELD(am_clause, place, NEAR), AM_FIELD(am_clause, label, TEXT), AM_FIELD(am_clause, scale, NEAR),
       AM_FIELD(am_clause, column_high, INDEX), AM_FIELD(am_clause, source, NEAR))

FIELDS(phrase, am_phrase, AM_FIELD_BITS(am_phrase, kind, 4), AM_FIELD(am_phrase, words, TEXT),
       AM_FIELD(am_phrase, column, INDEX), AM_FIELD(am_phrase, clause, INDEX),
       AM_FIELD_BITS(am_phrase, value_kind, 4), AM_FIELD(am_phrase, unit, NEAR),
       AM_FIELD(am_phrase, scale, NEAR), AM_FIELD(am_phrase, column_high, INDEX))

FIELDS(register, am_register, AM_FIELD_BITS(am_register, type, 3), AM_FIELD_BITS(am_register, may, 3),
       AM_FIELD(am_register, constant, INDEX), AM_FIELD(am_register, domain, NEAR))

FIELDS(site, am_site, AM_FIELD(am_site, order, NEXT), AM_FIELD(am_site, clause, NEAR))

FIELDS(change, am_change, AM_FIELD(am_change, day, NEAR), AM_FIELD(am_change, published, NEAR))

FIELDS(law_source, am_law_source, AM_FIELD(am_law_source, citation, TEXT),
       AM_FIELD(am_law_source, provision, NEAR), AM_FIELD(am_law_source, from, NEAR),
       AM_FIELD(am_law_source, until, NEAR), AM_FIELD(am_law_source, published, NEAR))

/* The operands that its row of the opcode table has; the others of a good program are 0. */
static void visit_instruction(am_codec *codec, am_instruction *instruction) {
    const am_opcode_row *row;
    const uint16_t before = codec->index == 0 ? 0 : instruction[-1].result;
    am_codec_u16(codec, &instruction->opcode);
    am_codec_near_index(codec, &instruction->result, (uint16_t)(before + 1));
    row = am_opcode_row_of(instruction->opcode);
    for (unsigned i = 0; i < 4; i++) {
        if (row != NULL && row->operands[i] != AM_OPERAND_NONE) {
            am_codec_index(codec, &instruction->operands[i]);
        } else if (codec->way == AM_CODEC_READ) {
            instruction->operands[i] = 0;
        }
    }
}

static void visit_list(am_codec *codec, am_list *list) {
    am_codec_u32(codec, &list->start);
    am_codec_u32(codec, &list->count);
}

static uint16_t *visit_numbers(am_codec *codec, uint16_t *numbers, uint32_t count) {
    numbers = AM_CODEC_ITEMS(codec, uint16_t, numbers, count, 1);
    for (uint32_t i = 0; i < count && !codec->is_stopped; i++) {
        am_codec_index(codec, &numbers[i]);
    }
    return numbers;
}

static uint64_t *visit_words(am_codec *codec, uint64_t *words, uint64_t count) {
    words = AM_CODEC_ITEMS(codec, uint64_t, words, count, 1);
    for (uint64_t i = 0; i < count && !codec->is_stopped; i++) {
        am_codec_u64(codec, &words[i]);
    }
    return words;
}

static void visit_cuts(am_codec *codec, am_axis *axis) {
    axis->cuts = AM_CODEC_ITEMS(codec, am_cut, axis->cuts, axis->cut_count, 2);
    for (uint32_t i = 0; i < axis->cut_count && !codec->is_stopped; i++) {
        am_codec_u16(codec, &axis->cuts[i].constant);
        am_codec_flag(codec, &axis->cuts[i].is_after);
    }
}

static void visit_axis(am_codec *codec, am_axis *axis, uint32_t words) {
    am_codec_u8(codec, &axis->kind);
    am_codec_u8(codec, &axis->type);
    am_codec_flag(codec, &axis->is_clock);
    am_codec_u32(codec, &axis->class_count);
    am_codec_u32(codec, &axis->cut_count);
    if (axis->kind == AM_AXIS_DECIMAL || axis->kind == AM_AXIS_INTEGER) {
        visit_cuts(codec, axis);
    }
    if (axis->kind == AM_AXIS_CODE || axis->kind == AM_AXIS_TEXT) {
        axis->classes = visit_numbers(codec, axis->classes, axis->cut_count);
    }
    if (axis->kind == AM_AXIS_TEXT) {
        axis->texts = visit_numbers(codec, axis->texts, axis->cut_count);
    }
    if (axis->kind != AM_AXIS_WHEN) {
        axis->masks = visit_words(codec, axis->masks, ((uint64_t)axis->class_count + 1) * words);
    }
    axis->any = visit_words(codec, axis->any, words);
}

static void visit_law(am_codec *codec, am_row_law *law) {
    am_codec_i32(codec, &law->from);
    am_codec_i32(codec, &law->until);
    am_codec_i32(codec, &law->published);
    am_codec_index(codec, &law->next);
}

static void visit_table(am_codec *codec, am_table *table) {
    am_codec_u8(codec, &table->policy);
    am_codec_u16(codec, &table->row_count);
    am_codec_flag(codec, &table->has_otherwise);
    table->words = ((uint32_t)table->row_count + 63) / 64;
    am_codec_u16(codec, &table->axis_count);
    table->axes = AM_CODEC_ITEMS(codec, am_axis, table->axes, table->axis_count, 5);
    for (uint32_t i = 0; i < table->axis_count && !codec->is_stopped; i++) {
        visit_axis(codec, &table->axes[i], table->words);
    }
    am_codec_u32(codec, &table->dense_count);
    table->dense = visit_numbers(codec, table->dense, table->dense_count);
    am_codec_u32(codec, &table->law_count);
    table->law = AM_CODEC_ITEMS(codec, am_row_law, table->law, table->law_count, 4);
    for (uint32_t i = 0; i < table->law_count && !codec->is_stopped; i++) {
        visit_law(codec, &table->law[i]);
    }
}

static void visit_column(am_codec *codec, am_column_table *column) {
    am_codec_u8(codec, &column->type);
    am_codec_u16(codec, &column->row_count);
    column->cells = visit_numbers(codec, column->cells, column->row_count);
}

static void visit_comparison(am_codec *codec, am_law *law) {
    am_codec_u16(codec, &law->place);
    am_codec_u16(codec, &law->instruction);
    am_codec_flag(codec, &law->is_two);
    am_codec_u16(codec, &law->output_count);
    law->outputs = visit_numbers(codec, law->outputs, law->output_count);
}

/* A section: its count, then each of its items. */
#define SECTION(codec, text, type, items, count, least_bytes, visit)              \
    do {                                                                          \
        (codec)->part = (text);                                                   \
        (codec)->index = 0;                                                       \
        am_codec_u32((codec), &(count));                                          \
        (items) = AM_CODEC_ITEMS((codec), type, (items), (count), (least_bytes)); \
        for (uint32_t i = 0; i < (count) && !(codec)->is_stopped; i++) {          \
            (codec)->index = i;                                                   \
            visit((codec), &(items)[i]);                                          \
        }                                                                         \
    } while (0)

static void visit_code(am_codec *codec, am_program *program) {
    uint32_t site_count = program->instruction_count;
    SECTION(codec, "register", am_register, program->registers, program->register_count, 1, visit_register);
    SECTION(codec, "instruction", am_instruction, program->instructions, program->instruction_count, 2,
            visit_instruction);
    SECTION(codec, "site", am_site, program->sites, site_count, 1, visit_site);
    if (site_count != program->instruction_count) {
        am_codec_stop(codec, AM_DIAG_LOAD_COUNT);
    }
    SECTION(codec, "list item", uint16_t, program->list_items, program->list_item_count, 1, am_codec_u16);
    SECTION(codec, "list", am_list, program->lists, program->list_count, 2, visit_list);
    SECTION(codec, "table", am_table, program->tables, program->table_count, 6, visit_table);
    SECTION(codec, "column", am_column_table, program->columns, program->column_count, 2, visit_column);
}

static void visit_origin(am_codec *codec, am_program *program) {
    am_codec_u8(codec, &program->edition);
    for (unsigned i = 0; i < AM_SHA256_BYTES; i++) {
        am_codec_u8(codec, &program->digest.bytes[i]);
    }
    if (program->edition == 0 || program->edition > AM_LANGUAGE_EDITION) {
        am_codec_stop(codec, AM_DIAG_LOAD_VERSION);
    }
}

static void visit_program(am_codec *codec, am_program *program) {
    codec->part = "program";
    codec->index = 0;
    visit_origin(codec, program);
    am_codec_text(codec, &program->name);
    am_codec_text(codec, &program->title);
    am_codec_index(codec, &program->unit);
    SECTION(codec, "source", am_slice, program->sources, program->source_count, 1, visit_source);
    SECTION(codec, "unit", am_unit, program->units, program->unit_count, 2, visit_unit);
    SECTION(codec, "scale", am_scale, program->scales, program->scale_count, 4, visit_scale);
    SECTION(codec, "constant", am_constant, program->constants, program->constant_count, 3, visit_constant);
    SECTION(codec, "calendar", am_calendar, program->calendars, program->calendar_count, 6, visit_calendar);
    SECTION(codec, "domain", am_domain, program->domains, program->domain_count, 1, visit_domain);
    SECTION(codec, "place", am_place, program->places, program->place_count, 1, visit_place);
    SECTION(codec, "fact", am_fact, program->facts, program->fact_count, 1, visit_fact);
    SECTION(codec, "check", am_fact_check, program->checks, program->check_count, 1, visit_check);
    SECTION(codec, "discretion", am_discretion, program->discretions, program->discretion_count, 1,
            visit_discretion);
    SECTION(codec, "calibration", am_calibration, program->calibrations, program->calibration_count, 1,
            visit_calibration);
    SECTION(codec, "output", am_output, program->outputs, program->output_count, 1, visit_output);
    SECTION(codec, "clause", am_clause, program->clauses, program->clause_count, 1, visit_clause);
    SECTION(codec, "phrase", am_phrase, program->phrases, program->phrase_count, 1, visit_phrase);
    visit_code(codec, program);
    SECTION(codec, "law", am_law, program->laws, program->law_count, 4, visit_comparison);
    SECTION(codec, "change", am_change, program->changes, program->change_count, 1, visit_change);
    SECTION(codec, "law source", am_law_source, program->law_sources, program->law_source_count, 1,
            visit_law_source);
}

/* The version byte and the checksum of what follows the head. */
static void visit_head(am_codec *codec, uint8_t version, uint64_t checksum) {
    uint8_t version_there = version;
    uint64_t checksum_there = checksum;
    codec->part = "head";
    am_codec_u8(codec, &version_there);
    am_codec_sum(codec, &checksum_there);
    if (version_there != version) {
        am_codec_stop(codec, AM_DIAG_LOAD_VERSION);
    } else if (checksum_there != checksum) {
        am_codec_stop(codec, AM_DIAG_LOAD_CHECKSUM);
    }
}

void am_image_write(am_buffer *buffer, const am_program *program) {
    am_buffer body;
    am_arena arena;
    am_program layout = *program;
    am_rejection none = {0};
    am_codec codec = {.way = AM_CODEC_COLLECT, .out = &body, .arena = &arena, .rejection = &none};
    am_buffer_init(&body, buffer->allocator);
    am_arena_init(&arena, buffer->allocator, 0);
    am_names_init(&codec.names, &arena);
    visit_program(&codec, &layout);
    if (!codec.is_stopped) {
        codec.way = AM_CODEC_WRITE;
        am_codec_texts(&codec);
        visit_program(&codec, &layout);
        codec.out = buffer;
        am_buffer_put(buffer, (am_slice){magic, MAGIC_BYTES});
        visit_head(&codec, AM_IMAGE_VERSION, am_image_checksum(am_buffer_text(&body)));
        am_buffer_put(buffer, am_buffer_text(&body));
    }
    buffer->is_failed |= body.is_failed || codec.is_stopped;
    am_buffer_clear(&body);
    am_arena_clear(&arena);
}

static void count_texts(am_program *program) {
    for (uint32_t i = 0; i < program->constant_count; i++) {
        program->text_count += program->constants[i].type == AM_VALUE_TEXT;
    }
}

static am_program *read_parts(am_arena *arena, am_slice image, am_rejection *rejection) {
    am_slice beginning = {magic, MAGIC_BYTES};
    am_codec codec = {
        .way = AM_CODEC_READ, .in = image, .arena = arena, .rejection = rejection, .part = "head"};
    am_program *program = AM_NEW(arena, am_program);
    if (program == NULL) {
        return NULL;
    }
    if (!am_slice_is_equal(am_slice_part(image, 0, MAGIC_BYTES), beginning)) {
        am_codec_stop(&codec, AM_DIAG_LOAD_MAGIC);
        return NULL;
    }
    codec.in = am_slice_part(image, MAGIC_BYTES, image.length);
    visit_head(&codec, AM_IMAGE_VERSION, am_image_checksum(am_slice_part(image, HEAD_BYTES, image.length)));
    am_codec_texts(&codec);
    visit_program(&codec, program);
    am_codec_end_texts(&codec);
    if (codec.in.length > 0) {
        am_codec_stop(&codec, AM_DIAG_LOAD_BYTES_LEFT);
    }
    if (codec.is_stopped) {
        return NULL;
    }
    count_texts(program);
    return program;
}

const am_program *am_image_read(am_arena *arena, am_slice image, am_rejection *rejection) {
    am_arena scratch;
    bool is_good;
    am_program *program;
    *rejection = (am_rejection){AM_DIAG_NONE, "", 0};
    program = read_parts(arena, image, rejection);
    if (program == NULL) {
        return NULL;
    }
    am_arena_init(&scratch, arena->allocator, 0);
    is_good = am_program_verify(program, &scratch, rejection);
    am_arena_clear(&scratch);
    return is_good ? program : NULL;
}
