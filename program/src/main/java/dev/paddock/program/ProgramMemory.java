package dev.paddock.program;

/** How a kind of program lays out its memory. */
sealed interface ProgramMemory permits ContainerMemory, JamMemory {
    long roSize();

    long rwSize();

    long stackSize();

    /** First bytes of the read-only data. */
    byte[] roData();

    /** First bytes of the read-write data. */
    byte[] rwData();

    MemoryImage image(int pageSize, long auxSize);

    long[] registers(MemoryMap map);
}
