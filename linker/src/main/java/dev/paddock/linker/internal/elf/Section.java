package dev.paddock.linker.internal.elf;

import java.util.List;

/**
 * A section of an ELF file.
 *
 * @param index its number in the section table
 * @param address its address in the ELF's own layout, 0 in relocatable files
 * @param size bytes in memory
 * @param data bytes in the file; empty when there are none (NOBITS)
 * @param relocations those to be applied to it
 */
public record Section(
        int index,
        String name,
        int type,
        long flags,
        long address,
        long size,
        long alignment,
        int link,
        int info,
        byte[] data,
        List<Relocation> relocations) {
    public static final int PROGBITS = 1;
    public static final int SYMTAB = 2;
    public static final int STRTAB = 3;
    public static final int RELA = 4;
    public static final int HASH = 5;
    public static final int NOTE = 7;
    public static final int NOBITS = 8;
    public static final int REL = 9;
    public static final int DYNSYM = 11;
    public static final int GNU_HASH = 0x6ffffff6;

    private static final int WRITE = 1;
    private static final int ALLOCATED = 2;
    private static final int EXECUTABLE = 4;
    private static final int COMPRESSED = 0x800;


    public boolean isWritable() {
        return (flags & WRITE) != 0;
    }

    public boolean isAllocated() {
        return (flags & ALLOCATED) != 0;
    }

    public boolean isExecutable() {
        return (flags & EXECUTABLE) != 0;
    }

    public boolean isCompressed() {
        return (flags & COMPRESSED) != 0;
    }

    /** How error messages name it. */
    public String label() {
        return "section " + index + " '" + name + "'";
    }
}
