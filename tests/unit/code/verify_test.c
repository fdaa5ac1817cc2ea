/*
 * What the verifier accepts and refuses: every rejection by a change to the sample, and none that is not
 * reached.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "counting_allocator.h"
#include "sample.h"

#define find(opcode) sample_find(p, AM_OP_##opcode)

/* The arena of the sample under change: for changes that need more room than the builder has. */
typedef struct fixture {
    am_arena arena;
    am_program *program;
} fixture;

static void set_up(fixture *fixture) {
    am_arena_init(&fixture->arena, am_allocator_standard(), 0);
    fixture->program = sample_program(&fixture->arena);
}

/* Registers of more than 1 MiB a row: decimals over the records. */
static am_register many_registers[40000];
static void widen(am_program *p) {
    memcpy(many_registers, p->registers, p->register_count * sizeof *many_registers);
    for (uint32_t i = p->register_count; i < 40000; i++) {
        many_registers[i] = (am_register){AM_VALUE_DECIMAL, 0, 0, AM_NO_INDEX};
    }
    p->registers = many_registers;
    p->register_count = 40000;
}

/* A list of more items than all instructions may name. */
static uint16_t many_items[AM_WORK_MAX + 1];
static void lengthen(am_program *p) {
    memcpy(many_items, p->list_items, p->list_item_count * sizeof *many_items);
    p->list_items = many_items;
    p->list_item_count = AM_WORK_MAX + 1;
    p->lists[find(AT_LEAST)->operands[0]] = (am_list){0, AM_WORK_MAX + 1};
}

/* One text in more places than all texts may have bytes. */
static char long_text[AM_WORK_MAX];
static void repeat_text(am_program *p) {
    memset(long_text, 'a', sizeof long_text);
    for (uint32_t i = 0; i < 5; i++) {
        p->clauses[i].label = (am_slice){long_text, sizeof long_text};
    }
}

/* The second comparison begins on the date that the first chose. */
static void choose_from_chosen(am_program *p) {
    uint16_t own = p->instructions[p->laws[1].instruction].operands[0];
    for (uint32_t i = 0; i < p->instruction_count; i++) {
        if (p->instructions[i].result == own) {
            p->instructions[i].operands[0] = p->instructions[p->laws[0].instruction].result;
        }
    }
    p->registers[own].may |= AM_MAY_FAULT;
}

static void deepen_domains(am_program *p) {
    for (uint16_t depth = 2; depth <= AM_DOMAIN_DEPTH_MAX + 1; depth++) {
        uint16_t parent = depth == 2 ? 1 : (uint16_t)(p->domain_count - 1);
        p->domains[p->domain_count++] =
            (am_domain){AM_DOMAIN_PRODUCT, parent, 2, AM_NO_INDEX, AM_NO_INDEX, AM_NO_INDEX};
    }
}

static void deepen_places(am_program *p) {
    for (uint16_t depth = 2; depth <= AM_PLACE_DEPTH_MAX + 1; depth++) {
        uint16_t parent = (uint16_t)(p->place_count - 1);
        p->places[p->place_count++] =
            (am_place){AM_PLACE_INSIDE, AM_SLICE("Office"), AM_SLICE("office"), parent, 0, false, false};
    }
}

#define JOIN_(a, b) a##b
#define JOIN(a, b)  JOIN_(a, b)
#define REJECT(diag, part, change)                        \
    static void JOIN(change_, __LINE__)(am_program * p) { \
        change;                                           \
    }
#include "rejection.def"
#undef REJECT

typedef struct rejection_case {
    am_diag diag;
    const char *part;
    void (*change)(am_program *program);
    const char *text;
} rejection_case;

static const rejection_case cases[] = {
#define REJECT(diag, part, change) {AM_DIAG_##diag, part, JOIN(change_, __LINE__), #change},
#include "rejection.def"
#undef REJECT
};
enum { CASE_COUNT = sizeof cases / sizeof cases[0] };

static bool verify(const am_program *program, am_rejection *rejection) {
    am_arena scratch;
    bool is_good;
    am_arena_init(&scratch, am_allocator_standard(), 0);
    is_good = am_program_verify(program, &scratch, rejection);
    am_arena_clear(&scratch);
    return is_good;
}

static const char *code_of(am_diag diag) {
    return am_diag_code_of(diag);
}

static void changes_are_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < CASE_COUNT; i++) {
        fixture fixture;
        am_rejection rejection;
        bool is_good;
        set_up(&fixture);
        cases[i].change(fixture.program);
        is_good = verify(fixture.program, &rejection);
        if (is_good || rejection.diag != cases[i].diag) {
            fail_msg("%s gives %s, not %s", cases[i].text, is_good ? "no rejection" : code_of(rejection.diag),
                     code_of(cases[i].diag));
        }
        if (cases[i].part[0] != '\0') {
            assert_string_equal(rejection.part, cases[i].part);
        }
        am_arena_clear(&fixture.arena);
    }
}

