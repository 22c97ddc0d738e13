package dev.paddock.linker.internal.ir;

/**
 * A function as the ELF's symbols name it, for debug information.
 *
 * @param start its first byte; it reaches {@code size} bytes from there
 */
public record SourceFunction(String name, Location start, long size) {
    public boolean contains(Location location) {
        long distance = location.offset() - start.offset();
        return location.section() == start.section() && distance >= 0 && distance < size;
    }
}
