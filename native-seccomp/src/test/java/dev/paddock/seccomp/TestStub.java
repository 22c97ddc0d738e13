package dev.paddock.seccomp;

/** The stub of {@link SpawnLayout}, encoded by hand: what the spawner is tested with. */
final class TestStub {

    private TestStub() {}

    static byte[] code() {
        return MachineCode.parse("""
            53                                    // push rbx
            48 89 fb                              // mov rbx, rdi
            b8 0e 00 00 00                        // mov eax, 0xe
            bf 02 00 00 00                        // mov edi, 0x2
            48 8d 73 10                           // lea rsi, [rbx+0x10]
            48 8d 53 18                           // lea rdx, [rbx+0x18]
            41 ba 08 00 00 00                     // mov r10d, 0x8
            0f 05                                 // syscall
            b8 38 00 00 00                        // mov eax, 0x38
            48 8b 3b                              // mov rdi, [rbx]
            31 f6                                 // xor esi, esi
            48 8d 53 08                           // lea rdx, [rbx+0x8]
            45 31 d2                              // xor r10d, r10d
            45 31 c0                              // xor r8d, r8d
            0f 05                                 // syscall
            48 85 c0                              // test rax, rax
            74 22                                 // je child
            48 89 43 20                           // mov [rbx+0x20], rax
            b8 0e 00 00 00                        // mov eax, 0xe
            bf 02 00 00 00                        // mov edi, 0x2
            48 8d 73 18                           // lea rsi, [rbx+0x18]
            31 d2                                 // xor edx, edx
            41 ba 08 00 00 00                     // mov r10d, 0x8
            0f 05                                 // syscall
            48 8b 43 20                           // mov rax, [rbx+0x20]
            5b                                    // pop rbx
            c3                                    // ret
                                                  // child:
            48 8d 5b 40                           // lea rbx, [rbx+0x40]
            49 89 dc                              // mov r12, rbx
                                                  // next:
            41 8b 04 24                           // mov eax, [r12]
            49 8b 7c 24 08                        // mov rdi, [r12+0x8]
            49 8b 74 24 10                        // mov rsi, [r12+0x10]
            49 8b 54 24 18                        // mov rdx, [r12+0x18]
            4d 8b 54 24 20                        // mov r10, [r12+0x20]
            4d 8b 44 24 28                        // mov r8, [r12+0x28]
            4d 8b 4c 24 30                        // mov r9, [r12+0x30]
            0f 05                                 // syscall
            49 89 44 24 38                        // mov [r12+0x38], rax
            48 3d 01 f0 ff ff                     // cmp rax, 0xfffffffffffff001
            73 13                                 // jae failed
            41 f6 44 24 04 02                     // test byte [r12+0x4], 0x2
            74 05                                 // je advance
            48 85 c0                              // test rax, rax
            75 06                                 // jne failed
                                                  // advance:
            49 83 c4 40                           // add r12, 0x40
            eb bc                                 // jmp next
                                                  // failed:
            41 f6 44 24 04 01                     // test byte [r12+0x4], 0x1
            75 0e                                 // jne fatal
            41 0f b7 44 24 06                     // movzx eax, [r12+0x6]
            c1 e0 06                              // shl eax, 0x6
            49 01 c4                              // add r12, rax
            eb e4                                 // jmp advance
                                                  // fatal:
            4c 89 e7                              // mov rdi, r12
            48 29 df                              // sub rdi, rbx
            c1 ef 06                              // shr edi, 0x6
            b8 e7 00 00 00                        // mov eax, 0xe7
            0f 05                                 // syscall
            """);
    }
}
