package dev.paddock.program;

/**
 * Where the memory of a program lies. Addresses and lengths are unsigned 32-bit values; lengths are what is mapped,
 * rounded up to pages. Nothing below 0x10000 is ever mapped and at least 0x10000 bytes stay free between regions.
 *
 * <pre>
 *   0x10000            roAddress            rwAddress  heapBase         stackLow     stackHigh       auxAddress
 *   | guard            | read-only |  guard | read-write | heap ->  ...  | stack       |       guard | aux |  guard
 * </pre>
 *
 * @param heapBase end of the read-write data, not rounded
 * @param maxHeapSize how far {@code sbrk} may go beyond it
 * @param stackHigh end of the stack, the initial stack pointer
 */
public record MemoryMap(
        int pageSize,
        long roAddress,
        long roLength,
        long rwAddress,
        long rwLength,
        long heapBase,
        long maxHeapSize,
        long stackLow,
        long stackHigh,
        long auxAddress,
        long auxLength) {
    /** Guards are this large, and regions start at multiples of it. */
    public static final long REGION_ALIGNMENT = 0x10000;

    public static final int MIN_PAGE_SIZE = 0x1000;
    public static final int MAX_PAGE_SIZE = 0x10000;

    private static final long TOP = 0xffff0000L;
    private static final long ADDRESS_SPACE = 1L << 32;

    /**
     * Lays out a {@code .polkavm} program.
     *
     * @param pageSize a power of two, 0x1000..0x10000
     * @param ro size of the read-only data, 0..2^32-1; likewise the other three
     * @throws MalformedProgramException if they do not fit the address space together
     * @throws IllegalArgumentException if the page size is none
     */
    public static MemoryMap of(int pageSize, long ro, long rw, long stack, long aux) {
        if (Integer.bitCount(pageSize) != 1 || pageSize < MIN_PAGE_SIZE || pageSize > MAX_PAGE_SIZE) {
            throw new IllegalArgumentException(
                    "Page size " + pageSize + " is not a power of two from " + MIN_PAGE_SIZE + " to " + MAX_PAGE_SIZE);
        }
        long z = REGION_ALIGNMENT;
        long rwAddress = z + size("read-only data", ro, z) + z;
        long low = rwAddress + size("read-write data", rw, z) + z;
        long auxAddress = TOP - size("auxiliary data", aux, z);
        long stackHigh = auxAddress - z;
        long high = stackHigh - size("stack", stack, z);
        if (low > high) {
            throw new MalformedProgramException("Memory does not fit: read-only data of " + ro + ", read-write data of "
                    + rw + ", stack of " + stack + " and auxiliary data of " + aux + " bytes, each rounded up to " + z
                    + ", need more than " + (ADDRESS_SPACE - 5 * z) + " bytes together");
        }
        long heapBase = rwAddress + rw;
        return new MemoryMap(
                pageSize,
                z,
                up(ro, pageSize),
                rwAddress,
                up(rw, pageSize),
                heapBase,
                high - z - heapBase,
                stackHigh - up(stack, pageSize),
                stackHigh,
                auxAddress,
                up(aux, pageSize));
    }

    /** Rounds up to a multiple of a power of two. */
    static long up(long size, long unit) {
        return size + unit - 1 & -unit;
    }

    private static long size(String what, long size, long unit) {
        if (size < 0 || up(size, unit) >= ADDRESS_SPACE) {
            throw new MalformedProgramException(
                    "Size of the " + what + " is " + size + ", rounded up more than 32 bits hold");
        }
        return up(size, unit);
    }
}
