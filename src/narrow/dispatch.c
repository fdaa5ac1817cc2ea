/*
 * Which kernels this processor can run.
 */
#include "narrow/kernel.h"

const am_kernels *am_kernels_here(void) {
#if defined(AM_HAS_AVX2) || defined(AM_HAS_AVX512)
    __builtin_cpu_init();
#endif
#if defined(AM_HAS_AVX512)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
        return &am_kernels_avx512;
    }
#endif
#if defined(AM_HAS_AVX2)
    if (__builtin_cpu_supports("avx2")) {
        return &am_kernels_avx2;
    }
#endif
    return &am_kernels_plain;
}
