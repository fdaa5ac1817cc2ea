/*
 * The kernels for processors with AVX2.
 */
#define AM_KERNELS am_kernels_avx2
#include "narrow/kernel_text.h"
