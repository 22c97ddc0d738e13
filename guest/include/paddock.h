/*
 * Paddock's guest kit: how a C program says what it exports and what it asks of its host.
 *
 * The same source compiles for three worlds: PVM (clang for rv64emac or rv32emac, then `paddock link`), WebAssembly
 * (wasm32) and native code (a shared object, for comparison and debugging). Nothing here needs a C library.
 *
 *     #include <paddock.h>
 *
 *     PADDOCK_IMPORT(uint64_t, get_number, uint32_t)            the host's; called like any function
 *     PADDOCK_EXPORT(uint64_t, add, uint64_t, uint64_t)         ours; defined below as usual
 *
 *     uint64_t add(uint64_t a, uint64_t b) { return a + b; }
 */
#ifndef PADDOCK_H
#define PADDOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__riscv)
#define PADDOCK_PVM 1
#elif defined(__wasm__)
#define PADDOCK_WASM 1
#else
#define PADDOCK_NATIVE 1
#endif

/* ---- Macros over lists of types: at most nine, as many as a call has argument registers. ------------------------- */

#define PADDOCK_COUNT_(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, n, ...) n
#define PADDOCK_COUNT(...) PADDOCK_COUNT_(0 __VA_OPT__(, ) __VA_ARGS__, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define PADDOCK_JOIN_(a, b) a##b
#define PADDOCK_JOIN(a, b) PADDOCK_JOIN_(a, b)

/* f(T1, 1), f(T2, 2), ... */
#define PADDOCK_EACH_0(f)
#define PADDOCK_EACH_1(f, t) f(t, 1)
#define PADDOCK_EACH_2(f, t, ...) f(t, 2), PADDOCK_EACH_1(f, __VA_ARGS__)
#define PADDOCK_EACH_3(f, t, ...) f(t, 3), PADDOCK_EACH_2(f, __VA_ARGS__)
#define PADDOCK_EACH_4(f, t, ...) f(t, 4), PADDOCK_EACH_3(f, __VA_ARGS__)
#define PADDOCK_EACH_5(f, t, ...) f(t, 5), PADDOCK_EACH_4(f, __VA_ARGS__)
#define PADDOCK_EACH_6(f, t, ...) f(t, 6), PADDOCK_EACH_5(f, __VA_ARGS__)
#define PADDOCK_EACH_7(f, t, ...) f(t, 7), PADDOCK_EACH_6(f, __VA_ARGS__)
#define PADDOCK_EACH_8(f, t, ...) f(t, 8), PADDOCK_EACH_7(f, __VA_ARGS__)
#define PADDOCK_EACH_9(f, t, ...) f(t, 9), PADDOCK_EACH_8(f, __VA_ARGS__)
#define PADDOCK_EACH(f, ...) PADDOCK_JOIN(PADDOCK_EACH_, PADDOCK_COUNT(__VA_ARGS__))(f __VA_OPT__(, ) __VA_ARGS__)

#define PADDOCK_TYPE_(type, i) type
#define PADDOCK_PARAMETER_(type, i) type p##i
#define PADDOCK_ARGUMENT_(type, i) p##i
#define PADDOCK_SIZE_(type, i) sizeof(type)

#define PADDOCK_TYPES_0() void
#define PADDOCK_TYPES_1(...) __VA_ARGS__
#define PADDOCK_SOME_0 0
#define PADDOCK_SOME_1 1
#define PADDOCK_SOME_2 1
#define PADDOCK_SOME_3 1
#define PADDOCK_SOME_4 1
#define PADDOCK_SOME_5 1
#define PADDOCK_SOME_6 1
#define PADDOCK_SOME_7 1
#define PADDOCK_SOME_8 1
#define PADDOCK_SOME_9 1
#define PADDOCK_SOME(...) PADDOCK_JOIN(PADDOCK_SOME_, PADDOCK_COUNT(__VA_ARGS__))

/* The types as a parameter list: (void) if there are none. */
#define PADDOCK_PROTOTYPE(...) \
    (PADDOCK_JOIN(PADDOCK_TYPES_, PADDOCK_SOME(__VA_ARGS__))(__VA_ARGS__))
