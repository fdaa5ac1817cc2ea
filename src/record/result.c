/*
 * Results: a row of an assessed batch to one line of JSON.
 *
 * Each output has its own outcome: a value, null where it is unknown, the facts that it needs, or the fault
 * with its clause. Lists and inner records appear only where they hold outputs. The hot path writes values;
 * needs and faults are traced only for the rows that have them.
 */
#include <string.h>

#include "record/json.h"
#include "record/path.h"
#include "record/record.h"
#include "record/refusal.h"
#include "record/result.h"
#include "record/scalar.h"
#include "record/tried.h"

enum { PATH_BYTES = 4096 };

typedef struct writer {
    am_buffer *buffer;
    const am_layout *layout;
    const am_program *program;
    am_batch *batch;
    am_vm_where where;     /* of the row that is being written */
    am_state worst;        /* of the outcomes written so far */
    const am_tried *tried; /* or NULL: no laws were compared */
} writer;

static void write_members(writer *out, uint16_t place, uint32_t row, bool is_first);

static void put_money(const writer *out, am_decimal amount, uint16_t unit) {
    am_buffer *buffer = out->buffer;
    uint8_t digits = 0;

    am_buffer_put_char(buffer, '"');
    if (unit != AM_NO_INDEX) {
        digits = out->program->units[unit].digits;
        if (unit != out->program->unit) {
            am_buffer_put(buffer, out->program->units[unit].code);
            am_buffer_put_char(buffer, ' ');
        }
    }
    am_decimal_print(buffer, amount, digits);
    am_buffer_put_char(buffer, '"');
}

/* A value of any kind but text. */
static void put_scalar(const writer *out, const am_shown *what, const am_scalar *value) {
    am_buffer *buffer = out->buffer;

    switch ((am_kind)what->kind) {
    case AM_KIND_MONEY:
        put_money(out, value->decimal, what->unit);
        return;
    case AM_KIND_CODE:
        am_json_put(buffer, out->program->scales[what->scale].values[value->integer]);
        return;
    case AM_KIND_NUMBER:
    case AM_KIND_WHOLE:
    case AM_KIND_YESNO:
        am_scalar_print(buffer, (am_kind)what->kind, value, 0);
        return;
    default:
        am_buffer_put_char(buffer, '"');
        am_scalar_print(buffer, (am_kind)what->kind, value, 0);
        am_buffer_put_char(buffer, '"');
        return;
    }
}

static void put_value(const writer *out, const am_shown *what, uint16_t column, uint32_t row) {
    am_scalar value = {.integer = 0};

    if (what->kind == AM_KIND_TEXT) {
        am_json_put(out->buffer, am_batch_text(out->batch, column, row));
        return;
    }
    if (am_kind_type((am_kind)what->kind) == AM_VALUE_DECIMAL) {
        value.decimal = am_batch_decimal(out->batch, column, row);
    } else {
        value.integer = am_batch_integer(out->batch, column, row);
    }
    put_scalar(out, what, &value);
}

void am_result_write_scalar(am_buffer *buffer, const am_program *program, const am_shown *what,
                            const am_scalar *value) {
    writer out = {.buffer = buffer, .program = program};

    put_scalar(&out, what, value);
}

static void put_values(const writer *out, const am_shown *what, uint32_t row) {
    if (what->column_high == AM_NO_INDEX) {
        put_value(out, what, what->column, row);
        return;
    }
    am_buffer_put_text(out->buffer, "{\"lowest\":");
    put_value(out, what, what->column, row);
    am_buffer_put_text(out->buffer, ",\"highest\":");
    put_value(out, what, what->column_high, row);
    am_buffer_put_char(out->buffer, '}');
}

/* What am_vm_needs_of tells of one output. What the lowest end of a range needs is kept, since the highest
 * may need the same; both come in one order. */
typedef struct needs {
    const writer *out;
    size_t start;    /* of the list in the buffer */
    bool keeps;      /* the needs, for the highest end */
    am_buffer kept;  /* am_vm_need after am_vm_need */
    size_t compared; /* bytes of them that come before whatever will still be told */
} needs;

