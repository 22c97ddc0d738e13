package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.internal.elf.ElfFile;
import dev.paddock.linker.internal.elf.Section;
import dev.paddock.linker.internal.ir.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where code lies while debug information is read. A linked ELF has addresses; in a relocatable one all sections start at 0,
 * and here each gets room of its own. Address 0 is nobody's: it is what linkers write for code that they dropped.
 */
final class CodeLayout {
    private static final long FIRST = 0x1_0000;

    private final Map<Integer, Long> starts = new HashMap<>();
    /** How far from its place in the ELF. */
    private final Map<Integer, Long> moves = new HashMap<>();

    CodeLayout(ElfFile elf) {
        var code = elf.sections().stream().filter(CodeLayout::isCode).toList();
        boolean own = haveOwnAddresses(code);
        long next = FIRST;
        for (var section : code) {
            starts.put(section.index(), own ? section.address() : next);
            moves.put(section.index(), own ? 0 : next - section.address());
            // A gap, so that an end is nobody else's start.
            next += section.size() + 16;
        }
    }

    private static boolean isCode(Section section) {
        return section.isAllocated()
                && (section.isExecutable() || section.name().startsWith(".text"))
                && section.size() == section.data().length;
    }

    private static boolean haveOwnAddresses(List<Section> code) {
        var sorted = new ArrayList<>(code);
        sorted.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
        long free = 1;
        for (var section : sorted) {
            if (Long.compareUnsigned(section.address(), free) < 0) {
                return false;
            }
            free = section.address() + Math.max(section.size(), 1);
        }
        return true;
    }

    boolean isCode(int section) {
        return moves.containsKey(section);
    }

    /** Where something in a section of code lies, given the address that the ELF has for it. */
    long address(int section, long original) {
        return original + moves.getOrDefault(section, 0L);
    }

    long address(Location location) {
        return starts.getOrDefault(location.section(), 0L) + location.offset();
    }
}
