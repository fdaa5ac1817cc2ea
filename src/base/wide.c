/*
 * Schoolbook arithmetic in 64-bit words: multiplication of two words by two, and division of four words by
 * two (Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D).
 */
#include "base/wide.h"

static uint64_t low_word(am_u128 value) {
    return (uint64_t)value;
}

static uint64_t high_word(am_u128 value) {
    return (uint64_t)(value >> 64);
}

am_u256 am_wide_multiply(am_u128 a, am_u128 b) {
    am_u128 low = (am_u128)low_word(a) * low_word(b);
    am_u128 cross = (am_u128)high_word(a) * low_word(b);
    am_u128 other_cross = (am_u128)low_word(a) * high_word(b);
    am_u128 high = (am_u128)high_word(a) * high_word(b);
    am_u128 middle = (am_u128)high_word(low) + low_word(cross) + low_word(other_cross);

    high += (am_u128)high_word(cross) + high_word(other_cross) + high_word(middle);
    return (am_u256){high, middle << 64 | low_word(low)};
}

static int leading_zeros(am_u128 value) {
    return high_word(value) != 0 ? __builtin_clzll(high_word(value)) : 64 + __builtin_clzll(low_word(value));
}

/* One word of the quotient: (*rest : next) / divisor, where *rest < divisor and the divisor's top bit is set.
 * The first guess, from the divisor's high word alone, is at most two too large. */
static uint64_t quotient_word(am_u128 *rest, uint64_t next, am_u128 divisor) {
    am_u128 guess = high_word(*rest) >= high_word(divisor) ? (am_u128)UINT64_MAX : *rest / high_word(divisor);
    am_u128 left = *rest - guess * high_word(divisor);

    while (high_word(left) == 0 && guess * low_word(divisor) > (left << 64 | next)) {
        guess--;
        left += high_word(divisor);
    }
    *rest = (*rest << 64 | next) - guess * divisor;
    return low_word(guess);
}

am_u128 am_wide_divide(am_u256 dividend, am_u128 divisor, am_u128 *rest) {
    int shift = leading_zeros(divisor);
    uint64_t first, second;

    if (shift > 0) {
        divisor <<= shift;
        dividend.high = dividend.high << shift | dividend.low >> (128 - shift);
        dividend.low <<= shift;
    }
    *rest = dividend.high;
    first = quotient_word(rest, high_word(dividend.low), divisor);
    second = quotient_word(rest, low_word(dividend.low), divisor);
    *rest >>= shift;
    return (am_u128)first << 64 | second;
}
