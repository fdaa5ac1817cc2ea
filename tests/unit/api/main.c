/*
 * Runs the tests of the public interface.
 */
#include "groups.h"

int main(void) {
    return compile_tests() + assess_tests() + columns_tests() + dated_tests() + decision_tests() +
           discretion_tests() + mildest_tests() + explain_tests() + given_tests() + ladder_tests() +
           docket_tests() + calibrate_tests() + properties_tests() + stream_tests();
}
