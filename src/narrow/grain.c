/*
 * Grains: their greatest common measure, products and ratios, and decimals as counts of them.
 */
#include "narrow/grain.h"

static const uint64_t powers_of_ten[AM_GRAIN_PLACES_MAX] = {UINT64_C(1),
                                                            UINT64_C(10),
                                                            UINT64_C(100),
                                                            UINT64_C(1000),
                                                            UINT64_C(10000),
                                                            UINT64_C(100000),
                                                            UINT64_C(1000000),
                                                            UINT64_C(10000000),
                                                            UINT64_C(100000000),
                                                            UINT64_C(1000000000),
                                                            UINT64_C(10000000000),
                                                            UINT64_C(100000000000),
                                                            UINT64_C(1000000000000),
                                                            UINT64_C(10000000000000),
                                                            UINT64_C(100000000000000),
                                                            UINT64_C(1000000000000000),
                                                            UINT64_C(10000000000000000),
                                                            UINT64_C(100000000000000000),
                                                            UINT64_C(1000000000000000000),
                                                            UINT64_C(10000000000000000000)};

static am_u128 greatest_measure(am_u128 a, am_u128 b) {
    while (b != 0) {
        am_u128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool normalise(am_u128 multiple, unsigned places, am_grain *out) {
    while (places > 0 && multiple % 10 == 0) {
        multiple /= 10;
        places--;
    }
    if (multiple > AM_GRAIN_MULTIPLE_MAX || places >= AM_GRAIN_PLACES_MAX) {
        return false;
    }
    *out = (am_grain){(uint64_t)multiple, (uint8_t)places};
    return true;
}

am_grain am_grain_of_places(uint8_t places) {
    return (am_grain){1, places};
}

bool am_grain_is_equal(am_grain a, am_grain b) {
    return a.multiple == b.multiple && a.places == b.places;
}

/* Both multiples at the finer one's places: each below 10^9 x 10^19. */
static uint8_t align(am_grain a, am_grain b, am_u128 *a_multiple, am_u128 *b_multiple) {
    uint8_t places = a.places > b.places ? a.places : b.places;
    *a_multiple = (am_u128)a.multiple * powers_of_ten[places - a.places];
    *b_multiple = (am_u128)b.multiple * powers_of_ten[places - b.places];
    return places;
}

bool am_grain_common(am_grain a, am_grain b, am_grain *out) {
    am_u128 a_multiple;
    am_u128 b_multiple;
    uint8_t places = align(a, b, &a_multiple, &b_multiple);
    return normalise(greatest_measure(a_multiple, b_multiple), places, out);
}

bool am_grain_product(am_grain a, am_grain b, am_grain *out) {
    return normalise((am_u128)a.multiple * b.multiple, (unsigned)a.places + b.places, out);
}

bool am_grain_part(am_grain a, int64_t parts, am_grain *out) {
    am_u128 multiple = a.multiple;
    unsigned places = a.places;
    while (parts > 0 && multiple % (am_u128)parts != 0 && places < AM_GRAIN_PLACES_MAX) {
        multiple *= 10;
        places++;
    }
    return parts > 0 && multiple % (am_u128)parts == 0 && normalise(multiple / (am_u128)parts, places, out);
}

bool am_grain_fraction(am_grain a, am_grain b, uint64_t *over, uint64_t *under) {
    am_u128 a_multiple;
    am_u128 b_multiple;
    align(a, b, &a_multiple, &b_multiple);
    am_u128 measure = greatest_measure(a_multiple, b_multiple);
    a_multiple /= measure;
    b_multiple /= measure;
    *over = (uint64_t)a_multiple;
    *under = (uint64_t)b_multiple;
    return a_multiple <= AM_COUNT_MAX && b_multiple <= AM_COUNT_MAX;
}

bool am_grain_ratio(am_grain a, am_grain b, int64_t *out) {
    uint64_t over;
    uint64_t under;
    bool is_ratio = am_grain_fraction(a, b, &over, &under) && under == 1;
    *out = is_ratio ? (int64_t)over : 0;
    return is_ratio;
}

bool am_grain_of_decimal(am_decimal value, am_grain *out) {
    am_u128 digits = value.digits;
    int32_t exponent = value.exponent;
    while (digits % 10 == 0 && digits != 0) {
        digits /= 10;
        exponent++;
    }
    for (; exponent > 0 && digits <= AM_GRAIN_MULTIPLE_MAX; exponent--) {
        digits *= 10;
    }
    return digits != 0 && exponent <= 0 && -exponent < (int32_t)AM_GRAIN_PLACES_MAX &&
           normalise(digits, (unsigned)-exponent, out);
}

/* digits x 10^shift, when it fits 64 bits; false too where a negative shift would lose digits. */
static bool shift_digits(am_u128 digits, int32_t shift, uint64_t *out) {
    for (; shift < 0 && digits != 0; shift++) {
        if (digits % 10 != 0) {
            return false;
        }
        digits /= 10;
    }
    *out = (uint64_t)digits;
    if (digits == 0) {
        return true;
    }
    if (shift >= (int32_t)AM_GRAIN_PLACES_MAX || digits > UINT64_MAX) {
        return false;
    }
    digits *= powers_of_ten[shift];
    *out = (uint64_t)digits;
    return digits <= UINT64_MAX;
}

bool am_grain_count(am_grain grain, am_decimal value, int64_t *out) {
    uint64_t count;
    if (!shift_digits(value.digits, value.exponent + grain.places, &count) || count % grain.multiple != 0) {
        return false;
    }
    count /= grain.multiple;
    *out = value.is_negative ? -(int64_t)(count & INT64_MAX) : (int64_t)(count & INT64_MAX);
    return count <= AM_COUNT_MAX;
}

am_decimal am_grain_amount(am_grain grain, int64_t count) {
    uint64_t magnitude = count < 0 ? 0 - (uint64_t)count : (uint64_t)count;
    return am_decimal_make(count < 0, (am_u128)magnitude * grain.multiple, -(int32_t)grain.places);
}
