/*
 * Scalars over dates and periods. A period is whole and within AM_PERIOD_MAX, a date within the calendar, or
 * there is a fault.
 */
#include "vm/kernel.h"

static am_diag date_out(am_date_status status, am_date date, void *out) {
    *(am_date *)out = status == AM_DATE_OK ? date : 0;
    switch (status) {
    case AM_DATE_OK:
        return AM_DIAG_NONE;
    case AM_DATE_NO_SUCH_DAY:
        return AM_DIAG_NO_SUCH_DAY;
    case AM_DATE_OUT_OF_RANGE:
        break;
    }
    return AM_DIAG_DATE_OUT_OF_RANGE;
}

static am_diag period_out(bool is_whole, int64_t period, void *out) {
    bool is_period = is_whole && period >= -AM_PERIOD_MAX && period <= AM_PERIOD_MAX;
    *(int32_t *)out = is_period ? (int32_t)period : 0;
    return is_period ? AM_DIAG_NONE : AM_DIAG_PERIOD_OUT_OF_RANGE;
}

static am_diag number_out(int64_t number, void *out) {
    *(am_decimal *)out = am_decimal_of(number);
    return AM_DIAG_NONE;
}

static int64_t integer(const void *value) {
    return *(const int32_t *)value;
}

static am_diag move_months(const am_call *call, am_date from, int64_t months, void *out) {
    am_month_end mode = (am_month_end)call->instruction->operands[2];
    am_date date = 0;
    am_date_status status = am_date_add_months(from, months, mode, &date);
    return date_out(status, date, out);
}

static am_diag move_days(am_date from, int64_t days, void *out) {
    am_date date = 0;
    am_date_status status = am_date_add_days(from, days, &date);
    return date_out(status, date, out);
}

#define SCALAR(name) static am_diag name(const am_call *call, const void *a, const void *b, void *out)

SCALAR(add_months) {
    return move_months(call, (am_date)integer(a), integer(b), out);
}

SCALAR(subtract_months) {
    return move_months(call, (am_date)integer(a), -integer(b), out);
}

SCALAR(add_days) {
    (void)call;
    return move_days((am_date)integer(a), integer(b), out);
}

SCALAR(subtract_days) {
    (void)call;
    return move_days((am_date)integer(a), -integer(b), out);
}

SCALAR(date_difference) {
    (void)call;
    *(int32_t *)out = (int32_t)(integer(a) - integer(b));
    return AM_DIAG_NONE;
}

SCALAR(days_between) {
    (void)call;
    return number_out(integer(b) - integer(a), out);
}

SCALAR(months_between) {
    (void)call;
    return number_out(am_date_months_between((am_date)integer(a), (am_date)integer(b)), out);
}

SCALAR(months_begun) {
    (void)call;
    return number_out(am_date_months_begun((am_date)integer(a), (am_date)integer(b)), out);
}

SCALAR(years_between) {
    (void)call;
    return number_out(am_date_months_between((am_date)integer(a), (am_date)integer(b)) / 12, out);
}

SCALAR(end_of_month) {
    (void)call;
    (void)b;
    *(am_date *)out = am_date_end_of_month((am_date)integer(a));
    return AM_DIAG_NONE;
}

static const am_calendar *calendar_of(const am_call *call) {
    return &call->batch->program->calendars[call->instruction->operands[2]];
}

SCALAR(working_days) {
    int64_t days = 0;
    bool is_covered = am_calendar_between(calendar_of(call), (am_date)integer(a), (am_date)integer(b), &days);
    number_out(days, out);
    return is_covered ? AM_DIAG_NONE : AM_DIAG_OUTSIDE_CALENDAR;
}

SCALAR(add_working_days) {
    am_date date = 0;
    int64_t days = 0;
    bool is_covered = am_decimal_to_int64(*(const am_decimal *)b, &days) &&
                      am_calendar_add(calendar_of(call), (am_date)integer(a), days, &date);
    *(am_date *)out = is_covered ? date : 0;
    return is_covered ? AM_DIAG_NONE : AM_DIAG_OUTSIDE_CALENDAR;
}

am_lapse am_calendar_lapse(const am_call *call, uint32_t row) {
    const am_calendar *calendar = calendar_of(call);
    bool is_between = call->instruction->opcode == AM_OP_WORKING_DAYS;
    am_date day = am_view_integer(&call->operands[0], row);
    if (am_calendar_covers(calendar, day) && is_between) {
        day = am_view_integer(&call->operands[1], row);
    }
    if (!am_calendar_covers(calendar, day)) {
        return (am_lapse){day, day < calendar->first ? calendar->first : calendar->last, true, 0};
    }
    bool is_before = ((const am_decimal *)am_view_value(&call->operands[1], row))->is_negative;
    return (am_lapse){is_before ? calendar->first : calendar->last, is_before ? AM_DATE_MIN : AM_DATE_MAX,
                      false, 0};
}

SCALAR(add_periods) {
    (void)call;
    return period_out(true, integer(a) + integer(b), out);
}

SCALAR(subtract_periods) {
    (void)call;
    return period_out(true, integer(a) - integer(b), out);
}

/* A product that was rounded has a fraction, since any whole period has few digits. */
SCALAR(scale_period) {
    (void)call;
    am_decimal product;
    int64_t period = 0;
    am_arith outcome = am_decimal_multiply(am_decimal_of(integer(a)), *(const am_decimal *)b, &product);
    bool is_whole = outcome == AM_ARITH_EXACT && am_decimal_to_int64(product, &period);
    return period_out(is_whole, period, out);
}

SCALAR(period_number) {
    (void)call;
    (void)b;
    return number_out(integer(a), out);
}

SCALAR(number_period) {
    (void)call;
    (void)b;
    int64_t period = 0;
    bool is_whole = am_decimal_to_int64(*(const am_decimal *)a, &period);
    return period_out(is_whole, period, out);
}

am_scalar *const am_date_scalars[AM_OP_COUNT_OF_ALL] = {
    [AM_OP_ADD_MONTHS] = add_months,
    [AM_OP_SUBTRACT_MONTHS] = subtract_months,
    [AM_OP_ADD_DAYS] = add_days,
    [AM_OP_SUBTRACT_DAYS] = subtract_days,
    [AM_OP_DATE_DIFFERENCE] = date_difference,
    [AM_OP_DAYS_BETWEEN] = days_between,
    [AM_OP_MONTHS_BETWEEN] = months_between,
    [AM_OP_MONTHS_BEGUN] = months_begun,
    [AM_OP_YEARS_BETWEEN] = years_between,
    [AM_OP_END_OF_MONTH] = end_of_month,
    [AM_OP_WORKING_DAYS] = working_days,
    [AM_OP_ADD_WORKING_DAYS] = add_working_days,
    [AM_OP_ADD_PERIODS] = add_periods,
    [AM_OP_SUBTRACT_PERIODS] = subtract_periods,
    [AM_OP_SCALE_PERIOD] = scale_period,
    [AM_OP_PERIOD_NUMBER] = period_number,
    [AM_OP_NUMBER_PERIOD] = number_period,
};
