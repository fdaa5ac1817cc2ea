/*
 * Which kernels this processor can run.
 *
 * Asking the processor takes long in a virtual machine. Where the C library has asked already, when the
 * program was loaded, its answer is taken.
 */
#include "narrow/kernel.h"

#include <stdbool.h>

#if defined(AM_HAS_AVX2) || defined(AM_HAS_AVX512)
    #if __has_include(<sys/platform/x86.h>)
        #include <sys/platform/x86.h>

/* As CPU_FEATURE_ACTIVE, which shifts a bit into a sign. */
static bool is_active(unsigned feature) {
    const struct cpuid_feature *leaf = __x86_get_cpuid_feature_leaf(feature / 128);
    return (leaf->active_array[feature % 128 / 32] >> feature % 32 & 1) != 0;
}

        #define HAS(feature, name) is_active(x86_cpu_##feature)
    #else
        #define HAS(feature, name) __builtin_cpu_supports(name)
    #endif
#endif

const am_kernels *am_kernels_here(void) {
#if defined(AM_HAS_AVX512)
    if (HAS(AVX512F, "avx512f") && HAS(AVX512DQ, "avx512dq") && HAS(AVX512BW, "avx512bw") &&
        HAS(AVX512VL, "avx512vl")) {
        return &am_kernels_avx512;
    }
#endif
#if defined(AM_HAS_AVX2)
    if (HAS(AVX2, "avx2")) {
        return &am_kernels_avx2;
    }
#endif
    return &am_kernels_plain;
}
