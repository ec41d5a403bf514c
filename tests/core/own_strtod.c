/* src/wasm/strtod.c under other names, beside the C library's. */
#define strtod funnel_strtod
#define strtof funnel_strtof
#define strtold funnel_strtold
#include "../../src/wasm/strtod.c"
