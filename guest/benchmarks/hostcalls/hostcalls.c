/* Many calls of the host, each of which does next to nothing: what the way there and back costs. */
#include <paddock.h>

/* Returns its argument + 1. */
PADDOCK_IMPORT(uint64_t, tick, uint64_t)

PADDOCK_EXPORT(void, initialize)
PADDOCK_EXPORT(uint64_t, run)

#define CALLS 10000

void initialize(void) {}

uint64_t run(void) {
    uint64_t count = 0;
    for (int i = 0; i < CALLS; i++) {
        count = tick(count);
    }
    return count;
}
