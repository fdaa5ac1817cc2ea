/*
 * All tests of src/lower.
 */
int assess_tests(void);
int exhaustion_tests(void);
int limit_tests(void);
int listing_tests(void);

int main(void) {
    int failures = 0;
    failures += listing_tests();
    failures += assess_tests();
    failures += limit_tests();
    failures += exhaustion_tests();
    return failures;
}
