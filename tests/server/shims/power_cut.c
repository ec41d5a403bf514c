// What a power cut would leave: beside every file below POWER_CUT_UNDER a shadow in POWER_CUT_SHADOW that receives the file's content
// only when fsync or fdatasync is called on it (and follows truncation and removal, which are worse when they come early). After
// kill -9 the shadow folder is the disk. The shared-memory index (-shm) is rebuilt by SQLite and left out.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int shadow_of(const char *path, char *shadow, size_t size) {
    const char *under = getenv("POWER_CUT_UNDER");
    const char *to = getenv("POWER_CUT_SHADOW");
    if (under == NULL || to == NULL || strncmp(path, under, strlen(under)) != 0) return 0;
    const char *name = strrchr(path, '/');
    size_t length = strlen(path);
    if (name == NULL || (length > 4 && strcmp(path + length - 4, "-shm") == 0)) return 0;
    snprintf(shadow, size, "%s%s", to, name);
    return 1;
}

static int path_of(int fd, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, size - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return 1;
}

// The whole file at once through a rename, so that a kill in the middle leaves the state before this fsync.
static void make_durable(int fd) {
    char path[4096], shadow[4200], part[4300], block[65536];
    if (!path_of(fd, path, sizeof path) || !shadow_of(path, shadow, sizeof shadow)) return;
    int from = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(part, sizeof part, "%s.part", shadow);
    int to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t n;
    while (from >= 0 && to >= 0 && (n = read(from, block, sizeof block)) > 0)
        if (write(to, block, (size_t)n) != n) break;
    if (from >= 0) close(from);
    if (to >= 0) close(to);
    rename(part, shadow);
}

int fsync(int fd) {
    int result = NEXT(fsync)(fd);
    if (result == 0) make_durable(fd);
    return result;
}
int fdatasync(int fd) {
    int result = NEXT(fdatasync)(fd);
    if (result == 0) make_durable(fd);
    return result;
}
int unlink(const char *path) {
    char shadow[4200];
    if (shadow_of(path, shadow, sizeof shadow)) NEXT(unlink)(shadow);
    return NEXT(unlink)(path);
}
