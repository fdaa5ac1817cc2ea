/*
 * Constants, registers, domains and kinds in the words of the listing.
 */
#include "code/print.h"

/* `bs x bs`, and where the element of a pair holds the list: `bs x bs x its bs.cs`, with the pairs that it
 * goes across when they are not the parent. */
static void print_product(am_buffer *buffer, const am_program *program, const am_domain *product) {
    am_print_domain(buffer, program, product->parent);
    am_buffer_put_text(buffer, product->across == AM_NO_INDEX ? " x " : " x its ");
    am_print_domain(buffer, program, product->element);
    if (product->across != AM_NO_INDEX && product->across != product->parent) {
        am_buffer_put_text(buffer, " of (");
        am_print_domain(buffer, program, product->across);
        am_buffer_put_char(buffer, ')');
    }
}

void am_print_domain(am_buffer *buffer, const am_program *program, uint16_t domain) {
    const am_domain *one;
    if (domain == AM_DOMAIN_CONSTANT || domain == 0) {
        am_buffer_put_text(buffer, domain == 0 ? "record" : "constant");
        return;
    }
    one = &program->domains[domain];
    if (one->kind == AM_DOMAIN_MONTHS) {
        am_print_domain(buffer, program, one->parent);
        am_buffer_put_text(buffer, " x ");
        am_buffer_put_unsigned(buffer, one->element);
        am_buffer_put_text(buffer, " months");
        return;
    }
    if (one->kind == AM_DOMAIN_PRODUCT) {
        print_product(buffer, program, one);
        return;
    }
    if (one->parent != 0) {
        am_print_domain(buffer, program, one->parent);
        am_buffer_put_char(buffer, '.');
    }
    am_buffer_put(buffer, program->places[one->place].field);
}

void am_print_quoted(am_buffer *buffer, am_slice text) {
    am_buffer_put_char(buffer, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte < 0x20 || byte == 0x7F) {
            am_buffer_put_text(buffer, "\\x");
            am_buffer_put_hex(buffer, byte, 2);
            continue;
        }
        if (byte == '"' || byte == '\\') {
            am_buffer_put_char(buffer, '\\');
        }
        am_buffer_put_char(buffer, (char)byte);
    }
    am_buffer_put_char(buffer, '"');
}

static void print_period(am_buffer *buffer, int32_t value, char unit) {
    am_buffer_put_text(buffer, value < 0 ? "-P" : "P");
    am_buffer_put_signed(buffer, value < 0 ? -(int64_t)value : value);
    am_buffer_put_char(buffer, unit);
}

/* Beyond this exponent a number is shorter with it than with its zeros. */
enum { PLAIN_EXPONENT = 40 };

static void print_decimal(am_buffer *buffer, am_decimal decimal) {
    int32_t exponent = decimal.exponent;
    bool is_plain =
        am_decimal_is_zero(decimal) || (exponent >= -PLAIN_EXPONENT && exponent <= PLAIN_EXPONENT);
    if (!is_plain) {
        decimal.exponent = 0;
    }
    am_decimal_print(buffer, decimal, 0);
    if (!is_plain) {
        am_buffer_put_char(buffer, 'E');
        am_buffer_put_signed(buffer, exponent);
    }
}

void am_print_constant(am_buffer *buffer, const am_constant *constant) {
    switch ((am_value_type)constant->type) {
    case AM_VALUE_DECIMAL:
        print_decimal(buffer, constant->decimal);
        return;
    case AM_VALUE_YESNO:
        am_buffer_put_text(buffer, constant->integer ? "yes" : "no");
        return;
    case AM_VALUE_DATE:
        am_date_print(buffer, constant->integer);
        return;
    case AM_VALUE_MONTHS:
        print_period(buffer, constant->integer, 'M');
        return;
    case AM_VALUE_DAYS:
        print_period(buffer, constant->integer, 'D');
        return;
    case AM_VALUE_TEXT:
        am_print_quoted(buffer, constant->text);
        return;
    case AM_VALUE_CODE:
    case AM_VALUE_ROW:
        am_buffer_put_text(buffer, "code ");
        am_buffer_put_signed(buffer, constant->integer);
        return;
    }
}

void am_print_register(am_buffer *buffer, const am_program *program, uint16_t number) {
    const am_register *one = &program->registers[number];
    am_buffer_put_char(buffer, 'r');
    am_buffer_put_unsigned(buffer, number);
    am_buffer_put_char(buffer, ':');
    am_buffer_put_text(buffer, am_value_type_name(one->type));
    am_buffer_put_char(buffer, '@');
    am_print_domain(buffer, program, one->domain);
    am_buffer_put_text(buffer, one->may & AM_MAY_UNKNOWN ? "?" : "");
    am_buffer_put_text(buffer, one->may & AM_MAY_NEED ? "*" : "");
    am_buffer_put_text(buffer, one->may & AM_MAY_FAULT ? "!" : "");
}

void am_print_operand(am_buffer *buffer, const am_program *program, uint16_t number) {
    uint16_t constant = program->registers[number].constant;
    if (constant != AM_NO_INDEX) {
        am_print_constant(buffer, &program->constants[constant]);
        return;
    }
    am_buffer_put_char(buffer, 'r');
    am_buffer_put_unsigned(buffer, number);
}

void am_print_kind(am_buffer *buffer, const am_program *program, am_kind kind, bool is_range, uint16_t unit,
                   uint16_t scale) {
    am_buffer_put_text(buffer, is_range ? "range of " : "");
    if (kind == AM_KIND_CODE) {
        am_buffer_put(buffer, program->scales[scale].name);
        return;
    }
    am_buffer_put_text(buffer, am_kind_name(kind));
    if (kind == AM_KIND_MONEY) {
        am_buffer_put_char(buffer, ' ');
        am_buffer_put(buffer, program->units[unit].code);
    }
}
