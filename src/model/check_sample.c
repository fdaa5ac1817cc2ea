/*
 * A case as a drafter would put it: each column with a value of its class, written as in a rulebook.
 *
 *     group is information, turnover is EUR 5_000_000.01, on 2019-06-17
 */
#include "base/unicode.h"
#include "model/check.h"

/* Digits before the point in threes: 5_000_000.01. */
static void put_grouped(am_buffer *out, am_decimal value, int32_t places) {
    am_buffer plain;

    am_buffer_init(&plain, out->allocator);
    am_decimal_print(&plain, value, places);
    am_slice text = am_buffer_text(&plain);
    size_t whole = 0;
    while (whole < text.length && text.data[whole] != '.') {
        whole++;
    }
    for (size_t i = 0; i < text.length; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0) {
            am_buffer_put_char(out, '_');
        }
        am_buffer_put_char(out, text.data[i]);
    }
    out->is_failed |= plain.is_failed;
    am_buffer_clear(&plain);
}

static void put_number(am_buffer *out, am_decimal value, int32_t places) {
    if (value.is_negative) {
        am_buffer_put_char(out, '-');
    }
    put_grouped(out, am_decimal_absolute(value), places);
}

static void put_money(am_buffer *out, const am_currency_use *unit, am_decimal value) {
    if (value.is_negative) {
        am_buffer_put_char(out, '-');
    }
    am_buffer_put(out, unit->code);
    am_buffer_put_char(out, ' ');
    put_grouped(out, am_decimal_absolute(value), am_decimal_places(value) > 0 ? unit->digits : 0);
}

static bool is_name(am_slice text) {
    size_t at = 0;

    while (at < text.length) {
        uint32_t code_point;
        size_t bytes = am_utf8_decode(am_slice_part(text, at, text.length), &code_point);
        if (bytes == 0 ||
            !(at == 0 ? am_unicode_is_name_start(code_point) : am_unicode_is_name_continue(code_point))) {
            return false;
        }
        at += bytes;
    }
    return at > 0;
}

static void put_text(am_buffer *out, am_slice text) {
    am_buffer_put_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '"' || text.data[i] == '\\') {
            am_buffer_put_char(out, '\\');
        }
        am_buffer_put_char(out, text.data[i]);
    }
    am_buffer_put_char(out, '"');
}

static void put_code(am_buffer *out, am_slice text) {
    if (is_name(text)) {
        am_buffer_put(out, text);
    } else {
        put_text(out, text);
    }
}

static void put_period(am_buffer *out, int64_t count, const char *unit) {
    am_buffer_put_signed(out, count);
    am_buffer_put_text(out, unit);
    if (count != 1 && count != -1) {
        am_buffer_put_char(out, 's');
    }
}

static void put_value(am_buffer *out, const am_check_table *table, const am_check_axis *axis,
                      am_decimal point) {
    const am_model *model = table->model;
    int64_t number = 0;

    am_decimal_to_int64(point, &number);
    switch (axis->type.kind) {
    case AM_TYPE_MONEY:
        put_money(out, &model->units[axis->type.index], point);
        break;
    case AM_TYPE_DATE:
        am_date_print(out, (am_date)number);
        break;
    case AM_TYPE_MONTHS:
        put_period(out, number, " month");
        break;
    case AM_TYPE_DAYS:
        put_period(out, number, " day");
        break;
    case AM_TYPE_YESNO:
        am_buffer_put_text(out, number != 0 ? "yes" : "no");
        break;
    case AM_TYPE_CODE:
        put_code(out, model->sets[axis->type.index].values[number].text);
        break;
    case AM_TYPE_TEXT:
        if (number < axis->text_count) {
            put_text(out, axis->texts[number]);
        } else {
            am_buffer_put_text(out, axis->text_count == 0 ? "any text" : "any other text");
        }
        break;
    default:
        put_number(out, point, 0);
        break;
    }
}

static void put_axis(am_buffer *out, const am_check_table *table, const am_check_axis *axis, uint32_t class) {
    am_buffer_put_text(out, out->length > 0 ? ", " : "");
    if (axis->is_clock) {
        am_buffer_put_text(out, "on ");
    } else {
        am_buffer_put(out, am_source_text(table->model->sources, axis->span));
        am_buffer_put_text(out, " is ");
    }
    if (class == axis->known) {
        am_buffer_put_text(out, "unknown");
    } else {
        put_value(out, table, axis, axis->points[class]);
    }
}

am_slice am_check_sample(am_check_table *table, const uint32_t *classes) {
    am_buffer out;
    am_slice text;

    am_buffer_init(&out, table->arena->allocator);
    for (unsigned clocks = 0; clocks < 2; clocks++) {
        for (uint32_t i = 0; i < table->axis_count; i++) {
            if (table->axes[i].is_clock == (clocks == 1)) {
                put_axis(&out, table, &table->axes[i], classes[i]);
            }
        }
    }
    if (out.length == 0) {
        am_buffer_put_text(&out, "every case");
    }
    text = am_arena_copy(table->arena, am_buffer_text(&out));
    table->arena->is_exhausted |= out.is_failed;
    am_buffer_clear(&out);
    return text;
}
