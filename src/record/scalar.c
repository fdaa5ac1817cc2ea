/*
 * Values apart from JSON: periods, bounds, and how results write them.
 */
#include "record/scalar.h"

/* Whole, not negative digits from text[*at] on; false when there are none or too many. */
static bool parse_count(am_slice text, size_t *at, int64_t *out) {
    size_t start = *at;

    *out = 0;
    for (; *at < text.length && text.data[*at] >= '0' && text.data[*at] <= '9'; ++*at) {
        *out = *out * 10 + (text.data[*at] - '0');
        if (*out > AM_PERIOD_MAX) {
            return false;
        }
    }
    return *at > start;
}

bool am_scalar_parse_period(am_slice text, am_kind kind, int32_t *out) {
    int64_t total = 0;
    int64_t count;
    size_t at = 1;
    char last = 0; /* years stand before months, and each once */

    if (text.length == 0 || text.data[0] != 'P') {
        return false;
    }
    while (at < text.length) {
        char unit;

        if (!parse_count(text, &at, &count) || at == text.length) {
            return false;
        }
        unit = text.data[at++];
        if (kind == AM_KIND_DAYS ? unit != 'D' || last != 0
                                 : (unit != 'Y' || last != 0) && (unit != 'M' || last == 'M')) {
            return false;
        }
        total += unit == 'Y' ? count * 12 : count;
        last = unit;
    }
    *out = (int32_t)total;
    return last != 0 && total <= AM_PERIOD_MAX;
}

int am_scalar_compare(am_value_type type, const am_scalar *a, const am_scalar *b) {
    if (type == AM_VALUE_DECIMAL) {
        return am_decimal_compare(a->decimal, b->decimal);
    }
    return (a->integer > b->integer) - (a->integer < b->integer);
}

static int compare_constant(const am_program *program, uint16_t constant, am_value_type type,
                            const am_scalar *value) {
    am_scalar bound = {program->constants[constant].decimal, program->constants[constant].integer};

    return am_scalar_compare(type, value, &bound);
}

bool am_scalar_is_within(const am_program *program, const am_bounds *bounds, am_value_type type,
                         const am_scalar *value) {
    if (bounds->lowest != AM_NO_INDEX) {
        int order = compare_constant(program, bounds->lowest, type, value);

        if (order < 0 || (order == 0 && bounds->is_lowest_out)) {
            return false;
        }
    }
    if (bounds->highest != AM_NO_INDEX) {
        int order = compare_constant(program, bounds->highest, type, value);

        if (order > 0 || (order == 0 && bounds->is_highest_out)) {
            return false;
        }
    }
    return true;
}

void am_scalar_print_bound(am_buffer *buffer, const am_program *program, const am_fact *fact,
                           uint16_t constant) {
    am_scalar value = {program->constants[constant].decimal, program->constants[constant].integer};

    if (fact->kind == AM_KIND_CODE && fact->scale != AM_NO_INDEX) {
        am_buffer_put(buffer, program->scales[fact->scale].values[value.integer]);
    } else if (fact->kind == AM_KIND_MONEY && fact->unit != AM_NO_INDEX) {
        am_buffer_put(buffer, program->units[fact->unit].code);
        am_buffer_put_char(buffer, ' ');
        am_scalar_print(buffer, fact->kind, &value, program->units[fact->unit].digits);
    } else {
        am_scalar_print(buffer, fact->kind, &value, 0);
    }
}

void am_scalar_print_bounds(am_buffer *buffer, const am_program *program, const am_fact *fact) {
    const am_bounds *bounds = &fact->bounds;
    const am_discretion *discretion = am_program_discretion_of(program, fact);
    bool has_lowest = bounds->lowest != AM_NO_INDEX && (discretion == NULL || !discretion->is_lowest_open);
    bool has_highest = bounds->highest != AM_NO_INDEX && (discretion == NULL || !discretion->is_highest_open);
    bool has_both = has_lowest && has_highest;
    bool is_closed = has_both && !bounds->is_lowest_out && !bounds->is_highest_out;

    if (has_lowest) {
        am_buffer_put_text(buffer, is_closed ? "from " : bounds->is_lowest_out ? "above " : "at least ");
        am_scalar_print_bound(buffer, program, fact, bounds->lowest);
    }
    if (has_both) {
        am_buffer_put_text(buffer, is_closed ? " to " : " and ");
    }
    if (has_highest) {
        am_buffer_put_text(buffer, is_closed ? "" : bounds->is_highest_out ? "below " : "at most ");
        am_scalar_print_bound(buffer, program, fact, bounds->highest);
    }
}

static void print_period(am_buffer *buffer, int32_t count, char unit) {
    am_buffer_put_text(buffer, count < 0 ? "-P" : "P");
    am_buffer_put_unsigned(buffer, (uint64_t)(count < 0 ? -(int64_t)count : count));
    am_buffer_put_char(buffer, unit);
}

void am_scalar_print(am_buffer *buffer, am_kind kind, const am_scalar *value, int32_t least_places) {
    switch (kind) {
    case AM_KIND_NUMBER:
    case AM_KIND_WHOLE:
    case AM_KIND_MONEY:
        am_decimal_print(buffer, value->decimal, least_places);
        break;
    case AM_KIND_YESNO:
        am_buffer_put_text(buffer, value->integer != 0 ? "true" : "false");
        break;
    case AM_KIND_DATE:
        am_date_print(buffer, value->integer);
        break;
    case AM_KIND_MONTHS:
        print_period(buffer, value->integer, 'M');
        break;
    case AM_KIND_DAYS:
        print_period(buffer, value->integer, 'D');
        break;
    case AM_KIND_CODE:
    case AM_KIND_TEXT:
        break;
    }
}
