package dev.paddock.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads a {@code .polkavm} container: a header, then sections in ascending order of their ids.
 *
 * <pre>
 *   0  "PVM" NUL | 4  version byte | 5  u64 length of everything | 13  { id, varint length, payload }* 0
 * </pre>
 *
 * Time and memory are linear in the bytes given: nothing is allocated by a size that the bytes present do not back.
 */
final class ContainerReader {
    static final byte[] MAGIC = {'P', 'V', 'M', 0};
    static final int HEADER_LENGTH = 13;

    static final int END = 0;
    static final int MEMORY_CONFIG = 1;
    static final int READ_ONLY_DATA = 2;
    static final int READ_WRITE_DATA = 3;
    static final int IMPORTS = 4;
    static final int EXPORTS = 5;
    static final int CODE = 6;
    static final int DEBUG_STRINGS = 128;
    static final int DEBUG_LINE_PROGRAMS = 129;
    static final int DEBUG_RANGES = 130;
    static final int METADATA_HASH = 131;

    static final int MAX_IMPORTS = 1024;

    /** Sections with this bit may be skipped by who does not know them. */
    private static final int OPTIONAL = 0x80;

    private static final byte[] NOTHING = {};

    private final byte[] bytes;
    private final List<String> warnings = new ArrayList<>();
    private Optional<Code> code = Optional.empty();
    private int codeStart;
    private long roSize;
    private long rwSize;
    private long stackSize;
    private byte[] roData = NOTHING;
    private byte[] rwData = NOTHING;
    private List<Import> imports = List.of();
    private ExportTable exports = ExportTable.NONE;
    private byte[] debugStrings = NOTHING;
    private byte[] linePrograms = NOTHING;
    private byte[] debugRanges = NOTHING;
    private Optional<byte[]> metadataHash = Optional.empty();

    private ContainerReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param bytes nothing but copies of them is kept */
    static Program read(byte[] bytes) {
        return new ContainerReader(bytes).read();
    }

    private Program read() {
        var cursor = new ByteCursor(bytes, "header", 0, bytes.length);
        Isa isa = readHeader(cursor);
        readSections(isa, new ByteCursor(bytes, "sections", HEADER_LENGTH, bytes.length));
        if (code.isEmpty()) {
            throw cursor.malformed(bytes.length, "section " + CODE + " (code) is missing");
        }
        return new Program(
                Source.of(bytes, codeStart, code.get()),
                code.get(),
                new ContainerMemory(roSize, rwSize, stackSize, roData, rwData),
                imports,
                exports,
                new DebugInfo(debugStrings, debugRanges, linePrograms),
                metadataHash,
                warnings);
    }

    private Isa readHeader(ByteCursor cursor) {
        byte[] magic = cursor.take(MAGIC.length, "magic");
        if (!Arrays.equals(magic, MAGIC)) {
            throw cursor.malformed(
                    0, "begins with " + HexFormat.of().formatHex(magic) + ", a container with 50564d00 (\"PVM\")");
        }
        int version = cursor.u8("version");
        Isa isa = Isa.byVersion(version).orElseThrow(() -> cursor.malformed(
                MAGIC.length,
                "version byte is " + version
                        + ", known are 0 (revive_v1), 1 (latest32), 2 (latest64) and 3 (jam_v1)"));
        long length = cursor.unsigned(Long.BYTES, "length");
        if (length != bytes.length) {
            throw cursor.malformed(
                    MAGIC.length + 1,
                    "length is " + Long.toUnsignedString(length) + ", but there are " + bytes.length + " bytes");
        }
        return isa;
    }

    private void readSections(Isa isa, ByteCursor cursor) {
        int last = END;
        while (true) {
            int start = cursor.position();
            int id = cursor.u8("section id");
            if (id == END) {
                return;
            }
            boolean expected = id > last && isKnown(id);
            if (!expected && (id & OPTIONAL) == 0) {
                throw cursor.malformed(
                        start, isKnown(id) ? "section " + id + " after section " + last : "unknown section " + id);
            }
            ByteCursor payload = cursor.slice("section " + id + " (" + name(id) + ")", cursor.varint("section length"));
            if (expected) {
                readSection(id, isa, payload);
                last = id;
            } else {
                // Who writes a section that we do not know may know an order that we do not: nothing after it is ours.
                last = 0xff;
            }
        }
    }

