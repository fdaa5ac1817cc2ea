/*
 * All tests of src/vm. The last group asks whether those before it ran every opcode.
 */
int batch_tests(void);
int coverage_tests(void);
int intern_tests(void);
int law_tests(void);
int level_tests(void);
int list_tests(void);
int opcode_tests(void);
int pick_tests(void);
int reason_tests(void);
int program_tests(void);
int state_tests(void);
int unbroken_tests(void);

int main(void) {
    int failures = 0;
    failures += intern_tests();
    failures += batch_tests();
    failures += opcode_tests();
    failures += state_tests();
    failures += law_tests();
    failures += level_tests();
    failures += list_tests();
    failures += unbroken_tests();
    failures += pick_tests();
    failures += reason_tests();
    failures += program_tests();
    failures += coverage_tests();
    return failures;
}
