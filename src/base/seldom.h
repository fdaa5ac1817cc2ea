/*
 * What runs once for many records, in a file that is otherwise built for speed: such a function is built for
 * size.
 */
#ifndef AM_BASE_SELDOM_H
#define AM_BASE_SELDOM_H

#define AM_SELDOM __attribute__((cold))

#endif
