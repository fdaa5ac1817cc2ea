/* Assesses one record with the rulebook whose text stands in the file named on the command line. */
#include <amerce/amerce.h>
#include <stdio.h>

static bool print(void *context, const char *data, size_t length) {
    return fwrite(data, 1, length, (FILE *)context) == length;
}

int main(int count, char **words) {
    static char text[65536];
    static const char record[] = "{\"id\": \"C-1\", \"turnover\": \"40000000.00\", \"infringements\": "
                                 "[{\"point\": \"III_b\", \"act\": \"a\","
                                 "\"began_on\": \"2014-03-21\", \"ended_on\": \"2014-12-15\", "
                                 "\"working_days\": 192, \"intent\": \"negligent\","
                                 "\"repetitions\": 0, \"systemic\": true, \"data_quality\": true, "
                                 "\"no_remedy\": false, \"uncooperative\": false,"
                                 "\"prevented\": false, \"self_reported\": false, \"remedied\": false}]}";
    FILE *file = count > 1 ? fopen(words[1], "rb") : NULL;
    if (file == NULL)
        return 2;
    amerce_source source = {amerce_text_of(words[1]), {text, fread(text, 1, sizeof text, file)}};
    amerce_sink out = {print, stdout}, err = {print, stderr};
    amerce_rulebook *rulebook = NULL;
    amerce_diagnostics *diagnostics = NULL;
    amerce_assessor *assessor = NULL;
    amerce_output output;
    amerce_value value;
    fclose(file);
    if (amerce_compile(&source, NULL, &rulebook, &diagnostics) != AMERCE_OK)
        return diagnostics != NULL ? (int)amerce_diagnostics_write(diagnostics, AMERCE_DIAGNOSTICS_TEXT, err)
                                   : 2;
    if (amerce_assessor_new(rulebook, NULL, &assessor) != AMERCE_OK ||
        amerce_assessor_add_json(assessor, amerce_text_of(record), 1, 1, NULL) != AMERCE_OK)
        return 1;
    amerce_assessor_run(assessor);
    uint32_t total = amerce_rulebook_find_output(rulebook, 0, amerce_text_of("total"));
    if (amerce_rulebook_output(rulebook, total, &output) &&
        amerce_assessor_result(assessor, total, 0, &value) == AMERCE_OK) {
        printf("total: ");
        amerce_value_write(rulebook, &output.type, &value, out);
        printf("\n");
    }
    amerce_assessor_free(assessor);
    amerce_rulebook_free(rulebook);
    amerce_diagnostics_free(diagnostics);
    return 0;
}
