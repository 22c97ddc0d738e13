package dev.paddock.worker;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.CompiledCode;
import dev.paddock.codegen.x64.Compiler;
import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.codegen.x64.JumpTableImage;
import dev.paddock.ipc.PrivateMemory;
import dev.paddock.program.Code;
import dev.paddock.seccomp.Fd;
import dev.paddock.seccomp.Memfd;
import dev.paddock.worker.internal.DraftRooms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A compiled module, ready for any number of workers: a sealed file that they map read and execute. Nobody can write to
 * it any more, the host included.
 *
 * <pre>
 *   file  0                  jump table image, padded to a page with invalid entries
 *         codeOffset         machine code, padded to a page with hlt
 * </pre>
 */
public final class CodeImage implements AutoCloseable {
    private static final long PAGE = 0x1000;
    private static final byte HLT = (byte) 0xF4;
    private static final Set<Memfd.Seal> SEALS =
            Set.of(Memfd.Seal.FUTURE_WRITE, Memfd.Seal.SHRINK, Memfd.Seal.GROW, Memfd.Seal.SEAL);

    final Fd file;
    final long tableSize;
    final long codeSize;

    private CodeImage(Fd file, long tableSize, long codeSize) {
        this.file = file;
        this.tableSize = tableSize;
        this.codeSize = codeSize;
    }

    /**
     * Room to compile into.
     *
     * @param tableSize bytes of the jump table image
     * @param maxCodeSize bytes the machine code can have at most; what is not used costs nothing
     */
    public static Draft draft(long tableSize, long maxCodeSize) {
        if (tableSize < 0 || maxCodeSize <= 0 || maxCodeSize > AddressSpace.CODE_END - AddressSpace.CODE) {
            throw new IllegalArgumentException("jump table of " + tableSize + " bytes and code of up to " + maxCodeSize
                    + " bytes; code has " + (AddressSpace.CODE_END - AddressSpace.CODE) + " bytes of room");
        }
        return new Draft(pages(tableSize), pages(maxCodeSize));
    }

    /** Bytes of machine code, in whole pages. */
    public long codeSize() {
        return codeSize;
    }

    /** Bytes of the jump table image, in whole pages. */
    public long tableSize() {
        return tableSize;
    }

    /** Workers that have it mapped keep what they have. */
    @Override
    public void close() {
        file.close();
    }

    private static long pages(long bytes) {
        return bytes + PAGE - 1 & -PAGE;
    }

    /**
     * A code image that is being written, in memory of the host's own; the file is made of what is there at the end. One
     * thread's. Close it, sealed or not.
     */
    public static final class Draft implements AutoCloseable {
        private final PrivateMemory room;
        private final Arena life = Arena.ofConfined();
        private final MemorySegment bytes;
        private final long tableSize;
        private final long maxCodeSize;
        /** Until it is known better. */
        private long used;

        private Draft(long tableSize, long maxCodeSize) {
            this.tableSize = tableSize;
            this.maxCodeSize = maxCodeSize;
            used = tableSize + maxCodeSize;
            room = DraftRooms.take(used);
            bytes = room.segment(life).asSlice(0, used);
            for (long at = 0; at < tableSize; at += Long.BYTES) {
                bytes.set(ValueLayout.JAVA_LONG, at, AddressSpace.INVALID_JUMP_TARGET);
            }
        }

        /** The jump table image, every entry invalid so far. */
        public MemorySegment table() {
            return bytes.asSlice(0, tableSize);
        }

        /** Where the machine code goes. */
        public MemorySegment code() {
            return bytes.asSlice(tableSize, maxCodeSize);
        }

        /** Compiles into it: the machine code and its jump table. */
        public CompiledCode compile(Compiler compiler, Code code, CompilerOptions options) {
            var compiled = compiler.compile(code, options, code());
            JumpTableImage.write(code, compiler, table());
            return compiled;
        }

        /** The jump table image as bytes, to be copied in or out. Dead after {@link #seal}. */
        public ByteBuffer tableBytes() {
            return table().asByteBuffer();
        }

        /** The first bytes of the machine code, likewise. */
        public ByteBuffer codeBytes(long length) {
            return code().asSlice(0, length).asByteBuffer();
        }

        /** A sealed file with the first {@code codeSize} bytes of code. The segments are dead from now on. */
        public CodeImage seal(long codeSize) {
            if (codeSize <= 0 || codeSize > maxCodeSize) {
                throw new IllegalArgumentException("code of " + codeSize + " bytes; room for " + maxCodeSize);
            }
            long padded = pages(codeSize);
            code().asSlice(codeSize, padded - codeSize).fill(HLT);
            var file = Memfd.executable("paddock-code");
            try {
                Memfd.write(file, bytes.asSlice(0, tableSize + padded));
                // FUTURE_WRITE, as nobody maps it writable: kernels before 6.7 don't map WRITE-sealed files shared.
                Memfd.seal(file, SEALS);
            } catch (RuntimeException e) {
                file.close();
                throw e;
            }
            used = tableSize + padded;
            close();
            return new CodeImage(file, tableSize, padded);
        }

        @Override
        public void close() {
            if (life.scope().isAlive()) {
                life.close();
                DraftRooms.giveBack(room, used);
            }
        }
    }
}
