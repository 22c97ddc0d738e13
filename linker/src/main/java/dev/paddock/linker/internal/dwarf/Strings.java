package dev.paddock.linker.internal.dwarf;

import java.util.HashMap;
import java.util.Map;

/** The strings of debug information, each read once. */
final class Strings {
    private final DebugSections sections;
    private final Budget budget;
    private final Map<DebugData, Map<Long, String>> known = new HashMap<>();

    Strings(DebugSections sections, Budget budget) {
        this.sections = sections;
        this.budget = budget;
    }

    String at(String section, long offset) {
        return known(sections.get(section), offset);
    }

    private String known(DebugData data, long offset) {
        return known.computeIfAbsent(data, _ -> new HashMap<>()).computeIfAbsent(offset, _ -> {
            var cursor = data.at(offset);
            var text = cursor.string();
            budget.spend(text.length());
            return text;
        });
    }
}
