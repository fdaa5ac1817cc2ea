/*
 * Runs the tests of comparisons.
 */
int rates_tests(void);

int main(void) {
    return rates_tests();
}
