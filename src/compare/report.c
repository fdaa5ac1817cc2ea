/*
 * Which writer a form has, and what several of them need.
 */
#include "compare/report.h"

#include "explain/explain.h"

static void put_record(am_comparison *all) {
    am_sheet sheet = am_sheet_of(all);
    switch (all->options.results) {
    case AMERCE_COMPARISON_MARKDOWN:
        am_sheet_put_markdown(&sheet, &all->output);
        break;
    case AMERCE_COMPARISON_HTML:
        am_sheet_put_html(&sheet, &all->output);
        break;
    default:
        am_sheet_put_text(&sheet, &all->output);
        break;
    }
}

void am_report_begin(am_comparison *all) {
    if (all->options.results == AMERCE_COMPARISON_JSON) {
        am_report_json_begin(all);
    } else if (all->options.results == AMERCE_COMPARISON_CSV) {
        am_report_csv_begin(all);
    }
}

void am_report_record(am_comparison *all) {
    switch (all->options.results) {
    case AMERCE_COMPARISON_JSON:
        am_buffer_put_text(&all->output, all->summary.records > 1 ? ",\n" : "");
        am_report_json_record(all);
        break;
    case AMERCE_COMPARISON_NDJSON:
        am_report_json_record(all);
        am_buffer_put_char(&all->output, '\n');
        break;
    case AMERCE_COMPARISON_CSV:
        am_report_csv_record(all);
        break;
    default:
        put_record(all);
        break;
    }
}

static void put_note(am_comparison *all) {
    am_slice note = am_sheet_note(all);
    bool is_html = all->options.results == AMERCE_COMPARISON_HTML;
    bool is_markdown = all->options.results == AMERCE_COMPARISON_MARKDOWN;
    am_text_style style = is_html ? AM_TEXT_HTML : is_markdown ? AM_TEXT_MARKDOWN : AM_TEXT_PLAIN;
    if (note.length > 0) {
        am_buffer_put_text(&all->output, is_html ? "<p>" : "");
        am_text_put_escaped(&all->output, style, note);
        am_buffer_put_text(&all->output, is_html ? "</p>\n" : "\n");
    }
}

void am_report_end(am_comparison *all) {
    switch (all->options.results) {
    case AMERCE_COMPARISON_JSON:
        am_report_json_end(all);
        break;
    case AMERCE_COMPARISON_TEXT:
    case AMERCE_COMPARISON_MARKDOWN:
    case AMERCE_COMPARISON_HTML:
        put_note(all);
        break;
    default:
        break;
    }
}

am_slice am_report_id(const am_comparison *all) {
    for (size_t i = 0; i < all->count; i++) {
        const am_tree *id = am_tree_get(all->parties[i].account.line, "id");
        if (id != NULL) {
            return id->text;
        }
    }
    return AM_SLICE("");
}

am_slice am_report_error_code(const am_finding *finding) {
    return am_tree_say(finding->value->first, "code");
}

am_slice am_report_error_message(const am_finding *finding) {
    return am_tree_say(finding->value->first, "message");
}
