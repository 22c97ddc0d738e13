package dev.paddock.linker.internal.lift;

import dev.paddock.linker.internal.elf.Relocation;
import dev.paddock.linker.internal.elf.RelocationType;
import dev.paddock.linker.internal.elf.Section;
import dev.paddock.program.Symbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads the records that guests leave in sections of their own: functions, exports, stack sizes. */
final class Metadata {
    private static final int MAX_INPUTS = 9;
    private static final int MAX_OUTPUTS = 2;

    private final SectionTable sections;
    private final Map<Integer, Map<Long, Relocation>> pointers = new HashMap<>();

    Metadata(SectionTable sections) {
        this.sections = sections;
    }

    /** A function's record. */
    record Function(Symbol symbol, int inputs, int outputs, OptionalInt index) {}

    /** An exported function, and where its code begins. */
    record Export(Function function, Place code) {}

    /** The largest stack size that anyone asks for. */
    long minStackSize() {
        long size = 0;
        for (var section : sections.named(SectionClass.STACK_SIZE)) {
            var cursor = new Cursor(section, 0);
            while (cursor.offset < section.data().length) {
                size = Math.max(size, Integer.toUnsignedLong(cursor.u32()));
            }
        }
        return size;
    }

    List<Export> exports() {
        var exports = new ArrayList<Export>();
        for (var section : sections.named(SectionClass.EXPORTS)) {
            var cursor = new Cursor(section, 0);
            while (cursor.offset < section.data().length) {
                int version = cursor.u8();
                if (version != 1) {
                    throw cursor.problem("export record of version " + version + ": expected 1");
                }
                var function = function(cursor.pointer());
                exports.add(new Export(function, cursor.pointer()));
            }
        }
        return exports;
    }

    /** The record that a pointer leads to. */
    Function function(Place place) {
        var cursor = new Cursor(place.section(), place.offset());
        int version = cursor.u8();
        if (version != 1 && version != 2) {
            throw place.problem("function metadata of version " + version + ": expected 1 or 2");
        }
        int flags = cursor.u32();
        if (flags != 0) {
            throw place.problem("function metadata with flags 0x" + Integer.toHexString(flags) + ": expected 0");
        }
        int length = cursor.u32();
        var name = cursor.pointer();
        int inputs = cursor.u8();
        int outputs = cursor.u8();
        boolean hasIndex = version == 2 && cursor.u8() != 0;
        var index = hasIndex ? OptionalInt.of(cursor.u32()) : OptionalInt.empty();
        if (inputs > MAX_INPUTS || outputs > MAX_OUTPUTS) {
            throw place.problem("function with " + inputs + " argument and " + outputs + " result registers: at most "
                    + MAX_INPUTS + " and " + MAX_OUTPUTS);
        }
        return new Function(Symbol.of(new Cursor(name.section(), name.offset()).bytes(length)), inputs, outputs, index);
    }

    /** What the pointer at a place leads to; its stored value is of no account, the relocation on it counts. */
    Place pointerAt(Place place) {
        var relocation = pointers
                .computeIfAbsent(place.section().index(), _ -> pointersIn(place.section()))
                .get(place.offset());
        if (relocation == null) {
            throw place.problem("expected a pointer, which needs a relocation");
        }
        return sections.target(place, relocation);
    }

    private static Map<Long, Relocation> pointersIn(Section section) {
        var map = new HashMap<Long, Relocation>();
        for (var relocation : section.relocations()) {
            if (relocation.type() == RelocationType.ABSOLUTE_32
                    || relocation.type() == RelocationType.ABSOLUTE_64
                    || relocation.type() == RelocationType.PCREL_HI20) {
                map.put(relocation.offset(), relocation);
            }
        }
        return map;
    }

    private final class Cursor {
        private final Section section;
        private long offset;

        Cursor(Section section, long offset) {
            this.section = section;
            this.offset = offset;
        }

        byte[] bytes(int count) {
            int length = section.data().length;
            if (count < 0 || offset < 0 || offset > length || count > length - offset) {
                throw problem("the record is cut off: " + Integer.toUnsignedString(count) + " bytes expected of "
                        + length);
            }
            var bytes = new byte[count];
            System.arraycopy(section.data(), (int) offset, bytes, 0, count);
            offset += count;
            return bytes;
        }

        int u8() {
            return bytes(1)[0] & 0xff;
        }

        int u32() {
            var bytes = bytes(4);
            return bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | bytes[3] << 24;
        }

        Place pointer() {
            var target = pointerAt(new Place(section, offset));
            bytes(sections.pointerSize());
            return target;
        }

        dev.paddock.linker.LinkException problem(String what) {
            return new Place(section, offset).problem(what);
        }
    }
}
