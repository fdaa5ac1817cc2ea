/*
 * Properties, for a strict check: they are read, and nobody examines them.
 */
#include "model/model.h"

void am_model_check_properties(const am_model_file *file, am_diagnostics *diagnostics) {
    for (const am_node *node = file->tree->children; node != NULL; node = node->next) {
        if (node->kind == AM_NODE_PROPERTY) {
            am_diagnose(diagnostics, AM_DIAG_PROPERTY_NOT_EXAMINED, node->span, AM_ARGUMENTS(node->text));
        }
    }
}
