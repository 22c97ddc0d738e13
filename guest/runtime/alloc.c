/*
 * An allocator whose every call takes bounded gas, however memory looks: blocks come in classes of size, four to each
 * doubling, with one list of free blocks for each class. At most a quarter of a block is waste; blocks never merge, so
 * memory once used for one size stays with that size.
 *
 *     +---------------+-------------------------+
 *     | class | (pad) | what malloc returns ... |     16 bytes of header, blocks at multiples of 16
 *     +---------------+-------------------------+
 */
#include <paddock.h>
#include <stdlib.h>
#include <string.h>

#define UNIT 16
#define HEADER 16
/* Sizes below 2^(2 + FIRST) units of the linear range, then four classes a doubling up to 2 GiB. */
#define CLASSES 120
#define LARGEST ((size_t)1 << 31)
/* sbrk is asked for this much at least. */
#define CHUNK ((size_t)16 << 10)

struct block {
    uint32_t size_class;
    uint32_t pad[3];
    struct block *next; /* in the list of free blocks; what follows is the caller's while it is in use */
};

static struct block *free_blocks[CLASSES];
static uintptr_t room, room_end;

/* From how many units a block has: 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, ... */
static uint32_t class_of(size_t units) {
    if (units <= 4) {
        return (uint32_t)units - 1;
    }
    uint32_t above = (uint32_t)units - 1;
    uint32_t log = 31 - (uint32_t)__builtin_clz(above);
    return 4 * (log - 1) + (above >> (log - 2) & 3);
}

static size_t units_in(uint32_t size_class) {
    if (size_class < 4) {
        return size_class + 1;
    }
    return (size_t)(5 + size_class % 4) << (size_class / 4 - 1);
}

#if defined(PADDOCK_WASM)
#define WASM_PAGE ((size_t)65536)
extern char __heap_base[];

/* As PVM's sbrk: the end of the heap afterwards, or 0. */
static uintptr_t grow(size_t bytes) {
    static uintptr_t end;
    if (end == 0) {
        end = (uintptr_t)__heap_base;
    }
    size_t have = __builtin_wasm_memory_size(0) * WASM_PAGE;
    if (bytes > LARGEST || end + bytes < end) {
        return 0;
    }
    if (end + bytes > have
        && __builtin_wasm_memory_grow(0, (end + bytes - have + WASM_PAGE - 1) / WASM_PAGE) == (size_t)-1) {
        return 0;
    }
    end += bytes;
    return end;
}
#else
#define grow paddock_sbrk
#endif

/* Makes room for so many bytes between room and room_end. */
static bool make_room(size_t bytes) {
    uintptr_t end = grow(0);
    if (end != room_end) {
        /* The first time, or somebody else used sbrk: what is left here stays unused. */
        room = (end + UNIT - 1) & ~(uintptr_t)(UNIT - 1);
        room_end = end;
    }
    size_t missing = bytes - (room_end - room);
    end = grow(missing < CHUNK ? CHUNK : missing);
    if (end == 0) {
        end = grow(missing);
    }
    if (end == 0) {
        room = room_end;
        return false;
    }
    room_end = end;
    return true;
}

void *malloc(size_t size) {
    if (size > LARGEST - HEADER - UNIT) {
        return NULL;
    }
    uint32_t size_class = class_of((size + HEADER + UNIT - 1) / UNIT + (size == 0));
    struct block *block = free_blocks[size_class];
    if (block != NULL) {
        free_blocks[size_class] = block->next;
    } else {
        size_t bytes = units_in(size_class) * UNIT;
        if (bytes > room_end - room && !make_room(bytes)) {
            return NULL;
        }
        block = (struct block *)room;
        room += bytes;
        block->size_class = size_class;
    }
    return &block->next;
}

static struct block *header(void *memory) {
    struct block *block = (struct block *)((char *)memory - HEADER);
    PADDOCK_CHECK(block->size_class < CLASSES);
    return block;
}

void free(void *memory) {
    if (memory != NULL) {
        struct block *block = header(memory);
        block->next = free_blocks[block->size_class];
        free_blocks[block->size_class] = block;
    }
}

void *calloc(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        return NULL;
    }
    void *memory = malloc(bytes);
    return memory == NULL ? NULL : memset(memory, 0, bytes);
}

void *realloc(void *memory, size_t size) {
    if (memory == NULL) {
        return malloc(size);
    }
    size_t has = units_in(header(memory)->size_class) * UNIT - HEADER;
    if (size <= has) {
        return memory;
    }
    void *larger = malloc(size);
    if (larger != NULL) {
        memcpy(larger, memory, has);
        free(memory);
    }
    return larger;
}

void abort(void) {
    paddock_trap();
}