/* A byte of the sample's image that is set; the image is sealed again but for the first cases. */
static const struct {
    am_diag diag;
    size_t at;
    unsigned char value;
    bool is_sealed;
} byte_cases[] = {
    {AM_DIAG_LOAD_MAGIC, 0, 'a', true},
    {AM_DIAG_LOAD_MAGIC, 6, 1, true},
    {AM_DIAG_LOAD_VERSION, 7, 0, true},
    {AM_DIAG_LOAD_VERSION, 7, AM_IMAGE_VERSION + 1, false},
    {AM_DIAG_LOAD_CHECKSUM, 8, 0, false},
    {AM_DIAG_LOAD_CHECKSUM, 30, 1, false},
    {AM_DIAG_LOAD_INTEGER, 16, 0xFF, true},   /* the count of texts: a last byte of 0 */
    {AM_DIAG_LOAD_WORDS_ORDER, 17, 1, true},  /* what the first text shares with none */
    {AM_DIAG_LOAD_CUT_SHORT, 18, 0xFF, true}, /* its length */
    {AM_DIAG_LOAD_WORDS_ORDER, 19, 'z', true},
    {AM_DIAG_LOAD_VERSION, 457, 0, true},
    {AM_DIAG_LOAD_VERSION, 457, AM_LANGUAGE_EDITION + 1, true},
    {AM_DIAG_LOAD_WORDS_NUMBER, 490, 0x7F, true}, /* the name */
    {AM_DIAG_LOAD_WORDS_UNUSED, 490, 0, true},
    {AM_DIAG_LOAD_COUNT, 493, 0xFF, true}, /* the count of sources */
    {AM_DIAG_LOAD_FLAG, 500, 2, true},     /* whether the scale is ordered */
};
enum { BYTE_CASE_COUNT = sizeof byte_cases / sizeof byte_cases[0] };

static am_diag read_diag(am_slice image) {
    am_arena arena;
    am_rejection rejection;
    bool is_good;
    am_arena_init(&arena, am_allocator_standard(), 0);
    is_good = am_image_read(&arena, image, &rejection) != NULL;
    am_arena_clear(&arena);
    assert_int_equal(is_good, rejection.diag == AM_DIAG_NONE);
    return rejection.diag;
}

static void bytes_are_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < BYTE_CASE_COUNT; i++) {
        fixture fixture;
        am_buffer image;
        set_up(&fixture);
        am_buffer_init(&image, am_allocator_standard());
        am_image_write(&image, fixture.program);
        assert_int_not_equal((unsigned char)image.data[byte_cases[i].at], byte_cases[i].value);
        image.data[byte_cases[i].at] = (char)byte_cases[i].value;
        if (byte_cases[i].is_sealed) {
            sample_seal(image.data, image.length);
        }
        assert_string_equal(code_of(read_diag(am_buffer_text(&image))), code_of(byte_cases[i].diag));
        am_buffer_clear(&image);
        am_arena_clear(&fixture.arena);
    }
}

static void more_and_fewer_bytes_are_refused(void **state) {
    fixture fixture;
    am_buffer image;
    (void)state;
    set_up(&fixture);
    am_buffer_init(&image, am_allocator_standard());
    am_image_write(&image, fixture.program);
    am_buffer_put_char(&image, 'x');
    sample_seal(image.data, image.length);
    assert_int_equal(read_diag(am_buffer_text(&image)), AM_DIAG_LOAD_BYTES_LEFT);
    sample_seal(image.data, image.length - 2);
    assert_int_equal(read_diag((am_slice){image.data, image.length - 2}), AM_DIAG_LOAD_CUT_SHORT);
    sample_seal(image.data, 16);
    assert_int_equal(read_diag((am_slice){image.data, 16}), AM_DIAG_LOAD_CUT_SHORT);
    assert_int_equal(read_diag((am_slice){NULL, 0}), AM_DIAG_LOAD_MAGIC);
    am_buffer_clear(&image);
    am_arena_clear(&fixture.arena);
}

static bool is_reached(am_diag diag) {
    for (size_t i = 0; i < CASE_COUNT; i++) {
        if (cases[i].diag == diag) {
            return true;
        }
    }
    for (size_t i = 0; i < BYTE_CASE_COUNT; i++) {
        if (byte_cases[i].diag == diag) {
            return true;
        }
    }
    return diag == AM_DIAG_LOAD_BYTES_LEFT;
}

static void every_rejection_is_reached(void **state) {
    (void)state;
    for (unsigned i = 1; i < AM_DIAG_COUNT; i++) {
        if (code_of((am_diag)i)[0] == 'L' && !is_reached((am_diag)i)) {
            fail_msg("%s (%s) is reached by no test", code_of((am_diag)i), am_diag_slug_of((am_diag)i));
        }
    }
}

static void sample_is_accepted(void **state) {
    fixture fixture;
    am_rejection rejection;
    (void)state;
    set_up(&fixture);
    assert_true(verify(fixture.program, &rejection));
    assert_int_equal(rejection.diag, AM_DIAG_NONE);
    am_arena_clear(&fixture.arena);
}

