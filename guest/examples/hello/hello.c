/* A greeting through the host's console. */
#include <paddock.h>
#include <stdio.h>

PADDOCK_EXPORT(uint64_t, hello)
PADDOCK_EXPORT(uint64_t, greet, uint64_t)

uint64_t hello(void) {
    return (uint64_t)puts("Hello from C!");
}

/* The same, as often as asked; returns how many characters that took. */
uint64_t greet(uint64_t times) {
    uint64_t written = 0;
    for (uint64_t i = 1; i <= times; i++) {
        written += (uint64_t)printf("Hello number %llu of %#llx!\n", (unsigned long long)i, (unsigned long long)times);
    }
    return written;
}
