package dev.paddock.linker.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes relocatable ELF files. It checks nothing: hostile files are made with it too. */
public final class ElfBuilder {
    public static final int ALLOCATED = 2;
    public static final int WRITABLE = 1 | ALLOCATED;
    public static final int EXECUTABLE = 4 | ALLOCATED;
    public static final int PROGBITS = 1;
    public static final int NOBITS = 8;
    public static final int FUNCTION = 2;
    public static final int ABSOLUTE = 0xfff1;

    private static final int MACHINE_RISCV = 243;

    private final boolean wide;
    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

    public ElfBuilder(boolean wide) {
        this.wide = wide;
        sections.add(new Section("", 0, 0, 0));
        symbols.add(new Symbol("", 0, 0, 0, 0));
    }

    /** A section being filled. */
    public static final class Section {
        private final String name;
        private final int type;
        private final long flags;
        private final long alignment;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<long[]> relocations = new ArrayList<>();
        private long size = -1;
        private int index;

        Section(String name, int type, long flags, long alignment) {
            this.name = name;
            this.type = type;
            this.flags = flags;
            this.alignment = alignment;
        }

        public int length() {
            return bytes.size();
        }

        /** Appends a number of so many bytes. */
        public Section add(long value, int width) {
            for (int i = 0; i < width; i++) {
                bytes.write((int) (value >>> 8 * i));
            }
            return this;
        }

        public Section add(byte[] content) {
            bytes.writeBytes(content);
            return this;
        }

        /** How many bytes a section without content has. */
        public Section size(long bytesOfZeros) {
            size = bytesOfZeros;
            return this;
        }

        public Section relocate(long offset, int relocation, int symbol, long addend) {
            relocations.add(new long[] {offset, relocation, symbol, addend});
            return this;
        }
    }

    private record Symbol(String name, int type, int section, long value, long size) {}

    public boolean wide() {
        return wide;
    }

    public Section section(String name, int type, long flags, long alignment) {
        var section = new Section(name, type, flags, alignment);
        section.index = sections.size();
        sections.add(section);
        return section;
    }

    /** Adds a symbol and returns its number. */
    public int symbol(String name, int type, Section section, long value, long size) {
        return symbol(name, type, section.index, value, size);
    }

    /** Adds a symbol in a section by its number, 0 for undefined ones. */
    public int symbol(String name, int type, int section, long value, long size) {
        symbols.add(new Symbol(name, type, section, value, size));
        return symbols.size() - 1;
    }

    public byte[] build() {
        var all = new ArrayList<>(sections);
        int symbolTable = all.size() + (int) sections.stream().filter(s -> !s.relocations.isEmpty()).count();
        for (var section : sections) {
            if (!section.relocations.isEmpty()) {
                all.add(relocationsOf(section, symbolTable));
            }
        }
        var strings = new Strings();
        all.add(symbolSection(strings));
        var stringSection = new Section(".strtab", 3, 0, 1);
        all.add(stringSection);
        int[] names = all.stream().mapToInt(s -> strings.add(s.name)).toArray();
        stringSection.add(strings.bytes());
        return write(all, names, symbolTable);
    }

    private Section relocationsOf(Section section, int symbolTable) {
        var table = new Section(".rela" + section.name, 4, symbolTable | (long) section.index << 32, 8);
        for (var r : section.relocations) {
            table.add(r[0], word());
            table.add(wide ? r[2] << 32 | r[1] : r[2] << 8 | r[1], word());
            table.add(r[3], word());
        }
        return table;
    }

    private int word() {
        return wide ? 8 : 4;
    }

    private Section symbolSection(Strings strings) {
        var table = new Section(".symtab", 2, 0, 8);
        for (var symbol : symbols) {
            table.add(strings.add(symbol.name()), 4);
            if (!wide) {
                table.add(symbol.value(), 4).add(symbol.size(), 4);
            }
            table.add(1 << 4 | symbol.type(), 1).add(0, 1).add(symbol.section(), 2);
            if (wide) {
                table.add(symbol.value(), 8).add(symbol.size(), 8);
            }
        }
        return table;
    }

    private byte[] write(List<Section> all, int[] names, int symbolTable) {
        int header = wide ? 64 : 52;
        int entry = wide ? 64 : 40;
        int total = header;
        for (var section : all) {
            total += section.length() + 8;
        }
        var out = ByteBuffer.allocate(total + all.size() * entry).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), 1, 1});
        out.putShort(16, (short) 1).putShort(18, (short) MACHINE_RISCV).putInt(20, 1);
        out.position(header);
        var offsets = new int[all.size()];
        for (int i = 0; i < all.size(); i++) {
            out.position(out.position() + 7 & -8);
            offsets[i] = out.position();
            out.put(all.get(i).bytes.toByteArray());
        }
        int table = out.position() + 7 & -8;
        number(out, wide ? 40 : 32, table);
        int counts = wide ? 52 : 40;
        out.putShort(counts, (short) header).putShort(counts + 6, (short) entry);
        out.putShort(counts + 8, (short) all.size()).putShort(counts + 10, (short) (all.size() - 1));
        for (int i = 0; i < all.size(); i++) {
            header(out, table + i * entry, all.get(i), names[i], offsets[i], symbolTable);
        }
        return java.util.Arrays.copyOf(out.array(), table + all.size() * entry);
    }

    private void number(ByteBuffer out, int at, long value) {
        if (wide) {
            out.putLong(at, value);
        } else {
            out.putInt(at, (int) value);
        }
    }

    private void header(ByteBuffer out, int at, Section section, int name, int offset, int symbolTable) {
        boolean relocations = section.type == 4;
        boolean table = section.type == 2;
        int word = word();
        out.putInt(at, name).putInt(at + 4, section.type);
        number(out, at + 8, relocations || table ? 0 : section.flags);
        number(out, at + 8 + 2 * word, offset);
        number(out, at + 8 + 3 * word, section.size >= 0 ? section.size : section.length());
        int link = at + 8 + 4 * word;
        out.putInt(link, relocations ? symbolTable : table ? symbolTable + 1 : 0);
        out.putInt(link + 4, relocations ? (int) (section.flags >>> 32) : table ? 1 : 0);
        number(out, link + 8, section.alignment);
        number(out, link + 8 + word, relocations ? 3L * word : table ? wide ? 24 : 16 : 0);
    }

    private static final class Strings {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Strings() {
            bytes.write(0);
        }

        int add(String string) {
            if (string.isEmpty()) {
                return 0;
            }
            int offset = bytes.size();
            bytes.writeBytes(string.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
            return offset;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