/* Below, at or above 0 where the one need is told before the other, is the same or is told after it. */
static int compare_needs(const am_vm_need *a, const am_vm_need *b) {
    bool is_list = a->fact == AM_NO_INDEX;
    int order = is_list != (b->fact == AM_NO_INDEX) ? (is_list ? 1 : -1)
                : is_list                           ? (int)a->domain - (int)b->domain
                                                    : (int)a->fact - (int)b->fact;

    for (uint32_t i = 0; order == 0 && i < a->where.depth; i++) {
        order = (a->where.numbers[i] > b->where.numbers[i]) - (a->where.numbers[i] < b->where.numbers[i]);
    }
    return order;
}

/* Whether the lowest end needs it too. */
static bool is_kept(needs *list, const am_vm_need *need) {
    am_vm_need kept;

    for (; list->compared < list->kept.length; list->compared += sizeof kept) {
        int order;

        memcpy(&kept, list->kept.data + list->compared, sizeof kept);
        order = compare_needs(&kept, need);
        if (order >= 0) {
            return order == 0;
        }
    }
    return false;
}

static void put_need(void *context, const am_vm_need *need) {
    needs *list = context;
    am_buffer *buffer = list->out->buffer;
    char memory[PATH_BYTES];
    am_buffer path = am_refusal_buffer(memory, sizeof memory);

    if (list->keeps) {
        am_buffer_put(&list->kept, (am_slice){(const char *)need, sizeof *need});
    } else if (is_kept(list, need)) {
        return;
    }
    am_path_print_need(&path, list->out->program, need);
    am_buffer_put_text(buffer, buffer->length > list->start ? "," : "");
    am_json_put(buffer, am_buffer_text(&path));
}

static void put_needs(const writer *out, const am_shown *what, uint32_t row) {
    needs list = {.out = out};
    bool has_high = what->column_high != AM_NO_INDEX &&
                    am_batch_state(out->batch, what->column_high, row) == AM_STATE_NEEDS;

    am_buffer_put_text(out->buffer, "{\"needs\":[");
    list.start = out->buffer->length;
    am_buffer_init(&list.kept, out->buffer->allocator);
    if (am_batch_state(out->batch, what->column, row) == AM_STATE_NEEDS) {
        list.keeps = has_high;
        am_vm_needs_of(out->batch, what->column, row, put_need, &list);
    }
    if (has_high) {
        list.keeps = false;
        am_vm_needs_of(out->batch, what->column_high, row, put_need, &list);
    }
    out->buffer->is_failed |= list.kept.is_failed;
    am_buffer_clear(&list.kept);
    am_buffer_put_text(out->buffer, "]}");
}

static void put_member(am_buffer *buffer, const char *key, am_slice text) {
    if (text.length > 0) {
        am_buffer_put_text(buffer, key);
        am_json_put(buffer, text);
    }
}

/* The declaration that a step, a row or an exception, however deep, belongs to. */
static const am_clause *owner_of(const am_program *program, const am_clause *clause) {
    while (am_clause_is_part(clause)) {
        clause = &program->clauses[clause->parent];
    }
    return clause;
}

/* `discount, except "settled early"`; an exception without a label is told by its line. */
static void put_exception(am_buffer *name, const am_clause *clause) {
    am_buffer_put_text(name, clause->label.length > 0 ? " \"" : " in line ");
    if (clause->label.length > 0) {
        am_buffer_put(name, clause->label);
        am_buffer_put_char(name, '"');
    } else {
        am_buffer_put_unsigned(name, clause->line);
    }
}

/* The clause of a fault: the declaration's name, with the step's verb where it was a step. */
static void put_clause(const writer *out, const char *key, const am_clause *clause) {
    const am_clause *owner = owner_of(out->program, clause);
    bool is_exception = clause->kind == AM_CLAUSE_EXCEPTION;
    char memory[PATH_BYTES];
    am_buffer name = am_refusal_buffer(memory, sizeof memory);

    am_buffer_put(&name, owner->name);
    if (clause->kind == AM_CLAUSE_STEP || is_exception) {
        am_buffer_put_text(&name, ", ");
        am_buffer_put(&name, clause->name);
    }
    if (is_exception) {
        put_exception(&name, clause);
    }
    put_member(out->buffer, key, am_buffer_text(&name));
    put_member(out->buffer, ",\"per\":", clause->citation.length > 0 ? clause->citation : owner->citation);
}

