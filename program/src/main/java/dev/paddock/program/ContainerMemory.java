package dev.paddock.program;

import java.util.ArrayList;
import java.util.List;

/** Memory of a {@code .polkavm} program: sizes from the blob, page size and auxiliary data from the host. */
record ContainerMemory(long roSize, long rwSize, long stackSize, byte[] roData, byte[] rwData)
        implements ProgramMemory {
    private static final byte[] ZEROS = {};

    static final ContainerMemory NONE = new ContainerMemory(0, 0, 0, ZEROS, ZEROS);

    @Override
    public MemoryImage image(int pageSize, long auxSize) {
        var map = MemoryMap.of(pageSize, roSize, rwSize, stackSize, auxSize);
        return new MemoryImage(map, regions(map, roData, rwData, ZEROS));
    }

    @Override
    public long[] registers(MemoryMap map) {
        long[] registers = new long[Program.REGISTERS];
        registers[0] = Code.HALT_ADDRESS & 0xffffffffL;
        registers[1] = map.stackHigh();
        return registers;
    }

    /** The regions of a map that are not empty. */
    static List<Region> regions(MemoryMap map, byte[] ro, byte[] rw, byte[] aux) {
        var all = List.of(
                new Region(Region.Kind.READ_ONLY_DATA, map.roAddress(), map.roLength(), Access.READ_ONLY, ro),
                new Region(Region.Kind.READ_WRITE_DATA, map.rwAddress(), map.rwLength(), Access.READ_WRITE, rw),
                new Region(
                        Region.Kind.STACK,
                        map.stackLow(),
                        map.stackHigh() - map.stackLow(),
                        Access.READ_WRITE,
                        ZEROS),
                new Region(Region.Kind.AUXILIARY, map.auxAddress(), map.auxLength(), Access.READ_ONLY, aux));
        var regions = new ArrayList<>(all);
        regions.removeIf(region -> region.length() == 0);
        return regions;
    }
}
