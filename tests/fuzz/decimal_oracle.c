/*
 * Random decimal operations, each done by base/decimal and by Intel's decimal128 library, and compared: value
 * and status, bit for bit in meaning.
 *
 * usage: fuzz_decimal COUNT SEED. The operands lean towards where decimals go wrong: ties, carries, 34
 * digits, the ends of the exponents, sums that cancel. IEEE's infinities, NaN and inexact underflow are this
 * project's errors, and its -0 is 0. Prints the seed, so that a difference can be found again.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECIMAL_CALL_BY_REFERENCE      0
#define DECIMAL_GLOBAL_ROUNDING        0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

#include "base/decimal.h"

enum { INTEL_EVEN, INTEL_FLOOR, INTEL_CEILING, INTEL_ZERO, INTEL_AWAY };
enum {
    INTEL_INVALID = 1,
    INTEL_ZERO_DIVIDE = 4,
    INTEL_OVERFLOW = 8,
    INTEL_UNDERFLOW = 16,
    INTEL_INEXACT = 32
};
enum { EXPONENT_BIAS = 6176, SHOWN_DIFFERENCES = 20 };

typedef struct answer {
    am_arith status;
    am_decimal value;
} answer;

/* ---- Random operands ---- */

static uint64_t next_random(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;

    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static int below(uint64_t *state, int bound) {
    return (int)(next_random(state) % (uint64_t)bound);
}

static int between(uint64_t *state, int low, int high) {
    return low + below(state, high - low + 1);
}

static am_u128 ten_to(int power) {
    am_u128 value = 1;

    while (power-- > 0) {
        value *= 10;
    }
    return value;
}

/* Digits with long runs of 0, 4, 5 and 9, where rounding carries or ties; or any; or next to a power of ten.
 */
static am_u128 random_digits(uint64_t *state) {
    static const int runs[] = {0, 9, 5, 4};
    int count = below(state, 3) == 0 ? AM_DECIMAL_DIGITS : between(state, 1, AM_DECIMAL_DIGITS);
    int kind = below(state, 8);
    am_u128 digits = 0;

    if (kind == 0) {
        return ten_to(count - 1) + (am_u128)below(state, 3);
    }
    if (kind == 1) {
        return ten_to(count) - 1 - (am_u128)below(state, count > 1 ? 3 : 1);
    }
    for (int i = 0, run = 0, digit = 0; i < count; i++) {
        if (run-- <= 0) {
            run = kind < 4 ? between(state, 0, 12) : 0;
            digit = kind < 4 && below(state, 3) > 0 ? runs[below(state, 4)] : below(state, 10);
        }
        digits = digits * 10 + (am_u128)digit;
    }
    return digits;
}

static int random_exponent(uint64_t *state) {
    switch (below(state, 8)) {
    case 0:
        return between(state, AM_DECIMAL_MIN_EXPONENT, AM_DECIMAL_MAX_EXPONENT);
    case 1:
        return between(state, AM_DECIMAL_MIN_EXPONENT, AM_DECIMAL_MIN_EXPONENT + 70);
    case 2:
        return between(state, AM_DECIMAL_MAX_EXPONENT - 70, AM_DECIMAL_MAX_EXPONENT);
    case 3:
        return between(state, -3140, -3040);
    case 4:
        return between(state, -4, 0);
    default:
        return between(state, -45, 45);
    }
}

/* An operand as law has them: an amount, a rate, a count. */
static am_decimal random_plain(uint64_t *state) {
    return am_decimal_make(below(state, 6) == 0, next_random(state) >> between(state, 1, 63),
                           between(state, -6, 0));
}

static am_decimal random_decimal(uint64_t *state) {
    if (below(state, 4) == 0) {
        return random_plain(state);
    }
    if (below(state, 64) == 0) {
        return am_decimal_make(false, 0, random_exponent(state));
    }
    return am_decimal_make(below(state, 2) == 0, random_digits(state), random_exponent(state));
}

static int32_t within_range(int32_t exponent) {
    if (exponent < AM_DECIMAL_MIN_EXPONENT) {
        return AM_DECIMAL_MIN_EXPONENT;
    }
    return exponent > AM_DECIMAL_MAX_EXPONENT ? AM_DECIMAL_MAX_EXPONENT : exponent;
}

/* An operand that meets `a` where it hurts: half of its last digit, its negation or nearly that, the same
 * value with other digits, or an exponent at a chosen distance. */
static am_decimal random_partner(uint64_t *state, am_decimal a) {
    am_decimal b = random_decimal(state);

    switch (below(state, 8)) {
    case 0:
        b.digits = (am_u128)between(state, 4, 6) * ten_to(below(state, 20));
        b.digits += (am_u128)below(state, 2);
        b.exponent = within_range(a.exponent - between(state, 0, 40));
        return b;
    case 1:
        b.digits = a.digits + (am_u128)below(state, 3);
        if (b.digits >= ten_to(AM_DECIMAL_DIGITS)) {
            b.digits = a.digits;
        }
        b.exponent = within_range(a.exponent + between(state, -1, 1));
        b.is_negative = !a.is_negative && b.digits != 0;
        return b;
    case 2:
        b = a;
        while (b.digits != 0 && b.digits < ten_to(AM_DECIMAL_DIGITS - 1) &&
               b.exponent > AM_DECIMAL_MIN_EXPONENT && below(state, 8) != 0) {
            b.digits *= 10;
            b.exponent--;
        }
        return b;
    case 3:
    case 4:
        b.exponent = within_range(a.exponent + between(state, -80, 80));
        return b;
    default:
        return b;
    }
}

/* ---- Between the two forms ---- */

static BID_UINT128 to_intel(am_decimal a) {
    BID_UINT128 intel;

    intel.w[0] = (BID_UINT64)a.digits;
    intel.w[1] = (BID_UINT64)(a.digits >> 64) | (BID_UINT64)(a.exponent + EXPONENT_BIAS) << 49 |
                 (BID_UINT64)a.is_negative << 63;
    return intel;
}

/* The finite value of Intel's form. Its library answers with canonical values, whose digits fit below the
 * exponent. */
static am_decimal from_intel(BID_UINT128 intel) {
    am_u128 digits = (am_u128)(intel.w[1] & (((BID_UINT64)1 << 49) - 1)) << 64 | intel.w[0];
    int32_t exponent = (int32_t)(intel.w[1] >> 49 & 0x3FFF) - EXPONENT_BIAS;

    return am_decimal_make(intel.w[1] >> 63 != 0, digits, exponent);
}

static answer answer_of(BID_UINT128 intel, unsigned flags) {
    if (flags & (INTEL_ZERO_DIVIDE | INTEL_INVALID)) {
        return (answer){AM_ARITH_ZERO_DIVISOR, {0}};
    }
    if (flags & INTEL_OVERFLOW) {
        return (answer){AM_ARITH_OVERFLOW, {0}};
    }
    if (flags & INTEL_UNDERFLOW) {
        return (answer){AM_ARITH_UNDERFLOW, {0}};
    }
    return (answer){flags & INTEL_INEXACT ? AM_ARITH_ROUNDED : AM_ARITH_EXACT, from_intel(intel)};
}

/* ---- The operations, by Intel's library ---- */

static answer intel_add(BID_UINT128 a, BID_UINT128 b) {
    unsigned flags = 0;
    BID_UINT128 sum = bid128_add(a, b, INTEL_EVEN, &flags);

    return answer_of(sum, flags);
}

static answer intel_subtract(BID_UINT128 a, BID_UINT128 b) {
    unsigned flags = 0;
    BID_UINT128 difference = bid128_sub(a, b, INTEL_EVEN, &flags);

    return answer_of(difference, flags);
}

static answer intel_multiply(BID_UINT128 a, BID_UINT128 b) {
    unsigned flags = 0;
    BID_UINT128 product = bid128_mul(a, b, INTEL_EVEN, &flags);

    return answer_of(product, flags);
}

static answer intel_divide(BID_UINT128 a, BID_UINT128 b) {
    unsigned flags = 0;
    BID_UINT128 quotient = bid128_div(a, b, INTEL_EVEN, &flags);

    return answer_of(quotient, flags);
}

static answer intel_remainder(BID_UINT128 a, BID_UINT128 b) {
    unsigned flags = 0;
    BID_UINT128 remainder = bid128_fmod(a, b, &flags);

    return answer_of(remainder, flags);
}

static int is_less(BID_UINT128 a, BID_UINT128 b) {
    unsigned flags = 0;

    return bid128_quiet_less(a, b, &flags);
}

static int is_same(BID_UINT128 a, BID_UINT128 b) {
    unsigned flags = 0;

    return bid128_quiet_equal(a, b, &flags);
}

/* Division towards zero has all digits before the point where these are at most 34. */
static answer intel_quotient(BID_UINT128 a, BID_UINT128 b) {
    BID_UINT128 least_beyond = to_intel(am_decimal_make(false, 1, AM_DECIMAL_DIGITS));
    unsigned flags = 0;
    BID_UINT128 quotient = bid128_div(a, b, INTEL_ZERO, &flags);

    if (flags & (INTEL_ZERO_DIVIDE | INTEL_INVALID)) {
        return (answer){AM_ARITH_ZERO_DIVISOR, {0}};
    }
    if (!is_less(bid128_abs(quotient), least_beyond)) {
        return (answer){AM_ARITH_DOMAIN, {0}};
    }
    flags = 0;
    return answer_of(bid128_round_integral_zero(quotient, &flags), flags);
}

static answer intel_power(am_decimal base, int count) {
    answer power = {AM_ARITH_EXACT, am_decimal_of(1)};
    am_arith status = AM_ARITH_EXACT;

    for (int bit = 1 << 13; bit > 0; bit >>= 1) {
        power = intel_multiply(to_intel(power.value), to_intel(power.value));
        status = power.status > status ? power.status : status;
        if (power.status <= AM_ARITH_ROUNDED && (count & bit) != 0) {
            power = intel_multiply(to_intel(power.value), to_intel(base));
        }
        status = power.status > status ? power.status : status;
        if (status > AM_ARITH_ROUNDED) {
            return (answer){status, {0}};
        }
    }
    return (answer){status, power.value};
}

/* Rounds to a power of ten; what already is a multiple may have too many digits to be written so, and is the
 * answer. */
static answer intel_quantize(am_decimal a, int intel_mode, am_decimal unit) {
    unsigned flags = 0;
    BID_UINT128 rounded = bid128_quantize(to_intel(a), to_intel(unit), intel_mode, &flags);

    if (a.exponent >= unit.exponent && (flags & INTEL_INVALID)) {
        return (answer){AM_ARITH_EXACT, a};
    }
    return answer_of(rounded, flags & ~(unsigned)INTEL_INEXACT);
}

static answer intel_round(am_decimal a, am_rounding mode, am_decimal unit) {
    answer nearest, lower, twice;

    switch (mode) {
    case AM_ROUND_UP:
        return intel_quantize(a, a.is_negative ? INTEL_FLOOR : INTEL_CEILING, unit);
    case AM_ROUND_DOWN:
        return intel_quantize(a, INTEL_ZERO, unit);
    case AM_ROUND_HALF_UP:
        return intel_quantize(a, INTEL_AWAY, unit);
    case AM_ROUND_HALF_EVEN:
        return intel_quantize(a, INTEL_EVEN, unit);
    case AM_ROUND_CEILING:
        return intel_quantize(a, INTEL_CEILING, unit);
    case AM_ROUND_FLOOR:
        return intel_quantize(a, INTEL_FLOOR, unit);
    case AM_ROUND_HALF_DOWN:
        break;
    }
    /* Half down: towards zero at exactly half a unit, else the nearest. */
    nearest = intel_quantize(a, INTEL_AWAY, unit);
    lower = intel_quantize(a, INTEL_ZERO, unit);
    twice = intel_subtract(to_intel(a), to_intel(lower.value));
    twice = intel_add(to_intel(twice.value), to_intel(twice.value));
    return is_same(bid128_abs(to_intel(twice.value)), to_intel(unit)) ? lower : nearest;
}

static int goes_away(am_rounding mode, int is_negative, int is_odd, int half) {
    if (mode == AM_ROUND_CEILING || mode == AM_ROUND_FLOOR) {
        return (mode == AM_ROUND_FLOOR) == is_negative;
    }
    if (mode == AM_ROUND_UP || mode == AM_ROUND_DOWN) {
        return mode == AM_ROUND_UP;
    }
    if (half != 0) {
        return half > 0;
    }
    return mode == AM_ROUND_HALF_UP || (mode == AM_ROUND_HALF_EVEN && is_odd);
}

/* Rounds to any unit whose half and double can be written: by the remainders of one unit and of two. */
static answer intel_round_any(am_decimal a, am_rounding mode, am_decimal unit) {
    BID_UINT128 size = bid128_abs(to_intel(a)), one = to_intel(unit);
    BID_UINT128 two = to_intel(am_decimal_make(false, unit.digits * 2, unit.exponent));
    BID_UINT128 half_unit = to_intel(am_decimal_make(false, unit.digits * 5, unit.exponent - 1));
    BID_UINT128 rest = to_intel(intel_remainder(size, one).value);
    int is_odd = !is_less(to_intel(intel_remainder(size, two).value), one);
    int half = is_less(half_unit, rest) - is_less(rest, half_unit);
    answer result;

    if (from_intel(rest).digits == 0) {
        return (answer){AM_ARITH_EXACT, a};
    }
    if (!goes_away(mode, a.is_negative, is_odd, half)) {
        result = intel_subtract(size, rest);
    } else if (is_less(size, one)) {
        result = (answer){AM_ARITH_EXACT, unit};
    } else {
        result = intel_add(size, to_intel(intel_subtract(one, rest).value));
    }
    result.value.is_negative = a.is_negative && result.value.digits != 0;
    return result;
}

/* ---- One comparison ---- */

typedef enum operation {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    REMAINDER,
    QUOTIENT,
    COMPARE,
    POWER,
    ROUND_TO_TEN,
    ROUND_TO_ANY,
    PARSE,
    OPERATION_COUNT
} operation;

static const char *const operation_names[OPERATION_COUNT] = {
    "add",     "subtract", "multiply",     "divide",       "remainder", "quotient",
    "compare", "power",    "round to ten", "round to any", "parse",
};

typedef struct trial {
    operation operation;
    am_decimal a;
    am_decimal b; /* the exponent of a power, the unit of a rounding */
    am_rounding mode;
    char text[160];
    answer ours;
    answer theirs;
} trial;

static am_decimal order_of(int order) {
    return am_decimal_of((order > 0) - (order < 0));
}

/* Up to 80 digits with a point among them and an exponent. */
static void make_text(uint64_t *state, trial *one) {
    int count = between(state, 1, below(state, 2) == 0 ? 36 : 80);
    int point = below(state, count + 1);
    bool is_run = below(state, 2) == 0;
    char runs[] = {'9', '9', "0459"[below(state, 4)], '0', '0'};
    char *place = one->text;

    if (below(state, 2) == 0) {
        *place++ = '-';
    }
    for (int i = 0; i < count; i++) {
        if (i == point) {
            *place++ = '.';
        }
        *place++ = is_run && below(state, 12) != 0 ? runs[i / 17] : (char)('0' + below(state, 10));
    }
    *place = '\0';
    if (below(state, 2) == 0) {
        snprintf(place, 16, "E%d", random_exponent(state));
    }
}

static void make_trial(uint64_t *state, trial *one) {
    one->operation = (operation)below(state, OPERATION_COUNT);
    one->a = random_decimal(state);
    one->b = random_partner(state, one->a);
    one->mode = (am_rounding)below(state, AM_ROUNDING_COUNT);
    if (one->operation == POWER) {
        if (below(state, 2) == 0) {
            one->a = random_plain(state);
        }
        one->b = am_decimal_of(below(state, 4) == 0 ? below(state, 10000) : below(state, 40));
    } else if (one->operation == ROUND_TO_TEN) {
        one->b = am_decimal_make(false, 1, one->b.exponent);
    } else if (one->operation == ROUND_TO_ANY) {
        one->b = am_decimal_absolute(one->b);
        if (one->b.digits == 0 || one->b.digits >= ten_to(AM_DECIMAL_DIGITS) / 5) {
            one->b.digits = 1 + (am_u128)below(state, 1000);
        }
        one->b.exponent += one->b.exponent == AM_DECIMAL_MIN_EXPONENT;
    } else if (one->operation == PARSE) {
        make_text(state, one);
    }
}

static answer do_ours(const trial *one) {
    answer result = {AM_ARITH_EXACT, {0}};

    switch (one->operation) {
    case ADD:
        result.status = am_decimal_add(one->a, one->b, &result.value);
        break;
    case SUBTRACT:
        result.status = am_decimal_subtract(one->a, one->b, &result.value);
        break;
    case MULTIPLY:
        result.status = am_decimal_multiply(one->a, one->b, &result.value);
        break;
    case DIVIDE:
        result.status = am_decimal_divide(one->a, one->b, &result.value);
        break;
    case REMAINDER:
        result.status = am_decimal_remainder(one->a, one->b, &result.value);
        break;
    case QUOTIENT:
        result.status = am_decimal_quotient(one->a, one->b, &result.value);
        break;
    case COMPARE:
        result.value = order_of(am_decimal_compare(one->a, one->b));
        break;
    case POWER:
        result.status = am_decimal_power(one->a, one->b, &result.value);
        break;
    case ROUND_TO_TEN:
    case ROUND_TO_ANY:
        result.status = am_decimal_round(one->a, one->mode, one->b, &result.value);
        break;
    case PARSE:
        result.status = am_decimal_parse(am_slice_of(one->text), &result.value);
        break;
    case OPERATION_COUNT:
        break;
    }
    return result;
}

static answer intel_parse(const trial *one) {
    char text[sizeof one->text];
    unsigned flags = 0;
    BID_UINT128 value;

    memcpy(text, one->text, sizeof text);
    value = bid128_from_string(text, INTEL_EVEN, &flags);
    return answer_of(value, flags);
}

static answer do_theirs(const trial *one) {
    BID_UINT128 a = to_intel(one->a), b = to_intel(one->b);

    switch (one->operation) {
    case ADD:
        return intel_add(a, b);
    case SUBTRACT:
        return intel_subtract(a, b);
    case MULTIPLY:
        return intel_multiply(a, b);
    case DIVIDE:
        return intel_divide(a, b);
    case REMAINDER:
        return intel_remainder(a, b);
    case QUOTIENT:
        return intel_quotient(a, b);
    case COMPARE:
        return (answer){AM_ARITH_EXACT, order_of(is_less(b, a) - is_less(a, b))};
    case POWER:
        return intel_power(one->a, (int)one->b.digits);
    case ROUND_TO_TEN:
        return intel_round(one->a, one->mode, one->b);
    case ROUND_TO_ANY:
        return intel_round_any(one->a, one->mode, one->b);
    case PARSE:
        return intel_parse(one);
    case OPERATION_COUNT:
        break;
    }
    abort();
}

/* The values are compared by Intel's library, and ours must be one that the contract allows. */
static int agrees(const trial *one) {
    am_decimal value = one->ours.value;

    if (one->ours.status != one->theirs.status || value.digits >= ten_to(AM_DECIMAL_DIGITS)) {
        return 0;
    }
    if (value.exponent < AM_DECIMAL_MIN_EXPONENT || value.exponent > AM_DECIMAL_MAX_EXPONENT) {
        return 0;
    }
    if (value.digits == 0 && value.is_negative) {
        return 0;
    }
    return is_same(to_intel(value), to_intel(one->theirs.value));
}

/* ---- Reporting ---- */

static void print_decimal(am_decimal a) {
    uint64_t group = (uint64_t)ten_to(18);

    printf("%s%" PRIu64 "%018" PRIu64 "E%d", a.is_negative ? "-" : "", (uint64_t)(a.digits / group),
           (uint64_t)(a.digits % group), (int)a.exponent);
}

static void print_answer(const char *whose, answer one) {
    printf("  %s: status %d, ", whose, (int)one.status);
    print_decimal(one.value);
    printf("\n");
}

static void print_difference(const trial *one) {
    printf("%s (mode %d) ", operation_names[one->operation], (int)one->mode);
    if (one->operation == PARSE) {
        printf("%s\n", one->text);
    } else {
        print_decimal(one->a);
        printf(" and ");
        print_decimal(one->b);
        printf("\n");
    }
    print_answer("ours ", one->ours);
    print_answer("Intel", one->theirs);
}

int main(int argc, char **argv) {
    uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    uint64_t state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    uint64_t seed = state, differences = 0;
    uint64_t by_status[AM_ARITH_DOMAIN + 1] = {0};

    for (uint64_t i = 0; i < count; i++) {
        trial one = {0};

        make_trial(&state, &one);
        one.ours = do_ours(&one);
        one.theirs = do_theirs(&one);
        by_status[one.theirs.status]++;
        if (!agrees(&one) && ++differences <= SHOWN_DIFFERENCES) {
            print_difference(&one);
        }
    }
    printf("seed %" PRIu64 ": %" PRIu64 " operations, %" PRIu64 " differences\n", seed, count, differences);
    printf("exact %" PRIu64 ", rounded %" PRIu64 ", overflow %" PRIu64 ", underflow %" PRIu64
           ", zero divisor %" PRIu64 ", domain %" PRIu64 "\n",
           by_status[0], by_status[1], by_status[2], by_status[3], by_status[4], by_status[5]);
    return differences == 0 ? 0 : 1;
}
