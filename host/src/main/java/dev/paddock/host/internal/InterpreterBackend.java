package dev.paddock.host.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.CompileStatistics;
import dev.paddock.host.EngineConfig;
import dev.paddock.interpreter.DecodedCode;
import dev.paddock.interpreter.PagedMemory;
import dev.paddock.program.Program;
import java.util.BitSet;
import java.util.Set;

/** The portable backend. Code is decoded as it is first run, so there is nothing to compile. */
final class InterpreterBackend implements MachineFactory {
    private final EngineConfig config;

    InterpreterBackend(EngineConfig config) {
        this.config = config;
    }

    @Override
    public Backend backend() {
        return Backend.INTERPRETER;
    }

    @Override
    public CompiledModule compile(Program program, Set<String> oneWayImports) {
        // Fails here rather than at the first instance if the memory can't be laid out.
        program.memoryMap(config.pageSize(), 0);
        return new InterpretedModule(
                config,
                program,
                DecodedCode.of(program.code(), config.costModel()),
                OneWayImports.numbers(program, oneWayImports));
    }

    @Override
    public void close() {}

    /** Decoded code is filled in by whichever machine gets there first, for all of them. */
    private record InterpretedModule(EngineConfig config, Program program, DecodedCode code, BitSet oneWay)
            implements CompiledModule {
        private static final CompileStatistics NOTHING_TO_DO =
                new CompileStatistics(0, 0, CompileStatistics.Origin.INTERPRETED);

        @Override
        public CompileStatistics statistics() {
            return NOTHING_TO_DO;
        }

        @Override
        public Machine newMachine(long auxSize, PostedCallSink posted) {
            var memory = config.dynamicPaging()
                    ? PagedMemory.dynamic(config.pageSize())
                    : PagedMemory.of(program.memoryImage(config.pageSize(), auxSize));
            return new InterpreterMachine(code, memory, config.metering(), oneWay, posted);
        }

        @Override
        public long[] startRegisters(long auxSize) {
            return StartRegisters.of(program, config, auxSize);
        }
    }
}
