#include <stdio.h>

int check_tests(void);
int golden_tests(const char *folder);
int model_tests(void);

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: unit_model FOLDER (with good/ and bad/)\n");
        return 2;
    }
    return check_tests() + model_tests() + golden_tests(arguments[1]);
}
