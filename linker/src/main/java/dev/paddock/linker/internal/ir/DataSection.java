package dev.paddock.linker.internal.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A section of data: bytes, and the places in it that hold addresses. */
public final class DataSection {
    /** Where in memory it goes. */
    public enum Kind {
        READ_ONLY,
        READ_WRITE,
        ZEROED
    }

    private final String name;
    private final Kind kind;
    private final byte[] data;
    private final long size;
    private final long alignment;
    private final List<Patch> patches = new ArrayList<>();

    /** {@code data} may be shorter than {@code size}: zeros follow. */
    public DataSection(String name, Kind kind, byte[] data, long size, long alignment) {
        this.name = name;
        this.kind = kind;
        this.data = data;
        this.size = size;
        this.alignment = alignment;
    }

    /**
     * A place whose content depends on the layout: value, minus {@code minus} where there is one, in {@code width} bytes.
     */
    public record Patch(long offset, int width, Value value, Optional<Value> minus) {}

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public byte[] data() {
        return data;
    }

    public long size() {
        return size;
    }

    public long alignment() {
        return alignment;
    }

    public List<Patch> patches() {
        return patches;
    }

    @Override
    public String toString() {
        return name;
    }
}
