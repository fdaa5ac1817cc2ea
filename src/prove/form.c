/*
 * Linear forms over 128-bit integers, with every overflow seen.
 */
#include "prove/form.h"

#define WHOLE_MAX   ((am_i128)(((am_u128)1 << 126) - 1))
#define HALF_MAX    (((am_i128)1 << 62))
#define PLACES_MAX  36
#define DECIMAL_MAX 34

static am_i128 absolute(am_i128 a) {
    return a < 0 ? -a : a;
}

bool am_whole_add(am_i128 a, am_i128 b, am_i128 *out) {
    *out = a + b; /* both are within 126 bits */
    return absolute(*out) <= WHOLE_MAX;
}

bool am_whole_multiply(am_i128 a, am_i128 b, am_i128 *out) {
    bool is_small = absolute(a) < HALF_MAX && absolute(b) < HALF_MAX;

    if (!is_small && b != 0 && absolute(a) > WHOLE_MAX / absolute(b)) {
        *out = 0;
        return false;
    }
    *out = a * b;
    return true;
}

am_i128 am_whole_divide_floor(am_i128 a, am_i128 b) {
    am_i128 quotient = a / b;

    return a % b != 0 && a < 0 ? quotient - 1 : quotient;
}

am_i128 am_whole_common(am_i128 a, am_i128 b) {
    a = absolute(a);
    b = absolute(b);
    while (b != 0) {
        am_i128 rest = a > INT64_MAX || b > INT64_MAX ? a % b : (am_i128)((int64_t)a % (int64_t)b);

        a = b;
        b = rest;
    }
    return a;
}

static bool power_of_ten(int32_t exponent, am_i128 *out) {
    *out = 1;
    for (int32_t i = 0; i < exponent; i++) {
        *out *= 10;
    }
    return exponent <= PLACES_MAX;
}

static am_form *form_new(am_arena *arena, uint32_t count) {
    am_form *form = AM_NEW(arena, am_form);

    if (form == NULL) {
        return NULL;
    }
    form->terms = count != 0 ? AM_NEW_ARRAY(arena, am_term, count) : NULL;
    form->divisor = 1;
    return count != 0 && form->terms == NULL ? NULL : form;
}

/* Divides by what everything in the form has in common. */
static const am_form *reduced(am_form *form) {
    am_i128 common = am_whole_common(form->divisor, form->constant);

    for (uint32_t i = 0; i < form->count && common != 1; i++) {
        common = am_whole_common(common, form->terms[i].factor);
    }
    if (common > 1) {
        form->divisor /= common;
        form->constant /= common;
        for (uint32_t i = 0; i < form->count; i++) {
            form->terms[i].factor /= common;
        }
    }
    return form;
}

const am_form *am_form_of_whole(am_arena *arena, am_i128 value) {
    am_form *form = form_new(arena, 0);

    if (form != NULL) {
        form->constant = value;
    }
    return form;
}

const am_form *am_form_of_decimal(am_arena *arena, am_decimal value) {
    am_form *form = form_new(arena, 0);
    am_i128 digits = (am_i128)value.digits, power;

    if (form == NULL || !power_of_ten(value.exponent < 0 ? -value.exponent : value.exponent, &power)) {
        return form != NULL && value.digits == 0 ? form : NULL;
    }
    form->constant = value.is_negative ? -digits : digits;
    if (value.exponent < 0) {
        form->divisor = power;
    } else if (!am_whole_multiply(form->constant, power, &form->constant)) {
        return NULL;
    }
    return reduced(form);
}

const am_form *am_form_of_unknown(am_arena *arena, uint32_t unknown, int32_t places) {
    am_form *form = form_new(arena, 1);

    if (form == NULL || !power_of_ten(places, &form->divisor)) {
        return NULL;
    }
    form->terms[0] = (am_term){unknown, 1};
    form->count = 1;
    return form;
}

/* x/d + y/e with a common divisor d x e / gcd: the factors by which x and y are multiplied. */
static bool common_divisor(am_i128 d, am_i128 e, am_i128 *for_d, am_i128 *for_e, am_i128 *out) {
    am_i128 common = am_whole_common(d, e);

    *for_d = e / common;
    *for_e = d / common;
    return am_whole_multiply(d, *for_d, out);
}

