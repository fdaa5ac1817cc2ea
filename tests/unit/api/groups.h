/*
 * The groups of tests of the interface: each runs its own and returns how many failed.
 */
#ifndef AM_TESTS_API_GROUPS_H
#define AM_TESTS_API_GROUPS_H

int assess_tests(void);
int calibrate_tests(void);
int compile_tests(void);
int columns_tests(void);
int dated_tests(void);
int mildest_tests(void);
int decision_tests(void);
int docket_tests(void);
int discretion_tests(void);
int explain_tests(void);
int given_tests(void);
int ladder_tests(void);
int properties_tests(void);
int stream_tests(void);

#endif
