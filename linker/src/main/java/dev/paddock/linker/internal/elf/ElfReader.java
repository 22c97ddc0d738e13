package dev.paddock.linker.internal.elf;

import dev.paddock.linker.LinkException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads an ELF file. Sizes are checked against the bytes present before anything is made of them. */
final class ElfReader {
    private static final int MACHINE_RISCV = 243;
    private static final int SYSTEM_V = 0;
    private static final int GNU = 3;
    private static final int LAST_TYPE = 3;

    private final ByteBuffer file;
    private final boolean wide;
    private final List<Section> sections = new ArrayList<>();
    private List<Symbol> symbols = List.of();

    ElfReader(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 52 || file.getInt(0) != 0x464c457f) {
            throw new LinkException("not an ELF file: the first four bytes must be 7f 45 4c 46");
        }
        wide = file.get(4) == 2;
        checkHeader(bytes.length);
    }

    private void checkHeader(int length) {
        int elfClass = file.get(4);
        check(elfClass == 1 || elfClass == 2, "ELF class " + elfClass + " is neither 1 (32-bit) nor 2 (64-bit)");
        check(!wide || length >= 64, "the ELF header is cut off: " + length + " bytes");
        check(file.get(5) == 1, "big-endian ELF: only little-endian can be linked");
        int abi = file.get(7) & 0xff;
        check(abi == SYSTEM_V || abi == GNU, "ELF for OS ABI " + abi + ": expected System V (0) or GNU (3)");
        int type = u16(16);
        check(type >= 1 && type <= LAST_TYPE, "ELF type " + type + ": expected relocatable, executable or dynamic");
        int machine = u16(18);
        check(machine == MACHINE_RISCV, "ELF for machine " + machine + ": expected RISC-V (243)");
    }

    ElfFile read() {
        readSections();
        readSymbols();
        readRelocations();
        return new ElfFile(wide, List.copyOf(sections), symbols);
    }

    private void readSections() {
        long table = wide ? file.getLong(40) : u32(32);
        int entrySize = u16(wide ? 58 : 46);
        int count = u16(wide ? 60 : 48);
        int names = u16(wide ? 62 : 50);
        check(count > 0, "the ELF has no section headers: link without stripping them");
        check(entrySize == (wide ? 64 : 40), "section headers of " + entrySize + " bytes");
        checkRange(table, (long) count * entrySize, "the section header table");
        for (int i = 0; i < count; i++) {
            sections.add(header(i, (int) table + i * entrySize));
        }
        check(names < count, "the section of section names is number " + names + " of " + count);
        var strings = sections.get(names).data();
        for (int i = 0; i < count; i++) {
            var s = sections.get(i);
            var name = string(strings, Integer.parseInt(s.name()), "name of section " + i);
            sections.set(i, new Section(
                    i, name, s.type(), s.flags(), s.address(), s.size(), s.alignment(), s.link(), s.info(), s.data(),
                    new ArrayList<>()));
        }
    }

    /** A section whose name is still its offset in the names. */
    private Section header(int index, int at) {
        var nameOffset = Integer.toString(file.getInt(at));
        int type = file.getInt(at + 4);
        long flags = wide ? file.getLong(at + 8) : u32(at + 8);
        long address = wide ? file.getLong(at + 16) : u32(at + 12);
        long offset = wide ? file.getLong(at + 24) : u32(at + 16);
        long size = wide ? file.getLong(at + 32) : u32(at + 20);
        int link = file.getInt(at + (wide ? 40 : 24));
        int info = file.getInt(at + (wide ? 44 : 28));
        long alignment = wide ? file.getLong(at + 48) : u32(at + 32);
        boolean inFile = type != Section.NOBITS && type != 0;
        check(size >= 0 && (inFile || size <= 0xffffffffL), "section " + index + " is of " + size + " bytes");
        if (inFile) {
            checkRange(offset, size, "section " + index);
        }
        check(
                alignment >= 0 && alignment <= 0x10000 && Long.bitCount(alignment) <= 1,
                "section " + index + " is aligned to " + alignment + ": expected a power of two up to 65536");
        var data = inFile ? Arrays.copyOfRange(file.array(), (int) offset, (int) (offset + size)) : new byte[0];
        return new Section(
                index, nameOffset, type, flags, address, size, Math.max(alignment, 1), link, info, data, List.of());
    }

    private void readSymbols() {
        for (var section : sections) {
            if (section.type() == Section.SYMTAB) {
                check(symbols.isEmpty(), "a second symbol table, " + section.label());
                symbols = symbolTable(section);
            }
        }
    }

    private List<Symbol> symbolTable(Section section) {
        var strings = section(section.link(), section.label()).data();
        var table = ByteBuffer.wrap(section.data()).order(ByteOrder.LITTLE_ENDIAN);
        int size = wide ? 24 : 16;
        var list = new ArrayList<Symbol>();
        for (int at = 0; at + size <= table.capacity(); at += size) {
            int info = table.get(at + (wide ? 4 : 12)) & 0xff;
            int index = Short.toUnsignedInt(table.getShort(at + (wide ? 6 : 14)));
            long value = wide ? table.getLong(at + 8) : Integer.toUnsignedLong(table.getInt(at + 4));
            long length = wide ? table.getLong(at + 16) : Integer.toUnsignedLong(table.getInt(at + 8));
            check(
                    index < sections.size() || index >= Symbol.RESERVED,
                    "symbol " + list.size() + " lies in section " + index + " of " + sections.size());
            var name = string(strings, table.getInt(at), "name of symbol " + list.size());
            list.add(new Symbol(name, info & 15, info >> 4, index, value, length));
        }
        return List.copyOf(list);
    }

    private void readRelocations() {
        for (var section : sections) {
            check(
                    section.type() != Section.REL || section.size() == 0,
                    section.label() + " holds relocations without addends (SHT_REL)");
            // Those of the dynamic loader (allocated) say again what the others say.
            if (section.type() == Section.RELA && !section.isAllocated()) {
                var target = section(section.info(), section.label());
                readRelocations(section, target);
            }
        }
    }

    private void readRelocations(Section from, Section target) {
        var table = ByteBuffer.wrap(from.data()).order(ByteOrder.LITTLE_ENDIAN);
        int size = wide ? 24 : 12;
        for (int at = 0; at + size <= table.capacity(); at += size) {
            long where = wide ? table.getLong(at) : Integer.toUnsignedLong(table.getInt(at));
            long info = wide ? table.getLong(at + 8) : Integer.toUnsignedLong(table.getInt(at + 4));
            long addend = wide ? table.getLong(at + 16) : table.getInt(at + 8);
            int number = (int) (wide ? info : info & 0xff);
            long symbol = wide ? info >>> 32 : info >>> 8;
            long offset = where - target.address();
            var place = target.label() + ", offset 0x" + Long.toHexString(offset);
            check(offset >= 0 && offset < target.size(), "relocation outside of " + place);
            check(symbol < symbols.size(), "relocation in " + place + " names symbol " + symbol + " of " + symbols.size());
            var type = RelocationType.of(number);
            check(type.isPresent(), "relocation of unknown type " + number + " in " + place);
            target.relocations().add(new Relocation(offset, type.get(), symbols.get((int) symbol), addend));
        }
    }

    private Section section(int index, String whose) {
        check(index >= 0 && index < sections.size(), whose + " refers to section " + index + " of " + sections.size());
        return sections.get(index);
    }

    private static String string(byte[] strings, int offset, String what) {
        check(offset >= 0 && (offset < strings.length || offset == 0), what + " lies at " + offset + " of " + strings.length);
        int end = offset;
        while (end < strings.length && strings[end] != 0) {
            end++;
        }
        return new String(strings, offset, end - offset, StandardCharsets.UTF_8);
    }

    private int u16(int at) {
        return Short.toUnsignedInt(file.getShort(at));
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(file.getInt(at));
    }

    private void checkRange(long offset, long size, String what) {
        check(
                offset >= 0 && size >= 0 && offset <= file.capacity() && size <= file.capacity() - offset,
                what + " lies at " + offset + ".." + (offset + size) + " of a file of " + file.capacity() + " bytes");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new LinkException(message);
        }
    }
}
