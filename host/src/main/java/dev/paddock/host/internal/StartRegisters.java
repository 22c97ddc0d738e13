package dev.paddock.host.internal;

import dev.paddock.host.EngineConfig;
import dev.paddock.program.Program;

/** The registers that a call without arguments starts with. */
final class StartRegisters {
    private StartRegisters() {}

    static long[] of(Program program, EngineConfig config, long auxSize) {
        return program.initialRegisters(program.memoryMap(config.pageSize(), auxSize));
    }
}