/* What a choice on the skip's condition may read from the part, and what not. */
static void choices_read_skipped_parts(void **state) {
    static const struct {
        am_opcode skip;
        am_opcode choice;
        bool is_first; /* the part's register is operand b, else c */
        bool is_good;
    } choices[] = {
        {AM_OP_SKIP_UNLESS, AM_OP_SELECT, true, true},  {AM_OP_SKIP_UNLESS, AM_OP_STEP, true, true},
        {AM_OP_SKIP_UNLESS, AM_OP_INSTEAD, true, true}, {AM_OP_SKIP_UNLESS, AM_OP_KEEP, true, true},
        {AM_OP_SKIP_UNLESS, AM_OP_GUARD, true, true},   {AM_OP_SKIP_UNLESS, AM_OP_SELECT, false, false},
        {AM_OP_SKIP_UNLESS, AM_OP_STEP, false, false},  {AM_OP_SKIP_WHEN, AM_OP_SELECT, false, true},
        {AM_OP_SKIP_WHEN, AM_OP_SELECT, true, false},   {AM_OP_SKIP_WHEN, AM_OP_STEP, true, false},
        {AM_OP_SKIP_WHEN, AM_OP_INSTEAD, false, false}, {AM_OP_SKIP_WHEN, AM_OP_KEEP, true, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        am_arena arena;
        am_program *program;
        am_rejection rejection;
        const am_opcode_row *row = am_opcode_row_of(choices[i].choice);
        uint16_t condition, fact, part, b, c, d;
        am_arena_init(&arena, am_allocator_standard(), 0);
        program = sample_new(&arena);
        condition = sample_fact(program, 0, "condition", AM_KIND_YESNO, false);
        fact = sample_fact(program, 0, "fact", AM_KIND_NUMBER, false);
        sample_skip(program, choices[i].skip, condition, 1);
        part = sample_emit(program, AM_OP_NEGATE, AM_VALUE_DECIMAL, 0, fact, 0, 0, 0);
        b = choices[i].is_first ? part : fact;
        c = choices[i].is_first ? fact : part;
        d = row->operands[3] == AM_OPERAND_FAULT ? 1 : 0;
        sample_emit(program, choices[i].choice, AM_VALUE_DECIMAL, 0, condition, b,
                    row->operands[2] == AM_OPERAND_NONE ? 0 : c, d);
        if (verify(program, &rejection) != choices[i].is_good ||
            (!choices[i].is_good && rejection.diag != AM_DIAG_LOAD_SKIPPED_USE)) {
            fail_msg("%s after %s: %s", am_opcode_name(choices[i].choice), am_opcode_name(choices[i].skip),
                     code_of(rejection.diag));
        }
        am_arena_clear(&arena);
    }
}

/* The otherwise row may stand in a dense table where no class is unknown's, and nowhere else. */
static void dense_tables_may_name_the_otherwise_row(void **state) {
    static uint16_t amounts[4] = {5, 6, AM_CELL_NOT_COVERED, 5}, tiers[4] = {8, 8, 8, 8};
    fixture fixture;
    am_rejection rejection;
    am_table *table;
    (void)state;
    set_up(&fixture);
    table = &fixture.program->tables[0];
    table->row_count = 4;
    table->has_otherwise = true;
    fixture.program->columns[0] = (am_column_table){AM_VALUE_DECIMAL, amounts, 4};
    fixture.program->columns[1] = (am_column_table){AM_VALUE_CODE, tiers, 4};
    assert_true(verify(fixture.program, &rejection));
    assert_int_equal(table->dense[4], AM_TABLE_NO_ROW);
    table->dense[4] = 3; /* over 1000, reckless */
    assert_true(verify(fixture.program, &rejection));
    assert_int_equal(table->dense[5], AM_TABLE_NO_ROW);
    table->dense[5] = 3; /* over 1000, unknown */
    assert_false(verify(fixture.program, &rejection));
    assert_int_equal(rejection.diag, AM_DIAG_LOAD_DENSE_ENTRY);
    am_arena_clear(&fixture.arena);
}

static void lack_of_memory_is_no_rejection(void **state) {
    fixture fixture;
    bool is_good = false;
    (void)state;
    set_up(&fixture);
    for (size_t limit = 1; !is_good; limit += 512) {
        am_arena scratch;
        am_rejection rejection;
        am_arena_init(&scratch, am_allocator_standard(), limit);
        is_good = am_program_verify(fixture.program, &scratch, &rejection);
        assert_int_equal(rejection.diag, AM_DIAG_NONE);
        assert_int_equal(is_good, !scratch.is_exhausted);
        am_arena_clear(&scratch);
    }
    am_arena_clear(&fixture.arena);
}

int verify_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample_is_accepted),
        cmocka_unit_test(changes_are_refused),
        cmocka_unit_test(bytes_are_refused),
        cmocka_unit_test(more_and_fewer_bytes_are_refused),
        cmocka_unit_test(every_rejection_is_reached),
        cmocka_unit_test(choices_read_skipped_parts),
        cmocka_unit_test(dense_tables_may_name_the_otherwise_row),
        cmocka_unit_test(lack_of_memory_is_no_rejection),
    };
    return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
