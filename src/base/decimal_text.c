/*
 * Decimals as text: reading with every digit, writing plain.
 *
 * Reading keeps 38 digits from the first that is not 0 and remembers whether anything but zeros followed, so
 * the value is rounded once. Writing never uses an exponent. There are no underscores, currencies or locales
 * here.
 */
#include <string.h>

#include "base/decimal_digits.h"

/* An exponent beyond this is out of range however many digits a text in memory may have. */
#define EXPONENT_BOUND 100000000000000000

typedef struct numeral {
    am_u128 digits;
    int kept; /* digits in `digits`, from the first that is not 0 */
    int64_t exponent;
    bool has_more;
    bool has_digit;
} numeral;

static void take_digit(numeral *number, unsigned digit, bool is_after_point) {
    number->has_digit = true;
    if (number->kept == AM_WORK_DIGITS) {
        number->has_more = number->has_more || digit != 0;
        number->exponent += !is_after_point;
        return;
    }
    number->digits = number->digits * 10 + digit;
    number->kept += number->digits != 0;
    number->exponent -= is_after_point;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_sign(char c) {
    return c == '+' || c == '-';
}

/* Reads from text[at] all that belongs to the digits and the point; returns where it ended. */
static size_t read_digits(am_slice text, size_t at, numeral *number) {
    bool is_after_point = false;

    for (; at < text.length; at++) {
        char c = text.data[at];

        if (is_digit(c)) {
            take_digit(number, (unsigned)(c - '0'), is_after_point);
        } else if (c == '.' && !is_after_point) {
            is_after_point = true;
        } else {
            break;
        }
    }
    return at;
}

/* Reads a sign and digits up to the end of the text and adds them to the exponent. */
static bool read_exponent(am_slice text, size_t at, numeral *number) {
    bool is_negative = at < text.length && text.data[at] == '-';
    int64_t value = 0;

    if (at < text.length && is_sign(text.data[at])) {
        at++;
    }
    if (at == text.length) {
        return false;
    }
    for (; at < text.length; at++) {
        if (!is_digit(text.data[at])) {
            return false;
        }
        if (value < EXPONENT_BOUND) {
            value = value * 10 + (text.data[at] - '0');
        }
    }
    if (value > EXPONENT_BOUND) {
        value = EXPONENT_BOUND;
    }
    number->exponent += is_negative ? -value : value;
    return true;
}

am_arith am_decimal_parse(am_slice text, am_decimal *out) {
    bool is_negative = text.length > 0 && text.data[0] == '-';
    size_t at = text.length > 0 && is_sign(text.data[0]);
    numeral number = {0};

    at = read_digits(text, at, &number);
    if (!number.has_digit) {
        return am_decimal_fail(AM_ARITH_DOMAIN, out);
    }
    if (at < text.length) {
        if ((text.data[at] != 'e' && text.data[at] != 'E') || !read_exponent(text, at + 1, &number)) {
            return am_decimal_fail(AM_ARITH_DOMAIN, out);
        }
    }
    return am_decimal_settle(is_negative, number.digits, number.has_more, number.exponent, out);
}

/* Writes the digits to the end of the text; returns where they start. */
static int spell_digits(am_u128 digits, char text[AM_POWERS_OF_TEN]) {
    int start = AM_POWERS_OF_TEN;

    while (digits >> 64 != 0) {
        am_u128 higher = digits / am_power_of_ten[18];
        uint64_t group = (uint64_t)(digits - higher * am_power_of_ten[18]);

        for (int i = 0; i < 18; i++, group /= 10) {
            text[--start] = (char)('0' + group % 10);
        }
        digits = higher;
    }
    for (uint64_t rest = (uint64_t)digits; rest != 0; rest /= 10) {
        text[--start] = (char)('0' + rest % 10);
    }
    return start;
}

static char *put_zeros(char *place, int32_t count) {
    if (count <= 0) {
        return place;
    }
    memset(place, '0', (size_t)count);
    return place + count;
}

static char *put_digits(char *place, const char *digits, int32_t count) {
    if (count <= 0) {
        return place;
    }
    memcpy(place, digits, (size_t)count);
    return place + count;
}

/* The part before the point: digits[0..whole), and zeros where the exponent is above 0. */
static char *put_whole(char *place, const char *digits, int32_t whole, int32_t exponent) {
    if (whole <= 0) {
        return put_zeros(place, 1);
    }
    return put_zeros(put_digits(place, digits, whole), exponent);
}

enum { SHORT_PLACES = 18 };

/* Digits that fit 64 bits with a point among the last 18 of them, as most have: false for all others. */
static bool print_short(am_buffer *buffer, am_decimal a, int32_t least_places) {
    char text[2 * SHORT_PLACES + 8];
    char *place = text + sizeof text;
    int32_t places = -a.exponent;
    uint64_t digits = (uint64_t)a.digits;

    if (a.digits > UINT64_MAX || places < 0 || places > SHORT_PLACES || least_places > SHORT_PLACES) {
        return false;
    }
    for (; places > least_places && digits % 10 == 0; places--) {
        digits /= 10;
    }
    for (int32_t i = places; i < least_places; i++) {
        *--place = '0';
    }
    for (int32_t i = 0; i < places; i++) {
        *--place = (char)('0' + digits % 10);
        digits /= 10;
    }
    if (places > 0 || least_places > 0) {
        *--place = '.';
    }
    do {
        *--place = (char)('0' + digits % 10);
        digits /= 10;
    } while (digits != 0);
    if (a.is_negative) {
        *--place = '-';
    }
    am_buffer_put(buffer, (am_slice){place, (size_t)(text + sizeof text - place)});
    return true;
}

void am_decimal_print(am_buffer *buffer, am_decimal a, int32_t least_places) {
    char text[AM_POWERS_OF_TEN];
    int32_t places, count, shown;
    const char *digits;
    char *place;

    if (a.digits == 0) {
        a.exponent = 0;
    }
    if (print_short(buffer, a, least_places)) {
        return;
    }
    if (a.exponent < 0) {
        a.exponent += am_digits_strip_zeros(&a.digits, -a.exponent);
    }
    digits = text + spell_digits(a.digits, text);
    count = (int32_t)(text + sizeof text - digits);
    places = a.exponent < 0 ? -a.exponent : 0;
    shown = places > least_places ? places : least_places;
    place = am_buffer_reserve(buffer, sizeof "-0." + (size_t)count + (size_t)shown +
                                          (a.exponent > 0 ? (size_t)a.exponent : 0));
    if (place == NULL) {
        return;
    }
    if (a.is_negative) {
        *place++ = '-';
    }
    place = put_whole(place, digits, count - places, a.exponent);
    if (shown > 0) {
        int32_t tail = count < places ? count : places;

        *place++ = '.';
        place = put_zeros(place, places - count);
        place = put_digits(place, digits + count - tail, tail);
        place = put_zeros(place, shown - places);
    }
    buffer->length = (size_t)(place - buffer->data);
}
