/*
 * Runs the tests of explanations.
 */
#include "groups.h"

int main(void) {
    return text_table_tests();
}
