package dev.paddock.linker.internal.dwarf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The attributes that are read. */
enum Attribute {
    NAME(0x03),
    LINE_PROGRAM(0x10),
    LOW_PC(0x11),
    HIGH_PC(0x12),
    COMPILATION_FOLDER(0x1b),
    ABSTRACT_ORIGIN(0x31),
    DECLARATION_FILE(0x3a),
    DECLARATION_LINE(0x3b),
    SPECIFICATION(0x47),
    RANGES(0x55),
    CALL_COLUMN(0x57),
    CALL_FILE(0x58),
    CALL_LINE(0x59),
    LINKAGE_NAME(0x6e),
    STRING_OFFSETS_BASE(0x72),
    ADDRESS_BASE(0x73),
    RANGE_LISTS_BASE(0x74);

    private static final Map<Integer, Attribute> BY_NUMBER = new HashMap<>();

    static {
        for (var attribute : values()) {
            BY_NUMBER.put(attribute.number, attribute);
        }
        BY_NUMBER.put(0x2007, LINKAGE_NAME); // MIPS_linkage_name
        BY_NUMBER.put(0x2133, ADDRESS_BASE); // GNU_addr_base
    }

    private final int number;

    Attribute(int number) {
        this.number = number;
    }

    static Optional<Attribute> of(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }
}
