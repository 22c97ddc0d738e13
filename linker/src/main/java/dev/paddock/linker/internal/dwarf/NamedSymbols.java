package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.internal.ir.Location;
import dev.paddock.linker.internal.ir.SourceFunction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the ELF's symbols call its code, for where there is nothing better. */
final class NamedSymbols {
    private final Map<Integer, TreeMap<Long, SourceFunction>> functions = new HashMap<>();

    NamedSymbols(List<SourceFunction> named) {
        for (var function : named) {
            functions
                    .computeIfAbsent(function.start().section(), _ -> new TreeMap<>())
                    .putIfAbsent(function.start().offset(), function);
        }
    }

    Optional<SourceFunction> at(Location location) {
        return Optional.ofNullable(functions.get(location.section()))
                .map(inSection -> inSection.floorEntry(location.offset()))
                .map(Map.Entry::getValue)
                .filter(function -> function.contains(location));
    }
}
