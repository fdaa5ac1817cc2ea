/*
 * Schedules: values to classes, classes to a row, a row to a cell.
 *
 * A dense table answers a row of the batch with one look where every axis is a value or unknown. All else (no
 * dense table, `when` cells, facts that are needed, faults, codes outside their scale, no row found) goes
 * through the masks, which say the same and why.
 */
#include <string.h>

#include "vm/kernel.h"
#include "vm/level.h"

#define BY_MASKS UINT32_MAX /* no dense index */
/* What an axis has in a row where it has no class. */
#define CLASS_NONE  UINT32_MAX       /* a code outside its scale: it meets `-` only */
#define CLASS_NEEDS (UINT32_MAX - 1) /* it may meet anything */
#define CLASS_FAULT (UINT32_MAX - 2) /* likewise */
#define CLASS_WHEN  (UINT32_MAX - 3) /* each row has a register of its own */

static uint32_t cuts_below_decimal(const am_program *program, const am_axis *axis, am_decimal value) {
    uint32_t low = 0;
    uint32_t high = axis->cut_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const am_cut *cut = &axis->cuts[middle];
        int order = am_decimal_compare(program->constants[cut->constant].decimal, value);
        if (order < 0 || (order == 0 && !cut->is_after)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t cuts_below_integer(const am_program *program, const am_axis *axis, int32_t value) {
    uint32_t low = 0;
    uint32_t high = axis->cut_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const am_cut *cut = &axis->cuts[middle];
        int32_t point = program->constants[cut->constant].integer;
        if (point < value || (point == value && !cut->is_after)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t text_class(const am_program *program, const am_axis *axis, int32_t number) {
    uint32_t low = 0;
    uint32_t high = axis->cut_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int32_t at = program->constants[axis->texts[middle]].integer;
        if (at == number) {
            return axis->classes[middle];
        }
        if (at < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

static uint32_t code_class(const am_axis *axis, const am_view *view, uint32_t row) {
    uint32_t code = am_storage_of((am_value_type)view->type) == AM_STORAGE_YESNO
                        ? am_view_is_yes(view, row)
                        : (uint32_t)am_view_integer(view, row);
    return code < axis->cut_count ? axis->classes[code] : CLASS_NONE;
}

static uint32_t value_class(const am_program *program, const am_axis *axis, const am_view *view,
                            uint32_t row) {
    switch ((am_axis_kind)axis->kind) {
    case AM_AXIS_DECIMAL:
        return cuts_below_decimal(program, axis, *(const am_decimal *)am_view_value(view, row));
    case AM_AXIS_INTEGER:
        return cuts_below_integer(program, axis, am_view_integer(view, row));
    case AM_AXIS_TEXT:
        return text_class(program, axis, am_view_integer(view, row));
    case AM_AXIS_CODE:
        return code_class(axis, view, row);
    case AM_AXIS_WHEN:
        break;
    }
    return CLASS_NONE;
}

static uint32_t class_of(const am_program *program, const am_axis *axis, const am_view *view, uint32_t row) {
    switch (am_view_state(view, row)) {
    case AM_STATE_VALUE:
        return value_class(program, axis, view, row);
    case AM_STATE_UNKNOWN:
        return axis->class_count;
    case AM_STATE_NEEDS:
        return CLASS_NEEDS;
    case AM_STATE_FAULT:
        break;
    }
    return CLASS_FAULT;
}

static const am_table *table_of(const am_call *call) {
    return &call->batch->program->tables[call->instruction->operands[0]];
}

static const uint16_t *registers_of(const am_call *call) {
    const am_program *program = call->batch->program;
    return program->list_items + program->lists[call->instruction->operands[1]].start;
}

static uint32_t condition_rows(const am_table *table) {
    return table->row_count - (table->has_otherwise ? 1u : 0u);
}

/* Registers of the list that an axis has. */
static uint32_t registers_in(const am_table *table, const am_axis *axis) {
    return axis->kind == AM_AXIS_WHEN ? condition_rows(table) : 1;
}

/* The rows of one word that have conditions. */
static uint64_t whole_word(const am_table *table, uint32_t word) {
    uint32_t left = condition_rows(table) - word * 64;
    return condition_rows(table) <= word * 64 ? 0 : left >= 64 ? UINT64_MAX : (UINT64_C(1) << left) - 1;
}

void am_pick_class(const am_call *call, uint32_t row) {
    const am_table *table = table_of(call);
    const uint16_t *registers = registers_of(call);
    uint32_t *classes = call->batch->work->classes;
    for (uint32_t i = 0; i < table->axis_count; i++) {
        const am_axis *axis = &table->axes[i];
        if (axis->kind == AM_AXIS_WHEN) {
            classes[i] = CLASS_WHEN;
        } else {
            am_view view = am_view_of(call->batch, *registers);
            classes[i] = class_of(call->batch->program, axis, &view, row);
        }
        registers += registers_in(table, axis);
    }
}

/* The first day of a class of dates. */
static am_date first_day(const am_program *program, const am_axis *axis, uint32_t class) {
    if (class == 0) {
        return AM_DATE_MIN;
    }
    const am_cut *cut = &axis->cuts[class - 1];
    return (am_date)program->constants[cut->constant].integer + (cut->is_after ? 1 : 0);
}

static bool is_by_known(const am_call *call, const am_axis *axis) {
    return call->batch->has_known_at && axis->is_clock && table_of(call)->law_count != 0;
}

/* Rows of a dated table that are law in a class of dates by what is known. */
static uint64_t known_rows(const am_call *call, const am_axis *axis, uint32_t class, uint32_t word) {
    const am_table *table = table_of(call);
    am_date day = first_day(call->batch->program, axis, class);
    uint64_t rows = 0;
    for (uint32_t row = word * 64; row < table->law_count && row < word * 64 + 64; row++) {
        bool is_law = am_table_is_law(table, (uint16_t)row, day, call->batch->known_at);
        rows |= (uint64_t)is_law << row % 64;
    }
    return rows;
}

/* The rows that an axis which has no `when` cells does not leave out. */
static uint64_t met_by(const am_call *call, const am_axis *axis, uint32_t class, uint32_t word) {
    if (class == CLASS_NEEDS || class == CLASS_FAULT) {
        return UINT64_MAX;
    }
    if (class < axis->class_count && is_by_known(call, axis)) {
        return known_rows(call, axis, class, word);
    }
    return class == CLASS_NONE ? axis->any[word] : axis->masks[(size_t) class * table_of(call)->words + word];
}

static uint64_t lowest(uint64_t bits) {
    return bits & (~bits + 1);
}

static uint32_t number_of(uint64_t bit) {
    return (uint32_t)__builtin_ctzll(bit);
}

static void judge_when(const am_call *call, const uint16_t *registers, uint32_t row, uint32_t word,
                       uint64_t *possible, am_verdict *verdict) {
    for (uint64_t left = *possible; left != 0; left &= left - 1) {
        uint64_t bit = lowest(left);
        uint32_t number = word * 64 + number_of(bit);
        am_view view = am_view_of(call->batch, registers[number]);
        am_state state = am_view_state(&view, row);
        if (state == AM_STATE_NEEDS) {
            verdict->needs |= bit;
        } else if (state == AM_STATE_FAULT) {
            verdict->faults |= bit;
        } else if (state == AM_STATE_UNKNOWN || !am_view_is_yes(&view, row)) {
            *possible &= ~bit;
        }
    }
}

am_verdict am_pick_judge(const am_call *call, uint32_t row, uint32_t word) {
    const am_table *table = table_of(call);
    const uint16_t *registers = registers_of(call);
    const uint32_t *classes = call->batch->work->classes;
    uint64_t possible = whole_word(table, word);
    am_verdict verdict = {.yes = 0};
    for (uint32_t i = 0; i < table->axis_count; i++) {
        const am_axis *axis = &table->axes[i];
        if (axis->kind == AM_AXIS_WHEN) {
            judge_when(call, registers, row, word, &possible, &verdict);
        } else {
            possible &= met_by(call, axis, classes[i], word);
            verdict.needs |= classes[i] == CLASS_NEEDS ? ~axis->any[word] : 0;
            verdict.faults |= classes[i] == CLASS_FAULT ? ~axis->any[word] : 0;
        }
        registers += registers_in(table, axis);
    }
    verdict.needs &= possible;
    verdict.faults &= possible & ~verdict.needs;
    verdict.yes = possible & ~verdict.needs & ~verdict.faults;
    return verdict;
}

static uint64_t highest(uint64_t bits) {
    return bits == 0 ? 0 : UINT64_C(1) << (63 - __builtin_clzll(bits));
}

static bool is_decided_by_one(const am_table *table) {
    return table->policy == AM_POLICY_FIRST || table->policy == AM_POLICY_LAST;
}

/* The policy's part of a word: FIRST and LAST look at the first or last row that is not no, the others at
 * all. */
static am_verdict part_of(const am_table *table, am_verdict word) {
    uint64_t rows = word.yes | word.needs | word.faults;
    uint64_t part = UINT64_MAX;
    if (is_decided_by_one(table)) {
        part = table->policy == AM_POLICY_FIRST ? lowest(rows) : highest(rows);
    }
    return (am_verdict){word.yes & part, word.needs & part, word.faults & part};
}

/* Words in the order in which the policy looks at them. */
static uint32_t word_at(const am_table *table, uint32_t step) {
    return table->policy == AM_POLICY_LAST ? table->words - 1 - step : step;
}

static bool leaves_out_all(const am_call *call, const am_axis *axis, uint32_t class) {
    const am_table *table = table_of(call);
    uint64_t met = 0;
    for (uint32_t word = 0; word < table->words; word++) {
        met |= met_by(call, axis, class, word) & whole_word(table, word);
    }
    return met == 0;
}

/* From when on some row that is law in a class of dates is known; AM_DATE_MAX + 1 where none is law. */
static am_date first_published(const am_call *call, const am_axis *axis, uint32_t class) {
    const am_table *table = table_of(call);
    am_date day = first_day(call->batch->program, axis, class);
    am_date first = AM_DATE_MAX + 1;
    for (uint32_t row = 0; row < table->law_count; row++) {
        am_date published = table->law[row].published;
        if (published < first && am_table_is_law(table, (uint16_t)row, day, AM_DATE_MAX)) {
            first = published;
        }
    }
    return first;
}

/* What a date on which no row is law means: that the table has none then, or that none of them is known. */
static am_diag diag_of_lapse(const am_call *call, const am_axis *axis, uint32_t class) {
    bool is_unpublished = is_by_known(call, axis) && class < axis->class_count &&
                          first_published(call, axis, class) <= AM_DATE_MAX;
    if (is_unpublished) {
        return AM_DIAG_UNPUBLISHED;
    }
    return table_of(call)->policy == AM_POLICY_VERSIONS ? AM_DIAG_BEFORE_LAW : AM_DIAG_ROW_BEFORE_LAW;
}

/* Whether the axis needs facts that could yet make it unknown. After am_pick_class. */
static bool is_open(const am_call *call, uint32_t axis, uint16_t column) {
    return call->batch->work->classes[axis] == CLASS_NEEDS &&
           (call->batch->program->registers[column].may & AM_MAY_UNKNOWN) != 0;
}

am_found am_pick_none(const am_call *call, uint16_t *picked) {
    const am_table *table = table_of(call);
    const uint16_t *registers = registers_of(call);
    const uint32_t *classes = call->batch->work->classes;
    am_diag diag = AM_DIAG_NO_ROW;
    bool has_unknown = false;
    bool has_open = false;
    for (uint32_t i = 0; i < table->axis_count; i++) {
        const am_axis *axis = &table->axes[i];
        if (axis->kind != AM_AXIS_WHEN) {
            has_unknown = has_unknown || classes[i] == axis->class_count;
            has_open = has_open || is_open(call, i, *registers);
            if (axis->is_clock && leaves_out_all(call, axis, classes[i])) {
                diag = diag_of_lapse(call, axis, classes[i]);
            }
        }
        registers += registers_in(table, axis);
    }
    if (!table->has_otherwise || has_unknown) {
        return (am_found){AM_STATE_FAULT, diag};
    }
    *picked = has_open ? 0 : (uint16_t)(table->row_count - 1);
    return (am_found){has_open ? AM_STATE_NEEDS : AM_STATE_VALUE, AM_DIAG_NONE};
}

/* Two rows are met where one may be. */
static am_diag diag_of_several(const am_table *table) {
    return table->policy == AM_POLICY_EXCEPTIONS ? AM_DIAG_TWO_EXCEPTIONS : AM_DIAG_SEVERAL_ROWS;
}

/* The nearest days before and after the class on which some row is in force. */
static am_lapse nearest_law(const am_call *call, const am_axis *axis, am_date date, uint32_t class) {
    const am_program *program = call->batch->program;
    am_lapse lapse = {.date = date};
    for (uint32_t below = class; below-- > 0 && !lapse.has_nearest;) {
        if (!leaves_out_all(call, axis, below)) {
            lapse.nearest = first_day(program, axis, below + 1) - 1;
            lapse.has_nearest = true;
        }
    }
    for (uint32_t above = class + 1; above < axis->class_count; above++) {
        am_date first = first_day(program, axis, above);
        if (!leaves_out_all(call, axis, above)) {
            if (!lapse.has_nearest || first - date < date - lapse.nearest) {
                lapse.nearest = first;
            }
            lapse.has_nearest = true;
            break;
        }
    }
    return lapse;
}

am_lapse am_pick_lapse(const am_call *call, uint32_t row) {
    const am_program *program = call->batch->program;
    const am_table *table = table_of(call);
    const uint16_t *registers = registers_of(call);
    for (uint32_t i = 0; i < table->axis_count; i++) {
        const am_axis *axis = &table->axes[i];
        am_view view = am_view_of(call->batch, *registers);
        bool is_dates = axis->is_clock && axis->kind == AM_AXIS_INTEGER;
        if (is_dates && am_view_state(&view, row) == AM_STATE_VALUE) {
            uint32_t class = class_of(program, axis, &view, row);
            if (diag_of_lapse(call, axis, class) == AM_DIAG_UNPUBLISHED) {
                return (am_lapse){.nearest = first_published(call, axis, class),
                                  .has_nearest = true,
                                  .known = call->batch->known_at};
            }
            return nearest_law(call, axis, am_view_integer(&view, row), class);
        }
        registers += registers_in(table, axis);
    }
    return (am_lapse){.has_nearest = false};
}

am_found am_pick_row(const am_call *call, uint32_t row, uint16_t *picked) {
    const am_table *table = table_of(call);
    bool has_needs = false;
    bool has_several = false;
    uint32_t found = AM_TABLE_NO_ROW;
    *picked = 0;
    am_pick_class(call, row);
    for (uint32_t step = 0; step < table->words; step++) {
        uint32_t word = word_at(table, step);
        am_verdict verdict = part_of(table, am_pick_judge(call, row, word));
        if (verdict.faults != 0) {
            return (am_found){AM_STATE_FAULT, AM_DIAG_NONE};
        }
        has_needs = has_needs || verdict.needs != 0;
        has_several = has_several ||
                      (verdict.yes != 0 && (found != AM_TABLE_NO_ROW || verdict.yes != lowest(verdict.yes)));
        if (verdict.yes != 0) {
            found = word * 64 + number_of(lowest(verdict.yes));
        }
        if (is_decided_by_one(table) && (has_needs || found != AM_TABLE_NO_ROW)) {
            break;
        }
    }
    if (has_several) {
        return (am_found){AM_STATE_FAULT, diag_of_several(table)};
    }
    if (has_needs) {
        return (am_found){AM_STATE_NEEDS, AM_DIAG_NONE};
    }
    if (found == AM_TABLE_NO_ROW) {
        return am_pick_none(call, picked);
    }
    *picked = (uint16_t)found;
    return (am_found){AM_STATE_VALUE, AM_DIAG_NONE};
}

void am_pick_two(const am_call *call, uint32_t row, uint16_t *first, uint16_t *second) {
    const am_table *table = table_of(call);
    uint16_t *next = first;
    *first = *second = 0;
    am_pick_class(call, row);
    for (uint32_t word = 0; word < table->words && next != NULL; word++) {
        for (uint64_t yes = am_pick_judge(call, row, word).yes; yes != 0 && next != NULL; yes &= yes - 1) {
            *next = (uint16_t)(word * 64 + number_of(lowest(yes)));
            next = next == first ? second : NULL;
        }
    }
}

static void want_axes(const am_call *call, uint32_t row, uint32_t word, uint64_t bits, uint32_t class,
                      void (*want)(void *context, uint16_t column, uint32_t row), void *context) {
    const am_table *table = table_of(call);
    const uint16_t *registers = registers_of(call);
    for (uint32_t i = 0; i < table->axis_count; i++) {
        const am_axis *axis = &table->axes[i];
        if (axis->kind == AM_AXIS_WHEN) {
            for (uint64_t left = bits; left != 0; left &= left - 1) {
                want(context, registers[word * 64 + number_of(lowest(left))], row);
            }
        } else if (call->batch->work->classes[i] == class && (bits & ~axis->any[word]) != 0) {
            want(context, *registers, row);
        }
        registers += registers_in(table, axis);
    }
}

/* What kept the otherwise row from being picked. */
static void want_open(const am_call *call, uint32_t row,
                      void (*want)(void *context, uint16_t column, uint32_t row), void *context) {
    const am_table *table = table_of(call);
    const uint16_t *registers = registers_of(call);
    for (uint32_t i = 0; i < table->axis_count; i++) {
        if (table->axes[i].kind != AM_AXIS_WHEN && is_open(call, i, *registers)) {
            want(context, *registers, row);
        }
        registers += registers_in(table, &table->axes[i]);
    }
}

void am_pick_reasons(const am_call *call, uint32_t row, am_state state,
                     void (*want)(void *context, uint16_t column, uint32_t row), void *context) {
    const am_table *table = table_of(call);
    bool is_needs = state == AM_STATE_NEEDS;
    bool are_all_no = true;
    am_pick_class(call, row);
    for (uint32_t step = 0; step < table->words; step++) {
        uint32_t word = word_at(table, step);
        am_verdict verdict = part_of(table, am_pick_judge(call, row, word));
        want_axes(call, row, word, is_needs ? verdict.needs : verdict.faults,
                  is_needs ? CLASS_NEEDS : CLASS_FAULT, want, context);
        are_all_no = are_all_no && (verdict.yes | verdict.needs | verdict.faults) == 0;
        if (is_decided_by_one(table) && !are_all_no) {
            return;
        }
    }
    if (are_all_no && is_needs) {
        want_open(call, row, want, context);
    }
}

/* Adds one axis to the dense indexes of all rows. */
static void add_classes(const am_call *call, const am_axis *axis, const am_view *view, uint32_t *indexes) {
    const am_program *program = call->batch->program;
    uint32_t classes = axis->class_count + 1;
    for (uint32_t row = 0; row < call->rows; row++) {
        uint32_t class = class_of(program, axis, view, row);
        bool is_dense = class < classes && indexes[row] != BY_MASKS;
        indexes[row] = is_dense ? indexes[row] * classes + class : BY_MASKS;
    }
}

static void find_by_masks(am_call *call, uint32_t row) {
    uint16_t picked;
    am_found found = am_pick_row(call, row, &picked);
    ((int32_t *)call->values)[row] = picked;
    am_call_set_state(call, row, found.state);
}

/* A dense table knows all law. */
static bool is_dense(const am_call *call) {
    const am_table *table = table_of(call);
    return table->dense != NULL && (table->law_count == 0 || !call->batch->has_known_at);
}

/* Dense indexes of all rows, BY_MASKS where there is none: where `is_level`, every row has one. */
typedef struct indexing {
    bool is_plain; /* all axes are values */
    bool is_level; /* and none was outside its scale */
} indexing;

static indexing find_indexes(const am_call *call, uint32_t *indexes) {
    const am_table *table = table_of(call);
    bool has_dense = is_dense(call);
    bool is_plain = has_dense;
    bool is_level = has_dense;
    memset(indexes, has_dense ? 0 : 0xFF, call->rows * sizeof *indexes);
    for (uint32_t i = 0; has_dense && i < table->axis_count; i++) {
        uint16_t column = registers_of(call)[i];
        is_level = is_level && am_level_class(call->batch, &table->axes[i], column, indexes, call->rows);
        is_plain = is_plain &&
                   (call->batch->columns[column].is_plain || call->batch->columns[column].states == NULL);
        if (!is_level) {
            am_view view = am_view_of(call->batch, column);
            add_classes(call, &table->axes[i], &view, indexes);
        }
    }
    return (indexing){is_plain, is_level};
}

/* Whether each row has a row of the table, which is then written. */
static bool pick_all(am_call *call, const uint32_t *indexes) {
    const uint16_t *dense = table_of(call)->dense;
    int32_t *rows = call->values;
    uint32_t worst = 0;
    for (uint32_t row = 0; row < call->rows; row++) {
        uint32_t found = dense[indexes[row]];
        worst = found > worst ? found : worst;
        rows[row] = (int32_t)found;
    }
    return worst < AM_TABLE_SEVERAL;
}

void am_kernel_pick(am_call *call) {
    const am_table *table = table_of(call);
    uint32_t *indexes = call->batch->work->indexes;
    int32_t *rows = call->values;
    indexing how = find_indexes(call, indexes);
    bool is_plain = how.is_plain;
    if (how.is_level && pick_all(call, indexes)) {
        return;
    }
    for (uint32_t row = 0; row < call->rows; row++) {
        uint32_t entry = indexes[row] < table->dense_count ? table->dense[indexes[row]] : AM_TABLE_NO_ROW;
        bool is_otherwise =
            entry == AM_TABLE_NO_ROW && is_plain && indexes[row] != BY_MASKS && table->has_otherwise;
        if (is_otherwise) {
            rows[row] = table->row_count - 1;
            am_call_set_state(call, row, AM_STATE_VALUE);
        } else if (entry == AM_TABLE_NO_ROW) {
            find_by_masks(call, row);
        } else {
            bool is_row = entry != AM_TABLE_SEVERAL;
            rows[row] = is_row ? (int32_t)entry : 0;
            am_call_set_state(call, row, is_row ? AM_STATE_VALUE : AM_STATE_FAULT);
        }
    }
}

static void set_cell(am_call *call, uint32_t row, const am_constant *cell) {
    switch (am_storage_of(call->type)) {
    case AM_STORAGE_DECIMAL:
        ((am_decimal *)call->values)[row] = cell->decimal;
        break;
    case AM_STORAGE_YESNO:
        ((uint8_t *)call->values)[row] = cell->integer != 0;
        break;
    case AM_STORAGE_INTEGER:
        ((int32_t *)call->values)[row] = cell->integer;
        break;
    }
}

void am_kernel_cell(am_call *call) {
    const am_program *program = call->batch->program;
    const am_column_table *column = &program->columns[call->instruction->operands[1]];
    const am_view *a = &call->operands[0];
    for (uint32_t row = 0; row < call->rows; row++) {
        uint32_t number = (uint32_t)am_view_integer(a, row);
        uint16_t cell = number < column->row_count ? column->cells[number] : AM_CELL_NOT_COVERED;
        am_state state = am_view_state(a, row);
        if (cell != AM_CELL_NOT_COVERED) {
            set_cell(call, row, &program->constants[cell]);
        } else {
            am_call_set_blank(call, row);
            state = state == AM_STATE_VALUE ? AM_STATE_FAULT : state;
        }
        am_call_set_state(call, row, state);
    }
}
