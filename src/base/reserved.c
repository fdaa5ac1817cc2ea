/*
 * The one list of the words of result lines: the model refuses outputs of these names, and so does the
 * verifier of images.
 */
#include "base/reserved.h"

static const char *const words[] = {
    "id",         "currency", "as_of", "known_at", "mildest_law",
    "discretion", "needs",    "error", "explain",  "decision",
};

bool am_is_reserved_in_results(am_slice name) {
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (am_slice_is_equal(name, am_slice_of(words[i]))) {
            return true;
        }
    }
    return false;
}
