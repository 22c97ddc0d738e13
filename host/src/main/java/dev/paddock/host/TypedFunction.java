package dev.paddock.host;

import dev.paddock.program.Export;

/** An export of an instance, looked up once and called many times. Throws as {@link Instance#call} does. */
public final class TypedFunction {
    private final Instance instance;
    private final Export export;

    TypedFunction(Instance instance, Export export) {
        this.instance = instance;
        this.export = export;
    }

    public Export export() {
        return export;
    }

    public long call() {
        return instance.callExport(export, 0, 0, 0, 0, 0);
    }

    public long call(long a0) {
        return instance.callExport(export, 1, a0, 0, 0, 0);
    }

    public long call(long a0, long a1) {
        return instance.callExport(export, 2, a0, a1, 0, 0);
    }

    public long call(long a0, long a1, long a2) {
        return instance.callExport(export, 3, a0, a1, a2, 0);
    }

    public long call(long a0, long a1, long a2, long a3) {
        return instance.callExport(export, 4, a0, a1, a2, a3);
    }

    /** Up to nine arguments: a0 to a5, t0, t1, t2. */
    public long call(long... arguments) {
        return instance.callExport(export, arguments);
    }

    /** The call's result as an int, its low 32 bits. */
    public int callInt(long... arguments) {
        return (int) call(arguments);
    }

    /** Whether the call's result is not 0. */
    public boolean callBoolean(long... arguments) {
        return call(arguments) != 0;
    }
}
