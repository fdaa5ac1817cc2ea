/*
 * Schedules: axes that class every value, masks of the right rows only, dense tables that say what the masks
 * say.
 */
#include "code/verify.h"

static uint32_t covered_rows(const am_table *table) {
    return (uint32_t)table->row_count - (table->has_otherwise ? 1 : 0);
}

static bool is_type_of_kind(const am_axis *axis) {
    switch (axis->kind) {
    case AM_AXIS_DECIMAL:
        return axis->type == AM_VALUE_DECIMAL;
    case AM_AXIS_INTEGER:
        return axis->type == AM_VALUE_DATE || axis->type == AM_VALUE_MONTHS || axis->type == AM_VALUE_DAYS;
    case AM_AXIS_CODE:
        return axis->type == AM_VALUE_CODE || axis->type == AM_VALUE_YESNO;
    case AM_AXIS_TEXT:
        return axis->type == AM_VALUE_TEXT;
    default:
        return axis->type == AM_VALUE_YESNO;
    }
}

static bool has_class_count(const am_axis *axis) {
    switch (axis->kind) {
    case AM_AXIS_DECIMAL:
    case AM_AXIS_INTEGER:
        return axis->class_count > 0 && axis->cut_count == axis->class_count - 1;
    case AM_AXIS_CODE:
    case AM_AXIS_TEXT:
        return axis->class_count > 0;
    default:
        return axis->class_count == 0 && axis->cut_count == 0;
    }
}

static bool rises(const am_program *program, am_cut low, am_cut high) {
    int order = am_constant_order(&program->constants[low.constant], &program->constants[high.constant]);
    return order < 0 || (order == 0 && !low.is_after && high.is_after);
}

static bool verify_cuts(am_verifier *verifier, const am_axis *axis) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < axis->cut_count; i++) {
        uint16_t constant = axis->cuts[i].constant;
        if (!am_verify_that(verifier,
                            constant < program->constant_count &&
                                program->constants[constant].type == axis->type,
                            AM_DIAG_LOAD_CUT_CONSTANT) ||
            !am_verify_that(verifier, i == 0 || rises(program, axis->cuts[i - 1], axis->cuts[i]),
                            AM_DIAG_LOAD_CUT_ORDER)) {
            return false;
        }
    }
    return true;
}

static bool verify_classes(am_verifier *verifier, const am_axis *axis) {
    for (uint32_t i = 0; i < axis->cut_count; i++) {
        if (!am_verify_that(verifier, axis->classes[i] < axis->class_count, AM_DIAG_LOAD_CLASS)) {
            return false;
        }
    }
    return true;
}

static bool verify_axis_texts(am_verifier *verifier, const am_axis *axis) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < axis->cut_count; i++) {
        uint16_t text = axis->texts[i];
        bool is_text = text < program->constant_count && program->constants[text].type == AM_VALUE_TEXT;
        if (!am_verify_that(verifier,
                            is_text && (i == 0 || program->constants[axis->texts[i - 1]].integer <
                                                      program->constants[text].integer),
                            AM_DIAG_LOAD_AXIS_TEXT)) {
            return false;
        }
    }
    return true;
}

/* The bits of a word that stand for rows. */
static uint64_t rows_of_word(const am_table *table, uint32_t word) {
    uint32_t rows = covered_rows(table);
    uint32_t before = word * 64;
    if (rows >= before + 64) {
        return UINT64_MAX;
    }
    return rows <= before ? 0 : ((uint64_t)1 << (rows - before)) - 1;
}

static bool verify_masks(am_verifier *verifier, const am_table *table, const am_axis *axis) {
    uint64_t count = axis->kind == AM_AXIS_WHEN ? 0 : (uint64_t)axis->class_count + 1;
    for (uint32_t word = 0; word < table->words; word++) {
        uint64_t rows = rows_of_word(table, word);
        uint64_t any = axis->any[word];
        if (!am_verify_that(verifier, (any & ~rows) == 0, AM_DIAG_LOAD_MASK_BITS)) {
            return false;
        }
        for (uint64_t one = 0; one < count; one++) {
            uint64_t mask = axis->masks[one * table->words + word];
            if (!am_verify_that(verifier, (mask & ~rows) == 0, AM_DIAG_LOAD_MASK_BITS) ||
                !am_verify_that(verifier, (any & ~mask) == 0, AM_DIAG_LOAD_MASK_ANY)) {
                return false;
            }
        }
    }
    return true;
}

static bool verify_axis(am_verifier *verifier, const am_table *table, const am_axis *axis) {
    bool has_cuts = axis->kind == AM_AXIS_DECIMAL || axis->kind == AM_AXIS_INTEGER;
    return am_verify_that(verifier, axis->kind <= AM_AXIS_WHEN, AM_DIAG_LOAD_AXIS_KIND) &&
           am_verify_that(verifier, is_type_of_kind(axis), AM_DIAG_LOAD_AXIS_TYPE) &&
           am_verify_that(verifier, has_class_count(axis), AM_DIAG_LOAD_AXIS_CLASSES) &&
           (has_cuts ? verify_cuts : verify_classes)(verifier, axis) &&
           (axis->kind != AM_AXIS_TEXT || verify_axis_texts(verifier, axis)) &&
           verify_masks(verifier, table, axis);
}

/* The number of combinations of classes; 0 where there can be no dense table. */
static uint32_t combinations(const am_table *table) {
    uint64_t count = 1;
    for (uint32_t i = 0; i < table->axis_count; i++) {
        if (table->axes[i].kind == AM_AXIS_WHEN || table->axes[i].class_count >= AM_TABLE_DENSE_MAX) {
            return 0;
        }
        count *= (uint64_t)table->axes[i].class_count + 1;
        if (count > AM_TABLE_DENSE_MAX) {
            return 0;
        }
    }
    return (uint32_t)count;
}

