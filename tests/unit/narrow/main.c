/*
 * All tests of src/narrow. Kernels are tried in every table that the processor can run.
 */
int grain_tests(void);
int kernel_arithmetic_tests(void);
int kernel_date_tests(void);
int kernel_list_tests(void);
int kernel_state_tests(void);
int kernel_table_tests(void);
int print_tests(void);

int main(void) {
    int failures = 0;
    failures += grain_tests();
    failures += kernel_arithmetic_tests();
    failures += kernel_date_tests();
    failures += kernel_list_tests();
    failures += kernel_state_tests();
    failures += kernel_table_tests();
    failures += print_tests();
    return failures;
}
