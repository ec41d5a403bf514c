/* snprintf that writes nothing. Its only caller in these modules is nlohmann's lexer, which formats control
 * characters into the text of a parse error; the model takes the error's place and kind and drops the text.
 * The C library's own would bring 8 KB of number formatting to every phone. */
#include <stddef.h>

int snprintf(char* restrict to, size_t size, const char* restrict format, ...);

int snprintf(char* restrict to, size_t size, const char* restrict format, ...) {
    (void)format;
    if (size > 0) to[0] = '\0';
    return 0;
}
