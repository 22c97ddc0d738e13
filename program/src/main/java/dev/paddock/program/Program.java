package dev.paddock.program;

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

    /** Registers of the machine. */
    public static final int REGISTERS = 13;

    private final Source source;
    private final Code code;
    private final ProgramMemory memory;
    private final List<Import> imports;
    private final List<Export> exports;
    private final DebugInfo debugInfo;
    private final Optional<byte[]> metadataHash;
    private final List<String> warnings;

    Program(
            Source source,
            Code code,
            ProgramMemory memory,
            List<Import> imports,
            ExportTable exports,
            DebugInfo debugInfo,
            Optional<byte[]> metadataHash,
            List<String> warnings) {
        this.source = source;
        this.code = code;
        this.memory = memory;
        this.imports = List.copyOf(imports);
        this.exports = exports;
        this.debugInfo = debugInfo;
        this.metadataHash = metadataHash;
        this.warnings = List.copyOf(warnings);
    }

    static Program withoutSymbols(byte[] source, Code code, ProgramMemory memory) {
        return new Program(
                Source.of(source), code, memory, List.of(), ExportTable.NONE, DebugInfo.NONE, Optional.empty(), List.of());
    }

    /**
     * Parses a {@code .polkavm} container, of which nothing is kept but copies; nobody may write to it meanwhile.
     *
     * @throws MalformedProgramException if the bytes are none; the message names section, offset and value
     */
    public static Program parse(byte[] bytes) {
        return ContainerReader.read(bytes);
    }

    /**
     * Parses a JAM standard program and lays out its memory with the arguments given, which it finds read-only at their
     * place.
     *
     * @throws MalformedProgramException if the bytes are none
     */
    public static Program parseJam(byte[] spi, byte[] arguments) {
        return parseJam(Isa.JAM_V1, spi, arguments);
    }

    /** {@link #parseJam(byte[], byte[])} in another numbering: code after Gray Paper 0.7.1 is {@link Isa#REVIVE_V1}. */
    public static Program parseJam(Isa isa, byte[] spi, byte[] arguments) {
        return JamReader.read(isa, spi.clone(), arguments.clone());
    }

    /**
     * Parses a bare program blob: code and jump table, no memory.
     *
     * @throws MalformedProgramException if the bytes are none
     */
    public static Program ofCode(Isa isa, byte[] bareBlob) {
        byte[] source = bareBlob.clone();
        Code code = CodeReader.read(isa, new ByteCursor(source, "bare program", 0, source.length));
        return withoutSymbols(source, code, ContainerMemory.NONE);
    }

    public Isa isa() {
        return code.isa();
    }

    public Code code() {
        return code;
    }

    public long roDataSize() {
        return memory.roSize();
    }

    public long rwDataSize() {
        return memory.rwSize();
    }

    public long stackSize() {
        return memory.stackSize();
    }

    /** The first bytes of the read-only data, zeros follow. Not a copy: read only. */
    public byte[] roData() {
        return memory.roData();
    }

    /** The first bytes of the read-write data, zeros follow. Not a copy: read only. */
    public byte[] rwData() {
        return memory.rwData();
    }

    public List<Import> imports() {
        return imports;
    }

    /** What it offers, in the blob's order. */
    public List<Export> exports() {
        return exports;
    }

    /** The first export of that name. */
    public Optional<Export> export(String name) {
        return export(Symbol.of(name));
    }

    /** The first export of a name that may be no text. */
    public Optional<Export> export(Symbol symbol) {
        for (var export : exports) {
            if (export.symbol().equals(symbol)) {
                return Optional.of(export);
            }
        }
        return Optional.empty();
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

    /** Where its memory lies and what it holds at the start; fails as {@link #memoryMap} does. */
    public MemoryImage memoryImage(int pageSize, long auxSize) {
        return memory.image(pageSize, auxSize);
    }

    /** The thirteen registers at the start: a JAM program's own; else those of a call without arguments. */
    public long[] initialRegisters(MemoryMap map) {
        return memory.registers(map);
    }

    /** {@link #initialRegisters(MemoryMap)} with default pages and no auxiliary data. */
    public long[] initialRegisters() {
        return initialRegisters(memoryMap(DEFAULT_PAGE_SIZE, 0));
    }

    public DebugInfo debugInfo() {
        return debugInfo;
    }

    /** What its linker was given as the hash of its metadata, usually 32 bytes. */
    public Optional<byte[]> metadataHash() {
        return metadataHash.map(byte[]::clone);
    }

    /** What is odd about the blob without making it unusable. */
    public List<String> warnings() {
        return warnings;
    }

    /** SHA-256 of the bytes it was parsed from. */
    public byte[] hash() {
        return source.hash();
    }
}