/* An output that is repealed itself says so: that is no error. */
static void put_repeal(const writer *out, am_date from) {
    am_buffer_put_text(out->buffer, "{\"repealed\":\"");
    am_date_print(out->buffer, from);
    am_buffer_put_text(out->buffer, "\"}");
}

static void put_error(const writer *out, const am_vm_fault *fault) {
    char memory[PATH_BYTES], message_memory[PATH_BYTES];
    am_buffer path = am_refusal_buffer(memory, sizeof memory);
    am_buffer message = am_refusal_buffer(message_memory, sizeof message_memory);

    am_vm_fault_print(&message, fault);
    put_member(out->buffer, "{\"error\":{\"code\":", am_slice_of(am_diag_code_of(fault->diag)));
    put_member(out->buffer, ",\"message\":", am_buffer_text(&message));
    if (fault->clause != AM_NO_INDEX) {
        put_clause(out, ",\"clause\":", &out->program->clauses[fault->clause]);
    }
    if (fault->also != AM_NO_INDEX) {
        put_clause(out, ",\"also\":{\"clause\":", &out->program->clauses[fault->also]);
        am_buffer_put_char(out->buffer, '}');
    }
    am_path_print_where(&path, out->program, &fault->where);
    put_member(out->buffer, ",\"of\":", am_buffer_text(&path));
    am_buffer_put_text(out->buffer, "}}");
}

/* Laws of which none is the mildest decide nothing. */
static void put_no_mildest(const writer *out, const am_vm_fault *fault) {
    char memory[PATH_BYTES], message_memory[PATH_BYTES];
    am_buffer path = am_refusal_buffer(memory, sizeof memory);
    am_buffer message = am_refusal_buffer(message_memory, sizeof message_memory);

    am_vm_fault_print(&message, fault);
    put_member(out->buffer, "{\"no_mildest_law\":{\"message\":", am_buffer_text(&message));
    am_path_print_where(&path, out->program, &fault->where);
    put_member(out->buffer, ",\"of\":", am_buffer_text(&path));
    am_buffer_put_text(out->buffer, "}}");
}

/* Returns the state that the outcome counts as. */
static am_state put_fault(const writer *out, const am_shown *what, uint32_t row) {
    am_vm_fault fault = am_vm_fault_of_ends(out->batch, what->column, what->column_high, row);

    if (am_vm_is_repeal_of(out->program, &fault, what->clause)) {
        put_repeal(out, fault.lapse.nearest);
        return AM_STATE_VALUE;
    }
    (fault.diag == AM_DIAG_NO_MILDEST ? put_no_mildest : put_error)(out, &fault);
    return AM_STATE_FAULT;
}

am_state am_shown_state(const am_batch *batch, const am_shown *what, uint32_t row) {
    am_state state = am_batch_state(batch, what->column, row);
    am_state high;

    if (what->column_high == AM_NO_INDEX) {
        return state;
    }
    high = am_batch_state(batch, what->column_high, row);
    return high > state ? high : state;
}

static void put_outcome(writer *out, const am_shown *what, uint32_t row) {
    am_state state = am_shown_state(out->batch, what, row);

    switch (state) {
    case AM_STATE_VALUE:
        put_values(out, what, row);
        break;
    case AM_STATE_UNKNOWN:
        am_buffer_put_text(out->buffer, "null");
        break;
    case AM_STATE_NEEDS:
        put_needs(out, what, row);
        break;
    case AM_STATE_FAULT:
        state = put_fault(out, what, row);
        break;
    }
    out->worst = state > out->worst ? state : out->worst;
}

am_shown am_shown_of(const am_output *output) {
    return (am_shown){output->column, output->is_range ? output->column_high : AM_NO_INDEX,
                      output->kind,   output->unit,
                      output->scale,  output->clause};
}

void am_result_write_outcome(am_buffer *buffer, const am_program *program, am_batch *batch,
                             const am_shown *what, uint32_t row) {
    writer out = {.buffer = buffer, .program = program, .batch = batch};

    put_outcome(&out, what, row);
}

