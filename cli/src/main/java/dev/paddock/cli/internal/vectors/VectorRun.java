package dev.paddock.cli.internal.vectors;

import java.io.IOException;
import java.util.List;

/** Puts a vector to a mode. */
public final class VectorRun {
    private VectorRun() {}

    /** @return where it differed; empty: it passed */
    public static List<Mismatch> play(Vector vector, Mode mode, Engines engines) throws IOException {
        return switch (vector) {
            case Vector.Machine machine -> MachineVectorRun.play(machine, mode, engines);
            case Vector.Calls calls -> CallsVectorRun.play(calls, mode, engines);
        };
    }
}
