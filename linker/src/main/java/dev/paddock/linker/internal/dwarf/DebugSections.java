package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.internal.elf.ElfFile;
import dev.paddock.linker.internal.elf.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sections of debug information that belong together, by name. Usually a file has one of each; linkers that are told to keep
 * sections apart ({@code --unique}) leave those of each object they took, one object behind the other.
 */
final class DebugSections {
    static final String INFO = ".debug_info";
    static final String ABBREVIATIONS = ".debug_abbrev";
    static final String LINE = ".debug_line";
    static final String STRINGS = ".debug_str";
    static final String LINE_STRINGS = ".debug_line_str";
    static final String STRING_OFFSETS = ".debug_str_offsets";
    static final String ADDRESSES = ".debug_addr";
    static final String RANGES = ".debug_ranges";
    static final String RANGE_LISTS = ".debug_rnglists";

    private static final List<String> NAMES = List.of(
            INFO, ABBREVIATIONS, LINE, STRINGS, LINE_STRINGS, STRING_OFFSETS, ADDRESSES, RANGES, RANGE_LISTS);
    private static final String PREFIX = ".debug_";

    private final Map<String, DebugData> data = new HashMap<>();

    private DebugSections() {}

    static List<DebugSections> of(ElfFile elf, CodeLayout layout) {
        var patcher = new Patcher(layout);
        var groups = new ArrayList<DebugSections>();
        var seen = new HashMap<String, Integer>();
        var all = new HashMap<String, List<DebugData>>();
        for (var section : elf.sections()) {
            if (section.isAllocated() || !section.name().startsWith(PREFIX)) {
                continue;
            }
            // A name comes up again where the next object begins.
            if (groups.isEmpty() || seen.merge(section.name(), 1, Integer::sum) > 1) {
                groups.add(new DebugSections());
                seen.clear();
                seen.put(section.name(), 1);
            }
            if (NAMES.contains(section.name())) {
                var data = read(section, patcher);
                groups.getLast().data.put(section.name(), data);
                all.computeIfAbsent(section.name(), _ -> new ArrayList<>()).add(data);
            }
        }
        // What there is only one of belongs to all.
        all.forEach((name, found) -> groups.forEach(group -> {
            if (found.size() == 1) {
                group.data.put(name, found.getFirst());
            }
        }));
        groups.removeIf(group -> group.get(INFO).bytes().length == 0);
        return groups;
    }

    private static DebugData read(Section section, Patcher patcher) {
        var data = new DebugData(section.label(), section.data().clone());
        if (section.isCompressed()) {
            throw data.problem(0, "is compressed; compile and link without -gz or --compress-debug-sections");
        }
        patcher.apply(section.relocations(), data);
        return data;
    }

    DebugData get(String name) {
        var found = data.get(name);
        return found == null ? DebugData.empty(name) : found;
    }

    long size() {
        return data.values().stream().mapToLong(section -> section.bytes().length).sum();
    }
}
