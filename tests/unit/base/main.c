/*
 * Runs the groups of tests of src/base.
 */
int arena_tests(void);
int buffer_tests(void);
int calendar_tests(void);
int currency_tests(void);
int date_tests(void);
int decimal_tests(void);
int decimal_round_tests(void);
int decimal_text_tests(void);
int look_alike_tests(void);
int name_tests(void);
int normal_form_tests(void);
int sha256_tests(void);
int slice_tests(void);
int unicode_tests(void);
int wide_tests(void);

int main(void) {
    int failures = 0;

    failures += arena_tests();
    failures += buffer_tests();
    failures += calendar_tests();
    failures += currency_tests();
    failures += date_tests();
    failures += decimal_tests();
    failures += decimal_round_tests();
    failures += decimal_text_tests();
    failures += look_alike_tests();
    failures += name_tests();
    failures += normal_form_tests();
    failures += sha256_tests();
    failures += slice_tests();
    failures += unicode_tests();
    failures += wide_tests();
    return failures != 0;
}
