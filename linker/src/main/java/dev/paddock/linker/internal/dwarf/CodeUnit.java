package dev.paddock.linker.internal.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A unit of {@code .debug_info}: what its entries need to be understood. */
final class CodeUnit {
    private static final long NO_BASE = -1;

    private final long start;
    private final int version;
    private final int offsetSize;
    private final int addressSize;
    private final DebugSections sections;
    private final Strings strings;
    private final Budget budget;

    private long stringOffsetsBase = NO_BASE;
    private long addressBase = NO_BASE;
    private long rangeListsBase = NO_BASE;
    private long lowPc;
    private List<String> files = List.of();

    CodeUnit(
            long start, int version, int offsetSize, int addressSize, DebugSections sections, Strings strings, Budget budget) {
        this.start = start;
        this.version = version;
        this.offsetSize = offsetSize;
        this.addressSize = addressSize;
        this.sections = sections;
        this.strings = strings;
        this.budget = budget;
    }

    /** Takes from the unit's own entry what the others build on. */
    void root(Entry root, Lines lines) {
        stringOffsetsBase = base(root, Attribute.STRING_OFFSETS_BASE);
        addressBase = base(root, Attribute.ADDRESS_BASE);
        rangeListsBase = base(root, Attribute.RANGE_LISTS_BASE);
        lowPc = address(root, Attribute.LOW_PC).orElse(0L);
        if (root.has(Attribute.LINE_PROGRAM)) {
            files = lines.read(
                    root.number(Attribute.LINE_PROGRAM), addressSize, string(root, Attribute.COMPILATION_FOLDER));
        }
    }

    private static long base(Entry root, Attribute attribute) {
        return root.has(attribute) ? root.number(attribute) : NO_BASE;
    }

    private long base(long known) {
        // Without one, tables begin behind the header of their section; those of before version 5 have none.
        return known != NO_BASE ? known : version < 5 ? 0 : offsetSize == 4 ? 8 : 16;
    }

    /** The text of an attribute; empty if it is not there. */
    String string(Entry entry, Attribute attribute) {
        long number = entry.number(attribute);
        return switch (entry.kind(attribute)) {
            case INLINE_STRING -> strings.at(DebugSections.INFO, number);
            case STRING -> strings.at(DebugSections.STRINGS, number);
            case LINE_STRING -> strings.at(DebugSections.LINE_STRINGS, number);
            case STRING_INDEX -> strings.at(DebugSections.STRINGS, indexed(
                    DebugSections.STRING_OFFSETS, base(stringOffsetsBase), number, offsetSize));
            case NONE, ADDRESS, ADDRESS_INDEX, CONSTANT, UNIT_REFERENCE, REFERENCE, OFFSET, RANGE_LIST_INDEX -> "";
        };
    }

    private long indexed(String section, long base, long index, int size) {
        var data = sections.get(section);
        // Larger indexes would wrap around.
        long limited = index >= 0 && index <= data.bytes().length ? index * size : data.bytes().length;
        return data.at(base + limited).unsigned(size);
    }

    private Optional<Long> address(Entry entry, Attribute attribute) {
        return switch (entry.kind(attribute)) {
            case ADDRESS -> Optional.of(entry.number(attribute));
            case ADDRESS_INDEX -> Optional.of(address(entry.number(attribute)));
            default -> Optional.empty();
        };
    }

    private long address(long index) {
        return indexed(DebugSections.ADDRESSES, base(addressBase), index, addressSize);
    }

    /** Offset in the section of the entry that an attribute refers to, or -1. */
    long reference(Entry entry, Attribute attribute) {
        return switch (entry.kind(attribute)) {
            case UNIT_REFERENCE -> start + entry.number(attribute);
            case REFERENCE -> entry.number(attribute);
            default -> -1;
        };
    }

    /** Path of a file by its number; empty if there is none. */
    String file(Entry entry, Attribute attribute) {
        if (entry.kind(attribute) != Form.Kind.CONSTANT) {
            return "";
        }
        long number = entry.number(attribute);
        return number >= 0 && number < files.size() ? files.get((int) number) : "";
    }

    /** The code that an entry is about. */
    List<AddressRange> ranges(Entry entry) {
        switch (entry.kind(Attribute.RANGES)) {
            case RANGE_LIST_INDEX -> {
                long base = base(rangeListsBase);
                return rangeList(base + indexed(
                        DebugSections.RANGE_LISTS, base, entry.number(Attribute.RANGES), offsetSize));
            }
            case OFFSET, CONSTANT -> {
                long offset = entry.number(Attribute.RANGES);
                return version < 5 ? rangesBefore5(offset) : rangeList(offset);
            }
            default -> {}
        }
        var low = address(entry, Attribute.LOW_PC);
        if (low.isEmpty() || !entry.has(Attribute.HIGH_PC)) {
            return List.of();
        }
        long high = address(entry, Attribute.HIGH_PC).orElse(low.get() + entry.number(Attribute.HIGH_PC));
        var ranges = new ArrayList<AddressRange>(1);
        add(ranges, low.get(), high);
        return ranges;
    }

    private static void add(List<AddressRange> ranges, long begin, long end) {
        if (Long.compareUnsigned(begin, end) < 0) {
            ranges.add(new AddressRange(begin, end));
        }
    }

    private List<AddressRange> rangesBefore5(long offset) {
        var cursor = sections.get(DebugSections.RANGES).at(offset);
        var ranges = new ArrayList<AddressRange>();
        long base = lowPc;
        long largest = addressSize == 8 ? -1 : 0xffff_ffffL;
        while (true) {
            budget.spend(4);
            long begin = cursor.unsigned(addressSize);
            long end = cursor.unsigned(addressSize);
            if (begin == 0 && end == 0) {
                return ranges;
            }
            if (begin == largest) {
                base = end;
            } else {
                add(ranges, base + begin, base + end);
            }
        }
    }

    private List<AddressRange> rangeList(long offset) {
        var cursor = sections.get(DebugSections.RANGE_LISTS).at(offset);
        var ranges = new ArrayList<AddressRange>();
        long base = lowPc;
        while (true) {
            budget.spend(4);
            int kind = cursor.u8();
            switch (kind) {
                case 0 -> { // end_of_list
                    return ranges;
                }
                case 1 -> base = address(cursor.uleb()); // base_addressx
                case 2 -> { // startx_endx
                    long begin = address(cursor.uleb());
                    add(ranges, begin, address(cursor.uleb()));
                }
                case 3 -> { // startx_length
                    long begin = address(cursor.uleb());
                    add(ranges, begin, begin + cursor.uleb());
                }
                case 4 -> { // offset_pair
                    long begin = base + cursor.uleb();
                    add(ranges, begin, base + cursor.uleb());
                }
                case 5 -> base = cursor.unsigned(addressSize); // base_address
                case 6 -> { // start_end
                    long begin = cursor.unsigned(addressSize);
                    add(ranges, begin, cursor.unsigned(addressSize));
                }
                case 7 -> { // start_length
                    long begin = cursor.unsigned(addressSize);
                    add(ranges, begin, begin + cursor.uleb());
                }
                default -> throw cursor.problem("a range of kind " + kind + ", which is not known");
            }
        }
    }
}
