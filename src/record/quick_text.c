/*
 * Plain texts: what is one, and tables of names.
 */
#include "record/quick_text.h"

bool am_quick_is_plain(am_slice text) {
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\' || c < 0x20 || c >= 0x80) {
            return false;
        }
    }
    return true;
}

void am_quick_add_code(am_quick_code *codes, uint32_t mask, am_slice name, int32_t code) {
    char head[8] = {0};
    if (!am_quick_is_plain(name)) {
        return;
    }
    memcpy(head, name.data, name.length < sizeof head ? name.length : sizeof head);
    am_quick_code one = {am_quick_head(head, name.length), name.data, (uint32_t)name.length, code};
    uint32_t i = am_quick_hash(one.head, name.length) & mask;
    while (codes[i].code >= 0) {
        i = (i + 1) & mask;
    }
    codes[i] = one;
}
