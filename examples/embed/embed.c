/* Compiles a rulebook, assesses one record and prints the result line: all that a program needs to embed
 * Amerce. */
#include <amerce/amerce.h>
#include <stdio.h>

static const char text[] = "rulebook late_reports\n  currency EUR\n"
                           "record Report\n  id: text\n  days_late: whole in from 0\n"
                           "penalty fine\n  start from EUR 50\n  add EUR 10 for each of days_late\n";
static const char record[] = "{\"id\": \"A-1\", \"days_late\": 3}";

static bool print(void *stream, const char *data, size_t length) {
    return fwrite(data, 1, length, (FILE *)stream) == length;
}

int main(void) {
    amerce_source source = {amerce_text_of("late_reports.amerce"), amerce_text_of(text)};
    amerce_sink out = {print, stdout};
    amerce_rulebook *rulebook = NULL;
    amerce_diagnostics *diagnostics = NULL;
    amerce_assessor *assessor = NULL;
    bool is_assessed = amerce_compile(&source, NULL, &rulebook, &diagnostics) == AMERCE_OK &&
                       amerce_assessor_new(rulebook, NULL, &assessor) == AMERCE_OK &&
                       amerce_assessor_add_json(assessor, amerce_text_of(record), 1, 1, NULL) == AMERCE_OK;
    if (is_assessed) {
        amerce_assessor_run(assessor);
        amerce_assessor_write_json(assessor, 0, out);
    }
    amerce_diagnostics_write(diagnostics, AMERCE_DIAGNOSTICS_TEXT, out);
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
    amerce_diagnostics_free(diagnostics);
    return is_assessed ? 0 : 1;
}
