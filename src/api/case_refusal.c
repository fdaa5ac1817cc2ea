/*
 * What is expected of records that are refused: `"error"` in place of an output, with a code or with what the
 * refusal says.
 */
#include "api/case_value.h"
#include "api/cases.h"

amerce_expectation_kind am_case_kind_of(am_slice path) {
    return am_slice_is_equal(path, AM_SLICE("error")) ? AMERCE_EXPECT_REFUSED : AMERCE_EXPECT_IS;
}

static void put_refusal(am_buffer *out, const amerce_record_error *error) {
    am_buffer_put_text(out, "{\"code\":");
    am_json_put(out, am_slice_of(error->code));
    am_buffer_put_text(out, ",\"message\":");
    am_json_put(out, am_api_slice(error->message));
    if (error->path.length > 0) {
        am_buffer_put_text(out, ",\"path\":");
        am_json_put(out, am_api_slice(error->path));
    }
    am_buffer_put_char(out, '}');
}

/* What is not said of a refusal may be anything. */
static bool is_met(am_slice expected, const amerce_record_error *error) {
    const am_slice came[] = {am_slice_of(error->code), am_api_slice(error->message),
                             am_api_slice(error->path)};
    static const char *const names[] = {"code", "message", "path"};
    am_json json = am_json_of(expected);
    bool is_said = false;
    if (am_json_next(&json) == AM_JSON_STRING) {
        return am_case_says(expected, came[0]);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        am_slice part;
        if (am_case_member(expected, am_slice_of(names[i]), &part)) {
            is_said = true;
            if (!am_case_says(part, came[i])) {
                return false;
            }
        }
    }
    return is_said;
}

amerce_status amerce_case_check_refusal(const amerce_cases *cases, size_t index, size_t expectation,
                                        const amerce_record_error *error, amerce_sink came, bool *is_good) {
    am_buffer buffer;
    *is_good = false;
    if (index >= cases->count || expectation >= cases->items[index].claim_count) {
        return AMERCE_MISUSE;
    }
    const am_claim *claim = &cases->items[index].claims[expectation];
    am_buffer_init(&buffer, cases->allocator);
    put_refusal(&buffer, error);
    *is_good = claim->kind == AMERCE_EXPECT_REFUSED && !buffer.is_failed && is_met(claim->expected, error);
    return am_api_flush(&buffer, came);
}
