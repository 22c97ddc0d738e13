package dev.paddock.linker.internal.emit;

import dev.paddock.linker.LinkException;
import dev.paddock.linker.internal.ir.DataSection;
import java.util.List;
import java.util.Map;
import java.util.HashMap;

/**
 * Where data goes.
 *
 * <pre>
 *   0x10000     read-only sections in the order of the ELF
 *   next 64 KiB boundary, plus 64 KiB
 *               read-write sections, then zeroed ones
 *   then        the heap
 * </pre>
 */
final class MemoryLayout {
    private static final long REGION = 0x10000;
    private static final long LIMIT = 0xffff_0000L;

    private final Map<DataSection, Long> addresses = new HashMap<>();
    private final List<DataSection> sections;
    private final long readOnlyEnd;
    private final long readWriteStart;
    private long end;

    MemoryLayout(List<DataSection> sections) {
        this.sections = sections;
        end = REGION;
        place(DataSection.Kind.READ_ONLY);
        readOnlyEnd = end;
        end = up(end, REGION) + REGION;
        readWriteStart = end;
        place(DataSection.Kind.READ_WRITE);
        place(DataSection.Kind.ZEROED);
    }

    private void place(DataSection.Kind kind) {
        for (var section : sections) {
            if (section.kind() == kind) {
                append(section);
            }
        }
    }

    /** Places a section behind all others; the heap moves up. */
    void append(DataSection section) {
        end = up(end, section.alignment());
        addresses.put(section, end);
        end += section.size();
        if (end > LIMIT) {
            throw new LinkException(section.name() + ": data ends at 0x" + Long.toHexString(end) + ", beyond 0x"
                    + Long.toHexString(LIMIT));
        }
    }

    private static long up(long value, long alignment) {
        return value + alignment - 1 & -alignment;
    }

    long address(DataSection section) {
        var address = addresses.get(section);
        if (address == null) {
            throw new AssertionError(section.name() + " was dropped, but something refers to it");
        }
        return address;
    }

    long readOnlySize() {
        return readOnlyEnd - REGION;
    }

    long readOnlyStart() {
        return REGION;
    }

    long readWriteStart() {
        return readWriteStart;
    }

    long readWriteSize() {
        return end - readWriteStart;
    }

    long heapBase() {
        return end;
    }
}
