/*
 * Runs a guest's shared object as native code and tells what came of it: what PVM and WebAssembly are compared with.
 *
 *     run-native NAME.so <calls
 *
 * Each line of the input is a call: `EXPORT ARGUMENT...`, or `EXPORT input HEX`, which gives the export the address and
 * the length of those bytes. Each call is answered by a line: `finished RESULT CONSOLE OUTPUT` or `trap - CONSOLE -`, where
 * CONSOLE is what was written, in hex, and OUTPUT the bytes that RESULT names, if there was an input; - stands for nothing.
 *
 * Slices name memory by 32 bits, so the guest must lie below 4 GiB in memory where it uses them: static data is copied
 * through the address that the result shares its low half with.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ARGUMENTS 9
#define LINE (1 << 20)

static void fail(const char *what, const char *which) {
    fprintf(stderr, "run-native: %s%s\n", what, which);
    exit(2);
}

/* ---- What the host gives: as HostConsole does in `paddock run`. ------------------------------------------------ */

static char console[LINE];
static size_t console_length;

static size_t console_write(const char *text, size_t length) {
    if (length > sizeof console - console_length) {
        fail("the console is full", "");
    }
    memcpy(console + console_length, text, length);
    console_length += length;
    return length;
}

static uint64_t get_number(uint32_t i) {
    return (uint64_t)i * i + 7;
}

static uint64_t tick(uint64_t i) {
    return i + 1;
}

struct entry {
    struct entry *next;
    size_t key_length, length;
    uint8_t *key, *value;
};

static struct entry *storage;

static struct entry *find(const uint8_t *key, size_t length) {
    for (struct entry *e = storage; e != NULL; e = e->next) {
        if (e->key_length == length && memcmp(e->key, key, length) == 0) {
            return e;
        }
    }
    return NULL;
}

static uint64_t storage_get(const uint8_t *key, size_t key_length, uint8_t *value, size_t capacity) {
    struct entry *e = find(key, key_length);
    if (e == NULL) {
        return UINT64_MAX;
    }
    memcpy(value, e->value, e->length < capacity ? e->length : capacity);
    return e->length;
}

static uint8_t *copy(const uint8_t *from, size_t length) {
    return memcpy(malloc(length + 1), from, length);
}

static uint64_t storage_set(const uint8_t *key, size_t key_length, const uint8_t *value, size_t length) {
    struct entry *e = find(key, key_length);
    if (e == NULL) {
        e = calloc(1, sizeof *e);
        e->key = copy(key, key_length);
        e->key_length = key_length;
        e->next = storage;
        storage = e;
    }
    free(e->value);
    e->value = copy(value, length);
    e->length = length;
    return length;
}

static void give(void *guest, const char *setter, void *function) {
    void (*set)(void *) = (void (*)(void *))dlsym(guest, setter);
    if (set != NULL) {
        set(function);
    }
}

/* ---- Calls ----------------------------------------------------------------------------------------------------- */

static sigjmp_buf trapped;

static void on_trap(int signal) {
    siglongjmp(trapped, signal);
}

static void print_hex(const void *bytes, size_t length) {
    putchar(' ');
    for (size_t i = 0; i < length; i++) {
        printf("%02x", ((const uint8_t *)bytes)[i]);
    }
    if (length == 0) {
        putchar('-');
    }
}

static size_t parse_hex(char *text, uint8_t *to) {
    size_t length = 0;
    for (; text[0] != 0 && text[1] != 0; text += 2) {
        char digits[3] = {text[0], text[1], 0};
        to[length++] = (uint8_t)strtoul(digits, NULL, 16);
    }
    return length;
}

typedef uint64_t function(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);

static void call(void *guest, char *line) {
    char *name = strtok(line, " \n");
    if (name == NULL) {
        return;
    }
    function *export = (function *)dlsym(guest, name);
    if (export == NULL) {
        fail("no such export: ", name);
    }
    uint64_t a[MOST_ARGUMENTS] = {0};
    static uint8_t input[LINE];
    bool has_input = false;
    int count = 0;
    for (char *word; (word = strtok(NULL, " \n")) != NULL;) {
        if (strcmp(word, "input") == 0) {
            word = strtok(NULL, " \n");
            has_input = true;
            a[0] = (uintptr_t)input;
            a[1] = word == NULL ? 0 : parse_hex(word, input);
        } else if (count < MOST_ARGUMENTS) {
            a[count++] = strtoull(word, NULL, 0);
        }
    }
    console_length = 0;
    if (sigsetjmp(trapped, 1) != 0) {
        printf("trap -");
        print_hex(console, console_length);
        printf(" -\n");
        return;
    }
    uint64_t result = export(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8]);
    printf("finished %llu", (unsigned long long)result);
    print_hex(console, console_length);
    if (has_input) {
        /* The upper half of the address is that of the guest's own. */
        uintptr_t address = ((uintptr_t)export & ~(uintptr_t)UINT32_MAX) | (uint32_t)result;
        print_hex((const void *)address, result >> 32);
    } else {
        printf(" -");
    }
    putchar('\n');
}

int main(int count, char **words) {
    if (count != 2) {
        fail("usage: run-native NAME.so <calls", "");
    }
    void *guest = dlopen(words[1], RTLD_NOW | RTLD_LOCAL);
    if (guest == NULL) {
        fail("", dlerror());
    }
    give(guest, "set_console_write", (void *)console_write);
    give(guest, "set_get_number", (void *)get_number);
    give(guest, "set_tick", (void *)tick);
    give(guest, "set_storage_get", (void *)storage_get);
    give(guest, "set_storage_set", (void *)storage_set);
    struct sigaction action = {.sa_handler = on_trap};
    sigaction(SIGILL, &action, NULL);
    sigaction(SIGFPE, &action, NULL);
    sigaction(SIGSEGV, &action, NULL);
    static char line[LINE];
    while (fgets(line, sizeof line, stdin) != NULL) {
        call(guest, line);
        fflush(stdout);
    }
    return 0;
}