/* The classes of the next combination, the last axis fastest. */
static void step_classes(const am_table *table, uint32_t *classes) {
    uint32_t at = table->axis_count;
    while (at > 0 && classes[at - 1] == table->axes[at - 1].class_count) {
        classes[--at] = 0;
    }
    if (at > 0) {
        classes[at - 1]++;
    }
}

static bool has_unknown_class(const am_table *table, const uint32_t *classes) {
    for (uint32_t i = 0; i < table->axis_count; i++) {
        if (classes[i] == table->axes[i].class_count) {
            return true;
        }
    }
    return false;
}

static bool verify_dense(am_verifier *verifier, const am_table *table) {
    uint32_t classes[AM_TABLE_AXES_MAX] = {0};
    if (table->dense_count == 0) {
        return true;
    }
    if (!am_verify_that(verifier, table->dense_count == combinations(table), AM_DIAG_LOAD_DENSE_SIZE) ||
        !am_verify_work(verifier, (uint64_t)table->dense_count * table->words)) {
        return false;
    }
    for (uint32_t i = 0; i < table->dense_count; i++) {
        uint16_t row = am_table_meet(table, classes);
        bool may_be_otherwise =
            row == AM_TABLE_NO_ROW && table->has_otherwise && !has_unknown_class(table, classes);
        if (!am_verify_that(verifier,
                            table->dense[i] == row ||
                                (may_be_otherwise && table->dense[i] == table->row_count - 1),
                            AM_DIAG_LOAD_DENSE_ENTRY)) {
            return false;
        }
        step_classes(table, classes);
    }
    return true;
}

static bool is_date(int32_t day) {
    return day >= AM_DATE_MIN && day <= AM_DATE_MAX;
}

/* A row that ends another begins later, or behind it on the same day: following them comes to an end. */
static bool is_followed_by(const am_table *table, uint32_t row, uint16_t next) {
    if (next == AM_TABLE_NO_ROW) {
        return true;
    }
    return next < table->law_count && (table->law[next].from > table->law[row].from ||
                                       (next > row && table->law[next].from == table->law[row].from));
}

static bool verify_law(am_verifier *verifier, const am_table *table) {
    uint32_t clocks = 0;
    for (uint32_t i = 0; i < table->axis_count; i++) {
        const am_axis *axis = &table->axes[i];
        clocks += axis->is_clock && axis->kind == AM_AXIS_INTEGER && axis->type == AM_VALUE_DATE;
    }
    if (!am_verify_that(verifier,
                        table->law_count == 0 || (clocks == 1 && table->law_count == covered_rows(table)),
                        AM_DIAG_LOAD_LAW_COUNT)) {
        return false;
    }
    for (uint32_t i = 0; i < table->law_count; i++) {
        const am_row_law *law = &table->law[i];
        if (!am_verify_that(verifier,
                            is_date(law->from) && is_date(law->published) && law->until >= AM_DATE_MIN &&
                                law->until <= AM_DATE_MAX + 1,
                            AM_DIAG_LOAD_LAW_DATE) ||
            !am_verify_that(verifier, is_followed_by(table, i, law->next), AM_DIAG_LOAD_LAW_NEXT)) {
            return false;
        }
    }
    return true;
}

static bool verify_table(am_verifier *verifier, const am_table *table) {
    if (!am_verify_that(verifier, table->policy < AM_POLICY_COUNT, AM_DIAG_LOAD_TABLE_POLICY) ||
        !am_verify_that(verifier, table->row_count > 0 && table->row_count <= AM_TABLE_SEVERAL,
                        AM_DIAG_LOAD_TABLE_ROWS) ||
        !am_verify_that(verifier, table->words == ((uint32_t)table->row_count + 63) / 64,
                        AM_DIAG_LOAD_TABLE_WORDS) ||
        !am_verify_that(verifier, table->axis_count > 0 && table->axis_count <= AM_TABLE_AXES_MAX,
                        AM_DIAG_LOAD_TABLE_AXES)) {
        return false;
    }
    for (uint32_t i = 0; i < table->axis_count; i++) {
        if (!verify_axis(verifier, table, &table->axes[i])) {
            return false;
        }
    }
    return verify_dense(verifier, table) && verify_law(verifier, table);
}

static bool verify_column(am_verifier *verifier, const am_column_table *column) {
    const am_program *program = verifier->program;
    if (!am_verify_that(verifier, column->type < AM_VALUE_ROW, AM_DIAG_LOAD_COLUMN_TYPE) ||
        !am_verify_that(verifier, column->row_count > 0 && column->row_count <= AM_TABLE_SEVERAL,
                        AM_DIAG_LOAD_COLUMN_ROWS)) {
        return false;
    }
    for (uint32_t i = 0; i < column->row_count; i++) {
        uint16_t cell = column->cells[i];
        if (!am_verify_that(verifier,
                            cell == AM_CELL_NOT_COVERED || (cell < program->constant_count &&
                                                            program->constants[cell].type == column->type),
                            AM_DIAG_LOAD_COLUMN_CELL)) {
            return false;
        }
    }
    return true;
}

bool am_verify_tables(am_verifier *verifier) {
    const am_program *program = verifier->program;
    for (uint32_t i = 0; i < program->table_count; i++) {
        am_verify_at(verifier, "table", i);
        if (!verify_table(verifier, &program->tables[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < program->column_count; i++) {
        am_verify_at(verifier, "column", i);
        if (!verify_column(verifier, &program->columns[i])) {
            return false;
        }
    }
    return true;
}
