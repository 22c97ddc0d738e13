package dev.paddock.host;

/** Where programs run. */
public enum Backend {
    /** Machine code in sandboxed worker processes (Linux on x86-64). */
    NATIVE,
    /** The portable interpreter, inside this JVM. */
    INTERPRETER,
    /** {@link #NATIVE} where its sandbox is to be had, else {@link #INTERPRETER}. */
    AUTO;

    /** The name people type, such as {@code native}. */
    public String label() {
        return switch (this) {
            case NATIVE -> "native";
            case INTERPRETER -> "interpreter";
            case AUTO -> "auto";
        };
    }
}
