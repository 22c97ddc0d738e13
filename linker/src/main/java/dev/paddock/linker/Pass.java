package dev.paddock.linker;

import java.util.Locale;
import java.util.Optional;

/** The optimisations, each of which can be left out. */
public enum Pass {
    /** Removes code and data that nothing reaches. */
    REACHABILITY;

    /** How the command line names it: {@code dead-code}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Pass> byLabel(String label) {
        for (var pass : values()) {
            if (pass.label().equals(label)) {
                return Optional.of(pass);
            }
        }
        return Optional.empty();
    }
}
