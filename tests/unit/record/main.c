/*
 * Runs the groups of tests of src/record.
 */
int csv_result_tests(void);
int csv_splitter_tests(void);
int csv_tests(void);
int given_tests(void);
int json_tests(void);
int memory_tests(void);
int mutation_tests(void);
int quick_tests(void);
int reader_tests(void);
int refusal_tests(void);
int result_tests(void);
int splitter_tests(void);

int main(void) {
    int failures = 0;

    failures += csv_result_tests();
    failures += csv_splitter_tests();
    failures += csv_tests();
    failures += given_tests();
    failures += json_tests();
    failures += memory_tests();
    failures += mutation_tests();
    failures += quick_tests();
    failures += reader_tests();
    failures += refusal_tests();
    failures += result_tests();
    failures += splitter_tests();
    return failures != 0;
}
