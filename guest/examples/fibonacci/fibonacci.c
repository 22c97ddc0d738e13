/* The n-th Fibonacci number, modulo 2^64. */
#include <paddock.h>

PADDOCK_EXPORT(uint64_t, fibonacci, uint64_t)

uint64_t fibonacci(uint64_t n) {
    uint64_t a = 0, b = 1;
    for (; n > 0; n--) {
        uint64_t next = a + b;
        a = b;
        b = next;
    }
    return a;
}
