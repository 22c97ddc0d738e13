package dev.paddock.linker.internal.emit;

import dev.paddock.linker.LinkException;
import dev.paddock.linker.internal.ir.ImportedFunction;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.program.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Numbers the functions that the program wants of its host: by their own indexes, or in the order of their names. */
final class ImportTable {
    private static final int LIMIT = 1024;

    private final Map<ImportedFunction, Integer> numbers = new HashMap<>();
    private final List<Symbol> symbols = new ArrayList<>();

    ImportTable(Unit unit) {
        var used = new LinkedHashSet<ImportedFunction>();
        for (var block : unit.blocks()) {
            for (var instruction : block.body()) {
                if (instruction instanceof Instruction.HostCall(var function, _)) {
                    used.add(function);
                }
            }
        }
        checkSymbols(used);
        if (used.stream().anyMatch(function -> function.index().isPresent())) {
            byIndex(used);
        } else {
            byName(used);
        }
        if (symbols.size() > LIMIT) {
            throw new LinkException(symbols.size() + " imports: at most " + LIMIT);
        }
    }

    private static void checkSymbols(Set<ImportedFunction> used) {
        var known = new HashMap<Symbol, ImportedFunction>();
        for (var function : used) {
            var other = known.putIfAbsent(function.symbol(), function);
            if (other != null) {
                throw new LinkException("import '" + function.symbol() + "' is declared in two ways: " + other + " and "
                        + function);
            }
        }
    }

    private void byName(Set<ImportedFunction> used) {
        used.stream()
                .sorted((a, b) -> Arrays.compareUnsigned(a.symbol().bytes(), b.symbol().bytes()))
                .forEach(function -> {
                    numbers.put(function, symbols.size());
                    symbols.add(function.symbol());
                });
    }

    private void byIndex(Set<ImportedFunction> used) {
        var byIndex = new HashMap<Integer, ImportedFunction>();
        int largest = 0;
        for (var function : used) {
            int index = function.index().orElseThrow(() ->
                    new LinkException("import '" + function.symbol() + "' has no index, but others have"));
            if (index < 0 || index >= LIMIT) {
                throw new LinkException("import '" + function.symbol() + "' has index "
                        + Integer.toUnsignedString(index) + ": at most " + (LIMIT - 1));
            }
            var other = byIndex.put(index, function);
            if (other != null) {
                throw new LinkException("imports '" + other.symbol() + "' and '" + function.symbol()
                        + "' have the same index " + index);
            }
            numbers.put(function, index);
            largest = Math.max(largest, index);
        }
        for (int i = 0; i <= largest; i++) {
            var function = byIndex.get(i);
            symbols.add(function == null ? Symbol.of("") : function.symbol());
        }
    }

    int number(ImportedFunction function) {
        return Objects.requireNonNull(numbers.get(function));
    }

    List<Symbol> symbols() {
        return symbols;
    }
}
