/*
 * Runs the groups of tests of src/code.
 */
int image_tests(void);
int opcode_tests(void);
int print_tests(void);
int program_tests(void);
int table_tests(void);
int verify_tests(void);

int main(void) {
    int failures = 0;
    failures += image_tests();
    failures += opcode_tests();
    failures += print_tests();
    failures += program_tests();
    failures += table_tests();
    failures += verify_tests();
    return failures != 0;
}
