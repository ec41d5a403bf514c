// A disk whose flush takes SLOW_DISK_MS milliseconds longer: what a request costs where flushing is dear.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void wait_for_disk(void) {
    const char *set = getenv("SLOW_DISK_MS");
    long ms = set == NULL ? 0 : atol(set);
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

int fsync(int fd) {
    wait_for_disk();
    return NEXT(fsync)(fd);
}
int fdatasync(int fd) {
    wait_for_disk();
    return NEXT(fdatasync)(fd);
}
