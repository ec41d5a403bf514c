// A name server that changes its mind: names that end in .rebind.internal have the address in the file RESOLVER_FILE. What would go to 8.8.8.8 goes to
// this machine instead, so that a "public" receiver can be had without a network. Every look-up of such a name adds a dot to the file's
// sibling RESOLVER_FILE.count.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int getaddrinfo(const char *restrict name, const char *restrict service, const struct addrinfo *restrict hints, struct addrinfo **restrict out) {
    static int (*next)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    char address[64] = {0};
    char count[512];
    const char *file = getenv("RESOLVER_FILE");
    const size_t length = name == NULL ? 0 : strlen(name);
    if (next == NULL) next = (int (*)(const char *, const char *, const struct addrinfo *, struct addrinfo **))dlsym(RTLD_NEXT, "getaddrinfo");
    if (file == NULL || length < 16 || strcmp(name + length - 16, ".rebind.internal") != 0) return next(name, service, hints, out);
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, address, sizeof address - 1) <= 0) return EAI_FAIL;
    close(fd);
    snprintf(count, sizeof count, "%s.count", file);
    fd = open(count, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, ".", 1) != 1) return EAI_FAIL;
    close(fd);
    return next(address, service, hints, out);
}

int connect(int socket, const struct sockaddr *address, socklen_t length) {
    static int (*next)(int, const struct sockaddr *, socklen_t);
    struct sockaddr_in here;
    if (next == NULL) next = (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
    if (address->sa_family == AF_INET && length >= sizeof here) {
        memcpy(&here, address, sizeof here);
        if (here.sin_addr.s_addr == inet_addr("8.8.8.8")) {
            here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            return next(socket, (const struct sockaddr *)&here, sizeof here);
        }
    }
    return next(socket, address, length);
}
