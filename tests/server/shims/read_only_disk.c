// A file system that is mounted read-only while the file named by READ_ONLY_SWITCH exists: below READ_ONLY_UNDER opening for writing,
// making, writing, cutting and removing files fail with EROFS. The kernel is told nothing: no right to mount is needed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int is_under(const char *path) {
    const char *under = getenv("READ_ONLY_UNDER");
    return under != NULL && strncmp(path, under, strlen(under)) == 0;
}

static int is_on(void) {
    const char *on = getenv("READ_ONLY_SWITCH");
    return on != NULL && access(on, F_OK) == 0;
}

static int refuses_file(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return is_under(path) && is_on();
}

static int refuses_open(const char *path, int flags) {
    return ((flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0) && is_under(path) && is_on();
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define REFUSE        \
    do {              \
        errno = EROFS; \
        return -1;    \
    } while (0)

#define OPEN(name)                                    \
    int name(const char *path, int flags, ...) {      \
        va_list rest;                                 \
        va_start(rest, flags);                        \
        mode_t mode = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                 \
        if (refuses_open(path, flags)) REFUSE;        \
        return NEXT(name)(path, flags, mode);         \
    }
OPEN(open)
OPEN(open64)

ssize_t write(int fd, const void *data, size_t size) {
    if (refuses_file(fd)) REFUSE;
    return NEXT(write)(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    if (refuses_file(fd)) REFUSE;
    return NEXT(pwrite)(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    if (refuses_file(fd)) REFUSE;
    return NEXT(pwrite64)(fd, data, size, at);
}
int ftruncate(int fd, off_t size) {
    if (refuses_file(fd)) REFUSE;
    return NEXT(ftruncate)(fd, size);
}
int ftruncate64(int fd, off64_t size) {
    if (refuses_file(fd)) REFUSE;
    return NEXT(ftruncate64)(fd, size);
}
int unlink(const char *path) {
    if (is_under(path) && is_on()) REFUSE;
    return NEXT(unlink)(path);
}
