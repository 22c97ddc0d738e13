package dev.paddock.linker.internal.lift;

import dev.paddock.linker.LinkException;
import dev.paddock.linker.internal.elf.Section;

/** What a section is for: its name decides, then its type and flags. */
enum SectionClass {
    READ_ONLY,
    READ_WRITE,
    ZEROED,
    CODE,
    METADATA,
    /** Not part of the program. */
    OTHER;

    static final String EXPORTS = ".polkavm_exports";
    static final String STACK_SIZE = ".polkavm_min_stack_size";
    private static final String METADATA_NAME = ".polkavm_metadata";

    static SectionClass of(Section section) {
        var name = section.name();
        if (!section.isAllocated()) {
            return OTHER;
        }
        if (name.equals(METADATA_NAME) || name.equals(EXPORTS) || name.equals(STACK_SIZE)) {
            return METADATA;
        }
        if (isNamed(name, ".data.rel.ro") || isNamed(name, ".srodata") || name.equals(".got") || name.equals(".got.plt")
                || name.equals(".relro_padding")) {
            return READ_ONLY;
        }
        if (isNamed(name, ".rodata")) {
            check(!section.isWritable(), section, "must not be writable");
            return READ_ONLY;
        }
        if (isNamed(name, ".data") || isNamed(name, ".sdata")) {
            check(section.isWritable(), section, "must be writable");
            return section.type() == Section.NOBITS ? ZEROED : READ_WRITE;
        }
        if (isNamed(name, ".bss") || isNamed(name, ".sbss")) {
            check(section.isWritable(), section, "must be writable");
            return ZEROED;
        }
        if (isNamed(name, ".text") || section.isExecutable()) {
            check(!section.isWritable(), section, "is code and must not be writable");
            return CODE;
        }
        return byType(section);
    }

    private static SectionClass byType(Section section) {
        return switch (section.name()) {
            case ".eh_frame", ".eh_frame_hdr", ".dynsym", ".dynstr", ".dynamic" -> OTHER;
            default -> switch (section.type()) {
                case Section.HASH, Section.GNU_HASH, Section.DYNSYM, Section.STRTAB, Section.RELA, Section.NOTE -> OTHER;
                case Section.PROGBITS -> section.isWritable() ? READ_WRITE : READ_ONLY;
                case Section.NOBITS -> {
                    check(section.isWritable(), section, "holds no bytes and is not writable");
                    yield ZEROED;
                }
                default -> throw new LinkException(section.label() + ": no place for allocated sections of type "
                        + section.type());
            };
        };
    }

    private static boolean isNamed(String name, String prefix) {
        return name.equals(prefix) || name.startsWith(prefix + ".");
    }

    private static void check(boolean holds, Section section, String what) {
        if (!holds) {
            throw new LinkException(section.label() + " " + what);
        }
    }
}
