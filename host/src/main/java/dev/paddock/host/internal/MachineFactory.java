package dev.paddock.host.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.WorkerCounts;
import dev.paddock.program.Program;
import java.util.Set;

/** A backend: makes of a program something that machines can be made of. */
interface MachineFactory {
    Backend backend();

    CompiledModule compile(Program program, Set<String> oneWayImports);

    void close();

    /** How many worker processes there have been. */
    default WorkerCounts workers() {
        return new WorkerCounts(0, 0);
    }
}
