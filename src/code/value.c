/*
 * What the types and kinds are called.
 */
#include "code/value.h"

static const char *const types[AM_VALUE_TYPE_COUNT] = {
    [AM_VALUE_DECIMAL] = "decimal", [AM_VALUE_YESNO] = "yesno", [AM_VALUE_DATE] = "date",
    [AM_VALUE_MONTHS] = "months",   [AM_VALUE_DAYS] = "days",   [AM_VALUE_CODE] = "code",
    [AM_VALUE_TEXT] = "text",       [AM_VALUE_ROW] = "row",
};

static const struct {
    const char *name;
    am_value_type type;
} kinds[AM_KIND_COUNT] = {
    [AM_KIND_NUMBER] = {"number", AM_VALUE_DECIMAL}, [AM_KIND_WHOLE] = {"whole", AM_VALUE_DECIMAL},
    [AM_KIND_MONEY] = {"money", AM_VALUE_DECIMAL},   [AM_KIND_YESNO] = {"yes/no", AM_VALUE_YESNO},
    [AM_KIND_DATE] = {"date", AM_VALUE_DATE},        [AM_KIND_MONTHS] = {"months", AM_VALUE_MONTHS},
    [AM_KIND_DAYS] = {"days", AM_VALUE_DAYS},        [AM_KIND_CODE] = {"code", AM_VALUE_CODE},
    [AM_KIND_TEXT] = {"text", AM_VALUE_TEXT},
};

am_value_type am_kind_type(am_kind kind) {
    return kinds[kind].type;
}

const char *am_value_type_name(am_value_type type) {
    return types[type];
}

const char *am_kind_name(am_kind kind) {
    return kinds[kind].name;
}