    private static boolean isKnown(int id) {
        return id >= MEMORY_CONFIG && id <= CODE || id >= DEBUG_STRINGS && id <= METADATA_HASH;
    }

    private static String name(int id) {
        return switch (id) {
            case MEMORY_CONFIG -> "memory config";
            case READ_ONLY_DATA -> "read-only data";
            case READ_WRITE_DATA -> "read-write data";
            case IMPORTS -> "imports";
            case EXPORTS -> "exports";
            case CODE -> "code";
            case DEBUG_STRINGS -> "debug strings";
            case DEBUG_LINE_PROGRAMS -> "debug line programs";
            case DEBUG_RANGES -> "debug line program ranges";
            case METADATA_HASH -> "metadata hash";
            default -> "unknown";
        };
    }

    private void readSection(int id, Isa isa, ByteCursor payload) {
        switch (id) {
            case MEMORY_CONFIG -> readMemoryConfig(payload);
            case READ_ONLY_DATA -> roData = readData(payload, roSize);
            case READ_WRITE_DATA -> rwData = readData(payload, rwSize);
            case IMPORTS -> imports = readImports(payload);
            case EXPORTS -> exports = ExportTable.read(payload, warnings);
            case CODE -> {
                var read = readCode(isa, payload);
                code = Optional.of(read);
                codeStart = startOf(read, payload);
            }
            case DEBUG_STRINGS -> debugStrings = payload.rest();
            case DEBUG_LINE_PROGRAMS -> linePrograms = payload.rest();
            case DEBUG_RANGES -> debugRanges = payload.rest();
            default -> metadataHash = Optional.of(payload.rest());
        }
    }

    private void readMemoryConfig(ByteCursor payload) {
        roSize = payload.varint("read-only data size");
        rwSize = payload.varint("read-write data size");
        stackSize = payload.varint("stack size");
        if (payload.remaining() != 0) {
            throw payload.malformed(payload.remaining() + " bytes too many");
        }
    }

    private static byte[] readData(ByteCursor payload, long size) {
        if (payload.remaining() > size) {
            throw payload.malformed(
                    payload.remaining() + " bytes, more than the size of " + size + " that section 1 declares");
        }
        return payload.rest();
    }

    private static List<Import> readImports(ByteCursor payload) {
        int count = payload.varint("import count", MAX_IMPORTS);
        if (count * (long) Integer.BYTES > payload.remaining()) {
            throw payload.malformed(
                    count + " import offsets need " + count * Integer.BYTES + " bytes, " + payload.remaining()
                            + " are left");
        }
        long[] offsets = new long[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i] = payload.unsigned(Integer.BYTES, "import offset");
        }
        byte[] symbols = payload.rest();
        offsets[count] = symbols.length;
        var imports = new ArrayList<Import>(count);
        for (int i = 0; i < count; i++) {
            imports.add(new Import(i, symbol(symbols, offsets[i], offsets[i + 1])));
        }
        return imports;
    }

    /** A range that is none makes the import a missing one, nothing worse. */
    private static Optional<Symbol> symbol(byte[] symbols, long from, long to) {
        return from <= to && to <= symbols.length
                ? Optional.of(new Symbol(Arrays.copyOfRange(symbols, (int) from, (int) to)))
                : Optional.empty();
    }

    private Code readCode(Isa isa, ByteCursor payload) {
        if (payload.remaining() == 0) {
            throw payload.malformed("empty");
        }
        if (isa == Isa.LATEST64 && Before037.hasOldLayout(payload.copy())) {
            return readSuspicious(payload);
        }
        return CodeReader.read(isa, payload);
    }

    /** Where in the file the bytes of the code begin that have just been read: only a bitmask may follow them. */
    private static int startOf(Code read, ByteCursor payload) {
        int bitmask = read.isa().isExtended() ? 0 : (read.length() + 7) / 8;
        return payload.position() - bitmask - read.length();
    }

    /** The layout of before PolkaVM 0.37 fits; an error only where the present reading makes no sense. */
    private Code readSuspicious(ByteCursor payload) {
        int start = payload.position();
        Code read = CodeReader.read(Isa.LATEST64, payload);
        var finding = "this latest64 program looks as if it was built before PolkaVM 0.37, which changed the encoding";
        if (Before037.isGarbage(read)) {
            throw payload.malformed(start, finding + "; link it again with a newer linker");
        }
        warnings.add(finding);
        return read;
    }
}
