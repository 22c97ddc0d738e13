package dev.paddock.linker.internal.pass;

import dev.paddock.linker.Pass;
import dev.paddock.linker.internal.ir.Unit;
import java.util.Set;

/** The order of the passes. */
public final class Passes {
    private final Unit unit;
    private final Set<Pass> disabled;

    private Passes(Unit unit, Set<Pass> disabled) {
        this.unit = unit;
        this.disabled = disabled;
    }

    public static void run(Unit unit, Set<Pass> disabled) {
        new Passes(unit, disabled).run();
    }

    private void run() {
        run(Pass.REACHABILITY, Reachability::run);
    }

    private interface Action {
        void run(Unit unit);
    }

    private void run(Pass pass, Action action) {
        if (!disabled.contains(pass)) {
            action.run(unit);
        }
    }
}
