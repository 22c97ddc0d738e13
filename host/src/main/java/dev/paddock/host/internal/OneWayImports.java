package dev.paddock.host.internal;

import dev.paddock.program.Program;
import java.util.BitSet;
import java.util.Set;

/** Numbers of the imports that a program posts. */
final class OneWayImports {
    private OneWayImports() {}

    static BitSet numbers(Program program, Set<String> names) {
        var numbers = new BitSet();
        for (var wanted : program.imports()) {
            if (names.contains(wanted.name())) {
                numbers.set(wanted.number());
            }
        }
        return numbers;
    }
}
