/*
 * SHA-256 against the standard's examples, and fed in pieces of every size.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/sha256.h"

static void assert_digest(am_sha256 *sum, const char *expected) {
    char memory[65];
    am_buffer text = am_buffer_over(memory, sizeof memory);
    am_digest digest = am_sha256_finish(sum);

    am_digest_print(&text, &digest);
    assert_int_equal(text.length, 64);
    assert_memory_equal(memory, expected, 64);
}

static void gives_the_digests_of_the_standard(void **state) {
    static const struct {
        const char *text;
        const char *digest;
    } examples[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrs"
         "mnopqrstnopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        am_sha256 sum;

        am_sha256_init(&sum);
        am_sha256_feed(&sum, am_slice_of(examples[i].text));
        assert_digest(&sum, examples[i].digest);
    }
}

static void gives_the_digest_of_a_million_letters(void **state) {
    char letters[1000];
    am_sha256 sum;

    (void)state;
    memset(letters, 'a', sizeof letters);
    am_sha256_init(&sum);
    for (unsigned i = 0; i < 1000; i++) {
        am_sha256_feed(&sum, (am_slice){letters, sizeof letters});
    }
    assert_digest(&sum, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void does_not_depend_on_the_pieces(void **state) {
    char text[200];

    (void)state;
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = (char)(i * 7);
    }
    for (size_t length = 0; length <= sizeof text; length++) {
        am_sha256 whole;
        am_digest expected;

        am_sha256_init(&whole);
        am_sha256_feed(&whole, (am_slice){text, length});
        expected = am_sha256_finish(&whole);
        for (size_t piece = 1; piece < 70; piece += 7) {
            am_sha256 sum;
            am_digest digest;

            am_sha256_init(&sum);
            for (size_t at = 0; at < length; at += piece) {
                am_sha256_feed(&sum, (am_slice){text + at, length - at < piece ? length - at : piece});
            }
            digest = am_sha256_finish(&sum);
            assert_memory_equal(digest.bytes, expected.bytes, AM_SHA256_BYTES);
        }
    }
}

static void tells_where_texts_end(void **state) {
    am_sha256 one, other;
    am_digest first, second;

    (void)state;
    am_sha256_init(&one);
    am_sha256_feed_whole(&one, AM_SLICE("ab"));
    am_sha256_feed_whole(&one, AM_SLICE("c"));
    am_sha256_init(&other);
    am_sha256_feed_whole(&other, AM_SLICE("a"));
    am_sha256_feed_whole(&other, AM_SLICE("bc"));
    first = am_sha256_finish(&one);
    second = am_sha256_finish(&other);
    assert_memory_not_equal(first.bytes, second.bytes, AM_SHA256_BYTES);
}

int sha256_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_digests_of_the_standard),
        cmocka_unit_test(gives_the_digest_of_a_million_letters),
        cmocka_unit_test(does_not_depend_on_the_pieces),
        cmocka_unit_test(tells_where_texts_end),
    };

    return cmocka_run_group_tests_name("sha256", tests, NULL, NULL);
}