#define PADDOCK_NAMED_0() void
#define PADDOCK_NAMED_1(...) PADDOCK_EACH(PADDOCK_PARAMETER_, __VA_ARGS__)
#define PADDOCK_PARAMETERS(...) (PADDOCK_JOIN(PADDOCK_NAMED_, PADDOCK_SOME(__VA_ARGS__))(__VA_ARGS__))

/* ---- PVM: records in sections that the linker reads. ----------------------------------------------------------- */

#if defined(PADDOCK_PVM)

/* Registers that a value of so many bytes takes. */
#define PADDOCK_REGISTERS_(type, i) +((sizeof(type) + sizeof(void *) - 1) / sizeof(void *))
#define PADDOCK_SUM_0(f)
#define PADDOCK_SUM_1(f, t) f(t, 1)
#define PADDOCK_SUM_2(f, t, ...) f(t, 2) PADDOCK_SUM_1(f, __VA_ARGS__)
#define PADDOCK_SUM_3(f, t, ...) f(t, 3) PADDOCK_SUM_2(f, __VA_ARGS__)
#define PADDOCK_SUM_4(f, t, ...) f(t, 4) PADDOCK_SUM_3(f, __VA_ARGS__)
#define PADDOCK_SUM_5(f, t, ...) f(t, 5) PADDOCK_SUM_4(f, __VA_ARGS__)
#define PADDOCK_SUM_6(f, t, ...) f(t, 6) PADDOCK_SUM_5(f, __VA_ARGS__)
#define PADDOCK_SUM_7(f, t, ...) f(t, 7) PADDOCK_SUM_6(f, __VA_ARGS__)
#define PADDOCK_SUM_8(f, t, ...) f(t, 8) PADDOCK_SUM_7(f, __VA_ARGS__)
#define PADDOCK_SUM_9(f, t, ...) f(t, 9) PADDOCK_SUM_8(f, __VA_ARGS__)
#define PADDOCK_INPUTS(...) \
    (0 PADDOCK_JOIN(PADDOCK_SUM_, PADDOCK_COUNT(__VA_ARGS__))(PADDOCK_REGISTERS_ __VA_OPT__(, ) __VA_ARGS__))
#define PADDOCK_OUTPUTS(result) (__builtin_types_compatible_p(result, void) ? 0 : 0 PADDOCK_REGISTERS_(result, 0))

struct paddock_function {
    uint8_t version;
    uint32_t flags;
    uint32_t name_length;
    const char *name;
    uint8_t inputs;
    uint8_t outputs;
} __attribute__((packed));

