// A disk that is full while the file named by FULL_DISK_SWITCH exists: writes and growth of files below FULL_DISK_UNDER fail with
// ENOSPC. With FULL_DISK_AT=commit only fsync and fdatasync fail (EIO), with FULL_DISK_ONLY those of this one file.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int is_watched(int fd) {
    const char *under = getenv("FULL_DISK_UNDER");
    char link[64], path[4096];
    if (under == NULL) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    const char *only = getenv("FULL_DISK_ONLY");
    return only != NULL ? strcmp(path, only) == 0 : strncmp(path, under, strlen(under)) == 0;
}

static int is_full(int fd, int at_commit) {
    const char *on = getenv("FULL_DISK_SWITCH");
    const char *at = getenv("FULL_DISK_AT");
    int commit_only = at != NULL && strcmp(at, "commit") == 0;
    return on != NULL && commit_only == at_commit && access(on, F_OK) == 0 && is_watched(fd);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) {
    if (is_full(fd, 0)) { errno = ENOSPC; return -1; }
    return NEXT(write)(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    if (is_full(fd, 0)) { errno = ENOSPC; return -1; }
    return NEXT(pwrite)(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    if (is_full(fd, 0)) { errno = ENOSPC; return -1; }
    return NEXT(pwrite64)(fd, data, size, at);
}
int fsync(int fd) {
    if (is_full(fd, 1)) { errno = EIO; return -1; }
    return NEXT(fsync)(fd);
}
int fdatasync(int fd) {
    if (is_full(fd, 1)) { errno = EIO; return -1; }
    return NEXT(fdatasync)(fd);
}
