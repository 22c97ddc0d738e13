typedef unsigned long u64;
typedef unsigned int u32;

u64 twice(const u64 *at);

/* What tells the linker of an export: its name, how many arguments it takes, that it has a result. */
#define EXPORT(function, arguments)                                                        \
    __asm__(".section .polkavm_metadata,\"a\",@progbits\n"                                 \
            ".Lname_" #function ": .ascii \"" #function "\"\n"                             \
            ".Lname_end_" #function ":\n"                                                  \
            ".Lmeta_" #function ":\n"                                                      \
            ".byte 1\n.word 0\n.word .Lname_end_" #function " - .Lname_" #function "\n"    \
            ".quad .Lname_" #function "\n.byte " #arguments "\n.byte 1\n.previous\n"       \
            ".section .polkavm_exports,\"aR\",@note\n"                                     \
            ".byte 1\n.quad .Lmeta_" #function "\n.quad " #function "\n.previous\n")
