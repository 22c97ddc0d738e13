/* The sieve of Eratosthenes over bytes: stores with ever larger strides. */
#include <paddock.h>
#include <string.h>

PADDOCK_EXPORT(void, initialize)
PADDOCK_EXPORT(uint64_t, run)

#define LIMIT 1000000

static uint8_t composite[LIMIT];

void initialize(void) {}

/* How many primes there are below the limit, and their sum in the upper 44 bits. */
uint64_t run(void) {
    memset(composite, 0, sizeof composite);
    uint64_t count = 0, sum = 0;
    for (uint32_t n = 2; n < LIMIT; n++) {
        if (composite[n]) {
            continue;
        }
        count++;
        sum += n;
        for (uint64_t multiple = (uint64_t)n * n; multiple < LIMIT; multiple += n) {
            composite[multiple] = 1;
        }
    }
    return count | sum << 20;
}
