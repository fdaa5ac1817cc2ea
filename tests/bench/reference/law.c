/*
 * The amounts and names of the reference workload; see law.h.
 */
#include "law.h"

const char *const law_kinds[KINDS] = {"natural", "legal"};
const char *const law_articles[ARTICLES] = {"MICA-59", "MICA-60", "MICA-64", "MICA-68", "MICA-76", "MICA-78",
                                            "MAR-14",  "MAR-15",  "EMIR-4",  "EMIR-9",  "EMIR-11", "EMIR-41"};
const char *const law_intents[INTENTS] = {"negligent", "reckless", "intentional"};
const char *const law_stages[STAGES] = {"none", "1", "2"};
const rate law_rates[RATES] = {
    {3500000, 7000000, 0, 2},        {2500000, 5000000, 0, 2},     {8000000, 15000000, 0, 2},
    {40000000, 70000000, 0, 3},      {500000, 800000, 0, 2},       {750000, 1500000, 0, 2},
    {35000000, 100000000, 300, 2},   {25000000, 50000000, 100, 2}, {80000000, 150000000, 850, 2},
    {150000000, 250000000, 1500, 3}, {1750000, 3000000, 10, 2},    {1250050, 2500000, 50, 2},
};
const int32_t law_bands[BANDS] = {100, 500, 1000, 5000};
const int64_t law_impacts[BANDS + 1] = {10, 12, 15, 20, 30};
const int64_t law_intent_factors[INTENTS] = {5, 10, 20};
const int64_t law_escalations[STEPS] = {100, 110, 125, 150, 200};
const int64_t law_stage_factors[STAGES] = {10, 7, 8};