void am_result_write_amount(am_buffer *buffer, const am_program *program, const am_shown *what,
                            am_decimal amount) {
    writer out = {.buffer = buffer, .program = program};
    am_scalar value = {.decimal = amount};

    if (what->kind == AM_KIND_MONEY) {
        put_money(&out, amount, what->unit);
    } else {
        am_scalar_print(buffer, AM_KIND_NUMBER, &value, 0);
    }
}

/* Writes the fact called `id` where the place has one and the row has a value; false otherwise. */
static bool put_id_fact(const writer *out, uint16_t place, uint32_t row) {
    uint16_t index = out->layout->places[place].id;
    const am_fact *fact;
    am_shown what;

    if (index == AM_NO_INDEX) {
        return false;
    }
    fact = &out->program->facts[index];
    what = (am_shown){fact->column, AM_NO_INDEX, fact->kind, fact->unit, fact->scale, AM_NO_INDEX};
    if (fact->is_range || am_batch_state(out->batch, fact->column, row) != AM_STATE_VALUE) {
        return false;
    }
    am_buffer_put_text(out->buffer, "\"id\":");
    put_value(out, &what, fact->column, row);
    return true;
}

static void write_elements(writer *out, uint16_t place, uint32_t parent_row) {
    uint16_t domain = out->program->places[place].domain;
    uint32_t level = out->where.depth;
    uint32_t first, end;

    am_batch_elements(out->batch, domain, parent_row, &first, &end);
    am_buffer_put_char(out->buffer, '[');
    for (uint32_t row = first; row < end; row++) {
        if (level < AM_VM_DEPTH_MAX) {
            out->where.domains[level] = domain;
            out->where.numbers[level] = row - first + 1;
            out->where.depth = level + 1;
        }
        am_buffer_put_text(out->buffer, row > first ? ",{" : "{");
        write_members(out, place, row, !put_id_fact(out, place, row));
        am_buffer_put_char(out->buffer, '}');
    }
    out->where.depth = level;
    am_buffer_put_char(out->buffer, ']');
}

static void write_list(writer *out, uint16_t place, uint32_t parent_row) {
    uint16_t present = out->program->domains[out->program->places[place].domain].present;
    char memory[PATH_BYTES];
    am_buffer path = am_refusal_buffer(memory, sizeof memory);

    switch (am_batch_state(out->batch, present, parent_row)) {
    case AM_STATE_VALUE:
        write_elements(out, place, parent_row);
        break;
    case AM_STATE_UNKNOWN:
        am_buffer_put_text(out->buffer, "null");
        break;
    default:
        am_path_print_place(&path, out->program, place, &out->where);
        put_member(out->buffer, "{\"needs\":[", am_buffer_text(&path));
        am_buffer_put_text(out->buffer, "]}");
        break;
    }
}

static void put_key(const writer *out, const am_member *member, bool *is_first) {
    am_buffer_put(out->buffer, am_slice_part(member->key, *is_first, member->key.length));
    *is_first = false;
}

/* The outputs of a place, and those within it. */
static void write_members(writer *out, uint16_t place, uint32_t row, bool is_first) {
    const am_layout_place *layout = &out->layout->places[place];

    for (uint32_t i = 0; i < layout->output_count; i++) {
        const am_member *member = &out->layout->outputs[layout->first_output + i];
        am_shown what = am_shown_of(&out->program->outputs[member->index]);

        put_key(out, member, &is_first);
        put_outcome(out, &what, row);
    }
    if (out->tried != NULL) {
        is_first &= !am_tried_write_json(out->tried, place, row, is_first, out->buffer);
    }
    for (uint32_t i = 0; i < layout->inner_count; i++) {
        const am_member *member = &out->layout->inner[layout->first_inner + i];

        put_key(out, member, &is_first);
        if (out->program->places[member->index].kind == AM_PLACE_LIST) {
            write_list(out, member->index, row);
        } else {
            am_buffer_put_char(out->buffer, '{');
            write_members(out, member->index, row, true);
            am_buffer_put_char(out->buffer, '}');
        }
    }
}

void am_result_write_id(am_buffer *buffer, const am_id *id) {
    am_slice text = {id->text, id->length};

    if (id->is_number) {
        am_buffer_put(buffer, text);
    } else {
        am_json_put(buffer, text);
    }
}

static void put_id(am_buffer *buffer, const am_id *id) {
    am_buffer_put_text(buffer, "\"id\":");
    am_result_write_id(buffer, id);
}

