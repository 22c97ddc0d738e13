#include <assert.h>
#include <paddock.h>
#include <stdio.h>

void paddock_assertion_failed(const char *condition, const char *file, int line) {
    printf("%s:%d: assertion failed: %s\n", file, line, condition);
    paddock_trap();
}
