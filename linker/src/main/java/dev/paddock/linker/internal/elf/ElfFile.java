package dev.paddock.linker.internal.elf;

import java.util.List;

/**
 * An ELF file for RISC-V, read and checked.
 *
 * @param is64Bit its class
 * @param sections by number
 */
public record ElfFile(boolean is64Bit, List<Section> sections, List<Symbol> symbols) {
    public static ElfFile read(byte[] bytes) {
        return new ElfReader(bytes).read();
    }

    /** Bytes of a pointer. */
    public int pointerSize() {
        return is64Bit ? 8 : 4;
    }
}
