/*
 * The kernels for processors with AVX512.
 */
#define AM_KERNELS am_kernels_avx512
#include "narrow/kernel_text.h"
