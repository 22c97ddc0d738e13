#include <paddock.h>
#include <stdio.h>

/* What the host may call. */
PADDOCK_EXPORT(uint64_t, hello)
PADDOCK_EXPORT(uint64_t, add, uint64_t, uint64_t)

/* What this program asks of its host: one of the functions that `paddock run` has. */
PADDOCK_IMPORT(uint64_t, get_number, uint32_t)

uint64_t hello(void) {
    return (uint64_t)printf("Hello from @NAME@!\n");
}

/* a + b, and the host's number 3, which is 16. */
uint64_t add(uint64_t a, uint64_t b) {
    return a + b + get_number(3);
}
