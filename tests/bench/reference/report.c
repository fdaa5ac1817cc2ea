/*
 * One line for each goal.
 */
#include "report.h"

#include <stdio.h>

void report_begin(void) {
    printf("%-58s %12s %12s %12s\n", "what", "must reach", "towards", "reached");
}

static void put(double value, const goal *goal) {
    char text[32];
    snprintf(text, sizeof text, "%.*f%s%s", goal->digits, value, goal->unit[0] == 'x' ? "" : " ", goal->unit);
    printf(" %12s", value < 0 ? "-" : text);
}

static void begin(const goal *goal) {
    printf("%-58s", goal->what);
    put(goal->most, goal);
    put(goal->towards, goal);
}

void report(goal goal, double reached, const char *note) {
    begin(&goal);
    put(reached, &goal);
    bool is_reached = goal.is_least ? reached >= goal.most : reached <= goal.most;
    printf("  %s%s%s\n", goal.most < 0 ? "" : is_reached ? "yes" : "NO ", note[0] != '\0' ? "  " : "", note);
}

void report_absent(goal goal, const char *note) {
    begin(&goal);
    printf(" %12s  %s\n", "n/a", note);
}
