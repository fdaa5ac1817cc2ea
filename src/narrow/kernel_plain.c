/*
 * The kernels for any processor.
 */
#define AM_KERNELS am_kernels_plain
#include "narrow/kernel_text.h"
