/*
 * Golden cases: inputs and the lines that come out of them.
 *
 * A file in tests/golden/record holds cases, each of `# title`, the input, `----` and the expected lines;
 * `====` stands between them. Every case is run with its input whole, byte by byte and in changing pieces.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pipeline.h"

/* Takes the text up to the line `mark` off the front, and the mark. */
static am_slice take_until(am_slice *rest, const char *mark) {
    const char *found = strstr(rest->data, mark);
    size_t length = found == NULL ? rest->length : (size_t)(found - rest->data);
    am_slice taken = {rest->data, length};

    *rest = am_slice_part(*rest, found == NULL ? length : length + strlen(mark), rest->length);
    return taken;
}

static void check_case(pipeline *line, am_slice title, am_slice input, am_slice expected) {
    static const size_t pieces[] = {SIZE_MAX, 1, 0};

    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        am_buffer out;

        am_buffer_init(&out, am_allocator_standard());
        pipeline_run(line, input, pieces[i], (am_record_options){.is_extra_ignored = false}, &out);
        if (!am_slice_is_equal(am_buffer_text(&out), expected)) {
            am_buffer_put_char(&out, '\0');
            fail_msg("%.*s: in pieces of %zu:\n%s", (int)title.length, title.data, pieces[i], out.data);
        }
        am_buffer_clear(&out);
    }
}

static void check_file(pipeline *line, const char *name) {
    static char text[65536];
    FILE *file = fopen(name, "rb");
    am_slice rest = {text, 0};

    if (file == NULL) {
        fail_msg("cannot open %s", name);
    }
    rest.length = fread(text, 1, sizeof text - 1, file);
    text[rest.length] = '\0';
    fclose(file);
    assert_true(rest.length > 0);
    while (rest.length > 0) {
        am_slice title = take_until(&rest, "\n");
        am_slice input = take_until(&rest, "----\n");

        assert_true(am_slice_starts_with(title, AM_SLICE("# ")));
        check_case(line, title, input, take_until(&rest, "====\n"));
    }
}

static void writes_golden_lines(void **state) {
    pipeline line;

    (void)state;
    pipeline_init(&line, (am_limits){.records = 3, .elements = 16, .text_bytes = 4096});
    check_file(&line, GOLDEN_FOLDER "/results.txt");
    check_file(&line, GOLDEN_FOLDER "/errors.txt");
    pipeline_clear(&line);
}

/* A batch that was not filled from an input: its rows have neither ids nor lines. */
static void writes_without_ids(void **state) {
    pipeline line;
    am_record_error error;
    am_buffer out;

    (void)state;
    pipeline_init(&line, (am_limits){.records = 1, .elements = 1, .text_bytes = 64});
    am_buffer_init(&out, am_allocator_standard());
    assert_int_equal(
        pipeline_read(&line, AM_SLICE("{\"id\":1}"), (am_record_options){.is_extra_ignored = false}, &error),
        AM_RECORD_OK);
    am_vm_run(line.batch);
    am_result_write(&out, line.layout, line.batch, NULL, 0);
    assert_true(am_slice_starts_with(am_buffer_text(&out), AM_SLICE("{\"currency\":\"EUR\",\"turnover\":")));
    am_buffer_clear(&out);
    pipeline_clear(&line);
}

int result_tests(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_golden_lines),
        cmocka_unit_test(writes_without_ids),
    };

    return cmocka_run_group_tests_name("result", tests, NULL, NULL);
}
