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

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private RawMemory() {}

    public static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT, address);
    }

    public static void putInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT, address, value);
    }

    public static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG, address);
    }

    public static void putLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG, address, value);
    }

    public static int getIntAcquire(long address) {
        return (int) INT.getAcquire(ALL, address);
    }

    public static void putIntRelease(long address, int value) {
        INT.setRelease(ALL, address, value);
    }

    public static int getIntOpaque(long address) {
        return (int) INT.getOpaque(ALL, address);
    }

    public static void putIntOpaque(long address, int value) {
        INT.setOpaque(ALL, address, value);
    }

    /** Sequentially consistent read: not reordered with a {@link #getAndSetInt} before it. */
    public static int getIntVolatile(long address) {
        return (int) INT.getVolatile(ALL, address);
    }

    /** An exchange: a full fence on x86-64. */
    public static int getAndSetInt(long address, int value) {
        return (int) INT.getAndSet(ALL, address, value);
    }

    public static long getLongAcquire(long address) {
        return (long) LONG.getAcquire(ALL, address);
    }

    public static void putLongRelease(long address, long value) {
        LONG.setRelease(ALL, address, value);
    }

    public static void copyIn(long address, byte[] from, int offset, int length) {
        MemorySegment.copy(from, offset, ALL, ValueLayout.JAVA_BYTE, address, length);
    }

    public static void copyOut(long address, byte[] to, int offset, int length) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address, to, offset, length);
    }
}
