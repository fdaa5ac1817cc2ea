/*
 * Parameters of random rulebooks whose values may be set anew: from zero or below it on, of few digits and of
 * many.
 */
#include "rulebook_writer.h"

/* A number of hundredths, or with `is_at_bounds` what fills 64 bits with few more digits. */
static void write_amount(writer *w, am_type type, int64_t hundredths) {
    uint64_t magnitude = hundredths < 0 ? 0 - (uint64_t)hundredths : (uint64_t)hundredths;

    if (type.kind == AM_TYPE_MONEY) {
        write_text(w, "%s%s %llu", hundredths < 0 ? "-" : "", w->currency, (unsigned long long)magnitude);
        return;
    }
    write_text(w, "%s%llu.%02llu", hundredths < 0 ? "-" : "", (unsigned long long)(magnitude / 100),
               (unsigned long long)(magnitude % 100));
}

static void write_value(writer *w, am_type type, int64_t value) {
    switch (type.kind) {
    case AM_TYPE_WHOLE:
        write_text(w, "%s%llu", value < 0 ? "-" : "", (unsigned long long)(value < 0 ? -value : value));
        break;
    case AM_TYPE_MONTHS:
        write_text(w, "%llu months", (unsigned long long)value);
        break;
    case AM_TYPE_DAYS:
        write_text(w, "%llu days", (unsigned long long)value);
        break;
    default:
        write_amount(w, type, value);
    }
}

bool may_be_calibrated(am_type type) {
    bool is_number = type.kind == AM_TYPE_NUMBER || type.kind == AM_TYPE_WHOLE || type.kind == AM_TYPE_MONEY;

    return !type.is_range && (is_number || type.kind == AM_TYPE_MONTHS || type.kind == AM_TYPE_DAYS);
}

void write_calibrated(writer *w, am_type type, const char *clauses) {
    bool is_period = type.kind == AM_TYPE_MONTHS || type.kind == AM_TYPE_DAYS;
    int64_t room = type.kind == AM_TYPE_MONEY ? 20000 : type.kind == AM_TYPE_NUMBER ? 300 : 24;
    int64_t value = below(w, (uint32_t)room), low = below(w, (uint32_t)value + 1), high;

    if (!is_period && has_chance(w, 20)) {
        low = -(int64_t)below(w, (uint32_t)room);
    }
    high = value + below(w, (uint32_t)room);
    if (!is_period && w->is_at_bounds && has_chance(w, 40)) {
        high = INT64_C(1) << (40 + below(w, 22));
    }
    write_text(w, " = ");
    write_value(w, type, value);
    write_text(w, " per LAW \"%u\"%s calibrate ", ++w->serial, clauses);
    write_value(w, type, low);
    write_text(w, " to ");
    write_value(w, type, high);
    write_text(w, "\n");
}
