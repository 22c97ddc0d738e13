package dev.paddock.ipc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Memory by absolute address, for the rings and the register file.
 *
 * <p>One constant segment covers all of memory, so HotSpot folds the bounds check away and an access is one machine
 * instruction. Nothing here is checked: callers own the mapping and keep it alive. All else goes through the checked
 * accessors of {@link SharedMemory}.
 */
public final class RawMemory {
    /** Safe only for addresses of live mappings; no access below page zero can be meant. */
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** Where a process can have memory. Said to HotSpot with each access, it sees that no bounds check can fail. */
    private static final long ADDRESSES = (1L << 47) - 1;

    /** The same for accesses that have to be aligned. */
    private static final long WORDS = ADDRESSES & -Integer.BYTES;

    private static final long LONG_WORDS = ADDRESSES & -Long.BYTES;

    /** Not checked for being aligned, though they are. */
    private static final ValueLayout.OfInt PLAIN_INT = ValueLayout.JAVA_INT_UNALIGNED;

    private static final ValueLayout.OfLong PLAIN_LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private RawMemory() {}

    public static int getInt(long address) {
        return getInt(address, 0);
    }

    public static int getInt(long address, int offset) {
        return ALL.get(PLAIN_INT, (address & ADDRESSES) + offset);
    }

    public static void putInt(long address, int value) {
        putInt(address, 0, value);
    }

    public static void putInt(long address, int offset, int value) {
        ALL.set(PLAIN_INT, (address & ADDRESSES) + offset, value);
    }

    public static long getLong(long address) {
        return getLong(address, 0);
    }

    public static long getLong(long address, int offset) {
        return ALL.get(PLAIN_LONG, (address & ADDRESSES) + offset);
    }

    public static void putLong(long address, long value) {
        putLong(address, 0, value);
    }

    public static void putLong(long address, int offset, long value) {
        ALL.set(PLAIN_LONG, (address & ADDRESSES) + offset, value);
    }

    public static int getIntAcquire(long address) {
        return (int) INT.getAcquire(ALL, address & WORDS);
    }

    public static void putIntRelease(long address, int value) {
        INT.setRelease(ALL, address & WORDS, value);
    }

    public static int getIntOpaque(long address) {
        return (int) INT.getOpaque(ALL, address & WORDS);
    }

    public static void putIntOpaque(long address, int value) {
        INT.setOpaque(ALL, address & WORDS, value);
    }

    /** Sequentially consistent read: not reordered with a {@link #getAndSetInt} before it. */
    public static int getIntVolatile(long address) {
        return (int) INT.getVolatile(ALL, address & WORDS);
    }

    /** An exchange: a full fence on x86-64. */
    public static int getAndSetInt(long address, int value) {
        return (int) INT.getAndSet(ALL, address & WORDS, value);
    }

    public static long getLongAcquire(long address) {
        return (long) LONG.getAcquire(ALL, address & LONG_WORDS);
    }

    public static void putLongRelease(long address, long value) {
        LONG.setRelease(ALL, address & LONG_WORDS, value);
    }

    public static void copyIn(long address, byte[] from, int offset, int length) {
        MemorySegment.copy(from, offset, ALL, ValueLayout.JAVA_BYTE, address, length);
    }

    public static void copyOut(long address, byte[] to, int offset, int length) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address, to, offset, length);
    }
}
