/* fprintf that writes nothing. Its only caller here is ImGui's GL back end, about shaders that do not
 * compile; the page has no such text to show. The C library's own would bring 4 KB of formatting and streams
 * to every visit. fiprintf is the name the compiler gives it where no argument is a floating number. */
#include <stdio.h>

int fiprintf(FILE* restrict to, const char* restrict format, ...);

int fprintf(FILE* restrict to, const char* restrict format, ...) {
    (void)to;
    (void)format;
    return 0;
}

int fiprintf(FILE* restrict to, const char* restrict format, ...) {
    (void)to;
    (void)format;
    return 0;
}
