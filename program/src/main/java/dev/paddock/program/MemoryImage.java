package dev.paddock.program;

import java.util.List;

/**
 * What is mapped at the start, whatever kind of program it comes from: backends need no more than this.
 *
 * @param map the places
 * @param regions the non-empty regions, by ascending address, not overlapping
 */
public record MemoryImage(MemoryMap map, List<Region> regions) {
    public MemoryImage {
        regions = List.copyOf(regions);
    }

    public int pageSize() {
        return map.pageSize();
    }

    /** Where {@code sbrk} starts to count. */
    public long heapBase() {
        return map.heapBase();
    }

    public long maxHeapSize() {
        return map.maxHeapSize();
    }
}
