/*
 * What a record leaves to discretion, as its result line says it: each open choice by its path, and by its
 * path each output that could come out otherwise, with the lowest and the highest value.
 */
#include "record/json.h"
#include "record/path.h"
#include "record/record.h"
#include "record/refusal.h"

enum { PATH_BYTES = 4096 };

am_shown am_shown_discretion(const am_program *program, uint16_t discretion) {
    const am_fact *fact = &program->facts[program->discretions[discretion].fact];

    return (am_shown){fact->column, AM_NO_INDEX, fact->kind, fact->unit, fact->scale, AM_NO_INDEX};
}

static void put_extreme(am_buffer *buffer, const am_program *program, const char *key, const am_shown *what,
                        const am_extreme *value) {
    am_scalar scalar = {value->decimal, value->integer};

    am_buffer_put_text(buffer, key);
    am_result_write_scalar(buffer, program, what, &scalar);
}

/* Where there is no end it is null. */
static void put_ends(am_buffer *buffer, const am_program *program, const am_shown *what,
                     const am_extreme *lowest, const am_extreme *highest) {
    if (lowest != NULL) {
        put_extreme(buffer, program, "\"lowest\":", what, lowest);
    } else {
        am_buffer_put_text(buffer, "\"lowest\":null");
    }
    if (highest != NULL) {
        put_extreme(buffer, program, ",\"highest\":", what, highest);
    } else {
        am_buffer_put_text(buffer, ",\"highest\":null");
    }
}

static void put_text(am_buffer *buffer, const char *key, am_slice text) {
    if (text.length > 0) {
        am_buffer_put_text(buffer, key);
        am_json_put(buffer, text);
    }
}

/* The values of an output without an order, each that was met. */
static void put_values(am_buffer *buffer, const am_program *program, const am_shown *what, uint64_t codes) {
    const char *separator = "\"values\":[";

    for (int32_t i = 0; i < 64; i++) {
        if ((codes >> i & 1) != 0) {
            am_scalar scalar = {.integer = i};

            am_buffer_put_text(buffer, separator);
            am_result_write_scalar(buffer, program, what, &scalar);
            separator = ",";
        }
    }
    am_buffer_put_char(buffer, ']');
}

static uint64_t all_codes(uint16_t count) {
    return count >= 64 ? UINT64_MAX : ((uint64_t)1 << count) - 1;
}

void am_result_write_left(am_buffer *buffer, const am_program *program, uint16_t discretion) {
    const am_discretion *left = &program->discretions[discretion];
    const am_fact *fact = &program->facts[left->fact];
    const am_constant *fallback = &program->constants[left->fallback];
    am_shown what = am_shown_discretion(program, discretion);
    am_extreme value = {fallback->decimal, fallback->integer}, lowest, highest;

    put_text(buffer, "\"by\":", left->authority);
    put_extreme(buffer, program, ",\"default\":", &what, &value);
    if (fact->kind == AM_KIND_CODE && !program->scales[fact->scale].is_ordered) {
        am_buffer_put_char(buffer, ',');
        put_values(buffer, program, &what, all_codes(program->scales[fact->scale].value_count));
        return;
    }
    am_leeway_ends(program, fact, &lowest, &highest);
    am_buffer_put_char(buffer, ',');
    put_ends(buffer, program, &what, left->is_lowest_open ? NULL : &lowest,
             left->is_highest_open ? NULL : &highest);
}

static void put_flag(am_buffer *buffer, size_t start, bool is_set, const char *text) {
    if (is_set) {
        am_buffer_put_text(buffer, buffer->length > start ? "," : "");
        am_buffer_put_text(buffer, text);
    }
}

void am_result_write_reach(am_buffer *buffer, const am_program *program, const am_reach *reach) {
    const am_output *output = &program->outputs[reach->output];
    am_shown what = am_shown_of(output);
    size_t start;

    am_buffer_put_char(buffer, '{');
    start = buffer->length;
    if (reach->has_values && am_leeway_is_ordered(program, output)) {
        put_ends(buffer, program, &what, reach->is_lowest_endless ? NULL : &reach->lowest,
                 reach->is_highest_endless ? NULL : &reach->highest);
    } else if (reach->has_values && output->kind == AM_KIND_CODE) {
        put_values(buffer, program, &what, reach->codes);
    }
    put_flag(buffer, start, reach->is_searched, "\"searched\":true");
    put_flag(buffer, start, reach->may_be_unknown, "\"none\":true");
    put_flag(buffer, start, reach->may_need, "\"needs\":true");
    put_flag(buffer, start, reach->may_fault, "\"error\":true");
    am_buffer_put_char(buffer, '}');
}

/* The path as the key of a member. */
static void put_key(am_buffer *buffer, const char *separator, const am_buffer *path) {
    am_buffer_put_text(buffer, separator);
    am_json_put(buffer, am_buffer_text(path));
    am_buffer_put_char(buffer, ':');
}

static void put_left(am_buffer *buffer, const am_program *program, const am_batch *batch, const am_left *left,
                     const char *separator) {
    char memory[PATH_BYTES];
    am_buffer path = am_refusal_buffer(memory, sizeof memory);
    uint16_t fact = program->discretions[left->discretion].fact;
    uint16_t domain = program->places[program->facts[fact].place].domain;
    am_vm_need need = {fact, AM_NO_INDEX, am_vm_where_of(batch, domain, left->row)};

    am_path_print_need(&path, program, &need);
    put_key(buffer, separator, &path);
    am_buffer_put_char(buffer, '{');
    am_result_write_left(buffer, program, left->discretion);
    put_text(buffer, ",\"per\":", program->clauses[program->discretions[left->discretion].clause].citation);
    am_buffer_put_char(buffer, '}');
}

static void put_reach(am_buffer *buffer, const am_program *program, const am_batch *batch,
                      const am_reach *reach, const char *separator) {
    char memory[PATH_BYTES];
    am_buffer path = am_refusal_buffer(memory, sizeof memory);
    const am_output *output = &program->outputs[reach->output];
    uint16_t domain = program->places[output->place].domain;
    am_vm_where where = am_vm_where_of(batch, domain, reach->row);

    am_path_print_place(&path, program, output->place, &where);
    am_buffer_put_text(&path, path.length > 0 ? "." : "");
    am_buffer_put(&path, output->name);
    put_key(buffer, separator, &path);
    am_result_write_reach(buffer, program, reach);
}

bool am_result_write_discretion(am_buffer *buffer, const am_program *program, const am_batch *batch,
                                const am_leeway *leeway) {
    size_t left_count, reach_count;
    const am_left *left = am_leeway_left(leeway, &left_count);
    const am_reach *reaches = am_leeway_reaches(leeway, &reach_count);

    if (reach_count == 0) {
        return false;
    }
    am_buffer_put_text(buffer, "\"discretion\":{\"left\":{");
    for (size_t i = 0; i < left_count; i++) {
        put_left(buffer, program, batch, &left[i], i > 0 ? "," : "");
    }
    am_buffer_put_text(buffer, "},\"leads_to\":{");
    for (size_t i = 0; i < reach_count; i++) {
        put_reach(buffer, program, batch, &reaches[i], i > 0 ? "," : "");
    }
    am_buffer_put_text(buffer, "}}");
    return true;
}
