package dev.paddock.worker.internal;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.WorkerEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The worker's program as a static ELF executable.
 *
 * <pre>
 *   file 0x0000  ELF header, three program headers; not mapped
 *        0x1000  text
 * </pre>
 */
public final class WorkerElf {
    private static final int HEADER_SIZE = 64;
    private static final int PROGRAM_HEADER_SIZE = 56;
    private static final int TEXT_OFFSET = 0x1000;
    private static final int PT_LOAD = 1;
    private static final int PT_GNU_STACK = 0x6474E551;
    private static final int R = 4;
    private static final int W = 2;
    private static final int X = 1;

    private WorkerElf() {}

    public static byte[] of(WorkerProgram.Image program) {
        var elf = ByteBuffer.allocate(TEXT_OFFSET + program.text().length).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7F, 'E', 'L', 'F', 2 /* 64 bits */, 1 /* little endian */, 1 /* version */});
        elf.position(16);
        elf.putShort((short) 2); // ET_EXEC: at its own addresses
        elf.putShort((short) 62); // x86-64
        elf.putInt(1);
        elf.putLong(WorkerEntry.START);
        elf.putLong(HEADER_SIZE); // program headers
        elf.putLong(0); // no sections
        elf.putInt(0);
        elf.putShort((short) HEADER_SIZE);
        elf.putShort((short) PROGRAM_HEADER_SIZE);
        elf.putShort((short) 3);
        elf.position(HEADER_SIZE);
        int text = program.text().length;
        programHeader(elf, PT_LOAD, R | X, TEXT_OFFSET, AddressSpace.WORKER, text, text);
        // Nothing in the file, zeros in memory: signal stack and state.
        int zeros = WorkerLayout.SIGNAL_STACK_SIZE + WorkerLayout.STATE_SIZE;
        programHeader(elf, PT_LOAD, R | W, 0, WorkerLayout.SIGNAL_STACK, 0, zeros);
        // The stack that the kernel makes is not executable (it is unmapped in set-up).
        programHeader(elf, PT_GNU_STACK, R | W, 0, 0, 0, 0);
        elf.position(TEXT_OFFSET);
        elf.put(program.text());
        return elf.array();
    }

    private static void programHeader(
            ByteBuffer elf, int type, int flags, long offset, long address, long fileSize, long memorySize) {
        elf.putInt(type);
        elf.putInt(flags);
        elf.putLong(offset);
        elf.putLong(address);
        elf.putLong(address);
        elf.putLong(fileSize);
        elf.putLong(memorySize);
        elf.putLong(0x1000);
    }
}
