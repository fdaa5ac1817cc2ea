#include <stdio.h>

int golden_tests(const char *folder);
int nesting_tests(void);
int numeral_tests(void);
int parse_tests(void);
int token_tests(void);
int words_tests(void);

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: unit_syntax FOLDER (with good/ and bad/)\n");
        return 2;
    }
    return token_tests() + words_tests() + numeral_tests() + nesting_tests() + parse_tests() +
           golden_tests(arguments[1]);
}
