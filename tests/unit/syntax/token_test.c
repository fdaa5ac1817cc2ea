/*
 * The tables of tokens and words: in order, and complete.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "syntax/token.h"

static void words_are_sorted(void **state) {
    (void)state;
    size_t count;
    const am_word *words = am_words_all(&count);
    for (size_t i = 1; i < count; i++) {
        if (am_slice_compare(words[i - 1].spelling, words[i].spelling) >= 0) {
            fail_msg("`%s` stands before `%s`", words[i - 1].spelling.data, words[i].spelling.data);
        }
    }
}

/* Every kind that the grammar numbers has its row. */
static void every_kind_has_a_title(void **state) {
    (void)state;
    for (uint16_t kind = 1; kind < am_token_count(); kind++) {
        assert_int_not_equal(am_token_group_of(kind), AM_GROUP_NONE);
        assert_int_not_equal(am_token_title(kind).length, 0);
        assert_int_not_equal(am_token_identifier(kind).length, 0);
    }
    assert_int_equal(am_token_group_of(am_token_count()), AM_GROUP_NONE);
    assert_int_equal(am_token_title(UINT16_MAX).length, 0);
}

static void words_are_found_by_their_first_word(void **state) {
    (void)state;
    const am_word *begin;
    const am_word *end;
    assert_true(am_words_find(AM_SLICE("is"), &begin, &end));
    assert_int_equal(end - begin, 6);
    assert_true(am_slice_is_equal(begin->spelling, AM_SLICE("is")));
    assert_true(am_slice_is_equal(end[-1].spelling, AM_SLICE("is one of")));
    assert_true(am_words_find(AM_SLICE("adds"), &begin, &end));
    assert_int_equal(end - begin, 2);
    assert_true(am_words_find(AM_SLICE("yes"), &begin, &end));
    assert_false(am_words_find(AM_SLICE("known_"), &begin, &end));
    assert_false(am_words_find(AM_SLICE("most"), &begin, &end));
    assert_false(am_words_find(AM_SLICE("zz"), &begin, &end));
}

int token_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_sorted),
        cmocka_unit_test(every_kind_has_a_title),
        cmocka_unit_test(words_are_found_by_their_first_word),
    };
    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
