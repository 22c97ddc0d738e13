package dev.paddock.program;

/**
 * A piece of guest memory that is mapped at the start.
 *
 * @param address first byte, a multiple of the page size
 * @param length bytes mapped, a multiple of the page size, not 0
 * @param initial its first bytes, at most {@code length}; zeros follow. Not a copy: read only
 */
public record Region(Kind kind, long address, long length, Access access, byte[] initial) {
    /** What a region is for. */
    public enum Kind {
        READ_ONLY_DATA,
        /** Also the one that {@code sbrk} extends. */
        READ_WRITE_DATA,
        STACK,
        /** Given by the host; the guest only reads it. */
        AUXILIARY
    }

    public long end() {
        return address + length;
    }
}