static bool combine(am_i128 a, am_i128 for_a, am_i128 b, am_i128 for_b, am_i128 *out) {
    am_i128 left, right;

    return am_whole_multiply(a, for_a, &left) && am_whole_multiply(b, for_b, &right) &&
           am_whole_add(left, right, out);
}

const am_form *am_form_add(am_arena *arena, const am_form *a, const am_form *b, am_i128 factor,
                           am_i128 divisor) {
    am_form *sum = a != NULL && b != NULL ? form_new(arena, a->count + b->count) : NULL;
    am_i128 for_a, for_b, whole;
    uint32_t i = 0, k = 0;

    if (sum == NULL || !am_whole_multiply(b->divisor, divisor, &whole) ||
        !common_divisor(a->divisor, whole, &for_a, &for_b, &sum->divisor) ||
        !am_whole_multiply(for_b, factor, &for_b) ||
        !combine(a->constant, for_a, b->constant, for_b, &sum->constant)) {
        return NULL;
    }
    while (i < a->count || k < b->count) {
        bool is_a = k == b->count || (i < a->count && a->terms[i].unknown <= b->terms[k].unknown);
        bool is_b = i == a->count || (k < b->count && b->terms[k].unknown <= a->terms[i].unknown);
        am_term term = {is_a ? a->terms[i].unknown : b->terms[k].unknown, 0};

        if (!combine(is_a ? a->terms[i].factor : 0, for_a, is_b ? b->terms[k].factor : 0, for_b,
                     &term.factor)) {
            return NULL;
        }
        if (term.factor != 0) {
            sum->terms[sum->count++] = term;
        }
        i += is_a ? 1 : 0;
        k += is_b ? 1 : 0;
    }
    return reduced(sum);
}

static const am_form *scaled(am_arena *arena, const am_form *a, am_i128 factor, am_i128 divisor) {
    am_form *product = form_new(arena, a->count);

    if (divisor < 0) {
        factor = -factor;
        divisor = -divisor;
    }
    if (product == NULL || !am_whole_multiply(a->divisor, divisor, &product->divisor) ||
        !am_whole_multiply(a->constant, factor, &product->constant)) {
        return NULL;
    }
    for (uint32_t i = 0; i < a->count && factor != 0; i++) {
        product->terms[i].unknown = a->terms[i].unknown;
        if (!am_whole_multiply(a->terms[i].factor, factor, &product->terms[i].factor)) {
            return NULL;
        }
        product->count++;
    }
    return reduced(product);
}

const am_form *am_form_scale(am_arena *arena, const am_form *a, const am_form *b) {
    return a != NULL && b != NULL ? scaled(arena, a, b->constant, b->divisor) : NULL;
}

const am_form *am_form_share(am_arena *arena, const am_form *a, const am_form *b) {
    return a != NULL && b != NULL && b->constant != 0 ? scaled(arena, a, b->divisor, b->constant) : NULL;
}

bool am_form_is_constant(const am_form *form) {
    return form->count == 0;
}

bool am_form_is_same(const am_form *a, const am_form *b) {
    if (a == NULL || b == NULL || a->count != b->count || a->constant != b->constant ||
        a->divisor != b->divisor) {
        return false;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->terms[i].unknown != b->terms[i].unknown || a->terms[i].factor != b->terms[i].factor) {
            return false;
        }
    }
    return true;
}

int am_form_sign(const am_form *form) {
    return (form->constant > 0) - (form->constant < 0);
}

bool am_form_to_decimal(const am_form *form, am_decimal *out) {
    am_i128 digits = absolute(form->constant), most = 1;
    int32_t exponent = 0;

    if (form->count != 0) {
        return false;
    }
    for (int i = 0; i < DECIMAL_MAX; i++) {
        most *= 10;
    }
    while (digits % form->divisor != 0 && exponent > -PLACES_MAX) {
        if (!am_whole_multiply(digits, 10, &digits)) {
            return false;
        }
        exponent--;
    }
    if (digits % form->divisor != 0) {
        return false;
    }
    digits /= form->divisor;
    while (digits >= most && digits % 10 == 0) {
        digits /= 10;
        exponent++;
    }
    if (digits >= most) {
        return false;
    }
    *out = am_decimal_make(form->constant < 0, (am_u128)digits, exponent);
    return true;
}
