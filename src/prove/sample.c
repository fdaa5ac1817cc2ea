/*
 * Samples made, copied, compared and printed.
 */
#include "prove/sample.h"

am_sample *am_sample_new(am_arena *arena, const am_record *record) {
    am_sample *sample = AM_NEW(arena, am_sample);

    if (sample == NULL) {
        return NULL;
    }
    sample->record = record;
    sample->facts = AM_NEW_ARRAY(arena, am_sample_fact, (size_t)record->field_count + 1);
    return sample->facts != NULL ? sample : NULL;
}

am_sample *am_sample_copy(am_arena *arena, const am_sample *sample) {
    am_sample *copy = am_sample_new(arena, sample->record);

    for (uint16_t i = 0; copy != NULL && i < sample->record->field_count; i++) {
        copy->facts[i] = sample->facts[i];
        for (uint32_t k = 0; k < sample->facts[i].count; k++) {
            copy->facts[i].elements[k] = am_sample_copy(arena, sample->facts[i].elements[k]);
            if (copy->facts[i].elements[k] == NULL) {
                return NULL;
            }
        }
    }
    return copy;
}

am_sample_fact *am_sample_fact_of(const am_sample *sample, const am_field *field) {
    return &sample->facts[field - sample->record->fields];
}

bool am_sample_is_decimal(am_type type) {
    return type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_WHOLE || type.kind == AM_TYPE_MONEY ||
           type.kind == AM_TYPE_RATE;
}

int am_sample_compare(am_type type, const am_constant_value *a, const am_constant_value *b) {
    if (am_sample_is_decimal(type)) {
        return am_decimal_compare(a->decimal, b->decimal);
    }
    if (type.kind == AM_TYPE_TEXT) {
        return am_slice_compare(a->text, b->text);
    }
    return (a->integer > b->integer) - (a->integer < b->integer);
}

static void put_text(am_buffer *out, am_slice text) {
    am_buffer_put_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];

        if (c < 0x20) {
            am_buffer_put_text(out, "\\u");
            am_buffer_put_hex(out, c, 4);
            continue;
        }
        if (c == '"' || c == '\\') {
            am_buffer_put_char(out, '\\');
        }
        am_buffer_put_char(out, (char)c);
    }
    am_buffer_put_char(out, '"');
}

static int32_t digits_of(const am_model *model, am_type type) {
    return type.kind == AM_TYPE_MONEY && type.index < model->unit_count ? model->units[type.index].digits : 0;
}

static void put_period(am_buffer *out, int64_t length, char unit) {
    am_buffer_put_text(out, length < 0 ? "\"-P" : "\"P");
    am_buffer_put_unsigned(out, (uint64_t)(length < 0 ? -length : length));
    am_buffer_put_char(out, unit);
    am_buffer_put_char(out, '"');
}

static void put_value(am_buffer *out, const am_model *model, am_type type, const am_constant_value *value) {
    switch ((am_type_kind)type.kind) {
    case AM_TYPE_MONEY:
        am_buffer_put_char(out, '"');
        am_decimal_print(out, value->decimal, digits_of(model, type));
        am_buffer_put_char(out, '"');
        break;
    case AM_TYPE_DATE:
        am_buffer_put_char(out, '"');
        am_date_print(out, (am_date)value->integer);
        am_buffer_put_char(out, '"');
        break;
    case AM_TYPE_MONTHS:
        put_period(out, value->integer, 'M');
        break;
    case AM_TYPE_DAYS:
        put_period(out, value->integer, 'D');
        break;
    case AM_TYPE_YESNO:
        am_buffer_put_text(out, value->integer != 0 ? "true" : "false");
        break;
    case AM_TYPE_TEXT:
        put_text(out, value->text);
        break;
    case AM_TYPE_CODE:
        put_text(out, model->sets[type.index].values[value->integer].text);
        break;
    default:
        am_decimal_print(out, value->decimal, 0);
        break;
    }
}

static void put_list(am_buffer *out, const am_model *model, const am_sample_fact *fact) {
    am_buffer_put_char(out, '[');
    for (uint32_t i = 0; i < fact->count; i++) {
        am_buffer_put_text(out, i > 0 ? "," : "");
        am_sample_print(out, model, fact->elements[i]);
    }
    am_buffer_put_char(out, ']');
}

static void put_fact(am_buffer *out, const am_model *model, am_type type, const am_sample_fact *fact) {
    if (fact->state == AM_SAMPLE_UNKNOWN) {
        am_buffer_put_text(out, "null");
    } else if (type.kind == AM_TYPE_LIST) {
        put_list(out, model, fact);
    } else if (type.kind == AM_TYPE_RECORD) {
        am_sample_print(out, model, fact->elements[0]);
    } else if (type.is_range) {
        am_buffer_put_text(out, "{\"lowest\":");
        put_value(out, model, type, &fact->value);
        am_buffer_put_text(out, ",\"highest\":");
        put_value(out, model, type, &fact->highest);
        am_buffer_put_char(out, '}');
    } else {
        put_value(out, model, type, &fact->value);
    }
}

void am_sample_print(am_buffer *out, const am_model *model, const am_sample *sample) {
    bool is_first = true;

    am_buffer_put_char(out, '{');
    for (uint16_t i = 0; i < sample->record->field_count; i++) {
        if (sample->facts[i].state == AM_SAMPLE_ABSENT) {
            continue;
        }
        am_buffer_put_text(out, is_first ? "" : ",");
        put_text(out, sample->record->fields[i].name);
        am_buffer_put_char(out, ':');
        put_fact(out, model, sample->record->fields[i].type, &sample->facts[i]);
        is_first = false;
    }
    am_buffer_put_char(out, '}');
}

void am_sample_print_value(am_buffer *out, const am_model *model, am_type type,
                           const am_constant_value *value) {
    switch ((am_type_kind)type.kind) {
    case AM_TYPE_MONEY:
        am_buffer_put(out, model->units[type.index].code);
        am_buffer_put_char(out, ' ');
        am_decimal_print(out, value->decimal, digits_of(model, type));
        break;
    case AM_TYPE_DATE:
        am_date_print(out, (am_date)value->integer);
        break;
    case AM_TYPE_MONTHS:
    case AM_TYPE_DAYS:
        am_buffer_put_signed(out, value->integer);
        am_buffer_put_text(out, type.kind == AM_TYPE_MONTHS ? " months" : " days");
        break;
    case AM_TYPE_YESNO:
        am_buffer_put_text(out, value->integer != 0 ? "yes" : "no");
        break;
    case AM_TYPE_CODE:
        am_buffer_put(out, model->sets[type.index].values[value->integer].text);
        break;
    case AM_TYPE_TEXT:
        am_buffer_put(out, value->text);
        break;
    default:
        am_decimal_print(out, value->decimal, 0);
        break;
    }
}
