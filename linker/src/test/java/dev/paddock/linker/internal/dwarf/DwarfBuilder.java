package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.internal.elf.ElfFile;
import dev.paddock.linker.internal.elf.Section;
import dev.paddock.linker.internal.ir.Location;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Debug information written by hand, byte by byte, beside one section of code at address 0x1000. */
final class DwarfBuilder {
    static final int CODE = 1;
    static final long ADDRESS = 0x1000;
    static final int CODE_SIZE = 0x1000;

    final Bytes abbreviations = new Bytes();
    final Bytes info = new Bytes();
    final Bytes lines = new Bytes();

    static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes u8(int... values) {
            for (int value : values) {
                out.write(value);
            }
            return this;
        }

        Bytes little(long value, int size) {
            for (int i = 0; i < size; i++) {
                out.write((int) (value >>> 8 * i));
            }
            return this;
        }

        Bytes uleb(long value) {
            long rest = value;
            while (rest >>> 7 != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
            return this;
        }

        Bytes text(String text) {
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            out.write(0);
            return this;
        }

        Bytes all(Bytes other) {
            out.writeBytes(other.toArray());
            return this;
        }

        int size() {
            return out.size();
        }

        byte[] toArray() {
            return out.toByteArray();
        }
    }

    /** Adds a unit of DWARF 4 with what its entries consist of. */
    DwarfBuilder unit(long abbreviationsAt, Bytes entries) {
        info.little(entries.size() + 7, 4).little(4, 2).little(abbreviationsAt, 4).u8(8).all(entries);
        return this;
    }

    /** A shape: attributes and forms in turns. */
    DwarfBuilder abbreviation(int code, int tag, boolean children, int... attributes) {
        abbreviations.uleb(code).uleb(tag).u8(children ? 1 : 0);
        for (int number : attributes) {
            abbreviations.uleb(number);
        }
        abbreviations.u8(0, 0);
        return this;
    }

    SourceMap read() {
        return SourceMap.of(elf(), List.of());
    }

    private ElfFile elf() {
        var sections = new ArrayList<Section>();
        sections.add(section(0, "", 0, new byte[0]));
        sections.add(section(CODE, ".text", 6, new byte[CODE_SIZE]));
        sections.add(section(2, ".debug_abbrev", 0, abbreviations.toArray()));
        sections.add(section(3, ".debug_info", 0, info.toArray()));
        sections.add(section(4, ".debug_line", 0, lines.toArray()));
        return new ElfFile(true, sections, List.of());
    }

    private static Section section(int index, String name, long flags, byte[] data) {
        long address = index == CODE ? ADDRESS : 0;
        return new Section(
                index, name, Section.PROGBITS, flags, address, data.length, 1, 0, 0, data, new ArrayList<>());
    }

    static Location at(long offset) {
        return new Location(CODE, offset);
    }
}
