/*
 * The layout of an image: what follows what, for writing and for reading.
 *
 * Every visit below is used in both directions (see code/codec.h). What follows from the rest is not kept:
 * the count of text constants and the length of masks are computed, and operands that an instruction does not
 * have are 0. The checksum finds damage, not malice; a hostile image has a good one, and the verifier is what
 * meets it.
 */
#include <stddef.h>
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

static void visit_source(am_codec *codec, void *item) {
    am_slice *source = item;
    am_codec_text(codec, source);
}

static void visit_unit(am_codec *codec, void *item) {
    am_unit *unit = item;
    am_codec_text(codec, &unit->code);
    am_codec_u8(codec, &unit->digits);
}

static void visit_scale(am_codec *codec, void *item) {
    am_scale *scale = item;
    am_codec_text(codec, &scale->name);
    am_codec_flag(codec, &scale->is_ordered);
    am_codec_u16(codec, &scale->value_count);
    scale->values = AM_CODEC_ITEMS(codec, am_slice, scale->values, scale->value_count, 1);
    for (uint32_t i = 0; i < scale->value_count && !codec->is_stopped; i++) {
        am_codec_text(codec, &scale->values[i]);
    }
}

static void visit_constant(am_codec *codec, void *item) {
    am_constant *constant = item;
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

static void visit_calendar(am_codec *codec, void *item) {
    am_calendar *calendar = item;
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
#define LIST(name, ...)                                    \
    static const am_field name##_fields[] = {__VA_ARGS__}; \
    _Static_assert(sizeof name##_fields / sizeof *name##_fields <= AM_FIELDS_MAX, #name);

LIST(check, AM_FIELD(am_fact_check, message, TEXT), AM_FIELD(am_fact_check, column, NEAR),
     AM_FIELD(am_fact_check, line, NEXT), AM_FIELD(am_fact_check, citation, TEXT),
     AM_FIELD(am_fact_check, place, NEAR), AM_FIELD(am_fact_check, source, NEAR))

LIST(domain, AM_FIELD_BITS(am_domain, kind, 2), AM_FIELD(am_domain, parent, INDEX),
     AM_FIELD(am_domain, element, INDEX), AM_FIELD(am_domain, across, INDEX),
     AM_FIELD(am_domain, place, INDEX), AM_FIELD(am_domain, present, INDEX))

LIST(place, AM_FIELD_BITS(am_place, kind, 2), AM_FIELD(am_place, is_optional, FLAG),
     AM_FIELD(am_place, is_given_once, FLAG), AM_FIELD(am_place, record, TEXT),
     AM_FIELD(am_place, field, TEXT), AM_FIELD(am_place, parent, INDEX), AM_FIELD(am_place, domain, COUNT))

LIST(fact, AM_FIELD_BITS(am_fact, kind, 4), AM_FIELD(am_fact, is_optional, FLAG),
     AM_FIELD(am_fact, name, TEXT), AM_FIELD(am_fact, scale, INDEX), AM_FIELD(am_fact, column, NEXT),
     AM_FIELD(am_fact, unit, INDEX), AM_FIELD(am_fact, label, TEXT), AM_FIELD(am_fact, place, NEAR),
     AM_FIELD(am_fact, is_range, FLAG), AM_FIELD(am_fact, column_high, INDEX),
     AM_FIELD(am_fact, bounds.lowest, INDEX), AM_FIELD(am_fact, bounds.highest, INDEX),
     AM_FIELD(am_fact, bounds.is_lowest_out, FLAG), AM_FIELD(am_fact, bounds.is_highest_out, FLAG))

LIST(discretion, AM_FIELD(am_discretion, fact, NEAR), AM_FIELD(am_discretion, clause, NEAR),
     AM_FIELD(am_discretion, fallback, NEAR), AM_FIELD(am_discretion, authority, TEXT),
     AM_FIELD(am_discretion, is_lowest_open, FLAG), AM_FIELD(am_discretion, is_highest_open, FLAG))

LIST(calibration, AM_FIELD(am_calibration, clause, NEAR), AM_FIELD(am_calibration, column, NEAR),
     AM_FIELD(am_calibration, lowest, NEAR), AM_FIELD(am_calibration, highest, NEAR),
     AM_FIELD(am_calibration, from, NEAR))

LIST(output, AM_FIELD_BITS(am_output, kind, 4), AM_FIELD(am_output, is_range, FLAG),
     AM_FIELD(am_output, name, TEXT), AM_FIELD(am_output, column, INDEX), AM_FIELD(am_output, clause, NEXT),
     AM_FIELD(am_output, unit, INDEX), AM_FIELD(am_output, scale, INDEX), AM_FIELD(am_output, place, NEAR),
     AM_FIELD(am_output, column_high, INDEX))

LIST(clause, AM_FIELD_BITS(am_clause, kind, 4), AM_FIELD(am_clause, phrase_count, COUNT),
     AM_FIELD(am_clause, first_phrase, NEAR), AM_FIELD_BITS(am_clause, value_kind, 4),
     AM_FIELD(am_clause, name, TEXT), AM_FIELD(am_clause, row, NEXT), AM_FIELD(am_clause, parent, NEAR),
     AM_FIELD(am_clause, line, NEXT), AM_FIELD(am_clause, column, NEAR), AM_FIELD(am_clause, unit, NEAR),
     AM_FIELD(am_clause, citation, TEXT), AM_FIELD(am_clause, condition, INDEX),
     AM_FIELD(am_clause, place, NEAR), AM_FIELD(am_clause, label, TEXT), AM_FIELD(am_clause, scale, NEAR),
     AM_FIELD(am_clause, column_high, INDEX), AM_FIELD(am_clause, source, NEAR))

LIST(phrase, AM_FIELD_BITS(am_phrase, kind, 4), AM_FIELD(am_phrase, words, TEXT),
     AM_FIELD(am_phrase, column, INDEX), AM_FIELD(am_phrase, clause, INDEX),
     AM_FIELD_BITS(am_phrase, value_kind, 4), AM_FIELD(am_phrase, unit, NEAR),
     AM_FIELD(am_phrase, scale, NEAR), AM_FIELD(am_phrase, column_high, INDEX))

LIST(register, AM_FIELD_BITS(am_register, type, 3), AM_FIELD_BITS(am_register, may, 3),
     AM_FIELD(am_register, constant, INDEX), AM_FIELD(am_register, domain, NEAR))

LIST(site, AM_FIELD(am_site, order, NEXT), AM_FIELD(am_site, clause, NEAR))

LIST(change, AM_FIELD(am_change, day, NEAR), AM_FIELD(am_change, published, NEAR))

LIST(law_source, AM_FIELD(am_law_source, citation, TEXT), AM_FIELD(am_law_source, provision, NEAR),
     AM_FIELD(am_law_source, from, NEAR), AM_FIELD(am_law_source, until, NEAR),
     AM_FIELD(am_law_source, published, NEAR))

/* The operands that its row of the opcode table has; the others of a good program are 0. */
static void visit_instruction(am_codec *codec, void *item) {
    am_instruction *instruction = item;
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

static void visit_list(am_codec *codec, void *item) {
    am_list *list = item;
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

static void visit_table(am_codec *codec, void *item) {
    am_table *table = item;
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

static void visit_column(am_codec *codec, void *item) {
    am_column_table *column = item;
    am_codec_u8(codec, &column->type);
    am_codec_u16(codec, &column->row_count);
    column->cells = visit_numbers(codec, column->cells, column->row_count);
}

static void visit_comparison(am_codec *codec, void *item) {
    am_law *law = item;
    am_codec_u16(codec, &law->place);
    am_codec_u16(codec, &law->instruction);
    am_codec_flag(codec, &law->is_two);
    am_codec_u16(codec, &law->output_count);
    law->outputs = visit_numbers(codec, law->outputs, law->output_count);
}

/* A list item. */
static void visit_number(am_codec *codec, void *item) {
    am_codec_u16(codec, item);
}

/* A part of the program: a count, then so many items. */
typedef struct section {
    char part[12];  /* as rejections name it */
    uint16_t items; /* where the program points to them */
    uint16_t count; /* where it has their count */
    uint8_t item_bytes;
    uint8_t alignment;
    uint8_t least_bytes; /* of an item in an image */
    bool is_counted;     /* as many as the items of the section before, whose count is theirs too */
    uint8_t field_count;
    const am_field *fields; /* of items that are fields alone; of others: */
    void (*visit)(am_codec *codec, void *item);
} section;

#define SECTION(part, type, items, count, least_bytes)                                            \
    part, offsetof(am_program, items), offsetof(am_program, count), sizeof(type), _Alignof(type), \
        (least_bytes)
#define FIELDS(list) .fields = (list), .field_count = sizeof(list) / sizeof *(list)

/* In the order of an image. */
static const section sections[] = {
    {SECTION("source", am_slice, sources, source_count, 1), .visit = visit_source},
    {SECTION("unit", am_unit, units, unit_count, 2), .visit = visit_unit},
    {SECTION("scale", am_scale, scales, scale_count, 4), .visit = visit_scale},
    {SECTION("constant", am_constant, constants, constant_count, 3), .visit = visit_constant},
    {SECTION("calendar", am_calendar, calendars, calendar_count, 6), .visit = visit_calendar},
    {SECTION("domain", am_domain, domains, domain_count, 1), FIELDS(domain_fields)},
    {SECTION("place", am_place, places, place_count, 1), FIELDS(place_fields)},
    {SECTION("fact", am_fact, facts, fact_count, 1), FIELDS(fact_fields)},
    {SECTION("check", am_fact_check, checks, check_count, 1), FIELDS(check_fields)},
    {SECTION("discretion", am_discretion, discretions, discretion_count, 1), FIELDS(discretion_fields)},
    {SECTION("calibration", am_calibration, calibrations, calibration_count, 1), FIELDS(calibration_fields)},
    {SECTION("output", am_output, outputs, output_count, 1), FIELDS(output_fields)},
    {SECTION("clause", am_clause, clauses, clause_count, 1), FIELDS(clause_fields)},
    {SECTION("phrase", am_phrase, phrases, phrase_count, 1), FIELDS(phrase_fields)},
    {SECTION("register", am_register, registers, register_count, 1), FIELDS(register_fields)},
    {SECTION("instruction", am_instruction, instructions, instruction_count, 2), .visit = visit_instruction},
    {SECTION("site", am_site, sites, instruction_count, 1), FIELDS(site_fields), .is_counted = true},
    {SECTION("list item", uint16_t, list_items, list_item_count, 1), .visit = visit_number},
    {SECTION("list", am_list, lists, list_count, 2), .visit = visit_list},
    {SECTION("table", am_table, tables, table_count, 6), .visit = visit_table},
    {SECTION("column", am_column_table, columns, column_count, 2), .visit = visit_column},
    {SECTION("law", am_law, laws, law_count, 4), .visit = visit_comparison},
    {SECTION("change", am_change, changes, change_count, 1), FIELDS(change_fields)},
    {SECTION("law source", am_law_source, law_sources, law_source_count, 1), FIELDS(law_source_fields)},
};

static void visit_section(am_codec *codec, const section *section, am_program *program) {
    void *members = (char *)program + section->items;
    uint32_t *count = (uint32_t *)(void *)((char *)program + section->count);
    const uint32_t count_before = *count;
    char *items;
    codec->part = section->part;
    codec->index = 0;
    memcpy(&items, members, sizeof items);
    am_codec_u32(codec, count);
    items =
        am_codec_items(codec, items, *count, section->least_bytes, section->item_bytes, section->alignment);
    memcpy(members, &items, sizeof items);
    for (uint32_t i = 0; i < *count && !codec->is_stopped; i++) {
        char *item = items + (size_t)i * section->item_bytes;
        codec->index = i;
        if (section->visit != NULL) {
            section->visit(codec, item);
        } else {
            am_codec_fields(codec, item, i == 0 ? NULL : item - section->item_bytes, section->fields,
                            section->field_count);
        }
    }
    if (section->is_counted && *count != count_before) {
        am_codec_stop(codec, AM_DIAG_LOAD_COUNT);
    }
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
    for (unsigned i = 0; i < sizeof sections / sizeof *sections; i++) {
        visit_section(codec, &sections[i], program);
    }
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
