package dev.paddock.host.internal;

import dev.paddock.program.MemoryImage;
import dev.paddock.program.Program;

/** The last image asked for: instances of a module usually have the same amount of auxiliary data. */
final class MemoryImages {
    private final Program program;
    private final int pageSize;
    private volatile Sized last;

    private record Sized(long auxSize, MemoryImage image) {}

    MemoryImages(Program program, int pageSize) {
        this.program = program;
        this.pageSize = pageSize;
        this.last = make(0);
    }

    MemoryImage of(long auxSize) {
        var known = last;
        if (known.auxSize != auxSize) {
            known = make(auxSize);
            last = known;
        }
        return known.image;
    }

    private Sized make(long auxSize) {
        return new Sized(auxSize, program.memoryImage(pageSize, auxSize));
    }
}
