package dev.paddock.host;

import dev.paddock.host.internal.CompiledModule;
import dev.paddock.host.internal.EngineCore;
import dev.paddock.program.Export;
import dev.paddock.program.Import;
import dev.paddock.program.Program;
import dev.paddock.program.SourceFrame;
import java.util.List;

/** A program made ready to run: immutable, shared by any number of instances and threads. */
public final class Module {
    private final EngineCore core;
    private final CompiledModule compiled;

    Module(EngineCore core, CompiledModule compiled) {
        this.core = core;
        this.compiled = compiled;
    }

    public Program program() {
        return compiled.program();
    }

    public List<Import> imports() {
        return program().imports();
    }

    public List<Export> exports() {
        return program().exports();
    }

    /**
     * Where an instruction comes from: the function that it belongs to, and those which that is inlined into, innermost first.
     * Empty where the program carries no debug information, or broken one.
     */
    public List<SourceFrame> frames(int pc) {
        return SourceLines.of(program(), pc);
    }

    public CompileStatistics statistics() {
        return compiled.statistics();
    }

    /** An instance of a program that imports nothing. */
    public Instance instantiate() {
        return instantiate(new Imports());
    }

    /** @throws UnlinkedImportException when the program imports a function that {@code imports} lacks */
    public Instance instantiate(Imports imports) {
        return instantiate(imports, 0);
    }

    /**
     * @param auxSize bytes of auxiliary data space: read-only for the program, written by the host
     * @throws UnlinkedImportException when the program imports a function that {@code imports} lacks
     */
    public Instance instantiate(Imports imports, long auxSize) {
        return Instance.create(this, core, compiled, imports, auxSize);
    }
}
