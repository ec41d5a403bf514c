/* sscanf that reads at most one number, after words: "#version %d", which is all the GL back end asks for.
 * ImGui's settings file and its widgets for numbers, the other callers, are not used here. The C library's
 * own would bring 4 KB to every visit. */
#include <stdarg.h>

int sscanf(const char* restrict text, const char* restrict format, ...);

int sscanf(const char* restrict text, const char* restrict format, ...) {
    for (; *format != '%'; ++text, ++format) {
        if (*format == '\0' || *text != *format) return 0;
    }
    if (*text < '0' || *text > '9') return 0;
    int number = 0;
    for (; *text >= '0' && *text <= '9'; ++text) number = number * 10 + (*text - '0');
    va_list args;
    va_start(args, format);
    *va_arg(args, int*) = number;
    va_end(args);
    return 1;
}
