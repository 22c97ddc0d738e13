package dev.paddock.program;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes {@code .polkavm} containers in their canonical form: what {@link Program#parse} reads back as the same program.
 *
 * {@snippet :
 * byte[] container = new ProgramWriter(Isa.LATEST64)
 *         .code(written.code(), written.bitmask())
 *         .export(0, Symbol.of("main"))
 *         .write();
 * }
 */
public final class ProgramWriter {
    private static final long MAX_U32 = 0xffff_ffffL;

    private final Isa isa;
    private byte[] roData = {};
    private byte[] rwData = {};
    private long roDataSize;
    private long rwDataSize;
    private long stackSize;
    private final List<Symbol> imports = new ArrayList<>();
    private final List<Export> exports = new ArrayList<>();
    private byte[] code = {};
    private byte[] bitmask = {};
    private int[] jumpTable = {};
    private byte[] debugStrings = {};
    private byte[] debugLinePrograms = {};
    private byte[] debugRanges = {};
    private byte[] metadataHash = {};

    public ProgramWriter(Isa isa) {
        this.isa = isa;
    }

    /**
     * A writer that has been told all of a program.
     *
     * @throws IllegalArgumentException if an import has no name, which no writer produces
     */
    public static ProgramWriter of(Program program) {
        var code = program.code();
        var writer = new ProgramWriter(program.isa())
                .roData(program.roData(), program.roDataSize())
                .rwData(program.rwData(), program.rwDataSize())
                .stackSize(program.stackSize())
                .code(Arrays.copyOf(code.bytes(), code.length()), code.bitmask())
                .jumpTable(IntStream.range(0, code.jumpTableLength()).map(code::jumpTableEntry).toArray());
        for (var imported : program.imports()) {
            writer.addImport(imported.symbol()
                    .orElseThrow(() -> new IllegalArgumentException("Import " + imported.number() + " has no name")));
        }
        program.exports().forEach(export -> writer.export(export.pc(), export.symbol()));
        var debug = program.debugInfo();
        writer.debugInfo(debug.strings(), debug.linePrograms(), debug.ranges());
        program.metadataHash().ifPresent(writer::metadataHash);
        return writer;
    }

    /** Read-only data: its first bytes, and how long it is with the zeros that follow them. */
    public ProgramWriter roData(byte[] initial, long size) {
        checkSize("read-only data", initial.length, size);
        roData = initial.clone();
        roDataSize = size;
        return this;
    }

    /** Read-write data, likewise. */
    public ProgramWriter rwData(byte[] initial, long size) {
        checkSize("read-write data", initial.length, size);
        rwData = initial.clone();
        rwDataSize = size;
        return this;
    }

    public ProgramWriter stackSize(long size) {
        checkSize("stack", 0, size);
        stackSize = size;
        return this;
    }

    /** Adds an import; the first one added is number 0. */
    public ProgramWriter addImport(Symbol symbol) {
        imports.add(symbol);
        return this;
    }

    public ProgramWriter export(int pc, Symbol symbol) {
        exports.add(new Export(pc, symbol));
        return this;
    }

    /** The code, and in the legacy encoding its bitmask, whose padding bits are zero. */
    public ProgramWriter code(byte[] bytes, byte[] mask) {
        int expected = isa.isExtended() ? 0 : (bytes.length + 7) / 8;
        if (mask.length != expected) {
            throw new IllegalArgumentException("The bitmask of " + bytes.length + " bytes of " + isa + " code has "
                    + expected + " bytes, not " + mask.length);
        }
        code = bytes.clone();
        bitmask = mask.clone();
        return this;
    }

    /** Positions in the code, 32-bit unsigned; entry k has the address 2 (k + 1). */
    public ProgramWriter jumpTable(int... entries) {
        jumpTable = entries.clone();
        return this;
    }

    /** The three sections of debug information, as they stand in the container. */
    public ProgramWriter debugInfo(byte[] strings, byte[] linePrograms, byte[] ranges) {
        debugStrings = strings.clone();
        debugLinePrograms = linePrograms.clone();
        debugRanges = ranges.clone();
        return this;
    }

    public ProgramWriter metadataHash(byte[] hash) {
        metadataHash = hash.clone();
        return this;
    }

    /** The container. */
    public byte[] write() {
        var sections = new ByteArrayOutputStream();
        section(sections, ContainerReader.MEMORY_CONFIG, memoryConfig());
        section(sections, ContainerReader.READ_ONLY_DATA, roData);
        section(sections, ContainerReader.READ_WRITE_DATA, rwData);
        section(sections, ContainerReader.IMPORTS, importTable());
        section(sections, ContainerReader.EXPORTS, exportTable());
        section(sections, ContainerReader.CODE, codeSection());
        section(sections, ContainerReader.DEBUG_STRINGS, debugStrings);
        section(sections, ContainerReader.DEBUG_LINE_PROGRAMS, debugLinePrograms);
        section(sections, ContainerReader.DEBUG_RANGES, debugRanges);
        section(sections, ContainerReader.METADATA_HASH, metadataHash);
        sections.write(ContainerReader.END);

        var container = new ByteArrayOutputStream();
        container.writeBytes(ContainerReader.MAGIC);
        container.write(isa.versionByte());
        little(container, ContainerReader.HEADER_LENGTH + sections.size(), Long.BYTES);
        container.writeBytes(sections.toByteArray());
        return container.toByteArray();
    }

    private byte[] memoryConfig() {
        var out = new ByteArrayOutputStream();
        if ((roDataSize | rwDataSize | stackSize) != 0) {
            varint(out, roDataSize);
            varint(out, rwDataSize);
            varint(out, stackSize);
        }
        return out.toByteArray();
    }

    private byte[] importTable() {
        var out = new ByteArrayOutputStream();
        if (!imports.isEmpty()) {
            varint(out, imports.size());
            long offset = 0;
            for (var symbol : imports) {
                little(out, offset, Integer.BYTES);
                offset += symbol.bytes().length;
            }
            imports.forEach(symbol -> out.writeBytes(symbol.bytes()));
        }
        return out.toByteArray();
    }

    private byte[] exportTable() {
        var out = new ByteArrayOutputStream();
        if (!exports.isEmpty()) {
            varint(out, exports.size());
            for (var export : exports) {
                varint(out, Integer.toUnsignedLong(export.pc()));
                varint(out, export.symbol().bytes().length);
                out.writeBytes(export.symbol().bytes());
            }
        }
        return out.toByteArray();
    }

    private byte[] codeSection() {
        var out = new ByteArrayOutputStream();
        int entrySize = jumpTableEntrySize();
        varint(out, jumpTable.length);
        out.write(entrySize);
        if (!isa.isExtended()) {
            varint(out, code.length);
        }
        for (int entry : jumpTable) {
            little(out, entry, entrySize);
        }
        out.writeBytes(code);
        out.writeBytes(bitmask);
        return out.toByteArray();
    }

    /** At least 1: with 0 a reader takes the table for empty, even if its only target is position 0. */
    private int jumpTableEntrySize() {
        int all = 0;
        for (int entry : jumpTable) {
            all |= entry;
        }
        return jumpTable.length == 0 ? 0 : Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(all) + 7) / 8);
    }

    private static void section(ByteArrayOutputStream out, int id, byte[] payload) {
        if (payload.length != 0) {
            out.write(id);
            varint(out, payload.length);
            out.writeBytes(payload);
        }
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        int extra = 0;
        while (extra < Integer.BYTES && value >>> 7 * (extra + 1) != 0) {
            extra++;
        }
        out.write(0xff00 >>> extra & 0xff | (int) (value >>> 8 * extra));
        little(out, value, extra);
    }

    private static void little(ByteArrayOutputStream out, long value, int count) {
        for (int i = 0; i < count; i++) {
            out.write((int) (value >>> 8 * i));
        }
    }

    private static void checkSize(String what, long stored, long size) {
        if (size < stored || size > MAX_U32) {
            throw new IllegalArgumentException(
                    "The size of " + what + " is " + size + ", not within " + stored + ".." + MAX_U32);
        }
    }
}
