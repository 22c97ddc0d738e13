package dev.paddock.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be run: a parsed and checked container or JAM blob. Immutable.
 *
 * {@snippet :
 * Program program = Program.parse(Files.readAllBytes(path));
 * int start = program.export("main").orElseThrow().pc();
 * }
 */
public final class Program {
    /** Page size where nobody asks for another. */
    public static final int DEFAULT_PAGE_SIZE = 0x1000;

    private final Isa isa;
    private final Code code;

    Program(Isa isa, Code code) {
        this.isa = isa;
        this.code = code;
    }

    /**
     * Parses a {@code .polkavm} container.
     *
     * @throws MalformedProgramException if the bytes are none; the message names section, offset and value
     */
    public static Program parse(byte[] bytes) {
        throw new MalformedProgramException("not yet");
    }

    /**
     * Parses a JAM standard program and lays out its memory with the arguments given.
     *
     * @param arguments copied; mapped read-only at their place
     */
    public static Program parseJam(byte[] spi, byte[] arguments) {
        return parseJam(Isa.JAM_V1, spi, arguments);
    }

    /** {@link #parseJam(byte[], byte[])} in another numbering: Gray Paper 0.7.1 code is {@link Isa#REVIVE_V1}. */
    public static Program parseJam(Isa isa, byte[] spi, byte[] arguments) {
        throw new MalformedProgramException("not yet");
    }

    /** Parses a bare program blob: code and jump table, no memory. */
    public static Program ofCode(Isa isa, byte[] bareBlob) {
        throw new MalformedProgramException("not yet");
    }

    public Isa isa() {
        return isa;
    }

    public Code code() {
        return code;
    }

    public long roDataSize() {
        return 0;
    }

    public long rwDataSize() {
        return 0;
    }

    public long stackSize() {
        return 0;
    }

    /** The initial bytes, at most {@link #roDataSize} of them. */
    public byte[] roData() {
        return new byte[0];
    }

    /** The initial bytes, at most {@link #rwDataSize} of them. */
    public byte[] rwData() {
        return new byte[0];
    }

    public List<Import> imports() {
        return List.of();
    }

    public List<Export> exports() {
        return new ArrayList<>();
    }

    /** The first export of that name. */
    public Optional<Export> export(String name) {
        return exports().stream().filter(export -> export.name().equals(name)).findFirst();
    }

    /**
     * Where its memory lies.
     *
     * @throws MalformedProgramException if it does not fit with that page size and auxiliary data
     * @throws IllegalArgumentException if the program does not leave that choice (a JAM program)
     */
    public MemoryMap memoryMap(int pageSize, long auxSize) {
        return memoryImage(pageSize, auxSize).map();
    }

    /** Where its memory lies and what it holds at the start. */
    public MemoryImage memoryImage(int pageSize, long auxSize) {
        return new MemoryImage(MemoryMap.of(pageSize, 0, 0, 0, auxSize), List.of());
    }

    /** The thirteen registers at the start: a JAM program's own; else those of a call without arguments. */
    public long[] initialRegisters(MemoryMap map) {
        return new long[13];
    }

    /** {@link #initialRegisters(MemoryMap)} with default pages and no auxiliary data. */
    public long[] initialRegisters() {
        return initialRegisters(memoryMap(DEFAULT_PAGE_SIZE, 0));
    }

    public DebugInfo debugInfo() {
        return DebugInfo.NONE;
    }

    /** What its linker was given as the hash of its metadata. */
    public Optional<byte[]> metadataHash() {
        return Optional.empty();
    }

    /** What is odd about the blob without making it unusable. */
    public List<String> warnings() {
        return List.of();
    }

    /** SHA-256 of the bytes it was parsed from. */
    public byte[] hash() {
        return new byte[32];
    }
}