bool am_result_put_name(am_buffer *buffer, const am_layout *layout, am_batch *batch, const am_ids *ids,
                        uint32_t row) {
    writer out = {.buffer = buffer, .layout = layout, .program = layout->program, .batch = batch};
    const am_id *id;

    if (put_id_fact(&out, 0, row)) {
        return true;
    }
    id = ids == NULL ? NULL : am_ids_at(ids, row);
    if (id == NULL || (id->length == 0 && id->line == 0)) {
        return false;
    }
    if (id->length > 0) {
        put_id(buffer, id);
    } else {
        am_buffer_put_text(buffer, "\"line\":");
        am_buffer_put_unsigned(buffer, id->line);
    }
    return true;
}

static void put_date(am_buffer *buffer, const char *key, am_date date, bool is_first) {
    am_buffer_put_text(buffer, is_first ? "" : ",");
    am_buffer_put_text(buffer, key);
    am_date_print(buffer, date);
    am_buffer_put_char(buffer, '"');
}

/* The date that stands in for every clock, and that by which law is known, where there are any. */
bool am_result_put_dates(am_buffer *buffer, const am_batch *batch, bool is_first) {
    if (batch->has_as_of) {
        put_date(buffer, "\"as_of\":\"", batch->as_of, is_first);
        is_first = false;
    }
    if (batch->has_known_at) {
        put_date(buffer, "\"known_at\":\"", batch->known_at, is_first);
        is_first = false;
    }
    return is_first;
}

bool am_result_write_name(am_buffer *buffer, const am_layout *layout, am_batch *batch, const am_ids *ids,
                          uint32_t row) {
    writer out = {.buffer = buffer, .layout = layout, .program = layout->program, .batch = batch};
    const am_id *id = ids == NULL ? NULL : am_ids_at(ids, row);
    uint16_t index = layout->places[0].id;
    const am_fact *fact = index == AM_NO_INDEX ? NULL : &layout->program->facts[index];

    if (fact != NULL && !fact->is_range && am_batch_state(batch, fact->column, row) == AM_STATE_VALUE) {
        am_shown what = {fact->column, AM_NO_INDEX, fact->kind, fact->unit, fact->scale, AM_NO_INDEX};

        put_value(&out, &what, fact->column, row);
    } else if (id != NULL && id->length > 0) {
        am_result_write_id(buffer, id);
    } else if (id != NULL && id->line > 0) {
        am_buffer_put_text(buffer, "in line ");
        am_buffer_put_unsigned(buffer, id->line);
    } else {
        return false;
    }
    return true;
}

am_state am_result_write(am_buffer *buffer, const am_layout *layout, am_batch *batch, const am_ids *ids,
                         uint32_t row) {
    writer out = {buffer, layout, layout->program, batch, {.depth = 0}, AM_STATE_VALUE, NULL};
    am_tried tried;
    bool is_first;

    out.tried = am_tried_open_json(&tried, batch, row, buffer->allocator) ? &tried : NULL;

    am_buffer_put_char(buffer, '{');
    is_first = !am_result_put_name(buffer, layout, batch, ids, row);
    if (layout->shows_currency) {
        am_buffer_put_text(buffer, is_first ? "\"currency\":" : ",\"currency\":");
        am_json_put(buffer, layout->program->units[layout->program->unit].code);
        is_first = false;
    }
    write_members(&out, 0, row, am_result_put_dates(buffer, batch, is_first));
    am_buffer_put_char(buffer, '}');
    am_tried_close(&tried);
    return out.worst;
}

void am_result_write_error(am_buffer *buffer, const am_record_error *error) {
    am_buffer_put_char(buffer, '{');
    if (error->id.length > 0) {
        put_id(buffer, &error->id);
        am_buffer_put_char(buffer, ',');
    }
    put_member(buffer, "\"error\":{\"code\":", am_slice_of(am_diag_code_of(error->diag)));
    put_member(buffer, ",\"message\":", am_slice_of(error->message));
    put_member(buffer, ",\"path\":", am_slice_of(error->path));
    am_buffer_put_text(buffer, ",\"line\":");
    am_buffer_put_unsigned(buffer, error->line);
    am_buffer_put_text(buffer, "}}");
}
