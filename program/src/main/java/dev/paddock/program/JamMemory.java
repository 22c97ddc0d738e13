package dev.paddock.program;

/**
 * Memory of a JAM standard program: pages of 4 KiB, the arguments where a container has auxiliary data, and a heap of
 * fixed size at the end of the read-write data.
 *
 * @param heapPages zeroed pages after the read-write data
 */
record JamMemory(byte[] roData, byte[] rwData, int heapPages, long stackSize, byte[] arguments)
        implements ProgramMemory {
    static final int PAGE = 0x1000;

    /** Room for the arguments. */
    static final int MAX_ARGUMENTS = 1 << 24;

    private static final long ADDRESS_SPACE = 1L << 32;
    private static final long ZONE = MemoryMap.REGION_ALIGNMENT;
    private static final long STACK_HIGH = ADDRESS_SPACE - 2 * ZONE - MAX_ARGUMENTS;
    private static final long ARGUMENTS = ADDRESS_SPACE - ZONE - MAX_ARGUMENTS;

    @Override
    public long roSize() {
        return roData.length;
    }

    @Override
    public long rwSize() {
        return rwData.length + (long) heapPages * PAGE;
    }

    @Override
    public MemoryImage image(int pageSize, long auxSize) {
        if (pageSize != PAGE || auxSize != 0) {
            throw new IllegalArgumentException("A JAM program has pages of " + PAGE
                    + " bytes and no auxiliary data, not " + pageSize + " and " + auxSize);
        }
        long rwAddress = 2 * ZONE + MemoryMap.up(roSize(), ZONE);
        long rwLength = MemoryMap.up(rwData.length, PAGE) + (long) heapPages * PAGE;
        var map = new MemoryMap(
                PAGE,
                ZONE,
                MemoryMap.up(roSize(), PAGE),
                rwAddress,
                rwLength,
                rwAddress + rwLength,
                0,
                STACK_HIGH - MemoryMap.up(stackSize, PAGE),
                STACK_HIGH,
                ARGUMENTS,
                MemoryMap.up(arguments.length, PAGE));
        return new MemoryImage(map, ContainerMemory.regions(map, roData, rwData, arguments));
    }

    @Override
    public long[] registers(MemoryMap map) {
        long[] registers = new long[Program.REGISTERS];
        registers[0] = Code.HALT_ADDRESS & 0xffffffffL;
        registers[1] = STACK_HIGH;
        registers[7] = ARGUMENTS;
        registers[8] = arguments.length;
        return registers;
    }
}
