int source_tests(void);
int diagnostic_tests(void);
int sarif_tests(void);

int main(void) {
    return source_tests() + diagnostic_tests() + sarif_tests();
}
