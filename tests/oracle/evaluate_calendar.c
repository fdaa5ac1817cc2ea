/*
 * Working days, day by day, and the days on which months begin.
 */
#include "evaluate.h"

static bool is_covered(const am_calendar *calendar, int64_t day) {
    return day >= calendar->first && day <= calendar->last;
}

/* 1970-01-01 was a Thursday, the fourth day from Monday on. */
static bool is_worked(const am_calendar *calendar, int64_t day) {
    int64_t weekday = ((day + 3) % 7 + 7) % 7;

    for (uint32_t i = 0; i < calendar->holiday_count; i++) {
        if (calendar->holidays[i] == day) {
            return false;
        }
    }
    return (calendar->weekend >> weekday & 1) == 0;
}

static int64_t count_between(const am_calendar *calendar, int64_t a, int64_t b) {
    int64_t count = 0;

    if (b < a) {
        return -count_between(calendar, b, a);
    }
    for (int64_t day = a + 1; day <= b; day++) {
        count += is_worked(calendar, day);
    }
    return count;
}

oracle_outcome oracle_working_days(oracle *oracle, oracle_scene scene, const am_expr *expr,
                                   const oracle_outcome *operands) {
    const am_calendar *calendar = &oracle->model->calendars[expr->number];
    int64_t day = operands[0].value.integer, left = 0;
    bool is_good = is_covered(calendar, day);

    if (expr->mode == AM_WORKING_BETWEEN) {
        is_good = is_good && is_covered(calendar, operands[1].value.integer);
        return is_good ? oracle_outcome_decimal(
                             am_decimal_of(count_between(calendar, day, operands[1].value.integer)))
                       : oracle_outcome_fault(AM_DIAG_OUTSIDE_CALENDAR, expr->span, scene);
    }
    is_good = is_good && am_decimal_to_int64(operands[1].value.decimal, &left);
    left = expr->mode == AM_WORKING_SUBTRACT ? -left : left;
    while (is_good && left != 0) {
        day += left > 0 ? 1 : -1;
        is_good = is_covered(calendar, day);
        if (is_good && is_worked(calendar, day)) {
            left += left > 0 ? -1 : 1;
        }
    }
    return is_good ? oracle_outcome_integer(day)
                   : oracle_outcome_fault(AM_DIAG_OUTSIDE_CALENDAR, expr->span, scene);
}

oracle_outcome oracle_month(oracle *oracle, oracle_scene scene, const am_expr *expr) {
    const oracle_frame *frame = scene.frame;
    oracle_outcome from;
    am_date day = 0;
    am_date_status status;

    for (uint8_t i = 0; i < expr->scope.aggregate; i++) {
        frame = frame->outer;
    }
    from = oracle_expression(oracle, (oracle_scene){scene.record, frame->outer, scene.reader},
                             frame->months->from);
    if (from.state != ORACLE_VALUE) {
        return from;
    }
    status = am_date_add_months((am_date)from.value.integer, (int64_t)frame->element->number - 1,
                                frame->months->month_end, &day);
    if (status == AM_DATE_OK) {
        return oracle_outcome_integer(day);
    }
    return oracle_outcome_fault(
        status == AM_DATE_NO_SUCH_DAY ? AM_DIAG_NO_SUCH_DAY : AM_DIAG_DATE_OUT_OF_RANGE, expr->span, scene);
}
