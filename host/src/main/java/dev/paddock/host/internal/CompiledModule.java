package dev.paddock.host.internal;

import dev.paddock.host.CompileStatistics;
import dev.paddock.program.Program;

/** A program as one backend runs it. */
public interface CompiledModule {
    Program program();

    CompileStatistics statistics();

    /** A machine with fresh memory; registers and gas are 0, there is no pc. */
    Machine newMachine(long auxSize, PostedCallSink posted);

    /** Where the stack starts (register sp) with that much auxiliary data. */
    long[] startRegisters(long auxSize);
}
