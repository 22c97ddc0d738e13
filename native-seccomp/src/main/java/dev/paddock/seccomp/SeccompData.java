package dev.paddock.seccomp;

import java.util.Arrays;

/**
 * What the kernel shows a seccomp filter of a system call: {@code struct seccomp_data}.
 *
 * <pre>
 *   +0x00  u32  system call number
 *   +0x04  u32  architecture
 *   +0x08  u64  instruction pointer: the instruction after the syscall instruction
 *   +0x10  u64  arguments 0 to 5
 * </pre>
 */
public record SeccompData(int number, int architecture, long instructionPointer, long[] arguments) {

    public static final int SIZE = 64;
    public static final int NUMBER = 0;
    public static final int ARCHITECTURE = 4;
    public static final int INSTRUCTION_POINTER = 8;
    public static final int ARGUMENTS = 16;

    /** AUDIT_ARCH_X86_64: little-endian, 64-bit, machine 62. Its x32 calls have it too. */
    public static final int X86_64 = 0xC000_003E;

    /** The bit that tells x32 system calls from 64-bit ones. */
    public static final int X32_BIT = 0x4000_0000;

    public SeccompData {
        arguments = Arrays.copyOf(arguments, 6);
    }

    /** A 64-bit system call; arguments left out are 0. */
    public static SeccompData call(long instructionPointer, int number, long... arguments) {
        return new SeccompData(number, X86_64, instructionPointer, arguments);
    }

    public SeccompData withArgument(int index, long value) {
        var changed = arguments.clone();
        changed[index] = value;
        return new SeccompData(number, architecture, instructionPointer, changed);
    }

    /** The 32-bit word at an offset, as a filter loads it. */
    int word(int offset) {
        return switch (offset) {
            case NUMBER -> number;
            case ARCHITECTURE -> architecture;
            case INSTRUCTION_POINTER -> (int) instructionPointer;
            case INSTRUCTION_POINTER + 4 -> (int) (instructionPointer >>> 32);
            default -> {
                long argument = arguments[(offset - ARGUMENTS) / 8];
                yield (int) (offset % 8 == 0 ? argument : argument >>> 32);
            }
        };
    }
}
