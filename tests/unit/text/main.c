int source_tests(void);
int diagnostic_tests(void);

int main(void) {
    return source_tests() + diagnostic_tests();
}
