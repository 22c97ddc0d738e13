package dev.paddock.linker.elf;

import java.nio.charset.StandardCharsets;

/** The sections that a guest has, and the records of what it exports and imports. */
public final class GuestBuilder {
    private final ElfBuilder elf;
    private final RiscvCode code;
    private final ElfBuilder.Section names;
    private final ElfBuilder.Section metadata;
    private final ElfBuilder.Section exports;

    public GuestBuilder(boolean wide) {
        elf = new ElfBuilder(wide);
        code = new RiscvCode(elf, elf.section(".text", ElfBuilder.PROGBITS, ElfBuilder.EXECUTABLE, 4));
        names = elf.section(".rodata.names", ElfBuilder.PROGBITS, ElfBuilder.ALLOCATED, 1);
        metadata = elf.section(".polkavm_metadata", ElfBuilder.PROGBITS, ElfBuilder.WRITABLE, 1);
        exports = elf.section(".polkavm_exports", ElfBuilder.PROGBITS, ElfBuilder.ALLOCATED, 1);
    }

    public ElfBuilder elf() {
        return elf;
    }

    public RiscvCode code() {
        return code;
    }

    public int pointerSize() {
        return elf.wide() ? 8 : 4;
    }

    public int pointerRelocation() {
        return elf.wide() ? RiscvCode.R_64 : RiscvCode.R_32;
    }

    /** Adds a pointer to data. */
    public void pointer(ElfBuilder.Section section, int symbol, long addend) {
        section.relocate(section.length(), pointerRelocation(), symbol, addend);
        section.add(0, pointerSize());
    }

    /** Exports the code of a symbol. */
    public void export(String name, int symbol) {
        int record = record(name, 1, -1);
        exports.add(1, 1);
        pointer(exports, record, 0);
        pointer(exports, symbol, 0);
    }

    /** A function's record; with an index unless that is negative. */
    private int record(String name, int version, int index) {
        int text = elf.symbol("name." + name, 0, names, names.length(), 0);
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        names.add(bytes);
        int record = elf.symbol("metadata." + name, 0, metadata, metadata.length(), 0);
        metadata.add(version, 1).add(0, 4).add(bytes.length, 4);
        pointer(metadata, text, 0);
        metadata.add(6, 1).add(2, 1);
        if (version == 2) {
            metadata.add(index >= 0 ? 1 : 0, 1).add(Math.max(index, 0), 4);
        }
        return record;
    }

    /** Writes a function that calls the host; returns its symbol. */
    public int importStub(String name, int index) {
        int stub = elf.symbol(name, ElfBuilder.FUNCTION, code.section(), code.here(), 8L + pointerSize());
        hostCall(name, index);
        code.ret();
        return stub;
    }

    /** The call itself. */
    public void hostCall(String name, int index) {
        int record = record(name, index >= 0 ? 2 : 1, index);
        code.word(0x0000000b);
        code.section().relocate(code.here(), pointerRelocation(), record, 0);
        for (int i = 0; i < pointerSize() / 4; i++) {
            code.word(0);
        }
    }

    public byte[] build() {
        code.finish();
        return elf.build();
    }
}