#define PADDOCK_FUNCTION_(result, symbol, ...)                                                                         \
    __attribute__((section(".polkavm_metadata"), used)) static const char paddock_name_##symbol[] = #symbol;           \
    __attribute__((section(".polkavm_metadata"), used)) static const struct paddock_function paddock_about_##symbol =  \
        {1, 0, sizeof(#symbol) - 1, paddock_name_##symbol, PADDOCK_INPUTS(__VA_ARGS__), PADDOCK_OUTPUTS(result)};      \
    _Static_assert(PADDOCK_INPUTS(__VA_ARGS__) <= 9, #symbol ": arguments take more than nine registers");             \
    _Static_assert(PADDOCK_OUTPUTS(result) <= 2, #symbol ": the result takes more than two registers");

#if __riscv_xlen == 64
#define PADDOCK_POINTER_ ".quad "
#else
#define PADDOCK_POINTER_ ".word "
#endif

/* A stub: the instruction that stands for a host call, what it calls, and the return. */
#define PADDOCK_IMPORT(result, symbol, ...)                                                                            \
    PADDOCK_FUNCTION_(result, symbol __VA_OPT__(, ) __VA_ARGS__)                                                                   \
    __asm__(".pushsection .text." #symbol ",\"ax\",@progbits\n"                                                        \
            ".weak " #symbol "\n.hidden " #symbol "\n.type " #symbol ",@function\n.p2align 1\n" #symbol ":\n"         \
            ".word 0x0000000b\n" PADDOCK_POINTER_ "paddock_about_" #symbol "\nret\n"                                   \
            ".size " #symbol ", . - " #symbol "\n.popsection\n");                                                      \
    result symbol PADDOCK_PROTOTYPE(__VA_ARGS__);

#define PADDOCK_EXPORT(result, symbol, ...)                                                                            \
    PADDOCK_FUNCTION_(result, symbol __VA_OPT__(, ) __VA_ARGS__)                                                                   \
    __asm__(".pushsection .polkavm_exports,\"aR\",@progbits\n.byte 1\n"                                                \
            PADDOCK_POINTER_ "paddock_about_" #symbol "\n" PADDOCK_POINTER_ #symbol "\n.popsection\n");                \
    result symbol PADDOCK_PROTOTYPE(__VA_ARGS__);

/* Asks for a stack of at least so many bytes; 8,192 if nobody asks. */
#define PADDOCK_STACK(bytes)                                                                                           \
    __attribute__((section(".polkavm_min_stack_size"), used)) static const uint32_t paddock_stack_size = (bytes);

/* Grows the heap; its end afterwards, or 0 if there is no room. With 0: where it ends now. */
static inline uintptr_t paddock_sbrk(size_t bytes) {
    uintptr_t end;
    __asm__ volatile(".insn r 0x0b, 1, 0, %0, %1, zero" : "=r"(end) : "r"(bytes) : "memory");
    return end;
}

/*
 * Fills memory by the instruction made for it, which latest64 and latest32 have and older instruction sets lack. It
 * takes one unit of gas a byte; memset of this kit takes less, and runs everywhere.
 */
static inline void paddock_fill(void *to, uint8_t byte, size_t length) {
    register uintptr_t a0 __asm__("a0") = (uintptr_t)to;
    register uintptr_t a1 __asm__("a1") = byte;
    register uintptr_t a2 __asm__("a2") = length;
    __asm__ volatile(".insn r 0x0b, 2, 0, zero, zero, zero" : "+r"(a0), "+r"(a2) : "r"(a1) : "memory");
}

#endif

/* ---- WebAssembly: imports of module "env", exports by name. ---------------------------------------------------- */

#if defined(PADDOCK_WASM)

#define PADDOCK_IMPORT(result, symbol, ...)                                                                            \
    __attribute__((import_module("env"), import_name(#symbol))) result symbol PADDOCK_PROTOTYPE(__VA_ARGS__);
#define PADDOCK_EXPORT(result, symbol, ...)                                                                            \
    __attribute__((export_name(#symbol))) result symbol PADDOCK_PROTOTYPE(__VA_ARGS__);
#define PADDOCK_STACK(bytes) /* the linker's -z stack-size */ _Static_assert((bytes) > 0, "a stack");

#endif

/* ---- Native: a shared object. Who loads it gives each import NAME by calling set_NAME(function). --------------- */

#if defined(PADDOCK_NATIVE)

#define PADDOCK_IMPORT(result, symbol, ...)                                                                            \
    __attribute__((weak, visibility("hidden"))) result(*paddock_import_##symbol) PADDOCK_PROTOTYPE(__VA_ARGS__);       \
    __attribute__((weak, visibility("default"))) void set_##symbol(                                                    \
        result(*function) PADDOCK_PROTOTYPE(__VA_ARGS__)) {                                                            \
        paddock_import_##symbol = function;                                                                            \
    }                                                                                                                  \
    __attribute__((unused)) static inline result symbol PADDOCK_PARAMETERS(__VA_ARGS__) {                              \
        return paddock_import_##symbol(PADDOCK_EACH(PADDOCK_ARGUMENT_ __VA_OPT__(, ) __VA_ARGS__));                                \
    }
#define PADDOCK_EXPORT(result, symbol, ...)                                                                            \
    __attribute__((visibility("default"))) result symbol PADDOCK_PROTOTYPE(__VA_ARGS__);
#define PADDOCK_STACK(bytes) _Static_assert((bytes) > 0, "a stack");

#endif

/* ---- Everywhere ------------------------------------------------------------------------------------------------ */

/* Ends the call: the host sees a panic. */
__attribute__((noreturn)) static inline void paddock_trap(void) {
    __builtin_trap();
}

/* Ends the call unless the condition holds; it needs no host function, as assert does. */
#define PADDOCK_CHECK(condition) ((condition) ? (void)0 : paddock_trap())

/* A result of more than 64 bits: where it lies, and its length in the upper half. */
static inline uint64_t paddock_slice(const void *address, size_t length) {
    return (uint64_t)length << 32 | (uint32_t)(uintptr_t)address;
}

#endif
