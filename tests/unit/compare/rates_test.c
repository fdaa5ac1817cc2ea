/*
 * Rates looked up by pair and day, and amounts converted to the last digit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compare/rates.h"

#include <string.h>

static amerce_rates *read(const char *text) {
    amerce_rates *rates;
    amerce_rates_error error;
    amerce_status status = amerce_rates_read(amerce_text_of(text), AMERCE_RECORDS_CSV, NULL, &rates, &error);
    if (status != AMERCE_OK) {
        print_error("%s: %s\n", error.code, error.message);
    }
    assert_int_equal(status, AMERCE_OK);
    return rates;
}

static am_decimal decimal(const char *text) {
    am_decimal value;
    assert_int_equal(am_decimal_parse(am_slice_of(text), &value), AM_ARITH_EXACT);
    return value;
}

static am_date date(const char *text) {
    am_date day;
    assert_true(am_date_parse(am_slice_of(text), &day));
    return day;
}

/* A rate of EUR to USD, an amount of one of them, and what it is in the other, with so many digits; "" where
 * it cannot be exact. */
static const struct {
    const char *rate, *from, *amount;
    uint8_t digits;
    const char *converted;
} conversions[] = {
    {"1.25", "EUR", "100.00", 2, "125.00"},
    {"1.25", "USD", "100.00", 2, "80.00"},
    {"1.25", "EUR", "0.02", 2, "0.03"},   /* 0.025: half up */
    {"1.25", "EUR", "-0.02", 2, "-0.03"}, /* away from zero */
    {"1.25", "EUR", "0.01", 2, "0.01"},
    {"3", "USD", "1.00", 2, "0.33"},
    {"3", "USD", "0.02", 2, "0.01"},
    {"3", "USD", "1", 18, "0.333333333333333333"},
    {"8", "USD", "0.04", 2, "0.01"}, /* 0.005: half up */
    {"8", "USD", "0.03999999", 2, "0"},
    {"7", "USD", "0.5", 0, "0"},
    {"7", "USD", "3.5", 0, "1"},                                 /* 0.5 of one */
    {"7", "USD", "3.499999999999999999999999999999999", 0, "0"}, /* just below it */
    {"7", "USD", "9999999999999999999999999999.99", 2, "1428571428571428571428571428.57"},
    {"1.082", "EUR", "9999999999999999999999999999.99", 2, "10819999999999999999999999999.99"},
    {"1.0827", "EUR", "9999999999999999999999999999.99", 2, ""},
    {"0.0000001", "USD", "9999999999999999999999999999.99", 2, "99999999999999999999999999999900000"},
};

static void converts(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof conversions / sizeof *conversions; i++) {
        am_rate rate = {
            .from = AM_SLICE("EUR"), .to = AM_SLICE("USD"), .value = decimal(conversions[i].rate)};
        am_decimal out;
        bool is_converted = am_rate_convert(&rate, am_slice_of(conversions[i].from),
                                            decimal(conversions[i].amount), conversions[i].digits, &out);
        bool is_wanted = conversions[i].converted[0] != '\0';
        if (is_converted != is_wanted ||
            (is_wanted && am_decimal_compare(out, decimal(conversions[i].converted)) != 0)) {
            fail_msg("%s at %s", conversions[i].amount, conversions[i].rate);
        }
    }
}

static const char table[] = "from,to,rate,date,source\n"
                            "EUR,USD,1.10,2024-12-30,a\n"
                            "EUR,USD,1.20,2025-01-02,b\n"
                            "USD,EUR,0.80,2025-01-02,c\n"
                            "USD,EUR,0.70,2025-01-03,d\n"
                            "EUR,GBP,0.90,2024-12-30,e\n"
                            "EUR,GBX,90,2024-12-30,f\n"
                            "GBP,USD,1.30,2025-01-02,g\n";

/* The source of the rate that is found, or the diagnostic. */
static const struct {
    const char *from, *to, *day;
    uint32_t age;
    const char *source;
    am_diag diag;
} questions[] = {
    {"EUR", "USD", "2024-12-30", 0, "a", AM_DIAG_NONE},
    {"USD", "EUR", "2024-12-30", 0, "a", AM_DIAG_NONE},
    {"EUR", "USD", "2024-12-29", 0, "", AM_DIAG_NO_RATE},
    {"EUR", "USD", "2024-12-29", 9, "", AM_DIAG_NO_RATE}, /* never a later one */
    {"EUR", "USD", "2024-12-31", 0, "", AM_DIAG_NO_RATE},
    {"EUR", "USD", "2024-12-31", 1, "a", AM_DIAG_NONE},
    {"EUR", "USD", "2025-01-01", 1, "", AM_DIAG_NO_RATE},
    {"EUR", "USD", "2025-01-01", 2, "a", AM_DIAG_NONE},
    {"EUR", "USD", "2025-01-02", 9, "b", AM_DIAG_NONE}, /* that which multiplies */
    {"USD", "EUR", "2025-01-02", 9, "c", AM_DIAG_NONE},
    {"EUR", "USD", "2025-01-03", 9, "d", AM_DIAG_NONE}, /* the later one */
    {"EUR", "USD", "2025-01-09", 6, "d", AM_DIAG_NONE},
    {"EUR", "USD", "2025-01-10", 6, "", AM_DIAG_NO_RATE},
    {"GBP", "USD", "2024-12-30", 9, "", AM_DIAG_NO_RATE}, /* not through EUR */
    {"EUR", "USD", "", 0, "", AM_DIAG_RATE_DAY},
    {"EUR", "GBP", "", 0, "e", AM_DIAG_NONE},
    {"GBP", "EUR", "", 0, "e", AM_DIAG_NONE},
    {"GBP", "GBX", "", 0, "", AM_DIAG_NO_RATE},
};

static void finds(void **state) {
    (void)state;
    amerce_rates *rates = read(table);
    assert_int_equal(amerce_rates_count(rates), 7);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        am_rate_day day = {.is_given = questions[i].day[0] != '\0', .age_days = questions[i].age};
        const am_rate *rate;
        if (day.is_given) {
            day.date = date(questions[i].day);
        }
        am_diag diag =
            am_rates_find(rates, am_slice_of(questions[i].from), am_slice_of(questions[i].to), day, &rate);
        if (diag != questions[i].diag || (rate == NULL) != (questions[i].source[0] == '\0') ||
            (rate != NULL && !am_slice_is_equal(rate->source, am_slice_of(questions[i].source)))) {
            fail_msg("%s to %s on %s", questions[i].from, questions[i].to, questions[i].day);
        }
    }
    amerce_rates_free(rates);
}

int rates_tests(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(converts), cmocka_unit_test(finds)};
    return cmocka_run_group_tests_name("rates", tests, NULL, NULL);
}
