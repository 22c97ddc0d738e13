/* The least program there is: what a start, an instance and a call cost by themselves. */
#include <paddock.h>

PADDOCK_EXPORT(void, initialize)
PADDOCK_EXPORT(uint64_t, run)

void initialize(void) {}

uint64_t run(void) {
    return 1;
}
