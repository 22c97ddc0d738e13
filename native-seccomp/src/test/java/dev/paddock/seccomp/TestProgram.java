package dev.paddock.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A static program for x86-64 Linux: headers and the code behind them, nothing else. */
final class TestProgram {

    /** Where its code lies. */
    static final int CODE = 0x40_0000;

    /** Where its 4 KiB of writable memory lie, zero at first. */
    static final int DATA = 0x50_0000;

    private static final int HEADER_SIZE = 64;
    private static final int SEGMENT_SIZE = 56;

    private TestProgram() {}

    /** Exits with 42 at once. */
    static byte[] exit42() {
        return elf(MachineCode.parse("""
            bf 2a 00 00 00                        // mov edi, 42
            b8 e7 00 00 00                        // mov eax, 231 (exit_group)
            0f 05                                 // syscall
            """));
    }

    /**
     * Makes the system calls that it is asked to on descriptor 3: reads packets of { number, six arguments } as 64-bit
     * words, with data behind them if need be, to {@link #DATA}, and writes each call's result. Exits with 42 when the
     * other end is closed.
     */
    static byte[] callServer() {
        return elf(MachineCode.parse("""
                                                  // loop:
            31 c0                                 // xor eax, eax
            bf 03 00 00 00                        // mov edi, 0x3
            be 00 00 50 00                        // mov esi, 0x500000
            ba 00 10 00 00                        // mov edx, 0x1000
            0f 05                                 // syscall
            48 85 c0                              // test rax, rax
            7e 3d                                 // jle quit
            bb 00 00 50 00                        // mov ebx, 0x500000
            48 8b 03                              // mov rax, [rbx]
            48 8b 7b 08                           // mov rdi, [rbx+0x8]
            48 8b 73 10                           // mov rsi, [rbx+0x10]
            48 8b 53 18                           // mov rdx, [rbx+0x18]
            4c 8b 53 20                           // mov r10, [rbx+0x20]
            4c 8b 43 28                           // mov r8, [rbx+0x28]
            4c 8b 4b 30                           // mov r9, [rbx+0x30]
            0f 05                                 // syscall
            48 89 03                              // mov [rbx], rax
            b8 01 00 00 00                        // mov eax, 0x1
            bf 03 00 00 00                        // mov edi, 0x3
            be 00 00 50 00                        // mov esi, 0x500000
            ba 08 00 00 00                        // mov edx, 0x8
            0f 05                                 // syscall
            eb ab                                 // jmp loop
                                                  // quit:
            bf 2a 00 00 00                        // mov edi, 0x2a
            b8 e7 00 00 00                        // mov eax, 0xe7
            0f 05                                 // syscall
            """));
    }

    /** An ELF file with one segment to execute, that holds the file itself, and one of zeros to write to. */
    private static byte[] elf(byte[] code) {
        int start = HEADER_SIZE + 2 * SEGMENT_SIZE;
        var file = ByteBuffer.allocate(start + code.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7F, 'E', 'L', 'F', 2 /* 64-bit */, 1 /* little-endian */, 1 /* version */});
        file.position(16);
        file.putShort((short) 2 /* ET_EXEC */).putShort((short) 62 /* x86-64 */).putInt(1 /* version */);
        file.putLong(CODE + start /* entry */).putLong(HEADER_SIZE /* segments at */).putLong(0 /* no sections */);
        file.putInt(0 /* flags */).putShort((short) HEADER_SIZE).putShort((short) SEGMENT_SIZE).putShort((short) 2);
        file.position(HEADER_SIZE);
        segment(file, 5 /* read, execute */, CODE, start + code.length, start + code.length);
        segment(file, 6 /* read, write */, DATA, 0, 0x1000);
        return file.put(code).array();
    }

    private static void segment(ByteBuffer file, int rights, long address, long sizeInFile, long sizeInMemory) {
        file.putInt(1 /* PT_LOAD */).putInt(rights).putLong(0 /* offset */).putLong(address).putLong(address);
        file.putLong(sizeInFile).putLong(sizeInMemory).putLong(0x1000 /* alignment */);
    }
}
